#!/usr/bin/env bats
# tenor score: records, formats, inputs, models that cannot be used.

load helper

# train_page: a model "page" with an axis of each scope.
train_page() {
    {
        printf 'option %s\n' 'language english' 'characters 0' 'ngrams 2' \
            'cost 1' 'folds 3' 'min-documents 1' no-search
        cat <<'END'
axis sentiment sentence negative positive
scope sentences
corpus part-a.jsonl MIT label:sentiment
corpus part-b.jsonl MIT label:sentiment
articles part-c.jsonl MIT label:sentiment
axis hostility sentence civil hostile
scope sentences
corpus part-a.jsonl MIT label:hostility
corpus part-b.jsonl MIT label:hostility
articles part-c.jsonl MIT label:hostility
axis emotion sentence
scope sentences
corpus part-a.jsonl MIT label:emotion
corpus part-b.jsonl MIT label:emotion
articles part-c.jsonl MIT label:emotion
axis partisanship article measured partisan
corpus part-a.jsonl MIT label:partisanship
axis headline headline plain loaded
scope title
corpus part-a.jsonl MIT label:wording
END
    } >page.recipe
    "$TENOR" train -q --recipe page.recipe --corpora "$STARTER" -o page
}

setup_file() {
    cd "$BATS_FILE_TMPDIR"
    "$TENOR" train -q -C 1 --folds 3 --label-column sentiment -o sentiment \
        "$STARTER"/*.jsonl
    jq -r 'select(.emotion != "none") | [.emotion, .text] | @tsv' \
        "$STARTER"/*.jsonl >emotion.tsv
    quick emotion --axis emotion emotion.tsv
    train_page
}

setup() {
    cd "$BATS_TEST_TMPDIR" || return 1
    M=$SHARED/sentiment
    P=$SHARED/page
    printf 'The council praised the brave, generous volunteers.\n' >a.txt
    printf 'Three people died when the bridge collapsed, a disaster.\n' >b.txt
}

# same_result FILE FILE: the records of the files differ in nothing but the id.
same_result() {
    diff <(jq -c 'del(.id)' "$1") <(jq -c 'del(.id)' "$2")
}

# ---- the record ------------------------------------------------------------

@test "a JSON record has these keys in this order" {
    run -0 --separate-stderr "$TENOR" score -m "$M" --format json a.txt
    [ -z "$stderr" ]
    [ "${#lines[@]}" -eq 1 ]
    holds 'keys_unsorted == ["id", "status", "words", "known", "axes"]'
    holds '.axes | keys_unsorted == ["sentiment"]'
    holds '.axes.sentiment | keys_unsorted ==
           ["status", "unit", "label", "p", "margin", "score"]'
    holds '.axes.sentiment | .status == "ok" and .unit == "document"'
    holds '.id == "a.txt" and .status == "ok" and .words == 7'
    holds '.known | . > 0 and . <= 1'
}

@test "labels stand in the order of their bytes, in p and in margin" {
    run -0 "$TENOR" score -m "$M" --format json a.txt
    holds '.axes.sentiment
           | (.p | keys_unsorted) == ["negative", "neutral", "positive"]
           and (.margin | keys_unsorted) == (.p | keys_unsorted)'
}

@test "p adds up to 1, the label is its arg-max, score is p(pos) - p(neg)" {
    run -0 "$TENOR" score -m "$M" --format json "$ARTICLES"/*.txt a.txt b.txt
    [ "${#lines[@]}" -eq 6 ]
    jq -es 'all(.[]; .axes.sentiment
        | ((.p | add) - 1 | fabs) < 0.00001
        and all(.p[]; . >= 0 and . <= 1)
        and .p[.label] == ([.p[]] | max)
        and (.score - (.p.positive - .p.negative) | fabs) < 0.00001)' \
        <<<"$output" >/dev/null
}

@test "an axis without poles has no score" {
    run -0 "$TENOR" score -m "$SHARED/emotion" --format json a.txt
    holds '.axes.emotion | has("score") | not'
    holds '.axes.emotion.p | keys_unsorted ==
           ["anger", "disgust", "fear", "joy", "sadness", "surprise"]'
    holds '.axes.emotion | ((.p | add) - 1 | fabs) < 0.00001
           and .p[.label] == ([.p[]] | max)'
}

@test "the tone of clear cases is found" {
    run -0 "$TENOR" score -m "$M" --format json \
        "$ARTICLES/library-reopens.txt" "$ARTICLES/rail-delays.txt"
    jq -es 'map(.axes.sentiment.label) == ["positive", "negative"]' \
        <<<"$output"
}

# ---- formats ---------------------------------------------------------------

@test "text is the default: head, label, probabilities, score, evidence" {
    run -0 --separate-stderr "$TENOR" score -m "$M" a.txt
    [ -z "$stderr" ]
    [[ ${lines[0]} =~ ^a\.txt:\ 7\ words,\ [0-9]+\ %\ known$ ]]
    [[ ${lines[1]} =~ ^\ \ sentiment\ +positive\ 0\.[0-9]{2}\ .*score\ \+0\.[0-9]{2}$ ]]
    [[ ${lines[2]} =~ \+0\.[0-9]{2} ]]
    "$TENOR" score -m "$M" --format text a.txt >1
    [ "$output" = "$(cat 1)" ]
}

@test "the evidence of text output stands in the text" {
    run -0 "$TENOR" score -m "$M" "$ARTICLES/rail-delays.txt"
    tr -s '[:space:]' ' ' <"$ARTICLES/rail-delays.txt" >flat
    shown=0
    while IFS= read -r words; do
        grep -qF -- "$words" flat
        shown=$((shown + 1))
    done < <(printf '%s\n' "${lines[@]:2}" | sed 's/^ *//; s/   /\n/g' |
        sed 's/ +[0-9.]*$//')
    [ "$shown" -ge 4 ]
}

