#!/bin/sh
# packed.sh PACKED CORPORA: what the packing of weights changes, on all corpora
# of the suite; fails where more than 0.2 % of the labels change, or accuracy
# falls by more than 0.1 points; a single changed label passes.
set -eu
packed=$1 corpora=$2
here=$(dirname "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
status=0
printf 'corpus\tdocuments\tchanged\tright exact\tright packed\tfeatures\trows\n'
grep -v '^#' "$here/suite.tsv" >"$folder/suite"
while IFS='	' read -r name language _; do
    python3 "$corpora/split.py" "$name" "$folder" >/dev/null
    row=$("$packed" "$language" "$folder/train.tsv" "$folder/test.tsv")
    printf '%s\t%s\n' "$name" "$row"
    echo "$row" | awk '{
        exit $2 > 1 && ($2 > 0.002 * $1 || $3 - $4 > 0.001 * $1) }' || {
        echo "packed.sh: $name: above the bound" >&2
        status=1
    }
done <"$folder/suite"
exit $status
