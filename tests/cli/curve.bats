#!/usr/bin/env bats
# tenor curve: sizes, figures, and what they forecast.

load helper

FAST=(-q --no-search --folds 3 --ngrams 1 --characters 0)

setup_file() {
    cd "$BATS_FILE_TMPDIR"
    jq -r '[.sentiment, .text] | @tsv' "$STARTER"/part-?.jsonl >docs.tsv
    "$TENOR" curve "${FAST[@]}" --format json docs.tsv >measured
}

setup() {
    cd "$BATS_TEST_TMPDIR" || return 1
    DOCS=$SHARED/docs.tsv
}

@test "a JSON object with these keys in this order" {
    [ "$(wc -l <"$SHARED/measured")" -eq 1 ]
    holds 'keys_unsorted == ["axis", "documents", "folds", "held_out",
        "points", "fit", "doubled", "warning"]' "$SHARED/measured"
    holds '.points[] | keys_unsorted == ["documents", "accuracy",
        "accuracy_interval", "macro_f1", "macro_f1_interval"]' \
        "$SHARED/measured"
    holds '(.fit | keys_unsorted) == ["a", "b", "c", "off"]
        and (.doubled | keys_unsorted)
            == ["documents", "gain", "gain_interval"]' "$SHARED/measured"
}

@test "sizes from an eighth to all that is left, evenly in the logarithm" {
    holds '.documents == 375 and .folds == 3 and .held_out == 375
        and [.points[].documents] == [31, 44, 63, 88, 125, 177, 250]' \
        "$SHARED/measured"
    "$TENOR" curve "${FAST[@]}" --points 4 --format json "$DOCS" >four
    holds '[.points[].documents] == [31, 63, 125, 250]' four
    # The same sizes, the same documents, the same models.
    jq -e --slurpfile m "$SHARED/measured" \
        '[.points[]] == [$m[0].points[0, 2, 4, 6]]' four
}

@test "the last size is that of cv" {
    "$TENOR" cv "${FAST[@]}" --format json "$DOCS" >cv
    jq -e --slurpfile m "$SHARED/measured" '
        def figures: [.accuracy, .accuracy_interval, .macro_f1,
                      .macro_f1_interval];
        figures == ($m[0].points[-1] | figures)' cv
}

@test "the law, its residual and the gain, recomputed" {
    jq -e '. as $m | def near($x): . - $x | fabs < 0.0001;
        .fit as $f | def error: $f.a + $f.b * pow(.; -$f.c);
        ([.points[] | (.documents | error) - (1 - .accuracy) | . * .]
            | add / length | sqrt | near($f.off))
        and ((.documents | error) - (2 * .documents | error)
            | near($m.doubled.gain))
        and $f.a >= 0 and $f.b >= 0 and $f.c > 0 and $f.c <= 2
        and .doubled.documents == 750
        and (.doubled | .gain as $g | .gain_interval
            | .[0] <= $g and $g <= .[1])' "$SHARED/measured"
}

@test "more documents are better, and the forecast is that they stay so" {
    holds '.points[-1].accuracy > .points[0].accuracy + 0.05
        and .doubled.gain > 0' "$SHARED/measured"
}

@test "text: sizes and the sentence" {
    run -0 --separate-stderr "$TENOR" curve "${FAST[@]}" "$DOCS"
    [ -z "$stderr" ]
    [ "${lines[0]}" = "axis       sentiment" ]
    [ "${lines[1]}" = "documents  375, 375 of them held out in 3 folds" ]
    [ "$(grep -cE '^ +[0-9]+  0\.' <<<"$output")" -eq 7 ]
    grep -qE '^twice as many labels \(750 documents\) would bring about \+[0-9]+\.[0-9] points of accuracy$' \
        <<<"$output"
}

@test "a line on stderr for each fold" {
    run -0 --separate-stderr "$TENOR" curve "${FAST[@]:1}" --points 4 "$DOCS"
    lines_are 4
    [ "${stderr_lines[0]}" = "375 documents, 3 labels" ]
    [[ ${stderr_lines[3]} == "fold 3 of 3: accuracy 0."*" with 31 documents to 0."*" with 250" ]]
}

