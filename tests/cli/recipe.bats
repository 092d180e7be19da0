#!/usr/bin/env bats
# tenor train --recipe: several axes in one model.

load helper

setup_file() {
    cd "$BATS_FILE_TMPDIR"
    mkdir corpora
    cp "$STARTER/part-a.jsonl" "$STARTER/part-b.jsonl" corpora
    cat >two.recipe <<'END'
# Two axes from the same texts.
option language english   # for all axes
option characters 0
option ngrams 2
option cost 1
option folds 3
option min-documents 1
option no-search

axis sentiment text negative positive
corpus part-a.jsonl MIT label:sentiment
corpus part-b.jsonl CC0-1.0 label:sentiment text:text neutral=-
	axis	hostility	article
corpus part-a.jsonl MIT label:hostility hostile=rude
END
    "$TENOR" train -q --recipe two.recipe --corpora corpora -o two

    # An axis of each scope, and every kind of line.
    cp "$STARTER/part-a.jsonl" a.jsonl
    cp "$STARTER/part-b.jsonl" b.jsonl
    cat >names <<'END'
# Nobody's.
who: Ann, Bob, Cem

The awful {who} was late again, a disaster.
END
    cat >three.recipe <<'END'
swap ./names
option cost 1
option characters 0
option ngrams 2
option folds 3
option min-documents 1
option no-search
axis sentiment sentence negative positive
scope sentences
note Made for tests,  and no more.
note And a second one. # not this
corpus ./a.jsonl MIT label:sentiment weight:0.5
articles ./b.jsonl MIT label:sentiment
test ./b.jsonl CC0-1.0 label:sentiment neutral=-
axis hostility text civil hostile
scope whole
option cost 2
corpus ./a.jsonl MIT label:hostility
corpus ./b.jsonl MIT label:hostility weight:3
axis headline headline
scope title
corpus ./a.jsonl MIT label:wording
test ./b.jsonl MIT label:wording
END
    "$TENOR" train -q --recipe three.recipe -o three
    "$TENOR" info --format json three >three.card
}

setup() {
    cd "$BATS_TEST_TMPDIR" || return 1
    cp -r "$SHARED/corpora" .
    M=$SHARED/two
}

# refuses PATTERN: the recipe on standard input gives an error like this.
refuses() {
    cat >recipe
    complains 2 "tenor train: $1" \
        "$TENOR" train -q --recipe recipe --corpora corpora -o model
    [ ! -e model ]
}

@test "one model with two axes, in the order of the recipe" {
    run -0 "$TENOR" score -m "$M" --format json "$ARTICLES/rail-delays.txt"
    holds '.axes | keys_unsorted == ["sentiment", "hostility"]'
    holds '.axes.sentiment.p | keys_unsorted ==
        ["negative", "neutral", "positive"]'
    holds '.axes.hostility.p | keys_unsorted == ["civil", "rude"]'
    holds 'all(.axes[]; (.p | add) - 1 | fabs < 0.00001)'
    holds '.axes.sentiment | has("score")'
    holds '.axes.hostility | has("score") | not'
    run -0 "$TENOR" score -m "$M" --format tsv "$ARTICLES/rail-delays.txt"
    [ "${lines[0]}" = $'id\tstatus\twords\tknown\tsentiment\tsentiment.negative\tsentiment.neutral\tsentiment.positive\thostility\thostility.civil\thostility.rude' ]
    run -0 "$TENOR" score -m "$M" "$ARTICLES/rail-delays.txt"
    grep -q '^  sentiment ' <<<"$output"
    grep -q '^  hostility ' <<<"$output"
}

