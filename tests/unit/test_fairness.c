/* Swapped names, on the sample models: a name that the model knows moves the
 * result, one that it does not know moves nothing. */
#define _POSIX_C_SOURCE 200809L
#include "train/fairness.h"

#include <math.h>

#include "tests/unit/folder.h"
#include "tests/unit/scoped.h"

#define AXES_MAX 3

struct measuring {
    struct folder folder;
    const char *path;
    struct buffer bytes;
    struct tenor_model *model;
    struct trained_axis axis[AXES_MAX];
    struct trained trained[AXES_MAX]; /* one with all axes, or one each */
    size_t n;
};

static void begin(struct measuring *m, struct buffer bytes, bool one_each)
{
    struct tenor_error err = {0};

    *m = (struct measuring){.bytes = bytes};
    folder_make(&m->folder);
    m->path = folder_file(&m->folder, "names");
    assert_true(
        tenor_model_from_memory(bytes.data, bytes.len, &m->model, &err));
    const size_t A = tenor_axis_count(m->model);
    m->n = one_each ? A : 1;
    for (size_t i = 0; i < m->n; i++)
        m->trained[i] =
            (struct trained){.axis = m->axis + i, .axes = one_each ? 1 : A};
}

static void end(struct measuring *m)
{
    tenor_model_close(m->model);
    free(m->bytes.data);
    folder_remove(&m->folder);
}

static bool measure_file(struct measuring *m, struct tenor_error *err)
{
    for (size_t a = 0; a < AXES_MAX; a++)
        m->axis[a].moved = NAN;
    return fairness_measure(m->trained, m->n, m->path, m->model, err);
}

static void write_names(const struct measuring *m, struct str text)
{
    FILE *f = fopen(m->path, "wb");

    assert_non_null(f);
    assert_int_equal(fwrite(text.s, 1, text.len, f), text.len);
    assert_int_equal(fclose(f), 0);
}

static bool measure(struct measuring *m, struct str text,
                    struct tenor_error *err)
{
    write_names(m, text);
    const bool ok = measure_file(m, err);
    unlink(m->path);
    return ok;
}

static void must(struct measuring *m, const char *text)
{
    struct tenor_error err = {0};

    if (!measure(m, str_of(text), &err))
        fail_msg("%s", err.message);
}

/* The probability of a label for a text. */
static double p_of(const struct measuring *m, const char *text, size_t axis,
                   size_t label)
{
    struct tenor_error err = {0};
    struct tenor_scorer *s;
    const size_t len = strlen(text);

    assert_true(tenor_scorer_new(m->model, &s, &err));
    assert_true(tenor_score_titled(s, text, len, text, len, &err));
    const double p = tenor_probability(s, axis, label);
    tenor_scorer_free(s);
    return p;
}

/* ---- moves --------------------------------------------------------------- */

static void names_that_are_known_move(void **state)
{
    (void)state;
    struct measuring m;

    begin(&m, sample_bytes(false), false);
    must(&m, "who: good, bad\nIt is {who} here.\n");
    for (size_t a = 0; a < 2; a++) {
        const size_t K = tenor_axis_label_count(m.model, a);
        double sum = 0.0;
        for (size_t k = 0; k < K; k++)
            sum += fabs(p_of(&m, "It is good here.", a, k) -
                        p_of(&m, "It is bad here.", a, k)) /
                   2.0;
        assert_true(fabs(m.axis[a].moved - sum / (double)K) < 1e-12);
        assert_true(m.axis[a].moved > 0.01);
    }
    end(&m);
}

static void others_do_not(void **state)
{
    (void)state;
    struct measuring m;

    begin(&m, sample_bytes(false), false);
    must(&m, "who: Kimz, Jeqw\nThe report of {who} is bad.\n{who} is good.\n");
    assert_true(m.axis[0].moved == 0.0 && m.axis[1].moved == 0.0);
    end(&m);
}

/* The mean is over sentences and names alike: a group with more names weighs
 * more. */
static void moves_are_a_mean(void **state)
{
    (void)state;
    struct measuring m;
    double alone[2];

    begin(&m, sample_bytes(false), false);
    must(&m, "who: good, bad\nIt is {who} here.\n");
    alone[0] = m.axis[0].moved;
    alone[1] = m.axis[1].moved;
    must(&m, "who: good, bad\nnobody: Kimz, Jeqw, Zyxi, Wvug\n"
             "It is {who} here.\nIt is sad to see {nobody}.\n");
    for (size_t a = 0; a < 2; a++)
        assert_true(fabs(m.axis[a].moved - alone[a] / 3.0) < 1e-12);
    end(&m);
}

/* Axes of sentences and of titles are asked, too. */
static void each_scope_is_measured(void **state)
{
    (void)state;
    const struct scoped with = {.share = 1.0, .without_quotes = true};
    struct measuring m;

    begin(&m, scoped_bytes(with), true);
    must(&m, "who: good, bad\nThe day is so {who} here.\n");
    for (size_t a = 0; a < SCOPED_AXES; a++)
        assert_true(m.axis[a].moved > 0.01 && m.axis[a].moved < 0.5);
    end(&m);
}

