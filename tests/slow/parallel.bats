#!/usr/bin/env bats
# The shards of one corpus by GNU parallel, as docs/CLUSTERS.md has it.

load helper

setup_file() {
    if [ -n "$(lacking parallel)" ]; then
        cannot "not installed: parallel"
        return
    fi
    cd "$BATS_FILE_TMPDIR" || return 1
    slow_model "a model.tenor" "$STARTER"/*.jsonl
    make_corpus 20000 "a corpus.jsonl"
    "$TENOR" label -m "a model.tenor" "a corpus.jsonl" -o wanted.jsonl
    mkdir program
    ln -s "$TENOR" program/tenor
}

setup() {
    can_or_skip
    cd "$BATS_TEST_TMPDIR" || return 1
    PATH=$SHARED/program:$PATH
    cp "$SHARED/a model.tenor" "$SHARED/a corpus.jsonl" .
}

@test "eight shards, of which one is killed: the same bytes" {
    parallel -q --will-cite --retries 3 -j 4 tenor label -m "a model.tenor" \
        -j 1 --shard {}/8 --resume -o out.{}.jsonl "a corpus.jsonl" \
        ::: $(seq 8) 3>&- 2>err &
    pid=$!
    await 20 test -s out.2.jsonl.part
    # shellcheck disable=SC2046
    kill -KILL $(processes tenor PARALLEL_SEQ=2)
    wait $pid
    tenor merge -o out.jsonl out.[1-8].jsonl
    same_bytes out.jsonl "$SHARED/wanted.jsonl"
    tenor verify out.jsonl
}
