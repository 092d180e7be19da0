#include "cli/predictions.h"

#include <stdlib.h>
#include <string.h>

#include "cli/out.h"
#include "cli/verbs.h"

const char *predictions_label(const struct predictions *p, size_t k)
{
    return tenor_axis_label(p->model, p->axis, k);
}

static bool find_axis(struct predictions *p, const char *name)
{
    if (!name)
        return true;
    for (; p->axis < tenor_axis_count(p->model); p->axis++)
        if (strcmp(tenor_axis_name(p->model, p->axis), name) == 0)
            return true;
    return false;
}

bool predictions_open(const struct verb *v, const char *path, const char *axis,
                      struct predictions *p, int *status)
{
    struct tenor_error err = {0};

    if (!open_model(v, path, &p->model, status))
        return false;
    if (!find_axis(p, axis)) {
        *status = opt_misuse(v, "%s has no axis '%s'",
                             path ? path : "the embedded model", axis);
        return false;
    }
    p->labels = tenor_axis_label_count(p->model, p->axis);
    if (!tenor_scorer_new(p->model, &p->scorer, &err)) {
        *status = out_error(v->name, &err);
        return false;
    }
    return true;
}

void predictions_release(struct predictions *p)
{
    free(p->item);
    if (!p->shares) {
        tenor_scorer_free(p->scorer);
        tenor_model_close(p->model);
    }
    *p = (struct predictions){0};
}

size_t predictions_spread(struct predictions *p)
{
    const struct predictions first = *p;
    size_t n = 0;

    for (size_t a = 0; a < tenor_axis_count(first.model); a++) {
        if (tenor_axis_label_count(first.model, a) != 2)
            continue;
        p[n] = first;
        p[n].axis = a;
        p[n].labels = 2;
        p[n].shares = n > 0;
        n++;
    }
    return n ? n : 1;
}

bool predictions_cover(struct predictions *p, double coverage,
                       struct tenor_error *err)
{
    p->sets = true;
    return tenor_axis_threshold(p->model, p->axis, coverage, &p->threshold,
                                err);
}

static bool find_label(const struct predictions *p, struct str name,
                       uint32_t *number)
{
    for (size_t k = 0; k < p->labels; k++)
        if (str_equal(str_of(predictions_label(p, k)), name)) {
            *number = (uint32_t)k;
            return true;
        }
    return false;
}

/* What the corpus says of a document on the axis of p. */
static bool true_label(const struct predictions *p, const char *path,
                       const struct corpus_options *options,
                       const struct doc *doc, uint32_t *label,
                       struct tenor_error *err)
{
    if (options->multi_label) {
        *label = corpus_has_label(doc->label, str_of(predictions_label(p, 1)));
        return true;
    }
    return find_label(p, doc->label, label) ||
           fail(err, TENOR_EDATA, doc->line,
                "%s:%zu: label '%.*s' is not in axis '%s' of the model; "
                "--map can rename or drop it",
                path, doc->line, (int)doc->label.len, doc->label.s,
                tenor_axis_name(p->model, p->axis));
}

static void count_set(struct predictions *p, uint32_t label)
{
    for (size_t k = 0; k < p->labels; k++)
        p->in_sets += tenor_in_set(p->scorer, p->axis, k, p->threshold);
    p->held += tenor_in_set(p->scorer, p->axis, label, p->threshold);
}

/* Note what the scorer says of the document that it has. */
static bool note(struct predictions *p, uint32_t label, struct tenor_error *err)
{
    const size_t k = tenor_label(p->scorer, p->axis);

    if (!GROW(p->item, p->n + 1, p->capacity))
        return fail_memory(err, "predictions");
    p->without += tenor_axis_status(p->scorer, p->axis) != TENOR_STATUS_OK;
    if (p->sets)
        count_set(p, label);
    p->item[p->n++] = (struct prediction){
        label, (uint32_t)k, tenor_probability(p->scorer, p->axis, k)};
    return true;
}

/* Texts of a corpus for an axis of titles are titles. */
static bool score(const struct predictions *p, struct str text,
                  struct tenor_error *err)
{
    if (tenor_axis_scope(p->model, p->axis) == TENOR_TITLE)
        return tenor_score_titled(p->scorer, text.s, text.len, text.s,
                                  text.len, err);
    return tenor_score(p->scorer, text.s, text.len, err);
}

static bool predict_all(struct predictions *p, size_t n, const char *path,
                        const struct corpus_options *options,
                        const struct doc *doc, struct tenor_error *err)
{
    uint32_t label = 0;

    for (size_t i = 0; i < n; i++)
        if (!true_label(&p[i], path, options, doc, &label, err) ||
            !(p[i].shares || score(&p[i], doc->text, err)) ||
            !note(&p[i], label, err))
            return false;
    return true;
}

/* Documents with any number of labels are told by axes of two. */
static bool check_axes(const struct predictions *p, size_t n,
                       const struct corpus_options *options,
                       struct tenor_error *err)
{
    for (size_t i = 0; options->multi_label && i < n; i++)
        if (p[i].labels != 2)
            return fail(err, TENOR_EINVAL, 0,
                        "--multi-label needs an axis with two labels, 'not x' "
                        "and 'x'; axis '%s' has %zu",
                        tenor_axis_name(p[i].model, p[i].axis), p[i].labels);
    return true;
}

bool predictions_read(struct predictions *p, size_t n, const char *path,
                      const struct corpus_options *options,
                      predictions_visit *visit, void *context,
                      struct tenor_error *err)
{
    struct corpus *c;
    struct doc doc;
    bool end = false, any = false, ok;

    if (!check_axes(p, n, options, err) || !corpus_open(&c, path, options, err))
        return false;
    while ((ok = corpus_next(c, &doc, &end, err)) && !end) {
        any = true; /* visit may take predictions back */
        ok = predict_all(p, n, path, options, &doc, err) &&
             (!visit || visit(context, &doc, err));
        if (!ok)
            break;
    }
    corpus_close(c);
    if (ok && !any)
        return fail(err, TENOR_EDATA, 0, "'%s' has no documents", path);
    return ok;
}
