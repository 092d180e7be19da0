/* Lazy greedy choice (Minoux 1978): the worth of a text only ever falls, so the
 * best one by an old figure is the best if its new figure still is. */
#include "train/choosing.h"

#include <math.h>
#include <stdlib.h>

static const char *const reason_name[] = {
#define X(name, text) text,
    CHOOSING_REASONS(X)
#undef X
};

const char *choosing_reason_name(enum choosing_reason r)
{
    return reason_name[r];
}

size_t choosing_considers(size_t N, size_t n)
{
    const size_t part = N / CHOOSING_PART;

    if (n > N / CHOOSING_TIMES)
        return N;
    return part > CHOOSING_TIMES * n ? part : CHOOSING_TIMES * n;
}

float choosing_idf(size_t N, size_t df)
{
    return logf((1.0f + (float)N) / (1.0f + (float)df)) + 1.0f;
}

float choosing_doubt(const double *p, size_t K)
{
    double sum = 0.0;

    for (size_t k = 0; k < K; k++)
        sum += p[k] * p[k];
    return sum < 1.0 ? (float)(1.0 - sum) : 0.0f;
}

float choosing_gap(const double *p, size_t K)
{
    double first = 0.0, second = 0.0;

    for (size_t k = 0; k < K; k++) {
        if (p[k] > first) {
            second = first;
            first = p[k];
        } else if (p[k] > second) {
            second = p[k];
        }
    }
    return (float)(first - second);
}

/* ---- the heap ------------------------------------------------------------ */

struct offer {
    double worth;
    uint32_t text;
    size_t as_of; /* texts that were chosen when worth was found */
};

static bool is_better(const struct offer *a, const struct offer *b)
{
    return a->worth > b->worth || (a->worth == b->worth && a->text < b->text);
}

static void sift(struct offer *heap, size_t n, size_t i)
{
    for (;;) {
        size_t best = i;
        for (size_t c = 2 * i + 1; c <= 2 * i + 2 && c < n; c++)
            if (is_better(&heap[c], &heap[best]))
                best = c;
        if (best == i)
            return;
        const struct offer moved = heap[i];
        heap[i] = heap[best];
        heap[best] = moved;
        i = best;
    }
}

/* ---- worth --------------------------------------------------------------- */

/* How much of the pool's doubt a text would tell about, without its own. */
static double reach_of(const struct choosing *c, uint32_t text)
{
    const struct choosable *x = &c->text[text];
    double sum = 0.0;

    for (size_t i = 0; i < x->n; i++)
        sum +=
            (double)(x->square[i] * c->demand[x->id[i]] / c->known[x->id[i]]);
    return sum;
}

static double worth_of(const struct choosing *c, uint32_t text)
{
    return (double)c->text[text].doubt * reach_of(c, text);
}

static void learn(const struct choosing *c, uint32_t text)
{
    const struct choosable *x = &c->text[text];

    for (size_t i = 0; i < x->n; i++)
        c->known[x->id[i]] += x->doubt * x->square[i];
}

/* ---- the choice ---------------------------------------------------------- */

struct choice {
    const struct choosing *c;
    struct offer *heap; /* [n] */
    size_t n;
    struct offer *passed; /* [passes] whose label has its share */
    size_t passes;
    size_t *given;       /* [K] chosen texts with this label */
    size_t share, free;  /* of each label; for any of them */
    double doubt, reach; /* means of what is considered */
};

static bool begin(struct choice *x)
{
    const struct choosing *c = x->c;

    x->heap = mem_resize(NULL, c->N, sizeof *x->heap);
    x->passed = mem_resize(NULL, c->N, sizeof *x->passed);
    x->given = mem_zero(c->K, sizeof *x->given);
    if (!x->heap || !x->passed || !x->given)
        return false;
    for (uint32_t i = 0; i < c->N; i++) {
        const double reach = reach_of(c, i);
        x->heap[i] = (struct offer){(double)c->text[i].doubt * reach, i, 0};
        x->doubt += (double)c->text[i].doubt / (double)c->N;
        x->reach += reach / (double)c->N;
    }
    x->n = c->N;
    for (size_t i = x->n / 2; i-- > 0;)
        sift(x->heap, x->n, i);
    return true;
}

static enum choosing_reason reason_of(const struct choice *x, uint32_t text)
{
    const struct choosable *t = &x->c->text[text];

    if (x->c->share[t->guess] < 0.5 / (double)x->c->K)
        return CHOOSING_RARE;
    return reach_of(x->c, text) * x->doubt > (double)t->doubt * x->reach
               ? CHOOSING_TYPICAL
               : CHOOSING_UNCERTAIN;
}

static void drop_first(struct choice *x)
{
    x->heap[0] = x->heap[--x->n];
    sift(x->heap, x->n, 0);
}

/* Whether there is place for a text with this label, and one for it less. */
static bool has_place(struct choice *x, uint32_t guess)
{
    if (x->given[guess] >= x->share) {
        if (x->free == 0)
            return false;
        x->free--;
    }
    x->given[guess]++;
    return true;
}

/* Choose from the heap until n are chosen. */
static bool choose(struct choice *x, size_t n, struct chosen *out,
                   size_t *chosen)
{
    const struct choosing *c = x->c;

    while (*chosen < n && x->n > 0) {
        struct offer *first = &x->heap[0];
        const uint32_t text = first->text;
        bool fits = true;
        if (first->as_of < *chosen) {
            first->worth = worth_of(c, text);
            first->as_of = *chosen;
            sift(x->heap, x->n, 0);
            continue;
        }
        if (x->given[c->text[text].guess] >= x->share && x->free == 0) {
            x->passed[x->passes++] = *first;
        } else if (c->fits && !c->fits(c->context, text, &fits)) {
            return false;
        } else if (fits) {
            has_place(x, c->text[text].guess);
            out[(*chosen)++] = (struct chosen){text, reason_of(x, text)};
            learn(c, text);
        }
        drop_first(x);
    }
    return true;
}

bool choosing_run(const struct choosing *c, size_t n, struct chosen *out,
                  size_t *chosen, struct tenor_error *err)
{
    struct choice x = {.c = c, .share = n / (2 * c->K)};

    *chosen = 0;
    x.free = n - x.share * c->K;
    bool ok = begin(&x) && choose(&x, n, out, chosen);
    if (ok && x.passes > 0) { /* no label has enough: all places are free */
        x.n = x.passes;
        memcpy(x.heap, x.passed, x.n * sizeof *x.heap);
        x.free = n;
        for (size_t i = x.n / 2; i-- > 0;)
            sift(x.heap, x.n, i);
        ok = choose(&x, n, out, chosen);
    }
    free(x.heap);
    free(x.passed);
    free(x.given);
    return ok || fail_memory(err, "suggestions");
}
