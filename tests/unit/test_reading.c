/* Records through chunks of any size, against whole files that are cut in the
 * simplest way; and from any place that was reported. */
#define _POSIX_C_SOURCE 200809L
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/label/reading.h"
#include "tests/unit/scarce.h"
#include "tests/unit/cut.h"
#include "tests/unit/folder.h"
#include "tests/unit/sample.h"
#include "train/random.h"

#define FILES 3
#define ROUNDS 1500
#define PLACES 700

/* ---- corpora ------------------------------------------------------------- */

struct files {
    struct folder folder;
    char path[FILES][sizeof(((struct folder *)0)->file)];
    struct corpus_input input[FILES];
    struct buffer bytes[FILES];
    struct tenor_model *model;
    struct buffer model_bytes;
};

static void write_file(const char *path, struct str bytes)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes.s, bytes.len), (ssize_t)bytes.len);
    close(fd);
}

static void files_make(struct files *f)
{
    static const char *const name[FILES] = {"a", "b", "c"};
    struct tenor_error err = {0};

    *f = (struct files){0};
    folder_make(&f->folder);
    for (size_t i = 0; i < FILES; i++) {
        snprintf(f->path[i], sizeof f->path[i], "%s",
                 folder_file(&f->folder, name[i]));
        f->input[i] = (struct corpus_input){.path = f->path[i]};
    }
    f->model_bytes = sample_bytes(false);
    assert_true(tenor_model_from_memory(f->model_bytes.data, f->model_bytes.len,
                                        &f->model, &err));
}

static void files_release(struct files *f)
{
    for (size_t i = 0; i < FILES; i++) {
        unlink(f->path[i]);
        free(f->bytes[i].data);
    }
    folder_remove(&f->folder);
    tenor_model_close(f->model);
    free(f->model_bytes.data);
}

/* One file with these bytes. */
static void set_file(struct files *f, const struct record_format *format,
                     struct str bytes)
{
    f->input[0].format = format;
    write_file(f->path[0], bytes);
}

/* What all readings here have in common: they pass everything on. */
static struct item item_input = {ITEM_INPUT, 0};
static const struct fields all_fields = {
    .item = &item_input, .n = 1, .input = true};

static struct reading reading_of(const struct files *f, size_t n,
                                 const struct rows *rows,
                                 const struct notation *notation)
{
    return (struct reading){.input = f->input,
                            .inputs = n,
                            .fields = &all_fields,
                            .rows = rows,
                            .notation = notation,
                            .text_column = "1",
                            .max_record = 100,
                            .block = 64,
                            .wake = -1};
}

/* ---- what is read -------------------------------------------------------- */

/* What is noted of the records so far, and where chunks ended. */
struct notes {
    struct buffer text;
    struct {
        struct place place;
        size_t len; /* of text */
    } after[PLACES];
    size_t places;
    struct cutter cutter;
};

static void notes_release(struct notes *n)
{
    free(n->text.data);
    cutter_release(&n->cutter);
}

static void note_record(const struct reading *r, const struct chunk *c,
                        const struct record *record, struct buffer *b)
{
    const struct str all = {c->in.data, c->in.len};
    const uint64_t line = c->line + cut_line(all, record->whole.s) - 1;
    const struct value text = {VALUE_TEXT, record->text};
    const size_t file = (size_t)(c->input - r->input);

    if (record->whole.len > r->max_record) {
        cut_begin(b, file, line, "large");
        cut_say(b, "]");
        return;
    }
    cut_begin(b, file, line, record->bad ? "bad" : "good");
    for (size_t i = 0; !record->bad && i < c->columns->n; i++)
        cut_value(b, &record->field[i]);
    if (record->bad)
        assert_true(buffer_add(b, record->whole.s, record->whole.len));
    else
        cut_value(b, &text);
    cut_places(b, all, r->encoding ? c->bytes.at : NULL, record->whole);
    cut_say(b, "]");
}

static void note_lost(const struct reading *r, const struct chunk *c,
                      struct buffer *b)
{
    assert_int_equal(c->in.len, 0);
    assert_string_equal(c->lost, reading_too_large);
    cut_begin(b, (size_t)(c->input - r->input), c->line, "large");
    cut_say(b, "]");
}

