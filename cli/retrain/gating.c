#include "cli/retrain/gating.h"

#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/out.h"
#include "model/wordset.h"

/* ---- lines --------------------------------------------------------------- */

static bool line(struct buffer *b, struct tenor_error *err, const char *format,
                 ...) __attribute__((format(printf, 3, 4)));

static bool line(struct buffer *b, struct tenor_error *err, const char *format,
                 ...)
{
    char text[512];
    va_list args;

    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    return (buffer_add(b, text, strlen(text)) && buffer_add(b, "\n", 1)) ||
           fail_memory(err, "a comparison");
}

static bool report_pair(struct gating *g, const char *name,
                        const struct pair *p, bool worse,
                        struct tenor_error *err)
{
    if (!line(&g->report, err, "  %-24s %7.4f  %7.4f  %+8.4f  [%+.4f, %+.4f]%s",
              name, p->a, p->b, p->difference.value, p->difference.low,
              p->difference.high, worse ? "  *" : ""))
        return false;
    return !worse ||
           line(&g->reasons, err,
                "%s: a loss of %.4f cannot be excluded, %.4f is allowed", name,
                -p->difference.low, g->rule.margin);
}

static bool report_part(struct gating *g, const char *kind, const char *name,
                        const struct gate_part *p, struct tenor_error *err)
{
    char title[64];

    if (p->documents == 0)
        return true;
    snprintf(title, sizeof title, "%s %.*s", kind, out_prefix(str_of(name), 16),
             name);
    if (!line(&g->report, err,
              "  %-24s %7.4f  %7.4f  %+8.4f  p = %.3g, %zu documents%s", title,
              p->a, p->b, p->b - p->a, p->p, p->documents,
              p->worse ? "  *" : ""))
        return false;
    return !p->worse || line(&g->reasons, err, "%s: %.4f to %.4f, p = %.2g",
                             title, p->a, p->b, p->p);
}

/* Names of labels and slices, by number. */
typedef const char *naming(const void *context, size_t number);

static bool report(struct gating *g, const struct gate_documents *d,
                   const char *on, naming *label, const void *labels,
                   naming *slice, const void *slices, struct tenor_error *err)
{
    struct gate_verdict v;
    const struct paired *p = &v.paired;

    if (!gate_judge(d, &g->rule, &v, err))
        return false;
    g->judged = true;
    bool ok = line(&g->report, err, "gate: %zu %s", d->n, on) &&
              line(&g->report, err, "  %-24s %7s  %7s  %8s", "", "old", "new",
                   "new - old") &&
              report_pair(g, "accuracy", &p->accuracy, v.accuracy_worse, err) &&
              report_pair(g, "macro-F1", &p->macro_f1, v.macro_f1_worse, err);
    for (size_t k = 0; ok && k < d->labels; k++)
        ok = report_part(g, "recall", label(labels, k), &v.label[k], err);
    for (size_t k = 0; ok && d->slice && k < d->slices; k++)
        ok = report_part(g, "slice", slice(slices, k), &v.slice[k], err);
    ok = ok && line(&g->report, err,
                    "  %zu right to wrong, %zu wrong to right; McNemar p = "
                    "%.3g",
                    p->right_to_wrong, p->wrong_to_right, p->p);
    gate_release(&v);
    return ok;
}

/* ---- cross-validation ---------------------------------------------------- */

static const char *label_name(const void *labels, size_t k)
{
    return ((const struct labels *)labels)->name[k];
}

static const char *source_name(const void *trained, size_t s)
{
    return ((const struct trained *)trained)->source[s].name;
}

static size_t source_of(const struct trained *t, size_t document)
{
    size_t s = 0;

    for (; document >= t->source[s].documents; s++)
        document -= t->source[s].documents;
    return s;
}

static bool cross_validated(struct gating *g, const struct trained *t,
                            size_t axis, const struct train_judged *j,
                            struct tenor_error *err)
{
    const struct labels *labels = &t->axis[axis].labels;
    uint32_t *slice = mem_resize(NULL, j->n, sizeof *slice);
    struct gate_documents d = {j->a, j->b, slice, j->n, labels->n, t->sources};

