/* The documents that settings are tried on: all of them, and a part of them
 * where they are many. */
#ifndef TENOR_TRAIN_GROUNDS_H
#define TENOR_TRAIN_GROUNDS_H

#include "train/train.h"
#include "train/trial.h"

/* The part is documents drawn at random until they hold so many bytes. */
#define GROUNDS_PART_BYTES 6000000

/* On both, enough folds are measured to hold so many documents; all folds of
 * few documents. */
#define GROUNDS_DOCUMENTS 8000

/* Of N documents, how many folds are measured. */
unsigned grounds_folds(const struct trained *t, size_t N);

struct grounds {
    struct ground all, part; /* the same where all are no more than the part */
    bool differ;
    /* what they point to */
    uint8_t *fold, *part_fold;
    struct labelling *y, *part_y;
    uint32_t *which, **part_label;
    double *part_weight;
};

/* Fill g from the documents and axes of t, borrowed. TENOR_ENOMEM, TENOR_EDATA
 * (see split_folds); to be released in any case. */
bool grounds_init(struct grounds *g, const struct trained *t,
                  struct tenor_error *err);
void grounds_release(struct grounds *g);

#endif
