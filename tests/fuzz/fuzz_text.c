/* Everything that a text passes through before a model sees it. The first byte
 * chooses the language, the second the settings. */
#include "model/bag.h"
#include "model/feature.h"
#include "model/utf8.h"

#include <math.h>
#include <string.h>

#include "tests/fuzz/fuzz.h"

/* Where a character of the text begins, or the text ends. */
static bool *find_borders(struct str text)
{
    bool *border = calloc(text.len + 1, sizeof *border);
    size_t bad = 0;
    uint32_t c;

    CHECK(border);
    for (size_t i = 0; i < text.len;
         i += utf8_decode(text.s + i, text.len - i, &c, &bad))
        border[i] = true;
    border[text.len] = true;
    return border;
}

static size_t check_tokens(struct str text, const struct language *language,
                           const bool *border)
{
    struct wordset abbreviations = {0};
    struct scanner s;
    struct token t;
    size_t n = 0, end = 0;

    CHECK(!language || wordset_init(&abbreviations, language->abbreviations));
    scanner_init(&s, text, language && language->elision, &abbreviations);
    for (; scanner_next(&s, &t); n++, end = t.end) {
        CHECK(t.begin >= end && t.end > t.begin && t.end <= text.len);
        CHECK(border[t.begin] && border[t.end]);
        CHECK(t.kind <= TOKEN_PUNCT && token_kind_name(t.kind));
        CHECK(n > 0 || t.sentence);
    }
    CHECK(s.bad <= text.len);
    wordset_release(&abbreviations);
    return n;
}

static void check_words(struct str text, struct extractor *x)
{
    struct scanner s;
    struct token t;

    scanner_init(&s, text, false, &x->terms.abbreviations);
    while (scanner_next(&s, &t)) {
        const struct str surface = {text.s + t.begin, t.end - t.begin};
        struct str folded, stem;
        const struct word word =
            words_analyse(&x->terms.words, surface, &folded, &stem);

        CHECK(folded.len <= sizeof x->terms.words.folded || folded.s == surface.s);
        CHECK(word_hash(stem.s, stem.len) == word.stem);
    }
}

/* The features of a text, sentence by sentence; returns how many there are. */
static size_t check_features(struct extractor *x, struct str text,
                             const bool *border, size_t tokens)
{
    struct tenor_error err = {0};
    size_t sentences = 0, features = 0;
    bool last = false;

    CHECK(extractor_begin(x, text, &err));
    for (; !last; sentences++) {
        CHECK(extractor_next(x, &last, &err));
        CHECK(sentences <= tokens);
        CHECK(!last || x->nfound == 0);
        for (size_t i = 0; i < x->nfound; i++) {
            const struct occurrence *o = &x->found[i];
            CHECK(o->begin < o->end && o->end <= text.len);
            CHECK(border[o->begin] && border[o->end]);
            CHECK(feature_kind(o->feature) <= TENOR_FEATURE_CHARS);
        }
        features += x->nfound;
    }
    CHECK(x->terms.tokens == tokens);
    CHECK(x->terms.word_count <= tokens);
    return features;
}

static void check_bag(struct extractor *x, struct str text, size_t features)
{
    struct tenor_error err = {0};
    struct bag bag = {0};
    double scale[FEATURE_FAMILIES];
    size_t total = 0;

    CHECK(bag_fill(&bag, x, text, &err));
    for (size_t i = 0; i < bag.n; i++)
        total += bag.entry[i].count;
    CHECK(total == features);
    bag_scale(&bag, scale);
    for (unsigned f = 0; f < FEATURE_FAMILIES; f++)
        CHECK(scale[f] >= 0.0 && scale[f] <= 1.0 / FEATURE_ONE);
    bag_release(&bag);
}

/* A row of the table of languages, or one that the table lacks. */
static const struct language *choose_language(uint8_t byte)
{
    size_t n = 0;

    while (language_at(n))
        n++;
    return language_at(byte % (n + 1));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2)
        return 0;
    const struct language *language = choose_language(data[0]);
    struct feature_settings f = {.stemming = !(data[1] & 1),
                                 .ngrams = FEATURE_NGRAM_MAX,
                                 .chars_min = 2,
                                 .chars_max = data[1] & 2 ? 0 : 5,
                                 .negation = !(data[1] & 4),
                                 .style = !(data[1] & 8),
                                 .log_counts = !(data[1] & 16)};
    const struct str text = {(const char *)data + 2, size - 2};
    struct tenor_error err = {0};
    struct extractor x;

    strncpy(f.language, language ? language->name : "zh",
            sizeof f.language - 1);
    f.chars_min = f.chars_max ? 2 : 0;
    CHECK(!feature_settings_check(&f));
    CHECK(extractor_init(&x, &f, NULL, 0, &err));
    bool *border = find_borders(text);
    const size_t tokens = check_tokens(text, language, border);
    check_words(text, &x);
    check_bag(&x, text, check_features(&x, text, border, tokens));
    free(border);
    extractor_release(&x);
    return 0;
}
