/* Which fields of a record say what it is: those that were named, else the
 * first of the usual ones that it has. */
#ifndef TENOR_CLI_REPORT_MEANINGS_H
#define TENOR_CLI_REPORT_MEANINGS_H

#include "cli/label/records.h"

enum meaning {
    MEANING_ID,
    MEANING_TITLE,
    MEANING_DATE,
    MEANING_GROUP,
    MEANING_URL,
    MEANINGS
};

struct meanings {
    struct fields fields; /* of label: every name that is looked for */
    size_t first[MEANINGS], end[MEANINGS]; /* of fields.name */
};

/* name [MEANINGS]: fields that were named, borrowed; NULL: the usual ones. A
 * table without one that was named is an error of its reader. TENOR_ENOMEM; to
 * be released in any case. */
bool meanings_init(struct meanings *m, const char *const *name,
                   struct tenor_error *err);
void meanings_release(struct meanings *m);

/* The value of a record, empty where it has none; of JSON, strings and numbers
 * alone. `used` has the bit of a field set that gave one. */
struct str meanings_find(const struct meanings *m,
                         const struct corpus_columns *c, const struct record *r,
                         enum meaning what, uint64_t *used);

#endif
