#!/usr/bin/env bats
# tenor info: the card of a model.

load helper

setup_file() {
    cd "$BATS_FILE_TMPDIR"
    cp "$STARTER/part-a.jsonl" a.jsonl
    jq -r '[.sentiment, .text] | @csv' "$STARTER/part-b.jsonl" |
        (echo sentiment,text && cat) >b.csv
    "$TENOR" train --folds 3 --unit paragraph --label-column sentiment \
        --counts log -o model a.jsonl b.csv 2>said
    "$TENOR" info --format json model >card
}

setup() {
    cd "$BATS_TEST_TMPDIR" || return 1
    M=$SHARED/model
    CARD=$SHARED/card
}

@test "JSON: the keys of the card" {
    [ "$(wc -l <"$CARD")" -eq 1 ]
    holds 'keys_unsorted == ["tenor", "libraries", "axes"]' "$CARD"
    holds '.libraries.libsvm > 300 and .libraries.liblinear > 200' "$CARD"
    "$TENOR" --version | grep -q "^tenor $(jq -r .tenor "$CARD"),"
    holds '.axes | length == 1' "$CARD"
    holds '.axes[0] | keys_unsorted == ["name", "unit", "documents",
        "conflicting_texts", "features", "ordered", "labels", "corpora",
        "settings", "solver", "calibration", "seed", "search",
        "cross_validation", "poles"]' "$CARD"
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
        ["folds", "accuracy", "macro_f1", "mcc", "ece"]' "$CARD"
    holds '.axes[0].cross_validation | .accuracy, .macro_f1, .mcc, .ece
        | keys_unsorted == ["value", "interval"]
        and .interval[0] <= .value and .value <= .interval[1]' "$CARD"
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
    for figure in accuracy:accuracy macro_f1:macro-F1 mcc:mcc ece:ece; do
        value=$(jq ".axes[0].cross_validation.${figure%:*}.value" "$CARD")
        grep -qxE "    ${figure#*:} +$(printf %.4f "$value")  \[.*\]" text
    done
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
    run -1 grep -E '^  search|balance|first' <("$TENOR" info m)
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
}
