/* Bearer tokens (RFC 6750): a file of those that are good, one a line, and the
 * header of a request that has one. */
#ifndef TENOR_CLI_SERVE_BEARER_H
#define TENOR_CLI_SERVE_BEARER_H

#include "model/base.h"

/* Zero it to start. Read-only once it is read: any number of threads. */
struct bearer {
    struct buffer file;
    struct str *token; /* [n] in the file */
    size_t n, capacity;
};

/* Read the file. Lines of white space are passed over. TENOR_EIO, also when
 * users other than the owner and those of its group may read it, or others than
 * the owner write it; TENOR_EDATA when there is no token in it, or one that
 * cannot stand in a header; TENOR_ENOMEM. */
bool bearer_read(struct bearer *b, const char *path, struct tenor_error *err);
void bearer_release(struct bearer *b);

/* The same for the bytes of a file, which are copied. `path` is for messages.
 */
bool bearer_parse(struct bearer *b, struct str bytes, const char *path,
                  struct tenor_error *err);

/* Whether the value of a header Authorization, or NULL, has one of the tokens.
 * How long it takes depends on what was sent and the number of tokens, not on
 * what they are. */
bool bearer_accepts(const struct bearer *b, const char *header);

#endif
