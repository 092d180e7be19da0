#!/usr/bin/env bats
# The extension of SQLite, through its shell and through Python: the same answers
# as the program, and the page docs/SQL.md.

load helper

EXTENSION=${TENOR%/*}/sqlite3/tenor
LOVELY='What a lovely, happy day'

setup_file() {
    cd "$BATS_FILE_TMPDIR" || return 1
    small_corpus c.tsv
    quick mine c.tsv
    quick stars --axis stars --map good=five --map bad=one c.tsv
}

setup() {
    cd "$BATS_TEST_TMPDIR" || return 1
    [ -e "$EXTENSION.so" ] || skip "there is no $EXTENSION.so"
    has_embedded || skip "no model is embedded"
    # A program that was not built with a sanitizer needs its library first.
    PRELOAD=$(ldd "$EXTENSION.so" | sed -n 's/.*lib[atu]*san[^ ]* => \([^ ]*\).*/\1/p' |
        tr '\n' ' ')
    command -v nm >/dev/null && [ -z "$PRELOAD" ] &&
        nm -D "$EXTENSION.so" | grep -q ' U __asan_init' &&
        skip "the sanitizer's library is not a shared one"
    return 0
}

# preloaded COMMAND...: what lives until the end of a foreign program is none of
# our leaks.
preloaded() {
    if [ -n "$PRELOAD" ]; then
        env LD_PRELOAD="$PRELOAD" ASAN_OPTIONS="$ASAN_OPTIONS:detect_leaks=0" "$@"
    else
        "$@"
    fi
}

# sql DATABASE: run the statements on standard input with the extension.
sql() {
    { printf '.load %s\n' "$EXTENSION"; cat; } |
        preloaded sqlite3 -batch -bail "$1"
}

# with_python: Python that loads extensions, for the program on standard input.
with_python() {
    local python
    for python in /usr/bin/python3 python3; do
        if command -v $python >/dev/null && preloaded $python -c '
import sqlite3
sqlite3.connect(":memory:").enable_load_extension(True)' 2>/dev/null; then
            preloaded $python - "$@"
            return
        fi
    done
    skip "Python cannot load extensions of SQLite"
}

# odd FOLDER: texts that are not as most are.
odd() {
    mkdir "$1"
    : >"$1/empty"
    printf 'What a lovely\0 day.' >"$1/nul"
    printf 'What a \xff lovely \xc3 day.' >"$1/invalid"
    printf 'D\xc3\xa9j\xc3\xa0 vu \xf0\x9f\x98\x80, a lovely day!\r\n' >"$1/emoji"
    printf 'Bonjour tout le monde, je suis ici depuis hier.' >"$1/french"
    printf '%s' '{"a": [1, 2, 3], "b": "c;"}' >"$1/code"
    printf "It's a 'quoted' \"day\"\\n\n\n\n" >"$1/quotes"
    printf '17' >"$1/number"
    seq 3000 | sed 's/$/ lovely, but awful./' >"$1/long"
}

