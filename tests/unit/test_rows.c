/* Rows of all notations for records of all formats; and values that come out of
 * rows as they went in. */
#define _POSIX_C_SOURCE 200809L
#include <fcntl.h>
#include <jansson.h>
#include <unistd.h>

#include "cli/label/label_work.h"
#include "cli/label/reading.h"
#include "tests/unit/scarce.h"
#include "model/utf8.h"
#include "tests/unit/folder.h"
#include "tests/unit/sample.h"
#include "train/random.h"

#define MAX_RECORD 80
#define ROUNDS 5000
#define VALUES 5

static const struct verb verb = {.name = "label"};
static struct buffer bytes_of_model;
static struct tenor_model *model;
static struct folder folder;

/* Paths in messages are those in a folder of ours. */
static int set_up(void **state)
{
    struct tenor_error err = {0};

    (void)state;
    folder_make(&folder);
    assert_int_equal(chdir(folder.path), 0);
    bytes_of_model = sample_bytes(false);
    return !tenor_model_from_memory(bytes_of_model.data, bytes_of_model.len,
                                    &model, &err);
}

static int tear_down(void **state)
{
    (void)state;
    unlink("corpus");
    tenor_model_close(model);
    free(bytes_of_model.data);
    folder_remove(&folder);
    return 0;
}

/* ---- from bytes to rows -------------------------------------------------- */

struct labelled {
    struct fields fields;
    struct counting counting;
    struct rows *rows;
    struct reading reading;
    struct corpus_input input;
    struct label_job job;
    struct label_worker worker;
    struct buffer out;
};

static const size_t axes[] = {0};

static void prepare(struct labelled *l, const struct record_format *format,
                    const char *fields, const struct notation *notation)
{
    struct tenor_error err = {0};
    int status;

    *l = (struct labelled){.input = {.path = "corpus", .format = format}};
    assert_true(fields_parse(&l->fields, &verb, model, axes, COUNT(axes),
                             fields, &status));
    assert_true(counting_init(&l->counting, model, axes, COUNT(axes)));
    l->rows = rows_new(notation, &l->fields, model);
    assert_non_null(l->rows);
    l->reading = (struct reading){.input = &l->input,
                                  .inputs = 1,
                                  .fields = &l->fields,
                                  .rows = l->rows,
                                  .notation = notation,
                                  .block = 1000,
                                  .max_record = MAX_RECORD,
                                  .wake = -1};
    l->job = (struct label_job){.model = model,
                                .notation = notation,
                                .fields = &l->fields,
                                .rows = l->rows,
                                .counting = &l->counting,
                                .text_field = "text",
                                .max_record = MAX_RECORD};
    assert_true(label_worker_init(&l->worker, &l->job, &err));
}

static void release(struct labelled *l)
{
    label_worker_release(&l->worker);
    reading_release(&l->reading);
    rows_free(l->rows);
    counting_release(&l->counting);
    fields_release(&l->fields);
    free(l->out.data);
}

/* Append the rows of all records, the names of the columns first. */
static void label(struct labelled *l, bool header)
{
    struct tenor_error err = {0};
    struct chunk c = {0};
    bool filled = true, headed = !header;

    while (filled) {
        if (!reading_fill(&l->reading, &c, &filled, &err))
            fail_msg("%s", err.message);
        if (!filled)
            break;
        if (!headed)
            assert_true(rows_header(l->rows, c.columns, &l->out));
        headed = true;
        assert_true(label_chunk(&l->job, &l->worker, &c, &err));
        assert_true(buffer_add(&l->out, c.out.data, c.out.len));
    }
    chunk_release(&c);
}

static void write_corpus(struct str bytes)
{
    int fd = open("corpus", O_WRONLY | O_CREAT | O_TRUNC, 0600);

    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes.s, bytes.len), (ssize_t)bytes.len);
    close(fd);
}

/* clang-format off */
#define IN(literal) {(literal), sizeof(literal) - 1}
#define LONG "012345678901234567890123456789012345678901234567890123456789012345678901234567890"

