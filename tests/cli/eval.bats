#!/usr/bin/env bats
# tenor eval: the figures, against what score says of the same documents.

load helper

setup_file() {
    cd "$BATS_FILE_TMPDIR"
    quick model --label-column sentiment "$STARTER/part-a.jsonl"
    # Twenty documents of each label that it was not trained on.
    jq -r '[.id, .sentiment, .text] | @tsv' "$STARTER/part-b.jsonl" |
        while IFS=$'\t' read -r id label text; do
            mkdir -p "docs/$label"
            [ "$(find "docs/$label" -type f | wc -l)" -lt 20 ] || continue
            printf '%s\n' "$text" >"docs/$label/$id"
        done
    "$TENOR" eval --format json model docs >measured
    (cd docs && "$TENOR" score -m ../model --format json */* |
        jq -c '{true: (.id | split("/")[0]), axis: .axes.sentiment,
                status}') >scored
}

setup() {
    cd "$BATS_TEST_TMPDIR" || return 1
    M=$SHARED/model
}

# recomputed FILTER FIGURE: the filter, given all scored documents as an array
# and the figure measured as $m, is true.
recomputed() {
    jq -es --slurpfile measured "$SHARED/measured" '
        def near($x): . - $x | fabs < 0.00001;
        $measured[0] as $m | '"$1" "$SHARED/scored" || {
        echo "not true: $1"
        cat "$SHARED/measured"
        return 1
    }
}

@test "a JSON object with these keys in this order" {
    [ "$(wc -l <"$SHARED/measured")" -eq 1 ]
    holds 'keys_unsorted == ["axis", "documents", "without_evidence",
        "accuracy", "accuracy_interval", "macro_f1", "macro_f1_interval",
        "ece", "ece_interval", "per_class", "confusion"]' "$SHARED/measured"
    holds '.axis == "sentiment" and .documents == 60
        and .without_evidence == 0' "$SHARED/measured"
    holds '(.per_class, .confusion, .confusion[])
        | keys_unsorted == ["negative", "neutral", "positive"]' \
        "$SHARED/measured"
    holds '.per_class[] | keys_unsorted ==
        ["precision", "recall", "f1", "support"]' "$SHARED/measured"
}

@test "accuracy is the share of right labels" {
    recomputed '(map(select(.true == .axis.label)) | length) / length
        | near($m.accuracy)'
}

@test "the confusion counts true and guessed labels" {
    recomputed '. as $all | all($m.confusion | to_entries[];
        .key as $true | all(.value | to_entries[];
            .key as $guess | .value == ([$all[] | select(
                .true == $true and .axis.label == $guess)] | length)))'
    recomputed '([$m.confusion[][]] | add) == length'
}

@test "precision, recall, F1 and support of each label" {
    recomputed '. as $all | all($m.per_class | to_entries[];
        .key as $k | .value as $c
        | ([$all[] | select(.true == $k)] | length) as $support
        | ([$all[] | select(.axis.label == $k)] | length) as $guessed
        | ([$all[] | select(.true == $k and .axis.label == $k)] | length)
            as $right
        | $c.support == $support
        and ($right / $support | near($c.recall))
        and ((if $guessed > 0 then $right / $guessed else 0 end)
            | near($c.precision))
        and (2 * $right / ($support + $guessed) | near($c.f1)))'
}

@test "macro-F1 is the mean of the F1 of the labels" {
    recomputed '[$m.per_class[].f1] | add / length | near($m.macro_f1)'
}

@test "ece: 15 bins of equal mass" {
    recomputed 'length as $n
        | [to_entries[] | {p: .value.axis.p[.value.axis.label], i: .key,
             hit: (if .value.true == .value.axis.label then 1 else 0 end)}]
        | sort_by(.p, .i) | to_entries
        | group_by(.key * 15 / $n | floor)
        | map(map(.value.hit - .value.p) | add | fabs) | add / $n
        | near($m.ece)'
}

@test "intervals hold their value and lie in 0 to 1" {
    for figure in accuracy macro_f1 ece; do
        holds ".$figure as \$v | .${figure}_interval | length == 2
            and 0 <= .[0] and .[0] <= \$v and \$v <= .[1] and .[1] <= 1" \
            "$SHARED/measured"
    done
    holds '.accuracy_interval | .[1] - .[0] > 0.1 and .[1] - .[0] < 0.4' \
        "$SHARED/measured"
}

@test "the interval of the accuracy is about the binomial one" {
    # 1.96 standard errors on either side.
    holds '(.accuracy * (1 - .accuracy) / .documents | sqrt * 1.96 * 2) as $w
        | .accuracy_interval | .[1] - .[0] | . > 0.8 * $w and . < 1.2 * $w' \
        "$SHARED/measured"
}

@test "samples and seed of the bootstrap" {
    "$TENOR" eval --format json "$M" "$SHARED/docs" >again
    cmp again "$SHARED/measured"
    "$TENOR" eval --format json --seed 1 --samples 1000 "$M" \
        "$SHARED/docs" >again
    cmp again "$SHARED/measured"
    "$TENOR" eval --format json --samples 50 --seed 2 "$M" \
        "$SHARED/docs" >other
    run ! cmp -s other "$SHARED/measured"
    diff <(jq 'with_entries(select(.key | endswith("interval") | not))' \
        other) <(jq 'with_entries(select(.key | endswith("interval") | not))' \
        "$SHARED/measured")
    "$TENOR" eval --format json --samples 0 "$M" "$SHARED/docs" >none
    holds '.accuracy_interval == [.accuracy, .accuracy]' none
}

@test "text says the same" {
    run -0 --separate-stderr "$TENOR" eval "$M" "$SHARED/docs"
    [ -z "$stderr" ]
    "$TENOR" eval --format text "$M" "$SHARED/docs" >text
    [ "$output" = "$(cat text)" ]
    [ "${lines[0]}" = "axis       sentiment" ]
    [ "${lines[1]}" = "documents  60" ]
    wanted=$(jq -r '[.accuracy, .macro_f1, .ece] | map(. * 10000 | round)
        | join(" ")' "$SHARED/measured")
    [ "$(awk '/^(accuracy|macro-F1|ece) / { printf "%s%.0f", s, $2 * 10000
        s = " " }' text)" = "$wanted" ]
    # The table of confusions, row by row.
    diff <(tail -3 text | awk '{ print $1, $2, $3, $4 }') \
        <(jq -r '.confusion | to_entries[]
            | "\(.key) \([.value[]] | map(tostring) | join(" "))"' \
            "$SHARED/measured")
}

@test "every format gives the same figures" {
    (cd "$SHARED/docs" && for file in */*; do
        printf '%s\t%s\n' "${file%/*}" "$(cat "$file")"
    done) >docs.tsv
    "$TENOR" eval --format json "$M" docs.tsv | cmp - "$SHARED/measured"
    "$TENOR" eval --format json --in tsv "$M" - <docs.tsv |
        cmp - "$SHARED/measured"
    jq -Rc 'split("\t") | {y: .[0], body: {x: .[1]}}' docs.tsv >docs.jsonl
    "$TENOR" eval --format json --label-column y --text-column body.x "$M" \
        docs.jsonl | cmp - "$SHARED/measured"
}

