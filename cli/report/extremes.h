/* The articles of a corpus that stand out: for each label of each axis those
 * with the highest probability of it, and for each axis those where it is least
 * certain, by the entropy of the probabilities over that of equal ones (Shannon
 * 1948): 0 to 1. Where values are equal, the record that came first does.
 *
 * The few that are kept are copied, each once. One thread. */
#ifndef TENOR_CLI_REPORT_EXTREMES_H
#define TENOR_CLI_REPORT_EXTREMES_H

#include "cli/label/counting.h"
#include "cli/report/sighting.h"

#define EXTREMES_AXIS 10     /* about so many of an axis are most extreme, */
#define EXTREMES_UNCERTAIN 8 /* and so many most uncertain */

/* A record that is kept. */
struct kept {
    struct sighting of; /* its strings are in bytes */
    struct buffer bytes;
    uint32_t *label; /* [axes] */
    double *p;       /* [labels] */
    size_t lists;    /* that it is in */
};

struct top {
    double value;
    uint64_t number; /* of the record */
    size_t kept;     /* in extremes.kept */
};

/* The top ones by one value, highest first. */
struct top_list {
    struct top *top; /* [most] */
    size_t n, most;
};

struct extremes {
    const struct counting *counting;
    struct top_list *label;     /* [labels] as sightings have them */
    struct top_list *uncertain; /* [axes] */
    struct kept *kept;          /* [n] */
    size_t n, capacity;
};

/* False when memory ran out; to be released in any case. */
bool extremes_init(struct extremes *e, const struct counting *c);
void extremes_release(struct extremes *e);

/* Look at one more record, whose strings are in `bytes`.
 *
 *   label  [axes]    SIGHTING_NO_LABEL: none on this axis
 *   p      [labels]  of an axis behind those of the axis before
 *
 * False when memory ran out. */
bool extremes_note(struct extremes *e, const struct sighting *s,
                   const char *bytes, const uint32_t *label, const double *p);

/* The entropy of K probabilities over that of equal ones; 0 for one. */
double extremes_entropy(const double *p, size_t K);

#endif