static void check_chunk(const struct reading *r, const struct chunk *c)
{
    size_t bad = 0;

    for (size_t i = 0; r->encoding && i < c->in.len; i++)
        bad += c->in.data[i] == ENCODING_BAD;
    assert_int_equal(c->bytes.n, bad);
    assert_int_equal(c->after.input, c->input - r->input);
    for (size_t i = 0; i < c->bads; i++)
        assert_true(c->bad[i].begin < c->in.len);
    assert_true(c->in.len <= r->block + 2 * r->max_record + 1024);
}

static void note_chunk(const struct reading *r, const struct chunk *c,
                       struct notes *n)
{
    struct record record;

    check_chunk(r, c);
    n->cutter.fields = r->fields;
    n->cutter.text_field = "text";
    n->cutter.max_record = r->max_record;
    if (c->lost)
        note_lost(r, c, &n->text);
    for (size_t at = 0;
         !c->lost && c->input->format->next(&n->cutter, c, &at, &record);)
        note_record(r, c, &record, &n->text);
    assert_false(n->cutter.no_memory);
    assert_true(n->places < PLACES);
    n->after[n->places].place = c->after;
    n->after[n->places++].len = n->text.len;
}

/* Read to the end, or to where reading is stopped. */
static void note_all(struct reading *r, struct notes *n)
{
    struct tenor_error err = {0};
    struct chunk c = {0};
    bool filled = true, ok = true;

    while (ok && filled) {
        ok = reading_fill(r, &c, &filled, &err);
        if (ok && filled)
            note_chunk(r, &c, n);
    }
    if (!ok) {
        assert_int_equal(err.code, TENOR_EDATA);
        cut_say(&n->text, "[error]");
    }
    chunk_release(&c);
    reading_release(r);
}

static void expect(const struct notes *n, size_t skipped,
                   const struct buffer *wanted)
{
    const size_t len = wanted->len - skipped;

    if (n->text.len != len ||
        (len > 0 && memcmp(n->text.data, wanted->data + skipped, len) != 0))
        fail_msg("read:\n%.*s\nwanted:\n%.*s", (int)n->text.len, n->text.data,
                 (int)len, wanted->data + skipped);
}

/* ---- random corpora ------------------------------------------------------ */

/* Few different pieces, so that all successions come up. */
static const struct kind {
    const struct record_format *format;
    const char *begin;     /* of most files */
    const char *piece[24]; /* up to NULL; "0" stands for NUL */
} kinds[] = {
    {&records_lines, "", {"a", "a", "a", "\n", "\r", "0", "\xFF", "\u00E9"}},
    {&records_tsv, "x\ty\n", {"a", "\t", "a\tb\n", "\n", "\r", "0", "\xFF"}},
    {&records_csv,
     "x,y\n",
     {"a", ",", "\"", "\n", "\r\n", "a,b\n", "\"a\",b\n", "\"a\"\"\n\",b\n",
      "\r", "\"a\n", "0", "\xFF", "\"\"", ",\"", "\n\n"}},
    {&records_jsonl,
     "",
     {"{\"text\":\"a\"}\n", "{\"text\":\"\\u00e9\\n\"}\r\n", "{\"text\":null}",
      "{}", "\n", " ", "\t", "\r", "{\"text\":1}\n", "x", "\"",
      "{\"text\":\"\u00E9\"} ", "{", "}", "\xFF", "0", "\n\n",
      "{\"a\":\"\", \"text\":\"b\", \"text\":\"c\"}\n"}},
};

static void random_bytes(uint64_t *seed, const struct kind *k, struct buffer *b)
{
    size_t n = random_below(seed, 8) ? random_below(seed, 80) : 0;
    size_t pieces = 0;

    while (k->piece[pieces])
        pieces++;
    pieces = 1 + random_below(seed, pieces);
    b->len = 0;
    if (random_below(seed, 4) == 0)
        assert_true(buffer_add(b, "\xEF\xBB\xBF", 1 + random_below(seed, 3)));
    /* Empty lines, as many as fill a block. */
    for (size_t blank = random_below(seed, 10) ? 0 : 100; blank > 0; blank--)
        cut_say(b, "\r\n" + random_below(seed, 2));
    if (random_below(seed, 4))
        cut_say(b, k->begin);
    for (; n > 0; n--) {
        const char *piece = k->piece[random_below(seed, pieces)];
        assert_true(buffer_add(b, strcmp(piece, "0") ? piece : "",
                               strcmp(piece, "0") ? strlen(piece) : 1));
    }
}

