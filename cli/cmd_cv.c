/* tenor cv: how good would a model be? Cross-validation around all of
 * training. */
#include <math.h>
#include <stdlib.h>

#include "cli/figures.h"
#include "cli/out.h"
#include "cli/training.h"
#include "model/file.h"
#include "train/heldout.h"
#include "train/tally.h"

#define REPEATS_MAX 100

struct cv {
    const struct training *training;
    struct trained all;
    size_t repeats;
    unsigned folds;
    uint8_t *fold;                 /* [repeats][N] */
    uint32_t *which;               /* [N] scratch */
    struct prediction **of;        /* [axes] -> [N] of the repeat at hand */
    struct prediction *prediction; /* [axes][repeats][N] */
    size_t without;                /* of these, without evidence */
    size_t *tested;                /* [repeats][folds] documents */
    double *accuracy, *macro_f1;   /* [axes][repeats][folds] */
    bool quiet;
};

/* ---- folds --------------------------------------------------------------- */

static bool cv_init(struct cv *cv, struct tenor_error *err)
{
    const size_t N = cv->all.documents.N, axes = cv->all.axes;

    cv->folds = cv->all.settings.folds;
    const size_t models = cv->repeats * cv->folds;
    cv->fold = mem_zero(cv->repeats * N, sizeof *cv->fold);
    cv->which = mem_resize(NULL, N, sizeof *cv->which);
    cv->of = mem_zero(axes, sizeof(*cv->of));
    cv->prediction = mem_zero(axes * cv->repeats * N, sizeof *cv->prediction);
    cv->tested = mem_zero(models, sizeof *cv->tested);
    cv->accuracy = mem_zero(axes * models, sizeof *cv->accuracy);
    cv->macro_f1 = mem_zero(axes * models, sizeof *cv->macro_f1);
    if (!cv->fold || !cv->which || !cv->of || !cv->prediction || !cv->tested ||
        !cv->accuracy || !cv->macro_f1)
        return fail_memory(err, "cross-validation");
    for (size_t r = 0; r < cv->repeats; r++)
        if (!heldout_folds(&cv->all, cv->folds, cv->all.settings.seed + r,
                           cv->fold + r * N, err))
            return false;
    return true;
}

static void cv_release(struct cv *cv)
{
    trained_release(&cv->all);
    free(cv->fold);
    free(cv->which);
    free(cv->of);
    free(cv->prediction);
    free(cv->tested);
    free(cv->accuracy);
    free(cv->macro_f1);
}

static bool measure_fold(struct cv *cv, size_t axis, size_t model,
                         const struct heldout_part *part,
                         struct tenor_error *err)
{
    const size_t at = axis * cv->repeats * cv->folds + model;
    struct tally t = {0};

    if (!tally_init(&t, cv->all.axis[axis].labels.n)) {
        tally_release(&t);
        return fail_memory(err, "metrics");
    }
    for (size_t i = 0; i < part->tested; i++) {
        const struct prediction *p = &cv->of[axis][part->test[i]];
        tally_add(&t, p->label, p->guess);
    }
    cv->accuracy[at] = tally_accuracy(&t);
    cv->macro_f1[at] = tally_macro_f1(&t);
    tally_release(&t);
    return true;
}

/* Means over the axes, and what the search chose. */
static void say_fold(const struct cv *cv, size_t model,
                     const struct train_settings *chosen)
{
    const size_t axes = cv->all.axes;
    double accuracy = 0.0, macro_f1 = 0.0;

    for (size_t a = 0; a < axes; a++) {
        const size_t at = a * cv->repeats * cv->folds + model;
        accuracy += cv->accuracy[at] / (double)axes;
        macro_f1 += cv->macro_f1[at] / (double)axes;
    }
    if (cv->repeats > 1)
        fprintf(stderr, "repeat %zu of %zu, ", model / cv->folds + 1,
                cv->repeats);
    fprintf(stderr,
            "fold %zu of %u: %zu documents, accuracy %.4f, macro-F1 %.4f; ",
            model % cv->folds + 1, cv->folds, cv->tested[model], accuracy,
            macro_f1);
    training_print_choices(chosen);
    fputc('\n', stderr);
}

static bool run_fold(struct cv *cv, const struct train_request *r, size_t model,
                     struct tenor_error *err)
{
    const uint8_t *fold = cv->fold + model / cv->folds * cv->all.documents.N;
    const struct heldout_part part =
        heldout_split(&cv->all, fold, (unsigned)(model % cv->folds), cv->which);
    struct heldout_answers answers = {.of = cv->of};

