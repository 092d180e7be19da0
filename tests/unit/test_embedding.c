/* Word vectors: eigenvectors of counts of pairs. */
#include "train/cooccurrence.h"

#include <math.h>

#include "tests/unit/unit.h"

/* V V' of the vectors gives back a matrix without negative eigenvalues. */
static void test_eigen(void **state)
{
    /* 2 1 0 / 1 2 0 / 0 0 5: eigenvalues 5, 3, 1 */
    static const uint64_t start[] = {0, 2, 4, 5};
    static const uint32_t column[] = {0, 1, 0, 1, 2};
    static const float value[] = {2, 1, 1, 2, 5};
    const struct symmetric a = {3, start, column, value};
    struct tenor_error err = {0};
    float v[3 * 4];

    (void)state;
    assert_true(eigen_largest(&a, 4, v, &err));
    const double size[] = {5.0, 3.0, 1.0, 0.0};
    for (size_t d = 0; d < 4; d++) {
        double sum = 0.0;
        for (size_t i = 0; i < 3; i++)
            sum += (double)v[i * 4 + d] * (double)v[i * 4 + d];
        assert_true(fabs(sum - size[d]) < 1e-4);
    }
    assert_true(fabs(fabs((double)v[2 * 4]) - sqrt(5.0)) < 1e-4);
    assert_true(fabs((double)(v[0 * 4 + 1] - v[1 * 4 + 1])) < 1e-4);
}

static void test_pairs(void **state)
{
    /* 0 1 | 0 ? 1 | 2: n01 = 1 + 1/2, and 2 has no company */
    static const uint32_t word[] = {0,
                                    1,
                                    COOCCURRENCE_END,
                                    0,
                                    COOCCURRENCE_NONE,
                                    1,
                                    COOCCURRENCE_END,
                                    2,
                                    COOCCURRENCE_END};
    struct cooccurrence c;
    struct tenor_error err = {0};

    (void)state;
    assert_true(cooccurrence_make(&c, 3, word, 9, 2, &err));
    const double n = 1.5, total = 2.0 * pow(n, 0.75);
    const double pmi = log(n) - 2.0 * 0.875 * log(n) + log(total);
    assert_int_equal(c.start[0], 0);
    assert_int_equal(c.start[1], 1);
    assert_int_equal(c.start[2], 2);
    assert_int_equal(c.start[3], 2);
    assert_int_equal(c.column[0], 1);
    assert_int_equal(c.column[1], 0);
    assert_true(fabs((double)c.value[0] - pmi) < 1e-6);
    assert_true(c.value[0] == c.value[1]);
    cooccurrence_release(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_eigen),
        cmocka_unit_test(test_pairs),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
