/* Inputs of every kind, whole, cut short and damaged. */
#define _POSIX_C_SOURCE 200809L
#define _XOPEN_SOURCE 700 /* setitimer */
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

#include "cli/label/stream.h"
#include "tests/unit/scarce.h"
#include "tests/unit/folder.h"
#include "tests/unit/packing.h"
#include "train/random.h"

static const enum stream_filter filters[] = {STREAM_PLAIN, STREAM_GZIP,
                                             STREAM_ZSTD, STREAM_XZ};

/* ---- inputs -------------------------------------------------------------- */

/* Words, so that it can be compressed, but not to nothing. */
static void add_words(struct buffer *b, size_t len, uint64_t *seed)
{
    char word[16];

    while (b->len < len) {
        snprintf(word, sizeof word, "%x ", (unsigned)random_below(seed, 5000));
        assert_true(buffer_add(b, word, strlen(word)));
    }
}

static struct str view(const struct buffer *b)
{
    return (struct str){b->data, b->len};
}

static void write_file(const char *path, struct str bytes)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes.s, bytes.len), (ssize_t)bytes.len);
    close(fd);
}

/* Append what there is, in reads of up to `most` bytes. */
static bool read_all(struct stream *s, size_t most, struct buffer *out,
                     struct tenor_error *err)
{
    char *piece = malloc(most);
    bool ok;
    size_t n = 0;

    assert_non_null(piece);
    while ((ok = stream_read(s, piece, most, &n, err)) && n > 0)
        assert_true(buffer_add(out, piece, n));
    free(piece);
    return ok;
}

static bool read_path(const char *path, enum stream_filter filter,
                      struct buffer *out, struct tenor_error *err)
{
    struct stream *s;

    out->len = 0;
    if (!stream_open(&s, path, filter, NULL, -1, err))
        return false;
    const bool ok = read_all(s, 30000, out, err);
    stream_close(s);
    return ok;
}

static void assert_text(const struct buffer *got, struct str wanted)
{
    assert_int_equal(got->len, wanted.len);
    assert_true(wanted.len == 0 ||
                memcmp(got->data, wanted.s, wanted.len) == 0);
}

/* ---- contents ------------------------------------------------------------ */

static void every_filter_gives_the_bytes(void **state)
{
    (void)state;
    static const size_t rooms[] = {1 << 20, 65536, 1000, 7};
    uint64_t seed = unit_seed();
    struct buffer text = {0}, packed = {0}, got = {0};
    struct folder f;

    folder_make(&f);
    const char *path = folder_file(&f, "x");
    add_words(&text, 400000, &seed);
    for (size_t i = 0; i < COUNT(filters); i++) {
        packed.len = 0;
        pack(filters[i], view(&text), &packed);
        write_file(path, view(&packed));
        for (size_t k = 0; k < COUNT(rooms); k++) {
            struct tenor_error err = {0};
            struct stream *s;
            assert_true(stream_open(&s, path, filters[i], NULL, -1, &err));
            assert_int_equal(stream_size(s), packed.len);
            assert_int_equal(stream_consumed(s), 0);
            got.len = 0;
            assert_true(read_all(s, rooms[k], &got, &err));
            assert_text(&got, view(&text));
            assert_int_equal(stream_consumed(s), packed.len);
            stream_close(s);
        }
    }
    unlink(path);
    folder_remove(&f);
    free(text.data);
    free(packed.data);
    free(got.data);
}

/* As of `cat a.gz b.gz`, the second of nothing. */
static void several_in_a_row_are_one(void **state)
{
    (void)state;
    struct buffer packed = {0}, got = {0};
    struct folder f;

    folder_make(&f);
    const char *path = folder_file(&f, "x");
    for (size_t i = 0; i < COUNT(filters); i++) {
        struct tenor_error err = {0};
        packed.len = 0;
        pack(filters[i], STR("one\n"), &packed);
        pack(filters[i], STR(""), &packed);
        pack(filters[i], STR("two\n"), &packed);
        write_file(path, view(&packed));
        assert_true(read_path(path, filters[i], &got, &err));
        assert_text(&got, STR("one\ntwo\n"));
    }
    unlink(path);
    folder_remove(&f);
    free(packed.data);
    free(got.data);
}

static void nothing_is_there_to_read(void **state)
{
    (void)state;
    struct buffer packed = {0}, got = {0};
    struct folder f;

    folder_make(&f);
    const char *path = folder_file(&f, "x");
    for (size_t i = 0; i < COUNT(filters); i++) {
        struct tenor_error err = {0};
        packed.len = 0;
        pack(filters[i], STR(""), &packed);
        write_file(path, view(&packed));
        assert_true(read_path(path, filters[i], &got, &err));
        assert_int_equal(got.len, 0);
    }
    unlink(path);
    folder_remove(&f);
    free(packed.data);
    free(got.data);
}

