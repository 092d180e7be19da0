/* Options: one table per verb is the source of the parser, of --help and of
 * the man page's lists.
 *
 * Understands -x, -x VALUE, -xVALUE, --name, --name VALUE, --name=VALUE, and
 * "--" before operands that begin with a dash. "-" alone is an operand. */
#ifndef TENOR_CLI_OPT_H
#define TENOR_CLI_OPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum opt_kind {
    OPT_END,
    OPT_FLAG,   /* bool *: set to true */
    OPT_OFF,    /* bool *: set to false */
    OPT_STR,    /* const char ** */
    OPT_REAL,   /* double *: finite */
    OPT_COUNT,  /* size_t *: decimal digits */
    OPT_CHOICE, /* int *: number of a word in `choices` */
    OPT_LIST,   /* struct opt_list *: may be repeated */
};

struct opt {
    enum opt_kind kind;
    char letter; /* 0: none */
    const char *name;
    void *to;
    const char *value; /* what --help calls the value */
    const char *help;
    const char *choices; /* OPT_CHOICE: "text json tsv" */
};

struct opt_list {
    const char **item; /* [n], to be freed */
    size_t n, capacity;
};

/* A verb of the program. */
struct verb {
    const char *name;
    const char *synopsis; /* "[-m MODEL] [FILE...]" */
    const char *summary;  /* one line */
    const char *more;     /* paragraphs for --help, or NULL */
    int (*run)(const struct verb *self, int argc, char **argv);
};

/* What the program gives back to its caller. */
enum exit_status {
    EXIT_DONE = 0,
    EXIT_SOME_FAILED = 1, /* some inputs failed, the others are done */
    EXIT_WORSE = 1,       /* compare: the second model is worse */
    EXIT_DRIFT = 1,       /* drift: new texts are not like the training's */
    EXIT_USAGE = 2,       /* wrong usage, or a file that cannot be read */
    EXIT_MODEL = 3,       /* no usable model */
};

/* Parse argv[1] on; operands are moved to the front of argv, *operands of
 * them, and a NULL is put behind.
 *
 * True to go on. False when the verb is done, with *status set: after --help,
 * which is printed to stdout, or after wrong usage, with a message and a hint
 * on stderr. */
bool opt_parse(const struct verb *v, const struct opt *table, int argc,
               char **argv, size_t *operands, int *status);

/* Set one option written "--name=value", as if it came from argv. */
bool opt_apply(const struct verb *v, const struct opt *table, const char *arg,
               int *status);

/* Say on stderr what is wrong with the usage; returns EXIT_USAGE. */
int opt_misuse(const struct verb *v, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
