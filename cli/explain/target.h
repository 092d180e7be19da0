/* tenor explain --target: the tone toward those whom a text names, one input
 * after the other, and the formats of its output: target_text.c, target_json.c,
 * target_check.c. */
#ifndef TENOR_CLI_EXPLAIN_TARGET_H
#define TENOR_CLI_EXPLAIN_TARGET_H

#include "model/base.h"

struct targeting {
    const struct tenor_model
        *model;              /* one for targets: its first axis is shown */
    const char *const *name; /* [names] as tenor_target_find() has them */
    size_t names;
    size_t top; /* rows of a table in text */
    bool color;
    struct tenor_scorer *scorer;
    struct buffer text; /* of the input at hand */
    size_t done;        /* inputs printed so far */
    size_t differing;   /* sums that are not the margin, so far */
};

/* What an input says of a target. */
struct toward {
    const char *name;
    struct tenor_target *target;
    enum tenor_status status;   /* OK: there is the rest */
    size_t label, sentences;    /* that were counted */
    struct tenor_explanation e; /* of the label */
};

struct target_format {
    /* All targets in an input. TENOR_ENOMEM, TENOR_EINVAL, TENOR_ELIMIT. */
    bool (*print)(struct targeting *x, const char *id, struct tenor_error *err);
    /* In its place, where there is none. */
    void (*failed)(const char *id, const struct tenor_error *err);
};

extern const struct target_format target_text, target_json, target_check;

/* Explain target number i in the text at hand, until the next call; t->target
 * is to be freed in any case. */
bool target_explain(struct targeting *x, size_t i, struct toward *t,
                    struct tenor_error *err);

/* For formats that print nothing in the place of an input. */
void target_no_failed(const char *id, const struct tenor_error *err);

/* Why there is no label, for a person and for a program. */
const char *target_saying(const struct toward *t);
const char *target_status(const struct toward *t);

/* A span of the explanation in the text. */
struct str target_text_at(const struct targeting *x, const struct toward *t,
                          struct tenor_span span);

/* The most probable label of a sentence, with its probability; false if it was
 * not counted. */
bool target_opinion(const struct targeting *x, size_t sentence, size_t *label,
                    double *p);

/* Explain the n inputs, in a format; returns the exit status. */
int target_run(struct targeting *x, const struct target_format *f, char **id,
               size_t n);

#endif
