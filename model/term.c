#include "model/term.h"

#include <stdlib.h>
#include <string.h>

bool terms_init(struct terms *t, const char *language, bool stemming,
                const struct wordset *stops, size_t extra,
                struct tenor_error *err)
{
    *t = (struct terms){0};
    if (!words_init(&t->words, language, stemming, stops) ||
        !lexicon_init(&t->lexicon, extra))
        goto failed;
    const struct language *row = t->words.language;
    if (row && !wordset_init(&t->abbreviations, row->abbreviations))
        goto failed;
    return true;
failed:
    terms_release(t);
    return fail_memory(err, "the text pipeline");
}

void terms_release(struct terms *t)
{
    words_release(&t->words);
    wordset_release(&t->abbreviations);
    lexicon_release(&t->lexicon);
    free(t->term);
    free(t->sentence.token);
    free(t->next.token);
    *t = (struct terms){0};
}

bool terms_takes(struct str text, struct tenor_error *err)
{
    return text.len <= TENOR_TEXT_MAX ||
           fail(err, TENOR_ELIMIT, 0,
                "a text of %zu bytes is larger than the limit of %zu", text.len,
                TENOR_TEXT_MAX);
}

static bool read_next(struct terms *t);

bool terms_begin(struct terms *t, struct str text, size_t from,
                 struct tenor_error *err)
{
    if (!terms_takes(text, err))
        return false;
    const struct language *language = t->words.language;
    lexicon_trim(&t->lexicon);
    scanner_init(&t->scanner, text, language && language->elision,
                 &t->abbreviations);
    t->scanner.at = from;
    t->tokens = t->word_count = t->dry_count = 0;
    langid_begin(&t->count, &t->words.langid, language);
    t->begin = t->end = from;
    t->more = scanner_next(&t->scanner, &t->ahead);
    return read_next(t) || fail_memory(err, "a sentence");
}

size_t term_punctuation(struct str run)
{
    if (run.s[0] == '!' || run.s[0] == '?')
        return run.len < 3 ? run.len : 3;
    if (run.len >= 2 && strchr(".)(*", run.s[0]))
        return run.len < 3 ? run.len : 3;
    if (run.len >= 3 && memcmp(run.s, "\xE2\x80\xA6", 3) == 0)
        return 3; /* Chinese doubles it */
    return 0;
}

struct str terms_surface(const struct terms *t, const struct term *term)
{
    const char *s = t->scanner.text.s + term->begin;
    const size_t hash = term->word && *s == '#';

    return (struct str){s + hash, term->end - term->begin - hash};
}

/* ---- tokens ------------------------------------------------------------- */

