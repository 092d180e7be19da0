/* The Content-Type of a request: "text/plain; charset=utf-8" (RFC 9110, 8.3).
 */
#ifndef TENOR_CLI_SERVE_MEDIA_H
#define TENOR_CLI_SERVE_MEDIA_H

#include "model/base.h"

struct media {
    struct str type;    /* "text/plain", as it stands */
    struct str charset; /* without quotes; a NULL view without one */
};

/* The parts of a header, borrowed from it. False when it is none; a charset
 * with a backslash is none either. */
bool media_read(struct str header, struct media *m);

/* Whether two names are equal but for the case of ASCII letters. */
bool media_equal(struct str a, struct str b);

#endif
