#include "cli/report/tallies.h"

#include <stdlib.h>

#include "model/wordset.h"

static bool add(struct tallies *t, struct str name)
{
    if (!GROW(t->item, t->n + 1, t->capacity))
        return false;
    struct tally new = {{mem_string(name), name.len}, NULL};
    new.count = mem_zero(t->counting->size, sizeof *new.count);
    if (!new.name.s || !new.count) {
        free((char *)(uintptr_t) new.name.s);
        free(new.count);
        return false;
    }
    t->item[t->n++] = new;
    return true;
}

/* A value that has no place of its own. */
static bool find_beyond(struct tallies *t, size_t *item)
{
    *item = TALLIES_BEYOND;
    if (!t->beyond)
        t->beyond = mem_zero(t->counting->size, sizeof *t->beyond);
    return t->beyond;
}

bool tallies_find(struct tallies *t, struct str name, size_t *item)
{
    name.len = name.len < TALLIES_NAME ? name.len : TALLIES_NAME;
    const uint64_t hash = word_hash(name.s, name.len);
    const uint32_t old = idmap_find(&t->index, hash);
    if (!old && t->n == TALLIES_MAX)
        return find_beyond(t, item);
    if (!old) {
        uint32_t *place = idmap_at(&t->index, hash);
        if (!place || !add(t, name))
            return false;
        *place = (uint32_t)t->n;
    }
    *item = old ? old - 1 : t->n - 1;
    return true;
}

uint64_t *tallies_count(struct tallies *t, size_t item)
{
    return item == TALLIES_BEYOND ? t->beyond : t->item[item].count;
}

static void drop(struct tally *item)
{
    free((char *)(uintptr_t)item->name.s);
    free(item->count);
}

void tallies_release(struct tallies *t)
{
    for (size_t i = 0; i < t->n; i++)
        drop(&t->item[i]);
    free(t->item);
    idmap_release(&t->index);
    free(t->beyond);
    *t = (struct tallies){0};
}

/* ---- order --------------------------------------------------------------- */

static int by_name(const void *a, const void *b)
{
    const struct str x = ((const struct tally *)a)->name;
    const struct str y = ((const struct tally *)b)->name;
    const int order = memcmp(x.s, y.s, x.len < y.len ? x.len : y.len);

    return order ? order : (x.len > y.len) - (x.len < y.len);
}

static int by_records(const void *a, const void *b)
{
    const uint64_t x = ((const struct tally *)a)->count[COUNTING_RECORDS];
    const uint64_t y = ((const struct tally *)b)->count[COUNTING_RECORDS];

    return x == y ? by_name(a, b) : x < y ? 1 : -1;
}

/* What is ordered is looked at, and nothing is found in it any more. */
static void sort(struct tallies *t, int (*order)(const void *, const void *))
{
    if (t->n)
        qsort(t->item, t->n, sizeof *t->item, order);
    idmap_release(&t->index);
}

void tallies_by_records(struct tallies *t)
{
    sort(t, by_records);
}

void tallies_by_name(struct tallies *t)
{
    sort(t, by_name);
}

void tallies_merge(struct tallies *t, size_t len)
{
    size_t n = 0;

    tallies_by_name(t);
    for (size_t i = 0; i < t->n; i++) {
        struct tally *item = &t->item[i];
        item->name.len = item->name.len < len ? item->name.len : len;
        if (n > 0 && str_equal(t->item[n - 1].name, item->name)) {
            counting_add(t->counting, t->item[n - 1].count, item->count);
            drop(item);
        } else {
            t->item[n++] = *item;
        }
    }
    t->n = n;
}
