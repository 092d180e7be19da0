/* From sums to margins to probabilities: the arithmetic of an axis.
 *
 * An axis with two labels has one column, the margin of its second label; the
 * first label's is the negative. An axis with K > 2 labels has K columns, one
 * per label against the rest. Pure functions. */
#ifndef TENOR_MODEL_CLASSIFIER_H
#define TENOR_MODEL_CLASSIFIER_H

#include <stddef.h>
#include <stdint.h>

#include "model/aggregate.h"
#include "model/feature.h"
#include "model/glossary.h"
#include "model/sketch.h"

struct kernel;

/* What of a text an axis is about. */
enum axis_scope {
    AXIS_WHOLE,     /* all of it, as one bag of features */
    AXIS_SENTENCES, /* each sentence by itself: see aggregate.h */
    AXIS_TITLE,     /* its title */
    AXIS_SCOPES
};

/* One axis, as it is trained, written and read. Arrays are borrowed. */
struct axis {
    const char *name;
    const char *unit;          /* what it was trained on: "sentence" */
    size_t labels;             /* K, at least 2 */
    const char *const *label;  /* [K] */
    const double *prior;       /* [K] share in training, sums to 1 */
    double slope;              /* calibration: see axis_probabilities */
    const double *offset;      /* [K] */
    int positive, negative;    /* poles as label numbers, or -1 */
    size_t column, columns;    /* its columns in the feature table */
    const double *bias;        /* [machines] */
    const double *scale;       /* [columns] margin per unit of weight */
    const struct kernel *kernel; /* NULL for a linear axis: columns is 0 else */
    const double *conformal;     /* [COVERAGE_LEVELS] of label sets, or NULL */
    enum axis_scope scope;
    struct aggregate aggregate; /* for AXIS_SENTENCES */
    double words_min; /* a text of fewer words is too short for the axis */
    double known_min; /* one with a smaller share of known words is unlike
                         those of the training */
    struct glossary glossary;
    struct sketch sketch;
};

/* What a feature in a row of the table weighs for a label: margin per value 1.
 *
 *   weight  of the row, all columns */
static inline double axis_weight(const struct axis *a, size_t label,
                                 const int16_t *weight)
{
    const size_t column = a->labels == 2 ? 0 : label;
    const int sign = a->labels == 2 && label == 0 ? -1 : 1;

    return a->scale[column] * (double)(sign * weight[a->column + column]);
}

/* Hyperplanes of an axis with so many labels: 1 for two, else as many. */
static inline size_t axis_machines(size_t labels)
{
    return labels == 2 ? 1 : labels;
}

/* Margin per point of evidence: see tenor_explain() for the sum. */
static inline double axis_unit(const struct axis *a, size_t column,
                               double family_scale)
{
    return a->scale[column] * family_scale;
}

/* Margin of a column: bias + unit[0] * sum[0] + unit[1] * sum[1], in this
 * order.
 *
 *   sum   [FEATURE_FAMILIES]  integer weight * integer value, added up
 *   scale [FEATURE_FAMILIES]  as from bag_scale() */
static inline double axis_margin(const struct axis *a, size_t column,
                                 const int64_t sum[FEATURE_FAMILIES],
                                 const double scale[FEATURE_FAMILIES])
{
    double margin = a->bias[column];

    for (size_t f = 0; f < FEATURE_FAMILIES; f++)
        margin += axis_unit(a, column, scale[f]) * (double)sum[f];
    return margin;
}

/* Margins per label [K] from margins per machine. */
void axis_spread(size_t labels, const double *machine, double *margin);

/* Calibrated probabilities [K] of margins [K]:
 *
 *     p[k] = exp(slope * margin[k] + offset[k]) / sum over labels
 *
 * Platt scaling (Platt 1999) for two labels; for more, temperature scaling
 * with a bias per class (Guo et al. 2017; Alexandari, Kundaje & Shrikumar
 * 2020). margin and p may be the same array. */
void calibrated(size_t labels, double slope, const double *offset,
                const double *margin, double *p);

/* Calibrated probabilities [K] of the aggregated margins [K] of n sentences:
 * see aggregate.h. margin and p may be the same array. */
void aggregate_probabilities(const struct axis *a, size_t n,
                             const double *margin, double *p);

/* The probability of one label from margins per machine, without memory for
 * the others. */
double axis_probability(const struct axis *a, const double *machine,
                        size_t label);

/* exp(z[k]) / sum over labels, in place and without overflow. */
void softmax(size_t labels, double *z);

/* The largest of n values, the first one of equals. */
size_t arg_max(const double *value, size_t n);

#endif
