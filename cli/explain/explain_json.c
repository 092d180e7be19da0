/* tenor explain --format json: all of the evidence, for programs. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "cli/explain/evidence_sum.h"
#include "cli/explain/explaining.h"
#include "cli/explain/feature_text.h"
#include "cli/out.h"
#include "model/json.h"

#define HELD ((size_t)16 << 20) /* bytes of a record that are not passed on */

/* An axis that is being written. */
struct writing {
    struct buffer *out;
    struct explaining *x;
    size_t axis, label;
    struct str in;
    size_t offset; /* of it in the file */
    const struct tenor_explanation *e;
};

static bool put_integer(struct buffer *b, const char *name, int64_t value)
{
    return json_put_name(b, name) && (value >= 0 || json_put(b, "-")) &&
           json_put_count(b, (size_t)(value < 0 ? -value : value));
}

static bool put_span(const struct writing *w, struct tenor_span span)
{
    return json_put_count(w->out, w->offset + span.begin) &&
           json_put(w->out, ",") &&
           json_put_count(w->out, w->offset + span.end);
}

static bool put_place(const struct writing *w, struct tenor_span span)
{
    return json_member_count(w->out, "begin", w->offset + span.begin) &&
           json_member_count(w->out, "end", w->offset + span.end);
}

/* Evidence is some 2000 times as long as its text, so what is written of a long
 * one is passed on in pieces: at the end of an object, all but its brace, which
 * says that a comma comes next. False when nobody takes it. */
static bool pass_on(const struct writing *w)
{
    struct buffer *b = w->out;

    if (b->len < HELD)
        return true;
    const size_t n = b->len - 1;
    if (fwrite(b->data, 1, n, stdout) != n)
        return false;
    b->data[0] = b->data[n];
    b->len = 1;
    return true;
}

/* Whether something of a record was passed on: it has not its first brace. */
static bool is_begun(const struct buffer *b)
{
    return b->len && b->data[0] != '{';
}

/* ---- the lists ----------------------------------------------------------- */

static double sum_of_sizes(const struct tenor_explanation *e)
{
    double sum = 0.0;

    for (size_t i = 0; i < e->features; i++)
        sum += fabs(e->feature[i].contribution);
    return sum;
}

static bool put_spans(const struct writing *w, const struct tenor_evidence *f)
{
    bool ok = json_put_name(w->out, "spans") && json_put(w->out, "[");

    for (size_t i = 0; ok && i < f->spans; i++)
        ok = json_put_comma(w->out) && json_put(w->out, "[") &&
             put_span(w, f->span[i]) && json_put(w->out, "]");
    return ok && json_put(w->out, "]");
}

static bool put_feature(const struct writing *w, const struct tenor_evidence *f,
                        double all, struct tenor_error *err)
{
    struct buffer *b = w->out;
    struct str name;

    return tenor_feature_name(w->x->score.scorer, f, &name.s, &name.len, err) &&
           ((json_put_comma(b) && json_put(b, "{") &&
             json_member_text(b, "feature", name) &&
             json_member_text(b, "kind", str_of(feature_kind_name(f->kind))) &&
             json_member_real(b, "contribution", f->contribution) &&
             json_member_real(b, "share", fabs(f->contribution) / all) &&
             json_member_real(b, "weight", f->weight) &&
             json_member_real(b, "value", f->value) &&
             put_integer(b, "points", f->points) &&
             json_member_exact(b, "unit", f->unit) &&
             (tenor_axis_scope(w->x->score.model, w->axis) != TENOR_SENTENCES ||
              json_member_count(b, "sentence", f->sentence)) &&
             put_spans(w, f) && json_put(b, "}")) ||
            fail_memory(err, "JSON"));
}

static bool put_features(const struct writing *w, struct tenor_error *err)
{
    const double all = sum_of_sizes(w->e);
    bool ok = json_put_name(w->out, "features") && json_put(w->out, "[");

    for (size_t i = 0; ok && i < w->e->features; i++)
        ok = put_feature(w, &w->e->feature[i], all, err) && pass_on(w);
    return ok && json_put(w->out, "]");
}

static bool put_words(const struct writing *w)
{
    struct buffer *b = w->out;
    bool ok = json_put_name(b, "words") && json_put(b, "[");

    for (size_t i = 0; ok && i < w->e->words; i++) {
        const struct tenor_word *word = &w->e->word[i];
        ok =
            json_put_comma(b) && json_put(b, "{") &&
            json_member_text(b, "word",
                             (struct str){w->in.s + word->span.begin,
                                          word->span.end - word->span.begin}) &&
            put_place(w, word->span) &&
            json_member_count(b, "occurrences", word->occurrences) &&
            json_member_real(b, "contribution", word->contribution) &&
            json_put(b, "}") && pass_on(w);
    }
    return ok && json_put(b, "]");
}

static bool put_opinion(const struct writing *w, size_t i,
                        struct tenor_error *err)
{
    struct opinion o;

    if (!explain_opinion(w->x, w->axis, w->e, i, &o, err))
        return !err->code;
    return json_member_text(
               w->out, "label",
               str_of(tenor_axis_label(w->x->score.model, w->axis, o.label))) &&
           json_member_real(w->out, "p", o.p);
}

