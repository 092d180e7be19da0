#!/usr/bin/env bats
# cli/tenor.1: the same options as --help, every key, no warnings, and examples
# that run.

load helper

setup() {
    cd "$BATS_TEST_TMPDIR" || return 1
    PAGE=$TENOR_ROOT/cli/tenor.1
}

# section NAME: the lines of a section, with subsections.
section() {
    awk -v name="$1" '
        /^\.Sh / { inside = $0 == ".Sh " name; next }
        inside' "$PAGE"
}

# options_of_help VERB: "-m, --model MODEL", one on a line.
options_of_help() {
    "$TENOR" "$1" --help | grep -E '^  (-|    --)' | grep -v -- --help |
        sed 's/^ *//; s/  .*//'
}

# own_options VERB: those that its section lists; cv, curve and audit share the
# others with train.
own_options() {
    case $1 in
    cv | curve | audit)
        options_of_help train >of_train
        options_of_help "$1" | grep -vxFf of_train
        ;;
    *) options_of_help "$1" ;;
    esac
}

# explained SECTION...: the keys on standard input stand in one of them.
explained() {
    for name in "$@"; do
        section "$name"
    done | grep -oE '\bVa [a-zA-Z0-9_]+( , Va [a-z_0-9]+)*' |
        grep -oE '[a-zA-Z0-9_]+' | sort -u >explained
    sort -u >keys
    [ -s keys ]
    run -1 grep -vxFf explained keys
}

@test "the options of each verb are those of --help, in the same order" {
    for verb in $("$TENOR" --help | sed -n 's/^  \([a-z]*\) .*/\1/p'); do
        own_options $verb >help
        [ -s help ]
        section "${verb^^}" | sed -n 's/^\.It \(Fl .*\)/\1/p' |
            sed 's/ , /, /; s/Fl /-/g; s/ Ar / /' >manual
        diff help manual
    done
}

@test "cv, curve and audit know the options of train, in the same order" {
    options_of_help train |
        grep -vE -- '^(-o, --output|--recipe|--corpora) ' >wanted
    for verb in cv curve audit; do
        options_of_help $verb | grep -xFf wanted | diff wanted -
    done
}

@test "each choice of an option stands in the section of its verb" {
    for verb in $("$TENOR" --help | sed -n 's/^  \([a-z]*\) .*/\1/p'); do
        section "${verb^^}" >manual
        case $verb in cv | curve | audit) section TRAIN >>manual ;; esac
        "$TENOR" "$verb" --help | sed -n 's/^ *one of: //p' |
            tr ' ' '\n' >choices
        while read -r word; do
            grep -qE "^\.Cm $word( |\$)" manual
        done <choices
    done
}

@test "no option is spoken of that is not there" {
    for verb in $("$TENOR" --help | sed -n 's/^  \([a-z]*\) .*/\1/p'); do
        options_of_help $verb
    done | grep -oE -- '--?[a-zA-Z0-9-]+' | sort -u >known
    printf '%s\n' --help --version -h -- >>known
    # The page explains the ways to write an option with -x and --name.
    printf '%s\n' -x --name >>known
    grep -oE '\bFl -?[a-zA-Z0-9-]*' "$PAGE" | sed 's/^Fl /-/' | sort -u >used
    while read -r option; do
        grep -qxFe "$option" known || {
            echo "$option"
            false
        }
    done <used
    # The examples, too, with those of curl.
    printf '%s\n' --retry --retry-all-errors --unix-socket --data-binary \
        >>known
    section EXAMPLES | sed 's/\\-/-/g' | grep -oE '(^| )--[a-z-]+' |
        tr -d ' ' | while read -r option; do
        grep -qxFe "$option" known
    done
}

@test "every verb stands in the synopsis" {
    section SYNOPSIS >synopsis
    "$TENOR" --help | sed -n 's/^  \([a-z]*\) .*/\1/p' >verbs
    [ -s verbs ]
    while read -r verb; do
        grep -qx "\.Cm $verb" synopsis
        grep -qx "\.Sh ${verb^^}" "$PAGE"
    done <verbs
}