static const struct {
    const struct record_format *format;
    struct str bytes;
    const char *fields;
    const struct notation *notation;
    const char *rows;
    bool header; /* of the rows, and of TSV */
    const char *encoding;
} table[] = {
    /* Lines. */
    {&records_lines, IN("good\n\nbad\r\n"), "input,tone.status", &rows_tsv, .rows = "good\tok\n\tempty\nbad\tok\n"},
    {&records_lines, IN("good"), "tone.status,text,input", &rows_csv, .rows = "tone.status,text,text\nok,good,good\n", .header = true},
    {&records_lines, IN("a\tb\\\rgood\n"), "input", &rows_tsv, .rows = "a\\tb\\\\\\rgood\n"},
    {&records_lines, IN("say \"good\", yes\n"), "input", &rows_csv, .rows = "\"say \"\"good\"\", yes\"\n"},
    {&records_lines, IN("\"\n"), "input,tone.status", &rows_jsonl, .rows = "{\"text\":\"\\\"\",\"tone.status\":\"no_evidence\"}\n"},
    {&records_lines, IN("\xFFgood\ngood\n"), "input,tone.status,tone.error", &rows_tsv, .rows = "\xFFgood\terror\tcorpus:1: byte 1: this is not UTF-8; see --encoding\ngood\tok\t\n"},
    {&records_lines, IN("\xFFgood\n"), "input,tone.status,tone.error", &rows_jsonl, .rows = "{\"text\":\"\xEF\xBF\xBDgood\",\"tone.status\":\"error\",\"tone.error\":\"corpus:1: byte 1: this is not UTF-8; see --encoding\"}\n"},
    {&records_lines, IN(LONG "\ngood\n"), "input,tone.status,tone.error", &rows_csv, .rows = ",error,corpus:1: it is larger than --max-record\ngood,ok,\n"},
    {&records_lines, IN(LONG LONG LONG "\ngood\n"), "input,tone.status,tone.error", &rows_csv, .rows = ",error,corpus:1: it is larger than --max-record\ngood,ok,\n"},
    {&records_lines, IN("\xE9t\xE9\n"), "input,tone.status", &rows_tsv, .rows = "\u00E9t\u00E9\tno_evidence\n", .encoding = "ISO-8859-1"},
    {&records_lines, IN("a\n\xE9 good\n"), "tone.status,tone.error", &rows_csv, .rows = "no_evidence,\nerror,corpus:2: byte 3 of the file is not ASCII\n", .encoding = "ASCII"},
    {&records_lines, IN("\n\n"), "input", &rows_csv, .rows = "\"\"\n\"\"\n"},
    {&records_lines, IN("\n"), "tone.sentiment,tone.sentiment.p", &rows_csv, .rows = ",\n"},
    {&records_lines, IN("\n"), "tone.sentiment,tone.sentiment.p", &rows_jsonl, .rows = "{\"tone.sentiment\":null,\"tone.sentiment.p\":null}\n"},
    {&records_lines, IN("\n"), NULL, &rows_tsv, .rows = "text\ttone.status\ttone.sentiment\ttone.sentiment.p\ttone.error\n\tempty\t\t\t\n", .header = true},
    {&records_lines, IN("\xFF\n"), "tone", &rows_jsonl, .rows = "{\"tone.status\":\"error\",\"tone.sentiment\":null,\"tone.sentiment.p\":null,\"tone.error\":\"corpus:1: byte 1: this is not UTF-8; see --encoding\"}\n"},
    /* TSV. */
    {&records_tsv, IN("1\tgood\n2\tbad\r\n"), "input,tone.status", &rows_tsv, .rows = "1\tgood\tok\n2\tbad\tok\n"},
    {&records_tsv, IN("a\\b\ttext\n\\n\t\\tgood\\\n"), "input,1,text,tone.status", &rows_tsv, .rows = "a\\b\ttext\ta\\b\ttext\ttone.status\n\\n\t\\tgood\\\t\\n\t\\tgood\\\tok\n", .header = true},
    {&records_tsv, IN("\\n\tgood\n"), "input,tone.status", &rows_jsonl, .rows = "{\"1\":\"\\\\n\",\"2\":\"good\",\"tone.status\":\"ok\"}\n"},
    {&records_tsv, IN("1\tgood\n2\n3\tbad\tx\n"), "input,1,tone.status,tone.error", &rows_tsv, .rows = "1\tgood\t1\tok\t\n\t\t\terror\tcorpus:2: 1 fields where the first record has 2\n\t\t\terror\tcorpus:3: 3 fields where the first record has 2\n"},
    {&records_tsv, IN("1\tgood, \"x\"\n"), "input,tone.status", &rows_csv, .rows = "1,\"good, \"\"x\"\"\",ok\n"},
    {&records_tsv, IN("1\tgood\n"), "input,tone.status", &rows_jsonl, .rows = "{\"1\":\"1\",\"2\":\"good\",\"tone.status\":\"ok\"}\n"},
    {&records_tsv, IN("id\ttext\n1\tgood\n"), "text,tone.status", &rows_jsonl, .rows = "{\"text\":\"good\",\"tone.status\":\"ok\"}\n", .header = true},
    {&records_tsv, IN("\t\n"), "input,tone.status", &rows_tsv, .rows = "\t\tempty\n"},
    /* CSV. */
    {&records_csv, IN("id,text\n1,good\n\n2,\"a,\nb\"\r\n3,\"\"\n"), "input,tone.status", &rows_csv, .rows = "id,text,tone.status\n1,good,ok\n2,\"a,\nb\",no_evidence\n3,\"\",empty\n", .header = true},
    {&records_csv, IN("text,id\n\"go\"\"od\", 1\n"), "id,text", &rows_csv, .rows = "\" 1\",\"go\"\"od\"\n"},
    {&records_csv, IN("text,id\n\"a\nb\tc\",\"1\"\n"), "input", &rows_tsv, .rows = "a\\nb\\tc\t1\n"},
    {&records_csv, IN("text,id\n\"a\nb\tc\",\"\"\"\"\n"), "input", &rows_jsonl, .rows = "{\"text\":\"a\\nb\\tc\",\"id\":\"\\\"\"}\n"},
    {&records_csv, IN("text\n\"good\nbad\"x\ngood\n"), "input,tone.status,tone.error", &rows_csv, .rows = ",error,corpus:2: text after a closing quote\n,error,corpus:3: byte 4: a quote inside an unquoted field\ngood,ok,\n"},
    {&records_csv, IN("text\n\"good\nbad\n"), "input,tone.status,tone.error", &rows_csv, .rows = ",error,corpus:2: a quoted field is never closed\nbad,ok,\n"},
    {&records_csv, IN("text\n\"good\n" LONG "\nbad"), "input,tone.status,tone.error", &rows_csv, .rows = ",error,\"corpus:2: it is larger than --max-record, or a quoted field is never closed\"\n,error,corpus:3: it is larger than --max-record\nbad,ok,\n"},
    {&records_csv, IN("text,\"a \"\"b\"\"\"\n1,2\n"), "input", &rows_csv, .rows = "text,\"a \"\"b\"\"\"\n1,2\n", .header = true},
    {&records_csv, IN("text\n\ngood\n"), "input", &rows_csv, .rows = "\"\"\ngood\n"},
    {&records_csv, IN("text,a\n\"good\xFF\",1\n"), "input,tone.error", &rows_csv, .rows = "\"good\xFF\",1,corpus:2: byte 6: this is not UTF-8; see --encoding\n"},
    {&records_csv, IN("text,a\n\"go\n\xE9\",1\n"), "tone.error", &rows_csv, .rows = "corpus:3: byte 12 of the file is not ASCII\n", .encoding = "ASCII"},
    /* JSON. */
    {&records_jsonl, IN("{\"text\":\"good\"}\n\n {\"id\": 1e400 , \"text\" : null } \r\n"), "input,tone.status", &rows_jsonl, .rows = "{\"text\":\"good\",\"tone.status\":\"ok\"}\n{\"id\": 1e400 , \"text\" : null,\"tone.status\":\"empty\"}\n"},
    {&records_jsonl, IN("{\"text\":\"good\",\"a\":{\"b\":[1, 2]},\"c\":\"\\u0009\"}\n"), "a.b,c,d,text,tone.status", &rows_jsonl, .rows = "{\"a.b\":[1, 2],\"c\":\"\\t\",\"d\":null,\"text\":\"good\",\"tone.status\":\"ok\"}\n"},
    {&records_jsonl, IN("{\"text\":\"good\",\"a\":{\"b\":[1, 2]},\"c\":\"\\u0009\",\"e\":null,\"f\":true}\n"), "a.b,c,d,e,f,tone.status", &rows_tsv, .rows = "[1, 2]\t\\t\t\t\ttrue\tok\n"},
    {&records_jsonl, IN("{\"text\":\"good\"}\n"), "input,tone.status", &rows_csv, .rows = "input,tone.status\n\"{\"\"text\"\":\"\"good\"\"}\",ok\n", .header = true},
    {&records_jsonl, IN("{ }\n{\"text\":[]}\n"), "input,tone.status,tone.error", &rows_jsonl, .rows = "{\"tone.status\":\"error\",\"tone.error\":\"corpus:1: it has no field of the text; see --text-field\"}\n{\"text\":[],\"tone.status\":\"error\",\"tone.error\":\"corpus:2: the field of the text is no string\"}\n"},
    {&records_jsonl, IN("{\"text\":\"good\n{\"text\":\"bad\"}\n"), "input,tone.status,tone.error", &rows_jsonl, .rows = "{\"input\":\"{\\\"text\\\":\\\"good\",\"tone.status\":\"error\",\"tone.error\":\"corpus:1: byte 13: lexical error: invalid character inside string\"}\n{\"text\":\"bad\",\"tone.status\":\"ok\"}\n"},
    {&records_jsonl, IN("{\"text\":\"good\",\"tone.status\":\"ok\"}\n"), "input,tone.status,tone.error", &rows_jsonl, .rows = "{\"input\":\"{\\\"text\\\":\\\"good\\\",\\\"tone.status\\\":\\\"ok\\\"}\",\"tone.status\":\"error\",\"tone.error\":\"corpus:1: it has fields of results, tone.*, already\"}\n"},
    {&records_jsonl, IN("{\"text\":\"good\",\"tone.status\":\"ok\"}\n"), "text,tone.status", &rows_jsonl, .rows = "{\"text\":\"good\",\"tone.status\":\"ok\"}\n"},
    {&records_jsonl, IN("{\"text\":\"good\xFF\"}\n"), "input,tone.error", &rows_jsonl, .rows = "{\"input\":\"{\\\"text\\\":\\\"good\xEF\xBF\xBD\\\"}\",\"tone.error\":\"corpus:1: byte 14: this is not UTF-8; see --encoding\"}\n"},
    {&records_jsonl, IN("x\n"), "tone.status,tone.error,input", &rows_csv, .rows = "error,corpus:1: byte 1: lexical error: invalid char in json text,x\n"},
    {&records_jsonl, IN("{\"text\":\"" LONG "\"}\n{\"text\":\"good\"}"), "input,text,tone.error", &rows_jsonl, .rows = "{\"input\":null,\"text\":null,\"tone.error\":\"corpus:1: it is larger than --max-record\"}\n{\"text\":\"good\",\"text\":\"good\"}\n"},
};
/* clang-format on */

