#!/bin/sh
# Make reports and look at them in headless Chromium.
#
#   tests/browser/run.sh BUILD
#
# Pages, pictures of them and what npm installs are in BUILD/browser.
set -eu
build=$(cd "$1" && pwd)
here=tests/browser
work=$build/browser

for program in node npm chromium python3; do
    if ! command -v "$program" >/dev/null; then
        echo "tests/browser: there is no $program; see .ci/install" >&2
        exit 1
    fi
done
mkdir -p "$work"
if ! cmp -s $here/package.json "$work/installed.json"; then
    cp $here/package.json "$work/package.json"
    npm install --prefix "$work" --silent --no-audit --no-fund --no-package-lock
    cp $here/package.json "$work/installed.json"
fi

rm -rf "$work/pages" "$work/pictures"
mkdir -p "$work/pages" "$work/pictures"
article=datasets/articles/harbour-contract.txt
$here/hostile.py article >"$work/hostile.txt"
$here/hostile.py corpus datasets/passages/*.jsonl datasets/starter/*.jsonl \
    >"$work/corpus.jsonl"
"$build/tenor" report $article -o "$work/pages/article.html"
"$build/tenor" report "$work/hostile.txt" -o "$work/pages/hostile.html"
"$build/tenor" explain --format html $article >"$work/pages/explain.html"
# one record of it is bad
"$build/tenor" report "$work/corpus.jsonl" -o "$work/pages/corpus.html" ||
    [ $? = 1 ]

WORK=$work exec node --test $here/test_*.mjs
