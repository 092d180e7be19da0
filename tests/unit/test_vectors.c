#include "train/vectors.h"

#include <math.h>

#include "model/bag.h"
#include "train/memory.h"
#include "train/random.h"
#include "tests/unit/scarce.h"
#include "tests/unit/starter.h"

static struct documents documents;

static const struct feature_settings rich = {.language = "english",
                                             .stemming = 1,
                                             .ngrams = 2,
                                             .chars_min = 3,
                                             .chars_max = 4,
                                             .negation = 1,
                                             .style = 1,
                                             .log_counts = 1};
static const struct feature_settings plain = {.language = "english",
                                              .ngrams = 1};

static int setup(void **state)
{
    (void)state;
    documents = starter_documents("sentiment", NULL);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    documents_release(&documents);
    return 0;
}

static struct vectors build(const uint32_t *which, size_t n,
                            const struct view *view, size_t threads)
{
    struct vectors v;
    struct tenor_error err = {0};

    if (!vectors_build(&v, &documents, which, n, view, threads, &err))
        fail_msg("%s", err.message);
    return v;
}

/* ---- invariants -----------------------------------------------------------
 */

static void check_form(const struct vectors *v, uint32_t min_df)
{
    uint32_t *df = mem_zero(v->F, sizeof *df);

    assert_int_equal(v->start[0], 0);
    for (size_t d = 0; d < v->N; d++) {
        assert_true(v->start[d] <= v->start[d + 1]);
        for (uint64_t i = v->start[d]; i < v->start[d + 1]; i++) {
            assert_true(v->id[i] < v->F);
            assert_true(i == v->start[d] || v->id[i - 1] < v->id[i]);
            assert_true(v->value[i] > 0.0f && isfinite(v->value[i]));
            df[v->id[i]]++;
        }
    }
    for (size_t f = 0; f < v->F; f++) {
        assert_int_equal(df[f], v->df[f]);
        assert_true(df[f] >= min_df && df[f] >= 1);
    }
    free(df);
}

/* Features are numbered as they appear: each document's new ones come right
 * behind those of the documents before it. */
static void check_numbers(const struct vectors *v)
{
    size_t known = 0;

    for (size_t d = 0; d < v->N; d++) {
        const size_t before = known;
        for (uint64_t i = v->start[d]; i < v->start[d + 1]; i++)
            if (v->id[i] >= before)
                assert_int_equal(v->id[i], known++);
    }
    assert_int_equal(known, v->F);
}

/* Each document's vector is its bag, feature by feature. */
static void check_bags(const struct vectors *v, const uint32_t *which,
                       const struct view *view)
{
    struct extractor x;
    struct bag b = {0};
    struct tenor_error err = {0};

    assert_true(extractor_init(&x, &view->features, view->stops, 0, &err));
    for (size_t d = 0; d < v->N; d++) {
        double scale[FEATURE_FAMILIES];
        size_t found = 0;
        assert_true(bag_fill(
            &b, &x, documents_text(&documents, which ? which[d] : d), &err));
        bag_scale(&b, scale);
        for (size_t i = 0; i < b.n; i++)
            for (uint64_t j = v->start[d]; j < v->start[d + 1]; j++) {
                if (v->feature[v->id[j]] != b.entry[i].feature)
                    continue;
                const enum feature_family f =
                    feature_family(b.entry[i].feature);
                const double expected =
                    feature_value(f, b.entry[i].count,
                                  view->features.log_counts) *
                    scale[f];
                assert_true(fabs((double)v->value[j] - expected) <
                            1e-6 * (1.0 + expected));
                found++;
            }
        assert_int_equal(found, v->start[d + 1] - v->start[d]);
        assert_true(view->min_df > 1 || found == b.n);
    }
    bag_release(&b);
    extractor_release(&x);
}

