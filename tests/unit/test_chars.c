#include "model/chars.h"

#include "model/feature.h"
#include "model/utf8.h"
#include "train/random.h"

#include "tests/unit/scarce.h"

/* ---- by hand ------------------------------------------------------------ */

/* Code points, put together one by one. */
static uint64_t content_of(struct str gram)
{
    uint64_t content = 0;
    size_t ignored = 0;

    for (size_t at = 0; at < gram.len;) {
        uint32_t point;
        const bool first = at == 0;
        at += utf8_decode(gram.s + at, gram.len - at, &point, &ignored);
        content = first ? point : feature_extend(content, point);
    }
    return content;
}

static void ngrams_of_words(void **state)
{
    static const struct {
        const char *folded;
        unsigned min, max;
        const char *grams; /* each with a space behind it */
    } row[] = {
        {"ab", 1, 1, "a b "},
        {"ab", 1, 2, "_a a ab b b_ "},
        {"ab", 2, 2, "_a ab b_ "},
        {"ab", 2, 3, "_a _ab ab ab_ b_ "},
        {"ab", 4, 4, "_ab_ "},
        {"ab", 4, 8, "_ab_ "},
        {"ab", 5, 8, ""},
        {"a", 1, 8, "_a _a_ a a_ "},
        {"\u00E9t\u00E9", 2, 3,
         "_\u00E9 _\u00E9t \u00E9t \u00E9t\u00E9 t\u00E9 t\u00E9_ \u00E9_ "},
        {"\u597D", 1, 2, "_\u597D \u597D \u597D_ "},
        {"\U0001F600", 3, 3, "_\U0001F600_ "},
    };
    struct chars c = {0};

    (void)state;
    for (size_t i = 0; i < COUNT(row); i++) {
        const struct str folded = str_of(row[i].folded);
        const char *rest = row[i].grams;
        struct str gram;
        assert_true(chars_list(&c, folded, row[i].min, row[i].max));
        for (size_t k = 0; k < c.n; k++) {
            const struct chars_gram *g = &c.gram[k];
            assert_true(str_next_word(&rest, &gram));
            if (g->content != content_of(gram))
                fail_msg("'%s', n-gram %zu is not '%.*s'", row[i].folded, k,
                         (int)gram.len, gram.s);
            /* Its place holds it, but for the boundaries. */
            assert_true(g->from <= g->to && g->to <= folded.len);
            const struct str place = {folded.s + g->from, g->to - g->from};
            gram.len -= gram.s[gram.len - 1] == '_';
            if (gram.s[0] == '_') {
                gram.s++;
                gram.len--;
            }
            assert_true(str_equal(place, gram));
        }
        assert_false(str_next_word(&rest, &gram));
    }
    chars_release(&c);
    assert_null(c.gram);
    chars_release(&c);
}

/* ---- every length ------------------------------------------------------- */

/* Of words of letters of one to four bytes: by the number of characters alone,
 * there are as many of each length as fit. */
static void there_are_as_many_as_fit(void **state)
{
    static const char *const letter[] = {"a", "\u00E9", "\u597D", "\U0001D49C"};
    uint64_t random = unit_seed();
    struct chars c = {0};

    (void)state;
    for (int round = 0; round < 3000; round++) {
        const unsigned max = 1 + (unsigned)random_below(&random, 8);
        const unsigned min = 1 + (unsigned)random_below(&random, max);
        const size_t n = random_below(&random, round % 10 ? 12 : 300);
        char word[4 * 300 + 1] = "";
        size_t expected = 0;
        for (size_t i = 0, len = 0; i < n; i++) {
            const char *l = letter[random_below(&random, COUNT(letter))];
            strcpy(word + len, l);
            len += strlen(l);
        }
        for (size_t k = min; k <= max; k++)
            if (k <= n + 2)
                expected += n + 2 - k + 1 - (k == 1 ? 2 : 0);
        assert_true(chars_list(&c, str_of(word), min, max));
        assert_int_equal(c.n, expected);
        for (size_t i = 1; i < c.n; i++)
            assert_true(c.gram[i].from >= c.gram[i - 1].from);
    }
    chars_release(&c);
}

static bool attempt(void *context, struct tenor_error *err)
{
    struct chars c = {0};
    bool ok = chars_list(&c, STR("word"), 1, 3) &&
              chars_list(&c, str_of(context), 1, 8);

    chars_release(&c);
    return ok || fail_memory(err, "a word");
}

static void memory_runs_out(void **state)
{
    char word[256];

    (void)state;
    memset(word, 'x', sizeof word - 1);
    word[sizeof word - 1] = '\0';
    scarce_run(attempt, word);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ngrams_of_words),
        cmocka_unit_test(there_are_as_many_as_fit),
        cmocka_unit_test(memory_runs_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
