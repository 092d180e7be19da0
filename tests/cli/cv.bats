#!/usr/bin/env bats
# tenor cv: the figures, against its own predictions and against models that
# are trained and measured by hand.

load helper

FAST=(-q --no-search --folds 3 --ngrams 1 --characters 0)

setup_file() {
    cd "$BATS_FILE_TMPDIR"
    jq -r '[.sentiment, .text] | @tsv' "$STARTER/part-a.jsonl" >docs.tsv
    "$TENOR" cv "${FAST[@]}" --repeats 2 --folds-out folds.tsv \
        --format json docs.tsv >measured
    jq -Rs '[split("\n")[1:-1][] | split("\t")
        | {repeat: .[0], fold: .[1], document: .[2], label: .[3],
           guess: .[4], p: (.[5] | tonumber)}]' folds.tsv >folds.json
}

setup() {
    cd "$BATS_TEST_TMPDIR" || return 1
    DOCS=$SHARED/docs.tsv
}

# recomputed FILTER: true for all predictions as an array, with the figures
# measured as $m.
recomputed() {
    jq -e --slurpfile measured "$SHARED/measured" '
        def near($x): . - $x | fabs < 0.00001;
        def accuracy: (map(select(.label == .guess)) | length) / length;
        $measured[0] as $m | '"$1" "$SHARED/folds.json" >/dev/null || {
        echo "not true: $1"
        cat "$SHARED/measured"
        return 1
    }
}

# ---- what is printed -------------------------------------------------------

@test "a JSON object with the keys of eval and these" {
    [ "$(wc -l <"$SHARED/measured")" -eq 1 ]
    holds 'keys_unsorted == ["axis", "documents", "without_evidence",
        "accuracy", "accuracy_interval", "macro_f1", "macro_f1_interval",
        "mcc", "mcc_interval", "ece", "ece_interval", "ece_by_chance",
        "calibration", "per_class", "confusion", "repeats", "folds", "deviation"]' \
        "$SHARED/measured"
    holds '.axis == "sentiment" and .documents == 125 and .repeats == 2
        and (.folds | length) == 6' "$SHARED/measured"
    holds '.folds[] | keys_unsorted == ["repeat", "fold", "documents",
        "accuracy", "macro_f1"]' "$SHARED/measured"
    for figure in accuracy macro_f1 mcc ece; do
        holds ".$figure as \$v | .${figure}_interval
            | .[0] <= \$v and \$v <= .[1]" "$SHARED/measured"
    done
}

@test "a row for each document in each repeat, and no document twice" {
    [ "$(head -1 "$SHARED/folds.tsv")" = \
        $'repeat\tfold\tdocument\tlabel\tguess\tp' ]
    recomputed 'length == 250
        and (map([.repeat, .document]) | unique | length) == 250
        and (map(.document | tonumber) | min == 1 and max == 125)
        and (map(.fold) | unique) == ["1", "2", "3"]
        and (map(.p) | min > 1 / 3 and max <= 1)'
    # Labels in the order of reading.
    paste <(sed -n '2,126p' "$SHARED/folds.tsv" | cut -f 4) \
        <(cut -f 1 "$DOCS") | awk '$1 != $2 { exit 1 }'
}

@test "figures are those of all predictions together" {
    recomputed 'accuracy | near($m.accuracy)'
    recomputed '. as $all | all($m.confusion | to_entries[];
        .key as $true | all(.value | to_entries[];
            .key as $guess | .value == ([$all[] | select(
                .label == $true and .guess == $guess)] | length)))'
    recomputed '[$m.per_class[].f1] | add / length | near($m.macro_f1)'
}

@test "accuracy and macro-F1 of each fold, and their deviation" {
    recomputed '. as $all | all($m.folds[];
        . as $f | [$all[] | select(.repeat == "\($f.repeat)"
            and .fold == "\($f.fold)")] as $part
        | ($part | length) == $f.documents
        and ($part | accuracy | near($f.accuracy))
        and ([$part | (map(.label) | unique[]) as $k
            | 2 * (map(select(.label == $k and .guess == $k)) | length)
              / (map((select(.label == $k) | 1), (select(.guess == $k) | 1))
                 | length)] | add / length | near($f.macro_f1)))'
    recomputed 'def sd: (add / length) as $mean
            | (map((. - $mean) * (. - $mean)) | add / (length - 1) | sqrt);
        ([$m.folds[].accuracy] | sd | near($m.deviation.accuracy))
        and ([$m.folds[].macro_f1] | sd | near($m.deviation.macro_f1))'
}

@test "text: the figures of eval, then the folds" {
    run -0 --separate-stderr "$TENOR" cv "${FAST[@]}" "$DOCS"
    [ -z "$stderr" ]
    [ "${lines[0]}" = "axis       sentiment" ]
    [ "${lines[1]}" = "documents  125" ]
    [ "$(grep -cE '^1      [123]   ' <<<"$output")" -eq 3 ]
    [[ ${lines[-1]} == "standard deviation "* ]]
}

