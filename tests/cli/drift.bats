#!/usr/bin/env bats
# tenor drift: no alarm without a change, the right one with it, and what is
# printed.

load helper

setup_file() {
    cd "$BATS_FILE_TMPDIR"
    # Two thirds and one, as they come: the three parts differ in length.
    cat "$STARTER"/part-?.jsonl | awk 'NR % 3' >old.jsonl
    jq -r '[.sentiment, .text] | @tsv' old.jsonl >train.tsv
    quick model train.tsv
    jq -c '{text, sentiment, source: (if (.text | length) % 2 == 0
        then "even" else "odd" end)}' \
        <(cat "$STARTER"/part-?.jsonl | awk 'NR % 3 == 0') >new.jsonl
    # Another language, and the same texts with much that is new.
    for who in Anna Bernd Carla David Eva Franz Greta Hans; do
        for what in 'das Brot' 'den Hund' 'die Straße' 'ein Lied' 'den Garten'; do
            echo "$who hat gestern $what nicht gesehen und war deshalb traurig."
        done
    done >german.txt
    jq -c '.text |= gsub("(?<w>[a-z]{6,})"; .w + "oq")' new.jsonl >strange.jsonl
}

setup() {
    cd "$BATS_TEST_TMPDIR" || return 1
    ln -s "$SHARED"/{model,old.jsonl,train.tsv,new.jsonl,german.txt,strange.jsonl} .
}

# drift ARG...: the object that it prints; 0 or 1 is its status. That of a single
# axis is put together with the axis.
drift() {
    run --separate-stderr "$TENOR" drift --format json "$@"
    [ "$status" -le 1 ]
    [ "$status" -eq "$(jq '.verdict == "drift" | if . then 1 else 0 end' \
        <<<"$output")" ]
    output=$(jq -c 'if .axes | length == 1 then del(.axes) + .axes[0] else . end' \
        <<<"$output")
}

@test "texts of the same kind that were held out are no drift" {
    drift model new.jsonl
    [ "$status" -eq 0 ]
    holds '.verdict == "none" and .alarms == [] and .texts == 125
        and .units == 125 and .errors == 0 and .training_documents == 250'
    "$TENOR" drift model new.jsonl >out
    grep -qx 'sentiment: 125 texts beside 250 of the training' out
    grep -qx 'no drift' out
}

@test "the training itself looks surer: the sketch is of what was not seen" {
    drift model train.tsv
    holds '.sure_now > .sure_then + 0.1'
}

@test "another language" {
    drift model german.txt --in lines
    [ "$status" -eq 1 ]
    holds '.alarms == ["unknown", "refused"] and .refused == 40
        and (.checks[] | select(.name == "margins") | .tested | not)'
    holds '.new_words | length == 10
        and all(.[]; . as $w | .example | contains($w.word))'
}

@test "words that the model does not know, with an example" {
    drift model strange.jsonl
    holds '.alarms | index("unknown")'
    holds '.checks[0] | .name == "unknown" and .effect > 0.2 and .p < 0.001
        and .now - .then == .effect and .low < .now and .now < .high' ||
        holds '.checks[0] | (.now - .then - .effect | fabs) < 1e-5'
    holds '[.new_words[] | select(.word | test("oq$"))] | length > 5'
    holds 'all(.new_words[]; .texts >= 3
        and (.unsure == (.with == "" and .z > 0)))'
}

@test "shares of labels" {
    jq -c 'select(.sentiment == "negative")' new.jsonl >one.jsonl
    for i in 1 2 3; do cat one.jsonl; done >negative.jsonl
    drift model negative.jsonl
    holds '.alarms | index("shares")'
    holds '[.labels[].now] | add | . > 0.9999 and . < 1.0001'
    # Adjusted ones are those of label.
    "$TENOR" label -m model negative.jsonl --summary s.json >rows
    jq '.axes[0].labels[] | .adjusted | .share, .interval[]' s.json >of_label
    jq '.labels[] | .adjusted, .adjusted_low, .adjusted_high' <<<"$output" |
        diff of_label -
    holds 'all(.labels[]; .trained > 0.3 and .trained < 0.4)'
    drift model negative.jsonl --limit all=off
    [ "$status" -eq 0 ]
    holds 'all(.checks[]; .limit == null)'
    drift model negative.jsonl --limit all=off --limit shares=0.01
    holds '.alarms == ["shares"]'
    drift model negative.jsonl --limit shares=0.99 --limit margins=off
    holds '.alarms | index("shares") | not'
}

