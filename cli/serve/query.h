/* The query of a request, "axes=sentiment&title=A%20day": what stands behind
 * the question mark, read as forms write it (application/x-www-form-urlencoded,
 * URL standard of the WHATWG), but that what is wrong there is an error here.
 */
#ifndef TENOR_CLI_SERVE_QUERY_H
#define TENOR_CLI_SERVE_QUERY_H

#include "model/base.h"

struct query_value {
    const char *name;
    const char *value; /* set: decoded, with a NUL behind; NULL without */
};

/* Set the values of these names [n] from a query.
 *
 *   text  what they point into, empty at first; to be freed
 *
 * False with what is wrong appended to *why, which is empty and to be freed; it
 * stays empty when memory ran out. Wrong are other names, a name that is
 * repeated or has no value, a % without two hexadecimal digits, and a NUL. */
bool query_read(struct str query, struct query_value *value, size_t n,
                struct buffer *text, struct buffer *why);

#endif
