/* How often labels are taken for others, as counts of documents: a row for each
 * true label, how many of its documents were given each label. */
#ifndef TENOR_TRAIN_CONFUSION_H
#define TENOR_TRAIN_CONFUSION_H

#include "train/metrics.h"

/* Axes with more labels have none: it would be most of the card. */
#define CONFUSION_LABELS 64

/* Count n predictions with K labels.
 *
 *   weight  [n]     above 0, as in training
 *   count   [K][K]  to be freed; NULL with more than CONFUSION_LABELS
 *
 * The shares of a row are by weight. It adds up to as many documents as tell as
 * much with equal weights, (sum w)^2 / (sum w^2) of them (Kish 1965), and
 * counts are rounded. With equal weights they are plain counts. TENOR_ENOMEM.
 */
bool confusion_count(const struct prediction *all, const double *weight,
                     size_t n, size_t K, size_t **count,
                     struct tenor_error *err);

#endif
