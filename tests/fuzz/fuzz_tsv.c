#define _POSIX_C_SOURCE 200809L
#include "tests/fuzz/corpora.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    /* clang-format off */
    static const struct corpus_options options[] = {
        {.format = "tsv"},
        {.format = "tsv", .label_column = "1"},
        {.format = "tsv", .text_column = "1", .label_column = "3"},
        {.format = "tsv", .group_column = "2", .weight_column = "3"},
        {.format = "tsv", .multi_label = true, .map = &drops_a},
        {.format = "tsv", .multi_label = true, .label_separator = "; "},
    };
    /* clang-format on */

    read_each(options, sizeof options / sizeof *options, data, size);
    return 0;
}
