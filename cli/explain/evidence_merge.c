#include "cli/explain/evidence_merge.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "model/feature.h"
#include "model/ranking.h"

/* What is needed to merge: a hash table of items, the item of each feature of
 * the explanation, and items before they are in order. */
struct merging {
    const struct tenor_explanation *e;
    size_t mask;
    uint32_t *slot;       /* [mask + 1] items from 1 */
    uint32_t *item_of;    /* [features] */
    struct merged *found; /* [n], n at most features */
    size_t n;
    struct ranked *ranked; /* [2][n] */
};

static uint32_t find_item(struct merging *m, const struct tenor_evidence *e)
{
    /* The bits of a feature are mixed well; the lowest are its kind. */
    for (size_t at = (size_t)(e->feature >> FEATURE_KIND_BITS);; at++) {
        uint32_t *slot = &m->slot[at & m->mask];
        if (*slot == 0) {
            *slot = (uint32_t)++m->n;
            m->found[*slot - 1] = (struct merged){.first = e};
        }
        if (m->found[*slot - 1].first->feature == e->feature)
            return *slot - 1;
    }
}

static void find_items(struct merging *m)
{
    for (size_t i = 0; i < m->e->features; i++) {
        const struct tenor_evidence *e = &m->e->feature[i];
        struct merged *item = &m->found[m->item_of[i] = find_item(m, e)];
        item->contribution += e->contribution;
        item->spans += e->spans;
        if (e->sentence < item->first->sentence)
            item->first = e;
    }
}

/* Put the occurrences of each item side by side. */
static void line_up(struct merging *m, struct tenor_span *span)
{
    for (size_t i = 0; i < m->n; i++) {
        m->found[i].span = span;
        span += m->found[i].spans;
        m->found[i].spans = 0;
    }
    for (size_t i = 0; i < m->e->features; i++) {
        const struct tenor_evidence *e = &m->e->feature[i];
        struct merged *item = &m->found[m->item_of[i]];
        memcpy(item->span + item->spans, e->span, e->spans * sizeof *e->span);
        item->spans += e->spans;
    }
}

static void rank(struct merging *m, struct merged_list *list)
{
    for (size_t i = 0; i < m->n; i++) {
        const struct merged *item = &m->found[i];
        m->ranked[i] =
            (struct ranked){.size = fabs(item->contribution),
                            .begin = (uint32_t)item->first->span->begin,
                            .end = (uint32_t)item->first->span->end,
                            .kind = item->first->kind,
                            .item = (uint32_t)i};
    }
    ranking_sort(m->ranked, m->n, m->ranked + m->n);
    for (size_t i = 0; i < m->n; i++)
        list->item[list->n++] = m->found[m->ranked[i].item];
}

static size_t count_spans(const struct tenor_explanation *e)
{
    size_t n = 0;

    for (size_t i = 0; i < e->features; i++)
        n += e->feature[i].spans;
    return n;
}

bool evidence_merge(const struct tenor_explanation *e, struct merged_list *list,
                    struct tenor_error *err)
{
    size_t slots = 16;

    while (slots < 2 * e->features)
        slots *= 2;
    struct merging m = {
        .e = e,
        .mask = slots - 1,
        .slot = mem_zero(slots, sizeof *m.slot),
        .item_of = mem_resize(NULL, e->features, sizeof *m.item_of),
        .found = mem_resize(NULL, e->features, sizeof *m.found),
        .ranked = mem_resize(NULL, 2 * e->features, sizeof *m.ranked)};
    list->item = mem_resize(NULL, e->features, sizeof *list->item);
    list->span = mem_resize(NULL, count_spans(e), sizeof *list->span);
    const bool ok =
        m.slot && m.item_of && m.found && m.ranked && list->item && list->span;
    if (ok) {
        find_items(&m);
        line_up(&m, list->span);
        rank(&m, list);
    }
    free(m.slot);
    free(m.item_of);
    free(m.found);
    free(m.ranked);
    return ok || fail_memory(err, "features");
}

void merged_release(struct merged_list *list)
{
    free(list->item);
    free(list->span);
}

static int by_place(const void *a, const void *b)
{
    const struct tenor_span *x = a, *y = b;

    return (x->begin > y->begin) - (x->begin < y->begin);
}

struct tenor_evidence merged_evidence(const struct merged *m)
{
    struct tenor_evidence e = *m->first;

    qsort(m->span, m->spans, sizeof *m->span, by_place);
    e.span = m->span;
    e.spans = m->spans;
    return e;
}
