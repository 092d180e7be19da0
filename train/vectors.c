#include "train/vectors.h"

#include <stdlib.h>
#include <string.h>

bool vectors_init(struct vectors *v, const struct feature_settings *f,
                  const struct wordset *stops, struct tenor_error *err)
{
    *v = (struct vectors){0};
    if (!extractor_init(&v->extractor, f, stops, err))
        return false;
    if (!GROW(v->start, 1, v->start_capacity)) {
        vectors_release(v);
        return fail_memory(err, "vectors");
    }
    v->start[0] = 0;
    return true;
}

static void release_growing(struct vectors *v)
{
    extractor_release(&v->extractor);
    bag_release(&v->bag);
    free(v->slot);
    v->slot = NULL;
    v->slots = 0;
}

void vectors_release(struct vectors *v)
{
    release_growing(v);
    labels_release(&v->labels);
    free(v->start);
    free(v->id);
    free(v->value);
    free(v->label);
    free(v->text);
    free(v->feature);
    free(v->df);
    free(v->name);
    free(v->names.data);
    *v = (struct vectors){0};
}

/* ---- the dictionary: open addressing, at most half full ----------------- */

static size_t slot_of(const struct vectors *v, uint64_t feature)
{
    size_t i = (feature >> FEATURE_KIND_BITS) & (v->slots - 1);

    while (v->slot[i] && v->feature[v->slot[i] - 1] != feature)
        i = (i + 1) & (v->slots - 1);
    return i;
}

static bool reserve_slots(struct vectors *v)
{
    if (v->slots / 2 > v->F)
        return true;
    size_t slots = v->slots ? v->slots * 2 : (size_t)1 << 16;
    uint32_t *slot = mem_zero(slots, sizeof *slot);
    if (!slot)
        return false;
    free(v->slot);
    v->slot = slot;
    v->slots = slots;
    for (size_t f = 0; f < v->F; f++)
        v->slot[slot_of(v, v->feature[f])] = (uint32_t)f + 1;
    return true;
}

/* The number of a feature, added when new; UINT32_MAX when memory ran out. */
static uint32_t number_of(struct vectors *v, uint64_t feature)
{
    if (!reserve_slots(v))
        return UINT32_MAX;
    size_t at = slot_of(v, feature);
    if (v->slot[at])
        return v->slot[at] - 1;
    if (v->F >= UINT32_MAX - 1 ||
        !GROW(v->feature, v->F + 1, v->feature_capacity) ||
        !GROW(v->df, v->F + 1, v->df_capacity) ||
        !GROW(v->name, v->F + 1, v->name_capacity))
        return UINT32_MAX;
    v->feature[v->F] = feature;
    v->df[v->F] = 0;
    v->name[v->F] = NO_NAME;
    v->slot[at] = (uint32_t)++v->F;
    return (uint32_t)v->F - 1;
}

/* Keep the first form in which each word of a sentence was seen. */
static bool name_words(struct vectors *v, struct str text)
{
    const struct extractor *x = &v->extractor;

    for (size_t i = 0; i < x->nfound; i++) {
        const struct occurrence *o = &x->found[i];
        if (feature_kind(o->feature) != TENOR_FEATURE_WORD)
            continue;
        uint32_t f = number_of(v, o->feature);
        if (f == UINT32_MAX)
            return false;
        if (v->name[f] != NO_NAME)
            continue;
        v->name[f] = v->names.len;
        if (!buffer_add(&v->names, text.s + o->begin, o->end - o->begin) ||
            !buffer_add(&v->names, "", 1))
            return false;
    }
    return true;
}

static bool fill_bag(struct vectors *v, struct str text,
                     struct tenor_error *err)
{
    struct extractor *x = &v->extractor;
    bool last;

    bag_reset(&v->bag);
    if (!extractor_begin(x, text, err))
        return false;
    do {
        if (!extractor_next(x, &last, err))
            return false;
        if (!bag_add(&v->bag, x->found, x->nfound) || !name_words(v, text))
            return fail_memory(err, "vectors");
    } while (!last);
    return true;
}

struct element {
    uint32_t id;
    float value;
};

static int by_id(const void *a, const void *b)
{
    const struct element *x = a, *y = b;

    return (x->id > y->id) - (x->id < y->id);
}

