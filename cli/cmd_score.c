/* tenor score: the tone of texts. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/out.h"
#include "cli/verbs.h"
#include "datasets/input.h"

/* Words shown as evidence in text output. */
#define SHOWN 8

enum format { TEXT, JSON, TSV };

struct scoring {
    const struct tenor_model *model;
    struct tenor_scorer *scorer;
    struct buffer text; /* of the input at hand */
    enum format format;
    double coverage;   /* of label sets; NAN: none are asked for */
    double *threshold; /* [axes] of label sets, or NULL */
};

static bool in_set(const struct scoring *s, size_t a, size_t k)
{
    return tenor_in_set(s->scorer, a, k, s->threshold[a]);
}

/* ---- JSON ---------------------------------------------------------------- */

static json_t *set_json(const struct scoring *s, size_t a)
{
    json_t *set = json_array();

    for (size_t k = 0; k < tenor_axis_label_count(s->model, a); k++)
        if (in_set(s, a, k))
            json_array_append_new(
                set, json_string(tenor_axis_label(s->model, a, k)));
    return set;
}

static json_t *axis_json(const struct scoring *s, size_t a)
{
    json_t *p = json_object(), *margin = json_object();
    const bool ok = tenor_status(s->scorer) == TENOR_STATUS_OK;
    double polarity;

    for (size_t k = 0; k < tenor_axis_label_count(s->model, a); k++) {
        const char *label = tenor_axis_label(s->model, a, k);
        json_object_set_new(p, label,
                            json_real(tenor_probability(s->scorer, a, k)));
        if (ok)
            json_object_set_new(margin, label,
                                json_real(tenor_margin(s->scorer, a, k)));
    }
    json_t *axis = json_pack(
        "{s:s, s:o}", "label",
        tenor_axis_label(s->model, a, tenor_label(s->scorer, a)), "p", p);
    if (ok)
        json_object_set(axis, "margin", margin);
    json_decref(margin);
    if (tenor_polarity(s->scorer, a, &polarity))
        json_object_set_new(axis, "score", json_real(polarity));
    if (s->threshold)
        json_object_set_new(axis, "set", set_json(s, a));
    return axis;
}

static void print_json(const struct scoring *s, const char *id)
{
    const struct tenor_scorer *r = s->scorer;
    json_t *axes = json_object();

    for (size_t a = 0; a < tenor_axis_count(s->model); a++)
        json_object_set_new(axes, tenor_axis_name(s->model, a),
                            axis_json(s, a));
    json_t *o = json_pack(
        "{s:o, s:s, s:I, s:f}", "id", out_string(str_of(id)), "status",
        tenor_status_name(tenor_status(r)), "words",
        (json_int_t)tenor_words(r), "known", tenor_known(r));
    if (tenor_repaired(r))
        json_object_set_new(o, "invalid_utf8",
                            json_integer((json_int_t)tenor_repaired(r)));
    json_object_set_new(o, "axes", axes);
    out_json(o);
}

/* ---- TSV ----------------------------------------------------------------- */

/* A field: what would end it or the line becomes a space. */
static void print_field(const char *s)
{
    for (; *s; s++)
        putchar(strchr("\t\r\n", *s) ? ' ' : *s);
}

static void print_set(const struct scoring *s, size_t a, const char *separator)
{
    const char *before = "";

    for (size_t k = 0; k < tenor_axis_label_count(s->model, a); k++)
        if (in_set(s, a, k)) {
            printf("%s", before);
            print_field(tenor_axis_label(s->model, a, k));
            before = separator;
        }
}

