#!/usr/bin/env bats
# tenor train: formats, settings, languages, and what must never happen to a
# model file. What the search does stands in search.bats, labels in labels.bats.

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
        quick m$j -j $j "$SHARED/docs.tsv"
    done
    cmp m1 m2
    cmp m1 m8
    LC_ALL=de_DE.UTF-8 "$TENOR" train "${QUICK[@]}" -o de "$SHARED/docs.tsv"
    cmp m1 de
    LC_ALL=de_DE.UTF-8 "$TENOR" train "${QUICK[@]}" -C 0.5 -o de \
        "$SHARED/docs.tsv"
    [ "$(card '.axes[0].solver.C' de)" = 0.5 ]
}

# spilled ARG...: train with next to no memory, and say what is done.
spilled() {
    "$TENOR" train --no-search -C 1 --folds 3 --memory 1M -o "$@"
}

# repeated N: a corpus of more bytes than that memory has room for.
repeated() {
    for ((i = 0; i < $1; i++)); do
        sed "s/$/ And then again $i, or $((i * i))./" "$SHARED/docs.tsv"
    done
}

@test "a corpus larger than memory trains" {
    repeated 12 >large.tsv
    spilled m large.tsv 2>said
    grep -q 'texts of .* MB .* temporary file' said
    grep -q 'vectors of .* MB .* temporary file' said
    grep -q 'features of fewer than .* documents are dropped' said
    # The card says how many documents a feature needed.
    [ "$(card '.axes[0].settings.min_documents' m)" -gt 2 ]
    "$TENOR" eval m "$SHARED/docs.tsv" --format json >eval.json
    jq -e '.accuracy > 0.9' eval.json
}

