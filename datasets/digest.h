/* SHA-256, the fingerprint of corpora, models and outputs. The only user of
 * nettle, which uses what the processor has for it. */
#ifndef TENOR_DATASETS_DIGEST_H
#define TENOR_DATASETS_DIGEST_H

#include <nettle/base64.h>
#include <nettle/sha2.h>

#include "model/base.h"

#define DIGEST_HEX 65 /* 64 digits and a NUL */

struct digest {
    struct sha256_ctx context;
};

void digest_init(struct digest *d);
void digest_add(struct digest *d, struct str bytes);

/* Finish, as lower-case hexadecimal digits. */
void digest_hex(struct digest *d, char hex[DIGEST_HEX]);

/* Of bytes that are at hand. */
void digest_of(struct str bytes, char hex[DIGEST_HEX]);

/* The same in base64 (RFC 4648), as browsers ask for it. */
#define DIGEST_BASE64 45 /* 44 signs and a NUL */
void digest_base64_of(struct str bytes, char base64[DIGEST_BASE64]);

#endif
