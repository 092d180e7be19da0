#include "cli/report/card_short.h"

#include <inttypes.h>
#include <stdio.h>

#include "cli/card_view.h"
#include "cli/report/page.h"
#include "model/language.h"

bool card_short_read(struct card_short *c, const struct tenor_model *model,
                     struct tenor_error *err)
{
    size_t size;
    const char *bytes = tenor_model_card(model, &size);

    *c = (struct card_short){.model = model,
                             .card = json_loadb(bytes, size, 0, NULL)};
    return c->card ||
           fail(err, TENOR_EMODEL, 0, "the card of the model is not JSON");
}

void card_short_release(struct card_short *c)
{
    json_decref(c->card);
}

static const json_t *axis_at(const struct card_short *c, size_t axis)
{
    return json_array_get(json_object_get(c->card, "axes"), axis);
}

const char *card_short_language(const struct card_short *c)
{
    const json_t *settings = json_object_get(axis_at(c, 0), "settings");
    const char *name = json_string_value(json_object_get(settings, "language"));
    const struct language *l = name ? language_find(name) : NULL;

    return l ? l->code : name;
}

/* ---- an axis ------------------------------------------------------------- */

static void put_string(struct markup *m, const json_t *o, const char *key)
{
    markup_foreign(m, str_of(view_string(o, key)));
}

static void put_total(struct markup *m, double n)
{
    markup_total(m, n > 0.0 ? (size_t)n : 0);
}

/* "67.4 % (67.0 to 67.8)" */
static void put_figure(struct markup *m, const char *name,
                       const json_t *figures, const char *key)
{
    const json_t *o = json_object_get(figures, key);
    const json_t *bounds = json_object_get(o, "interval");

    if (!o)
        return;
    markup_put(m, "<dt>");
    markup_put(m, name);
    markup_put(m, "</dt><dd>");
    markup_percent(m, view_number(o, "value"), 1);
    markup_put(m, " (");
    markup_number(m, 100.0 * json_number_value(json_array_get(bounds, 0)), 1);
    markup_put(m, " to ");
    markup_number(m, 100.0 * json_number_value(json_array_get(bounds, 1)), 1);
    markup_put(m, ")</dd>");
}

static void put_corpora(struct markup *m, const json_t *corpora)
{
    const json_t *c;
    size_t i;

    json_array_foreach(corpora, i, c)
    {
        const json_t *licence = json_object_get(c, "licence");
        markup_put(m, i ? "; " : ": ");
        put_string(m, c, "name");
        if (licence) {
            markup_put(m, " (");
            put_string(m, c, "licence");
            markup_put(m, ")");
        }
    }
}

static void put_test(struct markup *m, const json_t *test)
{
    markup_put(m, "<dt>Test, never trained on</dt><dd>");
    put_string(m, test, "name");
    markup_put(m, ": accuracy ");
    markup_percent(m, view_number(json_object_get(test, "accuracy"), "value"),
                   1);
    markup_put(m, "</dd>");
}

static void put_notes(struct markup *m, const json_t *notes)
{
    const json_t *note;
    size_t i;

    json_array_foreach(notes, i, note)
    {
        const char *text = json_string_value(note);
        markup_put(m, "<dt>Keep in mind</dt><dd>");
        markup_foreign(m, str_of(text ? text : "?"));
        markup_put(m, "</dd>");
    }
}

static void put_labels(struct markup *m, const struct tenor_model *model,
                       size_t axis)
{
    markup_put(m, "<dt>Labels</dt><dd>");
    for (size_t k = 0; k < tenor_axis_label_count(model, axis); k++) {
        markup_put(m, k ? ", " : "");
        markup_foreign(m, str_of(tenor_axis_label(model, axis, k)));
    }
    markup_put(m, "</dd>");
}

static void put_axis(const struct card_short *c, struct markup *m, size_t axis)
{
    const json_t *o = axis_at(c, axis);
    const json_t *cv = json_object_get(o, "cross_validation");
    const json_t *test = json_array_get(json_object_get(o, "tests"), 0);

    markup_put(m, "<h3>");
    markup_foreign(m, str_of(tenor_axis_name(c->model, axis)));
    markup_put(m, "</h3>\n<dl class=\"facts\">");
    put_labels(m, c->model, axis);
    markup_put(m, "<dt>Trained on</dt><dd>");
    put_total(m, view_number(o, "documents"));
    markup_put(m, " documents of the unit ");
    put_string(m, o, "unit");
    put_corpora(m, json_object_get(o, "corpora"));
    markup_put(m, "</dd>");
    put_figure(m, "Accuracy, cross-validated", cv, "accuracy");
    put_figure(m, "Macro-F1, cross-validated", cv, "macro_f1");
    if (test)
        put_test(m, test);
    put_notes(m, json_object_get(o, "notes"));
    markup_put(m, "</dl>\n");
}

/* ---- the section --------------------------------------------------------- */

static void put_model(const struct card_short *c, struct markup *m)
{
    const json_t *settings = json_object_get(axis_at(c, 0), "settings");
    char checksum[17];

    snprintf(checksum, sizeof checksum, "%016" PRIx64,
             tenor_model_checksum(c->model));
    markup_put(m, "<dl class=\"facts\"><dt>Trained by</dt><dd>tenor ");
    put_string(m, c->card, "tenor");
    markup_put(m, "</dd><dt>Language</dt><dd>");
    put_string(m, settings, "language");
    markup_put(m, "</dd><dt>Checksum</dt><dd><code>");
    markup_put(m, checksum);
    markup_put(m, "</code></dd></dl>\n");
}

void card_short_put(const struct card_short *c, struct markup *m,
                    const size_t *axis, size_t axes)
{
    page_section(m, "model", STR("The model"));
    put_model(c, m);
    markup_put(m,
               "<p>A label is what texts with such words were labelled with in "
               "training, no more: irony, facts and what is meant between the "
               "lines are not understood. On texts of another kind than those "
               "of the training it is less often right than the figures below "
               "say.</p>\n<details class=\"card\"><summary>How each axis was "
               "trained, and how often it is right</summary>\n");
    for (size_t i = 0; i < axes; i++)
        put_axis(c, m, axis[i]);
    markup_put(m,
               "<p class=\"quiet\">Cross-validated: a document is labelled by "
               "a machine that was trained without it. Brackets hold 95 % "
               "intervals. <code>tenor info</code> prints the whole card."
               "</p>\n</details>\n");
    page_section_end(m);
}