    if (!heldout_predict(r, &cv->all, &part, &answers, err))
        return false;
    cv->without += answers.without;
    cv->tested[model] = part.tested;
    for (size_t a = 0; a < cv->all.axes; a++)
        if (!measure_fold(cv, a, model, &part, err))
            return false;
    if (!cv->quiet)
        say_fold(cv, model, &answers.settings);
    return true;
}

static bool run_folds(struct cv *cv, struct tenor_error *err)
{
    const size_t N = cv->all.documents.N;
    struct train_request r = cv->training->request;

    r.say = NULL;
    for (size_t m = 0; m < cv->repeats * cv->folds; m++) {
        const size_t repeat = m / cv->folds;
        r.settings.seed = cv->all.settings.seed + repeat;
        for (size_t a = 0; a < cv->all.axes; a++)
            cv->of[a] = cv->prediction + (a * cv->repeats + repeat) * N;
        if (!run_fold(cv, &r, m, err))
            return false;
    }
    return true;
}

/* ---- the file of predictions --------------------------------------------- */

static bool add_row(const struct cv *cv, size_t repeat, size_t document,
                    const struct trained_axis *a, const struct prediction *p,
                    struct buffer *all)
{
    const size_t N = cv->all.documents.N;
    char number[4][32];

    snprintf(number[0], sizeof *number, "%zu", repeat + 1);
    snprintf(number[1], sizeof *number, "%d",
             cv->fold[repeat * N + document] + 1);
    snprintf(number[2], sizeof *number, "%zu", document + 1);
    snprintf(number[3], sizeof *number, "%.6g", p->p);
    const struct str field[] = {
        str_of(number[0]),
        str_of(number[1]),
        str_of(number[2]),
        str_of(a->labels.name[p->label]),
        str_of(a->labels.name[p->guess]),
        str_of(number[3]),
    };
    return out_row(all, field, sizeof field / sizeof *field);
}

static bool write_predictions(const struct cv *cv, const char *path,
                              struct tenor_error *err)
{
    static const char header[] = "repeat\tfold\tdocument\tlabel\tguess\tp\n";
    const size_t N = cv->all.documents.N;
    struct buffer all = {0};
    bool ok = buffer_add(&all, header, sizeof header - 1);

    for (size_t r = 0; r < cv->repeats; r++)
        for (size_t i = 0; i < N; i++)
            for (size_t a = 0; ok && a < cv->all.axes; a++)
                ok = add_row(cv, r, i, &cv->all.axis[a],
                             &cv->prediction[(a * cv->repeats + r) * N + i],
                             &all);
    ok = ok ? file_replace(path, (struct str){all.data, all.len}, err)
            : fail_memory(err, "predictions");
    free(all.data);
    return ok;
}

/* ---- printing ------------------------------------------------------------ */

/* The standard deviation of n > 1 values. */
static double deviation(const double *x, size_t n)
{
    double mean = 0.0, sum = 0.0;

    for (size_t i = 0; i < n; i++)
        mean += x[i] / (double)n;
    for (size_t i = 0; i < n; i++)
        sum += (x[i] - mean) * (x[i] - mean);
    return sqrt(sum / (double)(n - 1));
}

static void print_json(const struct cv *cv, const struct figures *figures,
                       const double *accuracy, const double *macro_f1)
{
    const size_t models = cv->repeats * cv->folds;
    json_t *o = figures_json(figures), *folds = json_array();

    for (size_t i = 0; i < models; i++)
        json_array_append_new(
            folds, json_pack("{s:I, s:I, s:I, s:f, s:f}", "repeat",
                             (json_int_t)(i / cv->folds + 1), "fold",
                             (json_int_t)(i % cv->folds + 1), "documents",
                             (json_int_t)cv->tested[i], "accuracy", accuracy[i],
                             "macro_f1", macro_f1[i]));
    json_object_set_new(o, "repeats", json_integer((json_int_t)cv->repeats));
    json_object_set_new(o, "folds", folds);
    json_object_set_new(o, "deviation",
                        json_pack("{s:f, s:f}", "accuracy",
                                  deviation(accuracy, models), "macro_f1",
                                  deviation(macro_f1, models)));
    out_json(o);
}

