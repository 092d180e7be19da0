#!/bin/sh
# Build every fuzz target with libFuzzer and the sanitizers and run each one
# for some seconds on a copy of its seeds. Stops at the first crash.
#
#   tests/fuzz/fuzz.sh [SECONDS [TARGET...]]    TARGET: tsv, model, ...
#
# Members of a zip may ask for 4 GB, of which liblzma uses what they fill, so
# that one allocation may be larger than all memory that is used.
#
# CC, default clang; the crashing input stays in build/fuzz.
set -eu
cd "$(dirname "$0")/../.."

seconds=${1:-10}
[ $# -gt 0 ] && shift
CC=${CC:-clang}
out=build/fuzz
export UBSAN_OPTIONS=print_stacktrace=1

case $seconds in
'' | *[!0-9]*)
    echo "usage: tests/fuzz/fuzz.sh [SECONDS [TARGET...]]" >&2
    exit 2
    ;;
esac
if ! command -v "$CC" >/dev/null; then
    echo "fuzz.sh: $CC is missing; libFuzzer is part of clang" >&2
    exit 2
fi
if [ $# -eq 0 ]; then
    for source in tests/fuzz/fuzz_*.c; do
        name=${source##*/fuzz_}
        set -- "$@" "${name%.c}"
    done
fi

san=address,undefined
flags="-O1 -g -fno-omit-frame-pointer -fno-sanitize-recover=all"
parts=$out/tests/parts.a
make -s B="$out" CC="$CC" CFLAGS="$flags -fsanitize=fuzzer-no-link,$san" "$parts"
third=$(make -s third)

for name; do
    # $flags and $third are lists.
    # shellcheck disable=SC2086
    "$CC" -I. -std=c11 $flags "-fsanitize=fuzzer,$san" -o "$out/fuzz_$name" \
        "tests/fuzz/fuzz_$name.c" "$parts" $third -lm -ldl
    rm -rf "$out/corpus-$name"
    mkdir "$out/corpus-$name"
    if [ -d "tests/fuzz/corpus/$name" ]; then
        cp "tests/fuzz/corpus/$name"/* "$out/corpus-$name/"
    fi
    : >"$out/empty"
    if [ "$name" = model ]; then # a seed in the format of today
        TENOR_FUZZ_SEED=$out/corpus-model/today \
            "$out/fuzz_$name" "$out/empty" >"$out/$name.log" 2>&1 || {
            cat "$out/$name.log" >&2
            exit 1
        }
    fi
    echo "fuzz_$name: $seconds s"
    if ! "$out/fuzz_$name" -max_total_time="$seconds" -timeout=20 \
        -rss_limit_mb=4096 -malloc_limit_mb=8192 \
        -artifact_prefix="$out/$name-" \
        "$out/corpus-$name" >"$out/$name.log" 2>&1; then
        tail -60 "$out/$name.log" >&2
        echo "fuzz_$name: FAILED; log in $out/$name.log, input in" \
            "$out/$name-*; run it alone with $out/fuzz_$name INPUT" >&2
        exit 1
    fi
    grep '^Done ' "$out/$name.log" || tail -1 "$out/$name.log"
done
