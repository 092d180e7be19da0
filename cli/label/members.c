#include "cli/label/members.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cli/label/bundle.h"
#include "cli/label/encoding.h"
#include "cli/label/path_list.h"
#include "cli/label/walk.h"

#define PIECE 65536

struct members {
    struct members_spec spec;
    /* What the members are taken from: */
    struct walk *walk;
    struct stream *container; /* a list or an archive */
    struct path_list list;
    struct bundle *bundle;
    bool begun, woken;
    /* The one at hand: */
    const char *name;
    const char *path;    /* where it can be opened */
    struct buffer dash;  /* such a path */
    struct stream *file; /* open, or NULL */
    struct tenor_error bad;
    /* The texts: */
    struct encoding *encoding; /* or NULL */
    struct bad_bytes invalid;
    char *piece; /* [PIECE] */
};

/* ---- going on to the next ------------------------------------------------ */

/* A way to find members, and to read the one at hand. */
struct source {
    bool (*open)(struct members *m, struct tenor_error *err);
    /* Set m->name and m->path, and m->bad when that is known already. */
    bool (*next)(struct members *m, bool *end, struct tenor_error *err);
    /* As stream_read. */
    bool (*read)(struct members *m, char *to, size_t room, size_t *n,
                 struct tenor_error *err);
};

static bool open_none(struct members *m, struct tenor_error *err)
{
    (void)m;
    (void)err;
    return true;
}

static bool open_container(struct members *m, struct tenor_error *err)
{
    return stream_open(&m->container, m->spec.path, m->spec.filter, NULL,
                       m->spec.wake, err);
}

/* What is named "-" but is no standard input. */
static bool set_path(struct members *m, const char *path,
                     struct tenor_error *err)
{
    m->name = m->path = path;
    if (strcmp(path, "-") != 0)
        return true;
    m->dash.len = 0;
    if (!buffer_add(&m->dash, "./-", 4))
        return fail_memory(err, "a path");
    m->path = m->dash.data;
    return true;
}

static bool next_file(struct members *m, bool *end, struct tenor_error *err)
{
    (void)err;
    *end = m->begun;
    m->begun = true;
    m->name = m->path = m->spec.path;
    return true;
}

static bool open_directory(struct members *m, struct tenor_error *err)
{
    return walk_open(&m->walk, m->spec.path, err);
}

static bool next_in_directory(struct members *m, bool *end,
                              struct tenor_error *err)
{
    const char *why;

    if (!walk_next(m->walk, &m->path, &why, end, err))
        return false;
    m->name = m->path;
    if (why)
        fail(&m->bad, TENOR_EIO, 0, "%s", why);
    return true;
}

static bool open_list(struct members *m, struct tenor_error *err)
{
    if (!open_container(m, err))
        return false;
    m->list = (struct path_list){.from = m->container, .nul = m->spec.nul};
    return true;
}

static bool next_in_list(struct members *m, bool *end, struct tenor_error *err)
{
    char *path;

    if (!path_list_next(&m->list, &path, end, err))
        return false;
    return *end || set_path(m, path, err);
}

static bool open_bundle(struct members *m, struct tenor_error *err)
{
    return open_container(m, err) &&
           bundle_open(&m->bundle, m->container,
                       m->spec.kind == MEMBERS_TAR ? BUNDLE_TAR : BUNDLE_ZIP,
                       err);
}

static bool next_in_bundle(struct members *m, bool *end,
                           struct tenor_error *err)
{
    return bundle_next(m->bundle, &m->name, end, err);
}

/* ---- reading the one at hand --------------------------------------------- */

static enum stream_filter filter_of(const struct members *m)
{
    const bool chosen =
        m->spec.kind == MEMBERS_FILE && m->spec.filter != STREAM_PLAIN;

    return chosen ? m->spec.filter : stream_filter_of(m->path);
}

static bool read_disk(struct members *m, char *to, size_t room, size_t *n,
                      struct tenor_error *err)
{
    if (!m->file &&
        !stream_open(&m->file, m->path, filter_of(m), NULL, m->spec.wake, err))
        return false;
    const bool ok = stream_read(m->file, to, room, n, err);
    m->woken = stream_is_woken(m->file);
    return ok;
}

static bool read_bundle(struct members *m, char *to, size_t room, size_t *n,
                        struct tenor_error *err)
{
    const bool ok = bundle_read(m->bundle, to, room, n, err);

    m->woken = stream_is_woken(m->container);
    return ok;
}

static const struct source sources[] = {
    [MEMBERS_FILE] = {open_none, next_file, read_disk},
    [MEMBERS_DIRECTORY] = {open_directory, next_in_directory, read_disk},
    [MEMBERS_LIST] = {open_list, next_in_list, read_disk},
    [MEMBERS_TAR] = {open_bundle, next_in_bundle, read_bundle},
    [MEMBERS_ZIP] = {open_bundle, next_in_bundle, read_bundle},
};