    if (!slice)
        return fail_memory(err, "a comparison");
    for (size_t i = 0; i < j->n; i++)
        slice[i] = (uint32_t)source_of(t, j->document[i]);
    if (t->sources < 3) /* one of the old data, one of the new */
        d.slice = NULL;
    const bool ok = report(g, &d, "old documents, cross-validated", label_name,
                           labels, source_name, t, err);
    free(slice);
    return ok;
}

/* ---- new labels ---------------------------------------------------------- */

static size_t find_axis(const struct tenor_model *m, const char *name)
{
    size_t a = 0;

    while (a < tenor_axis_count(m) && strcmp(tenor_axis_name(m, a), name) != 0)
        a++;
    return a;
}

static bool has_label(const struct tenor_model *m, size_t axis,
                      const char *label)
{
    for (size_t k = 0; k < tenor_axis_label_count(m, axis); k++)
        if (strcmp(tenor_axis_label(m, axis, k), label) == 0)
            return true;
    return false;
}

/* What the old model says of document d, in numbers of the new labels; false
 * where it does not know the label. */
static bool ask(struct tenor_scorer *s, const struct tenor_model *m,
                size_t axis, const struct trained *t, size_t new_axis, size_t d,
                struct prediction *p, struct tenor_error *err)
{
    const struct trained_axis *a = &t->axis[new_axis];
    const struct str text = documents_text(&t->documents, d);

    if (!(a->scope == AXIS_TITLE
              ? tenor_score_titled(s, text.s, text.len, text.s, text.len, err)
              : tenor_score(s, text.s, text.len, err)))
        return false;
    const char *guess = tenor_axis_label(m, axis, tenor_label(s, axis));
    const size_t number = labels_find(&a->labels, str_of(guess));
    *p = (struct prediction){.label = a->label[d], .guess = (uint32_t)number};
    return has_label(m, axis, a->labels.name[a->label[d]]) &&
           number != SIZE_MAX;
}

/* Labels that the old model has not: they may be misspelt. */
static bool name_labels(struct gating *g, size_t axis, const struct labels *l,
                        struct tenor_error *err)
{
    for (size_t k = 0; k < l->n; k++)
        if (!has_label(g->old, axis, l->name[k]) &&
            !line(&g->report, err, "the label '%s' is new", l->name[k]))
            return false;
    return true;
}

static bool look_at_labels(struct gating *g, const struct trained *t,
                           size_t axis, size_t old,
                           const struct train_judged *j,
                           struct tenor_error *err)
{
    const size_t of_old = find_axis(g->old, t->axis[axis].name);
    const size_t N = t->documents.N, K = t->axis[axis].labels.n;
    struct prediction *p = mem_resize(NULL, N - old, sizeof *p);
    struct tenor_scorer *s = NULL;
    struct gate_agreement agreement;
    size_t n = 0;
    bool ok = p || fail_memory(err, "a comparison");

    ok = ok && of_old < tenor_axis_count(g->old) &&
         name_labels(g, of_old, &t->axis[axis].labels, err) &&
         tenor_scorer_new(g->old, &s, err);
    for (size_t d = old; ok && d < N; d++) {
        n += ask(s, g->old, of_old, t, axis, d, &p[n], err);
        ok = err->code == TENOR_OK;
    }
    if (ok && !j->a) { /* a prior: labels may mean something else */
        g->own = p;
        g->owns = n;
        p = NULL;
    }
    ok =
        ok &&
        (!p || n == 0 ||
         (gate_agree(p, n, j->a, j->n, K, &agreement, err) &&
          line(
              &g->report, err,
              "added labels: the old model agrees with %.4f of %zu, in the "
              "mean of the labels; with %.4f of its own, and %.4f is the least",
              agreement.with_new, n, agreement.with_own, agreement.least) &&
          (agreement.passed ||
           line(&g->reasons, err,
                "added labels: the old model agrees with %.4f of them, less "
                "than %.4f: they are wrong, or mean something else",
                agreement.with_new, agreement.least))));
    tenor_scorer_free(s);
    free(p);
    return ok || (err->code == TENOR_OK && of_old == tenor_axis_count(g->old));
}

/* With a prior: new documents, the new model out of fold, the old one as it is.
 */
