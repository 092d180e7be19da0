/* tenor words --format json: an object on one line. */
#include <stdio.h>
#include <stdlib.h>

#include "cli/explain/feature_text.h"
#include "cli/words/listing.h"
#include "model/json.h"

static bool put_forms(struct buffer *b, const struct word_row *r)
{
    bool ok = json_put_name(b, "forms") && json_put(b, "[");

    for (size_t i = 0; ok && i < r->forms; i++)
        ok = json_put_comma(b) && json_put_string(b, r->form[i]);
    return ok && json_put(b, "]");
}

static bool put_row(struct buffer *b, const struct listing *w,
                    const struct word_row *r)
{
    return json_put_comma(b) && json_put(b, "{") &&
           json_put_name(b, "feature") && json_put_string(b, r->name) &&
           json_put_name(b, "kind") &&
           json_put_string(b, str_of(feature_kind_name(r->kind))) &&
           json_member_real(b, "weight", r->weight) &&
           json_member_count(b, w->surveyed ? "texts" : "documents",
                             r->texts) &&
           (!w->surveyed ||
            (json_member_real(b, "contribution", r->sum) &&
             json_member_real(b, "mean", r->mean) && put_forms(b, r))) &&
           json_put(b, "}");
}

static bool put_list(struct buffer *b, const struct listing *w,
                     const struct word_list *l)
{
    bool ok = json_put_name(b, l->side == GLOSSARY_FOR ? "for" : "against") &&
              json_put(b, "[");

    for (size_t i = 0; ok && i < l->n; i++)
        ok = put_row(b, w, &l->row[i]);
    return ok && json_put(b, "]");
}

/* Before a list: what begins, and what ends, with its axis and its label. */
static bool put_head(struct buffer *b, const struct listing *w,
                     const struct word_list *l, bool axis, bool label)
{
    if (axis &&
        !(json_put_name(b, tenor_axis_name(w->model, l->axis)) &&
          json_put(b, "{") &&
          (!w->surveyed || json_member_count(b, "texts", w->judged[l->axis])) &&
          json_put_name(b, "labels") && json_put(b, "{")))
        return false;
    return !label ||
           (json_put_name(b, tenor_axis_label(w->model, l->axis, l->label)) &&
            json_put(b, "{"));
}

static bool put_lists(struct buffer *b, const struct listing *w)
{
    bool ok = true;

    for (size_t i = 0; ok && i < w->lists; i++) {
        const struct word_list *l = &w->list[i];
        const bool first = i == 0, last = i + 1 == w->lists;
        const bool axis = first || l[-1].axis != l->axis;
        const bool axis_ends = last || l[1].axis != l->axis;
        const bool label = axis || l[-1].label != l->label;
        const bool label_ends = axis_ends || l[1].label != l->label;
        ok = put_head(b, w, l, axis, label) && put_list(b, w, l) &&
             (!label_ends || json_put(b, "}")) &&
             (!axis_ends || json_put(b, "}}"));
    }
    return ok;
}

static bool print(const struct listing *w, struct tenor_error *err)
{
    struct buffer b = {0};
    const bool ok =
        (json_put(&b, "{") &&
         (!w->surveyed || (json_member_count(&b, "texts", w->texts) &&
                           json_member_count(&b, "errors", w->errors))) &&
         json_put_name(&b, "axes") && json_put(&b, "{") && put_lists(&b, w) &&
         json_put(&b, "}}\n")) ||
        fail_memory(err, "JSON");

    if (ok)
        fwrite(b.data, 1, b.len, stdout);
    free(b.data);
    return ok;
}

const struct words_format words_json = {print};