/* Corpora and how they are read. */
struct round {
    struct reading reading;
    struct buffer wanted;
};

/* What the bytes of a file are to the reader. */
static void decode(const char *encoding, const struct buffer *bytes,
                   struct buffer *text, struct bad_bytes *bad)
{
    struct tenor_error err = {0};
    struct encoding *e;

    assert_true(encoding_open(&e, encoding, &err));
    assert_true(encoding_whole(e, (struct str){bytes->data, bytes->len}, text,
                               bad, &err));
    encoding_close(e);
}

static bool cut_decoded(struct cut *c, const char *encoding,
                        const struct buffer *bytes)
{
    struct buffer text = {0};
    struct bad_bytes bad = {0};
    bool more;

    if (encoding) {
        decode(encoding, bytes, &text, &bad);
        more = cut_file(c, (struct str){text.data, text.len}, &bad);
    } else {
        more = cut_file(c, (struct str){bytes->data, bytes->len}, NULL);
    }
    free(text.data);
    free(bad.at);
    return more;
}

static void round_make(struct round *r, struct files *f,
                       const struct rows *const rows[2], uint64_t *seed,
                       bool encoded)
{
    static const char *const encoding[] = {"UTF-8", "ASCII", "ISO-8859-1",
                                           "UTF-16LE", "SHIFT_JIS"};
    static const struct notation *const notation[] = {&rows_jsonl, &rows_tsv};
    const struct kind *k = &kinds[random_below(seed, COUNT(kinds))];
    const size_t n = random_below(seed, FILES + 1);
    const size_t out = random_below(seed, 2);
    bool more = true;

    *r = (struct round){.reading = reading_of(f, n, rows[out], notation[out])};
    r->reading.block = 1 + random_below(seed, 80);
    r->reading.max_record = 1 + random_below(seed, 60);
    r->reading.header = random_below(seed, 2);
    if (encoded)
        r->reading.encoding = encoding[random_below(seed, COUNT(encoding))];
    struct cut c = {.out = &r->wanted,
                    .format = k->format,
                    .header = r->reading.header,
                    .same = out == 1,
                    .max = r->reading.max_record};
    for (size_t i = 0; i < n; i++) {
        struct buffer *b = &f->bytes[i];
        random_bytes(seed, k, b);
        f->input[i].format = k->format;
        write_file(f->path[i], (struct str){b->data, b->len});
        if (more)
            more = cut_decoded(&c, r->reading.encoding, b);
    }
    free(c.first.data);
}

static void in_rounds(void (*check)(struct round *r, uint64_t *seed),
                      bool encoded)
{
    uint64_t seed = unit_seed();
    static struct files f;

    files_make(&f);
    struct rows *rows[] = {rows_new(&rows_jsonl, &all_fields, f.model),
                           rows_new(&rows_tsv, &all_fields, f.model)};
    const struct rows *const borrowed[] = {rows[0], rows[1]};
    assert_true(rows[0] && rows[1]);
    for (int i = 0; i < ROUNDS; i++) {
        struct round r;
        round_make(&r, &f, borrowed, &seed, encoded);
        check(&r, &seed);
        free(r.wanted.data);
    }
    rows_free(rows[0]);
    rows_free(rows[1]);
    files_release(&f);
}

/* ---- tests --------------------------------------------------------------- */

static void check_whole(struct round *r, uint64_t *seed)
{
    static struct notes n;

    (void)seed;
    n = (struct notes){0};
    note_all(&r->reading, &n);
    expect(&n, 0, &r->wanted);
    notes_release(&n);
}

static void records_are_the_same_in_chunks_of_any_size(void **state)
{
    (void)state;
    in_rounds(check_whole, false);
}

static void bad_bytes_are_where_they_were(void **state)
{
    (void)state;
    in_rounds(check_whole, true);
}

/* Skip to a place and read the rest, with other blocks; and so on from a place
 * that is met on the way, as long as there is one, but not more than `times`. */
static void check_rest(const struct reading *fresh, const struct place *place,
                       size_t skipped, const struct buffer *wanted, int times,
                       uint64_t *seed)
{
    struct notes n;
    struct tenor_error err = {0};
    struct reading r = *fresh;

    n = (struct notes){0};
    r.block = 1 + random_below(seed, 80);
    if (!reading_skip(&r, place, &err))
        fail_msg("%s", err.message);
    note_all(&r, &n);
    expect(&n, skipped, wanted);
    if (times > 1 && n.places > 0) {
        const size_t i = random_below(seed, n.places);
        check_rest(fresh, &n.after[i].place, skipped + n.after[i].len, wanted,
                   times - 1, seed);
    }
    notes_release(&n);
}

