/* Labelled corpora: one iterator over documents, whatever the format.
 *
 *   tsv       label<TAB>text, one document a line; empty lines are skipped
 *   csv       RFC 4180 with a header line; columns by name or number from 1
 *   jsonl     one JSON object a line; fields by name, a.b for nested ones
 *   fasttext  __label__x text
 *   dir       one folder per label, one file per document, in order of name
 *
 * A new format is a new file and a row in the table of corpus.c. Texts are
 * bytes as they stand in the file; repair is the business of the pipeline.
 * One thread. */
#ifndef TENOR_DATASETS_CORPUS_H
#define TENOR_DATASETS_CORPUS_H

#include "datasets/digest.h"
#include "datasets/input.h"
#include "datasets/labelmap.h"
#include "model/base.h"

struct doc {
    struct str label;
    struct str text;
    size_t line; /* where it begins, from 1; its number in a directory */
};

struct corpus_options {
    const char *format;       /* NULL: by the extension of the path */
    const char *text_column;  /* NULL: "text" */
    const char *label_column; /* NULL: "label" */
    const struct labelmap *map; /* NULL: labels as they are; borrowed */
};

struct corpus;

/* Open a file, a directory, or "-" for standard input. path and options are
 * borrowed until corpus_close. TENOR_EIO, TENOR_EINVAL (unknown format),
 * TENOR_EDATA (a header without the columns asked for), TENOR_ENOMEM. */
bool corpus_open(struct corpus **out, const char *path,
                 const struct corpus_options *options,
                 struct tenor_error *err);
void corpus_close(struct corpus *c);

/* The next document that the label map does not drop, valid until the next
 * call; *end is set when there is none. Its label, by the map, is never empty
 * and is UTF-8 without NUL. False with *err naming file and line:
 * TENOR_EDATA, TENOR_EIO, TENOR_ELIMIT (above TENOR_TEXT_MAX), TENOR_ENOMEM. */
bool corpus_next(struct corpus *c, struct doc *doc, bool *end,
                 struct tenor_error *err);

/* After the end: SHA-256 of the bytes of the file; for a directory, of each
 * document's "label/name", a NUL, its bytes and a NUL. */
void corpus_digest(struct corpus *c, char hex[DIGEST_HEX]);

/* The names of all formats, separated by spaces, for messages. */
const char *corpus_formats(void);

/* ---- for the readers ---------------------------------------------------- */

/* What a format is: a row of the table. */
struct corpus_format {
    const char *name;
    const char *extensions; /* "tsv tab" */
    bool (*open)(struct corpus *c, struct tenor_error *err);
    bool (*next)(struct corpus *c, struct doc *doc, bool *end,
                 struct tenor_error *err);
    void (*close)(struct corpus *c); /* may be NULL */
};

struct corpus {
    const char *path;
    struct corpus_options options; /* columns are set */
    const struct corpus_format *format;
    struct input in; /* for formats in one file */
    struct digest digest; /* for dir */
    void *state;          /* the reader's own */
};

extern const struct corpus_format corpus_tsv, corpus_csv, corpus_jsonl,
    corpus_fasttext, corpus_dir;

#endif