@test "lengths and frequent words" {
    jq -c '.text |= .[:40]' new.jsonl >short.jsonl
    drift model short.jsonl
    holds '.alarms | index("lengths")'
    sed 's/\<[Tt]he\>/a/g; s/\<and\>/or/g; s/\<was\>/is/g' new.jsonl >other.jsonl
    drift model other.jsonl --alpha 0.05
    holds '.moved_words | map(.word) | index("the") and index("and")'
    holds 'all(.moved_words[]; .z * (.now - .then) > 0)'
}

@test "accuracy, where labels are known" {
    drift model new.jsonl --label-column sentiment
    holds '.labelled == 125 and (.checks[] | select(.name == "accuracy")
        | .tested and .then > 0.4 and (.alarm | not))'
    jq -c '.sentiment |= {negative: "positive", positive: "neutral",
        neutral: "negative"}[.]' new.jsonl >wrong.jsonl
    drift model wrong.jsonl --label-column sentiment
    holds '.alarms == ["accuracy"]'
    # Labels that the axis has not are told.
    jq -c '.sentiment |= "happy"' new.jsonl >happy.jsonl
    drift model happy.jsonl --label-column sentiment
    [[ $stderr == *"125 texts have a label that the axis has not"* ]]
    holds '.labelled == 0'
}

@test "slices: by a column or by files, the worst first" {
    drift model new.jsonl --slice-column source
    [ "$status" -eq 0 ]
    holds '[.slices[].slice] | sort == ["even", "odd"]'
    holds '([.slices[].texts] | add) == 125 and .slices_all == 2'
    jq -c '.source = "calm"' new.jsonl >calm.jsonl
    jq -c '.source = "strange"' strange.jsonl >far.jsonl
    drift model calm.jsonl far.jsonl calm.jsonl --slice-column source
    holds '.slices[0].slice == "strange" and .slices[0].alarm
        and (.slices[1].alarm | not) and (.alarms | index("slices"))'
    drift model calm.jsonl far.jsonl --slice-files
    holds '[.slices[].slice] == ["far.jsonl", "calm.jsonl"]'
    drift model calm.jsonl far.jsonl --slice-files --limit all=off
    [ "$status" -eq 0 ]
    drift model calm.jsonl far.jsonl calm.jsonl calm.jsonl calm.jsonl \
        calm.jsonl --slice-files --limit unknown=0.1 --limit slices=off
    holds '.alarms | index("slices") | not'
    "$TENOR" drift model calm.jsonl far.jsonl --slice-files --top 1 >out || true
    grep -qx 'worst slices of 2' out
    [ "$(grep -c 'jsonl ' out)" -eq 1 ]
}

@test "a baseline is compared with in place of the training" {
    # Strange to the training, but usual: halves of what the sketch would alarm.
    awk 'NR % 2' strange.jsonl >usual.jsonl
    awk 'NR % 2 == 0' strange.jsonl >next.jsonl
    drift model next.jsonl
    holds '.alarms | index("unknown")'
    holds '.baseline_texts == null and .baseline_errors == null
        and all(.new_words[]; .before == null)'
    drift model next.jsonl --baseline usual.jsonl
    [ "$status" -eq 0 ]
    holds '.alarms == [] and .texts == 62 and .baseline_texts == 63
        and .training_documents == 250'
    "$TENOR" drift model next.jsonl --baseline usual.jsonl >out
    grep -qx 'sentiment: 62 texts beside 63 of the baseline' out
    # And the other way round.
    drift model new.jsonl --baseline strange.jsonl
    holds '.checks[0] | .then > .now and .effect < 0'
    drift model strange.jsonl --baseline new.jsonl
    holds '.alarms | index("unknown")'
    # Both sides are read alike; but what is unsure depends on the first.
    drift model strange.jsonl
    jq -c '.checks[:4][] | .now' <<<"$output" >now
    drift model new.jsonl --baseline strange.jsonl
    jq -c '.checks[:4][] | .then' <<<"$output" | diff now -
}

