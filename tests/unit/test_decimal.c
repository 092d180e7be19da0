#include "cli/label/decimal.h"

#include "tests/unit/unit.h"
#include "train/random.h"

#define STEPS (1u << 20)

static void check(double p, unsigned long n)
{
    char got[DECIMAL_BYTES + 1] = {0}, wanted[32];

    assert_ptr_equal(decimal_put(got, p), got + DECIMAL_BYTES);
    snprintf(wanted, sizeof wanted, "%lu.%04lu", n / 10000, n % 10000);
    assert_string_equal(got, wanted);
}

/* Where p * 10000 is exact, integers say what is right: ties are among them. */
static void fractions_are_rounded_half_up(void **state)
{
    (void)state;
    for (uint64_t i = 0; i <= STEPS; i++)
        check((double)i / STEPS,
              (unsigned long)((i * 20000 + STEPS) / (2 * STEPS)));
    check(0.03125, 313);
    check(0.09375, 938);
}

static void ends_and_neighbours(void **state)
{
    (void)state;
    check(0, 0);
    check(4.9e-324, 0);
    check(0.00004999, 0);
    check(0.00005001, 1);
    check(0.99994999, 9999);
    check(0.99995001, 10000);
    check(1, 10000);
}

static void others_are_those_of_printf(void **state)
{
    (void)state;
    uint64_t seed = unit_seed();

    for (int i = 0; i < 100000; i++) {
        const double p = random_unit(&seed);
        char got[DECIMAL_BYTES + 1] = {0}, wanted[32];
        decimal_put(got, p);
        snprintf(wanted, sizeof wanted, "%.4f", p);
        assert_string_equal(got, wanted);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fractions_are_rounded_half_up),
        cmocka_unit_test(ends_and_neighbours),
        cmocka_unit_test(others_are_those_of_printf),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
