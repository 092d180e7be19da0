#include "train/labels.h"

#include <stdlib.h>
#include <string.h>

size_t labels_find(const struct labels *l, struct str name)
{
    for (size_t i = 0; i < l->n; i++)
        if (str_equal(str_of(l->name[i]), name))
            return i;
    return SIZE_MAX;
}

size_t labels_number(struct labels *l, struct str name)
{
    size_t i = labels_find(l, name);

    if (i != SIZE_MAX)
        return i;
    if (!GROW(l->name, l->n + 1, l->capacity))
        return SIZE_MAX;
    l->name[l->n] = mem_string(name);
    return l->name[l->n] ? l->n++ : SIZE_MAX;
}

void labels_sort(struct labels *l, uint32_t *rank)
{
    /* Quadratic, like the insertion sort below: there are few labels. */
    for (size_t i = 0; i < l->n; i++) {
        rank[i] = 0;
        for (size_t j = 0; j < l->n; j++)
            rank[i] += strcmp(l->name[j], l->name[i]) < 0;
    }
    for (size_t i = 1; i < l->n; i++)
        for (size_t j = i; j > 0 && strcmp(l->name[j - 1], l->name[j]) > 0;
             j--) {
            char *swap = l->name[j];
            l->name[j] = l->name[j - 1];
            l->name[j - 1] = swap;
        }
}

void labels_release(struct labels *l)
{
    for (size_t i = 0; i < l->n; i++)
        free(l->name[i]);
    free(l->name);
    *l = (struct labels){0};
}
