#include "cli/explain/flip_firm.h"

#include <stdlib.h>

#include "model/utf8.h"

static uint32_t point_at(struct str text, size_t at)
{
    uint32_t point;
    size_t bad = 0;

    utf8_decode(text.s + at, text.len - at, &point, &bad);
    return point;
}

static bool is_plain(struct str text)
{
    return !memchr(text.s, '<', text.len) && !memchr(text.s, '&', text.len) &&
           utf8_invalid(text.s, text.len) == text.len;
}

/* One line, with nothing behind it but blanks. */
static bool is_line(const struct flip_words *w)
{
    const size_t end = w->tokens ? w->token[w->tokens - 1].end : 0;

    for (size_t at = w->tokens ? w->token[0].begin : 0; at < end;) {
        uint32_t point;
        size_t bad = 0;
        at += utf8_decode(w->text.s + at, end - at, &point, &bad);
        if (utf8_class(point) == UTF8_NEWLINE || point == '\r')
            return false;
    }
    return true;
}

/* What may end a sentence: where a space follows, or in any case. */
enum stop { NO_STOP, SPACED, ALONE };

static enum stop stop_of(const struct flip_words *w, size_t i)
{
    const uint32_t c = point_at(w->text, w->token[i].begin);

    if (w->token[i].kind != TOKEN_PUNCT)
        return NO_STOP;
    return utf8_is_full_stop(c)                              ? ALONE
           : c == '.' || c == '!' || c == '?' || c == 0x2026 ? SPACED
                                                             : NO_STOP;
}

/* Whether a stop stands before the last word. */
static bool has_stop(const struct flip_words *w)
{
    bool stop = false;

    for (size_t i = 0; i < w->tokens; i++) {
        if (w->token[i].kind != TOKEN_PUNCT && stop)
            return true;
        stop |= stop_of(w, i) != NO_STOP;
    }
    return false;
}

/* Whether signs with tone may be where a sentence has ended, or come to be
 * there: it then depends on words before them what goes on behind them. One
 * that is a stop itself ends its sentence in any case. */
static bool has_sign_behind_stop(const struct flip_words *w)
{
    enum stop before = NO_STOP;

    for (size_t i = 0; i < w->tokens; i++) {
        const struct flip_token *t = &w->token[i];
        const enum stop stop = stop_of(w, i);
        const bool sign =
            t->term && (t->kind == TOKEN_PUNCT || t->kind == TOKEN_EMOTICON ||
                        t->kind == TOKEN_EMOJI);
        if (sign && (before == ALONE || (before && !stop) ||
                     (i > 0 && t[-1].kind == TOKEN_PUNCT)))
            return true;
        before = stop > before ? stop : before;
    }
    return false;
}

/* Whether a text without the words that are gone has the other tokens. */
static bool keeps(const struct flip_words *w, const struct terms *terms,
                  const bool *gone, struct str left)
{
    const struct language *language = terms->words.language;
    struct scanner scanner;
    struct token t;
    size_t at = 0;

    scanner_init(&scanner, left, language && language->elision,
                 &terms->abbreviations);
    while (scanner_next(&scanner, &t)) {
        while (at < w->tokens && w->token[at].word != FLIP_STAYS &&
               gone[w->token[at].word])
            at++;
        if (at == w->tokens)
            return false;
        const struct flip_token *old = &w->token[at++];
        if (t.kind != old->kind || t.end - t.begin != old->end - old->begin ||
            memcmp(left.s + t.begin, w->text.s + old->begin, t.end - t.begin) !=
                0)
            return false;
    }
    while (at < w->tokens && w->token[at].word != FLIP_STAYS &&
           gone[w->token[at].word])
        at++;
    return at == w->tokens;
}

static bool keeps_each(const struct flip_words *w, const struct terms *terms,
                       bool *firm)
{
    bool *gone = mem_zero(w->words + 1, sizeof *gone);
    struct buffer left = {0};
    bool ok = gone != NULL;

    *firm = true;
    for (size_t i = 0; ok && *firm && i < w->words; i++) {
        gone[i] = true;
        ok = flip_words_cut(w, gone, &left);
        *firm = ok && keeps(w, terms, gone, (struct str){left.data, left.len});
        gone[i] = false;
    }
    free(left.data);
    free(gone);
    return ok;
}

bool flip_firm(const struct flip_words *w, struct tenor_scorer *s, size_t axis,
               bool *firm)
{
    const enum axis_scope scope = s->model->axis[axis].scope;
    const bool articles =
        scope != AXIS_TITLE && s->model->has_scope[AXIS_SENTENCES];

    *firm = w->tokens > 0 && w->tokens <= SENTENCE_MAX && is_plain(w->text) &&
            !has_sign_behind_stop(w) && (!articles || is_line(w));
    if (*firm && scope == AXIS_SENTENCES)
        *firm = w->sentences == 1 && s->rows == 1 && !s->quotes_dropped &&
                !has_stop(w);
    return !*firm || keeps_each(w, &s->extractor.terms, firm);
}
