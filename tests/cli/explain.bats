#!/usr/bin/env bats
# tenor explain: sums that add up, what is printed, and what cannot be
# explained.

load helper

# The model "page" has an axis of each scope, "plain" one of whole texts, "bent"
# one with a kernel.
setup_file() {
    cd "$BATS_FILE_TMPDIR"
    {
        printf 'option %s\n' 'language english' 'characters 3-3' 'ngrams 2' \
            'cost 1' 'folds 3' 'min-documents 1' no-search
        cat <<'END'
axis sentiment sentence negative positive
scope sentences
corpus part-a.jsonl MIT label:sentiment
corpus part-b.jsonl MIT label:sentiment
articles part-c.jsonl MIT label:sentiment
axis partisanship article measured partisan
corpus part-a.jsonl MIT label:partisanship
axis headline headline plain loaded
scope title
corpus part-a.jsonl MIT label:wording
END
    } >page.recipe
    "$TENOR" train -q --recipe page.recipe --corpora "$STARTER" -o page
    jq -r '[.sentiment, .text] | @tsv' "$STARTER"/*.jsonl >c.tsv
    quick plain --characters 3-5 c.tsv
    small_corpus small.tsv
    quick bent --kernel rbf small.tsv
}

setup() {
    cd "$BATS_TEST_TMPDIR" || return 1
    M=$SHARED/plain
    P=$SHARED/page
    A=$ARTICLES/harbour-contract.txt
    printf 'The council praised the brave, generous volunteers.\n' >a.txt
    printf 'A disaster: the bridge collapsed. Three people died.\n' >b.txt
}

# adds_up_as_printed FILE: in each axis of text output, the line of the margin
# and the tables below it.
adds_up_as_printed() {
    awk '
        function units(x) { return sprintf("%.0f", x * 10000) + 0 }
        function end_table() {
            if (side && sum != total[side]) { print "table", sum, total[side]; bad = 1 }
            side = ""
        }
        /^margin / {
            if (units($2) != units($4) + units($6) + units($8)) { print; bad = 1 }
            total["For"] = units($6); total["Against"] = units($8); margins++
        }
        /^(For|Against) / { end_table(); side = $1; sum = 0; tables++; next }
        /^$/ { end_table(); next }
        side && $1 ~ /^[-+][0-9]/ { sum += units($1) }
        END { end_table(); exit bad || !margins || !tables }' "$1"
}

# ---- sums ------------------------------------------------------------------

@test "the lists of JSON add up to the margin with the bias" {
    for model in "$M" "$P"; do
        "$TENOR" explain -m "$model" --format json "$ARTICLES"/*.txt a.txt b.txt
    done | jq -es 'length == 12 and all(.[].axes[] | select(.label);
        .adds_up and .mean_of >= 1 and (. as $a
        | all(.features, .words, .sentences;
            (([.[].contribution] | add) + $a.bias - $a.margin | fabs) < 1e-4)))'
}

@test "points and units of JSON give the margin itself" {
    "$TENOR" explain -m "$M" --format json "$ARTICLES"/*.txt >json
    jq -es 'all(.[].axes[]; . as $a
        | ([.features[] | select(.kind != "chars")] | [.[].points] | add) as $w
        | ([.features[] | select(.kind == "chars")] | [.[].points] | add) as $c
        | (first(.features[] | select(.kind != "chars")).unit) as $u
        | (first(.features[] | select(.kind == "chars")).unit) as $v
        | $a.bias + $u * $w + $v * $c == $a.margin)' json
}

@test "text adds up as it is printed" {
    for top in 0 1 5 100000; do
        for model in "$M" "$P"; do
            "$TENOR" explain -m "$model" --top $top "$A" >text
            adds_up_as_printed text
        done
    done
    "$TENOR" explain -m "$P" --axis partisanship,sentiment,headline "$A" >text
    [ "$(grep -c '^margin' text)" -eq 3 ]
    adds_up_as_printed text
}

@test "--check: every label of every axis, a line for each file" {
    run -0 --separate-stderr "$TENOR" explain -m "$P" --check \
        "$ARTICLES"/*.txt a.txt b.txt
    [ -z "$stderr" ]
    [ "${#lines[@]}" -eq 6 ]
    labels=$("$TENOR" score -m "$P" --format json a.txt |
        jq '[.axes[].p | length] | add')
    for line in "${lines[@]}"; do
        [[ $line == *": $labels sums checked, 0 differ" ]]
    done
    run -0 "$TENOR" explain -m "$P" --check --axis headline a.txt
    [ "$output" = "a.txt: 2 sums checked, 0 differ" ]
}

@test "--check of what has no words" {
    : >empty
    printf '\xff\xfe\0\n' >bytes
    printf 'xyzzy plugh\n' >unknown
    run -0 "$TENOR" explain -m "$P" --check empty bytes unknown
    [ "$(grep -c ' 0 differ$' <<<"$output")" -eq 3 ]
}

# ---- the record ------------------------------------------------------------

@test "a JSON record has these keys in this order" {
    run -0 --separate-stderr "$TENOR" explain -m "$P" --axis sentiment \
        --format json b.txt
    [ -z "$stderr" ]
    [ "${#lines[@]}" -eq 1 ]
    holds 'keys_unsorted == ["id", "status", "words", "known", "axes"]'
    holds '.axes.sentiment | keys_unsorted == ["status", "label", "p",
        "margin", "bias", "mean_of", "adds_up", "features", "words",
        "sentences"]'
    holds '.axes.sentiment.features[0] | keys_unsorted == ["feature", "kind",
        "contribution", "share", "weight", "value", "points", "unit",
        "sentence", "spans"]'
    holds '.axes.sentiment.words[0] | keys_unsorted ==
        ["word", "begin", "end", "occurrences", "contribution"]'
    holds '.axes.sentiment.sentences[0] | keys_unsorted ==
        ["begin", "end", "counted", "contribution", "label", "p"]'
}

@test "label, probability and margin are those of score" {
    "$TENOR" score -m "$P" --format json "$A" |
        jq -c '.axes | map_values([.label, .p[.label], .margin[.label]])' >1
    "$TENOR" explain -m "$P" --format json "$A" | jq -c '.axes
        | map_values([.label, .p, (.margin * 1e6 | round / 1e6)])' >2
    jq -es '.[0] as $a | .[1] as $b | all($a | keys[]; . as $k
        | $a[$k][0] == $b[$k][0] and $a[$k][1] == $b[$k][1]
        and ($a[$k][2] - $b[$k][2] | fabs) < 1e-5)' 1 2
}

@test "spans are where the features stand" {
    "$TENOR" explain -m "$M" --format json a.txt >json
    jq -es --rawfile text a.txt 'first(.[].axes[]) | [.features[] as $f
        | select($f.kind != "chars" and $f.kind != "style")
        | $f.spans[0] as $s | $text[$s[0]:$s[1]] == $f.feature]
        | length > 3 and all' json
    jq -es --rawfile text a.txt 'first(.[].axes[]) | [.features[] as $f
        | select($f.kind == "chars") | $f.spans[0] as $s
        | ($text[$s[0]:$s[1]] | ascii_downcase) == ($f.feature | gsub("_"; ""))]
        | length > 9 and all' json
    jq -es --rawfile text a.txt 'first(.[].axes[])
        | all(.words[]; $text[.begin:.end] == .word)' json
}

@test "a long text: JSON that is written in pieces is whole" {
    has_embedded || skip "no embedded model"
    for _ in {1..2000}; do
        echo "The train was late, and nobody said sorry to the angry people."
    done >a
    "$TENOR" explain --axis sentiment --format json a a >json
    [ "$(wc -l <json)" -eq 2 ]
    head -n 1 json >one
    tail -n 1 json | cmp - one
    [ "$(wc -c <one)" -gt 17000000 ] # more than what is held
    jq -e '.axes.sentiment | .adds_up and (.sentences | length) == 2000
        and (([.features[].contribution] | add) + .bias - .margin
            | fabs) < 1e-3' one
}

@test "contribution is weight times value; shares add up to 1" {
    "$TENOR" explain -m "$P" --format json "$A" |
        jq -es 'all(.[].axes[] | select(.label); . as $a
        | (([.features[].share] | add) - 1 | fabs) < 1e-4
        and all(.features[]; (.weight * .value / $a.mean_of
            - .contribution | fabs) <= 1e-5 * (.contribution | fabs)))'
}

@test "sentences of JSON are those of score, and their labels" {
    "$TENOR" score -m "$P" --format json "$A" | jq -c '.sentences[]
        | [.begin, .end, .axes.sentiment.label, .axes.sentiment.p]' >1
    "$TENOR" explain -m "$P" --axis sentiment --format json "$A" |
        jq -c '.axes.sentiment.sentences[] | [.begin, .end, .label, .p]' >2
    [ "$(wc -l <1)" -gt 20 ]
    cmp 1 2
}

@test "an axis of whole texts has sentences, too, with labels of their own" {
    run -0 "$TENOR" explain -m "$M" --format json b.txt
    holds '.axes.sentiment.sentences | length == 2
        and all(.[]; .counted and .label) and .[1].begin == 34'
    printf 'Three people died.' | "$TENOR" score -m "$M" --format json |
        jq '.axes.sentiment.label' >1
    jq '.axes.sentiment.sentences[1].label' <<<"$output" | cmp 1 -
}

@test "--label: the opposite of two; and of any axis that has it" {
    run -0 "$TENOR" explain -m "$P" --format json --label partisan a.txt
    holds '.axes | keys == ["partisanship"]'
    holds '.axes.partisanship.label == "partisan"'
    partisan=$(jq '.axes.partisanship.margin' <<<"$output")
    run -0 "$TENOR" explain -m "$P" --format json --label measured a.txt
    holds ".axes.partisanship.margin == -($partisan)"
    run -0 "$TENOR" explain -m "$P" --label measured a.txt
    [[ $output == *"partisanship: measured "* ]]
    for label in negative neutral positive; do
        run -0 "$TENOR" explain -m "$P" --label $label a.txt
        [[ $output == *"sentiment: $label "*$'\n'"For $label"* ]]
    done
}

# ---- text ------------------------------------------------------------------

@test "text: the first axis with a label in full, a line for the others" {
    run -0 --separate-stderr "$TENOR" explain -m "$P" "$A"
    [ -z "$stderr" ]
    [[ ${lines[0]} == *"harbour-contract.txt: 461 words, "*" % known" ]]
    [[ ${lines[1]} =~ ^sentiment:\ (negative|neutral|positive)\ [0-9]+\ %$ ]]
    [[ ${lines[2]} == "margin "*" = "*" bias "*" for "*" against ("*" features)" ]]
    for heading in For Against Words Arc 'Sentences that carry most' \
        'Other axes, with --axis NAME'; do
        grep -q "^$heading" <<<"$output"
    done
    grep -qE '^  partisanship +(measured|partisan) +[0-9]+ %  margin [-+]' \
        <<<"$output"
    grep -qE '^  headline ' <<<"$output"
    [ "$(grep -cE '^  [0-9]+ +[-+]0\.[0-9]{4} ' <<<"$output")" -eq 3 ]
}

@test "text fits a screen of 80 columns" {
    for top in 0 5 40; do
        "$TENOR" explain -m "$P" --top $top \
            --axis sentiment,partisanship,headline "$ARTICLES"/*.txt >text
        [ "$(LC_ALL=C.UTF-8 wc -L <text)" -le 80 ]
    done
}

@test "--top: so many rows of either side" {
    for top in 1 3 7; do
        "$TENOR" explain -m "$M" --top $top "$A" >text
        [ "$(grep -cE '^ +[-+][0-9.]+ +[0-9.]+ %' text)" -eq $((2 * top)) ]
        [ "$(grep -c ' others$' text)" -eq 2 ]
    done
}

@test "the forms of a stem, a piece, a mark of style" {
    printf 'AWFUL! The train failed; it fails, failing.\n' >text
    printf '%s\t%s\n' bad 'It fails, AWFUL day.' good 'A lovely day, lovely.' \
        bad 'The AWFUL bridge failed.' good 'Lovely and lovely.' >c.tsv
    quick forms --characters 3-3 c.tsv
    run -0 "$TENOR" explain -m forms --label bad --top 99 text
    grep -qE '3  word +failed/fails/failing$' <<<"$output"
    grep -qE '1  capitals +AWFUL$' <<<"$output"
    grep -qE 'piece +_fa in failed$' <<<"$output"
    grep -qE 'piece +ul_ in AWFUL$' <<<"$output"
}

@test "a single sentence has no arc" {
    run -0 "$TENOR" explain -m "$M" a.txt
    [[ $output != *Arc* && $output != *"carry most"* ]]
    run -0 "$TENOR" explain -m "$M" b.txt
    [[ $output == *"Arc from first to last sentence"* ]]
}

@test "colours: always, never, and none away from a terminal" {
    "$TENOR" explain -m "$P" "$A" >plain
    "$TENOR" explain -m "$P" --color never "$A" | cmp plain -
    "$TENOR" explain -m "$P" --color always "$A" >colour
    grep -q $'\033\\[' colour
    sed 's/\x1b\[[0-9;]*m//g' colour | cmp plain -
}

# ---- what would change it ---------------------------------------------------

# without FILE SPANS: the file without these bytes, given as [[begin, end]...],
# but for the blanks beside them.
without() {
    jq -Rsj --argjson spans "$2" '. as $t | [0, ($spans | sort[][]), ($t | length)]
        | [. as $c | range(0; length; 2) | $t[$c[.]:$c[. + 1]]]
        | map(gsub("^ +| +$"; "")) | join(" ")' "$1"
}

@test "--flip: the text without the words has the other label" {
    for axis in sentiment partisanship; do
        for file in a.txt b.txt; do
            "$TENOR" explain -m "$P" --axis $axis --flip --format json $file |
                jq ".axes.$axis" >json
            jq -e '.flip.label_before == .label and .flip.p_before == .p' json
            [ "$(jq -c '.flip.words' json)" = null ] && continue
            flipped=yes
            without $file "$(jq -c '[.flip.words[].spans[]]' json)" |
                "$TENOR" score -m "$P" --format json |
                jq -e --slurpfile was json ".axes.$axis"' | .label as $l
                    | .label == $was[0].flip.label_after
                    and .p[$l] == $was[0].flip.p_after'
        done
    done
    [ $flipped ]
}

@test "--flip: keys in their order, a certificate" {
    run -0 "$TENOR" explain -m "$P" --axis sentiment --flip --format json b.txt
    holds '.axes.sentiment | keys_unsorted | .[-1] == "flip"'
    holds '.axes.sentiment.flip | keys_unsorted == ["words", "label_before",
        "p_before", "label_after", "p_after", "certificate"]'
    holds '.axes.sentiment.flip.certificate | keys_unsorted ==
        ["at_least", "at_least_same_sentences", "minimal"]'
    holds '.axes.sentiment.flip | .certificate.minimal
        == ((.words | values | length) == .certificate.at_least)'
    run -0 "$TENOR" explain -m "$P" --format json b.txt
    holds 'all(.axes[]; has("flip") | not)'
}

@test "--flip: as text" {
    run -0 --separate-stderr "$TENOR" explain -m "$P" --axis sentiment \
        --flip b.txt
    [ -z "$stderr" ]
    [[ ${lines[0]} == "b.txt: 8 words, "*" % known" ]]
    [[ ${lines[1]} =~ ^sentiment:\ (negative|neutral|positive)\ [0-9]+\ %$ ]]
    [[ $output =~ without\ ([0-9]+)\ words?:\ (negative|neutral|positive) ]]
    [ "$(grep -cE '^ +[0-9]+  [^ ]' <<<"$output")" -eq "${BASH_REMATCH[1]}" ]
    [[ $output == *"No removal of fewer than "*" words changes the label."* ||
        $output == *"One word is the fewest there can be."* ]]
    "$TENOR" explain -m "$P" --flip "$A" >text
    [ "$(grep -cE '^[a-z]+: [a-z]+ [0-9]+ %$' text)" -eq 1 ]
    [ "$(LC_ALL=C.UTF-8 wc -L <text)" -le 80 ]
}

@test "--flip --label: toward that label, which it may have" {
    for label in negative neutral positive; do
        run -0 "$TENOR" explain -m "$P" --flip --label $label --format json b.txt
        holds ".axes.sentiment.flip | .words == null
            or .label_after == \"$label\""
        run -0 "$TENOR" explain -m "$P" --flip --label $label b.txt
        [[ $output == *"$label "*"%, as it is"* || $output == *"makes it $label"* ||
            $output == *"One word is the fewest"* ]]
    done
    [ "$(for label in negative neutral positive; do
        "$TENOR" explain -m "$P" --flip --label $label b.txt
    done | grep -c 'as it is$')" -eq 1 ]
}

@test "--flip: the words of a title" {
    run -0 "$TENOR" explain -m "$P" --axis headline --flip --format json \
        --title 'A shocking day for the council' a.txt
    holds '.title.text as $t | .axes.headline.flip.words // []
        | all(.[]; $t[.spans[0][0]:.spans[0][1]] == .word)'
    run -0 "$TENOR" explain -m "$P" --axis headline --flip a.txt
    [[ $output == *"headline: no label, there is no title"* ]]
}

@test "--flip: no label to be changed, a kernel, and another question" {
    : >empty
    run -0 "$TENOR" explain -m "$M" --flip empty
    [[ $output == *"sentiment: no label, the text is empty" ]]
    run -0 "$TENOR" explain -m "$M" --flip --format json empty
    holds '.axes.sentiment == {"status": "empty", "label": null}'
    complains 2 "tenor explain: axis 'sentiment' has a non-linear kernel, *" \
        "$TENOR" explain -m "$SHARED/bent" --flip a.txt
    hints 2 "tenor explain: --check and --flip are two questions" \
        "$TENOR" explain -m "$P" --check --flip a.txt
}

@test "--flip: hostile bytes do not reach the screen" {
    printf 'The \e[31mbrave\a \xff volunteers\xe2\x80\xae died.\r A disaster.\n' \
        >evil
    run -0 "$TENOR" explain -m "$M" --flip --color never evil
    ! LC_ALL=C grep -q $'[\001-\010\013-\037\177]' <<<"$output"
    "$TENOR" explain -m "$M" --flip --format json evil | jq -e .id
}

# ---- titles ----------------------------------------------------------------

@test "a title in the text: spans count from the beginning of the file" {
    "$TENOR" explain -m "$P" --axis headline --format json "$A" >json
    jq -es --rawfile text "$A" 'first(.[]) | .title as $t
        | $t.begin >= 0 and .axes.headline.label
        and all(.axes.headline.words[]; .begin >= $t.begin and .end <= $t.end
            and $text[.begin:.end] == .word)' json
}

@test "--title: spans count from the beginning of the title" {
    run -0 "$TENOR" explain -m "$P" --axis headline --format json \
        --title 'A shocking day for the council' a.txt
    holds '(.title | has("begin") | not)
        and (.title.text as $t | .axes.headline.words | length > 0
            and all(.[]; $t[.begin:.end] == .word))'
    hints 2 "tenor explain: --title is for one text, and there are 2" \
        "$TENOR" explain -m "$P" --title T a.txt b.txt
}

@test "no title: why there is no label" {
    run -0 "$TENOR" explain -m "$P" --axis headline a.txt
    [[ $output == *"headline "*"-  there is no title"* ]]
    run -0 "$TENOR" explain -m "$P" --axis headline --format json a.txt
    holds '.axes.headline == {"status": "no_title", "label": null}'
}

# ---- what cannot be explained ----------------------------------------------

@test "an axis with a kernel: status 2, and why" {
    complains 2 "tenor explain: axis 'sentiment' has a non-linear kernel, *" \
        "$TENOR" explain -m "$SHARED/bent" a.txt
    complains 2 "tenor explain: axis 'sentiment' has a non-linear kernel, *" \
        "$TENOR" explain -m "$SHARED/bent" --check a.txt
}

@test "names that are not there: status 2, and a hint" {
    hints 2 "tenor explain: the model has no axis 'x'; it has: *" \
        "$TENOR" explain -m "$P" --axis x a.txt
    hints 2 "tenor explain: no axis has the label 'x'" \
        "$TENOR" explain -m "$P" --label x a.txt
    hints 2 "tenor explain: no axis has the label 'partisan'" \
        "$TENOR" explain -m "$P" --axis sentiment --label partisan a.txt
    hints 2 "tenor explain: no axis has the label 'x y'" \
        "$TENOR" explain -m "$P" --label $'x\ny' a.txt
    hints 2 "tenor explain: --check is about all labels" \
        "$TENOR" explain -m "$P" --check --label x a.txt
}

@test "an empty text: why there is no label" {
    : >empty
    run -0 "$TENOR" explain -m "$M" empty
    [[ ${lines[0]} == "empty: 0 words, 0 % known" ]]
    [[ $output == *"sentiment "*"-  the text is empty"* ]]
    run -0 "$TENOR" explain -m "$M" --format json empty
    holds '.axes.sentiment == {"status": "empty", "label": null}'
}

# ---- inputs ----------------------------------------------------------------

@test "standard input: nothing, and -" {
    "$TENOR" explain -m "$M" a.txt | tail -n +2 >wanted
    "$TENOR" explain -m "$M" <a.txt | tail -n +2 | cmp wanted -
    "$TENOR" explain -m "$M" - <a.txt | tail -n +2 | cmp wanted -
}

@test "several files, one missing: the others are done, status 1" {
    run -1 --separate-stderr "$TENOR" explain -m "$M" a.txt missing b.txt
    lines_are 1
    [[ $stderr == "tenor explain: cannot open 'missing': "* ]]
    [ "$(grep -c '^margin' <<<"$output")" -eq 2 ]
    run -1 --separate-stderr "$TENOR" explain -m "$M" --format json a.txt \
        missing b.txt
    [ "${#lines[@]}" -eq 3 ]
    jq -es 'map(.status) == ["ok", "error", "ok"] and .[1].error' <<<"$output"
    run -1 --separate-stderr "$TENOR" explain -m "$M" --check a.txt missing
    [[ ${lines[0]} == "a.txt: "* ]]
    complains 2 "tenor explain: cannot open 'missing': *" \
        "$TENOR" explain -m "$M" missing
    complains 3 "tenor explain: *" "$TENOR" explain -m missing a.txt
}

@test "hostile bytes do not reach the screen" {
    name=$'evil\e[31m.txt'
    printf 'The \e[31mbrave\a \xff volunteers\xe2\x80\xae died.\r A disaster.\n' \
        >"$name"
    run -0 "$TENOR" explain -m "$M" --color never --top 99 "$name"
    ! LC_ALL=C grep -q $'[\001-\010\013-\037\177]' <<<"$output"
    [[ $output != *$'\xe2\x80\xae'* ]]
    "$TENOR" explain -m "$M" --format json "$name" | jq -e .id
    run -0 "$TENOR" explain -m "$M" --check "$name"
    ! LC_ALL=C grep -q $'[\001-\010\013-\037\177]' <<<"$output"
}

@test "a closed pipe and a full disk are clean errors" {
    run -0 bash -c "\"\$TENOR\" explain -m '$M' --format json '$A' | head -c 9"
    [ -e /dev/full ] || skip "no /dev/full"
    run -2 bash -c "\"\$TENOR\" explain -m '$M' a.txt >/dev/full"
    [[ $output == *"cannot write to standard output"* ]]
}

@test "the locale has no influence; the same input gives the same bytes" {
    "$TENOR" explain -m "$P" "$A" >text
    "$TENOR" explain -m "$P" --format json "$A" >json
    for locale in C C.UTF-8 de_DE.UTF-8 tr_TR.UTF-8; do
        LC_ALL=$locale "$TENOR" explain -m "$P" "$A" | cmp text -
        LC_ALL=$locale "$TENOR" explain -m "$P" --format json "$A" | cmp json -
    done
}
