#define _DEFAULT_SOURCE /* flock */
#include "cli/label/journal.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

#include "model/file.h"

#define FIRST_LINE "tenor label, journal 1: "
#define BLOCK ((size_t)1 << 20) /* of output that is read again */
#define LONG ((size_t)4 << 20)  /* a journal that is to be shortened */
#define DISK 'd'                /* begins a line about the disk */

uint64_t journal_name_of(struct str description)
{
    return XXH3_64bits(description.s, description.len);
}

/* ---- files --------------------------------------------------------------- */

static bool fail_errno(const struct journal *j, const char *what,
                       struct tenor_error *err)
{
    return fail(err, TENOR_EIO, 0, "cannot %s '%s': %s", what, j->path,
                strerror(errno));
}

/* Whether a file has been removed, or another one put in its place, between
 * being opened and being locked. */
static bool is_gone(int fd)
{
    struct stat st;

    return fstat(fd, &st) == 0 && st.st_nlink == 0;
}

static bool open_file(struct journal *j, const char *output, int flags,
                      struct tenor_error *err)
{
    j->path = file_beside(output, SINK_JOURNAL);
    if (!j->path)
        return fail_memory(err, "a file name");
    for (;; close(j->fd)) {
        j->fd = open(j->path, flags | O_RDWR | O_APPEND | O_CLOEXEC, 0666);
        if (j->fd < 0)
            return errno == ENOENT || fail_errno(j, "open", err);
        if (flock(j->fd, LOCK_EX | LOCK_NB) != 0)
            break;
        if (!is_gone(j->fd))
            return true;
    }
    /* Some file systems of clusters have no locks. */
    if (errno != EWOULDBLOCK)
        fail_errno(j, "lock", err);
    else
        fail(err, TENOR_EIO, 0, "another run is writing '%s'", output);
    journal_close(j, true); /* it is not ours to remove */
    return false;
}

