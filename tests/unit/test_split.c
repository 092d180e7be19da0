#include "train/split.h"

#include <math.h>

#include "train/random.h"
#include "tests/unit/scarce.h"

#define N_MAX 2000
#define FOLDS_MAX 20
#define LABELS_MAX 7

struct sample {
    size_t N, labels;
    uint32_t label[N_MAX];
    uint64_t text[N_MAX];
    uint64_t group[N_MAX];
    bool grouped;
    uint8_t fold[N_MAX];
};

/* Documents of which about one in `repeat` has the text of an earlier one; 0:
 * none has. A repeated text may have another label. */
static void fill(struct sample *s, size_t N, size_t labels, size_t repeat,
                 uint64_t *random)
{
    s->N = N;
    s->labels = labels;
    s->grouped = false;
    for (size_t d = 0; d < N; d++) {
        /* The first label is the most frequent one. */
        size_t a = random_below(random, labels);
        size_t b = random_below(random, labels);
        s->label[d] = (uint32_t)(a < b ? a : b);
        s->text[d] = random_next(random);
        if (repeat && d > 0 && random_below(random, repeat) == 0)
            s->text[d] = s->text[random_below(random, d)];
    }
}

/* Deal documents to groups at random; two in three take the label of their
 * group. */
static void fill_groups(struct sample *s, size_t groups, uint64_t *random)
{
    s->grouped = true;
    for (size_t d = 0; d < s->N; d++) {
        s->group[d] = random_below(random, groups);
        if (random_below(random, 3))
            s->label[d] = (uint32_t)(s->group[d] % s->labels);
    }
}

static bool deal(struct sample *s, unsigned folds, uint64_t seed,
                 struct tenor_error *err)
{
    return split_folds(s->N, s->label, s->labels, s->text,
                       s->grouped ? s->group : NULL, folds, seed, s->fold, err);
}

static void split(struct sample *s, unsigned folds, uint64_t seed)
{
    struct tenor_error err = {0};

    memset(s->fold, 0xFF, sizeof s->fold);
    if (!deal(s, folds, seed, &err))
        fail_msg("%s", err.message);
}

/* Counts over the first document of each text, which is the one dealt. */
static void check_even(const struct sample *s, unsigned folds)
{
    size_t count[LABELS_MAX + 1][FOLDS_MAX] = {{0}};

    for (size_t d = 0; d < s->N; d++) {
        bool first = true;
        for (size_t e = 0; e < d && first; e++)
            first = s->text[e] != s->text[d];
        if (!first)
            continue;
        count[s->label[d]][s->fold[d]]++;
        count[LABELS_MAX][s->fold[d]]++;
    }
    for (size_t k = 0; k <= LABELS_MAX; k++) {
        size_t least = SIZE_MAX, most = 0;
        for (unsigned f = 0; f < folds; f++) {
            least = count[k][f] < least ? count[k][f] : least;
            most = count[k][f] > most ? count[k][f] : most;
        }
        assert_true(most - least <= 1);
    }
}

static void check_together(const struct sample *s, unsigned folds)
{
    for (size_t d = 0; d < s->N; d++) {
        assert_true(s->fold[d] < folds);
        for (size_t e = 0; e < d; e++)
            if (s->text[e] == s->text[d] ||
                (s->grouped && s->group[e] == s->group[d]))
                assert_int_equal(s->fold[e], s->fold[d]);
    }
}

static void folds_are_stratified(void **state)
{
    (void)state;
    static struct sample s;
    uint64_t random = unit_seed();

    for (int round = 0; round < 60; round++) {
        const size_t N = random_below(&random, 300);
        const size_t labels = 2 + random_below(&random, LABELS_MAX - 1);
        const unsigned folds =
            2 + (unsigned)random_below(&random, FOLDS_MAX - 1);

        fill(&s, N, labels, random_below(&random, 4), &random);
        split(&s, folds, random_next(&random));
        check_even(&s, folds);
        check_together(&s, folds);
    }
}

