/* A result as JSON: everything there is, for programs. */
#include "model/json.h"
#include "model/scorer.h"

/* A result that is being written. */
struct writing {
    struct buffer *out;
    struct tenor_scorer *scorer;
    const struct tenor_model *model;
    const struct tenor_json_parts *parts;
};

static size_t axes_of(const struct writing *w)
{
    return w->parts->axis ? w->parts->axes : tenor_axis_count(w->model);
}

static size_t axis_of(const struct writing *w, size_t i)
{
    return w->parts->axis ? w->parts->axis[i] : i;
}

static bool put_text(const struct writing *w, const char *name,
                     const char *value)
{
    return json_put_name(w->out, name) &&
           json_put_string(w->out, str_of(value));
}

static bool put_real(const struct writing *w, const char *name, double value)
{
    return json_put_name(w->out, name) && json_put_real(w->out, value);
}

static bool put_count(const struct writing *w, const char *name, size_t value)
{
    return json_put_name(w->out, name) && json_put_count(w->out, value);
}

static bool put_span(const struct writing *w, struct tenor_span span)
{
    return put_count(w, "begin", span.begin) && put_count(w, "end", span.end);
}

/* ---- axes ---------------------------------------------------------------- */

static bool put_set(const struct writing *w, size_t a)
{
    bool ok = json_put_name(w->out, "set") && json_put(w->out, "[");

    for (size_t k = 0; ok && k < tenor_axis_label_count(w->model, a); k++)
        if (tenor_in_set(w->scorer, a, k, w->parts->threshold[a]))
            ok = json_put_comma(w->out) &&
                 json_put_string(w->out,
                                 str_of(tenor_axis_label(w->model, a, k)));
    return ok && json_put(w->out, "]");
}

/* A figure for each label. */
static bool put_figures(const struct writing *w, const char *name, size_t a,
                        double (*of)(const struct tenor_scorer *, size_t,
                                     size_t))
{
    bool ok = json_put_name(w->out, name) && json_put(w->out, "{");

    for (size_t k = 0; ok && k < tenor_axis_label_count(w->model, a); k++)
        ok = put_real(w, tenor_axis_label(w->model, a, k), of(w->scorer, a, k));
    return ok && json_put(w->out, "}");
}

static bool put_label(const struct writing *w, size_t a, bool given)
{
    return given ? put_text(
                       w, "label",
                       tenor_axis_label(w->model, a, tenor_label(w->scorer, a)))
                 : json_put_name(w->out, "label") && json_put(w->out, "null");
}

static bool put_axis(const struct writing *w, size_t a)
{
    const enum tenor_status status = tenor_axis_status(w->scorer, a);
    const bool given = status == TENOR_STATUS_OK;
    double polarity;

    return json_put_name(w->out, tenor_axis_name(w->model, a)) &&
           json_put(w->out, "{") &&
           put_text(w, "status", tenor_status_name(status)) &&
           put_text(w, "unit", tenor_axis_unit(w->model, a)) &&
           (tenor_axis_scope(w->model, a) != TENOR_SENTENCES ||
            put_real(w, "share", tenor_axis_share(w->model, a))) &&
           put_label(w, a, given) &&
           put_figures(w, "p", a, tenor_probability) &&
           (!given || put_figures(w, "margin", a, tenor_margin)) &&
           (!tenor_polarity(w->scorer, a, &polarity) ||
            put_real(w, "score", polarity)) &&
           (!w->parts->threshold || put_set(w, a)) && json_put(w->out, "}");
}

/* ---- title and sentences ------------------------------------------------- */

static bool put_title(const struct writing *w, struct str title)
{
    const struct str text = w->scorer->text;
    const uintptr_t at = (uintptr_t)title.s, begin = (uintptr_t)text.s;
    const bool inside = text.s && at >= begin && at - begin < text.len;

    return json_put_name(w->out, "title") && json_put(w->out, "{") &&
           json_put_name(w->out, "text") && json_put_string(w->out, title) &&
           (!inside ||
            put_span(
                w, (struct tenor_span){at - begin, at - begin + title.len})) &&
           json_put(w->out, "}");
}

