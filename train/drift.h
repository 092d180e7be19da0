/* New texts beside the sketch of a training, or beside other texts: what
 * differs, by how much, and is it chance?
 *
 * A unit is what an axis labels: a text, or on an axis of sentences a sentence;
 * those of a text hang together, and errors are by texts. Memory does not grow
 * with the texts. */
#ifndef TENOR_TRAIN_DRIFT_H
#define TENOR_TRAIN_DRIFT_H

#include "model/modelfile.h"
#include "train/interval.h"
#include "train/shift.h"

/* ---- sums over texts ----------------------------------------------------- */

/* A text, for drift_add. Everything borrowed. */
struct drift_text {
    size_t words, unknown; /* looked up, and unknown to the model */
    bool refused;          /* it has no label: no units */
    size_t units;
    const double *p;      /* [units][K] probabilities */
    const size_t *given;  /* [units] label given */
    const size_t *length; /* [units] words looked up */
    const uint32_t *word; /* [nword] numbers of words of the sketch, ascending,
                             once for each unit that has it */
    size_t nword;
    bool labelled, right; /* its label is known, and was given */
};

/* Of a label or a word: see struct shift_ratio, whose x is that of all. */
struct drift_part {
    double y, yy, yx;
};

struct drift_sums {
    uint64_t texts, refused, labelled, right;
    struct shift_ratio units;   /* x: units of texts */
    struct shift_ratio unknown; /* of words */
    struct shift_ratio sure;    /* probability of the label given */
    struct drift_part *given;   /* [K] */
    size_t *tally;              /* [K] of the text at hand */
    struct drift_part *word;    /* [words], or NULL */
    struct drift_part *step;    /* [distributions] numbers of steps */
    double *square;             /* [distributions] their squares, of units */
    uint64_t *count; /* [distributions][SKETCH_STEPS + 1] units at each step */
};

/* For an axis with a sketch; words: whether its words are counted. False when
 * memory ran out; to be released in any case. */
bool drift_init(struct drift_sums *d, const struct axis *a, bool words);
void drift_reset(struct drift_sums *d, const struct axis *a);
void drift_release(struct drift_sums *d);
void drift_add(struct drift_sums *d, const struct axis *a,
               const struct drift_text *t);

/* Sums in floating point: the same result if texts are put together in the same
 * portions and order. */
void drift_merge(struct drift_sums *d, const struct axis *a,
                 const struct drift_sums *from);

/* ---- what differs -------------------------------------------------------- */

/* clang-format off */
#define DRIFT_KINDS_LIST(X)                                                    \
    X(UNKNOWN,  "unknown",  0.03, "unknown words")                             \
    X(WORDS,    "words",    0.10, "frequent words")                            \
    X(REFUSED,  "refused",  0.05, "refused texts")                             \
    X(SHARES,   "shares",   0.10, "shares of labels")                          \
    X(MARGINS,  "margins",  0.10, "margins")                                   \
    X(UNSURE,   "unsure",   0.10, "unsure decisions")                          \
    X(LENGTHS,  "lengths",  0.25, "lengths")                                   \
    X(ACCURACY, "accuracy", 0.05, "accuracy")
/* clang-format on */

enum drift_kind {
#define X(name, text, limit, saying) DRIFT_##name,
    DRIFT_KINDS_LIST(X)
#undef X
        DRIFT_KINDS
};

const char *drift_name(enum drift_kind kind);
const char *drift_saying(enum drift_kind kind);

#define DRIFT_LEAST 30 /* texts, and units, that say anything */

struct drift_check {
    bool known;          /* there is something to compare, */
    bool tested;         /* and enough of it */
    double then;         /* shares, where the kind is about one; else NAN */
    struct interval now; /* 95 % */
    double effect;       /* what is limited: see drift_compare */
    double limit;        /* INFINITY: none */
    double p; /* of as large an effect by chance; of drift_decide: adjusted
                 for the number of checks */
    bool alarm;
};

/* What sums are compared with: the sketch of the training, whose documents are
 * a sample, or sums of a baseline, which is another one. Errors of both sides
 * enter the tests. Borrowed. */
struct drift_side {
    const struct axis *axis;
    const struct drift_sums *sums; /* NULL: the sketch of the axis */
};

/* Compare two sides of an axis; `now` has sums. Without as many texts as
 * DRIFT_LEAST on either side nothing is tested. Effects and tests:
 *
 *   UNKNOWN   share of unknown words, now - then; z, one-sided
 *   WORDS     sum |now - then| / sum (now + then) over the rates of frequent
 *             words (Bray & Curtis 1957), less what chance is expected to make
 *             of it; z of that
 *   REFUSED   share of texts, now - then; z, one-sided
 *   SHARES    half of sum |now - then| over labels; chi-square, first order of
 *             Rao & Scott (1981)
 *   MARGINS   the largest distance of the distributions of a label's
 *             probability, of all labels, beside a sketch of what moved by
 *             more than 0.01; Kolmogorov, times the labels
 *   UNSURE    share of units less sure than a tenth of those then was, now -
 *             then; z, one-sided
 *   LENGTHS   distance of distributions; Kolmogorov
 *   ACCURACY  then - now; z, one-sided
 *
 *   limit [DRIFT_KINDS]  of effects
 *   check [DRIFT_KINDS]  written; no alarms yet */
void drift_compare(const struct drift_side *then, const struct drift_side *now,
                   const double *limit, struct drift_check *check);

/* Adjust the probabilities of n checks (Holm) and raise the alarm where an
 * effect is above its limit and no chance: p < alpha. False when memory ran
 * out. */
bool drift_decide(struct drift_check *check, size_t n, double alpha);

/* The population stability index of a distribution, over 16 steps: sum (q - p)
 * ln(q / p). */
double drift_psi(const struct drift_side *then, const struct drift_side *now,
                 size_t distribution);

/* A probability of the label given below this is unsure, by what was usual
 * then. */
double drift_unsure(const struct drift_side *then);

/* Documents, or texts; the mean probability of the label given, and the share
 * of a label among those given, NAN where there are no units. */
double drift_texts(const struct drift_side *s);
double drift_sure(const struct drift_side *s);
double drift_given(const struct drift_side *s, size_t label);

/* The share of a label among those given, with an interval of 95 %. */
struct interval drift_share(const struct drift_sums *d, size_t label);

/* A frequent word: the shares of units that have it, and z of the difference.
 */
struct drift_word {
    size_t number;
    double then, now, z;
};

/* Those whose rates moved most, by |z|, at most n; returns how many. Only what
 * is no chance among so many words (Holm's first step, at alpha). */
size_t drift_words(const struct drift_side *then, const struct drift_side *now,
                   double alpha, struct drift_word *out, size_t n);

#endif
