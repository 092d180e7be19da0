#!/usr/bin/env bats
# tenor relabel: labels alone change, and can be changed back.

load helper

setup() {
    cd "$BATS_TEST_TMPDIR" || return 1
    printf 'good\tIt is bad.\n\ngood\tIt is good.\nbad\tSo "good".\n' >c.tsv
    finding 1 label '"bad"' 0.9 'It is bad.' >found
    finding 4 duplicate '"good"' 0.95 'So \"good\".' bad >>found
    finding 3 label '"bad"' 0.4 'It is good.' >>found
    finding 3 empty null 1 'It is good.' >>found
}

# finding LINE KIND SUGGESTED CONFIDENCE TEXT [LABEL [FILE]]
finding() {
    printf '{"line": %d, "kind": "%s", "label": "%s", "suggested": %s, ' \
        "$1" "$2" "${6:-good}" "$3"
    printf '"confidence": %s, "text": "%s", "file": "%s"}\n' \
        "$4" "$5" "${7:-c.tsv}"
}

@test "without --apply: what would change, and nothing does" {
    cp c.tsv before
    run -0 --separate-stderr "$TENOR" relabel --findings found c.tsv
    [ -z "$stderr" ]
    [[ ${lines[0]} == "1        good -> bad  0.9000  It is bad." ]]
    [[ ${lines[1]} == '4        bad -> good  0.9500  So "good".' ]]
    [[ ${lines[2]} == "2 labels would change; 1 findings are passed. --apply makes the changes" ]]
    cmp c.tsv before
    [ "$(echo c.tsv*)" = c.tsv ]
}

@test "with --apply: the labels, a log, and back again" {
    cp c.tsv before
    chmod 640 c.tsv
    run -0 --separate-stderr "$TENOR" relabel --findings found --apply c.tsv
    [ -z "$output" ]
    [ "$(stat -c %a c.tsv)" = 640 ]
    [[ $stderr == "2 labels of 'c.tsv' changed; the log is 'c.tsv.relabel.jsonl'" ]]
    printf 'bad\tIt is bad.\n\ngood\tIt is good.\ngood\tSo "good".\n' | cmp - c.tsv
    jq -se --arg before "$(sha256sum <before | cut -d ' ' -f 1)" \
        --arg after "$(sha256sum <c.tsv | cut -d ' ' -f 1)" '
        (.[0] | .corpus == "c.tsv" and .output == "c.tsv" and .changes == 2
            and .findings == "found" and .sha256_before == $before
            and .sha256_after == $after)
        and .[1] == {"line": 1, "old": "good", "new": "bad",
            "confidence": 0.9, "kind": "label", "finding": 1}
        and .[2].line == 4' c.tsv.relabel.jsonl
    run -0 "$TENOR" relabel --undo c.tsv.relabel.jsonl c.tsv
    cmp c.tsv before
    [ "$(echo c.tsv*)" = "c.tsv c.tsv.relabel.jsonl" ]
}

@test "to another file, of some kinds, from a confidence on" {
    cp c.tsv before
    "$TENOR" relabel --findings found --apply --kind label \
        --min-confidence 0.3 -o new.tsv --log log c.tsv
    cmp c.tsv before
    printf 'bad\tIt is bad.\n\nbad\tIt is good.\nbad\tSo "good".\n' | cmp - new.tsv
    [ "$(wc -l <log)" -eq 3 ]
    run -0 "$TENOR" relabel --undo log -o again.tsv new.tsv
    cmp again.tsv before
    # Whatever the new name says of the format.
    "$TENOR" relabel --findings found --apply -o other.name c.tsv
    [ -s other.name.relabel.jsonl ]
}

@test "a corpus that is not the one audited is refused and stays" {
    printf 'good\tIt is worse.\n\ngood\tIt is good.\nbad\tSo "good".\n' >c.tsv
    cp c.tsv before
    complains 2 "tenor relabel: c.tsv:1: another text than in the finding*" \
        "$TENOR" relabel --findings found --apply c.tsv
    cmp c.tsv before
    [ ! -e c.tsv.relabel.jsonl ]
    printf 'bad\tIt is bad.\n' >c.tsv
    complains 2 "tenor relabel: c.tsv:1: the label is 'bad' and not 'good'*" \
        "$TENOR" relabel --findings found --apply c.tsv
    printf 'good\tIt is bad.\n' >c.tsv
    complains 2 "tenor relabel: c.tsv:4: no record begins there*" \
        "$TENOR" relabel --findings found --apply c.tsv
}