/* ---- damage -------------------------------------------------------------- */

static void assert_begins(struct str whole, const struct buffer *got)
{
    assert_true(got->len <= whole.len);
    assert_true(got->len == 0 || memcmp(whole.s, got->data, got->len) == 0);
}

static void what_is_cut_short_is_no_end(void **state)
{
    (void)state;
    uint64_t seed = unit_seed();
    struct buffer text = {0}, packed = {0}, got = {0};
    struct folder f;

    folder_make(&f);
    const char *path = folder_file(&f, "x");
    add_words(&text, 300000, &seed);
    for (size_t i = 1; i < COUNT(filters); i++) {
        packed.len = 0;
        pack(filters[i], view(&text), &packed);
        for (size_t k = 0; k < 60; k++) {
            struct tenor_error err = {0};
            const size_t len = k < 20   ? k
                               : k < 40 ? packed.len - 1 - (k - 20)
                                        : random_below(&seed, packed.len);
            write_file(path, (struct str){packed.data, len});
            assert_false(read_path(path, filters[i], &got, &err));
            assert_int_equal(err.code, TENOR_EDATA);
            assert_non_null(strstr(err.message, "is truncated"));
            assert_non_null(strstr(err.message, path));
            assert_begins(view(&text), &got);
            /* Half of it gives all but a block of what it holds. */
            assert_true(got.len + 140000 >= text.len || len < packed.len - 20);
        }
    }
    unlink(path);
    folder_remove(&f);
    free(text.data);
    free(packed.data);
    free(got.data);
}

/* A changed bit is an error, or it does not matter. */
static void damage_is_noticed(void **state)
{
    (void)state;
    uint64_t seed = unit_seed();
    struct buffer text = {0}, packed = {0}, got = {0};
    struct folder f;
    size_t errors = 0;

    folder_make(&f);
    const char *path = folder_file(&f, "x");
    add_words(&text, 2000, &seed);
    for (size_t i = 1; i < COUNT(filters); i++) {
        packed.len = 0;
        pack(filters[i], view(&text), &packed);
        for (size_t k = 0; k < packed.len; k++) {
            struct tenor_error err = {0};
            const char bit = (char)(1 << random_below(&seed, 8));
            packed.data[k] ^= bit;
            write_file(path, view(&packed));
            packed.data[k] ^= bit;
            if (read_path(path, filters[i], &got, &err))
                assert_text(&got, view(&text));
            else
                assert_int_equal(err.code, TENOR_EDATA);
            errors += err.code != TENOR_OK;
        }
        assert_true(errors > (packed.len - 20) * i / 2);
    }
    unlink(path);
    folder_remove(&f);
    free(text.data);
    free(packed.data);
    free(got.data);
}

static void other_bytes_are_refused(void **state)
{
    (void)state;
    struct buffer packed = {0}, got = {0};
    struct folder f;

    folder_make(&f);
    const char *path = folder_file(&f, "x");
    for (size_t i = 1; i < COUNT(filters); i++) {
        struct tenor_error err = {0};
        write_file(path, STR("a plain text, which is not compressed at all"));
        assert_false(read_path(path, filters[i], &got, &err));
        assert_int_equal(err.code, TENOR_EDATA);
        assert_non_null(strstr(err.message, "data, or damaged"));
        /* Nor may it follow what is. */
        packed.len = 0;
        pack(filters[i], STR("one\n"), &packed);
        pack(STREAM_PLAIN, STR("a plain text"), &packed);
        write_file(path, view(&packed));
        err = (struct tenor_error){0};
        assert_false(read_path(path, filters[i], &got, &err));
        assert_int_equal(err.code, TENOR_EDATA);
        assert_text(&got, STR("one\n"));
    }
    unlink(path);
    folder_remove(&f);
    free(packed.data);
    free(got.data);
}

static void what_cannot_be_opened_is_told(void **state)
{
    (void)state;
    struct folder f;
    struct stream *s;
    struct tenor_error err = {0};

    folder_make(&f);
    assert_false(stream_open(&s, f.path, STREAM_PLAIN, NULL, -1, &err));
    assert_int_equal(err.code, TENOR_EIO);
    assert_non_null(strstr(err.message, "Is a directory"));
    err = (struct tenor_error){0};
    assert_false(
        stream_open(&s, folder_file(&f, "none"), STREAM_GZIP, NULL, -1, &err));
    assert_int_equal(err.code, TENOR_EIO);
    err = (struct tenor_error){0};
    assert_false(
        stream_open(&s, "/dev/null", STREAM_PLAIN, "no-such", -1, &err));
    assert_int_equal(err.code, TENOR_EINVAL);
    folder_remove(&f);
}

