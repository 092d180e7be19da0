/* Memory that runs out: in the place of unit.h, for tests that make the Nth
 * allocation fail. One thread, while scarce_run runs. */
#ifndef TENOR_TESTS_UNIT_SCARCE_H
#define TENOR_TESTS_UNIT_SCARCE_H

#define UNIT_OWN_REALLOC
#include "tests/unit/unit.h"

static size_t scarce_left = SIZE_MAX; /* allocations; SIZE_MAX: no limit */

void *__wrap_realloc(void *p, size_t n)
{
    if (scarce_left == 0)
        return NULL;
    if (scarce_left != SIZE_MAX)
        scarce_left--;
    return __real_realloc(p, n);
}

/* Call an attempt with 0, 1, 2, ... allocations granted until it succeeds.
 * Until then it must say that memory ran out, and release what it has: the
 * address sanitizer knows if it does not. */
static inline void scarce_run(bool (*attempt)(void *context,
                                              struct tenor_error *err),
                              void *context)
{
    bool ok = false;

    for (size_t granted = 0; !ok; granted++) {
        struct tenor_error err = {0};
        assert_true(granted < 10000);
        scarce_left = granted;
        ok = attempt(context, &err);
        scarce_left = SIZE_MAX;
        assert_int_equal(err.code, ok ? TENOR_OK : TENOR_ENOMEM);
        assert_true(ok || granted == 0 || err.message[0]);
    }
}

#endif
