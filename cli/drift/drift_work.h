/* What `tenor drift` takes from each text of a chunk: for each axis, what the
 * model says of its units, and the words that stand in them. Any number of
 * threads. */
#ifndef TENOR_CLI_DRIFT_DRIFT_WORK_H
#define TENOR_CLI_DRIFT_DRIFT_WORK_H

#include "cli/label/label_work.h"
#include "model/scorer.h"
#include "train/drift.h"

/* A word that the model does not know, in a unit of a text. */
struct drift_stranger {
    uint64_t feature;
    size_t unit;          /* of the text, or DRIFT_NO_UNIT */
    size_t form, example; /* in `bytes`, */
    uint32_t form_len, example_len;
};
#define DRIFT_NO_UNIT SIZE_MAX

/* A text as an axis sees it: numbers of its parts are those of the lot. */
struct drift_seen {
    struct drift_text text; /* but for its arrays */
    size_t units, words;    /* where they end */
    size_t strangers;
};

/* What an axis has of a chunk. */
struct drift_lot {
    struct drift_seen *seen; /* [n] of the portion */
    size_t capacity;
    double *p;              /* [units][K] */
    size_t *given, *length; /* [units] */
    size_t units, p_capacity, given_capacity, length_capacity;
    uint32_t *word; /* [words] */
    size_t words, word_capacity;
    struct drift_stranger *stranger; /* [strangers] */
    size_t strangers, stranger_capacity;
    struct buffer bytes;
};

/* Fields of the record of a text: the slice that it is of, and whether it has a
 * true label. */
struct drift_fields {
    size_t slice, slice_len; /* in `bytes` */
    bool labelled;
};

/* A chunk and what is in it. Zero it to start. */
struct drift_portion {
    struct chunk chunk;    /* first: it is what label works on */
    struct drift_lot *lot; /* [lots], one for each axis */
    size_t lots;
    struct drift_fields *fields; /* [n] */
    size_t n, capacity;
    struct buffer bytes;
};

void drift_portion_release(struct drift_portion *p);

/* A word of the text at hand that is looked up. */
struct drift_met {
    uint64_t feature;
    uint32_t begin, end; /* bytes of the text */
    uint32_t row;        /* TABLE_ROW_NONE: it is not known */
    uint32_t sentence;
};

/* What a thread needs to look at texts for an axis. */
struct drift_view {
    size_t axis;
    const struct axis *of;
    struct drift_lot *lot;
    struct drift_met *met; /* [nmet] words of the text at hand */
    size_t nmet, met_capacity;
    uint16_t *number; /* [rows] of the word in the sketch + 1, or 0 */
    uint64_t last[SKETCH_WORDS]; /* unit in which a word stood last */
    uint64_t unit;               /* the one at hand, from 1 */
};

/* What a thread needs. Set the first part, zero the rest. */
struct drift_worker {
    const struct label_job *job;
    const size_t *axis; /* [axes] */
    size_t axes;
    size_t slice, truth; /* numbers of fields.name, or COLUMNS_NONE */
    bool slice_files;    /* a slice is an operand */

    struct label_worker label;
    struct drift_portion *portion;
    struct drift_view *view; /* [axes] */
};

/* TENOR_ENOMEM; to be released in any case. */
bool drift_worker_init(struct drift_worker *w, struct tenor_error *err);
void drift_worker_release(struct drift_worker *w);

/* What label_chunk gives. */
bool drift_work(struct drift_worker *w, struct drift_portion *p,
                struct tenor_error *err);

#endif
