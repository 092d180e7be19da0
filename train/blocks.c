#include "train/blocks.h"

#include <stdlib.h>

#include "train/random.h"

/* A block has so many runs. */
#define RUNS 64

bool blocks_init(struct blocks *b, const struct binary_problem *p,
                 struct tenor_error *err)
{
    const struct vectors *v = p->vectors;
    uint64_t elements = 0;

    *b = (struct blocks){.p = p};
    for (size_t i = 0; i < p->n; i++) {
        const uint32_t d = p->document[i];
        if (b->runs == 0 || elements >= v->block / RUNS) {
            if (!GROW(b->run, b->runs + 1, b->capacity))
                return fail_memory(err, "a training problem");
            b->run[b->runs++] = (struct run){.begin = (uint32_t)i};
            elements = 0;
        }
        elements += v->start[d + 1] - v->start[d];
        b->run[b->runs - 1].n++;
        b->run[b->runs - 1].elements = elements;
    }
    return true;
}

void blocks_release(struct blocks *b)
{
    free(b->run);
}

void blocks_shuffle(struct blocks *b, uint64_t *sequence)
{
    for (size_t i = 0; i < b->runs; i++) {
        const size_t j = i + random_below(sequence, b->runs - i);
        const struct run swap = b->run[i];
        b->run[i] = b->run[j];
        b->run[j] = swap;
    }
    b->next = 0;
}

bool blocks_next(struct blocks *b, const bool *rest, uint32_t *position,
                 size_t *n)
{
    uint64_t elements = 0;

    *n = 0;
    if (b->next == b->runs)
        return false;
    do {
        const struct run *r = &b->run[b->next++];
        elements += r->elements;
        for (uint32_t i = r->begin; i < r->begin + r->n; i++)
            if (!rest[i])
                position[(*n)++] = i;
    } while (b->next < b->runs &&
             elements + b->run[b->next].elements <= b->p->vectors->block);
    return true;
}
