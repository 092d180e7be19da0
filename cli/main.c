/* The program: a table of verbs. */
#define _POSIX_C_SOURCE 200809L
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "cli/out.h"
#include "cli/verbs.h"

static const struct verb *const verbs[] = {
    &verb_score,  &verb_explain, &verb_words,   &verb_report,  &verb_label,
    &verb_merge,  &verb_verify,  &verb_serve,   &verb_train,   &verb_retrain,
    &verb_forget, &verb_cv,      &verb_curve,   &verb_eval,    &verb_compare,
    &verb_drift,  &verb_audit,   &verb_relabel, &verb_suggest, &verb_annotate,
    &verb_info,   &verb_tokens,  &verb_import,
};

#define VERBS (sizeof verbs / sizeof *verbs)

static void print_usage(FILE *to)
{
    fprintf(to, "usage: tenor VERB [OPTION...] [FILE...]\n\n"
                "The tone of texts: how negative, how sure, and which words "
                "say so.\n\n");
    for (size_t i = 0; i < VERBS; i++)
        fprintf(to, "  %-8s %s\n", verbs[i]->name, verbs[i]->summary);
    fprintf(to, "\n'tenor VERB --help' says more; 'tenor --version' prints the "
                "version.\n");
}

int main(int argc, char **argv)
{
    /* A closed pipe is an error to report, not a reason to vanish. */
    signal(SIGPIPE, SIG_IGN);
    if (argc < 2) {
        print_usage(stderr);
        return EXIT_USAGE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 ||
        strcmp(argv[1], "help") == 0) {
        print_usage(stdout);
        return out_close(argv[1], EXIT_DONE);
    }
    if (strcmp(argv[1], "--version") == 0) {
        printf("tenor %s, model format %u\n", tenor_version(),
               tenor_model_format());
        return out_close(argv[1], EXIT_DONE);
    }
    for (size_t i = 0; i < VERBS; i++)
        if (strcmp(argv[1], verbs[i]->name) == 0)
            return verbs[i]->run(verbs[i], argc - 1, argv + 1);
    fprintf(stderr, "tenor: there is no verb '%s'\ntry 'tenor --help'\n",
            argv[1]);
    return EXIT_USAGE;
}
