#!/bin/sh
# The tests of the Python package as it stands in the tree, with the library and
# the program built under BUILD. Those that need packages of PyPI are skipped
# where these are not there; installed.sh has them.
#
#   tests/python/run.sh BUILD PYTHON
set -eu
build=$(cd "$1" && pwd)
python=$2
TENOR_ROOT=$(pwd)
TENOR=$build/tenor
TENOR_PROGRAM=$TENOR
TENOR_LIBRARY=$build/libtenor.so
PYTHONPATH=$TENOR_ROOT/bindings/python:$TENOR_ROOT/tests/python
PYTHONDONTWRITEBYTECODE=1
export TENOR TENOR_ROOT TENOR_PROGRAM TENOR_LIBRARY PYTHONPATH \
    PYTHONDONTWRITEBYTECODE

# A sanitizer wants to be there before all else. What the interpreter leaks is
# its own. With clang the runtime is in programs only, so this is left out.
runtime=$(ldd "$TENOR_LIBRARY" | awk '/lib[a-z]*san\./ { print $3 }')
case $build in
*/san)
    if [ -z "$runtime" ]; then
        echo "tests/python: left out: no shared runtime of the sanitizers" >&2
        exit 0
    fi
    ;;
esac
echo "== python"
exec env ${runtime:+LD_PRELOAD="$(echo "$runtime" | tr '\n' ' ')"} \
    ASAN_OPTIONS=exitcode=99:detect_leaks=0 UBSAN_OPTIONS=exitcode=99 \
    "$python" -W error tests/python/suite.py
