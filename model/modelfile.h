/* Model files: reading, checking and making the bytes of FORMAT.md.
 *
 * A reader trusts nothing: every size is checked against the file before it
 * is used, and no byte outside the file is touched whatever the file says. */
#ifndef TENOR_MODEL_MODELFILE_H
#define TENOR_MODEL_MODELFILE_H

#include "model/base.h"
#include "model/classifier.h"
#include "model/feature.h"
#include "model/table.h"
#include "model/wordset.h"

#define MODEL_FORMAT 2
#define MODEL_LABELS_MAX 4096
#define MODEL_AXES_MAX 64

/* Columns of the table, [begin, end). */
struct columns {
    size_t begin, end;
};

/* An open model. Read-only after model_parse. */
struct tenor_model {
    struct str bytes; /* the file; everything below points into it */
    bool mapped;      /* bytes are to be unmapped */
    struct feature_settings settings;
    struct wordset stops; /* points into bytes: not to be released */
    struct table table;
    struct axis *axis; /* [axes] ours, with their label arrays and kernels */
    size_t axes;
    bool has_scope[AXIS_SCOPES];         /* whether an axis has it */
    struct columns columns[AXIS_SCOPES]; /* from its first to its last */
    bool without_quotes; /* quoted speech is no part of sentences */
    struct str card;     /* JSON */
};

/* Check bytes, aligned to 8, and point the parts of m into them. On failure m
 * is released. TENOR_EMODEL, TENOR_ENOMEM.
 *
 *   trusted  the checksum is not looked at, which would read all of the bytes:
 *            they are part of the program */
bool model_parse(struct tenor_model *m, struct str bytes, bool trusted,
                 struct tenor_error *err);
void model_release(struct tenor_model *m);

/* What a model file is made from; everything borrowed. */
struct model_parts {
    struct feature_settings settings;
    const uint64_t *stop; /* [stops] ascending */
    size_t stops;
    const uint64_t *feature; /* [rows] ascending, distinct */
    size_t rows;
    const int16_t *weight; /* [rows][columns] */
    unsigned bits;         /* of the table's index; 0: table_bits() */
    size_t columns;        /* table_columns() of those of the axes */
    const struct axis *axis; /* [axes] columns in their order */
    size_t axes;
    bool without_quotes; /* as in struct tenor_model */
    struct str card;
};

/* Append the bytes of a model file to an empty buffer. Equal parts give equal
 * bytes. TENOR_ENOMEM, TENOR_ELIMIT. */
bool model_bytes(const struct model_parts *parts, struct buffer *out,
                 struct tenor_error *err);

/* Section number i of an open model; false behind the last. */
struct model_section {
    const char *name; /* as in FORMAT.md, "?" for one of another version */
    uint32_t id, axis;
    struct str bytes;
};
bool model_section(const struct tenor_model *m, size_t i,
                   struct model_section *out);

/* Whether bytes begin like a model file. */
bool model_is(struct str bytes);

/* Checksum of a whole file image, as its header stores it. */
uint64_t model_checksum(struct str bytes);

#endif
