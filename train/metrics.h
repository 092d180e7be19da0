/* How good predictions are, with intervals. Pure functions of predictions. */
#ifndef TENOR_TRAIN_METRICS_H
#define TENOR_TRAIN_METRICS_H

#include "model/base.h"
#include "train/interval.h"

/* A classified document. */
struct prediction {
    uint32_t label;   /* the true one */
    uint32_t guess;   /* the arg-max */
    double p;         /* probability of the guess, 0 to 1 */
};

struct class_metrics {
    size_t support;    /* documents with the label */
    size_t predicted;  /* documents given the label */
    size_t correct;
    double precision;  /* correct / predicted; 0 where none was predicted */
    double recall;     /* correct / support; 0 where there is none */
    double f1;         /* harmonic mean; 0 where both are 0 */
};

/* Bins of equal mass: documents with neighbouring p. */
#define METRICS_BINS 15

struct calibration_bin {
    size_t documents; /* 0 in some bins of fewer than METRICS_BINS */
    double p;         /* mean of the guesses */
    double accuracy;  /* the same where p is calibrated */
};

struct metrics {
    size_t documents, labels;
    struct interval accuracy;
    struct interval balanced_accuracy; /* mean recall of labels that occur */
    struct interval macro_f1; /* mean over labels that occur or were guessed */
    struct interval mcc;      /* Matthews correlation; see train/tally.h */
    struct interval ece;      /* see below */
    double ece_by_chance;     /* see below; 0 without bootstrap samples */
    struct calibration_bin calibration[METRICS_BINS]; /* by ascending p */
    struct class_metrics *per_class;                  /* [labels] */
    size_t *confusion; /* [labels true][labels guessed] */
};

/* Bootstrap samples behind an interval. */
#define METRICS_SAMPLES 1000

/* Measure n > 0 predictions, with intervals of 95 %.
 *
 * ece is the expected calibration error of the guesses (Guo et al. 2017): the
 * mean of |accuracy - mean p| over METRICS_BINS bins of equal mass, weighted
 * by their documents.
 *
 * ece_by_chance is what ece would be in the mean if every guess was right with
 * exactly its p: labels are drawn by these (consistency resampling, Broecker &
 * Smith 2007). On few documents it is not small, so an ece says little until it
 * is well above.
 *
 *   samples  bootstrap samples; 0 makes low = high = value
 *
 * True with m to be released by metrics_release. TENOR_ENOMEM. */
bool metrics_measure(const struct prediction *all, size_t n, size_t labels,
                     size_t samples, uint64_t seed, struct metrics *m,
                     struct tenor_error *err);

/* The same for predictions that hang together, such as several of one document
 * or those of a group: a bootstrap sample is of whole clusters (Davison &
 * Hinkley 1997). m->documents is the number of predictions.
 *
 *   all    [begin[clusters]]  one cluster behind the other
 *   begin  [clusters + 1]     where they begin; clusters > 0 */
bool metrics_measure_clusters(const struct prediction *all, const size_t *begin,
                              size_t clusters, size_t labels, size_t samples,
                              uint64_t seed, struct metrics *m,
                              struct tenor_error *err);
void metrics_release(struct metrics *m);

#endif
