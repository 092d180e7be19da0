#include "model/lexicon.h"

#include "model/wordset.h"
#include "train/random.h"

#include "tests/unit/scarce.h"

/* ---- keys --------------------------------------------------------------- */

static bool same(struct lexicon_key a, struct lexicon_key b)
{
    return a.part[0] == b.part[0] && a.part[1] == b.part[1];
}

/* The key of a token in a block of its size and `more` bytes, which are no part
 * of it. */
static struct lexicon_key key_in(struct str token, size_t more, uint64_t sign)
{
    char *block = malloc(token.len + more + 1);

    assert_non_null(block);
    /* At the end of the block, so that reading on is noticed. */
    char *s = block + 1;
    memcpy(s, token.s, token.len);
    memset(s + token.len, 'x', more);
    const struct str copy = {s, token.len};
    const struct lexicon_key k = lexicon_key(copy, token.len + more, sign);
    free(block);
    return k;
}

static void what_follows_a_token_is_no_part_of_its_key(void **state)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789ABCD";
    static const uint64_t sign[] = {0, LEXICON_SIGN};

    (void)state;
    for (size_t i = 0; i < COUNT(sign); i++)
        for (size_t len = 0; len < sizeof letters; len++) {
            const struct str token = {letters, len};
            const struct lexicon_key key = lexicon_key_of(token, sign[i]);
            for (size_t more = 0; more < 40; more++)
                assert_true(same(key_in(token, more, sign[i]), key));
        }
}

static void keys_tell_tokens_apart(void **state)
{
    static const struct {
        const char *token;
        uint64_t sign;
    } row[] = {
        {"", LEXICON_SIGN}, /* punctuation without tone */
        {"a", 0},
        {"a", LEXICON_SIGN},
        {"A", 0},
        {"3", 0}, /* of "#3" */
        {"3", LEXICON_SIGN},
        {"!", LEXICON_SIGN},
        {"!!", LEXICON_SIGN},
        {"<url>", 0},
        {"<url>", LEXICON_SIGN},
        {"\u00E9", 0},
        {"e\u0301", 0},
        {"12345678", 0},
        {"12345678", LEXICON_SIGN},
        {"123456789", 0},
        {"abcdefghijklmno", 0},  /* 15 */
        {"abcdefghijklmnop", 0}, /* 16 */
        {"abcdefghijklmnop", LEXICON_SIGN},
        {"abcdefghijklmnoP", 0},
        {"Abcdefghijklmnop", 0},
        {"abcdefghijklmnopq", 0}, /* 17 */
        {"abcdefghijklmnopq", LEXICON_SIGN},
        {"abcdefghijklmnopr", 0},
        {"abcdefghijklmnopqr", 0},
        {"\u043F\u0440\u0430\u0432\u0438\u043B\u044C\u043D", 0}, /* 16 */
        {"\u043F\u0440\u0430\u0432\u0438\u043B\u044C\u043D\u043E", 0},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(row); i++)
        for (size_t k = 0; k < COUNT(row); k++) {
            const struct lexicon_key a =
                key_in(str_of(row[i].token), i % 20, row[i].sign);
            const struct lexicon_key b =
                key_in(str_of(row[k].token), k % 30, row[k].sign);
            if (same(a, b) != (i == k))
                fail_msg("'%s' and '%s'", row[i].token, row[k].token);
        }
}

static void long_tokens_go_by_their_hash(void **state)
{
    char token[100000];

    (void)state;
    memset(token, 'a', sizeof token);
    for (size_t len = 17; len < sizeof token; len = len * 3 / 2) {
        const struct str t = {token, len};
        const struct lexicon_key k = lexicon_key(t, len, 0);
        assert_true(k.part[0] == word_hash(token, len));
        assert_true(k.part[1] == LEXICON_LONG);
    }
}

/* ---- entries ------------------------------------------------------------ */

static struct lexicon_key key_number(uint64_t i)
{
    /* Some differ in one part alone. */
    return (struct lexicon_key){{i % 3 ? i + 8 : 7, i % 3 ? i % 4 : i}};
}

static void check_lexicon(const struct lexicon *l)
{
    assert_true(l->n <= l->capacity && 2 * l->n <= l->slots);
    assert_int_equal(l->slots & (l->slots - 1), 0);
    assert_true((size_t)1 << (64 - l->shift) == l->slots);
}

/* Find a key; whether it is new is known. The part of the user is filled with
 * its number. */
static void visit(struct lexicon *l, uint64_t i, size_t extra, bool fresh)
{
    const struct lexicon_key key = key_number(i);
    bool found_fresh;

    lexicon_fetch_slot(l, &key);
    lexicon_fetch_entry(l, &key);
    const size_t number = lexicon_find(l, &key, &found_fresh);
    assert_true(number < l->n);
    struct lexeme *e = lexicon_at(l, number);
    unsigned char *part = lexicon_extra(e);
    assert_int_equal(found_fresh, fresh);
    assert_true(same(e->key, key));
    assert_true(e->stem == (fresh ? 0 : i) && e->filled == !fresh);
    assert_true(e->languages == 0 && e->flags == 0);
    for (size_t k = 0; k < extra; k++)
        assert_int_equal(part[k], fresh ? 0 : (unsigned char)(i + k));
    e->stem = i;
    e->filled = 1;
    for (size_t k = 0; k < extra; k++)
        part[k] = (unsigned char)(i + k);
}

