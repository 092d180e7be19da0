/* What `tenor label` does with a corpus: it is read in chunks of whole records,
 * the records of a chunk are cut and scored by one of several threads, and
 * their rows are written in the order of the corpus (see cli/ordered.h).
 *
 * A format is a row of a table and a file of its own: those that are read,
 * label_lines.c, and those that are written, label_tsv.c. */
#ifndef TENOR_CLI_LABELLING_H
#define TENOR_CLI_LABELLING_H

#include "cli/source.h"

/* A record of a corpus. */
struct record {
    struct str text; /* borrowed from its chunk */
    const char *bad; /* why there is no text, a string that stays, or NULL */
};

/* A record that has no labels. */
struct failure {
    size_t record;   /* number in its chunk, from 0 */
    const char *why; /* borrowed for good */
};

/* Whole records of one file, and what comes of them. */
struct chunk {
    /* Set by fill: */
    struct buffer in;
    size_t file;      /* number of the file in the source */
    const char *lost; /* why its only record is not in it, or NULL */
    /* Set by the work on it: */
    struct buffer out;
    size_t records;
    struct failure *failure; /* [failures] */
    size_t failures, capacity;
};

/* Why a record is lost. */
extern const char *const label_too_large, *const label_no_memory;

/* Where reading stands; used by one thread. Zero it but for the first three. */
struct reading {
    struct source source;
    size_t block;       /* about how many bytes a chunk holds */
    size_t max_record;  /* a larger one is lost */
    struct buffer rest; /* read, but behind the last record of its chunk */
};

void reading_release(struct reading *r);

/* A format that is read. */
struct record_format {
    /* Fill c->in with records, or set c->lost in the place of one that is too
     * large or that memory has no room for; *filled is false at the end of the
     * source. One thread. What source_read gives; TENOR_ENOMEM. */
    bool (*fill)(struct reading *r, struct chunk *c, bool *filled,
                 struct tenor_error *err);
    /* Cut the next record off a chunk that has no lost one; *at is 0 at first.
     * False at the end. Any number of threads. */
    bool (*next)(const struct chunk *c, size_t *at, struct record *r);
};

extern const struct record_format label_lines;

/* A format that is written. What new gives is only read afterwards, by any
 * number of threads. */
struct row_format {
    /* All that is known before the first text; NULL when memory ran out. The
     * axes [n] are those shown. */
    void *(*new)(const struct tenor_model *m, const size_t *axis, size_t n);
    void (*free)(void *rows);
    /* Append what comes before the first record, for --header. */
    bool (*header)(const void *rows, struct buffer *out);
    /* Append the row of a text with this result, or, for NULL, of a record
     * without. False when memory ran out. */
    bool (*put)(const void *rows, const struct tenor_scorer *result,
                struct buffer *out);
};

extern const struct row_format label_tsv;

#endif
