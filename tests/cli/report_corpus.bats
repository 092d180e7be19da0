#!/usr/bin/env bats
# tenor report of corpora: a page that is whole and inert, whose numbers are
# those of label, whatever the format, the threads and the records.

load helper

setup_file() {
    cd "$BATS_FILE_TMPDIR"
    small_corpus c.tsv
    quick plain --poles bad,good c.tsv
    quick kernel --kernel rbf c.tsv
    # id, date, outlet, text: good ones in May and at the Post.
    for i in {1..30}; do
        printf 'r%d\t2024-05-%02d\tPost\tA splendid breakfast and a happy choir, %d.\n' "$i" "$i" "$i"
        printf 'r%d\t2024-04-%02d\tMail\tA dreadful, awful soup and a cold train, %d.\n' "$((i + 30))" "$i" "$i"
    done >rows
    { printf 'id\tdate\toutlet\ttext\n'; cat rows; } >rows.tsv
    { echo id,date,outlet,text; sed 's/\t/,/; s/\t/,/; s/\t\(.*\)/,"\1"/' rows; } >rows.csv
    jq -cR 'split("\t") | {id: .[0], date: .[1], outlet: .[2], text: .[3]}' \
        rows >rows.jsonl
}

setup() {
    cd "$BATS_TEST_TMPDIR" || return 1
    M=$SHARED/plain
}

# page ARG...: a page.html that is well-formed, and in "seen" what it says.
page() {
    "$TENOR" report -m "$M" "$@" -o page.html
    is_page page.html
    look
}

# look: what page.html says, on one line.
look() {
    texts page.html | sed 's/\xc2\xa0/ /g' | tr -s '\n ' ' ' >seen
}

# rows: how many there are in the table of records.
rows() {
    grep -c '^<tr><td>[0-9]*<th scope="row">' page.html
}

# says TEXT...
says() {
    for text; do
        grep -qF -- "$text" seen || {
            echo "not there: $text"
            return 1
        }
    done
}

@test "every format, packed or not, gives the same page" {
    gzip -c "$SHARED/rows.jsonl" >rows.jsonl.gz
    xz -c "$SHARED/rows.csv" >rows.csv.xz
    "$TENOR" report -m "$M" --title x "$SHARED/rows.jsonl" -o 1
    is_page 1
    for args in "$SHARED/rows.csv" "--header $SHARED/rows.tsv" rows.jsonl.gz \
        rows.csv.xz; do
        # shellcheck disable=SC2086
        "$TENOR" report -m "$M" --title x $args | cmp 1 -
    done
    "$TENOR" report -m "$M" --title x --in jsonl <"$SHARED/rows.jsonl" | cmp 1 -
    iconv -t UTF-16 "$SHARED/rows.csv" >wide.csv
    "$TENOR" report -m "$M" --title x --encoding UTF-16 wide.csv | cmp 1 -
}

@test "records without a group have a row of their own" {
    page "$SHARED/rows.jsonl"
    [ "$(grep -c 'without outlet' seen)" -eq 0 ]
    { cat "$SHARED/rows.jsonl" && jq -c 'del(.outlet)' "$SHARED/rows.jsonl" |
        head -20; } >some.jsonl
    page some.jsonl
    says "Mail30" "Post30" "without outlet2050.0 %"
}

@test "the title of a record is judged, and shown whole with its words marked" {
    loud='You will not believe what happened next to this one simple trick'
    jq -cn --arg t "$(printf "$loud, %.0s" {1..4})and that" \
        '{title: $t, text: "The council met on Monday."}' >in.jsonl
    "$TENOR" report --axis headline in.jsonl -o page.html
    is_page page.html
    look
    says "Marked: what its words add to clickbait" "one simple trick, and that"
    jq -c '{kop: .title, text}' in.jsonl >other.jsonl
    "$TENOR" report --axis headline --title-field kop other.jsonl -o page.html
    look
    says "Marked: what its words add to clickbait" "one simple trick, and that"
}

@test "threads and the locale change nothing" {
    for _ in {1..60}; do cat "$SHARED/rows.jsonl"; done >many.jsonl
    "$TENOR" report -m "$M" many.jsonl -j 1 -o 1
    for j in 2 3 7; do
        "$TENOR" report -m "$M" many.jsonl -j $j | cmp 1 -
    done
    LC_ALL=de_DE.UTF-8 "$TENOR" report -m "$M" many.jsonl | cmp 1 -
}

