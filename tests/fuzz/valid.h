/* Whether bytes are UTF-8, for targets whose results must be. */
#ifndef TENOR_TESTS_FUZZ_VALID_H
#define TENOR_TESTS_FUZZ_VALID_H

#include "model/base.h"
#include "model/utf8.h"

static inline bool is_utf8(struct str s)
{
    size_t bad = 0;
    uint32_t c;

    for (size_t i = 0; i < s.len;)
        i += utf8_decode(s.s + i, s.len - i, &c, &bad);
    return bad == 0;
}

#endif
