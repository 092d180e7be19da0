#!/usr/bin/env bats
# tenor compare: two models on the same texts, against what score says of them.

load helper

setup_file() {
    cd "$BATS_FILE_TMPDIR"
    # A model, a better one, and one that was trained on wrong labels.
    quick good --label-column sentiment "$STARTER"/part-[ab].jsonl
    quick poor --label-column sentiment --ngrams 1 --map neutral=positive \
        --map positive=neutral "$STARTER/part-a.jsonl"
    "$TENOR" import --label-column sentiment -o c.tsv "$STARTER/part-c.jsonl"
    mkdir texts
    cut -f 2- c.tsv | split -l 1 -a 3 - texts/
    for model in good poor; do
        "$TENOR" score -m $model --format json texts/* |
            jq -r .axes.sentiment.label >$model.guess
    done
    paste <(cut -f 1 c.tsv) poor.guess good.guess >guesses
    "$TENOR" compare --format json --flips flips poor good c.tsv >better
    "$TENOR" compare --format json good poor c.tsv >worse || echo $? >status
}

setup() {
    cd "$BATS_TEST_TMPDIR" || return 1
    A=$SHARED/poor B=$SHARED/good C=$SHARED/c.tsv
}

# counted CONDITION KEY: so many guesses as awk finds, $1 the label, $2 of A,
# $3 of B, are what was measured.
counted() {
    [ "$(awk "$1" "$SHARED/guesses" | wc -l)" -eq \
        "$(jq ".$2" "$SHARED/better")" ]
}

# swapped: models a and b; what is x to one is y to the other.
swapped() {
    small_corpus c.tsv
    quick a --map bad=x --map good=y c.tsv
    quick b --map bad=y --map good=x c.tsv
}

@test "a JSON object with these keys in this order" {
    [ "$(wc -l <"$SHARED/better")" -eq 1 ]
    holds 'keys_unsorted == ["axis", "documents", "a", "b", "difference",
        "flips", "mcnemar_p", "alpha", "worse"]' "$SHARED/better"
    holds '.axis == "sentiment" and .documents == 125 and .alpha == 0.05' \
        "$SHARED/better"
    holds '(.a, .b) | keys_unsorted == ["model", "accuracy", "macro_f1"]' \
        "$SHARED/better"
    holds '.difference | keys_unsorted == ["accuracy", "accuracy_interval",
        "macro_f1", "macro_f1_interval"]' "$SHARED/better"
    holds '.flips | keys_unsorted ==
        ["right_to_wrong", "wrong_to_right", "wrong_to_wrong"]' \
        "$SHARED/better"
}

@test "the figures of each model are those of eval" {
    for model in a=$A b=$B; do
        "$TENOR" eval --format json --samples 0 "${model#*=}" "$C" >alone
        jq -e --slurpfile alone alone ".${model%%=*} as \$m | \$alone[0]
            | .accuracy == \$m.accuracy and .macro_f1 == \$m.macro_f1" \
            "$SHARED/better"
        holds ".${model%%=*}.model == \"$(basename "${model#*=}")\"" \
            "$SHARED/better"
    done
}

@test "flips are counted" {
    counted '$1 == $2 && $1 != $3' flips.right_to_wrong
    counted '$1 != $2 && $1 == $3' flips.wrong_to_right
    counted '$1 != $2 && $1 != $3 && $2 != $3' flips.wrong_to_wrong
    holds '.flips | .wrong_to_right > .right_to_wrong' "$SHARED/better"
}

@test "the difference is B - A, in its interval" {
    for figure in accuracy macro_f1; do
        holds ".b.$figure - .a.$figure - .difference.$figure
            | fabs < 0.00001" "$SHARED/better"
        holds ".difference | .$figure as \$v | .${figure}_interval
            | .[0] <= \$v and \$v <= .[1] and .[0] > 0" "$SHARED/better"
    done
    holds '(.flips.wrong_to_right - .flips.right_to_wrong) / .documents
        - .difference.accuracy | fabs < 0.00001' "$SHARED/better"
}

@test "the other way round everything changes its sign" {
    cat "$SHARED/better" "$SHARED/worse" | jq -es '.[0] as $x | .[1]
        | .a == $x.b and .b == $x.a and .mcnemar_p == $x.mcnemar_p
        and .difference.accuracy == 0 - $x.difference.accuracy
        and .flips.right_to_wrong == $x.flips.wrong_to_right
        and .flips.wrong_to_right == $x.flips.right_to_wrong'
}

@test "p of McNemar's test: ten lost, two won" {
    swapped
    yes $'x\tdreadful awful' | head -10 >t.tsv
    printf 'x\thappy splendid\nx\tsplendid lovely\n' >>t.tsv
    run -1 "$TENOR" compare --format json a b t.tsv
    holds '.flips == {right_to_wrong: 10, wrong_to_right: 2,
        wrong_to_wrong: 0}'
    holds '.mcnemar_p - 158 / 4096 | fabs < 0.0000001'
    holds '.worse'
}

@test "exit status: 1 when B is worse, else 0" {
    [ "$(cat "$SHARED/status")" -eq 1 ]
    holds .worse "$SHARED/worse"
    holds '.worse | not' "$SHARED/better"
    run -1 --separate-stderr "$TENOR" compare "$B" "$A" "$C"
    [ -z "$stderr" ]
    grep -q '^verdict    B is significantly worse, at 0.05$' <<<"$output"
    run -0 --separate-stderr "$TENOR" compare "$A" "$B" "$C"
    [ -z "$stderr" ]
    grep -q '^verdict    B is not significantly worse, at 0.05$' <<<"$output"
}

@test "a model compared with itself" {
    run -0 "$TENOR" compare --format json --flips flips "$A" "$A" "$C"
    holds '.difference == {accuracy: 0, accuracy_interval: [0, 0],
        macro_f1: 0, macro_f1_interval: [0, 0]}'
    holds '.mcnemar_p == 1 and ([.flips[]] | add) == 0 and (.worse | not)'
    [ "$(cat flips)" = $'line\tlabel\ta\tb\ttext' ]
    run -0 "$TENOR" compare "$A" "$A" "$C"
    ! grep -q '^ *line ' <<<"$output"
}

@test "--alpha: intervals and verdict" {
    "$TENOR" compare --format json --alpha 0.5 "$A" "$B" "$C" >half
    holds '.alpha == 0.5' half
    cat "$SHARED/better" half | jq -es 'map(.difference.accuracy_interval)
        | .[0][0] < .[1][0] and .[0][1] > .[1][1]'
    # Five lost and none won: p is 1/16.
    yes $'x\tdreadful awful' | head -5 >t.tsv
    swapped
    run -1 "$TENOR" compare --format json --alpha 0.07 a b t.tsv
    holds '.mcnemar_p == 0.0625'
    for alpha in 0 1 -1 2; do
        hints 2 "tenor compare: --alpha must be above 0 and below 1" \
            "$TENOR" compare --alpha $alpha "$A" "$B" "$C"
    done
}

@test "samples and seed of the bootstrap" {
    cd "$SHARED" || return 1
    "$TENOR" compare --format json --seed 1 --samples 1000 poor good c.tsv |
        cmp - better
    "$TENOR" compare --format json --seed 2 poor good c.tsv >other
    run ! cmp -s other better
    diff <(jq 'del(.difference[] | arrays)' other) \
        <(jq 'del(.difference[] | arrays)' better)
    hints 2 "tenor compare: --samples must be above 0" \
        "$TENOR" compare --samples 0 poor good c.tsv
}

@test "--flips: all texts with another guess, in order" {
    [ "$(head -1 "$SHARED/flips")" = $'line\tlabel\ta\tb\ttext' ]
    awk -F '\t' -v OFS='\t' '$2 != $3 { print NR, $0 }' "$SHARED/guesses" \
        >wanted
    [ -s wanted ]
    tail -n +2 "$SHARED/flips" | cut -f 1-4 | diff - wanted
    tail -n +2 "$SHARED/flips" | cut -f 1 | while read -r line; do
        sed -n "${line}p" "$C" | cut -f 2-
    done >wanted
    tail -n +2 "$SHARED/flips" | cut -f 5- | diff - wanted
}

@test "text shows the first ten of them" {
    run -0 "$TENOR" compare "$A" "$B" "$C"
    sed -n '/^ *line /,$p' <<<"$output" | tail -n +2 |
        awk '{ print $1, $2, $3, $4 }' >shown
    head -11 "$SHARED/flips" | tail -n +2 | cut -f 1-4 | tr '\t' ' ' |
        diff shown -
}

@test "the options of corpora" {
    (cd "$SHARED" && jq -Rc 'split("\t") | {y: .[0], x: .[1]}' c.tsv |
        sed 's/"neutral"/"none"/' |
        "$TENOR" compare --format json --in jsonl --label-column y \
            --text-column x --map none=neutral --axis sentiment \
            poor good - | cmp - better)
}

@test "axes without the same labels" {
    small_corpus two.tsv
    quick two two.tsv
    quick other --map good=fine two.tsv
    for model in two other; do
        complains 2 "tenor compare: axis 'sentiment' of the first model and axis 'sentiment' of the second have not the same labels" \
            "$TENOR" compare "$A" $model "$C"
    done
    complains 2 "tenor compare: axis 'sentiment' of the first model *" \
        "$TENOR" compare two other two.tsv
    quick tone --axis tone two.tsv
    run -0 "$TENOR" compare two tone two.tsv
    hints 2 "tenor compare: tone has no axis 'sentiment'" \
        "$TENOR" compare --axis sentiment two tone two.tsv
    hints 2 "tenor compare: two has no axis 'tone'" \
        "$TENOR" compare --axis tone two tone two.tsv
}

@test "bad models, bad corpora, bad options" {
    complains 3 "tenor compare: missing: *" \
        "$TENOR" compare missing "$B" "$C"
    complains 3 "tenor compare: $C: not a tenor model" \
        "$TENOR" compare "$A" "$C" "$C"
    : >empty.tsv
    complains 2 "tenor compare: 'empty.tsv' has no documents" \
        "$TENOR" compare "$A" "$B" empty.tsv
    complains 2 "tenor compare: cannot open 'missing.tsv': *" \
        "$TENOR" compare "$A" "$B" missing.tsv
    printf 'negative\tx\nawful\tx\n' >bad.tsv
    complains 2 "tenor compare: bad.tsv:2: label 'awful' is not in axis *" \
        "$TENOR" compare --flips flips "$A" "$B" bad.tsv
    [ ! -e flips ]
    hints 2 "tenor compare: 'x' is no label mapping; *" \
        "$TENOR" compare --map x "$A" "$B" "$C"
    complains 2 "tenor compare: cannot create 'missing/flips': *" \
        "$TENOR" compare --flips missing/flips "$A" "$B" "$C"
}

@test "a full disk is an error, whatever the verdict" {
    [ -e /dev/full ] || skip "no /dev/full"
    run -2 --separate-stderr bash -c \
        "\"\$TENOR\" compare '$B' '$A' '$C' >/dev/full"
    lines_are 1
    [[ $stderr == "tenor compare: cannot write to standard output: "* ]]
}
