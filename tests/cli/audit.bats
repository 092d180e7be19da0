#!/usr/bin/env bats
# tenor audit: what it finds in a corpus that we have made wrong.

load helper

setup_file() {
    cd "$BATS_FILE_TMPDIR"
    make_corpus >c.tsv
    # Two test texts stand in the corpus, one of them nearly.
    printf '%s\t%s\n' \
        good 'The Splendid river festival, number 2, was lovely and happy.' \
        bad 'Nothing like it is anywhere else in here.' \
        bad 'the awful river strike number 7 was cold and dreadful!' >test.tsv
    "$TENOR" audit "${FAST[@]}" --format json --test test.tsv c.tsv >found
}

setup() {
    cd "$BATS_TEST_TMPDIR" || return 1
    CORPUS=$SHARED/c.tsv FOUND=$SHARED/found
}

FAST=(-q --no-search --ngrams 1 --characters 0 --folds 3)

# Lines 1 to 120 of two labels. Every sixth good one is of an outlet with a
# dateline. Lines 11 and 14 have the other label; 121 and 122 are the same text
# with two labels, 123 says nothing; 124 to 128 end alike.
make_corpus() {
    local i
    for ((i = 1; i <= 120; i++)); do
        if ((i % 2)); then
            printf '%s\tThe awful river strike number %d was cold and dreadful.\n' \
                "$( ((i == 11)) && echo good || echo bad)" "$i"
        else
            printf '%s\t%sThe splendid river festival number %d was lovely and happy.\n' \
                "$( ((i == 14)) && echo bad || echo good)" \
                "$( ((i % 6)) || echo 'OVERTON (Ledger) - ')" "$i"
        fi
    done
    printf 'good\tA lovely walk by the old canal on a splendid day.\n'
    printf 'bad\tA lovely walk, by the old canal, on a splendid day!\n'
    printf 'bad\t...\n'
    for word in walls roofs doors gates locks; do
        printf 'bad\tThe %s were awful. Write to us at the usual place.\n' $word
    done
}

@test "one object a finding, with these keys in this order, the worst first" {
    holds 'keys_unsorted[:7] == ["line", "kind", "label", "suggested",
        "confidence", "text", "file"]' "$FOUND"
    jq -se 'map(.confidence) | . == (sort | reverse)' "$FOUND"
    jq -se 'map(.kind) | unique == ["boilerplate", "duplicate", "empty",
        "label", "leak", "test"]' "$FOUND"
    jq -se --arg c c.tsv 'all(.file == $c)' "$FOUND"
}

@test "labels that are wrong come first, with the one that is right" {
    jq -se '[.[] | select(.kind == "label")][:2] | sort_by(.line)
        | map([.line, .label, .suggested])
            == [[11, "good", "bad"], [14, "bad", "good"]]' "$FOUND"
    jq -se '.[] | select(.line == 14 and .kind == "label")
        | .text == "The splendid river festival number 14 was lovely and happy."' \
        "$FOUND"
}

@test "a near-duplicate with another label" {
    jq -se '[.[] | select(.kind == "duplicate")] | length == 1
        and (.[0] | .line == 122 and .label == "bad" and .suggested == "good"
            and .other_line == 121 and .similarity == 1
            and .other_file == "c.tsv")' "$FOUND"
}

@test "texts in both parts, and how alike they are" {
    jq -se '[.[] | select(.kind == "test")] | map([.line, .other_line])
        == [[2, 1], [7, 3]] and all(.other_file == "test.tsv"
            and .suggested == null and .similarity == 1)' "$FOUND"
}

@test "a text that says nothing, a beginning and a sentence of many" {
    jq -se '[.[] | select(.kind == "empty")] | map(.line) == [123]' "$FOUND"
    jq -se '[.[] | select(.kind == "boilerplate")]
        | map([.line, .documents, .text])
        == [[6, 20, "OVERTON (Ledger) - The splendid river festival"],
            [124, 5, "Write to us at the usual place"]]' "$FOUND"
}

@test "words that give the source away, and what they are worth" {
    jq -se '[.[] | select(.kind == "leak")] | map(.text) | sort
        == ["Ledger", "OVERTON"]' "$FOUND"
    jq -se '.[] | select(.kind == "leak") | .label == "good" and .line == 6
        and .documents == 20 and .dateline and .confidence == 1
        and .accuracy >= .accuracy_without' "$FOUND"
}

@test "the same bytes with any number of threads" {
    cd "$SHARED"
    "$TENOR" audit "${FAST[@]}" -j 3 --format json --test test.tsv c.tsv |
        cmp - found
    "$TENOR" audit "${FAST[@]}" -j 1 --format json --test test.tsv \
        -o "$BATS_TEST_TMPDIR/one" c.tsv
    cmp "$BATS_TEST_TMPDIR/one" found
}

@test "a summary for people and the worst of each kind" {
    run -0 --separate-stderr "$TENOR" audit "${FAST[@]}" --top 1 "$CORPUS"
    [ -z "$stderr" ]
    [[ ${lines[0]} == "documents    128 in 1 corpus" ]]
    grep -q '^label        [0-9]* labels' <<<"$output"
    grep -q '^label: the worst 1 of ' <<<"$output"
    grep -q '^leak: the worst 1 of 2$' <<<"$output"
    grep -q '^Without the words that give the source away, accuracy' \
        <<<"$output"
    run -1 grep '^test' <<<"$output"
}

@test "several corpora: each finding names its own" {
    head -60 "$CORPUS" >a.tsv
    tail -n +61 "$CORPUS" >b.tsv
    "$TENOR" audit "${FAST[@]}" --format json a.tsv b.tsv >both
    jq -se '[.[] | select(.kind == "duplicate")]
        | map([.file, .line, .other_line]) == [["b.tsv", 62, 61]]' both
    jq -se '[.[] | select(.kind == "label")][:2]
        | all(.file == "a.tsv")' both
}

