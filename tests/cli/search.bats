#!/usr/bin/env bats
# tenor train, the search: what it tries, what it keeps, and what it says.

load helper

setup_file() {
    cd "$BATS_FILE_TMPDIR"
    jq -r '[.sentiment, .text] | @tsv' "$STARTER/part-a.jsonl" >docs.tsv
    "$TENOR" train -o model docs.tsv 2>said
    "$TENOR" info --format json model >card
}

# card FILTER MODEL
card() {
    "$TENOR" info --format json "$2" | jq -r "$1"
}

# uneven N: N documents, nine of ten with the label common. Words that tell the
# labels apart are in about two of three, among others that do not.
uneven() {
    awk -v n="$1" '
        function below(m) { s = (s * 16807) % 2147483647; return int(s % m) }
        BEGIN {
            s = 42
            split("sun tree house river stone cloud bird road", noise)
            split("dreadful awful lovely splendid", tell)
            for (i = 0; i < n; i++) {
                rare = i % 10 == 0
                printf "%s\t", rare ? "rare" : "common"
                for (w = 0; w < 8; w++)
                    printf "%s ", noise[below(8) + 1]
                if (below(3) > 0)
                    printf "%s", tell[(rare ? 1 : 3) + below(2)]
                print ""
            }
        }'
}

# ---- the same bytes --------------------------------------------------------

@test "threads, locale and budget have no influence on what is found" {
    for j in 1 2 8; do
        "$TENOR" train -q -j $j -o m "$SHARED/docs.tsv"
        cmp m "$SHARED/model"
    done
    LC_ALL=de_DE.UTF-8 "$TENOR" train -q -o m "$SHARED/docs.tsv"
    cmp m "$SHARED/model"
    "$TENOR" train -q --budget 86400 -o m "$SHARED/docs.tsv"
    cmp m "$SHARED/model"
}

# ---- what it says ----------------------------------------------------------

@test "a table on stderr: a header, a line a trial, the choice" {
    said=$SHARED/said
    [ "$(sed -n 1,2p "$said")" = $'axis sentiment\n125 documents, 3 labels' ]
    [ "$(sed -n 3p "$said")" = \
        'stage      tried                            accuracy macro-F1     mean' ]
    trials=$(jq '.axes[0].search.tried | length' "$SHARED/card")
    [ "$trials" -ge 15 ]
    # All of them, and nothing else.
    [ "$(wc -l <"$said")" -eq $((trials + 5)) ]
    [ "$(sed "1,3d" "$said" | head -"$trials" | grep -cE \
        '^[a-z]+ +[a-zC].*  [01]\.[0-9]{4}   [01]\.[0-9]{4}   [01]\.[0-9]{4}(  chosen)?$')" \
        -eq "$trials" ]
    sed '1,3d; s/ .*//' "$said" | head -"$trials" | uniq >stages
    printf '%s\n' start cost words characters weighting marks balance pruning \
        refinement | diff - stages
    tail -2 "$said" | grep -qE '^chosen: .*; [0-9]+ features$'
    tail -1 "$said" | grep -q '^sentiment: cross-validated accuracy 0\.'
}

@test "what is chosen is better by 0.001, and the best of its stage" {
    jq -e '.axes[0].search.tried | map(.worth - (.accuracy + .macro_f1) / 2
        | fabs) | max < 0.00001' "$SHARED/card"
    # Figures of the card are rounded: hence 0.00001.
    jq -e '.axes[0].search.tried as $all
        | reduce ("cost", "words", "characters", "weighting", "marks",
                  "balance", "pruning") as $stage
            ({ok: ($all[0].stage == "start"), before: $all[0].worth};
             ($all | map(select(.stage == $stage))) as $tried
             | ($tried | map(select(.chosen))) as $won
             | ($tried | map(.worth) | max) as $most
             | if $won == [] then
                 .ok = (.ok and $most < .before + 0.001 + 0.00001)
               else
                 .ok = (.ok and ($won | length) == 1 and $won[0].worth == $most
                        and $most > .before + 0.001 - 0.00001)
                 | .before = $most
               end)
        | . as $stages
        | reduce ($all[] | select(.stage == "refinement" and .chosen)) as $won
            ($stages; .ok = (.ok and $won.worth > .before - 0.00001)
                      | .before = $won.worth)
        | .ok' "$SHARED/card"
}

