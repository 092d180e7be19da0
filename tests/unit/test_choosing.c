/* What is chosen: small pools as data, and what holds for all. */
#include "train/choosing.h"

#include "train/random.h"
#include "tests/unit/scarce.h"

#define N_MAX 400
#define F_MAX 60
#define K_MAX 5
#define EACH 4 /* features of a text */

struct pool {
    size_t N, K, F;
    struct choosable text[N_MAX];
    uint32_t id[N_MAX][EACH];
    float square[N_MAX][EACH];
    float demand[F_MAX], known[F_MAX];
    double share[K_MAX];
    uint32_t refused; /* does not fit; N_MAX: all do */
    struct chosen chosen[N_MAX];
    size_t n;
};

/* A text "ab" has the features a and b, with a square of 1/2 each. */
struct row {
    const char *features;
    uint32_t guess;
    float doubt;
};

static void add(struct pool *p, const struct row *r)
{
    struct choosable *t = &p->text[p->N];
    const size_t n = strlen(r->features);

    *t =
        (struct choosable){p->id[p->N], p->square[p->N], n, r->guess, r->doubt};
    for (size_t i = 0; i < n; i++) {
        p->id[p->N][i] = (uint32_t)(r->features[i] - 'a');
        p->square[p->N][i] = 1.0f / (float)n;
    }
    p->N++;
}

/* Sums over all of the pool, as its reader would have them. */
static void sum_up(struct pool *p)
{
    for (size_t f = 0; f < p->F; f++) {
        p->demand[f] = 0.0f;
        p->known[f] = CHOOSING_PRIOR;
    }
    for (size_t k = 0; k < p->K; k++)
        p->share[k] = 0.0;
    for (size_t i = 0; i < p->N; i++) {
        const struct choosable *t = &p->text[i];
        p->share[t->guess] += 1.0 / (double)p->N;
        for (size_t j = 0; j < t->n; j++)
            p->demand[t->id[j]] += t->doubt * t->square[j];
    }
}

static bool fits(void *pool, uint32_t text, bool *is_new)
{
    const struct pool *p = pool;

    *is_new = text != p->refused;
    return true;
}

static bool choose(struct pool *p, size_t n, struct tenor_error *err)
{
    const struct choosing c = {.text = p->text,
                               .N = p->N,
                               .K = p->K,
                               .F = p->F,
                               .demand = p->demand,
                               .known = p->known,
                               .share = p->share,
                               .fits = fits,
                               .context = p};

    sum_up(p);
    return choosing_run(&c, n, p->chosen, &p->n, err);
}

static void must_choose(struct pool *p, size_t n)
{
    struct tenor_error err = {0};

    if (!choose(p, n, &err))
        fail_msg("%s", err.message);
}

/* ---- small pools --------------------------------------------------------- */

static const struct {
    const char *name;
    struct row row[8];
    size_t n;
    uint32_t best[3];
} cases[] = {
    {"doubt, where all else is the same",
     {{"a", 0, 0.1f}, {"b", 0, 0.4f}, {"c", 0, 0.2f}},
     3,
     {1, 2, 0}},
    {"what many texts have, where doubt is the same",
     {{"ab", 0, 0.3f}, {"cd", 0, 0.3f}, {"cd", 0, 0.3f}},
     2,
     {1, 0}},
    {"something else after each",
     {{"a", 0, 0.3f},
      {"a", 0, 0.3f},
      {"a", 0, 0.3f},
      {"b", 0, 0.3f},
      {"b", 0, 0.3f}},
     2,
     {0, 3}},
    {"one text of each label, though another is the second best",
     {{"a", 0, 0.4f}, {"b", 0, 0.3f}, {"c", 1, 0.1f}},
     2,
     {0, 1}},
    {"half of four are shared out",
     {{"a", 0, 0.4f},
      {"b", 0, 0.4f},
      {"c", 0, 0.4f},
      {"d", 0, 0.4f},
      {"e", 1, 0.1f}},
     4,
     {0, 1, 2}},
    {"a text without features is worth nothing, and comes last",
     {{"", 0, 0.4f}, {"a", 0, 0.1f}},
     2,
     {1, 0}},
};

static void small_pools(void **state)
{
    (void)state;
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        struct pool p = {.K = 2, .F = F_MAX, .refused = N_MAX};
        for (size_t i = 0; i < 8 && cases[c].row[i].features; i++)
            add(&p, &cases[c].row[i]);
        must_choose(&p, cases[c].n);
        assert_int_equal(p.n, cases[c].n);
        for (size_t i = 0; i < p.n && i < 3; i++)
            if (p.chosen[i].text != cases[c].best[i])
                fail_msg("%s: number %zu is text %u", cases[c].name, i,
                         p.chosen[i].text);
    }
}

static void half_is_shared_out_to_labels(void **state)
{
    struct pool p = {.K = 2, .F = F_MAX, .refused = N_MAX};
    size_t rare = 0;

    (void)state;
    for (uint32_t i = 0; i < 20; i++)
        add(&p, &(struct row){"ab", i >= 16, i >= 16 ? 0.01f : 0.4f});
    must_choose(&p, 8);
    for (size_t i = 0; i < p.n; i++) {
        const bool is_rare = p.text[p.chosen[i].text].guess == 1;
        rare += is_rare;
        assert_true(is_rare == (p.chosen[i].reason == CHOOSING_RARE));
    }
    assert_int_equal(rare, 2);
}

