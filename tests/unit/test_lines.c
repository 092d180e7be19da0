/* Lines through chunks of any size, against lines cut one by one. */
#define _POSIX_C_SOURCE 200809L
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/labelling.h"
#include "tests/unit/scarce.h"
#include "tests/unit/folder.h"
#include "train/random.h"

#define FILES 3
#define ROUNDS 400

/* ---- what is expected ---------------------------------------------------- */

/* Append what is seen of a record: its file, and its text or that it is lost.
 */
static void note(struct buffer *b, size_t file, struct str text, bool lost)
{
    char head[32];

    snprintf(head, sizeof head, "[%zu %s ", file, lost ? "lost" : "text");
    assert_true(buffer_add(b, head, strlen(head)));
    if (!lost)
        assert_true(buffer_add(b, text.s, text.len));
    assert_true(buffer_add(b, "]", 1));
}

static void note_lines(struct buffer *b, size_t file, struct str bytes,
                       size_t max)
{
    for (size_t at = 0; at < bytes.len;) {
        size_t len = 0;
        while (at + len < bytes.len && bytes.s[at + len] != '\n')
            len++;
        const bool lf = at + len < bytes.len;
        struct str text = {bytes.s + at, len};
        if (lf && len > 0 && text.s[len - 1] == '\r')
            text.len--;
        note(b, file, text, text.len > max);
        at += len + lf;
    }
}

/* ---- what is there ------------------------------------------------------- */

static bool note_chunks(struct reading *r, struct buffer *b,
                        struct tenor_error *err)
{
    struct chunk c = {0};
    bool ok, filled = true;

    while ((ok = label_lines.fill(r, &c, &filled, err)) && filled) {
        struct record line;
        if (c.lost)
            note(b, c.file, (struct str){0}, true);
        else
            assert_true(c.in.len > 0);
        for (size_t at = 0; !c.lost && label_lines.next(&c, &at, &line);)
            note(b, c.file, line.text, line.text.len > r->max_record);
    }
    free(c.in.data);
    return ok;
}

static void write_file(const char *path, struct str bytes)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes.s, bytes.len), (ssize_t)bytes.len);
    close(fd);
}

struct files {
    struct folder folder;
    char path[FILES][sizeof(((struct folder *)0)->file)];
    char *list[FILES];
};

static void files_make(struct files *f)
{
    static const char *const name[FILES] = {"a", "b", "c"};

    folder_make(&f->folder);
    for (size_t i = 0; i < FILES; i++) {
        snprintf(f->path[i], sizeof f->path[i], "%s",
                 folder_file(&f->folder, name[i]));
        f->list[i] = f->path[i];
    }
}

static void files_remove(struct files *f)
{
    for (size_t i = 0; i < FILES; i++)
        unlink(f->path[i]);
    folder_remove(&f->folder);
}

/* ---- tests --------------------------------------------------------------- */

/* Few different bytes, so that all successions come up. */
static void random_bytes(uint64_t *seed, struct buffer *b)
{
    static const char byte[] = {'a', 'a', 'a', '\n', '\r', '\0', '\xff'};
    const size_t n = random_below(seed, 3) ? random_below(seed, 300) : 0;
    const size_t kinds = 1 + random_below(seed, COUNT(byte));

    b->len = 0;
    for (size_t i = 0; i < n; i++)
        assert_true(buffer_add(b, &byte[random_below(seed, kinds)], 1));
}

static void lines_are_the_same_in_chunks_of_any_size(void **state)
{
    (void)state;
    uint64_t seed = unit_seed();
    static struct files f;
    struct buffer bytes = {0}, wanted = {0}, got = {0};

    files_make(&f);
    for (int round = 0; round < ROUNDS; round++) {
        struct tenor_error err = {0};
        struct reading r = {
            .source = {.path = f.list, .n = random_below(&seed, FILES + 1)},
            .block = 1 + random_below(&seed, 80),
            .max_record = 1 + random_below(&seed, 100),
        };
        wanted.len = got.len = 0;
        for (size_t i = 0; i < r.source.n; i++) {
            random_bytes(&seed, &bytes);
            write_file(f.path[i], (struct str){bytes.data, bytes.len});
            note_lines(&wanted, i + 1, (struct str){bytes.data, bytes.len},
                       r.max_record);
        }
        assert_true(note_chunks(&r, &got, &err));
        assert_int_equal(got.len, wanted.len);
        assert_true(wanted.len == 0 ||
                    memcmp(got.data, wanted.data, got.len) == 0);
        source_close(&r.source);
        free(r.rest.data);
    }
    files_remove(&f);
    free(bytes.data);
    free(wanted.data);
    free(got.data);
}

