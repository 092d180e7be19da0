#!/usr/bin/env bats
# tenor words: the strongest features of a model, and those that matter on a
# corpus.

load helper

setup_file() {
    export SHARED=$BATS_FILE_TMPDIR
    cd "$SHARED" || return 1
    small_corpus c.tsv
    quick linear --poles bad,good c.tsv
    quick kernel --kernel rbf c.tsv
    jq -r '[.sentiment, .text] | @tsv' "$STARTER"/part-a.jsonl >three.tsv
    "$TENOR" train -q --no-search -C 1 --folds 3 --ngrams 2 --characters 3-3 \
        -o three three.tsv
}

setup() {
    cd "$BATS_TEST_TMPDIR" || return 1
    cp "$SHARED"/{linear,kernel,three,c.tsv,three.tsv} .
}

@test "a model: features of all kinds, strongest first" {
    run -0 "$TENOR" words three --top 1000 --format json
    holds 'keys == ["axes"]'
    holds '.axes.sentiment | keys == ["labels"]'
    holds '.axes.sentiment.labels | keys_unsorted ==
        ["negative", "neutral", "positive"]'
    holds '.axes.sentiment.labels[] | keys == ["for"]'
    holds '[.axes[].labels[].for[] | keys_unsorted] | unique ==
        [["feature", "kind", "weight", "documents"]]'
    holds 'all(.axes[].labels[].for[]; .weight > 0 and .documents > 1)'
    holds 'all(.axes[].labels[].for; length >= 200 and length <= 220)'
    holds 'all(.axes[].labels[].for; [.[].weight]
        | .[:200] == (.[:200] | sort | reverse))'
    holds '[.axes[].labels[].for[].kind] | unique | contains(["chars",
        "ngram", "word"])'
    holds 'all(.axes[].labels[].for; [.[] | [.feature, .kind]]
        | length == (unique | length))'
}

@test "a model: the words of the card are the first ones" {
    "$TENOR" info --format json three |
        jq -c '.axes[0].labels[] | [.name, .words]' >card
    "$TENOR" words three --top 1000 --kind word --format json |
        jq -c '.axes.sentiment | .labels | to_entries[]
            | [.key, [.value.for[:20][].feature]]' >words
    diff card words
    [ "$(jq -s 'all(.[1] | length == 20)' words)" = true ]
}

@test "a model: weights and names are those of explain" {
    jq -r .text "$STARTER"/part-a.jsonl >text
    "$TENOR" explain -m three --label positive --format json text |
        jq -r '.axes.sentiment.features[]
            | select(.kind == "chars") | [.feature, .weight] | @tsv' |
        sort -u >explained
    "$TENOR" words three --label positive --top 50 --kind chars --format json |
        jq -r '.axes.sentiment.labels.positive.for[]
            | [.feature, .weight] | @tsv' >words
    [ "$(wc -l <words)" -gt 10 ]
    while read -r line; do
        grep -qxF "$line" explained
    done <words
}

@test "a model: against, where there are more than two labels" {
    run -0 "$TENOR" words three --against --label neutral --format json
    holds '.axes.sentiment.labels | keys == ["neutral"]'
    holds '.axes.sentiment.labels.neutral | keys_unsorted == ["for", "against"]
        and all(.against[]; .weight < 0) and (.against | length == 20)'
    run -0 "$TENOR" words linear --against --format json
    holds 'all(.axes[].labels[]; keys == ["for"])'
}

@test "text and TSV say the same" {
    "$TENOR" words three --top 3 --format json |
        jq -r '.axes | to_entries[] | .key as $axis | .value.labels
            | to_entries[] | .key as $of | .value.for[]
            | [$axis, $of, "for", .feature, .kind, .documents] | @tsv' \
        >wanted
    "$TENOR" words three --top 3 --format tsv >tsv
    [ "$(head -1 tsv)" = \
        $'axis\tlabel\tside\tfeature\tkind\tweight\tdocuments' ]
    sed 1d tsv | cut -f 1-5,7 | diff wanted -
    run -0 "$TENOR" words three --top 3
    [ "${lines[0]}" = 'sentiment: the strongest features' ]
    [ "$(grep -c '^For ' <<<"$output")" -eq 3 ]
    [ "$(grep -cE '^ +\+[0-9.]+ +[0-9]+  (word|piece|n-gram|sign)' \
        <<<"$output")" -eq 9 ]
    [ "$(grep -cE '^  [0-9]+ others$' <<<"$output")" -eq 3 ]
}

