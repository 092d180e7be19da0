#define _POSIX_C_SOURCE 200809L
#include "tests/fuzz/corpora.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    /* clang-format off */
    static const struct corpus_options options[] = {
        {.format = "jsonl"},
        {.format = "jsonl", .text_column = "a.b", .label_column = "a.c.d"},
        {.format = "jsonl", .text_column = "", .label_column = "."},
        {.format = "jsonl", .group_column = "g", .weight_column = "w"},
        {.format = "jsonl", .multi_label = true, .map = &drops_a},
        {.format = "jsonl", .multi_label = true, .label_separator = "; "},
    };
    /* clang-format on */

    read_each(options, sizeof options / sizeof *options, data, size);
    return 0;
}
