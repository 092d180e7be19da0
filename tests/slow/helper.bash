# What every slow test begins with: that of the other tests, and programs that
# are not on every machine.
load ../cli/helper

: "${RECORDS:=$(dirname "$TENOR")/tests/bench/records}"
# shellcheck disable=SC2034
JOBS=$TENOR_ROOT/docs/slurm

# lacking PROGRAM...: those that are not here.
lacking() {
    local program
    for program; do
        command -v "$program" >/dev/null || echo "$program"
    done
}

# cannot WHY: in setup_file, to skip the tests of the file; a failure in CI.
cannot() {
    echo "$1" | tee "$SHARED/cannot" >&2
    [ "${CI:-}" != true ]
}

# can_or_skip: in setup.
can_or_skip() {
    [ ! -e "$SHARED/cannot" ] || skip "$(tail -n 1 "$SHARED/cannot")"
}

# await SECONDS COMMAND...: until it succeeds, or fail.
await() {
    local i
    for ((i = 0; i < 20 * $1; i++)); do
        ! "${@:2}" >/dev/null 2>&1 || return 0
        sleep 0.05
    done
    echo "waited $1 s in vain: ${*:2}"
    return 1
}

# processes PROGRAM NAME=VALUE: those of that name that have this in their
# environment.
processes() {
    local p
    for p in $(pgrep -x "$1"); do
        ! grep -qzxF "$2" "/proc/$p/environ" 2>/dev/null || echo "$p"
    done
}

# make_corpus COUNT FILE: so many records of two sentences or so, as JSONL.
make_corpus() {
    "$RECORDS" jsonl "$1" 2 "$TENOR_ROOT"/datasets/passages/sentences-* >"$2"
}

# slow_model FILE CORPUS...: a kernel, with which some records take a while.
slow_model() {
    quick "$1" --kernel rbf --label-column sentiment "${@:2}"
}

# same_bytes FILE FILE: by the sum that the issue, and people, compare.
same_bytes() {
    [ "$(sha256sum <"$1")" = "$(sha256sum <"$2")" ]
}
