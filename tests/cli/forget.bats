#!/usr/bin/env bats
# tenor forget: a model without some of its texts.

load helper

setup_file() {
    cd "$BATS_FILE_TMPDIR"
    cp "$STARTER"/part-[abc].jsonl .
    "$TENOR" train "${QUICK[@]}" --label-column sentiment -o old part-a.jsonl \
        part-b.jsonl
}

setup() {
    cd "$BATS_TEST_TMPDIR" || return 1
    cp "$SHARED"/old "$SHARED"/part-[abc].jsonl .
    cp old m
}

# forget ARG...: into nothing but a model.
forget() {
    "$TENOR" forget -q "$@" >/dev/null
}

# text FILE LINE: the bytes of a text.
text() {
    sed -n "$2p" "$1" | jq -j .text
}

sha256() {
    sha256sum | cut -c -64
}

# recipe MODEL
recipe() {
    "$TENOR" info --format recipe "$1"
}

# documents MODEL: of each axis.
documents() {
    "$TENOR" info --format json "$1" | jq -c '[.axes[].documents]'
}

@test "an ID of each kind gives the same model" {
    forget m part-a.jsonl:3 -o wanted
    cmp old m
    hash=$(text part-a.jsonl 3 | sha256)
    forget m "$hash" -o by-hash
    forget m --id-column id a003 -o by-id
    text part-a.jsonl 3 >text
    forget m --text text -o by-text
    echo >>text
    forget m --text text -o by-line
    echo part-a.jsonl:3 | "$TENOR" forget -q m --ids-from - -o by-list >out
    forget m "${hash^^}" -o by-capitals
    mkdir elsewhere
    forget m "$PWD/elsewhere/../part-a.jsonl:3" -o by-path
    for model in by-*; do
        cmp wanted "$model"
    done
    recipe wanted | grep -qx "without $hash"
    [ "$(documents wanted)" = '[249]' ]
    forget -j 1 m part-a.jsonl:3
    cmp wanted m
    [ ! -e m.previous ]
}

@test "an ID column may hold hashes" {
    id=$(sha256 </dev/null)
    jq -c --arg id "$id" 'if .id == "a003" then .id = $id else . end' \
        part-a.jsonl >hashed.jsonl
    "$TENOR" train "${QUICK[@]}" --label-column sentiment -o m hashed.jsonl
    run -0 "$TENOR" forget --dry-run m --id-column id "$id"
    [[ $output == *"hashed.jsonl:3 "* ]]
}

@test "what would be forgotten, and nothing is" {
    run -0 --separate-stderr "$TENOR" forget --dry-run m part-b.jsonl:7 \
        part-a.jsonl:1
    [ -z "$stderr" ]
    [ "$(grep -c '^text ' <<<"$output")" -eq 2 ]
    grep -q '^  part-b.jsonl:7  axis sentiment, corpus  [a-z]*  [A-Z]' <<<"$output"
    cmp old m
    run -0 "$TENOR" forget --dry-run --format json m part-b.jsonl:7
    holds '.texts[0].places == [{axis: "sentiment", use: "corpus",
        corpus: "part-b.jsonl", line: 7, label: .texts[0].places[0].label,
        begins: .texts[0].places[0].begins}]'
}

@test "copies go together, and what is nearly the same stays" {
    sed -n 5p part-a.jsonl >>part-b.jsonl
    sed -n 5p part-a.jsonl | jq -c '.text += " Indeed."' >>part-b.jsonl
    "$TENOR" train "${QUICK[@]}" --label-column sentiment -o m part-a.jsonl \
        part-b.jsonl
    [ "$(documents m)" = '[252]' ]
    run -0 --separate-stderr "$TENOR" forget m part-b.jsonl:126 --format json
    holds '[.texts[].places[] | [.corpus, .line]] ==
        [["part-a.jsonl", 5], ["part-b.jsonl", 126]]'
    holds '[.near_duplicates[] | [.corpus, .line]] == [["part-b.jsonl", 127]]'
    [ "$(documents m)" = '[250]' ]
}