/* ---- encodings ----------------------------------------------------------- */

/* Each offset comes with its byte, however little is read at once. */
static void bad_bytes_come_with_their_offsets(void **state)
{
    (void)state;
    struct buffer text = {0}, packed = {0};
    struct folder f;

    folder_make(&f);
    const char *path = folder_file(&f, "x");
    for (size_t i = 0; i < 200000; i++) {
        const char c = i % 1000 == 999 ? '\x81' : '\xE9';
        assert_true(buffer_add(&text, &c, 1));
    }
    pack(STREAM_GZIP, view(&text), &packed);
    write_file(path, view(&packed));
    for (size_t room = 1; room < 400000; room = room * 7 + 1) {
        struct tenor_error err = {0};
        struct stream *s;
        static char to[400000];
        size_t n, total = 0, seen = 0;
        assert_true(
            stream_open(&s, path, STREAM_GZIP, "WINDOWS-1252", -1, &err));
        while (stream_read(s, to, room, &n, &err) && n > 0) {
            const uint64_t *at;
            size_t marks = 0;
            for (size_t i = 0; i < n; i++)
                marks += to[i] == '\xFF';
            assert_int_equal(stream_bad(s, &at), marks);
            for (size_t i = 0; i < marks; i++)
                assert_int_equal(at[i], 1000 * (seen + i) + 999);
            seen += marks;
            total += n;
        }
        assert_int_equal(err.code, TENOR_OK);
        assert_int_equal(seen, 200);
        assert_int_equal(total, 2 * 200000 - 200);
        stream_close(s);
    }
    unlink(path);
    folder_remove(&f);
    free(text.data);
    free(packed.data);
}

/* ---- passing over -------------------------------------------------------- */

static void bytes_are_passed_over(void **state)
{
    (void)state;
    static const char *const encodings[] = {NULL, "UTF-8"};
    uint64_t seed = unit_seed();
    struct buffer text = {0}, packed = {0}, got = {0};
    struct folder f;

    folder_make(&f);
    const char *path = folder_file(&f, "x");
    add_words(&text, 100000, &seed);
    for (size_t i = 0; i < 2 * COUNT(filters); i++) {
        struct tenor_error err = {0};
        const char *encoding = encodings[i % 2];
        struct stream *s;
        packed.len = got.len = 0;
        pack(filters[i / 2], view(&text), &packed);
        write_file(path, view(&packed));
        assert_true(stream_open(&s, path, filters[i / 2], encoding, -1, &err));
        assert_int_equal(stream_can_seek(s), i == 0);
        assert_true(stream_skip(s, 70000, &err));
        assert_true(stream_skip(s, 0, &err));
        assert_true(read_all(s, 999, &got, &err));
        assert_text(&got, (struct str){text.data + 70000, text.len - 70000});
        assert_true(stream_skip(s, 0, &err));
        assert_false(stream_skip(s, 3, &err));
        assert_int_equal(err.code, TENOR_EDATA);
        assert_non_null(strstr(err.message, "3 bytes are missing"));
        stream_close(s);
    }
    unlink(path);
    folder_remove(&f);
    free(text.data);
    free(packed.data);
    free(got.data);
}

/* ---- waiting ------------------------------------------------------------- */

static void waiting_ends_when_woken(void **state)
{
    (void)state;
    struct tenor_error err = {0};
    struct folder f;
    struct stream *s;
    int wake[2];
    char to[100];
    size_t n;

    folder_make(&f);
    const char *path = folder_file(&f, "pipe");
    assert_int_equal(mkfifo(path, 0600), 0);
    assert_int_equal(pipe(wake), 0);
    assert_int_equal(write(wake[1], "!", 1), 1);
    /* Even where nobody writes yet. */
    assert_true(stream_open(&s, path, STREAM_PLAIN, "UTF-8", wake[0], &err));
    assert_true(stream_read(s, to, sizeof to, &n, &err));
    assert_int_equal(n, 0);
    assert_true(stream_is_woken(s));
    assert_false(stream_is_ready(s));
    /* And reading may go on. */
    assert_int_equal(read(wake[0], to, 1), 1);
    int fd = open(path, O_WRONLY);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, "a\xE2\x82", 3), 3);
    assert_true(stream_is_ready(s));
    assert_true(stream_read(s, to, sizeof to, &n, &err));
    assert_int_equal(n, 1);
    assert_false(stream_is_woken(s));
    assert_int_equal(write(wake[1], "!", 1), 1);
    assert_true(stream_skip(s, 100, &err));
    assert_true(stream_is_woken(s));
    assert_int_equal(read(wake[0], to, 1), 1);
    assert_int_equal(write(fd, "\xAC", 1), 1);
    close(fd);
    assert_true(stream_read(s, to, sizeof to, &n, &err));
    assert_int_equal(n, 3);
    assert_true(stream_read(s, to, sizeof to, &n, &err));
    assert_int_equal(n, 0);
    assert_false(stream_is_woken(s));
    stream_close(s);
    close(wake[0]);
    close(wake[1]);
    unlink(path);
    folder_remove(&f);
}

