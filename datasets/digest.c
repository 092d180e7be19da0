#include "datasets/digest.h"

#include <stdio.h>

void digest_init(struct digest *d)
{
    sha256_init(&d->context);
}

void digest_add(struct digest *d, struct str bytes)
{
    sha256_update(&d->context, bytes.len, (const uint8_t *)bytes.s);
}

void digest_hex(struct digest *d, char hex[DIGEST_HEX])
{
    uint8_t sum[SHA256_DIGEST_SIZE];

    sha256_digest(&d->context, sizeof sum, sum);
    for (size_t i = 0; i < sizeof sum; i++)
        snprintf(hex + 2 * i, 3, "%02x", sum[i]);
}

void digest_of(struct str bytes, char hex[DIGEST_HEX])
{
    struct digest d;

    digest_init(&d);
    digest_add(&d, bytes);
    digest_hex(&d, hex);
}

void digest_base64_of(struct str bytes, char base64[DIGEST_BASE64])
{
    struct digest d;
    uint8_t sum[SHA256_DIGEST_SIZE];

    digest_init(&d);
    digest_add(&d, bytes);
    sha256_digest(&d.context, sizeof sum, sum);
    base64_encode_raw(base64, sizeof sum, sum);
    base64[DIGEST_BASE64 - 1] = '\0';
}
