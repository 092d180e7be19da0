#!/usr/bin/env bats
# tenor info: the card of a model.

load helper

# A text with everything that Markdown knows. With two labels, one of them is
# wrong whatever the guess.
# shellcheck disable=SC2016
ODD='A | pipe, `ticks`, <b>a tag</b>,
# no heading
* no item _x_ [a](b) \ snake_case &amp; ~5$'

# rich_model: what only a recipe can ask for.
rich_model() {
    mkdir rich rich/corpora
    cd rich
    cp "$STARTER"/part-[bc].jsonl corpora
    cp "$STARTER/part-a.jsonl" own.jsonl
    for label in negative positive; do
        jq -nc --arg name $label --arg text "$ODD" \
            '{sentiment: $name, text: $text}'
    done >odd.jsonl
    cat >swap.txt <<'END'
what: children, filth, bus
The council of {what} was open.
END
    cat >recipe <<'END'
swap ./swap.txt
option no-search
option cost 1
option folds 3
option ngrams 1
option characters 0
option min-documents 1
axis sentiment paragraph negative positive
scope sentences
note 1. For | tests, `not` <b>use</b>.
note - Short_names_ too.
corpus part-b.jsonl CC0-1.0 label:sentiment weight:0.5
corpus ./odd.jsonl MIT label:sentiment
articles part-c.jsonl MIT label:sentiment
test ./own.jsonl MIT label:sentiment
axis a|b paragraph
corpus part-b.jsonl CC0-1.0 label:hostility civil=`c|d`<i>
END
    "$TENOR" train -q --recipe recipe --corpora corpora -o model
    "$TENOR" info --format json model >card
    "$TENOR" info --format markdown model >page
    cd ..
}

# well_formed PAGE: every table has a head, and rows of as many cells; nothing
# else means something to Markdown but headings, lists and code.
well_formed() {
    sed 's/\\[^ ]//g' "$1" >bare
    awk '
        /^\|/ {
            n = gsub(/\|/, "|"); row++
            if (row == 1) { cells = n; apart = last == "" }
            if (n != cells || !apart || (row == 2 && /[^-|: ]/)) exit bad = 1
        }
        !/^\|/ { if (row && (row < 3 || $0 != "")) exit bad = 1; row = 0 }
        gsub(/`/, "`") % 2 { exit bad = 1 }
        { last = $0 }
        END { exit bad }' bare
    run -1 grep -n '[<>~*]' bare
    [ "$(grep -c '^# ' bare)" -eq 1 ]
    [ "$(head -1 bare)" = '# Model card' ]
    run -1 grep -nE '^####|[[:blank:]]$|^ ' bare
}

# part HEADING PAGE: what stands below a heading, up to the next one.
part() {
    awk -v name="$1" '/^#/ { inside = $0 == name; next } inside' "$2"
}

setup_file() {
    cd "$BATS_FILE_TMPDIR"
    cp "$STARTER/part-a.jsonl" a.jsonl
    jq -r '[.sentiment, .text] | @csv' "$STARTER/part-b.jsonl" |
        (echo sentiment,text && cat) >b.csv
    "$TENOR" train --folds 3 --unit paragraph --label-column sentiment \
        --counts log -o model a.jsonl b.csv 2>said
    "$TENOR" info --format json model >card
    "$TENOR" info --format markdown model >page
    rich_model
}

setup() {
    cd "$BATS_TEST_TMPDIR" || return 1
    M=$SHARED/model
    CARD=$SHARED/card
    RICH=$SHARED/rich
}

@test "JSON: the keys of the card" {
    [ "$(wc -l <"$CARD")" -eq 1 ]
    holds 'keys_unsorted == ["tenor", "libraries", "axes", "recipe"]' "$CARD"
    holds '.libraries.libsvm > 300 and .libraries.liblinear > 200' "$CARD"
    "$TENOR" --version | grep -q "^tenor $(jq -r .tenor "$CARD"),"
    holds '.axes | length == 1' "$CARD"
    holds '.axes[0] | keys_unsorted == ["name", "unit", "documents",
        "conflicting_texts", "features", "ordered", "labels", "corpora",
        "settings", "solver", "calibration", "seed", "search",
        "cross_validation", "poles", "scope"]' "$CARD"
    holds '.axes[0].scope == "whole"' "$CARD"
    holds '.axes[0].labels[] | keys_unsorted ==
        ["name", "documents", "precision", "recall", "f1", "words"]' "$CARD"
    holds '.axes[0].settings | keys_unsorted == ["language", "stemming",
        "ngrams", "characters", "character_weight", "negation", "style",
        "stop_words", "counts", "weighting",
        "min_documents", "max_features"]' "$CARD"
    holds '.axes[0].solver | keys_unsorted ==
        ["name", "kernel", "loss", "C", "balance"]' "$CARD"
    holds '.axes[0].calibration | keys_unsorted == ["kind", "shift"]
        and (.kind | IN("temperature", "offsets", "vector"))
        and (.shift | IN(0, 0.25, 0.5, 0.75, 1))' "$CARD"
    holds '.axes[0].search | keys_unsorted == ["criterion", "tried"]' "$CARD"
    holds '.axes[0].search.tried[] | keys_unsorted == ["stage", "tried",
        "documents", "accuracy", "macro_f1", "worth", "chosen"]' "$CARD"
    holds '.axes[0].cross_validation | keys_unsorted ==
        ["folds", "accuracy", "balanced_accuracy", "macro_f1", "mcc",
        "ece", "confusion"]' "$CARD"
    holds '.axes[0].cross_validation
        | .accuracy, .balanced_accuracy, .macro_f1, .mcc, .ece
        | keys_unsorted == ["value", "interval"]
        and .interval[0] <= .value and .value <= .interval[1]' "$CARD"
}