@test "what is wrong is told, and nothing is written" {
    hints 2 "tenor forget: a model is expected" "$TENOR" forget
    hints 2 "tenor forget: the IDs of texts to forget are missing" \
        "$TENOR" forget m
    run -2 --separate-stderr "$TENOR" forget m part-a.jsonl:126 x part-a.jsonl:1
    lines_are 3
    [ "${stderr_lines[1]}" = "no training text has the ID 'part-a.jsonl:126'" ]
    [ "${stderr_lines[2]}" = "no training text has the ID 'x'" ]
    complains 2 "tenor forget: cannot open 'none'*" "$TENOR" forget m \
        --ids-from none
    complains 3 "tenor forget: part-a.jsonl: not a tenor model" \
        "$TENOR" forget part-a.jsonl x
    jq -c '.topic = .genre' part-a.jsonl >genres.jsonl
    run -2 --separate-stderr "$TENOR" forget m --id-column topic economy
    [[ ${stderr_lines[1]} == "the ID 'economy' is that of several texts; "* ]]
    cmp old m
    forget m part-a.jsonl:3
    run -2 --separate-stderr "$TENOR" forget m \
        "$(text part-a.jsonl 3 | sha256)"
    [[ ${stderr_lines[1]} == "the text '"*"' is forgotten already" ]]
    sed -i 9d part-b.jsonl
    run -2 --separate-stderr "$TENOR" forget m part-a.jsonl:4
    [[ $stderr == *"changed  ./part-b.jsonl"*"forgotten first"* ]]
}

@test "IDs with a NUL between them are not IDs" {
    printf 'part-a.jsonl:3\0part-a.jsonl:4\0' >ids
    complains 2 "tenor forget: ids:1: an ID has a NUL; IDs are one a line" \
        "$TENOR" forget m --ids-from ids
    cmp old m
}

@test "a label needs two documents" {
    small_corpus c.tsv
    printf 'ugly\t%s\n' 'One thing.' 'Another thing.' >>c.tsv
    quick m c.tsv
    cp m was
    complains 2 "tenor forget: the label 'ugly' of axis 'sentiment' would *" \
        "$TENOR" forget -q m c.tsv:7
    cmp was m
}

