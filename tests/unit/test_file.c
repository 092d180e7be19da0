#define _POSIX_C_SOURCE 200809L
#include "model/file.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

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

static mode_t mode_of(const char *path)
{
    struct stat st;

    assert_int_equal(lstat(path, &st), 0);
    return st.st_mode;
}

/* A new file is for whom the old one was, and a link leads where it led. */
static void modes_and_links_stay(void **state)
{
    struct tenor_error err = {0};
    struct folder folder;

    (void)state;
    folder_make(&folder);
    char *link = mem_string(str_of(folder_file(&folder, "link")));
    const char *path = folder_file(&folder, "file");
    assert_true(file_replace(path, STR("old"), &err));
    assert_int_equal(chmod(path, 0640), 0);
    assert_int_equal(symlink("file", link), 0);
    assert_true(file_replace(link, STR("new"), &err));
    assert_true(S_ISLNK(mode_of(link)));
    check_file(path, STR("new"));
    assert_int_equal(mode_of(path) & 0777, 0640);
    assert_int_equal(unlink(link), 0);
    assert_true(file_replace_as(link, path, STR("as"), &err));
    assert_int_equal(mode_of(link) & 0777, 0640);
    assert_int_equal(unlink(link), 0);
    assert_int_equal(unlink(path), 0);
    free(link);
    folder_remove(&folder);
}

/* Not what a device does with it: as root, one could be replaced. */
static void a_device_is_written_to(void **state)
{
    struct tenor_error err = {0};
    struct folder folder;

    (void)state;
    folder_make(&folder);
    char *pipe = mem_string(str_of(folder_file(&folder, "pipe")));
    char got[8] = "";
    assert_false(file_is_plain("/dev/null"));
    assert_true(file_is_plain(pipe));
    assert_int_equal(mkfifo(pipe, 0600), 0);
    assert_false(file_is_plain(pipe));
    const int fd = open(pipe, O_RDWR | O_NONBLOCK);
    assert_true(file_replace(pipe, STR("bytes"), &err));
    assert_int_equal(read(fd, got, sizeof got), 5);
    assert_memory_equal(got, "bytes", 5);
    assert_true(S_ISFIFO(mode_of(pipe)));
    close(fd);
    assert_int_equal(unlink(pipe), 0);
    free(pipe);
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
        cmocka_unit_test(modes_and_links_stay),
        cmocka_unit_test(a_device_is_written_to),
        cmocka_unit_test(what_is_no_file_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
