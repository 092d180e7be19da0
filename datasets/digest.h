/* SHA-256, the fingerprint of corpora. The only user of libmd. */
#ifndef TENOR_DATASETS_DIGEST_H
#define TENOR_DATASETS_DIGEST_H

#include <sha2.h>

#include "model/base.h"

#define DIGEST_HEX 65 /* 64 digits and a NUL */

struct digest {
    SHA2_CTX context;
};

void digest_init(struct digest *d);
void digest_add(struct digest *d, struct str bytes);

/* Finish, as lower-case hexadecimal digits. */
void digest_hex(struct digest *d, char hex[DIGEST_HEX]);

#endif
