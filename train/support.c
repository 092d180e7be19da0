#include "train/support.h"

#include <stdlib.h>

/* Number the documents that support any machine; returns how many do. */
static size_t number_vectors(const struct support *support, size_t machines,
                             size_t n, uint32_t *number)
{
    size_t vectors = 0;

    for (size_t i = 0; i < n; i++)
        number[i] = UINT32_MAX;
    for (size_t m = 0; m < machines; m++)
        for (size_t i = 0; i < support[m].n; i++)
            number[support[m].position[i]] = 0;
    for (size_t i = 0; i < n; i++)
        if (number[i] == 0)
            number[i] = (uint32_t)vectors++;
    return vectors;
}

static void put_vectors(const struct binary_problem *p, const uint32_t *number,
                        struct support_pool *out)
{
    const struct vectors *v = p->vectors;
    uint64_t at = 0;

    for (size_t i = 0; i < p->n; i++) {
        const uint32_t d = p->document[i];
        if (number[i] == UINT32_MAX)
            continue;
        out->start[number[i]] = at;
        for (uint64_t j = v->start[d]; j < v->start[d + 1]; j++, at++) {
            out->row[at] = v->id[j];
            out->value[at] =
                (double)(v->value[j] * p->multiplier[v->id[j]]);
        }
    }
    out->start[out->parts.vectors] = at;
}

bool support_gather(const struct binary_problem *p,
                    const struct support *support, size_t machines,
                    struct support_pool *out, struct tenor_error *err)
{
    const size_t F = p->vectors->F, elements = problem_elements(p);
    uint32_t *number = mem_resize(NULL, p->n, sizeof *number);
    bool ok = false;

    *out = (struct support_pool){0};
    if (!number)
        goto out;
    const size_t V = number_vectors(support, machines, p->n, number);
    out->parts.vectors = V;
    out->coef = mem_zero(machines * V, sizeof *out->coef);
    out->start = mem_zero(V + 1, sizeof *out->start);
    out->row = mem_zero(elements, sizeof *out->row);
    out->value = mem_zero(elements, sizeof *out->value);
    out->multiplier = mem_zero(F, sizeof *out->multiplier);
    if (!out->coef || !out->start || !out->row || !out->value ||
        !out->multiplier)
        goto out;
    put_vectors(p, number, out);
    for (size_t m = 0; m < machines; m++)
        for (size_t i = 0; i < support[m].n; i++)
            out->coef[m * V + number[support[m].position[i]]] =
                support[m].coef[i];
    for (size_t f = 0; f < F; f++)
        out->multiplier[f] = (double)p->multiplier[f];
    out->parts = (struct kernel){.type = p->kernel.type,
                                       .degree = p->kernel.degree,
                                       .gamma = p->kernel.gamma,
                                       .coef0 = p->kernel.coef0,
                                       .machines = machines,
                                       .vectors = V,
                                       .coef = out->coef,
                                       .start = out->start,
                                       .row = out->row,
                                       .value = out->value,
                                       .multiplier = out->multiplier};
    ok = true;
out:
    free(number);
    if (!ok) {
        support_pool_release(out);
        return fail_memory(err, "support vectors");
    }
    return true;
}

static int by_row(const void *a, const void *b)
{
    const struct kernel_node *x = a, *y = b;

    return (x->row > y->row) - (x->row < y->row);
}

static void renumber_vector(struct support_pool *pool, const uint32_t *number,
                            size_t vector, struct kernel_node *node)
{
    const uint64_t begin = pool->start[vector];
    const size_t n = (size_t)(pool->start[vector + 1] - begin);

    for (size_t j = 0; j < n; j++)
        node[j] = (struct kernel_node){number[pool->row[begin + j]],
                                       pool->value[begin + j]};
    if (n)
        qsort(node, n, sizeof *node, by_row);
    for (size_t j = 0; j < n; j++) {
        pool->row[begin + j] = node[j].row;
        pool->value[begin + j] = node[j].value;
    }
}

bool support_renumber(struct support_pool *pool, const uint32_t *number,
                      size_t old_rows, size_t rows, struct tenor_error *err)
{
    struct kernel_node *node = mem_resize(NULL, old_rows, sizeof *node);
    double *multiplier = mem_zero(rows, sizeof *multiplier);

    if (!node || !multiplier) {
        free(node);
        free(multiplier);
        return fail_memory(err, "support vectors");
    }
    for (size_t v = 0; v < pool->parts.vectors; v++)
        renumber_vector(pool, number, v, node);
    for (size_t f = 0; f < old_rows; f++)
        multiplier[number[f]] = pool->multiplier[f];
    free(node);
    free(pool->multiplier);
    pool->parts.multiplier = pool->multiplier = multiplier;
    return true;
}

void support_pool_release(struct support_pool *pool)
{
    free(pool->coef);
    free(pool->value);
    free(pool->multiplier);
    free(pool->start);
    free(pool->row);
    *pool = (struct support_pool){0};
}
