#!/usr/bin/env bats
# tenor suggest: what is suggested, in which format, and what a simulation says.

load helper

setup_file() {
    cd "$BATS_FILE_TMPDIR"
    jq -r '[.sentiment, .text] | @tsv' "$STARTER"/part-a.jsonl >labelled.tsv
    jq -c '{text}' "$STARTER"/part-[bc].jsonl >pool.jsonl
    quick model labelled.tsv
    jq -r '[.sentiment, .text] | @tsv' "$STARTER"/part-?.jsonl >all.tsv
    "$TENOR" suggest --simulate all.tsv --batch 20 --repeats 2 -q \
        --format jsonl >simulated
}

setup() {
    cd "$BATS_TEST_TMPDIR" || return 1
    ln -s "$SHARED"/{model,pool.jsonl,labelled.tsv,all.tsv} .
}

@test "so many texts of the pool, none twice, each with what is said of it" {
    "$TENOR" suggest model pool.jsonl -n 20 --format jsonl >out 2>said
    [ "$(wc -l <out)" -eq 20 ]
    holds 'keys_unsorted == ["id", "text", "label", "suggested",
        "probability", "why"] and .label == "" and .probability > 0
        and (.why | IN("uncertain", "typical", "rare label"))
        and (.id | test("^pool.jsonl:[0-9]+$"))' out
    [ "$(jq -r .text out | sort -u | wc -l)" -eq 20 ]
    # An id says where the text stands.
    jq -r '[.id, .text] | @tsv' out | while IFS=$'\t' read -r id text; do
        sed -n "${id#*:}p" pool.jsonl | jq -r '[.text] | @tsv' |
            grep -qxF -- "$text"
    done
    grep -q '^20 of [0-9]* texts suggested$' said
}

@test "the same bytes with any number of threads" {
    "$TENOR" suggest model pool.jsonl -q -j1 >one
    for threads in 2 7; do
        "$TENOR" suggest model pool.jsonl -q -j$threads | cmp one -
    done
}

@test "labels are spread: each has a quarter, if it has as many" {
    "$TENOR" suggest model pool.jsonl -q -n 24 --format jsonl >out
    K=$("$TENOR" info --format json model | jq '.axes[0].labels | length')
    "$TENOR" label -m model pool.jsonl --fields tone.sentiment --out tsv |
        sort | uniq -c | while read -r n label; do
        least=$((24 / (2 * K)))
        [ "$n" -ge "$least" ] || continue
        [ "$(jq -r .suggested out | grep -cx "$label")" -ge 1 ]
    done
}

@test "near-duplicates, and what is labelled, are left out" {
    text='The splendid choir sang in the old harbour and everyone was happy'
    {
        printf '%s.\n%s!\n%s today.\n' "$text" "$text" "$text"
        printf 'A dreadful evening: the soup was cold and nobody cared.\n'
    } >pool.txt
    "$TENOR" suggest model pool.txt --in lines -q --format jsonl >out
    [ "$(wc -l <out)" -eq 2 ]
    printf 'positive\t%s\n' "$text" >mine.tsv
    "$TENOR" suggest model pool.txt --in lines --labelled mine.tsv \
        --format jsonl >out 2>said
    [ "$(wc -l <out)" -eq 1 ]
    holds '.text | test("soup")' out
    grep -q 'and from those that are labelled$' said
}

@test "formats: by name, by option, else CSV" {
    "$TENOR" suggest model pool.jsonl -q -n 3 >default
    [ "$(head -1 default)" = id,text,label,suggested,probability,why ]
    "$TENOR" suggest model pool.jsonl -q -n 3 -o out.tsv
    [ "$(head -1 out.tsv)" = \
        $'id\ttext\tlabel\tsuggested\tprobability\twhy' ]
    "$TENOR" suggest model pool.jsonl -q -n 3 -o out.jsonl
    [ "$(wc -l <out.jsonl)" -eq 3 ]
    "$TENOR" suggest model pool.jsonl -q -n 3 -o out --format tsv
    cmp out out.tsv
    python3 - <<'END'
import csv, json
rows = list(csv.DictReader(open("default", encoding="utf-8", newline="")))
for row, line in zip(rows, open("out.jsonl", encoding="utf-8")):
    x = json.loads(line)
    assert row["text"].lstrip("'") == x["text"].lstrip("'"), row
    assert abs(float(row["probability"]) - x["probability"]) < 1e-4
END
}

@test "no cell is a formula, and annotate has the text as it was" {
    printf '%s\n' '=HYPERLINK("x") is a dreadful morning' \
        '-5 degrees and a lovely day' '@all the splendid choir' >pool.txt
    "$TENOR" suggest model pool.txt --in lines -q -o next.csv
    run -1 grep -E '(^|,)"?[=+@-]' next.csv
    "$TENOR" suggest model pool.txt --in lines -q -o next.tsv
    run -1 grep -P '(^|\t)[=+@-]' next.tsv
    printf 'aaa' | "$TENOR" annotate --labels a,b next.csv >shown
    cut -f2 next.labelled.tsv | sort | diff - <(sort pool.txt)
}

