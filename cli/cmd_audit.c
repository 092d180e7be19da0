/* tenor audit: which labels are wrong, and what else is? */
#include <stdlib.h>

#include "cli/audit/audit.h"
#include "cli/out.h"
#include "cli/training.h"
#include "model/file.h"

#define REPEATS_MAX 100

/* One object a finding. */
static bool write_json(const struct audit *a, struct buffer *out)
{
    bool ok = true;

    for (size_t i = 0; ok && i < a->n; i++)
        ok = out_json_add(out, audit_json(a, &a->item[i])) &&
             buffer_add(out, "\n", 1);
    return ok;
}

static bool write(const struct audit *a, bool json, size_t top,
                  const char *path, struct tenor_error *err)
{
    struct buffer out = {0};
    bool ok = (json ? write_json(a, &out) : audit_print(a, top, &out)) ||
              fail_memory(err, "findings");

    if (ok && path)
        ok = file_replace(path, (struct str){out.data, out.len}, err);
    else if (ok && out.len)
        fwrite(out.data, 1, out.len, stdout);
    free(out.data);
    return ok;
}

/* False with a message on stderr. */
static bool open_models(const struct verb *v, const struct opt_list *with,
                        struct audit *a, int *status)
{
    a->with = with->item;
    a->model = mem_zero(with->n, sizeof *a->model);
    if (!a->model) {
        *status = opt_misuse(v, "out of memory");
        return false;
    }
    while (a->models < with->n) {
        if (!open_model(v, with->item[a->models], &a->model[a->models], status))
            return false;
        a->models++;
    }
    return true;
}

static void close_models(struct audit *a)
{
    while (a->models)
        tenor_model_close(a->model[--a->models]);
    free(a->model);
}

static int run_audit(const struct verb *v, int argc, char **argv)
{
    struct training_options o = training_defaults();
    struct audit a = {.repeats = 5, .similarity = 0.8};
    struct opt_list tests = {0}, with = {0};
    const char *output = NULL;
    size_t top = 10, n;
    int format = 0, status;
    /* clang-format off */
    const struct opt table[] = {
        {OPT_CHOICE, 0,  "format",     &format,       "NAME", "what to print; text", "text json"},
        {OPT_STR,   'o', "output",     &output,       "FILE", "where it goes; standard output", NULL},
        {OPT_COUNT,  0,  "top",        &top,          "N",    "findings of a kind in the text; 10", NULL},
        {OPT_LIST,   0,  "test",       &tests,        "FILE", "a corpus that models are measured on: are texts in\nboth? May be repeated", NULL},
        {OPT_LIST,   0,  "with",       &with,         "MODEL", "a model that was trained on other corpora, as a\nsecond opinion. May be repeated", NULL},
        {OPT_COUNT,  0,  "repeats",    &a.repeats,    "N",    "cross-validations of which probabilities are the\nmean; 5", NULL},
        {OPT_REAL,   0,  "similarity", &a.similarity, "X",    "from where on texts are near-duplicates; 0.8", NULL},
        TRAINING_OPTIONS(o),
        {OPT_END,    0,  NULL, NULL, NULL, NULL, NULL},
    };
    /* clang-format on */
    struct tenor_error err = {0};
    struct training t = {0};

    if (!opt_parse(v, table, argc, argv, &n, &status))
        ;
    else if (n == 0)
        status = opt_misuse(v, "a corpus to audit is missing");
    else if (a.repeats < 1 || a.repeats > REPEATS_MAX)
        status = opt_misuse(v, "--repeats must be from 1 to %d", REPEATS_MAX);
    else if (!(a.similarity >= 0.1 && a.similarity <= 1.0))
        status = opt_misuse(v, "--similarity must be from 0.1 to 1");
    else if (with.n && o.kernel != KERNEL_LINEAR)
        status = opt_misuse(v, "--with needs a linear kernel");
    else if (output && !has_place(v, output))
        status = EXIT_USAGE;
    else if (open_models(v, &with, &a, &status) &&
             training_prepare(v, &o, argv, n, &t, &status)) {
        a.request = &t.request;
        a.test = tests.item;
        a.tests = tests.n;
        const bool ok =
            audit_run(&a, &err) && write(&a, format, top, output, &err);
        status = ok ? out_close(v->name, EXIT_DONE) : out_error(v->name, &err);
        audit_release(&a);
        training_release(&t);
    }
    close_models(&a);
    free(with.item);
    free(tests.item);
    training_options_release(&o);
    return status;
}

const struct verb verb_audit = {
    .name = "audit",
    .synopsis = "[OPTION...] [--format text|json] [-o FILE] CORPUS...",
    .summary = "Find wrong labels and other faults of labelled corpora.",
    .more =
        "Labels that models, which have not seen the text, do not believe;\n"
        "near-duplicates with other labels or in a test part; texts that say\n"
        "nothing; words that give the source away, and the accuracy that "
        "falls\n"
        "away without them. No model is written. --format json gives an "
        "object\n"
        "for each finding, the worst first, for relabel. Options are those of\n"
        "train.",
    .run = run_audit,
};
