#include "cli/figures.h"

#include <stdio.h>

#include "cli/out.h"

/* ---- JSON ---------------------------------------------------------------- */

void figures_set(json_t *o, const char *name, const struct interval *i)
{
    char bounds[64];

    snprintf(bounds, sizeof bounds, "%s_interval", name);
    json_object_set_new(o, name, json_real(i->value));
    json_object_set_new(o, bounds, json_pack("[f, f]", i->low, i->high));
}

static json_t *calibration_json(const struct metrics *m)
{
    json_t *bins = json_array();

    for (size_t i = 0; i < METRICS_BINS; i++) {
        const struct calibration_bin *b = &m->calibration[i];
        if (b->documents)
            json_array_append_new(bins,
                                  json_pack("{s:I, s:f, s:f}", "documents",
                                            (json_int_t)b->documents, "p", b->p,
                                            "accuracy", b->accuracy));
    }
    return bins;
}

json_t *figures_json(const struct figures *f)
{
    const struct metrics *m = f->m;
    json_t *per_class = json_object(), *confusion = json_object();
    json_t *o = json_pack("{s:s, s:I, s:I}", "axis", f->axis, "documents",
                          (json_int_t)f->documents, "without_evidence",
                          (json_int_t)f->without);

    figures_set(o, "accuracy", &m->accuracy);
    figures_set(o, "macro_f1", &m->macro_f1);
    figures_set(o, "mcc", &m->mcc);
    figures_set(o, "ece", &m->ece);
    json_object_set_new(o, "ece_by_chance", json_real(m->ece_by_chance));
    if (f->coverage > 0.0)
        json_object_set_new(o, "sets",
                            json_pack("{s:f, s:f, s:f}", "stated", f->coverage,
                                      "held", f->held, "labels", f->set_size));
    json_object_set_new(o, "calibration", calibration_json(m));
    for (size_t k = 0; k < m->labels; k++) {
        const struct class_metrics *c = &m->per_class[k];
        json_object_set_new(per_class, f->label[k],
                            json_pack("{s:f, s:f, s:f, s:I}", "precision",
                                      c->precision, "recall", c->recall, "f1",
                                      c->f1, "support",
                                      (json_int_t)c->support));
        json_t *row = json_object();
        for (size_t j = 0; j < m->labels; j++)
            json_object_set_new(
                row, f->label[j],
                json_integer((json_int_t)m->confusion[k * m->labels + j]));
        json_object_set_new(confusion, f->label[k], row);
    }
    json_object_set_new(o, "per_class", per_class);
    json_object_set_new(o, "confusion", confusion);
    return o;
}

/* ---- text ---------------------------------------------------------------- */

void figures_print(const char *name, const struct interval *i)
{
    printf("%-10s %.4f  [%.4f, %.4f]\n", name, i->value, i->low, i->high);
}

static void print_classes(const struct figures *f)
{
    const struct metrics *m = f->m;

    printf("\n%-20s %9s %9s %9s %9s\n", "label", "precision", "recall", "F1",
           "support");
    for (size_t k = 0; k < m->labels; k++) {
        const struct class_metrics *c = &m->per_class[k];
        printf("%-20s %9.4f %9.4f %9.4f %9zu\n", f->label[k],
               c->precision, c->recall, c->f1, c->support);
    }
}

static void print_calibration(const struct metrics *m)
{
    printf("\n%-20s %9s %9s\n", "calibration", "accuracy", "documents");
    for (size_t i = 0; i < METRICS_BINS; i++) {
        const struct calibration_bin *b = &m->calibration[i];
        if (b->documents)
            printf("p = %-16.4f %9.4f %9zu\n", b->p, b->accuracy, b->documents);
    }
}

static void print_confusion(const struct figures *f)
{
    const struct metrics *m = f->m;

    printf("\n%-20s", "true \\ guessed");
    for (size_t k = 0; k < m->labels; k++)
        printf(" %12.*s", out_prefix(str_of(f->label[k]), 12), f->label[k]);
    for (size_t k = 0; k < m->labels; k++) {
        printf("\n%-20s", f->label[k]);
        for (size_t j = 0; j < m->labels; j++)
            printf(" %12zu", m->confusion[k * m->labels + j]);
    }
    putchar('\n');
}

void figures_print_text(const struct figures *f)
{
    const struct metrics *m = f->m;

    printf("axis       %s\ndocuments  %zu", f->axis, f->documents);
    if (f->without)
        printf(", %zu of them without evidence", f->without);
    putchar('\n');
    figures_print("accuracy", &m->accuracy);
    figures_print("macro-F1", &m->macro_f1);
    figures_print("mcc", &m->mcc);
    printf("%-10s %.4f  [%.4f, %.4f]", "ece", m->ece.value, m->ece.low,
           m->ece.high);
    if (m->ece_by_chance > 0.0)
        printf("  %.4f by chance alone", m->ece_by_chance);
    putchar('\n');
    if (f->coverage > 0.0)
        printf("label sets %.4f of %g, with %.2f labels\n", f->held,
               f->coverage, f->set_size);
    print_classes(f);
    print_calibration(m);
    print_confusion(f);
}
