#!/usr/bin/env bats
# tenor annotate: keys, answers that are on the disk at once, and how it goes on.

load helper

setup() {
    cd "$BATS_TEST_TMPDIR" || return 1
    cat >next.csv <<'END'
id,text,label,suggested,probability,why
a:1,A lovely morning.,,good,0.6100,uncertain
a:2,"A ""cold"" room, and a long evening.",,bad,0.5200,typical
a:3,'-5 degrees again.,,bad,0.5100,rare label
a:4,The choir sang.,,good,0.5000,uncertain
END
}

# type STEP...: type at a terminal of $COLUMNS_ columns, else 80.
type_keys() {
    python3 -B "$TENOR_ROOT/tests/cli/terminal.py" "${COLUMNS_:-80}" "$@" -- \
        "$TENOR" annotate next.csv
}

@test "a key for each text; train reads the answers" {
    printf 'gbbg' | "$TENOR" annotate next.csv >shown
    printf '%s\t%s\n' good 'A lovely morning.' \
        bad 'A "cold" room, and a long evening.' bad '-5 degrees again.' \
        good 'The choir sang.' | diff - next.labelled.tsv
    grep -q '^4 of 4 labelled$' shown
    "$TENOR" train "${QUICK[@]}" --folds 2 -o m next.labelled.tsv
    # Again: there is nothing to do.
    "$TENOR" annotate next.csv </dev/null >shown
    grep -q '^4 texts, 4 of them labelled' shown
}

@test "CSV and JSONL, by the name of the answers" {
    for name in a.csv a.jsonl a.tsv; do
        printf 'gbbg' | "$TENOR" annotate next.csv -o $name >shown
        "$TENOR" train "${QUICK[@]}" --folds 2 -o m $name
    done
    holds '.label == "good" and .text == "A lovely morning."' \
        <(head -1 a.jsonl)
    [ "$(head -1 a.csv)" = label,text ]
}

@test "undo takes answers and skips back, also those of a run before" {
    printf 'gbs' | "$TENOR" annotate next.csv >shown
    [ "$(wc -l <next.labelled.tsv)" -eq 2 ]
    printf 'sug' | "$TENOR" annotate next.csv >shown
    [ "$(tail -1 next.labelled.tsv)" = $'good\t-5 degrees again.' ]
    printf 'uuuuu' | "$TENOR" annotate next.csv >shown
    [ ! -s next.labelled.tsv ]
    grep -q '^> there is nothing to undo$' shown
}

@test "what is skipped comes again in the next run" {
    printf 'sss' | "$TENOR" annotate next.csv >shown
    printf 'b' | "$TENOR" annotate next.csv >shown
    [ "$(cat next.labelled.tsv)" = $'bad\tA lovely morning.' ]
}

@test "other keys do nothing, and say so" {
    printf 'x\033[A\303\251\033OA?m\001g' | "$TENOR" annotate next.csv >shown
    [ "$(wc -l <next.labelled.tsv)" -eq 1 ]
    grep -q '^> no label has the key x; ? helps$' shown
    [ "$(grep -c '^> no label has this key' shown)" -eq 4 ]
}

@test "a terminal: keys are not waited for, and it ends as it was" {
    type_keys g b u s q >shown
    grep -q '^status 0$' shown
    printf 'good\tA lovely morning.\n' | diff - next.labelled.tsv
    # Control-C, also with an answer just given.
    type_keys g STOP >shown
    grep -q '^status 130$' shown
    [ "$(wc -l <next.labelled.tsv)" -eq 2 ]
    # What the program was, the terminal is: it echoes, and waits for lines.
    python3 -B "$TENOR_ROOT/tests/cli/terminal.py" 80 q -- sh -c '
        stty -a >before; "$TENOR" annotate next.csv; stty -a >after' >shown
    diff before after
}

@test "killed: each answer is there, and the next run goes on" {
    type_keys g b KILL >shown
    grep -q '^status 137$' shown
    [ "$(wc -l <next.labelled.tsv)" -eq 2 ]
    type_keys b g >shown
    [ "$(wc -l <next.labelled.tsv)" -eq 4 ]
    grep -q '^4 texts, 2 of them labelled' shown
}