@test "JSON: the keys that recipes ask for" {
    card=$RICH/card
    holds '.axes[0] | keys_unsorted[-7:] == ["poles", "scope", "articles",
        "tests", "moved_by_names", "failures", "notes"]' "$card"
    holds '.axes[1] | keys_unsorted[-3:] == ["cross_validation", "scope",
        "moved_by_names"]' "$card"
    holds '[.axes[].scope] == ["sentences", "whole"]' "$card"
    holds '.axes[0].articles | keys_unsorted ==
        ["share", "without_quotes", "corpora", "tried", "confusion"]
        and .corpora[0].documents == 125' "$card"
    holds '.axes[0].articles.tried | length == 6 and all(keys_unsorted ==
        ["share", "without_quotes", "loss", "accuracy", "balanced_accuracy",
        "chosen"]) and (map(select(.chosen)) | length == 1)' "$card"
    holds '.axes[0].articles | .share as $share | .without_quotes as $without
        | .tried[] | select(.chosen)
        | .share == $share and .without_quotes == $without' "$card"
    holds '.axes[0].tests | length == 1 and (.[0] | keys_unsorted == ["name",
        "documents", "sha256", "licence", "accuracy", "balanced_accuracy",
        "macro_f1"] and .name == "./own.jsonl" and .documents == 125)' "$card"
    holds '[.axes[0].corpora[] | [.name, .weight]] ==
        [["part-b.jsonl", 0.5], ["./odd.jsonl", null]]' "$card"
    holds '.axes | all(.moved_by_names | 0 <= . and . < 1)' "$card"
    holds '.axes[0].moved_by_names > 0' "$card"
    holds '.axes[0].failures | length >= 1 and all(keys_unsorted ==
        ["text", "label", "guess", "p"] and .label != .guess)' "$card"
    [ "$(jq -r '.axes[0].failures[0].text' "$card")" = "$ODD" ]
    holds '.axes[0].notes == ["1. For | tests, `not` <b>use</b>.",
        "- Short_names_ too."]' "$card"
}

@test "corpora: name, documents, and the digest of sha256sum" {
    holds '[.axes[0].corpora[].name] == ["a.jsonl", "b.csv"]' "$CARD"
    holds '[.axes[0].corpora[].documents] == [125, 125]' "$CARD"
    holds '.axes[0].documents == 250' "$CARD"
    (cd "$SHARED" && sha256sum a.jsonl b.csv) | awk '{ print $1 }' >wanted
    jq -r '.axes[0].corpora[].sha256' "$CARD" | cmp - wanted
    # Without a stated licence there is none.
    holds '.axes[0].corpora | all(has("licence") | not)' "$CARD"
}

