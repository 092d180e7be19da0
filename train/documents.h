/* Labelled texts: what corpora become before anything is counted.
 *
 * The texts stay, so that the search can look at them in more than one way: in
 * memory, or in a temporary file where they are more than it may hold. */
#ifndef TENOR_TRAIN_DOCUMENTS_H
#define TENOR_TRAIN_DOCUMENTS_H

#include "datasets/corpus.h"
#include "model/base.h"
#include "train/labels.h"
#include "train/memory.h"
#include "train/spill.h"

struct documents {
    size_t N;
    struct labels labels;
    uint32_t *label; /* [N]; where rows carry several labels, a number for
                        each set of them that occurs, its name being the
                        labels with TABs between them */
    double *weight;  /* [N] how much it counts in training; 1 is usual */
    uint64_t *hash;  /* [N] of the text: equal texts, equal hashes */
    uint64_t *group; /* [N] of the group; equal groups, equal hashes; the
                        hash of the text where there is no group */
    size_t *line;    /* [N] where it begins in its corpus, as in struct doc */
    bool grouped, weighted; /* any group, any weight but 1 */
    struct memory memory;   /* what texts, and vectors of them, may hold; to
                               be set before the first is added */
    struct buffer text;     /* all texts, one behind the other, or those at the
                               end that are not in the file yet */
    struct spill spill;     /* the others; all once finished */
    uint64_t *start;        /* [N + 1] where they begin */
    size_t label_capacity, weight_capacity, hash_capacity, group_capacity,
        line_capacity, start_capacity;
};

/* Append a document, copied. Zero documents to start, but for memory.
 * TENOR_ENOMEM, TENOR_EIO. */
bool documents_add(struct documents *d, const struct doc *doc,
                   struct tenor_error *err);

/* No more documents: order the labels by their bytes, so that their numbers
 * do not depend on the order of documents. TENOR_ENOMEM, TENOR_EIO. */
bool documents_finish(struct documents *d, struct tenor_error *err);

/* A copy of documents which[0 .. n - 1], finished, with the labels that occur
 * among them and the same bounds of memory. TENOR_ENOMEM, TENOR_EIO; on
 * failure there is nothing to release. */
bool documents_pick(const struct documents *d, const uint32_t *which, size_t n,
                    struct documents *out, struct tenor_error *err);

static inline struct str documents_text(const struct documents *d, size_t i)
{
    const char *bytes = d->spill.bytes ? d->spill.bytes : d->text.data;

    return (struct str){bytes + d->start[i],
                        (size_t)(d->start[i + 1] - d->start[i])};
}

/* Bytes of all texts. */
static inline uint64_t documents_bytes(const struct documents *d)
{
    return d->N ? d->start[d->N] : 0;
}

/* Texts that occur more than once with different labels: how many distinct
 * texts, and the first such pair of documents. TENOR_ENOMEM. */
struct conflicts {
    size_t texts;
    size_t first, second;
};
bool documents_conflicts(const struct documents *d, struct conflicts *c,
                         struct tenor_error *err);

void documents_release(struct documents *d);

#endif
