#include "model/feature.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "model/utf8.h"

struct term {
    uint64_t stem;
    uint32_t begin, end;
    enum tenor_feature_kind kind; /* WORD or SIGN */
    bool negated;
};

struct piece {
    uint32_t at; /* byte offset of a character in the padded word */
};

/* ---- numbers ----------------------------------------------------------- */

/* The finaliser of XXH64: every input bit reaches every output bit. */
static uint64_t avalanche(uint64_t h)
{
    h ^= h >> 33;
    h *= 0xC2B2AE3D27D4EB4FULL;
    h ^= h >> 29;
    h *= 0x165667B19E3779F9ULL;
    return h ^ h >> 32;
}

static uint64_t feature_of(uint64_t content, enum tenor_feature_kind kind)
{
    uint64_t h = avalanche(content + 0x9E3779B97F4A7C15ULL * (kind + 1u));

    return h >> FEATURE_KIND_BITS << FEATURE_KIND_BITS | (uint64_t)kind;
}

/* The number of an n-gram from that of its first n-1 stems and its last. */
static uint64_t extend(uint64_t gram, uint64_t stem)
{
    return (gram << 23 | gram >> 41) * 0x9E3779B185EBCA87ULL + stem;
}

uint32_t feature_value(uint32_t tf, bool log_counts)
{
    if (!log_counts || tf <= 1)
        return FEATURE_ONE;
    return (uint32_t)lround(FEATURE_ONE * (1.0 + log(tf)));
}

const char *feature_settings_check(const struct feature_settings *f)
{
    if (!memchr(f->language, '\0', sizeof f->language) || !f->language[0])
        return "the language has no name";
    if (f->ngrams < 1 || f->ngrams > FEATURE_NGRAM_MAX)
        return "word n-grams are not 1 to 3 words long";
    if (f->chars_max > FEATURE_CHARS_MAX)
        return "character n-grams are longer than 8";
    if (f->chars_max && (f->chars_min < 1 || f->chars_min > f->chars_max))
        return "the range of character n-grams is empty";
    if (f->stemming > 1 || f->negation > 1 || f->style > 1 ||
        f->log_counts > 1 || f->reserved)
        return "a flag is neither 0 nor 1";
    return NULL;
}

/* ---- extractor --------------------------------------------------------- */

bool extractor_init(struct extractor *x, const struct feature_settings *f,
                    const struct wordset *stops, struct tenor_error *err)
{
    *x = (struct extractor){.settings = *f};
    if (!words_init(&x->words, f->language, f->stemming, stops))
        goto failed;
    const struct language *language = x->words.language;
    if (language && !wordset_init(&x->abbreviations, language->abbreviations))
        goto failed;
    return true;
failed:
    extractor_release(x);
    return fail_memory(err, "the text pipeline");
}

void extractor_release(struct extractor *x)
{
    words_release(&x->words);
    wordset_release(&x->abbreviations);
    free(x->term);
    free(x->found);
    free(x->piece);
    *x = (struct extractor){0};
}

bool extractor_takes(struct str text, struct tenor_error *err)
{
    return text.len <= TENOR_TEXT_MAX ||
           fail(err, TENOR_ELIMIT, 0,
                "a text of %zu bytes is larger than the limit of %zu", text.len,
                TENOR_TEXT_MAX);
}

bool extractor_begin(struct extractor *x, struct str text,
                     struct tenor_error *err)
{
    return extractor_begin_at(x, text, 0, err);
}

bool extractor_begin_at(struct extractor *x, struct str text, size_t from,
                        struct tenor_error *err)
{
    if (!extractor_takes(text, err))
        return false;
    const struct language *language = x->words.language;
    scanner_init(&x->scanner, text, language && language->elision,
                 &x->abbreviations);
    x->scanner.at = from;
    x->tokens = x->word_count = x->dry_count = 0;
    langid_begin(&x->count, language);
    x->more = scanner_next(&x->scanner, &x->ahead);
    return true;
}

static bool add(struct extractor *x, uint64_t feature, uint32_t begin,
                uint32_t end)
{
    if (!GROW(x->found, x->nfound + 1, x->found_capacity))
        return false;
    x->found[x->nfound++] = (struct occurrence){feature, begin, end};
    return true;
}

static bool add_style(struct extractor *x, const char *mark,
                      const struct token *t)
{
    return add(x,
               feature_of(word_hash(mark, strlen(mark)), TENOR_FEATURE_STYLE),
               (uint32_t)t->begin, (uint32_t)t->end);
}

static bool is_ascii(const char *s, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if ((unsigned char)s[i] >= 0x80)
            return false;
    return true;
}

/* Character n-grams of a folded word, "_" on either side. Places are exact
 * where folding kept the bytes; else the whole word is the place. That as many
 * bytes came out does not show it: "ß" and "ss" are two bytes each. */
