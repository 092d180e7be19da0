#!/usr/bin/env bats
# tenor report of an article, and explain --format html: a page that is whole,
# inert, the same each time, and says what explain says.

load helper

setup_file() {
    cd "$BATS_FILE_TMPDIR"
    small_corpus c.tsv
    sed 's/^good/<b title="x">good/; s/^bad/bad\&<script>/' c.tsv >evil.tsv
    quick plain --poles bad,good c.tsv
    quick evil --axis '<i>tone' evil.tsv
    quick bent --kernel rbf c.tsv
    for i in {1..10}; do
        printf '{"text":"%s day %d.","label":"%s"}\n' \
            Splendid "$i" good Awful "$i" bad
    done >corpus.jsonl
    cat >recipe <<'END'
axis a sentence
scope sentences
note <u>For</u> tests.
corpus ./corpus.jsonl MIT
articles ./corpus.jsonl MIT
axis t headline
scope title
corpus ./corpus.jsonl MIT
axis w article
corpus ./corpus.jsonl MIT
END
    "$TENOR" train "${QUICK[@]}" --folds 2 --recipe recipe -o page
}

setup() {
    cd "$BATS_TEST_TMPDIR" || return 1
    M=$SHARED/page
    A=$ARTICLES/harbour-contract.txt
    printf 'A splendid day. The soup was awful, 3 times. Splendid!\n' >a.txt
}

