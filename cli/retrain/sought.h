/* IDs of texts that people give, and which documents they are of. */
#ifndef TENOR_CLI_RETRAIN_SOUGHT_H
#define TENOR_CLI_RETRAIN_SOUGHT_H

#include "cli/opt.h"
#include "datasets/textset.h"
#include "train/train.h"

/* What is asked for. An ID is FILE:LINE, where a corpus has that name or path
 * or the last part of it, or FILE leads to it; or 64 hexadecimal digits, the
 * SHA-256 of a text; or what stands in the ID column of a record. */
struct sought {
    const struct opt_list *ids;
    const struct opt_list *files; /* each holds one text */
    const char *id_column;        /* NULL: none */
};

struct sought_id {
    const char *text;
    size_t line;                /* of FILE:LINE, or 0 */
    char *file;                 /* FILE, or NULL; owned */
    char wanted[2][DIGEST_HEX]; /* SHA-256 that it may mean, or empty */
    char found[DIGEST_HEX];     /* of the text it means, or empty */
    bool several;               /* it means others as well */
    bool names;                 /* it may stand in the ID column */
};

struct sought_ids {
    struct sought_id *id; /* [n] */
    size_t n;
    struct sought_id **line; /* [lines] those of FILE:LINE, by line */
    struct sought_id **name; /* [names] all but files, by ID */
    size_t lines, names;
    struct textset hashes; /* that are wanted */
};

/* Borrows from s. To be released in any case. TENOR_EIO, TENOR_ENOMEM. */
bool sought_parse(const struct sought *s, struct sought_ids *l,
                  struct tenor_error *err);
void sought_release(struct sought_ids *l);

/* Note which of the IDs a document has, whose text has a SHA-256. True where
 * one of them had no text before. */
bool sought_match(struct sought_ids *l, const struct train_corpus *c,
                  const struct doc *doc, const char sha256[DIGEST_HEX]);

/* Append a line for each ID that no document has, and for each that several
 * different texts have; `without` are those that were forgotten before. False
 * when memory ran out. */
bool sought_say_wrong(const struct sought_ids *l, const struct textset *without,
                      struct buffer *wrong);

#endif
