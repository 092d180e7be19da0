#include "model/total.h"

#include <math.h>

#include "train/random.h"

#include "tests/unit/scarce.h"

#define COLUMNS_MAX 24
#define ROWS 400

/* How weights are drawn. */
enum weights { ANY, ALL_LARGEST, ALL_SMALLEST, WEIGHTS };

static int16_t draw_weight(enum weights kind, uint64_t *random)
{
    return kind == ALL_LARGEST    ? INT16_MAX
           : kind == ALL_SMALLEST ? INT16_MIN
                                  : (int16_t)(random_next(random) & 0xFFFF);
}

/* A table of weights and no index, which totals do not look at. */
static struct table make_table(size_t columns, enum weights kind,
                               int16_t *weight, uint64_t *random)
{
    for (size_t i = 0; i < ROWS * columns; i++)
        weight[i] = draw_weight(kind, random);
    return (struct table){.rows = ROWS, .columns = columns, .weight = weight};
}

/* ---- the same, row by row ----------------------------------------------- */

struct slow {
    int64_t sum[FEATURE_FAMILIES][COLUMNS_MAX];
    size_t features;
};

static void slow_add(struct slow *s, const struct table *t, unsigned family,
                     size_t row, int64_t value)
{
    for (size_t c = 0; c < t->columns; c++)
        s->sum[family][c] += value * t->weight[row * t->columns + c];
}

static void check_sums(const struct total *t, const struct slow *s)
{
    for (size_t f = 0; f < FEATURE_FAMILIES; f++)
        for (size_t c = t->of.begin; c < t->of.end; c++)
            if (t->sum[f * t->table->columns + c] != s->sum[f][c])
                fail_msg("family %zu, column %zu of [%zu, %zu) of %zu", f, c,
                         t->of.begin, t->of.end, t->table->columns);
    assert_int_equal(t->features, s->features);
}

/* ---- lists -------------------------------------------------------------- */

static void list_row(struct total *t, enum feature_family family,
                     const int16_t *row, unsigned wanted)
{
    struct total_list *l = &t->list[family];

    l->row[l->n] = row;
    l->n += wanted;
}

/* Any of the rows, some of them not wanted. */
static void list_rows(struct total *t, struct slow *s, size_t n,
                      uint64_t *random)
{
    assert_true(total_expect(t, n));
    for (size_t i = 0; i < n; i++) {
        const size_t row = random_below(random, ROWS);
        const unsigned family = random_next(random) & 1;
        const unsigned wanted = random_below(random, 4) > 0;
        list_row(t, family, table_weights(t->table, (uint32_t)row), wanted);
        if (wanted) {
            slow_add(s, t->table, family, row, FEATURE_ONE);
            s->features++;
        }
    }
    total_add(t);
}

static void add_again(struct total *t, struct slow *s, uint64_t *random)
{
    const size_t row = random_below(random, ROWS);
    const uint32_t count = 2 + (uint32_t)random_below(random, 50);

    total_add_again(t, table_weights(t->table, (uint32_t)row), count);
    slow_add(s, t->table, FEATURE_WORDS, row,
             (int64_t)feature_value(FEATURE_WORDS, count, true) -
                 feature_value(FEATURE_WORDS, count - 1, true));
}

static void check_columns(size_t columns, enum weights kind, uint64_t *random)
{
    static int16_t weight[ROWS * COLUMNS_MAX];
    const struct table table = make_table(columns, kind, weight, random);
    struct total t;

    assert_true(total_init(&t, &table));
    for (size_t begin = 0; begin <= columns; begin++)
        for (size_t end = begin; end <= columns; end++) {
            struct slow s = {.features = 0};
            total_reset(&t, (struct columns){begin, end});
            check_sums(&t, &s);
            for (int i = 0; i < 4; i++) {
                list_rows(&t, &s, random_below(random, 60), random);
                add_again(&t, &s, random);
                check_sums(&t, &s);
            }
        }
    total_release(&t);
    total_release(&t);
}

