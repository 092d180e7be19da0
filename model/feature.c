#include "model/feature.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "model/run.h"
#include "model/wordset.h"

/* ---- numbers ----------------------------------------------------------- */

uint32_t feature_value(enum feature_family family, uint32_t tf, bool log_counts)
{
    if (family == FEATURE_CHARS)
        return FEATURE_ONE * tf;
    if (!log_counts || tf <= 1)
        return FEATURE_ONE;
    return (uint32_t)lround(FEATURE_ONE * (1.0 + log(tf)));
}

double feature_scale(uint64_t occurrences)
{
    return occurrences ? 1.0 / (FEATURE_ONE * sqrt((double)occurrences)) : 0.0;
}

void feature_styles(struct feature_style style[FEATURE_STYLES])
{
    static const struct {
        uint32_t flag;
        struct str name;
    } row[FEATURE_STYLES] = {
        {WORD_CAPITALS, {"capitals", 8}},
        {WORD_STRETCHED, {"stretched", 9}},
    };

    for (size_t i = 0; i < FEATURE_STYLES; i++)
        style[i] = (struct feature_style){
            row[i].flag, feature_of(word_hash(row[i].name.s, row[i].name.len),
                                    TENOR_FEATURE_STYLE)};
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
        f->log_counts > 1 || f->target > 1)
        return "a flag is neither 0 nor 1";
    return NULL;
}

/* ---- extractor --------------------------------------------------------- */

bool extractor_init(struct extractor *x, const struct feature_settings *f,
                    const struct wordset *stops, size_t extra,
                    struct tenor_error *err)
{
    *x = (struct extractor){.settings = *f};
    feature_styles(x->style);
    return terms_init(&x->terms, f->language, f->stemming, stops, extra, err);
}

void extractor_release(struct extractor *x)
{
    terms_release(&x->terms);
    chars_release(&x->chars);
    placed_release(&x->placed);
    free(x->found);
    *x = (struct extractor){0};
}

bool extractor_begin(struct extractor *x, struct str text,
                     struct tenor_error *err)
{
    return extractor_begin_at(x, text, 0, err);
}

bool extractor_begin_at(struct extractor *x, struct str text, size_t from,
                        struct tenor_error *err)
{
    return terms_begin(&x->terms, text, from, err);
}

static bool add(struct extractor *x, uint64_t feature, uint32_t begin,
                uint32_t end)
{
    if (!GROW(x->found, x->nfound + 1, x->found_capacity))
        return false;
    x->found[x->nfound++] = (struct occurrence){feature, begin, end};
    return true;
}

static bool is_ascii(struct str s)
{
    return run_ascii(s.s, s.len, '\0') == s.len;
}

/* Places are exact where folding kept the bytes; else the whole word is the
 * place. That as many bytes came out does not show it: "ß" and "ss" are two
 * bytes each. */
static bool add_chars(struct extractor *x, const struct term *t)
{
    const struct str surface = terms_surface(&x->terms, t);
    bool stretched;

    if (surface.len > WORD_MAX)
        return true;
    const struct str folded = words_fold(&x->terms.words, surface, &stretched);
    const bool exact = folded.len == t->end - t->begin && is_ascii(folded) &&
                       is_ascii(surface);
    if (!chars_list(&x->chars, folded, x->settings.chars_min,
                    x->settings.chars_max))
        return false;
    for (size_t i = 0; i < x->chars.n; i++) {
        const struct chars_gram *g = &x->chars.gram[i];
        if (!add(x, feature_of(g->content, TENOR_FEATURE_CHARS),
                 t->begin + (exact ? g->from : 0),
                 exact ? t->begin + g->to : t->end))
            return false;
    }
    return true;
}

static bool add_word(struct extractor *x, const struct term *t)
{
    const uint32_t flags = terms_lexeme(&x->terms, t)->flags;

    if (x->settings.chars_max && !add_chars(x, t))
        return false;
    for (size_t i = 0; x->settings.style && i < FEATURE_STYLES; i++)
        if ((flags & x->style[i].flag) &&
            !add(x, x->style[i].feature, t->begin, t->end))
            return false;
    return true;
}

/* The features that begin with a term. */
static bool add_ngrams(struct extractor *x, size_t i)
{
    const struct term *t = x->terms.term + i;
    const size_t left = x->terms.n - i;
    uint64_t stem = terms_lexeme(&x->terms, t)->stem, gram = stem;

    if (!add(
            x,
            feature_of(stem, t->word ? TENOR_FEATURE_WORD : TENOR_FEATURE_SIGN),
            t->begin, t->end))
        return false;
    for (size_t n = 1; n < x->settings.ngrams && n < left; n++) {
        gram = feature_extend(gram, terms_lexeme(&x->terms, &t[n])->stem);
        if (!add(x, feature_of(gram, TENOR_FEATURE_NGRAM), t->begin, t[n].end))
            return false;
    }
    return !(t->negated && x->settings.negation) ||
           add(x, feature_of(stem, TENOR_FEATURE_NEGATED), t->begin, t->end);
}

static bool add_placed(struct extractor *x)
{
    if (!placed_list(&x->placed, &x->terms))
        return false;
    for (size_t i = 0; i < x->placed.n; i++) {
        const struct placed_word *p = &x->placed.word[i];
        if (!add(x, feature_of(p->content, TENOR_FEATURE_PLACED), p->begin,
                 p->end))
            return false;
    }
    return true;
}

bool extractor_next(struct extractor *x, bool *last, struct tenor_error *err)
{
    bool ok = true;

    x->nfound = 0;
    if (!terms_next(&x->terms, last, err))
        return false;
    for (size_t i = 0; ok && i < x->terms.n; i++)
        ok = !x->terms.term[i].word || add_word(x, &x->terms.term[i]);
    for (size_t i = 0; ok && i < x->terms.n; i++)
        ok = add_ngrams(x, i);
    ok = ok && (!x->settings.target || add_placed(x));
    return ok || fail_memory(err, "a sentence");
}
