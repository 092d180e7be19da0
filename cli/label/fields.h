/* --fields: what stands in a row of `tenor label`, in which order.
 *
 *   input           all columns or fields of the record, as they stand
 *   NAME            one of them: the name of a column, a field of JSON (a.b for
 *                   a nested one), "file", "text"
 *   tone            all results: tone.status, tone.AXIS and tone.AXIS.p for
 *                   each axis that is shown, tone.error
 *   tone.status     "ok", "empty", ...; "error" where there is no result
 *   tone.AXIS       the label, nothing where the axis has none for the text
 *   tone.AXIS.p     its probability
 *   tone.error      why there is no result */
#ifndef TENOR_CLI_LABEL_FIELDS_H
#define TENOR_CLI_LABEL_FIELDS_H

#include "cli/verbs.h"
#include "model/base.h"

enum item_kind {
    ITEM_INPUT,
    ITEM_NAMED,
    ITEM_STATUS,
    ITEM_LABEL,
    ITEM_PROBABILITY,
    ITEM_ERROR
};

struct item {
    enum item_kind kind;
    size_t n; /* NAMED: number of its name; LABEL, PROBABILITY: of its axis */
};

struct fields {
    struct item *item; /* [n] */
    size_t n, item_capacity;
    struct str *name; /* [names] of the input, as --fields has them; borrowed */
    size_t names, name_capacity;
    size_t lacking; /* the last so many of them a table may lack */
    size_t title, title_end; /* numbers of those that the title of a record may
                                be in, see records_title */
    bool input; /* there is an ITEM_INPUT */
};

/* The fields of a list with commas, or "input,tone" for NULL; the axes [axes]
 * are those that "tone" stands for. The list is borrowed. f is to be released
 * in any case. False with what is wrong appended to *why, which is empty and to
 * be freed; when memory ran out, it stays empty. */
bool fields_read(struct fields *f, const struct tenor_model *m,
                 const size_t *axis, size_t axes, const char *list,
                 struct buffer *why);

/* The same; false with a message on stderr and *status EXIT_USAGE. */
bool fields_parse(struct fields *f, const struct verb *v,
                  const struct tenor_model *m, const size_t *axis, size_t axes,
                  const char *list, int *status);

/* What holds a title where nothing else is said. */
#define FIELDS_TITLE "title headline"

/* Look for a field that a record must have, or for words of a list, which it
 * may lack; those that it must have come first. Borrowed. False when memory ran
 * out. */
bool fields_want(struct fields *f, struct str name);
bool fields_want_any(struct fields *f, const char *list);

/* Take the title of a record from this field, or for NULL from the usual ones.
 * False when memory ran out. */
bool fields_want_title(struct fields *f, const char *name);

void fields_release(struct fields *f);

#endif
