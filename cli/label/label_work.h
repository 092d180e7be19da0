/* What `tenor label` does with a chunk of records: each is cut, checked and
 * scored, and its row is put together. Any number of threads. */
#ifndef TENOR_CLI_LABEL_LABEL_WORK_H
#define TENOR_CLI_LABEL_LABEL_WORK_H

#include "cli/label/counting.h"
#include "cli/label/rows.h"

/* What is to be done. Read-only while threads work; everything is borrowed. */
struct label_job {
    const struct tenor_model *model;
    const struct notation *notation;
    const struct fields *fields;
    const struct rows *rows; /* NULL: none are put together */
    const struct counting *counting;
    const char *text_field; /* of JSONL */
    const char *encoding;   /* NULL: UTF-8 */
    size_t max_record;
    bool html;   /* texts are pages of HTML */
    bool strict; /* the first bad record is the last one */
};

/* What one thread needs for it. Zero it to start. */
struct label_worker {
    struct tenor_scorer *scorer;
    struct cutter cutter;
    struct buffer page;    /* the text of a page */
    struct buffer message; /* why a record is bad, and where it is */
    struct tenor_error err;
    /* Called behind each record of a chunk, or NULL; empties c->out. */
    bool (*flush)(void *run, struct chunk *c, struct tenor_error *err);
    /* Called with each record in the place of a row, or NULL; without a result
     * where r->bad says why, and `why` where as well. */
    bool (*take)(void *run, struct chunk *c, const struct record *r,
                 struct tenor_scorer *result, struct str why,
                 struct tenor_error *err);
    void *run; /* for both */
    /* Of the chunk, as far as the records before: */
    size_t seen;    /* bytes */
    uint64_t lines; /* lines among them */
    size_t bad;     /* bytes among them that could not be converted */
};

/* TENOR_ENOMEM. */
bool label_worker_init(struct label_worker *w, const struct label_job *job,
                       struct tenor_error *err);

/* The same but for the scorer: where the caller has one, it is to be set, and
 * taken away before the worker is released. */
void label_worker_set(struct label_worker *w, const struct label_job *job);

void label_worker_release(struct label_worker *w);

/* Score a text with the title that its record has, or that it begins with. As
 * tenor_score. */
bool label_score(struct tenor_scorer *scorer, struct str title, struct str text,
                 struct tenor_error *err);

/* Where a record of the chunk at hand is, "corpus.csv:17"; lives in w until the
 * next one. TENOR_ENOMEM; TENOR_EIO when it cannot be found. */
bool label_place(struct label_worker *w, const struct chunk *c,
                 const struct record *r, struct str *place,
                 struct tenor_error *err);

/* Set what is to be set by the work on a chunk. TENOR_ENOMEM; TENOR_EIO when
 * the place of a bad record cannot be found; what flush and take give. */
bool label_chunk(const struct label_job *job, struct label_worker *w,
                 struct chunk *c, struct tenor_error *err);

/* Print what is wrong with the bad records of a chunk on stderr, but no more
 * than COMPLAINTS lines of a run; *printed of them are there already. */
void label_complain(const char *verb, const struct chunk *c, size_t *printed);

#endif
