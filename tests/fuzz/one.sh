#!/bin/sh
# Build one fuzz target and run it for some seconds on a copy of its seeds; for
# fuzz.sh, several at a time. 255, which ends xargs, after a crash.
#
#   tests/fuzz/one.sh SECONDS OUT NAME    with CC, FLAGS and THIRD
set -eu
seconds=$1
out=$2
name=$3

# $FLAGS and $THIRD are lists.
# shellcheck disable=SC2086
"$CC" -I. -std=c11 $FLAGS -fsanitize=fuzzer,address,undefined \
    -o "$out/fuzz_$name" "tests/fuzz/fuzz_$name.c" "$out/tests/parts.a" \
    $THIRD -lm -ldl || exit 255
rm -rf "$out/corpus-$name"
mkdir "$out/corpus-$name"
if [ -d "tests/fuzz/corpus/$name" ]; then
    cp "tests/fuzz/corpus/$name"/* "$out/corpus-$name/"
fi
if [ "$name" = model ]; then # a seed in the format of today
    : >"$out/empty"
    TENOR_FUZZ_SEED=$out/corpus-model/today \
        "$out/fuzz_$name" "$out/empty" >"$out/$name.log" 2>&1 || {
        cat "$out/$name.log" >&2
        exit 255
    }
fi
if ! "$out/fuzz_$name" -max_total_time="$seconds" -timeout=20 \
    -rss_limit_mb=4096 -malloc_limit_mb=8192 \
    -artifact_prefix="$out/$name-" \
    "$out/corpus-$name" >"$out/$name.log" 2>&1; then
    tail -60 "$out/$name.log" >&2
    echo "fuzz_$name: FAILED; log in $out/$name.log, input in" \
        "$out/$name-*; run it alone with $out/fuzz_$name INPUT" >&2
    exit 255
fi
echo "fuzz_$name: $(grep '^Done ' "$out/$name.log" || tail -1 "$out/$name.log")"
