/* tenor explain --diff, --format json: all edits. */
#include <stdio.h>
#include <stdlib.h>

#include "cli/explain/diffing.h"
#include "cli/out.h"
#include "model/json.h"

/* "before": {...}, of a text. */
static bool put_state(struct buffer *b, const struct explaining *x,
                      const struct diffing_axis *a, const char *name,
                      size_t guess, double margin, double p)
{
    const enum tenor_status status =
        tenor_axis_status(x->score.scorer, a->axis);

    return json_put_name(b, name) && json_put(b, "{") &&
           json_member_text(b, "status", str_of(tenor_status_name(status))) &&
           (status != TENOR_STATUS_OK ||
            (json_member_text(
                 b, "label",
                 str_of(tenor_axis_label(x->score.model, a->axis, guess))) &&
             json_member_exact(b, "margin", margin) && json_put_name(b, "p") &&
             json_put_real(b, p))) &&
           json_put(b, "}");
}

static bool put_side(struct buffer *b, struct explaining *x, size_t axis,
                     const char *name, const struct edit_side *s)
{
    const struct str in = explain_in(x, axis);
    const size_t offset = explain_offset(x, axis);
    const struct str text = {in.s + s->span.begin, s->span.end - s->span.begin};

    return json_put_name(b, name) && json_put(b, "{") &&
           json_member_text(b, "text", text) &&
           json_member_count(b, "line", s->line) &&
           json_member_count(b, "begin", offset + s->span.begin) &&
           json_member_count(b, "end", offset + s->span.end) &&
           json_member_exact(b, "contribution", s->carried) && json_put(b, "}");
}

static bool put_edits(struct buffer *b, struct diffing *d,
                      const struct diffing_axis *a)
{
    double rest = a->after - a->before;
    bool ok = json_member_exact(b, "moved", rest) &&
              json_put_name(b, "edits") && json_put(b, "[");

    for (size_t i = 0; ok && i < a->edits.n; i++) {
        const struct edit *e = &a->edits.edit[i];
        rest -= edit_moved(e);
        ok = json_put_comma(b) && json_put(b, "{") &&
             json_member_exact(b, "moved", edit_moved(e)) &&
             put_side(b, d->before, a->axis, "removed", &e->removed) &&
             put_side(b, &d->after, a->axis, "added", &e->added) &&
             json_put(b, "}");
    }
    return ok && json_put(b, "]") && json_member_exact(b, "rest", rest) &&
           json_put_name(b, "coarse") &&
           json_put(b, a->edits.coarse ? "true" : "false");
}

static bool put_axis(struct buffer *b, struct diffing *d, size_t axis,
                     struct tenor_error *err)
{
    const struct tenor_model *m = d->before->score.model;
    struct diffing_axis a;
    bool ok = diffing_axis(d, axis, &a, err) &&
              json_put_name(b, tenor_axis_name(m, axis)) && json_put(b, "{") &&
              (!a.judged ||
               json_member_text(b, "label",
                                str_of(tenor_axis_label(m, axis, a.label)))) &&
              put_state(b, d->before, &a, "before", a.guess_before, a.before,
                        a.p_before) &&
              put_state(b, &d->after, &a, "after", a.guess_after, a.after,
                        a.p_after) &&
              (!a.judged || put_edits(b, d, &a)) && json_put(b, "}");

    diffing_axis_release(&a);
    return ok;
}

static bool print(struct explaining *x, const char *id, struct tenor_error *err)
{
    struct diffing d;
    struct buffer b = {0};
    bool ok = diffing_begin(&d, x, err) && json_put(&b, "{") &&
              json_member_text(&b, "id", str_of(id)) &&
              json_member_text(&b, "other", str_of(x->diff)) &&
              json_put_name(&b, "axes") && json_put(&b, "{");

    for (size_t i = 0; ok && i < x->score.axes; i++)
        ok = put_axis(&b, &d, x->score.axis[i], err);
    ok = (ok && json_put(&b, "}}\n")) || fail_memory(err, "JSON");
    if (ok)
        fwrite(b.data, 1, b.len, stdout);
    free(b.data);
    diffing_release(&d);
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

const struct explain_format diff_json = {print, failed};