static bool append(struct vectors *v, struct element *e)
{
    const bool log_counts = v->extractor.settings.log_counts;
    const size_t n = v->bag.n, at = v->start[v->N];
    double scale[FEATURE_FAMILIES];

    bag_scale(&v->bag, log_counts, scale);
    for (size_t i = 0; i < n; i++) {
        const struct entry *entry = &v->bag.entry[i];
        e[i].id = number_of(v, entry->feature);
        if (e[i].id == UINT32_MAX)
            return false;
        e[i].value = (float)(feature_value(entry->count, log_counts) *
                             scale[feature_family(entry->feature)]);
    }
    qsort(e, n, sizeof *e, by_id);
    if (!GROW(v->id, at + n, v->id_capacity) ||
        !GROW(v->value, at + n, v->value_capacity))
        return false;
    for (size_t i = 0; i < n; i++) {
        v->id[at + i] = e[i].id;
        v->value[at + i] = e[i].value;
        v->df[e[i].id]++;
    }
    v->start[v->N + 1] = at + n;
    return true;
}

bool vectors_add(struct vectors *v, struct str label, struct str text,
                 struct tenor_error *err)
{
    size_t k = labels_number(&v->labels, label);

    if (k == SIZE_MAX || !GROW(v->start, v->N + 2, v->start_capacity) ||
        !GROW(v->label, v->N + 1, v->label_capacity) ||
        !GROW(v->text, v->N + 1, v->text_capacity))
        return fail_memory(err, "vectors");
    if (!fill_bag(v, text, err))
        return false;
    struct element *e = mem_resize(NULL, v->bag.n, sizeof *e);
    bool ok = e && append(v, e);
    free(e);
    if (!ok)
        return fail_memory(err, "vectors");
    v->label[v->N] = (uint32_t)k;
    v->text[v->N] = word_hash(text.s, text.len);
    v->words += v->extractor.word_count;
    v->N++;
    return true;
}

/* Give the features marked in `number` with 0 new numbers in their old order,
 * and drop those marked with DROPPED. */
#define DROPPED UINT32_MAX

static void renumber(struct vectors *v, uint32_t *number)
{
    size_t kept = 0, at = 0;

    for (size_t f = 0; f < v->F; f++) {
        if (number[f] == DROPPED)
            continue;
        number[f] = (uint32_t)kept;
        v->feature[kept] = v->feature[f];
        v->df[kept] = v->df[f];
        v->name[kept++] = v->name[f];
    }
    v->F = kept;
    for (size_t d = 0; d < v->N; d++) {
        const uint64_t begin = v->start[d], end = v->start[d + 1];
        v->start[d] = at;
        for (uint64_t i = begin; i < end; i++) {
            if (number[v->id[i]] == DROPPED)
                continue;
            v->id[at] = number[v->id[i]];
            v->value[at++] = v->value[i];
        }
    }
    v->start[v->N] = at;
}

bool vectors_drop_characters(struct vectors *v)
{
    uint32_t *number = mem_zero(v->F, sizeof *number);

    if (!number)
        return false;
    for (size_t f = 0; f < v->F; f++)
        if (feature_kind(v->feature[f]) == TENOR_FEATURE_CHARS)
            number[f] = DROPPED;
    renumber(v, number);
    free(number);
    v->extractor.settings.chars_min = v->extractor.settings.chars_max = 0;
    memset(v->slot, 0, v->slots * sizeof *v->slot);
    for (size_t f = 0; f < v->F; f++)
        v->slot[slot_of(v, v->feature[f])] = (uint32_t)f + 1;
    return true;
}

bool vectors_finish(struct vectors *v, uint32_t min_df, struct tenor_error *err)
{
    const size_t room = v->F > v->labels.n ? v->F : v->labels.n;
    uint32_t *number = mem_resize(NULL, room, sizeof *number);

    if (!number)
        return fail_memory(err, "vectors");
    labels_sort(&v->labels, number);
    for (size_t d = 0; d < v->N; d++)
        v->label[d] = number[v->label[d]];
    for (size_t f = 0; f < v->F; f++)
        number[f] = v->df[f] < min_df ? DROPPED : 0;
    renumber(v, number);
    free(number);
    release_growing(v);
    return true;
}