@test "a line on stderr for each fold, none with -q" {
    run -0 --separate-stderr "$TENOR" cv "${FAST[@]:1}" --repeats 2 "$DOCS"
    lines_are 7
    [ "${stderr_lines[0]}" = "125 documents, 3 labels" ]
    [[ ${stderr_lines[1]} == "repeat 1 of 2, fold 1 of 3: "*", C 0.5" ]]
    [[ ${stderr_lines[6]} == "repeat 2 of 2, fold 3 of 3: "* ]]
}

# ---- an honest estimate ----------------------------------------------------

@test "a fold is what train and eval give for the same documents" {
    cut -f 2,3 "$SHARED/folds.tsv" | sed 1d | head -125 >fold_of
    for fold in 1 2 3; do
        paste fold_of "$DOCS" | awk -F'\t' -v f=$fold '$1 != f' |
            cut -f 3- >train.tsv
        paste fold_of "$DOCS" | awk -F'\t' -v f=$fold '$1 == f' |
            cut -f 3- >test.tsv
        "$TENOR" train "${FAST[@]}" -o m train.tsv
        "$TENOR" eval --format json m test.tsv >by_hand
        jq -e --slurpfile m "$SHARED/measured" --argjson f $fold '
            .accuracy == $m[0].folds[$f - 1].accuracy
            and .macro_f1 == $m[0].folds[$f - 1].macro_f1' by_hand
    done
}

@test "the search runs inside each fold" {
    run -0 --separate-stderr "$TENOR" cv --folds 3 -j 1 --format json "$DOCS"
    lines_are 4
    holds '.accuracy > 0.4 and .accuracy < 0.8'
    [ "$(printf '%s\n' "${stderr_lines[@]:1}" | sed 's/.*; //' |
        sort -u | wc -l)" -gt 1 ]
    echo "$output" >1
    "$TENOR" cv -q --folds 3 -j 2 --format json "$DOCS" >2
    cmp 1 2
}

# Twenty authors, of whom each writes six texts with one label, and signs.
leaking_corpus() {
    echo label,author,text
    for i in {1..20}; do
        for j in {1..6}; do
            echo "$([ $((i % 2)) -eq 0 ] && echo good || echo bad),$i,A day of week $((i * 7 % 11 + j * 5 % 7)) in town. Signed: writer$i of street$i."
        done
    done
}

@test "groups: what gives the label away is not believed" {
    leaking_corpus >c.csv
    "$TENOR" cv "${FAST[@]}" --format json c.csv >leaking
    holds '.accuracy > 0.95' leaking
    "$TENOR" cv "${FAST[@]}" --format json --group-column author \
        --folds-out f.tsv c.csv >grouped
    holds '.accuracy < 0.7' grouped
    # No author stands in two folds.
    paste <(sed 1d f.tsv | cut -f 2) <(sed 1d c.csv | cut -d, -f 2) |
        sort -u >pairs
    [ "$(wc -l <pairs)" -eq 20 ]
}

@test "groups: intervals are those of groups" {
    # Six copies of a text are one text; without groups, too.
    for i in 1 2 3 4 5 6; do
        head -60 "$DOCS"
    done >six.tsv
    head -60 "$DOCS" >one.tsv
    "$TENOR" cv "${FAST[@]}" --format json six.tsv >six
    "$TENOR" cv "${FAST[@]}" --format json one.tsv >one
    width='.accuracy_interval | .[1] - .[0]'
    jq -ne --argjson a "$(jq "$width" one)" --argjson b "$(jq "$width" six)" \
        '$b > 0.7 * $a'
}

@test "several labels a document: a block of figures for each" {
    jq -c '{label: [.sentiment, .hostility], text}' \
        "$STARTER/part-a.jsonl" >c.jsonl
    "$TENOR" cv "${FAST[@]}" --format json --multi-label --folds-out f.tsv \
        c.jsonl >measured
    jq -r .axis measured >axes
    printf 'sentiment.%s\n' civil hostile negative neutral positive |
        diff - axes
    [ "$(wc -l <f.tsv)" -eq $((1 + 125 * 5)) ]
    jq -es 'all(.[]; (.confusion | keys | length) == 2
        and ([.confusion[][]] | add) == 125)' measured
    grep -qP '^1\t[123]\t1\tnot civil\t' f.tsv ||
        grep -qP '^1\t[123]\t1\tcivil\t' f.tsv
    run -0 "$TENOR" cv "${FAST[@]}" --multi-label c.jsonl
    [ "$(grep -c '^axis ' <<<"$output")" -eq 5 ]
}

# ---- the same bytes --------------------------------------------------------

