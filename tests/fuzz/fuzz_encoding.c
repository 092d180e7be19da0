/* A text in some encoding: however it is cut into pieces, the result is that of
 * the whole, and UTF-8 but for its bad bytes. The first byte chooses the
 * encoding, the second how it is cut. */
#include "cli/label/encoding.h"

#include <string.h>

#include "model/utf8.h"
#include "tests/fuzz/fuzz.h"
#include "train/random.h"

static const char *const name[] = {
    "UTF-8",       "UTF-16",       "UTF-16LE",     "UTF-32",
    "UCS-2",       "UCS-4",        "UCS-4LE",      "UTF-7",
    "ISO-8859-1",  "WINDOWS-1252", "WINDOWS-1255", "WINDOWS-1258",
    "KOI8-R",      "SHIFT_JIS",    "EUC-JP",       "EUC-JISX0213",
    "ISO-2022-JP", "ISO-2022-KR",  "ISO-2022-CN",  "BIG5-HKSCS",
    "GB18030",     "EUC-TW",       "TSCII",        "IBM1364",
};

struct result {
    struct buffer utf8;
    struct bad_bytes bad;
};

static void release(struct result *r)
{
    free(r->utf8.data);
    free(r->bad.at);
}

/* Pieces up to `most` bytes; 0: one whole. */
static void convert(struct encoding *e, struct str text, size_t most,
                    struct result *r)
{
    struct tenor_error err = {0};
    uint64_t seed = most;

    if (most == 0) {
        CHECK(encoding_whole(e, text, &r->utf8, &r->bad, &err));
        return;
    }
    CHECK(encoding_restart(e, &err));
    while (text.len > 0) {
        size_t n = 1 + random_below(&seed, most);
        n = n < text.len ? n : text.len;
        CHECK(
            encoding_add(e, (struct str){text.s, n}, &r->utf8, &r->bad, &err));
        text = (struct str){text.s + n, text.len - n};
    }
    CHECK(encoding_end(e, &r->utf8, &r->bad, &err));
}

static void check(const struct result *r, size_t size)
{
    size_t bad = 0, marks = 0;
    uint32_t c;

    for (size_t i = 0; i < r->utf8.len;) {
        marks += r->utf8.data[i] == ENCODING_BAD;
        i += utf8_decode(r->utf8.data + i, r->utf8.len - i, &c, &bad);
    }
    CHECK(bad == r->bad.n && marks == bad);
    for (size_t i = 0; i < bad; i++) {
        CHECK(r->bad.at[i] < size);
        CHECK(i == 0 || r->bad.at[i] > r->bad.at[i - 1]);
    }
}

static void check_same(const struct result *a, const struct result *b)
{
    CHECK(a->utf8.len == b->utf8.len && a->bad.n == b->bad.n);
    CHECK(a->utf8.len == 0 ||
          memcmp(a->utf8.data, b->utf8.data, a->utf8.len) == 0);
    CHECK(a->bad.n == 0 ||
          memcmp(a->bad.at, b->bad.at, a->bad.n * sizeof *a->bad.at) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct result whole = {0}, pieces = {0};
    struct tenor_error err = {0};
    struct encoding *e;

    if (size < 2)
        return 0;
    const struct str text = {(const char *)data + 2, size - 2};
    const char *chosen = name[data[0] % (sizeof name / sizeof *name)];
    if (!encoding_open(&e, chosen, &err))
        return 0; /* not part of every installation */
    convert(e, text, 0, &whole);
    check(&whole, text.len);
    convert(e, text, 1 + data[1], &pieces);
    check_same(&whole, &pieces);
    encoding_close(e);
    release(&whole);
    release(&pieces);
    return 0;
}
