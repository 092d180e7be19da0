/* Labelling a corpus once more: both ways begin alike, use up the same labels,
 * and do not depend on threads. */
#define _POSIX_C_SOURCE 200809L
#include "train/rehearsal.h"

#include "tests/unit/cases.h"

#define DOCUMENTS 200

static struct train_corpus corpus[2] = {{.name = "c"}, {.name = "t"}};

static const char *write_corpus(const char *name, int first, int n)
{
    static const char *const good[] = {"lovely", "splendid", "happy", "fine"};
    static const char *const bad[] = {"awful", "dreadful", "angry", "poor"};
    struct buffer b = {0};
    char line[128];

    for (int i = first; i < first + n; i++) {
        const bool is_good = i % 2;
        const int len = snprintf(
            line, sizeof line, "%s\tThe %s day number %d was %s.\n",
            is_good ? "good" : "bad", (is_good ? good : bad)[i / 2 % 4], i,
            (is_good ? good : bad)[i / 8 % 4]);
        assert_true(buffer_add(&b, line, (size_t)len));
    }
    const char *path = write_file(name, (struct str){b.data, b.len});
    free(b.data);
    return path;
}

static struct train_request request(bool tested, size_t threads)
{
    struct train_request r = {.axis = "tone",
                              .unit = "text",
                              .corpus = corpus,
                              .corpora = tested ? 2 : 1,
                              .settings = train_defaults()};

    static char path[600]; /* that of a file lasts until the next one */

    snprintf(path, sizeof path, "%s", write_corpus("c.tsv", 0, DOCUMENTS));
    corpus[0].path = path;
    corpus[1].path = write_corpus("t.tsv", DOCUMENTS, 40);
    r.settings.features.ngrams = 1;
    r.settings.features.chars_min = r.settings.features.chars_max = 0;
    r.settings.weighting = WEIGHTING_IDF;
    r.settings.threads = threads;
    return r;
}

static void rehearse(bool tested, size_t threads, struct rehearsal *w)
{
    const struct train_request train = request(tested, threads);
    const struct rehearsal_request r = {&train, tested, 10, 100, 3};
    struct tenor_error err = {0};

    *w = (struct rehearsal){0};
    if (!rehearsal_run(&r, w, &err))
        fail_msg("%s", err.message);
}

static void check(const struct rehearsal *w)
{
    assert_int_equal(w->saving.points, 10);
    for (size_t p = 0; p < w->saving.points; p++) {
        const struct saving_point *x = &w->saving.point[p];
        assert_int_equal(x->labels, 10 * (p + 1));
        assert_true(x->random >= 0.0 && x->random <= 1.0);
        assert_true(x->gain.low <= x->gain.value &&
                    x->gain.value <= x->gain.high);
    }
    assert_true(w->saving.point[0].random == w->saving.point[0].chosen);
    assert_true(w->saving.needed.low <= w->saving.needed.value &&
                w->saving.needed.value <= w->saving.needed.high);
    assert_true(w->saving.needed.high <= 100.0);
}

static void ways_begin_alike(void **state)
{
    struct rehearsal w;

    (void)state;
    rehearse(false, 1, &w);
    check(&w);
    assert_int_equal(w.pool, DOCUMENTS - DOCUMENTS / REHEARSAL_HELD_OUT);
    assert_int_equal(w.measured, DOCUMENTS / REHEARSAL_HELD_OUT);
    rehearsal_release(&w);
    rehearse(true, 1, &w);
    check(&w);
    assert_int_equal(w.pool, DOCUMENTS);
    assert_int_equal(w.measured, 40);
    rehearsal_release(&w);
}

static void threads_change_nothing(void **state)
{
    struct rehearsal a, b;

    (void)state;
    rehearse(true, 1, &a);
    rehearse(true, 4, &b);
    assert_int_equal(a.saving.points, b.saving.points);
    assert_memory_equal(a.saving.point, b.saving.point,
                        a.saving.points * sizeof *a.saving.point);
    assert_true(a.saving.needed.value == b.saving.needed.value);
    rehearsal_release(&a);
    rehearsal_release(&b);
}

static void too_few(void **state)
{
    const struct train_request train = request(false, 1);
    const struct rehearsal_request r = {&train, false, 90, 4000, 1};
    struct rehearsal w = {0};
    struct tenor_error err = {0};

    (void)state;
    assert_false(rehearsal_run(&r, &w, &err));
    assert_int_equal(err.code, TENOR_EDATA);
    rehearsal_release(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ways_begin_alike),
        cmocka_unit_test(threads_change_nothing),
        cmocka_unit_test(too_few),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
