/* What every fuzz target includes. A target is one function, called by
 * libFuzzer or, in other builds, by replay.c; it must survive any bytes. */
#ifndef TENOR_TESTS_FUZZ_FUZZ_H
#define TENOR_TESTS_FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* An assertion that no build leaves out. */
#define CHECK(condition)                                                 \
    do {                                                                 \
        if (!(condition)) {                                              \
            fprintf(stderr, "%s:%d: not true: %s\n", __FILE__, __LINE__, \
                    #condition);                                         \
            abort();                                                     \
        }                                                                \
    } while (0)

#endif
