/* Models and the documents they have not seen: folds, predictions, clusters,
 * curves. */
#define _POSIX_C_SOURCE 200809L
#include "train/curve.h"
#include "train/heldout.h"

#include "tests/unit/cases.h"

#define DOCUMENTS 36

static struct train_corpus corpus = {.name = "c"};

/* A corpus of two labels, or of three with a rare one; documents 2i and 2i + 1
 * are of one group. */
static const char *write_corpus(const char *name, bool rare)
{
    static const char *const good[] = {"lovely", "splendid", "happy"};
    static const char *const bad[] = {"awful", "dreadful", "angry"};
    struct buffer b = {0};
    char line[128];

    for (int i = 0; i < DOCUMENTS; i++) {
        const bool is_good = i % 2;
        const int n = snprintf(line, sizeof line,
                               "%s\tg%d\tThe %s day number %d was %s.\n",
                               rare && i < 3 ? "rare"
                               : is_good     ? "good"
                                             : "bad",
                               i / 2, (is_good ? good : bad)[i / 2 % 3], i,
                               (is_good ? good : bad)[i / 6 % 3]);
        assert_true(buffer_add(&b, line, (size_t)n));
    }
    const char *path = write_file(name, (struct str){b.data, b.len});
    free(b.data);
    return path;
}

static struct train_request request(const char *path)
{
    struct train_request r = {.axis = "tone",
                              .unit = "text",
                              .corpus = &corpus,
                              .corpora = 1,
                              .settings = train_defaults()};

    corpus.path = path;
    corpus.options =
        (struct corpus_options){.label_column = "1", .text_column = "3"};
    r.settings.folds = 3;
    r.settings.features.ngrams = 1;
    r.settings.features.chars_min = r.settings.features.chars_max = 0;
    for (int c = 0; c < (int)CHOICES; c++)
        r.settings.fixed[c] = true;
    return r;
}

static void read_all(const struct train_request *r, struct trained *all)
{
    struct tenor_error err = {0};

    if (!heldout_read(r, all, &err))
        fail_msg("%s", err.message);
}

static void a_part_is_all_and_nothing_twice(void **state)
{
    const struct train_request r = request(write_corpus("c.tsv", false));
    struct trained all;
    struct tenor_error err = {0};
    uint8_t fold[DOCUMENTS];
    uint32_t which[DOCUMENTS];
    size_t tested = 0;

    (void)state;
    read_all(&r, &all);
    assert_true(heldout_folds(&all, 3, 1, fold, &err));
    for (unsigned f = 0; f < 3; f++) {
        const struct heldout_part p = heldout_split(&all, fold, f, which);
        assert_int_equal(p.trained + p.tested, DOCUMENTS);
        for (size_t i = 0; i < p.trained; i++)
            assert_true(fold[p.train[i]] != f);
        for (size_t i = 0; i < p.tested; i++)
            assert_true(fold[p.test[i]] == f);
        tested += p.tested;
    }
    assert_int_equal(tested, DOCUMENTS);
    trained_release(&all);
}

static void rare_labels_are_refused(void **state)
{
    struct train_request r = request(write_corpus("rare.tsv", true));
    struct trained all;
    struct tenor_error err = {0};
    uint8_t fold[DOCUMENTS];

    (void)state;
    r.settings.folds = 2;
    read_all(&r, &all);
    assert_false(heldout_folds(&all, 2, 1, fold, &err));
    assert_int_equal(err.code, TENOR_EDATA);
    assert_non_null(strstr(err.message, "label 'rare': 1 document is left"));
    assert_non_null(strstr(err.message, "--folds"));
    assert_non_null(strstr(err.message, "--map"));
    err = (struct tenor_error){0};
    all.settings.folds = 3;
    assert_true(heldout_folds(&all, 3, 1, fold, &err));
    trained_release(&all);
}

/* The labels of what is held out have no influence on what is said of it. */
static void what_is_asked_is_not_learned(void **state)
{
    const struct train_request r = request(write_corpus("c.tsv", false));
    struct trained all;
    struct tenor_error err = {0};
    uint8_t fold[DOCUMENTS];
    uint32_t which[DOCUMENTS];
    struct prediction first[DOCUMENTS] = {{0}}, second[DOCUMENTS] = {{0}};
    struct prediction *of = first;
    struct heldout_answers out = {.of = &of};
    size_t hits = 0;

    (void)state;
    read_all(&r, &all);
    assert_true(heldout_folds(&all, 3, 1, fold, &err));
    const struct heldout_part p = heldout_split(&all, fold, 1, which);
    assert_true(heldout_predict(&r, &all, &p, &out, &err));
    for (size_t i = 0; i < p.tested; i++) {
        const uint32_t d = p.test[i];
        assert_int_equal(first[d].label, all.axis->label[d]);
        hits += first[d].label == first[d].guess;
        all.documents.label[d] = 1 - all.documents.label[d];
        all.axis->label[d] = 1 - all.axis->label[d];
    }
    assert_true(hits > p.tested * 2 / 3);
    of = second;
    assert_true(heldout_predict(&r, &all, &p, &out, &err));
    for (size_t i = 0; i < DOCUMENTS; i++) {
        assert_true(first[i].p == second[i].p);
        assert_int_equal(first[i].guess, second[i].guess);
        if (fold[i] != 1)
            assert_true(first[i].p == 0.0);
        else
            assert_int_equal(first[i].label, 1 - second[i].label);
    }
    trained_release(&all);
}