/* What a sentence by itself says on an axis, if anything. */
static bool put_opinion(const struct writing *w, size_t sentence, size_t a)
{
    const struct tenor_scorer *s = w->scorer;
    size_t best = 0;
    double p, most = -1.0, part;

    for (size_t k = 0; k < tenor_axis_label_count(w->model, a); k++) {
        if (!tenor_sentence_probability(s, sentence, a, k, &p))
            return true;
        if (p > most) {
            most = p;
            best = k;
        }
    }
    return json_put_name(w->out, tenor_axis_name(w->model, a)) &&
           json_put(w->out, "{") &&
           put_text(w, "label", tenor_axis_label(w->model, a, best)) &&
           put_real(w, "p", most) &&
           (!tenor_sentence_part(s, sentence, a, tenor_label(s, a), &part) ||
            put_real(w, "part", part)) &&
           json_put(w->out, "}");
}

static bool put_sentence(const struct writing *w, size_t i)
{
    const struct tenor_sentence t = tenor_sentence_at(w->scorer, i);
    bool ok = json_put_comma(w->out) && json_put(w->out, "{") &&
              put_span(w, t.span) && json_put_name(w->out, "counted") &&
              json_put(w->out, t.counted ? "true" : "false");

    if (ok && t.counted) {
        ok = json_put_name(w->out, "axes") && json_put(w->out, "{");
        for (size_t j = 0; ok && j < axes_of(w); j++)
            ok = put_opinion(w, i, axis_of(w, j));
        ok = ok && json_put(w->out, "}");
    }
    return ok && json_put(w->out, "}");
}

static bool put_sentences(const struct writing *w)
{
    bool ok = json_put_name(w->out, "sentences") && json_put(w->out, "[");

    for (size_t i = 0; ok && i < tenor_sentence_count(w->scorer); i++)
        ok = put_sentence(w, i);
    return ok && json_put(w->out, "]");
}

static bool has_sentences(const struct tenor_model *m)
{
    for (size_t a = 0; a < tenor_axis_count(m); a++)
        if (tenor_axis_scope(m, a) == TENOR_SENTENCES)
            return true;
    return false;
}

/* ---- all of it ----------------------------------------------------------- */

static bool put_language(const struct writing *w)
{
    const char *language = tenor_other_language(w->scorer);

    return language
               ? put_text(w, "language", language)
               : json_put_name(w->out, "language") && json_put(w->out, "null");
}

static bool put_about_text(const struct writing *w)
{
    const struct tenor_scorer *s = w->scorer;

    return put_text(w, "status", tenor_status_name(tenor_status(s))) &&
           put_count(w, "words", tenor_words(s)) &&
           put_real(w, "known", tenor_known(s)) &&
           (tenor_repaired(s) == 0 ||
            put_count(w, "invalid_utf8", tenor_repaired(s))) &&
           (tenor_status(s) != TENOR_STATUS_LANGUAGE || put_language(w)) &&
           (s->title.len == 0 || put_title(w, s->title));
}

static bool put_result(const struct writing *w)
{
    bool ok = json_put(w->out, "{") && put_about_text(w) &&
              json_put_name(w->out, "axes") && json_put(w->out, "{");

    for (size_t i = 0; ok && i < axes_of(w); i++)
        ok = put_axis(w, axis_of(w, i));
    return ok && json_put(w->out, "}") &&
           (!w->parts->sentences || !has_sentences(w->model) ||
            put_sentences(w)) &&
           json_put(w->out, "}");
}

bool tenor_json(struct tenor_scorer *scorer,
                const struct tenor_json_parts *parts, const char **json,
                size_t *len, struct tenor_error *err)
{
    static const struct tenor_json_parts all;
    const struct writing w = {&scorer->json, scorer, scorer->model,
                              parts ? parts : &all};

    scorer->json.len = 0;
    if (!put_result(&w))
        return fail_memory(err, "JSON");
    *json = scorer->json.data;
    *len = scorer->json.len;
    return true;
}
