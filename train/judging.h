/* What a model gains by new data, judged by cross-validation on the old. */
#ifndef TENOR_TRAIN_JUDGING_H
#define TENOR_TRAIN_JUDGING_H

#include "train/earlier.h"

/* Margins of old documents, those of the first r->earlier_corpora, by machines
 * that are trained without the new ones. */
struct judging_margins {
    size_t old;     /* documents */
    unsigned folds; /* that are looked at: as many as hold GROUNDS_DOCUMENTS;
                       0 where nobody judges or there are no old documents */
    double *margin; /* [N][K] of the documents of these folds, */
    bool made;      /* if somebody has made them already */
};

/* Make room for them; to be released in any case. TENOR_ENOMEM. */
bool judging_begin(const struct train_request *r, const struct trained *t,
                   size_t axis, struct judging_margins *m,
                   struct tenor_error *err);
void judging_release(struct judging_margins *m);

/* Give r->judge, unless it is NULL, what machines say of old documents when they
 * are trained with the new documents and without, each without the fold of the
 * document.
 *
 *   fold [N]   of all documents
 *   m          margins are made if they are not
 *   guess [N]  of machines that are trained with the new documents
 *
 * With a prior there are no old documents: the new ones are given, without what
 * machines without them say.
 *
 * TENOR_ENOMEM, TENOR_ESOLVER, and what r->judge gives. */
bool judging_run(const struct train_request *r, const struct trained *t,
                 size_t axis, const uint8_t *fold,
                 const struct earlier *earlier, struct judging_margins *m,
                 const struct prediction *guess, struct tenor_error *err);

#endif
