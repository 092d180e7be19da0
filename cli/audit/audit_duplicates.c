/* Texts that are nearly the same with other labels, or in the test part. */
#include <stdlib.h>

#include "cli/audit/audit.h"

/* Who is near whom. */
struct near {
    size_t *begin;   /* [N + 1] of the neighbours of each first text */
    struct twin *of; /* a: the neighbour, b unused; by similarity, then
                        number */
    uint32_t *next;  /* [N] the next equal text; UINT32_MAX */
};

static int most_alike(const void *a, const void *b)
{
    const struct twin *x = a, *y = b;

    if (x->similarity != y->similarity)
        return x->similarity > y->similarity ? -1 : 1;
    return (x->a > y->a) - (x->a < y->a);
}

static void near_release(struct near *n)
{
    free(n->begin);
    free(n->of);
    free(n->next);
}

static bool near_init(struct near *n, const struct twins *w,
                      struct tenor_error *err)
{
    uint32_t *last = mem_resize(NULL, w->N, sizeof *last);

    n->begin = mem_zero(w->N + 2, sizeof *n->begin);
    n->of = mem_resize(NULL, 2 * w->n, sizeof *n->of);
    n->next = mem_resize(NULL, w->N, sizeof *n->next);
    if (!last || !n->begin || !n->of || !n->next) {
        free(last);
        return fail_memory(err, "near-duplicates");
    }
    for (uint32_t i = 0; i < w->N; i++) {
        n->next[i] = UINT32_MAX;
        if (w->first[i] != i)
            n->next[last[w->first[i]]] = i;
        last[w->first[i]] = i;
    }
    free(last);
    /* begin[i + 1] moves from the begin of text i to its end. */
    for (size_t i = 0; i < w->n; i++) {
        n->begin[w->pair[i].a + 2]++;
        n->begin[w->pair[i].b + 2]++;
    }
    for (size_t i = 2; i < w->N + 2; i++)
        n->begin[i] += n->begin[i - 1];
    for (size_t i = 0; i < w->n; i++) {
        const struct twin *t = &w->pair[i];
        n->of[n->begin[t->a + 1]++] = (struct twin){t->b, 0, t->similarity};
        n->of[n->begin[t->b + 1]++] = (struct twin){t->a, 0, t->similarity};
    }
    for (size_t i = 0; i < w->N; i++)
        if (n->begin[i + 1] > n->begin[i])
            qsort(n->of + n->begin[i], n->begin[i + 1] - n->begin[i],
                  sizeof *n->of, most_alike);
    return true;
}

/* ---- the texts around one ------------------------------------------------ */

/* Called for a text and those near it, the most alike first; false ends it. */
typedef bool near_visit(void *context, uint32_t text, double similarity);

static void visit_equal(const struct near *n, uint32_t first, double similarity,
                        near_visit *visit, void *context, bool *on)
{
    for (uint32_t i = first; *on && i != UINT32_MAX; i = n->next[i])
        *on = visit(context, i, similarity);
}

static void visit_near(const struct near *n, uint32_t first, near_visit *visit,
                       void *context)
{
    bool on = true;

    visit_equal(n, first, 1.0, visit, context, &on);
    for (size_t i = n->begin[first]; i < n->begin[first + 1]; i++)
        visit_equal(n, n->of[i].a, n->of[i].similarity, visit, context, &on);
}

/* ---- other labels -------------------------------------------------------- */

struct vote {
    const struct audit *a;
    size_t axis;
    size_t *labels; /* [K] documents with each */
    double *p;      /* [K] sum of probabilities */
    size_t documents;
    uint32_t wanted;
    uint32_t found; /* a document with that label */
    double similarity;
};

static bool count_vote(void *vote, uint32_t text, double similarity)
{
    struct vote *v = vote;
    const struct trained_axis *x = &v->a->all.axis[v->axis];

    (void)similarity;
    if (text >= v->a->all.documents.N)
        return true; /* of a test, which has no say */
    v->labels[x->label[text]]++;
    v->documents++;
    for (size_t k = 0; k < x->labels.n; k++)
        v->p[k] += v->a->p[text * x->labels.n + k];
    return true;
}

