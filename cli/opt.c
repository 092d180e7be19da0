#include "cli/opt.h"

#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "cli/out.h"
#include "model/base.h"

#define HELP_COLUMN 28

static bool takes_value(const struct opt *o)
{
    return o->kind != OPT_FLAG && o->kind != OPT_OFF;
}

int opt_misuse(const struct verb *v, const char *format, ...)
{
    va_list args;

    fprintf(stderr, "tenor %s: ", v->name);
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fprintf(stderr, "\ntry 'tenor %s --help'\n", v->name);
    return EXIT_USAGE;
}

/* ---- help ---------------------------------------------------------------- */

static void print_option(const struct opt *o)
{
    char left[64];
    int n = 0;

    if (o->letter)
        n = snprintf(left, sizeof left, "  -%c, --%s", o->letter, o->name);
    else
        n = snprintf(left, sizeof left, "      --%s", o->name);
    if (takes_value(o))
        n += snprintf(left + n, sizeof left - (size_t)n, " %s", o->value);
    if (n + 2 <= HELP_COLUMN)
        printf("%-*s", HELP_COLUMN, left);
    else
        printf("%s\n%*s", left, HELP_COLUMN, "");
    for (const char *s = o->help; *s; s++) {
        putchar(*s);
        if (*s == '\n')
            printf("%*s", HELP_COLUMN, "");
    }
    if (o->kind == OPT_CHOICE) {
        struct str word;
        const char *rest = o->choices;
        printf("\n%*sone of:", HELP_COLUMN, "");
        while (str_next_word(&rest, &word))
            printf(" %.*s", (int)word.len, word.s);
    }
    putchar('\n');
}

static void print_help(const struct verb *v, const struct opt *table)
{
    printf("usage: tenor %s %s\n\n%s\n", v->name, v->synopsis, v->summary);
    if (v->more)
        printf("\n%s\n", v->more);
    printf("\noptions:\n");
    for (const struct opt *o = table; o->kind != OPT_END; o++)
        print_option(o);
    printf("  -h, --help%*sprint this and stop\n", HELP_COLUMN - 12, "");
}

/* ---- parsing ------------------------------------------------------------- */

static const struct opt *by_letter(const struct opt *table, char letter)
{
    for (; table->kind != OPT_END; table++)
        if (table->letter == letter)
            return table;
    return NULL;
}

static const struct opt *by_name(const struct opt *table, struct str name)
{
    for (; table->kind != OPT_END; table++)
        if (str_equal(str_of(table->name), name))
            return table;
    return NULL;
}

static bool set_choice(const struct opt *o, const char *value)
{
    const char *rest = o->choices;
    struct str word;

    for (int i = 0; str_next_word(&rest, &word); i++)
        if (str_equal(word, str_of(value))) {
            *(int *)o->to = i;
            return true;
        }
    return false;
}

static bool set_real(const struct opt *o, const char *value)
{
    char *rest;
    double number = strtod(value, &rest);

    if (rest == value || *rest || !isfinite(number))
        return false;
    *(double *)o->to = number;
    return true;
}

static bool set_count(const struct opt *o, const char *value)
{
    char *rest;

    errno = 0;
    unsigned long long number = strtoull(value, &rest, 10);
    if (*value < '0' || *value > '9' || *rest || errno || number > SIZE_MAX)
        return false;
    *(size_t *)o->to = (size_t)number;
    return true;
}

static bool set_list(const struct opt *o, const char *value)
{
    struct opt_list *l = o->to;

    if (!GROW(l->item, l->n + 1, l->capacity))
        return false;
    l->item[l->n++] = value;
    return true;
}

static bool set(const struct opt *o, const char *value)
{
    switch (o->kind) {
    case OPT_FLAG:
    case OPT_OFF:
        *(bool *)o->to = o->kind == OPT_FLAG;
        return true;
    case OPT_STR:
        *(const char **)o->to = value;
        return true;
    case OPT_REAL:
        return set_real(o, value);
    case OPT_COUNT:
        return set_count(o, value);
    case OPT_CHOICE:
        return set_choice(o, value);
    case OPT_LIST:
        return set_list(o, value);
    case OPT_END:
        break;
    }
    return false;
}

static int bad_value(const struct verb *v, const struct opt *o,
                     const char *value)
{
    if (o->kind == OPT_CHOICE)
        return opt_misuse(v, "--%s cannot be '%s'; it can be one of: %s",
                          o->name, value, o->choices);
    return opt_misuse(v, "--%s cannot be '%s'; a number is expected", o->name,
                      value);
}

/* Handle argv[*i], an option; moves *i over a value taken from there. */
static bool parse_one(const struct verb *v, const struct opt *table, int argc,
                      char **argv, int *i, int *status)
{
    const char *arg = argv[*i];
    const bool is_long = arg[1] == '-';
    const char *value = NULL;
    const struct opt *o;

    if (is_long) {
        struct str name = {arg + 2, strcspn(arg + 2, "=")};
        o = by_name(table, name);
        if (name.s[name.len] == '=')
            value = name.s + name.len + 1;
    } else {
        o = by_letter(table, arg[1]);
        if (arg[2])
            value = arg + 2;
    }
    if (!o) {
        *status = opt_misuse(v, "there is no option '%s'", arg);
        return false;
    }
    if (!takes_value(o) && value) {
        *status = opt_misuse(v, "--%s takes no value", o->name);
        return false;
    }
    if (takes_value(o) && !value) {
        if (*i + 1 >= argc) {
            *status = opt_misuse(v, "--%s needs a value", o->name);
            return false;
        }
        value = argv[++*i];
    }
    if (set(o, value))
        return true;
    *status = bad_value(v, o, value);
    return false;
}

bool opt_apply(const struct verb *v, const struct opt *table, const char *arg,
               int *status)
{
    char *argv[] = {(char *)(uintptr_t)arg}; /* which is only read */
    int i = 0;

    return parse_one(v, table, 1, argv, &i, status);
}

bool opt_parse(const struct verb *v, const struct opt *table, int argc,
               char **argv, size_t *operands, int *status)
{
    bool options = true;

    *operands = 0;
    for (int i = 1; i < argc; i++) {
        const char *arg = argv[i];
        if (!options || arg[0] != '-' || !arg[1]) {
            argv[(*operands)++] = argv[i];
            continue;
        }
        if (strcmp(arg, "--") == 0) {
            options = false;
            continue;
        }
        if (strcmp(arg, "--help") == 0 || strcmp(arg, "-h") == 0) {
            print_help(v, table);
            *status = out_close(v->name, EXIT_DONE);
            return false;
        }
        if (!parse_one(v, table, argc, argv, &i, status))
            return false;
    }
    argv[*operands] = NULL;
    return true;
}