@test "a baseline of several corpora, in any format, on any threads" {
    awk 'NR % 2' new.jsonl >odd.jsonl
    awk 'NR % 2 == 0' new.jsonl >even.jsonl
    gzip -c even.jsonl >even.jsonl.gz
    drift model strange.jsonl --baseline odd.jsonl --baseline even.jsonl.gz -j1
    echo "$output" >one
    drift model strange.jsonl --baseline odd.jsonl --baseline even.jsonl -j3
    echo "$output" | cmp one -
    drift model - --in jsonl --baseline odd.jsonl --baseline even.jsonl \
        <strange.jsonl
    echo "$output" | cmp one -
    holds '.baseline_texts == 125'
}

@test "new words are those that a baseline had hardly any of" {
    jq -c 'if input_line_number % 3 == 0 then .text += " Zeppelinoq." else . end' \
        new.jsonl >before.jsonl
    jq -c '.text += " Zeppelinoq and quidditchoq."' new.jsonl >after.jsonl
    drift model after.jsonl --baseline new.jsonl --top 3
    holds '[.new_words[] | [.word, .texts, .before]] | sort ==
        [["Zeppelinoq", 125, 0], ["quidditchoq", 125, 0]]'
    drift model after.jsonl --baseline after.jsonl
    holds '.new_words == [] and .verdict == "none"'
    drift model after.jsonl --baseline before.jsonl
    holds '.new_words[] | select(.word == "Zeppelinoq")
        | .before > 30 and .before < 50'
    "$TENOR" drift model after.jsonl --baseline before.jsonl >out || true
    grep -q '^new words that matter: in how many texts, before and now' out
}

@test "slices are compared with theirs in the baseline" {
    jq -c '.source = "calm"' new.jsonl >calm.jsonl
    jq -c '.source = "strange"' strange.jsonl >far.jsonl
    cat calm.jsonl far.jsonl >both.jsonl
    drift model both.jsonl --baseline both.jsonl --slice-column source
    [ "$status" -eq 0 ]
    holds 'all(.slices[]; .compared_with == 125)'
    # One that is new, with all texts.
    jq -c '.source = "other"' strange.jsonl >other.jsonl
    drift model other.jsonl --baseline both.jsonl --slice-column source
    holds '.slices[0] | .compared_with == 250 and .alarm'
}

@test "a baseline and accuracy" {
    jq -c '.sentiment |= {negative: "positive", positive: "neutral",
        neutral: "negative"}[.]' new.jsonl >wrong.jsonl
    drift model wrong.jsonl --baseline wrong.jsonl --label-column sentiment
    holds '.alarms == []'
    drift model wrong.jsonl --baseline new.jsonl --label-column sentiment
    holds '.alarms == ["accuracy"]'
    # A baseline without labels says nothing of it.
    jq -c '{text}' new.jsonl >plain.jsonl
    drift model wrong.jsonl --baseline plain.jsonl --label-column sentiment
    holds '.checks[] | select(.name == "accuracy")
        | .tested == false and .effect == null'
}

@test "a baseline that is too small, empty or none" {
    head -20 new.jsonl >few.jsonl
    : >empty.jsonl
    for baseline in few.jsonl empty.jsonl; do
        drift model strange.jsonl --baseline $baseline
        [ "$status" -eq 0 ]
        holds '.verdict == "too_few" and all(.checks[]; .tested | not)'
    done
    holds '.baseline_texts == 0 and .sure_then == null
        and all(.labels[]; .then == null)'
    { cat new.jsonl; echo '{"no": 1}'; } >odd.jsonl
    drift model new.jsonl --baseline odd.jsonl
    [[ ${stderr_lines[0]} == "tenor drift: odd.jsonl:126: "* ]]
    holds '.errors == 0 and .baseline_errors == 1'
    echo '{"no": 1}' >bad.jsonl
    run -2 "$TENOR" drift model new.jsonl --baseline bad.jsonl
    complains 2 "tenor drift: *no.jsonl*" \
        "$TENOR" drift model new.jsonl --baseline no.jsonl
    hints 2 "tenor drift: standard input cannot be *" \
        "$TENOR" drift model - --in jsonl --baseline -
}

# two_axes: a model whose axes are of one training each.
two_axes() {
    printf 'axis a passage\nscope whole\noption no-search\n' >recipe
    printf 'option ngrams 1\noption characters 0\ncorpus a.tsv MIT\n' >>recipe
    printf 'axis b passage\nscope whole\ncorpus b.tsv MIT\n' >>recipe
    cp train.tsv a.tsv
    jq -r '[.hostility, .text] | @tsv' old.jsonl >b.tsv
    "$TENOR" train -q --recipe recipe --corpora . -o two
}