static void print_tsv_header(const struct scoring *s)
{
    const struct tenor_model *m = s->model;

    printf("id\tstatus\twords\tknown");
    for (size_t a = 0; a < tenor_axis_count(m); a++) {
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

static void print_tsv(const struct scoring *s, const char *id)
{
    const struct tenor_scorer *r = s->scorer;

    print_field(id);
    printf("\t%s\t%zu\t%.4f", tenor_status_name(tenor_status(r)),
           tenor_words(r), tenor_known(r));
    for (size_t a = 0; a < tenor_axis_count(s->model); a++) {
        putchar('\t');
        print_field(tenor_axis_label(s->model, a, tenor_label(r, a)));
        for (size_t k = 0; k < tenor_axis_label_count(s->model, a); k++)
            printf("\t%.6g", tenor_probability(r, a, k));
        if (s->threshold) {
            putchar('\t');
            print_set(s, a, "|");
        }
    }
    putchar('\n');
}

/* ---- text ---------------------------------------------------------------- */

/* The words of a span on one line, white space folded. */
static void print_span(const struct buffer *text, struct tenor_span span)
{
    bool space = false;

    for (size_t i = span.begin; i < span.end; i++) {
        unsigned char c = (unsigned char)text->data[i];
        if (c <= ' ' || c == 0x7F) {
            space = true;
            continue;
        }
        if (space)
            putchar(' ');
        space = false;
        putchar(c);
    }
}

/* The words that speak most for the label; none for a kernel axis, whose
 * margin is no sum over words. */
static bool print_evidence(struct scoring *s, size_t a, struct tenor_error *err)
{
    const struct tenor_word *w;
    struct tenor_error why = {0};
    size_t n, shown = 0;

    if (!tenor_explain_words(s->scorer, a, tenor_label(s->scorer, a), &w, &n,
                             &why))
        return why.code == TENOR_EINVAL ||
               fail(err, why.code, why.line, "%s", why.message);
    for (size_t i = 0; i < n && shown < SHOWN; i++) {
        if (w[i].contribution <= 0.0)
            continue;
        printf(shown % 4 == 0 ? "\n      " : "   ");
        print_span(&s->text, w[i].span);
        printf(" %+.2f", w[i].contribution);
        shown++;
    }
    return true;
}

static bool print_text(struct scoring *s, const char *id,
                       struct tenor_error *err)
{
    struct tenor_scorer *r = s->scorer;
    const enum tenor_status status = tenor_status(r);
    double polarity;

    printf("%s: %zu words, %.0f %% known", id, tenor_words(r),
           100.0 * tenor_known(r));
    if (status != TENOR_STATUS_OK)
        printf(status == TENOR_STATUS_EMPTY
                   ? "\n  the text is empty; these are the shares in training"
                   : "\n  no word is known; these are the shares in training");
    for (size_t a = 0; a < tenor_axis_count(s->model); a++) {
        const size_t best = tenor_label(r, a);
        printf("\n  %-12s", tenor_axis_name(s->model, a));
        if (status == TENOR_STATUS_OK)
            printf(" %s %.2f ", tenor_axis_label(s->model, a, best),
                   tenor_probability(r, a, best));
        for (size_t k = 0; k < tenor_axis_label_count(s->model, a); k++)
            if (k != best || status != TENOR_STATUS_OK)
                printf("  %s %.2f", tenor_axis_label(s->model, a, k),
                       tenor_probability(r, a, k));
        if (tenor_polarity(r, a, &polarity))
            printf("   score %+.2f", polarity);
        if (s->threshold) {
            printf("\n      %g %% set: ", 100.0 * s->coverage);
            print_set(s, a, ", ");
        }
        if (status == TENOR_STATUS_OK && !print_evidence(s, a, err))
            return false;
    }
    putchar('\n');
    return true;
}

/* ---- inputs -------------------------------------------------------------- */

static bool score_input(struct scoring *s, const char *id,
                        struct tenor_error *err)
{
    if (!input_whole(id, &s->text, err) ||
        !tenor_score(s->scorer, s->text.data, s->text.len, err))
        return false;
    if (s->format == TEXT)
        return print_text(s, id, err);
    (s->format == JSON ? print_json : print_tsv)(s, id);
    return true;
}

/* An error record in the place of the result, and a line on stderr. */
static void report(const struct scoring *s, const char *id,
                   const struct tenor_error *err)
{
    out_error("score", err);
    if (s->format == JSON)
        out_json(json_pack("{s:o, s:s, s:o}", "id", out_string(str_of(id)),
                           "status", "error", "error",
                           out_string(str_of(err->message))));
    if (s->format == TSV) {
        print_field(id);
        printf("\terror\n");
    }
}

static int score_all(struct scoring *s, char **id, size_t n)
{
    size_t failed = 0;

    if (s->format == TSV)
        print_tsv_header(s);
    for (size_t i = 0; i < n && !ferror(stdout); i++) {
        struct tenor_error err = {0};
        if (score_input(s, id[i], &err))
            continue;
        report(s, id[i], &err);
        failed++;
    }
    int status = failed == 0  ? EXIT_DONE
                 : failed < n ? EXIT_SOME_FAILED
                              : EXIT_USAGE;
    return out_close("score", status);
}

static bool find_thresholds(struct scoring *s, struct tenor_error *err)
{
    const size_t axes = tenor_axis_count(s->model);

    if (isnan(s->coverage))
        return true;
    s->threshold = mem_zero(axes, sizeof *s->threshold);
    if (!s->threshold)
        return fail_memory(err, "thresholds");
    for (size_t a = 0; a < axes; a++)
        if (!tenor_axis_threshold(s->model, a, s->coverage, &s->threshold[a],
                                  err))
            return false;
    return true;
}

static int run_score(const struct verb *v, int argc, char **argv)
{
    const char *path = NULL;
    int format = TEXT, status;
    struct scoring s = {.coverage = NAN};
    /* clang-format off */
    const struct opt table[] = {
        {OPT_STR,   'm', "model",    &path,       "MODEL", "model file; the embedded model", NULL},
        {OPT_REAL,   0,  "coverage", &s.coverage, "P",     "also print the labels that hold the true one\nwith probability P, 0.5 to 0.999", NULL},
        {OPT_CHOICE, 0,  "format",   &format,     "NAME",  "what to print; text", "text json tsv"},
        {OPT_END,    0,  NULL, NULL, NULL, NULL, NULL},
    };
    /* clang-format on */
    char standard_input[] = "-";
    struct tenor_model *model;
    struct tenor_error err = {0};
    size_t n;

    if (!opt_parse(v, table, argc, argv, &n, &status))
        return status;
    if (n == 0)
        argv[n++] = standard_input;
    if (!open_model(v, path, &model, &status))
        return status;
    s.model = model;
    s.format = (enum format)format;
    status =
        find_thresholds(&s, &err) && tenor_scorer_new(model, &s.scorer, &err)
            ? score_all(&s, argv, n)
            : out_error("score", &err);
    tenor_scorer_free(s.scorer);
    tenor_model_close(model);
    free(s.text.data);
    free(s.threshold);
    return status;
}

const struct verb verb_score = {
    .name = "score",
    .synopsis = "[-m MODEL] [--coverage P] [--format text|json|tsv] [FILE...]",
    .summary = "Say what the tone of texts is, and which words say so.",
    .more = "No FILE, or -, is standard input. Exit status: 0 done, 1 some\n"
            "inputs failed, 2 wrong usage or no input could be read, 3 the\n"
            "model cannot be used.",
    .run = run_score,
};
