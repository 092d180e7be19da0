/* Mentions are found token by token: the folded words of a name, one after the
 * other, of a sentence. */
#include "model/target.h"

#include <stdlib.h>
#include <string.h>

#include "model/modelfile.h"
#include "model/placed.h"
#include "model/scorer.h"

/* A word or number, by hash; bare is without a possessive ending. */
struct piece {
    struct tenor_span span;
    size_t bare_end;
    uint64_t hash, bare;
    bool apart; /* a sentence, or a sign that is no dot, is before it */
};

struct pieces {
    struct piece *piece; /* [n] */
    size_t n, capacity;
};

/* ---- tokens -------------------------------------------------------------- */

/* Bytes of "'s", or of the apostrophe alone, at the end of a word. */
static size_t possessive(struct str word)
{
    static const struct str ending[] = {
        {"'s", 2}, {"'S", 2}, {"\xE2\x80\x99s", 4}, {"\xE2\x80\x99S", 4}};

    for (size_t i = 0; i < sizeof ending / sizeof *ending; i++)
        if (word.len > ending[i].len &&
            memcmp(word.s + word.len - ending[i].len, ending[i].s,
                   ending[i].len) == 0)
            return ending[i].len;
    return 0;
}

static uint64_t folded_hash(struct words *w, struct str word)
{
    bool stretched;

    if (word.len <= WORD_MAX)
        word = words_fold(w, word, &stretched);
    return word_hash(word.s, word.len);
}

static bool is_dots(struct str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.s[i] != '.')
            return false;
    return true;
}

static bool add_piece(struct pieces *p, struct words *w, struct str text,
                      const struct token *t, bool apart)
{
    const size_t begin = t->begin + (t->kind == TOKEN_HASHTAG);
    const struct str word = {text.s + begin, t->end - begin};
    const size_t ending = possessive(word);

    if (!GROW(p->piece, p->n + 1, p->capacity))
        return false;
    struct piece *to = &p->piece[p->n++];
    *to = (struct piece){.span = {begin, t->end},
                         .bare_end = t->end - ending,
                         .hash = folded_hash(w, word),
                         .apart = apart};
    to->bare = ending ? folded_hash(w, (struct str){word.s, word.len - ending})
                      : to->hash;
    return true;
}

static bool cut(struct pieces *p, struct terms *t, struct str text,
                struct tenor_error *err)
{
    const struct language *l = t->words.language;
    struct scanner s;
    struct token token;
    bool apart = true;

    scanner_init(&s, text, l && l->elision, &t->abbreviations);
    while (scanner_next(&s, &token)) {
        apart |= token.sentence;
        if (token.kind == TOKEN_PUNCT) {
            apart |= !is_dots(
                (struct str){text.s + token.begin, token.end - token.begin});
            continue;
        }
        if (!add_piece(p, &t->words, text, &token, apart))
            return fail_memory(err, "a target");
        apart = false;
    }
    return true;
}

/* ---- names --------------------------------------------------------------- */

/* Whether the text goes on with a name; *end is where that ends in the text. */
static bool match(const struct piece *text, size_t n, const struct piece *name,
                  size_t words, size_t *end)
{
    if (words == 0 || words > n)
        return false;
    for (size_t i = 0; i < words; i++) {
        const bool whole = text[i].hash == name[i].hash;
        if (i > 0 && text[i].apart)
            return false;
        if (!whole && (i + 1 < words || text[i].bare != name[i].hash))
            return false;
        *end = whole ? text[i].span.end : text[i].bare_end;
    }
    return true;
}

/* Names one behind the other, and where each ends. */
struct names {
    struct pieces pieces;
    size_t *end; /* [n] */
    size_t n, capacity;
};

static bool cut_names(struct names *names, struct terms *t, struct str all,
                      struct tenor_error *err)
{
    while (all.len) {
        const char *bar = memchr(all.s, '|', all.len);
        const size_t len = bar ? (size_t)(bar - all.s) : all.len;
        if (!cut(&names->pieces, t, (struct str){all.s, len}, err))
            return false;
        if (!GROW(names->end, names->n + 1, names->capacity))
            return fail_memory(err, "a target");
        names->end[names->n++] = names->pieces.n;
        all.s += len + (bar != NULL);
        all.len -= len + (bar != NULL);
    }
    return names->pieces.n ||
           fail(err, TENOR_EINVAL, 0, "the target has no word");
}

/* The longest name that the text goes on with, in pieces; 0: none. */
static size_t longest(const struct names *names, const struct piece *text,
                      size_t n, size_t *end)
{
    size_t most = 0, begin = 0, at;

    for (size_t i = 0; i < names->n; begin = names->end[i++]) {
        const size_t words = names->end[i] - begin;
        if (words > most &&
            match(text, n, names->pieces.piece + begin, words, &at)) {
            most = words;
            *end = at;
        }
    }
    return most;
}

