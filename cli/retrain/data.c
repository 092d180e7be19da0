#define _POSIX_C_SOURCE 200809L
#include "cli/retrain/data.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/label/walk.h"
#include "model/file.h"

struct hashed {
    char sha256[DIGEST_HEX];
    char *path;
};

struct finding {
    const struct opt_list *folders;
    struct hashed
        *file; /* [files] below the folders, once they are looked at */
    size_t files, capacity;
    bool walked;
    struct buffer *missing;
};

/* A file that is looked for. */
struct wanted {
    const char *name, *sha256;
    bool directory;
    const struct train_corpus *corpus; /* NULL for another file */
};

/* ---- hashes -------------------------------------------------------------- */

static bool hash_file(const char *path, char sha256[DIGEST_HEX],
                      struct tenor_error *err)
{
    struct str bytes;

    if (!file_map(path, &bytes, err))
        return false;
    digest_of(bytes, sha256);
    file_unmap(bytes);
    return true;
}

/* As reading it does. */
static bool hash_directory(const char *path, char sha256[DIGEST_HEX],
                           struct tenor_error *err)
{
    const struct corpus_options options = {.format = "dir"};
    struct corpus *c;
    struct doc doc;
    bool end = false, ok;

    if (!corpus_open(&c, path, &options, err))
        return false;
    while ((ok = corpus_next(c, &doc, &end, err)) && !end)
        ;
    if (ok)
        corpus_digest(c, sha256);
    corpus_close(c);
    return ok;
}

/* What cannot be read has no hash that is looked for. */
static bool has_hash(const char *path, const struct wanted *w)
{
    struct tenor_error ignored = {0};
    char sha256[DIGEST_HEX];

    return (w->directory ? hash_directory : hash_file)(path, sha256,
                                                       &ignored) &&
           strcmp(sha256, w->sha256) == 0;
}

/* Whether a corpus has the documents that are meant, but for some that are
 * passed over: texts are deleted after they were forgotten. */
static bool is_rest(const char *path, const struct train_corpus *meant)
{
    struct tenor_error ignored = {0};
    char left[DIGEST_HEX] = "";
    struct corpus *c;
    struct doc doc;
    bool end = false, ok;

    if (!meant || !meant->left ||
        !corpus_open(&c, path, &meant->options, &ignored))
        return false;
    while ((ok = corpus_next(c, &doc, &end, &ignored)) && !end)
        ;
    corpus_left(c, left);
    corpus_close(c);
    return ok && strcmp(left, meant->left) == 0;
}

/* ---- by name ------------------------------------------------------------- */

/* FOLDER/NAME, to be freed. */
static char *join(const char *folder, const char *name)
{
    const size_t room = strlen(folder) + strlen(name) + 2;
    char *path = mem_resize(NULL, room, 1);

    if (path)
        snprintf(path, room, "%s/%s", folder, name);
    return path;
}

static bool exists(const char *path, bool directory)
{
    struct stat st;

    return stat(path, &st) == 0 &&
           (directory ? S_ISDIR(st.st_mode) : S_ISREG(st.st_mode));
}

/* *path is set where the file is there, *other where one of its name is. Of a
 * corpus that was edited, *other is what is left of it. */
static bool find_by_name(const struct finding *f, const struct wanted *w,
                         char **path, char **other)
{
    const char *name = w->name + (strncmp(w->name, "./", 2) ? 0 : 2);

    for (size_t i = 0; !*path && i < f->folders->n; i++) {
        char *at = join(f->folders->item[i], name);
        if (!at)
            return false;
        if (exists(at, w->directory) && has_hash(at, w)) {
            *path = at;
        } else if (!*other && exists(at, w->directory)) {
            *other = at;
        } else {
            free(at);
        }
    }
    for (size_t i = 0; !*path && w->directory && i < f->folders->n; i++)
        if (has_hash(f->folders->item[i], w) &&
            !(*path = mem_string(str_of(f->folders->item[i]))))
            return false;
    return true;
}

/* ---- by hash ------------------------------------------------------------- */

static bool note_file(struct finding *f, const char *path,
                      struct tenor_error *err)
{
    struct tenor_error ignored = {0};

    if (!GROW(f->file, f->files + 1, f->capacity))
        return fail_memory(err, "file names");
    if (!hash_file(path, f->file[f->files].sha256, &ignored))
        return true; /* it is not one that could be read */
    f->file[f->files].path = mem_string(str_of(path));
    return f->file[f->files++].path || fail_memory(err, "file names");
}

static bool walk_all(struct finding *f, struct tenor_error *err)
{
    bool ok = true;

    f->walked = true;
    for (size_t i = 0; ok && i < f->folders->n; i++) {
        const char *path, *why;
        struct walk *w;
        bool end = false;
        if (!walk_open(&w, f->folders->item[i], err))
            return false;
        while (ok && (ok = walk_next(w, &path, &why, &end, err)) && !end)
            ok = why || note_file(f, path, err);
        walk_close(w);
    }
    return ok;
}

