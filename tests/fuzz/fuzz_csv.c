#define _POSIX_C_SOURCE 200809L
#include "tests/fuzz/corpora.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const column[][2] = {
        {NULL, NULL},
        {"1", "2"},
        {"2", "1"},
        {"1", "1"},
        {"", "3"},
    };

    for (size_t i = 0; i < sizeof column / sizeof *column; i++) {
        const struct corpus_options options = {.format = "csv",
                                               .text_column = column[i][0],
                                               .label_column = column[i][1]};
        read_corpus(&options, data, size);
    }
    return 0;
}