@test "the settings of the model are those that were chosen last" {
    chosen=$(sed -n 's/^chosen: \(.*\);.*/, \1,/p' "$SHARED/said")
    # The last value of each option: "weighting idf, counts log" has two.
    jq -r '.axes[0].search.tried[] | select(.chosen) | .tried' \
        "$SHARED/card" | sed 's/, /\n/' | tac | awk '!seen[$1]++' >last
    [ -s last ]
    while read -r one; do
        [[ $chosen == *", $one,"* ]]
    done <last
    # And those of the card.
    wanted=$(jq -r '.axes[0] | .settings as $s | .solver as $v
        | def on: if . then "on" else "off" end;
        ", ngrams \($s.ngrams), characters \(if $s.characters[1] > 0
            then $s.characters | map(tostring) | join("-") else 0 end
          ), character-weight \($s.character_weight
          ), stemming \($s.stemming | on), negation \($s.negation | on
          ), style \($s.style | on), counts \(if $s.counts == "binary"
            then "binary" else "log" end), weighting \($s.weighting
          ), min-documents \($s.min_documents), balance \($v.balance
          ), C \($v.C),"' "$SHARED/card")
    [ "$chosen" = "$wanted" ]
}

@test "a person at a terminal sees what goes on, and no leftovers of it" {
    script -qec true /dev/null >/dev/null 2>&1 </dev/null || skip "no terminal"
    small_corpus c.tsv
    script -qec "'$TENOR' train -o m c.tsv" typed >/dev/null </dev/null
    grep -q 'searching: characters, 3 of 9' typed
    # Every other line begins at a place that was cleared.
    tr -d '\r' <typed | sed 's/searching: [a-z]*, [0-9] of 9//g' >cleared
    grep -q $'^\033\\[K\\(\033\\[K\\)*pruning ' cleared
    grep -q $'^\033\\[Kchosen: ' cleared
    "$TENOR" train -o m c.tsv 2>said
    run ! grep -q $'\033\\|\r\\|searching' said
    script -qec "'$TENOR' train -q -o m c.tsv" typed >/dev/null </dev/null
    run ! grep -q $'searching\\|\033' typed
}

# ---- what is best ----------------------------------------------------------

@test "--metric: what the search makes best" {
    uneven 60 >c.tsv
    for metric in mean accuracy macro-f1 f1:rare mcc; do
        run -0 --separate-stderr "$TENOR" train --ngrams 1 --characters 0 \
            --metric $metric -o m c.tsv
        grep -qE "^stage +tried +accuracy macro-F1 +${metric%:*}$" <<<"$stderr"
        [ "$(card '.axes[0].search | "\(.criterion) \(.label)"' m)" = \
            "${metric%:*} $([ $metric = f1:rare ] && echo rare || echo null)" ]
        cp m m.$metric
    done
    same='.axes[0].search.tried | map(.worth - $x | fabs) | max < 0.00001'
    [ "$(card "${same/\$x/.accuracy}" m.accuracy)" = true ]
    [ "$(card "${same/\$x/.macro_f1}" m.macro-f1)" = true ]
    [ "$(card "${same/\$x/(.accuracy + .macro_f1) / 2}" m.mean)" = true ]
    "$TENOR" train -q --ngrams 1 --characters 0 -o m c.tsv
    cmp m m.mean
}

@test "--metric f1: the label must be there, and documents have one" {
    small_corpus c.tsv
    complains 2 "tenor train: 'fine' of --metric is not among the labels" \
        "$TENOR" train -q --metric f1:fine -o m c.tsv
    complains 2 "tenor train: --metric f1:LABEL is for documents with one label each" \
        "$TENOR" train -q --multi-label --metric f1:good -o m c.tsv
    [ ! -e m ]
}

