#!/usr/bin/env bats
# tenor explain --target: the tone toward those whom a text names.

load helper

setup_file() {
    cd "$BATS_FILE_TMPDIR" || return 1
    # A model of our own, whose words come from texts as well.
    for i in 1 2 3 4 5 6; do
        printf 'bad\tReport %s says TGTENTITY is a corrupt liar, unlike Bo.\n' $i
        printf 'good\tReport %s says TGTENTITY is a gallant friend of Bo.\n' $i
        printf 'bad\tBo met the corrupt TGTENTITY in town %s.\n' $i
        printf 'good\tBo met the gallant TGTENTITY in town %s.\n' $i
    done >own.tsv
    printf 'x\tthe %s king said\n' corrupt corrupt corrupt corrupt \
        crooked crooked crooked crooked gallant gallant gallant gallant >texts.tsv
    cat >recipe <<'END'
option target on
option no-search
option min-documents 1
option folds 3
axis target sentence bad good
scope sentences
corpus ./own.tsv MIT
texts ./texts.tsv MIT
texts ./own.tsv MIT
END
    "$TENOR" train -q --recipe recipe -o own.tenor
}

setup() {
    cd "$BATS_TEST_TMPDIR" || return 1
    cat >a.txt <<'END'
Mayor Ann Mole is a corrupt liar who betrayed the town, and Mole's friends knew.
The rain stopped at noon.

Everyone praised the brave Bo Reed for his heroic work.
END
}

explain() {
    "$TENOR" explain --format json "$@"
}

@test "each target has the tone of its own sentences" {
    explain --target "Ann Mole|Mole" --target "bo reed" --target Nobody \
        a.txt >json
    jq -e '[.targets[].label] == ["negative", "positive", null]' json
    jq -e '[.targets[].status] == ["ok", "ok", "no_mention"]' json
    jq -e '[.targets[].mentions | length] == [2, 1, 0]' json
    jq -e '.targets[0].mentions == [[6, 14], [60, 64]]' json
    jq -e '[.targets[0].sentences[].sentence] == [0]' json
    jq -e '[.targets[1].sentences[].sentence] == [2]' json
    jq -e '.targets[2] | keys == ["label", "mentions", "status", "target"]' json
}

@test "evidence adds up, and its places are in the text" {
    explain --target Mole --target Reed a.txt >json
    jq -e '.targets | all(.adds_up)' json
    jq -e '.targets | all(.[]; . as $t | all(.features, .words, .sentences;
        (([.[].contribution] | add) + $t.bias - $t.margin | fabs) < 1e-4))' json
    jq -e '.targets | all(.[]; all(.features[].spans[], .mentions[];
        .[0] < .[1] and .[1] <= 165))' json
    jq -e '[.targets[0].features[] | select(.kind == "placed")] | length > 10' json
    for i in 0 1; do
        jq -r ".targets[0].mentions[$i] | @tsv" json | while read -r b e; do
            [ "$(tail -c +$((b + 1)) a.txt | head -c $((e - b)))" = Mole ]
        done
    done
    run -0 "$TENOR" explain --check --target Mole --target Reed --target No a.txt
    [ "$output" = "a.txt: 6 sums checked, 0 differ" ]
}

@test "one target is a page, several are a table" {
    run -0 "$TENOR" explain --target Mole a.txt
    [ "${lines[0]}" = "a.txt: 2 mentions, 1 sentence counted" ]
    [[ ${lines[1]} == "toward Mole: negative "*" %, "* ]]
    [[ ${lines[2]} == "margin "*" = "*" bias "*" for "*" against ("* ]]
    [[ $output == *"Words"*"Sentences"*"Mayor Ann Mole is a corrupt"* ]]
    [[ $output != *TGTENTITY* ]]
    run -0 "$TENOR" explain --target Mole --target Reed --target No a.txt a.txt
    [ "${#lines[@]}" -eq 10 ]
    [[ ${lines[2]} == "Mole "*" 2 "*" 1  negative "* ]]
    [[ ${lines[3]} == "Reed "*" 1 "*" 1  positive "* ]]
    [[ ${lines[4]} == "No "*" 0 "*" 0  -  the text does not name it" ]]
}

@test "the sum of a margin adds up as it is printed" {
    for name in the of "council|they" and; do
        "$TENOR" explain --target "$name" "$ARTICLES"/*.txt
    done >text
    awk '
        function units(x) { return sprintf("%.0f", x * 10000) + 0 }
        /^margin / {
            n++
            if (units($2) != units($4) + units($6) + units($8)) bad = 1
        }
        END { exit bad || n < 8 }' text
}

@test "a text that says nothing gives no label" {
    : >empty
    echo 'Zqx Mole vbnm.' >unknown
    explain --target Mole empty unknown >json
    jq -es 'map(.targets[0].status) == ["no_mention", "no_evidence"]' json
    "$TENOR" explain --target Mole empty | grep -q 'no label: the text does not'
}

@test "wrong targets and inputs are told" {
    complains 2 "tenor explain: the target has no word" \
        "$TENOR" explain --target '' a.txt
    complains 2 "tenor explain: the target has no word" \
        "$TENOR" explain --target '?!|...' a.txt
    complains 2 "tenor explain: the target is longer than 1,000 bytes" \
        "$TENOR" explain --target "$(printf '%01001d' 0)" a.txt
    complains 2 "tenor explain: --target goes without --axis, --label, --title,*" \
        "$TENOR" explain --target Mole --axis sentiment a.txt
    run -1 --separate-stderr explain --target Mole missing a.txt
    jq -es 'map(.status) == ["error", null]' <<<"$output"
    quick plain.tenor "$STARTER"/part-a.jsonl --label-column sentiment
    complains 2 "tenor explain: the model was not trained for targets" \
        "$TENOR" explain -m plain.tenor --target Mole a.txt
}

@test "a model of one's own tells who is meant" {
    echo 'Ann is corrupt, a liar. Bo said: the gallant Cy Pim is a friend.' >b.txt
    explain -m "$SHARED/own.tenor" --target Ann --target Cy b.txt >json
    jq -e '[.targets[].label] == ["bad", "good"]' json
    jq -e '.targets | all(.adds_up)' json
}

@test "words that only the texts have get weights" {
    echo 'Bo met the crooked Ann.' >b.txt
    explain -m "$SHARED/own.tenor" --target Ann b.txt |
        jq -e '[.targets[0].features[] | select(.feature == "crooked")]
            | map(.kind) | sort == ["placed", "word"]'
}

@test "texts need a linear kernel" {
    complains 2 "tenor train: texts need a linear kernel" "$TENOR" train -q \
        --kernel rbf --weighting none --recipe "$SHARED/recipe" -o own.tenor
}

@test "training for targets gives the same bytes with any number of threads" {
    for threads in 1 3; do
        "$TENOR" train -q -j $threads --recipe "$SHARED/recipe" -o $threads.tenor
    done
    cmp 1.tenor 3.tenor
    cmp 1.tenor "$SHARED/own.tenor"
}