static void what_does_not_fit_is_never_chosen(void **state)
{
    struct pool p = {.K = 2, .F = F_MAX};

    (void)state;
    add(&p, &(struct row){"a", 0, 0.4f});
    add(&p, &(struct row){"b", 1, 0.3f});
    must_choose(&p, 2);
    assert_int_equal(p.n, 1);
    assert_int_equal(p.chosen[0].text, 1);
}

/* ---- any pool ------------------------------------------------------------ */

static void draw(struct pool *p, uint64_t *random)
{
    *p = (struct pool){.refused = N_MAX};
    p->K = 2 + random_below(random, K_MAX - 1);
    p->F = F_MAX;
    p->N = random_below(random, N_MAX);
    for (size_t i = 0; i < p->N; i++) {
        p->text[i] = (struct choosable){
            p->id[i], p->square[i], random_below(random, EACH + 1),
            (uint32_t)random_below(random, p->K), (float)random_unit(random)};
        for (size_t j = 0; j < p->text[i].n; j++) {
            p->id[i][j] = (uint32_t)(j * (F_MAX / EACH) +
                                     random_below(random, F_MAX / EACH));
            p->square[i][j] = (float)random_unit(random);
        }
    }
}

static double worth(const struct pool *p, uint32_t text)
{
    const struct choosable *t = &p->text[text];
    double sum = 0.0;

    for (size_t i = 0; i < t->n; i++)
        sum +=
            (double)(t->square[i] * p->demand[t->id[i]] / p->known[t->id[i]]);
    return (double)t->doubt * sum;
}

/* The same without a heap: the best of all that have a place, again and again.
 */
static void check_greedy(struct pool *p, size_t n)
{
    bool taken[N_MAX] = {false};
    size_t given[K_MAX] = {0};
    const size_t share = n / (2 * p->K);
    size_t free = n - share * p->K;

    for (size_t i = 0; i < p->n; i++) {
        const uint32_t got = p->chosen[i].text;
        uint32_t best = UINT32_MAX;
        for (uint32_t t = 0; t < p->N; t++)
            if (!taken[t] && (given[p->text[t].guess] < share || free > 0) &&
                (best == UINT32_MAX || worth(p, t) > worth(p, best)))
                best = t;
        if (best == UINT32_MAX)
            return; /* the places that labels left */
        assert_int_equal(got, best);
        taken[got] = true;
        free -= given[p->text[got].guess]++ >= share;
        for (size_t j = 0; j < p->text[got].n; j++)
            p->known[p->text[got].id[j]] +=
                p->text[got].doubt * p->text[got].square[j];
    }
}

static void as_without_a_heap(void **state)
{
    static struct pool p;
    uint64_t random = unit_seed();

    (void)state;
    for (int round = 0; round < 60; round++) {
        bool seen[N_MAX] = {false};
        draw(&p, &random);
        const size_t n = random_below(&random, N_MAX);
        must_choose(&p, n);
        assert_int_equal(p.n, n < p.N ? n : p.N);
        for (size_t i = 0; i < p.n; i++) {
            assert_true(p.chosen[i].text < p.N && !seen[p.chosen[i].text]);
            seen[p.chosen[i].text] = true;
        }
        sum_up(&p);
        check_greedy(&p, n);
    }
}

static void doubt_gap_and_share(void **state)
{
    static const double even[] = {0.25, 0.25, 0.25, 0.25};
    static const double sure[] = {0.0, 1.0, 0.0};
    static const double two[] = {0.5, 0.1, 0.4};

    (void)state;
    assert_float_equal(choosing_doubt(even, 4), 0.75, 1e-6);
    assert_float_equal(choosing_doubt(sure, 3), 0.0, 1e-6);
    assert_float_equal(choosing_doubt(two, 3), 0.58, 1e-6);
    assert_float_equal(choosing_gap(even, 4), 0.0, 1e-6);
    assert_float_equal(choosing_gap(sure, 3), 1.0, 1e-6);
    assert_float_equal(choosing_gap(two, 3), 0.1, 1e-6);
    assert_int_equal(choosing_considers(0, 5), 0);
    assert_int_equal(choosing_considers(20, 5), 20);
    assert_int_equal(choosing_considers(100, 5), 25);
    assert_int_equal(choosing_considers(1000, 5), 1000 / CHOOSING_PART);
    assert_int_equal(choosing_considers(SIZE_MAX, SIZE_MAX / 2), SIZE_MAX);
}

static bool attempt(void *pool, struct tenor_error *err)
{
    return choose(pool, 7, err);
}

static void memory_runs_out(void **state)
{
    static struct pool p;
    uint64_t random = 1;

    (void)state;
    draw(&p, &random);
    scarce_run(attempt, &p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(small_pools),
        cmocka_unit_test(half_is_shared_out_to_labels),
        cmocka_unit_test(what_does_not_fit_is_never_chosen),
        cmocka_unit_test(as_without_a_heap),
        cmocka_unit_test(doubt_gap_and_share),
        cmocka_unit_test(memory_runs_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
