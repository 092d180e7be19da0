/* Near-duplicates and repeated passages. */
#include "train/passages.h"
#include "train/twins.h"

#include "tests/unit/scarce.h"
#include "train/random.h"

struct texts {
    char text[64][400];
    size_t N;
};

static struct str text_at(const void *texts, size_t i)
{
    const struct texts *t = texts;

    return str_of(t->text[i]);
}

static void find(const struct texts *t, double threshold, struct twins *w)
{
    struct tenor_error err = {0};

    *w = (struct twins){0};
    assert_true(twins_find(t->N, text_at, t, threshold, w, &err));
}

/* Equal but for capitals, punctuation and blanks; and what has no words. */
static void equal_texts(void **state)
{
    static const struct texts t = {{"The ferry was late again.",
                                    "the FERRY was   late again!!", "", "...",
                                    "", "One", "one.", "One two", "two one"},
                                   9};
    static const uint32_t first[] = {0, 0, 2, 3, 4, 5, 5, 7, 8};
    struct twins w;

    (void)state;
    find(&t, 0.8, &w);
    for (size_t i = 0; i < t.N; i++)
        assert_int_equal(w.first[i], first[i]);
    assert_int_equal(w.n, 0);
    twins_release(&w);
}

/* 8 shingles of 10 words; another last word leaves 7 of 9. */
static void one_word_differs(void **state)
{
    static const struct texts t = {
        {"a1 b1 c1 d1 e1 f1 g1 h1 i1 j1", "a1 b1 c1 d1 e1 f1 g1 h1 i1 k1"}, 2};
    struct twins w;

    (void)state;
    find(&t, 7.0 / 9.0, &w);
    assert_int_equal(w.n, 1);
    assert_int_equal(w.pair[0].a, 0);
    assert_int_equal(w.pair[0].b, 1);
    assert_true(w.pair[0].similarity == (float)(7.0 / 9.0));
    twins_release(&w);
    find(&t, 7.01 / 9.0, &w);
    assert_int_equal(w.n, 0);
    twins_release(&w);
}

/* Texts that are made of others, a word exchanged now and then. */
static void draw_texts(struct texts *t, uint64_t *seed)
{
    t->N = 2 + random_below(seed, 62);
    for (size_t i = 0; i < t->N; i++) {
        unsigned word[20];
        size_t words = 1 + random_below(seed, 20), at = 0;
        const uint64_t of = random_below(seed, 4);
        uint64_t state = of;
        for (size_t j = 0; j < words; j++) {
            word[j] = (unsigned)random_below(&state, 50);
            if (random_below(seed, 15) == 0)
                word[j] = (unsigned)random_below(seed, 50);
        }
        for (size_t j = 0; j < words; j++)
            at += (size_t)snprintf(t->text[i] + at, sizeof t->text[i] - at,
                                   "w%u ", word[j]);
    }
}

/* The similarity by its definition; words are two or three bytes. */
static double similarity(const char *a, const char *b)
{
    char word[2][20][8], shingle[2][20][32];
    size_t n[2] = {0}, both = 0;

    for (int s = 0; s < 2; s++) {
        size_t words = 0;
        int used;
        for (const char *at = s ? b : a;
             sscanf(at, "%7s %n", word[s][words], &used) == 1; at += used)
            words++;
        for (size_t i = 0; i < (words < 3 ? 1 : words - 2); i++) {
            char one[32] = "";
            for (size_t j = i; j < i + 3 && j < words; j++) {
                strcat(one, word[s][j]);
                strcat(one, " ");
            }
            size_t k = 0;
            while (k < n[s] && strcmp(shingle[s][k], one) != 0)
                k++;
            if (k == n[s])
                strcpy(shingle[s][n[s]++], one);
        }
    }
    for (size_t i = 0; i < n[0]; i++)
        for (size_t j = 0; j < n[1]; j++)
            both += strcmp(shingle[0][i], shingle[1][j]) == 0;
    return (double)both / (double)(n[0] + n[1] - both);
}