@test "TSV: a header, a row per input, the figures of JSON" {
    "$TENOR" score -m "$M" --format tsv a.txt b.txt >tsv
    "$TENOR" score -m "$M" --format json a.txt b.txt >json
    [ "$(head -1 tsv)" = "$(printf 'id\tstatus\twords\tknown\tsentiment\tsentiment.negative\tsentiment.neutral\tsentiment.positive')" ]
    [ "$(wc -l <tsv)" -eq 3 ]
    awk -F '\t' 'NF != 8 { exit 1 }' tsv
    diff <(tail -n +2 tsv | cut -f 1-3,5-8) \
        <(jq -r '[.id, .status, .words, .axes.sentiment.label,
                  .axes.sentiment.p[]] | @tsv' json)
}

@test "TSV stays a table whatever the names hold" {
    cp a.txt $'tab\tand\nline.txt'
    printf '{"label":"x\\ty","text":"good"}\n{"label":"z","text":"bad"}\n' >1
    cat 1 1 >odd.jsonl
    quick odd odd.jsonl
    run -0 "$TENOR" score -m odd --format tsv $'tab\tand\nline.txt'
    [ "${#lines[@]}" -eq 2 ]
    awk -F '\t' 'NF != 7 { exit 1 }' <<<"$output"
    [[ ${lines[0]} == *$'\tsentiment.x y\tsentiment.z' ]]
}

# ---- label sets ------------------------------------------------------------

@test "a set holds the probable labels, and more with more coverage" {
    "$TENOR" score -m "$M" --format json a.txt b.txt "$ARTICLES"/*.txt |
        jq -c . >without
    for coverage in 0.5 0.8 0.95 0.999; do
        "$TENOR" score -m "$M" --coverage $coverage --format json \
            a.txt b.txt "$ARTICLES"/*.txt >$coverage
        jq -c 'del(.axes[].set)' $coverage | cmp - without
        jq -es 'all(.[].axes.sentiment;
            (keys_unsorted == ["status", "unit", "label", "p", "margin",
                               "score", "set"]) and (.set as $set | [.label] - $set == []
                and ([.p[$set[]]] | min) >= ([.p[]] - [.p[$set[]]] | max)))' \
            $coverage
        jq -c .axes.sentiment.set $coverage >>sets
    done
    # A line of six sets for each coverage: none loses a label to the next.
    paste -d ' ' - - - - - - <sets | tr ' ' , | sed 's/.*/[&]/' |
        jq -es '[.[:-1], .[1:]] | transpose
            | all(.[]; transpose | all(.[]; .[0] - .[1] == []))'
    # Of 250 texts, none is left to speak for 0.999.
    jq -es 'all(.[].axes.sentiment.set; length == 3)' 0.999
}

@test "sets in text and TSV are those of JSON" {
    score=("$TENOR" score -m "$M" --coverage 0.9)
    "${score[@]}" --format json a.txt b.txt |
        jq -r '.axes.sentiment.set | join("|")' >wanted
    "${score[@]}" --format tsv a.txt b.txt >tsv
    [ "$(head -1 tsv | cut -f 9)" = sentiment.set ]
    awk -F '\t' 'NF != 9 { exit 1 }' tsv
    tail -n +2 tsv | cut -f 9 | cmp - wanted
    "${score[@]}" a.txt b.txt | sed -n 's/^ *90 % set: //p' |
        sed 's/, /|/g' | cmp - wanted
}

