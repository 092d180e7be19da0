#define _POSIX_C_SOURCE 200809L
#include "cli/label/walk.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* A directory on the way. */
struct level {
    char *names; /* each with a NUL behind it; that of a directory ends in / */
    char **name; /* [n] into names, ascending */
    size_t n, at;
    size_t prefix; /* bytes of the path before a name */
};

struct walk {
    struct level *level; /* [depth] */
    size_t depth, capacity;
    struct buffer path;
    struct tenor_error why;
};

/* ---- one directory ------------------------------------------------------- */

enum kind { OTHER, FILE_NAME, FOLDER_NAME };

/* What cannot be looked at is taken for a file, so that opening it tells why;
 * what is not there any more, for nothing. */
static enum kind unseen(void)
{
    return errno == ENOENT || errno == ELOOP ? OTHER : FILE_NAME;
}

static enum kind kind_of(int folder, const char *name)
{
    struct stat st;

    if (name[0] == '.')
        return OTHER;
    if (fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW) != 0)
        return unseen();
    if (S_ISDIR(st.st_mode))
        return FOLDER_NAME;
    if (S_ISLNK(st.st_mode) && fstatat(folder, name, &st, 0) != 0)
        return unseen();
    return S_ISREG(st.st_mode) ? FILE_NAME : OTHER;
}

static bool add_name(struct buffer *names, const char *name, enum kind kind)
{
    return buffer_add(names, name, strlen(name)) &&
           (kind != FOLDER_NAME || buffer_add(names, "/", 1)) &&
           buffer_add(names, "", 1);
}

static bool read_names(struct buffer *names, size_t *n, const char *path,
                       struct tenor_error *err)
{
    DIR *d = opendir(path);
    struct dirent *e;
    bool ok = true;

    if (!d)
        return fail(err, TENOR_EIO, 0, "cannot open '%s': %s", path,
                    strerror(errno));
    while (ok && (errno = 0, e = readdir(d))) {
        const enum kind kind = kind_of(dirfd(d), e->d_name);
        if (kind == OTHER)
            continue;
        ok = add_name(names, e->d_name, kind) ||
             fail_memory(err, "a list of files");
        ++*n;
    }
    if (ok && errno != 0)
        ok = fail(err, TENOR_EIO, 0, "cannot read '%s': %s", path,
                  strerror(errno));
    closedir(d);
    return ok;
}

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* With their slashes, names of directories stand where the paths below them
 * do: a-b, a/b, ab. */
static bool sort_names(struct level *l, struct tenor_error *err)
{
    char *name = l->names;

    l->name = mem_resize(NULL, l->n, sizeof *l->name);
    if (!l->name)
        return fail_memory(err, "a list of files");
    for (size_t i = 0; i < l->n; i++) {
        l->name[i] = name;
        name += strlen(name) + 1;
    }
    if (l->n > 0)
        qsort(l->name, l->n, sizeof *l->name, by_bytes);
    return true;
}

/* ---- the way ------------------------------------------------------------- */

/* Go down into w->path, which ends in a slash and a NUL. */
static bool enter(struct walk *w, struct tenor_error *err)
{
    struct level l = {.prefix = w->path.len - 1};
    struct buffer names = {0};

    if (!GROW(w->level, w->depth + 1, w->capacity))
        return fail_memory(err, "a list of files");
    bool ok = read_names(&names, &l.n, w->path.data, err);
    l.names = names.data;
    ok = ok && sort_names(&l, err);
    if (ok)
        w->level[w->depth++] = l;
    else
        free(l.names);
    return ok;
}

static void leave(struct walk *w)
{
    struct level *l = &w->level[--w->depth];

    free(l->names);
    free(l->name);
}

bool walk_open(struct walk **out, const char *path, struct tenor_error *err)
{
    struct walk *w = mem_zero(1, sizeof *w);
    size_t len = strlen(path);

    if (!w)
        return fail_memory(err, "a list of files");
    while (len > 0 && path[len - 1] == '/')
        len--;
    const char *behind = *path ? "/" : "";
    bool ok = (buffer_add(&w->path, path, len) &&
               buffer_add(&w->path, behind, strlen(behind) + 1)) ||
              fail_memory(err, "a list of files");
    if (!ok || !enter(w, err)) {
        walk_close(w);
        return false;
    }
    *out = w;
    return true;
}

void walk_close(struct walk *w)
{
    if (!w)
        return;
    while (w->depth > 0)
        leave(w);
    free(w->level);
    free(w->path.data);
    free(w);
}

static bool join(struct walk *w, struct level *l, const char *name)
{
    w->path.len = l->prefix;
    return buffer_add(&w->path, name, strlen(name) + 1);
}

/* Whether a directory was entered; if not, it stands for its files. */
static bool enter_or_tell(struct walk *w, bool *entered,
                          struct tenor_error *err)
{
    w->why = (struct tenor_error){0};
    *entered = enter(w, &w->why);
    return *entered || w->why.code != TENOR_ENOMEM ||
           fail_memory(err, "a list of files");
}

bool walk_next(struct walk *w, const char **path, const char **why, bool *end,
               struct tenor_error *err)
{
    *why = NULL;
    while (w->depth > 0) {
        struct level *l = &w->level[w->depth - 1];
        if (l->at == l->n) {
            leave(w);
            continue;
        }
        const char *name = l->name[l->at++];
        if (!join(w, l, name))
            return fail_memory(err, "a path");
        *path = w->path.data;
        if (name[strlen(name) - 1] != '/')
            return true;
        bool entered;
        if (!enter_or_tell(w, &entered, err))
            return false;
        if (!entered) {
            *why = w->why.message;
            return true;
        }
    }
    *end = true;
    return true;
}