static bool write_all(struct journal *j, struct str s, struct tenor_error *err)
{
    j->size += s.len;
    while (s.len > 0) {
        const ssize_t n = write(j->fd, s.s, s.len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return fail_errno(j, "write", err);
        s.s += n;
        s.len -= (size_t)n;
    }
    return true;
}

static bool sync_file(struct journal *j, struct tenor_error *err)
{
    return fdatasync(j->fd) == 0 || fail_errno(j, "write", err);
}

void journal_close(struct journal *j, bool keep)
{
    if (j->fd >= 0)
        close(j->fd);
    if (j->path && !keep)
        unlink(j->path);
    free(j->path);
    free(j->line.data);
    free(j->base.data);
    *j = (struct journal){.fd = -1};
}

/* ---- lines --------------------------------------------------------------- */

static bool add_number(struct buffer *b, const char *format, uint64_t n)
{
    char digits[32];
    const int len = snprintf(digits, sizeof digits, format, n);

    return buffer_add(b, digits, (size_t)len);
}

/* A line ends with the hash of what stands before. */
static bool end_line(struct buffer *b)
{
    return add_number(b, " %016" PRIx64 "\n", XXH3_64bits(b->data, b->len));
}

static bool first_line(struct journal *j)
{
    j->line.len = 0;
    return buffer_add(&j->line, FIRST_LINE, strlen(FIRST_LINE)) &&
           add_number(&j->line, "%016" PRIx64, j->name) &&
           add_number(&j->line, " %" PRIu64, j->counts) && end_line(&j->line);
}

bool journal_create(struct journal *j, const char *output, uint64_t name,
                    size_t counts, struct tenor_error *err)
{
    *j = (struct journal){.fd = -1, .name = name, .counts = counts};
    if (!open_file(j, output, O_CREAT, err))
        return false;
    if (ftruncate(j->fd, 0) != 0)
        return fail_errno(j, "write", err);
    if (!first_line(j))
        return fail_memory(err, "a journal");
    return write_all(j, (struct str){j->line.data, j->line.len}, err);
}

static bool add_line(struct journal *j, const struct buffer *line,
                     struct tenor_error *err)
{
    if (j->base.len > 0 && !buffer_add(&j->base, line->data, line->len))
        return fail_memory(err, "a journal");
    return write_all(j, (struct str){line->data, line->len}, err);
}

bool journal_add(struct journal *j, enum journal_kind kind, struct str bytes,
                 const struct run_point *point, struct tenor_error *err)
{
    struct buffer *b = &j->line;
    const char letter = (char)kind;

    j->bytes += bytes.len;
    b->len = 0;
    bool ok = buffer_add(b, &letter, 1) &&
              add_number(b, " %" PRIu64, point->place.input) &&
              add_number(b, " %" PRIu64, point->place.offset) &&
              add_number(b, " %" PRIu64, point->place.line) &&
              add_number(b, " %" PRIu64, j->bytes) &&
              add_number(b, " %016" PRIx64, XXH3_64bits(bytes.s, bytes.len));
    for (size_t i = 0; ok && i < j->counts; i++)
        ok = add_number(b, " %" PRIu64, point->count[i]);
    if (!ok || !end_line(b))
        return fail_memory(err, "a journal");
    return add_line(j, b, err) && (kind != JOURNAL_END || sync_file(j, err));
}

/* ---- the disk ------------------------------------------------------------ */

bool journal_begin_sync(struct journal *j, struct tenor_error *err)
{
    j->base.len = 0;
    j->base_bytes = j->bytes;
    return buffer_add(&j->base, j->line.data, j->line.len) ||
           fail_memory(err, "a journal");
}

/* Put a journal with the base and what is behind it, and nothing before, in the
 * place of a long one. */
static bool write_short(struct journal *new, const struct journal *j,
                        struct tenor_error *err)
{
    new->path = file_beside(j->path, ".new");
    if (!new->path || !first_line(new))
        return fail_memory(err, "a journal");
    new->fd = open(new->path,
                   O_RDWR | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0666);
    if (new->fd < 0 || flock(new->fd, LOCK_EX | LOCK_NB) != 0)
        return fail_errno(new, "create", err);
    return write_all(new, (struct str){new->line.data, new->line.len}, err) &&
           write_all(new, (struct str){j->base.data, j->base.len}, err) &&
           sync_file(new, err) &&
           (rename(new->path, j->path) == 0 || fail_errno(new, "write", err));
}

static bool shorten(struct journal *j, struct tenor_error *err)
{
    struct journal new = {.fd = -1, .name = j->name, .counts = j->counts};
    const bool ok = write_short(&new, j, err);

    if (ok) {
        close(j->fd);
        j->fd = new.fd;
        j->size = new.size;
        new.fd = -1;
    }
    journal_close(&new, ok);
    return ok;
}

/* Say that so many bytes are on the disk. */
static bool mark(struct journal *j, uint64_t bytes, struct tenor_error *err)
{
    struct buffer b = {0};
    const bool ok = (buffer_add(&b, &(char){DISK}, 1) &&
                     add_number(&b, " %" PRIu64, bytes) && end_line(&b)) ||
                    fail_memory(err, "a journal");
    const bool marked = ok && add_line(j, &b, err);

    free(b.data);
    return marked;
}

bool journal_end_sync(struct journal *j, struct tenor_error *err)
{
    return mark(j, j->base_bytes, err) &&
           (j->size > LONG ? shorten(j, err) : sync_file(j, err));
}

/* ---- taking up ----------------------------------------------------------- */

static bool next_number(const char **at, int base, uint64_t *n)
{
    char *behind;

    if (**at != ' ')
        return false;
    *n = strtoull(*at + 1, &behind, base);
    const bool ok = behind > *at + 1;
    *at = behind;
    return ok;
}

/* Cut a whole line off *rest: one that ends, with the hash of its beginning. */
static bool next_line(struct str *rest, struct str *line)
{
    const char *lf = rest->len ? memchr(rest->s, '\n', rest->len) : NULL;
    const size_t digits = 17; /* with the blank */
    char wanted[32];

    if (!lf || (size_t)(lf - rest->s) < digits)
        return false;
    line->s = rest->s;
    line->len = (size_t)(lf - rest->s) - digits;
    snprintf(wanted, sizeof wanted, " %016" PRIx64,
             XXH3_64bits(line->s, line->len));
    rest->len -= line->len + digits + 1;
    rest->s = lf + 1;
    return memcmp(line->s + line->len, wanted, digits) == 0;
}

/* What the lines up to one say. */
struct entry {
    char kind;             /* of this one */
    uint64_t bytes, hash;  /* of the last one about a point, */
    struct run_point point;
    uint64_t synced;       /* and of that about the disk */
};

static bool is_kind(char letter)
{
    return letter == JOURNAL_WRITTEN || letter == JOURNAL_END;
}

/* The line is followed by the hash, so numbers end before it. */
static bool read_entry(const struct journal *j, struct str line,
                       struct entry *e)
{
    uint64_t input = 0;
    const char *at = line.s + 1;

    if (line.len == 0)
        return false;
    e->kind = *line.s;
    bool ok = is_kind(e->kind) && next_number(&at, 10, &input) &&
              next_number(&at, 10, &e->point.place.offset) &&
              next_number(&at, 10, &e->point.place.line) &&
              next_number(&at, 10, &e->bytes) && next_number(&at, 16, &e->hash);
    for (size_t i = 0; ok && i < j->counts; i++)
        ok = next_number(&at, 10, &e->point.count[i]);
    e->point.place.input = (size_t)input;
    return ok && at == line.s + line.len;
}

/* Whether the output has the bytes of a line. */
static bool has_bytes(const struct sink *s, uint64_t from,
                      const struct entry *e)
{
    XXH3_state_t state;
    char *block = mem_resize(NULL, BLOCK, 1);
    bool ok = block && XXH3_64bits_reset(&state) == XXH_OK;

    while (ok && from < e->bytes) {
        const uint64_t left = e->bytes - from;
        const ssize_t n =
            pread(s->fd, block, left < BLOCK ? left : BLOCK, (off_t)from);
        ok = n > 0 && XXH3_64bits_update(&state, block, (size_t)n) == XXH_OK;
        from += ok ? (uint64_t)n : 0;
    }
    ok = ok && XXH3_64bits_digest(&state) == e->hash;
    free(block);
    return ok;
}

/* Where the journal holds: the end of that part of it, and the line there. */
struct held {
    size_t journal;
    uint64_t output;
    bool over;
};

/* A line about the disk. */
static bool read_disk(struct str line, struct entry *e)
{
    const char *at = line.s + 1;

    e->kind = DISK;
    return line.len > 0 && *line.s == DISK && next_number(&at, 10, &e->synced) &&
           at == line.s + line.len && e->synced <= e->bytes;
}

/* Read the next line; an output does not become shorter. Zero *e at first, but
 * for the place of its counts. */
static bool next_entry(const struct journal *j, struct str *lines,
                       struct entry *e)
{
    const uint64_t before = e->bytes;
    struct str line;

    if (!next_line(lines, &line))
        return false;
    if (line.len > 0 && *line.s == DISK)
        return read_disk(line, e);
    if (!read_entry(j, line, e) || e->bytes < before)
        return false;
    if (e->kind == JOURNAL_END)
        e->synced = e->bytes;
    return true;
}

/* How many bytes of the output are on the disk, as far as the lines say. */
static uint64_t find_synced(const struct journal *j, struct str lines,
                            uint64_t *count)
{
    struct entry e = {.point.count = count};
    uint64_t synced = 0;

    while (next_entry(j, &lines, &e))
        synced = e.synced;
    return synced;
}

/* The last line before the first one that is not whole or, beyond what is on the
 * disk, whose bytes are not there. */
static bool find_held(const struct journal *j, struct str lines,
                      const struct sink *s, struct run_point *point,
                      struct held *held)
{
    struct entry e = {.point.count = mem_zero(j->counts, sizeof(uint64_t))};
    const char *begin = lines.s;
    const uint64_t synced =
        e.point.count ? find_synced(j, lines, e.point.count) : 0;

    while (e.point.count && next_entry(j, &lines, &e)) {
        if (e.kind != DISK && e.bytes > synced &&
            !has_bytes(s, held->output, &e))
            break;
        held->journal = (size_t)(lines.s - begin);
        if (e.kind == DISK)
            continue;
        held->output = e.bytes;
        held->over = e.kind == JOURNAL_END;
        point->place = e.point.place;
        memcpy(point->count, e.point.count, j->counts * sizeof *point->count);
    }
    const bool ok = e.point.count;
    free(e.point.count);
    return ok;
}

static bool read_file(const struct journal *j, struct buffer *b,
                      struct tenor_error *err)
{
    for (;;) {
        if (!GROW(b->data, b->len + BLOCK + 1, b->capacity))
            return fail_memory(err, "a journal");
        const ssize_t n = pread(j->fd, b->data + b->len, BLOCK, (off_t)b->len);
        if (n < 0 && errno != EINTR)
            return fail_errno(j, "read", err);
        if (n == 0)
            break;
        b->len += n > 0 ? (size_t)n : 0;
    }
    b->data[b->len] = '\0';
    return true;
}

/* Cut the files where the journal holds. What it says of the disk may stand
 * behind that, so it is said anew. */
static bool cut(struct journal *j, struct sink *s, const struct held *held,
                struct tenor_error *err)
{
    struct stat st;

    if (fstat(s->fd, &st) != 0 || (uint64_t)st.st_size < held->output)
        return fail(err, TENOR_EDATA, 0,
                    "'%s' has lost bytes that were on the disk; remove it and "
                    "'%s' to begin again",
                    s->part, j->path);
    j->size = held->journal;
    j->bytes = held->output;
    if (ftruncate(j->fd, (off_t)held->journal) != 0)
        return fail_errno(j, "write", err);
    if (ftruncate(s->fd, (off_t)held->output) != 0)
        return fail(err, TENOR_EIO, 0, "cannot write '%s': %s", s->part,
                    strerror(errno));
    return held->output == 0 ||
           (sink_sync(s, err) && mark(j, held->output, err));
}

static bool take_up(struct journal *j, struct str whole, struct sink *s,
                    struct run_point *point, bool *over,
                    struct tenor_error *err)
{
    struct held held = {0};

    if (!first_line(j))
        return fail_memory(err, "a journal");
    if (whole.len < j->line.len ||
        memcmp(whole.s, j->line.data, j->line.len) != 0)
        return fail(err, TENOR_EDATA, 0,
                    "'%s' is of a run with other corpora, options or model, or "
                    "of another version; remove it and '%.*s.part' to begin "
                    "again",
                    j->path, (int)(strlen(j->path) - strlen(".journal")),
                    j->path);
    whole.s += j->line.len;
    whole.len -= j->line.len;
    if (!find_held(j, whole, s, point, &held))
        return fail_memory(err, "a journal");
    held.journal += j->line.len;
    *over = held.over;
    return cut(j, s, &held, err);
}

bool journal_resume(struct journal *j, const char *output, uint64_t name,
                    size_t counts, struct sink *s, struct run_point *point,
                    bool *over, struct tenor_error *err)
{
    struct buffer whole = {0};

    *over = false;
    *j = (struct journal){.fd = -1, .name = name, .counts = counts};
    if (!open_file(j, output, 0, err))
        return false;
    if (j->fd < 0)
        return fail(err, TENOR_EDATA, 0,
                    "'%s' is missing, so that '%s.part' cannot be gone on "
                    "with; remove that to begin again",
                    j->path, output);
    const bool ok =
        read_file(j, &whole, err) &&
        take_up(j, (struct str){whole.data, whole.len}, s, point, over, err);
    free(whole.data);
    return ok;
}

bool journal_is_over(struct journal *j, const char *output, uint64_t name,
                     size_t counts, uint64_t *count)
{
    struct tenor_error ignored = {0};
    struct buffer whole = {0};
    struct entry e = {.point.count = count};
    bool ended = false;

    *j = (struct journal){.fd = -1, .name = name, .counts = counts};
    bool over = open_file(j, output, 0, &ignored) && j->fd >= 0 &&
                read_file(j, &whole, &ignored) && first_line(j) &&
                whole.len > j->line.len &&
                memcmp(whole.data, j->line.data, j->line.len) == 0;
    if (over) {
        struct str lines = {whole.data + j->line.len, whole.len - j->line.len};
        while (next_entry(j, &lines, &e))
            ended = e.kind == JOURNAL_END || (ended && e.kind == DISK);
    }
    over = over && ended && file_has_size(output, e.bytes);
    free(whole.data);
    if (!over) {
        memset(count, 0, counts * sizeof *count);
        journal_close(j, true);
    }
    return over;
}
