#include "train/solver.h"

#include <pthread.h>
#include <stdlib.h>

#include "train/random.h"

/* libsvm and liblinear shuffle with rand(), which is one sequence for the
 * whole process: with threads, results would depend on who asks first. The
 * program's own rand() takes its place when they are linked, with a sequence
 * for each thread. Nothing else in Tenor calls rand(). */
static _Thread_local uint64_t sequence;

int rand(void)
{
    return (int)(random_next(&sequence) % ((uint64_t)RAND_MAX + 1));
}

static void silence(void)
{
    solver_liblinear_silence();
    solver_libsvm_silence();
}

void solver_prepare(uint64_t seed)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;

    pthread_once(&once, silence);
    sequence = seed;
}

size_t problem_elements(const struct binary_problem *p)
{
    const uint64_t *start = p->vectors->start;
    size_t n = 0;

    for (size_t i = 0; i < p->n; i++)
        n += (size_t)(start[p->document[i] + 1] - start[p->document[i]]);
    return n;
}

double solver_objective(const struct binary_problem *p, const struct hyperplane *h)
{
    const struct vectors *v = p->vectors;
    double objective = 0.0;

    for (size_t f = 0; f < v->F; f++) {
        const double m = (double)p->multiplier[f];
        objective += m > 0.0 ? h->w[f] / m * (h->w[f] / m) / 2.0 : 0.0;
    }
    for (size_t i = 0; i < p->n; i++) {
        const uint32_t d = p->document[i];
        double margin = h->bias;
        for (uint64_t j = v->start[d]; j < v->start[d + 1]; j++)
            margin += h->w[v->id[j]] * (double)v->value[j];
        double t = 1.0 - p->y[i] * margin;
        if (t <= 0.0)
            continue;
        objective += p->C * p->weight[p->y[i] > 0] *
                     (p->importance ? p->importance[d] : 1.0) *
                     (p->loss == LOSS_HINGE ? t : t * t);
    }
    return objective;
}

void support_release(struct support *s)
{
    free(s->position);
    free(s->coef);
    *s = (struct support){0};
}
