#define _POSIX_C_SOURCE 200809L
#include "tests/fuzz/corpora.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    /* clang-format off */
    static const struct corpus_options options[] = {
        {.format = "fasttext"},
        {.format = "fasttext", .multi_label = true},
        {.format = "fasttext", .multi_label = true, .map = &drops_a},
    };
    /* clang-format on */

    read_each(options, sizeof options / sizeof *options, data, size);
    return 0;
}
