#!/usr/bin/env bats
# tenor label -o FILE: whatever ends a run before its end, --resume goes on and
# ends with the bytes of a run that nothing happened to.
#
#   TENOR_KILLS   how many runs are killed; 200

load helper

setup_file() {
    cd "$BATS_FILE_TMPDIR"
    quick sentiment --label-column sentiment "$STARTER"/*.jsonl
    # 40 MB or so: half a second and more for one thread.
    cat "$STARTER"/*.jsonl | jq -c '{id: .id, text: .text}' >few
    {
        for ((i = 0; i < 250; i++)); do
            cat few
            [ $((i % 10)) -ne 0 ] || printf '{"text": "broken\n\n'
        done
    } >a.jsonl
    jq -r 'select(.text) | [(.id | tostring), .text] | @csv' few >rows
    {
        echo id,text
        for ((i = 0; i < 250; i++)); do
            cat rows
            [ $((i % 10)) -ne 0 ] || printf '"7","two\nlines, and ""quotes"""\n8,a "b"\n'
        done
    } >a.csv
    gzip -k a.jsonl
    mkdir files
    split -l 1 -a 4 few files/
    for ((i = 0; i < 12; i++)); do
        cp -r files "files$i"
    done
    mkdir all
    mv files[0-9]* all
    tar cf all.tar --sort=name all
    for corpus in a.jsonl a.csv a.jsonl.gz all all.tar; do
        "$TENOR" label -m sentiment "$PWD/$corpus" -o "$corpus.wanted" 2>err ||
            [ $? -eq 1 ]
    done
}

setup() {
    cd "$BATS_TEST_TMPDIR" || return 1
    M=$SHARED/sentiment
}

label() {
    "$TENOR" label -m "$M" "$@"
}

# In the background the program itself is to get the signals, so there it is
# called by its name.

# nap N: N thousandths of a second.
nap() {
    sleep "$(printf '0.%03d' "$1")"
}

# killed_until_done WANTED OUT MOST ARG...: a run is killed again and again, but
# not more often than MOST, until it is complete; sets kills.
killed_until_done() {
    local wanted=$1 out=$2 most=$3 pid
    shift 3
    for (( ; most > 0; most--)); do
        "$TENOR" label -m "$M" -o "$out" --resume "$@" 2>err &
        pid=$!
        nap $((RANDOM % 120 + 1))
        kill -KILL $pid 2>/dev/null || true
        status=0
        wait $pid 2>/dev/null || status=$?
        [ "$status" -eq 137 ] || break
        kills=$((kills + 1))
        # It is not there before it is complete.
        [ ! -e "$out" ] || cmp "$out" "$wanted"
    done
    if [ "$status" -eq 137 ]; then
        status=0
        label -o "$out" --resume "$@" 2>err || status=$?
    fi
    [ "$status" -le 1 ] || {
        cat err
        return 1
    }
    cmp "$out" "$wanted"
    [ ! -e "$out.part" ] && [ ! -e "$out.journal" ]
    "$TENOR" verify -q "$out"
    rm "$out"
}

@test "killed at random points: the same bytes in the end" {
    kills=0
    wanted=${TENOR_KILLS:-200}
    for ((round = 0; kills < wanted && round < 200; round++)); do
        for corpus in a.jsonl a.csv a.jsonl.gz all all.tar; do
            killed_until_done "$SHARED/$corpus.wanted" out 12 \
                -j $((round % 3 + 1)) "$SHARED/$corpus"
        done
    done
    echo "# $kills runs were killed" >&3
    [ "$kills" -ge "$wanted" ]
}

# signalled SIGNAL STATUS THREADS: a run that is stopped on its way; where it was
# over before, another one. What is in the background may ignore SIGINT, and
# under nohup SIGHUP, which is then no signal to the program.
signalled() {
    for ms in 100 80 60 40 20 20 20; do
        rm -f out.csv
        env --default-signal=INT,TERM,HUP "$TENOR" label -m "$M" \
            "$SHARED/a.csv" -j "$3" -o out.csv 2>err &
        nap $ms
        kill "-$1" $! || true
        status=0
        wait $! || status=$?
        [ "$status" -le 1 ] || break
    done
    [ "$status" -eq "$2" ] || {
        cat err
        return 1
    }
}

@test "a signal: ended at the end of a row, and gone on with" {
    for signal in INT:130 TERM:143 HUP:129; do
        for j in 1 3; do
            signalled "${signal%:*}" "${signal#*:}" $j
            grep -q "^tenor label: stopped by signal [0-9]* after [0-9]* records$" err
            n=$(sed -n 's/.* after \([0-9]*\) records$/\1/p' err)
            if [ "$n" -gt 0 ]; then
                [ "$(tail -c 1 out.csv.part | od -An -c | tr -d ' ')" = '\n' ]
                [ "$(python3 -c 'import csv, sys
print(sum(1 for _ in csv.reader(open(sys.argv[1], newline=""))) - 1)' out.csv.part)" -eq "$n" ]
            fi
            run -1 label "$SHARED/a.csv" -o out.csv --resume
            cmp out.csv "$SHARED/a.csv.wanted"
            rm out.csv
        done
    done
}

@test "a signal while a pipe rests, read or written" {
    mkfifo in
    "$TENOR" label -m "$M" --in lines -o out.tsv in 2>err &
    exec 5>in
    printf 'A lovely day.\nAn aw' >&5
    for _ in {1..100}; do
        [ ! -s out.tsv.part ] || break
        sleep 0.1
    done
    begun=$(date +%s%N)
    kill -TERM $!
    status=0
    wait $! || status=$?
    [ $((($(date +%s%N) - begun) / 1000000)) -lt 1000 ]
    exec 5>&-
    [ "$status" -eq 143 ]
    [ "$(wc -l <out.tsv.part)" -eq 1 ]
    # Nobody reads.
    mkfifo out
    sleep 100 <out &
    reader=$!
    "$TENOR" label -m "$M" "$SHARED/a.csv" >out 2>err &
    sleep 0.5
    begun=$(date +%s%N)
    kill -TERM $!
    status=0
    wait $! || status=$?
    kill $reader
    [ "$status" -eq 143 ] || [ "$status" -eq 2 ]
    [ $((($(date +%s%N) - begun) / 1000000)) -lt 1500 ]
}

@test "a full file system: a clean error; with more room it goes on" {
    mkdir small
    mount -t tmpfs -o size=2m none small 2>/dev/null ||
        skip "no file system can be mounted here"
    for j in 1 3; do
        run -2 --separate-stderr label "$SHARED/a.csv" -j $j -o small/out.csv
        [[ $stderr == *"cannot write 'small/out.csv"*"No space left on device"* ]] ||
            failed=1
        [[ $stderr == *"what is done is in 'small/out.csv.part'; --resume goes on" ]] ||
            failed=1
        [ ! -e small/out.csv ] || failed=1
        # Full again, and again.
        run -2 label "$SHARED/a.csv" -o small/out.csv --resume
        mount -o remount,size=200m small
        run -1 label "$SHARED/a.csv" -o small/out.csv --resume
        cmp small/out.csv "$SHARED/a.csv.wanted" || failed=1
        rm -f small/*
        mount -o remount,size=2m small
    done
    umount small
    [ -z "${failed:-}" ]
}

# interrupted ARG...: what a killed run leaves as out.csv.part.
interrupted() {
    local pid
    for ms in {100..980..40}; do
        rm -f out.csv*
        "$TENOR" label -m "$M" "$SHARED/a.csv" -j 1 -o out.csv "$@" &
        pid=$!
        nap $ms
        kill -KILL $pid
        wait $pid 2>/dev/null || true
        [ ! -s out.csv.part ] || [ "$(wc -l <out.csv.journal)" -lt 4 ] || return 0
    done
    return 1
}

@test "a power failure: bytes that are missing or zero are written again" {
    for damage in cut zero journal torn; do
        interrupted
        size=$(stat -c %s out.csv.part)
        case $damage in
        cut) truncate -s $((size - 300000)) out.csv.part ;;
        zero)
            truncate -s $((size - 300000)) out.csv.part
            truncate -s "$size" out.csv.part
            ;;
        journal) truncate -s $(($(stat -c %s out.csv.journal) - 5)) out.csv.journal ;;
        torn) printf 'w 0 99' >>out.csv.journal ;;
        esac
        run -1 label "$SHARED/a.csv" -o out.csv --resume
        cmp out.csv "$SHARED/a.csv.wanted"
    done
}

@test "a run that did not end is not written over" {
    interrupted
    cp out.csv.part part
    cp out.csv.journal journal
    complains 2 "tenor label: 'out.csv.part' is there, from a run that did not end: *" \
        label "$SHARED/a.csv" -o out.csv
    # Another corpus, option or model, or the corpus changed.
    cp "$SHARED/a.csv" b.csv
    for args in "b.csv" "$SHARED/a.csv --fields tone" \
        "$SHARED/a.csv --text-column 1" "$SHARED/a.csv --max-record 5"; do
        # shellcheck disable=SC2086
        complains 2 "tenor label: 'out.csv.journal' is of a run with other *" \
            label $args -o out.csv --resume
    done
    rm out.csv.journal
    complains 2 "tenor label: 'out.csv.journal' is missing, *" \
        label "$SHARED/a.csv" -o out.csv --resume
    cmp out.csv.part part
    cp journal out.csv.journal
    run -1 label "$SHARED/a.csv" -o out.csv --resume -j 3
    cmp out.csv "$SHARED/a.csv.wanted"
}

@test "--resume with nothing to go on with begins" {
    run -1 label "$SHARED/a.csv" -o out.csv --resume
    cmp out.csv "$SHARED/a.csv.wanted"
    : >out.csv.part
    run -1 label "$SHARED/a.csv" -o out.csv --resume
    cmp out.csv "$SHARED/a.csv.wanted"
    [ "$(ls | tr '\n' ' ')" = "out.csv out.csv.receipt " ]
}

@test "--resume of what is there already does nothing, and says the same" {
    run -1 --separate-stderr label "$SHARED/a.csv" -o out.csv --resume
    wanted=${stderr_lines[-1]}
    touch -d 2001-01-01 out.csv
    run -1 --separate-stderr label "$SHARED/a.csv" -o out.csv --resume \
        --summary sum.json
    [ "$stderr" = "$wanted" ]
    [ "$(stat -c %y out.csv | cut -c 1-4)" = 2001 ]
    [ "$(jq .records sum.json)" = "$(jq .counts.records out.csv.receipt)" ]
    # Other options, and another size, are another run.
    run -1 label "$SHARED/a.csv" -o out.csv --resume --fields tone
    [ "$(stat -c %y out.csv | cut -c 1-4)" != 2001 ]
    : >out.csv
    run -1 label "$SHARED/a.csv" -o out.csv --resume
    cmp out.csv "$SHARED/a.csv.wanted"
}

@test "receipts of killed runs are those of others" {
    run -1 label "$SHARED/a.csv" -o out.csv
    mv out.csv.receipt wanted
    for try in {1..5}; do
        rm -f out.csv
        kills=0
        killed_until_done "$SHARED/a.csv.wanted" out.csv 5 -j 2 "$SHARED/a.csv"
        diff wanted out.csv.receipt
    done
}

@test "two runs do not write the same file" {
    mkfifo in
    "$TENOR" label -m "$M" --in lines in -o out.tsv &
    exec 5>in
    printf 'A lovely day.\n' >&5
    for _ in {1..100}; do
        [ ! -s out.tsv.part ] || break
        sleep 0.1
    done
    complains 2 "tenor label: 'out.tsv.part' is there, *" \
        label --in lines "$SHARED/a.csv" -o out.tsv
    complains 2 "tenor label: another run is writing 'out.tsv'" \
        label --in lines "$SHARED/a.csv" -o out.tsv --resume
    exec 5>&-
    wait $!
    [ "$(wc -l <out.tsv)" -eq 1 ]
}

@test "the summary of a run that went on counts all of it" {
    label "$SHARED/a.csv" -o whole.csv --summary whole.json 2>/dev/null || true
    interrupted
    run -1 label "$SHARED/a.csv" -o out.csv --resume --summary s.json
    cmp s.json whole.json
}
