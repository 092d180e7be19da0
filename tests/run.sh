#!/bin/sh
# Run every test built under BUILD: units, replay of the fuzzing corpora, and
# the command line, as many at a time as there are processors. Stops at the
# first failure.
#
#   tests/run.sh BUILD        those of make check
#   tests/run.sh BUILD slow   those of make check-slow, one after the other
set -eu
build=$1
TENOR=$(cd "$build" && pwd)/tenor
TENOR_ROOT=$(pwd)
export TENOR TENOR_ROOT
# A sanitizer's complaint must not look like an exit status of ours.
export ASAN_OPTIONS=exitcode=99 UBSAN_OPTIONS=exitcode=99:print_stacktrace=1

if [ "${2:-}" = slow ]; then
    exec bats --print-output-on-failure --timing tests/slow
fi
rm -rf "$build/tests/log"
mkdir -p "$build/tests/log"
# Long ones first, so that none is left to run alone.
{
    ls -S tests/cli/*.bats
    for test in "$build"/tests/unit/test_* "$build"/tests/fuzz/fuzz_*; do
        case $test in *.*) ;; *) echo "$test" ;; esac
    done
} | xargs -n 1 -P "$(nproc)" tests/run_one.sh "$build/tests/log"
