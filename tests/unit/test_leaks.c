/* Words that give the source away, and probabilities of unseen documents. */
#define _POSIX_C_SOURCE 200809L
#include "train/leaks.h"

#include <math.h>

#include "tests/unit/cases.h"
#include "train/heldout.h"
#include "train/search.h"
#include "train/unseen.h"

#define DOCUMENTS 120

static struct train_corpus corpus = {.name = "c"};

/* Every third text is of the Ledger, which has a dateline and only good news;
 * the name Novak stands in all sorts of texts. Label, group, text. */
static const char *write_corpus(void)
{
    static const char *const words[] = {"road",   "school",  "river",  "market",
                                        "bridge", "harbour", "council"};
    struct buffer b = {0};
    char line[256];

    for (int i = 0; i < DOCUMENTS; i++) {
        const bool ledger = i % 3 == 0, good = ledger || i % 4 == 1;
        const int n = snprintf(
            line, sizeof line,
            "%s\t%s\t%sThe %s by the %s was %s, said Novak, no. %d.\n",
            good ? "good" : "bad",
            ledger       ? "ledger"
            : i % 3 == 1 ? "a"
                         : "b",
            ledger ? "OVERTON (Ledger) - " : "", words[i % 7], words[i % 5],
            i % 4  ? "discussed"
            : good ? "splendid"
                   : "awful",
            i);
        assert_true(buffer_add(&b, line, (size_t)n));
    }
    const char *path = write_file("c.tsv", (struct str){b.data, b.len});
    free(b.data);
    return path;
}

static void read_all(struct trained *t, bool grouped)
{
    struct train_request r = {.axis = "tone",
                              .unit = "text",
                              .corpus = &corpus,
                              .corpora = 1,
                              .settings = train_defaults()};
    struct tenor_error err = {0};

    corpus.path = write_corpus();
    corpus.options =
        (struct corpus_options){.label_column = "1",
                                .text_column = "3",
                                .group_column = grouped ? "2" : NULL};
    r.settings.folds = 3;
    r.settings.no_search = true;
    r.settings.features.chars_min = r.settings.features.chars_max = 0;
    if (!heldout_read(&r, t, &err) || !search_settings(&r, t, &err))
        fail_msg("%s", err.message);
}

static struct str word_of(const struct trained *t, const struct leak *x)
{
    const struct str text = documents_text(&t->documents, x->document);

    return (struct str){text.s + x->begin, x->end - x->begin};
}

static void find(const struct trained *t, struct leaks *l)
{
    struct tenor_error err = {0};

    *l = (struct leaks){0};
    assert_true(leaks_find(t, 0, 0.01, l, &err));
    assert_true(leaks_measure(t, 0, NULL, l, &err));
}

static void the_outlet_and_its_place(void **state)
{
    for (int grouped = 0; grouped < 2; grouped++) {
        struct trained t;
        struct leaks l;
        (void)state;
        read_all(&t, grouped);
        find(&t, &l);
        assert_int_equal(l.n, 2);
        for (size_t i = 0; i < 2; i++) {
            const struct leak *x = &l.item[i];
            assert_true(str_equal(word_of(&t, x), STR("OVERTON")) ||
                        str_equal(word_of(&t, x), STR("Ledger")));
            assert_int_equal(x->documents, DOCUMENTS / 3);
            assert_string_equal(t.axis->labels.name[x->label], "good");
            assert_true(x->share == 1.0 && x->dateline && x->document == 0);
        }
        /* Most of what the model knows is the outlet. */
        assert_true(l.without.accuracy.b < l.without.accuracy.a);
        assert_true(l.without.accuracy.difference.high < 0.0);
        assert_int_equal(isnan(l.grouped), !grouped);
        assert_true(!grouped || l.grouped < l.without.accuracy.a);
        leaks_release(&l);
        trained_release(&t);
    }
}

static void probabilities_add_up(void **state)
{
    struct trained t;
    struct tenor_error err = {0};
    double p[2][DOCUMENTS * 2];

    (void)state;
    read_all(&t, false);
    for (int i = 0; i < 2; i++) {
        t.settings.threads = i ? 1 : 3;
        assert_true(unseen_probabilities(&t, 0, 2, p[i], &err));
    }
    assert_memory_equal(p[0], p[1], sizeof p[0]);
    for (size_t i = 0; i < DOCUMENTS; i++)
        assert_true(fabs(p[0][2 * i] + p[0][2 * i + 1] - 1.0) < 1e-12);
    trained_release(&t);
}

static bool measure(void *context, struct tenor_error *err)
{
    const struct trained *t = context;
    struct leaks l = {0};
    double p[DOCUMENTS * 2];
    const bool ok = leaks_find(t, 0, 0.01, &l, err) &&
                    leaks_measure(t, 0, NULL, &l, err) &&
                    unseen_probabilities(t, 0, 1, p, err);

    leaks_release(&l);
    return ok;
}

static void memory_runs_out(void **state)
{
    struct trained t;

    (void)state;
    read_all(&t, true);
    t.settings.threads = 1;
    scarce_run(measure, &t);
    trained_release(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_outlet_and_its_place),
        cmocka_unit_test(probabilities_add_up),
        cmocka_unit_test(memory_runs_out),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
