/* Sums against adding.h, to the last bit: models of every make, texts of many
 * kinds, with a lexicon that knows their words, does not, or has forgotten
 * them. */
#include "model/sums.h"

#include "tests/unit/adding.h"
#include "tests/unit/scarce.h" /* before unit.h */
#include "tests/unit/drawn.h"

/* ---- both ways ---------------------------------------------------------- */

/* Every way to read a text that the model has axes for. */
static void check_text(struct adding *a, struct str text, const char *what)
{
    const struct tenor_model *m = a->model;
    const bool sentences = m->has_scope[AXIS_SENTENCES];
    const bool whole = m->has_scope[AXIS_WHOLE];
    const struct adding_manner how[] = {
        {sentences, whole, AXIS_WHOLE, false},
        {sentences, whole, AXIS_WHOLE, true},
        {sentences, false, AXIS_WHOLE, true},
        {false, whole, AXIS_WHOLE, false},
        {false, true, AXIS_TITLE, false},
    };

    for (size_t i = 0; i < COUNT(how); i++) {
        /* Of a model without logarithms, one of the two must be wanted. */
        if (!how[i].sentences && !how[i].text)
            continue;
        const char *differs = adding_run(a, text, how[i]);
        if (differs)
            fail_msg("%s of a text %s, read in manner %zu, are not the same: "
                     "'%.*s'",
                     differs, what, i, text.len < 2000 ? (int)text.len : 2000,
                     text.s);
    }
}

static const struct recipe recipes[] = {
    /* words alone, and what else there is, one after the other */
    {{"english", 1, 1, 0, 0, 0, 0, 0, 0}, "", {2}, {AXIS_WHOLE}, SMALL, 1},
    {{"english", 1, 2, 0, 0, 0, 0, 0, 0}, "", {2}, {AXIS_WHOLE}, SMALL, 0.5},
    {{"english", 1, 3, 0, 0, 1, 0, 0, 0}, "", {2}, {AXIS_SENTENCES}, SMALL, 1},
    {{"english", 1, 1, 0, 0, 0, 1, 0, 0}, "", {3}, {AXIS_SENTENCES}, SMALL, 1},
    {{"english", 1, 1, 3, 5, 0, 0, 0, 0}, "", {3}, {AXIS_WHOLE}, SMALL, 0.5},
    {{"english", 1, 2, 0, 0, 1, 1, 1, 0}, "", {3}, {AXIS_WHOLE}, SMALL, 0.7},
    {{"english", 1, 3, 1, 8, 1, 1, 1, 0},
     "the a of",
     {2, 3, 2},
     {AXIS_SENTENCES, AXIS_WHOLE, AXIS_TITLE},
     SMALL,
     0.5},
    {{"english", 1, 3, 2, 4, 1, 1, 0, 0},
     "the a of not",
     {6, 2, 9, 3},
     {AXIS_TITLE, AXIS_SENTENCES, AXIS_WHOLE, AXIS_SENTENCES},
     EXTREME,
     0.8},
    {{"english", 0, 3, 0, 0, 1, 1, 0, 0}, "", {17}, {AXIS_WHOLE}, EXTREME, 1},
    /* sums of characters that take more than one vector */
    {{"english", 1, 1, 1, 3, 0, 0, 0, 0},
     "",
     {2, 2},
     {AXIS_SENTENCES, AXIS_WHOLE},
     LARGEST,
     1},
    {{"english", 1, 3, 1, 8, 1, 1, 1, 0},
     "",
     {8, 8},
     {AXIS_WHOLE, AXIS_SENTENCES},
     LARGEST,
     0.9},
    /* a model that knows nothing */
    {{"english", 1, 3, 2, 3, 1, 1, 0, 0}, "", {2}, {AXIS_SENTENCES}, SMALL, 0},
    {{"english", 1, 3, 2, 3, 1, 1, 1, 0}, "", {2}, {AXIS_WHOLE}, SMALL, 0.01},
};

static void check_model(struct recipe r, size_t kind, uint64_t *random)
{
    struct buffer bytes, text = {0};
    struct adding a;

    memset(r.settings.language, 0, sizeof r.settings.language);
    strcpy(r.settings.language, text_kind[kind].language);
    assert_true(text_make(&text, kind, 400, random));
    struct tenor_model *m =
        draw_model(&r, (struct str){text.data, text.len}, &bytes, random);
    assert_true(adding_init(&a, m));
    check_text(&a, (struct str){text.data, text.len}, "that it was made of");
    check_text(&a, STR(""), "of nothing");
    for (size_t round = 0; round < 12; round++) {
        const size_t pieces = random_below(random, round % 4 ? 60 : 600);
        text.len = 0;
        assert_true(text_make(&text, kind, pieces, random));
        /* Of just its size, so that reading on is noticed. */
        char *copy = malloc(text.len ? text.len : 1);
        assert_non_null(copy);
        if (text.len)
            memcpy(copy, text.data, text.len);
        check_text(&a, (struct str){copy, text.len}, "of pieces");
        free(copy);
    }
    adding_release(&a);
    tenor_model_close(m);
    free(bytes.data);
    free(text.data);
}