@test "sets of held-out texts hold the label as often as stated" {
    jq -r '[.sentiment, .text] | @tsv' "$STARTER/part-a.jsonl" >a.tsv
    quick half a.tsv
    mkdir held-out
    jq -r '.text | @base64' "$STARTER/part-b.jsonl" | while read -r text; do
        n=$((n + 1))
        base64 -d <<<"$text" >"held-out/$(printf %03d $n)"
    done
    "$TENOR" score -m half --coverage 0.9 --format json held-out/* |
        jq -c .axes.sentiment.set >sets
    jq -c .sentiment "$STARTER/part-b.jsonl" | paste - sets >pairs
    # Of 125, by thresholds from 125: 0.9 less four standard errors.
    [ "$(jq -n '[inputs as $true | input | select(index($true))] | length' \
        pairs)" -ge 93 ]
}

@test "an empty text has all labels in its set" {
    : >empty
    run -0 "$TENOR" score -m "$M" --coverage 0.5 --format json empty
    holds '.axes.sentiment.set == ["negative", "neutral", "positive"]'
    run -0 "$TENOR" score -m "$M" --coverage 0.5 empty
    [[ $output == *"50 % set: negative, neutral, positive"* ]]
}

@test "axes with a kernel have sets" {
    small_corpus c.tsv
    quick bent --kernel rbf c.tsv
    run -0 "$TENOR" score -m bent --coverage 0.95 --format json a.txt
    holds '.axes.sentiment.set == ["bad", "good"]' # six texts say too little
}

@test "a coverage that cannot be had: status 2, one line" {
    for coverage in 0 0.49 0.9999 1 95 -0.9; do
        complains 2 "tenor score: the coverage $coverage is not between *" \
            "$TENOR" score -m "$M" --coverage=$coverage a.txt missing.txt
        lines_are 1
    done
    hints 2 "tenor score: --coverage cannot be 'nan'; *" \
        "$TENOR" score -m "$M" --coverage nan a.txt
}

@test "a model without thresholds scores, but has no sets" {
    cp "$TENOR_ROOT/tests/fuzz/corpus/model/small.tenor" old
    "$TENOR" score -m old a.txt
    complains 2 "tenor score: the model has no label sets for the axis *" \
        "$TENOR" score -m old --coverage 0.9 a.txt
    lines_are 1
}

# ---- inputs ----------------------------------------------------------------

@test "standard input: nothing, and -" {
    "$TENOR" score -m "$M" --format json <a.txt >1
    "$TENOR" score -m "$M" --format json - <a.txt >2
    "$TENOR" score -m "$M" --format json a.txt >3
    cat a.txt | "$TENOR" score -m "$M" --format json >4
    cmp 1 2
    cmp 1 4
    holds '.id == "-"' 1
    same_result 1 3
    run -0 "$TENOR" score -m "$M" <a.txt
    [[ ${lines[0]} == "-: 7 words, "* ]]
}

@test "files and standard input in the order given" {
    "$TENOR" score -m "$M" --format json b.txt - a.txt b.txt <a.txt >out
    [ "$(jq -r .id out | tr '\n' ' ')" = "b.txt - a.txt b.txt " ]
    same_result <(sed -n 1p out) <(sed -n 4p out)
    same_result <(sed -n 2p out) <(sed -n 3p out)
}

@test "several files, one missing: the others are done, status 1" {
    run -1 --separate-stderr "$TENOR" score -m "$M" --format json \
        a.txt missing.txt b.txt
    lines_are 1
    [[ $stderr == "tenor score: cannot open 'missing.txt': "* ]]
    [ "${#lines[@]}" -eq 3 ]
    jq -es '.[1] | keys_unsorted == ["id", "status", "error"]
        and .id == "missing.txt" and .status == "error"
        and (.error | startswith("cannot open '\''missing.txt'\''"))' \
        <<<"$output"
    jq -es '.[0].status == "ok" and .[2].status == "ok"' <<<"$output"
    "$TENOR" score -m "$M" --format json a.txt b.txt >alone
    diff alone <(sed -n '1p;3p' <<<"$output")
}

@test "the same in TSV and text" {
    run -1 --separate-stderr "$TENOR" score -m "$M" --format tsv \
        a.txt missing.txt b.txt
    lines_are 1
    [ "${lines[2]}" = $'missing.txt\terror' ]
    [ "${#lines[@]}" -eq 4 ]
    run -1 --separate-stderr "$TENOR" score -m "$M" a.txt missing.txt b.txt
    lines_are 1
    [[ $output != *missing* ]]
    grep -q '^b.txt: ' <<<"$output"
}

@test "one input that cannot be read: status 2" {
    complains 2 "tenor score: cannot open 'missing.txt': *" \
        "$TENOR" score -m "$M" missing.txt
    lines_are 1
    mkdir folder
    complains 2 "tenor score: cannot read 'folder': *" \
        "$TENOR" score -m "$M" folder
    run -2 --separate-stderr "$TENOR" score -m "$M" missing.txt folder
    lines_are 2
}

@test "a file without read permission: status 2" {
    [ "$(id -u)" -ne 0 ] || skip "root reads everything"
    chmod 0 a.txt
    complains 2 "tenor score: cannot open 'a.txt': *" \
        "$TENOR" score -m "$M" a.txt
}

@test "a name that is no UTF-8 gives JSON all the same" {
    cp a.txt $'caf\xe9.txt' || skip "the file system wants UTF-8"
    run -0 "$TENOR" score -m "$M" --format json $'caf\xe9.txt'
    holds '.id == "caf\ufffd.txt"'
}

@test "a file above 64 MiB is refused, and the next one scored" {
    truncate -s 1G huge.txt
    run -1 --separate-stderr "$TENOR" score -m "$M" --format json \
        huge.txt a.txt
    lines_are 1
    [ "$stderr" = "tenor score: 'huge.txt' is larger than 67108864 bytes" ]
    jq -es '.[0].status == "error" and .[1].status == "ok"' <<<"$output"
    complains 2 "tenor score: 'huge.txt' is larger than 67108864 bytes" \
        "$TENOR" score -m "$M" huge.txt
    truncate -s 67108865 huge.txt
    complains 2 "tenor score: 'huge.txt' is larger than *" \
        "$TENOR" score -m "$M" huge.txt
}

# ---- texts -----------------------------------------------------------------

@test "line ends, a last line end and a byte order mark change nothing" {
    printf 'A cruel blow.\nThey wept, and nobody came.\n\nNot a word.' >plain
    (cat plain && echo) >newline
    sed 's/$/\r/' plain >crlf
    printf '\xef\xbb\xbf' | cat - plain >bom
    "$TENOR" score -m "$M" --format json plain newline crlf bom |
        jq -c 'del(.id)' | uniq >out
    [ "$(wc -l <out)" -eq 1 ]
    holds '.status == "ok" and .words == 11' out
}

@test "an empty text: status empty, no label, the shares in training" {
    : >empty
    printf ' \n\t\r\n' >blank
    for text in empty blank /dev/null; do
        run -0 --separate-stderr "$TENOR" score -m "$M" --format json $text
        [ -z "$stderr" ]
        holds '.status == "empty" and .words == 0 and .known == 0'
        holds '.axes.sentiment | has("margin") | not'
        holds '.axes.sentiment.p == {"negative": 0.336, "neutral": 0.333333,
                                     "positive": 0.330667}'
        holds '.axes.sentiment | .status == "empty" and .label == null'
    done
    run -0 "$TENOR" score -m "$M" --format tsv empty
    [ "$(cut -f 2,5 <<<"${lines[1]}")" = $'empty\t' ]
    run -0 "$TENOR" score -m "$M" empty
    [ "${lines[0]}" = "empty: 0 words, 0 % known" ]
    [[ ${lines[1]} == *"the text is empty"* ]]
}

@test "unknown words: status no_evidence, the shares in training" {
    printf 'مرحبا بالعالم هذا نص قصير\n' >arabic
    printf 'Zzyzxq qqwfpgj\n' >nonsense
    run -0 "$TENOR" score -m "$M" --format json arabic
    holds '.status == "no_evidence" and .words == 5 and .known == 0'
    holds '.axes.sentiment | (has("margin") | not) and .p.negative == 0.336'
    # Its characters are unknown too when the model has none.
    run -0 "$TENOR" score -m "$SHARED/emotion" --format json nonsense
    holds '.status == "no_evidence" and .words == 2 and .known == 0'
    run -0 "$TENOR" score -m "$M" arabic
    [[ ${lines[1]} == *"no word is known"* ]]
}

@test "NUL bytes and invalid UTF-8 are scored, and counted" {
    printf 'a good\0 day \xff\xfe and \xc3( bad' >binary
    run -0 --separate-stderr "$TENOR" score -m "$M" --format json binary
    [ -z "$stderr" ]
    holds 'keys_unsorted ==
           ["id", "status", "words", "known", "invalid_utf8", "axes"]'
    holds '.invalid_utf8 == 3 and .words == 5 and .status == "ok"'
    "$TENOR" score -m "$M" binary >text
    "$TENOR" score -m "$M" --format tsv binary >tsv
    # What is valid gets no such key.
    run -0 "$TENOR" score -m "$M" --format json a.txt
    holds 'has("invalid_utf8") | not'
}

@test "any bytes give a record" {
    head -c 20000 "$TENOR" >program
    head -c 5000 /dev/zero >zeros
    head -c 20000 /dev/zero | tr '\0' '\377' >ones
    "$TENOR" score -m "$M" --format json program zeros ones >out
    [ "$(wc -l <out)" -eq 3 ]
    jq -es 'all(.[]; .axes.sentiment.p | add - 1 | fabs < 0.00001)
        and .[2].invalid_utf8 == 20000' out
}

# ---- axes of sentences and titles ------------------------------------------

# has_line PATTERN: a line of the output matches the regular expression.
has_line() {
    grep -qE -- "$1" <<<"$output" || {
        echo "no line is: $1"
        echo "$output"
        return 1
    }
}

@test "the page: title, counts, axes, sentences, what to keep in mind" {
    run -0 --separate-stderr "$TENOR" score -m "$P" \
        --title 'Trains  late
again' "$ARTICLES/rail-delays.txt"
    [ -z "$stderr" ]
    [ "${lines[0]}" = "Trains late again" ]
    [[ ${lines[1]} =~ rail-delays\.txt:\ [0-9]+\ words,\ [0-9]+\ sentences,\ [0-9]+\ %\ known$ ]]
    [[ ${lines[2]} =~ ^\ \ sentiment\ +negative\ +[█░]+\ +[0-9]+\ %\ +score\ -0\.[0-9]{2}$ ]]
    [[ ${lines[3]} =~ ^\ \ hostility\ +civil\ .*\ score\ - ]]
    [[ ${lines[4]} =~ ^\ \ emotion\ +[a-z]+\ +[█░]+\ +[0-9]+\ %\ +then\ [a-z]+\ [0-9]+\ %$ ]]
    [[ ${lines[5]} =~ ^\ \ partisanship ]]
    [[ ${lines[6]} =~ ^\ \ headline\ +(plain|loaded)\  ]]
    [ "${lines[7]}" = "Sentences that carry most" ]
    [[ ${lines[8]} =~ ^\ \ [a-z]+\ [a-z]+:\ [A-Z“] ]]
    [[ $output != *$'\033'* ]]
}

@test "a page fits a screen of 80 columns and 24 lines" {
    for article in "$ARTICLES"/*.txt a.txt; do
        LC_ALL=C.UTF-8 run -0 "$TENOR" score -m "$P" "$article"
        [ "$(wc -l <<<"$output")" -le 23 ]
        ! LC_ALL=C.UTF-8 grep -E '.{81}' <<<"$output" || false
    done
}

@test "a long title is cut at a character" {
    long=$(printf 'ä%.0s' {1..200})
    run -0 "$TENOR" score -m "$P" --title "$long" a.txt
    [ "${lines[0]}" = "$(printf 'ä%.0s' {1..79})…" ]
    run -0 "$TENOR" score -m "$P" --title "$(printf '水%.0s' {1..200})" a.txt
    [ "${lines[0]}" = "$(printf '水%.0s' {1..39})…" ]
}

@test "without a title the name of the file is one" {
    run -0 "$TENOR" score -m "$P" a.txt
    [ "${lines[0]}" = a.txt ]
    [[ ${lines[1]} =~ ^7\ words,\ 1\ sentence,\ [0-9]+\ %\ known$ ]]
    has_line '^  headline +-  there is no title$'
    has_line '^  a short text'
    # Of a long one the end is kept.
    folder=$(printf 'x%.0s' {1..120})
    mkdir "$folder"
    cp a.txt "$folder"
    run -0 "$TENOR" score -m "$P" "$folder/a.txt"
    [ "${lines[0]}" = "…$(printf 'x%.0s' {1..73})/a.txt" ]
    run -0 "$TENOR" score -m "$P" --title Trains "$folder/a.txt"
    [[ ${lines[1]} =~ ^…x+/a\.txt:\ 7\ words,\  ]]
}

@test "the sentences are of the text, in its order, with words of it" {
    article=$ARTICLES/rail-delays.txt
    run -0 "$TENOR" score -m "$P" "$article"
    tr -s '[:space:]' ' ' <"$article" >flat
    # The first words of each.
    sed -n '/^Sentences/,/^$/s/^  [a-z]* [a-z]*: //p' <<<"$output" |
        sed 's/^…//' | cut -c 1-30 >found
    [ "$(wc -l <found)" -eq 3 ]
    last=-1
    while IFS= read -r words; do
        at=$(grep -obF -- "$words" flat | head -1 | cut -d : -f 1)
        [ "$at" -gt "$last" ]
        last=$at
    done <found
    sed -n '/^Sentences/,/^$/s/.* \[\(.*\)\]$/\1/p' <<<"$output" |
        sed 's/, /\n/g' >words
    [ "$(wc -l <words)" -ge 3 ]
    while IFS= read -r word; do
        grep -qF -- "$word" flat
    done <words
}

@test "of a long sentence the part that matters is shown" {
    cut=0
    for before in 1 3 5 7; do
        {
            printf 'On Monday at ten'
            printf ' the table and the chair and the window%.0s' \
                $(seq $before)
            printf ' were in a dreadful, awful disaster'
            printf ' by the table and the chair and the window%.0s' {1..4}
        } >long
        LC_ALL=C.UTF-8 run -0 "$TENOR" score -m "$P" long
        ! LC_ALL=C.UTF-8 grep -E '.{81}' <<<"$output" || false
        excerpt=$(sed -n '/^Sentences/,/^$/p' <<<"$output" |
            sed -n '2,3p' | tr -s '\n ' ' ')
        word=$(sed 's/.*\[\([^],]*\).*/\1/' <<<"$excerpt")
        grep -qw -- "$word" <<<"${excerpt%[*}"
        [[ $excerpt != *': …'*'… ['* ]] || cut=1
    done
    [ $cut -eq 1 ]
}

