#define _POSIX_C_SOURCE 200809L
#include "cli/serve/service_model.h"

#include <errno.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/modelfile.h"

#define BLOCK ((size_t)1 << 20)

/* A scorer that has read a larger text is not kept: its memory is some forty times
 * that of the text at the most, with the JSON. */
#define KEPT ((size_t)256 << 10)

struct generation {
    struct tenor_model *model;
    struct buffer bytes; /* of its file; empty for the embedded one */
    const char *name;
    char checksum[17];
    size_t users;                 /* guarded by the lock of service_model */
    pthread_mutex_t lock;         /* guards what follows */
    struct tenor_scorer **scorer; /* [scorers] that nobody uses */
    size_t scorers, capacity;
};

struct service_model {
    const char *path;
    size_t threads;
    pthread_mutex_t lock; /* guards what follows */
    struct generation *current;
};

/* ---- generations --------------------------------------------------------- */

static void close_generation(struct generation *g)
{
    if (!g)
        return;
    for (size_t i = 0; i < g->scorers; i++)
        tenor_scorer_free(g->scorer[i]);
    free(g->scorer);
    tenor_model_close(g->model);
    free(g->bytes.data);
    pthread_mutex_destroy(&g->lock);
    free(g);
}

static bool fail_file(const char *what, const char *path,
                      struct tenor_error *err)
{
    return fail(err, TENOR_EIO, 0, "cannot %s '%s': %s", what, path,
                strerror(errno));
}

static bool read_file(const char *path, struct buffer *b,
                      struct tenor_error *err)
{
    FILE *f = fopen(path, "rb");
    size_t n = 1;

    if (!f)
        return fail_file("open", path, err);
    bool ok = true;
    while (ok && n > 0) {
        ok = GROW(b->data, b->len + BLOCK, b->capacity) ||
             fail_memory(err, "a model");
        n = ok ? fread(b->data + b->len, 1, BLOCK, f) : 0;
        b->len += n;
    }
    ok = ok && (!ferror(f) || fail_file("read", path, err));
    fclose(f);
    return ok;
}

static bool read_model(struct generation *g, const char *path,
                       struct tenor_error *err)
{
    return path ? read_file(path, &g->bytes, err) &&
                      tenor_model_from_memory(g->bytes.data, g->bytes.len,
                                              &g->model, err)
                : tenor_model_embedded(&g->model, err);
}

/* As many scorers as there are threads. */
static bool make_scorers(struct generation *g, size_t threads,
                         struct tenor_error *err)
{
    if (!GROW(g->scorer, threads, g->capacity))
        return fail_memory(err, "scorers");
    for (; g->scorers < threads; g->scorers++)
        if (!tenor_scorer_new(g->model, &g->scorer[g->scorers], err))
            return false;
    return true;
}

static struct generation *open_generation(const struct service_model *s,
                                          struct tenor_error *err)
{
    struct generation *g = mem_zero(1, sizeof *g);

    if (!g) {
        fail_memory(err, "a model");
        return NULL;
    }
    g->name = s->path ? s->path : "embedded";
    g->users = 1; /* that it is the current one */
    pthread_mutex_init(&g->lock, NULL);
    if (read_model(g, s->path, err) && make_scorers(g, s->threads, err)) {
        snprintf(g->checksum, sizeof g->checksum, "%016" PRIx64,
                 model_checksum(g->model->bytes));
        return g;
    }
    close_generation(g);
    return NULL;
}

const struct tenor_model *generation_model(const struct generation *g)
{
    return g->model;
}

const char *generation_name(const struct generation *g)
{
    return g->name;
}

const char *generation_checksum(const struct generation *g)
{
    return g->checksum;
}

struct tenor_scorer *generation_borrow(struct generation *g,
                                       struct tenor_error *err)
{
    struct tenor_scorer *scorer = NULL;

    pthread_mutex_lock(&g->lock);
    if (g->scorers > 0)
        scorer = g->scorer[--g->scorers];
    pthread_mutex_unlock(&g->lock);
    return scorer || tenor_scorer_new(g->model, &scorer, err) ? scorer : NULL;
}

void generation_return(struct generation *g, struct tenor_scorer *scorer,
                       size_t bytes)
{
    if (!scorer)
        return;
    pthread_mutex_lock(&g->lock);
    const bool kept =
        bytes <= KEPT && GROW(g->scorer, g->scorers + 1, g->capacity);
    if (kept)
        g->scorer[g->scorers++] = scorer;
    pthread_mutex_unlock(&g->lock);
    if (!kept)
        tenor_scorer_free(scorer);
}

/* ---- the one in use ------------------------------------------------------ */

bool service_model_open(struct service_model **out, const char *path,
                        size_t threads, struct tenor_error *err)
{
    struct service_model *s = mem_zero(1, sizeof *s);

    if (!s)
        return fail_memory(err, "a model");
    s->path = path;
    s->threads = threads;
    pthread_mutex_init(&s->lock, NULL);
    s->current = open_generation(s, err);
    if (s->current) {
        *out = s;
        return true;
    }
    service_model_close(s);
    return false;
}

void service_model_close(struct service_model *s)
{
    if (!s)
        return;
    close_generation(s->current);
    pthread_mutex_destroy(&s->lock);
    free(s);
}

bool service_model_reload(struct service_model *s, struct tenor_error *err)
{
    struct generation *next = open_generation(s, err);

    if (!next)
        return false;
    pthread_mutex_lock(&s->lock);
    struct generation *before = s->current;
    s->current = next;
    pthread_mutex_unlock(&s->lock);
    service_model_give(s, before);
    return true;
}

struct generation *service_model_take(struct service_model *s)
{
    pthread_mutex_lock(&s->lock);
    struct generation *g = s->current;
    g->users++;
    pthread_mutex_unlock(&s->lock);
    return g;
}

void service_model_give(struct service_model *s, struct generation *g)
{
    pthread_mutex_lock(&s->lock);
    const bool last = --g->users == 0;
    pthread_mutex_unlock(&s->lock);
    if (last)
        close_generation(g);
}