static void sums_are_those_of_bags(void **state)
{
    uint64_t random = unit_seed();

    (void)state;
    for (size_t i = 0; i < COUNT(recipes); i++)
        for (size_t kind = 0; kind < TEXT_KINDS; kind++)
            check_model(recipes[i], kind, &random);
}

static void so_they_are_with_any_settings(void **state)
{
    uint64_t random = unit_seed();

    (void)state;
    for (size_t i = 0; i < 150; i++)
        check_model(draw_recipe(recipes[random_below(&random, COUNT(recipes))],
                                &random),
                    random_below(&random, TEXT_KINDS), &random);
}

/* ---- memory of words ---------------------------------------------------- */

/* More words than a lexicon remembers. */
static struct buffer many_words(void)
{
    struct buffer b = {0};

    for (size_t i = 0; i <= LEXICON_MAX; i++) {
        char word[24];
        const int n = snprintf(word, sizeof word, "w%zx%s", i,
                               i % 20 == 19 ? ". A" : " ");
        assert_true(buffer_add(&b, word, (size_t)n));
    }
    return b;
}

/* Long words that have the same 16 bytes in front, or behind. */
static const char kin[] =
    "internationalised internationalises internationalise xinternationalises "
    "internationalization. internationalised INTERNATIONALISED #runs runs "
    "RUNS #RUNS running, ... \xE2\x80\xA6 ... \xE2\x80\xA6 3 #3 :) 3.";

/* Cold, warm, after more than the lexicon holds, and again. */
static void forgotten_words_are_learned_again(void **state)
{
    static const struct recipe *const some[] = {&recipes[6], &recipes[10]};
    uint64_t random = unit_seed();
    struct buffer many = many_words();

    (void)state;
    for (size_t i = 0; i < COUNT(some); i++) {
        struct recipe r = *some[i];
        struct buffer bytes, text = {0};
        struct adding a;
        r.settings.chars_max = 3; /* for the sake of time */
        assert_true(text_add(&text, kin) && text_make(&text, 0, 300, &random));
        const struct str short_text = {text.data, text.len};
        struct tenor_model *m = draw_model(&r, short_text, &bytes, &random);
        assert_true(adding_init(&a, m));
        check_text(&a, short_text, "met first");
        check_text(&a, short_text, "met again");
        const char *differs =
            adding_run(&a, (struct str){many.data, many.len},
                       (struct adding_manner){true, true, AXIS_WHOLE, false});
        assert_null(differs);
        assert_true(a.terms.lexicon.n > LEXICON_MAX);
        check_text(&a, short_text, "met after all was forgotten");
        assert_true(a.terms.lexicon.n < LEXICON_MAX);
        check_text(&a, short_text, "met again after that");
        adding_release(&a);
        tenor_model_close(m);
        free(bytes.data);
        free(text.data);
    }
    free(many.data);
}

/* ---- long words --------------------------------------------------------- */

/* Words of one or two letters, many n-grams of which are the same: their sum is
 * as large as sums get. Of the longest there are more vectors of 16 bits than a
 * byte can count. */
static void sums_of_long_words_are_exact(void **state)
{
    static const size_t size[] = {
        1,  2,   30,  31,           32,       33,          34,
        60, 120, 150, WORD_MAX - 1, WORD_MAX, WORD_MAX + 1};
    struct recipe r = {{"english", 1, 1, 1, 8, 0, 0, 0, 0}, "",      {2, 3},
                       {AXIS_SENTENCES, AXIS_WHOLE},        LARGEST, 1};
    uint64_t random = unit_seed();

    (void)state;
    for (r.settings.chars_max = 1; r.settings.chars_max <= FEATURE_CHARS_MAX;
         r.settings.chars_max++)
        for (size_t i = 0; i < COUNT(size); i++) {
            char word[WORD_MAX + 2];
            struct buffer bytes;
            struct adding a;
            for (size_t k = 0; k < size[i]; k++)
                word[k] = "ab"[k % 2];
            word[size[i]] = ' ';
            const struct str text = {word, size[i] + 1};
            struct tenor_model *m = draw_model(&r, text, &bytes, &random);
            assert_true(adding_init(&a, m));
            check_text(&a, text, "of one long word");
            check_text(&a, text, "of one long word, met again");
            adding_release(&a);
            tenor_model_close(m);
            free(bytes.data);
        }
}

