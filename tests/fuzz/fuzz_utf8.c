#include "model/utf8.h"

#include <string.h>

#include "tests/fuzz/fuzz.h"

static bool is_scalar(uint32_t c)
{
    return c <= 0x10FFFF && (c < 0xD800 || c > 0xDFFF);
}

/* Walk over the bytes; returns the number of invalid sequences. */
static size_t walk(const char *s, size_t len)
{
    size_t bad = 0;

    for (size_t i = 0; i < len;) {
        const size_t before = bad;
        uint32_t c = UINT32_MAX;
        const size_t size = utf8_decode(s + i, len - i, &c, &bad);
        char again[4];

        CHECK(size >= 1 && size <= 4 && size <= len - i);
        CHECK(is_scalar(c));
        CHECK(bad == before || (bad == before + 1 && c == UTF8_REPLACEMENT));
        if (bad == before)
            CHECK(utf8_put(c, again) == size &&
                  memcmp(again, s + i, size) == 0);
        CHECK(utf8_class(c) <= UTF8_PICTURE);
        CHECK(!utf8_is_upper(c) || utf8_class(c) == UTF8_LETTER);
        utf8_is_full_stop(c);
        i += size;
    }
    return bad;
}

static void fold(const char *s, size_t len, bool dotless, size_t room)
{
    /* Just as large as it may be, so that writing on is noticed. */
    char *out = malloc(room ? room : 1);

    CHECK(out);
    const size_t folded = utf8_fold(s, len, dotless, out, room);
    CHECK(folded <= room);
    CHECK(walk(out, folded) == 0);
    free(out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *s = (const char *)data;

    walk(s, size);
    for (int dotless = 0; dotless < 2; dotless++) {
        fold(s, size, dotless, 4 * size + 64);
        fold(s, size, dotless, size);
        fold(s, size, dotless, size / 2);
        fold(s, size, dotless, 0);
    }
    return 0;
}