@test "every key of the card, of eval, compare and a record is explained" {
    small_corpus c.tsv
    quick linear --poles bad,good c.tsv
    quick kernel --kernel rbf c.tsv
    cat >recipe <<'END'
axis a text
corpus ./c.tsv MIT
END
    "$TENOR" train "${QUICK[@]}" --recipe recipe -o licence
    # What only recipes ask for.
    cp "$STARTER/part-a.jsonl" a.jsonl
    cp "$STARTER/part-b.jsonl" b.jsonl
    printf 'who: Ann, Bob\nThe mood of {who} was splendid.\n' >swap
    cat >recipe <<'END'
swap ./swap
axis a text
scope sentences
note For tests.
corpus ./a.jsonl MIT label:sentiment weight:0.5
articles ./b.jsonl MIT label:sentiment
test ./b.jsonl MIT label:sentiment
END
    "$TENOR" train "${QUICK[@]}" --recipe recipe -o rich
    "$TENOR" info --format json rich >card
    holds '.axes[0] | has("articles") and has("tests") and has("failures")
        and has("notes") and has("moved_by_names")' card
    "$TENOR" train -q --metric f1:good --budget 0.000001 -o searched c.tsv

    for model in linear kernel licence rich searched; do
        "$TENOR" info --format json $model
    done | jq -r 'paths | .[-1] | strings' | explained "MODEL CARD"
    "$TENOR" eval --format json linear c.tsv |
        jq -r 'del(.per_class[][], .confusion[])
            | keys[], "precision", "recall", "f1", "support"' |
        explained EVAL
    "$TENOR" compare --format json linear licence c.tsv |
        jq -r 'paths | .[-1] | strings' | explained COMPARE
    printf 'a splendid \xff day' >text
    set +e
    "$TENOR" score -m linear --coverage 0.9 --format json text missing 2>/dev/null |
        jq -r 'keys[], (.axes.sentiment | values | keys[])' >of_records
    set -e
    grep -qx invalid_utf8 of_records
    grep -qx error of_records
    explained OUTPUT <of_records

    for i in {1..10}; do
        printf '{"text":"%s day %d.","label":"%s"}\n' \
            Splendid "$i" good Awful "$i" bad
    done >corpus.jsonl
    cat >recipe <<'END'
axis a sentence
scope sentences
corpus ./corpus.jsonl MIT
articles ./corpus.jsonl MIT
axis t headline
scope title
corpus ./corpus.jsonl MIT
END
    "$TENOR" train "${QUICK[@]}" --folds 2 --recipe recipe -o page
    "$TENOR" score -m page --title 'A splendid day' --format json text |
        jq -r '(.title | keys[]), (.axes[] | keys[]),
            (.sentences[] | keys[], (.axes[] | keys[]))' >of_page
    grep -qx part of_page
    explained OUTPUT <of_page
    set +e
    {
        "$TENOR" explain -m page --flip --title 'A splendid day' --format json text
        "$TENOR" explain -m page --format json missing 2>/dev/null
    } | jq -r 'paths | map(strings)
        | select(. != ["axes", "a"] and . != ["axes", "t"]) | .[-1]' \
        >of_explanations
    set -e
    grep -qx adds_up of_explanations
    grep -qx error of_explanations
    explained EXPLAIN OUTPUT <of_explanations
    printf 'an awful day' >other
    "$TENOR" explain -m linear --format json text --diff other |
        jq -r '(keys[]), (.axes.sentiment | paths | map(strings) | .[-1])' |
        explained EXPLAIN
    {
        "$TENOR" words linear --format json --against
        "$TENOR" words licence --format json --on c.tsv
    } | jq -r '(keys[]), (.axes[] | keys[], (.labels[] | paths
        | map(strings) | .[-1]))' | explained WORDS
}

@test "every column of label is explained" {
    small_corpus c.tsv
    quick linear --axis axis c.tsv
    "$TENOR" label -m linear --in lines --header /dev/null | tr '\t' '\n' >keys
    while read -r key; do
        section OUTPUT | grep -q "^\.\(It \)\?Va $key\( \|$\)"
    done <keys
    "$TENOR" label -m linear --summary s.json c.tsv >rows
    jq -r 'del(.statuses[]) | paths | .[-1] | strings' s.json |
        explained OUTPUT
    "$TENOR" label -m linear -o out c.tsv
    jq -r 'del(.counts[]) | keys[], (.[] | objects | keys[]),
        (.inputs[] | keys[])' out.receipt | explained LABEL
    "$TENOR" label -m linear --progress json c.tsv 2>&1 >rows |
        jq -r 'keys[]' | explained LABEL
}

@test "every key of cv and curve is explained, and every column" {
    jq -c '{label: .sentiment, text}' "$STARTER/part-a.jsonl" >c.jsonl
    "$TENOR" cv "${QUICK[@]}" --no-search --format json --folds-out f.tsv \
        c.jsonl | jq -r 'del(.per_class[], .confusion[])
            | paths | .[-1] | strings' | explained CV EVAL
    head -1 f.tsv | tr '\t' '\n' | explained CV
    "$TENOR" curve "${QUICK[@]}" --no-search --format json c.jsonl |
        jq -r 'paths | .[-1] | strings' | explained CURVE
}

