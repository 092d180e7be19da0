#!/usr/bin/env bats
# tenor score: records, formats, inputs, models that cannot be used.

load helper

setup_file() {
    cd "$BATS_FILE_TMPDIR"
    "$TENOR" train -q -C 1 --folds 3 --label-column sentiment -o sentiment \
        "$STARTER"/*.jsonl
    jq -r 'select(.emotion != "none") | [.emotion, .text] | @tsv' \
        "$STARTER"/*.jsonl >emotion.tsv
    quick emotion --axis emotion emotion.tsv
}

setup() {
    cd "$BATS_TEST_TMPDIR" || return 1
    M=$SHARED/sentiment
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
    holds '.axes.sentiment
           | keys_unsorted == ["label", "p", "margin", "score"]'
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
    holds '.axes.emotion | keys_unsorted == ["label", "p", "margin"]'
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
            (keys_unsorted == ["label", "p", "margin", "score", "set"])
            and (.set as $set | [.label] - $set == []
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

@test "an empty text: status empty, the shares in training, no margin" {
    : >empty
    printf ' \n\t\r\n' >blank
    for text in empty blank /dev/null; do
        run -0 --separate-stderr "$TENOR" score -m "$M" --format json $text
        [ -z "$stderr" ]
        holds '.status == "empty" and .words == 0 and .known == 0'
        holds '.axes.sentiment | has("margin") | not'
        holds '.axes.sentiment.p == {"negative": 0.336, "neutral": 0.333333,
                                     "positive": 0.330667}'
        holds '.axes.sentiment.label == "negative"'
    done
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
    many=()
    for _ in {1..400}; do
        many+=("$ARTICLES/rail-delays.txt")
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