@test "all axes of a model in one reading, or some" {
    two_axes
    drift two strange.jsonl
    [ "$status" -eq 1 ]
    holds '[.axes[].axis] == ["a", "b"] and .verdict == "drift"'
    jq -c '.axes[]' <<<"$output" >both
    for axis in a b; do # figures are the same, but for p
        drift two --axis $axis strange.jsonl
        jq -c 'del(.model, .alpha, .texts, .errors, .baseline_texts,
            .baseline_errors)' <<<"$output"
    done >single
    filter='del(.checks[].p, .checks[].alarm, .alarms, .verdict)'
    diff <(jq -Sc "$filter" both) <(jq -Sc "$filter" single)
    # Of twice as many checks a p is no smaller.
    diff <(jq -r '.checks[] | .p // 1' both |
        paste - <(jq -r '.checks[] | .p // 1' single) | awk '$1 < $2') /dev/null
    drift two --axis b,a strange.jsonl
    jq -c '.axes[]' <<<"$output" | cmp both -
    hints 2 "tenor drift: the model has no axis 'c'*" \
        "$TENOR" drift two --axis a,c new.jsonl
    hints 2 "tenor drift: labels of --label-column are of one axis*" \
        "$TENOR" drift two new.jsonl --label-column sentiment
    "$TENOR" drift two strange.jsonl >out || true
    grep -qx '125 texts beside those of the training' out
    grep -q '^  a  *drift: unknown' out
    grep -qx 'a: 125 texts beside 250 of the training' out
    # Short where nothing has drifted.
    "$TENOR" drift two new.jsonl --baseline new.jsonl >out
    [ "$(wc -l <out)" -eq 3 ]
    grep -qx '  b  *no drift' out
    head -5 new.jsonl | "$TENOR" drift two - --in jsonl >out
    [ "$(tail -1 out)" = 'too few texts to say: 30 are needed' ]
}

@test "slices stay in order where limits are 0 or off" {
    jq -c '.source = (.text | length % 3 | tostring)' strange.jsonl >thirds.jsonl
    for limit in 0 off; do
        drift model thirds.jsonl --slice-column source --limit all=$limit
        holds '[.slices[].alarm] | . == (sort | reverse)'
        "$TENOR" drift model thirds.jsonl --slice-column source \
            --limit all=$limit >out || true
        [ "$(grep -c '[a-z] *[0-9]\.[0-9]*  beyond$' out)" -eq \
            "$(jq '[.slices[] | select(.alarm)] | length' <<<"$output")" ]
    done
    # What is beside a slice that is beyond is what raised the alarm.
    drift model thirds.jsonl --slice-column source --limit all=off \
        --limit unknown=0.01 --limit margins=0
    "$TENOR" drift model thirds.jsonl --slice-column source --limit all=off \
        --limit unknown=0.01 --limit margins=0 >out || true
    grep 'beyond$' out | tail -1 | grep -q unknown
}

@test "the same bytes with any number of threads, and from any format" {
    drift model strange.jsonl -j1
    echo "$output" >one
    for threads in 2 5; do
        drift model strange.jsonl -j$threads
        echo "$output" | cmp one -
    done
    drift model - --in jsonl <strange.jsonl
    echo "$output" | cmp one -
    gzip -c strange.jsonl >strange.jsonl.gz
    drift model strange.jsonl.gz
    echo "$output" | cmp one -
    jq -r '["x", .text] | @tsv' strange.jsonl >strange.tsv
    drift model strange.tsv
    echo "$output" | cmp one -
    jq -r '[.text, .sentiment] | @csv' strange.jsonl | sed '1itext,label' \
        >strange.csv
    drift model strange.csv
    echo "$output" | cmp one -
}

@test "too few texts to say" {
    head -8 strange.jsonl >few.jsonl
    drift model few.jsonl
    [ "$status" -eq 0 ]
    holds '.verdict == "too_few" and all(.checks[]; .tested | not)
        and .checks[0].now > .checks[0].then'
    "$TENOR" drift model few.jsonl >out
    grep -q '^too few texts to say: 30 are needed$' out
    : >empty.jsonl
    drift model empty.jsonl
    holds '.verdict == "too_few" and .texts == 0 and .new_words == []'
}

