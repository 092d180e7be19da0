/* tenor drift --format json: an object on one line. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "cli/drift/drift_report.h"
#include "model/json.h"

static bool put_real(struct buffer *b, const char *name, double x)
{
    return isfinite(x) ? json_member_real(b, name, x)
                       : json_put_name(b, name) && json_put(b, "null");
}

static bool begin_list(struct buffer *b, const char *name)
{
    return json_put_name(b, name) && json_put(b, "[");
}

static bool begin_item(struct buffer *b)
{
    return json_put_comma(b) && json_put(b, "{");
}

static bool put_interval(struct buffer *b, const char *name,
                         const struct interval *i)
{
    return put_real(b, name, i->value) && put_real(b, "low", i->low) &&
           put_real(b, "high", i->high);
}

static bool put_check(struct buffer *b, size_t kind,
                      const struct drift_check *c)
{
    return begin_item(b) &&
           json_member_text(b, "name",
                            str_of(drift_name((enum drift_kind)kind))) &&
           json_member_bool(b, "tested", c->tested) &&
           put_real(b, "then", c->then) && put_interval(b, "now", &c->now) &&
           put_real(b, "effect", c->known ? c->effect : NAN) &&
           put_real(b, "limit", c->limit) &&
           put_real(b, "p", c->tested ? c->p : NAN) &&
           json_member_bool(b, "alarm", c->alarm) && json_put(b, "}");
}

static bool put_checks(struct buffer *b, const struct drift_check *c)
{
    bool ok = begin_list(b, "checks");

    for (size_t i = 0; ok && i < DRIFT_KINDS; i++)
        ok = put_check(b, i, &c[i]);
    return ok && json_put(b, "]");
}

static bool put_alarms(struct buffer *b, const struct drift_verdict *v)
{
    bool ok = begin_list(b, "alarms");

    for (size_t i = 0; ok && i < DRIFT_KINDS; i++)
        ok = !v->check[i].alarm ||
             (json_put_comma(b) &&
              json_put_string(b, str_of(drift_name((enum drift_kind)i))));
    return ok &&
           (!v->slices ||
            (json_put_comma(b) && json_put_string(b, STR("slices")))) &&
           json_put(b, "]");
}

static bool put_adjusted(struct buffer *b, const struct drift_found *f,
                         size_t label)
{
    static const struct interval none = {NAN, NAN, NAN};
    const struct interval *i = f->adjusted ? &f->adjusted[label] : &none;

    return put_real(b, "trained", f->axis->prior[label]) &&
           put_real(b, "adjusted", i->value) &&
           put_real(b, "adjusted_low", i->low) &&
           put_real(b, "adjusted_high", i->high);
}

static bool put_labels(struct buffer *b, const struct drift_found *f)
{
    const struct axis *a = f->axis;
    bool ok = begin_list(b, "labels");

    for (size_t k = 0; ok && k < a->labels; k++) {
        const struct interval now = drift_share(&f->sums, k);
        ok = begin_item(b) &&
             json_member_text(b, "label", str_of(a->label[k])) &&
             put_real(b, "then", drift_given(&f->then, k)) &&
             put_interval(b, "now", &now) && put_adjusted(b, f, k) &&
             json_put(b, "}");
    }
    return ok && json_put(b, "]");
}

static bool put_strangers(struct buffer *b, const struct drift_verdict *v,
                          bool baseline)
{
    const struct axis *a = v->found->axis;
    bool ok = begin_list(b, "new_words");

    for (size_t i = 0; ok && i < v->strangers; i++) {
        const struct new_word_matter *m = &v->stranger[i];
        const struct new_word_place *w = m->place;
        ok = begin_item(b) &&
             json_member_text(b, "word", (struct str){w->form, w->form_len}) &&
             json_member_count(b, "texts", m->word->texts) &&
             put_real(b, "before", baseline ? (double)m->before : NAN) &&
             json_member_text(b, "with",
                              m->with < a->labels ? str_of(a->label[m->with])
                                                  : STR("")) &&
             json_member_bool(b, "unsure", m->with == NEW_WORDS_UNSURE) &&
             put_real(b, "log_odds", m->log_odds) && put_real(b, "z", m->z) &&
             json_member_text(b, "example",
                              (struct str){w->example, w->example_len}) &&
             json_put(b, "}");
    }
    return ok && json_put(b, "]");
}

static bool put_words(struct buffer *b, const struct drift_verdict *v)
{
    bool ok = begin_list(b, "moved_words");

    for (size_t i = 0; ok && i < v->words; i++) {
        const struct drift_word *w = &v->word[i];
        ok = begin_item(b) &&
             json_member_text(
                 b, "word",
                 drift_word_name(&v->found->axis->sketch, w->number)) &&
             put_real(b, "then", w->then) && put_real(b, "now", w->now) &&
             put_real(b, "z", w->z) && json_put(b, "}");
    }
    return ok && json_put(b, "]");
}

static bool put_slices(struct buffer *b, const struct drift_slices *s,
                       size_t top)
{
    bool ok = begin_list(b, "slices");

    for (size_t i = 0; ok && i < s->n && i < top; i++) {
        const struct drift_slice *x = &s->slice[i];
        ok = begin_item(b) && json_member_text(b, "slice", str_of(x->name)) &&
             json_member_count(b, "texts", x->sums.texts) &&
             put_real(b, "compared_with", x->then) &&
             json_member_bool(b, "alarm", x->alarm) &&
             put_checks(b, x->check) && json_put(b, "}");
    }
    return ok && json_put(b, "]") && json_member_count(b, "slices_all", s->n) &&
           json_member_count(b, "slices_left_out", s->others);
}

static bool put_figures(struct buffer *b, const struct drift_found *f)
{
    const struct drift_side now = drift_now(f);
    double psi = drift_psi(&f->then, &now, SKETCH_SURE);

    for (size_t i = SKETCH_LABEL; i < f->axis->sketch.distributions; i++)
        psi = fmax(psi, drift_psi(&f->then, &now, i));
    return put_real(b, "psi", psi) &&
           put_real(b, "sure_then", drift_sure(&f->then)) &&
           put_real(b, "sure_now", drift_sure(&now));
}

static const char *name_of(bool drift, bool few)
{
    return drift ? "drift" : few ? "too_few" : "none";
}

static bool put_axis(struct buffer *b, const struct drift_report *r,
                     const struct drift_verdict *v)
{
    const struct drift_found *f = v->found;
    const struct drift_sums *d = &f->sums;

    return begin_item(b) &&
           json_member_text(b, "axis", str_of(f->axis->name)) &&
           json_member_text(b, "verdict", str_of(name_of(v->drift, r->few))) &&
           put_alarms(b, v) && json_member_count(b, "refused", d->refused) &&
           json_member_count(b, "units", (uint64_t)d->units.x) &&
           json_member_count(b, "labelled", d->labelled) &&
           put_real(b, "training_documents", f->axis->sketch.is->documents) &&
           put_checks(b, v->check) && put_figures(b, f) && put_labels(b, f) &&
           put_strangers(b, v, r->gather->baseline) &&
           json_member_count(b, "new_words_forgotten",
                             f->strangers.forgotten) &&
           put_words(b, v) && put_slices(b, &f->slices, r->top) &&
           json_put(b, "}");
}

static bool put_head(struct buffer *b, const struct drift_report *r)
{
    const struct drift_gather *g = r->gather;
    const struct drift_gather *before = g->baseline;

    return json_member_text(b, "model",
                            r->model ? str_of(r->model) : STR("")) &&
           json_member_text(b, "verdict", str_of(name_of(r->drift, r->few))) &&
           put_real(b, "alpha", r->alpha) &&
           json_member_count(b, "texts", g->found[0].sums.texts) &&
           json_member_count(b, "errors", g->errors) &&
           put_real(b, "baseline_texts",
                    before ? (double)before->found[0].sums.texts : NAN) &&
           put_real(b, "baseline_errors",
                    before ? (double)before->errors : NAN);
}

bool drift_print_json(const struct drift_report *r, struct tenor_error *err)
{
    struct buffer b = {0};
    bool ok = json_put(&b, "{") && put_head(&b, r) && begin_list(&b, "axes");

    for (size_t i = 0; ok && i < r->gather->axes; i++)
        ok = put_axis(&b, r, &r->verdict[i]);
    ok = (ok && json_put(&b, "]}\n")) || fail_memory(err, "JSON");
    if (ok)
        fwrite(b.data, 1, b.len, stdout);
    free(b.data);
    return ok;
}