static void vectors_are_bags(void **state)
{
    (void)state;
    static const uint32_t which[] = {3, 300, 7, 7, 0};
    static const struct feature_settings *const settings[] = {&rich, &plain};

    for (size_t s = 0; s < COUNT(settings); s++)
        for (uint32_t min_df = 0; min_df < 4; min_df++) {
            const struct view view = {.features = *settings[s],
                                      .min_df = min_df};
            struct vectors all = build(NULL, 0, &view, 2);
            struct vectors some = build(which, COUNT(which), &view, 2);
            assert_int_equal(all.N, documents.N);
            assert_int_equal(some.N, COUNT(which));
            check_form(&all, min_df);
            check_form(&some, min_df);
            check_bags(&some, which, &view);
            if (min_df <= 1) {
                check_numbers(&all);
            }
            vectors_release(&all);
            vectors_release(&some);
        }
}

/* ---- what must not matter -------------------------------------------------
 */

static void check_same(const struct vectors *a, const struct vectors *b)
{
    const size_t elements = (size_t)a->start[a->N];

    assert_int_equal(a->N, b->N);
    assert_int_equal(a->F, b->F);
    assert_memory_equal(a->start, b->start, (a->N + 1) * sizeof *a->start);
    assert_memory_equal(a->id, b->id, elements * sizeof *a->id);
    assert_memory_equal(a->value, b->value, elements * sizeof *a->value);
    assert_memory_equal(a->feature, b->feature, a->F * sizeof *a->feature);
    assert_memory_equal(a->df, b->df, a->F * sizeof *a->df);
}

/* Of enough documents for many blocks, and some of them more than once. */
static void threads_do_not_matter(void **state)
{
    (void)state;
    static uint32_t which[2500];
    static const size_t n[] = {1, 128, 1024, 1025, COUNT(which)};
    const struct view view = {.features = rich, .min_df = 2};
    uint64_t random = unit_seed();

    for (size_t i = 0; i < COUNT(which); i++)
        which[i] = (uint32_t)random_below(&random, documents.N);
    for (size_t i = 0; i < COUNT(n); i++) {
        struct vectors one = build(which, n[i], &view, 1);
        for (size_t threads = 2; threads <= 8; threads *= 4) {
            struct vectors more = build(which, n[i], &view, threads);
            check_same(&one, &more);
            vectors_release(&more);
        }
        vectors_release(&one);
    }
}

/* Vectors of some documents are those of a corpus with no others. */
static void which_is_a_pick(void **state)
{
    (void)state;
    static uint32_t which[200];
    const struct view view = {.features = plain, .min_df = 2};
    const struct documents all = documents;
    struct documents pick;
    struct tenor_error err = {0};
    uint64_t random = unit_seed();

    for (size_t i = 0; i < COUNT(which); i++)
        which[i] = (uint32_t)random_below(&random, documents.N);
    struct vectors a = build(which, COUNT(which), &view, 1);
    assert_true(documents_pick(&all, which, COUNT(which), &pick, &err));
    documents = pick;
    struct vectors b = build(NULL, 0, &view, 1);
    documents = all;
    check_same(&a, &b);
    vectors_release(&a);
    vectors_release(&b);
    documents_release(&pick);
}

/* Dropping rare features leaves the others, in their order. */
static void rare_features_go(void **state)
{
    (void)state;
    struct view view = {.features = rich, .min_df = 1};
    struct vectors all = build(NULL, 0, &view, 1);

    for (view.min_df = 2; view.min_df < 20; view.min_df += 5) {
        struct vectors some = build(NULL, 0, &view, 1);
        size_t at = 0;
        for (size_t f = 0; f < all.F; f++)
            if (all.df[f] >= view.min_df) {
                assert_int_equal(some.feature[at], all.feature[f]);
                assert_int_equal(some.df[at++], all.df[f]);
            }
        assert_int_equal(at, some.F);
        vectors_release(&some);
    }
    view.min_df = (uint32_t)documents.N + 1;
    struct vectors none = build(NULL, 0, &view, 1);
    assert_int_equal(none.F, 0);
    assert_int_equal(none.start[none.N], 0);
    vectors_release(&none);
    vectors_release(&all);
}