@test "colours: always, never, and auto away from a terminal" {
    "$TENOR" score -m "$P" --color never b.txt >never
    "$TENOR" score -m "$P" b.txt >auto
    NO_COLOR=1 "$TENOR" score -m "$P" --color always b.txt >always
    cmp never auto
    ! grep -q $'\033' never
    grep -q $'\033\\[1;35m[a-zA-Z]*\033\\[0m' always
    # Colour marks words in the sentence, so none are listed.
    sed 's/\x1b\[[0-9;]*m//g' always >plain
    ! grep -q '\]$' plain || false
    diff <(sed '/^Sentences/,/^$/d' plain) <(sed '/^Sentences/,/^$/d' never)
    "$TENOR" score -m "$P" --color always --format json b.txt >json
    ! grep -q $'\033' json || false
}

@test "colours at a terminal: not with NO_COLOR, not when it is dumb" {
    script -qec true /dev/null </dev/null >/dev/null 2>&1 ||
        skip "no terminal to be had"
    score="'$TENOR' score -m '$P' b.txt"
    export TERM=xterm
    unset NO_COLOR
    script -qec "$score" /dev/null </dev/null >tty
    grep -q $'\033\\[' tty
    NO_COLOR= script -qec "$score" /dev/null </dev/null | cmp - tty
    NO_COLOR=1 script -qec "$score" /dev/null </dev/null >none
    TERM=dumb script -qec "$score" /dev/null </dev/null >dumb
    script -qec "$score --color never" /dev/null </dev/null >never
    for file in none dumb never; do
        ! grep -q $'\033\\[' $file || false
    done
}

