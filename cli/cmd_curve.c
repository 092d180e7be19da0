/* tenor curve: what would more labels bring? */
#include <stdlib.h>

#include "cli/figures.h"
#include "cli/out.h"
#include "cli/training.h"
#include "train/curve.h"

#define POINTS_MIN 4

/* From where on a forecast deserves a warning: sizes that lie a point of
 * accuracy off the law, and documents that are few. */
#define OFF_MAX 0.01
#define DOCUMENTS_MIN 200

/* What to be careful about; NULL: nothing. text has room for a line. */
static const char *warning_of(const struct curve *c, const struct curve_axis *x,
                              char text[128])
{
    if (x->point[c->points - 1].documents < DOCUMENTS_MIN)
        snprintf(text, 128,
                 "fewer than %d documents to learn from are too few for a "
                 "forecast",
                 DOCUMENTS_MIN);
    else if (x->fit.off > OFF_MAX)
        snprintf(text, 128,
                 "the law fits poorly: sizes are %.1f points off, so the "
                 "forecast is rough",
                 100.0 * x->fit.off);
    else
        return NULL;
    return text;
}

static void print_json(const struct curve *c, size_t axis)
{
    const struct curve_axis *x = &c->axis[axis];
    json_t *points = json_array(), *doubled = json_object();
    char text[128];
    const char *warning = warning_of(c, x, text);

    for (size_t p = 0; p < c->points; p++) {
        json_t *o = json_object();
        json_object_set_new(o, "documents",
                            json_integer((json_int_t)x->point[p].documents));
        figures_set(o, "accuracy", &x->point[p].accuracy);
        figures_set(o, "macro_f1", &x->point[p].macro_f1);
        json_array_append_new(points, o);
    }
    json_object_set_new(doubled, "documents",
                        json_integer(2 * (json_int_t)c->all.documents.N));
    figures_set(doubled, "gain", &x->gain);
    json_t *o = json_pack(
        "{s:s, s:I, s:I, s:I, s:o, s:{s:f, s:f, s:f, s:f}, s:o}", "axis",
        c->all.axis[axis].name, "documents", (json_int_t)c->all.documents.N,
        "folds", (json_int_t)c->folds, "held_out", (json_int_t)c->tested,
        "points", points, "fit", "a", x->fit.a, "b", x->fit.b, "c", x->fit.c,
        "off", x->fit.off, "doubled", doubled);
    json_object_set_new(o, "warning",
                        warning ? json_string(warning) : json_null());
    out_json(o);
}

static void print_text(const struct curve *c, size_t axis)
{
    const struct curve_axis *x = &c->axis[axis];
    const struct interval *gain = &x->gain;
    char text[128];
    const char *warning = warning_of(c, x, text);

    printf(
        "%saxis       %s\ndocuments  %zu, %zu of them held out in %u folds\n",
        axis ? "\n" : "", c->all.axis[axis].name, c->all.documents.N, c->tested,
        c->folds);
    printf("\n%9s  %-26s%s\n", "documents", "accuracy", "macro-F1");
    for (size_t p = 0; p < c->points; p++) {
        const struct curve_point *i = &x->point[p];
        printf("%9zu  %.4f  [%.4f, %.4f]  %.4f  [%.4f, %.4f]\n", i->documents,
               i->accuracy.value, i->accuracy.low, i->accuracy.high,
               i->macro_f1.value, i->macro_f1.low, i->macro_f1.high);
    }
    printf("\nerror      %.4f + %.4g n^-%.2f; the sizes are %.2f points off\n",
           x->fit.a, x->fit.b, x->fit.c, 100.0 * x->fit.off);
    printf("twice as many labels (%zu documents) would bring about %+.1f "
           "points of accuracy\n[%+.1f, %+.1f]\n",
           2 * c->all.documents.N, 100.0 * gain->value, 100.0 * gain->low,
           100.0 * gain->high);
    if (warning)
        printf("warning: %s\n", warning);
}

static int run_curve(const struct verb *v, int argc, char **argv)
{
    struct training_options o = training_defaults();
    size_t points = 7, n;
    int format = 0, status;
    /* clang-format off */
    const struct opt table[] = {
        {OPT_CHOICE, 0, "format", &format, "NAME", "what to print; text", "text json"},
        {OPT_COUNT,  0, "points", &points, "N",    "how many sizes, 4 to 20; 7", NULL},
        TRAINING_OPTIONS(o),
        {OPT_END,    0, NULL, NULL, NULL, NULL, NULL},
    };
    /* clang-format on */
    struct tenor_error err = {0};
    struct training t = {0};
    struct curve c = {0};

    if (!opt_parse(v, table, argc, argv, &n, &status))
        ;
    else if (n == 0)
        status = opt_misuse(v, "a corpus to train on is missing");
    else if (points < POINTS_MIN || points > POWERLAW_POINTS)
        status = opt_misuse(v, "--points must be from %d to %d", POINTS_MIN,
                            POWERLAW_POINTS);
    else if (training_prepare(v, &o, argv, n, &t, &status)) {
        const bool ok = curve_draw(&t.request, points, &c, &err);
        for (size_t a = 0; ok && a < c.all.axes; a++)
            (format ? print_json : print_text)(&c, a);
        status = ok ? out_close(v->name, EXIT_DONE) : out_error(v->name, &err);
        curve_release(&c);
        training_release(&t);
    }
    training_options_release(&o);
    return status;
}

const struct verb verb_curve = {
    .name = "curve",
    .synopsis = "[OPTION...] [--points N] [--format text|json] CORPUS...",
    .summary = "Forecast what more labels would bring.",
    .more =
        "A learning curve: models learn from an eighth to all of what is left\n"
        "when a fold is held out, and are measured on the fold. The search\n"
        "looks at all of it, and its settings serve for the other sizes. No\n"
        "model is written. Options are those of train.",
    .run = run_curve,
};