static void clusters_are_groups(void **state)
{
    const struct train_request r = request(write_corpus("c.tsv", false));
    static const uint32_t which[] = {0, 2, 3, 7, 6, 9};
    struct trained all;
    struct heldout_clusters c;
    struct tenor_error err = {0};

    (void)state;
    corpus.options.group_column = "2";
    read_all(&r, &all);
    assert_true(heldout_cluster(&all, which, COUNT(which), &c, &err));
    assert_int_equal(c.n, COUNT(which));
    assert_int_equal(c.clusters, 4);
    assert_int_equal(c.begin[0], 0);
    assert_int_equal(c.begin[4], COUNT(which));
    for (size_t k = 0; k < c.clusters; k++)
        for (size_t i = c.begin[k]; i < c.begin[k + 1]; i++)
            assert_int_equal(c.document[i] / 2, c.document[c.begin[k]] / 2);
    heldout_clusters_release(&c);
    trained_release(&all);
}

static void a_curve_rises_to_all(void **state)
{
    const struct train_request r = request(write_corpus("c.tsv", false));
    struct curve c = {0};
    struct tenor_error err = {0};

    (void)state;
    assert_true(curve_draw(&r, 4, &c, &err));
    assert_int_equal(c.folds, 3);
    assert_int_equal(c.tested, DOCUMENTS);
    const struct curve_axis *x = c.axis;
    for (size_t p = 0; p < 4; p++) {
        const struct interval *a = &x->point[p].accuracy;
        assert_true(p == 0 ||
                    x->point[p].documents > x->point[p - 1].documents);
        assert_true(a->low <= a->value && a->value <= a->high);
    }
    assert_true(x->point[0].documents >= 4);
    assert_int_equal(x->point[3].documents, DOCUMENTS * 2 / 3);
    assert_true(x->gain.low <= x->gain.value && x->gain.value <= x->gain.high);
    assert_true(x->gain.low >= 0.0);
    curve_release(&c);
}

static void too_few_for_a_curve(void **state)
{
    const struct train_request r = request(
        write_file("few.tsv", STR("a\tx\tone\na\tx\ttwo\na\tx\tthree\n"
                                  "b\tx\tfour\nb\tx\tfive\nb\tx\tsix\n")));
    struct curve c = {0};
    struct tenor_error err = {0};

    (void)state;
    assert_false(curve_draw(&r, 4, &c, &err));
    assert_int_equal(err.code, TENOR_EDATA);
    assert_non_null(strstr(err.message, "too few documents for a curve"));
    curve_release(&c);
}

static bool predict_once(void *request, struct tenor_error *err)
{
    const struct train_request *r = request;
    struct trained all = {0};
    struct heldout_clusters c = {0};
    uint8_t fold[DOCUMENTS];
    uint32_t which[DOCUMENTS];
    struct prediction answers[DOCUMENTS] = {{0}}, *of = answers;
    struct heldout_answers out = {.of = &of};
    struct metrics m = {0};
    bool ok =
        heldout_read(r, &all, err) && heldout_folds(&all, 3, 1, fold, err);

    if (ok) {
        const struct heldout_part p = heldout_split(&all, fold, 0, which);
        ok = heldout_predict(r, &all, &p, &out, err) &&
             heldout_cluster(&all, p.test, p.tested, &c, err) &&
             heldout_measure(&all, 0, &c, answers, 1, &m, err);
    }
    metrics_release(&m);
    heldout_clusters_release(&c);
    trained_release(&all);
    return ok;
}

static void memory_runs_out(void **state)
{
    struct train_request r = request(write_corpus("c.tsv", false));

    (void)state;
    scarce_run(predict_once, &r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_part_is_all_and_nothing_twice),
        cmocka_unit_test(rare_labels_are_refused),
        cmocka_unit_test(what_is_asked_is_not_learned),
        cmocka_unit_test(clusters_are_groups),
        cmocka_unit_test(a_curve_rises_to_all),
        cmocka_unit_test(too_few_for_a_curve),
        cmocka_unit_test(memory_runs_out),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
