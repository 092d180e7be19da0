/* Labelled corpora: one iterator over documents, whatever the format.
 *
 *   tsv       label<TAB>text, one document a line; empty lines are skipped.
 *             With any column given: fields between tabs, by number from 1,
 *             as many as a line has
 *   csv       RFC 4180 with a header line; columns by name or number from 1
 *   jsonl     one JSON object a line; fields by name, a.b for nested ones.
 *             Labels, groups and weights may be numbers, labels true or false;
 *             null is an empty field
 *   fasttext  __label__x text, or several labels before the text
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
#include "datasets/textset.h"
#include "model/base.h"

struct doc {
    struct str label; /* with multi_label: any number of them; see below */
    struct str text;
    struct str group; /* bytes as they stand; empty without a group column */
    struct str id;    /* likewise; of a directory label/name */
    double weight;    /* 0 < weight <= CORPUS_WEIGHT_MAX; 1 without a column */
    size_t line;      /* where it begins, from 1; its number in a directory */
};

#define CORPUS_WEIGHT_MAX 1e6
#define CORPUS_LABELS_MAX 1024 /* named in one document */

struct corpus_options {
    const char *format;          /* NULL: by the extension of the path */
    const char *text_column;     /* NULL: "text"; tsv: the last, no other's */
    const char *label_column;    /* NULL: "label"; tsv: "1" */
    const char *group_column;    /* what belongs together; NULL: none */
    const char *weight_column;   /* how much a document counts; NULL: none */
    const char *id_column;       /* what tells documents apart; NULL: none */
    const struct labelmap *map;  /* NULL: labels as they are; borrowed */
    const struct textset *without; /* texts that are passed over; NULL: none */
    bool unlabelled;               /* texts alone are wanted: see below */
    bool multi_label;            /* a document has any number of labels */
    const char *label_separator; /* between labels in a field; NULL: "," */
};

/* One label or several. With multi_label a field of labels is divided at each
 * separator, an array of JSON holds one label in each element, a line of
 * fastText begins with any number of __label__x, and a folder remains one
 * label. Labels lose the blanks around them, empty ones are passed over, and
 * the map applies to each; doc.label holds the distinct ones that remain, in
 * order of first appearance, with a TAB between two. A document that has none
 * gives an empty doc.label; one that loses all of them to the map is skipped.
 * Without multi_label, a label is the whole field, and several are an error. */

/* Unlabelled. Labels are not looked at, and need not be there: a line of TSV
 * without a tab is a text, and a file whose name tells no format is read so.
 * doc.label is empty. */

struct corpus;

/* Open a file, a directory, or "-" for standard input. path and options are
 * borrowed until corpus_close. TENOR_EIO, TENOR_EINVAL (unknown format; group
 * or weight column of a format without columns; a column of tsv that is no
 * number; empty separator), TENOR_EDATA (a header without the columns asked
 * for), TENOR_ENOMEM. */
bool corpus_open(struct corpus **out, const char *path,
                 const struct corpus_options *options,
                 struct tenor_error *err);
void corpus_close(struct corpus *c);

/* The next document that neither the label map nor `without` drops, valid until
 * the next call; *end is set when there is none. Its label, by the map, is UTF-8
 * without NUL; it is never empty, or with multi_label has no TAB but between
 * labels. False with *err naming file and line: TENOR_EDATA, TENOR_EIO,
 * TENOR_ELIMIT (above TENOR_TEXT_MAX or CORPUS_LABELS_MAX), TENOR_ENOMEM. */
bool corpus_next(struct corpus *c, struct doc *doc, bool *end,
                 struct tenor_error *err);

/* Whether labels, as doc.label holds them with multi_label, have this one. */
bool corpus_has_label(struct str labels, struct str label);

/* After the end: SHA-256 of the bytes of the file; for a directory, of each
 * document's "label/name", a NUL, its bytes and a NUL. */
void corpus_digest(struct corpus *c, char hex[DIGEST_HEX]);

/* After the end, with a set of texts to pass over: how many it passed over,
 * those that the label map drops as well among them, and the SHA-256 of those that were left, which is the same when the others are no
 * longer in the file. An empty set leaves the SHA-256 of nothing. */
size_t corpus_passed(const struct corpus *c);
void corpus_left(struct corpus *c, char hex[DIGEST_HEX]);

/* The names of all formats, separated by spaces, for messages. */
const char *corpus_formats(void);

/* ---- for the readers ---------------------------------------------------- */

enum column {
    COLUMN_TEXT,
    COLUMN_LABEL,
    COLUMN_GROUP,
    COLUMN_WEIGHT,
    COLUMN_ID,
    COLUMNS
};

/* What a format is: a row of the table. */
struct corpus_format {
    const char *name;
    const char *extensions;      /* "tsv tab" */
    bool columns;                /* it has some */
    const char *column[COLUMNS]; /* where none is asked for; NULL: none */
    bool (*open)(struct corpus *c, struct tenor_error *err);
    bool (*next)(struct corpus *c, struct doc *doc, bool *end,
                 struct tenor_error *err);
    void (*close)(struct corpus *c); /* may be NULL */
};

struct corpus {
    const char *path;
    struct corpus_options options; /* label_separator is set */
    const struct corpus_format *format;
    const char *column[COLUMNS]; /* asked for, else of the format; or NULL */
    struct input in;             /* for formats in one file */
    struct digest digest;        /* for dir */
    struct digest left;          /* of documents that are not passed over */
    size_t passed;
    struct buffer labels;        /* of the document, joined by TAB */
    size_t named;                /* labels that it names, before the map */
    void *state;                 /* the reader's own */
};

/* A reader sets doc->line, and either the text and each label, or all fields.
 * Errors are those of corpus_next, at doc->line. */

/* Add one label, as it stands in the file; copied. */
bool corpus_label(struct corpus *c, const struct doc *doc, struct str label,
                  struct tenor_error *err);

/* Set the document by its fields; borrowed. Group, weight and id without a
 * column are not looked at; nor is a label at NULL, for readers that add
 * labels. */
bool corpus_fields(struct corpus *c, struct doc *doc,
                   const struct str field[COLUMNS], struct tenor_error *err);

/* A column written as a number from 1; 0 when it is none. */
size_t corpus_number(const char *column);

extern const struct corpus_format corpus_tsv, corpus_csv, corpus_jsonl,
    corpus_fasttext, corpus_dir;

#endif
