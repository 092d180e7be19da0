/* Corpora to documents, and documents to axes: the first part of training. */
#ifndef TENOR_TRAIN_READING_H
#define TENOR_TRAIN_READING_H

#include "train/train.h"

/* Fill the documents and sources of t from the corpora of r. Errors of the
 * corpora, TENOR_ENOMEM. */
bool reading_corpora(const struct train_request *r, struct trained *t,
                     struct tenor_error *err);

/* Open a corpus, and say in s, which is to be freed in any case, where it comes
 * from; and close it, with its hash when all was read. False when `ok` is, when
 * it is not the corpus that was meant, or with what opening gives. */
bool reading_open(const struct train_corpus *tc, struct source *s,
                  struct corpus **c, struct tenor_error *err);
bool reading_close(const struct train_corpus *tc, struct source *s,
                   struct corpus *c, bool ok, struct tenor_error *err);

/* Add the documents of one corpus to d, and say in s, which is to be freed in
 * any case, where they came from. Errors of the corpus, TENOR_ENOMEM. */
bool reading_corpus(const struct train_corpus *c, struct documents *d,
                    struct source *s, struct tenor_error *err);

/* From the documents and settings of t to its axes. Errors as axes_make. */
bool reading_axes(const struct train_request *r, struct trained *t,
                  struct tenor_error *err);

#endif