static void seed_decides(void **state)
{
    (void)state;
    static struct sample s;
    uint8_t first[N_MAX];
    uint64_t random = unit_seed();
    size_t moved = 0;

    fill(&s, N_MAX, 3, 10, &random);
    split(&s, 5, 7);
    memcpy(first, s.fold, sizeof first);
    split(&s, 5, 7);
    assert_memory_equal(first, s.fold, N_MAX);
    split(&s, 5, 8);
    for (size_t d = 0; d < N_MAX; d++)
        moved += first[d] != s.fold[d];
    /* Four in five should move. */
    assert_true(moved > N_MAX * 7 / 10 && moved < N_MAX * 9 / 10);
}

/* A shuffle must not follow the order of the corpus. */
static void order_of_corpus_is_broken(void **state)
{
    (void)state;
    static struct sample s;
    uint64_t random = 1;
    size_t steps = 0;

    fill(&s, 1000, 2, 0, &random);
    split(&s, 5, 1);
    for (size_t d = 1; d < s.N; d++)
        steps += s.fold[d] == (s.fold[d - 1] + 1) % 5;
    assert_true(steps < 300);
}

static void fewer_texts_than_folds(void **state)
{
    (void)state;
    static struct sample s = {
        .N = 3, .labels = 2, .label = {0, 1, 0}, .text = {9, 9, 9}};

    split(&s, 5, 1);
    assert_int_equal(s.fold[0], s.fold[1]);
    assert_int_equal(s.fold[0], s.fold[2]);
    s.N = 0;
    split(&s, 5, 1);
    assert_int_equal(s.fold[0], 0xFF);
    s.N = 2;
    s.text[1] = 8;
    split(&s, 5, 1);
    assert_true(s.fold[0] != s.fold[1]);
}

/* ---- groups ---------------------------------------------------------------
 */

static void groups_stay_together(void **state)
{
    (void)state;
    static struct sample s;
    uint64_t random = unit_seed();

    for (int round = 0; round < 60; round++) {
        const size_t labels = 2 + random_below(&random, LABELS_MAX - 1);
        const unsigned folds =
            2 + (unsigned)random_below(&random, FOLDS_MAX - 1);

        fill(&s, 300, labels, random_below(&random, 2) * 20, &random);
        fill_groups(&s, 100 + random_below(&random, 300), &random);
        split(&s, folds, random_next(&random));
        check_together(&s, folds);
    }
}

/* Equal texts chain groups: 0 and 1 share a text, 1 and 2, and so on. */
static void chains_stay_together(void **state)
{
    (void)state;
    static struct sample s;
    uint64_t random = unit_seed();

    fill(&s, 400, 2, 0, &random);
    fill_groups(&s, 1, &random);
    for (size_t d = 0; d < s.N; d++)
        s.group[d] = d / 2;
    for (size_t d = 1; d + 1 < 40; d += 2)
        s.text[d] = s.text[d + 1];
    split(&s, 5, 1);
    check_together(&s, 5);
    for (size_t d = 1; d < 40; d++)
        assert_int_equal(s.fold[d], s.fold[0]);
}

/* Folds have about the same number of documents and of each label, as far as
 * the groups let them: within the size of some groups. */
static void groups_are_stratified(void **state)
{
    (void)state;
    static struct sample s;
    uint64_t random = unit_seed();

    for (int round = 0; round < 20; round++) {
        const unsigned folds = 2 + (unsigned)random_below(&random, 9);
        size_t count[LABELS_MAX + 1][FOLDS_MAX] = {{0}};

        fill(&s, N_MAX, 2 + random_below(&random, LABELS_MAX - 1), 0, &random);
        fill_groups(&s, 400, &random); /* of 5 documents in the mean */
        split(&s, folds, random_next(&random));
        for (size_t d = 0; d < s.N; d++) {
            count[s.label[d]][s.fold[d]]++;
            count[LABELS_MAX][s.fold[d]]++;
        }
        for (size_t k = 0; k <= LABELS_MAX; k++) {
            size_t total = 0;
            for (unsigned f = 0; f < folds; f++)
                total += count[k][f];
            const double even = (double)total / folds;
            for (unsigned f = 0; f < folds; f++)
                if (fabs((double)count[k][f] - even) > 5.0 + even / 5.0)
                    fail_msg("label %zu has %zu in fold %u, not %g", k,
                             count[k][f], f, even);
        }
    }
}

