#!/bin/sh
# The wheel, in an environment of its own (build/venv), beside the packages that
# it works with: types, and every test, none of which may be skipped.
#
#   tests/python/installed.sh BUILD VERSION PYTHON
set -eu
build=$(cd "$1" && pwd)
version=$2
python=$3
venv=$build/venv
wanted=tests/python/requirements.txt

if ! cmp -s "$wanted" "$venv/requirements.txt"; then
    "$python" -m venv --clear "$venv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check -r "$wanted"
    cp "$wanted" "$venv/requirements.txt"
fi
"$venv/bin/pip" install --quiet --disable-pip-version-check --no-index \
    --no-deps --force-reinstall "$build/wheel/tenor-$version"-*.whl

"$venv/bin/mypy" --config-file bindings/python/pyproject.toml \
    --cache-dir "$venv/mypy" bindings/python/tenor

TENOR_ROOT=$(pwd)
TENOR=$build/tenor
PYTHONPATH=$TENOR_ROOT/tests/python
PYTHONDONTWRITEBYTECODE=1
TENOR_REQUIRE_ALL=1
export TENOR TENOR_ROOT PYTHONPATH PYTHONDONTWRITEBYTECODE TENOR_REQUIRE_ALL
unset TENOR_LIBRARY TENOR_PROGRAM
exec "$venv/bin/python" -W error tests/python/suite.py