static void files_are_read_as_people_write_them(void **state)
{
    (void)state;
    static const char *const text[] = {
        "who: good, bad\nIt is {who} here.",
        "\n\n# good: bad\n  who:good,bad  \n\n\tIt is {who} here. \n",
        "who:good,bad,\r\nIt is {who} here.\r\n",
        "who: good, , bad\nIt is {who} here.\n",
        "other: a, b\nwho: good, bad\nIt is {who} here.\nwho2: c, d\n",
        /* the first of a name */
        "who: good, bad\nwho: Kimz, Jeqw\nIt is {who} here.\n",
    };
    struct measuring m;

    begin(&m, sample_bytes(false), false);
    must(&m, text[0]);
    const double moved = m.axis[0].moved;
    for (size_t i = 1; i < COUNT(text); i++) {
        must(&m, text[i]);
        assert_true(m.axis[0].moved == moved);
    }
    /* A colon in a sentence makes no group of it. */
    must(&m, "who: Kimz, Jeqw\nIt said: {who} is here.\n{who}: it is so.\n");
    end(&m);
}

/* ---- errors -------------------------------------------------------------- */

static void errors_name_the_line(void **state)
{
    (void)state;
    /* clang-format off */
    static const struct {
        const char *text;
        size_t line;
        const char *error;
    } row[] = {
        {"who: Ann\n", 1, ":1: a group has from 2 to 256 names"},
        {"# a\n\nwho:\n", 3, ":3: a group has from 2 to 256 names"},
        {"who: Ann,,,\n", 1, ":1: a group has from 2 to 256 names"},
        {":\n", 1, ":1: a group has from 2 to 256 names"},
        {"who: Ann, Bob\nNobody came.\n", 2, ":2: a sentence names a group in braces"},
        {"who: Ann, Bob\n{who came.\n", 2, ":2: a sentence names a group in braces"},
        {"who: Ann, Bob\n}who{ came.\n", 2, ":2: a sentence names a group in braces"},
        {"who: Ann, Bob\n{} came.\n", 2, ":2: the group is not known"},
        {"who: Ann, Bob\n{whom} came.\n", 2, ":2: the group is not known"},
        {"{who} came.\nwho: Ann, Bob\n", 1, ":1: the group is not known"},
        {"", 0, "' has no sentences"},
        {"who: Ann, Bob\n", 0, "' has no sentences"},
    };
    /* clang-format on */
    struct measuring m;

    begin(&m, sample_bytes(false), false);
    for (size_t i = 0; i < COUNT(row); i++) {
        struct tenor_error err = {0};
        print_message("row %zu\n", i);
        assert_false(measure(&m, str_of(row[i].text), &err));
        assert_int_equal(err.code, TENOR_EDATA);
        assert_int_equal(err.line, row[i].line);
        if (!strstr(err.message, row[i].error))
            fail_msg("'%s' without '%s'", err.message, row[i].error);
        assert_true(isnan(m.axis[0].moved));
    }
    struct tenor_error err = {0};
    assert_false(measure_file(&m, &err)); /* it is gone */
    assert_int_equal(err.code, TENOR_EIO);
    end(&m);
}

/* n names, or n groups of two, and a sentence. */
static struct buffer many(size_t names, size_t groups)
{
    struct buffer b = {0};
    char text[64];

    for (size_t g = 0; g < groups; g++) {
        int len = snprintf(text, sizeof text, "g%zu: a", g);
        assert_true(buffer_add(&b, text, (size_t)len));
        for (size_t i = 1; i < names; i++) {
            len = snprintf(text, sizeof text, ",n%zu", i);
            assert_true(buffer_add(&b, text, (size_t)len));
        }
        assert_true(buffer_add(&b, "\n", 1));
    }
    assert_true(buffer_add(&b, "A good {g0}.\n", 13));
    return b;
}

static void groups_and_names_are_limited(void **state)
{
    (void)state;
    static const struct {
        size_t names, groups;
        bool ok;
    } row[] = {{2, 1, true},    {256, 1, true}, {257, 1, false},
               {300, 1, false}, {2, 32, true},  {2, 33, false}};
    struct measuring m;

    begin(&m, sample_bytes(false), false);
    for (size_t i = 0; i < COUNT(row); i++) {
        struct tenor_error err = {0};
        struct buffer b = many(row[i].names, row[i].groups);
        assert_int_equal(measure(&m, (struct str){b.data, b.len}, &err),
                         row[i].ok);
        assert_int_equal(err.code, row[i].ok ? TENOR_OK : TENOR_EDATA);
        free(b.data);
    }
    end(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_that_are_known_move),
        cmocka_unit_test(others_do_not),
        cmocka_unit_test(moves_are_a_mean),
        cmocka_unit_test(each_scope_is_measured),
        cmocka_unit_test(files_are_read_as_people_write_them),
        cmocka_unit_test(errors_name_the_line),
        cmocka_unit_test(groups_and_names_are_limited),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