/* One group larger than all others takes a fold, and the others share what is
 * left. */
static void large_groups_come_first(void **state)
{
    (void)state;
    static struct sample s;
    uint64_t random = unit_seed();
    size_t count[5] = {0};

    fill(&s, 1000, 2, 0, &random);
    s.grouped = true;
    for (size_t d = 0; d < s.N; d++)
        s.group[d] = d % 2 ? 0 : d;
    split(&s, 5, 3);
    for (size_t d = 0; d < s.N; d++)
        count[s.fold[d]]++;
    for (unsigned f = 0; f < 5; f++)
        if (f == s.fold[1])
            assert_true(count[f] >= 500 && count[f] < 510);
        else
            assert_true(count[f] >= 120 && count[f] <= 130);
}

static void seed_decides_on_groups(void **state)
{
    (void)state;
    static struct sample s;
    uint8_t first[N_MAX];
    uint64_t random = unit_seed();

    fill(&s, N_MAX, 3, 10, &random);
    fill_groups(&s, 1000, &random);
    split(&s, 5, 7);
    memcpy(first, s.fold, sizeof first);
    split(&s, 5, 7);
    assert_memory_equal(first, s.fold, N_MAX);
    split(&s, 5, 8);
    assert_memory_not_equal(first, s.fold, N_MAX);
}

static void few_groups_are_refused(void **state)
{
    (void)state;
    static const struct {
        size_t N;
        uint64_t text[8], group[8];
        unsigned folds;
        const char *error; /* NULL: none */
    } row[] = {
        {5, {1, 2, 3, 4, 5}, {1, 2, 3, 4, 5}, 5, NULL},
        {5,
         {1, 2, 3, 4, 5},
         {1, 2, 3, 4, 1},
         5,
         "4 groups cannot be spread over 5 folds"},
        {5, {1, 2, 3, 4, 5}, {1, 2, 3, 4, 1}, 4, NULL},
        {8,
         {1, 2, 3, 4, 5, 6, 7, 8},
         {7, 7, 7, 7, 7, 7, 7, 7},
         2,
         "1 group cannot be spread over 2 folds"},
        /* Groups with a text in common are one. */
        {5,
         {1, 2, 3, 4, 1},
         {1, 2, 3, 4, 5},
         5,
         "4 groups cannot be spread over 5 folds"},
        {4,
         {1, 1, 2, 2},
         {1, 2, 2, 3},
         2,
         "1 group cannot be spread over 2 folds"},
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        static const uint32_t label[8] = {0, 1, 0, 1, 0, 1, 0, 1};
        struct tenor_error err = {0};
        uint8_t fold[8];
        const bool ok = split_folds(row[i].N, label, 2, row[i].text,
                                    row[i].group, row[i].folds, 1, fold, &err);
        assert_int_equal(ok, row[i].error == NULL);
        assert_int_equal(err.code, ok ? TENOR_OK : TENOR_EDATA);
        if (!ok && !strstr(err.message, row[i].error))
            fail_msg("'%s' without '%s'", err.message, row[i].error);
    }
}

/* ---- memory ---------------------------------------------------------------
 */

static bool attempt(void *sample, struct tenor_error *err)
{
    return deal(sample, 2, 1, err);
}

static void memory_runs_out(void **state)
{
    (void)state;
    static struct sample s = {
        .N = 4, .labels = 1, .text = {1, 2, 3, 4}, .group = {1, 2, 2, 4}};

    scarce_run(attempt, &s);
    s.grouped = true;
    scarce_run(attempt, &s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(folds_are_stratified),
        cmocka_unit_test(seed_decides),
        cmocka_unit_test(order_of_corpus_is_broken),
        cmocka_unit_test(fewer_texts_than_folds),
        cmocka_unit_test(groups_stay_together),
        cmocka_unit_test(chains_stay_together),
        cmocka_unit_test(groups_are_stratified),
        cmocka_unit_test(large_groups_come_first),
        cmocka_unit_test(seed_decides_on_groups),
        cmocka_unit_test(few_groups_are_refused),
        cmocka_unit_test(memory_runs_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
