#!/usr/bin/env bats
# tenor eval: the figures, against what score says of the same documents.

load helper

setup_file() {
    cd "$BATS_FILE_TMPDIR"
    quick model --label-column sentiment "$STARTER/part-a.jsonl"
    # Twenty documents of each label that it was not trained on.
    jq -r '[.id, .sentiment, .text] | @tsv' "$STARTER/part-b.jsonl" |
        while IFS=$'\t' read -r id label text; do
            mkdir -p "docs/$label"
            [ "$(find "docs/$label" -type f | wc -l)" -lt 20 ] || continue
            printf '%s\n' "$text" >"docs/$label/$id"
        done
    "$TENOR" eval --format json model docs >measured
    (cd docs && "$TENOR" score -m ../model --format json */* |
        jq -c '{true: (.id | split("/")[0]), axis: .axes.sentiment,
                status}') >scored
}

setup() {
    cd "$BATS_TEST_TMPDIR" || return 1
    M=$SHARED/model
}

# recomputed FILTER FIGURE: the filter, given all scored documents as an array
# and the figure measured as $m, is true.
recomputed() {
    jq -es --slurpfile measured "$SHARED/measured" '
        def near($x): . - $x | fabs < 0.00001;
        $measured[0] as $m | '"$1" "$SHARED/scored" || {
        echo "not true: $1"
        cat "$SHARED/measured"
        return 1
    }
}

@test "a JSON object with these keys in this order" {
    [ "$(wc -l <"$SHARED/measured")" -eq 1 ]
    holds 'keys_unsorted == ["axis", "documents", "without_evidence",
        "accuracy", "accuracy_interval", "macro_f1", "macro_f1_interval",
        "mcc", "mcc_interval", "ece", "ece_interval", "ece_by_chance",
        "calibration", "per_class", "confusion"]' "$SHARED/measured"
    holds '.axis == "sentiment" and .documents == 60
        and .without_evidence == 0' "$SHARED/measured"
    holds '(.per_class, .confusion, .confusion[])
        | keys_unsorted == ["negative", "neutral", "positive"]' \
        "$SHARED/measured"
    holds '.per_class[] | keys_unsorted ==
        ["precision", "recall", "f1", "support"]' "$SHARED/measured"
}

@test "accuracy is the share of right labels" {
    recomputed '(map(select(.true == .axis.label)) | length) / length
        | near($m.accuracy)'
}

@test "the confusion counts true and guessed labels" {
    recomputed '. as $all | all($m.confusion | to_entries[];
        .key as $true | all(.value | to_entries[];
            .key as $guess | .value == ([$all[] | select(
                .true == $true and .axis.label == $guess)] | length)))'
    recomputed '([$m.confusion[][]] | add) == length'
}

@test "precision, recall, F1 and support of each label" {
    recomputed '. as $all | all($m.per_class | to_entries[];
        .key as $k | .value as $c
        | ([$all[] | select(.true == $k)] | length) as $support
        | ([$all[] | select(.axis.label == $k)] | length) as $guessed
        | ([$all[] | select(.true == $k and .axis.label == $k)] | length)
            as $right
        | $c.support == $support
        and ($right / $support | near($c.recall))
        and ((if $guessed > 0 then $right / $guessed else 0 end)
            | near($c.precision))
        and (2 * $right / ($support + $guessed) | near($c.f1)))'
}

@test "macro-F1 is the mean of the F1 of the labels" {
    recomputed '[$m.per_class[].f1] | add / length | near($m.macro_f1)'
}

@test "mcc is the correlation of indicators, over all labels" {
    # Gorodkin 2004: the covariance of true and guessed indicators, summed over
    # labels, divided by the roots of the variances.
    recomputed 'def mean: add / length;
        def cov(f; g): (map(f) | mean) as $f | (map(g) | mean) as $g
            | map((f - $f) * (g - $g)) | mean;
        def is($k): if . == $k then 1 else 0 end;
        [("negative", "neutral", "positive") as $k
         | {tg: cov(.true | is($k); .axis.label | is($k)),
            tt: cov(.true | is($k); .true | is($k)),
            gg: cov(.axis.label | is($k); .axis.label | is($k))}]
        | (map(.tg) | add) / ((map(.tt) | add) * (map(.gg) | add) | sqrt)
        | near($m.mcc)'
}

@test "calibration: documents, mean p and accuracy of each bin" {
    recomputed 'length as $n
        | [to_entries[] | {p: .value.axis.p[.value.axis.label], i: .key,
             hit: (if .value.true == .value.axis.label then 1 else 0 end)}]
        | sort_by(.p, .i) | to_entries
        | group_by(.key * 15 / $n | floor) | map(map(.value)
            | {n: length, p: (map(.p) | add / length),
               hit: (map(.hit) | add / length)}) as $bins
        | ($bins | length) == ($m.calibration | length)
        and all(range($bins | length); $bins[.] as $b | $m.calibration[.]
            | .documents == $b.n and (.p | near($b.p))
              and (.accuracy | near($b.hit)))'
    holds '[.calibration[].documents] == [range(15) | 4]' "$SHARED/measured"
    # Bins without documents are left out.
    printf 'negative\tdeath\nneutral\tthe day\n' >c.tsv
    run -0 "$TENOR" eval --format json "$M" c.tsv
    holds '[.calibration[].documents] == [1, 1]'
    run -0 "$TENOR" eval "$M" c.tsv
    [ "$(grep -c '^p = ' <<<"$output")" -eq 2 ]
}

@test "ece: 15 bins of equal mass" {
    recomputed 'length as $n
        | [to_entries[] | {p: .value.axis.p[.value.axis.label], i: .key,
             hit: (if .value.true == .value.axis.label then 1 else 0 end)}]
        | sort_by(.p, .i) | to_entries
        | group_by(.key * 15 / $n | floor)
        | map(map(.value.hit - .value.p) | add | fabs) | add / $n
        | near($m.ece)'
}

@test "intervals hold their value and lie in 0 to 1" {
    for figure in accuracy macro_f1 mcc ece; do
        holds ".$figure as \$v | .${figure}_interval | length == 2
            and 0 <= .[0] and .[0] <= \$v and \$v <= .[1] and .[1] <= 1" \
            "$SHARED/measured"
    done
    holds '.accuracy_interval | .[1] - .[0] > 0.1 and .[1] - .[0] < 0.4' \
        "$SHARED/measured"
}

@test "the interval of the accuracy is about the binomial one" {
    # 1.96 standard errors on either side.
    holds '(.accuracy * (1 - .accuracy) / .documents | sqrt * 1.96 * 2) as $w
        | .accuracy_interval | .[1] - .[0] | . > 0.8 * $w and . < 1.2 * $w' \
        "$SHARED/measured"
}

@test "samples and seed of the bootstrap" {
    "$TENOR" eval --format json "$M" "$SHARED/docs" >again
    cmp again "$SHARED/measured"
    "$TENOR" eval --format json --seed 1 --samples 1000 "$M" \
        "$SHARED/docs" >again
    cmp again "$SHARED/measured"
    "$TENOR" eval --format json --samples 50 --seed 2 "$M" \
        "$SHARED/docs" >other
    run ! cmp -s other "$SHARED/measured"
    diff <(jq 'with_entries(select(.key | endswith("interval") | not))' \
        other) <(jq 'with_entries(select(.key | endswith("interval") | not))' \
        "$SHARED/measured")
    "$TENOR" eval --format json --samples 0 "$M" "$SHARED/docs" >none
    holds '.accuracy_interval == [.accuracy, .accuracy]' none
}

@test "text says the same" {
    run -0 --separate-stderr "$TENOR" eval "$M" "$SHARED/docs"
    [ -z "$stderr" ]
    "$TENOR" eval --format text "$M" "$SHARED/docs" >text
    [ "$output" = "$(cat text)" ]
    [ "${lines[0]}" = "axis       sentiment" ]
    [ "${lines[1]}" = "documents  60" ]
    # Half a unit of the last digit, and what JSON rounds before.
    paste <(jq '.accuracy, .macro_f1, .mcc, .ece' "$SHARED/measured") \
        <(awk '/^(accuracy|macro-F1|mcc|ece)  / { print $2 }' text) |
        awk '{ d = $1 - $2; if (d > 0.000051 || d < -0.000051) exit 1; n++ }
            END { exit n != 4 }'
    # The table of confusions, row by row.
    diff <(tail -3 text | awk '{ print $1, $2, $3, $4 }') \
        <(jq -r '.confusion | to_entries[]
            | "\(.key) \([.value[]] | map(tostring) | join(" "))"' \
            "$SHARED/measured")
}

@test "every format gives the same figures" {
    (cd "$SHARED/docs" && for file in */*; do
        printf '%s\t%s\n' "${file%/*}" "$(cat "$file")"
    done) >docs.tsv
    "$TENOR" eval --format json "$M" docs.tsv | cmp - "$SHARED/measured"
    "$TENOR" eval --format json --in tsv "$M" - <docs.tsv |
        cmp - "$SHARED/measured"
    jq -Rc 'split("\t") | {y: .[0], body: {x: .[1]}}' docs.tsv >docs.jsonl
    "$TENOR" eval --format json --label-column y --text-column body.x "$M" \
        docs.jsonl | cmp - "$SHARED/measured"
}

