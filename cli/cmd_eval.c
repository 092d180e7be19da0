/* tenor eval: how good a model is on labelled texts. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/out.h"
#include "cli/verbs.h"
#include "train/metrics.h"

struct evaluation {
    const struct tenor_model *model;
    struct tenor_scorer *scorer;
    size_t axis;
    struct prediction *guess; /* [n] */
    size_t n, capacity;
    size_t without; /* documents without evidence */
};

/* ---- predictions --------------------------------------------------------- */

static bool find_label(const struct evaluation *e, struct str name,
                       uint32_t *number)
{
    const size_t K = tenor_axis_label_count(e->model, e->axis);

    for (size_t k = 0; k < K; k++)
        if (str_equal(str_of(tenor_axis_label(e->model, e->axis, k)), name)) {
            *number = (uint32_t)k;
            return true;
        }
    return false;
}

static bool predict(struct evaluation *e, const struct doc *doc,
                    uint32_t label, struct tenor_error *err)
{
    if (!GROW(e->guess, e->n + 1, e->capacity))
        return fail_memory(err, "predictions");
    if (!tenor_score(e->scorer, doc->text.s, doc->text.len, err))
        return false;
    const size_t k = tenor_label(e->scorer, e->axis);
    e->without += tenor_status(e->scorer) != TENOR_STATUS_OK;
    e->guess[e->n++] = (struct prediction){
        label, (uint32_t)k, tenor_probability(e->scorer, e->axis, k)};
    return true;
}

static bool read_corpus(struct evaluation *e, const char *path,
                        const struct corpus_options *options,
                        struct tenor_error *err)
{
    struct corpus *c;
    struct doc doc;
    bool end = false, ok;

    if (!corpus_open(&c, path, options, err))
        return false;
    while ((ok = corpus_next(c, &doc, &end, err)) && !end) {
        uint32_t label = 0;
        ok = find_label(e, doc.label, &label) ||
             fail(err, TENOR_EDATA, doc.line,
                  "%s:%zu: label '%.*s' is not in axis '%s' of the model; "
                  "--map can rename or drop it",
                  path, doc.line, (int)doc.label.len, doc.label.s,
                  tenor_axis_name(e->model, e->axis));
        if (!ok || !predict(e, &doc, label, err)) {
            ok = false;
            break;
        }
    }
    corpus_close(c);
    if (ok && e->n == 0)
        return fail(err, TENOR_EDATA, 0, "'%s' has no documents", path);
    return ok;
}

/* ---- printing ------------------------------------------------------------ */

static void set_interval(json_t *o, const char *name, const char *bounds,
                         const struct interval *i)
{
    json_object_set_new(o, name, json_real(i->value));
    json_object_set_new(o, bounds, json_pack("[f, f]", i->low, i->high));
}

static void print_json(const struct evaluation *e, const struct metrics *m)
{
    json_t *per_class = json_object(), *confusion = json_object();
    json_t *o = json_pack("{s:s, s:I, s:I}", "axis",
                          tenor_axis_name(e->model, e->axis), "documents",
                          (json_int_t)m->documents, "without_evidence",
                          (json_int_t)e->without);

    set_interval(o, "accuracy", "accuracy_interval", &m->accuracy);
    set_interval(o, "macro_f1", "macro_f1_interval", &m->macro_f1);
    set_interval(o, "ece", "ece_interval", &m->ece);
    for (size_t k = 0; k < m->labels; k++) {
        const struct class_metrics *c = &m->per_class[k];
        const char *label = tenor_axis_label(e->model, e->axis, k);
        json_object_set_new(
            per_class, label,
            json_pack("{s:f, s:f, s:f, s:I}", "precision", c->precision,
                      "recall", c->recall, "f1", c->f1, "support",
                      (json_int_t)c->support));
        json_t *row = json_object();
        for (size_t j = 0; j < m->labels; j++)
            json_object_set_new(
                row, tenor_axis_label(e->model, e->axis, j),
                json_integer(
                    (json_int_t)m->confusion[k * m->labels + j]));
        json_object_set_new(confusion, label, row);
    }
    json_object_set_new(o, "per_class", per_class);
    json_object_set_new(o, "confusion", confusion);
    out_json(o);
}

static void print_interval(const char *name, const struct interval *i)
{
    printf("%-10s %.4f  [%.4f, %.4f]\n", name, i->value, i->low, i->high);
}