static void print_text(const struct cv *cv, const struct figures *figures,
                       const double *accuracy, const double *macro_f1)
{
    const size_t models = cv->repeats * cv->folds;

    figures_print_text(figures);
    printf("\n%-6s %-13s %9s %9s %9s\n", "repeat", "fold", "accuracy",
           "macro-F1", "documents");
    for (size_t i = 0; i < models; i++)
        printf("%-6zu %-13zu %9.4f %9.4f %9zu\n", i / cv->folds + 1,
               i % cv->folds + 1, accuracy[i], macro_f1[i], cv->tested[i]);
    printf("%-20s %9.4f %9.4f\n", "standard deviation",
           deviation(accuracy, models), deviation(macro_f1, models));
}

static bool print_axis(const struct cv *cv, size_t axis,
                       const struct heldout_clusters *c, bool json,
                       struct tenor_error *err)
{
    const struct trained_axis *a = &cv->all.axis[axis];
    const size_t N = cv->all.documents.N, models = cv->repeats * cv->folds;
    struct metrics m;

    if (!heldout_measure(&cv->all, axis, c,
                         cv->prediction + axis * cv->repeats * N, cv->repeats,
                         &m, err))
        return false;
    const struct figures f = {.axis = a->name,
                              .label = (const char *const *)a->labels.name,
                              .documents = N,
                              .without = cv->without,
                              .m = &m};
    if (!json && axis > 0)
        putchar('\n');
    (json ? print_json : print_text)(cv, &f, cv->accuracy + axis * models,
                                     cv->macro_f1 + axis * models);
    metrics_release(&m);
    return true;
}

static bool print(struct cv *cv, bool json, struct tenor_error *err)
{
    const size_t N = cv->all.documents.N;
    struct heldout_clusters c;
    bool ok = true;

    for (size_t i = 0; i < N; i++)
        cv->which[i] = (uint32_t)i;
    if (!heldout_cluster(&cv->all, cv->which, N, &c, err))
        return false;
    for (size_t a = 0; ok && a < cv->all.axes; a++)
        ok = print_axis(cv, a, &c, json, err);
    heldout_clusters_release(&c);
    return ok;
}

/* ---- the verb ------------------------------------------------------------ */

static int run_cv(const struct verb *v, int argc, char **argv)
{
    struct training_options o = training_defaults();
    struct cv cv = {.repeats = 1};
    const char *predictions = NULL;
    int format = 0, status;
    size_t n;
    /* clang-format off */
    const struct opt table[] = {
        {OPT_CHOICE, 0, "format",    &format,      "NAME", "what to print; text", "text json"},
        {OPT_COUNT,  0, "repeats",   &cv.repeats,  "N",    "do it so often, with other folds; 1", NULL},
        {OPT_STR,    0, "folds-out", &predictions, "FILE", "where all predictions go, as TSV", NULL},
        TRAINING_OPTIONS(o),
        {OPT_END,    0, NULL, NULL, NULL, NULL, NULL},
    };
    /* clang-format on */
    struct tenor_error err = {0};
    struct training t = {0};

    if (!opt_parse(v, table, argc, argv, &n, &status))
        ;
    else if (n == 0)
        status = opt_misuse(v, "a corpus to train on is missing");
    else if (cv.repeats < 1 || cv.repeats > REPEATS_MAX)
        status = opt_misuse(v, "--repeats must be from 1 to %d", REPEATS_MAX);
    else if (predictions && !has_place(v, predictions))
        status = EXIT_USAGE;
    else if (training_prepare(v, &o, argv, n, &t, &status)) {
        cv.training = &t;
        cv.quiet = o.quiet;
        const bool ok =
            heldout_read(&t.request, &cv.all, &err) && cv_init(&cv, &err) &&
            run_folds(&cv, &err) &&
            (!predictions || write_predictions(&cv, predictions, &err)) &&
            print(&cv, format, &err);
        status = ok ? out_close(v->name, EXIT_DONE) : out_error(v->name, &err);
        cv_release(&cv);
        training_release(&t);
    }
    training_options_release(&o);
    return status;
}

const struct verb verb_cv = {
    .name = "cv",
    .synopsis = "[OPTION...] [--repeats N] [--folds-out FILE] CORPUS...",
    .summary = "Estimate what training reaches on unseen texts.",
    .more =
        "Nested cross-validation: each fold is held out in turn, and a model\n"
        "that is trained on the others, with a search of its own, is measured\n"
        "on it. No model is written. Options are those of train.",
    .run = run_cv,
};
