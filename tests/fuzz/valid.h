/* Whether bytes are UTF-8, for targets whose results must be. */
#ifndef TENOR_TESTS_FUZZ_VALID_H
#define TENOR_TESTS_FUZZ_VALID_H

#include "model/base.h"
#include "model/utf8.h"

static inline bool is_utf8(struct str s)
{
    return utf8_invalid(s.s, s.len) == s.len;
}

#endif
