#include "datasets/digest.h"

void digest_init(struct digest *d)
{
    SHA256Init(&d->context);
}

void digest_add(struct digest *d, struct str bytes)
{
    SHA256Update(&d->context, (const uint8_t *)bytes.s, bytes.len);
}

void digest_hex(struct digest *d, char hex[DIGEST_HEX])
{
    SHA256End(&d->context, hex);
}
