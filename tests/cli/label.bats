#!/usr/bin/env bats
# tenor label: a record out for each record in, in order, whatever they are.

load helper

setup_file() {
    cd "$BATS_FILE_TMPDIR"
    quick sentiment --label-column sentiment "$STARTER"/*.jsonl
    cat >two.recipe <<END
option language english
option characters 0
option ngrams 2
option cost 1
option folds 3
option min-documents 1
option no-search
axis sentiment sentence
corpus part-a.jsonl MIT label:sentiment
axis headline headline
scope title
corpus part-a.jsonl MIT label:wording
END
    "$TENOR" train -q --recipe two.recipe --corpora "$STARTER" -o two
    # More than several chunks of lines of all kinds and lengths.
    jq -r .text "$STARTER"/*.jsonl >texts
    {
        for i in {1..12}; do
            cat texts
            echo
            printf '%s' "$i: " && tr '\n' ' ' <texts && echo
            printf 'na\xc3\xafve, \0 and a return\r\n'
        done
        printf 'the last one has no end'
    } >many
}

setup() {
    cd "$BATS_TEST_TMPDIR" || return 1
    M=$SHARED/sentiment
}

# label ARG...: results for lines, with the small model.
label() {
    "$TENOR" label -m "$M" --in lines --fields tone "$@"
}

# ---- titles ----------------------------------------------------------------

# titled FORMAT ARG...: results of the axis of titles, from standard input.
titled() {
    run -0 --separate-stderr "$TENOR" label -m "$SHARED/two" --axes headline \
        --in "$1" --out tsv --fields tone.headline,tone.headline.p "${@:2}"
    [ -z "$stderr" ]
}

@test "a title in a field of its own is what axes of titles are about" {
    text='The soup was served at noon. The train left on time, and so did we.'
    calm='The committee published a report'
    loud='A disgraceful, shameful farce'
    want() {
        "$TENOR" score -m "$SHARED/two" --axes headline --format tsv \
            --title "$1" <<<"$text" >scored
        awk -F '\t' 'NR == 2 { print $5 }' scored
    }
    a=$(want "$loud") b=$(want "$calm")
    [ "$a" != "$b" ]
    both=$(printf '%s\n%s\n\t' "$a" "$b") # the last record has no title

    printf 'title,text\n"%s",%s\n%s,"%s"\n,"%s"\n' \
        "$loud" "\"$text\"" "$calm" "$text" "$text" >in.csv
    titled csv <in.csv
    [ "$(cut -f 1 <<<"$output")" = "$(cut -f 1 <<<"$both")" ]
    all=$output
    sed 's/^title/Kop/' in.csv >other.csv
    titled csv --title-field Kop <other.csv
    [ "$output" = "$all" ]
    titled csv <other.csv
    [ "$output" = $'\t\n\t\n\t' ]
    { printf '%s\t%s\n' "$loud" "$text" "$calm" "$text" "" "$text"; } >in.tsv
    titled tsv --title-field 1 <in.tsv
    [ "$output" = "$all" ]
    jq -cn --arg l "$loud" --arg c "$calm" --arg t "$text" \
        '{title: $l, text: $t}, {title: null, headline: $c, text: $t},
         {title: "", text: $t}' >in.jsonl
    titled jsonl <in.jsonl
    [ "$output" = "$all" ]
    jq -c '{a: {b: (.title // .headline)}, text}' in.jsonl >deep.jsonl
    titled jsonl --title-field a.b <deep.jsonl
    [ "$output" = "$all" ]
    run -2 "$TENOR" label -m "$SHARED/two" --title-field nix in.csv
    [[ $output == *"no column 'nix'"* ]]
    # The other axes and the columns that are passed on know nothing of it.
    "$TENOR" label -m "$SHARED/two" --axes sentiment in.csv >with
    "$TENOR" label -m "$SHARED/two" --axes sentiment --title-field text in.csv |
        cmp with -
}

# ---- rows ------------------------------------------------------------------

@test "a row: the text, the status, a label and its probability for each axis" {
    printf 'A splendid, happy day.\n\n' >in
    run -0 --separate-stderr "$TENOR" label -m "$M" --in lines in
    [ -z "$stderr" ]
    [[ ${lines[0]} == $'A splendid, happy day.\tok\t'* ]]
    [ "${lines[1]}" = $'\tempty\t\t\t' ]
    [ "${#lines[@]}" -eq 2 ]
}

@test "--fields tone: the results alone" {
    printf 'A splendid, happy day.\n\n' >in
    run -0 --separate-stderr label in
    [ -z "$stderr" ]
    [[ ${lines[0]} =~ ^ok$'\t'(negative|neutral|positive)$'\t'[01]\.[0-9]{4}$'\t'$ ]]
    [ "${lines[1]}" = $'empty\t\t\t' ]
    [ "${#lines[@]}" -eq 2 ]
}

@test "--header names the columns" {
    printf 'A splendid, happy day.\n' >in
    run -0 label --header in
    [ "${lines[0]}" = $'tone.status\ttone.sentiment\ttone.sentiment.p\ttone.error' ]
    [ "${lines[1]}" = "$(label in)" ]
    run -0 label --header /dev/null
    [ "${#lines[@]}" -eq 1 ]
    run -0 "$TENOR" label -m "$SHARED/two" --in lines --header --axes headline \
        /dev/null
    [ "$output" = $'text\ttone.status\ttone.headline\ttone.headline.p\ttone.error' ]
}

@test "an axis that has no label for a text has empty fields" {
    printf 'A splendid day; there is no headline.\n' >in
    run -0 "$TENOR" label -m "$SHARED/two" --in lines --fields tone in
    [[ $output =~ ^ok$'\t'[a-z]+$'\t'[01]\.[0-9]{4}$'\t\t\t'$ ]]
    run -0 "$TENOR" label -m "$SHARED/two" --in lines --fields tone \
        --axes headline in
    [ "$output" = $'ok\t\t\t' ]
}

@test "status, labels and probabilities are those of tenor score" {
    head -n 40 "$SHARED/texts" >in
    printf '\nZzyzxq qqwfpgj\n1 2 3 4 5 6 7 8 9\n' >>in
    split -l 1 -a 3 in text.
    for model in "$M" "$SHARED/two"; do
        "$TENOR" score -m "$model" --format json text.* | jq -r '
            [.status] + [.axes[] | if .label
                then .label, (.p[.label] * 10000 | tostring)
                else "", "" end] | @tsv' >wanted
        "$TENOR" label -m "$model" --in lines --fields tone in |
            sed 's/\t$//' >got
        [ "$(wc -l <got)" -eq 43 ]
        paste wanted got | awk -F '\t' '{
            n = NF / 2
            for (i = 1; i <= n; i++) {
                a = $i
                b = $(i + n)
                # score prints six digits, so a tie may look otherwise.
                if (a ~ /^[0-9]/ && b ~ /^[0-9]/) {
                    if ((a - 10000 * b) ^ 2 > 0.51 ^ 2) exit 1
                } else if (a != b) exit 1
            }
        }'
    done
}

@test "labels cannot break a row" {
    printf '{"label":"go\\tod","text":"A lovely day %s."}
{"label":"b\\r\\nad","text":"An awful mess %s."}\n' a b c d e f g h >c.jsonl
    quick odd c.jsonl
    printf 'A lovely day.\nAn awful mess.\n' >in
    run -0 "$TENOR" label -m odd --in lines --fields tone --header in
    [[ ${lines[1]} == "ok"$'\t'"go\\tod"$'\t'* ]]
    [[ ${lines[2]} == "ok"$'\t'"b\\r\\nad"$'\t'* ]]
    [ "${#lines[@]}" -eq 3 ]
}

# ---- lines -----------------------------------------------------------------

@test "one row for each line, with and without the last line end" {
    # bytes of the corpus, rows
    while read -r bytes rows; do
        # shellcheck disable=SC2059
        printf "$bytes" >in
        label in >out
        label <in | cmp - out
        label - <in | cmp - out
        [ "$(wc -l <out)" -eq "$rows" ]
    done <<'END'
\0 1
\n 1
\n\n\n 3
a 1
a\n 1
a\n\n 2
a\nb 2
a\r\nb\r\n 2
\r\n\r\n 2
\r 1
\n\0\n\303\251\n 3
END
    : >in
    run -0 label in
    [ -z "$output" ]
}

@test "a return before the line end is no part of the text" {
    printf '\r\nA lovely day.\r\n' >crlf
    printf '\nA lovely day.\n' >lf
    label crlf >1
    label lf >2
    cmp 1 2
    [ "$(head -1 1)" = $'empty\t\t\t' ]
}

@test "a row for each line of binary bytes, too" {
    head -c 200000 "$TENOR" >in
    run -1 label in
    [ "$( (label in 2>err || true) | wc -l)" -eq "$( (cat in && echo) | wc -l)" ]
    # Ten messages, that there are more, and how many.
    [ "$(wc -l <err)" -eq 12 ]
}

@test "a line that is not UTF-8 says where; the others have labels" {
    printf 'A lovely day.\nA na\xefve, happy and lovely day.\nAn awful mess.\n' >in
    run -1 --separate-stderr label in
    [ "${lines[1]}" = $'error\t\t\tin:2: byte 5: this is not UTF-8; see --encoding' ]
    [[ ${lines[2]} == ok* ]]
    [ "${stderr_lines[1]}" = "tenor label: 1 of 3 records have no labels" ]
    run -0 label --encoding latin1 in
    [[ ${lines[1]} == ok* ]]
    run -2 label --encoding klingon in
}

@test "several files are read one after the other, each with its own lines" {
    printf 'A lovely day' >a # without an end
    : >b
    printf '\nAn awful mess\n' >c
    label a >1
    label c >>1
    label a b c >2
    cmp 1 2
    label a b - <c | cmp 1 -
    [ "$(wc -l <1)" -eq 3 ]
}

@test "a pipe that rests is not waited for" {
    mkfifo in
    label in >out &
    exec 5>in
    printf 'A lovely day.\nAn aw' >&5
    for _ in {1..100}; do
        [ ! -s out ] || break
        sleep 0.1
    done
    [ "$(wc -l <out)" -eq 1 ]
    exec 5>&-
    wait $!
    [ "$(wc -l <out)" -eq 2 ]
}

# ---- threads ---------------------------------------------------------------

@test "the bytes are the same for any number of threads" {
    label -j 1 "$SHARED/many" >1
    [ "$(wc -l <1)" -eq "$( (cat "$SHARED/many" && echo) | wc -l)" ]
    for j in 2 3 4 5 6 7 8 300; do
        label -j $j "$SHARED/many" | cmp 1 -
    done
    label "$SHARED/many" | cmp 1 -
    label -j 2 <"$SHARED/many" | cmp 1 -
    # shellcheck disable=SC2002
    cat "$SHARED/many" | label -j 3 | cmp 1 -
    LC_ALL=tr_TR.UTF-8 label -j 2 "$SHARED/many" | cmp 1 -
}

@test "each line is scored as if it were alone" {
    label "$SHARED/many" >all
    # The texts are at the beginning, too.
    n=$(wc -l <"$SHARED/texts")
    head -n "$n" all >1
    label "$SHARED/texts" | cmp 1 -
    sort -R --random-source="$TENOR" "$SHARED/texts" >shuffled
    paste <(label "$SHARED/texts") "$SHARED/texts" | sort >1
    paste <(label shuffled) shuffled | sort | cmp 1 -
}

# ---- records without labels ------------------------------------------------

@test "a line above --max-record is an error in its place; others go on" {
    for j in 1 2 5; do
        printf 'A lovely day.\n%0200d\n\nAn awful mess.\n%0101d\r\n%0101d' \
            0 0 0 >in
        run -1 --separate-stderr label -j $j --max-record 100 in
        [ "$(cut -f 1 <<<"$output" | tr '\n' ' ')" = \
            "ok error empty ok error error " ]
        [ "${lines[1]}" = $'error\t\t\tin:2: it is larger than --max-record' ]
        lines_are 4
        [ "${stderr_lines[0]}" = \
            "tenor label: in:2: it is larger than --max-record" ]
        [[ ${stderr_lines[1]} == "tenor label: in:5: "* ]]
        [[ ${stderr_lines[2]} == "tenor label: in:6: "* ]]
        [ "${stderr_lines[3]}" = \
            "tenor label: 3 of 6 records have no labels" ]
        run -0 label -j $j --max-record 200 in
    done
}

@test "lines that are longer than a chunk: scored, or not even held" {
    line=$(head -c 700000 <(yes 'a lovely day,' | tr '\n' ' '))
    for j in 1 2 5; do
        for max in 699999 700000; do
            printf '%s\n' A "$line" B "$line" "$line" C |
                label -j $j --max-record $max 2>err | cut -f 1 |
                tr '\n' ' ' >out || true
            case $max in
            700000)
                [[ $(cat out) == *" ok "*" ok ok "* ]]
                [ ! -s err ]
                ;;
            *)
                [[ $(cat out) == *" error "*" error error "* ]]
                [ "$(wc -l <err)" -eq 4 ]
                ;;
            esac
        done
    done
    head -c 20M /dev/zero | tr '\0' x >long
    printf '\nA lovely day.\n' >>long
    run -1 --separate-stderr label -j 1 --max-record 1000000 long
    [[ ${lines[0]} == $'error\t\t\tlong:1: '* ]]
    [[ ${lines[1]} == ok* ]]
}

@test "the number of the line is that in its own file" {
    printf 'one\ntwo\n%0200d\n' 0 >a
    printf '%0200d\nfour' 0 >b
    run -1 --separate-stderr label --max-record 100 a b
    [[ ${stderr_lines[0]} == "tenor label: a:3: "* ]]
    [[ ${stderr_lines[1]} == "tenor label: b:1: "* ]]
    [ "${stderr_lines[2]}" = "tenor label: 2 of 5 records have no labels" ]
}

# ---- where it goes ---------------------------------------------------------

@test "-o FILE is there when it is complete, and nothing else" {
    label "$SHARED/many" >wanted
    mkdir folder
    run -0 --separate-stderr label -o folder/out "$SHARED/many"
    [ -z "$output$stderr" ]
    cmp wanted folder/out
    [ "$(ls folder | tr '\n' ' ')" = "out out.receipt " ]
    # An older one is replaced, also by a run with records without labels.
    run -1 label -o folder/out --max-record 5 "$SHARED/texts"
    [ "$(wc -l <folder/out)" -eq "$(wc -l <"$SHARED/texts")" ]
    [ "$(ls folder | tr '\n' ' ')" = "out out.receipt " ]
    # Without a receipt there is no old one either.
    run -0 label --no-receipt -o folder/out "$SHARED/many"
    [ "$(ls folder)" = out ]
}

@test "until then it is in FILE.part" {
    mkfifo in
    echo old >out
    label -o out in &
    exec 5>in
    printf 'A lovely day.\n' >&5
    for _ in {1..100}; do
        [ ! -s out.part ] || break
        sleep 0.1
    done
    [ "$(wc -l <out.part)" -eq 1 ]
    [ "$(cat out)" = old ]
    exec 5>&-
    wait $!
    [[ $(cat out) == ok* ]]
    [ ! -e out.part ]
}

@test "after a failure the old file is as it was" {
    echo old >out
    for j in 1 4; do
        complains 2 "tenor label: cannot open 'missing': *" \
            label -j $j -o out "$SHARED/texts" missing
        lines_are 1
        [ "$(cat out)" = old ]
        [ ! -e out.part ]
    done
}

@test "no place for the output is told before work begins" {
    printf 'A lovely day.\n' >a
    complains 2 "tenor label: cannot create 'no/out': *" label -o no/out a
    complains 2 "tenor label: cannot create 'no/sum': *" label --summary no/sum a
    mkdir folder
    complains 2 "tenor label: cannot create 'folder': *" label -o folder a
    lines_are 1
}

@test "a device is written as it is" {
    printf 'A lovely day.\n' >in
    run -0 label -o /dev/null in
    [ -c /dev/null ]
    [ ! -e /dev/null.part ]
    mkfifo pipe
    cat pipe >out &
    label -o pipe in
    wait $!
    label in | cmp - out
}

@test "a full disk is one clean error" {
    [ -e /dev/full ] || skip "no /dev/full"
    for j in 1 2 8; do
        run -2 --separate-stderr bash -c "
            \"\$TENOR\" label -m '$M' --in lines -j $j '$SHARED/many' >/dev/full"
        lines_are 1
        [ "$stderr" = "tenor label: cannot write to standard output: No space left on device" ]
    done
    complains 2 "tenor label: cannot write '/dev/full': No space *" \
        label -o /dev/full "$SHARED/many"
    lines_are 1
}

@test "a closed pipe is one clean error" {
    for i in {1..6}; do
        cat "$SHARED/many"
    done >much
    for j in 1 2 8; do
        set +e
        "$TENOR" label -m "$M" --in lines -j $j much 2>err | head -1 >first
        result=("${PIPESTATUS[@]}")
        set -e
        [ "${result[0]}" -eq 2 ]
        [ "$(wc -l <first)" -eq 1 ]
        [ "$(cat err)" = "tenor label: cannot write to standard output: Broken pipe" ]
    done
}

# ---- what cannot be read ---------------------------------------------------

@test "a file that cannot be read is told before work begins" {
    printf 'A lovely day.\n' >a
    mkdir folder
    for j in 1 3; do
        complains 2 "tenor label: cannot open 'missing': No such *" \
            label -j $j -o out a missing a
        hints 2 "tenor label: 'folder' is a directory, not lines" \
            label -j $j -o out a folder a
        [ ! -e out ]
    done
    if [ "$(id -u)" -ne 0 ]; then
        : >secret
        chmod 000 secret
        complains 2 "tenor label: cannot open 'secret': *" label secret
    fi
}

@test "one that vanishes meanwhile: what is before it, an error, status 2" {
    for j in 1 3; do
        mkfifo a
        printf 'An awful mess.\n' >b
        label -j $j a b >out 2>err &
        exec 5>a
        rm b
        printf 'A lovely day.\n' >&5
        exec 5>&-
        status=0
        wait $! || status=$?
        [ "$status" -eq 2 ]
        [ "$(wc -l <out)" -eq 1 ]
        [[ $(cat err) == "tenor label: cannot open 'b': No such file"* ]]
        rm a
    done
}

@test "usage: formats, axes, limits, models" {
    printf 'A lovely day.\n' >a
    hints 2 "tenor label: --in FORMAT is missing: 'a' does not tell it" \
        "$TENOR" label -m "$M" a
    hints 2 "tenor label: --in FORMAT is missing: '-' does not tell it" \
        "$TENOR" label -m "$M"
    hints 2 "tenor label: --text-column is for TSV and CSV" \
        label --text-column 1 a
    hints 2 "tenor label: --text-field is for JSONL" label --text-field x a
    hints 2 "tenor label: -0 is for --files-from" label -0 a
    hints 2 "tenor label: --resume needs a file as output, -o FILE" \
        label --resume a
    hints 2 "tenor label: the output is not compressed, *" label -o x.gz a
    hints 2 "tenor label: the list of fields has an empty name" label --fields a,,b a
    hints 2 "tenor label: there is no result 'tone.mood'; there are *" \
        label --fields tone.mood a
    hints 2 "tenor label: there is no format 'xml'; there are lines *" \
        "$TENOR" label -m "$M" --in xml a
    hints 2 "tenor label: --out cannot be 'xml'; it can be one of: tsv csv jsonl" \
        label --out xml a
    hints 2 "tenor label: the model has no axis 'mood'; it has: sentiment" \
        label --axes mood a
    for size in 0 67108865; do
        hints 2 "tenor label: --max-record is 1 to 67108864 bytes" \
            label --max-record $size a
    done
    complains 3 "tenor label: missing: *" "$TENOR" label -m missing --in lines a
}

@test "--axes chooses columns, in the order of the model" {
    printf 'A lovely day.\n' >a
    run -0 "$TENOR" label -m "$SHARED/two" --in lines --header \
        --axes headline,sentiment a
    [ "${lines[0]}" = $'text\ttone.status\ttone.sentiment\ttone.sentiment.p\ttone.headline\ttone.headline.p\ttone.error' ]
    "$TENOR" label -m "$SHARED/two" --in lines a >all
    "$TENOR" label -m "$SHARED/two" --in lines --axes sentiment a |
        cmp - <(cut -f 1-4,7 all)
}

@test "without -m it is the embedded model" {
    has_embedded || skip "no embedded model"
    printf 'A lovely day.\n' >a
    run -0 "$TENOR" label --in lines --header a
    [[ ${lines[0]} == $'text\ttone.status\ttone.sentiment\ttone.sentiment.p\t'* ]]
    [ "${#lines[@]}" -eq 2 ]
}
