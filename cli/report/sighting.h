/* What a report keeps of a record of a corpus while it looks at the next ones.
 *
 * Strings are views of a buffer, by their places in it, since buffers grow. The
 * labels and probabilities stand in arrays beside it. */
#ifndef TENOR_CLI_REPORT_SIGHTING_H
#define TENOR_CLI_REPORT_SIGHTING_H

#include "cli/report/date_text.h"

/* Strings of a record. */
enum sighting_part {
    SIGHTING_ID,
    SIGHTING_TITLE, /* or how its text begins */
    SIGHTING_GROUP,
    SIGHTING_URL,        /* http: or https: alone */
    SIGHTING_DATE,       /* as it stands, where it cannot be read */
    SIGHTING_TEXT,       /* what was scored, unless it is too long; */
    SIGHTING_TEXT_TITLE, /* and with it, as a title */
    SIGHTING_PARTS
};

/* Bytes that are kept of the parts, in their order. A longer text is not kept
 * at all: what is said about an article is about all of it. */
#define SIGHTING_NAME ((size_t)160)
#define SIGHTING_TEXT_MAX ((size_t)256 << 10)
#define SIGHTING_URL_MAX ((size_t)1000) /* no longer one is kept */

#define SIGHTING_NO_LABEL UINT32_MAX

struct sighting {
    uint64_t number;            /* of the record, from 1 */
    size_t end[SIGHTING_PARTS]; /* in the buffer, behind each other, */
    size_t begin;               /* from here on */
    struct date date;           /* month 0: none, or it cannot be read */
    bool bad;                   /* it has no result, labels and text */
    bool named;                 /* the title is a field of it */
};

static inline struct str sighting_part(const struct sighting *s,
                                       const char *bytes,
                                       enum sighting_part part)
{
    const size_t begin = part ? s->end[part - 1] : s->begin;

    return (struct str){bytes + begin, s->end[part] - begin};
}

#endif
