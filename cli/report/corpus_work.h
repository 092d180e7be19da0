/* What a report does with a chunk of records: each is cut, checked and scored
 * as `tenor label` does it, and what is kept of it is put beside the chunk. Any
 * number of threads. */
#ifndef TENOR_CLI_REPORT_CORPUS_WORK_H
#define TENOR_CLI_REPORT_CORPUS_WORK_H

#include "cli/label/label_work.h"
#include "cli/report/meanings.h"
#include "cli/report/sighting.h"
#include "cli/report/word_uses.h"

/* A chunk and what was seen in it. Zero it to start. */
struct corpus_chunk {
    struct chunk chunk;        /* first: it is what label works on */
    struct sighting *sighting; /* [n] strings in `strings` */
    size_t n, capacity;
    struct buffer strings;
    uint32_t *label; /* [n][axes] SIGHTING_NO_LABEL: none */
    size_t label_capacity;
    double *p; /* [n][labels of the axes] */
    size_t p_capacity;
    size_t *use_end; /* [n] of their uses of words */
    size_t use_capacity;
    struct word_list words;
    uint64_t used; /* fields that gave a value, see meanings_find */
};

void corpus_chunk_release(struct corpus_chunk *c);

/* What one thread needs. Set the first part, zero the rest. */
struct corpus_worker {
    const struct label_job *job; /* both borrowed */
    const struct meanings *meanings;
    size_t labels; /* of the axes shown */

    struct label_worker label;
    struct word_uses uses;
    struct corpus_chunk *chunk; /* at hand */
    struct buffer why;          /* a record is bad */
};

/* TENOR_ENOMEM; to be released in any case. */
bool corpus_worker_init(struct corpus_worker *w, struct tenor_error *err);
void corpus_worker_release(struct corpus_worker *w);

/* What label_chunk gives. */
bool corpus_work(struct corpus_worker *w, struct corpus_chunk *c,
                 struct tenor_error *err);

#endif