static const size_t extras[] = {0, 1, 12, 28, 44, 76, 1000};

static void entries_are_kept_while_it_grows(void **state)
{
    (void)state;
    for (size_t x = 0; x < COUNT(extras); x++) {
        struct lexicon l;
        assert_true(lexicon_init(&l, extras[x]));
        for (uint64_t i = 0; i < 6000; i++) {
            visit(&l, i, extras[x], true);
            assert_int_equal(l.n, i + 1);
            check_lexicon(&l);
            visit(&l, i / 2, extras[x], false);
        }
        for (uint64_t i = 0; i < 6000; i++) {
            bool fresh;
            const struct lexicon_key key = key_number(i);
            assert_int_equal(lexicon_find(&l, &key, &fresh), i);
            visit(&l, i, extras[x], false);
        }
        lexicon_release(&l);
        lexicon_release(&l);
    }
}

/* Numbers and weights in the part of the user are read as what they are. */
static void entries_are_aligned(void **state)
{
    (void)state;
    for (size_t extra = 0; extra < 300; extra++) {
        struct lexicon l;
        assert_true(lexicon_init(&l, extra));
        for (uint64_t i = 0; i < 300; i++)
            visit(&l, i, extra, true);
        assert_true(l.stride >= sizeof(struct lexeme) + extra);
        for (size_t i = 0; i < l.n; i++) {
            const uintptr_t at = (uintptr_t)lexicon_at(&l, i);
            assert_int_equal(at % sizeof(uint64_t), 0);
            assert_true(l.stride <= 32 || at % 64 == 0);
        }
        lexicon_release(&l);
    }
}

static void too_many_are_forgotten(void **state)
{
    struct lexicon l;

    (void)state;
    assert_true(lexicon_init(&l, 12));
    for (uint64_t i = 0; i < LEXICON_MAX; i++)
        visit(&l, i, 12, true);
    lexicon_trim(&l);
    assert_int_equal(l.n, LEXICON_MAX); /* that many are not too many */
    for (int again = 0; again < 2; again++) {
        visit(&l, LEXICON_MAX, 12, true);
        visit(&l, 5, 12, false);
        for (uint64_t i = LEXICON_MAX + 1; l.n <= LEXICON_MAX; i++)
            visit(&l, i, 12, true);
        lexicon_trim(&l);
        assert_int_equal(l.n, 0);
        check_lexicon(&l);
        for (uint64_t i = 0; i < 1000; i++)
            visit(&l, i, 12, true);
        for (uint64_t i = 0; i < 1000; i++)
            visit(&l, i, 12, false);
    }
    lexicon_release(&l);
}

/* ---- memory ------------------------------------------------------------- */

static void want_of_memory_is_survived(void **state)
{
    static const size_t granted[] = {0, 1};

    (void)state;
    for (size_t g = 0; g < COUNT(granted); g++) {
        struct lexicon l;
        size_t failures = 0;
        assert_true(lexicon_init(&l, 12));
        for (uint64_t i = 0; i < 5000; i++) {
            const struct lexicon_key key = key_number(i);
            bool fresh;
            scarce_left = granted[g];
            const size_t number = lexicon_find(&l, &key, &fresh);
            scarce_left = SIZE_MAX;
            check_lexicon(&l);
            if (number == SIZE_MAX) {
                failures++;
                assert_int_equal(l.n, i);
                visit(&l, i, 12, true);
            } else {
                assert_true(fresh);
                assert_int_equal(number, i);
                lexicon_at(&l, number)->stem = i;
                lexicon_at(&l, number)->filled = 1;
                for (size_t k = 0; k < 12; k++)
                    ((unsigned char *)lexicon_extra(
                        lexicon_at(&l, number)))[k] = (unsigned char)(i + k);
            }
            visit(&l, i, 12, false);
            visit(&l, i / 3, 12, false);
        }
        assert_true(g > 0 || failures > 5);
        for (uint64_t i = 0; i < 5000; i++)
            visit(&l, i, 12, false);
        lexicon_release(&l);
    }
}

static bool attempt(void *context, struct tenor_error *err)
{
    struct lexicon l;
    bool ok = lexicon_init(&l, *(size_t *)context), fresh;

    for (uint64_t i = 0; ok && i < 3000; i++) {
        const struct lexicon_key key = key_number(i);
        ok = lexicon_find(&l, &key, &fresh) != SIZE_MAX;
    }
    lexicon_release(&l);
    return ok || fail_memory(err, "a lexicon");
}

static void memory_runs_out(void **state)
{
    (void)state;
    for (size_t x = 0; x < COUNT(extras); x++)
        scarce_run(attempt, (void *)(uintptr_t)&extras[x]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_follows_a_token_is_no_part_of_its_key),
        cmocka_unit_test(keys_tell_tokens_apart),
        cmocka_unit_test(long_tokens_go_by_their_hash),
        cmocka_unit_test(entries_are_kept_while_it_grows),
        cmocka_unit_test(entries_are_aligned),
        cmocka_unit_test(too_many_are_forgotten),
        cmocka_unit_test(want_of_memory_is_survived),
        cmocka_unit_test(memory_runs_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