/* Bytes of the first so many characters. */
static int prefix(const char *s, size_t characters)
{
    int bytes = 0;

    for (; s[bytes]; bytes++)
        if (((unsigned char)s[bytes] & 0xC0) != 0x80 && characters-- == 0)
            break;
    return bytes;
}

static void print_text(const struct evaluation *e, const struct metrics *m)
{
    printf("axis       %s\ndocuments  %zu",
           tenor_axis_name(e->model, e->axis), m->documents);
    if (e->without)
        printf(", %zu of them without evidence", e->without);
    putchar('\n');
    print_interval("accuracy", &m->accuracy);
    print_interval("macro-F1", &m->macro_f1);
    print_interval("ece", &m->ece);
    printf("\n%-20s %9s %9s %9s %9s\n", "label", "precision", "recall", "F1",
           "support");
    for (size_t k = 0; k < m->labels; k++) {
        const struct class_metrics *c = &m->per_class[k];
        printf("%-20s %9.4f %9.4f %9.4f %9zu\n",
               tenor_axis_label(e->model, e->axis, k), c->precision,
               c->recall, c->f1, c->support);
    }
    printf("\n%-20s", "true \\ guessed");
    for (size_t k = 0; k < m->labels; k++) {
        const char *label = tenor_axis_label(e->model, e->axis, k);
        printf(" %12.*s", prefix(label, 12), label);
    }
    for (size_t k = 0; k < m->labels; k++) {
        printf("\n%-20s", tenor_axis_label(e->model, e->axis, k));
        for (size_t j = 0; j < m->labels; j++)
            printf(" %12zu", m->confusion[k * m->labels + j]);
    }
    putchar('\n');
}

/* ---- the verb ------------------------------------------------------------ */

static bool find_axis(struct evaluation *e, const char *name)
{
    if (!name)
        return true;
    for (; e->axis < tenor_axis_count(e->model); e->axis++)
        if (strcmp(tenor_axis_name(e->model, e->axis), name) == 0)
            return true;
    return false;
}

static int run_eval(const struct verb *v, int argc, char **argv)
{
    const char *axis = NULL;
    struct labelmap map = {0};
    struct corpus_options options = {.map = &map};
    struct opt_list list = {0};
    size_t seed = 1, samples = METRICS_SAMPLES, n;
    int format = 0, status;
    /* clang-format off */
    const struct opt table[] = {
        {OPT_CHOICE, 0, "format",  &format,  "NAME", "what to print; text", "text json"},
        {OPT_STR,    0, "axis",    &axis,    "NAME", "axis that the labels belong to; the first", NULL},
        CORPUS_OPTIONS(options, list),
        {OPT_COUNT,  0, "samples", &samples, "N",    "bootstrap samples for the intervals; 1000", NULL},
        {OPT_COUNT,  0, "seed",    &seed,    "N",    "seed of the bootstrap; 1", NULL},
        {OPT_END,    0, NULL, NULL, NULL, NULL, NULL},
    };
    /* clang-format on */
    struct evaluation e = {0};
    struct tenor_error err = {0};
    struct tenor_model *model = NULL;
    struct metrics m = {0};

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
    if (!open_model(v, n == 2 ? argv[0] : NULL, &model, &status))
        goto out;
    e.model = model;
    if (!find_axis(&e, axis)) {
        status = opt_misuse(v, "the model has no axis '%s'", axis);
        goto out;
    }
    if (!tenor_scorer_new(model, &e.scorer, &err) ||
        !read_corpus(&e, argv[n - 1], &options, &err) ||
        !metrics_measure(e.guess, e.n, tenor_axis_label_count(model, e.axis),
                         samples, seed, &m, &err)) {
        status = out_error("eval", &err);
        goto out;
    }
    (format ? print_json : print_text)(&e, &m);
    status = out_close("eval", EXIT_DONE);
out:
    metrics_release(&m);
    free(e.guess);
    tenor_scorer_free(e.scorer);
    tenor_model_close(model);
    labelmap_release(&map);
    free(list.item);
    return status;
}

const struct verb verb_eval = {
    .name = "eval",
    .synopsis = "[--format text|json] [MODEL] CORPUS",
    .summary = "Measure a model on labelled texts.",
    .more = "Without MODEL the embedded model is measured. Intervals are 95 %\n"
            "percentile bootstrap; ece is the expected calibration error over\n"
            "15 bins of equal mass.",
    .run = run_eval,
};
