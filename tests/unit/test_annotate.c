/* What annotate stands on: keys, lines, answers, and cells of a sheet. */
#define _POSIX_C_SOURCE 200809L
#include "cli/annotate/annotating.h"
#include "cli/sheet.h"

#include <fcntl.h>
#include <unistd.h>

#include "tests/unit/folder.h"

static struct folder folder;

/* The path of a file with these bytes, until the next one. */
static const char *write_file(const char *name, struct str bytes)
{
    const char *path = folder_file(&folder, name);
    FILE *f = fopen(path, "wb");

    assert_non_null(f);
    assert_int_equal(fwrite(bytes.s, 1, bytes.len, f), bytes.len);
    assert_int_equal(fclose(f), 0);
    return path;
}

/* ---- keys ---------------------------------------------------------------- */

static const struct {
    const char *labels, *keys;
} keys[] = {
    {"negative,neutral,positive", "nep"}, /* n is given, e is the next letter */
    {"pos,neg", "pn"},
    {"a,b,c", "abc"},
    {"sad,upset,quiet,mixed", "apix"}, /* s, u, q and m are commands */
    {"s,u,q", "123"},
    {"Yes,No", "yn"},
    {"1,2,3", "123"},
    {"\xD1\x85\xD0\xBE\xD1\x80,\xD0\xBF\xD0\xBB", "12"},
    {"one,one", "o"},
};

static void each_label_has_a_key(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(keys); i++) {
        struct choices c = {0};
        struct tenor_error err = {0};
        assert_true(choices_add_list(&c, keys[i].labels, &err));
        choices_set_keys(&c);
        assert_int_equal(c.n, strlen(keys[i].keys));
        for (size_t k = 0; k < c.n; k++) {
            if (c.item[k].key != keys[i].keys[k])
                fail_msg("%s: %c", keys[i].labels, c.item[k].key);
            assert_ptr_equal(choices_label(&c, c.item[k].key), c.item[k].label);
        }
        choices_release(&c);
    }
}

static void labels_that_cannot_be(void **state)
{
    static const char *const lists[] = {"",     "a,,b", "a,",
                                        "a\tb", "a\nb", "\xFF"};

    (void)state;
    for (size_t i = 0; i < COUNT(lists); i++) {
        struct choices c = {0};
        struct tenor_error err = {0};
        assert_false(choices_add_list(&c, lists[i], &err));
        assert_int_equal(err.code, TENOR_EINVAL);
        choices_release(&c);
    }
}

static void as_many_labels_as_keys(void **state)
{
    struct choices c = {0};
    struct tenor_error err = {0};
    char label[32];

    (void)state;
    for (int i = 0; i < CHOICES_MAX; i++) {
        snprintf(label, sizeof label, "label%d", i);
        assert_true(choices_add(&c, str_of(label), &err));
    }
    assert_false(choices_add(&c, STR("more"), &err));
    choices_set_keys(&c);
    for (size_t i = 0; i < c.n; i++) {
        assert_true(c.item[i].key);
        for (size_t j = 0; j < i; j++)
            assert_true(c.item[i].key != c.item[j].key);
    }
    choices_release(&c);
}

/* ---- cells --------------------------------------------------------------- */

static const struct {
    const char *text, *cell;
} cells[] = {
    {"plain", "plain"}, {"=1+1", "'=1+1"}, {"-5", "'-5"},   {"@user", "'@user"},
    {"+44", "'+44"},    {"'tis", "'tis"},  {"'=x", "''=x"}, {"''-", "'''-"},
    {"", ""},           {"'", "'"},        {"a=b", "a=b"},  {" =x", "\" =x\""},
};

static void no_cell_is_a_formula(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(cells); i++) {
        struct buffer b = {0};
        const struct sheet_row row = {.id = STR("i"),
                                      .text = str_of(cells[i].text),
                                      .suggested = "s",
                                      .why = "w"};
        assert_true(sheet_put(SHEET_CSV, &row, &b));
        const char *comma = memchr(b.data + 2, ',', b.len - 2);
        const struct str cell = {b.data + 2, (size_t)(comma - b.data) - 2};
        assert_true(str_equal(cell, str_of(cells[i].cell)));
        if (cell.len == 0 || cell.s[0] != '"')
            assert_true(str_equal(sheet_plain(cell), str_of(cells[i].text)));
        free(b.data);
    }
}

/* ---- answers ------------------------------------------------------------- */

struct told {
    struct buffer text;
    size_t n;
};

static bool each(void *told, struct str label, struct str text,
                 struct tenor_error *err)
{
    struct told *t = told;

    (void)err;
    t->n++;
    assert_true(buffer_add(&t->text, label.s, label.len) &&
                buffer_add(&t->text, "|", 1) &&
                buffer_add(&t->text, text.s, text.len) &&
                buffer_add(&t->text, "\n", 1));
    return true;
}