@test "documents with several labels are refused" {
    sed 's/"file"/"axis": "tone.good", "file"/' found >several
    complains 2 "tenor relabel: finding 1 is about one of several labels*" \
        "$TENOR" relabel --findings several --apply c.tsv
}

@test "findings of several corpora" {
    finding 1 label '"bad"' 0.9 'It is bad.' good a.tsv >found
    mv c.tsv moved.tsv
    run -0 "$TENOR" relabel --findings found moved.tsv
    finding 1 label '"bad"' 0.9 'It is bad.' good b.tsv >>found
    complains 2 "tenor relabel: no finding is about 'moved.tsv'*" \
        "$TENOR" relabel --findings found moved.tsv
    cp moved.tsv b.tsv
    "$TENOR" relabel --findings found --apply b.tsv
    jq -se '.[1].finding == 2' b.tsv.relabel.jsonl
}

@test "a log is not written over, and not followed by another corpus" {
    "$TENOR" relabel --findings found --apply c.tsv 2>/dev/null
    hints 2 "tenor relabel: the log 'c.tsv.relabel.jsonl' is there already*" \
        "$TENOR" relabel --findings found --apply c.tsv
    printf 'good\tMore.\n' >>c.tsv
    cp c.tsv before
    complains 2 "tenor relabel: 'c.tsv' does not become what it was*" \
        "$TENOR" relabel --undo c.tsv.relabel.jsonl c.tsv
    cmp c.tsv before
    head -1 c.tsv.relabel.jsonl >half
    complains 2 "tenor relabel: 'half' is not a whole log of relabel" \
        "$TENOR" relabel --undo half c.tsv
}

@test "what an audit writes is what relabel reads, in CSV and JSONL" {
    for i in 1 2 3 4 5 6 7 8; do
        printf '{"n":%d,"tone":"bad","text":"An awful day %d.\\n"}\r\n' $i $i
        printf '{"n":%d,"text":"A \\"lovely\\" day %d.","tone":"good"}\n' $i $i
    done >c.jsonl
    printf '{"tone":"good","text":"An awful, awful day."}\n' >>c.jsonl
    printf 'text,tone\r\n' >c.csv
    jq -r '[.text, .tone] | @csv' c.jsonl >>c.csv
    for corpus in c.jsonl c.csv; do
        cp $corpus before
        "$TENOR" audit "${QUICK[@]}" --label-column tone --format json \
            -o found $corpus
        "$TENOR" relabel --label-column tone --findings found --apply \
            --min-confidence 0.5 $corpus
        diff before $corpus >changes || true
        [ "$(grep -c '^>' changes)" -eq 1 ]
        grep '^>.*awful, awful' changes | grep -q bad
        "$TENOR" relabel --label-column tone --undo $corpus.relabel.jsonl \
            $corpus
        cmp before $corpus
    done
}

@test "usage errors" {
    hints 2 "tenor relabel: a corpus is missing" \
        "$TENOR" relabel --findings found
    hints 2 "tenor relabel: one corpus at a time" \
        "$TENOR" relabel --findings found c.tsv c.tsv
    hints 2 "tenor relabel: either --findings or --undo is needed" \
        "$TENOR" relabel c.tsv
    hints 2 "tenor relabel: --min-confidence must be from 0 to 1" \
        "$TENOR" relabel --findings found --min-confidence 2 c.tsv
    hints 2 "tenor relabel: --kind cannot be 'leak'*" \
        "$TENOR" relabel --findings found --kind label,leak c.tsv
    hints 2 "tenor relabel: standard input cannot be relabelled" \
        "$TENOR" relabel --findings found --in tsv -
    mkfifo pipe
    hints 2 "tenor relabel: a corpus is read again once it is written, *" \
        "$TENOR" relabel --findings found --apply -o pipe c.tsv
    [ -p pipe ]
    echo '{"line": 1}' >bad
    complains 2 "tenor relabel: bad:1: not a finding of an audit: no 'confidence' as it should be" \
        "$TENOR" relabel --findings bad c.tsv
}
