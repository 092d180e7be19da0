#!/usr/bin/env bats
# docs/slurm on a cluster: whatever happens to the tasks of an array, the merged
# shards are the bytes of a run on one machine.

load helper
load cluster

setup_file() {
    missing=$(lacking munged slurmctld slurmd sbatch scontrol)
    if [ -n "$missing" ]; then
        cannot "not installed: ${missing//$'\n'/ }"
        return
    fi
    cd "$BATS_FILE_TMPDIR" || return 1
    slow_model "a model.tenor" "$STARTER"/*.jsonl
    slow_model "another model.tenor" "$STARTER/part-b.jsonl"
    make_corpus 70000 "a corpus.jsonl"
    "$TENOR" label -m "a model.tenor" "$PWD/a corpus.jsonl" -o wanted.jsonl
    cluster_up "$BATS_FILE_TMPDIR/cluster" || cannot "Slurm does not run here"
}

teardown_file() {
    cluster_down "$BATS_FILE_TMPDIR/cluster"
}

setup() {
    can_or_skip
    cd "$BATS_TEST_TMPDIR" || return 1
    M="$SHARED/a model.tenor"
    C="$SHARED/a corpus.jsonl"
}

teardown() {
    [ ! -e "$SHARED/cannot" ] || return 0
    # What a test that failed left.
    scancel --user="$(id -un)"
    await 20 have_ended
}

# job TASK: its number, which a task has beside that of its array.
job() {
    scontrol -o show job "$1" | sed -n 's/^JobId=\([0-9]*\) .*/\1/p'
}

# is STATE TASK
is() {
    scontrol -o show job "$2" | grep -q " JobState=$1 "
}

# have_ended: nothing runs or waits.
have_ended() {
    [ -z "$(squeue -h)" ]
}

# of PROGRAM TASK: the processes of that name in the task.
of() {
    processes "$1" "SLURM_JOB_ID=$(job "$2")"
}

# on_its_way TASK SHARD: it runs, and has written some of its rows.
on_its_way() {
    is RUNNING "$1" && [ -s "$2.part" ] && [ -n "$(of tenor "$1")" ]
}

# log TASK PATTERN: a line of its log matches.
log() {
    grep -q -- "$2" "tenor-label-$1.log" || {
        echo "no '$2' in:"
        cat "tenor-label-$1.log"
        return 1
    }
}

@test "an array of 8, of which tasks are requeued and killed: the same bytes" {
    out="all of it.jsonl"
    echo "what a merge that was killed left" >"$out.part"
    array=$(cluster_submit --array=1-8 "$JOBS/label.sbatch" "$out" -m "$M" "$C")
    merge=$(cluster_submit --dependency="afterany:$array" \
        "$JOBS/merge.sbatch" "$out" 8)
    for i in 1 2 3 4; do
        await 30 on_its_way "${array}_$i" "$out.shards/$i-of-8.$out"
    done
    # Of one the script is killed as well as the program: Slurm takes it to have
    # failed. One is put back while it runs. Of one the program is killed, as
    # when a node has no memory left. One comes near its time limit, of which
    # Slurm tells it in this way; scancel would tell it again when it is back.
    # shellcheck disable=SC2046
    kill -KILL $(of slurm_script "${array}_1") $(of tenor "${array}_1")
    await 20 is FAILED "${array}_1"
    scontrol requeue "${array}_1"
    scontrol requeue "${array}_2"
    # shellcheck disable=SC2046
    kill -KILL $(of tenor "${array}_3")
    timeout 1 scancel --batch --signal=USR1 "$(job "${array}_4")" || true
    await 60 have_ended
    is COMPLETED "$merge" || {
        cat ./*.log
        return 1
    }
    for i in {1..8}; do
        ran=$(grep -c "shard $i of 8: " "tenor-label-${array}_$i.log")
        [ "$ran" -eq $((i <= 4 ? 2 : 1)) ] || {
            cat "tenor-label-${array}_$i.log"
            return 1
        }
        log "${array}_$i" "restart $((ran - 1)): done$"
    done
    log "${array}_2" "JOB [0-9]* ON .* DUE TO JOB REQUEUE"
    log "${array}_3" "restart 0: killed$"
    log "${array}_4" "restart 0: the time limit is near$"
    cmp "$out" "$SHARED/wanted.jsonl"
    same_bytes "$out" "$SHARED/wanted.jsonl"
    grep -q "^$(sha256sum <"$out" | cut -d ' ' -f 1) " "tenor-merge-$merge.log"
    "$TENOR" verify "$out" "$out.shards"/*-of-8."$out"
    mv "$out.shards" "$SHARED/shards"
}

@test "a shard by another model: nothing is merged" {
    mkdir all.jsonl.shards
    for i in {1..8}; do
        for end in "" .receipt; do
            cp "$SHARED/shards/$i-of-8.all of it.jsonl$end" \
                "all.jsonl.shards/$i-of-8.all.jsonl$end"
        done
    done
    rm all.jsonl.shards/5-of-8.*
    SHARDS=8 cluster_submit --array=5 "$JOBS/label.sbatch" all.jsonl \
        -m "$SHARED/another model.tenor" "$C" >array
    log=tenor-label-$(cat array)_5.log
    merge=$(cluster_submit --dependency="afterany:$(cat array)" \
        "$JOBS/merge.sbatch" all.jsonl 8)
    await 30 have_ended
    grep -q ": done$" "$log"
    [ -s all.jsonl.shards/5-of-8.all.jsonl ]
    is FAILED "$merge"
    cat "tenor-merge-$merge.log"
    grep -q "^tenor merge: .*model" "tenor-merge-$merge.log"
    [ ! -e all.jsonl ]
}

@test "an array from 0, of a table: one header" {
    jq -r '[.id, .text] | @csv' "$STARTER"/*.jsonl | sed '1i id,text' >a.csv
    "$TENOR" label a.csv -o wanted.csv
    array=$(cluster_submit --array=0-4 "$JOBS/label.sbatch" all.csv a.csv)
    cluster_submit --dependency="afterany:$array" "$JOBS/merge.sbatch" all.csv 5
    await 30 have_ended
    same_bytes all.csv wanted.csv
}

@test "an array with holes, and one of a part, are refused" {
    for tasks in 1-5:2 3 2-4; do
        array=$(cluster_submit --array=$tasks "$JOBS/label.sbatch" \
            all.jsonl "$C")
        await 20 have_ended
        task=${array}_${tasks%%-*}
        log "$task" "an array that is not 1-N or 0-N needs SHARDS=N"
        is FAILED "$task"
    done
    [ ! -e all.jsonl.shards ]
}
