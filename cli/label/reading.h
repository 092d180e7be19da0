/* Reading corpora in chunks of whole records, one after the other.
 *
 * What a format knows is where its records end; all else is here: files that
 * are opened, bytes that wait for the rest of their record, columns that are
 * named by a first record, records that are too large to be held. One thread.
 */
#ifndef TENOR_CLI_LABEL_READING_H
#define TENOR_CLI_LABEL_READING_H

#include "cli/label/corpora.h"
#include "cli/label/lines_before.h"
#include "cli/label/parts.h"
#include "cli/label/records.h"
#include "cli/label/rows.h"
#include "cli/label/shard.h"

/* Set the first part, zero the rest. */
struct reading {
    const struct corpus_input *input; /* [inputs] borrowed */
    size_t inputs;
    const struct fields *fields;
    const struct rows *rows;         /* NULL: none are to be written */
    const struct notation *notation; /* of the rows, or NULL */
    const char *text_column;         /* of tables; NULL: that of the format */
    bool header;                     /* tables have a row of names */
    const char *encoding;            /* NULL: UTF-8 */
    size_t block;                    /* about how many bytes a chunk holds */
    size_t max_record;               /* a larger one is lost */
    struct shard shard;       /* of the corpora, if there are any, */
    struct boundary from, to; /* which is between these */
    struct parts *parts;      /* what is read, noted here; or NULL */
    int wake;              /* readable when reading is to end; -1: never */
    bool (*stopped)(void); /* whether it is; NULL: never */

    size_t at;               /* number of the input at hand */
    struct stream *stream;   /* of it, */
    struct members *members; /* or where its records are files */
    bool ended;              /* the stream has no more bytes */
    bool learned;            /* its columns are known */
    uint64_t offset;         /* bytes of it, or files, that are read */
    uint64_t line;           /* lines of it in chunks so far, */
    struct lines_before *before; /* behind these; or NULL */
    size_t limit;            /* index in a chunk of the next boundary */
    uint64_t done;           /* bytes of the inputs before it */
    struct buffer rest;      /* read, but behind the last record of a chunk */
    struct bad_bytes bytes;  /* ENCODING_BAD in it, and where they come from */
    struct csv_scan scan;    /* for the format: of the record at */
    size_t scanned;          /* this byte of the chunk */
    struct corpus_columns *columns; /* of the input at hand */
    struct corpus_columns *all; /* list; the last one is that of the first input
                                 */
    struct cutter cutter;
};

/* Fill the next chunk; *filled is false at the end, or when reading is to stop.
 * TENOR_EIO, TENOR_EDATA (a header that is wrong, bytes that cannot be
 * decompressed), TENOR_ENOMEM. */
bool reading_fill(struct reading *r, struct chunk *c, bool *filled,
                  struct tenor_error *err);

/* Go to where the records begin, `from`; the first call. What reading_fill
 * gives. */
bool reading_begin(struct reading *r, struct tenor_error *err);

/* Go on from a place, before the first chunk. What is passed over is read, but
 * only if it is noted. TENOR_EDATA when the inputs have no such place. */
bool reading_skip(struct reading *r, const struct place *place,
                  struct tenor_error *err);

/* Where reading stands. */
struct place reading_place(const struct reading *r);

/* Whether all records were read. */
bool reading_is_over(const struct reading *r);

/* About how many bytes there are to read, or 0 when that is not known. */
uint64_t reading_size(const struct reading *r);

void reading_release(struct reading *r);

/* Why a record is lost. */
extern const char *const reading_too_large, *const reading_no_memory;

/* ---- for the formats: record_format.fill --------------------------------- */

/* Fill an empty chunk with records of the input at hand, if it has any left;
 * *ended is set when it has none behind them. */

/* Records that stand one behind the other in a stream of bytes. */
bool reading_stream(struct reading *r, struct chunk *c, bool *ended,
                    struct tenor_error *err);

/* Records that are files. */
bool reading_members(struct reading *r, struct chunk *c, bool *ended,
                     struct tenor_error *err);

/* Whether reading is to end before its end. */
bool reading_stopped(const struct reading *r);

/* Of the input at hand, which is open: where the boundary in it is, in bytes or
 * files; UINT64_MAX when there is none. */
uint64_t reading_limit(const struct reading *r);

/* Learn the columns of the stream at hand, and go on from an offset. */
bool reading_skip_stream(struct reading *r, uint64_t offset,
                         struct tenor_error *err);

/* The same, but to the first record that begins there or behind. */
bool reading_align_stream(struct reading *r, uint64_t offset,
                          struct tenor_error *err);

/* The same, but what is passed over is read and noted, up to the offset or to
 * the end. */
bool reading_pass_stream(struct reading *r, uint64_t offset,
                         struct tenor_error *err);
bool reading_pass_members(struct reading *r, uint64_t offset,
                          struct tenor_error *err);

/* Learn the columns of the input at hand, by the first record of a chunk where
 * the format does not say them. *begin is where its records begin: behind one
 * that only names the columns, or behind all when there is none in the chunk;
 * r->learned is not set then, unless the input has ended. */
bool reading_learn(struct reading *r, const struct chunk *c, size_t *begin,
                   struct tenor_error *err);

#endif