@test "each axis is the one that is trained alone" {
    jq -c 'select(.sentiment != "neutral")' corpora/part-b.jsonl >b.jsonl
    quick alone --unit text --label-column sentiment corpora/part-a.jsonl \
        b.jsonl
    diff <("$TENOR" score -m alone --format json "$ARTICLES"/*.txt |
        jq -c '.axes.sentiment') \
        <("$TENOR" score -m "$M" --format json "$ARTICLES"/*.txt |
            jq -c '.axes.sentiment')
    quick alone --unit article --axis hostility --label-column hostility \
        --map hostile=rude corpora/part-a.jsonl
    diff <("$TENOR" score -m alone --format json "$ARTICLES"/*.txt |
        jq -c '.axes.hostility') \
        <("$TENOR" score -m "$M" --format json "$ARTICLES"/*.txt |
            jq -c '.axes.hostility')
}

@test "eval measures the axis asked for, the first without a word" {
    run -0 "$TENOR" eval --format json --label-column sentiment "$M" \
        corpora/part-a.jsonl
    holds '.axis == "sentiment" and .documents == 125'
    run -0 "$TENOR" eval --format json --label-column hostility \
        --map hostile=rude --axis hostility "$M" corpora/part-a.jsonl
    holds '.axis == "hostility" and .documents == 125 and .accuracy > 0.8'
    complains 2 "tenor eval: *:1: label 'civil' is not in axis 'sentiment' *" \
        "$TENOR" eval --label-column hostility "$M" corpora/part-a.jsonl
}

@test "the card has the names, licences and poles of the recipe" {
    run -0 "$TENOR" info --format json "$M"
    holds '[.axes[] | .name, .unit] ==
        ["sentiment", "text", "hostility", "article"]'
    holds '.axes[0].corpora | map([.name, .licence]) ==
        [["part-a.jsonl", "MIT"], ["part-b.jsonl", "CC0-1.0"]]'
    holds '.axes[0].poles == {"positive": "positive", "negative": "negative"}'
    holds '.axes[1] | has("poles") | not'
    holds '.axes[0].corpora[1].documents < 125'
    holds '[.axes[].settings | .ngrams, .characters] ==
        [2, [0, 0], 2, [0, 0]]'
    "$TENOR" info "$M" | grep -q '^    part-b.jsonl: .*, licence CC0-1.0$'
}

@test "the same recipe gives the same bytes" {
    for j in 1 3; do
        "$TENOR" train -q -j $j --recipe "$SHARED/two.recipe" \
            --corpora corpora -o again
        cmp again "$M"
    done
}

@test "progress names each axis" {
    run -0 --separate-stderr "$TENOR" train --recipe "$SHARED/two.recipe" \
        --corpora corpora -o m
    [ -z "$output" ]
    [ "$(grep -c '^axis ' <<<"$stderr")" -eq 2 ]
    [ "$(grep -c '^chosen: .*, C 1; ' <<<"$stderr")" -eq 2 ]
    grep -q '^sentiment: cross-validated accuracy ' <<<"$stderr"
    grep -q '^hostility: cross-validated accuracy ' <<<"$stderr"
}

@test "paths: ./ is the folder of the recipe, . the default of --corpora" {
    mkdir -p recipes
    small_corpus recipes/own.tsv
    small_corpus other.tsv
    cat >recipes/r <<'END'
axis a text
corpus ./own.tsv MIT
corpus other.tsv MIT
END
    "$TENOR" train "${QUICK[@]}" --recipe recipes/r -o m
    (cd recipes && "$TENOR" train "${QUICK[@]}" --recipe r --corpora .. -o n)
    cmp m recipes/n
    [ "$("$TENOR" info --format json m | jq '.axes[0].documents')" -eq 12 ]
}

@test "CR LF, blank lines and comments" {
    sed 's/$/\r/' "$SHARED/two.recipe" | sed 'G' >recipe
    "$TENOR" train -q --recipe recipe --corpora corpora -o m
    cmp m "$M"
}

@test "poles that are named" {
    small_corpus c.tsv
    cat >recipe <<'END'
axis tone text bad good
corpus ./c.tsv MIT
END
    "$TENOR" train "${QUICK[@]}" --recipe recipe -o m
    run -0 "$TENOR" score -m m --format json <<<"splendid"
    holds '.axes.tone | (.score - (.p.good - .p.bad) | fabs) < 0.00001'
}

@test "errors name the line" {
    refuses "recipe:2: a line of an axis begins with scope, ordered, note, chosen, corpus, articles, texts or test" <<'END'
axis a text
corps part-a.jsonl MIT
END
    refuses "recipe:3: a line begins with option, file, without, swap or, before other words, axis" <<'END'
# nothing

corpus part-a.jsonl MIT
END
    refuses "recipe:2: expected: PATH LICENCE *" <<'END'
axis a text
corpus part-a.jsonl
END
    for words in "axis a" "axis" "axis a text neg" "axis a text n p more"; do
        refuses "recipe:1: expected: axis NAME UNIT *" <<<"$words"
    done
    refuses "recipe:1: expected: option NAME *" <<<"option cost 1 2"
    refuses "recipe:1: expected: option NAME *" <<<"option"
    refuses "recipe:3: the axis is there already" <<'END'
axis a text
corpus part-a.jsonl MIT label:sentiment
axis a text
END
    refuses "recipe:2: '3' is no label mapping*" \
        < <(echo 'axis a text' && seq -s ' ' 80 | sed 's/^/corpus /')
    refuses "recipe:1: expected: file ./FILE SHA-256" <<<"file ./x abc"
    refuses "recipe:2: expected: ordered FIRST ... LAST" <<'END'
axis a text
ordered one
END
    refuses "recipe:2: a SHA-256 has 64 digits 0-9 and a-f" <<'END'
axis a text
corpus part-a.jsonl MIT sha256:12
END
}

@test "a file that is not the one that is meant is refused" {
    local other
    other=$(printf '0%.0s' {1..64})
    refuses "'corpora/part-a.jsonl' is not the corpus that is meant: its SHA-256 is *" <<END
axis a text
corpus part-a.jsonl MIT label:sentiment sha256:$other
END
    echo the >stops
    refuses "'stops' is not the file that is meant: its SHA-256 is *" <<END
file ./stops $other
axis a text
option stop-words ./stops
corpus part-a.jsonl MIT label:sentiment
END
}

@test "a recipe that says too little" {
    refuses "'recipe' has no axis" </dev/null
    refuses "'recipe' has no axis" <<<"# option language english"
    refuses "recipe: axis 'a' has no corpus" <<<"axis a text"
    refuses "recipe: axis 'a' has no corpus" <<'END'
axis a text
axis b text
corpus part-a.jsonl MIT label:sentiment
END
}

@test "options that do not fit" {
    refuses "there is no option '--colour=red'" <<'END'
option colour red
axis a text
corpus part-a.jsonl MIT label:sentiment
END
    refuses "--folds cannot be 'many'; a number is expected" <<'END'
option folds many
axis a text
corpus part-a.jsonl MIT label:sentiment
END
    refuses "unknown language 'klingon'" <<'END'
option language klingon
axis a text
corpus part-a.jsonl MIT label:sentiment
END
}

@test "what the recipe says itself is refused beside it and in it" {
    refuses "--axis, --unit, *" <<'END'
option axis b
axis a text
corpus part-a.jsonl MIT label:sentiment
END
    cat >recipe <<'END'
axis a text
corpus part-a.jsonl MIT label:sentiment
END
    for option in --axis=b --unit=u --poles=n,p --ordered=n,p --in=tsv \
        --text-column=t --label-column=l --group-column=g --weight-column=w \
        --multi-label --label-separator=x --map=a=b; do
        complains 2 "tenor train: --axis, --unit, *" \
            "$TENOR" train --recipe recipe --corpora corpora -o m "$option"
    done
}

@test "flags stand in a recipe; the command line overrides it" {
    cat >recipe <<'END'
option no-search
option balance 1
option cost 1
option characters 0
axis a text
corpus part-a.jsonl MIT label:sentiment
END
    "$TENOR" train -q --recipe recipe --corpora corpora -o m -C 2
    "$TENOR" info --format json m >card
    holds '.axes[0].solver | .balance == 1 and .C == 2' card
    holds '.axes[0].search.tried == []' card
    holds '.axes[0].settings.characters == [0, 0]' card
}

@test "corpora that do not fit" {
    refuses "cannot open 'corpora/missing.tsv': *" <<'END'
axis a text
corpus missing.tsv MIT
END
    refuses "corpora/part-a.jsonl:1: no label field 'label'" <<'END'
axis a text
corpus part-a.jsonl MIT
END
    refuses "recipe:2: 'x' is no label mapping; *" <<'END'
axis a text
corpus part-a.jsonl MIT label:sentiment x
END
    refuses "the pole 'up' is not among the labels" <<'END'
axis a text down up
corpus part-a.jsonl MIT label:sentiment
END
    complains 2 "tenor train: cannot open 'missing': *" \
        "$TENOR" train -q --recipe missing -o m
}

@test "the recipe of the embedded model can be read" {
    recipe=$TENOR_ROOT/datasets/embedded.recipe
    run -2 --separate-stderr "$TENOR" train -q --recipe "$recipe" \
        --corpora nowhere -o m
    [[ $stderr == "tenor train: cannot open 'nowhere/"* ]]
}

@test "with the search, the first axis chooses the features of all" {
    cat >recipe <<'END'
axis sentiment text
corpus part-a.jsonl MIT label:sentiment
axis hostility text
corpus part-a.jsonl MIT label:hostility
END
    "$TENOR" train --recipe recipe --corpora corpora -o m 2>said
    "$TENOR" info --format json m >card
    jq -e '[.axes[].settings | {language, stemming, ngrams, characters,
        negation, style, counts}] | .[0] == .[1]' card
    # The second axis still searches for what is its own.
    jq -e '[.axes[1].search.tried[].stage] | unique - ["start"]
        | (contains(["words"]) or contains(["marks"])) | not' card
    jq -e '[.axes[1].search.tried[].stage] | contains(["cost", "weighting"])' \
        card
}

# ---- scopes, articles, tests and the rest of the lines

# axis_refuses PATTERN LINE...: an axis of these lines gives an error like this.
axis_refuses() {
    local pattern=$1
    shift
    refuses "$pattern" < <(printf '%s\n' 'axis a text' \
        'corpus part-a.jsonl MIT label:sentiment' "$@")
}

@test "an axis for each scope" {
    holds '[.axes[].scope] == ["sentences", "whole", "title"]' \
        "$SHARED/three.card"
    run -0 "$TENOR" score -m "$SHARED/three" --format json \
        "$ARTICLES/rail-delays.txt"
    holds '.title.begin == 0 and (.sentences | length > 5)'
    holds 'all(.axes[]; .status == "ok")'
    holds '[.axes[] | has("share")] == [true, false, false]'
    holds '[.sentences[] | select(.counted) | .axes | keys] | unique ==
        [["sentiment"]]'
    for scope in "" " sentence" " sentences title" " Whole"; do
        axis_refuses "recipe:3: expected: scope whole|sentences|title" \
            "scope$scope"
    done
    refuses "recipe:1: a line begins with option, file, without, swap or, *" \
        <<<"scope whole"
}

@test "articles are for axes of sentences" {
    axis_refuses "recipe: axis 'a' has articles and is not about sentences" \
        'articles part-b.jsonl MIT label:sentiment'
    axis_refuses "recipe: axis 'a' has articles and is not about sentences" \
        'scope title' 'articles part-b.jsonl MIT label:sentiment'
}

@test "what was chosen on articles is in the card" {
    holds '.axes[0].articles.tried | length == 6' "$SHARED/three.card"
    holds '[.axes[0].articles.tried[] | select(.chosen)] | length == 1' \
        "$SHARED/three.card"
    holds '.axes[0].articles as $a | $a.tried[] | select(.chosen)
        | .share == $a.share and .without_quotes == $a.without_quotes' \
        "$SHARED/three.card"
    holds '.axes[0].articles | .corpora[0] |
        .name == "./b.jsonl" and .documents == 125' "$SHARED/three.card"
    # Not trained on.
    holds '.axes[0].documents == 125' "$SHARED/three.card"
}

@test "tests are in the card, without an interval that misses its value" {
    holds '[.axes[].tests | length] == [1, 0, 1]' "$SHARED/three.card"
    holds '.axes[0].tests[0] | .licence == "CC0-1.0" and .documents < 125' \
        "$SHARED/three.card"
    holds 'all(.axes[].tests[]?; .accuracy, .balanced_accuracy, .macro_f1
        | .interval[0] <= .value and .value <= .interval[1])' \
        "$SHARED/three.card"
    # The figures are those of eval.
    "$TENOR" eval --format json --axis sentiment --label-column sentiment \
        --map neutral=- "$SHARED/three" corpora/part-b.jsonl >measured
    [ "$(jq .accuracy measured)" = \
        "$(jq '.axes[0].tests[0].accuracy.value' "$SHARED/three.card")" ]
}

@test "labels of articles and tests are those of the axis" {
    axis_refuses "axis 'a' has no label 'civil', which an article has" \
        'scope sentences' 'articles part-b.jsonl MIT label:hostility'
    axis_refuses "axis 'a' has no label 'good', which a test has" \
        'test part-b.jsonl MIT label:sentiment positive=good'
    axis_refuses "cannot open 'corpora/missing.tsv': *" \
        'test missing.tsv MIT'
    : >corpora/empty.tsv
    axis_refuses "'corpora/empty.tsv' has no documents" 'test empty.tsv MIT'
}

@test "twenty articles are enough, nineteen are not" {
    head -19 corpora/part-b.jsonl >corpora/few.jsonl
    axis_refuses "19 articles for axis 'a'; at least 20 are needed" \
        'scope sentences' 'articles few.jsonl MIT label:sentiment'
    sed -n 20p corpora/part-b.jsonl >corpora/one.jsonl
    cat >recipe <<'END'
axis a text
scope sentences
corpus part-a.jsonl MIT label:sentiment
articles few.jsonl MIT label:sentiment
articles one.jsonl MIT label:sentiment
END
    "$TENOR" train "${QUICK[@]}" --recipe recipe --corpora corpora -o m
    "$TENOR" info --format json m >card
    holds '[.axes[0].articles.corpora[].documents] == [19, 1]' card
}

@test "notes go into the card as they are" {
    holds '.axes[0].notes ==
        ["Made for tests,  and no more.", "And a second one."]' \
        "$SHARED/three.card"
    holds '.axes[1] | has("notes") | not' "$SHARED/three.card"
    "$TENOR" info "$SHARED/three" | grep -q 'And a second one\.$'
    axis_refuses "recipe:3: expected: note WORDS" note
}

@test "weights are in the card and change the model" {
    holds '[.axes[].corpora | map(.weight)] == [[0.5], [null, 3], [null]]' \
        "$SHARED/three.card"
    for weight in 1 2; do
        cat >recipe <<END
axis a text
corpus part-a.jsonl MIT label:sentiment
corpus part-b.jsonl MIT label:sentiment weight:$weight
END
        "$TENOR" train "${QUICK[@]}" --recipe recipe --corpora corpora \
            -o m$weight
    done
    sed -i 's/ weight:2//' recipe
    "$TENOR" train "${QUICK[@]}" --recipe recipe --corpora corpora -o m
    cmp m m1
    [ "$("$TENOR" score -m m --format json "$ARTICLES/rail-delays.txt")" != \
        "$("$TENOR" score -m m2 --format json "$ARTICLES/rail-delays.txt")" ]
    holds '.axes[0].corpora[1].weight == 2' <("$TENOR" info --format json m2)
}

@test "weights are numbers above 0" {
    for weight in 0 -1 "" heavy 1x nan inf 1e7 -0; do
        axis_refuses "recipe:3: a weight is a number above 0*" \
            "corpus part-b.jsonl MIT label:sentiment weight:$weight"
    done
    cat >recipe <<'END'
axis a text
corpus part-a.jsonl MIT label:sentiment weight:0.5
END
    complains 2 "tenor train: weights of documents need the solver dual" \
        "$TENOR" train "${QUICK[@]}" --solver liblinear --recipe recipe \
        --corpora corpora -o m
}

@test "an option of an axis is for that axis alone" {
    holds '[.axes[].solver.C] == [1, 2, 1]' "$SHARED/three.card"
    # The command line overrides both.
    (cd "$SHARED" && "$TENOR" train -q --recipe three.recipe -C 4 \
        -o "$BATS_TEST_TMPDIR/m")
    holds '[.axes[].solver.C] == [4, 4, 4]' <("$TENOR" info --format json m)
    axis_refuses "there is no option '--colour=red'" 'option colour red'
    axis_refuses "recipe:3: expected: option NAME *" 'option cost 1 2'
}

@test "how texts are looked at is for the first axis to say" {
    echo mast >stops
    cat >recipe <<'END'
axis a text
option ngrams 1
corpus part-a.jsonl MIT label:sentiment
axis b text
option ngrams 3
option counts log
option stop-words ./stops
corpus part-a.jsonl MIT label:hostility
END
    "$TENOR" train -q --no-search -C 1 --folds 3 --characters 0 \
        --recipe recipe --corpora corpora -o m
    holds '[.axes[].settings | .ngrams, .counts, .stop_words] ==
        [1, "binary", 0, 1, "binary", 0]' <("$TENOR" info --format json m)
}

@test "stop words beside the recipe" {
    mkdir -p deep
    echo "the # article" >deep/stops
    cat >deep/recipe <<'END'
option stop-words ./stops
axis a text
corpus part-a.jsonl MIT label:sentiment
axis b text
corpus part-a.jsonl MIT label:hostility
END
    "$TENOR" train "${QUICK[@]}" --recipe deep/recipe --corpora corpora -o m
    holds '[.axes[].settings.stop_words] == [1, 1]' \
        <("$TENOR" info --format json m)
    sed 's,\./stops,./none,' deep/recipe >deep/wrong
    complains 2 "tenor train: cannot open 'deep/none': *" "$TENOR" train \
        "${QUICK[@]}" --recipe deep/wrong --corpora corpora -o m
}

@test "swapped names move some axes and not others" {
    holds '.axes[0].moved_by_names > 0 and .axes[0].moved_by_names < 0.2' \
        "$SHARED/three.card"
    grep -v '^swap' "$SHARED/three.recipe" >"$SHARED/without"
    (cd "$SHARED" && "$TENOR" train -q --recipe without \
        -o "$BATS_TEST_TMPDIR/m")
    "$TENOR" info --format json m >card
    holds 'all(.axes[]; has("moved_by_names") | not)' card
    # Nothing else depends on it.
    diff <(jq 'del(.axes[].moved_by_names, .recipe)' "$SHARED/three.card") \
        <(jq 'del(.recipe)' card)
}

# swap_refuses PATTERN: the fairness file on standard input gives this error.
swap_refuses() {
    cat >names
    axis_refuses "$1" 'swap ./names'
}

@test "errors of the fairness file name the line" {
    swap_refuses "names:1: a group has from 2 to 256 names" <<<"who: Ann"
    swap_refuses "names:2: a group has from 2 to 256 names" <<'END'
# A comma more is no name.
who: Ann, ,
END
    swap_refuses "names:1: a group has from 2 to 256 names" \
        < <(seq -s , 257 | sed 's/^/n:/')
    swap_refuses "names:3: a sentence names a group in braces" <<'END'
who: Ann, Bob

Nobody is named here.
END
    swap_refuses "names:2: a sentence names a group in braces" <<'END'
who: Ann, Bob
Open {who and never closed.
END
    swap_refuses "names:1: the group is not known" <<'END'
The {who} came too early.
who: Ann, Bob
END
    swap_refuses "names:2: the group is not known" <<'END'
who: Ann, Bob
The {Who} was here.
END
    swap_refuses "names:33: too many groups" \
        < <(seq 33 | sed 's/$/: a, b/')
    swap_refuses "'names' has no sentences" <<<"who: Ann, Bob"
    swap_refuses "'names' has no sentences" </dev/null
    rm names
    axis_refuses "cannot open 'names': *" 'swap ./names'
}

@test "one swap, of one word" {
    axis_refuses "recipe:4: there is a swap already" 'swap ./a' 'swap ./b'
    axis_refuses "recipe:3: expected: swap ./FILE" swap
    axis_refuses "recipe:3: expected: swap ./FILE" 'swap ./a ./b'
}

@test "sentences, tests and swap need a linear kernel" {
    cp "$SHARED/names" .
    for line in 'swap ./names' 'test part-b.jsonl MIT label:sentiment'; do
        axis_refuses "axes of sentences, tests and swap need a linear kernel" \
            "$line" 'option kernel rbf' 'option cost 1'
    done
    axis_refuses "axes of sentences, tests and swap need a linear kernel" \
        'scope sentences' 'articles part-b.jsonl MIT label:sentiment' \
        'option kernel rbf' 'option cost 1'
}

@test "three scopes: the same recipe gives the same bytes" {
    for j in 1 3; do
        (cd "$SHARED" && "$TENOR" train -q -j $j --recipe three.recipe \
            -o "$BATS_TEST_TMPDIR/again")
        cmp again "$SHARED/three"
    done
}

@test "a recipe is UTF-8 without control characters" {
    axis_refuses "recipe:3: not UTF-8" $'note a \xff b'
    refuses "recipe:1: not UTF-8" <<<$'axis a\xc3 text'
    printf 'axis a text\n\0scope title\n' >nul
    refuses "recipe:2: a control character" <nul
    axis_refuses "recipe:3: a control character" $'note a\eb'
}

@test "a model of titles alone" {
    cat >recipe <<'END'
axis a headline
scope title
corpus part-a.jsonl MIT label:hostility
END
    "$TENOR" train "${QUICK[@]}" --recipe recipe --corpora corpora -o m
    run -0 "$TENOR" score -m m --title 'A splendid idea' --format json \
        /dev/null
    holds '.status == "empty" and .axes.a.status == "ok"'
    run -0 "$TENOR" score -m m --format json "$ARTICLES/rail-delays.txt"
    holds '.status == "ok" and .axes.a.status == "ok"'
    run -0 "$TENOR" score -m m --format json <<<"No title."
    holds '.axes.a | .status == "no_title" and .label == null'
}
