#include "train/naming.h"

#include <stdlib.h>

#include "train/surface.h"
#include "train/train.h"

/* ---- the strongest features ---------------------------------------------- */

struct strong {
    double weight;
    uint32_t number;
};

/* The strongest ones so far, strongest first. */
struct ranking {
    struct strong item[NAMING_FEATURES];
    size_t n, most;
};

static bool is_before(const struct strong *a, const struct strong *b)
{
    return a->weight > b->weight ||
           (a->weight == b->weight && a->number < b->number);
}

static void rank(struct ranking *r, struct strong s)
{
    size_t at;

    if (r->n == r->most && !is_before(&s, &r->item[r->n - 1]))
        return;
    r->n += r->n < r->most;
    for (at = r->n - 1; at > 0 && is_before(&s, &r->item[at - 1]); at--)
        r->item[at] = r->item[at - 1];
    r->item[at] = s;
}

/* What a list of the glossary is about: a machine, and which of its sides. */
struct side {
    const double *w; /* [F] */
    double sign;
};

static struct side side_of(const struct trained *t,
                           const struct trained_axis *a, size_t list)
{
    const size_t F = t->vectors.F, K = a->labels.n;

    if (K == 2)
        return (struct side){a->fitted.w, list == 0 ? -1.0 : 1.0};
    return (struct side){a->fitted.w + list % K * F, list < K ? 1.0 : -1.0};
}

/* Append the numbers of a list. */
static void add_list(const struct trained *t, const struct side *s,
                     uint32_t *number, size_t *n)
{
    const struct vectors *v = &t->vectors;
    struct ranking all = {.most = NAMING_FEATURES};
    struct ranking words = {.most = NAMING_WORDS};

    for (size_t f = 0; f < v->F; f++) {
        const struct strong strong = {s->sign * s->w[f], (uint32_t)f};
        if (v->df[f] < 2 || !(strong.weight > 0.0))
            continue;
        rank(&all, strong);
        if (feature_kind(v->feature[f]) == TENOR_FEATURE_WORD)
            rank(&words, strong);
    }
    for (size_t i = 0; i < all.n; i++)
        number[(*n)++] = all.item[i].number;
    for (size_t i = 0; i < words.n; i++)
        if (is_before(&all.item[all.n - 1], &words.item[i]))
            number[(*n)++] = words.item[i].number;
}

/* ---- names --------------------------------------------------------------- */

static int ascending(const void *a, const void *b)
{
    const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

    return (x > y) - (x < y);
}

static size_t distinct(uint32_t *number, size_t n)
{
    size_t to = 0;

    if (n)
        qsort(number, n, sizeof *number, ascending);
    for (size_t i = 0; i < n; i++)
        if (to == 0 || number[to - 1] != number[i])
            number[to++] = number[i];
    return to;
}

/* The features of all lists, each once, with their names. */
struct named {
    uint32_t *number; /* [n] ascending */
    char **name;      /* [n] NULL for none */
    uint32_t *at;     /* [n] where it begins among the names */
    size_t n;
};

static bool find_names(const struct trained *t, const uint32_t *number,
                       size_t n, struct named *out, struct tenor_error *err)
{
    *out = (struct named){.number = mem_resize(NULL, n, sizeof *out->number),
                          .name = mem_zero(n, sizeof(*out->name)),
                          .at = mem_zero(n, sizeof *out->at)};
    if (!out->number || !out->name || !out->at)
        return fail_memory(err, "names of features");
    if (n)
        memcpy(out->number, number, n * sizeof *number);
    const size_t found = distinct(out->number, n);
    if (!surface_forms(&t->documents, &t->view, &t->vectors, out->number, found,
                       out->name, err))
        return false;
    out->n = found;
    return true;
}

static bool put_names(struct named *d, struct buffer *names)
{
    for (size_t i = 0; i < d->n; i++) {
        d->at[i] = (uint32_t)names->len;
        if (d->name[i] &&
            !buffer_add(names, d->name[i], strlen(d->name[i]) + 1))
            return false;
    }
    return true;
}

static void named_release(struct named *d)
{
    for (size_t i = 0; i < d->n; i++)
        free(d->name[i]);
    free(d->number);
    free(d->name);
    free(d->at);
}

/* ---- a glossary ---------------------------------------------------------- */

/* Add a list; features without a name are left out. */
static void add_entries(const struct vectors *v, const struct named *d,
                        const uint32_t *number, size_t n, size_t list,
                        struct naming *to)
{
    for (size_t i = 0; i < n; i++) {
        const uint32_t *found =
            bsearch(&number[i], d->number, d->n, sizeof *d->number, ascending);
        const size_t at = (size_t)(found - d->number);
        if (!d->name[at])
            continue;
        to->feature[to->n] = v->feature[number[i]];
        to->documents[to->n] = v->df[number[i]];
        to->form[to->n++] = d->at[at];
        to->length[list]++;
    }
}

static bool make_room(struct naming *to, size_t lists, size_t n)
{
    to->length = mem_zero(lists, sizeof *to->length);
    to->feature = mem_zero(n, sizeof *to->feature);
    to->documents = mem_zero(n, sizeof *to->documents);
    to->form = mem_zero(n, sizeof *to->form);
    return to->length && to->feature && to->documents && to->form;
}

static bool fill_axis(const struct trained *t, struct trained_axis *a,
                      struct tenor_error *err)
{
    const size_t lists = glossary_lists(a->labels.n);
    const size_t most = lists * (NAMING_FEATURES + NAMING_WORDS);
    uint32_t *number = mem_resize(NULL, most, sizeof *number);
    size_t *end = mem_zero(lists, sizeof *end);
    struct named named = {0};
    size_t n = 0;
    bool ok = (number && end && make_room(&a->naming, lists, most)) ||
              fail_memory(err, "names of features");

    for (size_t i = 0; ok && i < lists; i++) {
        const struct side side = side_of(t, a, i);
        add_list(t, &side, number, &n);
        end[i] = n;
    }
    ok = ok && find_names(t, number, n, &named, err) &&
         (put_names(&named, &a->naming.names) ||
          fail_memory(err, "names of features"));
    for (size_t i = 0, at = 0; ok && i < lists; at = end[i++])
        add_entries(&t->vectors, &named, number + at, end[i] - at, i,
                    &a->naming);
    named_release(&named);
    free(number);
    free(end);
    return ok;
}

bool naming_fill(struct trained *t, struct tenor_error *err)
{
    for (size_t i = 0; i < t->axes; i++)
        if (t->axis[i].fitted.w && !fill_axis(t, &t->axis[i], err))
            return false;
    return true;
}

void naming_release(struct naming *n)
{
    free(n->length);
    free(n->feature);
    free(n->documents);
    free(n->form);
    free(n->names.data);
    *n = (struct naming){0};
}

struct glossary naming_glossary(const struct naming *n)
{
    return (struct glossary){.length = n->length,
                             .feature = n->feature,
                             .documents = n->documents,
                             .form = n->form,
                             .n = n->n,
                             .names = {n->names.data, n->names.len}};
}