static bool begins(void *told, const struct answers *a, struct str bytes)
{
    struct buffer line = {0};

    (void)told;
    assert_true(
        answers_line(a, STR("bad"), STR("A cold, \"old\" room."), &line));
    const bool ok =
        line.len >= bytes.len && memcmp(line.data, bytes.s, bytes.len) == 0;
    free(line.data);
    return ok;
}

static bool reopen(struct answers *a, const char *path, struct told *t,
                   struct tenor_error *err)
{
    const struct answers_wants w = {each, begins, t};

    t->n = t->text.len = 0;
    return answers_open(a, path, &w, err);
}

static const char *const names[] = {"a.tsv", "a.csv", "a.jsonl"};

static void answers_come_back(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(names); i++) {
        const char *path = write_file(names[i], STR(""));
        struct answers a;
        struct told t = {0};
        struct tenor_error err = {0};
        assert_true(reopen(&a, path, &t, &err));
        assert_true(answers_add(&a, STR("good"), STR("Fine\tday\nhere"), &err));
        assert_true(answers_add(&a, STR("bad"), STR("wrong"), &err));
        assert_true(answers_undo(&a, &err));
        assert_true(
            answers_add(&a, STR("bad"), STR("A cold, \"old\" room."), &err));
        answers_close(&a);
        assert_true(reopen(&a, path, &t, &err));
        assert_int_equal(t.n, 2);
        const struct str got = {t.text.data, t.text.len};
        assert_true(str_equal(
            got, i == 2 ? STR("good|Fine\tday\nhere\nbad|A cold, \"old\" "
                              "room.\n")
                        : STR("good|Fine day here\nbad|A cold, \"old\" "
                              "room.\n")));
        assert_true(answers_undo(&a, &err) && answers_undo(&a, &err));
        answers_close(&a);
        assert_true(reopen(&a, path, &t, &err));
        assert_int_equal(t.n, 0);
        answers_close(&a);
        free(t.text.data);
    }
}

/* A file that is cut anywhere has the answers that were whole. */
static void any_cut_is_survived(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(names); i++) {
        const char *path = write_file(names[i], STR(""));
        struct answers a;
        struct told t = {0};
        struct tenor_error err = {0};
        assert_true(reopen(&a, path, &t, &err));
        assert_true(answers_add(&a, STR("good"), STR("Fine."), &err));
        const off_t first = a.size;
        assert_true(
            answers_add(&a, STR("bad"), STR("A cold, \"old\" room."), &err));
        const off_t second = a.size;
        answers_close(&a);
        for (off_t size = second; size >= first; size--) {
            assert_int_equal(truncate(path, size), 0);
            assert_true(reopen(&a, path, &t, &err));
            assert_int_equal(t.n, size == second ? 2 : 1);
            assert_true(a.cut == (size != second && size != first));
            answers_close(&a);
            if (size > first) { /* again whole, to be cut by one more */
                assert_true(reopen(&a, path, &t, &err));
                if (t.n == 1)
                    assert_true(answers_add(
                        &a, STR("bad"), STR("A cold, \"old\" room."), &err));
                answers_close(&a);
            }
        }
        free(t.text.data);
    }
}

static void nothing_of_others_is_cut(void **state)
{
    const char *path = write_file("o.tsv", STR("good\tFine.\nbad\tMine"));
    struct answers a;
    struct told t = {0};
    struct tenor_error err = {0};

    (void)state;
    assert_false(reopen(&a, path, &t, &err));
    assert_int_equal(err.code, TENOR_EDATA);
    answers_close(&a);
    char line[64] = "";
    FILE *f = fopen(path, "r");
    assert_non_null(f);
    while (fgets(line, sizeof line, f))
        ;
    fclose(f);
    assert_string_equal(line, "bad\tMine");
}

static void one_program_at_a_time(void **state)
{
    const char *path = write_file("l.tsv", STR(""));
    struct answers a, b;
    struct told t = {0};
    struct tenor_error err = {0};

    (void)state;
    assert_true(reopen(&a, path, &t, &err));
    assert_false(reopen(&b, path, &t, &err));
    assert_int_equal(err.code, TENOR_EIO);
    answers_close(&b);
    answers_close(&a);
}

static int setup(void **state)
{
    (void)state;
    folder_make(&folder);
    return 0;
}

static int teardown(void **state)
{
    static const char *const more[] = {"o.tsv", "l.tsv"};

    (void)state;
    for (size_t i = 0; i < COUNT(names); i++)
        unlink(folder_file(&folder, names[i]));
    for (size_t i = 0; i < COUNT(more); i++)
        unlink(folder_file(&folder, more[i]));
    folder_remove(&folder);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_label_has_a_key),
        cmocka_unit_test(labels_that_cannot_be),
        cmocka_unit_test(as_many_labels_as_keys),
        cmocka_unit_test(no_cell_is_a_formula),
        cmocka_unit_test(answers_come_back),
        cmocka_unit_test(any_cut_is_survived),
        cmocka_unit_test(nothing_of_others_is_cut),
        cmocka_unit_test(one_program_at_a_time),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
