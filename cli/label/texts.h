/* The records of corpora for those who want their texts and no rows: formats,
 * compression and folders as `tenor label` has them. */
#ifndef TENOR_CLI_LABEL_TEXTS_H
#define TENOR_CLI_LABEL_TEXTS_H

#include "cli/label/reading.h"

/* How texts are found; everything borrowed. */
struct texts_options {
    const char *text_column, *text_field; /* NULL: "text" */
    bool header;                          /* TSV has one */
    const char *const *also; /* [n] fields of JSON that records are to have, as
                                field[1] on */
    size_t n;
};

struct texts {
    struct fields fields;
    struct reading reading;
    struct cutter cutter; /* of one thread: others have their own */
    struct chunk chunk;   /* for texts_next */
    size_t at, seen;
    uint64_t line; /* of what is seen */
    bool filled;
};

/* TENOR_ENOMEM; to be released in any case. The inputs are borrowed. */
bool texts_init(struct texts *t, const struct texts_options *o,
                const struct corpus_input *input, size_t inputs,
                struct tenor_error *err);
void texts_release(struct texts *t);

/* What a thread cuts records with: zero it before, and release it. */
void texts_prepare(const struct texts *t, struct cutter *c);

/* Check a record that was cut off a chunk, which must be UTF-8: set r->bad. */
void texts_check(struct cutter *c, const struct chunk *chunk, struct record *r);

/* The line at which a record of a chunk begins, counted on from where *seen and
 * *line stand: 0 and chunk->line at first. A file is its number. */
uint64_t texts_line(const struct chunk *chunk, const struct record *r,
                    size_t *seen, uint64_t *line);

/* The next record and its line, for one thread; *end is set when there is none.
 * Errors of reading_fill; a bad record is none. */
bool texts_next(struct texts *t, struct record *r, uint64_t *line, bool *end,
                struct tenor_error *err);

#endif
