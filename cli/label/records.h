/* The records of a corpus as `tenor label` passes them on: where they come from
 * (chunk), what they are (record), and what those of a file have in common
 * (columns). */
#ifndef TENOR_CLI_LABEL_RECORDS_H
#define TENOR_CLI_LABEL_RECORDS_H

#include "cli/label/columns.h"
#include "cli/label/csv_scan.h"
#include "cli/label/encoding.h"
#include "cli/label/fields.h"
#include "cli/label/value.h"
#include "model/base.h"

struct record {
    struct str text;
    struct str whole;          /* as it stands, without its line end */
    const struct value *field; /* [columns.n], or NULL: it has not as many */
    size_t fields;             /* that it has */
    const char *bad;           /* why there is no text, borrowed; or NULL */
    size_t bad_at;             /* byte of `whole`, from 1; 0: no place */
};

/* ---- chunks -------------------------------------------------------------- */

/* A file, or a folder or archive of files, to be labelled. */
struct corpus_input;
struct lines_before;

/* Where reading stands between two records. */
struct place {
    size_t input;    /* number, from 0 */
    uint64_t offset; /* bytes of records, or files, of it that are done */
    uint64_t line;   /* lines of it that are done */
};

/* A record that its reader knows to be bad. */
struct bad {
    size_t begin, at; /* as in struct record */
    const char *why;
};

/* A file that is a record. */
struct member {
    size_t name_end, text_end; /* in chunk.names and chunk.in */
    bool bad;                  /* its text is why it has none */
};

/* Whole records of one input, and what comes of them. */
struct chunk {
    /* Set by the reader: */
    struct buffer in;
    const struct corpus_input *input;
    const struct corpus_columns *columns;
    uint64_t line;    /* number of its first line, from 1, */
    struct lines_before *before; /* behind these; or NULL */
    const char *lost; /* why its only record is not in it, or NULL */
    struct bad *bad;  /* [bads] ascending */
    size_t bads, bad_capacity;
    struct bad_bytes bytes; /* ENCODING_BAD in `in`, and where it comes from */
    struct buffer names;
    struct member *member; /* [members] */
    size_t members, member_capacity;
    struct place after;
    uint64_t consumed; /* bytes of all corpora that are read */
    /* Set by the work on it: */
    struct buffer out;
    uint64_t *count; /* see cli/label/counting.h */
    size_t failures;
    struct buffer complaints; /* lines about the first ones of these */
    bool stop;                /* --strict: the last record is bad */
};

#define COMPLAINTS 10 /* at most, of a chunk and of a run */

void chunk_release(struct chunk *c);

/* ---- cutting ------------------------------------------------------------- */

struct json_scan;
struct json_wanted;

/* What one thread needs to cut records. Zero it but for the first four. */
struct cutter {
    const struct fields *fields;
    const char *text_field; /* of JSONL */
    bool unlabelled;        /* a record must not have results already */
    size_t max_record;      /* of JSONL: more bytes are no object */
    struct value *field;    /* [capacity] */
    size_t capacity;
    struct csv_fields csv;
    struct buffer plain; /* values that do not mean what stands there */
    struct json_scan *json;
    struct json_wanted *wanted; /* [1 + fields.names] */
    size_t bad;                 /* number of the next one of the chunk */
    char why[128];              /* for record.bad */
    bool no_memory;             /* why cutting ended */
};

void cutter_release(struct cutter *t);

struct reading;
struct notation;

/* A format that is read. */
struct record_format {
    const char *name;
    const char *extensions; /* "tsv tab" */
    const char *column[2];  /* its own; none: as many as a record has */
    bool finds;             /* fields that --fields names are columns, too */
    const char *text;       /* name of that of the text; NULL: the last */
    bool header;            /* the first record always names them */
    const struct notation *native; /* rows in which records stand as they are */
    bool (*fill)(struct reading *r, struct chunk *c, bool *ended,
                 struct tenor_error *err); /* see reading.h */
    /* Set *bytes, unless there are none, to how many bytes at the front of a
     * chunk are whole records; `seen` of them were looked at before. `end`: no
     * bytes follow them. False when memory ran out. NULL where fill does not
     * need it. */
    bool (*whole)(struct reading *r, struct chunk *c, size_t seen, bool end,
                  size_t *bytes);
    /* Cut the next record off a chunk that has no lost one; *at is 0 at first.
     * False at the end, or when memory ran out. Any number of threads. */
    bool (*next)(struct cutter *t, const struct chunk *c, size_t *at,
                 struct record *r);
};

extern const struct record_format records_lines, records_tsv, records_csv,
    records_jsonl, records_files;

/* What the first of the wanted fields number first to end - 1 that has any
 * holds, of JSON strings and numbers alone; empty where none has. *number is
 * set to that of the field, or left. */
struct str records_find(const struct corpus_columns *c, const struct record *r,
                        size_t first, size_t end, size_t *number);

/* The title of a record, or nothing. */
struct str records_title(const struct fields *f, const struct corpus_columns *c,
                         const struct record *r);

/* ---- for the formats ----------------------------------------------------- */

/* The line at *at of a chunk, without LF or CR LF; *at moves behind it. False
 * at the end. */
bool records_line(const struct chunk *c, size_t *at, struct str *line);

/* record_format.whole for records that are lines. */
bool records_whole_lines(struct reading *r, struct chunk *c, size_t seen,
                         bool end, size_t *bytes);

/* Set a record of columns by its fields; n is how many it has, which is bad
 * when it is not how many there are. */
void records_fields(struct cutter *t, const struct corpus_columns *c, size_t n,
                    struct record *r);

#endif