#define TIMES 3

static void check_places(struct round *r, uint64_t *seed)
{
    static struct notes n;
    const struct reading fresh = r->reading;
    const struct place begin = {0, 0, 0};

    n = (struct notes){0};
    note_all(&r->reading, &n);
    check_rest(&fresh, &begin, 0, &r->wanted, TIMES, seed);
    for (size_t i = 0; i < n.places; i++)
        if (i + 3 > n.places || random_below(seed, 8) == 0)
            check_rest(&fresh, &n.after[i].place, n.after[i].len, &r->wanted,
                       TIMES, seed);
    notes_release(&n);
}

static void reading_goes_on_from_every_place(void **state)
{
    (void)state;
    in_rounds(check_places, false);
}

static void reading_goes_on_in_other_encodings(void **state)
{
    (void)state;
    in_rounds(check_places, true);
}

/* Stop after so many questions whether to. */
static size_t questions;

static bool stopped(void)
{
    if (questions > 0)
        questions--;
    return questions == 0;
}

static void check_stop(struct round *r, uint64_t *seed)
{
    static struct notes n;
    const struct reading fresh = r->reading;
    const struct place begin = {0, 0, 0};

    n = (struct notes){0};
    questions = 1 + random_below(seed, 60);
    r->reading.stopped = stopped;
    note_all(&r->reading, &n);
    const bool any = n.places > 0;
    const size_t len = any ? n.after[n.places - 1].len : 0;
    assert_true(len <= r->wanted.len);
    assert_true(len == 0 || memcmp(n.text.data, r->wanted.data, len) == 0);
    check_rest(&fresh, any ? &n.after[n.places - 1].place : &begin, len,
               &r->wanted, TIMES, seed);
    notes_release(&n);
}

static void a_reading_that_is_stopped_has_whole_records(void **state)
{
    (void)state;
    in_rounds(check_stop, false);
}

/* ---- tables -------------------------------------------------------------- */

/* clang-format off */
static const struct {
    const struct record_format *format;
    bool header;
    const char *text_column, *bytes;
    const char *message; /* behind the name of the file, or NULL: it is right */
} headers[] = {
    {&records_csv, false, NULL, "", ":1: no header line"},
    {&records_csv, false, NULL, "\n\r\n", ":1: no header line"},
    {&records_csv, false, NULL, "\xEF\xBB\xBF", ":1: no header line"},
    {&records_csv, false, NULL, "a,b\n", ":1: there is no column of the text, 'text'"},
    {&records_csv, false, NULL, "\n\na,text\n", NULL},
    {&records_csv, false, NULL, "\xEF\xBB\xBFtext", NULL},
    {&records_csv, false, NULL, "\"text\"", NULL},
    {&records_csv, false, NULL, "a\"b,text\n", ":1: the header is wrong: a quote inside an unquoted field"},
    {&records_csv, false, NULL, "\"text\n", ":1: the header is wrong: a quoted field is never closed"},
    {&records_csv, false, NULL, "text,tone.status\n", ":1: it has results already, in the column 'tone.status'"},
    {&records_csv, false, NULL, "text,123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456\n", ":1: it is larger than --max-record"},
    {&records_csv, false, "2", "a,b\n", NULL},
    {&records_csv, false, "3", "a,b\n", ":1: there is no column of the text, '3'"},
    {&records_csv, false, "0", "a,b\n", ":1: there is no column of the text, '0'"},
    {&records_csv, false, "b", "a,b\n", NULL},
    {&records_tsv, true, NULL, "", ":1: no header line"},
    {&records_tsv, true, NULL, "a\tb\n", NULL},
    {&records_tsv, true, NULL, "\n", NULL},
    {&records_tsv, true, "c", "a\tb\n", ":1: there is no column of the text, 'c'"},
    {&records_tsv, true, NULL, "tone.x\tb\n", ":1: it has results already, in the column 'tone.x'"},
    {&records_tsv, false, NULL, "tone.x\tb\n", NULL},
    {&records_tsv, false, NULL, "", NULL},
    {&records_tsv, false, "2", "a\n", ":1: there is no column of the text, '2'"},
    {&records_lines, true, NULL, "", NULL},
    {&records_jsonl, true, NULL, "{}", NULL},
};
/* clang-format on */

