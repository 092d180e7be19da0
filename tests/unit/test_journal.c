/* A journal and its output, damaged in every way that a crash could: a run goes
 * on from a point where its output is what was written until then, or not at
 * all. */
#define _POSIX_C_SOURCE 200809L
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/label/journal.h"
#include "tests/unit/scarce.h"
#include "tests/unit/folder.h"
#include "train/random.h"

#define COUNTS 3
#define CHUNKS 9
#define NAME 0x123456789ABCDEFu

/* ---- files --------------------------------------------------------------- */

static struct folder folder;
static char output[2100], part[2100], journal[2100];

static int set_up(void **state)
{
    (void)state;
    folder_make(&folder);
    snprintf(output, sizeof output, "%s", folder_file(&folder, "out"));
    snprintf(part, sizeof part, "%s", folder_file(&folder, "out.part"));
    snprintf(journal, sizeof journal, "%s",
             folder_file(&folder, "out.journal"));
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    unlink(output);
    unlink(part);
    unlink(journal);
    folder_remove(&folder);
    return 0;
}

static struct buffer read_file(const char *path)
{
    struct buffer b = {0};
    char piece[4096];
    ssize_t n;
    int fd = open(path, O_RDONLY);

    assert_true(fd >= 0);
    while ((n = read(fd, piece, sizeof piece)) > 0)
        assert_true(buffer_add(&b, piece, (size_t)n));
    close(fd);
    return b;
}

/* A new one: to truncate a file makes some file systems wait for the disk. */
static void write_file(const char *path, const char *bytes, size_t n)
{
    unlink(path);
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL, 0600);

    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes, n), (ssize_t)n);
    close(fd);
}

/* ---- a run --------------------------------------------------------------- */

/* What was true after each of its lines; [0]: before the first one. */
struct point {
    struct place place;
    uint64_t count[COUNTS];
    size_t output, journal; /* bytes */
    size_t synced;          /* of the journal, when it says that this is on
                               the disk; 0: never */
};

struct run {
    struct point point[CHUNKS + 1];
    size_t points;
    size_t synced; /* number of the last one that was on the disk */
    struct buffer output, journal;
};

/* Text of a chunk; some have none. */
static size_t chunk_text(size_t i, char *text)
{
    size_t n = i % 4 == 3 ? 0 : 5 + 3 * i;

    for (size_t k = 0; k < n; k++)
        text[k] = (char)('a' + (i + k) % 26);
    if (n)
        text[n - 1] = '\n';
    return n;
}

static void next_point(struct run *r, size_t i, size_t written)
{
    struct point *p = &r->point[r->points];

    *p = r->point[r->points - 1];
    p->place = (struct place){i / 4, 100 * i + 1, i};
    for (size_t k = 0; k < COUNTS; k++)
        p->count[k] += i + k;
    p->output += written;
    r->points++;
}

/* Write `chunks` of them; `kind` has a letter for each. */
static void write_chunks(struct run *r, struct journal *j, struct sink *s,
                         const char *kind)
{
    struct tenor_error err = {0};
    char text[64];

    for (size_t i = 0; kind[i]; i++) {
        const struct str bytes = {text, chunk_text(i, text)};
        next_point(r, i, bytes.len);
        struct point *p = &r->point[r->points - 1];
        const struct run_point point = {p->place, p->count};
        assert_true(sink_write(s, bytes, &err));
        const bool synced = kind[i] == 's';
        assert_true(journal_add(
            j, synced ? JOURNAL_WRITTEN : (enum journal_kind)kind[i], bytes,
            &point, &err));
        p->journal = j->size;
        assert_true(!synced || (journal_begin_sync(j, &err) &&
                                journal_end_sync(j, &err)));
        p->synced = kind[i] == JOURNAL_WRITTEN ? 0 : j->size;
        if (kind[i] != JOURNAL_WRITTEN)
            r->synced = r->points - 1;
    }
}

static void make_run(struct run *r, const char *kind)
{
    struct tenor_error err = {0};
    struct journal j;
    struct sink s;

    *r = (struct run){.points = 1};
    unlink(part);
    assert_true(sink_open(&s, output, &err));
    assert_true(journal_create(&j, output, NAME, COUNTS, &err));
    r->point[0].journal = j.size;
    write_chunks(r, &j, &s, kind);
    sink_close(&s, true);
    journal_close(&j, true);
    r->output = read_file(part);
    r->journal = read_file(journal);
}

static void run_release(struct run *r)
{
    free(r->output.data);
    free(r->journal.data);
}

/* ---- going on ------------------------------------------------------------ */

#define REFUSED SIZE_MAX

static size_t size_of(const char *path)
{
    struct stat st;

    assert_int_equal(stat(path, &st), 0);
    return (size_t)st.st_size;
}