@test "40 and 80 columns, and wide characters" {
    printf 'text,suggested\n"%s %s",a\n"x",b\n' \
        "$(printf 'many words %.0s' {1..30})" \
        "$(printf '\346\234\235\346\227\245%.0s' {1..60})" >next.csv
    for COLUMNS_ in 40 80; do
        rm -f next.labelled.tsv
        type_keys q >shown
        python3 - $COLUMNS_ <<'END'
import sys
import unicodedata
for line in open("shown", encoding="utf-8"):
    line = line.rstrip("\n")
    if line.startswith("\x1b") or "answers go" in line:
        continue
    wide = sum(1 + (unicodedata.east_asian_width(c) in "WF") for c in line)
    assert wide <= int(sys.argv[1]), line
END
    done
}

@test "texts cannot command the terminal" {
    printf '{"text":"red \\u001b[31mtext\\u0007 \\u202eback","suggested":"a"}\n{"text":"b","suggested":"b"}\n' >next.jsonl
    printf 'q' | "$TENOR" annotate next.jsonl >shown
    run -1 grep -qP '[\x00-\x08\x0b-\x1f\x7f]' shown
    run -1 grep -q $'\xe2\x80\xae' shown
    grep -q '^red \[31mtext' shown
}

@test "a long text is cut at a terminal, and m shows all of it" {
    printf 'text,suggested\n"%s",a\nx,b\n' "$(seq 1 900 | tr '\n' ' ')" >next.csv
    type_keys q >shown
    grep -q '^(m: [0-9]* more lines)$' shown
    run -1 grep -q ' 900$' shown
    type_keys m q >shown
    grep -q ' 900$' shown
}

@test "--blind shows no suggestions; --labels may be others" {
    printf 'q' | "$TENOR" annotate --blind next.csv >shown
    run -1 grep -q suggested shown
    printf 'one\ntwo\n' >lines
    printf 'yn' | "$TENOR" annotate --in lines --labels yes,no -o a.tsv lines \
        >shown
    printf 'yes\tone\nno\ttwo\n' | diff - a.tsv
}

@test "colours at a terminal, unless NO_COLOR is set" {
    TERM=xterm type_keys q >shown
    grep -q $'\033\\[2m' shown
    NO_COLOR=1 TERM=xterm type_keys q >shown
    run -1 grep -q $'\033' shown
}

@test "two at a time, a full disk, and answers that are none" {
    printf 'good\tA lovely morning.\n' >next.labelled.tsv
    flock next.labelled.tsv sh -c \
        '! "$TENOR" annotate next.csv </dev/null 2>message'
    grep -q 'is being written by another program' message
    printf 'good\tA lovely morning.\nbad\tmine' >next.labelled.tsv
    cp next.labelled.tsv kept
    complains 2 "tenor annotate: the last line of*" \
        "$TENOR" annotate next.csv
    cmp kept next.labelled.tsv
    printf 'text,label\nx,good\n' >a.csv
    complains 2 "tenor annotate: a.csv:1: the columns are not label,text" \
        "$TENOR" annotate -o a.csv next.csv
}

@test "odd files" {
    : >empty.csv
    complains 2 "*no header line" "$TENOR" annotate --labels a,b empty.csv
    : >empty.txt
    "$TENOR" annotate --labels a,b --in lines empty.txt -o a.tsv </dev/null
    head -c 3000 /dev/urandom >binary
    printf 'q' | "$TENOR" annotate --labels a,b --in lines binary -o b.tsv \
        >shown 2>message
    hints 2 "tenor annotate: the name of the answers must end*" \
        "$TENOR" annotate -o a.txt next.csv
    hints 2 "tenor annotate: a FILE of texts is missing" "$TENOR" annotate
    printf 'text,suggested\nx,a\nx,a\ny,b\n' >twice.csv
    printf 'q' | "$TENOR" annotate -o t.tsv twice.csv >shown
    grep -q '^2 texts, 0 of them labelled' shown
    grep -q '^1 more with a text that stands there already$' shown
    printf 'text\nx\n' >bare.csv
    complains 2 "tenor annotate: fewer than two labels are suggested; --labels*" \
        "$TENOR" annotate bare.csv
}