/* The bytes that stand for a token: none for punctuation without tone. */
static struct str bytes_of(const struct terms *t, enum token_kind kind,
                           size_t begin, size_t end)
{
    const struct str text = {t->scanner.text.s + begin, end - begin};

    switch (kind) {
    case TOKEN_HASHTAG:
        return (struct str){text.s + 1, text.len - 1};
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

static bool is_word(enum token_kind kind)
{
    return kind == TOKEN_WORD || kind == TOKEN_HASHTAG;
}

static bool is_dry(const struct terms_token *token)
{
    return token->kind == TOKEN_PUNCT && token->key.part[0] == LEXICON_SIGN;
}

/* Bytes that may be read from s on: a sign may stand outside of the text. */
static size_t room_at(const struct terms *t, struct str bytes)
{
    const struct str text = t->scanner.text;

    return bytes.s >= text.s && bytes.s < text.s + text.len
               ? text.len - (size_t)(bytes.s - text.s)
               : bytes.len;
}

static struct terms_token *new_token(struct terms_sentence *s)
{
    return GROW(s->token, s->n + 1, s->capacity) ? &s->token[s->n++] : NULL;
}

static inline void set_token(const struct terms *t, struct terms_token *to,
                             enum token_kind kind, size_t begin, size_t end,
                             struct lexicon_key key)
{
    to->begin = (uint32_t)begin;
    to->end = (uint32_t)end;
    to->kind = kind;
    to->key = key;
    lexicon_fetch_slot(&t->lexicon, &to->key);
}

/* Add the token ahead to the next sentence. */
static bool add_token(struct terms *t)
{
    const struct token *a = &t->ahead;
    const struct str bytes = bytes_of(t, a->kind, a->begin, a->end);
    struct terms_token *to = new_token(&t->next);

    if (to)
        set_token(t, to, a->kind, a->begin, a->end,
                  lexicon_key(bytes, room_at(t, bytes),
                              is_word(a->kind) ? 0 : LEXICON_SIGN));
    return to != NULL;
}

/* Add the plain words that follow. */
static bool add_plain(struct terms *t)
{
    const struct str text = t->scanner.text;
    const size_t limit = scanner_plain_limit(&t->scanner);
    size_t end = t->scanner.at, begin = end, size;

    for (; end < limit && t->next.n < SENTENCE_MAX; end = begin + size) {
        size_t at = end;
        size = scanner_plain(text.s, &at);
        if (size == 0)
            break;
        struct terms_token *to = new_token(&t->next);
        if (!to)
            return false;
        begin = at;
        set_token(t, to, TOKEN_WORD, begin, begin + size,
                  lexicon_key((struct str){text.s + begin, size},
                              text.len - begin, 0));
    }
    if (end > t->scanner.at)
        scanner_pass(&t->scanner, begin, end);
    return true;
}

/* Read the sentence after the one at hand. */
static bool read_next(struct terms *t)
{
    t->next.n = 0;
    while (t->more && t->next.n < SENTENCE_MAX &&
           !(t->next.n > 0 && t->ahead.sentence)) {
        if (!add_token(t) || !add_plain(t))
            return false;
        t->more = scanner_next(&t->scanner, &t->ahead);
    }
    return true;
}

/* ---- terms -------------------------------------------------------------- */

static void fill(struct terms *t, const struct terms_token *token,
                 struct lexeme *e)
{
    const struct str bytes = bytes_of(t, token->kind, token->begin, token->end);
    struct str folded, stem;

    if (!is_word(token->kind)) {
        e->stem = word_hash(bytes.s, bytes.len);
        return;
    }
    const struct word w = words_analyse(&t->words, bytes, &folded, &stem);
    e->stem = w.stem;
    e->flags = (uint16_t)w.flags;
    e->languages = w.languages;
}

/* Count a word and follow the negations; whether it is negated. */
static inline bool read_word(struct terms *t, const struct lexeme *e,
                             size_t *scope)
{
    t->word_count++;
    langid_add(&t->count, e->languages);
    if (e->flags & WORD_NEGATOR) {
        *scope = TERM_SCOPE;
        return false;
    }
    if (*scope == 0)
        return false;
    --*scope;
    return true;
}

static inline void push(struct terms *t, const struct terms_token *token,
                        size_t lexeme, bool word, bool negated)
{
    t->term[t->n++] = (struct term){.begin = token->begin,
                                    .end = token->end,
                                    .lexeme = (uint32_t)lexeme,
                                    .word = word,
                                    .negated = negated};
}

/* There is room for a term. False when memory ran out. */
static inline bool take_word(struct terms *t, const struct terms_token *token,
                             size_t *scope)
{
    bool fresh;
    const size_t i = lexicon_find(&t->lexicon, &token->key, &fresh);

    if (i == SIZE_MAX)
        return false;
    struct lexeme *e = lexicon_at(&t->lexicon, i);
    if (fresh)
        fill(t, token, e);
    const bool negated = read_word(t, e, scope);
    if (!(e->flags & WORD_STOPPED))
        push(t, token, i, true, negated);
    return true;
}

static bool take_other(struct terms *t, const struct terms_token *token,
                       size_t *scope)
{
    bool fresh;

    if (token->kind == TOKEN_PUNCT)
        *scope = 0;
    if (is_dry(token)) {
        t->dry_count++;
        return true;
    }
    t->dry_count += token->kind == TOKEN_NUMBER;
    const size_t i = lexicon_find(&t->lexicon, &token->key, &fresh);
    if (i == SIZE_MAX)
        return false;
    if (fresh)
        fill(t, token, lexicon_at(&t->lexicon, i));
    push(t, token, i, false, false);
    return true;
}

static inline bool take(struct terms *t, const struct terms_token *token,
                        size_t *scope)
{
    return is_word(token->kind) ? take_word(t, token, scope)
                                : take_other(t, token, scope);
}

static void swap_sentences(struct terms *t)
{
    const struct terms_sentence s = t->sentence;

    t->sentence = t->next;
    t->next = s;
}

bool terms_next(struct terms *t, bool *last, struct tenor_error *err)
{
    const struct terms_sentence *s = &t->sentence;
    size_t scope = 0; /* words that the last negator still reaches */

    swap_sentences(t);
    t->n = 0;
    *last = s->n == 0;
    t->begin = *last ? t->end : s->token[0].begin;
    t->end = *last ? t->end : s->token[s->n - 1].end;
    t->tokens += s->n;
    for (size_t i = 0; i < s->n; i++)
        lexicon_fetch_entry(&t->lexicon, &s->token[i].key);
    bool ok = read_next(t) && GROW(t->term, s->n, t->capacity);
    for (size_t i = 0; ok && i < s->n; i++)
        ok = take(t, &s->token[i], &scope);
    return ok || fail_memory(err, "a sentence");
}

struct langid_verdict terms_language(const struct terms *t)
{
    return langid_judge(&t->count, t->tokens);
}
