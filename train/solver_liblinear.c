/* The only user of liblinear. Its names have no prefix, so nothing of it is
 * seen outside this file. */
#include "train/solver.h"

#include <linear.h>
#include <stdlib.h>

static void ignore(const char *text)
{
    (void)text;
}

void solver_liblinear_silence(void)
{
    set_print_string_function(ignore);
}

int solver_liblinear_version(void)
{
    return liblinear_version;
}

/* Vectors as liblinear wants them: numbers from 1, the bias feature behind
 * the others, -1 at the end. */
static void fill(const struct binary_problem *p, struct feature_node *node,
                 struct feature_node **x)
{
    const struct vectors *v = p->vectors;

    for (size_t i = 0; i < p->n; i++) {
        const uint32_t d = p->document[i];
        x[i] = node;
        for (uint64_t j = v->start[d]; j < v->start[d + 1]; j++) {
            const uint32_t f = v->id[j];
            *node++ = (struct feature_node){
                (int)f + 1, (double)(v->value[j] * p->multiplier[f])};
        }
        *node++ = (struct feature_node){(int)v->F + 1, p->bias_feature};
        *node++ = (struct feature_node){-1, 0.0};
    }
}

static void copy_result(const struct binary_problem *p, const struct model *m,
                        struct hyperplane *h)
{
    const size_t F = p->vectors->F;
    /* liblinear's first class is the one it met first. */
    const double sign = m->label[0] > 0 ? 1.0 : -1.0;

    for (size_t f = 0; f < F; f++)
        h->w[f] = sign * m->w[f] * (double)p->multiplier[f];
    h->bias = sign * m->w[F] * p->bias_feature;
}

bool solver_liblinear(const struct binary_problem *p, struct hyperplane *h,
                      struct tenor_error *err)
{
    struct feature_node *node =
        mem_resize(NULL, problem_elements(p) + 2 * p->n, sizeof *node);
    struct feature_node **x = mem_resize(NULL, p->n, sizeof(*x));
    double *y = mem_resize(NULL, p->n, sizeof *y);
    int weight_label[2] = {-1, 1};
    double weight[2] = {p->weight[0], p->weight[1]};
    bool ok = false;

    if (!node || !x || !y) {
        fail_memory(err, "liblinear");
        goto out;
    }
    fill(p, node, x);
    for (size_t i = 0; i < p->n; i++)
        y[i] = p->y[i];
    struct problem problem = {.l = (int)p->n,
                              .n = (int)p->vectors->F + 1,
                              .y = y,
                              .x = x,
                              .bias = p->bias_feature};
    struct parameter parameter = {.solver_type = p->loss == LOSS_HINGE
                                                     ? L2R_L1LOSS_SVC_DUAL
                                                     : L2R_L2LOSS_SVC_DUAL,
                                  .eps = p->tolerance,
                                  .C = p->C,
                                  .nr_weight = 2,
                                  .weight_label = weight_label,
                                  .weight = weight};
    const char *wrong = check_parameter(&problem, &parameter);
    if (wrong) {
        fail(err, TENOR_EINVAL, 0, "liblinear: %s", wrong);
        goto out;
    }
    solver_prepare(p->seed);
    struct model *model = train(&problem, &parameter);
    if (!model) {
        fail(err, TENOR_ESOLVER, 0, "liblinear found no model");
        goto out;
    }
    copy_result(p, model, h);
    free_and_destroy_model(&model);
    ok = true;
out:
    free(node);
    free(x);
    free(y);
    return ok;
}
