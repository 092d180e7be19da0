#include "model/term.h"

#include "tests/unit/random_text.h"
#include "tests/unit/scarce.h"

static void start(struct terms *t, const char *language,
                  const struct wordset *stops)
{
    struct tenor_error err = {0};

    assert_true(terms_init(t, language, true, stops, 0, &err));
}

/* ---- terms of sentences ------------------------------------------------- */

static void add(struct buffer *b, const char *s, size_t len)
{
    assert_true(buffer_add(b, s, len));
}

/* The terms of a text: "w" for a word, "W" for a negated one, "s" for a sign,
 * each with its bytes; "/" between sentences. */
static char *render(struct terms *t, struct str text, size_t from)
{
    struct tenor_error err = {0};
    struct buffer out = {0};
    bool last;

    assert_true(terms_begin(t, text, from, &err));
    for (size_t sentence = 0;; sentence++) {
        assert_true(terms_next(t, &last, &err));
        if (last)
            break;
        if (sentence)
            add(&out, "/ ", 2);
        for (size_t i = 0; i < t->n; i++) {
            const struct term *m = &t->term[i];
            add(&out, m->negated ? "W" : m->word ? "w" : "s", 1);
            add(&out, "[", 1);
            add(&out, text.s + m->begin, m->end - m->begin);
            add(&out, "] ", 2);
        }
    }
    assert_int_equal(t->n, 0);
    add(&out, "", 1);
    return out.data;
}

struct row {
    const char *text, *terms;
    size_t tokens, words, dry;
};

static void check_rows(const char *language, const char *stops,
                       const struct row *row, size_t n)
{
    struct wordset stop_list;
    struct terms t;

    assert_true(wordset_init(&stop_list, stops));
    start(&t, language, &stop_list);
    for (int warm = 0; warm < 2; warm++)
        for (size_t i = 0; i < n; i++) {
            char *terms = render(&t, str_of(row[i].text), 0);
            assert_string_equal(terms, row[i].terms);
            free(terms);
            assert_int_equal(t.tokens, row[i].tokens);
            assert_int_equal(t.word_count, row[i].words);
            assert_int_equal(t.dry_count, row[i].dry);
        }
    terms_release(&t);
    wordset_release(&stop_list);
}

static void sentences_have_terms(void **state)
{
    static const struct row row[] = {
        {"", "", 0, 0, 0},
        {" \n ", "", 0, 0, 0},
        {"A day.", "w[A] w[day] ", 3, 2, 1},
        {"A day. It", "w[A] w[day] / w[It] ", 4, 3, 1},
        {"a, (b) - \"c\"", "w[a] w[b] w[c] ", 9, 3, 6},
        {"a!!! b", "w[a] s[!!!] w[b] ", 3, 2, 0},
        {"a.. b", "w[a] s[..] w[b] ", 3, 2, 0},
        {"a\u2026 b", "w[a] s[\u2026] w[b] ", 3, 2, 0},
        {"10 times 3.5", "s[10] w[times] s[3.5] ", 3, 1, 2},
        {"#a @b :) \u2764", "w[#a] s[@b] s[:)] s[\u2764] ", 4, 1, 0},
        {"www.a.org c@d.org", "s[www.a.org] s[c@d.org] ", 2, 0, 0},
        {"...", "s[...] ", 1, 0, 0},
        {"\"", "", 1, 0, 1}, /* a sentence without terms */
    };

    (void)state;
    check_rows("english", "", row, COUNT(row));
}

static void negations_have_a_scope(void **state)
{
    static const struct row row[] = {
        {"not a b c d e", "w[not] W[a] W[b] W[c] W[d] w[e] ", 6, 6, 0},
        {"not a, b", "w[not] W[a] w[b] ", 4, 3, 1},
        {"not a! b", "w[not] W[a] s[!] w[b] ", 4, 3, 0},
        {"not 3 :) a", "w[not] s[3] s[:)] W[a] ", 4, 2, 1},
        {"not a no b c d e f", "w[not] W[a] w[no] W[b] W[c] W[d] W[e] w[f] ", 8,
         8, 0},
        {"Not so. So", "w[Not] W[so] / w[So] ", 4, 3, 1},
        {"not #good", "w[not] W[#good] ", 2, 2, 0},
        {"#not good", "w[#not] W[good] ", 2, 2, 0},
        {"NEVER again", "w[NEVER] W[again] ", 2, 2, 0},
        /* Stop words are no terms, but count for the scope. */
        {"not the a the b c", "w[not] W[a] W[b] w[c] ", 6, 6, 0},
        {"the The THE", "", 3, 3, 0},
        {"don\u2019t the", "w[don\u2019t] ", 2, 2, 0},
    };

    (void)state;
    check_rows("english", "the not", row, COUNT(row));
}

