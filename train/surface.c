#include "train/surface.h"

#include <stdlib.h>

/* A feature, and where to put its form. */
struct wanted {
    uint32_t number;
    size_t place;
};

static int by_number(const void *a, const void *b)
{
    const struct wanted *x = a, *y = b;

    return (x->number > y->number) - (x->number < y->number);
}

/* Numbers ascend as features appear, so that a document has the first of one
 * when it has the largest number so far. Documents before *d do not have it;
 * the next that does is put there. */
static bool find_document(const struct vectors *v, uint32_t number, size_t *d)
{
    for (; *d < v->N; ++*d)
        if (v->start[*d + 1] > v->start[*d] &&
            v->id[v->start[*d + 1] - 1] >= number)
            return true;
    return false;
}

/* The first occurrence of a feature in a text. */
static bool find_form(struct extractor *x, struct str text, uint64_t feature,
                      char **form, struct tenor_error *err)
{
    bool last = false;

    if (!extractor_begin(x, text, err))
        return false;
    while (!last && !*form) {
        if (!extractor_next(x, &last, err))
            return false;
        for (size_t i = 0; i < x->nfound && !*form; i++) {
            const struct occurrence *o = &x->found[i];
            if (o->feature != feature)
                continue;
            *form =
                mem_string((struct str){text.s + o->begin, o->end - o->begin});
            if (!*form)
                return fail_memory(err, "words");
        }
    }
    return true;
}

static bool find_forms(const struct documents *d, struct extractor *x,
                       const struct vectors *v, const struct wanted *wanted,
                       size_t n, char **form, struct tenor_error *err)
{
    size_t document = 0;

    for (size_t i = 0; i < n; i++) {
        const uint64_t feature = v->feature[wanted[i].number];
        if (feature_kind(feature) != TENOR_FEATURE_WORD ||
            !find_document(v, wanted[i].number, &document))
            continue;
        if (!find_form(x, documents_text(d, document), feature,
                       &form[wanted[i].place], err))
            return false;
    }
    return true;
}

bool surface_forms(const struct documents *d, const struct view *view,
                   const struct vectors *v, const uint32_t *number, size_t n,
                   char **form, struct tenor_error *err)
{
    struct feature_settings words = view->features;
    struct wanted *wanted = mem_resize(NULL, n, sizeof *wanted);
    struct extractor x = {0};

    words.ngrams = 1;
    words.chars_min = words.chars_max = 0;
    for (size_t i = 0; i < n; i++)
        form[i] = NULL;
    bool ok = wanted ? extractor_init(&x, &words, view->stops, 0, err)
                     : fail_memory(err, "words");
    for (size_t i = 0; ok && i < n; i++)
        wanted[i] = (struct wanted){number[i], i};
    if (ok && n)
        qsort(wanted, n, sizeof *wanted, by_number);
    ok = ok && find_forms(d, &x, v, wanted, n, form, err);
    extractor_release(&x);
    free(wanted);
    for (size_t i = 0; !ok && i < n; i++) {
        free(form[i]);
        form[i] = NULL;
    }
    return ok;
}