static void rows_are_as_in_the_table(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(table); i++) {
        static struct labelled l;
        prepare(&l, table[i].format, table[i].fields, table[i].notation);
        l.reading.header = table[i].header && table[i].format == &records_tsv;
        l.reading.encoding = l.job.encoding = table[i].encoding;
        write_corpus(table[i].bytes);
        label(&l, table[i].header && !table[i].notation->names);
        assert_true(buffer_add(&l.out, "", 1));
        assert_string_equal(l.out.data, table[i].rows);
        release(&l);
    }
}

/* ---- results ------------------------------------------------------------- */

static void results_are_those_of_the_scorer(void **state)
{
    (void)state;
    static const char text[] = "good, GREAT fun :) !!!";
    struct tenor_error err = {0};
    struct tenor_scorer *scorer;
    char wanted[200];
    static struct labelled l;

    prepare(&l, &records_lines, "tone", &rows_tsv);
    write_corpus(str_of(text));
    label(&l, false);
    assert_true(tenor_scorer_new(model, &scorer, &err));
    assert_true(tenor_score(scorer, text, strlen(text), &err));
    assert_int_equal(tenor_axis_status(scorer, 0), TENOR_STATUS_OK);
    const size_t k = tenor_label(scorer, 0);
    snprintf(wanted, sizeof wanted, "ok\t%s\t%.4f\t\n",
             tenor_axis_label(model, 0, k), tenor_probability(scorer, 0, k));
    assert_true(buffer_add(&l.out, "", 1));
    assert_string_equal(l.out.data, wanted);
    tenor_scorer_free(scorer);
    release(&l);
}