/* What a term is, and what a sign of its kind is. */
static void lexemes_say_what_terms_are(void **state)
{
    static const struct {
        const char *text, *stem; /* of the first term */
        unsigned flags;
    } row[] = {
        {"running", "run", 0},
        {"#Running", "run", 0},
        {"SOOO", "soo", WORD_CAPITALS | WORD_STRETCHED},
        {"don\u2019t", "don't", WORD_NEGATOR},
        {"3", "3", 0},
        {"#3", "3", 0},
        {"!!!!", "!!!", 0},
        {"?!?!", "?!?", 0},
        {"......", "...", 0},
        {"\u2026\u2026", "\u2026", 0},
        {"www.a.org", "<url>", 0},
        {"@you", "<mention>", 0},
        {":-)", ":-)", 0},
        {"internationalisation", "internationalis", 0},
    };
    struct tenor_error err = {0};
    struct terms t;
    bool last;

    (void)state;
    start(&t, "english", NULL);
    for (int warm = 0; warm < 2; warm++)
        for (size_t i = 0; i < COUNT(row); i++) {
            const struct str stem = str_of(row[i].stem);
            assert_true(terms_begin(&t, str_of(row[i].text), 0, &err));
            assert_true(terms_next(&t, &last, &err));
            assert_int_equal(t.n, 1);
            const struct lexeme *e = terms_lexeme(&t, &t.term[0]);
            if (e->stem != word_hash(stem.s, stem.len) ||
                e->flags != row[i].flags)
                fail_msg("'%s'", row[i].text);
        }
    terms_release(&t);
}

static void surfaces_are_without_hash(void **state)
{
    static const struct {
        const char *text, *surface;
    } row[] = {
        {"#Good", "Good"}, {"Good", "Good"}, {"@you", "@you"}, {"!!!", "!!!"}};
    struct tenor_error err = {0};
    struct terms t;
    bool last;

    (void)state;
    start(&t, "english", NULL);
    for (size_t i = 0; i < COUNT(row); i++) {
        assert_true(terms_begin(&t, str_of(row[i].text), 0, &err));
        assert_true(terms_next(&t, &last, &err));
        assert_true(
            str_equal(terms_surface(&t, &t.term[0]), str_of(row[i].surface)));
    }
    terms_release(&t);
}

static void punctuation_carries_tone(void **state)
{
    static const struct {
        const char *run;
        size_t bytes;
    } row[] = {
        {"!", 1},      {"?", 1},      {"!?", 2},
        {"!!!!", 3},   {".", 0},      {"..", 2},
        {"....", 3},   {"(", 0},      {"((", 2},
        {")))))", 3},  {"**", 2},     {"*", 0},
        {",", 0},      {",,", 0},     {"--", 0},
        {"\"", 0},     {"\u2026", 3}, {"\u2026\u2026", 3},
        {"\u00AB", 0}, {"\u2014", 0},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(row); i++)
        assert_int_equal(term_punctuation(str_of(row[i].run)), row[i].bytes);
}

/* ---- beginning and end -------------------------------------------------- */

static void places_are_those_in_the_whole_text(void **state)
{
    static const char text[] = "One. Two not three. Four";
    static const struct {
        size_t from;
        const char *terms;
    } row[] = {
        {0, "w[One] / w[Two] w[not] W[three] / w[Four] "},
        {5, "w[Two] w[not] W[three] / w[Four] "},
        {20, "w[Four] "},
        {sizeof text - 1, ""},
    };
    struct terms t;

    (void)state;
    start(&t, "english", NULL);
    for (size_t i = 0; i < COUNT(row); i++) {
        char *terms = render(&t, STR(text), row[i].from);
        assert_string_equal(terms, row[i].terms);
        free(terms);
    }
    terms_release(&t);
}

/* Begin and end of sentences; the last call gives neither. */
static void sentences_have_places(void **state)
{
    static const struct {
        size_t begin, end;
    } row[] = {{1, 9}, {10, 12}, {14, 15}};
    struct tenor_error err = {0};
    struct terms t;
    bool last;

    (void)state;
    start(&t, "english", NULL);
    assert_true(terms_begin(&t, STR(" A (day). No\n\nb "), 0, &err));
    for (size_t i = 0; i < COUNT(row); i++) {
        assert_true(terms_next(&t, &last, &err));
        assert_false(last);
        assert_int_equal(t.begin, row[i].begin);
        assert_int_equal(t.end, row[i].end);
    }
    assert_true(terms_next(&t, &last, &err));
    assert_true(last && t.begin == t.end);
    terms_release(&t);
}