@test "the digest covers every byte, line ends and byte order mark too" {
    small_corpus c
    (printf '\xef\xbb\xbf' && sed 's/$/\r/' c && printf '\n\n') >c.tsv
    quick m c.tsv
    [ "$("$TENOR" info --format json m | jq -r '.axes[0].corpora[0].sha256')" \
        = "$(sha256sum <c.tsv | cut -d ' ' -f 1)" ]
}

@test "the digest of a directory" {
    mkdir -p d/a d/b
    for f in a/1 a/2 b/1 b/2; do
        printf 'document %s' $f >d/$f
    done
    quick m d
    for f in a/1 a/2 b/1 b/2; do
        printf '%s\0' $f
        cat d/$f
        printf '\0'
    done | sha256sum | cut -d ' ' -f 1 >wanted
    "$TENOR" info --format json m | jq -r '.axes[0].corpora[0].sha256' |
        cmp - wanted
}

@test "labels: their documents, and the words that speak for them" {
    for label in negative neutral positive; do
        n=$(jq -r .sentiment "$STARTER"/part-[ab].jsonl | grep -c "^$label\$")
        holds ".axes[0].labels[] | select(.name == \"$label\")
            | .documents == $n" "$CARD"
    done
    holds '.axes[0].labels | all(.words | length == 20)' "$CARD"
    # Words as they stand in the texts, each of one label only.
    jq -r '.axes[0].labels[].words[]' "$CARD" | sort >words
    [ -z "$(uniq -d words)" ]
    jq -r .text "$STARTER"/part-[ab].jsonl >texts
    while read -r word; do
        grep -qF -- "$word" texts
    done <words
}

@test "the confusion: documents by true label, and by label given" {
    holds '.axes[0] | .cross_validation.confusion as $c
        | [$c[] | add] == [.labels[].documents]
        and ([range($c | length) as $k | $c[$k][$k] / .labels[$k].documents
            - .labels[$k].recall | fabs] | max < 1e-6)' "$CARD"
    holds '.axes[0] | .articles
        | (.tried[] | select(.chosen) | .accuracy) as $accuracy
        | .confusion as $c | ([$c[][]] | add) == 125
        and ([range($c | length) as $k | $c[$k][$k]] | add / 125
            - $accuracy | fabs) < 1e-6' "$RICH/card"
    # Too many labels for a table.
    for i in {1..65}; do
        printf '%s\tday %s\n' "$i" "$i" "$i" "$i"
    done >many.tsv
    "$TENOR" train -q --no-search --folds 2 -o m many.tsv
    "$TENOR" info --format json m >card
    holds '.axes[0].cross_validation | has("confusion") | not' card
    for format in text markdown; do
        "$TENOR" info --format $format m >page
        run -1 grep -E 'given|true' page
    done
}