@test "a corpus: sums are those of explain" {
    cut -f 2 c.tsv >lines
    n=0
    while read -r line; do
        printf '%s' "$line" >text
        "$TENOR" explain -m linear --label good --format json text
        n=$((n + 1))
    done <lines | jq -s -c '[.[].axes.sentiment.features[]]
        | group_by([.kind, (.feature | ascii_downcase)])
        | map([(.[0].feature | ascii_downcase), .[0].kind, length,
            (map(.contribution) | add)])
        | map(select(.[3] > 0.0001 and (.[0] | . == "happy" or
            . == "splendid"))) | sort' >wanted
    "$TENOR" words linear --top 1000 --label good --format json --on c.tsv \
        >json
    holds 'keys_unsorted == ["texts", "errors", "axes"]' json
    holds '.texts == 6 and .errors == 0 and .axes.sentiment.texts == 6' json
    holds '[.axes[].labels[].for[] | keys_unsorted] | unique == [["feature",
        "kind", "weight", "texts", "contribution", "mean", "forms"]]' json
    holds 'all(.axes[].labels[].for[]; (.mean * 6 - .contribution | fabs) <
        1e-5)' json
    jq -c '[.axes.sentiment.labels.good.for[] | [(.feature | ascii_downcase),
        .kind, .texts, .contribution]
        | select(.[0] | . == "happy" or . == "splendid")] | sort' json >got
    jq -e -n --slurpfile a wanted --slurpfile b got '$a[0] as $a | $b[0] as $b
        | ($a | length) >= 2 and ($a | map(.[:3])) == ($b | map(.[:3]))
        and ([range($a | length) | $a[.][3] - $b[.][3] | fabs] | max < 1e-5)'
}

@test "a corpus: forms as they stand there, and the order by name" {
    printf '%s\n' 'Happier happy HAPPY: a happiness, be happy.' \
        'a splendid choir' >lines
    run -0 "$TENOR" words linear --on lines --in lines --label good --kind word \
        --format json
    holds '.axes.sentiment.labels.good.for[] | select(.feature == "happy")
        | .forms[0] == "happy" and .texts == 1'
    holds '.axes.sentiment.labels.good.for
        | [.[] | [-.contribution, .feature]] == ([.[] | [-.contribution,
            .feature]] | sort)'
    run -0 "$TENOR" words linear --on lines --in lines --label good --kind word
    [ "${lines[0]}" = 'sentiment: 2 of 2 texts can be judged' ]
    grep -qE '^ +\+0\.[0-9]{4} +\+0\.[0-9]{4} +\+[0-9.]+ +1  word +happy' \
        <<<"$output"
}

@test "a corpus: any number of threads, files, formats and compression" {
    for _ in {1..60}; do
        cat three.tsv
    done >many.tsv
    "$TENOR" words three --on many.tsv -j 1 --format json >one
    "$TENOR" words three --on many.tsv -j 7 --format json | cmp one -
    gzip -k many.tsv
    "$TENOR" words --on many.tsv.gz --format json three >/dev/null || true
    "$TENOR" words three --on many.tsv.gz --format json | cmp one -
    "$TENOR" words three --in tsv --format json --on - <many.tsv | cmp one -
    head -60 three.tsv >a.tsv
    sed 1,60d three.tsv | cut -f 2 | jq -R -c '{text: .}' >b.jsonl
    "$TENOR" words three --on three.tsv --format json >one
    "$TENOR" words three --on a.tsv b.jsonl --format json | cmp one -
    "$TENOR" words --format json three --on a.tsv b.jsonl | cmp one -
}

@test "a corpus: bad records are told and left out" {
    printf 'a splendid day\nan aw\xfful day\n' >lines
    run -1 --separate-stderr "$TENOR" words linear --on lines --in lines \
        --format json
    holds '.texts == 1 and .errors == 1'
    # shellcheck disable=SC2154
    [[ $stderr == *"lines:2: byte 6: this is not UTF-8"* ]]
    [[ $stderr == *"1 of 2 records have no result"* ]]
    run -0 "$TENOR" words linear --on /dev/null --in lines --format json
    holds '.texts == 0 and .axes.sentiment.labels.good.for == []'
}

@test "wrong usage" {
    hints 2 '*one model is expected' "$TENOR" words linear three
    hints 2 '*one model is expected' "$TENOR" words linear three --on c.tsv
    hints 2 '*no axis has the label*' "$TENOR" words linear --label none
    hints 2 '*--kind cannot be*' "$TENOR" words linear --kind nouns
    hints 2 '*are for --on CORPUS' "$TENOR" words linear --in tsv
    hints 2 '*--on needs a value' "$TENOR" words linear --on
    complains 2 '*cannot open*' "$TENOR" words linear --on missing.tsv
    complains 3 '*cannot*' "$TENOR" words missing
    complains 2 '*non-linear kernel*' "$TENOR" words kernel
    complains 2 '*non-linear kernel*' "$TENOR" words kernel --on c.tsv
}

@test "the embedded model" {
    has_embedded || skip "no embedded model"
    run -0 "$TENOR" words --top 1 --format tsv
    [ "${#lines[@]}" -ge 20 ]
    run -0 "$TENOR" words --axis sentiment --on "$ARTICLES" --top 2
    grep -q '^For negative$' <<<"$output"
}

@test "a list without features says none" {
    : >empty.txt
    run -0 "$TENOR" words linear --on empty.txt
    [[ $output == *"For good"*"  none"* ]]
    [[ $output != *"adds"* ]]
}

@test "models of older programs open, and have no names" {
    old=$TENOR_ROOT/tests/fuzz/corpus/model/small.tenor
    complains 3 '*before features had names*' "$TENOR" words "$old"
}
