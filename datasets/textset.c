#include "datasets/textset.h"

#include <stdlib.h>

bool is_sha256(const char *word)
{
    return strlen(word) == DIGEST_HEX - 1 &&
           strspn(word, "0123456789abcdef") == DIGEST_HEX - 1;
}

bool textset_add(struct textset *t, const char sha256[DIGEST_HEX])
{
    if (!GROW(t->sha256, t->n + 1, t->capacity))
        return false;
    memcpy(t->sha256[t->n++], sha256, DIGEST_HEX);
    return true;
}

static int by_digits(const void *a, const void *b)
{
    return strcmp(a, b);
}

void textset_sort(struct textset *t)
{
    size_t kept = 0;

    if (t->n)
        qsort(t->sha256, t->n, sizeof *t->sha256, by_digits);
    for (size_t i = 0; i < t->n; i++)
        if (kept == 0 || strcmp(t->sha256[i], t->sha256[kept - 1]) != 0)
            memmove(t->sha256[kept++], t->sha256[i], sizeof *t->sha256);
    t->n = kept;
}

size_t textset_find(const struct textset *t, const char sha256[DIGEST_HEX])
{
    const char(*at)[DIGEST_HEX] =
        t && t->n
            ? bsearch(sha256, t->sha256, t->n, sizeof *t->sha256, by_digits)
            : NULL;

    return at ? (size_t)(at - (const char(*)[DIGEST_HEX])t->sha256) : SIZE_MAX;
}

bool textset_has(const struct textset *t, struct str text)
{
    char sha256[DIGEST_HEX];

    if (!t || t->n == 0) /* what is not asked for costs no hash */
        return false;
    digest_of(text, sha256);
    return textset_find(t, sha256) != SIZE_MAX;
}

void textset_release(struct textset *t)
{
    free(t->sha256);
    *t = (struct textset){0};
}
