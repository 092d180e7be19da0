#define _POSIX_C_SOURCE 200809L
#include "model/file.h"

#include <sys/stat.h>

#include "tests/unit/folder.h"
#include "tests/unit/unit.h"

static void check_file(const char *path, struct str expected)
{
    struct tenor_error err = {0};
    struct str bytes;

    assert_true(file_map(path, &bytes, &err));
    assert_true(str_equal(bytes, expected));
    file_unmap(bytes);
}

static void what_is_written_is_mapped(void **state)
{
    static const struct str content[] = {
        {"first", 5}, {"", 0}, {"a\0b\n", 4}, {NULL, 0}, {"last", 4}};
    struct folder folder;

    (void)state;
    folder_make(&folder);
    const char *path = folder_file(&folder, "file");
    for (size_t i = 0; i < COUNT(content); i++) {
        struct tenor_error err = {0};
        assert_true(file_replace(path, content[i], &err));
        check_file(path, content[i]);
    }
    assert_int_equal(remove(path), 0);
    folder_remove(&folder); /* which shows that nothing else was left */
}

/* Who has the old file open keeps it. */
static void readers_keep_the_old_file(void **state)
{
    struct tenor_error err = {0};
    struct folder folder;
    struct str old;

    (void)state;
    folder_make(&folder);
    const char *path = folder_file(&folder, "file");
    assert_true(file_replace(path, STR("old"), &err));
    assert_true(file_map(path, &old, &err));
    assert_true(file_replace(path, STR("newer"), &err));
    assert_true(str_equal(old, STR("old")));
    check_file(path, STR("newer"));
    file_unmap(old);
    assert_int_equal(remove(path), 0);
    folder_remove(&folder);
}

static void failures_leave_nothing(void **state)
{
    struct tenor_error err = {0}, other = {0};
    struct folder folder;

    (void)state;
    folder_make(&folder);
    /* A folder in the way cannot be replaced by a file. */
    const char *path = folder_file(&folder, "file");
    assert_int_equal(mkdir(path, 0700), 0);
    assert_false(file_replace(path, STR("bytes"), &err));
    assert_int_equal(err.code, TENOR_EIO);
    assert_non_null(strstr(err.message, path));
    assert_int_equal(rmdir(path), 0);
    path = folder_file(&folder, "no/such/folder");
    assert_false(file_replace(path, STR("bytes"), &other));
    assert_int_equal(other.code, TENOR_EIO);
    folder_remove(&folder);
}

static void what_is_no_file_is_refused(void **state)
{
    static const char *const path[] = {"/no/such/file", "/", "/dev/null", ""};

    (void)state;
    for (size_t i = 0; i < COUNT(path); i++) {
        struct tenor_error err = {0};
        struct str bytes = {"", 1};
        assert_false(file_map(path[i], &bytes, &err));
        assert_int_equal(err.code, TENOR_EIO);
        assert_null(bytes.s);
        file_unmap(bytes);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_is_mapped),
        cmocka_unit_test(readers_keep_the_old_file),
        cmocka_unit_test(failures_leave_nothing),
        cmocka_unit_test(what_is_no_file_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
