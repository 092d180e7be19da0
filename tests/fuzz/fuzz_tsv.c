#define _POSIX_C_SOURCE 200809L
#include "tests/fuzz/corpora.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    read_corpus(&(struct corpus_options){.format = "tsv"}, data, size);
    return 0;
}