/* ---- round trips --------------------------------------------------------- */

/* Random values under the names a, b, ... as a record of lines has them. */
struct values {
    struct corpus_columns *columns;
    struct fields fields;
    struct rows *rows;
    struct buffer bytes[VALUES];
    struct value value[VALUES];
    size_t n;
    struct buffer row;
};

static struct item item_input = {ITEM_INPUT, 0};

static void values_make(struct values *v, const struct notation *notation,
                        uint64_t *seed)
{
    struct value name[VALUES];

    *v = (struct values){.fields = {.item = &item_input, .n = 1},
                         .n = 1 + random_below(seed, VALUES)};
    for (size_t i = 0; i < v->n; i++)
        name[i] = (struct value){VALUE_TEXT, {&"abcde"[i], 1}};
    v->columns = columns_new(name, v->n);
    v->rows = rows_new(notation, &v->fields, model);
    assert_true(v->columns && v->rows);
    assert_true(rows_lay_columns(v->rows, v->columns));
}

static void values_release(struct values *v)
{
    for (size_t i = 0; i < VALUES; i++)
        free(v->bytes[i].data);
    free(v->row.data);
    columns_free(v->columns);
    rows_free(v->rows);
}

static void values_draw(struct values *v, uint64_t *seed)
{
    static const char *const piece[] = {
        "a",      "b",          " ",    "\t",   "\n",           "\r",
        "\"",     "\\",         ",",    "\\n",  "\"\"",         "\x01",
        "\x1F",   "\x7F",       "\b",   "\f",   "\v",           "\u00E9",
        "\u20AC", "\U0001F600", "\xFF", "\xC3", "\xED\xA0\x80", "\xF0\x9F",
        "{",      ":",
    };

    for (size_t i = 0; i < v->n; i++) {
        struct buffer *b = &v->bytes[i];
        b->len = 0;
        assert_true(GROW(b->data, 1, b->capacity));
        for (size_t n = random_below(seed, 8); n > 0; n--) {
            const char *p = piece[random_below(seed, COUNT(piece))];
            assert_true(random_below(seed, 30) ? buffer_add(b, p, strlen(p))
                                               : buffer_add(b, "", 1));
        }
        v->value[i] = (struct value){VALUE_TEXT, {b->data, b->len}};
    }
}