/* The number of the point of a run that this is. */
static size_t find_point(const struct run *r, const struct run_point *found,
                         size_t bytes)
{
    for (size_t i = r->points; i-- > 0;) {
        const struct point *p = &r->point[i];
        if (p->output == bytes && p->place.input == found->place.input &&
            p->place.offset == found->place.offset &&
            p->place.line == found->place.line &&
            memcmp(p->count, found->count, sizeof p->count) == 0)
            return i;
    }
    fail_msg("bytes %zu, offset %" PRIu64 " were never reached", bytes,
             found->place.offset);
    return REFUSED;
}

/* Resume what is there. Returns the number of the point, whose output is as it
 * was, or REFUSED with an error. */
static size_t resume(const struct run *r)
{
    uint64_t count[COUNTS] = {0};
    struct run_point found = {.count = count};
    struct tenor_error err = {0};
    struct journal j;
    struct sink s;
    bool missing, over;
    size_t point = REFUSED;

    assert_true(sink_resume(&s, output, &missing, &err) && !missing);
    if (journal_resume(&j, output, NAME, COUNTS, &s, &found, &over, &err)) {
        struct buffer b = read_file(part);
        point = find_point(r, &found, j.bytes);
        assert_int_equal(b.len, j.bytes);
        assert_int_equal(size_of(journal), j.size);
        assert_true(b.len == 0 || memcmp(b.data, r->output.data, b.len) == 0);
        free(b.data);
    } else {
        assert_int_equal(err.code, TENOR_EDATA);
        assert_true(err.message[0]);
    }
    sink_close(&s, true);
    journal_close(&j, true);
    return point;
}

static void put_files(const struct run *r, size_t output_bytes,
                      size_t journal_bytes)
{
    write_file(part, r->output.data, output_bytes);
    write_file(journal, r->journal.data, journal_bytes);
}

/* The last point of which journal and output have everything. */
static size_t wanted_point(const struct run *r, size_t output_bytes,
                           size_t journal_bytes)
{
    size_t i = r->points - 1;

    while (i > 0 && (r->point[i].journal > journal_bytes ||
                     r->point[i].output > output_bytes))
        i--;
    return i;
}

/* ---- tests --------------------------------------------------------------- */

/* All ways to be cut: an output that lacks what was on the disk is refused, and
 * everything else goes on as far as both have it. */
static void cut_anywhere(const char *kind)
{
    static struct run r;

    make_run(&r, kind);
    for (size_t j = 0; j <= r.journal.len; j++)
        for (size_t o = 0; o <= r.output.len; o += j % 7 ? 5 : 1) {
            size_t synced = 0;
            put_files(&r, o, j);
            for (size_t i = 1; i <= r.synced; i++)
                if (r.point[i].synced && r.point[i].synced <= j)
                    synced = i;
            const size_t got = resume(&r);
            if (j < r.point[0].journal || o < r.point[synced].output)
                assert_int_equal(got, REFUSED);
            else
                assert_int_equal(got, wanted_point(&r, o, j));
        }
    run_release(&r);
}

static void files_may_be_cut_anywhere(void **state)
{
    (void)state;
    cut_anywhere("wwwwwwwww");
    cut_anywhere("wswwwswww");
    cut_anywhere("wwwsssswe");
}

/* A byte of the journal is another one. */
static void a_journal_may_be_damaged_anywhere(void **state)
{
    (void)state;
    static const char *const kind[] = {"wwwwwwwww", "wswwwswww", "sssssssss"};
    static const unsigned char flip[] = {0x01, 0x20, 0x80, 0xFF};
    static struct run r;

    for (size_t k = 0; k < COUNT(kind); k++) {
        make_run(&r, kind[k]);
        for (size_t i = 0; i < r.journal.len; i++)
            for (size_t f = 0; f < COUNT(flip); f++) {
                struct buffer b = {0};
                assert_true(buffer_add(&b, r.journal.data, r.journal.len));
                b.data[i] = (char)(b.data[i] ^ (char)flip[f]);
                write_file(part, r.output.data, r.output.len);
                write_file(journal, b.data, b.len);
                const size_t got = resume(&r);
                assert_int_equal(got, i < r.point[0].journal
                                          ? REFUSED
                                          : wanted_point(&r, SIZE_MAX, i));
                free(b.data);
            }
        run_release(&r);
    }
}