static void rows_are_added_up(void **state)
{
    static const size_t columns[] = {1, 2, 3, 4, 8, 16, 24};
    uint64_t random = unit_seed();

    (void)state;
    for (size_t i = 0; i < COUNT(columns); i++)
        for (int kind = 0; kind < WEIGHTS; kind++)
            check_columns(columns[i], (enum weights)kind, &random);
}

/* More rows at once than a sum of 32 bits holds, on either side of what it
 * does. */
static void sums_do_not_overflow(void **state)
{
    static const size_t columns[] = {1, 3, 8, 16};
    static const size_t rows[] = {65535, 65536, 65537, 131072, 131073, 300000};
    static int16_t weight[ROWS * COLUMNS_MAX];
    uint64_t random = unit_seed();

    (void)state;
    for (size_t i = 0; i < COUNT(columns); i++)
        for (int kind = 0; kind < WEIGHTS; kind++) {
            const struct table table =
                make_table(columns[i], (enum weights)kind, weight, &random);
            struct total t;
            assert_true(total_init(&t, &table));
            for (size_t r = 0; r < COUNT(rows); r++) {
                struct slow s = {.features = rows[r]};
                total_reset(&t, (struct columns){0, columns[i]});
                assert_true(total_expect(&t, rows[r]));
                for (size_t k = 0; k < rows[r]; k++) {
                    list_row(&t, FEATURE_CHARS,
                               table_weights(&table, (uint32_t)(k % ROWS)), 1);
                    slow_add(&s, &table, FEATURE_CHARS, k % ROWS, FEATURE_ONE);
                }
                total_add(&t);
                check_sums(&t, &s);
            }
            total_release(&t);
        }
}

/* ---- results ------------------------------------------------------------ */

static void machines_are_margins(void **state)
{
    static const int16_t weight[] = {10, -20, 30, 1, 2, 3};
    static const double bias[] = {0.5, -0.25}, unit[] = {0.01, 0.02};
    const struct table table = {.rows = 2, .columns = 3, .weight = weight};
    const struct axis axis = {
        .labels = 2, .column = 1, .columns = 2, .bias = bias, .scale = unit};
    double scale[FEATURE_FAMILIES], machine[2];
    struct total t;

    (void)state;
    assert_true(total_init(&t, &table) && total_expect(&t, 1));
    total_reset(&t, (struct columns){1, 3});
    list_row(&t, FEATURE_WORDS, weight, 1);
    list_row(&t, FEATURE_CHARS, weight + 3, 1);
    total_add(&t);
    t.occurrences[FEATURE_WORDS] = 4;
    total_scale(&t, scale);
    assert_true(scale[FEATURE_WORDS] == feature_scale(4));
    assert_true(scale[FEATURE_CHARS] == 0.0);
    t.occurrences[FEATURE_CHARS] = 16;
    total_scale(&t, scale);
    total_machines(&t, &axis, scale, machine);
    /* the weight, by the root of the occurrences, by the unit */
    assert_true(fabs(machine[0] - (0.5 + 0.01 * (-20 / 2.0 + 2 / 4.0))) <
                1e-12);
    assert_true(fabs(machine[1] - (-0.25 + 0.02 * (30 / 2.0 + 3 / 4.0))) <
                1e-12);
    total_release(&t);
}

static bool attempt(void *context, struct tenor_error *err)
{
    struct total t;
    bool ok = total_init(&t, context);

    for (size_t n = 1; ok && n < 10000; n *= 3)
        ok = total_expect(&t, n);
    total_release(&t);
    return ok || fail_memory(err, "a total");
}

static void memory_runs_out(void **state)
{
    struct table table = {.columns = 8};

    (void)state;
    scarce_run(attempt, &table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_added_up),
        cmocka_unit_test(sums_do_not_overflow),
        cmocka_unit_test(machines_are_margins),
        cmocka_unit_test(memory_runs_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
