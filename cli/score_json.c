/* tenor score --format json: everything there is, for programs. */
#include <stdio.h>

#include "cli/out.h"
#include "cli/scoring.h"

static void begin(const struct scoring *s)
{
    (void)s;
}

/* ---- axes ---------------------------------------------------------------- */

static json_t *set_json(const struct scoring *s, size_t a)
{
    json_t *set = json_array();

    for (size_t k = 0; k < tenor_axis_label_count(s->model, a); k++)
        if (scoring_in_set(s, a, k))
            json_array_append_new(
                set, json_string(tenor_axis_label(s->model, a, k)));
    return set;
}

/* A figure for each label. */
static json_t *figures(const struct scoring *s, size_t a,
                       double (*of)(const struct tenor_scorer *, size_t,
                                    size_t))
{
    json_t *o = json_object();

    for (size_t k = 0; k < tenor_axis_label_count(s->model, a); k++)
        json_object_set_new(o, tenor_axis_label(s->model, a, k),
                            json_real(of(s->scorer, a, k)));
    return o;
}

static json_t *axis_json(const struct scoring *s, size_t a)
{
    const struct tenor_scorer *r = s->scorer;
    const bool ok = scoring_ok(s, a);
    double polarity;
    json_t *axis = json_pack("{s:s, s:s}", "status",
                             tenor_status_name(tenor_axis_status(r, a)), "unit",
                             tenor_axis_unit(s->model, a));

    if (tenor_axis_scope(s->model, a) == TENOR_SENTENCES)
        json_object_set_new(axis, "share",
                            json_real(tenor_axis_share(s->model, a)));
    json_object_set_new(
        axis, "label",
        ok ? json_string(tenor_axis_label(s->model, a, tenor_label(r, a)))
           : json_null());
    json_object_set_new(axis, "p", figures(s, a, tenor_probability));
    if (ok)
        json_object_set_new(axis, "margin", figures(s, a, tenor_margin));
    if (tenor_polarity(r, a, &polarity))
        json_object_set_new(axis, "score", json_real(polarity));
    if (s->threshold)
        json_object_set_new(axis, "set", set_json(s, a));
    return axis;
}

/* ---- title and sentences ------------------------------------------------- */

static void set_span(json_t *o, struct tenor_span span)
{
    json_object_set_new(o, "begin", json_integer((json_int_t)span.begin));
    json_object_set_new(o, "end", json_integer((json_int_t)span.end));
}

static json_t *title_json(const struct scoring *s, const char *title,
                          size_t len)
{
    const uintptr_t at = (uintptr_t)title, text = (uintptr_t)s->text.data;
    json_t *o = json_object();

    json_object_set_new(o, "text", out_string((struct str){title, len}));
    if (text && at >= text && at - text < s->text.len)
        set_span(o, (struct tenor_span){at - text, at - text + len});
    return o;
}

/* What a sentence by itself says on an axis; NULL when nothing. */
static json_t *opinion_json(const struct scoring *s, size_t sentence, size_t a)
{
    const struct tenor_scorer *r = s->scorer;
    size_t best = 0;
    double p, most = -1.0, part;

    for (size_t k = 0; k < tenor_axis_label_count(s->model, a); k++) {
        if (!tenor_sentence_probability(r, sentence, a, k, &p))
            return NULL;
        if (p > most) {
            most = p;
            best = k;
        }
    }
    json_t *o = json_pack("{s:s, s:f}", "label",
                          tenor_axis_label(s->model, a, best), "p", most);
    if (tenor_sentence_part(r, sentence, a, tenor_label(r, a), &part))
        json_object_set_new(o, "part", json_real(part));
    return o;
}

static json_t *sentence_json(const struct scoring *s, size_t i)
{
    const struct tenor_sentence t = tenor_sentence_at(s->scorer, i);
    json_t *o = json_object();

    set_span(o, t.span);
    json_object_set_new(o, "counted", json_boolean(t.counted));
    if (!t.counted)
        return o;
    json_t *axes = json_object();
    for (size_t j = 0; j < s->axes; j++) {
        json_t *opinion = opinion_json(s, i, s->axis[j]);
        if (opinion)
            json_object_set_new(axes, tenor_axis_name(s->model, s->axis[j]),
                                opinion);
    }
    json_object_set_new(o, "axes", axes);
    return o;
}

static json_t *sentences_json(const struct scoring *s)
{
    json_t *list = json_array();

    for (size_t i = 0; i < tenor_sentence_count(s->scorer); i++)
        json_array_append_new(list, sentence_json(s, i));
    return list;
}

/* ---- records ------------------------------------------------------------- */

static bool print(const struct scoring *s, const char *id,
                  struct tenor_error *err)
{
    const struct tenor_scorer *r = s->scorer;
    const char *title;
    size_t len;
    json_t *axes = json_object();

    (void)err;
    for (size_t i = 0; i < s->axes; i++)
        json_object_set_new(axes, tenor_axis_name(s->model, s->axis[i]),
                            axis_json(s, s->axis[i]));
    json_t *o = json_pack("{s:o, s:s, s:I, s:f}", "id", out_string(str_of(id)),
                          "status", tenor_status_name(tenor_status(r)), "words",
                          (json_int_t)tenor_words(r), "known", tenor_known(r));
    if (tenor_repaired(r))
        json_object_set_new(o, "invalid_utf8",
                            json_integer((json_int_t)tenor_repaired(r)));
    if (tenor_status(r) == TENOR_STATUS_LANGUAGE) {
        const char *language = tenor_other_language(r);
        json_object_set_new(o, "language",
                            language ? json_string(language) : json_null());
    }
    if (tenor_title(r, &title, &len))
        json_object_set_new(o, "title", title_json(s, title, len));
    json_object_set_new(o, "axes", axes);
    if (scoring_has_sentences(s))
        json_object_set_new(o, "sentences", sentences_json(s));
    out_json(o);
    return true;
}

static void failed(const struct scoring *s, const char *id,
                   const struct tenor_error *err)
{
    (void)s;
    out_json(json_pack("{s:o, s:s, s:o}", "id", out_string(str_of(id)),
                       "status", "error", "error",
                       out_string(str_of(err->message))));
}

const struct score_format score_json = {begin, print, failed};
