/* tenor score --format tsv: labels and probabilities as a table. */
#include <stdio.h>

#include "cli/out.h"
#include "cli/scoring.h"

static void print_field(const char *s)
{
    for (; *s; s++)
        putchar(out_field_byte(*s));
}

static void print_set(const struct scoring *s, size_t a)
{
    const char *before = "";

    for (size_t k = 0; k < tenor_axis_label_count(s->model, a); k++)
        if (scoring_in_set(s, a, k)) {
            printf("%s", before);
            print_field(tenor_axis_label(s->model, a, k));
            before = "|";
        }
}

static void begin(const struct scoring *s)
{
    const struct tenor_model *m = s->model;

    printf("id\tstatus\twords\tknown");
    for (size_t i = 0; i < s->axes; i++) {
        const size_t a = s->axis[i];
        const char *name = tenor_axis_name(m, a);
        putchar('\t');
        print_field(name);
        for (size_t k = 0; k < tenor_axis_label_count(m, a); k++) {
            putchar('\t');
            print_field(name);
            putchar('.');
            print_field(tenor_axis_label(m, a, k));
        }
        if (s->threshold) {
            putchar('\t');
            print_field(name);
            printf(".set");
        }
    }
    putchar('\n');
}

static bool print(const struct scoring *s, const char *id,
                  struct tenor_error *err)
{
    const struct tenor_scorer *r = s->scorer;

    (void)err;
    print_field(id);
    printf("\t%s\t%zu\t%.4f", tenor_status_name(tenor_status(r)),
           tenor_words(r), tenor_known(r));
    for (size_t i = 0; i < s->axes; i++) {
        const size_t a = s->axis[i];
        putchar('\t');
        if (scoring_ok(s, a))
            print_field(tenor_axis_label(s->model, a, tenor_label(r, a)));
        for (size_t k = 0; k < tenor_axis_label_count(s->model, a); k++)
            printf("\t%.6g", tenor_probability(r, a, k));
        if (s->threshold) {
            putchar('\t');
            print_set(s, a);
        }
    }
    putchar('\n');
    return true;
}

static void failed(const struct scoring *s, const char *id,
                   const struct tenor_error *err)
{
    (void)s;
    (void)err;
    print_field(id);
    printf("\terror\n");
}

const struct score_format score_tsv = {begin, print, failed};