@test "text says the same" {
    run -0 --separate-stderr "$TENOR" info "$M"
    [ -z "$stderr" ]
    "$TENOR" info --format text "$M" >text
    [ "$output" = "$(cat text)" ]
    [ "${lines[0]}" = "trained by tenor $(jq -r .tenor "$CARD")" ]
    grep -qx "axis sentiment, 250 documents of the unit 'paragraph'" text
    # What was chosen, as the card has it.
    wanted=$(jq -r '.axes[0] | .settings as $s | .solver as $v
        | "  language     english, \(if $s.stemming then "" else "not " end)stemmed",
        "  features     \(.features): 1 to \($s.ngrams) words"
        + (if $s.characters[1] > 0
           then ", \($s.characters[0]) to \($s.characters[1]) characters"
           else "" end)
        + (if $s.negation then ", negation" else "" end)
        + (if $s.style then ", style" else "" end)
        + "; \($s.counts), weighting \($s.weighting)",
        "  solver       dual, linear kernel, squared hinge loss, C \($v.C)"
        + (if $v.balance > 0 then ", balance \($v.balance)" else "" end),
        "  search       \(.search.tried | length) trials, for the best mean"
        ' "$CARD")
    [ "$(sed -n 3,6p text)" = "$wanted" ]
    grep -qx '  cross-validated, 3 folds, seed 1' text
    for figure in accuracy:accuracy "balanced_accuracy:balanced accuracy" \
        macro_f1:macro-F1 mcc:mcc ece:ece; do
        value=$(jq ".axes[0].cross_validation.${figure%:*}.value" "$CARD")
        grep -qxE "    ${figure#*:} +$(printf %.4f "$value")  \[.*\]" text
    done
    jq -r '.axes[0] | .cross_validation.confusion as $c | range(3)
        | $c[.][]' "$CARD" | xargs printf '%s %s %s\n' >wanted
    sed -n '/^  labels given in cross-validation$/,/^  corpora$/p' text |
        sed -n '3,5s/^    [a-z]* *//p' | tr -s ' ' | diff wanted -
    grep -qx '  scope        whole' text
    run -1 grep -E '^  (articles|names|tests|keep)' text
    for n in 1 2; do
        name=$(jq -r ".axes[0].corpora[$n - 1].name" "$CARD")
        sum=$(jq -r ".axes[0].corpora[$n - 1].sha256" "$CARD")
        grep -A 1 "^    $name: 125 documents\$" text | grep -q "sha256 $sum"
    done
    for label in negative neutral positive; do
        grep -qE "^    $label +[0-9]+ documents, precision 0\.[0-9]{3}, recall 0\.[0-9]{3}\$" text
    done
}

@test "text: order, balance, criterion and what was cut off" {
    small_corpus c.tsv
    "$TENOR" train -q --ordered bad,good --balance 0.5 --metric f1:good \
        --budget 0.000001 -o m c.tsv
    "$TENOR" info m >text
    grep -qx "  search       1 trials, for the best f1 of 'good'; the budget was spent before the stage 'cost'" text
    grep -q '^  solver .*, balance 0.5$' text
    grep -qx '  labels, from first to last' text
    quick m c.tsv
    run -1 grep -E '^  search|, balance|first' <("$TENOR" info m)
}

@test "text: what recipes ask for" {
    "$TENOR" info "$RICH/model" >text
    awk '/^axis / { n++ } { print > ("axis" n + 0) }' text
    grep -qx '  scope        sentences' axis1
    wanted=$(jq -r '.axes[0].articles.tried[] | select(.chosen)
        | .loss, .accuracy, .balanced_accuracy' "$RICH/card" |
        xargs printf 'loss %.4f, accuracy %.4f, balanced accuracy %.4f')
    grep -q "^  articles     the mean of .*sentences.*; $wanted\$" axis1
    wanted=$(jq '.axes[0].moved_by_names' "$RICH/card" | xargs printf %.4f)
    grep -q "^  names        .* moves by $wanted on average\$" axis1
    grep -qx '    part-b.jsonl: 125 documents, licence CC0-1.0, weight 0.5' \
        axis1
    grep -qx '    ./odd.jsonl: 2 documents, licence MIT' axis1
    grep -A 1 '^  corpora of articles, for how they are summed up$' axis1 |
        grep -qx '    part-c.jsonl: 125 documents, licence MIT'
    sed -n '/^  tests, never trained on$/,/^  keep/p' axis1 >tests
    grep -qx '    ./own.jsonl: 125 documents, licence MIT' tests
    for figure in accuracy:accuracy "balanced_accuracy:balanced accuracy" \
        macro_f1:macro-F1; do
        wanted=$(jq ".axes[0].tests[0].${figure%:*} | .value, .interval[]" \
            "$RICH/card" | xargs printf '%.4f  \\[%.4f, %.4f\\]')
        grep -qxE "      ${figure#*:} +$wanted" tests
    done
    sed -n '/^  keep in mind$/,/^$/p' axis1 | sed '1d; $d' >notes
    jq -r '.axes[0].notes[] | "    \(.)"' "$RICH/card" | diff - notes
    grep -qx '  scope        whole' axis2
    run -1 grep -E '^  (articles|tests|keep|corpora of)' axis2
}

@test "markdown: the page of a plain training" {
    page=$SHARED/page
    well_formed "$page"
    [ "$("$TENOR" info --format=markdown "$M")" = "$(cat "$page")" ]
    grep '^#' "$page" | diff - <(printf '%s\n' '# Model card' \
        '## Axis sentiment' '### Labels' '### Corpora' \
        '### Cross-validated, 3 folds' '### Tests, never trained on' \
        '### Strongest words')
    figures='0\.[0-9]{3} \[0\.[0-9]{3}, 0\.[0-9]{3}\]'
    part '# Model card' "$page" | grep -qxE "\| sentiment \| negative, neutral, positive \| paragraph \| 250 \| $figures \| $figures \| none \|"
    part '## Axis sentiment' "$page" >facts
    grep -qxe '- Unit of training: paragraph' facts
    grep -qxe '- Scope: the whole text as one' facts
    grep -qxe '- Score: from -1, "negative", to 1, "positive"' facts
    jq -r '.axes[0].labels[] | .name, .documents, .documents / 2.5,
        .precision, .recall, .f1' "$CARD" |
        xargs printf '| %s | %d | %.1f %% | %.3f | %.3f | %.3f |\n' >wanted
    part '### Labels' "$page" | sed -n '4,6p' | diff wanted -
    jq -r '.axes[0].corpora[]
        | "| \(.name) | \(.documents) | 1 | not stated | `\(.sha256)` |"' \
        "$CARD" >wanted
    part '### Corpora' "$page" | sed -n '4,5p' | diff wanted -
    run -1 grep 'of our own' "$page"
    jq '.axes[0].cross_validation | .accuracy, .balanced_accuracy, .macro_f1,
        .mcc, .ece | .value, .interval[]' "$CARD" |
        xargs printf '| %.3f [%.3f, %.3f] |\n' >wanted
    part '### Cross-validated, 3 folds' "$page" | sed -n '4,8s/^| [^|]*//p' |
        diff wanted -
    jq -r '.axes[0] | .labels as $l | .cross_validation.confusion
        | to_entries[] | $l[.key].name, .value[]' "$CARD" |
        xargs printf '| %s | %d | %d | %d |\n' >wanted
    part '### Cross-validated, 3 folds' "$page" |
        sed -n '/^| true label/,$p' | sed -n '3,5p' | diff wanted -
    part '### Tests, never trained on' "$page" | grep -qx 'None\.'
    for label in negative neutral positive; do
        words=$(jq -r --arg name $label '.axes[0].labels[]
            | select(.name == $name) | .words[0:2] | join(", ")' "$CARD")
        part '### Strongest words' "$page" | grep -qF "| $label | $words, "
    done
}

@test "markdown: articles, tests, names, notes and failures" {
    page=$RICH/page
    well_formed "$page"
    sed '/^## Axis a/,$d' "$page" >first
    grep '^##' first | diff - <(printf '%s\n' '## Axis sentiment' \
        '### Labels' '### How an article is summed up' '### Corpora' \
        '### Cross-validated, 3 folds' '### Tests, never trained on' \
        '### Strongest words' '### Names' '### Keep in mind' '### Failures')
    part '## Axis sentiment' first |
        grep -qxe '- Scope: each sentence by itself; an article is .*'
    part '### How an article is summed up' first >articles
    grep -q '^By the mean margin of .*sentences' articles
    jq -r '.axes[0].articles.tried[]
        | {"1": "all", "0.5": "half", "0.25": "quarter"}[.share | tostring],
        (if .without_quotes then "left\\ out" else "counts" end), .loss,
        .accuracy, .balanced_accuracy, (if .chosen then "chosen" else "-" end)
        ' "$RICH/card" |
        xargs printf '| %s | %s | %.4f | %.3f | %.3f | %s |\n' |
        sed 's/ - |$/  |/' >wanted
    grep -E '^\| (all|half|quarter) ' articles | diff wanted -
    [ "$(grep -c '| chosen |$' articles)" -eq 1 ]
    grep -q '^Leaving out quoted speech ' articles
    jq -r '.axes[0].articles.confusion[] | map("| \(.) ") | add + "|"' \
        "$RICH/card" >wanted
    sed -n '/^| true label/,/^$/p' articles |
        sed -n '3,5s/^| [a-z]* //p' | diff wanted -
    grep -q '^| part-c.jsonl | 125 | 1 | MIT | `[0-9a-f]\{64\}` |$' articles
    part '### Corpora' first >corpora
    grep -q '^| part-b.jsonl | 125 | 0.5 | CC0-1.0 | ' corpora
    # By weight 2 of 2 + 125 * 0.5.
    grep -q '^2 of 127 documents (1\.6 %; by weight 3\.1 %) are passages ' \
        corpora
    row=$(jq '.axes[0].tests[0] | .accuracy, .balanced_accuracy, .macro_f1
        | .value, .interval[]' "$RICH/card" | xargs printf \
        '%.3f [%.3f, %.3f] | %.3f [%.3f, %.3f] | %.3f [%.3f, %.3f]')
    part '### Tests, never trained on' first |
        grep -qF "| ./own.jsonl | 125 | $row | MIT | \`"
    part '# Model card' first |
        grep -qF "| ./own.jsonl: accuracy ${row%% |*}, macro-F1 ${row##*| } |"
    wanted=$(jq '.axes[0].moved_by_names' "$RICH/card" | xargs printf %.4f)
    part '### Names' first | grep -q "moves by $wanted on average"
    # The other axis has neither articles nor tests nor notes nor poles.
    sed -n '/^## Axis a/,$p' "$page" >second
    run -1 grep -E 'article|Keep|Failures|Score' second
    part '### Tests, never trained on' second | grep -qx 'None\.'
    grep -qx '### Names' second
}

@test "markdown: texts do not break it" {
    page=$RICH/page
    part '### Keep in mind' "$page" | grep '^-' | diff - <(printf '%s\n' \
        '- 1\. For \| tests, \`not\` \<b\>use\</b\>.' \
        '- \- Short_names\_ too.')
    odd='A \| pipe, \`ticks\`, \<b\>a tag\</b\>, \# no heading \* no item \_x\_ \[a\](b) \\ snake_case \&amp; \~5\$'
    jq -r --arg odd "$odd" '.axes[0].failures[]
        | "| \($odd) | \(.label) | \(.guess) | "' "$RICH/card" >wanted
    part '### Failures' "$page" | grep '^| A ' | sed 's/[0-9.]* |$//' |
        diff wanted -
    grep -qxF '## Axis a\|b' "$page"
    grep -qF '| a\|b | \`c\|d\`\<i\>, hostile | paragraph | 125 | ' "$page"
}

@test "the cross-validated figures of the card are those of training" {
    jq -r '.axes[0].cross_validation.accuracy.value * 10000 | round' "$CARD" \
        >wanted
    sed -n 's/^sentiment: .* accuracy 0\.0*\([0-9]*\) .*/\1/p' \
        "$SHARED/said" | cmp - wanted
    # Those of its trials, too.
    jq -r '.axes[0].search.tried[] | "\(.stage) \(.tried) \(.accuracy * 10000
        | round) \(.chosen)"' "$CARD" >wanted
    sed -n '/^start /,/^chosen/p' "$SHARED/said" | grep -v '^chosen' | awk '{
        chosen = sub(/ +chosen$/, "") ? "true" : "false"
        $(NF - 2) = sprintf("%.0f", $(NF - 2) * 10000)
        NF -= 2
        print $0, chosen }' | diff - wanted
}

@test "the embedded model has a card, with a licence for each corpus" {
    has_embedded || skip "no embedded model"
    run -0 "$TENOR" info --format json
    holds '.axes | length >= 1 and all(.corpora | length >= 1
        and all(.licence | type == "string"))'
    "$TENOR" info >text
    head -1 text | grep -q '^trained by tenor '
    # It is the file of the tree.
    "$TENOR" info --format json "$TENOR_ROOT/model/embedded.tenor" >file
    [ "$output" = "$(cat file)" ]
    "$TENOR" info --format markdown >page
    well_formed page
}

@test "docs/MODEL_CARD.md is the card of the embedded model" {
    "$TENOR" info --format markdown | cmp - "$TENOR_ROOT/docs/MODEL_CARD.md"
}