static bool put_sentences(const struct writing *w, struct tenor_error *err)
{
    struct buffer *b = w->out;
    bool ok = json_put_name(b, "sentences") && json_put(b, "[");

    for (size_t i = 0; ok && i < w->e->sentences; i++) {
        const struct tenor_passage *p = &w->e->sentence[i];
        ok = json_put_comma(b) && json_put(b, "{") && put_place(w, p->span) &&
             json_member_bool(b, "counted", p->counted) &&
             json_member_real(b, "contribution", p->contribution) &&
             put_opinion(w, i, err) && json_put(b, "}") && pass_on(w);
    }
    return ok && json_put(b, "]");
}

/* ---- axes ---------------------------------------------------------------- */

static bool put_explanation(const struct writing *w, struct tenor_error *err)
{
    const struct scoring *s = &w->x->score;
    struct buffer *b = w->out;
    const bool same =
        evidence_adds_up(s->model, s->scorer, w->axis, w->label, w->e, err);

    return !err->code &&
           json_member_text(
               b, "label",
               str_of(tenor_axis_label(s->model, w->axis, w->label))) &&
           json_member_real(b, "p",
                            tenor_probability(s->scorer, w->axis, w->label)) &&
           json_member_exact(b, "margin",
                             tenor_margin(s->scorer, w->axis, w->label)) &&
           json_member_exact(b, "bias", w->e->bias) &&
           json_member_count(b, "mean_of", w->e->mean_of) &&
           json_member_bool(b, "adds_up", same) && put_features(w, err) &&
           put_words(w) && put_sentences(w, err);
}

static bool put_flip(struct explaining *x, size_t axis, struct buffer *b,
                     struct tenor_error *err)
{
    struct flip_answer a;

    return !x->flips || (explain_flip(x, axis, &a, err) &&
                         flip_json_add(x, axis, &a, b, err));
}

static bool put_axis(struct explaining *x, size_t axis, struct buffer *b,
                     struct tenor_error *err)
{
    const struct scoring *s = &x->score;
    const enum tenor_status status = tenor_axis_status(s->scorer, axis);
    struct tenor_explanation e;
    const struct writing w = {b,
                              x,
                              axis,
                              explain_label(x, axis),
                              explain_in(x, axis),
                              explain_offset(x, axis),
                              &e};

    if (!json_put_name(b, tenor_axis_name(s->model, axis)) ||
        !json_put(b, "{") ||
        !json_member_text(b, "status", str_of(tenor_status_name(status))))
        return false;
    if (status != TENOR_STATUS_OK)
        return json_put_name(b, "label") && json_put(b, "null}");
    return tenor_explain_all(s->scorer, axis, w.label, &e, err) &&
           put_explanation(&w, err) && put_flip(x, axis, b, err) &&
           json_put(b, "}");
}

/* ---- all of it ----------------------------------------------------------- */

static bool put_title(const struct scoring *s, struct buffer *b)
{
    const uintptr_t text = (uintptr_t)s->text.data;
    struct str title;

    if (!tenor_title(s->scorer, &title.s, &title.len))
        return true;
    const uintptr_t at = (uintptr_t)title.s;
    const bool inside = s->text.data && at >= text && at - text < s->text.len;
    return json_put_name(b, "title") && json_put(b, "{") &&
           json_member_text(b, "text", title) &&
           (!inside || (json_member_count(b, "begin", at - text) &&
                        json_member_count(b, "end", at - text + title.len))) &&
           json_put(b, "}");
}

static bool put_all(struct explaining *x, const char *id, struct buffer *b,
                    struct tenor_error *err)
{
    const struct scoring *s = &x->score;
    bool ok =
        json_put(b, "{") && json_member_text(b, "id", str_of(id)) &&
        json_member_text(b, "status",
                         str_of(tenor_status_name(tenor_status(s->scorer)))) &&
        json_member_count(b, "words", tenor_words(s->scorer)) &&
        json_member_real(b, "known", tenor_known(s->scorer)) &&
        put_title(s, b) && json_put_name(b, "axes") && json_put(b, "{");

    for (size_t i = 0; ok && i < s->axes; i++)
        ok = put_axis(x, s->axis[i], b, err);
    return ok && json_put(b, "}}\n");
}

static bool print(struct explaining *x, const char *id, struct tenor_error *err)
{
    struct buffer b = {0};
    const bool ok =
        put_all(x, id, &b, err) || ferror(stdout) || fail_memory(err, "JSON");

    if (ok)
        fwrite(b.data, 1, b.len, stdout);
    else if (is_begun(&b))
        putchar('\n'); /* the error has a line of its own */
    free(b.data);
    return ok;
}

static void failed(const struct explaining *x, const char *id,
                   const struct tenor_error *err)
{
    (void)x;
    out_json(json_pack("{s:o, s:s, s:o}", "id", out_string(str_of(id)),
                       "status", "error", "error",
                       out_string(str_of(err->message))));
}

const struct explain_format explain_json = {print, failed};
