/* What the training of an axis was like to a model that had not seen it: what
 * new texts are compared with (train/drift.h).
 *
 * Everything is as new texts of the same kind would show it: probabilities are
 * out of fold, and a word is unknown if it would be without the texts of its
 * own group. Documents count by their weights. */
#ifndef TENOR_MODEL_SKETCH_H
#define TENOR_MODEL_SKETCH_H

#include "model/base.h"

#define SKETCH_STEPS 64  /* of a distribution */
#define SKETCH_WORDS 512 /* most frequent words, at most */
#define SKETCH_LABELS 64 /* axes of more have no distributions by label */

/* As they stand in the file. */
struct sketch_numbers {
    double documents;     /* their number */
    double effective;     /* documents of equal weight that would tell as much:
                             (sum w)^2 / (sum w^2) (Kish 1965) */
    double read; /* likewise, of those whose texts were read: for words,
                    unknown, refused and the distribution of words */
    double words;         /* that are looked up, in a document */
    double unknown;       /* share of these that the model would not know, */
    double unknown_error; /* and its standard error */
    double refused; /* share of documents that are no prose of its language */
    double sure;    /* mean probability of the label that is given */
    double accuracy;
};

/* Distributions, by number. */
enum sketch_distribution {
    SKETCH_SURE,     /* probability of the label that is given */
    SKETCH_WORDS_OF, /* words that are looked up in a document */
    SKETCH_LABEL, /* from here on: probability of a label, see sketch_label() */
};

/* Arrays are borrowed. */
struct sketch {
    const struct sketch_numbers *is; /* NULL: there is no sketch */
    const double *given;             /* [labels] shares of the labels given */
    const uint64_t
        *feature; /* [words] see feature.h: the most frequent first */
    size_t words;
    size_t distributions;
    const float *edge;    /* [distributions][SKETCH_STEPS] never falling */
    const float *below;   /* likewise: share of documents up to the edge */
    const uint16_t *rate; /* [words] see sketch_rate() */
    struct str names;     /* of the words, each with a NUL */
};

/* How many distributions an axis has. */
static inline size_t sketch_distributions(size_t labels)
{
    return SKETCH_LABEL + (labels == 2              ? 1
                           : labels > SKETCH_LABELS ? 0
                                                    : labels);
}

/* The label that a distribution from SKETCH_LABEL on is about: of two labels,
 * the second. */
static inline size_t sketch_label(size_t labels, size_t distribution)
{
    return labels == 2 ? 1 : distribution - SKETCH_LABEL;
}

/* The step of a value: the first whose edge is not below it, SKETCH_STEPS
 * behind the last one. */
size_t sketch_step(const struct sketch *s, size_t distribution, double value);

/* The share of documents that have a word, 2^-16 to 1, and how it is stored: in
 * steps of a 4096th of an octave. */
double sketch_rate(uint16_t stored);
uint16_t sketch_store_rate(double rate);

/* A message when something in it is no share, or leads out of its arrays; or
 * NULL. */
const char *sketch_check(const struct sketch *s, size_t labels);

#endif