@test "a label that the model has not: file, line and the way out" {
    printf 'negative\tbad\n\nterrible\tworse\n' >c.tsv
    complains 2 "tenor eval: c.tsv:3: label 'terrible' is not in axis 'sentiment' of the model; --map *" \
        "$TENOR" eval "$M" c.tsv
    lines_are 1
    run -0 "$TENOR" eval --format json --map terrible=negative "$M" c.tsv
    holds '.documents == 2'
    run -0 "$TENOR" eval --format json --map terrible=- "$M" c.tsv
    holds '.documents == 1'
}

@test "labels without documents do not count in macro-F1" {
    printf 'negative\tdeath and disaster\n' >c.tsv
    run -0 "$TENOR" eval --format json "$M" c.tsv
    holds 'if .accuracy == 1 then .macro_f1 == 1 else .macro_f1 == 0 end'
    holds '.per_class.neutral.support == 0 and .per_class.neutral.f1 == 0'
}

@test "documents without evidence are counted" {
    printf 'negative\tqqzx wxq\npositive\t\nneutral\tthe day\n' >c.tsv
    run -0 "$TENOR" eval --format json "$M" c.tsv
    holds '.documents == 3 and .without_evidence == 2'
    run -0 "$TENOR" eval "$M" c.tsv
    [ "${lines[1]}" = "documents  3, 2 of them without evidence" ]
}

