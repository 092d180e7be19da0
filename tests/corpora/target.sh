#!/bin/bash
# Target tone: the embedded model for targets on the test part of
# newsmtsc_target, beside the same sentences scored without a target.
#
#   tests/corpora/target.sh TENOR CORPORA
#
# Without a target are the axis sentiment of the embedded model, and what
# `tenor train` makes of the training part with its own search: with the target
# deleted, and with the name Smith for it, which is an ordinary word to tenor
# but tells it, in n-grams, where each target stands. Accuracy and differences
# are in percent; an interval is that of Wald for paired shares, at 95 %.
set -eu
tenor=$1
corpus=$2/newsmtsc_target
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

# guess NAME AXIS OPTION...: the labels of the sentences on standard input
guess() {
    "$tenor" label --progress never --in lines --out tsv \
        --fields "tone.$2" "${@:3}" - | cut -f 1 >"$work/$1"
}

# row WHAT NAME FLOOR: accuracy, and what the target adds, which is wanted to be
# no less than the floor
row() {
    paste "$work/labels" "$work/target" "$work/$2" | awk -F '\t' -v what="$1" '
        { right += $1 == $3; won += $1 == $2 && $1 != $3
          lost += $1 != $2 && $1 == $3 }
        END { d = won - lost
              w = 1.96 * sqrt(won + lost - d * d / NR) * 100 / NR
              d *= 100 / NR
              printf "%-44s %5.1f %+6.1f  %.1f to %.1f\n",
                     what, 100 * right / NR, d, d - w, d + w
              exit d < floor }' floor="$3" - || failed=1
}

# trained NAME SED: guesses of a model that knows no target
trained() {
    sed "s/TGTENTITY/$2/g" "$corpus/train.tsv" >"$work/train.tsv"
    "$tenor" train -q -o "$work/model" "$work/train.tsv"
    cut -f 2 "$corpus/test.tsv" | sed "s/TGTENTITY/$2/g" |
        guess "$1" sentiment -m "$work/model"
}

cut -f 1 "$corpus/test.tsv" >"$work/labels"
cut -f 2 "$corpus/test.tsv" | guess target target -m model/target.tenor
cut -f 2 "$corpus/test.tsv" | sed 's/TGTENTITY//g' | guess embedded sentiment
trained deleted ''
trained smith Smith
printf '%-44s %5s %6s  %s\n' 'newsmtsc_target/test.tsv' accuracy target adds
row 'for targets' target 0
row 'without: the embedded axis sentiment' embedded 5
row 'without: trained, the target deleted' deleted 5
row 'without: trained, an ordinary name for it' smith 0
exit $failed
