/* Models and the documents they have not seen: what cross-validation around
 * the whole of training needs.
 *
 * A model is trained on some documents, with its own search and calibration,
 * packed, opened and asked about others, which is the very path that users
 * get. What it is asked about has no part in it. */
#ifndef TENOR_TRAIN_HELDOUT_H
#define TENOR_TRAIN_HELDOUT_H

#include "train/train.h"

/* The documents of the corpora of r, and their axes, which are not trained; to
 * be released by trained_release. Errors as train_corpora. */
bool heldout_read(const struct train_request *r, struct trained *all,
                  struct tenor_error *err);

/* Deal the documents of all to folds, and refuse where one has no document, or
 * holding it out leaves fewer than two of a label: TENOR_EDATA, TENOR_ENOMEM.
 *
 *   folds     the first so many are going to be held out
 *   fold [N]  written */
bool heldout_folds(const struct trained *all, unsigned folds, uint64_t seed,
                   uint8_t *fold, struct tenor_error *err);

/* Documents to learn from, and others to be asked about; borrowed. */
struct heldout_part {
    const uint32_t *train, *test; /* [trained], [tested] document numbers */
    size_t trained, tested;
};

/* Hold fold f out. which [N] is written, and lent to the part. */
struct heldout_part heldout_split(const struct trained *all,
                                  const uint8_t *fold, unsigned f,
                                  uint32_t *which);

/* What a model said. */
struct heldout_answers {
    struct prediction **of; /* [axes] -> [N]; those of part.test are written */
    size_t without;         /* documents without evidence, added up */
    struct train_settings settings; /* that were chosen */
};

/* Train on a part with the request that all was read with, but for its
 * settings, and predict. Errors as train_documents. */
bool heldout_predict(const struct train_request *r, const struct trained *all,
                     const struct heldout_part *part,
                     struct heldout_answers *out, struct tenor_error *err);

/* Predictions side by side that hang together: those of a document in all
 * repeats, and of documents with the same text or in the same group. */
struct heldout_clusters {
    uint32_t *document; /* [n] in the order of clusters */
    size_t *begin;      /* [clusters + 1] */
    size_t clusters, n;
};

/* Of n documents. TENOR_ENOMEM. */
bool heldout_cluster(const struct trained *all, const uint32_t *which, size_t n,
                     struct heldout_clusters *c, struct tenor_error *err);
void heldout_clusters_release(struct heldout_clusters *c);

/* Measure predictions [repeats][N] of the documents of c, with intervals by
 * bootstrap over the clusters. m to be released. TENOR_ENOMEM. */
bool heldout_measure(const struct trained *all, size_t axis,
                     const struct heldout_clusters *c,
                     const struct prediction *p, size_t repeats,
                     struct metrics *m, struct tenor_error *err);

#endif
