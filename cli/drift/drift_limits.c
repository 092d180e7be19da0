#include "cli/drift/drift_limits.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double usual_limits[DRIFT_KINDS] = {
#define X(name, text, limit, saying) limit,
    DRIFT_KINDS_LIST(X)
#undef X
};

/* A number of 0 or more, or "off". */
static bool read_limit(const char *text, double *limit)
{
    char *end;

    if (strcmp(text, "off") == 0) {
        *limit = INFINITY;
        return true;
    }
    *limit = strtod(text, &end);
    return end != text && !*end && *limit >= 0.0 && isfinite(*limit);
}

/* NAME=X, for all kinds with "all". */
static bool set_limit(struct drift_limits *l, const char *text)
{
    const char *sign = strchr(text, '=');
    const size_t len = sign ? (size_t)(sign - text) : 0;
    const struct str name = {text, len};
    bool known = false;
    double limit;

    if (!sign || !read_limit(sign + 1, &limit))
        return false;
    if (str_equal(name, STR("slices"))) {
        l->no_slices = isinf(limit);
        return l->no_slices;
    }
    for (size_t i = 0; i < DRIFT_KINDS; i++)
        if (str_equal(name, STR("all")) ||
            str_equal(name, str_of(drift_name((enum drift_kind)i)))) {
            l->of[i] = limit;
            known = true;
        }
    return known;
}

bool drift_limits_set(const struct verb *v, const struct opt_list *options,
                      struct drift_limits *limits, int *status)
{
    *limits = (struct drift_limits){0};
    memcpy(limits->of, usual_limits, sizeof usual_limits);
    for (size_t i = 0; i < options->n; i++)
        if (!set_limit(limits, options->item[i])) {
            *status = opt_misuse(v,
                                 "--limit cannot be '%s'; it is NAME=X or "
                                 "NAME=off, NAME being unknown, words, "
                                 "refused, shares, margins, unsure, lengths, "
                                 "accuracy or all; or slices=off",
                                 options->item[i]);
            return false;
        }
    return true;
}
