#include "model/stem.h"

#include <limits.h>

#include <libstemmer.h>

/* A struct of our own name would only wrap the pointer, so the handle is the
 * library's, seen through an incomplete type. */
static struct sb_stemmer *library(struct stemmer *s)
{
    return (struct sb_stemmer *)s;
}

struct stemmer *stemmer_new(const char *name)
{
    return (struct stemmer *)sb_stemmer_new(name, "UTF_8");
}

void stemmer_free(struct stemmer *s)
{
    sb_stemmer_delete(library(s));
}

struct str stemmer_stem(struct stemmer *s, struct str word)
{
    if (!s || word.len > INT_MAX)
        return word;
    const sb_symbol *stem = sb_stemmer_stem(
        library(s), (const sb_symbol *)word.s, (int)word.len);
    if (!stem)
        return word;
    return (struct str){(const char *)stem,
                        (size_t)sb_stemmer_length(library(s))};
}