static bool has_pair(const struct twins *w, size_t a, size_t b)
{
    for (size_t i = 0; i < w->n; i++)
        if (w->pair[i].a == a && w->pair[i].b == b)
            return true;
    return false;
}

/* All pairs, and no others, beside the definition. */
static void all_pairs(void **state)
{
    static const double threshold[] = {0.3, 0.5, 0.8, 1.0};
    uint64_t seed = unit_seed();
    static struct texts t;

    (void)state;
    for (int run = 0; run < 60; run++) {
        struct twins w;
        const double least = threshold[run % 4];
        size_t pairs = 0;
        draw_texts(&t, &seed);
        find(&t, least, &w);
        assert_int_equal(w.missed, 0);
        for (size_t b = 0; b < t.N; b++)
            for (size_t a = 0; a < b; a++) {
                const double alike = similarity(t.text[a], t.text[b]);
                assert_int_equal(w.first[a] == w.first[b], alike == 1.0);
                if (w.first[a] != a || w.first[b] != b || alike == 1.0)
                    continue;
                assert_int_equal(has_pair(&w, a, b), alike >= least - 1e-9);
                pairs += alike >= least - 1e-9;
            }
        assert_int_equal(w.n, pairs);
        twins_release(&w);
    }
}

/* ---- passages ------------------------------------------------------------ */

static const struct texts letters = {
    {"The harbour froze. Write to us at the usual place today.",
     "Bread got dearer in spring. Write to us at the usual place today.",
     "Write to us at the usual place today!",
     "The harbour froze. Read the whole story on the next page.",
     "A quiet week for the two old bridges."},
    5};

static void passages_of(const struct texts *t, size_t least, struct passages *p)
{
    struct tenor_error err = {0};
    struct twins w;

    find(t, 0.8, &w);
    *p = (struct passages){0};
    assert_true(passages_find(&w, text_at, t, least, p, &err));
    twins_release(&w);
}

static void a_sentence_repeats(void **state)
{
    struct passages p;

    (void)state;
    passages_of(&letters, 3, &p);
    assert_int_equal(p.n, 1);
    assert_int_equal(p.item[0].texts, 3);
    assert_int_equal(p.item[0].text, 0);
    assert_int_equal(p.item[0].place, PASSAGE_IN);
    assert_memory_equal(letters.text[0] + p.item[0].begin, "Write", 5);
    assert_int_equal(letters.text[0][p.item[0].end], '.');
    for (size_t i = 0; i < letters.N; i++)
        assert_int_equal(p.has[i], i < 3);
    assert_int_equal(p.rest[2], 0); /* it is nothing else */
    assert_true(p.rest[0] && p.rest[0] != p.rest[3]);
    passages_release(&p);
    passages_of(&letters, 4, &p);
    assert_int_equal(p.n, 0);
    passages_release(&p);
}

/* Ends of six words, without a sentence that is the same. */
static void an_end_repeats(void **state)
{
    static const struct texts t = {
        {"Rain in the east and you can read more of it here",
         "Snow up in the hills and you can read more of it here",
         "Sun on the coast, and you can read more of it here", "Fog"},
        4};
    struct passages p;

    (void)state;
    passages_of(&t, 3, &p);
    assert_int_equal(p.n, 1);
    assert_int_equal(p.item[0].place, PASSAGE_LAST);
    assert_memory_equal(t.text[0] + p.item[0].begin, "can read more", 13);
    passages_release(&p);
}

static bool attempt(void *context, struct tenor_error *err)
{
    struct twins w = {0};
    struct passages p = {0};
    const bool ok = twins_find(letters.N, text_at, &letters, 0.5, &w, err) &&
                    passages_find(&w, text_at, &letters, 2, &p, err);

    (void)context;
    passages_release(&p);
    twins_release(&w);
    return ok;
}

static void memory_runs_out(void **state)
{
    (void)state;
    scarce_run(attempt, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_texts),    cmocka_unit_test(one_word_differs),
        cmocka_unit_test(all_pairs),      cmocka_unit_test(a_sentence_repeats),
        cmocka_unit_test(an_end_repeats), cmocka_unit_test(memory_runs_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