@test "JSON is that of the program, byte for byte" {
    odd texts
    cp "$ARTICLES"/*.txt texts
    for file in texts/*; do
        "$TENOR" score --format json "$file"
    done | sed 's/^{"id":"[^"]*",/{/; s/,"sentences":\[.*\]}$/}/' >program
    for file in texts/*; do
        printf "SELECT tenor_json(readfile('%s'));\n" "$file"
    done | sql :memory: | diff program -
    [ "$(wc -l <program)" -eq 13 ]
    for file in texts/*; do
        printf "SELECT tenor_json(CAST(readfile('%s') AS TEXT));\n" "$file"
    done | sql :memory: | diff program -
}

@test "labels and probabilities are those of the program, on every axis" {
    jq -r .text "$TENOR_ROOT"/datasets/passages/sentences-*.jsonl \
        "$TENOR_ROOT/datasets/passages/emotion-hostility.jsonl" |
        tr '\t\r' '  ' | sed '/^$/d' >lines
    axes=$("$TENOR" info --format json | jq -r '.axes[].name')
    fields='' columns=''
    for axis in $axes; do
        fields=$fields,tone.$axis,tone.$axis.p
        columns="$columns, tenor(body, '$axis'),
            printf('%.4f', tenor_p(body, '$axis'))"
    done
    "$TENOR" label --in lines --out tsv --fields "${fields#,}" lines |
        sed '1{/^tone/d}' >program
    # Where there is no label printf() makes a zero of NULL.
    { printf '.mode ascii\n.separator "\\001" "\\n"\n'
        printf 'CREATE TABLE t(body TEXT);\n.import lines t\n'
        printf '.mode tabs\nSELECT %s FROM t ORDER BY rowid;\n' "${columns#,}"
    } >script
    sql :memory: <script | sed 's/\t0\.0000/\t/g' >table
    sed 's/\t0\.0000/\t/g' program | cmp - table
    [ "$(wc -l <table)" -gt 1000 ]
}

@test "values that are no texts" {
    sql :memory: >out <<END
.nullvalue NULL
SELECT tenor(NULL), tenor(''), tenor(x''), tenor_json(NULL);
SELECT tenor('$LOVELY'), tenor(CAST('$LOVELY' AS BLOB)), tenor(17), tenor(1.5);
SELECT typeof(tenor_p('$LOVELY')), typeof(tenor_json('')), typeof(tenor(17));
SELECT tenor_json(12) = tenor_json('12'), tenor_status('');
END
    diff - out <<'END'
NULL|NULL|NULL|NULL
positive|positive|NULL|NULL
real|text|null
1|empty
END
}

@test "errors say what there is" {
    # fails MESSAGE STATEMENT
    fails() {
        run -1 sql :memory: <<<"$2"
        [[ $output == *"$1"* ]] || { echo "$output" && return 1; }
    }
    fails "no axis 'mood'; there are 'sentiment', " "SELECT tenor('x', 'mood');"
    fails "no label 'good'; there are 'negative', 'neutral', 'positive'" \
        "SELECT tenor_p('x', 'sentiment', 'good');"
    fails 'string or blob too big' 'SELECT tenor(zeroblob(67108865));'
    fails 'wrong number of arguments' 'SELECT tenor();'
    fails "cannot open '/no/such'" "SELECT tenor_open('/no/such', 'mine');"
    fails 'not a tenor model' \
        "SELECT tenor_open('$SHARED/c.tsv', 'mine');"
    fails "'p' is no name" "SELECT tenor_open('$SHARED/mine', 'p');"
}

@test "WHERE, GROUP BY, views, triggers and other databases" {
    sql a.db >out <<SQL
CREATE TABLE t(body TEXT);
INSERT INTO t VALUES ('$LOVELY'), ('An awful, dreadful lie'), ('$LOVELY'), ('');
CREATE VIEW v AS SELECT tenor(body) AS tone, body FROM t;
CREATE TABLE log(tone TEXT);
CREATE TRIGGER r AFTER INSERT ON t BEGIN
    INSERT INTO log VALUES (tenor(new.body));
END;
PRAGMA trusted_schema = OFF;
INSERT INTO t VALUES ('A dreadful, awful mess');
SELECT * FROM log;
SELECT tone, count(*) FROM v GROUP BY tone ORDER BY tone;
SELECT count(*) FROM t WHERE tenor_p(body, 'sentiment', 'positive') > 0.9;
ATTACH 'b.db' AS other;
CREATE TABLE other.labels AS SELECT rowid AS id, tenor(body) AS tone FROM t;
SELECT group_concat(coalesce(tone, '-')) FROM other.labels;
SQL
    diff - out <<'END'
negative
|1
negative|2
positive|2
2
positive,negative,positive,-,negative
END
}

@test "indexes, generated columns and constraints" {
    sql a.db >out <<END
CREATE TABLE t(body TEXT, tone AS (tenor(body)) STORED,
    CHECK (tenor(body, 'hostility') IS NOT 'hostile'));
CREATE INDEX by_score ON t(tenor_score(body));
CREATE INDEX kind ON t(body) WHERE tenor(body) = 'positive';
INSERT INTO t(body) VALUES ('$LOVELY'), ('A dreadful, awful mess');
SELECT * FROM t WHERE tenor_score(body) < 0;
EXPLAIN QUERY PLAN SELECT body FROM t WHERE tenor_score(body) < 0;
PRAGMA integrity_check;
END
    grep -q 'A dreadful, awful mess|negative' out
    grep -q 'USING INDEX by_score' out
    [ "$(tail -1 out)" = ok ]
    run -1 sql a.db <<<"INSERT INTO t(body) VALUES ('You disgusting liars, I hate you');"
    [[ $output == *'CHECK constraint failed'* ]]
    # Without the extension nothing is written that would be wrong.
    run ! sqlite3 -bail a.db "INSERT INTO t(body) VALUES ('x')"
    [[ $output == *tenor* ]]
}

@test "models of one's own, beside the embedded one" {
    sql :memory: >out <<END
SELECT tenor_open('$SHARED/mine', 'mine'), tenor_open('$SHARED/stars', 'stars');
SELECT tenor_mine('A splendid, lovely garden'), tenor_stars('A dreadful soup'),
    tenor('$LOVELY');
SELECT tenor_stars('A splendid, lovely garden', 'stars'),
    round(tenor_stars_p('x y z', 'stars', 'one'), 3) IS NULL;
SELECT json_extract(tenor_stars_model(), '\$.axes');
END
    diff - out <<'END'
tenor_mine|tenor_stars
good|one|positive
five|1
{"stars":["five","one"]}
END
    printf 'A splendid, lovely garden' >text
    "$TENOR" score -m "$SHARED/mine" --format json text |
        sed 's/^{"id":"[^"]*",/{/' >program
    sql :memory: <<END | tail -1 | diff program -
SELECT tenor_open('$SHARED/mine', 'mine');
SELECT tenor_mine_json('A splendid, lovely garden');
END
    run -1 sql :memory: <<END
SELECT tenor_open('$SHARED/mine', 'mine');
SELECT tenor_open('$SHARED/stars', 'mine');
END
    [[ $output == *'there is a tenor_mine() on this connection'* ]]
}

@test "it can be loaded twice" {
    sql :memory: >out <<END
.load $EXTENSION
SELECT tenor('$LOVELY');
.load $EXTENSION
SELECT tenor('$LOVELY');
END
    diff - out <<<$'positive\npositive'
}

@test "nothing but its entry can be seen from outside" {
    command -v nm >/dev/null || skip "no nm"
    [ -z "$PRELOAD" ] || skip "a sanitizer shows its own"
    nm -D --defined-only "$EXTENSION.so" | awk '{ print $3 }' |
        diff - <(echo sqlite3_tenor_init)
}

@test "Python: values, errors, two connections with two models" {
    with_python "$EXTENSION" "$SHARED/mine" "$SHARED/stars" <<'END'
import json
import sqlite3
import sys

extension, mine, stars = sys.argv[1:]

def connect(**options):
    db = sqlite3.connect(":memory:", **options)
    db.enable_load_extension(True)
    db.load_extension(extension)
    return db

def one(db, sql, *values):
    return db.execute(sql, values).fetchone()[0]

db, other = connect(), connect()
assert one(db, "SELECT tenor(?)", "What a lovely day") == "positive"
assert one(db, "SELECT tenor(?)", b"What a lovely day") == "positive"
assert one(db, "SELECT tenor(?)", None) is None
assert one(db, "SELECT tenor(?)", "a lovely\0 day") == "positive"
assert one(db, "SELECT tenor_json(?)", "\U0001F600 d\u00e9j\u00e0") == \
    one(db, "SELECT tenor_json(?)", "\U0001F600 d\u00e9j\u00e0".encode())
result = json.loads(one(db, "SELECT tenor_json(?)", "What a lovely day"))
p = one(db, "SELECT tenor_p(?)", "What a lovely day")
assert abs(result["axes"]["sentiment"]["p"]["positive"] - p) < 1e-6
for bad in ("SELECT tenor('x', 'mood')", "SELECT tenor(zeroblob(67108865))"):
    try:
        one(db, bad)
    except (sqlite3.OperationalError, sqlite3.DataError):
        pass
    else:
        raise SystemExit(f"no error: {bad}")
one(db, "SELECT tenor_open(?, 'm')", mine)
one(other, "SELECT tenor_open(?, 'm')", stars)
assert one(db, "SELECT tenor_m('A splendid, lovely garden')") == "good"
assert one(other, "SELECT tenor_m('A splendid, lovely garden')") == "five"
db.close()
assert one(other, "SELECT tenor_m('A splendid, lovely garden')") == "five"
# A connection that is closed with a statement that still runs.
cursor = other.execute("SELECT tenor('What a lovely day') FROM json_each('[1,2]')")
cursor.fetchone()
other.close()
END
}

@test "Python: threads, with connections of their own and with one" {
    with_python "$EXTENSION" "$TENOR_ROOT/datasets/passages/sentences-a.jsonl" <<'END'
import json
import sqlite3
import sys
import threading

extension, corpus = sys.argv[1:]
with open(corpus, encoding="utf-8") as lines:
    texts = [json.loads(line)["text"] for line in lines]

def connect():
    db = sqlite3.connect(":memory:", check_same_thread=False)
    db.enable_load_extension(True)
    db.load_extension(extension)
    return db

def ask(db, texts):
    return [db.execute("SELECT tenor(?1), tenor_p(?1, 'emotion', 'joy'), "
                       "tenor_json(?1)", [text]).fetchone() for text in texts]

wanted = ask(connect(), texts)
shared = connect()
for database in (connect, lambda: shared):
    found = {}

    def work(number):
        begin = number * 50  # each in another order
        turned = ask(database(), texts[begin:] + texts[:begin])
        found[number] = turned[-begin:] + turned[:-begin] if begin else turned

    threads = [threading.Thread(target=work, args=[i]) for i in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 5 and all(f == wanted for f in found.values())
END
}

# page LANGUAGE: the blocks of docs/SQL.md in it.
page() {
    awk -v begin="\`\`\`$1" '
        $0 == begin { inside = 1; next }
        /^```/ { inside = 0 }
        inside' "$TENOR_ROOT/docs/SQL.md" |
        sed "s|build/sqlite3/tenor|$EXTENSION|; s|'model/|'$TENOR_ROOT/model/|"
}

@test "what docs/SQL.md shows is what SQLite prints" {
    page sql >script
    sed -n 's/^-- //p' script >wanted
    [ "$(wc -l <wanted)" -gt 20 ]
    preloaded sqlite3 -batch -bail :memory: <script | diff wanted -
    page python >script
    [ -s script ]
    with_python <script >out
    sed -n 's/^# //p' script | diff - out
}

@test "every function of docs/SQL.md is there, and no other" {
    sed -n '/^## Functions/,/^## Values/p' "$TENOR_ROOT/docs/SQL.md" |
        grep '^| `' | grep -oE '^\| `[^|]*' | grep -oE 'tenor[a-z_]*\(' |
        tr -d '(' | sort -u >page
    sql :memory: <<<"SELECT DISTINCT name FROM pragma_function_list
        WHERE name LIKE 'tenor%' ORDER BY name;" | diff page -
}
