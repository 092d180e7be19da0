/* Counts for each value of a field, as they come: a month, an outlet. Each
 * value has an array of its own as cli/label/counting.h lays it out.
 *
 * Memory is bounded: values beyond the first TALLIES_MAX are counted together.
 * A value is cut at TALLIES_NAME bytes; what is equal so far is the same. */
#ifndef TENOR_CLI_REPORT_TALLIES_H
#define TENOR_CLI_REPORT_TALLIES_H

#include "cli/label/counting.h"
#include "cli/report/idmap.h"

#define TALLIES_MAX ((size_t)1 << 16)
#define TALLIES_NAME ((size_t)200)

struct tally {
    struct str name; /* ours */
    uint64_t *count; /* [counting.size] */
};

/* Set counting, zero the rest. */
struct tallies {
    const struct counting *counting; /* borrowed */
    struct tally *item; /* [n] in the order of their first record */
    size_t n, capacity;
    struct idmap index; /* of items, from 1 */
    uint64_t *beyond;   /* of further values, or NULL */
};

#define TALLIES_BEYOND SIZE_MAX

/* The number of a value, new or not; TALLIES_BEYOND when it has none. False
 * when memory ran out. */
bool tallies_find(struct tallies *t, struct str name, size_t *item);

/* The counts of a number that was found. */
uint64_t *tallies_count(struct tallies *t, size_t item);

void tallies_release(struct tallies *t);

/* Order: by records, most first, then by name; or by name. Numbers from before
 * mean nothing then. */
void tallies_by_records(struct tallies *t);
void tallies_by_name(struct tallies *t);

/* Put values together that have the first `len` bytes in common, named by
 * these; in the order of names. */
void tallies_merge(struct tallies *t, size_t len);

#endif
