#define _POSIX_C_SOURCE 200809L
#include "tests/fuzz/corpora.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct corpus_options options[] = {
        {"jsonl", NULL, NULL},
        {"jsonl", "a.b", "a.c.d"},
        {"jsonl", "", "."},
    };

    for (size_t i = 0; i < sizeof options / sizeof *options; i++)
        read_corpus(&options[i], data, size);
    return 0;
}