@test "--axes: these alone, in the order of the model" {
    axes=(--axes emotion,sentiment)
    run -0 "$TENOR" score -m "$P" "${axes[@]}" --format json b.txt
    holds '.axes | keys_unsorted == ["sentiment", "emotion"]'
    holds 'all(.sentences[] | select(.counted);
               .axes | keys_unsorted == ["sentiment", "emotion"])'
    "$TENOR" score -m "$P" --format json b.txt |
        jq -c '.axes | {sentiment, emotion}' >wanted
    jq -c .axes <<<"$output" | cmp - wanted
    run -0 "$TENOR" score -m "$P" "${axes[@]}" --coverage 0.9 --format tsv b.txt
    [[ ${lines[0]} == *$'\tsentiment.set\temotion\t'*$'\temotion.set' ]]
    run -0 "$TENOR" score -m "$P" "${axes[@]}" b.txt
    has_line '^  sentiment '
    has_line '^  emotion '
    ! grep -E '^  (hostility|headline|partisanship) ' <<<"$output" || false
    # Where no axis is of sentences, words take their place.
    run -0 "$TENOR" score -m "$P" --axes partisanship b.txt
    has_line '^      .* \+[0-9]\.[0-9]{2}'
    [[ $output != *Sentences* ]]
}

@test "--axes with a name that is not there: status 2, and those there are" {
    for names in joy sentiment,joy joy,sentiment; do
        hints 2 "tenor score: the model has no axis 'joy'; it has: sentiment, hostility, emotion, partisanship, headline" \
            "$TENOR" score -m "$P" --axes $names a.txt
    done
    for names in '' sentiment, ,sentiment; do
        hints 2 "tenor score: the model has no axis ''; *" \
            "$TENOR" score -m "$P" --axes "$names" a.txt
    done
}

