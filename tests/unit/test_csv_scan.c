/* Records and fields of CSV, and a scan that is left and taken up. */
#include "cli/label/csv_scan.h"
#include "tests/unit/scarce.h"
#include "train/random.h"

#define ROUNDS 20000

/* ---- tables -------------------------------------------------------------- */

#define IN(literal)                    \
    {                                  \
        (literal), sizeof(literal) - 1 \
    }

#define CLOSE "a quoted field is never closed"
#define INSIDE "a quote inside an unquoted field"
#define BEHIND "text after a closing quote"

/* clang-format off */
static const struct {
    struct str bytes;
    enum csv_found found;
    size_t at;
    const char *fields; /* as they stand, each with a | behind; or the reason */
} row[] = {
    {IN("a,b\n"),              CSV_RECORD, 4, "a|b|"},
    {IN("a,b\nc,d\n"),         CSV_RECORD, 4, "a|b|"},
    {IN("a,b\r\n"),            CSV_RECORD, 5, "a|b|"},
    {IN("a,b"),                CSV_RECORD, 3, "a|b|"},
    {IN("a,b\r"),              CSV_RECORD, 4, "a|b\r|"},
    {IN("a\rb,\rc\n"),         CSV_RECORD, 7, "a\rb|\rc|"},
    {IN("a\r\r\n"),            CSV_RECORD, 4, "a\r|"},
    {IN(""),                   CSV_RECORD, 0, "|"},
    {IN("\n"),                 CSV_RECORD, 1, "|"},
    {IN("\r\n"),               CSV_RECORD, 2, "|"},
    {IN("\r"),                 CSV_RECORD, 1, "\r|"},
    {IN(","),                  CSV_RECORD, 1, "||"},
    {IN(",\r\n"),              CSV_RECORD, 3, "||"},
    {IN("a,,b\n"),             CSV_RECORD, 5, "a||b|"},
    {IN("a,b,\n"),             CSV_RECORD, 5, "a|b||"},
    {IN(",a\n"),               CSV_RECORD, 3, "|a|"},
    {IN(" a , b \n"),          CSV_RECORD, 8, " a | b |"},
    {IN("a\n"),                CSV_RECORD, 2, "a|"},
    {IN("\"\"\n"),             CSV_RECORD, 3, "\"\"|"},
    {IN("\"\""),               CSV_RECORD, 2, "\"\"|"},
    {IN("\"a\"\n"),            CSV_RECORD, 4, "\"a\"|"},
    {IN("\"a\"\r\n"),          CSV_RECORD, 5, "\"a\"|"},
    {IN("\"a\"\r"),            CSV_RECORD, 4, "\"a\"|"},
    {IN("\"a,b\",c\n"),        CSV_RECORD, 8, "\"a,b\"|c|"},
    {IN("\"a\nb\",c\n"),       CSV_RECORD, 8, "\"a\nb\"|c|"},
    {IN("\"a\r\nb\"\n"),       CSV_RECORD, 7, "\"a\r\nb\"|"},
    {IN("\"\n\n\"\n"),         CSV_RECORD, 5, "\"\n\n\"|"},
    {IN("\"\"\"\"\n"),         CSV_RECORD, 5, "\"\"\"\"|"},
    {IN("\"a\"\"b\",\"\"\n"),  CSV_RECORD, 10, "\"a\"\"b\"|\"\"|"},
    {IN("\"\"\"a\"\"\"\n"),    CSV_RECORD, 8, "\"\"\"a\"\"\"|"},
    {IN("\"a\",\n"),           CSV_RECORD, 5, "\"a\"||"},
    {IN(",\"a\""),             CSV_RECORD, 4, "|\"a\"|"},
    {IN("\0,\xFF\n"),          CSV_RECORD, 4, NULL},
    {IN("\""),                 CSV_BAD, 1, CLOSE},
    {IN("\"a,b\nc\n"),         CSV_BAD, 7, CLOSE},
    {IN("a,\"b\"\""),          CSV_BAD, 6, CLOSE},
    {IN("\"\"\"\n"),           CSV_BAD, 4, CLOSE},
    {IN("a\"b\n"),             CSV_BAD, 1, INSIDE},
    {IN("a,b\"\n"),            CSV_BAD, 3, INSIDE},
    {IN("a, \"b\"\n"),         CSV_BAD, 3, INSIDE},
    {IN("\r\"\n"),             CSV_BAD, 1, INSIDE},
    {IN("\"a\"b\n"),           CSV_BAD, 3, BEHIND},
    {IN("\"a\" ,b\n"),         CSV_BAD, 3, BEHIND},
    {IN("\"\"a\"\"\n"),        CSV_BAD, 2, BEHIND},
    {IN("\"a\"\rb\n"),         CSV_BAD, 4, BEHIND},
    {IN("\"a\"\r,b\n"),        CSV_BAD, 4, BEHIND},
    {IN("\"a\"\r\"\n"),        CSV_BAD, 4, BEHIND},
    {IN("\"a\"\r\r\n"),        CSV_BAD, 4, BEHIND},
    {IN("a,\"b\nc\"d\n"),      CSV_BAD, 7, BEHIND},
};
/* clang-format on */

/* The fields as the table has them. */
static void join(const struct csv_fields *f, const char *bytes,
                 struct buffer *out)
{
    out->len = 0;
    for (size_t i = 0; i < f->n; i++) {
        const struct csv_field *field = &f->field[i];
        assert_true(
            buffer_add(out, bytes + field->begin, field->end - field->begin));
        assert_true(buffer_add(out, "|", 1));
    }
    assert_true(buffer_add(out, "", 1));
}

