#!/usr/bin/env bats
# datasets/fetch, on a mirror made here, and the catalogue it reads.

load helper

FETCH=$TENOR_ROOT/datasets/fetch

setup_file() {
    cd "$BATS_FILE_TMPDIR"
    mkdir mirror bin
    make_imdb mirror/aclImdb_v1.tar.gz
    printf ',count,class,tweet\n0,3,2,"A fine day, ""really"""\n1,3,0,Go away\n2,3,2,"Two\nlines"\n' \
        >mirror/labeled_data.csv
    mkdir z
    printf '{"text": "Could you look?", "meta": {"Binary": 1}}\n{"text": "No.", "meta": {"Binary": -1}}\n' \
        >z/utterances.jsonl
    (cd z && zip -q ../mirror/polite.zip utterances.jsonl)
    printf '__label__a one\n__label__b two\n' | gzip >mirror/c.ft.gz
    make_catalogue
}

# The layout of the Large Movie Review Dataset, with texts of our own.
make_imdb() {
    mkdir -p aclImdb/train/pos aclImdb/train/neg aclImdb/train/unsup \
        aclImdb/test/pos aclImdb/test/neg
    printf 'A joy from the first scene.<br /><br />See it!' \
        >aclImdb/train/pos/0_9.txt
    printf 'Warm and witty.' >aclImdb/train/pos/1_7.txt
    printf 'Two hours of my life, gone.' >aclImdb/train/neg/0_3.txt
    printf 'No label here.' >aclImdb/train/unsup/0_0.txt
    printf 'Splendid.' >aclImdb/test/pos/0_10.txt
    printf 'Dull.' >aclImdb/test/neg/0_1.txt
    printf 'http://example.org/\n' >aclImdb/train/urls_pos.txt
    printf 'About these files.\n' >aclImdb/README
    tar -czf "$1" aclImdb
}

# The rows of the real catalogue that the mirror stands in for, and some more.
make_catalogue() {
    local real=$TENOR_ROOT/datasets/catalogue.tsv
    head -1 "$real" >catalogue
    grep '^davidson-hate	' "$real" >>catalogue
    grep '^mr	' "$real" >>catalogue
    grep '^imdb	' "$real" >imdb-row
    awk -F'\t' -v OFS='\t' -v sum="$(sum mirror/aclImdb_v1.tar.gz)" \
        '{$7 = sum; print}' imdb-row >>catalogue
    sed 's/^imdb/imdb-changed/' imdb-row >>catalogue
    row polite polite.zip zip utterances.jsonl jsonl \
        '--label-column meta.Binary --map 1=polite --map -1=impolite'
    row zipped c.ft.gz gz '*.ft' fasttext -
    row absent none.csv none - csv -
    row lost polite.zip zip other.jsonl jsonl -
    row wrong polite.zip zip utterances.jsonl jsonl '--label-column tone'
    row broken labeled_data.csv tar.gz x dir -
}

row() {
    printf '%s\ten\tsentiment\tsentence\tours\thttps://example.org/%s\t-\t%s\t%s\t%s\t%s\tours\n' \
        "$@" >>catalogue
}

sum() {
    sha256sum "$1" | cut -d' ' -f1
}

setup() {
    cd "$BATS_TEST_TMPDIR" || return 1
    export TENOR_CATALOGUE=$SHARED/catalogue TENOR_MIRROR=file://$SHARED/mirror
    export TMPDIR=$BATS_TEST_TMPDIR/tmp
    mkdir tmp here
}

# nothing_left: neither in the folder asked for nor among temporary files.
nothing_left() {
    [ -z "$(find tmp here -mindepth 1)" ]
}

# refuses STATUS PATTERN NAME: with the pattern in a message, and no trace.
refuses() {
    run "-$1" --separate-stderr "$FETCH" "$3" here
    grep -qE "^fetch: .*$2" <<<"$stderr" || {
        echo "no '$2' in: $stderr"
        return 1
    }
    nothing_left
}

# ---- what is fetched -------------------------------------------------------

@test "the archive of IMDB: two folders, labels renamed, unsup left out" {
    run -0 --separate-stderr "$FETCH" imdb here
    [ -z "$stderr" ]
    [[ $output == *"here/imdb/test.tsv: 2 documents, 2 labels: negative 1, positive 1"* ]]
    [[ $output == *"here/imdb/train.tsv: 3 documents, 2 labels: negative 1, positive 2"* ]]
    [[ $output == *"Maas et al. 2011"* ]]
    [[ $output != *"SHA-256"* ]]
    [ "$(ls -A here/imdb)" = $'test.tsv\ntrain.tsv' ]
    printf '%s\t%s\n' negative 'Two hours of my life, gone.' \
        positive 'A joy from the first scene.<br /><br />See it!' \
        positive 'Warm and witty.' | cmp - here/imdb/train.tsv
    [ "$(ls -A here)" = imdb ]
    [ -z "$(ls -A tmp)" ]
}

@test "a CSV, and its checksum where the catalogue has none" {
    run -0 --separate-stderr "$FETCH" davidson-hate here
    [[ $output == *"SHA-256 $(sum "$SHARED/mirror/labeled_data.csv");"* ]]
    printf '%s\t%s\n' neither 'A fine day, "really"' hate 'Go away' \
        neither 'Two lines' | cmp - here/davidson-hate/labeled_data.tsv
}

@test "a zip with nested JSON" {
    run -0 "$FETCH" polite here
    printf '%s\t%s\n' polite 'Could you look?' impolite No. |
        cmp - here/polite/utterances.tsv
}