@test "--title: for one text; given or not, the others stay as they are" {
    hints 2 "tenor score: --title is for one text, and there are 2" \
        "$TENOR" score -m "$P" --title x a.txt b.txt
    run -0 "$TENOR" score -m "$P" --title 'A brave, generous day' \
        --format json b.txt
    holds '.title == {"text": "A brave, generous day"}'
    holds '.axes.headline | .status == "ok" and .label != null'
    jq -c 'del(.title, .axes.headline)' <<<"$output" >with
    run -0 "$TENOR" score -m "$P" --format json b.txt
    holds 'has("title") | not'
    holds '.axes.headline | .status == "no_title" and .label == null
           and (has("margin") | not)'
    jq -c 'del(.axes.headline)' <<<"$output" | cmp - with
}

@test "the record: share and unit of axes, and sentences with offsets" {
    article=$ARTICLES/rail-delays.txt
    run -0 "$TENOR" score -m "$P" --format json "$article"
    holds 'keys_unsorted ==
           ["id", "status", "words", "known", "title", "axes", "sentences"]'
    holds '.axes.sentiment | .unit == "sentence" and .share > 0 and .share <= 1'
    holds '.axes.sentiment | keys_unsorted ==
           ["status", "unit", "share", "label", "p", "margin", "score"]'
    holds '.axes.partisanship | .unit == "article" and (has("share") | not)'
    holds 'all(.sentences[]; .begin < .end and (.counted == has("axes")))'
    holds '[.sentences[] | .begin, .end] | . == sort'
    holds 'all(.sentences[] | select(.counted);
        (.axes | keys_unsorted == ["sentiment", "hostility", "emotion"])
        and all(.axes[]; keys_unsorted == ["label", "p", "part"]))'
    # Parts add up to the margin of the label of the text.
    holds '. as $r | all("sentiment", "hostility", "emotion"; . as $a
        | ([$r.sentences[] | select(.counted).axes[$a].part] | add)
          - $r.axes[$a].margin[$r.axes[$a].label] | fabs < 0.0001)'
    # The offsets are those of whole sentences.
    jq -r '.sentences[] | "\(.begin) \(.end)"' <<<"$output" >spans
    [ "$(wc -l <spans)" -ge 10 ]
    while read -r begin end; do
        tail -c +$((begin + 1)) "$article" | head -c $((end - begin))
        echo
    done <spans | tr -s '[:space:]' ' ' >joined
    tr -s '[:space:]' ' ' <"$article" | diff - joined
}

