#!/bin/sh
# Run every test built under BUILD: units, replay of the fuzzing corpora, and
# the command line. Stops at the first failure.
#
#   tests/run.sh BUILD        those of make check
#   tests/run.sh BUILD slow   those of make check-slow
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
for test in "$build"/tests/unit/test_*; do
    case $test in *.*) continue ;; esac
    echo "== $(basename "$test")"
    "$test"
done
for target in "$build"/tests/fuzz/fuzz_*; do
    case $target in *.*) continue ;; esac
    name=$(basename "$target")
    echo "== $name"
    "$target" "tests/fuzz/corpus/${name#fuzz_}"
done
bats --print-output-on-failure tests/cli