@test "a label that the model has not: file, line and the way out" {
    printf 'negative\tbad\n\nterrible\tworse\n' >c.tsv
    complains 2 "tenor eval: c.tsv:3: label 'terrible' is not in axis 'sentiment' of the model; --map *" \
        "$TENOR" eval "$M" c.tsv
    lines_are 1
    run -0 "$TENOR" eval --format json --map terrible=negative "$M" c.tsv
    holds '.documents == 2'
    run -0 "$TENOR" eval --format json --map terrible=- "$M" c.tsv
    holds '.documents == 1'
}

@test "labels without documents do not count in macro-F1" {
    printf 'negative\tdeath and disaster\n' >c.tsv
    run -0 "$TENOR" eval --format json "$M" c.tsv
    holds 'if .accuracy == 1 then .macro_f1 == 1 else .macro_f1 == 0 end'
    holds '.per_class.neutral.support == 0 and .per_class.neutral.f1 == 0'
}

@test "documents without evidence are counted" {
    printf 'negative\tqqzx wxq\npositive\t\nneutral\tthe day\n' >c.tsv
    run -0 "$TENOR" eval --format json "$M" c.tsv
    holds '.documents == 3 and .without_evidence == 2'
    run -0 "$TENOR" eval "$M" c.tsv
    [ "${lines[1]}" = "documents  3, 2 of them without evidence" ]
}

@test "bad corpora and bad options" {
    : >empty.tsv
    complains 2 "tenor eval: 'empty.tsv' has no documents" \
        "$TENOR" eval "$M" empty.tsv
    complains 2 "tenor eval: cannot open 'missing.tsv': *" \
        "$TENOR" eval "$M" missing.tsv
    printf 'negative\tx\nno tab\n' >bad.tsv
    complains 2 "tenor eval: bad.tsv:2: no tab *" \
        "$TENOR" eval "$M" bad.tsv
    hints 2 "tenor eval: the model has no axis 'tone'" \
        "$TENOR" eval --axis tone "$M" "$SHARED/docs"
    hints 2 "tenor eval: --samples cannot be 'many'; a number is expected" \
        "$TENOR" eval --samples many "$M" "$SHARED/docs"
    hints 2 "tenor eval: 'x' is no label mapping; *" \
        "$TENOR" eval --map x "$M" "$SHARED/docs"
    complains 3 "tenor eval: missing: *" \
        "$TENOR" eval missing "$SHARED/docs"
    complains 3 "tenor eval: bad.tsv: not a tenor model" \
        "$TENOR" eval bad.tsv "$SHARED/docs"
}

@test "without a model it measures the one inside" {
    has_embedded || skip "no embedded model"
    run -0 "$TENOR" eval --format json --axis sentiment "$SHARED/docs"
    holds '.documents == 60 and .accuracy > 0.4'
}

@test "a full disk is one clean error" {
    [ -e /dev/full ] || skip "no /dev/full"
    for verb in "eval '$M' '$SHARED/docs'" "info '$M'" \
        "import --in dir '$SHARED/docs'" "tokens '$0'"; do
        run -2 --separate-stderr bash -c "\"\$TENOR\" $verb >/dev/full"
        lines_are 1
        [[ $stderr == "tenor ${verb%% *}: cannot write to standard output: "* ]]
    done
}