static bool add_chars(struct extractor *x, struct str folded,
                      const struct token *t)
{
    char padded[WORD_MAX * 4 + 2];
    size_t n = 0, ignored = 0;
    const uint8_t min = x->settings.chars_min, max = x->settings.chars_max;

    if (folded.len > sizeof padded - 2)
        return true;
    padded[0] = '_';
    memcpy(padded + 1, folded.s, folded.len);
    padded[folded.len + 1] = '_';
    size_t len = folded.len + 2;
    if (!GROW(x->piece, len + 1, x->piece_capacity))
        return false;
    const bool exact =
        folded.len == t->end - t->begin && is_ascii(folded.s, folded.len) &&
        is_ascii(x->scanner.text.s + t->begin, t->end - t->begin);
    for (size_t i = 0; i < len; n++) {
        uint32_t c;
        x->piece[n].at = (uint32_t)i;
        i += utf8_decode(padded + i, len - i, &c, &ignored);
    }
    x->piece[n].at = (uint32_t)len;
    /* A sign alone is no n-gram. */
    for (size_t i = 0; i + 1 < n; i++)
        for (size_t k = i == 0 && min < 2 ? 2 : min; k <= max && i + k <= n;
             k++) {
            uint32_t from = x->piece[i].at, to = x->piece[i + k].at;
            uint32_t begin = (uint32_t)t->begin, end = (uint32_t)t->end;
            if (exact) {
                end = begin + (uint32_t)(to == len ? to - 2 : to - 1);
                begin += from == 0 ? 0 : from - 1;
            }
            uint64_t hash = word_hash(padded + from, to - from);
            if (!add(x, feature_of(hash, TENOR_FEATURE_CHARS), begin, end))
                return false;
        }
    return true;
}

/* ---- from token to term ------------------------------------------------ */

size_t feature_punctuation(struct str run)
{
    if (run.s[0] == '!' || run.s[0] == '?')
        return run.len < 3 ? run.len : 3;
    if (run.len >= 2 && strchr(".)(*", run.s[0]))
        return run.len < 3 ? run.len : 3;
    if (run.len >= 3 && memcmp(run.s, "\xE2\x80\xA6", 3) == 0)
        return 3; /* Chinese doubles it */
    return 0;
}

static bool push_term(struct extractor *x, enum tenor_feature_kind kind,
                      uint64_t stem, const struct token *t, bool negated)
{
    if (!GROW(x->term, x->terms + 1, x->term_capacity))
        return false;
    x->term[x->terms++] = (struct term){.stem = stem,
                                        .begin = (uint32_t)t->begin,
                                        .end = (uint32_t)t->end,
                                        .kind = kind,
                                        .negated = negated};
    return true;
}

static bool take_word(struct extractor *x, struct str surface,
                      const struct token *t, size_t *scope)
{
    const struct feature_settings *f = &x->settings;
    struct word word = words_find(&x->words, surface);

    x->word_count++;
    langid_add(&x->count, word.languages);
    bool negated = *scope > 0 && !(word.flags & WORD_NEGATOR);
    if (word.flags & WORD_NEGATOR)
        *scope = FEATURE_SCOPE;
    else if (*scope)
        (*scope)--;
    if (word.flags & WORD_STOPPED)
        return true;
    if (f->chars_max) {
        bool stretched;
        if (!add_chars(x, words_fold(&x->words, surface, &stretched), t))
            return false;
    }
    if (f->style && word.flags & WORD_CAPITALS && !add_style(x, "capitals", t))
        return false;
    if (f->style && word.flags & WORD_STRETCHED &&
        !add_style(x, "stretched", t))
        return false;
    return push_term(x, TENOR_FEATURE_WORD, word.stem, t,
                     negated && f->negation);
}

static bool take(struct extractor *x, const struct token *t, size_t *scope)
{
    struct str text = {x->scanner.text.s + t->begin, t->end - t->begin};

    if (t->kind == TOKEN_URL)
        text = STR("<url>");
    if (t->kind == TOKEN_MENTION)
        text = STR("<mention>");
    switch (t->kind) {
    case TOKEN_WORD:
        return take_word(x, text, t, scope);
    case TOKEN_HASHTAG:
        return take_word(x, (struct str){text.s + 1, text.len - 1}, t, scope);
    case TOKEN_PUNCT:
        *scope = 0;
        text.len = feature_punctuation(text);
        if (text.len == 0) {
            x->dry_count++;
            return true;
        }
        break;
    case TOKEN_NUMBER:
        x->dry_count++;
        break;
    default:
        break;
    }
    return push_term(x, TENOR_FEATURE_SIGN, word_hash(text.s, text.len), t,
                     false);
}

static bool add_ngrams(struct extractor *x)
{
    for (size_t i = 0; i < x->terms; i++) {
        const struct term *t = x->term + i;
        uint64_t gram = 0;
        for (size_t n = 0; n < x->settings.ngrams && i + n < x->terms; n++) {
            gram = n ? extend(gram, t[n].stem) : t->stem;
            enum tenor_feature_kind kind = n ? TENOR_FEATURE_NGRAM : t->kind;
            if (!add(x, feature_of(gram, kind), t->begin, t[n].end))
                return false;
        }
        if (t->negated && !add(x, feature_of(t->stem, TENOR_FEATURE_NEGATED),
                               t->begin, t->end))
            return false;
    }
    return true;
}

bool extractor_next(struct extractor *x, bool *last, struct tenor_error *err)
{
    size_t scope = 0; /* words that the last negator still reaches */
    size_t taken = 0;

    x->nfound = x->terms = 0;
    *last = !x->more;
    x->begin = x->end = x->ahead.begin;
    while (x->more && taken < SENTENCE_MAX &&
           !(taken > 0 && x->ahead.sentence)) {
        if (!take(x, &x->ahead, &scope))
            return fail_memory(err, "a sentence");
        taken++;
        x->end = x->ahead.end;
        x->more = scanner_next(&x->scanner, &x->ahead);
    }
    x->tokens += taken;
    return add_ngrams(x) || fail_memory(err, "a sentence");
}

struct langid_verdict extractor_language(const struct extractor *x)
{
    return langid_judge(&x->count, x->tokens);
}