@test "threads, input and place have no influence with little memory" {
    repeated 12 >large.tsv
    spilled m1 -q -j 1 large.tsv
    mkdir elsewhere
    TMPDIR=$PWD/elsewhere spilled m3 -q -j 3 large.tsv
    cmp m1 m3
    [ -z "$(ls elsewhere)" ]
    split -n l/2 large.tsv part.
    spilled m2 -q part.aa --in tsv part.ab
    spilled in -q --in tsv - <large.tsv
    for model in m2 in; do
        for of in m1 $model; do
            "$TENOR" score -m $of --format json "$ARTICLES"/*.txt >$of.json
        done
        cmp m1.json $model.json
    done
    no_file 'tenor-'
}

@test "memory that is enough has no influence" {
    for size in 0 64M 2G; do
        quick m --memory $size "$SHARED/docs.tsv"
        cmp m "$SHARED/reference"
    done
}

@test "several labels, groups and weights train with little memory" {
    repeated 12 | awk -F '\t' -v OFS='\t' '
        { print $1 (NR % 3 ? "" : ",odd"), NR % 50, 1 + NR % 2, $2 }' >large.tsv
    spilled m -q --multi-label --label-column 1 --group-column 2 \
        --weight-column 3 --text-column 4 large.tsv
    [ "$(card '.axes | length' m)" -ge 4 ]
}

@test "what does not fit into memory is refused, not changed" {
    repeated 12 >large.tsv
    run -2 --separate-stderr spilled m -q --min-documents 1 large.tsv
    [[ $stderr == *"features of 1 documents are too many for the memory"* ]]
    run -2 --separate-stderr spilled m -q --solver liblinear large.tsv
    [[ $stderr == *"the solver dual alone does without"* ]]
    TMPDIR=/nowhere run -2 --separate-stderr spilled m -q large.tsv
    [[ $stderr == *"cannot create a temporary file in '/nowhere'"* ]]
    no_file m
}

@test "another seed hardly changes the model" {
    quick m --seed 2 "$SHARED/docs.tsv"
    [ "$(card '.axes[0].seed' m)" -eq 2 ]
    run ! cmp -s m "$SHARED/reference"
    # Two labels: their margins are those of the solver, not scaled by
    # calibration, which looks at the folds.
    for seed in 1 2; do
        quick m --seed $seed --map neutral=- "$SHARED/docs.tsv"
        "$TENOR" score -m m --format json "$ARTICLES"/*.txt >$seed.json
    done
    near 1.json 2.json 0.02
}

# ---- settings --------------------------------------------------------------

@test "it says what it does: axis, documents, choices, figures" {
    # What the search says stands in search.bats.
    run -0 --separate-stderr "$TENOR" train --no-search -o m "$SHARED/docs.tsv"
    [ -z "$output" ]
    lines_are 4
    [ "${stderr_lines[0]}" = "axis sentiment" ]
    [ "${stderr_lines[1]}" = "125 documents, 3 labels" ]
    [ "${stderr_lines[2]}" = "chosen: ngrams 3, characters 2-5, character-weight 1, stemming on, negation on, style on, counts binary, weighting nb, min-documents 2, balance 0, C 0.5; $(card '.axes[0].features' m) features" ]
    grep -qxE 'sentiment: cross-validated accuracy 0\.[0-9]{4} \[0\.[0-9]{4}, 0\.[0-9]{4}\], macro-F1 0\.[0-9]{4} \[0\.[0-9]{4}, 0\.[0-9]{4}\]' \
        <<<"${stderr_lines[3]}"
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

@test "the solvers agree" {
    for solver in dual libsvm liblinear; do
        quick $solver --solver $solver --loss hinge "$SHARED/docs.tsv"
        [ "$(card '.axes[0].solver.name' $solver)" = $solver ]
        [ "$(card '.axes[0].solver.loss' $solver)" = hinge ]
        "$TENOR" score -m $solver --format json "$ARTICLES"/*.txt \
            >$solver.json
    done
    near libsvm.json liblinear.json 0.05
    near libsvm.json dual.json 0.05
    for solver in dual liblinear; do
        quick $solver --solver $solver "$SHARED/docs.tsv"
        [ "$(card '.axes[0].solver.loss' $solver)" = "squared hinge" ]
        "$TENOR" score -m $solver --format json "$ARTICLES"/*.txt \
            >$solver.json
    done
    near dual.json liblinear.json 0.05
    # Without a word about it: the first of them.
    cmp dual "$SHARED/reference"
}

@test "settings stand in the card" {
    quick m --axis tone --unit review --ngrams 1 --characters 3-4 \
        --counts log --weighting idf --balance 0.5 --stemming off \
        --negation off --style off --min-documents 2 --max-features 1000 --folds 4 --seed 7 \
        --loss hinge -C 2 "$SHARED/docs.tsv"
    [ "$(card '.axes[0] | "\(.name) \(.unit) \(.seed)"' m)" = "tone review 7" ]
    [ "$(card '.axes[0].settings | tojson' m)" = '{"language":"english","stemming":false,"ngrams":1,"characters":[3,4],"character_weight":1,"negation":false,"style":false,"stop_words":0,"counts":"1 + ln tf","weighting":"idf","min_documents":2,"max_features":1000}' ]
    [ "$(card '.axes[0].solver | "\(.C) \(.balance) \(.loss)"' m)" = \
        "2 0.5 hinge" ]
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
C is not above 0 and up to 1e9
-C -1
C is not above 0 and up to 1e9
-C 1e10
the balance is not between 0 and 1
--balance -1
the balance is not between 0 and 1
--balance 1.1
--balance cannot be 'yes'; a number is expected
--balance yes
the budget is below 0
--budget -1
--budget cannot be '5m'; a number is expected
--budget 5m
--metric cannot be 'rmse'; one of: mean accuracy macro-f1 f1:LABEL mcc
--metric rmse
--metric cannot be 'f1:'; *
--metric f1:
--stemming cannot be 'no'; it can be one of: off on
--stemming no
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
--solver cannot be 'svm'; it can be one of: auto dual libsvm liblinear
--solver svm
only libsvm has kernels
--solver liblinear --kernel rbf
only libsvm has kernels
--solver dual --kernel rbf
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
--memory cannot be 'much'; a size such as 512M or 4G is expected, *
--memory much
--memory cannot be '1000'; *
--memory 1000
--memory cannot be '-1G'; *
--memory -1G
--memory cannot be '4GG'; *
--memory 4GG
--memory cannot be '99999999999T'; *
--memory 99999999999T
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

@test "--stop-words: the list is stemmed once, so stemming is not searched" {
    small_corpus c.tsv
    echo movies >stop
    "$TENOR" train -q --min-documents 1 --stop-words stop -o m c.tsv
    [ "$(card '.axes[0].search.tried[].tried' m | grep -c stemming)" -eq 0 ]
    [ "$(card '.axes[0].settings.stemming' m)" = true ]
}

@test "--stop-words leaves words out, but no negators" {
    small_corpus c.tsv
    printf 'the was and # a comment with dreadful\na not\n\nLOVELY\n' >stop
    quick with --style off --stop-words stop c.tsv
    quick without --style off c.tsv
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

# ---- records ---------------------------------------------------------------

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
    complains 2 "tenor train: 10.ft:1: more than one label; *" \
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
        "$TENOR" train -q --no-search -o m "$1"' - "$SHARED/docs.tsv"
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

@test "--texts: words that no label tells of get weights from their company" {
    # Brisk stands where splendid does, and dire where dreadful does; no labelled
    # text has them.
    for word in splendid brisk; do
        printf 'the %s morning pleased every visitor.\n' "$word" "$word"
        printf 'a %s song made the children laugh.\n' "$word" "$word"
        printf 'she wore the %s coat with joy.\n' "$word" "$word"
    done >texts.txt
    for word in dreadful dire; do
        printf 'the %s soup sickened all of us.\n' "$word" "$word"
        printf 'a %s noise drove the dogs away.\n' "$word" "$word"
        printf 'he left that %s room in tears.\n' "$word" "$word"
    done >>texts.txt
    small_corpus c.tsv
    options=("${QUICK[@]}" --weighting none --poles bad,good)
    "$TENOR" train "${options[@]}" -o without c.tsv
    "$TENOR" train "${options[@]}" --texts texts.txt -o with c.tsv
    score() {
        "$TENOR" score -m "$1" --format tsv <<<"$2" |
            awk -F '\t' 'NR == 2 { print $7 }'
    }
    [ "$(score without 'A brisk one.')" = "$(score without 'A dire one.')" ]
    awk "BEGIN { exit !($(score with 'A brisk one.') > \
        $(score with 'A dire one.') + 0.02) }"
    # Whatever the format, and whatever else is in the file.
    sed 's/^/x\t/' texts.txt >texts.tsv
    { echo text,tone; sed 's/$/,x/' texts.txt; } >texts.csv
    jq -cR '{text: .}' texts.txt >texts.jsonl
    for name in tsv csv jsonl; do
        "$TENOR" train "${options[@]}" --texts texts.$name -o other c.tsv
        for text in 'A brisk one.' 'A dire one.'; do
            [ "$(score other "$text")" = "$(score with "$text")" ]
        done
    done
    # The card knows them, and so do who trains again and who estimates.
    "$TENOR" info --format json with |
        jq -e '.axes[0].texts[0].name == "texts.txt"' >/dev/null
    "$TENOR" verify -q with
    "$TENOR" cv "${QUICK[@]}" --texts texts.txt c.tsv >/dev/null
    sed 's/^good/good,calm/' c.tsv >several.tsv
    "$TENOR" train "${QUICK[@]}" --multi-label --texts texts.txt -o several \
        several.tsv
    "$TENOR" verify -q several
    echo 'not there' >>texts.txt
    run -2 "$TENOR" verify -q with
    run -2 "$TENOR" train "${options[@]}" --texts nowhere.txt -o x c.tsv
    [[ $output == *"nowhere.txt"* ]]
    run -2 "$TENOR" train "${options[@]}" --kernel rbf --texts texts.tsv -o x c.tsv
    [[ $output == *"texts need a linear kernel"* ]]
    printf 'axis a document\ncorpus c.tsv MIT\n' >recipe
    run -2 "$TENOR" train -q --recipe recipe --texts texts.tsv -o x
    [[ $output == *"--texts"*"for the recipe to say"* ]]
}

@test "the same for SIGTERM" {
    kill_training TERM
}