static void records_are_cut_by_rfc_4180(void **state)
{
    (void)state;
    struct csv_fields f = {0};
    struct buffer got = {0};

    for (size_t i = 0; i < COUNT(row); i++) {
        struct csv_scan s = {0};
        f.n = 0;
        assert_int_equal(
            csv_scan(&s, row[i].bytes.s, row[i].bytes.len, true, &f),
            row[i].found);
        assert_int_equal(s.at, row[i].at);
        if (row[i].found == CSV_BAD) {
            assert_string_equal(csv_reason(&s), row[i].fields);
            continue;
        }
        join(&f, row[i].bytes.s, &got);
        if (row[i].fields)
            assert_string_equal(got.data, row[i].fields);
        else
            assert_memory_equal(got.data, "\0|\xFF|", 5);
    }
    free(f.field);
    free(got.data);
}

/* Only fields with doubled quotes are to be copied. */
static void doubled_quotes_are_noted(void **state)
{
    (void)state;
    const struct str bytes = STR("\"a\",\"\"\"\",,\"\",\"b\"\"\"\n");
    static const bool doubled[] = {false, true, false, false, true};
    struct csv_fields f = {0};
    struct csv_scan s = {0};

    assert_int_equal(csv_scan(&s, bytes.s, bytes.len, true, &f), CSV_RECORD);
    assert_int_equal(f.n, COUNT(doubled));
    for (size_t i = 0; i < f.n; i++)
        assert_int_equal(f.field[i].doubled, doubled[i]);
    free(f.field);
}

/* ---- random bytes -------------------------------------------------------- */

static size_t random_bytes(uint64_t *seed, char *bytes, size_t most)
{
    const size_t n = random_below(seed, most + 1);

    for (size_t i = 0; i < n; i++)
        bytes[i] = "a,\"\n\r"[random_below(seed, 5)];
    return n;
}

/* Look at one more byte, or some, each time, of memory that ends there. */
static enum csv_found scan_in_pieces(struct csv_scan *s, const char *bytes,
                                     size_t n, uint64_t *seed)
{
    enum csv_found found = CSV_MORE;
    size_t len = 0;

    while (found == CSV_MORE && len < n) {
        len += 1 + random_below(seed, random_below(seed, 2) ? 1 : n - len);
        char *piece = mem_resize(NULL, len, 1);
        memcpy(piece, bytes, len);
        found =
            csv_scan(s, piece, len, len == n && random_below(seed, 2), NULL);
        free(piece);
    }
    return found == CSV_MORE ? csv_scan(s, bytes, n, true, NULL) : found;
}

static void a_scan_is_taken_up_anywhere(void **state)
{
    (void)state;
    uint64_t seed = unit_seed();
    char bytes[40];

    for (int round = 0; round < ROUNDS; round++) {
        const size_t n = random_bytes(&seed, bytes, sizeof bytes);
        struct csv_scan whole = {0}, pieces = {0};
        const enum csv_found found = csv_scan(&whole, bytes, n, true, NULL);
        assert_int_equal(scan_in_pieces(&pieces, bytes, n, &seed), found);
        assert_int_equal(pieces.at, whole.at);
        assert_int_equal(pieces.state, whole.state);
        /* What is found bad is found so again. */
        if (found == CSV_BAD)
            assert_int_equal(csv_scan(&pieces, bytes, n, true, NULL), CSV_BAD);
    }
}

/* Fields and the commas and line end between them are all of a record. */
static void nothing_is_between_fields_but_commas(void **state)
{
    (void)state;
    uint64_t seed = unit_seed();
    struct csv_fields f = {0};
    char bytes[40];

    for (int round = 0; round < ROUNDS; round++) {
        const size_t n = random_bytes(&seed, bytes, sizeof bytes);
        struct csv_scan s = {0};
        f.n = 0;
        if (csv_scan(&s, bytes, n, true, &f) != CSV_RECORD)
            continue;
        assert_int_equal(f.field[0].begin, 0);
        for (size_t i = 1; i < f.n; i++) {
            assert_int_equal(bytes[f.field[i].begin - 1], ',');
            assert_int_equal(f.field[i].begin, f.field[i - 1].end + 1);
        }
        const size_t end = f.field[f.n - 1].end;
        assert_true(s.at - end <= 2);
        for (size_t i = end; i < s.at; i++)
            assert_true(bytes[i] == '\r' || bytes[i] == '\n');
    }
    free(f.field);
}

static bool scan_scarcely(void *context, struct tenor_error *err)
{
    const struct str bytes = STR("a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q,r,s,t\n");
    struct csv_fields f = {0};
    struct csv_scan s = {0};

    (void)context;
    assert_int_equal(csv_scan(&s, bytes.s, bytes.len, true, &f), CSV_RECORD);
    assert_int_equal(s.at, bytes.len);
    const bool ok = !f.no_memory;
    assert_true(!ok || f.n == 20);
    free(f.field);
    return ok || fail_memory(err, "fields");
}

static void memory_may_run_out(void **state)
{
    (void)state;
    scarce_run(scan_scarcely, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(records_are_cut_by_rfc_4180),
        cmocka_unit_test(doubled_quotes_are_noted),
        cmocka_unit_test(a_scan_is_taken_up_anywhere),
        cmocka_unit_test(nothing_is_between_fields_but_commas),
        cmocka_unit_test(memory_may_run_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
