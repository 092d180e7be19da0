/* What is found out about corpora, record after record: everything that a
 * report says. Memory grows with what is kept alone - see tallies.h,
 * vocabulary.h, extremes.h - and depends on the order of the records, not on
 * threads. */
#ifndef TENOR_CLI_REPORT_FACTS_H
#define TENOR_CLI_REPORT_FACTS_H

#include "cli/report/corpus_work.h"
#include "cli/report/extremes.h"
#include "cli/report/tallies.h"
#include "cli/report/vocabulary.h"

#define FACTS_BINS 20
#define FACTS_GROUPS 32 /* whose words are counted */
#define FACTS_BAD 10    /* bad records, and dates, that are shown */
#define FACTS_ROWS ((size_t)100000)

/* Rows of the table: every `step`th record, from the first one on. */
struct row_list {
    struct sighting *row; /* [n] without texts; strings in `strings` */
    size_t n, capacity;
    struct buffer strings;
    uint32_t *label; /* [n][axes] */
    size_t label_capacity;
    float *p; /* [n][axes] of the label */
    size_t p_capacity;
    uint64_t step;
    size_t most; /* rows; 0: FACTS_ROWS */
};

/* Set the first part, zero the rest. */
struct facts {
    const struct counting *counting; /* borrowed */
    const char *compare[2]; /* values of the group whose words are compared, or
                               NULL: the two largest; borrowed */

    size_t *first;   /* [axes] of their labels among all, */
    size_t labels;   /* which are so many */
    uint64_t *count; /* [counting.size] of all */
    uint64_t *bin;   /* [axes][FACTS_BINS] of labelled ones, by polarity, or
                        by the probability of the label */
    struct tallies months, groups;
    uint64_t dated, unread, grouped; /* records whose date was read, or not; and
                                        with a group */
    struct buffer unread_dates;      /* the first ones, a line each */
    struct vocabulary words; /* columns: labels, then groups by number */
    struct extremes extremes;
    struct row_list rows;
    struct buffer bad; /* lines about the first bad records */
    uint64_t used;     /* fields, see meanings_find */
};

/* TENOR_ENOMEM; to be released in any case. */
bool facts_init(struct facts *f, struct tenor_error *err);
void facts_release(struct facts *f);

/* Add what was seen in the next chunk. TENOR_ENOMEM. */
bool facts_add(struct facts *f, const struct corpus_chunk *c,
               struct tenor_error *err);

/* Poles of an axis as labels; false when it has none. */
bool facts_poles(const struct tenor_model *m, size_t axis, size_t *negative,
                 size_t *positive);

#endif
