#!/bin/sh
# Build every fuzz target with libFuzzer and the sanitizers and run each one
# for some seconds on a copy of its seeds, as many at a time as there are
# processors. Stops at the first crash.
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

flags="-O1 -g -fno-omit-frame-pointer -fno-sanitize-recover=all"
make -s B="$out" CC="$CC" "$out/tests/parts.a" \
    CFLAGS="$flags -fsanitize=fuzzer-no-link,address,undefined"
THIRD=$(make -s third)
FLAGS=$flags
export CC FLAGS THIRD
printf '%s\n' "$@" |
    xargs -n 1 -P "$(nproc)" tests/fuzz/one.sh "$seconds" "$out"
