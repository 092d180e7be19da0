#include "cli/explain/heaviest.h"

static bool is_in(size_t i, const size_t *list, size_t n)
{
    for (size_t j = 0; j < n; j++)
        if (list[j] == i)
            return true;
    return false;
}

static void sort(size_t *list, size_t n)
{
    for (size_t i = 1; i < n; i++)
        for (size_t j = i; j > 0 && list[j - 1] > list[j]; j--) {
            const size_t swap = list[j];
            list[j] = list[j - 1];
            list[j - 1] = swap;
        }
}

size_t heaviest_find(const struct tenor_passage *sentence, size_t n,
                     size_t heaviest[HEAVIEST])
{
    size_t found = 0;

    while (found < HEAVIEST) {
        size_t best = n;
        for (size_t i = 0; i < n; i++)
            if (sentence[i].counted && sentence[i].contribution > 0.0 &&
                !is_in(i, heaviest, found) &&
                (best == n ||
                 sentence[i].contribution > sentence[best].contribution))
                best = i;
        if (best == n)
            break;
        heaviest[found++] = best;
    }
    sort(heaviest, found);
    return found;
}