@test "numbers are those of label" {
    page "$SHARED/rows.jsonl"
    "$TENOR" label -m "$M" "$SHARED/rows.jsonl" --summary sum -o /dev/null
    holds '.axes[0].labels | map(.count) == [30, 30]' sum
    says '60 with a label' '50.0 % 37.7–62.3' 'Dates are those of the field date, from 2024-04 to 2024-05. Records with a date: 60.'
    grep -qE '<th scope="row"><bdi>good</bdi></th><td class="number">30</td>' \
        page.html
    # Each row of the table, with the label and probability that label gives.
    "$TENOR" label -m "$M" "$SHARED/rows.csv" --out tsv \
        --fields id,tone |
        awk -F '\t' '{ printf "%s\t%s\t%.3f\n", $1, $3, $4 }' >wanted
    sed -n 's/^<tr><td>[0-9]*<th scope="row">\(<a[^>]*>\)\?\([^<]*\).*<td>\([^<]*\)<td>\([0-9.]*\)$/\2\t\3\t\4/p' \
        page.html >got
    diff wanted got
}

@test "times and groups, and the words that separate groups" {
    page "$SHARED/rows.jsonl"
    says 'By month' 'By outlet' 'More in Mail' 'More in Post' 'dreadful' \
        'The words that most separate Post'
    page "$SHARED/rows.jsonl" --compare Mail,Post
    says 'The words that most separate Mail'
    page "$SHARED/rows.jsonl" --group id --date none
    says 'By id' '40 others' 'The records have no date in a field named none.'
    cut -f 1,3,4 "$SHARED/rows" >three.tsv
    page three.tsv --group 2
    says 'By column 2'
    page three.tsv
    says 'The records have no group in a field named outlet, source,'
}

@test "months are put together when there are too many" {
    for year in {1900..2023}; do
        printf '{"date":"%s-07","text":"A splendid day, %s."}\n' $year $year
    done >years.jsonl
    page years.jsonl
    says 'By decade' 190 202
    head -n 100 years.jsonl >less.jsonl
    page less.jsonl
    says 'By year'
}

@test "nothing, one record, a record without anything" {
    : >empty.jsonl
    page empty.jsonl
    says 'No record has a label' 'The records have no date'
    run -1 grep -q 'Words that separate its labels' seen
    echo '{"text":"A splendid day."}' >one.jsonl
    page one.jsonl
    says 'one.jsonl:1' '1 with a label'
    echo '{"text":""}' >none.jsonl
    page none.jsonl
    says 'the text is empty' '0 with a label, 1 without'
    : >empty
    page --in lines empty
}

@test "bad records are counted, listed and in the table" {
    {
        cat "$SHARED/rows.jsonl"
        printf 'no json\n{"id":"x1"}\n{"text":7}\n'
        for i in {1..12}; do echo "{\"id\":$i}"; done
    } >bad.jsonl
    run -1 --separate-stderr "$TENOR" report -m "$M" bad.jsonl -o page.html
    [ "${stderr_lines[0]}" = \
        "tenor report: bad.jsonl:61: byte 2: lexical error: invalid string in json text" ] ||
        [[ ${stderr_lines[0]} == "tenor report: bad.jsonl:61: "* ]]
    [ "${stderr_lines[11]}" = "tenor report: 15 of 75 records have no labels" ]
    is_page page.html
    look
    says 'bad.jsonl:61: byte' 'bad.jsonl:62: it has no field of the text'
    [ "$(grep -c '^<tr><td>.*<td class="bad">' page.html)" -eq 15 ]
    [ "$(rows)" -eq 75 ]
}

@test "dates that are not understood are counted and told" {
    printf '{"date":"%s","text":"A splendid day."}\n' 2024-05-01 03/04/2024 \
        '' soon >d.jsonl
    page d.jsonl
    says 'from 2024-05 to 2024-05. Records with a date: 1; without: 1; with one that is not understood: 2.' \
        03/04/2024 soon
}

