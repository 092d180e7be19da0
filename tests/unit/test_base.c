#include "model/base.h"

#include "tests/unit/unit.h"

static void views_compare_bytes(void **state)
{
    (void)state;
    assert_true(str_equal(str_of("tone"), STR("tone")));
    assert_true(str_equal(STR("a\0b"), STR("a\0b")));
    assert_false(str_equal(STR("a\0b"), STR("a\0c")));
    assert_false(str_equal(STR("tone"), STR("ton")));
    assert_true(str_equal((struct str){0}, STR("")));
}

static void words_are_cut_off(void **state)
{
    static const struct {
        const char *list;
        const char *word[3];
    } row[] = {
        {"", {NULL}},
        {" ", {NULL}},
        {"one", {"one"}},
        {"one two", {"one", "two"}},
        {"  one  two ", {"one", "two"}},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(row); i++) {
        const char *rest = row[i].list;
        struct str word;
        for (const char *const *w = row[i].word; *w; w++) {
            assert_true(str_next_word(&rest, &word));
            assert_true(str_equal(word, str_of(*w)));
        }
        assert_false(str_next_word(&rest, &word));
        assert_int_equal(word.len, 0);
    }
}

static void sizes_do_not_overflow(void **state)
{
    char *block = mem_resize(NULL, 0, 8);

    (void)state;
    assert_non_null(block);
    assert_null(mem_resize(block, SIZE_MAX / 2, 3));
    assert_null(mem_zero(SIZE_MAX, 2));
    block = mem_resize(block, 1, 1); /* it is still ours */
    block[0] = 'x';
    free(block);
}

static void memory_is_zeroed(void **state)
{
    unsigned char *block = mem_zero(1000, 3);

    (void)state;
    for (size_t i = 0; i < 3000; i++)
        assert_int_equal(block[i], 0);
    free(block);
}

static void strings_are_copied(void **state)
{
    static const struct str text[] = {
        {NULL, 0}, {"", 0}, {"tone", 4}, {"a\0b", 3}, {"cut here", 3}};

    (void)state;
    for (size_t i = 0; i < COUNT(text); i++) {
        char *copy = mem_string(text[i]);
        assert_true(str_equal((struct str){copy, text[i].len}, text[i]));
        assert_int_equal(copy[text[i].len], '\0');
        free(copy);
    }
}

static void arrays_grow(void **state)
{
    uint32_t *v = NULL;
    size_t capacity = 0, moves = 0, none = 0;

    (void)state;
    assert_true(GROW(v, none, capacity));
    assert_null(v);
    for (uint32_t n = 0; n < 100000; n++) {
        size_t before = capacity;
        assert_true(GROW(v, n + 1, capacity));
        assert_true(capacity > n);
        moves += capacity != before;
        v[n] = n;
    }
    for (uint32_t n = 0; n < 100000; n++)
        assert_int_equal(v[n], n);
    assert_true(moves < 20);

    uint32_t *same = v;
    size_t room = capacity;
    assert_false(GROW(v, SIZE_MAX, capacity));
    assert_false(GROW(v, SIZE_MAX / 4, capacity));
    assert_ptr_equal(v, same);
    assert_int_equal(capacity, room);
    free(v);
}

static void buffers_collect_bytes(void **state)
{
    struct buffer b = {0};

    (void)state;
    assert_true(buffer_add(&b, NULL, 0));
    assert_int_equal(b.len, 0);
    for (int i = 0; i < 1000; i++)
        assert_true(buffer_add(&b, "a\0b", 3));
    assert_int_equal(b.len, 3000);
    for (size_t i = 0; i < b.len; i++)
        assert_int_equal(b.data[i], "a\0b"[i % 3]);
    volatile size_t most = SIZE_MAX; /* that the compiler does not know */
    assert_false(buffer_add(&b, "", most));
    assert_int_equal(b.len, 3000);
    free(b.data);
}

static void first_error_stays(void **state)
{
    struct tenor_error err = {0};

    (void)state;
    assert_false((fail)(&err, TENOR_EDATA, 17, "%s:%d", "a.tsv", 17));
    assert_false((fail)(&err, TENOR_EIO, 1, "later"));
    assert_false(fail_memory(&err, "later"));
    assert_int_equal(err.code, TENOR_EDATA);
    assert_int_equal(err.line, 17);
    assert_string_equal(err.message, "a.tsv:17");
}

/* At every offset against the end of the record, so that the cut falls on
 * every byte of a character. */
static void long_messages_are_cut(void **state)
{
    static const char *const character[] = {"n", "é", "字", "😀"};
    const size_t room = sizeof((struct tenor_error *)0)->message - 1;

    (void)state;
    for (size_t i = 0; i < COUNT(character); i++)
        for (int shift = 0; shift < 4; shift++) {
            struct tenor_error err = {0};
            const size_t size = strlen(character[i]);
            char name[400] = "";
            while (strlen(name) < 300)
                strcat(name, character[i]);
            assert_false(
                (fail)(&err, TENOR_EIO, 0, "%.*s%s", shift, "....", name));
            const size_t len = strlen(err.message);
            assert_true(len <= room && len + size > room);
            assert_int_equal((len - (size_t)shift) % size, 0);
        }
}

static void memory_errors_say_so(void **state)
{
    struct tenor_error err = {0};

    (void)state;
    assert_false(fail_memory(&err, "a sentence"));
    assert_int_equal(err.code, TENOR_ENOMEM);
    assert_string_equal(err.message, "out of memory for a sentence");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(views_compare_bytes),
        cmocka_unit_test(words_are_cut_off),
        cmocka_unit_test(sizes_do_not_overflow),
        cmocka_unit_test(memory_is_zeroed),
        cmocka_unit_test(strings_are_copied),
        cmocka_unit_test(arrays_grow),
        cmocka_unit_test(buffers_collect_bytes),
        cmocka_unit_test(first_error_stays),
        cmocka_unit_test(long_messages_are_cut),
        cmocka_unit_test(memory_errors_say_so),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
