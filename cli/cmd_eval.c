/* tenor eval: how good a model is on labelled texts. */
#include <stdio.h>
#include <stdlib.h>

#include "cli/figures.h"
#include "cli/mistakes.h"
#include "cli/out.h"
#include "cli/verbs.h"
#include "model/modelfile.h"

static bool print(const struct predictions *p, const struct metrics *m,
                  double coverage, bool json, struct tenor_error *err)
{
    const char **label = mem_resize(NULL, p->labels, sizeof *label);
    const double n = (double)p->n;
    const struct figures f = {.axis = tenor_axis_name(p->model, p->axis),
                              .label = label,
                              .documents = p->n,
                              .without = p->without,
                              .m = m,
                              .coverage = coverage,
                              .held = (double)p->held / n,
                              .set_size = (double)p->in_sets / n};

    if (!label)
        return fail_memory(err, "labels");
    for (size_t k = 0; k < p->labels; k++)
        label[k] = predictions_label(p, k);
    if (json)
        out_json(figures_json(&f));
    else
        figures_print_text(&f);
    free(label);
    return true;
}

/* Measure and print each axis in turn. */
static bool print_axes(const struct predictions *p, size_t axes,
                       double coverage, bool json, size_t samples, size_t seed,
                       struct tenor_error *err)
{
    bool ok = true;

    for (size_t a = 0; ok && a < axes; a++) {
        struct metrics m;
        if (!metrics_measure(p[a].item, p[a].n, p[a].labels, samples, seed, &m,
                             err))
            return false;
        if (a && !json)
            putchar('\n');
        ok = print(&p[a], &m, coverage, json, err);
        metrics_release(&m);
    }
    return ok;
}

static int run_eval(const struct verb *v, int argc, char **argv)
{
    const char *axis = NULL, *errors = NULL;
    struct labelmap map = {0};
    struct corpus_options options = {.map = &map};
    struct opt_list list = {0};
    struct predictions p[MODEL_AXES_MAX] = {0};
    struct mistakes mistakes = {.of = p, .limit = 100};
    size_t seed = 1, samples = METRICS_SAMPLES, axes = 1, n;
    double coverage = 0.0;
    int format = 0, status;
    /* clang-format off */
    const struct opt table[] = {
        {OPT_CHOICE, 0, "format",  &format,  "NAME", "what to print; text", "text json"},
        {OPT_STR,    0, "axis",    &axis,    "NAME", "axis that the labels belong to; the first, or\nwith several labels a document, all", NULL},
        CORPUS_OPTIONS(options, list),
        MULTI_LABEL_OPTIONS(options),
        {OPT_REAL,   0, "coverage", &coverage, "P", "count label sets of this coverage, 0.5 to 0.999", NULL},
        BOOTSTRAP_OPTIONS(samples, seed),
        {OPT_STR,    0, "errors",  &errors,  "FILE", "where the worst mistakes go, as TSV", NULL},
        {OPT_COUNT,  0, "errors-limit", &mistakes.limit, "N", "how many of them, 0 for all; 100", NULL},
        {OPT_END,    0, NULL, NULL, NULL, NULL, NULL},
    };
    /* clang-format on */
    struct tenor_error err = {0};

    if (!opt_parse(v, table, argc, argv, &n, &status))
        goto out;
    if (n < 1 || n > 2) {
        status = opt_misuse(v, "a model and a corpus are expected");
        goto out;
    }
    if (!fill_labelmap(&list, &map, &err)) {
        status = opt_misuse(v, "%s", err.message);
        goto out;
    }
    if (!predictions_open(v, n == 2 ? argv[0] : NULL, axis, p, &status))
        goto out;
    if (options.multi_label && !axis)
        axes = predictions_spread(p);
    for (size_t a = 0; coverage != 0.0 && a < axes; a++)
        if (!predictions_cover(&p[a], coverage, &err)) {
            status = opt_misuse(v, "%s", err.message);
            goto out;
        }
    if (errors && axes > 1) {
        status = opt_misuse(v, "--errors is for one axis; --axis chooses it");
        goto out;
    }
    if (!predictions_read(p, axes, argv[n - 1], &options,
                          errors ? mistakes_visit : NULL, &mistakes, &err) ||
        (errors && !mistakes_write(&mistakes, errors, &err)) ||
        !print_axes(p, axes, coverage, format == 1, samples, seed, &err)) {
        status = out_error(v->name, &err);
        goto out;
    }
    status = out_close(v->name, EXIT_DONE);
out:
    mistakes_release(&mistakes);
    while (axes > 0)
        predictions_release(&p[--axes]);
    labelmap_release(&map);
    free(list.item);
    return status;
}

const struct verb verb_eval = {
    .name = "eval",
    .synopsis = "[--format text|json] [--errors FILE] [MODEL] CORPUS",
    .summary = "Measure a model on labelled texts.",
    .more = "Without MODEL the embedded model is measured. Intervals are 95 %\n"
            "percentile bootstrap; mcc is the Matthews correlation, ece the\n"
            "expected calibration error over 15 bins of equal mass.\n"
            "With --multi-label an axis of the labels 'not x' and 'x' says\n"
            "whether a document has the label x.",
    .run = run_eval,
};