@test "a sentence by itself says what it says alone" {
    printf 'A lovely day. ' >two
    cat b.txt >>two
    run -0 "$TENOR" score -m "$P" --format json two
    holds '.sentences | length == 2'
    jq '.sentences[1].axes.emotion | .p' <<<"$output" >in_two
    "$TENOR" score -m "$P" --format json b.txt |
        jq '.sentences[0].axes.emotion | .p' | cmp - in_two
}

@test "hostile bytes do not reach the screen" {
    {
        printf 'An awful \033[31mdisaster\033]0;x\007 killed \302\233 three \r'
        printf '\342\200\256people\342\201\246 \313\234 \177 \b\b\b dead \xff.'
        printf ' A dreadful, cruel \330\234war \342\200\217began.\n'
    } >hostile
    cp hostile $'na\033[2Jme\342\200\256'
    for options in "--title=x" "--title=$(printf 'a\033c\302\205b\342\200\256')" \
        "--axes=partisanship" "--axes=sentiment"; do
        for model in "$P" "$M"; do
            [[ $options != --axes=part* || $model = "$P" ]] || continue
            "$TENOR" score -m "$model" "$options" \
                $'na\033[2Jme\342\200\256' >out
            ! LC_ALL=C grep -P \
                '[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]|\xd8\x9c|\xe2\x80[\x8e\x8f\xaa-\xae]|\xe2\x81[\xa6-\xa9]' \
                out || false
            iconv -f UTF-8 -t UTF-8 out >/dev/null
        done
    done
    # One letter does not carry a tower.
    printf 'awful%s cruel' "$(printf '\314\201%.0s' {1..3000})" >tower
    "$TENOR" score -m "$P" tower >out
    [ "$(wc -c <out)" -lt 3000 ]
}

@test "a page for an empty text, and for words that are not known" {
    : >empty
    run -0 "$TENOR" score -m "$P" empty
    [ "${lines[0]}" = empty ]
    [ "${lines[1]}" = "0 words, 0 sentences, 0 % known" ]
    has_line '^  sentiment +-  the text is empty$'
    has_line '^  headline +-  there is no title$'
    [ "${#lines[@]}" -eq 7 ]
    run -0 "$TENOR" score -m "$P" --format json empty
    holds '.sentences == [] and all(.axes[]; .label == null)'
    printf 'Zzyzxq qqwfpgj\n' >nonsense
    run -0 "$TENOR" score -m "$P" nonsense
    has_line '^  sentiment +-  no word is known$'
    [[ $output != *Sentences* ]]
}

@test "a short text, and what is not sure" {
    run -0 "$TENOR" score -m "$P" --format json b.txt
    unsure=$(jq -r '[.axes | to_entries[]
        | select(.value.label and .value.p[.value.label] < 0.6).key]
        | join(", ")' <<<"$output")
    run -0 "$TENOR" score -m "$P" b.txt
    has_line '^  a short text'
    if [ -n "$unsure" ]; then
        has_line "^  not sure: $unsure\$"
    fi
}

@test "sentences that are left out are told of" {
    printf 'No. %s\n' "$(cat "$ARTICLES/rail-delays.txt")" >text
    run -0 "$TENOR" score -m "$P" --format json text
    left=$(jq '[.sentences[] | select(.counted | not)] | length' <<<"$output")
    all=$(jq '.sentences | length' <<<"$output")
    [ "$left" -ge 1 ]
    run -0 "$TENOR" score -m "$P" text
    has_line "^  $left of $all sentences left out: "
}

@test "pages of several files stand apart; a missing one is passed over" {
    run -1 --separate-stderr "$TENOR" score -m "$P" a.txt missing.txt b.txt
    lines_are 1
    printf '%s\n' "$output" >three
    {
        "$TENOR" score -m "$P" a.txt
        echo
        "$TENOR" score -m "$P" b.txt
    } | cmp - three
}

@test "a label set is a line under its axis" {
    run -0 "$TENOR" score -m "$P" --coverage 0.9 a.txt
    [ "$(grep -c '^ *90 % set: ' <<<"$output")" -eq 5 ]
}

# ---- models ----------------------------------------------------------------

