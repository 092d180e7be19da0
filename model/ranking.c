#include "model/ranking.h"

#include <stdlib.h>
#include <string.h>

#define DIGIT_BITS 11
#define DIGITS ((size_t)1 << DIGIT_BITS)
#define FEW 64   /* are sooner compared */

/* The sign, the exponent and 20 bits of the mantissa (IEEE 754). */
static uint32_t head(const struct ranked *r)
{
    uint64_t bits;

    memcpy(&bits, &r->size, sizeof bits);
    return (uint32_t)(bits >> 32);
}

/* By one digit, larger ones first; of equals the order stays. */
static void sort_digit(const struct ranked *from, size_t n, unsigned shift,
                       struct ranked *to)
{
    size_t place[DIGITS + 1] = {0};

    for (size_t i = 0; i < n; i++)
        place[DIGITS - (head(&from[i]) >> shift) % DIGITS]++;
    for (size_t d = 1; d <= DIGITS; d++)
        place[d] += place[d - 1];
    for (size_t i = 0; i < n; i++)
        to[place[DIGITS - 1 - (head(&from[i]) >> shift) % DIGITS]++] = from[i];
}

static int compare(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;

    if (x->size != y->size)
        return x->size > y->size ? -1 : 1;
    if (x->begin != y->begin)
        return x->begin < y->begin ? -1 : 1;
    if (x->end != y->end)
        return x->end < y->end ? -1 : 1;
    return (x->kind > y->kind) - (x->kind < y->kind);
}

void ranking_sort(struct ranked *list, size_t n, struct ranked *scratch)
{
    if (n <= FEW) {
        if (n)
            qsort(list, n, sizeof *list, compare);
        return;
    }
    sort_digit(list, n, 0, scratch);
    sort_digit(scratch, n, DIGIT_BITS, list);
    sort_digit(list, n, 2 * DIGIT_BITS, scratch);
    memcpy(list, scratch, n * sizeof *list);
    for (size_t i = 0, j; i < n; i = j) {
        for (j = i + 1; j < n && head(&list[j]) == head(&list[i]); j++)
            continue;
        if (j - i > 1)
            qsort(list + i, j - i, sizeof *list, compare);
    }
}
