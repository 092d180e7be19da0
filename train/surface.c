#include "train/surface.h"

#include <stdlib.h>

struct wanted {
    uint64_t feature;
    size_t number;
};

static int by_feature(const void *a, const void *b)
{
    const struct wanted *x = a, *y = b;

    return (x->feature > y->feature) - (x->feature < y->feature);
}

struct lookout {
    struct wanted *wanted; /* [n] by feature */
    size_t n, missing;
    char **form;
};

static bool note(struct lookout *l, const struct occurrence *o, struct str text)
{
    const struct wanted key = {.feature = o->feature};
    const struct wanted *w =
        bsearch(&key, l->wanted, l->n, sizeof key, by_feature);

    if (!w || l->form[w->number])
        return true;
    l->missing--;
    l->form[w->number] =
        mem_string((struct str){text.s + o->begin, o->end - o->begin});
    return l->form[w->number] != NULL;
}

static bool look_through(struct lookout *l, struct extractor *x,
                         struct str text, struct tenor_error *err)
{
    bool last = false;

    if (!extractor_begin(x, text, err))
        return false;
    while (!last && l->missing) {
        if (!extractor_next(x, &last, err))
            return false;
        for (size_t i = 0; i < x->nfound; i++)
            if (feature_kind(x->found[i].feature) == TENOR_FEATURE_WORD &&
                !note(l, &x->found[i], text))
                return fail_memory(err, "words");
    }
    return true;
}

bool surface_forms(const struct documents *d, const struct view *view,
                   const uint64_t *feature, size_t n, char **form,
                   struct tenor_error *err)
{
    struct feature_settings words = view->features;
    struct lookout l = {.n = n, .missing = n, .form = form};
    struct extractor x = {0};

    words.ngrams = 1;
    words.chars_min = words.chars_max = 0;
    for (size_t i = 0; i < n; i++)
        form[i] = NULL;
    l.wanted = mem_resize(NULL, n, sizeof *l.wanted);
    bool ok = l.wanted ? extractor_init(&x, &words, view->stops, 0, err)
                       : fail_memory(err, "words");
    for (size_t i = 0; ok && i < n; i++)
        l.wanted[i] = (struct wanted){feature[i], i};
    if (ok && n)
        qsort(l.wanted, n, sizeof *l.wanted, by_feature);
    for (size_t i = 0; ok && i < d->N && l.missing; i++)
        ok = look_through(&l, &x, documents_text(d, i), err);
    extractor_release(&x);
    free(l.wanted);
    for (size_t i = 0; !ok && i < n; i++) {
        free(form[i]);
        form[i] = NULL;
    }
    return ok;
}
