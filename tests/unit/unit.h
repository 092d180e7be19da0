/* What every unit test includes.
 *
 * cmocka defines a macro fail(), which hides our function of that name and
 * would spoil its declaration, hence base.h; it is called as (fail)(...).
 *
 * The tests are linked with --wrap=realloc. Here the calls go through; a test
 * that wants some to fail defines UNIT_OWN_REALLOC and __wrap_realloc. */
#ifndef TENOR_TESTS_UNIT_UNIT_H
#define TENOR_TESTS_UNIT_UNIT_H

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "model/base.h"

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

void *__real_realloc(void *p, size_t n);
void *__wrap_realloc(void *p, size_t n);

#ifndef UNIT_OWN_REALLOC
void *__wrap_realloc(void *p, size_t n)
{
    return __real_realloc(p, n);
}
#endif

/* A new seed in each run, for random_next(); or that of TENOR_SEED, to run a
 * failure again. */
static inline uint64_t unit_seed(void)
{
    const char *given = getenv("TENOR_SEED");
    uint64_t seed = given ? strtoull(given, NULL, 0) : (uint64_t)time(NULL);

    print_message("TENOR_SEED=%" PRIu64 "\n", seed);
    return seed;
}

#endif
