#!/bin/sh
# Run one test and then print what it said; for run.sh, several at a time. 255,
# which ends xargs, after a failure.
#
#   tests/run_one.sh LOGS TEST    TEST: x.bats, a unit, or a fuzz target
set -eu
name=$(basename "$2")
log=$1/$name

case $name in
*.bats) set -- bats --print-output-on-failure "$2" ;;
fuzz_*) set -- "$2" "tests/fuzz/corpus/${name#fuzz_}" ;;
*) set -- "$2" ;;
esac
status=0
"$@" >"$log" 2>&1 </dev/null || status=255
# In one write, so that the lines of tests stay together.
{ echo "== $name" && cat "$log"; } >"$log.whole"
cat "$log.whole"
exit $status
