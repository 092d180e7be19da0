/* Distinct texts are shuffled, ordered by label, and dealt like cards: the
 * deal goes on from label to label, so folds differ by one text at most. */
#include "train/split.h"

#include <stdlib.h>

#include "train/random.h"

struct card {
    uint64_t text;
    uint64_t key; /* random, for the shuffle */
    uint32_t label;
    uint32_t document;
};

static int by_text(const void *a, const void *b)
{
    const struct card *x = a, *y = b;

    if (x->text != y->text)
        return x->text < y->text ? -1 : 1;
    return (x->document > y->document) - (x->document < y->document);
}

static int by_deal(const void *a, const void *b)
{
    const struct card *x = a, *y = b;

    if (x->label != y->label)
        return x->label < y->label ? -1 : 1;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return (x->document > y->document) - (x->document < y->document);
}

bool split_folds(size_t N, const uint32_t *label, const uint64_t *text,
                 unsigned folds, uint64_t seed, uint8_t *fold,
                 struct tenor_error *err)
{
    struct card *all = mem_resize(NULL, N, sizeof *all);
    struct card *deck = mem_resize(NULL, N, sizeof *deck);
    size_t distinct = 0;
    bool ok = false;

    if (!all || !deck) {
        fail_memory(err, "folds");
        goto out;
    }
    for (size_t d = 0; d < N; d++)
        all[d] = (struct card){text[d], random_next(&seed), label[d],
                               (uint32_t)d};
    if (N)
        qsort(all, N, sizeof *all, by_text);
    for (size_t i = 0; i < N; i++)
        if (i == 0 || all[i].text != all[i - 1].text)
            deck[distinct++] = all[i];
    if (distinct)
        qsort(deck, distinct, sizeof *deck, by_deal);
    for (size_t i = 0; i < distinct; i++)
        fold[deck[i].document] = (uint8_t)(i % folds);
    for (size_t i = 1; i < N; i++)
        if (all[i].text == all[i - 1].text)
            fold[all[i].document] = fold[all[i - 1].document];
    ok = true;
out:
    free(all);
    free(deck);
    return ok;
}
