#include "train/kin.h"

#include <stdlib.h>

/* So many successive words of a document. */
struct run {
    uint64_t content;
    uint32_t document;
};

struct runs {
    struct run *run; /* [n] */
    size_t n, capacity;
};

static int by_content(const void *a, const void *b)
{
    const struct run *x = a, *y = b;

    if (x->content != y->content)
        return x->content < y->content ? -1 : 1;
    return (x->document > y->document) - (x->document < y->document);
}

static bool add_run(struct runs *r, uint64_t content, uint32_t document)
{
    if (!GROW(r->run, r->n + 1, r->capacity))
        return false;
    r->run[r->n++] = (struct run){content, document};
    return true;
}

/* The last words before a target or the end of a sentence. */
struct window {
    uint64_t stem[KIN_WORDS];
    size_t n;
};

static bool add_word(struct runs *r, struct window *w, uint64_t stem,
                     uint32_t document)
{
    uint64_t content = 0;

    w->stem[w->n++ % KIN_WORDS] = stem;
    if (w->n < KIN_WORDS)
        return true;
    for (size_t i = 0; i < KIN_WORDS; i++)
        content = feature_extend(content, w->stem[(w->n + i) % KIN_WORDS]);
    return add_run(r, content, document);
}

static bool add_document(struct runs *r, struct terms *t, struct str text,
                         uint32_t document, struct tenor_error *err)
{
    bool last;

    if (!terms_begin(t, text, 0, err))
        return false;
    do {
        struct window w = {.n = 0};
        if (!terms_next(t, &last, err))
            return false;
        for (size_t i = 0; i < t->n; i++)
            if (placed_is_target(t, &t->term[i]))
                w.n = 0;
            else if (!add_word(r, &w, terms_lexeme(t, &t->term[i])->stem,
                               document))
                return fail_memory(err, "kin");
    } while (!last);
    return true;
}

static uint32_t root_of(uint32_t *parent, uint32_t d)
{
    while (parent[d] != d)
        d = parent[d] = parent[parent[d]];
    return d;
}

static void join_runs(const struct runs *r, uint32_t *parent)
{
    for (size_t i = 1; i < r->n; i++) {
        if (r->run[i].content != r->run[i - 1].content)
            continue;
        const uint32_t a = root_of(parent, r->run[i].document);
        const uint32_t b = root_of(parent, r->run[i - 1].document);
        parent[a > b ? a : b] = a > b ? b : a;
    }
}

bool kin_group(struct documents *d, const struct feature_settings *f,
               struct tenor_error *err)
{
    struct runs r = {0};
    struct terms t = {0};
    uint32_t *parent = NULL;

    if (d->grouped)
        return true;
    bool ok = terms_init(&t, f->language, f->stemming, NULL, 0, err);
    for (size_t i = 0; ok && i < d->N; i++)
        ok = add_document(&r, &t, documents_text(d, i), (uint32_t)i, err);
    terms_release(&t);
    if (ok) {
        parent = mem_resize(NULL, d->N, sizeof *parent);
        ok = parent || fail_memory(err, "kin");
    }
    if (ok && r.n)
        qsort(r.run, r.n, sizeof *r.run, by_content);
    for (size_t i = 0; ok && i < d->N; i++)
        parent[i] = (uint32_t)i;
    if (ok)
        join_runs(&r, parent);
    for (size_t i = 0; ok && i < d->N; i++)
        d->group[i] = d->hash[root_of(parent, (uint32_t)i)];
    d->grouped = d->grouped || ok;
    free(parent);
    free(r.run);
    return ok;
}
