#include "cli/report/extremes.h"

#include <math.h>
#include <stdlib.h>

static size_t labels_of(const struct counting *c, size_t i)
{
    return tenor_axis_label_count(c->model, c->axis[i]);
}

static bool list_init(struct top_list *list, size_t most)
{
    list->most = most;
    list->top = mem_zero(most, sizeof *list->top);
    return list->top;
}

bool extremes_init(struct extremes *e, const struct counting *c)
{
    size_t labels = 0;

    *e = (struct extremes){.counting = c};
    for (size_t i = 0; i < c->axes; i++)
        labels += labels_of(c, i);
    e->label = mem_zero(labels, sizeof *e->label);
    e->uncertain = mem_zero(c->axes, sizeof *e->uncertain);
    bool ok = e->label && e->uncertain;
    for (size_t i = 0, first = 0; ok && i < c->axes; i++) {
        const size_t K = labels_of(c, i);
        for (size_t k = 0; ok && k < K; k++)
            ok = list_init(&e->label[first + k], (EXTREMES_AXIS + K - 1) / K);
        ok = ok && list_init(&e->uncertain[i], EXTREMES_UNCERTAIN);
        first += K;
    }
    return ok;
}

static void drop(struct kept *k)
{
    free(k->bytes.data);
    free(k->label);
    free(k->p);
    *k = (struct kept){0};
}

void extremes_release(struct extremes *e)
{
    for (size_t i = 0; e->counting && i < e->counting->axes; i++)
        if (e->uncertain)
            free(e->uncertain[i].top);
    for (size_t i = 0, k = 0; e->label && i < e->counting->axes; i++)
        for (size_t n = labels_of(e->counting, i); n > 0; n--)
            free(e->label[k++].top);
    for (size_t i = 0; i < e->n; i++)
        drop(&e->kept[i]);
    free(e->label);
    free(e->uncertain);
    free(e->kept);
    *e = (struct extremes){0};
}

double extremes_entropy(const double *p, size_t K)
{
    double sum = 0.0;

    for (size_t k = 0; k < K; k++)
        sum -= p[k] > 0.0 ? p[k] * log(p[k]) : 0.0;
    return K > 1 ? sum / log((double)K) : 0.0;
}

/* ---- copies -------------------------------------------------------------- */

static bool copy(struct kept *to, const struct counting *c,
                 const struct sighting *s, const char *bytes,
                 const uint32_t *label, const double *p)
{
    size_t labels = 0;

    for (size_t i = 0; i < c->axes; i++)
        labels += labels_of(c, i);
    *to = (struct kept){.of = *s};
    to->label = mem_zero(c->axes, sizeof *to->label);
    to->p = mem_zero(labels, sizeof *to->p);
    if (!to->label || !to->p ||
        !buffer_add(&to->bytes, bytes + s->begin,
                    s->end[SIGHTING_PARTS - 1] - s->begin)) {
        drop(to);
        return false;
    }
    for (size_t i = 0; i < SIGHTING_PARTS; i++)
        to->of.end[i] -= s->begin;
    to->of.begin = 0;
    memcpy(to->label, label, c->axes * sizeof *label);
    memcpy(to->p, p, labels * sizeof *p);
    return true;
}

/* A free place among those that are kept, or one at their end. */
static bool find_place(struct extremes *e, size_t *place)
{
    for (*place = 0; *place < e->n; ++*place)
        if (e->kept[*place].lists == 0)
            return true;
    if (!GROW(e->kept, e->n + 1, e->capacity))
        return false;
    e->kept[e->n++] = (struct kept){0};
    return true;
}

#define NOT_KEPT SIZE_MAX

struct candidate {
    const struct sighting *s;
    const char *bytes;
    const uint32_t *label;
    const double *p;
    size_t kept; /* or NOT_KEPT */
};

static bool put(struct extremes *e, struct top_list *list, double value,
                struct candidate *c)
{
    size_t at = list->n;

    while (at > 0 && list->top[at - 1].value < value)
        at--;
    if (at == list->most)
        return true;
    if (c->kept == NOT_KEPT) {
        if (!find_place(e, &c->kept))
            return false;
        drop(&e->kept[c->kept]);
        if (!copy(&e->kept[c->kept], e->counting, c->s, c->bytes, c->label,
                  c->p))
            return false;
    }
    if (list->n == list->most)
        e->kept[list->top[--list->n].kept].lists--;
    memmove(list->top + at + 1, list->top + at,
            (list->n - at) * sizeof *list->top);
    list->top[at] = (struct top){value, c->s->number, c->kept};
    list->n++;
    e->kept[c->kept].lists++;
    return true;
}

bool extremes_note(struct extremes *e, const struct sighting *s,
                   const char *bytes, const uint32_t *label, const double *p)
{
    const struct counting *c = e->counting;
    struct candidate it = {s, bytes, label, p, NOT_KEPT};
    bool ok = true;

    for (size_t i = 0, first = 0; ok && i < c->axes; i++) {
        const size_t K = labels_of(c, i);
        if (label[i] != SIGHTING_NO_LABEL)
            ok =
                put(e, &e->label[first + label[i]], p[first + label[i]], &it) &&
                put(e, &e->uncertain[i], extremes_entropy(p + first, K), &it);
        first += K;
    }
    return ok;
}
