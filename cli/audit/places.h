/* Where labels stand in the bytes of a corpus, so that they can be changed and
 * every other byte stays as it is. TSV, CSV and JSONL. */
#ifndef TENOR_CLI_AUDIT_PLACES_H
#define TENOR_CLI_AUDIT_PLACES_H

#include "datasets/corpus.h"

struct places {
    const struct corpus_format *format;
    const char *column; /* of the label; borrowed */
    const char *path;   /* for messages; borrowed */
    struct str bytes;   /* all of the file; borrowed */
    size_t at, line;    /* the next record, and its line */
    size_t number;      /* CSV: of the column, from 0 */
    struct str label;   /* as it stands: with quotes, escapes */
};

/* Begin. c is of the same bytes, open, and has not been read from.
 * TENOR_EINVAL for formats that cannot be written; TENOR_EDATA. */
bool places_init(struct places *p, const struct corpus *c, struct str bytes,
                 struct tenor_error *err);

/* Find the label of the record that begins with that line, which is not before
 * the last one, and which corpus_next has read. TENOR_EDATA, TENOR_ENOMEM. */
bool places_find(struct places *p, size_t line, struct tenor_error *err);

/* Append a label in the way in which the last one that was found stands there:
 * with quotes where that one has them or it needs them. TENOR_EDATA for a label
 * that cannot stand there, TENOR_ENOMEM. */
bool places_write(const struct places *p, struct str label, struct buffer *out,
                  struct tenor_error *err);

#endif
