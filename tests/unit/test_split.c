#include "train/split.h"

#include "train/random.h"
#include "tests/unit/scarce.h"

#define N_MAX 2000
#define FOLDS_MAX 20
#define LABELS_MAX 7

struct sample {
    size_t N, labels;
    uint32_t label[N_MAX];
    uint64_t text[N_MAX];
    uint8_t fold[N_MAX];
};

/* Documents of which about one in `repeat` has the text of an earlier one; 0:
 * none has. A repeated text may have another label. */
static void fill(struct sample *s, size_t N, size_t labels, size_t repeat,
                 uint64_t *random)
{
    s->N = N;
    s->labels = labels;
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

static void split(struct sample *s, unsigned folds, uint64_t seed)
{
    struct tenor_error err = {0};

    memset(s->fold, 0xFF, sizeof s->fold);
    assert_true(
        split_folds(s->N, s->label, s->text, folds, seed, s->fold, &err));
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

static void check_texts_together(const struct sample *s, unsigned folds)
{
    for (size_t d = 0; d < s->N; d++) {
        assert_true(s->fold[d] < folds);
        for (size_t e = 0; e < d; e++)
            if (s->text[e] == s->text[d])
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
        check_texts_together(&s, folds);
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
    static struct sample s = {.N = 3, .label = {0, 1, 0}, .text = {9, 9, 9}};

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

static bool attempt(void *sample, struct tenor_error *err)
{
    struct sample *s = sample;

    return split_folds(s->N, s->label, s->text, 5, 1, s->fold, err);
}

static void memory_runs_out(void **state)
{
    (void)state;
    static struct sample s = {.N = 4, .text = {1, 2, 3, 4}};

    scarce_run(attempt, &s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(folds_are_stratified),
        cmocka_unit_test(seed_decides),
        cmocka_unit_test(order_of_corpus_is_broken),
        cmocka_unit_test(fewer_texts_than_folds),
        cmocka_unit_test(memory_runs_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
