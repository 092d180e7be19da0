#include "cli/retrain/certificate.h"

#include <stdlib.h>

#include "cli/out.h"
#include "cli/retrain/again.h"
#include "model/modelfile.h"

/* ---- texts --------------------------------------------------------------- */

static json_t *place(const struct recipe *r, const struct place *p, bool begins)
{
    json_t *o = json_pack(
        "{s:s, s:s, s:o, s:I, s:o}", "axis", r->axis[p->axis].name, "use",
        whereabouts_use(p->use), "corpus", out_string(str_of(p->corpus)),
        "line", (json_int_t)p->line, "label", out_string(str_of(p->label)));

    if (o && begins)
        json_object_set_new(o, "begins", out_string(str_of(p->begins)));
    return o;
}

json_t *certificate_places(const struct recipe *r, const struct whereabouts *w,
                           bool begins)
{
    json_t *texts = json_array();

    for (size_t t = 0; t < w->texts.n; t++) {
        json_t *places = json_array();
        for (size_t i = 0; i < w->n; i++)
            if (strcmp(w->place[i].sha256, w->texts.sha256[t]) == 0)
                json_array_append_new(places, place(r, &w->place[i], begins));
        json_array_append_new(texts,
                              json_pack("{s:s, s:o}", "sha256",
                                        w->texts.sha256[t], "places", places));
    }
    return texts;
}

json_t *certificate_near(const struct recipe *r, const struct whereabouts *w)
{
    json_t *list = json_array();

    for (size_t i = 0; i < w->likes; i++) {
        json_t *o = place(r, &w->like[i], false);
        json_object_set_new(o, "sha256", json_string(w->like[i].sha256));
        json_array_append_new(list, o);
    }
    return list;
}

/* ---- axes ---------------------------------------------------------------- */

static json_t *pair(size_t before, size_t after)
{
    return json_pack("[I, I]", (json_int_t)before, (json_int_t)after);
}

static json_t *labels(const struct forgetting *f, size_t a)
{
    const struct forgetting_axis *x = &f->axis[a];
    json_t *o = json_object();

    for (size_t k = 0; k < f->t.axis[a].labels.n; k++)
        json_object_set_new(o, f->t.axis[a].labels.name[k],
                            pair(x->before[k], x->after[k]));
    return o;
}

/* The corpus of a document. */
static const char *corpus_of(const struct trained *t, size_t document)
{
    size_t s = 0;

    while (document >= t->source[s].documents)
        document -= t->source[s++].documents;
    return t->source[s].name;
}

static json_t *support(const struct forgetting *f, size_t a)
{
    const struct forgetting_axis *x = &f->axis[a];
    json_t *list = json_array();

    for (size_t g = 0; x->margins && g < f->gone; g++) {
        const struct forgotten *t = &x->gone[g];
        json_array_append_new(
            list,
            json_pack("{s:o, s:I, s:b, s:f, s:f}", "corpus",
                      out_string(str_of(corpus_of(&f->t, t->document))), "line",
                      (json_int_t)f->t.documents.line[t->document],
                      "support_vector", (int)(t->slack > 0.0), "margin",
                      1.0 - t->slack, "alpha", t->alpha));
    }
    return list;
}

static json_t *statistics(const struct forgetting *f, size_t a,
                          const struct forgetting_change *c)
{
    return json_pack(
        "{s:I, s:I, s:I, s:I, s:b, s:b, s:b, s:b}", "document_frequencies",
        (json_int_t)f->frequencies, "features_dropped", (json_int_t)f->dropped,
        "features_of_these_alone", (json_int_t)f->alone, "multipliers",
        (json_int_t)f->axis[a].multipliers, "label_shares", (int)c->shares,
        "biases", (int)c->biases, "calibration", (int)c->calibration,
        "thresholds", (int)c->thresholds);
}

static json_t *change(const struct forgetting_change *c)
{
    return json_pack("{s:I, s:I, s:I, s:f, s:f, s:f, s:I, s:I}", "features",
                     (json_int_t)c->rows, "weights", (json_int_t)c->integers,
                     "points", (json_int_t)c->points, "weight", c->weight,
                     "margin", c->margin, "probability", c->probability,
                     "labels", (json_int_t)c->labels, "documents",
                     (json_int_t)c->documents);
}

static bool changes_nothing(const struct forgetting_change *c)
{
    return c->integers == 0 && !c->biases && !c->calibration &&
           !c->thresholds && !c->shares;
}

