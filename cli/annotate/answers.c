#define _DEFAULT_SOURCE /* flock */
#include "cli/annotate/answers.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <unistd.h>

#include "cli/label/extension.h"
#include "cli/label/rows.h"
#include "cli/out.h"
#include "datasets/corpus.h"
#include "model/file.h"

struct answer_notation {
    const char *format; /* of datasets/corpus.h */
    const char *extensions;
    const char *header;
    bool (*put)(struct buffer *out, struct str label, struct str text);
};

/* ---- notations ----------------------------------------------------------- */

/* Append bytes, without what would end a field or its line. */
static bool put_blanked(struct buffer *out, struct str s)
{
    const size_t begin = out->len;

    if (!buffer_add(out, s.s, s.len))
        return false;
    for (size_t i = begin; i < out->len; i++)
        out->data[i] = out_field_byte(out->data[i]);
    return true;
}

static bool put_tsv(struct buffer *out, struct str label, struct str text)
{
    return buffer_add(out, label.s, label.len) && buffer_add(out, "\t", 1) &&
           put_blanked(out, text) && buffer_add(out, "\n", 1);
}

static bool put_csv(struct buffer *out, struct str label, struct str text)
{
    struct buffer line = {0};
    bool ok = put_blanked(&line, text);
    const struct value of_label = {VALUE_TEXT, label};
    const struct value of_text = {VALUE_TEXT, {line.data, line.len}};

    ok = ok && rows_csv.put(out, &of_label) && buffer_add(out, ",", 1) &&
         rows_csv.put(out, &of_text) && buffer_add(out, "\n", 1);
    free(line.data);
    return ok;
}

static bool put_jsonl(struct buffer *out, struct str label, struct str text)
{
    return out_json_add(out, json_pack("{s:o, s:o}", "label", out_string(label),
                                       "text", out_string(text))) &&
           buffer_add(out, "\n", 1);
}

static const struct answer_notation notations[] = {
    {"tsv", "tsv tab", "", put_tsv},
    {"csv", "csv", "label,text\n", put_csv},
    {"jsonl", "jsonl ndjson", "", put_jsonl},
};

static const struct answer_notation *notation_of(const char *path)
{
    struct str name = str_of(path);
    const struct str extension = extension_cut(&name);

    for (size_t i = 0; i < sizeof notations / sizeof *notations; i++)
        if (extension_is_in(notations[i].extensions, extension))
            return &notations[i];
    return NULL;
}

bool answers_has_format(const char *path)
{
    return notation_of(path) != NULL;
}

/* ---- the file ------------------------------------------------------------ */

static bool cannot(const struct answers *a, const char *what,
                   struct tenor_error *err)
{
    return fail(err, TENOR_EIO, 0, "cannot %s '%s': %s", what, a->path,
                strerror(errno));
}

static bool add_begin(struct answers *a, off_t begin)
{
    if (!GROW(a->begin, a->n + 1, a->capacity))
        return false;
    a->begin[a->n++] = begin;
    return true;
}

/* Where lines begin, and how far the last one that is whole goes. */
static bool find_lines(struct answers *a, struct str bytes)
{
    const size_t header = strlen(a->notation->header);
    size_t begin = 0;

    for (size_t i = 0; i < bytes.len; i++) {
        if (bytes.s[i] != '\n')
            continue;
        const bool empty =
            i == begin || (i == begin + 1 && bytes.s[begin] == '\r');
        if (!empty && !(begin == 0 && header) && !add_begin(a, (off_t)begin))
            return false;
        begin = i + 1;
    }
    a->cut = begin < bytes.len;
    a->size = (off_t)begin;
    return true;
}

/* Bring the size of the file to a->size. */
static bool cut(struct answers *a, struct tenor_error *err)
{
    return (ftruncate(a->fd, a->size) == 0 && fsync(a->fd) == 0) ||
           cannot(a, "cut", err);
}

/* What an open end may be: that of the first line, or of an answer. */
static bool can_be_cut(const struct answers *a, const struct answers_wants *w,
                       struct str bytes)
{
    const struct str header = str_of(a->notation->header);
    const size_t whole = (size_t)a->size;

    return (whole == 0 && bytes.len < header.len &&
            memcmp(header.s, bytes.s, bytes.len) == 0) ||
           w->begins(w->context, a,
                     (struct str){bytes.s + whole, bytes.len - whole});
}

static bool check(struct answers *a, const struct answers_wants *w,
                  struct str bytes, struct tenor_error *err)
{
    const struct str header = str_of(a->notation->header);

