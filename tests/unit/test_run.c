#include "model/run.h"

#include "tests/unit/unit.h"

#define LENGTH_MAX 70

/* ---- the same, byte by byte --------------------------------------------- */

static bool is_alnum(unsigned char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
           (c >= 'a' && c <= 'z');
}

static size_t slow_alnum(const char *s, size_t len)
{
    size_t n = 0;

    while (n < len && is_alnum((unsigned char)s[n]))
        n++;
    return n;
}

static size_t slow_ascii(const char *s, size_t len, char stop)
{
    size_t n = 0;

    while (n < len && (unsigned char)s[n] < 0x80 && s[n] != stop)
        n++;
    return n;
}

/* ---- blocks ------------------------------------------------------------- */

/* Bytes at any address, up to the end of what was allocated: the sanitizer
 * sees whoever reads on. */
struct block {
    char *memory, *s;
    size_t len;
};

static struct block block_of(size_t len, size_t offset)
{
    struct block b = {.memory = malloc(offset + len + (offset + len == 0)),
                      .len = len};

    assert_non_null(b.memory);
    b.s = b.memory + offset;
    for (size_t i = 0; i < len; i++)
        b.s[i] = "aZ0m9Ayz1B"[i % 10];
    return b;
}

static const size_t offsets[] = {0, 1, 3, 8, 15};
static const char stops[] = {'"', '\n', '\0', 'Z', '~'};

static void check_block(const struct block *b)
{
    const size_t n = slow_alnum(b->s, b->len);

    assert_int_equal(run_alnum(b->s, b->len), n);
    if (b->len >= RUN_STEP)
        assert_int_equal(run_alnum_step(b->s), n < RUN_STEP ? n : RUN_STEP);
    for (size_t k = 0; k < COUNT(stops); k++)
        assert_int_equal(run_ascii(b->s, b->len, stops[k]),
                         slow_ascii(b->s, b->len, stops[k]));
}

/* One byte of every value at every place. */
static void any_byte_anywhere(void **state)
{
    (void)state;
    for (size_t len = 0; len <= LENGTH_MAX; len++)
        for (size_t o = 0; o < COUNT(offsets); o++) {
            struct block b = block_of(len, offsets[o]);
            check_block(&b);
            for (size_t at = 0; at < len; at++) {
                const char before = b.s[at];
                for (int c = 0; c < 256; c += 1 + (o > 1) * 6) {
                    b.s[at] = (char)c;
                    check_block(&b);
                }
                b.s[at] = before;
            }
            free(b.memory);
        }
}

/* Two of them, so that the first one counts. */
static void the_first_one_ends_a_run(void **state)
{
    static const char end[] = {' ', '"',    '/',    ':',    '@',  '[', '`',
                               '{', '\x7F', '\x80', '\xFF', '\0', '\n'};

    (void)state;
    for (size_t len = 2; len <= LENGTH_MAX; len += 3) {
        struct block b = block_of(len, len % 16);
        for (size_t one = 0; one < len; one++)
            for (size_t other = one + 1; other < len; other += 5) {
                const char first = b.s[one], second = b.s[other];
                b.s[one] = end[one % COUNT(end)];
                b.s[other] = end[other % COUNT(end)];
                check_block(&b);
                b.s[one] = first;
                b.s[other] = second;
            }
        free(b.memory);
    }
}

static void letters_and_digits_are_alnum(void **state)
{
    (void)state;
    for (int c = 0; c < 256; c++)
        assert_int_equal(run_is_alnum((char)c), is_alnum((unsigned char)c));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_byte_anywhere),
        cmocka_unit_test(the_first_one_ends_a_run),
        cmocka_unit_test(letters_and_digits_are_alnum),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