/* Zeros, or one other byte, stand in the output behind what was synced. */
static void an_output_may_be_damaged_behind_what_was_synced(void **state)
{
    (void)state;
    static const char *const kind[] = {"wwwwwwwww", "wswwwswww", "wwsswwwww"};
    static struct run r;

    for (size_t k = 0; k < COUNT(kind); k++) {
        make_run(&r, kind[k]);
        for (size_t i = r.point[r.synced].output; i < r.output.len; i++)
            for (size_t n = 1; i + n <= r.output.len; n += 1 + n / 2) {
                struct buffer b = {0};
                assert_true(buffer_add(&b, r.output.data, r.output.len));
                memset(b.data + i, '\0', n);
                write_file(part, b.data, b.len);
                write_file(journal, r.journal.data, r.journal.len);
                assert_int_equal(resume(&r),
                                 wanted_point(&r, i, r.journal.len));
                free(b.data);
            }
        run_release(&r);
    }
}

/* Random damage to both: never a point that was none. */
static void damage_never_makes_a_point(void **state)
{
    (void)state;
    uint64_t seed = unit_seed();
    static struct run r;

    make_run(&r, "wswwwswww");
    for (int round = 0; round < 3000; round++) {
        struct buffer b = {0};
        size_t from = random_below(&seed, r.journal.len);
        size_t n = random_below(&seed, r.journal.len - from);
        assert_true(buffer_add(&b, r.journal.data, r.journal.len));
        if (random_below(&seed, 2)) /* a part of it is missing */
            memmove(b.data + from, b.data + from + n, b.len - from - n),
                b.len -= n;
        else /* or zeros */
            memset(b.data + from, '\0', n);
        write_file(part, r.output.data, r.output.len);
        write_file(journal, b.data, b.len);
        resume(&r);
        free(b.data);
    }
    run_release(&r);
}

/* Other bytes, or more of them, behind the last line are cut off, and the run
 * ends as if it had not been killed. */
static void what_is_not_in_the_journal_is_written_again(void **state)
{
    (void)state;
    static struct run r;

    make_run(&r, "wwsww");
    assert_true(buffer_add(&r.output, "more", 4));
    assert_true(buffer_add(&r.journal, "w 1 2 3", 7));
    put_files(&r, r.output.len, r.journal.len);
    assert_int_equal(resume(&r), 5);
    assert_int_equal(size_of(part), r.output.len - 4);
    struct buffer b = read_file(journal);
    assert_true(b.len > r.journal.len - 7);
    assert_memory_equal(b.data, r.journal.data, r.journal.len - 7);
    assert_int_equal(b.data[r.journal.len - 7], 'd');
    free(b.data);
    run_release(&r);
}

/* ---- other runs ---------------------------------------------------------- */

static bool try_resume(uint64_t name, size_t counts, struct tenor_error *err)
{
    uint64_t count[COUNTS + 1] = {0};
    struct run_point found = {.count = count};
    struct journal j;
    struct sink s;
    bool missing, over;

    assert_true(sink_resume(&s, output, &missing, err) && !missing);
    const bool ok =
        journal_resume(&j, output, name, counts, &s, &found, &over, err);
    sink_close(&s, true);
    journal_close(&j, true);
    return ok;
}

static void another_run_is_refused(void **state)
{
    (void)state;
    static struct run r;

    make_run(&r, "wswww");
    for (size_t i = 0; i < 3; i++) {
        struct tenor_error err = {0};
        put_files(&r, r.output.len, r.journal.len);
        if (i == 2)
            unlink(journal);
        assert_false(try_resume(NAME + (i == 0), COUNTS + (i == 1), &err));
        assert_int_equal(err.code, TENOR_EDATA);
        assert_non_null(strstr(err.message, "to begin again"));
        assert_int_equal(size_of(part), r.output.len);
    }
    run_release(&r);
}

static void names_differ(void **state)
{
    (void)state;
    assert_int_not_equal(journal_name_of(STR("a")), journal_name_of(STR("b")));
    assert_int_equal(journal_name_of(STR("a")), journal_name_of(STR("a")));
}

/* A second run beside one that writes: it is refused, and leaves the journal
 * where it is. */
static void one_run_writes_at_a_time(void **state)
{
    (void)state;
    static struct run r;
    struct tenor_error err = {0}, second = {0}, third = {0};
    struct journal j, other;
    uint64_t count[COUNTS];

    make_run(&r, "www");
    assert_true(journal_create(&j, output, NAME, COUNTS, &err));
    assert_false(journal_create(&other, output, NAME, COUNTS, &second));
    assert_int_equal(second.code, TENOR_EIO);
    assert_non_null(strstr(second.message, "another run is writing"));
    journal_close(&other, false);
    assert_int_equal(size_of(journal), j.size);
    assert_false(try_resume(NAME, COUNTS, &third));
    assert_int_equal(third.code, TENOR_EIO);
    assert_int_equal(size_of(journal), j.size);
    assert_false(journal_is_over(&other, output, NAME, COUNTS, count));
    assert_int_equal(size_of(journal), j.size);
    journal_close(&j, true);
    run_release(&r);
}

