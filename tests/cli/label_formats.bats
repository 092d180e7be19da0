#!/usr/bin/env bats
# tenor label: every format in and out, the same labels for the same texts, and
# everything else as it was.

load helper

setup_file() {
    cd "$BATS_FILE_TMPDIR"
    quick sentiment --label-column sentiment "$STARTER"/*.jsonl
    # Texts of all kinds: quotes, commas, tabs, line ends, other scripts.
    cat "$STARTER"/*.jsonl | jq -c '{id: .id, n: 1.5, text: .text}' >plain.jsonl
    jq -cn '
        {id: 1, text: "A \"lovely\", happy day,\tand a splendid one.\nSo it was."},
        {id: "a,b", text: "An awful\r\nmess. Dreadful!"},
        {id: null, text: ""},
        {id: {"deep": [1, "x"]}, text: "Что за чудесный день \\ ужас"},
        {id: true, text: "يوم جميل 🙂 and a happy one"}' >odd.jsonl
    cat plain.jsonl odd.jsonl >all.jsonl
    jq -r '[(.id | if type == "string" then . else tojson end), .text] | @csv' \
        all.jsonl | sed '1i id,text' >all.csv
    # The results that are wanted, whatever the format.
    "$TENOR" label -m sentiment all.jsonl |
        jq -r '[."tone.status", ."tone.sentiment", ."tone.sentiment.p"] | @tsv' \
            >wanted
    mkdir files
    i=1000
    jq -j '.text + "\u0000"' all.jsonl | while IFS= read -r -d '' text; do
        printf '%s' "$text" >files/$((i++)).txt
    done
}

setup() {
    cd "$BATS_TEST_TMPDIR" || return 1
    M=$SHARED/sentiment
}

label() {
    "$TENOR" label -m "$M" "$@"
}

# results FILE: of JSONL, as in the file wanted.
results() {
    jq -r '[."tone.status", ."tone.sentiment", ."tone.sentiment.p"] | @tsv' "$1"
}

# ---- the same labels -------------------------------------------------------

@test "every format in gives the same labels" {
    [ "$(wc -l <"$SHARED/wanted")" -gt 100 ]
    label "$SHARED/all.csv" --out jsonl | results - | cmp - "$SHARED/wanted"
    label "$SHARED/files" --out jsonl | results - | cmp - "$SHARED/wanted"
    ls -d "$SHARED"/files/* >list
    label --files-from list --out jsonl | results - | cmp - "$SHARED/wanted"
    tr '\n' '\0' <list | label --files-from - -0 --out jsonl | results - |
        cmp - "$SHARED/wanted"
    label "$SHARED"/files/*.txt --out jsonl | results - | cmp - "$SHARED/wanted"
    tar cf a.tar --sort=name -C "$SHARED" files
    label a.tar --out jsonl | results - | cmp - "$SHARED/wanted"
    (cd "$SHARED" && zip -qr - files) >a.zip
    label a.zip --out jsonl --fields file,tone | sort | results - |
        cmp - "$SHARED/wanted"
    label --in zip --out jsonl --fields file,tone <a.zip | sort | results - |
        cmp - "$SHARED/wanted"
    # Texts without line ends, as lines and as TSV.
    for in in lines tsv; do
        jq -r .text "$SHARED/plain.jsonl" | label --in $in --out jsonl |
            results - | cmp - <(head -n "$(wc -l <"$SHARED/plain.jsonl")" "$SHARED/wanted")
    done
}

@test "compressed in every way, from a file and from a pipe" {
    label "$SHARED/all.jsonl" >plain
    tar cf a.tar --sort=name -C "$SHARED" files
    label a.tar >members
    for tool in gzip:gz zstd:zst xz:xz; do
        command -v "${tool%:*}" >/dev/null || continue
        end=${tool#*:}
        "${tool%:*}" -c "$SHARED/all.jsonl" >a.jsonl.$end
        label a.jsonl.$end | cmp - plain
        label --in jsonl.$end <a.jsonl.$end | cmp - plain
        label --in jsonl a.jsonl.$end | cmp - plain
        # Several of them, one behind the other, are one corpus.
        head -5 "$SHARED/all.jsonl" | "${tool%:*}" -c >two.$end
        tail -n +6 "$SHARED/all.jsonl" | "${tool%:*}" -c >>two.$end
        label --in jsonl two.$end | cmp - plain
        "${tool%:*}" -c a.tar >a.tar.$end
        label a.tar.$end | cmp - members
        label --in tar.$end <a.tar.$end | cmp - members
        # Half of it: what is there, and an error.
        head -c 2000 a.jsonl.$end >half.jsonl.$end
        run -2 --separate-stderr label half.jsonl.$end
        [[ $stderr == *"half.jsonl.$end"* ]]
    done
    gzip -c a.tar >a.tgz
    label a.tgz | cmp - members
}

@test "an encoding that is declared, in every format" {
    printf '{"text":"Une journée splendide, à l’œuvre."}\n' >a.jsonl
    jq -r .text a.jsonl | label --in lines --out jsonl >wanted
    for code in UTF-16 UTF-16LE UTF-32BE windows-1252; do
        jq -r .text a.jsonl | iconv -f UTF-8 -t $code |
            label --in lines --encoding $code --out jsonl | cmp - wanted
        iconv -f UTF-8 -t $code a.jsonl | label --in jsonl --encoding $code |
            cmp - wanted
        jq -r '["text"], [.text] | @csv' a.jsonl | iconv -f UTF-8 -t $code |
            label --in csv --encoding $code --out jsonl | cmp - wanted
    done
    # A byte that it does not have: where in the file that is.
    printf 'one\ntw\x81o\nthree\x81\n' >bad
    run -1 --separate-stderr label --in lines --encoding windows-1252 bad
    [[ ${lines[1]} == *$'\terror\t\t\tbad:2: byte 7 of the file is not windows-1252' ]]
    [[ ${lines[2]} == *$'\terror\t\t\tbad:3: byte 15 of the file is not windows-1252' ]]
    hints_none=$(label --in lines --encoding klingon bad 2>&1) || true
    [[ $hints_none == "tenor label: unknown encoding 'klingon'"* ]]
}

# ---- what passes through ---------------------------------------------------

@test "JSONL to JSONL: objects stand as they stood, with results behind" {
    printf '%s\n' '{ "a" : 1.0e+400 , "text":"A lovely \u00e4 day." , "b":[1, 2 ]  }' \
        '{"text":"x","big":123456789012345678901234567890}' >a.jsonl
    label a.jsonl >out
    [[ $(sed -n 1p out) == '{"a" : 1.0e+400 , "text":"A lovely \u00e4 day." , "b":[1, 2 ],"tone.status":"ok",'* ]]
    [[ $(sed -n 2p out) == '{"text":"x","big":123456789012345678901234567890,"tone.status":'* ]]
    # White space between records is none.
    printf '\n \t\r\n' | label --in jsonl | cmp - /dev/null
}

@test "CSV to CSV: rows stand as they stood, with results behind" {
    label "$SHARED/all.csv" >out
    head -1 out | cmp - <(echo id,text,tone.status,tone.sentiment,tone.sentiment.p,tone.error)
    python3 - "$SHARED/all.csv" out <<'END'
import csv, sys
a, b = (list(csv.reader(open(f, newline=""))) for f in sys.argv[1:])
assert len(a) == len(b) > 100
assert all(y[:2] == x and len(y) == 6 for x, y in zip(a, b))
END
    # And as bytes, where records are lines.
    printf 'text,x\n"A ""lovely"" day", "\n,\n' >b.csv
    printf 'text,x\r\n"a",b\r\n' >c.csv
    run -1 label b.csv
    [ "${lines[1]}" = ',,error,,,b.csv:2: byte 21: a quote inside an unquoted field' ]
    run -0 label c.csv
    [[ ${lines[1]} == '"a",b,'* ]]
}

@test "TSV to TSV: rows stand as they stood, with results behind" {
    printf '1\tx\\y\tA lovely day.\n2\t\tA terrible and awful failure.\n' >a.tsv
    label a.tsv >out
    cut -f 1-3 out | cmp - a.tsv
    [[ $(cut -f 4-5 out) == $'ok\tpositive\nok\tnegative' ]]
    printf 'id\tnote\ttext\n' | cat - a.tsv >b.tsv
    label --header b.tsv >named
    cmp <(tail -n +2 named) out
    head -1 named | cmp - <(printf 'id\tnote\ttext\ttone.status\ttone.sentiment\ttone.sentiment.p\ttone.error\n')
}

@test "every format to every other: the values are the same" {
    for out in tsv csv jsonl; do
        label --in csv --out $out --header "$SHARED/all.csv" >a.$out
    done
    python3 - "$SHARED/all.csv" <<'END'
import csv, json, re, sys
want = list(csv.DictReader(open(sys.argv[1], newline="")))
rows = list(csv.DictReader(open("a.csv", newline="")))
objects = [json.loads(line) for line in open("a.jsonl")]
name, *lines = open("a.tsv", newline="").read().split("\n")[:-1]
plain = {"t": "\t", "n": "\n", "r": "\r", "\\": "\\"}
table = [dict(zip(name.split("\t"),
                  (re.sub(r"\\(.)", lambda m: plain[m[1]], f)
                   for f in line.split("\t")))) for line in lines]
assert len(want) == len(rows) == len(objects) == len(table) > 100
for w, r, o, t in zip(want, rows, objects, table):
    for key in ("id", "text"):
        assert w[key] == r[key] == o[key] == t[key], (key, w, r, o, t)
    assert r["tone.sentiment"] == t["tone.sentiment"] == (o["tone.sentiment"] or "")
END
}

@test "JSONL to a table: the record is one column, or fields by name" {
    run -0 label --out csv --fields id,n,tone.sentiment "$SHARED/plain.jsonl"
    [ "${lines[0]}" = id,n,tone.sentiment ]
    [[ ${lines[1]} =~ ^[^,]*,1\.5,(negative|neutral|positive)$ ]]
    label --out csv "$SHARED/odd.jsonl" >out.csv
    python3 - "$SHARED/odd.jsonl" <<'END'
import csv, json, sys
rows = list(csv.DictReader(open("out.csv", newline="")))
records = [json.loads(line) for line in open(sys.argv[1])]
assert [json.loads(r["input"]) for r in rows] == records
END
    # Nested fields, lists, and what is not there.
    printf '{"a":{"b":"x","c":[1,{"d":2}]},"text":"A happy day"}\n{"text":"bad"}\n' >n.jsonl
    run -0 label --out tsv --fields a.b,a.c,a,zz n.jsonl
    [ "${lines[0]}" = $'x\t[1,{"d":2}]\t{"b":"x","c":[1,{"d":2}]}\t' ]
    [ "${lines[1]}" = $'\t\t\t' ]
    run -1 label --text-field a.b --fields tone.status --out tsv n.jsonl
    [ "${lines[0]}" = no_evidence ]
    [ "${lines[1]}" = error ]
}

@test "--fields: what a row has, in which order" {
    printf 'id,text,note\n7,A lovely day.,x\n' >a.csv
    run -0 label --fields tone.sentiment,input,id,tone.status a.csv
    [ "${lines[0]}" = tone.sentiment,id,text,note,id,tone.status ]
    [ "${lines[1]}" = 'positive,7,A lovely day.,x,7,ok' ]
    run -0 label --fields note,tone.sentiment --out jsonl a.csv
    [ "$output" = '{"note":"x","tone.sentiment":"positive"}' ]
    complains 2 "tenor label: a.csv:1: there is no column 'zz'" \
        label --fields zz a.csv
    run -0 label --fields 3,1 a.csv
    [ "${lines[1]}" = x,7 ]
}

@test "the column of the text: by name, by number, by default" {
    printf 'id,body,text\n1,A terrible and awful failure.,A lovely day.\n' >a.csv
    [[ $(label a.csv) == *,ok,positive,* ]]
    [[ $(label --text-column body a.csv) == *,ok,negative,* ]]
    [[ $(label --text-column 2 a.csv) == *,ok,negative,* ]]
    complains 2 "tenor label: a.csv:1: there is no column of the text, 'x'" \
        label --text-column x a.csv
    sed s/text/other/ a.csv >b.csv
    complains 2 "tenor label: b.csv:1: there is no column of the text, 'text'" \
        label b.csv
    tr , '\t' <a.csv | tail -1 >a.tsv
    [[ $(label a.tsv) == *$'\tok\tpositive\t'* ]]
    [[ $(label --text-column 2 a.tsv) == *$'\tok\tnegative\t'* ]]
    complains 2 "tenor label: a.tsv:1: there is no column of the text, '4'" \
        label --text-column 4 a.tsv
    tr , '\t' <a.csv >h.tsv
    [[ $(label --header --text-column body h.tsv) == *$'\tok\tnegative\t'* ]]
}

@test "columns that cannot stand in one table" {
    printf 'id,text\n1,A lovely day.\n' >a.csv
    printf 'text\nA terrible and awful failure.\n' >b.csv
    run -2 --separate-stderr label a.csv b.csv
    [ "${#lines[@]}" -eq 2 ]
    [[ $stderr == "tenor label: b.csv:1: its columns are not those of the corpora before, "* ]]
    run -0 label --fields text,tone.sentiment a.csv b.csv
    [ "${lines[2]}" = 'A terrible and awful failure.,negative' ]
    run -0 label --out jsonl a.csv b.csv
    [[ ${lines[1]} == '{"text":"A terrible and awful failure.",'* ]]
    # Output of ours: there are results already.
    label a.csv >again.csv
    complains 2 "tenor label: again.csv:1: it has results already, *" \
        label again.csv
    run -0 label --fields id,text,tone again.csv
    label --out jsonl a.csv >again.jsonl
    run -1 label again.jsonl
    [[ $output == *"it has fields of results, tone.*, already"* ]]
}

# ---- bad records -----------------------------------------------------------

@test "a bad record is an error in its place, with the place; others go on" {
    printf 'id,text\n1,A lovely day.\n2,"An" x\n3\n4,a "b" c\n\n5,"An awful\nmess."\n6,"never closed\n7,A lovely day.\n' >a.csv
    run -1 --separate-stderr label a.csv
    printf '%s\n' "${lines[@]}" >out
    cut -d, -f 1 out | tr '\n' ' ' >ids
    [ "$(grep -c error, out)" -eq 4 ]
    grep -q '^,,error,,,a.csv:3: byte 7: text after a closing quote$' out
    grep -q '^,,error,,,a.csv:4: 1 fields where the first record has 2$' out
    grep -q '^,,error,,,a.csv:5: byte 5: a quote inside an unquoted field$' out
    grep -q '^,,error,,,a.csv:9: a quoted field is never closed$' out
    [[ ${lines[-1]} == '7,A lovely day.,ok,positive,'* ]]
    [ "${stderr_lines[-1]}" = "tenor label: 4 of 7 records have no labels" ]

    printf '%s\n' '{"text":"A lovely day."}' '{"text":"A lov' '[1]' '{"text":1}' \
        '{"id":3}' '{"text":"x"} y' $'{"text":"\xff"}' '{"text":null}' '7' \
        '{"text":"A terrible and awful failure."}' >b.jsonl
    run -1 --separate-stderr label b.jsonl
    [ "${#lines[@]}" -eq 10 ]
    [ "$(printf '%s\n' "${lines[@]}" | jq -r '."tone.status"' | tr '\n' ' ')" = \
        "ok error error error error error error empty error ok " ]
    [ "$(jq -r '."tone.error"' <<<"${lines[1]}")" = \
        "b.jsonl:2: byte 14: lexical error: invalid character inside string" ]
    [[ $(jq -r '."tone.error"' <<<"${lines[6]}") == "b.jsonl:7: byte 10: "* ]]
    # Nothing is lost of what could not be read, nor of what could.
    [ "$(jq -r .input <<<"${lines[1]}")" = '{"text":"A lov' ]
    [ "$(jq -r .id <<<"${lines[4]}")" = 3 ]

    printf '1\tA lovely day.\nonly one\n3\tx\ty\n4\tA terrible and awful failure.\n' >c.tsv
    run -1 --separate-stderr label c.tsv
    [ "${lines[1]}" = $'\t\terror\t\t\tc.tsv:2: 1 fields where the first record has 2' ]
    [ "${lines[2]}" = $'\t\terror\t\t\tc.tsv:3: 3 fields where the first record has 2' ]
    [[ ${lines[3]} == $'4\tA terrible and awful failure.\tok\tnegative\t'* ]]
}

@test "files that cannot be read are errors in their places" {
    mkdir f
    printf 'A lovely day.' | tee f/1 >f/.hidden
    printf 'caf\xe9' >f/2
    head -c 3000 /dev/zero | tr '\0' x >f/3
    ln -s nowhere f/4
    ln -s 1 f/5
    mkfifo f/6
    run -1 --separate-stderr label --max-record 2500 f
    [[ ${lines[0]} == $'f/1\tok\t'* ]]
    [ "${lines[1]}" = $'f/2\terror\t\t\tf/2: byte 4: this is not UTF-8; see --encoding' ]
    [ "${lines[2]}" = $'f/3\terror\t\t\tf/3: larger than 2500 bytes' ]
    [[ ${lines[3]} == $'f/5\tok\t'* ]]
    [ "${#lines[@]}" -eq 4 ]
    printf 'f/1\nmissing\nf/5\n' >list
    run -1 label --files-from list
    [[ ${lines[1]} == $'missing\terror\t\t\tmissing: '*"No such file"* ]]
    [[ ${lines[2]} == $'f/5\tok\t'* ]]
}

@test "the output is not one of the texts" {
    mkdir -p f/g
    printf 'A lovely day.' >f/1
    hints 2 "tenor label: 'f/out.tsv' is in 'f', and would be read" \
        label f -o f/out.tsv
    hints 2 "tenor label: 'f/g/out.tsv' is in 'f', and would be read" \
        label f -o f/g/out.tsv
    run -0 label f -o out.tsv
    cd f
    hints 2 "tenor label: 'out.tsv' is in '../f', and would be read" \
        label ../f -o out.tsv
    run -0 label g -o out.tsv
}

@test "--strict stops at the first bad record" {
    printf 'A lovely day.\n\xff\nA terrible and awful failure.\n' >in
    for j in 1 3; do
        run -1 --separate-stderr label -j $j --in lines --strict in
        [ "${#lines[@]}" -eq 1 ]
        [[ ${lines[0]} == 'A lovely day.'* ]]
        [ "${stderr_lines[0]}" = \
            "tenor label: in:2: byte 1: this is not UTF-8; see --encoding" ]
        [ "${stderr_lines[1]}" = "tenor label: stopped at the first bad record" ]
        run -1 label -j $j --in lines --strict -o out in
        [ "$(ls out* 2>/dev/null)" = "" ]
    done
}

# ---- pages -----------------------------------------------------------------

@test "--html labels the main text of pages" {
    page='<html><head><title>x</title><script>awful()</script></head><body><nav>An awful, dreadful mess</nav><article><p>A lovely, splendid and happy day for everyone who was there to see it.</p></article><footer>awful</footer></body></html>'
    mkdir pages
    echo "$page" >pages/a.html
    run -0 label --html --fields file,tone.sentiment pages
    [ "$output" = $'pages/a.html\tpositive' ]
    jq -cn --arg p "$page" '{text: $p}' >a.jsonl
    [[ $(label --html a.jsonl) == *'"tone.sentiment":"positive"'* ]]
    : >pages/b.html
    [[ $(label --html pages) == *$'pages/b.html\tempty\t'* ]]
}

# ---- the end ---------------------------------------------------------------

@test "the summary: counts that add up, as text and as JSON" {
    run -0 --separate-stderr label --progress always --summary s.json \
        -o out.csv "$SHARED/all.csv"
    n=$(wc -l <"$SHARED/wanted")
    holds ".v == 1 and .records == $n and .errors == 0" s.json
    holds "([.axes[0].labels[].count] | add) == .axes[0].labelled" s.json
    holds ".axes[0].labelled + .axes[0].unlabelled == $n" s.json
    [[ $stderr == *sentiment* ]]
    run -0 --separate-stderr label --progress json -o out.csv "$SHARED/all.csv"
    holds ".records == $n and .done" <(tail -1 <<<"$stderr")
    run -0 --separate-stderr label -o out.csv "$SHARED/all.csv"
    [ -z "$stderr" ]
}
