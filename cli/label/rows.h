/* Rows: a record with what was found out about it, in some notation. A notation
 * is a file of its own, rows_tsv.c, and a row of the table in cmd_label.c. */
#ifndef TENOR_CLI_LABEL_ROWS_H
#define TENOR_CLI_LABEL_ROWS_H

#include "cli/label/records.h"

struct notation {
    const char *name;       /* of --out, and how a file's name ends */
    const char *extensions; /* "tsv tab" */
    bool names;             /* each value stands behind its name */
    bool header;            /* there always is a row with the names */
    const char *open, *close;
    char between;
    const char *nothing; /* where there is no value */
    const char *alone;   /* a row that would have no bytes */
    /* Append a value that is there. False when memory ran out. */
    bool (*put)(struct buffer *out, const struct value *v);
    /* The values of a record of the same notation as they stand, to be copied;
     * a NULL view where they cannot. */
    struct str (*copy)(const struct record *r);
    bool verbatim; /* a value of such a record, too */
};

extern const struct notation rows_tsv, rows_csv, rows_jsonl;

/* All that is known before the first record. Read-only: any number of threads.
 */
struct rows;

/* The fields are borrowed; NULL when memory ran out. */
struct rows *rows_new(const struct notation *notation,
                      const struct fields *fields, const struct tenor_model *m);
void rows_free(struct rows *rows);

/* Make columns known that new records have. False when memory ran out. */
bool rows_lay_columns(const struct rows *rows, struct corpus_columns *c);

/* Append the row of names. */
bool rows_header(const struct rows *rows, const struct corpus_columns *c,
                 struct buffer *out);

/* Append the row of a record with a result, or, for NULL, with what is wrong.
 * `native`: the record stands in the notation of the rows. False when memory
 * ran out. */
bool rows_put(const struct rows *rows, const struct corpus_columns *c,
              bool native, const struct record *r,
              const struct tenor_scorer *result, struct str error,
              struct buffer *out);

#endif
