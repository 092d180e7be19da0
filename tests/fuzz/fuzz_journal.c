/* Bytes as a journal beside an output: a run goes on with a part of the output
 * as it was, or says what is wrong; and it does so again when it is killed.
 *
 * Each line gets the hash that it ought to have, so that not only hashes are
 * found wrong, unless it begins with '!'. The output is always the same. */
#define _POSIX_C_SOURCE 200809L
#include "cli/label/journal.h"

#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>

#include "tests/fuzz/input.h"

#define COUNTS 2

static const char text[] = "one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\n";

/* ---- files --------------------------------------------------------------- */

static char part[sizeof input_path + 5], journal[sizeof input_path + 8];

static void remove_files(void)
{
    unlink(part);
    unlink(journal);
}

static void name_files(void)
{
    if (input_file >= 0)
        return;
    write_input(NULL, 0); /* makes the name */
    snprintf(part, sizeof part, "%s.part", input_path);
    snprintf(journal, sizeof journal, "%s.journal", input_path);
    atexit(remove_files);
}

static void write_file(const char *path, struct str bytes)
{
    unlink(path);
    const int fd = open(path, O_WRONLY | O_CREAT | O_EXCL, 0600);

    CHECK(fd >= 0);
    CHECK(write(fd, bytes.s, bytes.len) == (ssize_t)bytes.len);
    close(fd);
}

static size_t size_of(const char *path)
{
    struct stat st;

    CHECK(stat(path, &st) == 0);
    return (size_t)st.st_size;
}

/* ---- a journal ----------------------------------------------------------- */

static void add(struct buffer *b, const void *bytes, size_t n)
{
    CHECK(buffer_add(b, bytes, n));
}

/* The first line, as the program writes it. */
static void add_first_line(struct buffer *b)
{
    struct tenor_error err = {0};
    struct journal j;

    CHECK(journal_create(&j, input_path, 7, COUNTS, &err));
    add(b, j.line.data, j.line.len);
    journal_close(&j, true);
}

static void add_line(struct buffer *b, struct str line)
{
    char hash[32];

    add(b, line.s, line.len);
    if (line.len == 0 || *line.s != '!') {
        const uint64_t n = journal_name_of(line);
        add(b, hash, (size_t)snprintf(hash, sizeof hash, " %016" PRIx64, n));
    }
    add(b, "\n", 1);
}

static void make_journal(struct buffer *b, struct str bytes)
{
    add_first_line(b);
    while (bytes.len > 0) {
        const char *lf = memchr(bytes.s, '\n', bytes.len);
        const size_t len = lf ? (size_t)(lf - bytes.s) : bytes.len;
        add_line(b, (struct str){bytes.s, len});
        bytes.s += len + (lf != NULL);
        bytes.len -= len + (lf != NULL);
    }
}

/* ---- going on ------------------------------------------------------------ */

static void check_output(size_t bytes)
{
    char got[sizeof text];
    const int fd = open(part, O_RDONLY);

    CHECK(fd >= 0 && bytes < sizeof text);
    CHECK(read(fd, got, sizeof got) == (ssize_t)bytes);
    CHECK(memcmp(got, text, bytes) == 0);
    close(fd);
}

struct outcome {
    bool ok, over;
    uint64_t count[COUNTS], bytes;
    struct place place;
};

static struct outcome resume(void)
{
    struct outcome out = {0};
    struct run_point point = {.count = out.count};
    struct tenor_error err = {0};
    struct journal j;
    struct sink s;
    bool missing;

    CHECK(sink_resume(&s, input_path, &missing, &err) && !missing);
    out.ok =
        journal_resume(&j, input_path, 7, COUNTS, &s, &point, &out.over, &err);
    out.bytes = j.bytes;
    out.place = point.place;
    if (out.ok) {
        check_output(j.bytes);
        CHECK(size_of(journal) == j.size);
    } else {
        CHECK(err.code == TENOR_EDATA && err.message[0]);
        CHECK(size_of(part) == sizeof text - 1);
    }
    sink_close(&s, true);
    journal_close(&j, true);
    return out;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct buffer b = {0};
    struct journal j;
    uint64_t count[COUNTS];

    name_files();
    make_journal(&b, (struct str){(const char *)data, size});
    write_file(journal, (struct str){b.data, b.len});
    write_file(part, STR(text));
    const struct outcome first = resume();
    if (first.ok) {
        const struct outcome second = resume();
        CHECK(second.ok && second.over == first.over);
        CHECK(second.bytes == first.bytes);
        CHECK(memcmp(second.count, first.count, sizeof first.count) == 0);
        CHECK(memcmp(&second.place, &first.place, sizeof first.place) == 0);
    }
    if (journal_is_over(&j, input_path, 7, COUNTS, count))
        journal_close(&j, true);
    free(b.data);
    return 0;
}