@test "bad records are told, and a file of nothing else is an error" {
    { cat new.jsonl; echo '{"no": 1}'; } >odd.jsonl
    drift model odd.jsonl
    [[ ${stderr_lines[0]} == "tenor drift: odd.jsonl:126: "* ]]
    [[ $stderr == *"1 of 126 records have no text"* ]]
    holds '.errors == 1 and .texts == 125'
    head -c 3000 /dev/urandom | tr -d '\n' >binary
    complains 2 "tenor drift: binary:1: *" "$TENOR" drift model binary \
        --in lines
    complains 2 "tenor drift: *no.jsonl*" "$TENOR" drift model no.jsonl
}

@test "models without a sketch" {
    complains 3 "tenor drift: a model of the tone toward targets has no *" \
        "$TENOR" drift "$TENOR_ROOT/model/target.tenor" new.jsonl
    complains 3 "tenor drift: *" "$TENOR" drift new.jsonl new.jsonl
}

@test "retraining keeps the sketches of other axes, and makes its own" {
    two_axes
    jq -r '[.sentiment, .text] | @tsv' new.jsonl >more.tsv
    "$TENOR" retrain -q two --axis a --add more.tsv --data . --force -o next
    "$TENOR" retrain -q two --axis a --add more.tsv --prior --force -o prior
    drift two --axis a new.jsonl
    holds '.training_documents == 250'
    drift next --axis a new.jsonl
    holds '.training_documents == 375'
    drift prior --axis a new.jsonl
    holds '.training_documents == 125'
    drift two --axis b new.jsonl
    jq -c '.checks[].then, .labels[].then' <<<"$output" >before
    for model in next prior; do
        drift $model --axis b new.jsonl
        jq -c '.checks[].then, .labels[].then' <<<"$output" | diff before -
    done
}

@test "the embedded model, with one operand" {
    has_embedded || skip "no embedded model"
    drift new.jsonl
    holds '.model == "" and .texts == 125 and (.axes | length == 7)
        and (.verdict == "drift") == any(.axes[]; .verdict == "drift")'
    # Titles of which the model knows nothing have words all the same.
    for i in 1 2 3; do echo 'كان الطقس جميلا في المدينة أمس'; done >arabic.txt
    drift --axis headline --in lines arabic.txt
    holds '.refused == 3 and .checks[0].now == 1 and (.new_words | length > 2)
        and (.new_words[0].example | contains("المدينة"))'
    # Sentences are compared where an axis is about them.
    drift --axis sentiment "$TENOR_ROOT"/datasets/articles
    holds '.units > .texts'
}

@test "titles in a field of their own, as label has them" {
    has_embedded || skip "no embedded model"
    jq -c '{text: (.text | split("\\. ")[0])}' new.jsonl >titles.jsonl
    drift --axis headline titles.jsonl
    echo "$output" >alone
    jq -c '{title: .text, text: "A day passed.\nAnother one came."}' titles.jsonl \
        >fields.jsonl
    drift --axis headline fields.jsonl
    echo "$output" | cmp alone -
    jq -c '{top: .title, text}' fields.jsonl >named.jsonl
    drift --axis headline named.jsonl
    holds '.refused == 125'
    drift --axis headline named.jsonl --title-field top
    echo "$output" | cmp alone -
}

@test "wrong usage" {
    hints 2 "tenor drift: NEW texts are missing; *" "$TENOR" drift
    hints 2 "tenor drift: NEW texts are missing; *" "$TENOR" drift \
        "$TENOR_ROOT/tests/fuzz/corpus/model/small.tenor" </dev/null
    hints 2 "tenor drift: --limit cannot be 'x=1'*" \
        "$TENOR" drift model new.jsonl --limit x=1
    hints 2 "tenor drift: --limit cannot be 'unknown=-1'*" \
        "$TENOR" drift model new.jsonl --limit unknown=-1
    hints 2 "tenor drift: --limit cannot be 'slices=1'*" \
        "$TENOR" drift model new.jsonl --limit slices=1
    hints 2 "tenor drift: --alpha *" "$TENOR" drift model x --alpha 1
    hints 2 "tenor drift: --top *" "$TENOR" drift model x --top 0
    hints 2 "tenor drift: slices are by *" \
        "$TENOR" drift model x --slice-files --slice-column y
}