@test "hostile records are text" {
    cat >evil.jsonl <<'END_OF_RECORDS'
{"id":"<script>x</script>","title":"</noscript><img src=x onerror=y>","outlet":"\" onclick=\"x","date":"</ul><svg>","url":"javascript:alert(1)","text":"Awful </noscript><script>alert(1)</script> day."}
{"id":"\u202Egnp","title":"</script>","outlet":"<!--","url":"https://a.example/?x=1&y=\"><script>","text":"Splendid \u202E <style>*{display:none}</style> day."}
{"url":" HTTP://b.example/","text":"<tr><td>Awful"}
{"url":"https://c.example/ x","text":"\n<tr><td>Splendid\n<tr><td>"}
END_OF_RECORDS
    page evil.jsonl --title '</title><script>x</script>'
    says '<script>x</script>' '</noscript><img src=x onerror=y>' 'U+202E' \
        '" onclick="x' '<style>*{display:none}</style>'
    [ "$(rows)" -eq 4 ]
    run -1 grep -o 'href="javascript' page.html
    run -1 grep -o 'href="https://c' page.html
    grep -q ' rel="noopener noreferrer" href="HTTP://b.example/"' page.html
}

@test "articles that stand out have pages, links and marked words" {
    page "$SHARED/rows.jsonl"
    says 'Most good' 'Most bad' 'Most uncertain' 'Marked: what its words add to good'
    grep -q '<li><a href="#a[0-9]*">' page.html
    grep -q '<mark class="for w4"' page.html
    { echo '{"text":"Splendid.'; head -c 300000 /dev/zero | tr '\0' x; echo '"}'; } |
        tr -d '\n' >long.jsonl
    page long.jsonl
    says 'larger than what a report keeps of one, 256 KiB'
    { echo '{"text":"'; for _ in {1..400}; do echo 'A splendid day.'; done; echo '"}'; } |
        tr -d '\n' >longer.jsonl
    page longer.jsonl
    says 'bytes the first' 'are shown; numbers are about all of it'
    M=$SHARED/kernel
    page "$SHARED/rows.jsonl"
}

@test "files, a directory, an archive, a list: names are the records" {
    mkdir d
    echo 'A splendid day.' >d/a.txt
    echo 'An awful day.' >'d/<b>.txt'
    (cd d && tar cf ../d.tar -- *)
    ls d/* >list
    for args in d d.tar "d/a.txt d/<b>.txt" "--files-from list"; do
        # shellcheck disable=SC2086
        page $args
        says '<b>.txt' a.txt
    done
    hints 2 "tenor report: 'd/page.html' is in 'd', and would be read" \
        "$TENOR" report -m "$M" d -o d/page.html
    echo '<html><body><p>A splendid day, and a happy choir.</p></body></html>' >d/c.html
    page --html d
    run -1 grep -F 'happy choir.</p>' seen
}

@test "more than 100,000 records: the page says which stand in the table" {
    for _ in {1..3334}; do printf 'Splendid.\n%.0s' {1..30}; done >many
    page --in lines many
    says 'One in 2 records stands here, evenly from all: 50,010 of 100,020'
    [ "$(rows)" -eq 50010 ]
    head -n 100000 many >most
    page --in lines most
    [ "$(rows)" -eq 100000 ]
}

@test "what cannot be: a message, and no page" {
    R=$SHARED/rows.csv
    hints 2 "tenor report: --compare is two values, A,B, not 'Post'" \
        "$TENOR" report -m "$M" "$R" --compare Post -o out.html
    hints 2 "tenor report: --compare is two values, A,B, not 'Post,Post'" \
        "$TENOR" report -m "$M" "$R" --compare Post,Post -o out.html
    complains 2 "tenor report: no record is of the group 'Nobody'" \
        "$TENOR" report -m "$M" "$R" --compare Post,Nobody -o out.html
    complains 2 "tenor report: *rows.csv:1: there is no column 'day'" \
        "$TENOR" report -m "$M" "$R" --date day -o out.html
    hints 2 "tenor report: there is no format 'xml'; *" \
        "$TENOR" report -m "$M" --in xml "$R" -o out.html
    complains 2 "tenor report: cannot open 'missing.csv': *" \
        "$TENOR" report -m "$M" missing.csv -o out.html
    hints 2 "tenor report: -0 is for --files-from" \
        "$TENOR" report -m "$M" -0 "$R" -o out.html
    [ ! -e out.html ]
}