@test "a page is well-formed, for every model and article" {
    for model in "$SHARED"/{plain,evil,page,bent}; do
        for article in "$ARTICLES"/*.txt a.txt; do
            run -0 --separate-stderr "$TENOR" report -m "$model" "$article"
            [ -z "$stderr" ]
            printf '%s\n' "$output" >page.html
            is_page page.html
        done
    done
}

@test "the embedded model" {
    has_embedded || skip "no embedded model"
    "$TENOR" report "$A" -o page.html
    is_page page.html
    "$TENOR" explain --format html "$A" >same.html
    is_page same.html
    texts page.html >seen
    for axis in sentiment subjectivity wording partisanship emotion hostility \
        headline; do
        grep -q "^$axis: .*%" seen
    done
    grep -q 'They sold our harbour over lunch' seen
    grep -q 'Accuracy, cross-validated' seen
}

@test "-o FILE, -o - and none are the same bytes, twice" {
    "$TENOR" report -m "$M" a.txt -o 1
    "$TENOR" report -m "$M" a.txt -o - >2
    "$TENOR" report -m "$M" a.txt >3
    for locale in C.UTF-8 de_DE.UTF-8 tr_TR.UTF-8; do
        LC_ALL=$locale "$TENOR" report -m "$M" a.txt >4
        cmp 1 4
    done
    cmp 1 2
    cmp 1 3
    [ "$(ls)" = $'1\n2\n3\n4\na.txt' ]
}

@test "standard input: nothing, and -" {
    "$TENOR" report -m "$M" <a.txt >1
    "$TENOR" report -m "$M" - <a.txt | cmp 1 -
    grep -q '<bdi>standard input</bdi>' 1
}

@test "hostile texts, titles, names and labels are text" {
    printf '<script>alert(1)</script> <img src=x onerror=y> "awful" & splendid.
\xe2\x80\xaeAwful\x1b[31m \xff day. </mark></body> %%s %%n\n' >'<svg onload=x>.txt'
    for model in "$SHARED"/evil "$M"; do
        "$TENOR" report -m "$model" '<svg onload=x>.txt' -o page.html \
            --title '</title><script>x</script> "'\'
        is_page page.html
        texts page.html >seen
        grep -qF '<script>alert(1)</script> <img src=x onerror=y>' seen
        grep -qF '<svg onload=x>.txt' seen
        grep -qF '</title><script>x</script> "'\' seen
        grep -qF 'U+202E' seen
    done
    "$TENOR" report -m "$SHARED/evil" a.txt >page.html
    texts page.html >seen
    grep -qF '<i>tone: ' seen
    grep -qF 'bad&<script>' seen
}

@test "words are marked by sign and strength, with their number" {
    "$TENOR" report -m "$SHARED/plain" a.txt >page.html
    grep -qE '<mark class="(for|against) w4" data-adds="[^"]*0\.[0-9]{4}" tabindex="0">(splendid|awful)</mark>' page.html
    [ "$(grep -o 'tabindex="0"' page.html | wc -l)" -le 12 ]
    # The number of a word that occurs once is that of explain.
    "$TENOR" explain -m "$SHARED/plain" --format json a.txt |
        jq -r 'first(.axes[]).words[] | select(.word == "awful").contribution
            | if . < 0 then -. else . end | tostring[:5]' >wanted
    grep -o 'data-adds="[^"]*"[^>]*>awful<' page.html | grep -qF "$(cat wanted)"
}

@test "an axis is open: the first, or those asked for" {
    printf 'Splendid day 1. Splendid day 3. Awful day 2.\n' >a.txt
    "$TENOR" report -m "$M" --title 'Splendid day 4' a.txt >all
    [ "$(grep -c '<details class="axis" open>' all)" -eq 1 ]
    [ "$(grep -c '<details class="axis">' all)" -eq 2 ]
    "$TENOR" report -m "$M" --title 'Splendid day 4' --axis a,t a.txt >two
    [ "$(grep -c '<details class="axis" open>' two)" -eq 2 ]
    [ "$(grep -c '<details class="axis">' two)" -eq 0 ]
}

@test "no label: why" {
    : >empty
    "$TENOR" report -m "$M" empty >page.html
    is_page page.html
    [ "$(grep -c 'no label: the text is empty' page.html)" -ge 2 ]
    "$TENOR" report -m "$M" a.txt | grep -q 'no label: there is no title'
    run -0 "$TENOR" report -m "$SHARED/bent" a.txt
    [[ $output == *"has a non-linear kernel"* ]]
}

@test "a long text: its beginning, and the page says so" {
    for i in {1..4000}; do
        echo "The soup was awful and the day was splendid, number $i."
    done >long.txt
    "$TENOR" report -m "$SHARED/plain" long.txt -o page.html
    is_page page.html
    texts page.html >seen
    grep -qE 'of 4000 sentences the first [0-9,]+ are shown, 6[0-9],[0-9]{3} of' \
        seen
    grep -q 'number 1\.' seen
    run -1 grep 'number 4000\.' seen
    [ "$(wc -c <page.html)" -lt 2000000 ]
}

@test "a text that is too long to be explained has a profile" {
    yes 'The soup was awful and the day was splendid.' | head -c 1100000 >long
    "$TENOR" report -m "$SHARED/plain" long -o page.html
    is_page page.html
    texts page.html >seen
    grep -q 'The text has 1,100,000 bytes: of more than 1,048,576 it is not' seen
    grep -q 'good' seen
}

@test "bytes that are no text, one long word, another language" {
    head -c 5000 /dev/urandom >random
    head -c 100000 /dev/zero | tr '\0' x >word
    printf 'هذا نص عن يوم رائع. awful day\n' >arabic
    for file in random word arabic; do
        "$TENOR" report -m "$M" $file -o page.html
        is_page page.html
    done
}

@test "what cannot be: a message, and no file" {
    complains 2 "tenor report: cannot open 'missing': *" \
        "$TENOR" report -m "$M" missing -o out.html
    complains 2 "tenor report: cannot create 'no/out.html': *" \
        "$TENOR" report -m "$M" a.txt -o no/out.html
    complains 3 "tenor report: *" "$TENOR" report -m missing a.txt -o out.html
    hints 2 "tenor report: the model has no axis 'x'; it has: *" \
        "$TENOR" report -m "$M" --axis x a.txt -o out.html
    [ ! -e out.html ]
    hints 2 "tenor explain: --format html is one page, and there are 2 texts" \
        "$TENOR" explain -m "$M" --format html a.txt a.txt
    [ -e /dev/full ] || skip "no /dev/full"
    run -2 bash -c "\"\$TENOR\" report -m '$M' a.txt >/dev/full"
    [[ $output == *"cannot write to standard output"* ]]
}

@test "a file that is there is replaced as a whole" {
    echo old >out.html
    run -2 "$TENOR" report -m "$M" missing -o out.html
    [ "$(cat out.html)" = old ]
    "$TENOR" report -m "$M" a.txt -o out.html
    is_page out.html
    [ "$(ls)" = $'a.txt\nout.html' ]
}
