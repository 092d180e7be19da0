#!/usr/bin/env bats
# tenor train, the labels: their names, their order, several of them, groups and
# weights of documents, and corpora that cannot be trained on.

load helper

setup_file() {
    cd "$BATS_FILE_TMPDIR"
    jq -r '[.sentiment, .text] | @tsv' "$STARTER/part-a.jsonl" |
        sort -s -t $'\t' -k 1,1 >docs.tsv
    # Labels of two kinds: the one of sentiment, and, where the document has
    # it, hostile.
    jq -c '{labels: ([.sentiment] + [.hostility | select(. == "hostile")]),
            text}' "$STARTER/part-a.jsonl" >several.jsonl
    jq -r '[(.labels | join(",")), .text] | @tsv' several.jsonl >several.tsv
    quick several --multi-label --label-column labels several.jsonl
}

# card FILTER MODEL
card() {
    "$TENOR" info --format json "$2" | jq -r "$1"
}

# no_file PATH: neither the file nor a part of it is there.
no_file() {
    ! compgen -G "$1*" || return 1
}

# scores MODEL: of the articles.
scores() {
    "$TENOR" score -m "$1" --format json "$ARTICLES"/*.txt
}

# ---- one label a document --------------------------------------------------

@test "labels in any script, with blanks, quotes and commas" {
    names=('положительный' '負面' 'إيجابي' '😀' '👩‍👩‍👧 family' 'très bon' 'say "no", please' "it's")
    i=0
    for name in "${names[@]}"; do
        i=$((i + 1))
        printf '%s\tword%d common text\n%s\tword%d other text\n' \
            "$name" $i "$name" $i
    done >c.tsv
    quick m c.tsv
    printf '%s\n' "${names[@]}" | sort >wanted
    printf 'word2 text' | "$TENOR" score -m m --format json >out
    jq -r '.axes.sentiment.p | keys_unsorted[]' out | cmp - wanted
    holds '.axes.sentiment.label == "負面"' out
    card '.axes[0].labels[].name' m | cmp - wanted
    "$TENOR" eval --format json m c.tsv >measured
    jq -r '.per_class | keys_unsorted[]' measured | cmp - wanted
    # What is printed for people is valid, too.
    "$TENOR" eval m c.tsv | iconv -f UTF-8 -t UTF-8 >/dev/null
    "$TENOR" score -m m <c.tsv | iconv -f UTF-8 -t UTF-8 >/dev/null
    "$TENOR" info m | grep -q '^    très bon '
}

@test "two, three and seven labels" {
    for field in hostility sentiment emotion; do
        quick $field --label-column $field "$STARTER/part-a.jsonl"
        jq -r ".$field" "$STARTER/part-a.jsonl" | sort -u >wanted
        card '.axes[0].labels[].name' $field | cmp - wanted
        "$TENOR" score -m $field --format json "$ARTICLES"/*.txt >out
        jq -es --argjson k "$(wc -l <wanted)" 'all(.[].axes.sentiment;
            (.p | length == $k and (add - 1 | fabs < 0.00001))
            and (.margin | length == $k)
            and .p[.label] == ([.p[]] | max))' out
    done
}

@test "margins of two labels are opposite" {
    quick m --label-column hostility "$STARTER/part-a.jsonl"
    "$TENOR" score -m m --format json "$ARTICLES"/*.txt >out
    jq -es 'all(.[].axes.sentiment.margin; .civil == -.hostile)' out
}

@test "--map renames and drops" {
    quick m --map neutral=- --map negative=bad --map positive=good \
        "$SHARED/docs.tsv"
    [ "$(card '[.axes[0].labels[] | .name] | join(" ")' m)" = "bad good" ]
    grep -cv '^neutral' "$SHARED/docs.tsv" >wanted
    card '.axes[0].documents' m | cmp - wanted
    card '.axes[0].corpora[0].documents' m | cmp - wanted
    # The same as a corpus that was written so.
    sed '/^neutral/d; s/^negative/bad/; s/^positive/good/' \
        "$SHARED/docs.tsv" >mapped.tsv
    quick n mapped.tsv
    diff <("$TENOR" score -m m --format json "$ARTICLES"/*.txt) \
        <("$TENOR" score -m n --format json "$ARTICLES"/*.txt)
    # Two labels into one.
    quick m --map neutral=rest --map positive=rest "$SHARED/docs.tsv"
    [ "$(card '[.axes[0].labels[] | .name] | join(" ")' m)" = "negative rest" ]
}

@test "--poles: the score runs between them" {
    small_corpus c.tsv
    quick m c.tsv
    run -0 "$TENOR" score -m m --format json <<<"splendid, splendid"
    holds '.axes.sentiment | has("score") | not'
    [ "$(card '.axes[0] | has("poles")' m)" = false ]
    quick m --poles bad,good c.tsv
    run -0 "$TENOR" score -m m --format json <<<"splendid, splendid"
    holds '.axes.sentiment
           | (.score - (.p.good - .p.bad) | fabs) < 0.00001 and .score > 0'
    [ "$(card '.axes[0].poles | "\(.negative) \(.positive)"' m)" = \
        "bad good" ]
    # Known names need no option.
    quick m --map good=pos --map bad=neg c.tsv
    [ "$(card '.axes[0].poles | "\(.negative) \(.positive)"' m)" = \
        "neg pos" ]
    complains 2 "tenor train: the pole 'fine' is not among the labels" \
        "$TENOR" train -q -o n --poles bad,fine c.tsv
    no_file n
}

@test "labels in any script: in options, in the search, in every format" {
    printf '%s\t%s\n' إيجابي 'يوم جميل' سلبي 'يوم سيئ' إيجابي 'فيلم جميل' \
        سلبي 'فيلم سيئ' 😀 'good day' 😀 'good film' >c.tsv
    run -0 --separate-stderr "$TENOR" train --metric f1:إيجابي \
        --ordered سلبي,😀,إيجابي --poles سلبي,إيجابي -l ar -o m c.tsv
    grep -q 'إيجابي' <<<"$(card '.axes[0].search.label' m)"
    [ "$(card '[.axes[0].labels[].name] | join(" ")' m)" = "سلبي 😀 إيجابي" ]
    printf 'فيلم جميل' | "$TENOR" score -m m --format json >out
    holds '.axes.sentiment | .label == "إيجابي" and .score > 0' out
    jq -Rc 'split("\t") | {label: .[0], text: .[1]}' c.tsv >c.jsonl
    (echo label,text && tr '\t' , <c.tsv) >c.csv
    sed 's/^/__label__/; s/\t/ /' c.tsv >c.ft
    while IFS=$'\t' read -r label text; do
        mkdir -p "c/$label"
        printf '%s' "$text" >"c/$label/$((++i))"
    done <c.tsv
    quick m -l ar c.tsv
    for corpus in c.jsonl c.csv c.ft c; do
        quick n -l ar $corpus
        card '.axes[0].labels[].name' n | cmp - <(card '.axes[0].labels[].name' m)
        printf 'good day' | "$TENOR" score -m n --format json >out
        holds '.axes.sentiment.label == "😀"' out
    done
    quick m -l ar --map 😀=إيجابي c.tsv
    [ "$(card '.axes[0].labels | length' m)" -eq 2 ]
}

@test "equal texts with different labels are counted and reported" {
    # Two such texts, one with three labels, and one that is there twice alike.
    printf '%s\t%s\n' a same b same a other c same a twice a twice b other \
        c more c end b end2 >c.tsv
    run -0 --separate-stderr "$TENOR" train --no-search --min-documents 1 \
        -o m c.tsv
    [ "${stderr_lines[2]}" = "2 texts with more than one label; documents 1 and 2 are equal, 'a' and 'b'" ]
    [ "$(card '.axes[0].conflicting_texts' m)" -eq 2 ]
    [ "$(card '.axes[0].documents' m)" -eq 10 ]
    head -2 c.tsv >1.tsv
    printf 'a\tone\nb\ttwo\n' >>1.tsv
    run -0 --separate-stderr "$TENOR" train --no-search --min-documents 1 \
        -o m 1.tsv
    [ "${stderr_lines[2]}" = "1 text with more than one label; documents 1 and 2 are equal, 'a' and 'b'" ]
    run -0 --separate-stderr "$TENOR" train --no-search -o m "$SHARED/docs.tsv"
    run ! grep 'more than one label' <<<"$stderr"
    [ "$(card '.axes[0].conflicting_texts' m)" -eq 0 ]
}

# ---- labels with an order --------------------------------------------------

@test "--ordered: the order stays in the model and in what is printed" {
    "$TENOR" train "${QUICK[@]}" --ordered negative,neutral,positive -o m \
        "$SHARED/docs.tsv"
    "$TENOR" train "${QUICK[@]}" --ordered positive,neutral,negative -o n \
        "$SHARED/docs.tsv"
    for model in m n; do
        order=negative,neutral,positive
        [ $model = m ] || order=positive,neutral,negative
        scores $model >out
        jq -es --arg order $order 'all(.[].axes.sentiment;
            (.p | keys_unsorted | join(",")) == $order
            and (.margin | keys_unsorted | join(",")) == $order)' out
        [ "$(card '.axes[0] | "\(.ordered) \([.labels[].name] | join(","))"' \
            $model)" = "true $order" ]
        "$TENOR" score -m $model --format tsv "$ARTICLES/rail-delays.txt" |
            head -1 | cut -f 6-8 | sed 's/sentiment\.//g' | tr '\t' , |
            grep -qx $order
        "$TENOR" eval --format json $model "$SHARED/docs.tsv" >measured
        [ "$(jq -r '.per_class | keys_unsorted | join(",")' measured)" = $order ]
        holds '.accuracy > 0.6' measured
    done
    [ "$("$TENOR" info m | grep -c '^  labels, from first to last$')" -eq 1 ]
}

@test "--ordered: the order of the labels is that of the margins at either end" {
    sed 's/^negative/1/; s/^neutral/2/; s/^positive/3/' "$SHARED/docs.tsv" >c.tsv
    # A fourth step of words that the others have not.
    for i in 1 2 3 4 5 6; do
        printf '4\tsuperb marvellous magnificent %s\n' $i
    done >>c.tsv
    quick m --ordered 1,2,3,4 c.tsv
    scores m >out
    jq -es 'all(.[].axes.sentiment; [.margin[]]
        | (add | fabs) < 0.0001)' out
    # The ends are the surest of themselves, and what lies between falls off.
    "$TENOR" score -m m --format json <<<"superb marvellous magnificent" |
        jq -e '.axes.sentiment | .label == "4"
            and (.margin | .["1"] < .["2"] and .["2"] < .["3"]
                 and .["3"] < .["4"])'
    # The poles are the ends.
    [ "$(card '.axes[0].poles | "\(.negative) \(.positive)"' m)" = "1 4" ]
    # The most probable label never falls as the margin grows.
    cut -f 2 c.tsv | while read -r text; do
        printf '%s' "$text" | "$TENOR" score -m m --format json
    done | jq -r '.axes.sentiment | "\(.margin["4"]) \(.label)"' |
        sort -g | cut -d ' ' -f 2 | sort -nc
}

@test "--ordered: labels that are wrong, missing or there twice" {
    small_corpus c.tsv
    complains 2 "tenor train: 'fine' of --ordered is not among the labels" \
        "$TENOR" train -q --ordered bad,fine,good -o m c.tsv
    complains 2 "tenor train: the label 'good' has no place in --ordered; --map can rename or drop it" \
        "$TENOR" train -q --ordered bad -o m c.tsv
    complains 2 "tenor train: --ordered has 'bad' twice" \
        "$TENOR" train -q --ordered bad,good,bad -o m c.tsv
    complains 2 "tenor train: '' of --ordered is not among the labels" \
        "$TENOR" train -q --ordered bad,,good -o m c.tsv
    complains 2 "tenor train: ordered labels need a linear kernel" \
        "$TENOR" train -q --ordered bad,good --kernel rbf -o m c.tsv
    complains 2 "tenor train: --ordered and --poles are for documents with one label each" \
        "$TENOR" train -q --ordered bad,good --multi-label -o m c.tsv
    no_file m
    quick m --ordered bad,good c.tsv
    "$TENOR" train -q --folds 3 --ordered bad,good -o m c.tsv
}

# ---- several labels a document ---------------------------------------------

@test "--multi-label: an axis for each label" {
    M=$SHARED/several
    [ "$(card '[.axes[].name] | join(" ")' "$M")" = \
        "sentiment.hostile sentiment.negative sentiment.neutral sentiment.positive" ]
    [ "$(card '[.axes[] | "\(.labels[0].name)|\(.labels[1].name)"] | join(" ")' \
        "$M")" = "not hostile|hostile not negative|negative not neutral|neutral not positive|positive" ]
    for label in hostile negative neutral positive; do
        n=$(jq -r '.labels[]' "$SHARED/several.jsonl" | grep -cx $label)
        [ "$(card ".axes[] | select(.name == \"sentiment.$label\")
            | \"\(.labels[1].documents) \(.documents)\"" "$M")" = "$n 125" ]
    done
    run -0 --separate-stderr "$TENOR" train --no-search --multi-label \
        --label-column labels --axis tone -o m "$SHARED/several.jsonl"
    [ "${stderr_lines[1]}" = \
        "125 documents, 4 labels of which each may have several" ]
    [ "$(grep -c '^tone\.[a-z]*: cross-validated accuracy ' <<<"$stderr")" -eq 4 ]
    scores m >out
    jq -es 'all(.[].axes | to_entries[]; .key[5:] as $x
        | (.value.p | keys_unsorted == ["not " + $x, $x])
        and (.value.score - (.value.p[$x] - .value.p["not " + $x])
             | fabs) < 0.00001)' out
}

@test "--multi-label: a separator, arrays and fastText say the same" {
    quick m --multi-label "$SHARED/several.tsv"
    scores "$SHARED/several" >wanted
    scores m | cmp - wanted
    sed 's/,/ ; /' <(cut -f 1 "$SHARED/several.tsv") |
        paste - <(cut -f 2 "$SHARED/several.tsv") >other.tsv
    quick m --multi-label --label-separator ';' other.tsv
    scores m | cmp - wanted
    jq -r '(.labels | map("__label__" + .) | join(" ")) + " " + .text' \
        "$SHARED/several.jsonl" >c.ft
    quick m --multi-label c.ft
    scores m | cmp - wanted
    jq -r '[(.labels | join("|")), .text] | @csv' "$SHARED/several.jsonl" |
        (echo label,text && cat) >c.csv
    quick m --multi-label --label-separator '|' c.csv
    scores m | cmp - wanted
}

@test "--multi-label: no label, one twice, and mapped ones" {
    printf '%s\t%s\n' 'a, b' 'good day' a 'good night' '' 'bad night' \
        'b,b,' 'bad day' '' 'bad morning' >c.tsv
    quick m --multi-label c.tsv
    [ "$(card '[.axes[] | .labels[1].documents] | join(" ")' m)" = "2 2" ]
    [ "$(card '.axes[0].documents' m)" -eq 5 ]
    quick m --multi-label --map b=c c.tsv
    [ "$(card '[.axes[].name] | join(" ")' m)" = "sentiment.a sentiment.c" ]
    # A document that has only dropped labels goes, one without any stays.
    quick m --multi-label --map b=- c.tsv
    [ "$(card '.axes[] | "\(.name) \(.documents)"' m)" = "sentiment.a 4" ]
}

@test "--multi-label: what cannot be trained" {
    printf '__label__a __label__b x\n' >c.ft
    complains 2 "tenor train: c.ft:1: more than one label; use --multi-label" \
        "$TENOR" train -q -o m c.ft
    printf '{"label":["a","b"],"text":"x"}\n' >c.jsonl
    complains 2 "tenor train: c.jsonl:1: more than one label; use --multi-label" \
        "$TENOR" train -q -o m c.jsonl
    printf '%s\t%s\n' a,b x a,b y a z >all.tsv
    complains 2 "tenor train: every document has the label 'a'; *" \
        "$TENOR" train -q --multi-label -o m all.tsv
    printf '%s\t%s\n' a x a y '' z '' w b v >lonely.tsv
    complains 2 "tenor train: only one document has the label 'b'; *" \
        "$TENOR" train -q --multi-label -o m lonely.tsv
    printf '\tx\n\ty\n' >none.tsv
    complains 2 "tenor train: no document has a label" \
        "$TENOR" train -q --multi-label -o m none.tsv
    complains 2 "tenor train: the label separator is empty" \
        "$TENOR" train -q --multi-label --label-separator '' -o m all.tsv
    complains 2 "tenor train: --ordered and --poles are for documents with one label each" \
        "$TENOR" train -q --multi-label --poles a,b -o m all.tsv
    for i in {1..65}; do
        printf 'label%d\tone\nlabel%d\ttwo\n' $i $i
    done >c.tsv
    complains 2 "tenor train: 65 labels; documents with several labels may use 64" \
        "$TENOR" train -q --multi-label -o m c.tsv
    no_file m
}

@test "eval --multi-label: the figures of each axis, as score has them" {
    M=$SHARED/several
    jq -c '{labels: ([.sentiment] + [.hostility | select(. == "hostile")]),
            text}' "$STARTER/part-b.jsonl" | head -40 >held.jsonl
    "$TENOR" eval --multi-label --label-column labels --format json "$M" \
        held.jsonl >measured
    [ "$(jq -r .axis measured)" = "$(card '.axes[].name' "$M")" ]
    i=0
    jq -r .text held.jsonl | while read -r text; do
        printf '%s\n' "$text" >$((++i + 100))
    done
    "$TENOR" score -m "$M" --format json 1?? |
        jq -c '.axes | map_values(.label)' >scored
    for label in hostile negative neutral positive; do
        jq -es --arg x $label --slurpfile held held.jsonl --slurpfile s scored '.[] |
            select(.axis == "sentiment." + $x) | .confusion as $c
            | [range(40) | {true: (if $held[.].labels | index($x) then $x
                                   else "not " + $x end),
                            guess: $s[.]["sentiment." + $x]}] as $all
            | .documents == 40
            and ([("not " + $x, $x) as $t | ("not " + $x, $x) as $g
                  | $c[$t][$g] == ([$all[] | select(.true == $t
                        and .guess == $g)] | length)] | all)
            and (.accuracy - ([$all[] | select(.true == .guess)] | length) / 40
                 | fabs) < 0.00001' measured
        "$TENOR" eval --multi-label --label-column labels --format json \
            --axis sentiment.$label "$M" held.jsonl |
            cmp - <(grep "\"sentiment.$label\"" measured)
    done
    # Text: the same, block by block.
    "$TENOR" eval --multi-label --label-column labels "$M" held.jsonl >text
    grep '^axis ' text | awk '{ print $2 }' | cmp - <(jq -r .axis measured)
    [ "$(grep -c '^documents  40' text)" -eq 4 ]
    [ "$(grep -c '^true . guessed' text)" -eq 4 ]
    "$TENOR" eval --multi-label --label-column labels --axis sentiment.hostile \
        "$M" held.jsonl | cmp - <(sed '/^axis *sentiment.negative/,$d' text |
            head -n -1)
    # Other formats.
    jq -r '[(.labels | join(";")), .text] | @tsv' held.jsonl >held.tsv
    "$TENOR" eval --multi-label --label-separator ';' --format json "$M" \
        held.tsv | cmp - measured
    jq -r '(.labels | map("__label__" + .) | join(" ")) + " " + .text' \
        held.jsonl | "$TENOR" eval --multi-label --in fasttext --format json \
        "$M" - | cmp - measured
}

@test "eval --multi-label: mistakes of one axis, and axes that do not fit" {
    M=$SHARED/several
    hints 2 "tenor eval: --errors is for one axis; --axis chooses it" \
        "$TENOR" eval --multi-label --errors e "$M" "$SHARED/several.tsv"
    no_file e
    sed -n 's/^negative\t/positive\t/p' "$SHARED/several.tsv" | head -1 >c.tsv
    "$TENOR" eval --multi-label --axis sentiment.positive --errors e "$M" c.tsv
    [ "$(cut -f 2,3 e | tail -1)" = $'positive\tnot positive' ]
    # Without the option, labels are those of the axis.
    complains 2 "tenor eval: c.tsv:1: label 'positive' is not in axis 'sentiment.hostile' of the model; *" \
        "$TENOR" eval "$M" c.tsv
    printf 'not positive\tdeath\npositive\tgood\n' >own.tsv
    run -0 "$TENOR" eval --axis sentiment.positive --format json "$M" own.tsv
    holds '.documents == 2'
    quick three "$SHARED/docs.tsv"
    complains 2 "tenor eval: --multi-label needs an axis with two labels, 'not x' and 'x'; axis 'sentiment' has 3" \
        "$TENOR" eval --multi-label three c.tsv
    complains 2 "tenor eval: the label separator is empty" \
        "$TENOR" eval --multi-label --label-separator '' "$M" c.tsv
    hints 2 "tenor eval: $M has no axis 'tone'" \
        "$TENOR" eval --multi-label --axis tone "$M" c.tsv
}

@test "compare --multi-label: two models on one axis" {
    quick b --multi-label --stemming off "$SHARED/several.tsv"
    run -0 "$TENOR" compare --multi-label --axis sentiment.positive \
        --alpha 0.000001 --format json "$SHARED/several" b \
        "$SHARED/several.tsv"
    holds '.axis == "sentiment.positive" and .documents == 125'
    "$TENOR" eval --multi-label --axis sentiment.positive --format json b \
        "$SHARED/several.tsv" >measured
    [ "$(jq .b.accuracy <<<"$output")" = "$(jq .accuracy measured)" ]
    complains 2 "tenor compare: *" "$TENOR" compare --axis sentiment.positive \
        "$SHARED/several" b "$SHARED/several.tsv"
}

# ---- groups ----------------------------------------------------------------

# grouped: 60 documents of 12 groups; a group has one label, and a word that
# only its documents have. Nothing else tells the labels apart.
grouped() {
    echo source,label,text
    for i in {0..59}; do
        g=$((i % 12))
        printf 'source %d,%s,name%s the other word%d\n' $g \
            $([ $((g % 2)) = 0 ] && echo even || echo odd) \
            $(printf '%d' $g | tr 0-9 a-j) $((i % 7))
    done
}

@test "--group-column: what belongs together shares a fold" {
    grouped >c.csv
    options=(-q --no-search --stemming off --characters 0 -o)
    "$TENOR" train "${options[@]}" apart c.csv
    "$TENOR" train "${options[@]}" together --group-column source c.csv
    # The name of its source gives a document away.
    accuracy='.axes[0].cross_validation.accuracy.value'
    awk -v apart="$(card "$accuracy" apart)" \
        -v together="$(card "$accuracy" together)" \
        'BEGIN { exit !(apart > 0.95 && together < 0.75) }'
    # By number, by name, nested: the same folds.
    tail -n +2 c.csv | tr , '\t' >c.tsv
    "$TENOR" train "${options[@]}" m --label-column 2 --text-column 3 \
        --group-column 1 c.tsv
    cmp <(card '.axes[0] | del(.corpora)' m) \
        <(card '.axes[0] | del(.corpora)' together)
    jq -Rc 'split("\t") | {label: .[1], text: .[2], meta: {from: .[0]}}' c.tsv \
        >c.jsonl
    "$TENOR" train "${options[@]}" m --group-column meta.from c.jsonl
    cmp <(card '.axes[0] | del(.corpora)' m) \
        <(card '.axes[0] | del(.corpora)' together)
    for j in 1 2 8; do
        "$TENOR" train -q --characters 0 --group-column source -j $j -o m$j \
            c.csv
    done
    cmp m1 m2
    cmp m1 m8
}

@test "--group-column: columns that are not there, too few groups" {
    grouped >c.csv
    complains 2 "tenor train: c.csv:1: the header has no column 'author'" \
        "$TENOR" train -q --group-column author -o m c.csv
    printf '{"label":"a","text":"x"}\n' >c.jsonl
    complains 2 "tenor train: c.jsonl:1: no group field 'source'; null stands for none" \
        "$TENOR" train -q --group-column source -o m c.jsonl
    printf 'a\tx\n' >c.tsv
    complains 2 "tenor train: 'c.tsv' has no column 'source': TSV has no header, *" \
        "$TENOR" train -q --group-column source -o m c.tsv
    printf '__label__a x\n' >c.ft
    complains 2 "tenor train: 'c.ft': format 'fasttext' has no columns for a group or a weight" \
        "$TENOR" train -q --group-column source -o m c.ft
    complains 2 "tenor train: 12 groups cannot be spread over 13 folds; --folds can ask for fewer" \
        "$TENOR" train -q --folds 13 --group-column source -o m c.csv
    no_file m
    "$TENOR" train "${QUICK[@]}" --folds 12 --group-column source -o m c.csv
}

# ---- weights ---------------------------------------------------------------

@test "--weight-column: a weight of 2 trains as if listed twice" {
    cat >w.csv <<'END'
label,text,weight
a,good day sun,2
a,fine day,1
a,good night,1
b,bad day,1
b,bad cold night,1.0
b,awful rain day,3e0
b,cold rain,1
END
    awk -F , 'NR == 1 { print "label,text"; next }
        { for (i = 0; i < $3; i++) print $1 "," $2 }' w.csv >listed.csv
    sed 's/,[^,]*$//' w.csv >plain.csv
    for weighting in none nb; do
        options=(-q --no-search --min-documents 1 --folds 2 --balance 1
            --weighting $weighting -o)
        "$TENOR" train "${options[@]}" weighted --weight-column weight w.csv
        "$TENOR" train "${options[@]}" listed listed.csv
        "$TENOR" train "${options[@]}" plain plain.csv
        for text in 'good day' 'bad night' 'cold rain sun' 'awful day'; do
            for model in weighted listed plain; do
                printf '%s' "$text" | "$TENOR" score -m $model --format json |
                    jq '.axes.sentiment.margin.a' >$model.margin
            done
            paste weighted.margin listed.margin plain.margin
        done >margins
        # Near those of listing, up to the tolerance of the solver.
        awk '{ a = $1 - $2; b = $3 - $2; near += a * a; far += b * b }
            END { exit !(near < far / 4 && sqrt(near / NR) < 0.04) }' margins
    done
    # Documents are counted once.
    [ "$(card '.axes[0] | "\(.documents) \([.labels[].documents])"' \
        weighted)" = "7 [3,4]" ]
    # Weights of 1 are none.
    (head -1 w.csv && sed '1d; s/,[^,]*$/,1/' w.csv) >ones.csv
    "$TENOR" train "${options[@]}" ones --weight-column weight ones.csv
    cmp <(card '.axes[0] | del(.corpora)' ones) \
        <(card '.axes[0] | del(.corpora)' plain)
}

@test "--weight-column: weights that are none, and solvers that have none" {
    for weight in 0 -1 x 1e7 nan inf '1 2'; do
        printf 'label,text,w\na,x,1\n\na,y,%s\n' "$weight" >c.csv
        complains 2 "tenor train: c.csv:4: the weight is no number above 0, up to 1e6" \
            "$TENOR" train -q --weight-column w -o m c.csv
    done
    printf 'label,text,w\na,x,\n' >c.csv
    complains 2 "tenor train: c.csv:2: the weight is empty; 1 is the usual one" \
        "$TENOR" train -q --weight-column w -o m c.csv
    printf '{"label":"a","text":"x"}\n' >c.jsonl
    complains 2 "tenor train: c.jsonl:1: no weight field 'w'; 1 is the usual one" \
        "$TENOR" train -q --weight-column w -o m c.jsonl
    complains 2 "tenor train: c.csv:1: the header has no column 'v'" \
        "$TENOR" train -q --weight-column v -o m c.csv
    printf 'label,text,w\na,x,2\na,y,1\nb,z,1\nb,w,1\n' >c.csv
    for options in "--solver liblinear" "--solver libsvm" "--kernel rbf"; do
        # shellcheck disable=SC2086
        complains 2 "tenor train: weights of documents need the solver dual" \
            "$TENOR" train -q $options --weight-column w -o m c.csv
    done
    no_file m
}

# ---- what cannot be trained on ---------------------------------------------

@test "labels that do not allow training" {
    : >empty.tsv
    complains 2 "tenor train: the corpus has no documents" \
        "$TENOR" train -q -o m empty.tsv
    printf 'a\tone\na\ttwo\n' >one.tsv
    complains 2 "tenor train: all documents have the label 'a'; at least two labels are needed" \
        "$TENOR" train -q -o m one.tsv
    printf 'a\tone\na\ttwo\nb\tthree\n' >lonely.tsv
    complains 2 "tenor train: only one document has the label 'b'; at least two documents are needed to train and to check. --map can rename or drop it" \
        "$TENOR" train -q -o m lonely.tsv
    printf 'a\t\na\t \nb\t\nb\t\n' >blank.tsv
    complains 2 "tenor train: no document has a feature" \
        "$TENOR" train -q -o m blank.tsv
    complains 2 "tenor train: the corpus has no documents" \
        "$TENOR" train -q -o m --map a=- --map b=- lonely.tsv
    printf 'a\tone\nb\ttwo\n' >two.tsv
    complains 2 "tenor train: only one document has the label 'a'; *" \
        "$TENOR" train -q -o m two.tsv
    printf 'a\tone\n' >single.tsv
    complains 2 "tenor train: all documents have the label 'a'; *" \
        "$TENOR" train -q -o m single.tsv
    printf 'a\tone\na\tone\nb\ttwo\n' >three.tsv
    complains 2 "tenor train: only one document has the label 'b'; *" \
        "$TENOR" train -q -o m three.tsv
    printf 'label,text\n' >header.csv
    complains 2 "tenor train: the corpus has no documents" \
        "$TENOR" train -q -o m header.csv
    printf 'label,text\na,x\n,y\n' >column.csv
    complains 2 "tenor train: column.csv:3: the label is empty" \
        "$TENOR" train -q -o m column.csv
    no_file m
}