@test "a warning where documents are few, or far from the law" {
    holds '.warning == null or (.warning | test("law"))' "$SHARED/measured"
    head -120 "$DOCS" >few.tsv
    "$TENOR" curve "${FAST[@]}" --points 4 --format json few.tsv >few
    holds '.warning | test("^fewer than 200 documents")' few
    run -0 "$TENOR" curve "${FAST[@]}" --points 4 few.tsv
    [[ ${lines[-1]} == "warning: fewer than 200 documents "* ]]
}

@test "with the search: settings are chosen on all that is left" {
    head -120 "$DOCS" >few.tsv
    for threads in 1 2; do
        "$TENOR" curve -q --folds 3 --points 4 -j $threads --format json \
            few.tsv >$threads
    done
    cmp 1 2
    "$TENOR" cv -q --folds 3 --format json few.tsv >cv
    jq -e --slurpfile cv cv \
        '.points[-1].accuracy == $cv[0].accuracy' 1
}

@test "threads and run have no influence" {
    for threads in 1 2; do
        "$TENOR" curve "${FAST[@]}" -j $threads --format json "$DOCS" >again
        cmp again "$SHARED/measured"
    done
    "$TENOR" curve "${FAST[@]}" --seed 2 --format json "$DOCS" >other
    ! cmp -s other "$SHARED/measured" || false
}

@test "a large corpus: three folds are enough, of five" {
    # 13400 short texts of which a fifth is 2680.
    awk 'BEGIN { for (i = 0; i < 13400; i++)
        print (i % 2 ? "a" : "b") "\t" (i % 2 ? "one" : "two") " " i }' >c.tsv
    "$TENOR" curve -q --no-search --ngrams 1 --characters 0 --points 4 \
        --format json c.tsv >large
    holds '.folds == 3 and .held_out == 8040' large
}

@test "groups: a label that they give away is not learned" {
    {
        echo label,author,text
        for i in {1..20}; do
            for j in {1..6}; do
                echo "$([ $((i % 2)) -eq 0 ] && echo good || echo bad),$i,A day of week $((i * 7 % 11 + j * 5 % 7)) in town. Signed: writer$i of street$i."
            done
        done
    } >c.csv
    "$TENOR" curve "${FAST[@]}" --points 4 --format json c.csv >leaking
    "$TENOR" curve "${FAST[@]}" --points 4 --format json \
        --group-column author c.csv >grouped
    holds '.points[-1].accuracy > 0.95' leaking
    holds '.points[-1].accuracy < 0.7' grouped
}

@test "several labels a document: a block for each" {
    jq -c '{label: [.sentiment, .hostility], text}' \
        "$STARTER"/part-?.jsonl >c.jsonl
    "$TENOR" curve "${FAST[@]}" --points 4 --format json --multi-label \
        c.jsonl >several
    [ "$(wc -l <several)" -eq 5 ]
    jq -es 'all(.[]; .points | length == 4)' several
}

@test "sizes begin where each label has two documents" {
    { grep -v ^neutral "$DOCS" && grep ^neutral "$DOCS" | head -9; } >c.tsv
    "$TENOR" curve "${FAST[@]}" --points 4 --format json c.tsv >rare
    holds '.points[0].documents > .points[-1].documents / 8' rare
}

@test "too few documents, one label, nothing to read" {
    small_corpus c.tsv
    complains 2 "tenor curve: too few documents for a curve of 7 sizes up to \
4: each needs two documents of each label" "$TENOR" curve "${FAST[@]}" c.tsv
    printf 'a\tx\na\ty\n' >one.tsv
    complains 2 "tenor curve: all documents have the label 'a'; *" \
        "$TENOR" curve -q one.tsv
    { cat "$DOCS" && printf 'rare\tone text\nrare\tanother\n'; } >rare.tsv
    complains 2 "tenor curve: label 'rare': 1 document is left *" \
        "$TENOR" curve "${FAST[@]}" rare.tsv
    complains 2 "tenor curve: *missing.tsv*" "$TENOR" curve -q missing.tsv
}

@test "wrong usage" {
    for points in 3 21; do
        hints 2 "tenor curve: --points must be from 4 to 20" \
            "$TENOR" curve --points $points "$DOCS"
    done
    hints 2 "tenor curve: there is no option '-o'" "$TENOR" curve -o m "$DOCS"
    hints 2 "tenor curve: there is no option '--folds-out'" \
        "$TENOR" curve --folds-out f "$DOCS"
}
