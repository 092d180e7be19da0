/* How much the removal of words can do at most for one label against another:
 * what `tenor explain --flip` leaves sets of words unscored by.
 *
 * Labels are compared by z[k] = slope * margin[k] + offset[k] (classifier.h),
 * so that a rival beats the label of the text only where d = z[rival] -
 * z[label] is not below 0. d is linear in the margins, and these in x / sqrt(n)
 * for each family of features and each unit - the text, or a sentence of which
 * the margin is the mean - where x is the sum of weights and n the number of
 * occurrences of features. For each size k of sets, and a text without k words,
 *
 *     d <= start + sum of gain[w] over the k words
 *
 * because each thing that a removal does is in it with no less than it does:
 *
 *   - A feature against the rival is gone only if words in it, between its
 *     words or between it and its negator are: its weight is given to all.
 *   - A feature for the rival is gone with any of its m words: each bears
 *     1 / m of the loss, which is no more than the loss for any set of them.
 *   - An n-gram that comes to be when words between are gone, all m of them, is
 *     worth 1 / m to each, whether or not the text has it already. Likewise a
 *     negated word, for which r of the words between must go.
 *   - Of characters, what a word has is its own.
 *   - n loses and gains what words can do to it (unit of `low` and `high`). For
 *     x < 0, x / sqrt(n + t) lies below its tangent at t = 0, for x > 0 below
 *     its chord from the least n there can be: 1 / sqrt is convex. What words
 *     add to x counts by the least n if it is more than 0, else by the largest.
 *   - Of the mean of the largest margins, which may be those of other sentences
 *     then, no machine moves by more than its sentences do together.
 *
 * It is about removals that leave sentences, tokens and what of them is counted
 * as they are; where any removal does, flip_firm() says so. Weights are checked
 * against the margins of the scorer: what they do not add up to has no bound.
 * Sources: branch and bound, Land & Doig 1960; convexity, Jensen 1906. */
#ifndef TENOR_CLI_EXPLAIN_FLIP_BOUND_H
#define TENOR_CLI_EXPLAIN_FLIP_BOUND_H

#include "cli/explain/flip_words.h"
#include "model/scorer.h"

/* An occurrence of a feature of words that the model has. */
struct flip_feature {
    uint64_t feature;
    uint32_t row;         /* of the table */
    uint32_t unit;        /* that it is in */
    uint32_t first, last; /* tokens; of a negated word, from its negator */
};

/* A word in a unit: what its removal there can do. */
struct flip_entry {
    uint32_t word;
    int32_t low, high; /* change of occurrences of words: least, largest */
    int32_t chars;     /* occurrences of characters lost */
    double x[FEATURE_FAMILIES]; /* of the functional at hand */
};

struct flip_unit {
    uint32_t token, tokens; /* places in `order` */
    uint32_t entry, entries;
    double n[FEATURE_FAMILIES]; /* occurrences */
    double x[FEATURE_FAMILIES]; /* of the functional at hand */
};

/* Zero it to start; memory is kept between texts. */
struct flip_bound {
    const struct tenor_model *model;
    const struct axis *axis;
    const struct flip_words *words;
    size_t sentences_counted; /* rows of the aggregate; 1 else */
    bool usable;              /* margins add up */
    bool *said;               /* [tokens] no quoted speech */
    size_t said_capacity;
    uint32_t
        *entry_of; /* [tokens] entry of a word's token in a unit, or none */
    size_t entry_of_capacity;
    uint32_t *order; /* [ordered] tokens of the units, unit by unit */
    size_t ordered, order_capacity;
    struct flip_unit *unit; /* [units] */
    size_t units, unit_capacity;
    struct flip_entry *entry; /* [entries] unit by unit */
    size_t entries, entry_capacity;
    struct flip_feature *feature; /* [features] by unit and feature */
    size_t features, feature_capacity;
    uint32_t *chars_from; /* [ordered + 1] characters of a token: rows ... */
    size_t chars_from_capacity;
    uint32_t *chars_row; /* ... [chars_rows] that the table has */
    size_t chars_rows, chars_row_capacity;
    double *weight; /* [columns] of the functional at hand */
    size_t weight_capacity;
    uint32_t *stamp; /* [entries] scratch */
    size_t stamp_capacity;
    int32_t *sorted; /* [entries] scratch */
    size_t sorted_capacity;
    uint64_t *asked; /* scratch */
    size_t asked_capacity;
    uint32_t *between; /* [k] scratch */
    size_t between_capacity;
};

/* Read what a scorer has scored: `words` are of its text, or of its title for
 * an axis of titles. All are borrowed. TENOR_ENOMEM. */
bool flip_bound_read(struct flip_bound *b, struct tenor_scorer *s, size_t axis,
                     const struct flip_words *words, struct tenor_error *err);
void flip_bound_release(struct flip_bound *b);

/* The gains [words] for a rival of a label, and sets of k words. Only if
 * b->usable. TENOR_ENOMEM. */
bool flip_bound_fill(struct flip_bound *b, size_t label, size_t rival, size_t k,
                     double *gain, struct tenor_error *err);

/* d of the text that a scorer has scored. */
double flip_bound_start(const struct tenor_scorer *s, size_t axis, size_t label,
                        size_t rival);

#endif
