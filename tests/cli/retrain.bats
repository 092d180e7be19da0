#!/usr/bin/env bats
# tenor retrain: a model and more labels to a model.

load helper

setup_file() {
    cd "$BATS_FILE_TMPDIR"
    cp "$STARTER"/part-[abc].jsonl .
    "$TENOR" train "${QUICK[@]}" --label-column sentiment -o old part-a.jsonl \
        part-b.jsonl
    "$TENOR" train "${QUICK[@]}" --label-column sentiment -o union \
        part-a.jsonl part-b.jsonl part-c.jsonl
}

setup() {
    cd "$BATS_TEST_TMPDIR" || return 1
    cp "$SHARED"/old "$SHARED"/part-[abc].jsonl .
}

# retrain ARG...: whatever the gate says of so few texts.
retrain() {
    "$TENOR" retrain -q --force "$@"
}

# probabilities MODEL: of the first label of each article.
probabilities() {
    "$TENOR" score -m "$1" --format json "$ARTICLES"/*.txt |
        jq '.axes.sentiment.p[]'
}

# Margins are within 0.1, see tests/unit/test_earlier.c; here they change the
# kind of calibration, too.
@test "the union is what training from nothing gives, nearly" {
    retrain --add part-c.jsonl -o new old
    paste <(probabilities new) <(probabilities "$SHARED/union") |
        awk '{ d = $1 - $2; if (d < -0.05 || d > 0.05) exit 1 }'
    "$TENOR" info --format json new >card
    "$TENOR" info --format json "$SHARED/union" >wanted
    diff <(jq '.axes[0] | .corpora, .settings, .solver, .features' card) \
        <(jq '.axes[0] | .corpora, .settings, .solver, .features' wanted)
}

@test "any number of threads gives the same bytes, and verify makes them" {
    retrain -j 1 --add part-c.jsonl -o one old
    retrain -j 3 --add part-c.jsonl -o three old
    cmp one three
    run -0 "$TENOR" verify one
    # Without the parent it cannot be known where the solver began.
    mkdir elsewhere
    mv part-?.jsonl one elsewhere
    run -2 --separate-stderr "$TENOR" verify --data elsewhere elsewhere/one
    [[ $stderr == *"it was trained from a model that is not there"* ]]
    run -0 "$TENOR" verify --data elsewhere --data . elsewhere/one
}

@test "the card says what it came from, each time" {
    head -20 part-c.jsonl >few.jsonl
    retrain --add few.jsonl -o new old
    "$TENOR" info --format json new >card
    holds ".lineage == [{parent: \"$(sha256sum old | cut -c -64)\",
        how: \"union\", axis: \"sentiment\", added: [\"few.jsonl\"]}]" card
    tail -20 part-c.jsonl >more.jsonl
    sed -n 21,30p part-c.jsonl >again.jsonl
    retrain --add more.jsonl --add again.jsonl -o newer new
    "$TENOR" info --format json newer >card
    holds '[.lineage[].added] == [["few.jsonl"],
        ["more.jsonl", "again.jsonl"]]' card
    holds '[.axes[0].corpora[].documents] == [125, 125, 20, 20, 10]' card
    run -0 "$TENOR" verify newer
}

@test "a search is not done again" {
    "$TENOR" train -q --folds 3 --label-column sentiment -o searched \
        part-a.jsonl part-b.jsonl
    retrain --add part-c.jsonl -o new searched
    "$TENOR" info --format json searched >was
    "$TENOR" info --format json new >is
    diff <(jq '.axes[0] | .settings, .solver' was) \
        <(jq '.axes[0] | .settings, .solver' is)
    holds '.axes[0].search.tried == []' is
    run -0 "$TENOR" verify new
}

@test "the old model is kept, and the new one in its place" {
    cp old was
    retrain --add part-c.jsonl -o old old
    cmp was old.previous
    run -1 cmp -s was old
    retrain --add part-c.jsonl -o other was
    cmp old other
    [ ! -e other.previous ]
}

@test "a new label, columns, mappings" {
    "$TENOR" train "${QUICK[@]}" --label-column sentiment --map neutral=- \
        -o two part-a.jsonl part-b.jsonl
    retrain --add part-c.jsonl -o three two
    holds '[.axes[0].labels[].name] == ["negative", "neutral", "positive"]' \
        <("$TENOR" info --format json three)
    retrain --map neutral=- --add part-c.jsonl -o new two
    holds '[.axes[0].labels[].name] == ["negative", "positive"]' \
        <("$TENOR" info --format json new)
    jq -r '[.text, .sentiment] | @csv' part-c.jsonl |
        sed '1i words,tone' >c.csv
    retrain --text-column words --label-column tone --add c.csv -o new old
    retrain --add part-c.jsonl -o wanted old
    diff <(probabilities new) <(probabilities wanted)
    run -0 "$TENOR" verify new
    # Columns of JSONL are none of TSV.
    jq -r '[.sentiment, .text] | @tsv' part-c.jsonl >c.tsv
    retrain --add c.tsv -o new old
    diff <(probabilities new) <(probabilities wanted)
}

@test "several labels, ordered labels" {
    for f in a b; do
        jq -c '{text, label: [.sentiment, .hostility]}' part-$f.jsonl >$f.jsonl
    done
    "$TENOR" train "${QUICK[@]}" --multi-label -o several a.jsonl
    retrain --add b.jsonl -o new several
    "$TENOR" train "${QUICK[@]}" --multi-label -o wanted a.jsonl b.jsonl
    diff <("$TENOR" info --format json new | jq '[.axes[].documents]') \
        <("$TENOR" info --format json wanted | jq '[.axes[].documents]')
    "$TENOR" train "${QUICK[@]}" --label-column sentiment \
        --ordered negative,neutral,positive -o ordered part-a.jsonl
    retrain --add part-b.jsonl -o new ordered
    holds '.axes[0].ordered' <("$TENOR" info --format json new)
    run -0 "$TENOR" verify new
}

@test "what is wrong is told, and nothing is written" {
    hints 2 "tenor retrain: one model is expected" "$TENOR" retrain \
        --add part-c.jsonl -o new
    hints 2 "tenor retrain: -o MODEL is missing" "$TENOR" retrain \
        --add part-c.jsonl old
    hints 2 "tenor retrain: one of --add, --add-axis and --remove-axis *" "$TENOR" retrain -o new \
        old
    complains 2 "tenor retrain: cannot open 'none.tsv': *" "$TENOR" retrain -q \
        --add none.tsv -o new old
    hints 2 "tenor retrain: the model has no axis 'x'" "$TENOR" retrain -q \
        --axis x --add part-c.jsonl -o new old
    complains 3 "tenor retrain: part-a.jsonl: not a tenor model" "$TENOR" \
        retrain -q --add part-c.jsonl -o new part-a.jsonl
    mv part-a.jsonl x.jsonl
    echo >>part-b.jsonl
    mkdir data
    mv part-b.jsonl data
    run -2 --separate-stderr "$TENOR" retrain -q --data data \
        --add part-c.jsonl -o new old
    lines_are 3
    [[ ${stderr_lines[1]} == "missing  part-a.jsonl  "* ]]
    [[ ${stderr_lines[2]} == "changed  data/part-b.jsonl  "* ]]
    [ ! -e new ]
}

# three_axes [LINE...]: a model with axes a, b and c; LINE for axis b.
three_axes() {
    cat >three.recipe <<END
option no-search
option ngrams 2
option characters 0
option folds 3
option min-documents 1
option cost 1
axis a text
corpus part-a.jsonl MIT label:sentiment
corpus part-b.jsonl MIT label:sentiment
axis b sentence
corpus part-a.jsonl MIT label:hostility
$(printf '%s\n' "$@")
axis c text
corpus part-b.jsonl MIT label:emotion
END
    "$TENOR" train -q --recipe three.recipe -o three
}

# says MODEL AXIS: what it says of articles on an axis, and why.
says() {
    "$TENOR" score -m "$1" --axes "$2" --format json "$ARTICLES"/*.txt |
        jq -c ".axes.$2 | del(.status)"
    for file in "$ARTICLES"/*.txt; do
        "$TENOR" explain -m "$1" --axis "$2" --format json "$file" |
            jq -c ".axes.$2 | .labels // ., .margin // 0"
    done
    "$TENOR" info --format json "$1" |
        jq -c ".axes[] | select(.name == \"$2\")"
}

# recipe_of MODEL AXIS: the lines of an axis.
recipe_of() {
    "$TENOR" info --format recipe "$1" |
        awk -v axis="$2" '/^axis / { on = $2 == axis } on'
}

@test "nothing that is read is written over" {
    sum=$(sha256sum part-*.jsonl)
    for file in part-a.jsonl part-c.jsonl; do
        complains 2 "tenor retrain: '$file' is a corpus, and would be *" \
            "$TENOR" retrain -q --add part-c.jsonl --label-column sentiment \
            -o $file old
    done
    complains 2 "tenor retrain: './part-c.jsonl' is a corpus, and would be *" \
        "$TENOR" retrain -q --prior --add part-c.jsonl \
        --label-column sentiment -o ./part-c.jsonl old
    hints 2 "tenor retrain: 'part-c.jsonl' is the test, and would be *" \
        "$TENOR" retrain -q --add part-b.jsonl --test part-c.jsonl \
        -o part-c.jsonl old
    complains 2 "tenor train: 'part-c.jsonl' is a corpus, and would be *" \
        "$TENOR" train -q --label-column sentiment -o part-c.jsonl \
        part-b.jsonl part-c.jsonl
    [ "$sum" = "$(sha256sum part-*.jsonl)" ]
}

@test "one axis of several is trained again, the others stay as they are" {
    three_axes 'scope sentences' 'articles part-b.jsonl MIT label:hostility'
    retrain --axis a --add part-c.jsonl -o new three
    holds '[.axes[].name] == ["a", "b", "c"]' \
        <("$TENOR" info --format json new)
    holds '[.axes[].documents] == [375, 125, 125]' \
        <("$TENOR" info --format json new)
    for axis in b c; do
        cmp <(says three $axis) <(says new $axis)
        diff <(recipe_of three $axis) <(recipe_of new $axis)
    done
    recipe_of new a | grep -q 'corpus part-c.jsonl'
    run -0 "$TENOR" verify new
    # The data of the others is not needed.
    retrain --axis b --add part-c.jsonl -o newer new
    for axis in a c; do
        cmp <(says new $axis) <(says newer $axis)
    done
    rm part-b.jsonl
    run -2 "$TENOR" retrain -q --axis c --add part-c.jsonl -o no newer
    hints 2 "tenor retrain: the model has 3 axes; --axis says *" \
        "$TENOR" retrain -q --add part-c.jsonl -o no newer
    [ ! -e no ]
}

@test "the axis is the one that is trained alone" {
    three_axes
    retrain --axis a --add part-c.jsonl -o new three
    "$TENOR" train "${QUICK[@]}" --axis a --unit text \
        --label-column sentiment -o single part-a.jsonl part-b.jsonl
    retrain --add part-c.jsonl -o alone single
    diff <("$TENOR" score -m new --axes a --format json "$ARTICLES"/*.txt |
        jq -c .axes.a.p) \
        <("$TENOR" score -m alone --format json "$ARTICLES"/*.txt |
            jq -c .axes.a.p)
}

@test "axes are taken out and put in" {
    three_axes
    retrain --remove-axis b -o two three
    holds '[.axes[].name] == ["a", "c"]' <("$TENOR" info --format json two)
    [ -z "$(recipe_of two b)" ]
    for axis in a c; do
        cmp <(says three $axis) <(says two $axis)
    done
    retrain --remove-axis a -o one two
    retrain --remove-axis c -o other two
    retrain --add-axis other -o both one
    holds '[.axes[].name] == ["c", "a"]' <("$TENOR" info --format json both)
    for axis in a c; do
        cmp <(says three $axis) <(says both $axis)
        diff <(recipe_of three $axis) <(recipe_of both $axis)
    done
    # It can be trained as before.
    retrain --axis a --map neutral=- --add part-c.jsonl -o new both
    cmp <(says three c) <(says new c)
    complains 2 "tenor retrain: there is an axis 'a' already*" \
        "$TENOR" retrain --add-axis other -o no both
    complains 2 "tenor retrain: no axis would be left" \
        "$TENOR" retrain --remove-axis c -o no one
    "$TENOR" train "${QUICK[@]}" --ngrams 1 --axis x \
        --label-column sentiment -o x part-a.jsonl
    complains 2 "tenor retrain: the models look at texts in different ways" \
        "$TENOR" retrain --add-axis x -o no one
    complains 2 "tenor verify: both: the last step from another model *" \
        "$TENOR" verify both
}

# Plain words that tell the labels apart: enough of them for the gate.
plain_corpus() { # SEED N
    awk -v seed="$1" -v n="$2" 'BEGIN {
        srand(seed)
        split("lovely splendid happy bright fine", good)
        split("dreadful awful cold angry late", bad)
        for (i = 0; i < n; i++) {
            text = "number " int(rand() * 1e9) " of the day was"
            label = i % 2 ? "good" : "bad"
            for (k = 0; k < 3; k++) {
                w = int(rand() * 5) + 1
                text = text " " ((rand() < 0.9) == (label == "good") ? good[w] : bad[w])
            }
            print label "\t" text
        }
    }'
}

# gate STATUS ARG...: with a line for each thing that is judged on stderr.
gate() {
    local status_wanted=$1
    shift
    run -"$status_wanted" --separate-stderr "$TENOR" retrain "$@"
}

@test "the gate: more labels pass, wrong ones do not" {
    plain_corpus 1 1200 >c.tsv
    plain_corpus 2 200 >new.tsv
    plain_corpus 3 1500 >test.tsv
    quick m c.tsv
    gate 0 --add new.tsv -o new m
    grep -q '^gate: 1200 old documents, cross-validated$' <<<"$stderr"
    grep -q '^  recall bad ' <<<"$stderr"
    grep -q '^added labels: the old model agrees with ' <<<"$stderr"
    gate 0 --add new.tsv --test test.tsv -o new m
    grep -q '^gate: 1500 held-out documents$' <<<"$stderr"

    sed 's/^good/x/; s/^bad/good/; s/^x/bad/' new.tsv >wrong.tsv
    cp m was
    gate 1 -q --add wrong.tsv -o m m
    [[ ${stderr_lines[0]} == "tenor retrain: the new model may be worse, "* ]]
    grep -q '^added labels: the old model agrees with 0\.0' <<<"$stderr"
    cmp m was
    [ ! -e m.previous ]
    gate 1 -q --add wrong.tsv --test test.tsv -o m m
    cmp m was
    gate 0 -q --force --add wrong.tsv -o m m
    [[ ${stderr_lines[0]} == *"is taken by force"* ]]
    grep -q '^added labels: ' <<<"$stderr"
    cmp m.previous was
}

@test "the gate: without a new text there is no new model" {
    : >empty.jsonl
    run -1 --separate-stderr "$TENOR" retrain --add empty.jsonl -o new old
    [[ $stderr == *"not taken"*$'\n'"no text was added"* ]]
    [[ $stderr != *"added labels"* ]]
    [ ! -e new ]
}

@test "the gate: a test must not be among the texts" {
    plain_corpus 1 1200 >c.tsv
    plain_corpus 2 200 >new.tsv
    plain_corpus 3 1500 >test.tsv
    quick m c.tsv
    head -50 test.tsv >>new.tsv
    gate 1 --add new.tsv --test test.tsv -o new m
    grep -q '^50 texts of the test were trained on and are left out$' \
        <<<"$stderr"
    grep -q '^test: 50 of its texts are among the added ones$' <<<"$stderr"
    # Old texts are left out without blame.
    plain_corpus 2 200 >new.tsv
    head -50 c.tsv >>test.tsv
    gate 0 --add new.tsv --test test.tsv -o new m
    grep -q '^50 texts of the test were trained on and are left out$' \
        <<<"$stderr"
    complains 2 "tenor retrain: every text of 'c.tsv' was trained on: *" \
        "$TENOR" retrain -q --add new.tsv --test c.tsv -o no m
}

@test "the gate: a test cannot compare a model with a new label" {
    plain_corpus 1 300 >c.tsv
    plain_corpus 2 90 | sed 's/^good/great/' >new.tsv
    plain_corpus 3 300 >test.tsv
    quick m c.tsv
    gate 1 --add new.tsv --test test.tsv -o new m
    [[ $stderr == *"the label 'great' is new"* ]]
    [[ $stderr == *"has other labels than the old one: a test cannot"* ]]
    gate 0 --add new.tsv --test test.tsv -o new --force m
    [ -e new ]
}

@test "the gate: slices, and texts that went wrong with their words" {
    plain_corpus 1 1200 >c.tsv
    plain_corpus 3 3000 | awk -v OFS='\t' '{
        print $1, NR % 2 ? "north" : "south", substr($0, index($0, "\t") + 1)
    }' FS='\t' >test.tsv
    quick m c.tsv
    # Of the new texts, those with a word of their own are wrong.
    plain_corpus 2 300 | sed 's/$/ quux/; s/^good/bad/' >new.tsv
    plain_corpus 4 100 >>new.tsv
    awk -F '\t' -v OFS='\t' '$2 == "south" { $3 = $3 " quux" } 1' test.tsv \
        >sliced.tsv
    gate 1 --add new.tsv --label-column 1 --test sliced.tsv \
        --slice-column 2 -o new m
    grep -q '^  slice north ' <<<"$stderr"
    grep -q '^  slice south .* \*$' <<<"$stderr"
    grep -q '^  good to bad: .*quux' <<<"$stderr"
    hints 2 "tenor retrain: --slice-column divides a --test" "$TENOR" retrain \
        --add new.tsv --slice-column 2 -o new m
    hints 2 "tenor retrain: --margin is above 0 and up to 1" "$TENOR" retrain \
        --add new.tsv --margin 0 -o new m
    # Few texts cannot show that nothing is lost.
    head -60 test.tsv | cut -f 1,3 >few.tsv
    plain_corpus 5 100 >good.tsv
    gate 1 --add good.tsv --test few.tsv --margin 0.000001 -o new m
    gate 0 --add good.tsv --test few.tsv --margin 1 -o new m
}

@test "a prior: a few labels adapt a model without its data" {
    plain_corpus 1 1200 >c.tsv
    quick m c.tsv
    rm c.tsv
    # For these people "late" is good and "bright" is bad; the rest is as ever.
    plain_corpus 6 300 | sed 's/ late/ x/g; s/ bright/ late/g; s/ x/ bright/g' \
        >new.tsv
    plain_corpus 7 600 | sed 's/ late/ x/g; s/ bright/ late/g; s/ x/ bright/g' \
        >test.tsv
    gate 0 --prior --add new.tsv --test test.tsv -o adapted m
    "$TENOR" compare --format json m adapted test.tsv >compared
    holds '.difference.accuracy > 0.02' compared
    # What it knew before is not forgotten.
    plain_corpus 8 600 | grep -v ' late\| bright' >before.tsv
    "$TENOR" compare m adapted before.tsv
    "$TENOR" info --format json adapted >card
    holds '.lineage[-1].how == "prior"' card
    holds '.lineage[-1].added == ["new.tsv"]' card
    holds '.axes[0].documents == 300 and (has("recipe") | not)' card
    "$TENOR" explain -m adapted --check new.tsv
    run -2 "$TENOR" verify adapted
    run -2 "$TENOR" retrain --add new.tsv -o no adapted
    for j in 1 3; do
        retrain -j $j --prior --add new.tsv -o again m
        cmp again adapted
    done
}

@test "a prior: one axis of several, and the embedded model" {
    three_axes
    jq -r '[.emotion, .text] | @tsv' part-c.jsonl >new.tsv
    retrain --prior --axis c --add new.tsv -o new three
    for axis in a b; do
        cmp <(says three $axis) <(says new $axis)
        cmp <(recipe_of three $axis) <(recipe_of new $axis)
    done
    run -1 cmp -s <(says three c) <(says new c)
    [ -z "$(recipe_of new c)" ]
    # What is left can be trained again.
    retrain --axis a --add part-c.jsonl -o newer new
    cmp <(says new c) <(says newer c)
    # So it is where the others are one, and it can be taken out.
    retrain --remove-axis b -o two new
    retrain --axis a --add part-c.jsonl -o newer two
    cmp <(says two c) <(says newer c)
    run -0 "$TENOR" verify newer
    retrain --remove-axis c -o one two
    run -0 --separate-stderr "$TENOR" info --format json one
    holds '[.axes[].name] == ["a"]'
    has_embedded || skip "no embedded model"
    plain_corpus 1 200 >c.tsv
    retrain --prior --axis hostility --map good=civil --map bad=hostile \
        --add c.tsv -o mine
    "$TENOR" score --axes sentiment --format json "$ARTICLES"/*.txt |
        jq -c .axes.sentiment.p >was
    "$TENOR" score -m mine --axes sentiment --format json "$ARTICLES"/*.txt |
        jq -c .axes.sentiment.p >is
    cmp was is
}

@test "a prior: what does not fit" {
    head -9 part-b.jsonl | jq -c '.sentiment = "mixed"' >mixed.jsonl
    hints 2 "tenor retrain: --prior needs --add" "$TENOR" retrain --prior \
        --remove-axis x -o new old
    complains 2 "tenor retrain: no new text has the label 'neutral'; *" \
        "$TENOR" retrain -q --prior --label-column sentiment --map neutral=- \
        --add part-c.jsonl -o new old
    complains 2 "tenor retrain: label 'mixed' is not in axis 'sentiment' *" \
        "$TENOR" retrain -q --prior --label-column sentiment \
        --add part-c.jsonl --add mixed.jsonl -o new old
    printf 'mixed\tSo and so.\n' >one.tsv # before there are too few of it
    complains 2 "tenor retrain: label 'mixed' is not in axis 'sentiment' *" \
        "$TENOR" retrain -q --prior --add one.tsv -o new old
    "$TENOR" train -q --folds 3 --ngrams 1 --characters 0 --kernel rbf -C 1 \
        --label-column sentiment -o kernel part-a.jsonl
    complains 2 "tenor retrain: axis 'sentiment' has a kernel, *" "$TENOR" \
        retrain -q --prior --label-column sentiment --add part-c.jsonl -o new \
        kernel
    [ ! -e new ]
}
