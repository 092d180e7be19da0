#!/usr/bin/env bats
# tenor train: formats, settings, labels, and what must never happen to a
# model file.

load helper

setup_file() {
    cd "$BATS_FILE_TMPDIR"
    # A corpus in the order of a directory: by label, then by name.
    jq -c '{id, label: .sentiment, text}' "$STARTER/part-a.jsonl" |
        jq -cs 'sort_by(.label, .id)[]' >docs.jsonl
    jq -r '[.label, .text] | @tsv' docs.jsonl >docs.tsv
    quick reference docs.tsv
    "$TENOR" score -m reference --format json "$ARTICLES"/*.txt >reference.json
}

# as_reference MODEL: it scores like the one trained on docs.tsv.
as_reference() {
    "$TENOR" score -m "$1" --format json "$ARTICLES"/*.txt |
        cmp - "$SHARED/reference.json"
}

# near RECORDS RECORDS TOLERANCE: the margins are about the same.
near() {
    paste <(jq '.axes.sentiment.margin[]' "$1") \
        <(jq '.axes.sentiment.margin[]' "$2") |
        awk -v most="$3" '
            { d = $1 - $2; if (d > most || d < -most) exit 1; n++ }
            END { if (n == 0) exit 1 }'
}

# card FILTER MODEL
card() {
    "$TENOR" info --format json "$2" | jq -r "$1"
}

# no_file PATH: neither the file nor a part of it is there.
no_file() {
    ! compgen -G "$1*" || return 1
}

# ---- formats ---------------------------------------------------------------

@test "csv: columns by name" {
    (echo id,label,text && jq -r '[.id, .label, .text] | @csv' \
        "$SHARED/docs.jsonl") >docs.csv
    quick m docs.csv
    as_reference m
    sed '1s/.*/id,tone,body/' docs.csv >other.csv
    quick m --text-column body --label-column tone other.csv
    as_reference m
}

@test "csv: columns by number, line ends in quotes, CR LF" {
    (printf 'a,b,c\r\n' && jq -r '[.id, .label, .text] | @csv' \
        "$SHARED/docs.jsonl" | sed 's/$/\r/') >docs.csv
    quick m --text-column 3 --label-column 2 docs.csv
    as_reference m
    printf 'label,text\na,"one\n""two"""\na,"x\ny"\nb,z\nb,w\n' >quoted.csv
    quick m quoted.csv
    [ "$(card '.axes[0].documents' m)" -eq 4 ]
}

@test "jsonl: fields, nested fields, blank lines" {
    quick m "$SHARED/docs.jsonl"
    as_reference m
    jq -c '{meta: {tone: .label}, article: {body: {text}}}' \
        "$SHARED/docs.jsonl" | sed 's/$/\n/' >nested.jsonl
    quick m --label-column meta.tone --text-column article.body.text \
        nested.jsonl
    as_reference m
}

@test "jsonl: numbers and truth values as labels" {
    printf '{"label":%s,"text":"%s"}\n' 1 good 1 fine 0 bad 0 awful >n.jsonl
    quick m n.jsonl
    [ "$(card '[.axes[0].labels[].name] | join(" ")' m)" = "0 1" ]
    printf '{"label":%s,"text":"%s"}\n' true good true fine false bad \
        false awful >b.jsonl
    quick m b.jsonl
    [ "$(card '[.axes[0].labels[].name] | join(" ")' m)" = "false true" ]
}

@test "fasttext" {
    sed 's/^/__label__/; s/\t/ /' "$SHARED/docs.tsv" >docs.ft
    quick m docs.ft
    as_reference m
    cp docs.ft docs.txt
    quick m --in fasttext docs.txt
    as_reference m
}