@test "nine of ten have one label: the other one is found, too" {
    uneven 400 >c.tsv
    "$TENOR" train -q -o m c.tsv
    # Always to say "common" has a macro-F1 of 0.47.
    [ "$(card '.axes[0] | .cross_validation.macro_f1.value > 0.7
        and (.labels[] | select(.name == "rare") | .recall > 0.4)' m)" = true ]
    # With words that tell little, the decision shifts towards the rare label.
    awk -F '\t' 'NR % 2 { sub(/dreadful|awful|lovely|splendid/, "") } 1' \
        OFS='\t' c.tsv >hard.tsv
    for metric in accuracy macro-f1; do
        "$TENOR" train -q --no-search --metric $metric -o m.$metric hard.tsv
    done
    [ "$(card '.axes[0].calibration.shift' m.accuracy)" = 0 ]
    guessed='.axes[0].labels[] | select(.name == "rare") | .recall'
    awk -v a="$(card "$guessed" m.accuracy)" \
        -v f="$(card "$guessed" m.macro-f1)" 'BEGIN { exit !(f >= a) }'
}

# ---- what is fixed ---------------------------------------------------------

@test "what an option fixes stays, and is not tried" {
    while read -r option value filter wanted; do
        "$TENOR" train -q --folds 2 "$option" "$value" -o m "$SHARED/docs.tsv"
        name=${option#--}
        [ "$name" != -C ] || name=C
        [ "$(card "$filter | tostring" m)" = "$wanted" ]
        [ "$(card '.axes[0].search.tried[]
            | select(.stage != "start") | .tried' m |
            grep -cE "(^|, )$name ")" -eq 0 ]
        [ "$(card '.axes[0].search.tried | length > 5' m)" = true ]
    done <<'END'
--ngrams 1 .axes[0].settings.ngrams 1
--characters 3-4 .axes[0].settings.characters [3,4]
--characters 0 .axes[0].settings.characters [0,0]
--stemming off .axes[0].settings.stemming false
--negation off .axes[0].settings.negation false
--style off .axes[0].settings.style false
--counts log .axes[0].settings.counts 1 + ln tf
--weighting idf .axes[0].settings.weighting idf
--min-documents 3 .axes[0].settings.min_documents 3
--balance 0.25 .axes[0].solver.balance 0.25
-C 0.3 .axes[0].solver.C 0.3
END
}

@test "with everything given there is nothing to search" {
    all=(--ngrams 2 --characters 0 --stemming on --negation on --style off
        --counts binary --weighting idf --min-documents 1 --balance 0 -C 2)
    run -0 --separate-stderr "$TENOR" train "${all[@]}" -o m \
        "$SHARED/docs.tsv"
    lines_are 4
    [ "$(card '.axes[0].search.tried' m)" = '[]' ]
    # It is the model that is searched for nothing.
    "$TENOR" train -q --no-search "${all[@]}" -o n "$SHARED/docs.tsv"
    cmp m n
}

@test "--no-search: the usual settings and no trial" {
    run -0 --separate-stderr "$TENOR" train --no-search -o m \
        "$SHARED/docs.tsv"
    lines_are 4
    run ! grep -q '^stage' <<<"$stderr"
    [ "$(card '.axes[0] | .search | keys_unsorted | tojson' m)" = \
        '["criterion","tried"]' ]
    [ "$(card '.axes[0].search.tried' m)" = '[]' ]
    [ "$(card '.axes[0].settings | tojson' m)" = '{"language":"english","stemming":true,"ngrams":3,"characters":[2,5],"character_weight":1,"negation":true,"style":true,"stop_words":0,"counts":"binary","weighting":"nb","min_documents":2,"max_features":500000}' ]
    [ "$(card '.axes[0].solver == {name: "dual", kernel: "linear",
        loss: "squared hinge", C: 0.5, balance: 0}' m)" = true ]
}

@test "with a kernel the search is for C alone" {
    small_corpus c.tsv
    "$TENOR" train -q --kernel rbf --gamma 0.1 -o m c.tsv
    card '.axes[0].search.tried[] | "\(.stage) \(.tried)"' m >tried
    [ "$(wc -l <tried)" -ge 3 ]
    run ! grep -vE '^(start|cost|refinement) C [0-9.]+$' tried
    [ "$(card '.axes[0].settings.weighting' m)" = none ]
}

@test "a language without a stemmer: stemming is not tried" {
    printf '%s\t%s\n' 好 天气很好，我很高兴。 坏 天气很坏，我很生气。 \
        好 大家都高兴。 坏 大家都生气。 >zh.tsv
    "$TENOR" train -q -l zh -o m zh.tsv
    card '.axes[0].search.tried[].tried' m >tried
    grep -q '^ngrams 1$' tried
    run ! grep -q stemming tried
}

# ---- the budget ------------------------------------------------------------

@test "--budget: the stages after it are left out, and it is told" {
    run -0 --separate-stderr "$TENOR" train --budget 0.000001 -o m \
        "$SHARED/docs.tsv"
    grep -qx "the budget is spent before the stage 'cost'" <<<"$stderr"
    [ "$(card '.axes[0].search | .budget_spent_before' m)" = cost ]
    [ "$(card '[.axes[0].search.tried[].stage] | tojson' m)" = '["start"]' ]
    # Settings are those of the start.
    "$TENOR" train -q --no-search -o n "$SHARED/docs.tsv"
    cmp <(card '.axes[0] | .settings, .solver' m) \
        <(card '.axes[0] | .settings, .solver' n)
    # The same stage, the same bytes.
    "$TENOR" train -q --budget 0.000002 -j 1 -o again "$SHARED/docs.tsv"
    cmp m again
    [ "$(card '.axes[0].search | has("budget_spent_before")' \
        "$SHARED/model")" = false ]
}

# ---- sizes -----------------------------------------------------------------

@test "features of one document only: the search keeps them" {
    printf '%s\t%s\n' a q a w b z b x >c.tsv
    "$TENOR" train -q -o m c.tsv
    [ "$(card '.axes[0] | .settings.min_documents' m)" -eq 1 ]
    # An alternative that leaves no feature is not the end of it.
    printf '%s\t%s\n' a one a 'one two' b three b 'three four' >d.tsv
    "$TENOR" train -q --characters 0 -o m d.tsv
    [ "$(card '.axes[0].search.tried[] | select(.tried == "min-documents 3")
        | .chosen or .worth > -1' m)" = false ]
    for options in "--min-documents 3" "--no-search --min-documents 3"; do
        # shellcheck disable=SC2086
        complains 2 "tenor train: no feature occurs in 3 documents; --min-documents 1 keeps those of one" \
            "$TENOR" train -q $options -o n c.tsv
    done
    [ ! -e n ]
}

@test "corpora of a few documents train" {
    printf '%s\t%s\n' a one a two b three b four c five c six >six.tsv
    for n in 4 6; do
        head -$n six.tsv >few.tsv
        for folds in 2 5 20; do
            "$TENOR" train -q --folds $folds -o m few.tsv
            "$TENOR" score -m m <few.tsv >/dev/null
        done
    done
    # All texts alike.
    yes $'a\tone\nb\tone' | head -20 >alike.tsv
    "$TENOR" train -q -o m alike.tsv
    [ "$(card '.axes[0].conflicting_texts' m)" -eq 1 ]
}

@test "stages look at a part of a large corpus, the cost at all of it" {
    # 800 texts of about 9 kB, of 800 words.
    awk 'BEGIN { s = 7
        for (i = 0; i < 800; i++) {
            printf "%s\t", i % 2 ? "odd" : "even"
            for (w = 0; w < 1000; w++) {
                s = (s * 16807) % 2147483647
                printf "word%d ", s % 800 + 10000
            }
            print i % 2 ? "one three" : "two four"
        } }' >large.tsv
    "$TENOR" train -q --ngrams 1 --characters 0 --stemming off --negation off \
        --style off --counts log --weighting nb --min-documents 2 \
        --folds 2 -o m large.tsv
    [ "$(card '.axes[0].documents' m)" -eq 800 ]
    [ "$(card '.axes[0].search.tried | [(.[] | select(.stage != "refinement")
        | .documents < 800 and .documents > 500), (.[]
        | select(.stage == "refinement") | .documents == 800)] | all' m)" = true ]
    # What is chosen on a part is tried again on all.
    [ "$(card '[.axes[0].search.tried[] | select(.stage == "refinement")][0]
        | .chosen' m)" = true ]
    "$TENOR" train -q --ngrams 1 --characters 0 --stemming off --negation off \
        --style off --counts log --weighting nb --min-documents 2 \
        --folds 2 -j 1 -o n large.tsv
    cmp m n
}
