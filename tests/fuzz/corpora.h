/* What the targets for corpus formats share: a file through the reader, whose
 * promises are checked. */
#ifndef TENOR_TESTS_FUZZ_CORPORA_H
#define TENOR_TESTS_FUZZ_CORPORA_H

#include "datasets/corpus.h"

#include <string.h>

#include "tests/fuzz/input.h"

static void check_error(const struct tenor_error *err)
{
    CHECK(err->code == TENOR_EDATA || err->code == TENOR_ELIMIT);
    CHECK(err->line >= 1);
    CHECK(strncmp(err->message, input_path, strlen(input_path)) == 0);
    CHECK(strlen(err->message) < sizeof err->message);
}

static void check_digest(struct corpus *c, const uint8_t *data, size_t size)
{
    char got[DIGEST_HEX], expected[DIGEST_HEX];
    struct digest d;

    corpus_digest(c, got);
    digest_init(&d);
    digest_add(&d, (struct str){(const char *)data, size});
    digest_hex(&d, expected);
    CHECK(strcmp(got, expected) == 0);
}

/* Sums over every byte, so that a sanitizer sees what the reader gave. */
static unsigned touch(struct str s)
{
    unsigned sum = 0;

    for (size_t i = 0; i < s.len; i++)
        sum += (unsigned char)s.s[i];
    return sum;
}

/* One label that is not empty; or any number, each once, with TABs between. */
static void check_labels(struct str labels, bool several)
{
    const char *const end = labels.s + labels.len;
    size_t n = 0;

    CHECK(is_utf8(labels) && !memchr(labels.s, '\0', labels.len));
    CHECK(several || labels.len > 0);
    if (!several || labels.len == 0)
        return;
    for (const char *s = labels.s, *tab; s; s = tab ? tab + 1 : NULL) {
        tab = memchr(s, '\t', (size_t)(end - s));
        const struct str one = {s, (size_t)((tab ? tab : end) - s)};
        CHECK(++n <= CORPUS_LABELS_MAX);
        CHECK(one.len > 0 && one.s[0] != ' ' && one.s[one.len - 1] != ' ');
        for (const char *t = labels.s; t < s; t++)
            CHECK((t > labels.s && t[-1] != '\t') || t[one.len] != '\t' ||
                  memcmp(t, one.s, one.len) != 0);
    }
}

static void read_corpus(const struct corpus_options *options,
                        const uint8_t *data, size_t size)
{
    struct tenor_error err = {0};
    struct corpus *c;
    struct doc doc;
    bool end = false;
    size_t line = 0;
    volatile unsigned sum = 0;

    if (!corpus_open(&c, input_path, options, &err)) {
        check_error(&err);
        return;
    }
    while (corpus_next(c, &doc, &end, &err) && !end) {
        CHECK(doc.line > line); /* no two documents begin in one line */
        line = doc.line;
        CHECK(doc.label.len <= size && doc.text.len <= size);
        CHECK(doc.weight > 0 && doc.weight <= CORPUS_WEIGHT_MAX);
        check_labels(doc.label, options->multi_label);
        sum = touch(doc.label) + touch(doc.text) + touch(doc.group);
    }
    (void)sum;
    if (end)
        check_digest(c, data, size);
    else
        check_error(&err);
    corpus_close(c);
}

/* The same bytes with each of the options. */
static void read_each(const struct corpus_options *options, size_t n,
                      const uint8_t *data, size_t size)
{
    write_input(data, size);
    for (size_t i = 0; i < n; i++)
        read_corpus(&options[i], data, size);
}

/* Drops a label, for an option. */
static struct labelmap_entry drop_a[] = {{{"a", 1}, {"", 0}}};
static const struct labelmap drops_a = {drop_a, 1, 1};

#endif