static void stop_words_have_no_feature(void **state)
{
    (void)state;
    struct wordset stops;
    struct view view = {.features = plain};
    struct vectors with = build(NULL, 0, &view, 1);

    assert_true(wordset_init(&stops, "the of a"));
    view.stops = &stops;
    struct vectors without = build(NULL, 0, &view, 1);
    assert_int_equal(without.F + 3, with.F);
    check_form(&without, 1);
    vectors_release(&with);
    vectors_release(&without);
    wordset_release(&stops);
}

static void nothing_gives_nothing(void **state)
{
    (void)state;
    const struct view view = {.features = rich, .min_df = 2};
    struct vectors v = build((uint32_t[]){0}, 0, &view, 3);

    assert_int_equal(v.N, 0);
    assert_int_equal(v.F, 0);
    assert_int_equal(v.start[0], 0);
    vectors_release(&v);
}

/* Texts without a feature, the first one too. */
static void empty_texts_have_empty_vectors(void **state)
{
    (void)state;
    static const struct str text[] = {{"", 0}, {" ", 1}, {"x", 1}, {"", 0}};
    const struct view view = {.features = rich};
    const struct documents all = documents;
    struct tenor_error err = {0};

    documents = (struct documents){0};
    for (size_t i = 0; i < COUNT(text); i++) {
        const struct doc doc = {
            .label = {"a", 1}, .text = text[i], .weight = 1.0};
        assert_true(documents_add(&documents, &doc, &err));
    }
    for (size_t n = 1; n <= COUNT(text); n++) {
        struct vectors v = build((uint32_t[]){0, 1, 2, 3}, n, &view, 1);
        check_form(&v, 1);
        assert_int_equal(v.F > 0, n > 2);
        for (size_t d = 0; d < n; d++)
            assert_int_equal(v.start[d + 1] > v.start[d], d == 2);
        vectors_release(&v);
    }
    documents_release(&documents);
    documents = all;
}

/* Around the first count that does not stand in its element; with min_df 2 the
 * same ahead of others in a feature that only one document has. */
static void large_counts_are_counted(void **state)
{
    (void)state;
    static const size_t times[] = {1, 61, 62, 63, 64, 65, 300, 63, 2};
    static const uint32_t which[] = {0, 1, 2, 3, 4, 5, 6, 7, 8};
    const struct documents all = documents;
    struct tenor_error err = {0};

    documents = (struct documents){0};
    for (size_t i = 0; i < COUNT(times); i++) {
        const char rare[] = {(char)('b' + (int)i), 'q', ' ', '\0'};
        struct buffer text = {0};
        for (size_t n = 0; n < times[i]; n++)
            assert_true(buffer_add(&text, rare, 3) &&
                        buffer_add(&text, "well now ", 9 - 4 * (n % 2)));
        const struct doc doc = {
            .label = STR("a"), .text = {text.data, text.len}, .weight = 1.0};
        assert_true(documents_add(&documents, &doc, &err));
        free(text.data);
    }
    for (uint32_t min_df = 0; min_df < 3; min_df++) {
        const struct view view = {.features = rich, .min_df = min_df};
        struct vectors v = build(NULL, 0, &view, 2);
        check_form(&v, min_df ? min_df : 1);
        check_bags(&v, which, &view);
        vectors_release(&v);
    }
    documents_release(&documents);
    documents = all;
}

/* ---- little memory --------------------------------------------------------
 */

static bool lies_in_a_file(const struct vectors *v)
{
    return v->ids.file && v->values.file && v->block > 0;
}

/* Vectors in a file are those in memory, without the features for which there
 * is no room either. */