/* ---- the end ------------------------------------------------------------- */

static void an_end_is_known_by_its_output(void **state)
{
    (void)state;
    static struct run r;
    uint64_t count[COUNTS];
    struct journal j;

    make_run(&r, "wswwe");
    write_file(output, r.output.data, r.output.len);
    assert_true(journal_is_over(&j, output, NAME, COUNTS, count));
    assert_memory_equal(count, r.point[5].count, sizeof count);
    journal_close(&j, true);
    assert_false(journal_is_over(&j, output, NAME + 1, COUNTS, count));
    assert_false(journal_is_over(&j, output, NAME, COUNTS - 1, count));
    write_file(output, r.output.data, r.output.len - 1);
    assert_false(journal_is_over(&j, output, NAME, COUNTS, count));
    for (size_t i = 0; i < COUNTS; i++)
        assert_int_equal(count[i], 0);
    unlink(output);
    assert_false(journal_is_over(&j, output, NAME, COUNTS, count));
    for (size_t n = 0; n < r.journal.len; n++) {
        write_file(journal, r.journal.data, n);
        write_file(output, r.output.data, r.output.len);
        assert_false(journal_is_over(&j, output, NAME, COUNTS, count));
    }
    unlink(output);
    unlink(journal);
    assert_false(journal_is_over(&j, output, NAME, COUNTS, count));
    run_release(&r);
}

/* ---- long journals ------------------------------------------------------- */

static void a_long_journal_is_shortened(void **state)
{
    (void)state;
    static struct run r;
    struct tenor_error err = {0};
    struct journal j;
    struct sink s;
    size_t most = 0, shortened = 0;

    r = (struct run){.points = 1};
    unlink(part);
    assert_true(sink_open(&s, output, &err));
    assert_true(journal_create(&j, output, NAME, COUNTS, &err));
    for (size_t i = 0; i < 150000; i++) {
        r.points = 1;
        next_point(&r, i, 2 * (i + 1));
        const struct run_point point = {r.point[1].place, r.point[1].count};
        const size_t before = j.size;
        assert_true(sink_write(&s, STR("a\n"), &err));
        assert_true(
            journal_add(&j, JOURNAL_WRITTEN, STR("a\n"), &point, &err));
        if (i % 1000 == 0) {
            assert_true(i == 0 || journal_end_sync(&j, &err));
            assert_true(journal_begin_sync(&j, &err));
        }
        most = j.size > most ? j.size : most;
        if (j.size > before)
            continue;
        shortened++;
        assert_true(j.size < (1 << 20));
        assert_int_equal(size_of(journal), j.size);
    }
    sink_close(&s, true);
    journal_close(&j, true);
    assert_true(shortened > 0 && most < (6 << 20));
    r.output = read_file(part);
    r.journal = read_file(journal);
    assert_int_equal(resume(&r), 1);
    run_release(&r);
}

/* ---- memory -------------------------------------------------------------- */

static bool resume_scarcely(void *context, struct tenor_error *err)
{
    struct run *r = context;
    uint64_t count[COUNTS] = {0};
    struct run_point found = {.count = count};
    struct journal j = {.fd = -1};
    struct sink s;
    bool missing = false, over;

    put_files(r, r->output.len, r->journal.len);
    bool ok = sink_resume(&s, output, &missing, err);
    const bool open = ok;
    ok = ok && journal_resume(&j, output, NAME, COUNTS, &s, &found, &over, err);
    const bool all = j.bytes == r->output.len;
    if (open)
        sink_close(&s, true);
    if (open)
        journal_close(&j, true);
    /* Bytes that cannot be looked at are written again. */
    return ok && (all || fail_memory(err, "bytes"));
}

static void memory_may_run_out(void **state)
{
    (void)state;
    static struct run r;

    make_run(&r, "wsww");
    scarce_run(resume_scarcely, &r);
    run_release(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_may_be_cut_anywhere),
        cmocka_unit_test(a_journal_may_be_damaged_anywhere),
        cmocka_unit_test(an_output_may_be_damaged_behind_what_was_synced),
        cmocka_unit_test(damage_never_makes_a_point),
        cmocka_unit_test(what_is_not_in_the_journal_is_written_again),
        cmocka_unit_test(another_run_is_refused),
        cmocka_unit_test(names_differ),
        cmocka_unit_test(one_run_writes_at_a_time),
        cmocka_unit_test(an_end_is_known_by_its_output),
        cmocka_unit_test(a_long_journal_is_shortened),
        cmocka_unit_test(memory_may_run_out),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
