/* Which texts to have labelled next.
 *
 * A label is worth most where the model is in doubt, where much of the pool
 * hangs on what the text has, and where little of that was labelled before:
 *
 *     worth(x) = u(x) * sum over features f of x:  x_f^2 * A_f / H_f
 *
 *     u    doubt of the model about the text, 0 to 1
 *     A_f  sum over the pool of u x_f^2: how much of its doubt has f
 *     H_f  CHOOSING_PRIOR + the same sum over what was labelled
 *
 * H is the diagonal of the Fisher information of a linear model, and the worth
 * of a text is by how much its label steadies the predictions for the pool
 * (Schein & Ungar 2007; Hoi, Jin & Lyu 2006 for batches). What is chosen adds
 * to H at once, so that the next text differs from it: the sum of A_f ln H_f is
 * submodular, and taking the best text again and again is near the best set
 * (Nemhauser, Wolsey & Fisher 1978; Minoux 1978; Wei, Iyer & Bilmes 2015).
 *
 * Only texts that are close between two labels are considered. Half of the
 * choice is shared out to the labels that the model gives, evenly. No two texts
 * are alike, see alike.h.
 *
 * Equals are decided by number; the result depends on the arguments alone. */
#ifndef TENOR_TRAIN_CHOOSING_H
#define TENOR_TRAIN_CHOOSING_H

#include "model/base.h"

#define CHOOSING_PRIOR 0.01f

/* What is considered of a pool of N, to choose n: one text in so many, but at
 * least so many times n. */
#define CHOOSING_PART 10
#define CHOOSING_TIMES 5
size_t choosing_considers(size_t N, size_t n);

/* A text that may be chosen. */
struct choosable {
    const uint32_t *id;  /* [n] features */
    const float *square; /* [n] x_f^2 */
    size_t n;
    uint32_t guess; /* label that the model gives, below K */
    float doubt;    /* u */
};

/* Why a text is chosen, from one list. */
#define CHOOSING_REASONS(X)                                                    \
    X(UNCERTAIN, "uncertain") /* doubt says more than the rest of its worth */ \
    X(TYPICAL, "typical")     /* the pool has much of what it has */           \
    X(RARE, "rare label")     /* few texts are given its label */

enum choosing_reason {
#define X(name, text) CHOOSING_##name,
    CHOOSING_REASONS(X)
#undef X
};
const char *choosing_reason_name(enum choosing_reason r);

struct chosen {
    uint32_t text; /* number */
    enum choosing_reason reason;
};

/* What is chosen from; borrowed. */
struct choosing {
    const struct choosable *text; /* [N] that are considered */
    size_t N, K, F;
    const float *demand; /* [F] A */
    float *known;        /* [F] H; grows by what is chosen */
    const double *share; /* [K] of the labels that the model gives the pool */
    /* Whether a text may be chosen: none that is alike was. It then is. NULL:
     * always. False when memory ran out, else *fits is set. */
    bool (*fits)(void *context, uint32_t text, bool *fits);
    void *context;
};

/* What multiplies the value of a feature of df of N texts: x_f has it. */
float choosing_idf(size_t N, size_t df);

/* The doubt of probabilities: 1 - sum p^2, at most 1 - 1 / K. */
float choosing_doubt(const double *p, size_t K);

/* The difference of the two largest: the less, the closer. */
float choosing_gap(const double *p, size_t K);

/* Choose up to n texts, the best first; *chosen is less where there are not as
 * many that fit. TENOR_ENOMEM. */
bool choosing_run(const struct choosing *c, size_t n, struct chosen *out,
                  size_t *chosen, struct tenor_error *err);

#endif
