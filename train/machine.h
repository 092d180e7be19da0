/* One machine: the binary problem that tells some labels from the others. */
#ifndef TENOR_TRAIN_MACHINE_H
#define TENOR_TRAIN_MACHINE_H

#include "train/settings.h"
#include "train/vectors.h"

/* The labels of the documents of some vectors; everything borrowed. */
struct labelling {
    size_t K;
    const uint32_t *label;    /* [N] */
    const double *importance; /* [N] factor on C, or NULL */
};

/* The stopping criterion of linear solvers, liblinear's usual one. */
#define MACHINE_TOLERANCE 0.1

/* The same for machines that begin near their minimum and are for calibration or
 * figures alone: most documents are much nearer to it than those at the ends of
 * the range of gradients. */
#define MACHINE_TOLERANCE_NEAR (3.0 * MACHINE_TOLERANCE)

/* What documents have for the bias to be a weight as others are. */
#define MACHINE_BIAS 1.0

/* Bytes that a machine needs for each feature while it is solved by
 * solver_dual: multiplier, weight, weight and square. */
#define MACHINE_FEATURE (sizeof(float) + sizeof(double) + 2 * sizeof(float))

/* The fold of documents that no machine of folds sees or is asked about. */
#define MACHINE_NO_FOLD UINT8_MAX

struct machine {
    struct binary_problem problem;
    uint32_t *document;      /* [problem.n] */
    int8_t *y;               /* [problem.n] */
    float *multiplier;       /* [F] */
    float *begin;            /* [N] problem.start, or NULL */
    struct hyperplane plane; /* once solved, for a linear kernel */
    struct support support;  /* once solved, for another */
};

/* How many machines labels need: one a step between ordered labels, else one
 * for two labels or one a label. */
size_t machine_count(const struct labelling *y, const struct train_settings *s);

/* The solver that SOLVER_AUTO stands for: libsvm for kernels, else dual. */
enum solver_choice machine_solver(const struct train_settings *s);

/* Set up the problem of machine `number`.
 *
 *   fold [N]  documents of fold left_out, and those of MACHINE_NO_FOLD, have no
 *             part in it; NULL: all have
 *
 * To be released in any case. TENOR_ENOMEM. */
bool machine_init(struct machine *m, const struct vectors *v,
                  const struct labelling *y, const struct train_settings *s,
                  const uint8_t *fold, size_t left_out, size_t number,
                  struct tenor_error *err);
void machine_release(struct machine *m);

/* The parts of a problem's setting up, for who does it otherwise: whether
 * machine `number` is to say yes to a label; the factors on C of both sides,
 * whose documents have so much importance; and what the alphas of both sides,
 * which have these sums, are multiplied by to give the bias. */
bool machine_positive(const struct labelling *y, const struct train_settings *s,
                      size_t number, uint32_t label);
void machine_balance(const struct train_settings *s, const double importance[2],
                     double weight[2]);
void machine_keep_bias(const double sum[2], double bias, double factor[2]);

/* Where another solver ended, for each document of the vectors. */
struct machine_end {
    const float *alpha;  /* [N] or NULL: the margins tell them, see earlier.h */
    const float *margin; /* [N] NAN: begin at 0 */
    double bias;
};

/* The alpha at the minimum of document number i of a problem, whose margin is
 * known; 0 when it is NAN. */
double machine_alpha(const struct binary_problem *p, size_t i, double margin);

/* Let the solver begin there. What is wrong with the alphas of single documents
 * adds up in features that all have, the bias most of all: those of either side
 * are multiplied so that the bias is what it was. For solver_dual.
 * TENOR_ENOMEM. */
bool machine_begin(struct machine *m, const struct machine_end *at,
                   struct tenor_error *err);

/* Solve it. TENOR_ENOMEM, TENOR_ESOLVER, TENOR_EINVAL. */
bool machine_solve(struct machine *m, const struct train_settings *s,
                   struct tenor_error *err);

/* From the machines of ordered labels to margins of labels.
 *
 * Machine m says whether a label is above place m (Frank & Hall 2001). Its
 * margin is what label m + 1 has above label m: with a slope and offsets from
 * calibration this is an adjacent-categories logit model (Agresti 2010, section
 * 4.1) with a hyperplane for each step. The sum of all labels' margins is 0.
 *
 *   machine [K]  at a distance of stride: of the K - 1 machines, then of the
 *                labels */
void machine_add_steps(double *machine, size_t K, size_t stride);

#endif
