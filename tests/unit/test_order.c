/* Orders whose beginnings look like the whole. */
#include "train/split.h"

#include <math.h>

#include "train/random.h"
#include "tests/unit/scarce.h"

#define N_MAX 1000
#define LABELS 4

struct sample {
    size_t N;
    uint32_t label[N_MAX], order[N_MAX];
    uint64_t text[N_MAX], group[N_MAX];
    bool grouped;
};

/* Label 0 is the most frequent. */
static void fill(struct sample *s, size_t N, size_t groups, uint64_t *random)
{
    s->N = N;
    s->grouped = groups > 0;
    for (size_t d = 0; d < N; d++) {
        const size_t a = random_below(random, LABELS);
        const size_t b = random_below(random, LABELS);
        s->label[d] = (uint32_t)(a < b ? a : b);
        s->text[d] = random_next(random);
        s->group[d] = groups ? random_below(random, groups) : 0;
    }
}

static bool order(void *sample, struct tenor_error *err)
{
    struct sample *s = sample;

    return split_order(s->N, s->label, s->text, s->grouped ? s->group : NULL, 1,
                       s->order, err);
}

static void make(struct sample *s)
{
    struct tenor_error err = {0};
    bool seen[N_MAX] = {false};

    assert_true(order(s, &err));
    for (size_t i = 0; i < s->N; i++) {
        assert_true(s->order[i] < s->N && !seen[s->order[i]]);
        seen[s->order[i]] = true;
    }
}

static void beginnings_are_stratified(void **state)
{
    static struct sample s;
    uint64_t random = unit_seed();

    (void)state;
    for (int round = 0; round < 50; round++) {
        size_t all[LABELS] = {0}, seen[LABELS] = {0};
        fill(&s, 1 + random_below(&random, N_MAX), 0, &random);
        make(&s);
        for (size_t d = 0; d < s.N; d++)
            all[s.label[d]]++;
        for (size_t i = 0; i < s.N; i++) {
            seen[s.label[s.order[i]]]++;
            for (size_t k = 0; k < LABELS; k++) {
                const double share = (double)all[k] / (double)s.N;
                const double expected = share * (double)(i + 1);
                assert_true(fabs((double)seen[k] - expected) <= LABELS + 1);
            }
        }
    }
}

static void units_stay_together(void **state)
{
    static struct sample s;
    uint64_t random = unit_seed();

    (void)state;
    for (int round = 0; round < 50; round++) {
        bool done[64] = {false};
        fill(&s, 200, 1 + random_below(&random, 63), &random);
        make(&s);
        for (size_t i = 0; i < s.N; i++) {
            const uint64_t g = s.group[s.order[i]];
            assert_false(done[g]);
            if (i + 1 < s.N && s.group[s.order[i + 1]] != g)
                done[g] = true;
        }
    }
    fill(&s, 100, 0, &random);
    s.text[99] = s.text[0];
    make(&s);
    for (size_t i = 0; i < s.N; i++)
        if (s.order[i] == 0)
            assert_int_equal(s.order[i + 1], 99);
}

/* Labels of one document do not all stand at one place. */
static void rare_labels_are_scattered(void **state)
{
    static struct sample s;
    double mean = 0.0, spread = 0.0;

    (void)state;
    s.N = N_MAX;
    s.grouped = false;
    for (size_t d = 0; d < N_MAX; d++) {
        s.label[d] = d < 500 ? 0 : (uint32_t)d;
        s.text[d] = d;
    }
    make(&s);
    for (size_t i = 0; i < N_MAX; i++)
        mean += s.label[s.order[i]] ? (double)i / 500.0 : 0.0;
    for (size_t i = 0; i < N_MAX; i++)
        spread +=
            s.label[s.order[i]] ? pow((double)i - mean, 2.0) / 500.0 : 0.0;
    assert_true(fabs(mean - 500.0) < 50.0);
    assert_true(sqrt(spread) > 250.0);
}

static void no_documents(void **state)
{
    static struct sample s;

    (void)state;
    s.N = 0;
    make(&s);
}

static void memory_runs_out(void **state)
{
    static struct sample s;
    uint64_t random = 1;

    (void)state;
    fill(&s, 10, 3, &random);
    scarce_run(order, &s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(beginnings_are_stratified),
        cmocka_unit_test(units_stay_together),
        cmocka_unit_test(rare_labels_are_scattered),
        cmocka_unit_test(no_documents),
        cmocka_unit_test(memory_runs_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
