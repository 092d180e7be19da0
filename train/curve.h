/* Learning curves: how good models get with more documents, and what twice as
 * many would bring.
 *
 * Folds are held out in turn, all of a small corpus and three at least. What is
 * left is put into an order of which each beginning looks like all of it, and
 * models learn from longer and longer beginnings, the last from all. The
 * settings of a fold are chosen on all of it and used for the shorter ones, so
 * that sizes differ in nothing but their documents. */
#ifndef TENOR_TRAIN_CURVE_H
#define TENOR_TRAIN_CURVE_H

#include "train/powerlaw.h"
#include "train/train.h"

/* Folds are held out until so many documents are, but at least so many folds,
 * as far as there are any. */
#define CURVE_DOCUMENTS 8000
#define CURVE_FOLDS 3

/* The shortest beginning is a part of all, or longer where it has to be. */
#define CURVE_PART 8

struct curve_point {
    size_t documents; /* learned from */
    struct interval accuracy, macro_f1;
};

struct curve_axis {
    struct curve_point *point; /* [points] */
    struct powerlaw fit;       /* of 1 - accuracy */
    struct interval gain; /* of accuracy, by the fit, from all documents there
                             are to twice as many */
};

struct curve {
    struct trained all;
    size_t points;
    unsigned folds;          /* held out */
    size_t tested;           /* documents in them */
    struct curve_axis *axis; /* [all.axes] */
};

/* Draw the curve of the corpora of r, with `points` sizes, 3 to
 * POWERLAW_POINTS, evenly spaced in the logarithm. What happens is told through
 * r. Intervals of 95 % are from the bootstrap over what was held out, the same
 * documents for all sizes; it knows nothing of what other training documents
 * would do. c is zeroed before, and released after, also on failure. Errors as
 * train_corpora; TENOR_EDATA for too few documents. */
bool curve_draw(const struct train_request *r, size_t points, struct curve *c,
                struct tenor_error *err);
void curve_release(struct curve *c);

#endif
