/* tenor compare: two models on the same labelled texts. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/figures.h"
#include "cli/flips.h"
#include "cli/out.h"
#include "cli/verbs.h"
#include "train/paired.h"

/* Differences shown in text output. */
#define SHOWN 10

struct comparison {
    char **name;             /* [2] of the models */
    struct predictions p[2]; /* A, B */
    struct flips flips;
    struct paired paired;
    double alpha;
};

/* ---- printing ------------------------------------------------------------ */

static json_t *model_json(const char *name, double accuracy, double macro_f1)
{
    return json_pack("{s:o, s:f, s:f}", "model", out_string(str_of(name)),
                     "accuracy", accuracy, "macro_f1", macro_f1);
}

static void print_json(const struct comparison *c)
{
    const struct paired *r = &c->paired;
    json_t *difference = json_object();
    json_t *o = json_pack("{s:s, s:I}", "axis",
                          tenor_axis_name(c->p[0].model, c->p[0].axis),
                          "documents", (json_int_t)r->documents);

    figures_set(difference, "accuracy", &r->accuracy.difference);
    figures_set(difference, "macro_f1", &r->macro_f1.difference);
    json_object_set_new(o, "a",
                        model_json(c->name[0], r->accuracy.a, r->macro_f1.a));
    json_object_set_new(o, "b",
                        model_json(c->name[1], r->accuracy.b, r->macro_f1.b));
    json_object_set_new(o, "difference", difference);
    json_object_set_new(
        o, "flips",
        json_pack("{s:I, s:I, s:I}", "right_to_wrong",
                  (json_int_t)r->right_to_wrong, "wrong_to_right",
                  (json_int_t)r->wrong_to_right, "wrong_to_wrong",
                  (json_int_t)r->wrong_to_wrong));
    json_object_set_new(o, "mcnemar_p", json_real(r->p));
    json_object_set_new(o, "alpha", json_real(c->alpha));
    json_object_set_new(o, "worse", json_boolean(r->worse));
    out_json(o);
}

static void print_pair(const char *name, const struct pair *p)
{
    printf("%-10s %7.4f  %7.4f  %+8.4f  [%+.4f, %+.4f]\n", name, p->a, p->b,
           p->difference.value, p->difference.low, p->difference.high);
}

static void print_text(const struct comparison *c)
{
    const struct paired *r = &c->paired;

    printf("A          %s\nB          %s\naxis       %s\ndocuments  %zu\n\n",
           c->name[0], c->name[1], tenor_axis_name(c->p[0].model, c->p[0].axis),
           r->documents);
    printf("%-10s %7s  %7s  %8s\n", "", "A", "B", "B - A");
    print_pair("accuracy", &r->accuracy);
    print_pair("macro-F1", &r->macro_f1);
    printf("\nflips      %zu right to wrong, %zu wrong to right, "
           "%zu wrong to wrong\n",
           r->right_to_wrong, r->wrong_to_right, r->wrong_to_wrong);
    printf("McNemar    p = %.4g\n", r->p);
    printf("verdict    B is %ssignificantly worse, at %g\n",
           r->worse ? "" : "not ", c->alpha);
    flips_print(&c->flips, SHOWN);
}

/* ---- the verb ------------------------------------------------------------ */

static bool same_labels(const struct predictions p[2], struct tenor_error *err)
{
    bool same = p[0].labels == p[1].labels;

    for (size_t k = 0; same && k < p->labels; k++)
        same = strcmp(predictions_label(&p[0], k),
                      predictions_label(&p[1], k)) == 0;
    return same || fail(err, TENOR_EINVAL, 0,
                        "axis '%s' of the first model and axis '%s' of the "
                        "second have not the same labels",
                        tenor_axis_name(p[0].model, p[0].axis),
                        tenor_axis_name(p[1].model, p[1].axis));
}

static int run_compare(const struct verb *v, int argc, char **argv)
{
    const char *axis = NULL, *flips = NULL;
    struct labelmap map = {0};
    struct corpus_options options = {.map = &map};
    struct opt_list list = {0};
    struct comparison c = {.name = argv, .alpha = 0.05};
    size_t seed = 1, samples = METRICS_SAMPLES, n;
    int format = 0, status;
    /* clang-format off */
    const struct opt table[] = {
        {OPT_CHOICE, 0, "format", &format,  "NAME", "what to print; text", "text json"},
        {OPT_STR,    0, "axis",   &axis,    "NAME", "axis that the labels belong to; the first", NULL},
        CORPUS_OPTIONS(options, list),
        MULTI_LABEL_OPTIONS(options),
        BOOTSTRAP_OPTIONS(samples, seed),
        {OPT_REAL,   0, "alpha",  &c.alpha, "X",    "level of significance; 0.05", NULL},
        {OPT_STR,    0, "flips",  &flips,   "FILE", "where all texts with another guess go, as TSV", NULL},
        {OPT_END,    0, NULL, NULL, NULL, NULL, NULL},
    };
    /* clang-format on */
    struct tenor_error err = {0};

    if (!opt_parse(v, table, argc, argv, &n, &status))
        goto out;
    if (n != 3) {
        status = opt_misuse(v, "two models and a corpus are expected");
        goto out;
    }
    if (!(c.alpha > 0.0 && c.alpha < 1.0)) {
        status = opt_misuse(v, "--alpha must be above 0 and below 1");
        goto out;
    }
    if (samples == 0) {
        status = opt_misuse(v, "--samples must be above 0");
        goto out;
    }
    if (!fill_labelmap(&list, &map, &err)) {
        status = opt_misuse(v, "%s", err.message);
        goto out;
    }
    if (!predictions_open(v, argv[0], axis, &c.p[0], &status) ||
        !predictions_open(v, argv[1], axis, &c.p[1], &status))
        goto out;
    c.flips = (struct flips){.of = c.p, .limit = flips ? SIZE_MAX : SHOWN};
    if (!same_labels(c.p, &err) ||
        !predictions_read(c.p, 2, argv[2], &options, flips_visit, &c.flips,
                          &err) ||
        !paired_compare(c.p[0].item, c.p[1].item, c.p->n, c.p->labels, c.alpha,
                        samples, seed, &c.paired, &err) ||
        (flips && !flips_write(&c.flips, flips, &err))) {
        status = out_error(v->name, &err);
        goto out;
    }
    (format ? print_json : print_text)(&c);
    status = out_close(v->name, c.paired.worse ? EXIT_WORSE : EXIT_DONE);
out:
    flips_release(&c.flips);
    predictions_release(&c.p[0]);
    predictions_release(&c.p[1]);
    labelmap_release(&map);
    free(list.item);
    return status;
}

const struct verb verb_compare = {
    .name = "compare",
    .synopsis = "[--format text|json] [--flips FILE] MODEL_A MODEL_B CORPUS",
    .summary = "Compare two models on the same labelled texts.",
    .more =
        "Both score the same texts; intervals are paired bootstrap. Exit\n"
        "status: 0 B is not significantly worse, 1 it is, 2 wrong usage or\n"
        "a corpus that cannot be used, 3 a model that cannot be used.",
    .run = run_compare,
};
