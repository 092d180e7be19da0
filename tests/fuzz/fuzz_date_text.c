/* Any bytes as a date: what is read exists, and is read again from its own
 * notation. */
#include "cli/report/date_text.h"

#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct date d, again;
    char text[64];

    if (!date_read((struct str){(const char *)data, size}, &d))
        return 0;
    CHECK(d.year >= 1 && d.year <= 9999);
    CHECK(d.month >= 1 && d.month <= 12);
    CHECK(d.day >= 0 && d.day <= 31);
    snprintf(text, sizeof text, d.day ? "%04d-%02d-%02d" : "%04d-%02d", d.year,
             d.month, d.day);
    CHECK(date_read(str_of(text), &again));
    CHECK(again.year == d.year && again.month == d.month && again.day == d.day);
    return 0;
}