    if (!find_lines(a, bytes))
        return fail_memory(err, "answers");
    if (a->size > 0 && header.len > 0 &&
        (bytes.len < header.len || memcmp(header.s, bytes.s, header.len) != 0))
        return fail(err, TENOR_EDATA, 1, "%s:1: the columns are not %.*s",
                    a->path, (int)header.len - 1, header.s);
    return !a->cut || can_be_cut(a, w, bytes) ||
           fail(err, TENOR_EDATA, 0,
                "the last line of '%s' has no line end, and is none of the "
                "answers that could be in it",
                a->path);
}

static bool look(struct answers *a, const struct answers_wants *w,
                 struct tenor_error *err)
{
    struct str bytes = {0};

    if (!file_map(a->path, &bytes, err))
        return false;
    const bool ok = check(a, w, bytes, err);
    file_unmap(bytes);
    return ok && (!a->cut || cut(a, err));
}

/* Give each answer to the caller; they are as many as there are lines. */
static bool tell(struct answers *a, const struct answers_wants *w,
                 struct tenor_error *err)
{
    const struct corpus_options o = {.format = a->notation->format};
    struct corpus *c;
    struct doc doc;
    size_t n = 0;
    bool end = false;

    if (!corpus_open(&c, a->path, &o, err))
        return false;
    bool ok = true;
    for (; ok; n++) {
        ok = corpus_next(c, &doc, &end, err);
        if (!ok || end)
            break;
        ok = w->each(w->context, doc.label, doc.text, err);
    }
    corpus_close(c);
    return ok && (n == a->n ||
                  fail(err, TENOR_EDATA, 0,
                       "'%s' has answers of more than a line; it is not from "
                       "tenor annotate",
                       a->path));
}

static bool write_all(struct answers *a, struct str bytes)
{
    while (bytes.len > 0) {
        const ssize_t n = write(a->fd, bytes.s, bytes.len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return false;
        bytes.s += n;
        bytes.len -= (size_t)n;
    }
    return fsync(a->fd) == 0;
}

static bool append(struct answers *a, struct str bytes, struct tenor_error *err)
{
    if (lseek(a->fd, 0, SEEK_END) != a->size)
        return fail(err, TENOR_EIO, 0, "'%s' was changed by another program",
                    a->path);
    if (!write_all(a, bytes)) {
        cannot(a, "write", err);
        if (ftruncate(a->fd, a->size) != 0)
            return false; /* the next run cuts it */
        return false;
    }
    a->size += (off_t)bytes.len;
    return true;
}

/* A new file is to be found after a power failure. */
static bool sync_folder(struct answers *a, struct tenor_error *err)
{
    const char *slash = strrchr(a->path, '/');
    char *folder =
        mem_string(slash ? (struct str){a->path, (size_t)(slash - a->path) + 1}
                         : STR("."));
    const int fd =
        folder ? open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    bool ok = folder || fail_memory(err, "a path");

    if (fd >= 0)
        fsync(fd); /* some file systems cannot; the file itself is synced */
    if (fd >= 0)
        close(fd);
    free(folder);
    return ok;
}

bool answers_open(struct answers *a, const char *path,
                  const struct answers_wants *w, struct tenor_error *err)
{
    *a = (struct answers){.path = path, .notation = notation_of(path)};
    a->fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (a->fd < 0)
        return cannot(a, "open", err);
    if (flock(a->fd, LOCK_EX | LOCK_NB) != 0)
        return errno == EWOULDBLOCK
                   ? fail(err, TENOR_EIO, 0,
                          "'%s' is being written by another program", path)
                   : cannot(a, "lock", err);
    if (!look(a, w, err))
        return false;
    if (a->size == 0)
        return append(a, str_of(a->notation->header), err) &&
               sync_folder(a, err);
    return tell(a, w, err);
}

void answers_close(struct answers *a)
{
    if (a->fd >= 0 && a->path)
        close(a->fd);
    free(a->begin);
    *a = (struct answers){.fd = -1};
}

bool answers_line(const struct answers *a, struct str label, struct str text,
                  struct buffer *out)
{
    return a->notation->put(out, label, text);
}

bool answers_add(struct answers *a, struct str label, struct str text,
                 struct tenor_error *err)
{
    const off_t begin = a->size;
    struct buffer b = {0};
    bool ok = (answers_line(a, label, text, &b) &&
               GROW(a->begin, a->n + 1, a->capacity)) ||
              fail_memory(err, "an answer");

    ok = ok && append(a, (struct str){b.data, b.len}, err) &&
         add_begin(a, begin);
    free(b.data);
    return ok;
}

bool answers_undo(struct answers *a, struct tenor_error *err)
{
    if (lseek(a->fd, 0, SEEK_END) != a->size)
        return fail(err, TENOR_EIO, 0, "'%s' was changed by another program",
                    a->path);
    a->size = a->begin[--a->n];
    return cut(a, err);
}
