/* The passages of datasets/starter as documents: real texts for the tests of
 * training. Tests run in the root of the tree. */
#ifndef TENOR_TESTS_UNIT_STARTER_H
#define TENOR_TESTS_UNIT_STARTER_H

#include "datasets/corpus.h"
#include "train/documents.h"
#include "tests/unit/unit.h"

static inline void starter_add(struct documents *d, const char *path,
                               const struct corpus_options *options)
{
    struct tenor_error err = {0};
    struct corpus *c;
    struct doc doc;
    bool end;

    if (!corpus_open(&c, path, options, &err))
        fail_msg("%s", err.message);
    while (corpus_next(c, &doc, &end, &err) && !end)
        assert_true(documents_add(d, &doc, &err));
    assert_int_equal(err.code, TENOR_OK);
    corpus_close(c);
}

/* All of them with the labels of a column; dropped: a label to leave out, or
 * NULL. */
static inline struct documents starter_documents(const char *column,
                                                 const char *dropped)
{
    struct labelmap_entry entry = {str_of(dropped ? dropped : ""), {"", 0}};
    const struct labelmap map = {&entry, 1, 1};
    const struct corpus_options options = {.label_column = column,
                                           .map = dropped ? &map : NULL};
    struct documents d = {0};
    struct tenor_error err = {0};

    starter_add(&d, "datasets/starter/part-a.jsonl", &options);
    starter_add(&d, "datasets/starter/part-b.jsonl", &options);
    starter_add(&d, "datasets/starter/part-c.jsonl", &options);
    assert_true(documents_finish(&d, &err));
    assert_true(d.N > 100);
    return d;
}

#endif