static bool fail_invalid(const struct members *m, struct tenor_error *err)
{
    return fail(err, TENOR_EDATA, 0,
                "not valid in the encoding %s at byte %" PRIu64,
                m->spec.encoding, m->invalid.at[0] + 1);
}

/* Append a piece of a text; n = 0 ends it. */
static bool add_piece(struct members *m, struct buffer *text, size_t n,
                      struct tenor_error *err)
{
    const struct str piece = {m->piece, n};

    if (!m->encoding)
        return buffer_add(text, m->piece, n) || fail_memory(err, "a text");
    if (!(n > 0 ? encoding_add(m->encoding, piece, text, &m->invalid, err)
                : encoding_end(m->encoding, text, &m->invalid, err)))
        return false;
    return m->invalid.n == 0 || fail_invalid(m, err);
}

static bool read_text(struct members *m, struct buffer *text,
                      struct tenor_error *err)
{
    const size_t before = text->len;
    size_t n;

    m->invalid.n = 0;
    if (m->encoding && !encoding_restart(m->encoding, err))
        return false;
    do {
        if (!sources[m->spec.kind].read(m, m->piece, PIECE, &n, err))
            return false;
        if (m->woken)
            return true;
        if (!add_piece(m, text, n, err))
            return false;
        if (text->len - before > m->spec.limit)
            return fail(err, TENOR_EDATA, 0, "larger than %zu bytes",
                        m->spec.limit);
    } while (n > 0);
    return true;
}

static void close_file(struct members *m)
{
    stream_close(m->file);
    m->file = NULL;
}

/* ---- the whole ----------------------------------------------------------- */

static bool go_on(struct members *m, bool *end, struct tenor_error *err)
{
    *end = false;
    m->bad = (struct tenor_error){0};
    return sources[m->spec.kind].next(m, end, err);
}

bool members_next(struct members *m, struct buffer *name, struct buffer *text,
                  const char **bad, bool *end, struct tenor_error *err)
{
    const size_t before = text->len;

    *bad = NULL;
    m->woken = false;
    if (!go_on(m, end, err))
        return false;
    if (*end)
        return true;
    if (m->bad.code == TENOR_OK)
        read_text(m, text, &m->bad);
    close_file(m);
    if (m->woken || m->bad.code != TENOR_OK)
        text->len = before;
    *end = m->woken;
    if (m->woken)
        return true;
    if (m->bad.code == TENOR_ENOMEM)
        return fail(err, TENOR_ENOMEM, 0, "%s", m->bad.message);
    if (m->bad.code != TENOR_OK)
        *bad = m->bad.message;
    return buffer_add(name, m->name, strlen(m->name)) ||
           fail_memory(err, "a name");
}

bool members_skip(struct members *m, uint64_t n, struct tenor_error *err)
{
    bool end = false;

    for (; n > 0; n--) {
        if (!go_on(m, &end, err))
            return false;
        if (end && m->container && stream_is_woken(m->container))
            return true;
        if (end)
            return fail(err, TENOR_EDATA, 0,
                        "'%s' is too short: %" PRIu64
                        " files are missing of those to pass over",
                        m->spec.path, n);
    }
    return true;
}

uint64_t members_consumed(const struct members *m)
{
    return m->container ? stream_consumed(m->container) : 0;
}

bool members_open(struct members **out, const struct members_spec *spec,
                  struct tenor_error *err)
{
    struct members *m = mem_zero(1, sizeof *m);

    if (!m)
        return fail_memory(err, "a list of files");
    m->spec = *spec;
    m->piece = mem_resize(NULL, PIECE, 1);
    bool ok = m->piece || fail_memory(err, "a list of files");
    ok = ok &&
         (!spec->encoding || encoding_open(&m->encoding, spec->encoding, err));
    if (!ok || !sources[spec->kind].open(m, err)) {
        members_close(m);
        return false;
    }
    *out = m;
    return true;
}

bool members_count(const struct members_spec *spec, uint64_t *n,
                   struct tenor_error *err)
{
    struct members *m;
    bool end = false, ok;

    *n = 0;
    if (!members_open(&m, spec, err))
        return false;
    while ((ok = go_on(m, &end, err)) && !end)
        ++*n;
    members_close(m);
    return ok;
}

void members_close(struct members *m)
{
    if (!m)
        return;
    close_file(m);
    walk_close(m->walk);
    bundle_close(m->bundle);
    path_list_release(&m->list);
    stream_close(m->container);
    encoding_close(m->encoding);
    free(m->invalid.at);
    free(m->dash.data);
    free(m->piece);
    free(m);
}
