/* Bytes as a receipt: it is refused, or what it says is what is read again
 * after it was written anew. */
#define _POSIX_C_SOURCE 200809L
#include "cli/label/receipt.h"

#include <fcntl.h>
#include <string.h>

#include "tests/fuzz/input.h"

static char path[sizeof input_path + 8];

static void remove_receipt(void)
{
    unlink(path);
}

static void write_receipt(const uint8_t *data, size_t size)
{
    if (input_file < 0) {
        write_input(NULL, 0); /* makes the name */
        snprintf(path, sizeof path, "%s.receipt", input_path);
        atexit(remove_receipt);
    }
    const int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

    CHECK(fd >= 0);
    CHECK(write(fd, data, size) == (ssize_t)size);
    close(fd);
}

static bool same_text(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

static void check_same(const struct receipt *a, const struct receipt *b)
{
    CHECK(strcmp(a->options, b->options) == 0 && strcmp(a->run, b->run) == 0);
    CHECK(same_text(a->model, b->model) && same_text(a->encoding, b->encoding));
    CHECK(strcmp(a->model_sha256, b->model_sha256) == 0);
    CHECK(a->shard.number == b->shard.number && a->shard.of == b->shard.of);
    CHECK(a->max_record == b->max_record && a->bytes == b->bytes);
    CHECK(a->header == b->header && strcmp(a->sha256, b->sha256) == 0);
    CHECK(json_equal(a->counts, b->counts) && a->inputs == b->inputs);
    for (size_t i = 0; i < a->inputs; i++) {
        const struct receipt_input *x = &a->input[i], *y = &b->input[i];
        struct corpus_input input = {.path = x->path};
        CHECK(strcmp(x->path, y->path) == 0);
        CHECK(strcmp(x->format, y->format) == 0);
        CHECK(x->part.input == y->part.input && x->part.end == y->part.end);
        CHECK(x->part.begin == y->part.begin && x->part.last == y->part.last);
        CHECK(strcmp(x->part.sha256, y->part.sha256) == 0);
        corpora_described(&input, x->format);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct tenor_error err = {0};
    struct receipt once, again;

    write_receipt(data, size);
    if (receipt_read(&once, input_path, &err)) {
        CHECK(receipt_write(&once, input_path, &err));
        CHECK(receipt_read(&again, input_path, &err));
        check_same(&once, &again);
        CHECK(receipt_add_counts(once.counts, again.counts));
        receipt_release(&again);
    } else {
        CHECK(err.code == TENOR_EDATA && err.message[0]);
    }
    receipt_release(&once);
    return 0;
}
