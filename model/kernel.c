/* libsvm's svm_predict_values wants its own model struct. One is built for
 * each machine when a model is opened: the vectors are shared, and a machine
 * lists only those that support it. */
#include "model/kernel.h"

#include <libsvm/svm.h>
#include <stdlib.h>

struct kernel {
    struct kernel_parts parts;
    struct svm_node *node;       /* [nodes + V] vectors with terminators */
    struct svm_node **vector;    /* [M][V] those of each machine, packed */
    double *coef;                /* [M][V] packed alike */
    struct svm_model *machine;   /* [M] */
    double **coef_row;           /* [M] what svm_model.sv_coef points to */
    double zero;                 /* rho: the bias is ours */
    int label[2];
    int *support;                /* [M][2] counts of vectors per class */
};

static int libsvm_type(enum kernel_type type)
{
    static const int map[] = {LINEAR, POLY, RBF, SIGMOID};

    return map[type];
}

static void build_nodes(struct kernel *k)
{
    const struct kernel_parts *p = &k->parts;
    struct svm_node *out = k->node;

    for (size_t v = 0; v < p->vectors; v++) {
        for (uint64_t i = p->start[v]; i < p->start[v + 1]; i++)
            *out++ = (struct svm_node){(int)p->row[i] + 1, p->value[i]};
        *out++ = (struct svm_node){-1, 0.0};
    }
}

static void build_machine(struct kernel *k, size_t m)
{
    const struct kernel_parts *p = &k->parts;
    struct svm_model *model = &k->machine[m];
    struct svm_node **vector = k->vector + m * p->vectors;
    double *coef = k->coef + m * p->vectors;
    size_t n = 0;

    for (size_t v = 0; v < p->vectors; v++) {
        double c = p->coef[m * p->vectors + v];
        if (c == 0.0)
            continue;
        vector[n] = k->node + p->start[v] + v;
        coef[n++] = c;
    }
    k->coef_row[m] = coef;
    k->support[2 * m] = (int)n;
    model->param = (struct svm_parameter){.svm_type = C_SVC,
                                          .kernel_type =
                                              libsvm_type(p->type),
                                          .degree = p->degree,
                                          .gamma = p->gamma,
                                          .coef0 = p->coef0};
    model->nr_class = 2;
    model->l = (int)n;
    model->SV = vector;
    model->sv_coef = &k->coef_row[m];
    model->rho = &k->zero;
    model->label = k->label;
    model->nSV = k->support + 2 * m;
}

bool kernel_new(const struct kernel_parts *parts, struct kernel **out,
                struct tenor_error *err)
{
    const size_t M = parts->machines, V = parts->vectors;
    struct kernel *k = mem_zero(1, sizeof *k);

    if (!k)
        return fail_memory(err, "a kernel");
    k->parts = *parts;
    k->label[0] = 1;
    k->label[1] = -1;
    k->node = mem_zero((size_t)parts->start[V] + V, sizeof *k->node);
    k->vector = mem_zero(M * V, sizeof *k->vector);
    k->coef = mem_zero(M * V, sizeof *k->coef);
    k->machine = mem_zero(M, sizeof *k->machine);
    k->coef_row = mem_zero(M, sizeof *k->coef_row);
    k->support = mem_zero(2 * M, sizeof *k->support);
    if (!k->node || !k->vector || !k->coef || !k->machine || !k->coef_row ||
        !k->support) {
        kernel_free(k);
        return fail_memory(err, "a kernel");
    }
    build_nodes(k);
    for (size_t m = 0; m < M; m++)
        build_machine(k, m);
    *out = k;
    return true;
}

void kernel_free(struct kernel *k)
{
    if (!k)
        return;
    free(k->node);
    free(k->vector);
    free(k->coef);
    free(k->machine);
    free(k->coef_row);
    free(k->support);
    free(k);
}

const struct kernel_parts *kernel_parts(const struct kernel *k)
{
    return &k->parts;
}

bool kernel_margins(const struct kernel *k, const struct kernel_node *x,
                    size_t n, double *margin)
{
    struct svm_node *node = mem_resize(NULL, n + 1, sizeof *node);

    if (!node)
        return false;
    for (size_t i = 0; i < n; i++)
        node[i] = (struct svm_node){(int)x[i].row + 1, x[i].value};
    node[n] = (struct svm_node){-1, 0.0};
    for (size_t m = 0; m < k->parts.machines; m++)
        svm_predict_values(&k->machine[m], node, &margin[m]);
    free(node);
    return true;
}
