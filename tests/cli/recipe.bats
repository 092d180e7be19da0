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
    refuses "recipe:2: a line of an axis begins with scope, note, corpus, articles or test" <<'END'
axis a text
corps part-a.jsonl MIT
END
    refuses "recipe:3: a line begins with option, swap or, before other words, axis" <<'END'
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
    refuses "recipe:2: too many words" \
        < <(echo 'axis a text' && seq -s ' ' 80 | sed 's/^/corpus /')
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
