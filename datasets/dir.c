/* A directory with one folder per label and one file per document, as in the
 * archive of the Large Movie Review Dataset (Maas et al. 2011). Files beside
 * the folders, folders within them and hidden names are passed over. */
#define _POSIX_C_SOURCE 200809L
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "datasets/corpus.h"

struct names {
    char **name; /* [n] ascending in the order of bytes */
    size_t n, capacity, at;
};

struct dir {
    struct names labels, files; /* files of the label before labels.at */
    struct buffer text, path;
    size_t number; /* documents so far */
};

static void names_reset(struct names *v)
{
    for (size_t i = 0; i < v->n; i++)
        free(v->name[i]);
    v->n = v->at = 0;
}

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool join(struct buffer *path, const char *folder, const char *name)
{
    path->len = 0;
    return buffer_add(path, folder, strlen(folder)) &&
           buffer_add(path, "/", 1) && buffer_add(path, name, strlen(name) + 1);
}

static bool keep(struct names *v, const char *name)
{
    if (!GROW(v->name, v->n + 1, v->capacity))
        return false;
    v->name[v->n] = mem_string(str_of(name));
    return v->name[v->n] && ++v->n;
}

/* The names in a folder of the kind wanted: folders, or regular files. */
static bool list(struct names *v, const char *folder, bool folders,
                 struct buffer *path, struct tenor_error *err)
{
    DIR *d = opendir(folder);
    struct dirent *e;
    bool ok = true;

    names_reset(v);
    if (!d)
        return fail(err, TENOR_EIO, 0, "cannot open '%s': %s", folder,
                    strerror(errno));
    while (ok && (e = readdir(d))) {
        struct stat st;
        if (e->d_name[0] == '.')
            continue;
        ok = join(path, folder, e->d_name);
        if (ok && stat(path->data, &st) == 0 &&
            (folders ? S_ISDIR(st.st_mode) : S_ISREG(st.st_mode)))
            ok = keep(v, e->d_name);
    }
    closedir(d);
    if (v->n)
        qsort(v->name, v->n, sizeof *v->name, by_bytes);
    return ok || fail_memory(err, "a list of files");
}

static bool open_dir(struct corpus *c, struct tenor_error *err)
{
    struct dir *s = mem_zero(1, sizeof *s);

    if (!s)
        return fail_memory(err, "a corpus");
    c->state = s;
    if (!list(&s->labels, c->path, true, &s->path, err))
        return false;
    return s->labels.n || fail(err, TENOR_EDATA, 0,
                               "'%s' has no folders; one per label is "
                               "expected",
                               c->path);
}

static void add_digest(struct corpus *c, const char *label, const char *name,
                       const struct buffer *text)
{
    digest_add(&c->digest, str_of(label));
    digest_add(&c->digest, STR("/"));
    digest_add(&c->digest, (struct str){name, strlen(name) + 1});
    digest_add(&c->digest, (struct str){text->data, text->len});
    digest_add(&c->digest, STR("\0"));
}

static bool next(struct corpus *c, struct doc *doc, bool *end,
                 struct tenor_error *err)
{
    struct dir *s = c->state;
    struct buffer folder = {0};

    while (s->files.at == s->files.n) {
        if (s->labels.at == s->labels.n) {
            *end = true;
            return true;
        }
        bool ok = join(&folder, c->path, s->labels.name[s->labels.at++]) ||
                  fail_memory(err, "a path");
        ok = ok && list(&s->files, folder.data, false, &s->path, err);
        free(folder.data);
        folder = (struct buffer){0};
        if (!ok)
            return false;
    }
    const char *label = s->labels.name[s->labels.at - 1];
    const char *name = s->files.name[s->files.at++];
    bool ok = join(&folder, c->path, label) &&
              join(&s->path, folder.data, name);
    free(folder.data);
    if (!ok)
        return fail_memory(err, "a path");
    if (!input_whole(s->path.data, &s->text, err))
        return false;
    add_digest(c, label, name, &s->text);
    doc->text = (struct str){s->text.data, s->text.len};
    doc->id = str_of(s->path.data + strlen(c->path) + 1);
    doc->line = ++s->number;
    return corpus_label(c, doc, str_of(label), err);
}

static void close_dir(struct corpus *c)
{
    struct dir *s = c->state;

    if (!s)
        return;
    names_reset(&s->labels);
    names_reset(&s->files);
    free(s->labels.name);
    free(s->files.name);
    free(s->text.data);
    free(s->path.data);
    free(s);
}

const struct corpus_format corpus_dir = {.name = "dir",
                                         .extensions = "",
                                         .open = open_dir,
                                         .next = next,
                                         .close = close_dir};
