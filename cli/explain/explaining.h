/* What `tenor explain` does with one input after the other, and the formats of
 * its output, one file each: explain_text.c, explain_json.c, explain_check.c,
 * flip_text.c. A further format is a further file, and a row in cmd_explain.c.
 */
#ifndef TENOR_CLI_EXPLAIN_EXPLAINING_H
#define TENOR_CLI_EXPLAIN_EXPLAINING_H

#include "cli/explain/flip.h"
#include "cli/scoring.h"

struct explaining {
    struct scoring score;       /* with the result for the input at hand */
    struct tenor_scorer *alone; /* for sentences by themselves, and texts
                                   without some words; or NULL */
    bool flips;                 /* what would change a label is asked for */
    struct flip flip;           /* the answer's words */
    const char *diff;           /* path of what became of the text, or NULL */
    const char *label; /* the one to be explained, or NULL: that of the text */
    bool chosen;       /* the axes were asked for: text shows all in full */
    size_t top;        /* rows of a table in text */
    size_t differing;  /* sums that are not the margin, so far */
};

struct explain_format {
    /* The explanation of the result for an input. TENOR_ENOMEM. */
    bool (*print)(struct explaining *x, const char *id,
                  struct tenor_error *err);
    /* In its place, where there is none. */
    void (*failed)(const struct explaining *x, const char *id,
                   const struct tenor_error *err);
};

extern const struct explain_format explain_text, explain_json, explain_check,
    explain_flips;

/* For formats that print nothing in the place of an input. */
void explain_no_failed(const struct explaining *x, const char *id,
                       const struct tenor_error *err);

/* The number of the label of an axis; false when it has none of that name. */
bool explain_find_label(const struct tenor_model *m, size_t axis,
                        const char *name, size_t *label);

/* The label of an axis that is explained. */
size_t explain_label(const struct explaining *x, size_t axis);

/* What the spans of an axis are in: the text, or the title. */
struct str explain_in(const struct explaining *x, size_t axis);

/* Where that begins in the file; 0 for a title that is not in it. */
size_t explain_offset(const struct explaining *x, size_t axis);

/* The first line of text output for an input: "a.txt: 9 words, 88 % known". */
void explain_print_head(const struct scoring *s, const char *id);

/* What a sentence of an explanation says by itself: its most probable label.
 * False, with *err if memory ran out, when it has none. */
struct opinion {
    size_t label;
    double p;
};
bool explain_opinion(struct explaining *x, size_t axis,
                     const struct tenor_explanation *e, size_t sentence,
                     struct opinion *o, struct tenor_error *err);

/* The fewest words without which the label of an axis with the status OK is
 * another one, or the one asked for: x->flip has them. TENOR_ENOMEM. */
bool explain_flip(struct explaining *x, size_t axis, struct flip_answer *a,
                  struct tenor_error *err);

/* Append the key "flip" of JSON with an answer. TENOR_ENOMEM. */
bool flip_json_add(const struct explaining *x, size_t axis,
                   const struct flip_answer *a, struct buffer *b,
                   struct tenor_error *err);

#endif