@test "dir: one folder per label" {
    while IFS=$'\t' read -r id label text; do
        mkdir -p "docs/$label"
        printf '%s' "$text" >"docs/$label/$id.txt"
    done < <(jq -r '[.id, .label, .text] | @tsv' "$SHARED/docs.jsonl")
    mkdir -p docs/neutral/subfolder
    echo 'beside the labels' >docs/README
    echo 'hidden' >docs/neutral/.hidden
    quick m docs
    as_reference m
    quick n docs/
    cmp m n
    [ "$(card '.axes[0].corpora[0].name' m)" = docs ]
}

@test "standard input with --in" {
    quick m --in tsv - <"$SHARED/docs.tsv"
    as_reference m
    complains 2 "tenor train: cannot tell the format of '-' *" \
        "$TENOR" train -q -o n - <"$SHARED/docs.tsv"
    no_file n
}

@test "tsv: CR LF, blank lines, a byte order mark, no last line end" {
    sed 's/$/\r/' "$SHARED/docs.tsv" >crlf.tsv
    quick m crlf.tsv
    as_reference m
    (printf '\xef\xbb\xbf' && sed G "$SHARED/docs.tsv" | head -c -2) >odd.tsv
    quick m odd.tsv
    as_reference m
}

@test "several corpora are one" {
    head -60 "$SHARED/docs.tsv" >1.tsv
    jq -c . "$SHARED/docs.jsonl" | tail -n +61 >2.jsonl
    quick m 1.tsv 2.jsonl
    as_reference m
    [ "$(card '[.axes[0].corpora[].documents] | join(" ")' m)" = "60 65" ]
}

# ---- the same bytes --------------------------------------------------------

@test "trained twice: the same bytes" {
    quick m "$SHARED/docs.tsv"
    cmp m "$SHARED/reference"
}

@test "threads and locale have no influence on the model" {
    for j in 1 2 8; do
        "$TENOR" train -q --folds 3 -j $j -o m$j "$SHARED/docs.tsv"
    done
    cmp m1 m2
    cmp m1 m8
    LC_ALL=de_DE.UTF-8 "$TENOR" train -q --folds 3 -o de "$SHARED/docs.tsv"
    cmp m1 de
    LC_ALL=de_DE.UTF-8 "$TENOR" train "${QUICK[@]}" -C 0.5 -o de \
        "$SHARED/docs.tsv"
    [ "$(card '.axes[0].solver.C' de)" = 0.5 ]
}