static void a_header_that_is_wrong_is_said_to_be(void **state)
{
    (void)state;
    static struct files f;

    files_make(&f);
    struct rows *rows = rows_new(&rows_tsv, &all_fields, f.model);
    for (size_t i = 0; i < COUNT(headers); i++) {
        struct tenor_error err = {0};
        struct chunk c = {0};
        bool filled = false;
        struct reading r = reading_of(&f, 1, rows, &rows_tsv);
        set_file(&f, headers[i].format, str_of(headers[i].bytes));
        r.header = headers[i].header;
        r.text_column = headers[i].text_column;
        const bool ok = reading_fill(&r, &c, &filled, &err);
        assert_int_equal(ok, !headers[i].message);
        if (headers[i].message) {
            assert_int_equal(err.code, TENOR_EDATA);
            assert_string_equal(err.message + strlen(f.path[0]),
                                headers[i].message);
        }
        chunk_release(&c);
        reading_release(&r);
    }
    rows_free(rows);
    files_release(&f);
}

/* Places that the corpora cannot have: they have changed. */
static void a_place_that_is_not_there_is_an_error(void **state)
{
    (void)state;
    static const struct place place[] = {
        {0, 3, 0}, {0, 12, 3}, {1, 1, 1}, {2, 0, 0}};
    static struct files f;

    files_make(&f);
    struct rows *rows = rows_new(&rows_tsv, &all_fields, f.model);
    set_file(&f, &records_csv, STR("text\na\nbcd\n"));
    for (size_t i = 0; i < COUNT(place); i++) {
        struct tenor_error err = {0};
        struct reading r = reading_of(&f, 1, rows, &rows_tsv);
        const bool open = i == 2;
        if (open) { /* of a second file that is shorter */
            f.input[1].format = &records_csv;
            write_file(f.path[1], STR(""));
            r.inputs = 2;
        }
        assert_false(reading_skip(&r, &place[i], &err));
        assert_int_equal(err.code, TENOR_EDATA);
        reading_release(&r);
    }
    rows_free(rows);
    files_release(&f);
}

/* ---- memory and pipes ---------------------------------------------------- */

static void add_many(struct buffer *b, size_t n)
{
    for (; n > 0; n--)
        cut_say(b, "x");
}

/* The memory that a chunk takes for a large record is given back, and what is
 * too large is never held. */
static void memory_follows_the_records(void **state)
{
    (void)state;
    static struct files f;
    struct buffer b = {0};
    struct chunk c = {0};
    struct tenor_error err = {0};
    bool filled;

    files_make(&f);
    struct reading r = reading_of(&f, 1, NULL, &rows_tsv);
    struct rows *rows = rows_new(&rows_tsv, &all_fields, f.model);
    r.rows = rows;
    r.max_record = 5000;
    add_many(&b, 4000);
    cut_say(&b, "\nshort\n");
    add_many(&b, 100000);
    set_file(&f, &records_lines, (struct str){b.data, b.len});
    assert_true(reading_fill(&r, &c, &filled, &err));
    assert_true(filled && c.in.capacity >= 4000);
    do {
        assert_true(c.in.capacity <= 4 * 5000);
        assert_true(reading_fill(&r, &c, &filled, &err));
    } while (!c.lost);
    assert_true(c.in.capacity <= 4 * 5000);
    assert_true(reading_fill(&r, &c, &filled, &err));
    assert_false(filled);
    assert_int_equal(err.code, TENOR_OK);
    chunk_release(&c);
    reading_release(&r);
    rows_free(rows);
    free(b.data);
    files_release(&f);
}

/* Without memory for a record it is lost, and the others are there. */
static bool read_scarcely(struct reading *r, bool *lost_one)
{
    struct tenor_error err = {0};
    struct chunk c = {0};
    bool filled = true, ok = true;
    size_t lines = 0;

    while (ok && filled) {
        ok = reading_fill(r, &c, &filled, &err);
        if (!ok || !filled)
            break;
        for (size_t i = 0; i < c.in.len; i++)
            lines += c.in.data[i] == '\n';
        lines += c.lost != NULL;
        *lost_one = *lost_one || c.lost == reading_no_memory;
    }
    scarce_left = SIZE_MAX;
    assert_int_equal(err.code, ok ? TENOR_OK : TENOR_ENOMEM);
    assert_true(!ok || lines == 3);
    chunk_release(&c);
    reading_release(r);
    return ok;
}

