/* What a model gains by new data, judged by cross-validation on the old. */
#ifndef TENOR_TRAIN_JUDGING_H
#define TENOR_TRAIN_JUDGING_H

#include "train/earlier.h"

/* Give r->judge, unless it is NULL, what machines say of old documents, those
 * of the first r->earlier_corpora, when they are trained with the new documents
 * and without, each without the fold of the document. As many folds are looked
 * at as hold GROUNDS_DOCUMENTS.
 *
 *   fold [N]   of all documents
 *   guess [N]  of machines that are trained with the new documents
 *
 * With a prior there are no old documents: the new ones are given, without what
 * machines without them say.
 *
 * TENOR_ENOMEM, TENOR_ESOLVER, and what r->judge gives. */
bool judging_run(const struct train_request *r, const struct trained *t,
                 size_t axis, const uint8_t *fold,
                 const struct earlier *earlier, const struct prediction *guess,
                 struct tenor_error *err);

#endif