static void long_sentences_are_cut(void **state)
{
    static const size_t length[] = {SENTENCE_MAX - 1, SENTENCE_MAX,
                                    SENTENCE_MAX + 1, 2 * SENTENCE_MAX,
                                    3 * SENTENCE_MAX + 7};
    struct tenor_error err = {0};
    struct terms t;

    (void)state;
    start(&t, "english", NULL);
    for (size_t i = 0; i < COUNT(length); i++) {
        struct buffer b = {0};
        size_t seen = 0;
        /* A negator reaches no further than the cut. */
        for (size_t k = 0; k < length[i]; k++)
            add(&b, k % SENTENCE_MAX == SENTENCE_MAX - 1 ? "not " : "day ", 4);
        assert_true(terms_begin(&t, (struct str){b.data, b.len}, 0, &err));
        for (bool last = false; !last; seen += t.n) {
            const size_t left = length[i] - seen;
            assert_true(terms_next(&t, &last, &err));
            assert_int_equal(t.n, left < SENTENCE_MAX ? left : SENTENCE_MAX);
            assert_int_equal(last, left == 0);
            assert_int_equal(t.tokens, seen + t.n);
            for (size_t k = 0; k < t.n; k++)
                assert_false(t.term[k].negated);
        }
        free(b.data);
    }
    terms_release(&t);
}

static void huge_texts_are_refused(void **state)
{
    struct tenor_error err = {0};
    struct terms t;

    (void)state;
    start(&t, "english", NULL);
    assert_true(terms_takes((struct str){"", TENOR_TEXT_MAX}, &err));
    assert_false(
        terms_begin(&t, (struct str){"", TENOR_TEXT_MAX + 1}, 0, &err));
    assert_int_equal(err.code, TENOR_ELIMIT);
    terms_release(&t);
}

/* ---- against the scanner and the words ---------------------------------- */

/* What is remembered of a word is what an analysis gives, and each token is in
 * its place: a walk of its own through the same text. */
static void check_text(struct terms *t, struct str text)
{
    const struct language *language = t->words.language;
    struct tenor_error err = {0};
    struct scanner s;
    struct token token;
    size_t words = 0, tokens = 0;

    scanner_init(&s, text, language && language->elision, &t->abbreviations);
    assert_true(terms_begin(t, text, 0, &err));
    for (bool last = false; !last;) {
        assert_true(terms_next(t, &last, &err));
        for (size_t i = 0; i < t->n; i++) {
            const struct term *m = &t->term[i];
            const struct lexeme *e = terms_lexeme(t, m);
            do {
                assert_true(scanner_next(&s, &token));
                words +=
                    token.kind == TOKEN_WORD || token.kind == TOKEN_HASHTAG;
                tokens++;
            } while (token.begin < m->begin);
            assert_true(token.begin == m->begin && token.end == m->end);
            assert_int_equal(m->word, token.kind == TOKEN_WORD ||
                                          token.kind == TOKEN_HASHTAG);
            if (!m->word)
                continue;
            struct str folded, stem;
            const struct word w =
                words_analyse(&t->words, terms_surface(t, m), &folded, &stem);
            assert_true(e->stem == w.stem && e->flags == w.flags &&
                        e->languages == w.languages);
        }
    }
    for (; scanner_next(&s, &token); tokens++)
        words += token.kind == TOKEN_WORD || token.kind == TOKEN_HASHTAG;
    assert_int_equal(t->tokens, tokens);
    assert_int_equal(t->word_count, words);
    assert_int_equal(t->scanner.bad, s.bad);
}

static void memory_of_words_changes_nothing(void **state)
{
    uint64_t random = unit_seed();

    (void)state;
    for (size_t kind = 0; kind < TEXT_KINDS; kind++) {
        struct terms t;
        start(&t, text_kind[kind].language, NULL);
        for (int round = 0; round < 300; round++) {
            struct buffer b = {0};
            assert_true(
                text_make(&b, kind, random_below(&random, 80), &random));
            char *copy = malloc(b.len ? b.len : 1);
            assert_non_null(copy);
            if (b.len)
                memcpy(copy, b.data, b.len);
            check_text(&t, (struct str){copy, b.len});
            free(copy);
            free(b.data);
        }
        terms_release(&t);
    }
}

static bool attempt(void *context, struct tenor_error *err)
{
    const struct buffer *text = context;
    struct terms t;
    bool last = false;

    if (!terms_init(&t, "english", true, NULL, 100, err))
        return false;
    bool ok = terms_begin(&t, (struct str){text->data, text->len}, 0, err);
    while (ok && !last)
        ok = terms_next(&t, &last, err);
    terms_release(&t);
    return ok;
}

static void memory_runs_out(void **state)
{
    struct buffer text = {0};
    uint64_t random = 1;

    (void)state;
    assert_true(text_make(&text, 0, 3000, &random));
    scarce_run(attempt, &text);
    free(text.data);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sentences_have_terms),
        cmocka_unit_test(negations_have_a_scope),
        cmocka_unit_test(lexemes_say_what_terms_are),
        cmocka_unit_test(surfaces_are_without_hash),
        cmocka_unit_test(punctuation_carries_tone),
        cmocka_unit_test(places_are_those_in_the_whole_text),
        cmocka_unit_test(sentences_have_places),
        cmocka_unit_test(long_sentences_are_cut),
        cmocka_unit_test(huge_texts_are_refused),
        cmocka_unit_test(memory_of_words_changes_nothing),
        cmocka_unit_test(memory_runs_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