@test "threads, locale and run have no influence" {
    for extra in "-j 1" "-j 2"; do
        # shellcheck disable=SC2086
        LC_ALL=C.UTF-8 "$TENOR" cv "${FAST[@]}" --repeats 2 $extra \
            --folds-out f.tsv --format json "$DOCS" >again
        cmp again "$SHARED/measured"
        cmp f.tsv "$SHARED/folds.tsv"
    done
}

@test "the seed deals the folds; a repeat has the next seed" {
    "$TENOR" cv "${FAST[@]}" --seed 2 --folds-out f.tsv "$DOCS" >/dev/null
    sed -n '127,$p' "$SHARED/folds.tsv" | cut -f 2- >second
    sed 1d f.tsv | cut -f 2- | cmp - second
}

@test "corpora are read once, and together" {
    head -60 "$DOCS" >1.tsv
    tail -n +61 "$DOCS" >2.tsv
    "$TENOR" cv "${FAST[@]}" --repeats 2 --format json 1.tsv 2.tsv >two
    cmp two "$SHARED/measured"
    "$TENOR" cv "${FAST[@]}" --repeats 2 --format json --in tsv - \
        <"$DOCS" >stream
    cmp stream "$SHARED/measured"
}

# ---- what must not be ------------------------------------------------------

@test "one label, no document, too few of a label" {
    printf 'a\tx\na\ty\na\tz\n' >one.tsv
    complains 2 "tenor cv: all documents have the label 'a'; *" \
        "$TENOR" cv -q one.tsv
    : >empty.tsv
    complains 2 "tenor cv: the corpus has no documents" \
        "$TENOR" cv -q empty.tsv
    { cat "$DOCS" && printf 'rare\tone text\nrare\tanother\n'; } >rare.tsv
    complains 2 "tenor cv: label 'rare': 1 document is left when one of 3 \
folds is held out, and training needs two; --folds can ask for more folds, \
--map can rename or drop the label" "$TENOR" cv "${FAST[@]}" rare.tsv
    "$TENOR" cv "${FAST[@]}" --map rare=- rare.tsv >/dev/null
    printf '%s\n' a$'\t'{x,x,y,y} b$'\t'{v,v,w,w} >equal.tsv
    complains 2 "tenor cv: 8 documents cannot be spread over 5 folds; *" \
        "$TENOR" cv -q equal.tsv
}

@test "fewer groups than folds" {
    printf 'label,by,text\na,1,x\nb,1,y\na,2,z\nb,2,w\n' >c.csv
    complains 2 "tenor cv: 2 groups cannot be spread over 3 folds; *" \
        "$TENOR" cv "${FAST[@]}" --group-column by c.csv
}

@test "a corpus that cannot be read" {
    complains 2 "tenor cv: *missing.tsv*" "$TENOR" cv -q missing.tsv
    printf 'a\tx\nb\n' >bad.tsv
    complains 2 "tenor cv: bad.tsv:2: *" "$TENOR" cv -q bad.tsv
}

@test "predictions that cannot be written: before any work" {
    complains 2 "tenor cv: cannot create 'no/f.tsv': *" \
        "$TENOR" cv -q --folds-out no/f.tsv missing.tsv
    mkdir folder
    complains 2 "tenor cv: cannot create 'folder': *" \
        "$TENOR" cv -q --folds-out folder missing.tsv
}

@test "a failure leaves an older file of predictions" {
    echo older >f.tsv
    printf 'a\tx\nb\n' >bad.tsv
    run -2 "$TENOR" cv -q --folds-out f.tsv bad.tsv
    [ "$(cat f.tsv)" = older ]
    ! compgen -G 'f.tsv.*' || false
}

@test "wrong usage" {
    hints 2 "tenor cv: --repeats must be from 1 to 100" \
        "$TENOR" cv --repeats 0 "$DOCS"
    hints 2 "tenor cv: --repeats must be from 1 to 100" \
        "$TENOR" cv --repeats 101 "$DOCS"
    hints 2 "tenor cv: --repeats cannot be 'x'; *" \
        "$TENOR" cv --repeats x "$DOCS"
    hints 2 "tenor cv: the number of folds is not between 2 and 20" \
        "$TENOR" cv --folds 1 "$DOCS"
    hints 2 "tenor cv: there is no option '-o'" "$TENOR" cv -o m "$DOCS"
    hints 2 "tenor cv: there is no option '--recipe'" \
        "$TENOR" cv --recipe r
    hints 2 "tenor cv: --axis cannot be ''; a name is expected" \
        "$TENOR" cv --axis '' "$DOCS"
    hints 2 "tenor cv: --poles needs two labels, NEG,POS" \
        "$TENOR" cv --poles a "$DOCS"
    complains 2 "tenor cv: the pole 'x' is not among the labels" \
        "$TENOR" cv -q --poles x,positive "$DOCS"
}

@test "a full disk" {
    [ -e /dev/full ] || skip "no /dev/full"
    run -2 bash -c "\"\$TENOR\" cv ${FAST[*]} '$DOCS' >/dev/full"
    [[ $output == *"cannot write to standard output"* ]]
}
