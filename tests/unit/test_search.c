#include "train/search.h"

#include <math.h>

#include "train/axes.h"
#include "train/random.h"
#include "tests/unit/scarce.h"
#include "tests/unit/starter.h"

/* Documents, axes and settings, as search_settings finds them. */
static struct trained begin(const struct train_request *r, struct documents *d)
{
    struct trained t = {.documents = *d, .settings = r->settings};
    struct tenor_error err = {0};

    *d = (struct documents){0};
    if (!axes_make(r, &t, &err))
        fail_msg("%s", err.message);
    t.view = (struct view){.features = t.settings.features,
                           .stops = r->stops,
                           .min_df = t.settings.min_df};
    return t;
}

static struct train_request request(size_t threads)
{
    struct train_request r = {
        .axis = "sentiment", .unit = "passage", .settings = train_defaults()};

    r.settings.threads = threads;
    return r;
}

/* Every second document, for the sake of time. */
static struct documents some_documents(void)
{
    struct documents all = starter_documents("sentiment", NULL), d;
    struct tenor_error err = {0};
    uint32_t which[500];
    size_t n = 0;

    for (size_t i = 0; i < all.N; i += 2)
        which[n++] = (uint32_t)i;
    assert_true(documents_pick(&all, which, n, &d, &err));
    documents_release(&all);
    return d;
}

static struct trained search(const struct train_request *r)
{
    struct documents d = some_documents();
    struct trained t = begin(r, &d);
    struct tenor_error err = {0};

    if (!search_settings(r, &t, &err))
        fail_msg("%s", err.message);
    return t;
}

static void fix_all(struct train_settings *s)
{
    for (size_t c = 0; c < CHOICES; c++)
        s->fixed[c] = true;
}

/* ---- what always holds ----------------------------------------------------
 */

static void check_same_settings(const struct train_settings *a,
                                const struct train_settings *b)
{
    for (size_t c = 0; c < CHOICES; c++)
        assert_true(train_choice(a, (enum choice)c) ==
                    train_choice(b, (enum choice)c));
}

/* Vectors are those that the settings give; fixed choices are what they were;
 * the figures of the trial that was chosen last are the best ones. */
static void check(const struct train_request *r, const struct trained *t)
{
    struct tenor_error err = {0};
    struct vectors v;
    double best = -1.0;

    assert_null(train_settings_check(&t->settings));
    assert_memory_equal(&t->view.features, &t->settings.features,
                        sizeof t->view.features);
    assert_int_equal(t->view.min_df, t->settings.min_df);
    assert_true(vectors_build(&v, &t->documents, NULL, 0, &t->view, 2, &err));
    assert_int_equal(v.N, t->vectors.N);
    assert_int_equal(v.F, t->vectors.F);
    assert_memory_equal(v.start, t->vectors.start, (v.N + 1) * sizeof *v.start);
    assert_memory_equal(v.id, t->vectors.id, v.start[v.N] * sizeof *v.id);
    assert_memory_equal(v.value, t->vectors.value,
                        v.start[v.N] * sizeof *v.value);
    vectors_release(&v);
    for (size_t c = 0; c < CHOICES; c++)
        if (r->settings.fixed[c])
            assert_true(train_choice(&t->settings, (enum choice)c) ==
                        train_choice(&r->settings, (enum choice)c));
    for (size_t i = 0; i < t->trials; i++) {
        const struct trial *x = &t->trial[i];
        assert_true(x->accuracy > 0.0 && x->accuracy <= 1.0);
        assert_true(x->macro_f1 > 0.0 && x->macro_f1 <= 1.0);
        assert_int_equal(x->documents, t->documents.N);
        assert_string_not_equal(x->text, "");
        if (!x->chosen)
            continue;
        assert_true(x->worth > best);
        best = x->worth;
    }
    for (size_t i = 0; i < t->trials; i++)
        assert_true(t->trial[i].worth <= best + SEARCH_GAIN);
}

static void threads_do_not_matter(void **state)
{
    (void)state;
    struct train_request r = request(1);

    struct trained one = search(&r);
    check(&r, &one);
    assert_null(one.cut);
    assert_true(one.trials > 10);
    for (r.settings.threads = 2; r.settings.threads <= 8;
         r.settings.threads *= 4) {
        struct trained more = search(&r);
        check_same_settings(&one.settings, &more.settings);
        assert_int_equal(more.trials, one.trials);
        for (size_t i = 0; i < one.trials; i++) {
            const struct trial *a = &one.trial[i], *b = &more.trial[i];
            assert_string_equal(a->stage, b->stage);
            assert_string_equal(a->text, b->text);
            assert_true(a->accuracy == b->accuracy);
            assert_true(a->macro_f1 == b->macro_f1);
            assert_true(a->worth == b->worth);
            assert_int_equal(a->chosen, b->chosen);
        }
        assert_int_equal(one.vectors.F, more.vectors.F);
        trained_release(&more);
    }
    trained_release(&one);
}