/* The memory that a chunk takes for a long line is given back, and what is too
 * long is never held. */
static void memory_follows_the_lines(void **state)
{
    (void)state;
    static struct files f;
    struct buffer b = {0};
    struct chunk c = {0};
    struct tenor_error err = {0};
    bool filled;
    struct reading r = {
        .source = {.path = f.list, .n = 1}, .block = 64, .max_record = 5000};

    files_make(&f);
    for (size_t i = 0; i < 4000; i++)
        assert_true(buffer_add(&b, "x", 1));
    assert_true(buffer_add(&b, "\nshort\n", 7));
    for (size_t i = 0; i < 100000; i++)
        assert_true(buffer_add(&b, "x", 1));
    write_file(f.path[0], (struct str){b.data, b.len});
    assert_true(label_lines.fill(&r, &c, &filled, &err));
    assert_true(filled && c.in.capacity >= 4000);
    do {
        assert_true(c.in.capacity <= 4 * 5000);
        assert_true(label_lines.fill(&r, &c, &filled, &err));
    } while (!c.lost);
    assert_true(c.in.capacity <= 4 * 5000);
    assert_true(label_lines.fill(&r, &c, &filled, &err));
    assert_false(filled);
    assert_int_equal(err.code, TENOR_OK);
    assert_true(c.in.capacity <= 4 * 64);
    free(c.in.data);
    free(r.rest.data);
    free(b.data);
    files_remove(&f);
}

/* Without memory for a line, it is lost, and the others are there. */
static void a_line_without_memory_is_lost(void **state)
{
    (void)state;
    static const char text[] =
        "one\n0123456789012345678901234567890123456789\nthree\n";
    static struct files f;
    bool lost_one = false;

    files_make(&f);
    write_file(f.path[0], STR(text));
    for (size_t granted = 0; granted < 6; granted++) {
        struct tenor_error err = {0};
        struct reading r = {
            .source = {.path = f.list, .n = 1}, .block = 16, .max_record = 100};
        struct chunk c = {0};
        struct record line;
        bool filled = true, ok = true;
        size_t records = 0;
        scarce_left = granted;
        while (filled && ok) {
            ok = label_lines.fill(&r, &c, &filled, &err);
            if (!ok || !filled)
                break;
            records += c.lost != NULL;
            lost_one = lost_one || c.lost == label_no_memory;
            for (size_t at = 0; !c.lost && label_lines.next(&c, &at, &line);)
                records++;
        }
        scarce_left = SIZE_MAX;
        assert_int_equal(err.code, ok ? TENOR_OK : TENOR_ENOMEM);
        assert_true(!ok || records == 3);
        source_close(&r.source);
        free(r.rest.data);
        free(c.in.data);
    }
    assert_true(lost_one);
    files_remove(&f);
}

/* A pipe that has given whole lines and then nothing is not waited for. */
static void a_pipe_gives_what_it_has(void **state)
{
    (void)state;
    static struct files f;
    struct tenor_error err = {0};
    struct chunk c = {0};
    bool filled;
    struct reading r = {
        .source = {.path = f.list, .n = 1}, .block = 4096, .max_record = 100};

    files_make(&f);
    assert_int_equal(mkfifo(f.path[0], 0600), 0);
    int both = open(f.path[0], O_RDWR);
    assert_true(both >= 0);
    assert_int_equal(write(both, "one\ntwo\nthr", 11), 11);
    assert_true(label_lines.fill(&r, &c, &filled, &err));
    assert_true(filled);
    assert_int_equal(c.in.len, 8);
    assert_int_equal(write(both, "ee\n", 3), 3);
    assert_true(label_lines.fill(&r, &c, &filled, &err));
    assert_int_equal(c.in.len, 6);
    assert_memory_equal(c.in.data, "three\n", 6);
    close(both);
    assert_true(label_lines.fill(&r, &c, &filled, &err));
    assert_false(filled);
    free(c.in.data);
    free(r.rest.data);
    files_remove(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_are_the_same_in_chunks_of_any_size),
        cmocka_unit_test(memory_follows_the_lines),
        cmocka_unit_test(a_line_without_memory_is_lost),
        cmocka_unit_test(a_pipe_gives_what_it_has),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
