#!/usr/bin/env bats
# tenor verify MODEL: trained again from its card, a model has the same bytes;
# and what is not so is told.

load helper

setup_file() {
    cd "$BATS_FILE_TMPDIR"
    small_corpus small.tsv
    "$TENOR" train "${QUICK[@]}" -o small small.tsv
}

setup() {
    cd "$BATS_TEST_TMPDIR" || return 1
    cp "$SHARED/small" "$SHARED/small.tsv" .
    cp "$STARTER"/part-[ab].jsonl .
}

# same MODEL ARG...: the model is made again.
same() {
    run -0 --separate-stderr "$TENOR" verify "$@"
    # shellcheck disable=SC2154
    [ "$output" = "$1: trained again, and every byte is the same" ]
    lines_are 0
}

# recipe_of MODEL
recipe_of() {
    "$TENOR" info --format recipe "$1"
}

@test "a model is made again from its card" {
    same small
    same small -j 1
    run -0 "$TENOR" verify -q small
    [ -z "$output" ]
}

@test "the recipe of the card is a recipe" {
    recipe_of small >r
    "$TENOR" train -q --recipe r -o again
    cmp small again
    grep -qx 'chosen ngrams [123]' r && false
    grep -qx 'option ngrams 2' r
    grep -qx "option no-search" r
    ! grep -q "$PWD" r || false
}

@test "names, labels and options of all kinds come through" {
    mv part-a.jsonl 'my part#a\b.jsonl'
    printf 'the # article\n' >'stop words'
    "$TENOR" train -q --folds 3 --axis 'my tone' --unit 'a text' \
        --label-column sentiment --map 'neutral=so so' --poles negative,positive \
        --stop-words 'stop words' --metric 'f1:so so' --max-features 1000 \
        --seed 7 --counts log --characters 2-3 --character-weight 0.3333333333 \
        --min-documents 1 -C 0.1234567891 -o m 'my part#a\b.jsonl' part-b.jsonl
    same m
    recipe_of m >r
    "$TENOR" train -q --recipe r -o again
    cmp m again
    [ "$(recipe_of again)" = "$(cat r)" ]
}

@test "a search is done again, and what it took stands there" {
    "$TENOR" train -q --folds 3 --label-column hostility -o m part-a.jsonl
    same m
    for name in ngrams characters cost weighting stemming; do
        [ "$(recipe_of m | grep -c "^chosen $name ")" -eq 1 ]
    done
    "$TENOR" train -q --folds 3 --label-column hostility --ngrams 1 -o n \
        part-a.jsonl
    recipe_of n | grep -qx 'option ngrams 1'
    [ "$(recipe_of n | grep -c 'chosen ngrams')" -eq 0 ]
}

@test "ordered labels, groups and weights" {
    jq -r '[.sentiment, "g\(.text | length % 40)",
        (.text | length % 5 + 1), .text] | map(tostring) | @tsv' \
        part-a.jsonl >c.tsv
    "$TENOR" train "${QUICK[@]}" --ordered negative,neutral,positive \
        --label-column 1 --group-column 2 --weight-column 3 --text-column 4 \
        -o m c.tsv
    same m
    recipe_of m | grep -qx 'ordered negative neutral positive'
}

@test "documents with several labels" {
    jq -c '{text, label: [.sentiment, .hostility]}' part-a.jsonl >c.jsonl
    "$TENOR" train "${QUICK[@]}" --multi-label -o m c.jsonl
    same m
    jq -r '[.sentiment + ";" + .hostility, .text] | @tsv' part-b.jsonl >c.tsv
    "$TENOR" train "${QUICK[@]}" --multi-label --label-separator ';' -o m c.tsv
    same m
}

@test "kernels and other solvers" {
    "$TENOR" train -q --folds 3 --ngrams 1 --characters 0 --min-documents 1 \
        --kernel poly --degree 2 --gamma 0.5 --coef0 1 -C 1 -o m small.tsv
    same m
    quick m --solver libsvm small.tsv
    same m
    quick m --solver liblinear --loss hinge small.tsv
    same m
}

@test "directories and standard input" {
    mkdir -p texts/good texts/bad
    while IFS=$'\t' read -r label text; do
        echo "$text" >"texts/$label/$RANDOM$RANDOM"
    done <small.tsv
    quick m texts
    same m
    same m --data texts
    mkdir elsewhere
    mv texts elsewhere
    same m --data elsewhere
    quick m --in tsv - <small.tsv
    same m
}

@test "a recipe with all that recipes have" {
    cat >names <<'END'
who: Ann, Bob, Cem
The awful {who} was late again, a disaster.
END
    mkdir corpora folder
    mv part-b.jsonl corpora
    mv part-a.jsonl names folder
    echo mast >folder/stops
    cat >folder/three.recipe <<'END'
swap ./names
option cost 1
option characters 0
option ngrams 2
option folds 3
option min-documents 1
option no-search
option stop-words ./stops
axis sentiment sentence negative positive
scope sentences
note Made for tests,  and no more: \ is a \ here.
corpus ./part-a.jsonl MIT label:sentiment weight:0.5
articles part-b.jsonl MIT label:sentiment
test part-b.jsonl CC0-1.0 label:sentiment neutral=-
axis hostility text civil hostile
option cost 2
corpus ./part-a.jsonl MIT label:hostility
corpus part-b.jsonl MIT label:hostility weight:3
axis headline headline
scope title
corpus ./part-a.jsonl MIT label:wording
END
    "$TENOR" train -q --recipe folder/three.recipe --corpora corpora -o m
    same m --data folder --data corpora
    # By their hashes, whatever their names and folders are.
    mkdir -p deep/er
    mv corpora/part-b.jsonl deep/er/x
    mv folder/names folder/stops folder/part-a.jsonl deep
    mv deep/stops deep/y
    same m --data deep
}

@test "data that is missing or has changed is listed, and nothing is trained" {
    "$TENOR" train "${QUICK[@]}" --label-column sentiment -o m part-a.jsonl \
        part-b.jsonl
    rm part-a.jsonl
    echo >>part-b.jsonl
    run -2 --separate-stderr "$TENOR" verify m
    [ -z "$output" ]
    lines_are 3
    # shellcheck disable=SC2154
    [[ ${stderr_lines[1]} == "missing  part-a.jsonl  SHA-256 "* ]]
    [[ ${stderr_lines[2]} == "changed  ./part-b.jsonl  SHA-256 "* ]]
    complains 2 "tenor verify: cannot open 'nowhere/'*" \
        "$TENOR" verify --data nowhere m
    # Each is judged, and the worst counts.
    run -2 --separate-stderr "$TENOR" verify m small
    [[ $output == "small: trained again"* ]]
}

@test "a damaged model, and what is no model" {
    head -c 1000 small >cut
    complains 3 "tenor verify: cut: damaged model: *" "$TENOR" verify cut
    complains 1 "tenor verify: small.tsv: *" "$TENOR" verify small.tsv
}
