/* Sums of weights times values: the hot loop of scoring.
 *
 * A text is read once. Its features go, as their terms are met, into two
 * totals: that of the sentence at hand and that of the whole text. What a word
 * adds by itself is worked out once (worth.h); what it adds together with
 * others is looked up. Features that the model does not know are counted and
 * nothing else.
 *
 * The features and values are those of feature.h. The memory is that of one
 * thread for one model. */
#ifndef TENOR_MODEL_SUMS_H
#define TENOR_MODEL_SUMS_H

#include "model/article.h"
#include "model/met.h"
#include "model/total.h"
#include "model/worth.h"

enum sums_level { SUMS_SENTENCE, SUMS_TEXT, SUMS_LEVELS };

struct sums {
    const struct tenor_model *model;
    struct total total[SUMS_LEVELS];
    bool wanted[SUMS_LEVELS];
    struct met met; /* rows that are in the totals */
    struct worths worths;
    struct feature_style style[FEATURE_STYLES];
    struct placed placed; /* of the sentence at hand */
    uint64_t *asked; /* features to be looked up ... */
    uint8_t *said;   /* ... 0 in quoted speech, else 1 ... */
    uint32_t *found; /* ... and their rows: scratch */
    size_t asked_capacity, said_capacity, found_capacity;
};

/* For a model, borrowed. False when memory ran out; to be released in any
 * case. */
bool sums_init(struct sums *s, const struct tenor_model *m);
void sums_release(struct sums *s);

/* Begin the text that the terms have begun, or a title.
 *
 *   sentences  whether totals of its sentences are wanted
 *   text       and one of all of it, for the axes of `scope`
 *
 * False when memory ran out. */
bool sums_begin(struct sums *s, bool sentences, bool text,
                enum axis_scope scope, const struct terms *t);

/* Empty the total of the sentence, and add the terms of the one at hand to it
 * and to that of the text.
 *
 *   quotes  what begins in quoted speech of this article is no part of the
 *           total of the sentence; NULL: there is none
 *
 * False when memory ran out. */
bool sums_add(struct sums *s, struct terms *t, const struct article *quotes);

/* What was added up so far. */
const struct total *sums_total(const struct sums *s, enum sums_level level);

#endif
