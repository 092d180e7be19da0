#include "cli/audit/audit.h"

#include <stdlib.h>

#include "train/heldout.h"
#include "train/reading.h"
#include "train/search.h"
#include "train/suspects.h"
#include "train/unseen.h"

/* The probability that any word is in the list of leaks by chance. */
#define CHANCE 0.01

bool audit_add(struct audit *a, const struct finding *f,
               struct tenor_error *err)
{
    if (!GROW(a->item, a->n + 1, a->capacity))
        return fail_memory(err, "findings");
    a->count[f->kind]++;
    a->item[a->n++] = *f;
    return true;
}

const char *audit_file(const struct audit *a, size_t document)
{
    size_t c = 0;

    for (size_t end = a->all.source[0].documents; document >= end;
         end += a->all.source[c].documents)
        c++;
    return a->request->corpus[c].path;
}

struct str audit_text(const void *audit, size_t i)
{
    const struct audit *a = audit;
    const size_t N = a->all.documents.N;

    return i < N ? documents_text(&a->all.documents, i)
                 : documents_text(&a->tested, i - N);
}

/* ---- reading ------------------------------------------------------------- */

static bool read_tests(struct audit *a, struct tenor_error *err)
{
    struct train_corpus c = *a->request->corpus;

    a->test_end = mem_zero(a->tests, sizeof *a->test_end);
    if (!a->test_end)
        return fail_memory(err, "corpora");
    a->tested.memory = a->request->settings.memory;
    for (size_t i = 0; i < a->tests; i++) {
        struct source s;
        c.path = c.name = a->test[i];
        const bool ok = reading_corpus(&c, &a->tested, &s, err);
        source_release(&s);
        if (!ok)
            return false;
        a->test_end[i] = a->tested.N;
    }
    return a->tests == 0 || documents_finish(&a->tested, err);
}

/* ---- labels and leaks ---------------------------------------------------- */

/* How often the most probable label is the one of the document. */
static double agreement(const struct audit *a, size_t axis)
{
    const struct trained_axis *x = &a->all.axis[axis];
    const size_t N = a->all.documents.N, K = x->labels.n;
    size_t hits = 0;

    for (size_t i = 0; i < N; i++) {
        const double *p = a->p + i * K;
        size_t best = 0;
        for (size_t k = 1; k < K; k++)
            best = p[k] > p[best] ? k : best;
        hits += best == x->label[i];
    }
    return (double)hits / (double)N;
}

bool audit_labels(struct audit *a, size_t axis, struct tenor_error *err)
{
    const struct trained_axis *x = &a->all.axis[axis];
    struct suspects s = {0};
    bool ok =
        suspects_find(a->p, x->label, a->all.documents.N, x->labels.n, &s, err);

    for (size_t i = 0; ok && i < s.n; i++) {
        const struct suspect *of = &s.item[i];
        ok = audit_add(a,
                       &(struct finding){.kind = FINDING_LABEL,
                                         .axis = axis,
                                         .document = of->document,
                                         .label = x->label[of->document],
                                         .suggested = of->suggested,
                                         .confidence = of->confidence},
                       err);
    }
    suspects_release(&s);
    return ok;
}

bool audit_leaks(struct audit *a, size_t axis, struct tenor_error *err)
{
    struct leaks *l = &a->leaks[axis];
    bool ok = leaks_find(&a->all, axis, CHANCE, l, err) &&
              leaks_measure(&a->all, axis, a->request->stops, l, err);

    for (size_t i = 0; ok && i < l->n; i++) {
        const struct leak *x = &l->item[i];
        const char *text = documents_text(&a->all.documents, x->document).s;
        ok = audit_add(
            a,
            &(struct finding){.kind = FINDING_LEAK,
                              .axis = axis,
                              .document = x->document,
                              .label = x->label,
                              .suggested = FINDING_NONE,
                              .confidence = x->share,
                              .text = {text + x->begin, x->end - x->begin},
                              .documents = x->documents,
                              .dateline = x->dateline},
            err);
    }
    return ok;
}

/* ---- all of it ----------------------------------------------------------- */

static bool audit_axis(struct audit *a, size_t axis, struct tenor_error *err)
{
    const struct trained *t = &a->all;

    a->p =
        mem_resize(a->p, t->documents.N * t->axis[axis].labels.n, sizeof *a->p);
    if (!a->p)
        return fail_memory(err, "probabilities");
    if (!unseen_probabilities(t, axis, a->repeats, a->p, err))
        return false;
    a->accuracy[axis] = agreement(a, axis);
    return audit_labels(a, axis, err) && audit_duplicates(a, axis, err) &&
           audit_leaks(a, axis, err);
}

/* Texts first: they need no settings. */
static bool compare_texts(struct audit *a, struct tenor_error *err)
{
    const size_t N = a->all.documents.N;

    if (!twins_find(N + a->tested.N, audit_text, a, a->similarity, &a->twins,
                    err))
        return false;
    const struct twins own = {.N = N, .first = a->twins.first};
    const size_t least = N / 1000 > 5 ? N / 1000 : 5;
    return passages_find(&own, audit_text, a, least, &a->passages, err);
}

bool audit_run(struct audit *a, struct tenor_error *err)
{
    if (!heldout_read(a->request, &a->all, err) || !read_tests(a, err) ||
        !audit_ask(a, err) || !compare_texts(a, err) ||
        !search_settings(a->request, &a->all, err))
        return false;
    a->accuracy = mem_zero(a->all.axes, sizeof *a->accuracy);
    a->leaks = mem_zero(a->all.axes, sizeof *a->leaks);
    if (!a->accuracy || !a->leaks)
        return fail_memory(err, "an audit");
    if (!audit_tests(a, err) || !audit_texts(a, err))
        return false;
    for (size_t x = 0; x < a->all.axes; x++)
        if (!audit_axis(a, x, err))
            return false;
    if (a->n)
        qsort(a->item, a->n, sizeof *a->item, finding_order);
    return true;
}

void audit_release(struct audit *a)
{
    for (size_t x = 0; a->leaks && x < a->all.axes; x++)
        leaks_release(&a->leaks[x]);
    free(a->leaks);
    free(a->accuracy);
    free(a->p);
    free(a->item);
    passages_release(&a->passages);
    twins_release(&a->twins);
    free(a->test_end);
    documents_release(&a->tested);
    opinion_release(&a->opinion);
    trained_release(&a->all);
}