static bool find_by_hash(struct finding *f, const struct wanted *w, char **path,
                         struct tenor_error *err)
{
    if (!f->walked && !walk_all(f, err))
        return false;
    for (size_t i = 0; i < f->files; i++)
        if (strcmp(f->file[i].sha256, w->sha256) == 0) {
            *path = mem_string(str_of(f->file[i].path));
            return *path || fail_memory(err, "file names");
        }
    return true;
}

/* ---- all of it ----------------------------------------------------------- */

static bool say_missing(struct finding *f, const struct wanted *w,
                        const char *other)
{
    struct buffer *b = f->missing;
    const char *begin = other ? "changed  " : "missing  ";
    const char *at = other ? other : w->name;

    return buffer_add(b, begin, strlen(begin)) &&
           buffer_add(b, at, strlen(at)) && buffer_add(b, "  SHA-256 ", 10) &&
           buffer_add(b, w->sha256, strlen(w->sha256)) &&
           buffer_add(b, "\n", 1);
}

/* *path [allocated] becomes where the file is, and stays if it is nowhere. */
static bool find(struct finding *f, const struct wanted *w, char **path,
                 bool *edited, struct tenor_error *err)
{
    char *found = NULL, *other = NULL;
    bool ok =
        find_by_name(f, w, &found, &other) || fail_memory(err, "file names");

    if (ok && !found && !w->directory)
        ok = find_by_hash(f, w, &found, err);
    *edited = ok && !found && other && is_rest(other, w->corpus);
    if (*edited) {
        found = other;
        other = NULL;
    }
    if (ok && !found)
        ok = say_missing(f, w, other) || fail_memory(err, "file names");
    if (found) {
        free(*path);
        *path = found;
    }
    free(other);
    return ok;
}

static bool find_corpus(struct finding *f, struct train_corpus *c,
                        struct tenor_error *err)
{
    const char *format = c->options.format;
    const struct wanted w = {c->name, c->sha256,
                             format && strcmp(format, "dir") == 0, c};
    char *path = (char *)(uintptr_t)c->path;

    if (!c->sha256)
        return fail(err, TENOR_EDATA, 0, "corpus '%s' has no SHA-256", c->name);
    const bool ok = find(f, &w, &path, &c->edited, err);
    c->path = path;
    return ok;
}

/* "--stop-words=OLD" in all lists becomes "--stop-words=NEW". */
static bool replace(struct option_list *l, const char *old, const char *new)
{
    static const char option[] = "--stop-words=";
    const size_t len = sizeof option - 1;

    for (size_t i = 0; i < l->n; i++) {
        if (strncmp(l->option[i], option, len) != 0 ||
            strcmp(l->option[i] + len, old) != 0)
            continue;
        struct buffer b = {0};
        if (!buffer_add(&b, option, len) ||
            !buffer_add(&b, new, strlen(new) + 1)) {
            free(b.data);
            return false;
        }
        free((void *)(uintptr_t)l->option[i]);
        l->option[i] = b.data;
    }
    return true;
}

static bool find_file(struct finding *f, struct recipe *r,
                      struct recipe_file *file, struct tenor_error *err)
{
    const struct wanted w = {file->path, file->sha256, false, NULL};
    char *old = mem_string(str_of(file->path));
    bool edited;
    bool ok = (old || fail_memory(err, "file names")) &&
              find(f, &w, &file->path, &edited, err);

    if (ok && r->swap && strcmp(r->swap, old) == 0) {
        free(r->swap);
        r->swap = mem_string(str_of(file->path));
        ok = r->swap != NULL;
    }
    ok = ok && replace(&r->options, old, file->path);
    for (size_t a = 0; ok && a < r->axes; a++)
        ok = replace(&r->axis[a].options, old, file->path);
    free(old);
    return ok || fail_memory(err, "file names");
}

static void release(struct finding *f)
{
    for (size_t i = 0; i < f->files; i++)
        free(f->file[i].path);
    free(f->file);
}

bool data_find(struct recipe *r, size_t axis, const struct opt_list *folders,
               struct buffer *missing, struct tenor_error *err)
{
    struct finding f = {.folders = folders, .missing = missing};
    bool ok = true;

    for (size_t i = 0; ok && i < r->files; i++)
        ok = find_file(&f, r, &r->file[i], err);
    for (size_t a = 0; ok && a < r->axes; a++)
        for (int u = 0; (axis == DATA_ALL || axis == a) && u < (int)USES; u++) {
            struct corpus_list *l = &r->axis[a].list[u];
            for (size_t c = 0; ok && c < l->n; c++)
                ok = find_corpus(&f, &l->corpus[c], err);
        }
    release(&f);
    return ok;
}

bool data_find_file(const char *name, const char *sha256,
                    const struct opt_list *folders, char **path,
                    struct tenor_error *err)
{
    struct buffer missing = {0};
    struct finding f = {.folders = folders, .missing = &missing};
    const struct wanted w = {name, sha256, false, NULL};
    bool edited;
    const bool ok = find(&f, &w, path, &edited, err);

    release(&f);
    free(missing.data);
    return ok;
}