@test "no model, or none that can be used: status 3, one line" {
    complains 3 "tenor score: *cannot open 'missing': *" \
        "$TENOR" score -m missing a.txt
    lines_are 1
    mkdir folder
    complains 3 "tenor score: *'folder' is not a regular file" \
        "$TENOR" score -m folder a.txt
    complains 3 "tenor score: a.txt: not a tenor model" \
        "$TENOR" score -m a.txt a.txt
    : >empty
    complains 3 "tenor score: empty: not a tenor model" \
        "$TENOR" score -m empty a.txt
    complains 3 "tenor info: a.txt: not a tenor model" "$TENOR" info a.txt
    complains 3 "tenor eval: a.txt: not a tenor model" \
        "$TENOR" eval a.txt corpus.tsv
}

@test "a truncated model: status 3" {
    size=$(stat -c %s "$SHARED/emotion")
    for keep in 1 7 8 40 63 64 65 100 $((size / 2)) $((size - 1)); do
        head -c "$keep" "$SHARED/emotion" >cut
        complains 3 "tenor score: cut: *" "$TENOR" score -m cut a.txt
        lines_are 1
    done
    (cat "$SHARED/emotion" && echo) >longer
    complains 3 "tenor score: longer: damaged model: *" \
        "$TENOR" score -m longer a.txt
}

@test "a model with a flipped byte: status 3" {
    seed=${TENOR_SEED:-$RANDOM}
    echo "TENOR_SEED=$seed"
    RANDOM=$seed
    size=$(stat -c %s "$SHARED/emotion")
    for i in {1..25}; do
        at=$(((RANDOM << 15 | RANDOM) % size))
        [ "$i" -gt 8 ] || at=$((i * 9)) # the header, too
        old=$(od -An -tu1 -j "$at" -N 1 "$SHARED/emotion")
        cp "$SHARED/emotion" flipped
        # shellcheck disable=SC2059
        printf "\\x$(printf %x $((old ^ (1 << RANDOM % 8))))" |
            dd of=flipped bs=1 seek="$at" conv=notrunc status=none
        echo "byte $at"
        complains 3 "tenor score: flipped: *" "$TENOR" score -m flipped a.txt
        lines_are 1
    done
}

@test "a model of a newer format: status 3, and it says so" {
    cp "$SHARED/emotion" newer
    printf '\x63' | dd of=newer bs=1 seek=8 conv=notrunc status=none
    complains 3 \
        "tenor score: newer: model format 99 is newer than this program, *" \
        "$TENOR" score -m newer a.txt
}

@test "the program alone scores anywhere with the model inside it" {
    has_embedded || skip "no embedded model"
    mkdir -p elsewhere/deep
    cp "$TENOR" elsewhere/program
    cd elsewhere/deep
    printf 'A wonderful, happy day.\n' |
        env -i ../program score --format json >out
    holds '.status == "ok" and (.axes | length) >= 1
           and all(.axes[]; (.p | add) - 1 | fabs < 0.00001)' out
    env -i ../program info >/dev/null
}

@test "a program without a model inside says so: status 3" {
    has_embedded && skip "there is one"
    complains 3 "tenor score: *" "$TENOR" score a.txt
}

# ---- output ----------------------------------------------------------------

@test "a closed pipe is one clean error" {
    # more than a pipe holds, in each format
    many=()
    printf 'A dreadful day.\n' >short
    for _ in {1..3000}; do
        many+=(short)
    done
    for format in text json tsv; do
        set +e
        "$TENOR" score -m "$SHARED/emotion" --format $format "${many[@]}" \
            2>err | head -1 >first
        result=("${PIPESTATUS[@]}")
        set -e
        [ "${result[0]}" -eq 2 ]
        [ "$(wc -l <first)" -eq 1 ]
        [ "$(cat err)" = "tenor score: cannot write to standard output: Broken pipe" ]
    done
}

@test "a full disk is one clean error" {
    [ -e /dev/full ] || skip "no /dev/full"
    for format in text json tsv; do
        run -2 --separate-stderr bash -c "
            \"\$TENOR\" score -m '$M' --format $format a.txt >/dev/full"
        lines_are 1
        [ "$stderr" = "tenor score: cannot write to standard output: No space left on device" ]
    done
}

@test "the locale has no influence" {
    for format in text json tsv; do
        LC_ALL=C "$TENOR" score -m "$M" --format $format a.txt b.txt >1
        for locale in de_DE.UTF-8 C.UTF-8 tr_TR.UTF-8 no_SUCH; do
            LC_ALL=$locale LANG=$locale \
                "$TENOR" score -m "$M" --format $format a.txt b.txt >2
            cmp 1 2
        done
    done
}

@test "the same input gives the same bytes" {
    "$TENOR" score -m "$M" "$ARTICLES"/*.txt >1
    "$TENOR" score -m "$M" "$ARTICLES"/*.txt >2
    cmp 1 2
    # A text is scored the same alone and after others.
    "$TENOR" score -m "$M" --format json "$ARTICLES"/*.txt >all
    for article in "$ARTICLES"/*.txt; do
        "$TENOR" score -m "$M" --format json "$article"
    done >one_by_one
    cmp all one_by_one
}