/* ---- choices --------------------------------------------------------------
 */

/* Whatever is fixed stays, and is not tried; the rest is. */
static void fixed_choices_stay(void **state)
{
    (void)state;
    static const struct {
        enum choice open;
        const char *stage; /* that looks at it */
    } row[] = {
        {CHOICE_NGRAMS, "words"},          {CHOICE_STEMMING, "words"},
        {CHOICE_CHARACTERS, "characters"}, {CHOICE_WEIGHTING, "weighting"},
        {CHOICE_COUNTS, "weighting"},      {CHOICE_NEGATION, "marks"},
        {CHOICE_STYLE, "marks"},           {CHOICE_BALANCE, "balance"},
        {CHOICE_MIN_DOCUMENTS, "pruning"}, {CHOICE_COST, "cost"},
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct train_request r = request(2);
        fix_all(&r.settings);
        r.settings.fixed[row[i].open] = false;
        r.settings.features.chars_min = 3; /* not an alternative */
        r.settings.features.chars_max = 3;
        r.settings.C = 0.7;
        struct trained t = search(&r);
        check(&r, &t);
        assert_true(t.trials > 1);
        for (size_t j = 0; j < t.trials; j++)
            assert_true(strcmp(t.trial[j].stage, row[i].stage) == 0 ||
                        strcmp(t.trial[j].stage, "start") == 0 ||
                        (row[i].open == CHOICE_COST &&
                         strcmp(t.trial[j].stage, "refinement") == 0));
        trained_release(&t);
    }
}

struct heard {
    size_t lines, stages;
    char last[64];
};

static void hear(void *context, const char *line)
{
    struct heard *h = context;

    h->lines++;
    if (strstr(line, "budget"))
        snprintf(h->last, sizeof h->last, "%s", line);
}

static void count_stage(void *context, const char *stage, size_t done,
                        size_t stages)
{
    struct heard *h = context;

    if (!stage) {
        assert_int_equal(done, stages); /* the end */
        return;
    }
    assert_int_equal(done, h->stages++);
    assert_true(done < stages);
}

static void nothing_open_tries_nothing(void **state)
{
    (void)state;
    struct heard h = {0};
    struct train_request r = request(2);

    fix_all(&r.settings);
    r.say = hear;
    r.progress = count_stage;
    r.context = &h;
    struct trained t = search(&r);
    check(&r, &t);
    check_same_settings(&t.settings, &r.settings);
    assert_int_equal(t.trials, 0);
    assert_int_equal(h.lines, 0);
    assert_int_equal(h.stages, 0);
    assert_null(t.cut);
    trained_release(&t);
}

static void spent_budget_cuts(void **state)
{
    (void)state;
    struct heard h = {0};
    struct train_request r = request(2);

    r.settings.budget = 1e-9;
    r.settings.C = 0.25;
    r.say = hear;
    r.progress = count_stage;
    r.context = &h;
    struct trained t = search(&r);
    check(&r, &t);
    check_same_settings(&t.settings, &r.settings);
    assert_int_equal(t.trials, 1);
    assert_string_equal(t.trial[0].stage, "start");
    assert_string_equal(t.trial[0].text, "C 0.25");
    assert_true(t.trial[0].chosen);
    assert_string_equal(t.cut, "cost");
    assert_string_equal(h.last, "the budget is spent before the stage 'cost'");
    assert_int_equal(h.stages, 1);
    trained_release(&t);
}

/* Stages are announced in order, each once. */
static void stages_are_announced(void **state)
{
    (void)state;
    struct heard h = {0};
    struct train_request r = request(2);

    fix_all(&r.settings);
    r.settings.fixed[CHOICE_COST] = false;
    r.settings.features.chars_max = r.settings.features.chars_min = 0;
    r.progress = count_stage;
    r.context = &h;
    struct trained t = search(&r);
    assert_int_equal(h.stages, 9);
    trained_release(&t);
}

/* ---- large corpora --------------------------------------------------------
 */

/* Texts of more than 6 MB in all: stages look at a part, the refinement at
 * everything, and so do the vectors. */