@test "what is filled in a spreadsheet is what train reads" {
    "$TENOR" suggest model pool.jsonl -q -n 30 -o next.csv
    python3 - <<'END'
import csv
rows = list(csv.DictReader(open("next.csv", encoding="utf-8", newline="")))
with open("filled.csv", "w", encoding="utf-8", newline="") as f:
    w = csv.DictWriter(f, rows[0])
    w.writeheader()
    for i, row in enumerate(rows):
        w.writerow({**row, "label": ["good", "bad"][i % 2]})
END
    quick again filled.csv
}

@test "pools: lines, TSV, compressed, a folder, standard input" {
    jq -r '.text | gsub("\\s+"; " ")' pool.jsonl >pool.txt
    "$TENOR" suggest model pool.txt --in lines -q | cut -d, -f2- >wanted
    gzip -k pool.txt
    "$TENOR" suggest model pool.txt.gz --in lines.gz -q | cut -d, -f2- |
        cmp wanted -
    "$TENOR" suggest model - --in lines -q <pool.txt | cut -d, -f2- |
        cmp wanted -
    sed 's/^/x\t/' pool.txt >pool.tsv
    "$TENOR" suggest model pool.tsv -q | cut -d, -f2- | cmp wanted -
    mkdir texts
    split -l 1 -a 3 pool.txt texts/
    for f in texts/*; do mv "$f" "$f.txt"; done
    "$TENOR" suggest model texts -q -n 5 --format jsonl >out
    [ "$(wc -l <out)" -eq 5 ]
    holds '.id | test("^texts/[a-z]+[.]txt$")' out
}

@test "bad records are told and passed over" {
    printf '{"text":"A dreadful morning."}\n{"no":1}\n{"text":""}\nx\n' \
        >odd.jsonl
    run -1 --separate-stderr "$TENOR" suggest model odd.jsonl
    [ "${#lines[@]}" -eq 2 ]
    [[ ${stderr_lines[0]} == "tenor suggest: odd.jsonl:2: "* ]]
    [[ ${stderr_lines[1]} == "tenor suggest: odd.jsonl:4: "* ]]
    [[ $stderr == *"2 of 4 records have no text"* ]]
    [[ $stderr == *"1 passed over"* ]]
}

@test "odd pools" {
    : >empty.jsonl
    "$TENOR" suggest model empty.jsonl -q >out
    [ "$(wc -l <out)" -eq 1 ]
    head -c 5000 /dev/urandom >binary
    "$TENOR" suggest model binary --in lines -q 2>said >out || [ $? -eq 1 ]
    complains 2 "tenor suggest: *no.jsonl*" "$TENOR" suggest model no.jsonl
    complains 3 "tenor suggest: *" "$TENOR" suggest pool.jsonl pool.jsonl
    hints 2 "tenor suggest: a MODEL and a POOL of texts are missing" \
        "$TENOR" suggest
    hints 2 "tenor suggest: -n is 1 to *" "$TENOR" suggest model x -n 0
}

@test "a model of several axes wants one named" {
    has_embedded || skip "no embedded model"
    hints 2 "tenor suggest: the model has 7 axes*" \
        "$TENOR" suggest "$TENOR_ROOT/model/embedded.tenor" pool.jsonl
    "$TENOR" suggest "$TENOR_ROOT/model/embedded.tenor" pool.jsonl -q -n 5 \
        --axis subjectivity >out
    [ "$(wc -l <out)" -eq 6 ]
}

@test "a simulation: keys, points and what is needed, recomputed" {
    holds 'keys_unsorted == ["pool", "measured", "repeats", "points",
        "reached", "needed", "needed_interval", "share", "share_interval"]
        and .repeats == 2 and .pool == 300 and .measured == 75
        and (.points | length) == 15' "$SHARED/simulated"
    holds '[.points[].labels] == [range(20; 301; 20)]
        and .points[0].random == .points[0].suggested' "$SHARED/simulated"
    holds '.points[-1].random as $r | .points as $p
        | [range(15) | select(all($p[.:][]; .suggested >= $r))] as $from
        | if .reached then .needed == $p[$from[0]].labels
          else $from == [] end' "$SHARED/simulated"
    # All of the pool is labelled in the end, both ways: what is left is how far
    # the solver goes from where it began.
    holds '.points[-1] | .random - .suggested | fabs < 0.05' "$SHARED/simulated"
}

@test "a simulation does not depend on threads, but on its seed" {
    FAST=(--simulate all.tsv --batch 50 --repeats 2 -q)
    "$TENOR" suggest "${FAST[@]}" -j1 >one
    "$TENOR" suggest "${FAST[@]}" -j3 | cmp one -
    "$TENOR" suggest "${FAST[@]}" --seed 2 >two
    run -1 cmp one two
    grep -q '^random choice of 300 labels gives an accuracy of' one
}

@test "a simulation measured on a corpus of its own" {
    head -300 all.tsv >train.tsv
    tail -n +301 all.tsv >test.tsv
    "$TENOR" suggest --simulate train.tsv --test test.tsv --batch 50 \
        --repeats 1 --budget 100 -q --format jsonl >out
    holds '.pool == 300 and .measured == 75 and (.points | length) == 2' out
    complains 2 "tenor suggest: *too few for batches of 200" \
        "$TENOR" suggest --simulate train.tsv --batch 200 -q
    hints 2 "tenor suggest: --simulate needs no MODEL and no POOL" \
        "$TENOR" suggest --simulate train.tsv model
}
