#!/usr/bin/env bats
# tenor label --shard, merge, verify, receipts: parts of corpora labelled by runs
# that know nothing of one another, put together, and checked.

load helper

setup_file() {
    cd "$BATS_FILE_TMPDIR"
    quick sentiment --label-column sentiment "$STARTER"/*.jsonl
    cat "$STARTER"/*.jsonl | jq -c '{id, text}' >few
    {
        for i in {1..8}; do
            cat few
            printf '{"text": "broken\n\n'
        done
    } >a.jsonl
    {
        echo id,text
        for i in {1..8}; do
            jq -r '[.id, .text] | @csv' few
            printf '"7","two\nlines, and ""quotes"""\n8,a "b"\n'
        done
    } >a.csv
    jq -r '[.id, .text] | @tsv' few >plain.tsv
    {
        printf 'id\ttext\n'
        cat plain.tsv
        echo 'one field'
    } >names.tsv
    cut -f 2 plain.tsv >lines
    {
        printf '\xef\xbb\xbf'
        cat lines
    } >mark
    {
        cat lines
        head -c 400000 /dev/zero | tr '\0' x
        printf '\n\xff\n'
        cat lines
    } >long
    gzip -k lines plain.tsv
    printf x >tiny
    : >empty
    mkdir folder
    split -l 1 -a 4 lines folder/
    find folder -type f | sort >list
    tar cf folder.tar --sort=name folder
}

setup() {
    cd "$BATS_TEST_TMPDIR" || return 1
    for file in "$SHARED"/*; do
        ln -s "$file" .
    done
    cp -r "$SHARED/folder" copy
    M=sentiment
}

label() {
    "$TENOR" label -m "$M" "$@"
}

# some_fail COMMAND...: status 0, or 1 for bad records.
some_fail() {
    "$@" 2>err || [ $? -eq 1 ] || {
        cat err
        return 1
    }
}

# shards N ARG...: label all shards of N, each into out.I.
shards() {
    local n=$1 i
    shift
    for ((i = 1; i <= n; i++)); do
        some_fail label "$@" --shard "$i/$n" -o "out.$i"
    done
}

# same ARG...: however the corpora are divided, the same bytes come together,
# and each record is in one shard.
same() {
    local n sum
    some_fail label "$@" -o wanted
    for n in 1 2 3 8 16; do
        shards $n "$@"
        # shellcheck disable=SC2046
        "$TENOR" merge -o merged $(seq -f out.%.0f "$n" -1 1)
        cmp merged wanted
        sum=$(jq -s 'map(.counts.records) | add' out.*.receipt)
        [ "$sum" -eq "$(jq .counts.records wanted.receipt)" ]
        diff <(jq -S .counts wanted.receipt) <(jq -S .counts merged.receipt)
        [ "$(jq -r .output.sha256 merged.receipt)  merged" = "$(sha256sum merged)" ]
        "$TENOR" verify -q merged out.1 "out.$n"
        rm merged* out.*
    done
}

@test "shards of every format come together" {
    same a.jsonl
    same a.csv
    same plain.tsv
    same --header names.tsv
    same --in lines lines
    same --in lines mark
    same copy
    same --files-from list
    same --in lines tiny
    same --in lines empty
}

@test "shards of several corpora, some of which cannot be divided" {
    same --in lines lines plain.tsv.gz empty long tiny
    same --in files lines a.csv empty
    same --out jsonl a.csv plain.tsv plain.tsv.gz folder.tar copy a.jsonl
}

@test "shards of long records, and of those that are too large" {
    same --in lines long
    same --in lines --max-record 5000 long
    same --in csv --text-column 1 --max-record 5000 long
}

@test "shards by fields and as CSV" {
    same a.jsonl --fields id,tone --out csv
    same a.csv --fields text,tone.sentiment --out tsv --header
}

@test "any number of threads" {
    some_fail label a.csv -j 1 --shard 2/3 -o one
    some_fail label a.csv -j 4 --shard 2/3 -o four
    cmp one four
    diff <(jq 'del(.output.name)' one.receipt) <(jq 'del(.output.name)' four.receipt)
}

@test "a shard that is killed goes on with --resume" {
    for ((i = 0; i < 400; i++)); do cat few; done >many.jsonl
    label many.jsonl -o wanted
    for i in 1 2 3; do
        for try in {1..20}; do
            "$TENOR" label -m "$M" many.jsonl --shard $i/3 -o out.$i --resume &
            sleep "0.0$((RANDOM % 10))"
            kill -KILL $! || true
            wait $! || true
        done
        label many.jsonl --shard $i/3 -o out.$i --resume
    done
    "$TENOR" merge -o merged out.1 out.2 out.3
    cmp merged wanted
    "$TENOR" verify -q merged
    # What is of another shard is not gone on with.
    : >next.part
    run -2 label many.jsonl --shard 1/3 -o next
    [[ $output == *"next.part' is there"* ]]
}

@test "how far a shard is, is told of its part" {
    for ((i = 0; i < 40; i++)); do cat few; done >many.jsonl
    for i in 1 2 4; do
        label many.jsonl --shard $i/4 --progress json 2>log >rows
        tail -1 log | jq -e '.done and .bytes / .size > 0.5 and .bytes / .size < 2'
    done
}

@test "lines of bad records are those of the whole file" {
    some_fail label a.jsonl >rows
    jq -r 'select(."tone.error") | ."tone.error"' rows >wanted
    for i in {1..5}; do
        some_fail label a.jsonl --shard $i/5
    done | jq -r 'select(."tone.error") | ."tone.error"' >found
    diff wanted found
}

@test "only the part of a shard is read" {
    command -v strace >/dev/null || skip "no strace"
    for ((i = 0; i < 200; i++)); do cat few; done >many.jsonl
    size=$(stat -c %s many.jsonl)
    ASAN_OPTIONS=${ASAN_OPTIONS-}:detect_leaks=0 strace -f -e trace=read,pread64 -o trace "$TENOR" label -m "$M" -j 1 \
        many.jsonl --shard 4/8 >rows
    read=$(awk -F '= ' '/read/ { n += $NF } END { print n }' trace)
    [ "$read" -gt $((size / 10)) ]
    [ "$read" -lt $((size / 4)) ]
}

# ---- what is refused -------------------------------------------------------

@test "shards that are none" {
    for shard in 0/3 4/3 1 /3 1/ 1/0 a/b 1/3x -1/3 '' 1/1000001; do
        run -2 label a.jsonl --shard "$shard"
        [[ $output == *"--shard is I/N"* ]]
    done
    run -2 --separate-stderr label --in lines --shard 1/2 <lines
    [ "$stderr" = "tenor label: --shard needs files, and '-' is none" ]
    run -2 --separate-stderr label --in lines --shard 1/2 lines.gz
    [[ $stderr == *"'lines.gz' cannot be divided: "* ]]
    run -2 --separate-stderr label --in lines --encoding UTF-16 --shard 1/2 lines
    [[ $stderr == *"'lines' cannot be divided: "* ]]
    mkfifo pipe
    run -2 --separate-stderr label --in lines --shard 1/2 pipe
    [[ $stderr == *"needs files"* ]]
    # One shard of one is all.
    label --in lines --shard 1/1 lines.gz | cmp - <(label --in lines lines)
}

@test "merge refuses what does not belong together" {
    shards 3 a.jsonl
    refused() {
        local why=$1
        shift
        rm -f merged
        run -2 --separate-stderr "$TENOR" merge -o merged "$@"
        [[ $stderr == *"$why"* ]]
        [ -z "$output" ] && [ ! -e merged ] && [ ! -e merged.part ]
        [ ! -e merged.receipt ]
    }
    refused "'out.3' is shard 3 of 3, and there are 2 outputs" out.1 out.3
    refused "there are 2 outputs of 3 shards" out.1 out.2
    refused "'out.1' and 'out.1' are the same shard" out.1 out.2 out.1
    refused "cannot open 'out.4.receipt'" out.1 out.2 out.4
    refused "the outputs of the shards are missing"
    run -2 "$TENOR" merge -o out.1 out.1 out.2 out.3
    [[ $output == *"would be written over"* ]]

    some_fail label a.jsonl --shard 2/3 -o other --fields tone
    refused "different options" out.1 other out.3
    quick model2 --label-column sentiment "$STARTER/part-a.jsonl"
    some_fail "$TENOR" label -m model2 a.jsonl --shard 2/3 -o other
    refused "different models" out.1 other out.3
    sed 's/broken/brokem/; s/$/ /' a.jsonl >b.jsonl
    some_fail label b.jsonl --shard 2/3 -o other
    refused "the corpora differ" out.1 other out.3
    some_fail label a.jsonl -o whole
    refused "'whole' is no shard" out.1 whole out.3

    cp out.2 kept
    sed -i '1s/tone/tome/' out.2
    refused "'out.2' is not what its receipt says" out.1 out.2 out.3
    head -c -5 kept >out.2
    refused "'out.2' is not what its receipt says" out.1 out.2 out.3
    cp kept out.2
    cp out.2.receipt kept.receipt
    for text in '' '{' '[]' '{"v": 2}' '{"v": 1}' "$(head -c 400 kept.receipt)"; do
        printf %s "$text" >out.2.receipt
        refused "out.2.receipt' is " out.1 out.2 out.3
    done
    rm out.2.receipt
    refused "cannot open 'out.2.receipt'" out.1 out.2 out.3
    cp kept.receipt out.2.receipt
    "$TENOR" merge out.2 out.3 out.1 | cmp - <(some_fail label a.jsonl)
}

@test "a merge that is killed begins again" {
    for ((i = 0; i < 400; i++)); do cat few; done >many.jsonl
    shards 2 many.jsonl
    "$TENOR" merge -o wanted out.1 out.2
    for try in {1..10}; do
        "$TENOR" merge -o merged out.1 out.2 &
        sleep "0.00$((RANDOM % 10))"
        kill -KILL $! 2>/dev/null || true
        wait $! || true
        [ ! -e merged ] || cmp merged wanted
    done
    "$TENOR" merge -o merged out.1 out.2
    cmp merged wanted
    # What somebody else writes, or can go on with, stays.
    echo theirs >merged.part
    : >merged.journal
    run -2 --separate-stderr "$TENOR" merge -o merged out.1 out.2
    [[ $stderr == *"from a run of label that did not end" ]]
    [ "$(cat merged.part)" = theirs ]
    rm merged.journal
    run -2 --separate-stderr flock merged.part "$TENOR" merge -o merged out.1 out.2
    [[ $stderr == *"another run is writing 'merged'" ]]
    [ "$(cat merged.part)" = theirs ]
}

@test "verify tells what has changed" {
    cp a.csv b.csv
    cp sentiment model
    some_fail "$TENOR" label -m model b.csv copy --out jsonl -o out
    run -0 --separate-stderr "$TENOR" verify out
    [ "${#lines[@]}" -eq 4 ]
    changed() {
        local why=$1
        shift
        run -1 --separate-stderr "$TENOR" verify -q "$@"
        [ -z "$output" ]
        [[ $stderr == *"$why"* ]]
    }
    echo >>b.csv
    changed "out: an input has changed, b.csv" out
    "$TENOR" verify -q --output-only out
    head -c 1000 a.csv >b.csv
    changed "out: an input has changed, b.csv" out
    cp a.csv b.csv
    echo more >copy/more
    changed "out: an input has changed, copy" out
    rm copy/more
    mv copy/aaaa copy/zzzz
    changed "out: an input has changed, copy" out
    mv copy/zzzz copy/aaaa
    printf x >>model
    changed "out: it was made with another model than model" out
    rm model
    changed "cannot open 'model'" out
    cp sentiment model
    "$TENOR" verify -q out
    printf x >>out
    changed "out: the output has changed" out --output-only
    rm out.receipt
    changed "cannot open 'out.receipt'" out
    run -2 "$TENOR" verify
}

@test "receipts of what is unpacked and converted" {
    iconv -f UTF-8 -t UTF-16 lines >wide
    label --in lines --encoding UTF-16 wide -o out
    [ "$(jq -r .inputs[0].sha256 out.receipt)  lines" = "$(sha256sum lines)" ]
    "$TENOR" verify -q out
    label --in lines lines.gz -o out
    [ "$(jq -r .inputs[0].sha256 out.receipt)  lines" = "$(sha256sum lines)" ]
    "$TENOR" verify -q out
    label --in lines -o out <lines
    run -0 "$TENOR" verify out
    [[ $output == *"standard input cannot be read again"* ]]
    label folder.tar -o out
    "$TENOR" verify -q out
    cp folder.tar other.tar
    label other.tar -o out
    tar rhf other.tar lines
    run -1 "$TENOR" verify -q out
}

# ---- pipes that stay open --------------------------------------------------

@test "--line-buffered answers record by record" {
    coproc LABEL { "$TENOR" label -m "$M" --in jsonl --line-buffered -; }
    for i in {1..20}; do
        printf '{"id": %d, "text": "A lovely day."}\n' $i >&"${LABEL[1]}"
        IFS= read -r -t 20 row <&"${LABEL[0]}"
        [ "$(jq .id <<<"$row")" -eq $i ]
    done
    local pid=$LABEL_PID
    exec {LABEL[1]}>&-
    wait "$pid"
}

@test "--line-buffered writes a row before the next record is looked at" {
    command -v strace >/dev/null || skip "no strace"
    ASAN_OPTIONS=${ASAN_OPTIONS-}:detect_leaks=0 strace -e trace=write -o trace "$TENOR" label -m "$M" --in lines \
        --fields tone --line-buffered lines >rows
    [ "$(grep -c 'write(1' trace)" -eq "$(wc -l <rows)" ]
    label --in lines --fields tone lines | cmp - rows
    some_fail label a.csv --line-buffered >rows
    some_fail label a.csv | cmp - rows
    run -2 label --in lines --line-buffered -o out lines
    [[ $output == *"--line-buffered is for pipes"* ]]
}
