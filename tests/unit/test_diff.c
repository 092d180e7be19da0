#include "cli/explain/diff.h"

#include <stdlib.h>

#include "cli/explain/edits.h"
#include "tests/unit/scarce.h"
#include "train/random.h"

#define LONGEST 60

/* The length of the longest common subsequence, by the textbook. */
static size_t common(const uint64_t *a, size_t n, const uint64_t *b, size_t m)
{
    size_t best[LONGEST + 1][LONGEST + 1] = {{0}};

    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < m; j++) {
            const size_t up = best[i][j + 1], left = best[i + 1][j];
            best[i + 1][j + 1] = a[i] == b[j] ? best[i][j] + 1
                                 : up > left  ? up
                                              : left;
        }
    return best[n][m];
}

/* What is kept of both is the same; returns how much. */
static size_t check(const struct diff *d)
{
    size_t i = 0, j = 0, kept = 0;

    for (;;) {
        while (i < d->n && d->removed[i])
            i++;
        while (j < d->m && d->added[j])
            j++;
        if (i == d->n || j == d->m)
            break;
        assert_true(d->a[i++] == d->b[j++]);
        kept++;
    }
    assert_true(i == d->n && j == d->m);
    return kept;
}

static void the_shortest_is_found(void **state)
{
    uint64_t random = 7;

    (void)state;
    for (int round = 0; round < 20000; round++) {
        uint64_t a[LONGEST], b[LONGEST];
        bool removed[LONGEST] = {false}, added[LONGEST] = {false};
        struct tenor_error err = {0};
        const size_t kinds = 1 + random_below(&random, 8);
        struct diff d = {.a = a,
                         .b = b,
                         .n = random_below(&random, LONGEST + 1),
                         .m = random_below(&random, LONGEST + 1),
                         .removed = removed,
                         .added = added};
        for (size_t i = 0; i < LONGEST; i++) {
            a[i] = random_below(&random, kinds);
            b[i] =
                random_below(&random, 4) ? a[i] : random_below(&random, kinds);
        }
        assert_true(diff_find(&d, &err));
        assert_false(d.coarse);
        assert_int_equal(check(&d), common(a, d.n, b, d.m));
    }
}

/* Long sequences: a few differences are found in little time, and so many that
 * they are not looked for are said to be coarse. */
static void long_ones_end(void **state)
{
    enum { N = 300000 };
    static uint64_t a[N], b[N];
    static bool removed[N], added[N];

    (void)state;
    for (int differ = 0; differ < 2; differ++) {
        struct tenor_error err = {0};
        struct diff d = {
            .a = a, .b = b, .n = N, .m = N, .removed = removed, .added = added};
        for (size_t i = 0; i < N; i++) {
            a[i] = i;
            b[i] = differ ? N + i : i;
            removed[i] = added[i] = false;
        }
        b[1000] = b[200000] = N * 2;
        assert_true(diff_find(&d, &err));
        assert_int_equal(check(&d), differ ? 0 : N - 2);
        assert_int_equal(d.coarse, differ);
    }
}

static bool attempt(void *context, struct tenor_error *err)
{
    const struct tenor_span span = {2, 9};
    const struct tenor_evidence e = {
        .contribution = 1.0, .span = &span, .spans = 1};
    const struct edited before = {STR("A dreadful, cold day"), &e, 1};
    const struct edited after = {STR("A splendid day, warm"), &e, 1};
    struct carrier_list a = {0}, b = {0};
    struct edits edits = {0};
    const bool ok = edits_read(&before, &a, err) &&
                    edits_read(&after, &b, err) &&
                    edits_find(before.in, &a, after.in, &b, &edits, err);

    (void)context;
    assert_true(!ok || edits.n == 2);
    edits_release(&edits);
    free(a.word);
    free(b.word);
    return ok;
}

static void memory_runs_out(void **state)
{
    (void)state;
    scarce_run(attempt, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_shortest_is_found),
        cmocka_unit_test(long_ones_end),
        cmocka_unit_test(memory_runs_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