# columns N... <FILE: of a TSV without its header.
columns() {
    tail -n +2 | cut -f "$1"
}

@test "--errors: the mistakes, most confident first" {
    "$TENOR" eval --format json --errors all --errors-limit 0 "$M" \
        "$SHARED/docs" | cmp - "$SHARED/measured"
    [ "$(head -1 all)" = \
        $'line\tlabel\tguess\tp_guess\tp_label\twords\ttext' ]
    # What score says of them.
    jq -nr '[inputs | .line = input_line_number
            | select(.true != .axis.label)
            | .guess = .axis.p[.axis.label] | .label = .axis.p[.true]]
        | sort_by(.label - .guess, .line)[]
        | [.line, .true, .axis.label, .guess, .label] | @tsv' \
        "$SHARED/scored" >wanted
    [ -s wanted ]
    columns 1-5 <all | diff - wanted
    # The texts, with a blank for the line end.
    cat "$SHARED"/docs/*/* | sed 's/$/ /' >texts
    columns 1 <all | while read -r line; do
        sed -n "${line}p" texts
    done >wanted
    columns 7 <all | diff - wanted
}

@test "--errors-limit: the first of them" {
    "$TENOR" eval --errors all --errors-limit 0 "$M" "$SHARED/docs" >text
    for n in 1 2 5 9; do
        "$TENOR" eval --errors some --errors-limit $n "$M" \
            "$SHARED/docs" | cmp - text
        head -$((n + 1)) all | cmp - some
    done
    # One hundred, unless said otherwise.
    yes $'positive\tdeath and disaster' | head -150 >c.tsv
    "$TENOR" eval --errors some "$M" c.tsv
    "$TENOR" eval --errors all --errors-limit 0 "$M" c.tsv
    [ "$(wc -l <some)" -eq 101 ]
    head -101 all | cmp - some
    # Equal ones stay in order.
    columns 1 <all | sort -nc
}

@test "--errors: words are those that score shows for the guess" {
    small_corpus c.tsv
    quick two c.tsv
    # With two labels, what speaks for one speaks as much against the other.
    printf 'good\tAn awful,\tdreadful evening and a\x01 "cold" soup\n' >e.tsv
    "$TENOR" eval --errors errors two e.tsv
    cut -f 2- e.tsv >text
    "$TENOR" score -m two text | tail -n +3 | grep -oiE '[a-z]+ [+]' |
        head -5 | cut -d ' ' -f 1 | paste -sd ' ' >wanted
    [ "$(wc -w <wanted)" -ge 3 ]
    columns 6 <errors | diff - wanted
    # On one line, in seven columns.
    [ "$(columns 7 <errors)" = 'An awful, dreadful evening and a  "cold" soup' ]
    awk -F '\t' 'NF != 7' errors | { ! grep .; }
}

@test "--errors: no mistakes, no evidence, a kernel, bytes that are no text" {
    small_corpus c.tsv
    quick linear c.tsv
    "$TENOR" eval --errors errors linear c.tsv
    [ "$(wc -l <errors)" -eq 1 ]
    # Equal shares: the first label is the guess, by no lead and no word.
    printf 'good\tqqzx\n' >e.tsv
    "$TENOR" eval --errors errors linear e.tsv
    [ "$(columns 1- <errors)" = $'1\tgood\tbad\t0.5\t0.5\t\tqqzx' ]
    quick kernel --kernel rbf c.tsv
    printf 'good\tawful \xff\xc2\x85\xe2\x80\xa8 dreadful\n' >e.tsv
    "$TENOR" eval --errors errors kernel e.tsv
    [ "$(columns 3,6,7 <errors)" = $'bad\t\tawful \xef\xbf\xbd   dreadful' ]
}

@test "--errors: a stream, a file that cannot be written, one that is kept" {
    printf 'positive\tdeath and disaster\n' >c.tsv
    "$TENOR" eval --errors 1 "$M" c.tsv
    "$TENOR" eval --errors 2 --in tsv "$M" - <c.tsv
    cmp 1 2
    complains 2 "tenor eval: cannot create 'missing/e.tsv': *" \
        "$TENOR" eval --errors missing/e.tsv "$M" c.tsv
    printf 'negative\tx\nno tab\n' >bad.tsv
    complains 2 "tenor eval: bad.tsv:2: no tab *" \
        "$TENOR" eval --errors 1 "$M" bad.tsv
    cmp 1 2
    hints 2 "tenor eval: --errors-limit cannot be 'few'; *" \
        "$TENOR" eval --errors-limit few "$M" c.tsv
}

@test "bad corpora and bad options" {
    : >empty.tsv
    complains 2 "tenor eval: 'empty.tsv' has no documents" \
        "$TENOR" eval "$M" empty.tsv
    complains 2 "tenor eval: cannot open 'missing.tsv': *" \
        "$TENOR" eval "$M" missing.tsv
    printf 'negative\tx\nno tab\n' >bad.tsv
    complains 2 "tenor eval: bad.tsv:2: no tab *" \
        "$TENOR" eval "$M" bad.tsv
    hints 2 "tenor eval: $M has no axis 'tone'" \
        "$TENOR" eval --axis tone "$M" "$SHARED/docs"
    hints 2 "tenor eval: --samples cannot be 'many'; a number is expected" \
        "$TENOR" eval --samples many "$M" "$SHARED/docs"
    hints 2 "tenor eval: 'x' is no label mapping; *" \
        "$TENOR" eval --map x "$M" "$SHARED/docs"
    complains 3 "tenor eval: missing: *" \
        "$TENOR" eval missing "$SHARED/docs"
    complains 3 "tenor eval: bad.tsv: not a tenor model" \
        "$TENOR" eval bad.tsv "$SHARED/docs"
}

@test "without a model it measures the one inside" {
    has_embedded || skip "no embedded model"
    run -0 "$TENOR" eval --format json --axis sentiment "$SHARED/docs"
    holds '.documents == 60 and .accuracy > 0.4'
}

@test "a full disk is one clean error" {
    [ -e /dev/full ] || skip "no /dev/full"
    for verb in "eval '$M' '$SHARED/docs'" "info '$M'" \
        "import --in dir '$SHARED/docs'" "tokens '$0'"; do
        run -2 --separate-stderr bash -c "\"\$TENOR\" $verb >/dev/full"
        lines_are 1
        [[ $stderr == "tenor ${verb%% *}: cannot write to standard output: "* ]]
    done
}

@test "--coverage: label sets hold the true label as often as stated" {
    local docs=$SHARED/docs
    "$TENOR" eval --coverage 0.9 --format json "$M" "$docs" >out
    holds '.sets | .stated == 0.9 and .held >= 0.8 and .held <= 1
        and .labels >= 1 and .labels <= 3' out
    # A higher coverage takes more labels, and holds at least as many.
    "$TENOR" eval --coverage 0.99 --format json "$M" "$docs" >more
    jq -es '.[1].sets.labels >= .[0].sets.labels
        and .[1].sets.held >= .[0].sets.held' out more
    # Those of score.
    (cd "$docs" && "$TENOR" score -m "$M" --coverage 0.9 --format json */* |
        jq -s 'map(.axes.sentiment.set | length) | add / length') >mean
    jq -es '.[0].sets.labels - .[1] | fabs < 0.00001' out mean
    "$TENOR" eval --coverage 0.9 "$M" "$docs" |
        grep -q '^label sets .* of 0.9, with'
    complains 2 "tenor eval: the coverage 1.5 is not between 0.5 and 0.999" \
        "$TENOR" eval --coverage 1.5 "$M" "$docs"
    holds '.sets == null' "$SHARED/measured"
}
