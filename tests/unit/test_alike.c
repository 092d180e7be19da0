/* Texts that are nearly the same. */
#include "train/alike.h"

#include <stdio.h>
#include <stdlib.h>

#include "train/random.h"
#include "tests/unit/scarce.h"

static const struct {
    const char *first, *second;
    bool alike;
} cases[] = {
    {"The harbour was calm.", "The harbour was calm.", true},
    {"The harbour was calm.", "the HARBOUR, was: calm!!", true},
    {"One two three four five six seven eight nine ten.",
     "One two three four five six seven eight nine eleven.",
     true}, /* 9 of 11 */
    {"One two three four five six seven eight.",
     "One two three four five six seven nine.", false},           /* 7 of 9 */
    {"The harbour was calm.", "The harbour was not calm.", true}, /* 4 of 5 */
    {"The harbour was calm.", "The harbour was rough.", false},   /* 3 of 5 */
    {"calm calm calm calm", "calm", true},
    {"", "", true},
    {"...", "!!!", true},
    {"", "word", false},
    {"\xD9\x85\xD8\xB1\xD8\xAD\xD8\xA8\xD8\xA7", "\xD9\x86\xD8\xB9\xD9\x85",
     false},
};

static bool add(struct alike *a, const char *text)
{
    bool seen;

    assert_true(alike_add(a, str_of(text), &seen));
    return seen;
}

static void pairs(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct alike a;
        struct tenor_error err = {0};
        assert_true(alike_init(&a, &err));
        assert_false(add(&a, cases[i].first));
        if (add(&a, cases[i].second) != cases[i].alike)
            fail_msg("'%s' and '%s'", cases[i].first, cases[i].second);
        alike_release(&a);
    }
}

/* Words from `first` on. */
static void write_text(char *to, size_t room, size_t first, size_t n)
{
    size_t len = 0;

    for (size_t i = 0; i < n; i++)
        len += (size_t)snprintf(to + len, room - len, "w%zu ", first + i);
}

/* Of texts with 19 of 21 words in common nearly all are found; of others none
 * is. */
static void among_many(void **state)
{
    struct alike a;
    struct tenor_error err = {0};
    char text[400];
    size_t found = 0;

    (void)state;
    assert_true(alike_init(&a, &err));
    for (size_t i = 0; i < 2000; i++) {
        write_text(text, sizeof text, 100 * i, 20);
        assert_false(add(&a, text));
    }
    for (size_t i = 0; i < 2000; i++) {
        write_text(text, sizeof text, 100 * i + 1, 20);
        found += add(&a, text);
    }
    assert_true(found > 1990);
    alike_release(&a);
}

static bool attempt(void *context, struct tenor_error *err)
{
    struct alike a;
    bool seen, ok = alike_init(&a, err);

    (void)context;
    for (size_t i = 0; ok && i < 200; i++) {
        char text[400];
        write_text(text, sizeof text, 100 * i, 20);
        ok = alike_add(&a, str_of(text), &seen) || fail_memory(err, "texts");
    }
    alike_release(&a);
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
        cmocka_unit_test(pairs),
        cmocka_unit_test(among_many),
        cmocka_unit_test(memory_runs_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