@test "another seed hardly changes the model" {
    quick m --seed 2 "$SHARED/docs.tsv"
    [ "$(card '.axes[0].seed' m)" -eq 2 ]
    run ! cmp -s m "$SHARED/reference"
    "$TENOR" score -m m --format json "$ARTICLES"/*.txt |
        near - "$SHARED/reference.json" 0.02
}

# ---- settings --------------------------------------------------------------

@test "without settings it chooses C and says so" {
    run -0 --separate-stderr "$TENOR" train -o m "$SHARED/docs.tsv"
    [ -z "$output" ]
    [ "${stderr_lines[0]}" = "axis sentiment" ]
    [[ ${stderr_lines[1]} =~ ^125\ documents,\ 3\ labels,\ [0-9]+\ features$ ]]
    grep -qE '^C 1 +accuracy 0\.[0-9]{4}, macro-F1 0\.[0-9]{4} on 125' \
        <<<"$stderr"
    grep -qE '^sentiment: C [0-9.]+, cross-validated accuracy 0\.[0-9]{4} \[' \
        <<<"$stderr"
    [ "$(card '.axes[0].tried | length >= 3' m)" = true ]
    # The best of those that were tried, the first of equals.
    [ "$(card '.axes[0] | .solver.C == (.tried | map(.v = .accuracy + .macro_f1)
        | (map(.v) | max) as $m | map(select(.v > $m - 0.000001))[0].C)' m)" = true ]
}

@test "-q says nothing" {
    run -0 --separate-stderr "$TENOR" train "${QUICK[@]}" -o m \
        "$SHARED/docs.tsv"
    [ -z "$output$stderr" ]
}

@test "kernels train, score and are measured" {
    for kernel in rbf poly sigmoid; do
        options=(--kernel $kernel --gamma 0.03)
        [ $kernel != poly ] || options+=(--degree 2 --coef0 1)
        quick $kernel "${options[@]}" "$SHARED/docs.tsv"
        "$TENOR" score -m $kernel --format json "$ARTICLES"/*.txt >out
        [ "$(wc -l <out)" -eq 4 ]
        jq -es 'all(.[]; .status == "ok" and (.axes.sentiment
            | .p[.label] == ([.p[]] | max)))' out
        "$TENOR" score -m $kernel "$ARTICLES/rail-delays.txt" >text
        [ "$(wc -l <text)" -eq 2 ]
        "$TENOR" eval --format json $kernel "$SHARED/docs.tsv" >measured
        holds '.documents == 125 and .accuracy > 0.6' measured
        [ "$(card '.axes[0].solver | "\(.name) \(.kernel) \(.loss)"' \
            $kernel)" = "libsvm $kernel hinge" ]
        quick again "${options[@]}" -j 1 "$SHARED/docs.tsv"
        cmp $kernel again
    done
    [ "$(card '.axes[0].solver | "\(.degree) \(.gamma) \(.coef0)"' poly)" = \
        "2 0.03 1" ]
}

@test "libsvm and liblinear agree" {
    for solver in libsvm liblinear; do
        quick $solver --solver $solver --loss hinge "$SHARED/docs.tsv"
        [ "$(card '.axes[0].solver.name' $solver)" = $solver ]
        [ "$(card '.axes[0].solver.loss' $solver)" = hinge ]
        "$TENOR" score -m $solver --format json "$ARTICLES"/*.txt \
            >$solver.json
    done
    near libsvm.json liblinear.json 0.05
}

@test "settings stand in the card" {
    quick m --axis tone --unit review --ngrams 1 --characters 3-4 \
        --counts log --weighting idf --balanced --no-stemming --no-negation \
        --no-style --min-documents 2 --max-features 1000 --folds 4 --seed 7 \
        --loss hinge -C 2 "$SHARED/docs.tsv"
    [ "$(card '.axes[0] | "\(.name) \(.unit) \(.seed)"' m)" = "tone review 7" ]
    [ "$(card '.axes[0].settings | tojson' m)" = '{"language":"english","stemming":false,"ngrams":1,"characters":[3,4],"negation":false,"style":false,"stop_words":0,"counts":"1 + ln tf","weighting":"idf","min_documents":2,"max_features":1000}' ]
    [ "$(card '.axes[0].solver | "\(.C) \(.balanced) \(.loss)"' m)" = \
        "2 true hinge" ]
    [ "$(card '.axes[0].cross_validation.folds' m)" -eq 4 ]
}

@test "--max-features makes a smaller model that knows the same words" {
    quick m --max-features 500 "$SHARED/docs.tsv"
    [ "$(stat -c %s m)" -lt "$(stat -c %s "$SHARED/reference")" ]
    diff <("$TENOR" score -m m --format json "$ARTICLES"/*.txt |
        jq .known) <(jq .known "$SHARED/reference.json")
}

@test "values that do not fit: message and hint" {
    while read -r pattern; do
        read -r options
        # shellcheck disable=SC2086
        hints 2 "tenor train: $pattern" \
            "$TENOR" train -q -o m $options "$SHARED/docs.tsv"
    done <<'END'
C is not between 0 and 1e9
-C -1
C is not between 0 and 1e9
-C 1e10
--cost cannot be 'x'; a number is expected
-C x
--cost cannot be 'nan'; a number is expected
-C nan
--cost cannot be '1,5'; a number is expected
-C 1,5
the number of folds is not between 2 and 20
--folds 1
*
--folds 21
--folds cannot be '-3'; a number is expected
--folds -3
word n-grams are not 1 to 3 words long
--ngrams 0
*
--ngrams 4
--characters cannot be '5-2'; a range such as 2-5 is expected, up to 8, or 0
--characters 5-2
--characters cannot be '2-9'; *
--characters 2-9
--characters cannot be 'abc'; *
--characters abc
the degree of the kernel is not between 1 and 100
--kernel poly --degree 0
*
--kernel poly --degree 101
gamma is not between 0 and 1e9
--kernel rbf --gamma 0
--gamma cannot be '1x'; a number is expected
--kernel rbf --gamma 1x
--kernel cannot be 'cubic'; it can be one of: linear poly rbf sigmoid
--kernel cubic
--solver cannot be 'svm'; it can be one of: auto libsvm liblinear
--solver svm
liblinear has no kernels; libsvm has
--solver liblinear --kernel rbf
naive-Bayes weighting needs a linear kernel
--weighting nb --kernel rbf
libsvm has no squared hinge loss
--solver libsvm --loss squared
--seed cannot be '-1'; a number is expected
--seed -1
--seed cannot be '99999999999999999999'; a number is expected
--seed 99999999999999999999
--threads cannot be 'all'; a number is expected
-j all
--min-documents cannot be '1.5'; a number is expected
--min-documents 1.5
--poles needs two labels, NEG,POS
--poles negative
'positive' is no label mapping; *
--map positive
'=x' is no label mapping; *
--map =x
END
    hints 2 "tenor train: --axis cannot be ''; a name is expected" \
        "$TENOR" train -q -o m --axis '' "$SHARED/docs.tsv"
    hints 2 "tenor train: --axis cannot be *; a name is expected" \
        "$TENOR" train -q -o m --axis $'a\tb' "$SHARED/docs.tsv"
    hints 2 "tenor train: --unit cannot be *; a name is expected" \
        "$TENOR" train -q -o m --unit $'\xff' "$SHARED/docs.tsv"
    no_file m
}

# ---- languages -------------------------------------------------------------

@test "an unknown language is refused with the list" {
    for language in klingon '' en-GB english2; do
        hints 2 "tenor train: unknown language '$language'" \
            "$TENOR" train -q -o m -l "$language" "$SHARED/docs.tsv"
        grep -q '^languages with a stemmer: .*english.* german .*turkish' \
            <<<"$stderr"
    done
    no_file m
}

@test "names and codes of a language are the same" {
    quick m -l german "$SHARED/docs.tsv"
    quick n -l de "$SHARED/docs.tsv"
    cmp m n
    [ "$(card '.axes[0].settings | "\(.language) \(.stemming)"' m)" = \
        "german true" ]
    "$TENOR" info m | grep -q '^  language     german, stemmed$'
}

@test "a language without a stemmer is accepted, and info says so" {
    printf '%s\t%s\n' 好 天气很好，我很高兴。 坏 天气很坏，我很生气。 \
        好 大家都高兴。 坏 大家都生气。 >zh.tsv
    quick m -l zh zh.tsv
    [ "$(card '.axes[0].settings | "\(.language) \(.stemming)"' m)" = \
        "zh false" ]
    "$TENOR" info m | grep -q '^  language     zh, which has no stemmer'
    printf '我高兴' | "$TENOR" score -m m --format json >out
    holds '.axes.sentiment.label == "好" and .words == 3' out
}

@test "every language with a stemmer trains" {
    run -2 --separate-stderr "$TENOR" train -o m -l x "$SHARED/docs.tsv"
    small_corpus c.tsv
    n=0
    for language in $(sed -n 's/^languages with a stemmer: //p' \
        <<<"$stderr"); do
        quick m -l "$language" c.tsv
        [ "$(card '.axes[0].settings.language' m)" = "$language" ]
        n=$((n + 1))
    done
    [ "$n" -ge 25 ]
}

@test "--stop-words leaves words out, but no negators" {
    small_corpus c.tsv
    printf 'the was and # a comment with dreadful\na not\n\nLOVELY\n' >stop
    quick with --no-style --stop-words stop c.tsv
    quick without --no-style c.tsv
    for word in the Was and a lovely; do
        run -0 "$TENOR" score -m without --format json <<<"$word"
        holds '.status == "ok"'
        run -0 "$TENOR" score -m with --format json <<<"$word"
        holds '.status == "no_evidence" and .known == 0 and .words == 1'
    done
    for word in not dreadful comment; do
        "$TENOR" score -m without --format json <<<"$word" |
            jq -r .status >1
        "$TENOR" score -m with --format json <<<"$word" | jq -r .status >2
        cmp 1 2
    done
    run -0 "$TENOR" score -m with --format json <<<"not"
    holds '.status == "ok" and .known == 1'
    complains 2 "tenor train: cannot open 'missing': *" \
        "$TENOR" train -q -o m --stop-words missing c.tsv
    no_file m
}

# ---- labels ----------------------------------------------------------------

@test "labels in any script, with blanks, quotes and commas" {
    names=('положительный' '負面' 'إيجابي' 'très bon' 'say "no", please' "it's")
    i=0
    for name in "${names[@]}"; do
        i=$((i + 1))
        printf '%s\tword%d common text\n%s\tword%d other text\n' \
            "$name" $i "$name" $i
    done >c.tsv
    quick m c.tsv
    printf '%s\n' "${names[@]}" | sort >wanted
    printf 'word2 text' | "$TENOR" score -m m --format json >out
    jq -r '.axes.sentiment.p | keys_unsorted[]' out | cmp - wanted
    holds '.axes.sentiment.label == "負面"' out
    card '.axes[0].labels[].name' m | cmp - wanted
    "$TENOR" eval --format json m c.tsv >measured
    jq -r '.per_class | keys_unsorted[]' measured | cmp - wanted
    # What is printed for people is valid, too.
    "$TENOR" eval m c.tsv | iconv -f UTF-8 -t UTF-8 >/dev/null
    "$TENOR" score -m m <c.tsv | iconv -f UTF-8 -t UTF-8 >/dev/null
    "$TENOR" info m | grep -q '^    très bon '
}

@test "two, three and seven labels" {
    for field in hostility sentiment emotion; do
        quick $field --label-column $field "$STARTER/part-a.jsonl"
        jq -r ".$field" "$STARTER/part-a.jsonl" | sort -u >wanted
        card '.axes[0].labels[].name' $field | cmp - wanted
        "$TENOR" score -m $field --format json "$ARTICLES"/*.txt >out
        jq -es --argjson k "$(wc -l <wanted)" 'all(.[].axes.sentiment;
            (.p | length == $k and (add - 1 | fabs < 0.00001))
            and (.margin | length == $k)
            and .p[.label] == ([.p[]] | max))' out
    done
}

@test "margins of two labels are opposite" {
    quick m --label-column hostility "$STARTER/part-a.jsonl"
    "$TENOR" score -m m --format json "$ARTICLES"/*.txt >out
    jq -es 'all(.[].axes.sentiment.margin; .civil == -.hostile)' out
}

@test "--map renames and drops" {
    quick m --map neutral=- --map negative=bad --map positive=good \
        "$SHARED/docs.tsv"
    [ "$(card '[.axes[0].labels[] | .name] | join(" ")' m)" = "bad good" ]
    grep -cv '^neutral' "$SHARED/docs.tsv" >wanted
    card '.axes[0].documents' m | cmp - wanted
    card '.axes[0].corpora[0].documents' m | cmp - wanted
    # The same as a corpus that was written so.
    sed '/^neutral/d; s/^negative/bad/; s/^positive/good/' \
        "$SHARED/docs.tsv" >mapped.tsv
    quick n mapped.tsv
    diff <("$TENOR" score -m m --format json "$ARTICLES"/*.txt) \
        <("$TENOR" score -m n --format json "$ARTICLES"/*.txt)
    # Two labels into one.
    quick m --map neutral=rest --map positive=rest "$SHARED/docs.tsv"
    [ "$(card '[.axes[0].labels[] | .name] | join(" ")' m)" = "negative rest" ]
}

@test "--poles: the score runs between them" {
    small_corpus c.tsv
    quick m c.tsv
    run -0 "$TENOR" score -m m --format json <<<"splendid"
    holds '.axes.sentiment | has("score") | not'
    [ "$(card '.axes[0] | has("poles")' m)" = false ]
    quick m --poles bad,good c.tsv
    run -0 "$TENOR" score -m m --format json <<<"splendid"
    holds '.axes.sentiment
           | (.score - (.p.good - .p.bad) | fabs) < 0.00001 and .score > 0'
    [ "$(card '.axes[0].poles | "\(.negative) \(.positive)"' m)" = \
        "bad good" ]
    # Known names need no option.
    quick m --map good=pos --map bad=neg c.tsv
    [ "$(card '.axes[0].poles | "\(.negative) \(.positive)"' m)" = \
        "neg pos" ]
    complains 2 "tenor train: the pole 'fine' is not among the labels" \
        "$TENOR" train -q -o n --poles bad,fine c.tsv
    no_file n
}

@test "labels that do not allow training" {
    : >empty.tsv
    complains 2 "tenor train: the corpus has no documents" \
        "$TENOR" train -q -o m empty.tsv
    printf 'a\tone\na\ttwo\n' >one.tsv
    complains 2 "tenor train: all documents have the label 'a'; *" \
        "$TENOR" train -q -o m one.tsv
    printf 'a\tone\na\ttwo\nb\tthree\n' >lonely.tsv
    complains 2 "tenor train: only one document has the label 'b'; *" \
        "$TENOR" train -q -o m lonely.tsv
    printf 'a\t\na\t \nb\t\nb\t\n' >blank.tsv
    complains 2 "tenor train: no document has a feature" \
        "$TENOR" train -q -o m blank.tsv
    complains 2 "tenor train: the corpus has no documents" \
        "$TENOR" train -q -o m --map a=- --map b=- lonely.tsv
    no_file m
}

@test "a bad record: file, line and what is wrong" {
    printf 'a\tone\n\nno tab here\n' >1.tsv
    complains 2 "tenor train: 1.tsv:3: no tab between label and text" \
        "$TENOR" train -q -o m 1.tsv
    printf 'a\tone\n\ttext\n' >2.tsv
    complains 2 "tenor train: 2.tsv:2: the label is empty" \
        "$TENOR" train -q -o m 2.tsv
    printf '{"label":"a","text":"x"}\n{"label":\n' >3.jsonl
    complains 2 "tenor train: 3.jsonl:2: *" "$TENOR" train -q -o m 3.jsonl
    printf '{"label":"a","text":"x"}\n[1]\n' >4.jsonl
    complains 2 "tenor train: 4.jsonl:2: not a JSON object" \
        "$TENOR" train -q -o m 4.jsonl
    printf '{"label":"a"}\n' >5.jsonl
    complains 2 "tenor train: 5.jsonl:1: no text field 'text'" \
        "$TENOR" train -q -o m 5.jsonl
    printf '{"text":"a"}\n' >6.jsonl
    complains 2 "tenor train: 6.jsonl:1: no label field 'label'" \
        "$TENOR" train -q -o m 6.jsonl
    printf 'label,text\na,"x\ny"\nb,z,w\n' >7.csv
    complains 2 "tenor train: 7.csv:4: 3 fields where the header has 2" \
        "$TENOR" train -q -o m 7.csv
    printf 'label,text\na,"x\ny\n' >8.csv
    complains 2 "tenor train: 8.csv:2: a quoted field is never closed" \
        "$TENOR" train -q -o m 8.csv
    complains 2 "tenor train: 7.csv:1: the header has no column 'body'" \
        "$TENOR" train -q -o m --text-column body 7.csv
    complains 2 "tenor train: 7.csv:1: the header has no column '3'" \
        "$TENOR" train -q -o m --text-column 3 7.csv
    printf '__label__a x\nb y\n' >9.ft
    complains 2 "tenor train: 9.ft:2: *__label__*" \
        "$TENOR" train -q -o m 9.ft
    printf '__label__a __label__b x\n' >10.ft
    complains 2 "tenor train: 10.ft:1: more than one label; use --multi-label" \
        "$TENOR" train -q -o m 10.ft
    mkdir 11
    complains 2 "tenor train: '11' has no folders; *" \
        "$TENOR" train -q -o m 11
    no_file m
}

@test "a corpus that cannot be opened, or whose format is unknown" {
    complains 2 "tenor train: cannot open 'missing.tsv': *" \
        "$TENOR" train -q -o m missing.tsv
    cp "$SHARED/docs.tsv" docs.xyz
    complains 2 "tenor train: cannot tell the format of 'docs.xyz' *" \
        "$TENOR" train -q -o m docs.xyz
    complains 2 "tenor train: unknown corpus format 'xml'; *" \
        "$TENOR" train -q -o m --in xml docs.xyz
    no_file m
    quick m --in tsv docs.xyz
    as_reference m
}

# ---- the model file --------------------------------------------------------

@test "a place where no model can be put is refused before training" {
    mkdir folder
    for place in missing/m folder; do
        complains 2 "tenor train: cannot create '$place': *" \
            "$TENOR" train -o $place "$SHARED/docs.tsv"
        lines_are 1
    done
    [ -z "$(ls folder)" ]
}

@test "a failed training leaves the older model alone" {
    cp "$SHARED/reference" m
    printf 'a\tone\nbad line\n' >bad.tsv
    run -2 "$TENOR" train -q -o m bad.tsv
    cmp m "$SHARED/reference"
    [ "$(ls)" = "$(printf 'bad.tsv\nm')" ]
}

@test "a full disk leaves the older model alone" {
    cp "$SHARED/reference" m
    run -2 bash -c '
        ulimit -f 8
        trap "" XFSZ
        "$TENOR" train -q -C 1 -o m "$1"' - "$SHARED/docs.tsv"
    [[ $output == "tenor train: cannot write 'm': "* ]]
    cmp m "$SHARED/reference"
    [ "$(ls)" = m ]
}

# Kill the training 20 times, anywhere between its start and its end.
kill_training() { # SIGNAL
    local seed=${TENOR_SEED:-$RANDOM} begin took after completed=0
    local train=("$TENOR" train "${QUICK[@]}" -o)

    begin=$(date +%s%N)
    "${train[@]}" whole "$SHARED/docs.tsv"
    took=$((($(date +%s%N) - begin) / 1000))
    echo "TENOR_SEED=$seed"
    RANDOM=$seed
    for i in {1..20}; do
        after=$((took * (RANDOM % 120 + 1) / 100))
        if [ $((i % 2)) -eq 0 ]; then
            echo older >model
        fi
        printf -v after '%d.%06d' $((after / 1000000)) $((after % 1000000))
        timeout -s "$1" "$after" "${train[@]}" model "$SHARED/docs.tsv" || true
        if cmp -s model whole; then
            completed=$((completed + 1))
        elif [ $((i % 2)) -eq 0 ]; then
            [ "$(cat model)" = older ]
        else
            [ ! -e model ]
        fi
        rm -f model
    done
    echo "$completed of 20 completed"
    [ "$completed" -lt 20 ]
}

@test "killed, it leaves a whole model or none, and an older one as it was" {
    kill_training KILL
}

@test "the same for SIGTERM" {
    kill_training TERM
}
