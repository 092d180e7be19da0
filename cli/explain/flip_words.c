#include "cli/explain/flip_words.h"

#include <stdlib.h>

/* A token and the group it belongs to. */
struct flip_group {
    uint64_t group;
    uint32_t token;
};

/* ---- reading ------------------------------------------------------------- */

static bool is_word(const struct flip_token *t)
{
    return t->kind == TOKEN_WORD || t->kind == TOKEN_HASHTAG;
}

/* The bytes that a sign is to features (term.h). */
static struct str sign_of(struct str text, enum token_kind kind)
{
    switch (kind) {
    case TOKEN_URL:
        return STR("<url>");
    case TOKEN_MENTION:
        return STR("<mention>");
    case TOKEN_PUNCT:
        return (struct str){text.s, term_punctuation(text)};
    default:
        return text;
    }
}

/* What a token is to features and, as a word, the group that it is in. */
static uint64_t analyse(struct terms *terms, struct str text,
                        struct flip_token *t)
{
    struct str bytes = {text.s + t->begin, t->end - t->begin}, folded, stem;

    if (!is_word(t)) {
        const struct str sign = sign_of(bytes, t->kind);
        t->stem = word_hash(sign.s, sign.len);
        t->term = sign.len > 0;
        return word_hash(bytes.s, bytes.len);
    }
    if (t->kind == TOKEN_HASHTAG)
        bytes = (struct str){bytes.s + 1, bytes.len - 1};
    const struct word w = words_analyse(&terms->words, bytes, &folded, &stem);
    t->stem = w.stem;
    t->flags = (uint16_t)w.flags;
    t->term = !(w.flags & WORD_STOPPED);
    return w.stem;
}

static bool read_tokens(struct flip_words *w, struct terms *terms)
{
    const struct language *language = terms->words.language;
    struct scanner scanner;
    struct token t;
    size_t in_sentence = 0;

    scanner_init(&scanner, w->text, language && language->elision,
                 &terms->abbreviations);
    while (scanner_next(&scanner, &t)) {
        const size_t n = w->tokens;
        if (!GROW(w->token, n + 1, w->token_capacity) ||
            !GROW(w->group, n + 1, w->group_capacity))
            return false;
        if (n == 0 || t.sentence || in_sentence == SENTENCE_MAX) {
            w->sentences++;
            in_sentence = 0;
        }
        in_sentence++;
        w->token[n] =
            (struct flip_token){.begin = (uint32_t)t.begin,
                                .end = (uint32_t)t.end,
                                .word = FLIP_STAYS,
                                .sentence = (uint32_t)(w->sentences - 1),
                                .kind = t.kind};
        w->group[n].group = analyse(terms, w->text, &w->token[n]);
        w->group[n].token = (uint32_t)n;
        w->tokens++;
    }
    return true;
}

static int by_group(const void *a, const void *b)
{
    const struct flip_group *x = a, *y = b;

    if (x->group != y->group)
        return x->group < y->group ? -1 : 1;
    return (x->token > y->token) - (x->token < y->token);
}

static int by_first(const void *a, const void *b)
{
    const struct flip_word *x = a, *y = b;

    return (x->first > y->first) - (x->first < y->first);
}

/* Plain punctuation carries no evidence, and is no word. */
static bool carries(const struct flip_token *t)
{
    return t->kind != TOKEN_PUNCT || t->term;
}

/* Put the tokens of each word together, and number the words. */
static bool number_words(struct flip_words *w)
{
    size_t at = 0;

    if (w->tokens)
        qsort(w->group, w->tokens, sizeof *w->group, by_group);
    while (at < w->tokens) {
        struct flip_word word = {.group = w->group[at].group,
                                 .first = UINT32_MAX};
        size_t end = at;
        for (; end < w->tokens && w->group[end].group == word.group; end++) {
            if (!carries(&w->token[w->group[end].token]))
                continue;
            if (word.tokens++ == 0)
                word.first = w->group[end].token;
        }
        at = end;
        if (word.tokens == 0)
            continue;
        if (!GROW(w->word, w->words + 1, w->word_capacity))
            return false;
        w->word[w->words++] = word;
    }
    if (w->words)
        qsort(w->word, w->words, sizeof *w->word, by_first);
    return true;
}

static int by_group_alone(const void *a, const void *b)
{
    const struct flip_group *x = a, *y = b;

    return (x->group > y->group) - (x->group < y->group);
}

/* Write the number of its word into each token. */
static void tell_tokens(struct flip_words *w)
{
    for (size_t i = 0; i < w->words; i++) {
        const struct flip_group key = {.group = w->word[i].group};
        const struct flip_group *g = bsearch(&key, w->group, w->tokens,
                                             sizeof *w->group, by_group_alone);
        while (g > w->group && g[-1].group == key.group)
            g--;
        for (; g < w->group + w->tokens && g->group == key.group; g++)
            if (carries(&w->token[g->token]))
                w->token[g->token].word = (uint32_t)i;
    }
}

bool flip_words_read(struct flip_words *w, struct terms *terms, struct str text)
{
    w->text = text;
    w->tokens = w->words = w->sentences = 0;
    if (!read_tokens(w, terms) || !number_words(w))
        return false;
    tell_tokens(w);
    return true;
}

void flip_words_release(struct flip_words *w)
{
    free(w->token);
    free(w->word);
    free(w->group);
    *w = (struct flip_words){0};
}

/* ---- cutting ------------------------------------------------------------- */

static bool is_line_end(char c)
{
    return c == '\n' || c == '\r';
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || is_line_end(c);
}

/* A word was cut behind `out` and before byte *at: see to the blanks. */
static bool close_gap(struct str text, size_t *at, struct buffer *out)
{
    const bool first = out->len == 0, last = *at == text.len;
    const char before = first ? ' ' : out->data[out->len - 1];
    const char behind = last ? ' ' : text.s[*at];

    if (!is_blank(before) && !is_blank(behind))
        return buffer_add(out, " ", 1);
    if (!is_blank(before) || !is_blank(behind))
        return true;
    if (!last && (!is_line_end(behind) || first))
        ++*at;
    else if (!first && !is_line_end(before))
        out->len--;
    else if (!last)
        *at += behind == '\r' && *at + 1 < text.len && text.s[*at + 1] == '\n'
                   ? 2
                   : 1;
    return true;
}

bool flip_words_cut(const struct flip_words *w, const bool *gone,
                    struct buffer *out)
{
    size_t at = 0;

    out->len = 0;
    for (size_t i = 0; i < w->tokens; i++) {
        const struct flip_token *t = &w->token[i];
        if (t->word == FLIP_STAYS || !gone[t->word])
            continue;
        if (t->begin > at && !buffer_add(out, w->text.s + at, t->begin - at))
            return false;
        at = t->end;
        if (!close_gap(w->text, &at, out))
            return false;
    }
    return buffer_add(out, w->text.s + at, w->text.len - at);
}