static void files_hold_the_same(void **state)
{
    (void)state;
    static const uint64_t limit[] = {1 << 16, 1 << 18, 1 << 20, 1 << 21};
    struct view view = {.features = rich, .min_df = 2};
    size_t raised = 0;

    for (size_t i = 0; i < COUNT(limit); i++) {
        documents.memory = (struct memory){limit[i], "/tmp"};
        struct vectors some = build(NULL, 0, &view, 1);
        struct vectors more = build(NULL, 0, &view, 3);
        documents.memory = (struct memory){0};
        assert_true(lies_in_a_file(&some));
        assert_true(some.F <= limit[i] / 2 / MEMORY_FEATURE);
        assert_true(some.min_df >= 2);
        raised += some.min_df > 2;
        const struct view same = {.features = rich, .min_df = some.min_df};
        struct vectors all = build(NULL, 0, &same, 1);
        assert_int_equal(all.block, 0);
        check_same(&all, &some);
        check_same(&all, &more);
        vectors_release(&all);
        vectors_release(&some);
        vectors_release(&more);
    }
    assert_true(raised > 0);
}

/* min_df rises no further than it has to. */
static void no_feature_goes_without_need(void **state)
{
    (void)state;
    const struct view view = {.features = rich, .min_df = 1};

    documents.memory = (struct memory){1 << 18, "/tmp"};
    struct vectors v = build(NULL, 0, &view, 1);
    const uint64_t most =
        memory_features(&documents.memory, documents.labels.n);
    documents.memory = (struct memory){0};
    const struct view one_less = {.features = rich, .min_df = v.min_df - 1};
    struct vectors all = build(NULL, 0, &one_less, 1);
    assert_true(v.F <= most && all.F > most);
    vectors_release(&all);
    vectors_release(&v);
}

static void much_memory_changes_nothing(void **state)
{
    (void)state;
    const struct view view = {.features = rich, .min_df = 2};
    struct vectors all = build(NULL, 0, &view, 1);

    documents.memory = (struct memory){1 << 30, "/nowhere"};
    struct vectors v = build(NULL, 0, &view, 1);
    documents.memory = (struct memory){0};
    assert_int_equal(v.block, 0);
    check_same(&all, &v);
    vectors_release(&all);
    vectors_release(&v);
}

static void no_folder_is_an_error(void **state)
{
    (void)state;
    const struct view view = {.features = rich, .min_df = 2};

    for (size_t threads = 1; threads <= 4; threads++) {
        struct tenor_error err = {0};
        struct vectors v;
        documents.memory = (struct memory){1 << 16, "/nowhere"};
        assert_false(
            vectors_build(&v, &documents, NULL, 0, &view, threads, &err));
        documents.memory = (struct memory){0};
        assert_int_equal(err.code, TENOR_EIO);
    }
}

static bool attempt_little(void *context, struct tenor_error *err)
{
    static const uint32_t which[] = {0, 1, 2};
    const struct view view = {.features = plain, .min_df = 1};
    struct vectors v;

    (void)context;
    documents.memory = (struct memory){64, "/tmp"};
    const bool ok =
        vectors_build(&v, &documents, which, COUNT(which), &view, 1, err);
    documents.memory = (struct memory){0};
    if (ok)
        vectors_release(&v);
    return ok;
}

static bool attempt(void *context, struct tenor_error *err)
{
    static const uint32_t which[] = {0, 1, 2};
    const struct view view = {.features = plain, .min_df = 2};
    struct vectors v;

    (void)context;
    if (!vectors_build(&v, &documents, which, COUNT(which), &view, 1, err))
        return false;
    vectors_release(&v);
    return true;
}

static void memory_runs_out(void **state)
{
    (void)state;
    scarce_run(attempt, NULL);
    scarce_run(attempt_little, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(vectors_are_bags),
        cmocka_unit_test(threads_do_not_matter),
        cmocka_unit_test(which_is_a_pick),
        cmocka_unit_test(rare_features_go),
        cmocka_unit_test(stop_words_have_no_feature),
        cmocka_unit_test(nothing_gives_nothing),
        cmocka_unit_test(empty_texts_have_empty_vectors),
        cmocka_unit_test(large_counts_are_counted),
        cmocka_unit_test(files_hold_the_same),
        cmocka_unit_test(no_feature_goes_without_need),
        cmocka_unit_test(much_memory_changes_nothing),
        cmocka_unit_test(no_folder_is_an_error),
        cmocka_unit_test(memory_runs_out),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