static bool beside_old(struct gating *g, const struct trained *t, size_t axis,
                       const struct train_judged *j, struct tenor_error *err)
{
    const struct labels *labels = &t->axis[axis].labels;
    const struct gate_documents d = {g->own, j->b, NULL, j->n, labels->n, 0};

    return g->owns != j->n || /* labels that the old model has not */
           report(g, &d, "new documents, cross-validated", label_name, labels,
                  source_name, t, err);
}

static bool keep_hashes(struct gating *g, const struct trained *t, size_t old,
                        struct tenor_error *err)
{
    const size_t N = t->documents.N;

    if (g->hash)
        return true; /* of another axis of the same documents */
    g->hash = mem_resize(NULL, N, sizeof *g->hash);
    g->added = mem_resize(NULL, N - old, sizeof *g->added);
    if (!g->hash || !g->added)
        return fail_memory(err, "a comparison");
    if (N == old && !line(&g->reasons, err, "no text was added"))
        return false;
    memcpy(g->hash, t->documents.hash, N * sizeof *g->hash);
    memcpy(g->added, t->documents.hash + old, (N - old) * sizeof *g->added);
    g->hashes = wordset_sort(g->hash, N);
    g->additions = wordset_sort(g->added, N - old);
    return true;
}

bool gating_judge(void *gating, const struct trained *t, size_t axis,
                  const struct train_judged *judged, struct tenor_error *err)
{
    struct gating *g = gating;
    const size_t old = judged->old;

    return keep_hashes(g, t, old, err) &&
           look_at_labels(g, t, axis, old, judged, err) &&
           (g->test || (judged->a ? cross_validated(g, t, axis, judged, err)
                                  : beside_old(g, t, axis, judged, err)));
}

/* ---- a test -------------------------------------------------------------- */

struct testing {
    struct gating *g;
    struct predictions *p; /* [2] */
    struct labels slices;
    uint32_t *slice; /* [n] */
    size_t n, capacity;
    size_t known, leaked; /* texts that were trained on; that were added */
    char *flip[GATING_SHOWN];
    uint32_t guess[GATING_SHOWN][2];
    size_t flips;
};

static bool note_flip(struct testing *x, const struct doc *doc)
{
    const struct prediction a = x->p[0].item[x->p[0].n - 1];
    const struct prediction b = x->p[1].item[x->p[1].n - 1];

    if (a.guess != a.label || b.guess == b.label || x->flips == GATING_SHOWN)
        return true;
    x->guess[x->flips][0] = a.guess;
    x->guess[x->flips][1] = b.guess;
    x->flip[x->flips] = mem_string(doc->text);
    return x->flip[x->flips++] != NULL;
}

static bool visit(void *context, const struct doc *doc, struct tenor_error *err)
{
    struct testing *x = context;
    const uint64_t hash = word_hash(doc->text.s, doc->text.len);
    const struct wordset all = {.hash = x->g->hash, .n = x->g->hashes};
    const struct wordset added = {.hash = x->g->added, .n = x->g->additions};

    if (wordset_has(&all, hash)) { /* no judge of what it was trained on */
        x->known++;
        x->leaked += wordset_has(&added, hash);
        x->p[0].n--;
        x->p[1].n--;
        return true;
    }
    const size_t slice =
        labels_number(&x->slices, doc->group.len ? doc->group : STR("-"));
    if (slice == SIZE_MAX || !GROW(x->slice, x->n + 1, x->capacity) ||
        !note_flip(x, doc))
        return fail_memory(err, "a comparison");
    x->slice[x->n++] = (uint32_t)slice;
    return true;
}

static const char *model_label(const void *predictions, size_t k)
{
    return predictions_label(predictions, k);
}

struct change {
    struct str word;
    double by;
};

static double contribution(const struct tenor_word *w, size_t n, size_t begin)
{
    for (size_t i = 0; i < n; i++)
        if (w[i].span.begin == begin)
            return w[i].contribution;
    return 0.0;
}

/* The three words whose contributions to a label changed most. */
static bool report_words(struct testing *x, size_t flip,
                         struct tenor_error *err)
{
    const char *text = x->flip[flip];
    const size_t label = x->guess[flip][1];
    const struct tenor_word *w[2];
    struct change most[3] = {{{0}, 0}};
    size_t n[2];
    char words[256] = "";

