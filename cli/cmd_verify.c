/* tenor verify: whether outputs, and what they were made of, are still what
 * their receipts say; and models what their cards say. */
#define _POSIX_C_SOURCE 200809L
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/out.h"
#include "cli/label/receipt.h"
#include "cli/label/records.h"
#include "cli/retrain/verify_model.h"
#include "train/pool.h"
#include "cli/verbs.h"
#include "model/file.h"
#include "model/modelfile.h"

struct verifying {
    const struct verb *verb;
    const char *output;     /* at hand, */
    struct receipt receipt; /* and what it says */
    bool output_only, quiet;
    size_t failed;
};

/* ---- saying what is found ------------------------------------------------ */

static void say(struct verifying *v, bool same, const char *what,
                const char *detail)
{
    v->failed += !same;
    if (!same)
        fprintf(stderr, "tenor verify: %s: %s%s\n", v->output, what, detail);
    else if (!v->quiet)
        printf("%s: %s%s\n", v->output, what, detail);
}

static void say_error(struct verifying *v, const struct tenor_error *err)
{
    say(v, false, err->message, "");
}

/* ---- the output ---------------------------------------------------------- */

/* Whether a file as a whole has a size, unless it is UINT64_MAX, and a hash. */
static bool check_file(const char *path, uint64_t bytes, const char *sha256,
                       bool *same, struct tenor_error *err)
{
    const struct corpus_input file = {.path = path, .format = &records_lines};
    struct part part = {.end = bytes, .last = true};

    memcpy(part.sha256, sha256, sizeof part.sha256);
    return parts_check(&part, &file, NULL, 0, same, err);
}

static void check_output(struct verifying *v)
{
    struct tenor_error err = {0};
    bool same;
    char detail[64];

    if (!check_file(v->output, v->receipt.bytes, v->receipt.sha256, &same,
                    &err)) {
        say_error(v, &err);
        return;
    }
    snprintf(detail, sizeof detail, ", %" JSON_INTEGER_FORMAT " records",
             json_integer_value(json_object_get(v->receipt.counts, "records")));
    say(v, same, same ? "the output is as it was" : "the output has changed",
        same ? detail : "");
}

/* ---- the model ----------------------------------------------------------- */

static bool model_sha256(const char *name, char hex[DIGEST_HEX],
                         struct tenor_error *err)
{
    struct tenor_model *embedded;
    struct str bytes;

    if (name) {
        if (!file_map(name, &bytes, err))
            return false;
        digest_of(bytes, hex);
        file_unmap(bytes);
        return true;
    }
    if (!tenor_model_embedded(&embedded, err))
        return false;
    digest_of(embedded->bytes, hex);
    tenor_model_close(embedded);
    return true;
}

static void check_model(struct verifying *v)
{
    const char *name = v->receipt.model;
    struct tenor_error err = {0};
    char hex[DIGEST_HEX];

    if (!model_sha256(name, hex, &err)) {
        say_error(v, &err);
        return;
    }
    const bool same = strcmp(hex, v->receipt.model_sha256) == 0;
    if (name)
        say(v, same,
            same ? "the model is as it was, "
                 : "it was made with "
                   "another model than ",
            name);
    else
        say(v, same,
            same ? "the model is the embedded one"
                 : "it was made with the embedded model of another program",
            "");
}

/* ---- the inputs ---------------------------------------------------------- */

/* Parts of one input stand behind each other; what is said of the last of them,
 * where nothing has changed, is said of all. */
static void check_input(struct verifying *v, size_t i)
{
    const struct receipt_input *in = &v->receipt.input[i];
    const bool last =
        i + 1 == v->receipt.inputs || strcmp(in->path, in[1].path) != 0;
    struct corpus_input input = {.path = in->path};
    struct tenor_error err = {0};
    bool same;

    if (strcmp(in->path, "-") == 0) {
        say(v, true, "standard input cannot be read again", "");
    } else if (!corpora_described(&input, in->format)) {
        say(v, false, "its receipt has an unknown format, ", in->format);
    } else if (!parts_check(&in->part, &input, v->receipt.encoding,
                            (size_t)v->receipt.max_record, &same, &err)) {
        say_error(v, &err);
    } else if (last || !same) {
        say(v, same,
            same ? "the input is as it was, " : "an input has changed, ",
            in->path);
    }
}

static void check(struct verifying *v)
{
    struct tenor_error err = {0};

    if (access(v->output, F_OK) != 0) {
        say(v, false, strerror(errno), "");
    } else if (!receipt_read(&v->receipt, v->output, &err)) {
        say_error(v, &err);
    } else {
        check_output(v);
        if (!v->output_only) {
            check_model(v);
            for (size_t i = 0; i < v->receipt.inputs; i++)
                check_input(v, i);
        }
    }
    receipt_release(&v->receipt);
}

static int run_verify(const struct verb *verb, int argc, char **argv)
{
    struct verifying v = {.verb = verb};
    struct model_checking models = {.threads = pool_processors()};
    /* clang-format off */
    const struct opt table[] = {
        {OPT_FLAG,  0,  "output-only", &v.output_only, NULL, "look at the output alone, not at its model and\ninputs", NULL},
        {OPT_LIST,  0,  "data",        &models.data,   "DIR", "folder of what a model was trained on; may be\nrepeated; .", NULL},
        {OPT_COUNT, 'j', "threads",    &models.threads, "N", "threads, without effect on the result; all cores", NULL},
        {OPT_FLAG, 'q', "quiet",       &v.quiet,       NULL, "print only what is wrong", NULL},
        {OPT_END,   0,  NULL, NULL, NULL, NULL, NULL},
    };
    /* clang-format on */
    size_t n;
    int status = EXIT_DONE, worst = EXIT_DONE;

    if (!opt_parse(verb, table, argc, argv, &n, &status))
        goto out;
    if (n == 0) {
        status = opt_misuse(verb, "the outputs are missing");
        goto out;
    }
    models.quiet = v.quiet;
    for (size_t i = 0; i < n; i++) {
        v.output = argv[i];
        if (!is_model_file(argv[i])) {
            check(&v);
            continue;
        }
        status = verify_model(verb, argv[i], &models);
        worst = status > worst ? status : worst;
    }
    if (worst == EXIT_DONE && v.failed)
        worst = EXIT_SOME_FAILED;
    status = out_close(verb->name, worst);
out:
    free(models.data.item);
    return status;
}

const struct verb verb_verify = {
    .name = "verify",
    .synopsis = "[--output-only] [--data DIR]... [-q] OUTPUT|MODEL...",
    .summary = "Check outputs of label, and models, against their records.",
    .more =
        "An OUTPUT is a file that label or merge wrote, beside which is its\n"
        "receipt. It, the model and all parts of the corpora are read again;\n"
        "their names are looked up from the current directory.\n"
        "\n"
        "A MODEL is trained again from its card, on the files in DIR that have\n"
        "the names, else the SHA-256, that stand there, and the bytes are\n"
        "compared.\n"
        "\n"
        "Exit status: 0 all is as it was, 1 something has changed, or of an\n"
        "output is missing, 2 wrong usage, or a model cannot be trained again,\n"
        "3 a model cannot be used.",
    .run = run_verify,
};