/* A feature so frequent that counts and 32-bit sums are put to the test: one
 * word 200,000 times, in one text. */
static void frequent_features_are_counted(void **state)
{
    static const struct recipe *const some[] = {&recipes[6], &recipes[9]};
    uint64_t random = unit_seed();
    struct buffer text = {0};

    (void)state;
    for (size_t i = 0; i < 200000; i++)
        assert_true(text_add(&text, i % 8 ? "good " : "Bad. "));
    for (size_t i = 0; i < COUNT(some); i++) {
        struct recipe r = *some[i];
        struct buffer bytes;
        struct adding a;
        r.weights = LARGEST;
        r.settings.chars_max = 3;
        struct tenor_model *m =
            draw_model(&r, STR("good bad. Bad."), &bytes, &random);
        assert_true(adding_init(&a, m));
        const char *differs =
            adding_run(&a, (struct str){text.data, text.len},
                       (struct adding_manner){true, true, AXIS_WHOLE, false});
        assert_null(differs);
        adding_release(&a);
        tenor_model_close(m);
        free(bytes.data);
    }
    free(text.data);
}

/* ---- memory ------------------------------------------------------------- */

/* Sentences of every length in which each word asks for all that it can: it is
 * negated, in capitals and stretched, and the model knows its n-grams. */
static void sentences_have_room(void **state)
{
    static const struct recipe some[] = {
        {{"english", 0, 1, 0, 0, 1, 1, 0, 0}, "", {2}, {AXIS_WHOLE}, SMALL, 1},
        {{"english", 0, 3, 0, 0, 1, 1, 1, 0},
         "",
         {2, 2},
         {AXIS_WHOLE, AXIS_SENTENCES},
         SMALL,
         1},
    };
    uint64_t random = unit_seed();

    (void)state;
    for (size_t i = 0; i < COUNT(some); i++)
        for (size_t words = 1; words < 140; words += 1 + words / 9) {
            struct buffer bytes, text = {0};
            struct adding a;
            for (size_t k = 0; k < words; k++) {
                char word[32];
                snprintf(word, sizeof word, "%sSOOO%zuX ", k % 4 ? "" : "not ",
                         k);
                assert_true(text_add(&text, word));
            }
            const struct str s = {text.data, text.len};
            struct tenor_model *m = draw_model(&some[i], s, &bytes, &random);
            assert_true(adding_init(&a, m));
            check_text(&a, s, "full of marks");
            adding_release(&a);
            tenor_model_close(m);
            free(bytes.data);
            free(text.data);
        }
}

struct reading {
    const struct tenor_model *model;
    struct str text;
};

static bool attempt(void *context, struct tenor_error *err)
{
    const struct adding_manner how = {true, true, AXIS_WHOLE, true};
    const struct reading *r = context;
    struct adding a;
    bool ok = adding_init(&a, r->model) && !adding_run(&a, r->text, how);

    /* Whatever was missing, the same memory is good for the next text. */
    if (!ok && a.extractor.terms.lexicon.slot) {
        const size_t left = scarce_left;
        scarce_left = SIZE_MAX;
        assert_null(adding_run(&a, r->text, how));
        scarce_left = left;
    }
    adding_release(&a);
    return ok || fail_memory(err, "sums");
}

static void memory_runs_out(void **state)
{
    static const struct recipe *const some[] = {&recipes[6], &recipes[10]};
    uint64_t random = unit_seed();

    (void)state;
    for (size_t i = 0; i < COUNT(some); i++) {
        struct buffer bytes, text = {0};
        assert_true(text_make(&text, 0, 600, &random));
        struct reading r = {.text = {text.data, text.len}};
        struct tenor_model *m = draw_model(some[i], r.text, &bytes, &random);
        r.model = m;
        scarce_run(attempt, &r);
        tenor_model_close(m);
        free(bytes.data);
        free(text.data);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sums_are_those_of_bags),
        cmocka_unit_test(so_they_are_with_any_settings),
        cmocka_unit_test(forgotten_words_are_learned_again),
        cmocka_unit_test(sums_of_long_words_are_exact),
        cmocka_unit_test(frequent_features_are_counted),
        cmocka_unit_test(sentences_have_room),
        cmocka_unit_test(memory_runs_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