static void put_row(struct values *v)
{
    const struct record record = {.field = v->value, .fields = v->n};

    v->row.len = 0;
    assert_true(rows_put(v->rows, v->columns, false, &record, NULL,
                         (struct str){0}, &v->row));
    assert_int_equal(v->row.data[v->row.len - 1], '\n');
}

static void compare(const struct values *v, size_t i, struct str got)
{
    assert_int_equal(got.len, v->value[i].bytes.len);
    assert_memory_equal(got.s, v->value[i].bytes.s, got.len);
}

/* By what csv_scan.h says of a field. */
static struct str unquote(const char *row, const struct csv_field *f, char *to)
{
    size_t n = 0;

    if (f->begin == f->end || row[f->begin] != '"')
        return (struct str){row + f->begin, f->end - f->begin};
    for (size_t i = f->begin + 1; i < f->end - 1; i++) {
        to[n++] = row[i];
        i += row[i] == '"';
    }
    return (struct str){to, n};
}

static void check_csv(struct values *v)
{
    struct csv_fields f = {0};
    struct csv_scan s = {0};
    char plain[200];

    assert_true(v->row.len > 1); /* readers pass over empty lines */
    assert_int_equal(csv_scan(&s, v->row.data, v->row.len, false, &f),
                     CSV_RECORD);
    assert_int_equal(s.at, v->row.len);
    assert_int_equal(f.n, v->n);
    for (size_t i = 0; i < v->n; i++)
        compare(v, i, unquote(v->row.data, &f.field[i], plain));
    free(f.field);
}

static struct str unescape(const char **at, char *to)
{
    static const char letter[] = "tnr\\", byte[] = "\t\n\r\\";
    size_t n = 0;

