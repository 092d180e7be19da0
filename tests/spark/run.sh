#!/bin/sh
# Run a program in an environment of its own (build/spark) with Spark and the
# wheel of this tree.
#
#   tests/spark/run.sh BUILD VERSION PYTHON PROGRAM [ARGUMENT...]
set -eu
build=$(cd "$1" && pwd)
version=$2
python=$3
shift 3
venv=$build/spark
wanted=tests/spark/requirements.txt

if ! command -v java >/dev/null && [ -z "${JAVA_HOME:-}" ]; then
    echo "tests/spark: there is no java; see .ci/install" >&2
    exit 1
fi
if ! cmp -s "$wanted" "$venv/requirements.txt"; then
    "$python" -m venv --clear "$venv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check -r "$wanted"
    cp "$wanted" "$venv/requirements.txt"
fi
"$venv/bin/pip" install --quiet --disable-pip-version-check --no-index \
    --no-deps --force-reinstall "$build/wheel/tenor-$version"-*.whl

TENOR=$build/tenor
RECORDS=$build/tests/bench/records
PYTHONDONTWRITEBYTECODE=1
export TENOR RECORDS PYTHONDONTWRITEBYTECODE
unset TENOR_LIBRARY TENOR_PROGRAM PYTHONPATH
exec "$venv/bin/python" "$@"