static void on_alarm(int number)
{
    (void)number;
}

static void *write_slowly(void *context)
{
    const int fd = *(int *)context;
    const struct timespec pause = {.tv_nsec = 20000000};

    for (int i = 0; i < 3; i++) {
        nanosleep(&pause, NULL);
        if (write(fd, "x", 1) != 1)
            break;
    }
    close(fd);
    return NULL;
}

static void signals_do_not_disturb(void **state)
{
    (void)state;
    struct sigaction act = {.sa_handler = on_alarm}, old;
    struct itimerval often = {{0, 1000}, {0, 1000}}, never = {{0, 0}, {0, 0}};
    struct tenor_error err = {0};
    struct buffer got = {0};
    struct stream *s;
    pthread_t writer;
    sigset_t alarms;
    int fd[2];
    char path[64];

    assert_int_equal(pipe(fd), 0);
    snprintf(path, sizeof path, "/dev/fd/%d", fd[0]);
    assert_true(stream_open(&s, path, STREAM_PLAIN, NULL, -1, &err));
    sigemptyset(&alarms);
    sigaddset(&alarms, SIGALRM);
    pthread_sigmask(SIG_BLOCK, &alarms, NULL);
    assert_int_equal(pthread_create(&writer, NULL, write_slowly, &fd[1]), 0);
    pthread_sigmask(SIG_UNBLOCK, &alarms, NULL);
    sigaction(SIGALRM, &act, &old);
    setitimer(ITIMER_REAL, &often, NULL);
    const bool ok = read_all(s, 100, &got, &err);
    setitimer(ITIMER_REAL, &never, NULL);
    sigaction(SIGALRM, &old, NULL);
    pthread_join(writer, NULL);
    assert_true(ok);
    assert_text(&got, STR("xxx"));
    stream_close(s);
    close(fd[0]);
    free(got.data);
}

/* ---- memory -------------------------------------------------------------- */

static bool read_scarce(void *context, struct tenor_error *err)
{
    struct stream *s = NULL;
    char to[100];
    size_t n = 1;
    bool ok = stream_open(&s, context, STREAM_GZIP, "LATIN1", -1, err);

    while (ok && n > 0)
        ok = stream_read(s, to, sizeof to, &n, err);
    stream_close(s);
    return ok;
}

static void memory_may_run_out(void **state)
{
    (void)state;
    struct buffer packed = {0};
    struct folder f;

    folder_make(&f);
    char *path = f.file;
    folder_file(&f, "x");
    pack(STREAM_GZIP, STR("caf\xE9"), &packed);
    write_file(path, view(&packed));
    scarce_run(read_scarce, path);
    unlink(path);
    folder_remove(&f);
    free(packed.data);
}

static void extensions_name_filters(void **state)
{
    (void)state;
    assert_int_equal(stream_filter_of("a/b.txt.gz"), STREAM_GZIP);
    assert_int_equal(stream_filter_of("b.zst"), STREAM_ZSTD);
    assert_int_equal(stream_filter_of("b.xz"), STREAM_XZ);
    assert_int_equal(stream_filter_of("b.gz.txt"), STREAM_PLAIN);
    assert_int_equal(stream_filter_of("gz"), STREAM_PLAIN);
    assert_int_equal(stream_filter_of(".gz"), STREAM_GZIP);
    assert_int_equal(stream_filter_of(""), STREAM_PLAIN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_filter_gives_the_bytes),
        cmocka_unit_test(several_in_a_row_are_one),
        cmocka_unit_test(nothing_is_there_to_read),
        cmocka_unit_test(what_is_cut_short_is_no_end),
        cmocka_unit_test(damage_is_noticed),
        cmocka_unit_test(other_bytes_are_refused),
        cmocka_unit_test(what_cannot_be_opened_is_told),
        cmocka_unit_test(bad_bytes_come_with_their_offsets),
        cmocka_unit_test(bytes_are_passed_over),
        cmocka_unit_test(waiting_ends_when_woken),
        cmocka_unit_test(signals_do_not_disturb),
        cmocka_unit_test(memory_may_run_out),
        cmocka_unit_test(extensions_name_filters),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
