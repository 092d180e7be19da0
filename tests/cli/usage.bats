#!/usr/bin/env bats
# The program itself: verbs, help, options, and where its messages go.

load helper

VERBS="score explain report words label merge verify serve train retrain forget
cv curve eval compare audit relabel
suggest annotate info tokens import"

@test "without arguments: usage on stderr, status 2" {
    run -2 --separate-stderr "$TENOR"
    [ -z "$output" ]
    [[ ${stderr_lines[0]} == "usage: tenor VERB"* ]]
}

@test "--help, -h and help print the verbs on stdout" {
    for word in --help -h help; do
        run -0 --separate-stderr "$TENOR" "$word"
        [ -z "$stderr" ]
        for verb in $VERBS; do
            grep -q "^  $verb " <<<"$output"
        done
    done
}

@test "--version names the program and the model format" {
    run -0 --separate-stderr "$TENOR" --version
    [ -z "$stderr" ]
    [[ $output =~ ^tenor\ [0-9]+\.[0-9]+\.[0-9]+,\ model\ format\ [0-9]+$ ]]
}

@test "an unknown verb: message and hint" {
    hints 2 "tenor: there is no verb 'frobnicate'" "$TENOR" frobnicate
    lines_are 2
}

@test "VERB --help and -h print usage and every option on stdout" {
    for verb in $VERBS; do
        for word in --help -h; do
            run -0 --separate-stderr "$TENOR" "$verb" "$word"
            [ -z "$stderr" ]
            [[ ${lines[0]} == "usage: tenor $verb "* ]]
            grep -q '^options:$' <<<"$output"
            grep -q '^  -h, --help ' <<<"$output"
        done
    done
}

@test "--help wins over what comes after it" {
    run -0 "$TENOR" train --help --no-such-option
    [[ ${lines[0]} == "usage: tenor train "* ]]
}

@test "help fits a terminal of 80 columns" {
    for verb in $VERBS; do
        run -0 "$TENOR" "$verb" --help
        if awk 'length > 80' <<<"$output" | grep .; then
            false
        fi
    done
}

@test "an unknown option: message and hint, in every verb" {
    for verb in $VERBS; do
        for option in --frobnicate -Z --frobnicate=1; do
            hints 2 "tenor $verb: there is no option '$option'" \
                "$TENOR" "$verb" "$option"
        done
    done
}

@test "an option without its value, a value without need, a bad choice" {
    hints 2 "tenor score: --model needs a value" "$TENOR" score -m
    hints 2 "tenor score: --model needs a value" "$TENOR" score --model
    hints 2 "tenor train: --no-search takes no value" \
        "$TENOR" train --no-search=yes
    hints 2 "tenor score: --format cannot be 'xml'; it can be one of: *" \
        "$TENOR" score --format xml
    hints 2 "tenor info: --format cannot be 'tsv'; it can be one of: *" \
        "$TENOR" info --format=tsv
}

@test "-x VALUE, -xVALUE, --name VALUE and --name=VALUE are the same" {
    printf 'Die Katzen schliefen.\n' >text
    "$TENOR" tokens -l german text >1
    "$TENOR" tokens -lgerman text >2
    "$TENOR" tokens --language german text >3
    "$TENOR" tokens --language=german text >4
    "$TENOR" tokens text -l german >5
    for i in 2 3 4 5; do
        cmp 1 $i
    done
    grep -q 'schlief' 1
}

@test "the last of repeated options counts" {
    printf 'Die Katzen schliefen.\n' >text
    "$TENOR" tokens -l german text >1
    "$TENOR" tokens -l english -l german text >2
    cmp 1 2
}

@test "-- ends the options" {
    printf 'Fine.\n' >-text
    run -0 --separate-stderr "$TENOR" tokens -- -text
    [[ ${lines[1]} == *$'\t'Fine$'\t'* ]]
    complains 2 "tenor tokens: cannot open '--help': *" \
        "$TENOR" tokens -- --help
}

@test "too few and too many operands" {
    hints 2 "tenor train: -o MODEL is missing" "$TENOR" train
    hints 2 "tenor train: a corpus to train on is missing" \
        "$TENOR" train -o x
    hints 2 "tenor train: a recipe names its corpora itself" \
        "$TENOR" train -o x --recipe r corpus.tsv
    hints 2 "tenor cv: a corpus to train on is missing" "$TENOR" cv
    hints 2 "tenor curve: a corpus to train on is missing" "$TENOR" curve
    hints 2 "tenor eval: a model and a corpus are expected" "$TENOR" eval
    hints 2 "tenor eval: a model and a corpus are expected" \
        "$TENOR" eval a b c
    hints 2 "tenor compare: two models and a corpus are expected" \
        "$TENOR" compare a b
    hints 2 "tenor compare: two models and a corpus are expected" \
        "$TENOR" compare a b c d
    hints 2 "tenor info: one model is expected" "$TENOR" info a b
    hints 2 "tenor tokens: one file is expected" "$TENOR" tokens a b
    hints 2 "tenor import: a corpus is missing" "$TENOR" import
}

@test "help and version report a full disk" {
    [ -e /dev/full ] || skip "no /dev/full"
    for words in --help --version "score --help" "train -h"; do
        # shellcheck disable=SC2086
        run -2 bash -c "\"\$TENOR\" $words >/dev/full"
        [[ $output == *"cannot write to standard output"* ]]
    done
}
