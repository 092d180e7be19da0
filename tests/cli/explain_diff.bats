#!/usr/bin/env bats
# tenor explain --diff: which edits moved a margin.

load helper

setup_file() {
    export SHARED=$BATS_FILE_TMPDIR
    cd "$SHARED" || return 1
    small_corpus c.tsv
    quick linear --poles bad,good c.tsv
    quick kernel --kernel rbf c.tsv
    jq -c '{label: .sentiment, text}' "$STARTER"/part-a.jsonl >a.jsonl
    jq -c '{label: .sentiment, text}' "$STARTER"/part-b.jsonl >b.jsonl
    cat >recipe <<'END'
axis s sentence
scope sentences
corpus ./a.jsonl MIT
articles ./b.jsonl MIT
axis t headline
scope title
corpus ./a.jsonl MIT
END
    "$TENOR" train "${QUICK[@]}" --recipe recipe -o page
}

setup() {
    cd "$BATS_TEST_TMPDIR" || return 1
    M=$SHARED/linear
    printf 'A dreadful morning.\nThe choir sang in a cold room.\n' >before
    printf 'A splendid morning.\n\nThe happy choir sang in a room.\n' >after
}

@test "edits with their lines, the strongest first" {
    run -0 "$TENOR" explain -m "$M" --axis sentiment --label good before \
        --diff after
    [ "${lines[0]}" = 'before before, after after' ]
    [ "${lines[1]}" = 'sentiment: good' ]
    grep -qE '^ +\+0\.[0-9]{4}  1:1 +removed \[dreadful\] -0\.[0-9]{4} added \[splendid\] \+0\.[0-9]{4}$' \
        <<<"$output"
    grep -qE '^ +\+0\.[0-9]{4}  2:3 +added \[happy\] \+0\.[0-9]{4}$' \
        <<<"$output"
    grep -qE '^ +\+0\.[0-9]{4}  2:3 +removed \[cold\] -0\.[0-9]{4}$' \
        <<<"$output"
    run -0 "$TENOR" explain -m "$M" --label good before --diff after \
        --format json
    holds '.axes.sentiment.edits | map(.moved | fabs)
        | . == (sort | reverse) and length == 3'
    holds '.axes.sentiment.edits | map([.removed.text, .added.text])
        | sort == [["", "happy"], ["cold", ""], ["dreadful", "splendid"]]'
}

# adds_up FILE...: the rows of tables add up as they are printed.
adds_up() {
    awk '
        / before .* %/ && NF >= 4 && $1 == "before" { before = $2 }
        $1 == "after" && / % / { after = $2 }
        $1 ~ /^[+-][0-9]/ {
            if (/ in all$/) {
                tables++
                if (sprintf("%.4f", sum) + 0 != $1 + 0 ||
                    sprintf("%.4f", after - before) + 0 != $1 + 0) bad++
                sum = 0
            } else sum += $1
        }
        END { exit bad || !tables }' "$1"
}

@test "what is printed adds up" {
    for top in 0 1 2 5 100; do
        "$TENOR" explain -m "$M" before --diff after --top $top >text
        adds_up text
    done
    for model in "$SHARED/page" "$M"; do
        for one in "$ARTICLES"/*.txt; do
            for other in "$ARTICLES"/*.txt; do
                "$TENOR" explain -m "$model" --top 7 "$one" --diff "$other" \
                    >text
                grep -q 'in all$' text || continue
                adds_up text
            done
        done
    done
}

@test "many edits that are each too small to be seen are told as one sum" {
    for _ in {1..4000}; do echo 'The awful train was late.'; done >one
    sed 's/awful/lovely/' one >two
    "$TENOR" explain one --diff two --axis sentiment \
        --label positive >text
    "$TENOR" explain one --diff two --axis sentiment \
        --label positive --format json >json
    adds_up text
    jq -e '.axes.sentiment | (.edits | length) == 4000
        and all(.edits[]; (.moved | fabs) < 0.001)' json
    jq -r '.axes.sentiment.rest' json >rest
    awk 'NR == FNR { rest = $1; next }
        /words that stayed/ { near = ($1 - rest) ^ 2 < 1e-7 }
        END { exit !near }' rest text
}

@test "JSON adds up, has the margins of explain and the places of edits" {
    # jq counts characters, and places are in bytes.
    one=one other=other
    LC_ALL=C tr -cd '\0-\177' <"$ARTICLES/rail-delays.txt" >one
    LC_ALL=C tr -cd '\0-\177' <"$ARTICLES/harbour-contract.txt" >other
    "$TENOR" explain -m "$SHARED/page" --label positive --format json "$one" \
        --diff "$other" >diff
    "$TENOR" explain -m "$SHARED/page" --label positive --format json "$one" \
        "$other" | jq -s . >both
    jq -e --slurpfile both both --rawfile one "$one" --rawfile other "$other" '
        $both[0] as [$a, $b] | .axes | to_entries | all(
            .key as $axis | .value | select(has("edits"))
            | .before.margin == $a.axes[$axis].margin
            and .after.margin == $b.axes[$axis].margin
            and .moved == .after.margin - .before.margin
            and (([.edits[].moved] | add) + .rest - .moved | fabs) < 1e-9
            and all(.edits[]; (.added.contribution - .removed.contribution
                - .moved | fabs) < 1e-12
                and .removed.text == $one[.removed.begin:.removed.end]
                and .added.text == $other[.added.begin:.added.end]
                and .removed.line == ($one[:.removed.begin] + "."
                    | split("\n") | length)
                and .added.line == ($other[:.added.begin] + "."
                    | split("\n") | length)))' diff
}

@test "the same text moves nothing; one without a label has no edits" {
    run -0 "$TENOR" explain -m "$M" before --diff before --format json
    holds '.axes.sentiment | .moved == 0 and .edits == [] and .rest == 0
        and .coarse == false'
    : >empty
    run -0 "$TENOR" explain -m "$M" before --diff empty --format json
    holds '.axes.sentiment | keys_unsorted == ["before", "after"]
        and .after == {"status": "empty"}'
    run -0 "$TENOR" explain -m "$M" before --diff empty
    [[ $output == *"one of the texts has no label"* ]]
}

@test "stretches that differ too much are said to be one edit" {
    for _ in {1..3000}; do echo 'the awful train was late'; done >one
    for _ in {1..3000}; do echo 'happy children and a lovely garden'; done >two
    run -0 "$TENOR" explain -m "$M" --label good one --diff two
    [[ $output == *"Long passages differ so much"* ]]
    run -0 "$TENOR" explain -m "$M" --label good one --diff two --format json
    holds '.axes.sentiment | .coarse and (.edits | length == 1)'
}

@test "any bytes" {
    printf 'A \xff\x00 cold \xe2\x80 room \xd8\xa7\xd9\x84' >bytes
    run -0 --separate-stderr "$TENOR" explain -m "$M" before --diff bytes \
        --format json
    holds '.axes.sentiment.edits | length > 0'
    "$TENOR" explain -m "$M" bytes --diff before >/dev/null
}

@test "wrong usage" {
    hints 2 '*--diff is for one FILE*' "$TENOR" explain -m "$M" before after \
        --diff after
    hints 2 '*--check and --diff are two questions*' "$TENOR" explain -m "$M" --check before \
        --diff after
    complains 2 '*cannot open*missing*' "$TENOR" explain -m "$M" before \
        --diff missing
    hints 2 '*both standard input*' "$TENOR" explain -m "$M" --diff -
    complains 2 '*non-linear kernel*' "$TENOR" explain -m "$SHARED/kernel" \
        before --diff after
}
