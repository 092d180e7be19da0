#include "model/chars.h"

#include <stdlib.h>

#include "model/feature.h"
#include "model/utf8.h"

/* A character of the word; boundaries have no bytes. */
struct chars_point {
    uint32_t point;
    uint32_t begin, end;
};

void chars_release(struct chars *c)
{
    free(c->gram);
    free(c->point);
    *c = (struct chars){0};
}

/* Fill c->point, for which there is room; returns the number of characters. */
static size_t split(struct chars *c, struct str folded)
{
    size_t n = 0, ignored = 0;
    uint32_t i = 0;

    c->point[n++] = (struct chars_point){'_', 0, 0};
    while (i < folded.len) {
        struct chars_point *p = &c->point[n++];
        p->begin = i;
        i += (uint32_t)utf8_decode(folded.s + i, folded.len - i, &p->point,
                                   &ignored);
        p->end = i;
    }
    c->point[n++] = (struct chars_point){'_', i, i};
    return n;
}

/* Those that begin with character i of n. */
static void list_from(struct chars *c, size_t i, size_t n, unsigned min,
                      unsigned max)
{
    const struct chars_point *p = c->point + i;
    const size_t longest = n - i < max ? n - i : max;
    uint64_t content = p->point;

    for (size_t k = 1; k <= longest; k++) {
        if (k > 1)
            content = feature_extend(content, p[k - 1].point);
        if (k >= min && !(k == 1 && i == 0))
            c->gram[c->n++] =
                (struct chars_gram){content, p->begin, p[k - 1].end};
    }
}

bool chars_list(struct chars *c, struct str folded, unsigned min, unsigned max)
{
    c->n = 0;
    if (!GROW(c->point, folded.len + 2, c->point_capacity))
        return false;
    const size_t n = split(c, folded);
    if (!GROW(c->gram, n * max, c->capacity))
        return false;
    for (size_t i = 0; i + 1 < n; i++) /* a boundary alone is none */
        list_from(c, i, n, min, max);
    return true;
}

/* The next character, and where the one behind it begins. */
static inline size_t next_point(struct str word, size_t at, uint32_t *point)
{
    size_t ignored = 0;

    if (at >= word.len) {
        *point = '_';
        return at + 1;
    }
    *point = (unsigned char)word.s[at];
    return *point < 0x80
               ? at + 1
               : at + utf8_decode(word.s + at, word.len - at, point, &ignored);
}

/* Those that begin at `at`, with `content` of their first `k` - 1 characters.
 */
static inline size_t features_from(struct str word, size_t at, unsigned k,
                                   uint64_t content, unsigned min, unsigned max,
                                   uint64_t *feature)
{
    size_t n = 0;

    for (; k <= max && at <= word.len; k++) {
        uint32_t point;
        at = next_point(word, at, &point);
        content = k > 1 ? feature_extend(content, point) : point;
        if (k >= min)
            feature[n++] = feature_of(content, TENOR_FEATURE_CHARS);
    }
    return n;
}

size_t chars_features(struct str folded, unsigned min, unsigned max,
                      uint64_t *feature)
{
    /* The first boundary alone is none. */
    size_t n = features_from(folded, 0, 2, '_', min, max, feature);

    for (size_t at = 0; at < folded.len;) {
        uint32_t point;
        n += features_from(folded, at, 1, 0, min, max, feature + n);
        at = next_point(folded, at, &point);
    }
    return n;
}
