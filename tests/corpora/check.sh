#!/bin/sh
# The figures of the README, and whether they still hold.
#
#   tests/corpora/check.sh TENOR CORPORA
#
# Trains on the training part of each corpus with no option but the language,
# measures on its test part, and fails when a figure is below its floor. With
# PEERS=1, fastText and scikit-learn (Debian's fasttext and python3-sklearn) do
# the same beside it, with the settings that ../bench/peers.py states; PYTHON
# names the interpreter that has scikit-learn. Last, the embedded models
# are trained anew from their recipes: the bytes must be those in the tree.
set -eu
tenor=$1
corpora=$2
here=$(dirname "$0")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

complain() {
    echo "check: $*" >&2
    failed=1
}

now() {
    date +%s.%N
}

# at_least VALUE FLOOR
at_least() {
    awk -v value="$1" -v floor="$2" 'BEGIN { exit !(value >= floor) }'
}

# Floors are in percent. Accuracy of imdb by the design; those of the others
# are what TfidfVectorizer((1, 2)) + LinearSVC reaches on the same split.
# corpus               language  accuracy  macro-F1  seconds to train
floors="imdb              english   91.5      91.5      60
sst2              english   81.5      81.5      60
newsmtsc_sentence english   61.2      59.7      60
allocine3k_fr     french    87.4      87.4      60"

printf '%-18s %-14s %8s %8s %6s %8s\n' corpus tool accuracy macro-F1 ece \
    seconds
echo "$floors" | while read -r name language accuracy f1 limit; do
    train=$corpora/$name/train.tsv
    test=$corpora/$name/test.tsv
    begin=$(now)
    "$tenor" train -q --language "$language" -o "$work/model" "$train"
    end=$(now)
    "$tenor" eval --samples 0 --format json "$work/model" "$test" |
        jq -r '[.accuracy, .macro_f1, .ece] | map(. * 100) | @tsv' \
            >"$work/result"
    read -r a f e <"$work/result"
    seconds=$(echo "$begin $end" | awk '{ print $2 - $1 }')
    printf '%-18s %-14s %8.2f %8.2f %6.2f %8.1f\n' "$name" tenor "$a" "$f" \
        "$e" "$seconds"
    at_least "$a" "$accuracy" || complain "$name: accuracy below $accuracy"
    at_least "$f" "$f1" || complain "$name: macro-F1 below $f1"
    at_least "$limit" "$seconds" || complain "$name: above $limit s"
    [ -z "${PEERS:-}" ] || "${PYTHON:-python3}" -B "$here/../bench/peers.py" \
        "$name" "$train" "$test" </dev/null
    echo "$failed" >"$work/failed"
done
failed=$(cat "$work/failed")

echo
"$tenor" eval --format json "$corpora/newsmtsc_sentence/test.tsv" |
    jq -r '"embedded model, newsmtsc_sentence test: accuracy \(.accuracy)" +
        " \(.accuracy_interval), macro-F1 \(.macro_f1)" +
        " \(.macro_f1_interval), ece \(.ece)"'

# Start, open the embedded model, score one article: the median of 21 runs,
# beside the median of a program that does nothing.
median() {
    for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21; do
        begin=$(date +%s%N)
        "$@" >/dev/null
        end=$(date +%s%N)
        echo $(((end - begin) / 1000))
    done | sort -n | sed -n 11p
}
article=datasets/articles/harbour-contract.txt
score=$(median "$tenor" score "$article")
nothing=$(median true)
echo "one article: $score microseconds, 'date' and fork included;" \
    "true: $nothing"
[ "$((score - nothing))" -lt 10000 ] || complain "one article takes over 10 ms"

for model in embedded target; do
    "$tenor" train -q --recipe "datasets/$model.recipe" \
        --corpora "$corpora" -o "$work/$model"
    if cmp "$work/$model" "model/$model.tenor"; then
        echo "$model model: same bytes"
    else
        complain "the recipe gives another $model model"
    fi
done
exit "$failed"
