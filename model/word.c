#include "model/word.h"

#include <stdlib.h>
#include <string.h>

#include "model/utf8.h"

bool words_init(struct words *w, const char *language, bool stemming,
                const struct wordset *stops)
{
    *w = (struct words){.language = language_find(language), .stops = stops};
    if (w->language && !wordset_init(&w->negators, w->language->negators))
        goto failed;
    if (w->language && !langid_init(&w->langid, w->language))
        goto failed;
    if (w->language && stemming) {
        w->stemmer = stemmer_new(w->language->name);
        if (!w->stemmer)
            goto failed;
    }
    return true;
failed:
    words_release(w);
    return false;
}

void words_release(struct words *w)
{
    stemmer_free(w->stemmer);
    langid_release(&w->langid);
    wordset_release(&w->negators);
    *w = (struct words){0};
}

/* Fold bytes of pure ASCII; 0 when there are others. */
static size_t fold_ascii(struct str word, char *out)
{
    for (size_t i = 0; i < word.len; i++) {
        unsigned char c = (unsigned char)word.s[i];
        if (c >= 0x80)
            return 0;
        out[i] = (char)(c >= 'A' && c <= 'Z' ? c | 32 : c);
    }
    return word.len;
}

/* Shorten runs of three or more of one letter to two, in place. */
static size_t shorten(char *s, size_t len, bool *stretched)
{
    size_t out = 0, previous = 0, run = 0, ignored = 0;
    uint32_t last = 0;

    for (size_t i = 0; i < len;) {
        uint32_t c;
        size_t size = utf8_decode(s + i, len - i, &c, &ignored);
        bool letter = utf8_class(c) == UTF8_LETTER;
        run = letter && c == last && previous == size ? run + 1 : 1;
        if (run <= 2) {
            memmove(s + out, s + i, size);
            out += size;
        } else {
            *stretched = true;
        }
        last = c;
        previous = size;
        i += size;
    }
    return out;
}

static bool has_run(const char *s, size_t len)
{
    for (size_t i = 2; i < len; i++)
        if (s[i] == s[i - 1] && s[i] == s[i - 2])
            return true;
    return false;
}

struct str words_fold(struct words *w, struct str surface, bool *stretched)
{
    bool dotless = w->language && w->language->dotless;
    size_t len = 0;

    *stretched = false;
    if (surface.len > WORD_MAX)
        return surface;
    if (!dotless)
        len = fold_ascii(surface, w->folded);
    bool ascii = len > 0;
    if (!ascii)
        len = utf8_fold(surface.s, surface.len, dotless, w->folded,
                        sizeof w->folded);
    if (len == 0)
        return surface;
    if (!ascii || has_run(w->folded, len))
        len = shorten(w->folded, len, stretched);
    return (struct str){w->folded, len};
}

static bool all_capitals(struct str word)
{
    size_t letters = 0, ignored = 0;

    for (size_t i = 0; i < word.len;) {
        uint32_t c;
        i += utf8_decode(word.s + i, word.len - i, &c, &ignored);
        if (utf8_class(c) != UTF8_LETTER)
            continue;
        if (!utf8_is_upper(c))
            return false;
        letters++;
    }
    return letters >= 2;
}

static bool is_negator(const struct words *w, struct str folded)
{
    if (!w->language)
        return false;
    if (wordset_has(&w->negators, word_hash(folded.s, folded.len)))
        return true;
    const char *list = w->language->endings;
    struct str ending;
    while (str_next_word(&list, &ending))
        if (folded.len > ending.len &&
            memcmp(folded.s + folded.len - ending.len, ending.s, ending.len) ==
                0)
            return true;
    return false;
}

struct word words_analyse(struct words *w, struct str surface,
                          struct str *folded, struct str *stem)
{
    struct word word = {0};
    bool stretched;

    *folded = words_fold(w, surface, &stretched);
    *stem = surface.len > WORD_MAX ? *folded
                                   : stemmer_stem(w->stemmer, *folded);
    word.stem = word_hash(stem->s, stem->len);
    if (w->language)
        word.languages = langid_look(&w->langid, surface, *folded);
    if (stretched)
        word.flags |= WORD_STRETCHED;
    if (surface.len <= WORD_MAX && all_capitals(surface))
        word.flags |= WORD_CAPITALS;
    if (is_negator(w, *folded))
        word.flags |= WORD_NEGATOR;
    else if (w->stops && wordset_has(w->stops, word.stem))
        word.flags |= WORD_STOPPED;
    return word;
}
