/* What `tenor score` does with one input after the other, and the formats of
 * its output, one file each: score_text.c, score_json.c, score_tsv.c. */
#ifndef TENOR_CLI_SCORING_H
#define TENOR_CLI_SCORING_H

#include "model/base.h"

struct scoring {
    const struct tenor_model *model;
    struct tenor_scorer *scorer; /* with the result for the input at hand */
    struct buffer text;          /* of the input at hand */
    const char *title;           /* given for it, or NULL */
    size_t *axis;                /* [axes] those shown, ascending */
    size_t axes;
    double coverage;   /* of label sets; NAN: none are asked for */
    double *threshold; /* [axes of the model] of label sets, or NULL */
    bool color;
    size_t done; /* results printed so far */
};

struct score_format {
    /* Before the first input. */
    void (*begin)(const struct scoring *s);
    /* The result for an input. TENOR_ENOMEM. */
    bool (*print)(const struct scoring *s, const char *id,
                  struct tenor_error *err);
    /* In its place, where there is none. */
    void (*failed)(const struct scoring *s, const char *id,
                   const struct tenor_error *err);
};

extern const struct score_format score_text, score_json, score_tsv;

static inline bool scoring_ok(const struct scoring *s, size_t axis)
{
    return tenor_axis_status(s->scorer, axis) == TENOR_STATUS_OK;
}

static inline bool scoring_in_set(const struct scoring *s, size_t axis,
                                  size_t label)
{
    return tenor_in_set(s->scorer, axis, label, s->threshold[axis]);
}

/* Whether axes of the model are about sentences, shown or not. */
bool scoring_has_sentences(const struct scoring *s);

/* Set the thresholds, to be freed, if label sets are asked for. TENOR_EINVAL,
 * TENOR_ENOMEM. */
bool scoring_find_thresholds(struct scoring *s, struct tenor_error *err);

/* Append the result as a line of JSON: what score_json prints. TENOR_ENOMEM. */
bool score_json_add(const struct scoring *s, const char *id, struct buffer *b,
                    struct tenor_error *err);

#endif