/* ---- writing ------------------------------------------------------------- */

static bool copy(struct tenor_target *t, struct str text, size_t from,
                 size_t to)
{
    return from == to || buffer_add(&t->written, text.s + from, to - from);
}

static bool add_mention(struct tenor_target *t, struct str text, size_t *done,
                        struct tenor_span span)
{
    if (!copy(t, text, *done, span.begin) ||
        !GROW(t->mention, t->n + 1, t->capacity))
        return false;
    t->mention[t->n++] = (struct mention){span, t->written.len};
    *done = span.end;
    return buffer_add(&t->written, PLACED_TARGET, sizeof PLACED_TARGET - 1);
}

/* A word of the text that reads like a target is not to be one. */
static bool disguise(struct tenor_target *t, struct str text, size_t *done,
                     const struct piece *p)
{
    const size_t len = sizeof PLACED_TARGET - 1;

    if (p->span.end - p->span.begin < len ||
        memcmp(text.s + p->span.begin, PLACED_TARGET, len) != 0)
        return true;
    if (!copy(t, text, *done, p->span.begin) ||
        !buffer_add(&t->written, "t", 1))
        return false;
    *done = p->span.begin + 1;
    return true;
}

static bool write_text(struct tenor_target *t, struct str text,
                       const struct pieces *p, const struct names *names)
{
    size_t done = 0;
    bool ok = true;

    for (size_t i = 0; ok && i < p->n;) {
        struct tenor_span span = {.begin = p->piece[i].span.begin};
        const size_t n = longest(names, p->piece + i, p->n - i, &span.end);
        ok = n ? add_mention(t, text, &done, span)
               : disguise(t, text, &done, &p->piece[i]);
        i += n ? n : 1;
    }
    return ok && copy(t, text, done, text.len);
}

/* ---- public -------------------------------------------------------------- */

void tenor_target_free(struct tenor_target *t)
{
    if (!t)
        return;
    free(t->written.data);
    free(t->mention);
    free(t);
}

static const char *find_wrong(const struct tenor_model *m, size_t name_len)
{
    if (!m->settings.target)
        return "the model was not trained for targets";
    if (name_len > TENOR_TARGET_MAX)
        return "the target is longer than 1,000 bytes";
    return NULL;
}

bool tenor_target_find(const struct tenor_model *m, const char *text,
                       size_t len, const char *name, size_t name_len,
                       struct tenor_target **out, struct tenor_error *err)
{
    const struct str in = {text, len};
    const char *wrong = find_wrong(m, name_len);
    struct terms terms = {0};
    struct pieces pieces = {0};
    struct names names = {0};

    if (wrong)
        return fail(err, TENOR_EINVAL, 0, "%s", wrong);
    if (!terms_takes(in, err))
        return false;
    struct tenor_target *t = mem_zero(1, sizeof *t);
    bool ok =
        (t || fail_memory(err, "a target")) &&
        terms_init(&terms, m->settings.language, false, NULL, 0, err) &&
        cut_names(&names, &terms, (struct str){name, name_len}, err) &&
        cut(&pieces, &terms, in, err) &&
        (write_text(t, in, &pieces, &names) || fail_memory(err, "a target"));
    terms_release(&terms);
    free(pieces.piece);
    free(names.pieces.piece);
    free(names.end);
    if (ok)
        *out = t;
    else
        tenor_target_free(t);
    return ok;
}

size_t tenor_target_mentions(const struct tenor_target *t)
{
    return t->n;
}

struct tenor_span tenor_target_mention(const struct tenor_target *t, size_t i)
{
    return t->mention[i].span;
}

bool tenor_score_target(struct tenor_scorer *s, const struct tenor_target *t,
                        struct tenor_error *err)
{
    return tenor_score(s, t->written.data, t->written.len, err);
}

/* A byte of what was written; inside of a mention its begin or its end. */
static size_t place(const struct tenor_target *t, size_t at, bool end)
{
    const size_t len = sizeof PLACED_TARGET - 1;
    size_t low = 0, high = t->n;

    while (low < high) { /* mentions that begin before it, or there */
        const size_t middle = low + (high - low) / 2;
        const bool before =
            end ? t->mention[middle].at < at : t->mention[middle].at <= at;
        low = before ? middle + 1 : low;
        high = before ? high : middle;
    }
    if (low == 0)
        return at;
    const struct mention *m = &t->mention[low - 1];
    if (at >= m->at + len)
        return m->span.end + (at - m->at - len);
    return end ? m->span.end : m->span.begin;
}

struct tenor_span tenor_target_place(const struct tenor_target *t,
                                     struct tenor_span written)
{
    return (struct tenor_span){place(t, written.begin, false),
                               place(t, written.end, true)};
}
