/* tenor explain --target --format json: all of the evidence, for programs. */
#include <stdio.h>
#include <stdlib.h>

#include "cli/explain/evidence_sum.h"
#include "cli/explain/feature_text.h"
#include "cli/explain/target.h"
#include "cli/out.h"
#include "model/json.h"

static bool put_span(struct buffer *b, struct tenor_span span)
{
    return json_member_count(b, "begin", span.begin) &&
           json_member_count(b, "end", span.end);
}

static bool put_pair(struct buffer *b, struct tenor_span span)
{
    return json_put_comma(b) && json_put(b, "[") &&
           json_put_count(b, span.begin) && json_put(b, ",") &&
           json_put_count(b, span.end) && json_put(b, "]");
}

/* ---- the lists ----------------------------------------------------------- */

static bool put_mentions(struct buffer *b, const struct toward *t)
{
    bool ok = json_put_name(b, "mentions") && json_put(b, "[");

    for (size_t i = 0; ok && i < tenor_target_mentions(t->target); i++)
        ok = put_pair(b, tenor_target_mention(t->target, i));
    return ok && json_put(b, "]");
}

static bool put_feature(struct targeting *x, const struct toward *t,
                        const struct tenor_evidence *f, struct buffer *b,
                        struct tenor_error *err)
{
    struct str name;
    bool ok =
        tenor_feature_name(x->scorer, f, &name.s, &name.len, err) &&
        json_put_comma(b) && json_put(b, "{") &&
        json_member_text(b, "feature", name) &&
        json_member_text(b, "kind", str_of(feature_kind_name(f->kind))) &&
        json_member_real(b, "contribution", f->contribution) &&
        json_put_name(b, "points") && (f->points >= 0 || json_put(b, "-")) &&
        json_put_count(b, (size_t)(f->points < 0 ? -f->points : f->points)) &&
        json_member_exact(b, "unit", f->unit) &&
        json_member_count(b, "sentence", f->sentence) &&
        json_put_name(b, "spans") && json_put(b, "[");

    for (size_t i = 0; ok && i < f->spans; i++)
        ok = put_pair(b, tenor_target_place(t->target, f->span[i]));
    return ok && json_put(b, "]}");
}

static bool put_features(struct targeting *x, const struct toward *t,
                         struct buffer *b, struct tenor_error *err)
{
    bool ok = json_put_name(b, "features") && json_put(b, "[");

    for (size_t i = 0; ok && i < t->e.features; i++)
        ok = put_feature(x, t, &t->e.feature[i], b, err);
    return ok && json_put(b, "]");
}

static bool put_words(const struct targeting *x, const struct toward *t,
                      struct buffer *b)
{
    bool ok = json_put_name(b, "words") && json_put(b, "[");

    for (size_t i = 0; ok && i < t->e.words; i++) {
        const struct tenor_word *w = &t->e.word[i];
        ok = json_put_comma(b) && json_put(b, "{") &&
             json_member_text(b, "word", target_text_at(x, t, w->span)) &&
             put_span(b, tenor_target_place(t->target, w->span)) &&
             json_member_count(b, "occurrences", w->occurrences) &&
             json_member_real(b, "contribution", w->contribution) &&
             json_put(b, "}");
    }
    return ok && json_put(b, "]");
}

static bool put_sentences(const struct targeting *x, const struct toward *t,
                          struct buffer *b)
{
    bool ok = json_put_name(b, "sentences") && json_put(b, "[");
    size_t label;
    double p;

    for (size_t i = 0; ok && i < t->e.sentences; i++)
        if (target_opinion(x, i, &label, &p))
            ok =
                json_put_comma(b) && json_put(b, "{") &&
                json_member_count(b, "sentence", i) &&
                put_span(
                    b, tenor_target_place(t->target, t->e.sentence[i].span)) &&
                json_member_real(b, "contribution",
                                 t->e.sentence[i].contribution) &&
                json_member_text(
                    b, "label", str_of(tenor_axis_label(x->model, 0, label))) &&
                json_member_real(b, "p", p) && json_put(b, "}");
    return ok && json_put(b, "]");
}

/* ---- targets ------------------------------------------------------------- */

static bool put_probabilities(const struct targeting *x, struct buffer *b)
{
    bool ok = json_put_name(b, "probabilities") && json_put(b, "{");

    for (size_t k = 0; ok && k < tenor_axis_label_count(x->model, 0); k++)
        ok = json_member_real(b, tenor_axis_label(x->model, 0, k),
                              tenor_probability(x->scorer, 0, k));
    return ok && json_put(b, "}");
}

static bool put_toward(struct targeting *x, const struct toward *t,
                       struct buffer *b, struct tenor_error *err)
{
    if (!json_put_comma(b) || !json_put(b, "{") ||
        !json_member_text(b, "target", str_of(t->name)) ||
        !json_member_text(b, "status", str_of(target_status(t))) ||
        !put_mentions(b, t) || !json_put_name(b, "label"))
        return false;
    if (t->status != TENOR_STATUS_OK)
        return json_put(b, "null}");
    const bool same =
        evidence_adds_up(x->model, x->scorer, 0, t->label, &t->e, err);
    return !err->code &&
           json_put_string(b,
                           str_of(tenor_axis_label(x->model, 0, t->label))) &&
           json_member_real(b, "p",
                            tenor_probability(x->scorer, 0, t->label)) &&
           put_probabilities(x, b) &&
           json_member_exact(b, "margin",
                             tenor_margin(x->scorer, 0, t->label)) &&
           json_member_exact(b, "bias", t->e.bias) &&
           json_member_count(b, "mean_of", t->e.mean_of) &&
           json_put_name(b, "adds_up") &&
           json_put(b, same ? "true" : "false") && put_features(x, t, b, err) &&
           put_words(x, t, b) && put_sentences(x, t, b) && json_put(b, "}");
}

static bool put_all(struct targeting *x, const char *id, struct buffer *b,
                    struct tenor_error *err)
{
    bool ok = json_put(b, "{") && json_member_text(b, "id", str_of(id)) &&
              json_put_name(b, "targets") && json_put(b, "[");

    for (size_t i = 0; ok && i < x->names; i++) {
        struct toward t;
        ok = target_explain(x, i, &t, err) && put_toward(x, &t, b, err);
        tenor_target_free(t.target);
    }
    return ok && json_put(b, "]}\n");
}

static bool print(struct targeting *x, const char *id, struct tenor_error *err)
{
    struct buffer b = {0};
    const bool ok = put_all(x, id, &b, err) || fail_memory(err, "JSON");

    if (ok)
        fwrite(b.data, 1, b.len, stdout);
    free(b.data);
    return ok;
}

static void failed(const char *id, const struct tenor_error *err)
{
    out_json(json_pack("{s:o, s:s, s:o}", "id", out_string(str_of(id)),
                       "status", "error", "error",
                       out_string(str_of(err->message))));
}

const struct target_format target_json = {print, failed};