static bool find_wanted(void *vote, uint32_t text, double similarity)
{
    struct vote *v = vote;

    if (text >= v->a->all.documents.N ||
        v->a->all.axis[v->axis].label[text] != v->wanted)
        return true;
    v->found = text;
    v->similarity = similarity;
    return false;
}

/* The label of most texts around, of equal ones the more probable. */
static void elect(struct vote *v, const struct near *n, uint32_t first)
{
    const size_t K = v->a->all.axis[v->axis].labels.n;

    for (size_t k = 0; k < K; k++) {
        v->labels[k] = 0;
        v->p[k] = 0.0;
    }
    v->documents = v->wanted = 0;
    visit_near(n, first, count_vote, v);
    for (uint32_t k = 1; k < K; k++)
        if (v->labels[k] > v->labels[v->wanted] ||
            (v->labels[k] == v->labels[v->wanted] && v->p[k] > v->p[v->wanted]))
            v->wanted = k;
    if (v->labels[v->wanted] < v->documents)
        visit_near(n, first, find_wanted, v);
}

/* Find fault with texts that are equal to the first and have another label than
 * most around them. */
static bool blame(struct vote *v, struct audit *a, const struct near *n,
                  uint32_t first, struct tenor_error *err)
{
    const struct trained_axis *x = &a->all.axis[v->axis];

    for (uint32_t i = first; i != UINT32_MAX && i < a->all.documents.N;
         i = n->next[i]) {
        if (x->label[i] == v->wanted)
            continue;
        const struct finding f = {.kind = FINDING_DUPLICATE,
                                  .axis = v->axis,
                                  .document = i,
                                  .label = x->label[i],
                                  .suggested = v->wanted,
                                  .confidence =
                                      v->p[v->wanted] / (double)v->documents,
                                  .other_file = audit_file(a, v->found),
                                  .other_line = a->all.documents.line[v->found],
                                  .similarity = v->similarity};
        if (!audit_add(a, &f, err))
            return false;
    }
    return true;
}

bool audit_duplicates(struct audit *a, size_t axis, struct tenor_error *err)
{
    const size_t K = a->all.axis[axis].labels.n;
    struct near n = {0};
    struct vote v = {.a = a,
                     .axis = axis,
                     .labels = mem_zero(K, sizeof *v.labels),
                     .p = mem_zero(K, sizeof *v.p)};
    bool ok = (v.labels && v.p) || fail_memory(err, "near-duplicates");

    ok = ok && near_init(&n, &a->twins, err);
    for (uint32_t i = 0; ok && i < a->all.documents.N; i++) {
        if (a->twins.first[i] != i)
            continue;
        elect(&v, &n, i);
        if (v.labels[v.wanted] < v.documents)
            ok = blame(&v, a, &n, i, err);
    }
    near_release(&n);
    free(v.labels);
    free(v.p);
    return ok;
}

/* ---- the test part ------------------------------------------------------- */

struct search {
    const struct audit *a;
    uint32_t found;
    double similarity;
};

static bool find_tested(void *search, uint32_t text, double similarity)
{
    struct search *s = search;

    if (text < s->a->all.documents.N)
        return true;
    s->found = text;
    s->similarity = similarity;
    return false;
}

bool audit_tests(struct audit *a, struct tenor_error *err)
{
    const size_t N = a->all.documents.N;
    struct near n = {0};
    bool ok = a->tests == 0 || near_init(&n, &a->twins, err);

    for (uint32_t i = 0; ok && a->tests && i < N; i++) {
        struct search s = {.a = a};
        size_t c = 0;
        visit_near(&n, a->twins.first[i], find_tested, &s);
        if (s.found == 0)
            continue;
        while (a->test_end[c] <= s.found - N)
            c++;
        ok = audit_add(
            a,
            &(struct finding){.kind = FINDING_TEST,
                              .document = i,
                              .label = a->all.axis[0].label[i],
                              .suggested = FINDING_NONE,
                              .confidence = s.similarity,
                              .other_file = a->test[c],
                              .other_line = a->tested.line[s.found - N],
                              .similarity = s.similarity},
            err);
    }
    near_release(&n);
    return ok;
}