static void large_corpora_are_searched_in_part(void **state)
{
    (void)state;
    static const char *const word[2][2] = {{"good fine ", "so so "},
                                           {"bad poor ", "so so "}};
    struct train_request r = request(2);
    struct documents d = {0};
    struct buffer text = {0};
    struct tenor_error err = {0};
    uint64_t random = 1;

    for (size_t i = 0; i < 80; i++) {
        const size_t side = i % 2;
        text.len = 0;
        while (text.len < 100000) {
            const char *w = word[side][random_below(&random, 2)];
            assert_true(buffer_add(&text, w, strlen(w)));
        }
        const struct doc doc = {.label = side ? STR("b") : STR("a"),
                                .text = {text.data, text.len},
                                .weight = 1.0 + (double)(i % 3)};
        assert_true(documents_add(&d, &doc, &err));
    }
    free(text.data);
    assert_true(documents_finish(&d, &err));
    fix_all(&r.settings);
    r.settings.fixed[CHOICE_COST] = false;
    r.settings.features =
        (struct feature_settings){.language = "english", .ngrams = 1};
    struct trained t = begin(&r, &d);
    if (!search_settings(&r, &t, &err))
        fail_msg("%s", err.message);
    bool all = false;
    for (size_t i = 0; i < t.trials; i++) {
        const struct trial *x = &t.trial[i];
        all |= strcmp(x->stage, "refinement") == 0;
        assert_true(all ? x->documents == 80
                        : x->documents >= 60 && x->documents < 70);
        assert_true(x->accuracy == 1.0);
    }
    assert_true(all);
    assert_int_equal(t.vectors.N, 80);
    trained_release(&t);
}

/* ---- small corpora --------------------------------------------------------
 */

static struct documents documents_of(const char *const (*row)[2], size_t n)
{
    struct documents d = {0};
    struct tenor_error err = {0};

    for (size_t i = 0; i < n; i++) {
        const struct doc doc = {.label = str_of(row[i][0]),
                                .text = str_of(row[i][1]),
                                .weight = 1.0};
        assert_true(documents_add(&d, &doc, &err));
    }
    assert_true(documents_finish(&d, &err));
    return d;
}

/* Alternatives without any feature do not end a search, nor does a beginning
 * without one, as long as there are some to be found. */
static void few_features_are_enough(void **state)
{
    (void)state;
    static const char *const row[][2] = {
        {"a", "xx"}, {"a", "xx uu"}, {"b", "yy"}, {"b", "yy vv"}};

    for (uint32_t min_df = 1; min_df <= 3; min_df++) {
        struct train_request r = request(2);
        struct documents d = documents_of(row, COUNT(row));
        struct tenor_error err = {0};
        r.settings.min_df = min_df;
        struct trained t = begin(&r, &d);
        if (!search_settings(&r, &t, &err))
            fail_msg("min_df %u: %s", (unsigned)min_df, err.message);
        assert_true(t.settings.min_df < 3);
        assert_true(t.vectors.F > 0);
        trained_release(&t);
    }
}

static void no_features_are_refused(void **state)
{
    (void)state;
    static const char *const row[][2] = {
        {"a", "xx"}, {"a", "uu"}, {"b", "yy"}, {"b", "vv"}};

    for (int fixed = 0; fixed < 2; fixed++) {
        struct train_request r = request(2);
        struct documents d = documents_of(row, COUNT(row));
        struct tenor_error err = {0};
        if (fixed)
            fix_all(&r.settings);
        r.settings.fixed[CHOICE_MIN_DOCUMENTS] = true;
        r.settings.min_df = 5;
        struct trained t = begin(&r, &d);
        assert_false(search_settings(&r, &t, &err));
        assert_int_equal(err.code, TENOR_EDATA);
        assert_string_equal(err.message, "no feature occurs in 5 documents; --min-documents 1 keeps those of one");
        trained_release(&t);
    }
}

/* ---- memory ---------------------------------------------------------------
 */

static bool attempt(void *context, struct tenor_error *err)
{
    const size_t granted = scarce_left;
    const struct train_request *r = context;
    static const char *const row[][2] = {{"a", "x y"}, {"b", "z"},
                                         {"a", "x"},   {"b", "z y"},
                                         {"a", "x w"}, {"b", "w z"}};

    scarce_left = SIZE_MAX;
    struct documents d = documents_of(row, COUNT(row));
    struct trained t = begin(r, &d);
    scarce_left = granted;
    const bool ok = search_settings(r, &t, err);
    trained_release(&t);
    return ok;
}

static void memory_runs_out(void **state)
{
    (void)state;
    struct train_request r = request(1);

    fix_all(&r.settings);
    r.settings.folds = 2;
    r.settings.features =
        (struct feature_settings){.language = "english", .ngrams = 1};
    scarce_run(attempt, &r);
    r.settings.fixed[CHOICE_COUNTS] = false;
    r.settings.fixed[CHOICE_NEGATION] = false;
    scarce_run(attempt, &r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(threads_do_not_matter),
        cmocka_unit_test(fixed_choices_stay),
        cmocka_unit_test(nothing_open_tries_nothing),
        cmocka_unit_test(spent_budget_cuts),
        cmocka_unit_test(stages_are_announced),
        cmocka_unit_test(large_corpora_are_searched_in_part),
        cmocka_unit_test(few_features_are_enough),
        cmocka_unit_test(no_features_are_refused),
        cmocka_unit_test(memory_runs_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
