/* Whether a new model may take the place of an old one: it must not be worse.
 *
 * Both judge the same documents, which neither was trained on: held-out ones,
 * or those of the old data, each by machines that were trained without its
 * fold, with and without the new data. Old documents, since new labels cannot
 * be the judges of themselves: a model that learns wrong ones agrees with them.
 *
 * "Not worse" is shown, not assumed (non-inferiority: Blackwelder 1982): the 95
 * % one-sided bound of the difference must lie above -margin, for accuracy and
 * for macro-F1: by paired bootstrap, and for accuracy also by Agresti & Min
 * 2005. So a model that is worse by the margin passes 5 times in 100, and with
 * too few documents none does. For the recall of a label, and the accuracy on a
 * slice, which have fewer documents, what must not be is a loss that is larger
 * than the margin and significant (McNemar's test, at alpha divided by the
 * number of labels or slices).
 *
 * Before all that the new labels are looked at: where the old model agrees with
 * them, label by label, less than half as much above chance as it does with its
 * own data, they mean something else, are wrong, or of another language. */
#ifndef TENOR_TRAIN_GATE_H
#define TENOR_TRAIN_GATE_H

#include "train/paired.h"

struct gate_rule {
    double margin; /* loss of accuracy, macro-F1, recall that is allowed */
    double alpha;  /* of significance: 0.05 */
    size_t samples;
    uint64_t seed;
};

/* What is judged: predictions [n] of the old model, a, and the new one, b. */
struct gate_documents {
    const struct prediction *a, *b;
    const uint32_t *slice; /* [n] numbers below slices, or NULL */
    size_t n, labels, slices;
};

/* One label, or one slice. */
struct gate_part {
    size_t documents;
    double a, b; /* share that is right; of a label: recall */
    double p;    /* of McNemar's test */
    bool worse;
};

struct gate_verdict {
    struct paired paired;    /* intervals hold 1 - 2 alpha */
    struct gate_part *label; /* [labels] */
    struct gate_part *slice; /* [slices] */
    bool accuracy_worse, macro_f1_worse;
    bool passed;
};

/* Judge n > 0 documents. On success v is to be released. TENOR_ENOMEM. */
bool gate_judge(const struct gate_documents *d, const struct gate_rule *rule,
                struct gate_verdict *v, struct tenor_error *err);
void gate_release(struct gate_verdict *v);

/* How far a model agrees with labels. */
struct gate_agreement {
    double with_new; /* mean recall of the labels that occur */
    double with_own; /* likewise, on documents like those of its training */
    double least;    /* halfway from chance to with_own */
    bool passed;     /* with_new is no less, or there are too few */
};

/* Fewer new documents say nothing about their labels. */
#define GATE_NEW_MIN 20

/* Compare predictions [n] of the old model for new documents with those [m] for
 * old ones. TENOR_ENOMEM. */
bool gate_agree(const struct prediction *new, size_t n,
                const struct prediction *own, size_t m, size_t labels,
                struct gate_agreement *out, struct tenor_error *err);

#endif