static json_t *axis(const struct certified *c, const struct certified_axis *of,
                    size_t a, struct tenor_error *err)
{
    const struct forgetting *f = &of->look;
    const struct forgetting_axis *x = &f->axis[a];
    const bool kernel = f->t.settings.kernel.type != KERNEL_LINEAR;
    struct forgetting_change was, cold;

    if (!forgetting_compare(f, a, c->before, c->after, &was, err))
        return NULL;
    json_t *o = json_pack(
        "{s:s, s:s, s:o, s:o, s:b, s:o, s:o}", "name", f->t.axis[a].name,
        "weights", of->kept ? "kept" : "trained", "documents",
        pair(f->t.documents.N, f->t.documents.N - f->gone), "labels",
        labels(f, a), "margins_known", (int)x->margins, "texts", support(f, a),
        "statistics", statistics(f, a, &was));
    if (!kernel) { /* else there are no weights to compare */
        json_object_set_new(o, "changed", change(&was));
        json_object_set_new(o, "nothing", json_boolean(changes_nothing(&was)));
    }
    if (c->scratch && !kernel) {
        if (!forgetting_compare(f, a, c->scratch, c->after, &cold, err)) {
            json_decref(o);
            return NULL;
        }
        json_object_set_new(o, "from_scratch", change(&cold));
    }
    return o;
}

/* ---- all of it ----------------------------------------------------------- */

/* Whether an axis of the model is one of those that had the texts. */
static bool had_texts(const struct certified *c, const char *name)
{
    for (size_t k = 0; k < c->n; k++)
        for (size_t a = 0; a < c->axis[k].look.t.axes; a++)
            if (strcmp(name, c->axis[k].look.t.axis[a].name) == 0)
                return true;
    return false;
}

/* The other axes: those that had none of the texts, or those of which nobody
 * knows, as they have no recipe. */
static json_t *others(const struct certified *c, bool known)
{
    json_t *names = json_array();

    for (size_t i = 0; i < c->after->axes; i++) {
        const char *name = c->after->axis[i].name;
        if (!had_texts(c, name) &&
            (again_axis_of(c->recipe, name) < c->recipe->axes) == known)
            json_array_append_new(names, json_string(name));
    }
    return names;
}

static bool count_traces(const struct certified *c, size_t *n,
                         struct tenor_error *err)
{
    const struct forgetting **f = mem_resize(NULL, c->n, sizeof(*f));
    bool *other = mem_zero(c->after->axes, sizeof *other);
    bool ok = f && other;

    for (size_t i = 0; ok && i < c->n; i++)
        f[i] = &c->axis[i].look;
    for (size_t i = 0; ok && i < c->after->axes; i++)
        other[i] = !had_texts(c, c->after->axis[i].name);
    ok = ok && forgetting_traces(f, c->n, c->after, other, n);
    free(f);
    free(other);
    return ok || fail_memory(err, "a certificate");
}

bool certificate_make(const struct certified *c, json_t **out,
                      struct tenor_error *err)
{
    json_t *axes = json_array();
    char before[DIGEST_HEX], after[DIGEST_HEX];
    bool ok = axes || fail_memory(err, "a certificate");
    size_t traces;

    *out = NULL;
    for (size_t i = 0; ok && i < c->n; i++)
        for (size_t a = 0; ok && a < c->axis[i].look.t.axes; a++) {
            json_t *o = axis(c, &c->axis[i], a, err);
            ok = o && json_array_append_new(axes, o) == 0;
        }
    ok = ok && count_traces(c, &traces, err);
    if (ok) {
        digest_of(c->before->bytes, before);
        digest_of(c->after->bytes, after);
        *out = json_pack(
            "{s:i, s:s, s:s, s:{s:s, s:s}, s:o, s:o, s:O, s:o, s:o, s:I}",
            "certificate", 1, "tenor", tenor_version(), "training",
            c->cold ? "from scratch" : "warm", "model", "before", before,
            "after", after, "texts",
            certificate_places(c->recipe, c->texts, false), "near_duplicates",
            certificate_near(c->recipe, c->texts), "axes", axes,
            "axes_without_the_texts", others(c, true), "axes_without_recipe",
            others(c, false), "traces", (json_int_t)traces);
        ok = *out || fail_memory(err, "a certificate");
    }
    json_decref(axes);
    return ok;
}