@test "every key of findings and of a log is explained" {
    {
        jq -r '[.sentiment, .text] | @tsv' "$STARTER/part-a.jsonl"
        for i in 1 2 3 4 5 6; do
            printf 'positive\tOVERTON (Ledger) - All %s went well.\n' $i
        done
        printf 'negative\tOverton Ledger, all 6 went well.\n'
    } >c.tsv
    "$TENOR" audit "${QUICK[@]}" --test c.tsv --format json c.tsv >found
    "$TENOR" audit "${QUICK[@]}" --multi-label --format json c.tsv >several
    jq -se 'map(.kind) | unique | index("leak", "duplicate", "test")' found
    jq -r 'keys[]' found several | explained AUDIT
    "$TENOR" relabel --findings found --min-confidence 0 --apply c.tsv
    [ "$(wc -l <c.tsv.relabel.jsonl)" -gt 1 ]
    jq -r 'keys[]' c.tsv.relabel.jsonl | explained RELABEL
}

@test "every key of drift is explained" {
    jq -r '[.sentiment, .text] | @tsv' "$STARTER/part-a.jsonl" >old.tsv
    jq -c '.text |= gsub("(?<w>[a-z]{6,})"; .w + "oq")
        | .text |= gsub("the"; "a")' "$STARTER"/part-?.jsonl >new.jsonl
    quick model old.tsv
    run -1 "$TENOR" drift --format json model new.jsonl --slice-files
    jq -e '.axes[0] | .new_words[0] and .moved_words[0] and .slices[0]' \
        <<<"$output"
    jq -r 'paths | .[-1] | strings' <<<"$output" | explained DRIFT
}

@test "every status of exit stands there" {
    for status in 0 1 2 3; do
        section "EXIT STATUS" | grep -qx "\.It $status"
    done
}

@test "man has no warnings" {
    command -v man >/dev/null || skip "no man"
    for width in 60 80 132; do
        MANWIDTH=$width LC_ALL=C.UTF-8 man -l --warnings "$PAGE" \
            >page 2>warnings
        cat warnings
        [ ! -s warnings ]
    done
    grep -q 'EXIT STATUS' page
    MANWIDTH=80 LC_ALL=C man -l --warnings "$PAGE" >page 2>warnings
    [ ! -s warnings ]
    ! awk 'length > 80' page | grep . || false
}

@test "mandoc has no complaints" {
    command -v mandoc >/dev/null || skip "no mandoc"
    # Other pages need not be installed.
    run mandoc -Tlint -W style "$PAGE"
    # shellcheck disable=SC2154
    ! grep -v 'mandoc.db\|referenced manual not found' <<<"$output" |
        grep . || false
}

@test "the examples run" {
    has_embedded || skip "no embedded model"
    mkdir bin articles
    ln -s "$TENOR" bin/tenor
    PATH=$PWD/bin:$PATH
    cp "$ARTICLES"/*.txt articles
    cp articles/rail-delays.txt article.txt
    cat articles/*.txt >comments.txt
    jq -r '[.sentiment, .text] | @tsv' "$STARTER/part-a.jsonl" >reviews.tsv
    jq -r '[.sentiment, .text] | @tsv' "$STARTER/part-b.jsonl" >held-out.tsv
    jq -c '{label: .sentiment, text, year: (2015 + (.text | length % 10))}' \
        "$STARTER/part-a.jsonl" >all.jsonl
    {
        echo body,stars
        for stars in 1 2 3 4 5; do
            printf '"Ein Film, %s",%d\n' gut $stars schlecht $stars
        done
    } | tee kritiken.csv >reviews.csv
    printf '%s\t%s\n' 'war;rain' 'guns in the mud' rain 'a wet day' \
        war 'guns and men' '' 'a fine day' >topics.tsv
    jq -c '{text}' "$STARTER/part-a.jsonl" >news.jsonl
    section EXAMPLES | sed -n '/^\.Bd/,/^\.Ed/p' | grep -v '^\.' |
        sed 's/^\$ //; s/\\-/-/g; s/\\(aq/'\''/g; s/\\e/\\/g' >examples.sh
    [ "$(grep -c '^tenor' examples.sh)" -ge 8 ]
    run -0 --separate-stderr bash -euo pipefail examples.sh </dev/null
    # shellcheck disable=SC2154
    [[ $stderr != *"tenor "*": "*"cannot"* ]]
    for file in my.tenor stars.tenor five.tenor topics.tenor recent.tenor \
        two.tsv worst.tsv labels.tsv; do
        [ -s $file ]
    done
    [ "$(cut -f 1 two.tsv | sort -u | tr '\n' ' ')" = "negative positive " ]
    tenor info stars.tenor | grep -q 'german, stemmed'
    grep -q '^articles/rail-delays.txt$' <<<"$output"
}
