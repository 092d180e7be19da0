#!/usr/bin/env bats
# tenor import: any labelled corpus to TSV.

load helper

@test "every format gives the same TSV" {
    jq -r '[.sentiment, .text] | @tsv' "$STARTER/part-a.jsonl" >wanted.tsv
    "$TENOR" import --label-column sentiment "$STARTER/part-a.jsonl" |
        cmp - wanted.tsv
    "$TENOR" import wanted.tsv | cmp - wanted.tsv
    "$TENOR" import --in tsv - <wanted.tsv | cmp - wanted.tsv
    (echo '"text","label"' && jq -r '[.text, .sentiment] | @csv' \
        "$STARTER/part-a.jsonl") >c.csv
    "$TENOR" import c.csv | cmp - wanted.tsv
    "$TENOR" import --text-column 1 --label-column 2 c.csv | cmp - wanted.tsv
    sed 's/^/__label__/; s/\t/ /' wanted.tsv >c.ft
    "$TENOR" import c.ft | cmp - wanted.tsv
}

@test "a directory, in the order of names" {
    mkdir -p d/b d/a
    printf 'two' >d/a/2
    printf 'ten\n' >d/a/10
    printf 'one' >d/b/1
    run -0 "$TENOR" import d
    [ "$output" = $'a\tten \na\ttwo\nb\tone' ]
}

@test "white space within a field becomes blanks" {
    printf '{"label":"a\\tb","text":"1\\t2\\n3\\r\\n4\\u000b5\\f6  7\\u00a08"}\n' \
        >c.jsonl
    "$TENOR" import c.jsonl >out
    printf 'a b\t1 2 3  4 5 6  7\xc2\xa08\n' | cmp - out
    printf 'label,text\nx,"line 1\nline ""2"""\n' >c.csv
    "$TENOR" import c.csv >out
    printf 'x\tline 1 line "2"\n' | cmp - out
}

@test "what import wrote, it reads again unchanged" {
    printf '{"label":"a","text":"x\\ty\\u0000z"}\n{"label":"b","text":""}\n' \
        >c.jsonl
    "$TENOR" import c.jsonl >1.tsv
    "$TENOR" import 1.tsv >2.tsv
    cmp 1.tsv 2.tsv
    [ "$(wc -l <2.tsv)" -eq 2 ]
}

@test "several corpora, one after the other" {
    printf 'a\tone\n' >1.tsv
    printf '__label__b two\n' >2.ft
    run -0 "$TENOR" import 2.ft 1.tsv
    [ "$output" = $'b\ttwo\na\tone' ]
}

@test "--map renames and drops" {
    printf '%s\t%s\n' a one b two c three a four >c.tsv
    run -0 "$TENOR" import --map a=x --map b=- c.tsv
    [ "$output" = $'x\tone\nc\tthree\nx\tfour' ]
    run -0 "$TENOR" import --map=a=- --map=b=- --map=c=- c.tsv
    [ -z "$output" ]
}

@test "-o writes the file, all of it or nothing" {
    printf 'a\tone\nb\ttwo\n' >c.tsv
    run -0 "$TENOR" import -o out.tsv c.tsv
    [ -z "$output" ]
    cmp out.tsv c.tsv
    run -0 "$TENOR" import --output=c.tsv c.tsv # in place
    cmp out.tsv c.tsv
    printf 'a\tone\nno tab\n' >bad.tsv
    complains 2 "tenor import: bad.tsv:2: no tab between label and text" \
        "$TENOR" import -o out.tsv c.tsv bad.tsv
    cmp out.tsv c.tsv
    complains 2 "tenor import: bad.tsv:2: *" \
        "$TENOR" import -o new.tsv bad.tsv
    [ ! -e new.tsv ]
    complains 2 "tenor import: cannot create 'missing/out.tsv': *" \
        "$TENOR" import -o missing/out.tsv c.tsv
    [ "$(ls -d -- *.tsv* | tr "\n" " ")" = "bad.tsv c.tsv out.tsv " ]
}

@test "nothing goes to stdout before a record that cannot be read" {
    printf 'a\tone\nno tab\n' >bad.tsv
    complains 2 "tenor import: bad.tsv:2: *" "$TENOR" import bad.tsv
}

@test "a model is the same from a corpus and from its import" {
    jq -c '{sentiment, text}' "$STARTER/part-a.jsonl" >c.jsonl
    "$TENOR" import --label-column sentiment -o c.tsv c.jsonl
    quick 1 --label-column sentiment c.jsonl
    quick 2 c.tsv
    for m in 1 2; do
        "$TENOR" score -m $m --format json "$ARTICLES"/*.txt >$m.json
    done
    cmp 1.json 2.json
}

@test "bad options and bad corpora" {
    hints 2 "tenor import: 'a' is no label mapping; *" \
        "$TENOR" import --map a c.tsv
    complains 2 "tenor import: unknown corpus format 'xml'; *" \
        "$TENOR" import --in xml c.tsv
    complains 2 "tenor import: cannot open 'c.tsv': *" \
        "$TENOR" import c.tsv
    complains 2 "tenor import: cannot tell the format of 'c' *" \
        "$TENOR" import c
}
