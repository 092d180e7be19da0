/* The order of evidence, against one that is compared all through. */
#include "model/ranking.h"

#include "tests/unit/unit.h"
#include "train/random.h"

static bool in_order(const struct ranked *a, const struct ranked *b)
{
    if (a->size != b->size)
        return a->size > b->size;
    if (a->begin != b->begin)
        return a->begin < b->begin;
    if (a->end != b->end)
        return a->end < b->end;
    return a->kind <= b->kind;
}

/* Sizes of every exponent, or of one; or few of them, or one. */
static double draw_size(unsigned manner, uint64_t *random)
{
    const double unit = random_unit(random);

    switch (manner) {
    case 0:
        return unit / (double)(1 + random_below(random, 1000000));
    case 1:
        return 1.0 + unit / 1048576.0; /* the first 31 bits are the same */
    case 2:
        return (double)random_below(random, 3) * 1e-300;
    default:
        return 0.25;
    }
}

static void largest_first_whatever_there_is(void **state)
{
    uint64_t random = unit_seed();
    struct ranked list[3000], scratch[3000];

    (void)state;
    for (unsigned round = 0; round < 200; round++) {
        const size_t n = random_below(&random, round % 4 ? 200 : 3000);
        uint64_t items = 0;
        for (size_t i = 0; i < n; i++)
            list[i] =
                (struct ranked){.size = draw_size(round % 4, &random),
                                .begin = (uint32_t)random_below(&random, 9),
                                .end = (uint32_t)random_below(&random, 9),
                                .kind = (uint32_t)random_below(&random, 6),
                                .item = (uint32_t)i};
        ranking_sort(list, n, scratch);
        for (size_t i = 0; i < n; i++) {
            assert_true(i == 0 || in_order(&list[i - 1], &list[i]));
            items += list[i].item;
        }
        assert_true(items == n * (n ? n - 1 : 0) / 2);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(largest_first_whatever_there_is),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
