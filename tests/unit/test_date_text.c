/* Dates as records carry them, and what is none. */
#include "cli/report/date_text.h"

#include "tests/unit/unit.h"
#include "train/random.h"

static const struct {
    const char *text;
    struct date is; /* month 0: no date */
} dates[] = {
    {"2024-03-12", {2024, 3, 12}},
    {" 2024-03-12\n", {2024, 3, 12}},
    {"2024-03-12T10:00:00Z", {2024, 3, 12}},
    {"2024-03-12 10:00:00.123+02:00", {2024, 3, 12}},
    {"2024-03-12t10", {2024, 3, 12}},
    {"2024/03/12", {2024, 3, 12}},
    {"2024.03.12", {2024, 3, 12}},
    {"20240312", {2024, 3, 12}},
    {"20240312T101112Z", {2024, 3, 12}},
    {"2024-03", {2024, 3, 0}},
    {"2024/03", {2024, 3, 0}},
    {"0001-01-01", {1, 1, 1}},
    {"9999-12-31", {9999, 12, 31}},
    {"2024-02-29", {2024, 2, 29}},
    {"2000-02-29", {2000, 2, 29}},
    {"12 March 2024", {2024, 3, 12}},
    {"2 Mar 2024 10:00:00 GMT", {2024, 3, 2}},
    {"Tue, 12 Mar 2024 10:00:00 +0100", {2024, 3, 12}},
    {"Tuesday, 12 March 2024", {2024, 3, 12}},
    {"March 12, 2024", {2024, 3, 12}},
    {"MARCH 5, 2024", {2024, 3, 5}},
    {"Sept. 5, 2024", {0, 0, 0}},
    {"Sep. 5, 2024, 9:30", {2024, 9, 5}},
    {"Tuesday, March 12, 2024", {2024, 3, 12}},
    {"May 2024", {2024, 5, 0}},
    {"may  7,  2024", {2024, 5, 7}},
    {"1710201600", {2024, 3, 12}},
    {"1710201600.5", {2024, 3, 12}},
    {"1710201600000", {2024, 3, 12}},
    {"1709164800", {2024, 2, 29}},
    {"1709251200", {2024, 3, 1}},
    {"1704067199", {2023, 12, 31}},
    {"1704067200", {2024, 1, 1}},
    {"100000000", {1973, 3, 3}},
    {"999999999", {2001, 9, 9}},
    {"9999999999", {2286, 11, 20}},
    {"9999999999999", {2286, 11, 20}},
    /* none */
    {"", {0, 0, 0}},
    {" ", {0, 0, 0}},
    {"2024", {0, 0, 0}},
    {"12/03/2024", {0, 0, 0}},
    {"03.12.2024", {0, 0, 0}},
    {"2024-3-12", {0, 0, 0}},
    {"2024-13", {0, 0, 0}},
    {"2024-00-12", {0, 0, 0}},
    {"2024-02-30", {0, 0, 0}},
    {"2023-02-29", {0, 0, 0}},
    {"1900-02-29", {0, 0, 0}},
    {"2024-03-00", {0, 0, 0}},
    {"0000-01-01", {0, 0, 0}},
    {"2024-03-12x", {0, 0, 0}},
    {"2024-03-12T", {0, 0, 0}},
    {"2024-03-12Tx", {0, 0, 0}},
    {"2024-03 10", {0, 0, 0}},
    {"2024-03/12", {0, 0, 0}},
    {"12 Marchs 2024", {0, 0, 0}},
    {"12 Ma 2024", {0, 0, 0}},
    {"12 March", {0, 0, 0}},
    {"32 March 2024", {0, 0, 0}},
    {"12March2024", {0, 0, 0}},
    {"yesterday", {0, 0, 0}},
    {"-1710201600", {0, 0, 0}},
    {"1710201600x", {0, 0, 0}},
    {"1710201600.x", {0, 0, 0}},
    {"17102016000", {0, 0, 0}},
    {"1710201600000.5", {0, 0, 0}},
    {"17102016000000", {0, 0, 0}},
};

static void the_table(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(dates); i++) {
        struct date d;
        const bool read = date_read(str_of(dates[i].text), &d);
        if (read != (dates[i].is.month > 0))
            fail_msg("'%s' is %s", dates[i].text, read ? "read" : "not read");
        if (!read)
            continue;
        assert_int_equal(d.year, dates[i].is.year);
        assert_int_equal(d.month, dates[i].is.month);
        assert_int_equal(d.day, dates[i].is.day);
    }
}

/* The C library knows the calendar, too. */
static void seconds_are_those_of_the_library(void **state)
{
    (void)state;
    uint64_t seed = unit_seed();

    for (int i = 0; i < 20000; i++) {
        char text[32], wanted[32], got[64];
        struct date d;
        const time_t at = (time_t)(100000000 + random_below(&seed, 9899999999));
        const struct tm *tm = gmtime(&at);
        strftime(wanted, sizeof wanted, "%Y-%m-%d", tm);
        snprintf(text, sizeof text, "%lld", (long long)at);
        assert_true(date_read(str_of(text), &d));
        snprintf(got, sizeof got, "%04d-%02d-%02d", d.year, d.month, d.day);
        assert_string_equal(got, wanted);
        assert_true(date_read(str_of(got), &d));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_table),
        cmocka_unit_test(seconds_are_those_of_the_library),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
