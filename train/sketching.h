/* The sketch of a trained axis (model/sketch.h): what its documents are like to
 * a model that has not seen them. */
#ifndef TENOR_TRAIN_SKETCHING_H
#define TENOR_TRAIN_SKETCHING_H

#include "model/modelfile.h"
#include "model/sketch.h"
#include "train/metrics.h"

/* As struct sketch; zero it to start. */
struct sketching {
    struct sketch_numbers is;
    double *given; /* NULL until sketching_margins */
    float *edge, *below;
    uint64_t *feature;
    uint16_t *rate;
    size_t words, distributions;
    struct buffer names;
    bool complete; /* by sketching_texts */
};

struct trained;

/* From what models out of fold said: everything about labels.
 *
 *   margin [N][K]  of the axis, scaled; with its slope and offsets they give
 *                  probabilities
 *   guess  [N]
 *
 * TENOR_ENOMEM. */
bool sketching_margins(struct trained *t, size_t axis, const double *margin,
                       const struct prediction *guess, struct tenor_error *err);

/* What words others know, so that they are none that this training alone gives
 * to a model. */
struct sketching_others {
    const struct trained *t; /* [n] trainings of the same model, or NULL; */
    size_t n;
    size_t self;                     /* which of them it is */
    const struct tenor_model *model; /* that axes are put into, or NULL */
    bool replaces; /* its axes of the same names go, and what they know */
};

/* Of a larger corpus without groups so many bytes of texts are read, document
 * by document at equal distances: a million words tell shares to a thousandth.
 */
#define SKETCHING_BYTES ((uint64_t)4 << 20)

/* From the texts: words and what is frequent, the same for all axes of t, which
 * are complete then.
 *
 * A word is unknown to its document if too few documents of other groups have
 * it (min_df of the vectors), and no other axis knows it: the leave-one-out
 * estimate, of which that of Good (1953), by words that stand in one document,
 * is the simplest case. Names are the forms of surface_forms. TENOR_ENOMEM,
 * TENOR_ELIMIT. */
bool sketching_texts(struct trained *t, const struct sketching_others *others,
                     struct tenor_error *err);

/* The part of this that is about frequent words. TENOR_ENOMEM. */
bool sketching_words(struct trained *t, struct tenor_error *err);

void sketching_release(struct sketching *s);

/* Borrowed from s; none unless it is complete. */
struct sketch sketching_sketch(const struct sketching *s);

#endif
