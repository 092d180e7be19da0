/* Bytes as a file of answers: it is refused and stays as it is, or what was
 * read is read again, with one more behind it. The first byte says which
 * notation. */
#define _POSIX_C_SOURCE 200809L
#include "cli/annotate/answers.h"

#include <string.h>

#include "tests/fuzz/input.h"

#define LABEL STR("good")
#define TEXT STR("a \"fine\" day, here")

struct told {
    size_t n;
    uint64_t last; /* length of the last label and text */
};

static bool each(void *told, struct str label, struct str text,
                 struct tenor_error *err)
{
    struct told *t = told;

    (void)err;
    CHECK(label.len > 0 && is_utf8(label));
    t->n++;
    t->last = label.len + text.len;
    return true;
}

static bool begins(void *told, const struct answers *a, struct str bytes)
{
    (void)told;
    (void)a;
    return bytes.len % 2; /* some are to be cut */
}

static bool reopen(struct answers *a, const char *path, struct told *t,
                   struct tenor_error *err)
{
    const struct answers_wants w = {each, begins, t};

    *t = (struct told){0};
    return answers_open(a, path, &w, err);
}

static void add_one(const char *path)
{
    struct tenor_error err = {0};
    struct answers a;
    struct told before, t;

    CHECK(reopen(&a, path, &before, &err));
    CHECK(answers_add(&a, LABEL, TEXT, &err));
    answers_close(&a);
    CHECK(reopen(&a, path, &t, &err) && t.n == before.n + 1);
    CHECK(t.last == LABEL.len + TEXT.len);
    CHECK(answers_undo(&a, &err));
    answers_close(&a);
    CHECK(reopen(&a, path, &t, &err) && t.n == before.n);
    answers_close(&a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const ends[] = {".tsv", ".csv", ".jsonl"};
    char path[sizeof input_path + 8];
    struct tenor_error err = {0};
    struct answers a;
    struct told t;

    if (size == 0)
        return 0;
    write_input(data + 1, size - 1);
    snprintf(path, sizeof path, "%s%s", input_path, ends[data[0] % 3]);
    CHECK(link(input_path, path) == 0);
    const bool ok = reopen(&a, path, &t, &err);
    answers_close(&a);
    if (ok)
        add_one(path);
    else
        CHECK((err.code == TENOR_EDATA || err.code == TENOR_ELIMIT) &&
              err.message[0]);
    unlink(path);
    return 0;
}