    for (int m = 0; m < 2; m++)
        if (!tenor_score(x->p[m].scorer, text, strlen(text), err) ||
            !tenor_explain_words(x->p[m].scorer, x->p[m].axis, label, &w[m],
                                 &n[m], err))
            return false;
    for (size_t i = 0; i < n[1]; i++) {
        const struct tenor_span s = w[1][i].span;
        struct change c = {{text + s.begin, s.end - s.begin},
                           w[1][i].contribution -
                               contribution(w[0], n[0], s.begin)};
        for (int k = 0; k < 3; k++)
            if (fabs(c.by) > fabs(most[k].by)) {
                const struct change other = most[k];
                most[k] = c;
                c = other;
            }
    }
    for (int k = 0; k < 3 && most[k].by != 0.0; k++) {
        const size_t at = strlen(words);
        snprintf(words + at, sizeof words - at, "%s%.*s %+.3f", k ? ", " : "",
                 out_prefix(most[k].word, 24), most[k].word.s, most[k].by);
    }
    struct buffer clean = {0};
    const bool ok =
        (out_clean(&clean, str_of(text)) || fail_memory(err, "a text")) &&
        line(&x->g->report, err, "  %s to %s: %.*s  (%s)",
             predictions_label(x->p, x->guess[flip][0]),
             predictions_label(x->p, label),
             out_prefix((struct str){clean.data, clean.len}, 60),
             clean.len ? clean.data : "", words);
    free(clean.data);
    return ok;
}

static bool report_test(struct testing *x, struct tenor_error *err)
{
    struct gating *g = x->g;
    const struct gate_documents d = {
        x->p[0].item, x->p[1].item, g->options.group_column ? x->slice : NULL,
        x->n,         x->p->labels, x->slices.n};

    if (x->n == 0)
        return fail(err, TENOR_EDATA, 0,
                    "every text of '%s' was trained on: it cannot judge",
                    g->test);
    if (x->known && !line(&g->report, err,
                          "%zu texts of the test were trained on and are left "
                          "out",
                          x->known))
        return false;
    if (x->leaked &&
        !line(&g->reasons, err,
              "test: %zu of its texts are among the added ones", x->leaked))
        return false;
    bool ok = report(g, &d, "held-out documents", model_label, x->p, label_name,
                     &x->slices, err);
    for (size_t i = 0; ok && i < x->flips; i++)
        ok = report_words(x, i, err);
    return ok;
}

static bool same_labels(const struct predictions p[2])
{
    bool same = p[0].labels == p[1].labels;

    for (size_t k = 0; same && k < p->labels; k++)
        same = strcmp(predictions_label(&p[0], k),
                      predictions_label(&p[1], k)) == 0;
    return same;
}

bool gating_test(struct gating *g, const char *axis,
                 const struct tenor_model *new, struct tenor_error *err)
{
    struct predictions p[2] = {{0}};
    struct testing x = {.g = g, .p = p};
    const struct tenor_model *const model[2] = {g->old, new};
    bool ok = true;

    if (!g->test)
        return true;
    for (int m = 0; ok && m < 2; m++) {
        p[m].model = (struct tenor_model *)(uintptr_t)model[m];
        p[m].axis = find_axis(model[m], axis);
        ok = p[m].axis < tenor_axis_count(model[m]) ||
             fail(err, TENOR_EINVAL, 0, "--test needs an axis '%s'", axis);
        if (ok)
            p[m].labels = tenor_axis_label_count(model[m], p[m].axis);
        ok = ok && tenor_scorer_new(model[m], &p[m].scorer, err);
    }
    if (ok && !same_labels(p))
        ok = line(&g->reasons, err,
                  "the new model has other labels than the old one: a test "
                  "cannot compare them");
    else
        ok = ok &&
             predictions_read(p, 2, g->test, &g->options, visit, &x, err) &&
             report_test(&x, err);
    for (size_t i = 0; i < x.flips; i++)
        free(x.flip[i]);
    for (int m = 0; m < 2; m++) {
        tenor_scorer_free(p[m].scorer);
        free(p[m].item);
    }
    labels_release(&x.slices);
    free(x.slice);
    return ok;
}

void gating_release(struct gating *g)
{
    free(g->report.data);
    free(g->reasons.data);
    free(g->hash);
    free(g->added);
    free(g->own);
    *g = (struct gating){0};
}
