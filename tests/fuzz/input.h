/* Bytes to a file, for readers of files. Who includes this first defines
 * _POSIX_C_SOURCE as 200809L. */
#ifndef TENOR_TESTS_FUZZ_INPUT_H
#define TENOR_TESTS_FUZZ_INPUT_H

#include <unistd.h>

#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/valid.h"

static char input_path[] = "/tmp/tenor-fuzz-XXXXXX";
static int input_file = -1;

static void remove_input(void)
{
    unlink(input_path);
}

static void write_input(const uint8_t *data, size_t size)
{
    if (input_file < 0) {
        input_file = mkstemp(input_path);
        CHECK(input_file >= 0);
        atexit(remove_input);
    }
    CHECK(ftruncate(input_file, 0) == 0);
    CHECK(pwrite(input_file, data, size, 0) == (ssize_t)size);
}

#endif