@test "a gzip file" {
    run -0 "$FETCH" zipped here
    printf '%s\t%s\n' a one b two | cmp - here/zipped/c.tsv
}

@test "into the current folder, or one that is made" {
    run -0 "$FETCH" polite
    [ -s polite/utterances.tsv ]
    run -0 "$FETCH" polite "a b/c"
    [ -s "a b/c/polite/utterances.tsv" ]
}

@test "what was fetched trains a model" {
    "$FETCH" polite here >/dev/null
    for i in 1 2 3 4; do
        cat here/polite/utterances.tsv
    done | sed 's/$/ x/' >corpus.tsv
    awk '{print $0 NR}' corpus.tsv >distinct.tsv
    quick model distinct.tsv
    [ -s model ]
}

# ---- what is refused -------------------------------------------------------

@test "an unknown name is wrong usage" {
    refuses 2 "no corpus 'nothing' in the catalogue" nothing
    refuses 2 "no corpus 'name'" name
    refuses 2 "unknown option '--x'" --x
    run -2 --separate-stderr "$FETCH" imdb here more
    [[ ${stderr_lines[1]} == usage:* ]]
}

@test "a corpus to convert by hand: its address and how" {
    refuses 1 "'mr' cannot be read.*cs.cornell.edu.*by hand" mr
}

@test "a checksum that does not match" {
    refuses 1 "has SHA-256 [0-9a-f]{64}, where the catalogue has c40f74" \
        imdb-changed
}

@test "a file that is not there, and a host that is not there" {
    refuses 1 "cannot download file://.*/none.csv" absent
    TENOR_MIRROR=http://host.invalid refuses 1 \
        "cannot download http://host.invalid/none.csv" absent
}

@test "an archive without the member, or damaged" {
    refuses 1 "holds no 'other.jsonl'" lost
    refuses 1 "cannot unpack" broken
}

@test "a corpus that is not as the catalogue says" {
    refuses 1 "'utterances.jsonl' of 'wrong' is not what" wrong
    grep -q "utterances.jsonl:1: no label field 'tone'" <<<"$stderr"
}

@test "a corpus that is there already" {
    mkdir here/polite
    run -1 --separate-stderr "$FETCH" polite here
    [[ $stderr == "fetch: 'here/polite' is there already" ]]
    [ -z "$(find here/polite tmp -mindepth 1)" ]
}

@test "tools that are missing" {
    for tool in awk basename cat cp cut dirname gzip ls mkdir mktemp mv rm \
        sed sh sha256sum sort tar uniq; do
        ln -s "$(command -v $tool)" "$SHARED/bin/$tool"
    done
    PATH=$SHARED/bin run -1 --separate-stderr "$FETCH" polite here
    [[ $stderr == "fetch: unzip is missing"* ]]
    TENOR_MIRROR=https://example.org PATH=$SHARED/bin \
        run -1 --separate-stderr "$FETCH" imdb here
    [[ $stderr == "fetch: neither curl nor wget is there"* ]]
    TENOR=$SHARED/none run -1 --separate-stderr "$FETCH" imdb here
    [[ $stderr == "fetch: '$SHARED/none' is not a program"* ]]
    TENOR_CATALOGUE=none run -1 --separate-stderr "$FETCH" imdb here
    [[ $stderr == "fetch: cannot read the catalogue 'none'" ]]
    nothing_left
}

# ---- the catalogue ---------------------------------------------------------

@test "the list has every corpus once" {
    unset TENOR_CATALOGUE
    run -0 "$FETCH" --list
    [ "${#lines[@]}" -ge 25 ]
    [[ ${lines[0]} =~ ^imdb\ +en\ +sentiment$ ]]
    [ "$(cut -d' ' -f1 <<<"$output" | sort | uniq -d)" = "" ]
    [ "$output" = "$("$FETCH")" ]
}

@test "every row of the catalogue is whole" {
    awk -F'\t' '
        NF != 12 {bad = "fields"}
        {for (i = 1; i <= 12; i++) if ($i == "") bad = "empty"}
        NR > 1 && $1 !~ /^[a-z0-9.-]+$/ {bad = "name"}
        NR > 1 && $2 !~ /^[a-z][a-z]$/ {bad = "language"}
        NR > 1 && $6 !~ /^https:\/\/[^ ]+$/ {bad = "address"}
        NR > 1 && $7 != "-" && ($7 !~ /^[0-9a-f]+$/ || length($7) != 64) {bad = "sha256"}
        NR > 1 && $8 !~ /^(none|gz|zip|tar.gz|tar.bz2)$/ {bad = "archive"}
        NR > 1 && $10 !~ /^(tsv|csv|jsonl|fasttext|dir|-)$/ {bad = "format"}
        NR > 1 && $10 == "-" && $12 !~ /by hand: / {bad = "no word on how"}
        bad {print "line " NR ": " bad; exit 1}
    ' "$TENOR_ROOT/datasets/catalogue.tsv"
}

@test "tenor import takes the options of every row" {
    printf '{}\n' >c
    tail -n +2 "$TENOR_ROOT/datasets/catalogue.tsv" | cut -f10,11 |
        while IFS=$'\t' read -r format options; do
            [ "$format" != - ] || continue
            [ "$options" != - ] || options=
            # shellcheck disable=SC2086
            run --separate-stderr "$TENOR" import --in "$format" $options c
            [[ ${stderr_lines[0]} == *"'c'"* || ${stderr_lines[0]} == *c:1:* ]]
        done
}