static void a_record_without_memory_is_lost(void **state)
{
    (void)state;
    static struct files f;
    bool lost_one = false, all = false;

    files_make(&f);
    struct rows *rows = rows_new(&rows_tsv, &all_fields, f.model);
    set_file(&f, &records_lines,
             STR("one\n0123456789012345678901234567890123456789\nthree\n"));
    for (size_t granted = 0; !all || granted < 40; granted++) {
        struct reading r = reading_of(&f, 1, rows, &rows_tsv);
        r.block = 16;
        scarce_left = granted;
        all = read_scarcely(&r, &lost_one);
        assert_true(granted < 200);
    }
    assert_true(lost_one);
    rows_free(rows);
    files_release(&f);
}

/* A reading of tables, bad records and bad bytes needs memory of all kinds. */
static bool read_tables(void *context, struct tenor_error *err)
{
    struct reading r = *(struct reading *)context;
    struct chunk c = {0};
    bool filled = true, ok = true;

    while (ok && filled && !c.lost)
        ok = reading_fill(&r, &c, &filled, err);
    const bool lost = ok && c.lost;
    chunk_release(&c);
    reading_release(&r);
    return ok && (!lost || fail_memory(err, "a record"));
}

static void any_allocation_may_fail(void **state)
{
    (void)state;
    static struct files f;

    files_make(&f);
    struct rows *rows = rows_new(&rows_jsonl, &all_fields, f.model);
    struct reading r = reading_of(&f, 2, rows, &rows_jsonl);
    r.encoding = "UTF-8";
    r.block = 16;
    set_file(&f, &records_csv,
             STR("a,b\n\"c\"\"\n\xFF\",d\n\"x\ny\"z\n\"e\nf,\xFFg\nh\n"));
    f.input[1].format = &records_csv;
    write_file(f.path[1], STR("c,d,e\n0123456789012345678901234567890,f,g"));
    scarce_run(read_tables, &r);
    rows_free(rows);
    files_release(&f);
}

/* A pipe that has given whole records and then nothing is not waited for. */
static void a_pipe_gives_what_it_has(void **state)
{
    (void)state;
    static struct files f;
    struct tenor_error err = {0};
    struct chunk c = {0};
    bool filled;

    files_make(&f);
    struct rows *rows = rows_new(&rows_tsv, &all_fields, f.model);
    struct reading r = reading_of(&f, 1, rows, &rows_tsv);
    r.block = 4096;
    f.input[0].format = &records_lines;
    assert_int_equal(mkfifo(f.path[0], 0600), 0);
    int both = open(f.path[0], O_RDWR);
    assert_true(both >= 0);
    assert_int_equal(write(both, "1\n", 2), 2);
    assert_true(reading_fill(&r, &c, &filled, &err));
    assert_true(filled && c.in.len == 2);
    assert_int_equal(write(both, "one\ntwo\nthr", 11), 11);
    assert_true(reading_fill(&r, &c, &filled, &err));
    assert_true(filled && c.in.len == 8);
    assert_int_equal(write(both, "ee\n", 3), 3);
    assert_true(reading_fill(&r, &c, &filled, &err));
    assert_int_equal(c.in.len, 6);
    assert_memory_equal(c.in.data, "three\n", 6);
    close(both);
    assert_true(reading_fill(&r, &c, &filled, &err));
    assert_false(filled);
    chunk_release(&c);
    reading_release(&r);
    rows_free(rows);
    files_release(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(records_are_the_same_in_chunks_of_any_size),
        cmocka_unit_test(bad_bytes_are_where_they_were),
        cmocka_unit_test(reading_goes_on_from_every_place),
        cmocka_unit_test(reading_goes_on_in_other_encodings),
        cmocka_unit_test(a_reading_that_is_stopped_has_whole_records),
        cmocka_unit_test(a_header_that_is_wrong_is_said_to_be),
        cmocka_unit_test(a_place_that_is_not_there_is_an_error),
        cmocka_unit_test(memory_follows_the_records),
        cmocka_unit_test(a_record_without_memory_is_lost),
        cmocka_unit_test(any_allocation_may_fail),
        cmocka_unit_test(a_pipe_gives_what_it_has),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