@test "verify knows the parent, or needs none" {
    forget m part-a.jsonl:3
    run -0 "$TENOR" verify m
    "$TENOR" info --format json m >card
    holds ".lineage == [{parent: \"$(sha256 <old)\", how: \"forget\",
        axes: [{axis: \"sentiment\", weights: \"trained\"}], texts: 1}]" card
    cp old s
    forget s part-a.jsonl:3 --from-scratch
    rm old
    run -2 "$TENOR" verify m
    run -0 "$TENOR" verify s
    recipe s >s.recipe
    "$TENOR" train -q --recipe s.recipe -o trained
    cmp s trained
}

@test "the text may be deleted from its file afterwards" {
    forget m part-a.jsonl:3
    sed -i 3d part-a.jsonl
    run -0 "$TENOR" verify m
    cp m first
    forget m part-a.jsonl:3 part-b.jsonl:2
    run -0 "$TENOR" verify m
    [ "$(documents m)" = '[247]' ]
    [ "$(recipe m | grep -c ^without)" -eq 3 ]
    # Another change is none that was agreed on.
    sed -i 3d part-a.jsonl
    run -0 "$TENOR" verify m
    sed -i 3d part-a.jsonl
    run -2 --separate-stderr "$TENOR" verify m
    [[ $stderr == *"changed  ./part-a.jsonl"* ]]
}

@test "and where an axis reads a file twice, and drops the text once" {
    label=$(sed -n 3p part-a.jsonl | jq -r .sentiment)
    cat >twice.recipe <<END
option no-search
option characters 0
option folds 3
axis a text
corpus part-a.jsonl MIT label:sentiment
corpus part-a.jsonl MIT label:sentiment $label=-
END
    "$TENOR" train -q --recipe twice.recipe -o m
    cp m parent
    forget m part-a.jsonl:3
    [ "$(recipe m | grep -c left:)" -eq 2 ]
    sed -i 3d part-a.jsonl
    run -0 "$TENOR" verify m
}

@test "new labels do not bring it back" {
    forget m part-a.jsonl:3
    { head -20 part-c.jsonl && sed -n 3p part-a.jsonl; } >new.jsonl
    "$TENOR" retrain -q --force --add new.jsonl -o new m
    holds '[.axes[0].corpora[].documents] == [124, 125, 20]' \
        <("$TENOR" info --format json new)
    run -0 "$TENOR" verify new
    run -2 "$TENOR" forget new new.jsonl:21
    # Nor do they where the weights are a prior, twice.
    jq -c '.topic = ""' new.jsonl >again.jsonl
    for from in m prior; do
        "$TENOR" retrain -q --force --prior --add again.jsonl \
            --label-column sentiment -o prior "$from"
        holds ".axes[0].documents == 20 and
            .without == [\"$(text part-a.jsonl 3 | sha256)\"]" \
            <("$TENOR" info --format json prior)
    done
}

@test "a word that no other text has is in the model no more" {
    sed -n 4p part-a.jsonl | jq -c '.text = "Zyxglorp zyxglorp."' >odd.jsonl
    for i in 1 2 3; do jq -c ".text += \" $i\"" odd.jsonl; done >>part-b.jsonl
    "$TENOR" train "${QUICK[@]}" --label-column sentiment -o m part-a.jsonl \
        part-b.jsonl
    grep -qi zyxglorp <("$TENOR" words m --top 200 --kind word)
    forget m part-b.jsonl:126 part-b.jsonl:127 part-b.jsonl:128 \
        --certificate c.json
    run -1 grep -i zyxglorp <("$TENOR" words m --top 200 --kind word)
    run -1 grep -ac zyxglorp m
    holds '.traces == 0' c.json
    holds '.axes[0].statistics | .features_of_these_alone > 1' c.json
}

# three_axes: a model with the axes a, b and c.
three_axes() {
    cat >three.recipe <<'END'
option no-search
option ngrams 2
option characters 0
option folds 3
option min-documents 1
option cost 1
axis a text
corpus part-a.jsonl MIT label:sentiment
axis b sentence
scope sentences
corpus part-c.jsonl MIT label:hostility
articles part-b.jsonl MIT label:hostility
axis c text
corpus part-a.jsonl MIT label:emotion
test part-c.jsonl MIT label:emotion
END
    "$TENOR" train -q --recipe three.recipe -o three
}

# says MODEL AXIS: of articles, and its card and recipe.
says() {
    "$TENOR" score -m "$1" --axes "$2" --format json "$ARTICLES"/*.txt |
        jq -c ".axes.$2"
    "$TENOR" info --format json "$1" |
        jq -c ".axes[] | select(.name == \"$2\")"
    recipe "$1" | awk -v axis="$2" '/^axis / { on = $2 == axis } on'
}

@test "axes that had the text lose it, the others stay as they are" {
    three_axes
    cp three m
    run -0 --separate-stderr "$TENOR" forget m part-a.jsonl:9 --format json
    holds '[.axes[].name] == ["a", "c"]'
    holds '.axes_without_the_texts == ["b"] and .traces == 0'
    [ "$(documents m)" = '[124,125,124]' ]
    cmp <(says three b) <(says m b)
    run -0 "$TENOR" verify m
    # Where a text is tested on, or articles are, weights are not trained on it.
    cp three m
    run -0 --separate-stderr "$TENOR" forget m part-c.jsonl:9 --format json
    holds '[.axes[] | .name] == ["b", "c"]'
    holds '[.axes[] | .weights] == ["trained", "kept"]'
    holds '.axes[1].nothing'
    run -0 "$TENOR" verify m
    cp three m
    run -0 --separate-stderr "$TENOR" forget m part-b.jsonl:9 --format json
    holds '[.axes[] | [.name, .weights, .changed.weights]] == [["b", "kept", 0]]'
    run -0 "$TENOR" verify m
}

@test "an axis without a recipe may know the text" {
    three_axes
    jq -r '[.emotion, .text] | @tsv' part-c.jsonl >new.tsv
    "$TENOR" retrain -q --force --prior --axis c --add new.tsv -o m three
    "$TENOR" retrain -q --remove-axis b -o two m
    for model in m two; do
        cp $model was
        run -0 --separate-stderr "$TENOR" forget $model part-a.jsonl:9 \
            --format json
        holds '[.axes[].name] == ["a"] and .axes_without_recipe == ["c"]'
        cmp <(says was c) <(says $model c)
        run -0 "$TENOR" verify $model
    done
    hints 2 "tenor forget: axis 'c' has no recipe, so that --from-scratch *" \
        "$TENOR" forget m part-a.jsonl:8 --from-scratch
    run -0 "$TENOR" forget m part-a.jsonl:8
    [[ $output == *"axis c: has no recipe, and may know the texts"* ]]
}

@test "several labels, ordered labels, a kernel, the hinge loss" {
    jq -c '{text, label: [.sentiment, .hostility]}' part-a.jsonl >a.jsonl
    "$TENOR" train "${QUICK[@]}" --multi-label -o m a.jsonl
    forget m a.jsonl:2 --certificate c.json
    holds '.axes | length == 5' c.json
    run -2 "$TENOR" verify m # its parent is gone
    "$TENOR" train "${QUICK[@]}" --label-column sentiment \
        --ordered negative,neutral,positive -o ordered part-a.jsonl
    cp ordered m
    forget m part-a.jsonl:2 --prove --certificate c.json
    holds '.axes[0].from_scratch.probability < 0.02' c.json
    run -0 "$TENOR" verify m
    "$TENOR" train -q --folds 3 --no-search --kernel rbf -C 1 --label-column \
        hostility -o kernel part-a.jsonl
    cp kernel m
    run -0 --separate-stderr "$TENOR" forget m part-a.jsonl:2
    [[ $output == *"support      not known"* ]]
    run -0 "$TENOR" verify m
    "$TENOR" train "${QUICK[@]}" --loss hinge --solver dual --label-column \
        hostility -o hinge part-a.jsonl
    cp hinge m
    forget m part-a.jsonl:2
    run -0 "$TENOR" verify m
}

# plain_corpus: texts of equal length, of which the last but one says nothing
# that is not said, and the last one does.
plain_corpus() {
    printf '%s\t%s table chair lamp %s\n' good bright desk bad awful desk \
        good happy shelf bad cold shelf good lovely wall bad angry wall \
        good splendid door bad dreadful door
    printf '%s\n' $'good\tbright happy lovely splendid morning' \
        $'bad\tawful cold angry dreadful evening'
}

@test "a text that is no support vector leaves the weights as they are" {
    plain_corpus >c.tsv
    "$TENOR" train -q --no-search --weighting none --ngrams 1 --characters 0 \
        --min-documents 1 --folds 2 -C 10 -o old c.tsv
    cp old m
    run -0 --separate-stderr "$TENOR" forget m c.tsv:9 --prove
    [[ $output == *"weights kept"* ]]
    [[ $output == *"0 of 1 document was a support vector"* ]]
    [[ $output == *"changed      no weight of "* ]]
    run -0 "$TENOR" verify m
    cp old m
    run -0 --separate-stderr "$TENOR" forget m c.tsv:1
    [[ $output == *"weights trained"* ]]
    [[ $output == *"1 of 1 document was a support vector"* ]]
    [[ $output == *" integer weights of "* ]]
}

@test "Arabic, CSV, fastText and folders" {
    printf '%s\n' label,id,text 'good,1,"صباح جميل ومشرق، والفطور رائع"' \
        'bad,2,"مساء كئيب
والحساء بارد"' 'good,3,"جوقة رائعة والجميع سعداء"' \
        'bad,4,"قطار متأخر وفوضى كئيبة"' 'good,5,"أطفال سعداء وحديقة جميلة"' \
        'bad,6,"غرفة باردة وحشد غاضب"' >c.csv
    "$TENOR" train "${QUICK[@]}" -l arabic -o m c.csv
    cp m was
    run -0 --separate-stderr "$TENOR" forget m c.csv:5 --format json
    holds '.texts[0].places[0].line == 5 and .axes[0].documents == [6, 5]'
    cp was n
    forget n --id-column id 3
    cmp m n
    small_corpus c.tsv
    sed 's/^/__label__/; s/\t/ /' c.tsv >c.ft
    "$TENOR" train "${QUICK[@]}" --in fasttext -o m c.ft
    forget m c.ft:2
    [ "$(documents m)" = '[5]' ]
    mkdir -p texts/good texts/bad
    i=0
    while IFS=$'\t' read -r label text; do
        echo "$text" >"texts/$label/$((i += 1))"
    done <c.tsv
    "$TENOR" train "${QUICK[@]}" -o m texts
    cp m was
    forget m bad/2 -o by-id
    forget m --text texts/bad/2
    cmp m by-id
    rm texts/bad/2
    run -0 "$TENOR" verify m
}

@test "nothing that is read is written over" {
    sum=$(sha256sum part-*.jsonl m)
    for file in m ./m; do
        complains 2 "tenor forget: '$file' is a model, and not the place of *" \
            "$TENOR" forget m part-a.jsonl:3 --certificate $file
    done
    complains 2 "tenor forget: 'new' is a model, and not the place of *" \
        "$TENOR" forget m part-a.jsonl:3 -o new --certificate new
    for option in -o --certificate; do
        complains 2 "tenor forget: 'part-b.jsonl' is a corpus, and would *" \
            "$TENOR" forget m part-a.jsonl:3 $option part-b.jsonl
    done
    [ "$sum" = "$(sha256sum part-*.jsonl m)" ]
    # The old model goes when all else is written.
    complains 2 "tenor forget: cannot write '/dev/full': *" \
        "$TENOR" forget m part-a.jsonl:3 --certificate /dev/full
    cmp old m
}

@test "a link leads to the new model, and modes stay" {
    chmod 600 m
    ln -s m link
    forget link part-a.jsonl:3 --keep-previous
    [ -L link ]
    cmp old link.previous
    run -1 cmp -s old m
    [ "$(stat -c %a m link.previous)" = $'600\n600' ]
    hints 2 "tenor forget: '-' is no place for a file; ./- is" \
        "$TENOR" forget m part-a.jsonl:4 -o -
}

@test "the old model is kept only if it is asked for" {
    run -0 --separate-stderr "$TENOR" forget m part-a.jsonl:3 --keep-previous
    cmp m.previous old
    [[ $stderr == *"'m.previous' still knows the texts"* ]]
    run -0 --separate-stderr "$TENOR" forget -q m part-a.jsonl:4 \
        --certificate c.json --format json
    [ -z "$stderr" ]
    cmp m.previous old
    diff <(jq -S . c.json) <(jq -S . <<<"$output")
    holds "[.model.after] == [\"$(sha256 <m)\"]"
}

@test "a killed run leaves a whole model" {
    forget old part-a.jsonl:3 -o wanted
    for tenths in 0 1 2 3 4 5 6; do
        cp old m
        timeout -s KILL "0.0$tenths" "$TENOR" forget -q m part-a.jsonl:3 \
            >/dev/null 2>&1 || true
        cmp -s m old || cmp m wanted
    done
}
