#include "cli/explain/feature_text.h"

#include "model/utf8.h"

#define FORMS 3
#define LOOKED_AT 64 /* occurrences */

struct kind_names {
    const char *name, *words;
};

static const struct kind_names kind_names[] = {
    [TENOR_FEATURE_WORD] = {"word", "word"},
    [TENOR_FEATURE_SIGN] = {"sign", "sign"},
    [TENOR_FEATURE_NGRAM] = {"ngram", "n-gram"},
    [TENOR_FEATURE_NEGATED] = {"negated", "negated"},
    [TENOR_FEATURE_STYLE] = {"style", "style"},
    [TENOR_FEATURE_CHARS] = {"chars", "piece"},
    [TENOR_FEATURE_PLACED] = {"placed", "placed"},
};

const char *feature_kind_name(enum tenor_feature_kind kind)
{
    return kind_names[kind].name;
}

const char *feature_kind_words(enum tenor_feature_kind kind)
{
    return kind_names[kind].words;
}

/* ---- forms --------------------------------------------------------------- */

static struct str at(struct str in, struct tenor_span span)
{
    return (struct str){in.s + span.begin, span.end - span.begin};
}

static unsigned char small(char c)
{
    return (unsigned char)(c >= 'A' && c <= 'Z' ? c | 32 : c);
}

bool feature_alike(struct str a, struct str b)
{
    size_t i = 0;

    while (i < a.len && i < b.len && small(a.s[i]) == small(b.s[i]))
        i++;
    return i == a.len && i == b.len;
}

static bool is_new(const struct str *form, size_t forms, struct str text)
{
    for (size_t i = 0; i < forms; i++)
        if (feature_alike(form[i], text))
            return false;
    return true;
}

static bool add_forms(const struct tenor_evidence *e, struct str in,
                      struct buffer *out)
{
    struct str form[FORMS];
    size_t forms = 0;
    bool ok = true;

    for (size_t i = 0; ok && i < e->spans && i < LOOKED_AT; i++) {
        const struct str text = at(in, e->span[i]);
        if (!is_new(form, forms, text))
            continue;
        if (forms == FORMS)
            return buffer_add(out, "/\xE2\x80\xA6", 4);
        form[forms++] = text;
        ok = (forms == 1 || buffer_add(out, "/", 1)) &&
             buffer_add(out, text.s, text.len);
    }
    return ok;
}

/* ---- pieces -------------------------------------------------------------- */

/* The size of the character at `at` if it is part of a word, else 0. */
static size_t letter_at(struct str in, size_t at)
{
    uint32_t c;
    size_t bad = 0;
    const size_t size = utf8_decode(in.s + at, in.len - at, &c, &bad);
    const enum utf8_class class = utf8_class(c);

    return class == UTF8_LETTER || class == UTF8_DIGIT || class == UTF8_MARK
               ? size
               : 0;
}

/* Where the character before `at` begins. */
static size_t before(struct str in, size_t at)
{
    do
        at--;
    while (at > 0 && ((unsigned char)in.s[at] & 0xC0) == 0x80);
    return at;
}

/* The letters around a place. */
static struct tenor_span widen(struct str in, struct tenor_span span)
{
    size_t size;

    while (span.begin > 0 && letter_at(in, before(in, span.begin)))
        span.begin = before(in, span.begin);
    while (span.end < in.len && (size = letter_at(in, span.end)))
        span.end += size;
    return span;
}

struct str feature_place(enum tenor_feature_kind kind, struct str in,
                         struct tenor_span span)
{
    return at(in, kind == TENOR_FEATURE_CHARS ? widen(in, span) : span);
}

static bool add_piece(struct tenor_scorer *s, const struct tenor_evidence *e,
                      struct str in, struct buffer *out,
                      struct tenor_error *err)
{
    const struct str word = feature_place(e->kind, in, e->span[0]);
    struct str name;

    return tenor_feature_name(s, e, &name.s, &name.len, err) &&
           ((buffer_add(out, name.s, name.len) && buffer_add(out, " in ", 4) &&
             buffer_add(out, word.s, word.len)) ||
            fail_memory(err, "the name of a feature"));
}

bool feature_text(struct tenor_scorer *s, const struct tenor_evidence *e,
                  struct str in, struct buffer *out, struct tenor_error *err)
{
    return e->kind == TENOR_FEATURE_CHARS
               ? add_piece(s, e, in, out, err)
               : add_forms(e, in, out) ||
                     fail_memory(err, "the name of a feature");
}
