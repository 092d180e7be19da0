/* What the records of a corpus have in common: the names of their fields. */
#ifndef TENOR_CLI_LABEL_COLUMNS_H
#define TENOR_CLI_LABEL_COLUMNS_H

#include "cli/label/fields.h"
#include "cli/label/value.h"

struct record_format;

#define COLUMNS_NONE SIZE_MAX

/* Read-only once it is made: any number of threads. */
struct corpus_columns {
    struct value *name; /* [n] */
    size_t n;
    size_t passed;      /* the first so many are what `input` stands for */
    size_t text;        /* the one that is scored */
    size_t *named;      /* [fields.names] those that --fields names, or
                           COLUMNS_NONE */
    char *bytes;        /* of the names */
    struct buffer lead; /* what rows have before each value; see rows.h */
    size_t *lead_end;   /* [n] */
    const struct record_format *format;
    struct corpus_columns *next;
};

/* Columns with these names, copied; NULL when memory ran out. */
struct corpus_columns *columns_new(const struct value *name, size_t n);
void columns_free(struct corpus_columns *c);

/* The column with a name or, failing that, a number from 1; false when there is
 * none. */
bool columns_find(const struct corpus_columns *c, struct str name,
                  size_t *column);

/* Whether two have the same names, so that rows of both can stand in one table.
 */
bool columns_equal(const struct corpus_columns *a,
                   const struct corpus_columns *b);

#endif