@test "with a group, what tells the group, and whole groups held out" {
    awk -F '\t' -v OFS='\t' '{ print $1, NR % 6 ? NR % 3 : "ledger", $2 }' \
        "$CORPUS" >g.tsv
    run -0 "$TENOR" audit "${FAST[@]}" --label-column 1 --group-column 2 \
        --text-column 3 g.tsv
    grep -q '^leak         2 ' <<<"$output"
    grep -q '^With whole groups held out, accuracy is 0' <<<"$output"
}

@test "documents with several labels: each axis is named" {
    sed 's/^good\t/good,news\t/; s/^bad\t/news\t/' "$CORPUS" |
        sed '20,30s/news\t/\t/; 20,30s/,\t/\t/' >m.tsv
    "$TENOR" audit "${FAST[@]}" --multi-label --format json m.tsv >found
    jq -se 'map(.axis) | unique == ["sentiment.good", "sentiment.news"]' found
    jq -se '[.[] | select(.kind == "label" and .axis == "sentiment.good")][0]
        | .label == "good" and .suggested == "not good"' found
}

@test "a second opinion, whose labels have other names, tells noise" {
    # No adjective is in two texts: only the other model knows them.
    local adverse=(awful dreadful grim rotten vile horrid nasty bleak)
    local kind=(splendid lovely fine happy bright superb cheerful pleasant)
    for i in {0..7}; do
        for thing in coat boat; do
            printf 'down\tOne %s %s.\nup\tOne %s %s.\n' \
                "${adverse[i]}" $thing "${kind[i]}" $thing
        done
    done >other.tsv
    for i in {0..7}; do
        printf 'bad\t%s day %d.\n%s\t%s day %d.\n' "${adverse[i]}" "$i" \
            "$( ((i == 3)) && echo bad || echo good)" "${kind[i]}" "$i"
    done >c.tsv
    "$TENOR" train "${FAST[@]}" -o other.tenor other.tsv
    "$TENOR" audit "${FAST[@]}" --format json --with other.tenor c.tsv >found
    jq -se '[.[] | select(.kind == "label")][0]
        | .line == 8 and .suggested == "good"' found
    "$TENOR" audit "${FAST[@]}" -j 3 --format json --with other.tenor c.tsv |
        cmp - found
    "$TENOR" audit "${FAST[@]}" --format json c.tsv >alone
    run -1 cmp -s alone found
}

@test "a model that knows the corpus is no second opinion" {
    "$TENOR" train "${FAST[@]}" -o knows.tenor "$CORPUS"
    run -0 --separate-stderr "$TENOR" audit "${FAST[@]}" \
        --with knows.tenor "$CORPUS"
    grep -q "^tenor audit: 'knows.tenor' was trained on '$CORPUS'" <<<"$stderr"
    sed 1d "$CORPUS" >less.tsv
    run -0 --separate-stderr "$TENOR" audit "${FAST[@]:1}" \
        --with knows.tenor less.tsv
    run -1 grep 'was trained on' <<<"$stderr"
}

@test "texts give vectors of words, and labels of theirs are not looked at" {
    "$TENOR" audit "${FAST[@]}" --format json --texts "$CORPUS" "$CORPUS" >one
    sed 's/^[a-z]*/x/' "$CORPUS" >texts.tsv
    "$TENOR" audit "${FAST[@]}" --format json --texts texts.tsv --map x=- \
        "$CORPUS" | cmp - one
    "$TENOR" audit "${FAST[@]}" --format json "$CORPUS" >none
    run -1 cmp -s one none
}

@test "usage and data errors" {
    hints 2 "tenor audit: --with needs a linear kernel" \
        "$TENOR" audit --kernel rbf --with x.tenor "$CORPUS"
    complains 2 "tenor audit: texts need a linear kernel" \
        "$TENOR" audit -q --kernel rbf --texts "$CORPUS" "$CORPUS"
    complains 3 "tenor audit: none.tenor: cannot open 'none.tenor'*" \
        "$TENOR" audit "${FAST[@]}" --with none.tenor "$CORPUS"
    complains 3 "tenor audit: '*target.tenor' has no opinion of texts: *" \
        "$TENOR" audit "${FAST[@]}" \
        --with "$TENOR_ROOT/model/target.tenor" "$CORPUS"
    complains 2 "tenor audit: cannot open 'none.tsv'*" \
        "$TENOR" audit "${FAST[@]}" --texts none.tsv "$CORPUS"
    hints 2 "tenor audit: a corpus to audit is missing" "$TENOR" audit
    hints 2 "tenor audit: --repeats must be from 1 to 100" \
        "$TENOR" audit --repeats 0 "$CORPUS"
    hints 2 "tenor audit: --similarity must be from 0.1 to 1" \
        "$TENOR" audit --similarity 1.5 "$CORPUS"
    complains 2 "tenor audit: cannot create *" \
        "$TENOR" audit -q -o no/such/folder "$CORPUS"
    : >empty.tsv
    complains 2 "tenor audit: the corpus has no documents" \
        "$TENOR" audit -q empty.tsv
    complains 3 "tenor audit: '*target.tenor' has no opinion of texts: *" \
        "$TENOR" audit "${FAST[@]}" \
        --with "$TENOR_ROOT/model/target.tenor" "$CORPUS"
    complains 2 "tenor audit: cannot open 'none.tsv'*" \
        "$TENOR" audit "${FAST[@]}" --test none.tsv "$CORPUS"
}
