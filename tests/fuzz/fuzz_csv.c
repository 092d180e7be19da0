#define _POSIX_C_SOURCE 200809L
#include "tests/fuzz/corpora.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    /* clang-format off */
    static const struct corpus_options options[] = {
        {.format = "csv"},
        {.format = "csv", .text_column = "1", .label_column = "2"},
        {.format = "csv", .text_column = "2", .label_column = "1"},
        {.format = "csv", .text_column = "1", .label_column = "1"},
        {.format = "csv", .text_column = "", .label_column = "3"},
        {.format = "csv", .group_column = "1", .weight_column = "w"},
        {.format = "csv", .multi_label = true, .map = &drops_a},
        {.format = "csv", .multi_label = true, .label_separator = "; "},
    };
    /* clang-format on */

    read_each(options, sizeof options / sizeof *options, data, size);
    return 0;
}