    for (; **at != '\t' && **at != '\n'; ++*at) {
        assert_int_not_equal(**at, '\r');
        if (**at == '\\') {
            const char *found = strchr(letter, *++*at);
            assert_true(found && *found);
            to[n++] = byte[found - letter];
        } else {
            to[n++] = **at;
        }
    }
    return (struct str){to, n};
}

static void check_tsv(struct values *v)
{
    const char *at = v->row.data;
    char plain[200];

    for (size_t i = 0; i < v->n; i++) {
        compare(v, i, unescape(&at, plain));
        assert_int_equal(*at++, i + 1 < v->n ? '\t' : '\n');
    }
    assert_ptr_equal(at, v->row.data + v->row.len);
}

static size_t repair(struct str s, char *to)
{
    size_t n = 0, bad = 0;
    uint32_t c;

    for (size_t i = 0; i < s.len;) {
        i += utf8_decode(s.s + i, s.len - i, &c, &bad);
        n += utf8_put(c, to + n);
    }
    return n;
}

static void check_jsonl(struct values *v)
{
    json_error_t error;
    json_t *tree = json_loadb(v->row.data, v->row.len,
                              JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &error);
    char repaired[200];

    if (!tree)
        fail_msg("%s: %s", error.text, v->row.data);
    assert_ptr_equal(memchr(v->row.data, '\n', v->row.len),
                     v->row.data + v->row.len - 1);
    assert_int_equal(json_object_size(tree), v->n);
    for (size_t i = 0; i < v->n; i++) {
        const char name[] = {"abcde"[i], '\0'};
        const json_t *got = json_object_get(tree, name);
        const size_t len = repair(v->value[i].bytes, repaired);
        assert_int_equal(json_string_length(got), len);
        assert_memory_equal(json_string_value(got), repaired, len);
    }
    json_decref(tree);
}

static void values_come_out_as_they_went_in(void **state)
{
    (void)state;
    static const struct {
        const struct notation *notation;
        void (*check)(struct values *v);
    } row[] = {{&rows_csv, check_csv},
               {&rows_tsv, check_tsv},
               {&rows_jsonl, check_jsonl}};
    uint64_t seed = unit_seed();

    for (size_t i = 0; i < COUNT(row); i++)
        for (size_t columns = 0; columns < 10; columns++) {
            struct values v;
            values_make(&v, row[i].notation, &seed);
            for (int round = 0; round < ROUNDS / 10; round++) {
                values_draw(&v, &seed);
                put_row(&v);
                row[i].check(&v);
            }
            values_release(&v);
        }
}

/* ---- memory -------------------------------------------------------------- */

struct attempt {
    const struct notation *notation;
    const struct fields *fields;
};

static bool lay_out(void *context, struct tenor_error *err)
{
    const struct attempt *a = context;
    const struct value name = {VALUE_TEXT, STR("a\"\n\\")};
    size_t named[] = {0};
    struct corpus_columns *columns = columns_new(&name, 1);
    struct rows *rows = rows_new(a->notation, a->fields, model);
    const struct record record = {.field = &name, .fields = 1};
    struct buffer out = {0};
    bool ok = columns && rows && rows_lay_columns(rows, columns);

    if (ok)
        columns->named = named;
    ok = ok && rows_header(rows, columns, &out) &&
         rows_put(rows, columns, false, &record, NULL, STR("why"), &out) &&
         buffer_add(&out, "", 1);
    if (ok)
        assert_non_null(strstr(out.data, "error"));
    if (columns)
        columns->named = NULL;
    free(out.data);
    rows_free(rows);
    columns_free(columns);
    return ok || fail_memory(err, "rows");
}

static void any_allocation_may_fail(void **state)
{
    (void)state;
    static const struct notation *const notation[] = {&rows_tsv, &rows_csv,
                                                      &rows_jsonl};
    struct fields fields;
    int status;

    assert_true(fields_parse(&fields, &verb, model, axes, COUNT(axes),
                             "input,a,tone", &status));
    for (size_t i = 0; i < COUNT(notation); i++) {
        struct attempt a = {notation[i], &fields};
        scarce_run(lay_out, &a);
    }
    fields_release(&fields);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_as_in_the_table),
        cmocka_unit_test(results_are_those_of_the_scorer),
        cmocka_unit_test(values_come_out_as_they_went_in),
        cmocka_unit_test(any_allocation_may_fail),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
