/* tenor explain --check: whether the evidence adds up, on every axis that has
 * evidence and for every label. */
#include <stdio.h>

#include "cli/explain/evidence_sum.h"
#include "cli/explain/explaining.h"
#include "cli/screen.h"

static bool check(struct explaining *x, size_t axis, size_t label,
                  size_t *equal, struct tenor_error *err)
{
    const struct scoring *s = &x->score;
    struct tenor_explanation e;

    if (!tenor_explain_all(s->scorer, axis, label, &e, err))
        return false;
    *equal += evidence_adds_up(s->model, s->scorer, axis, label, &e, err);
    return !err->code;
}

static bool print(struct explaining *x, const char *id, struct tenor_error *err)
{
    const struct scoring *s = &x->score;
    size_t sums = 0, equal = 0;

    for (size_t i = 0; i < s->axes; i++) {
        const size_t K = tenor_axis_label_count(s->model, s->axis[i]);
        for (size_t k = 0; k < K; k++, sums++)
            if (!check(x, s->axis[i], k, &equal, err))
                return false;
    }
    screen_print(str_of(id), SCREEN_WIDTH);
    printf(": %zu sums checked, %zu differ\n", sums, sums - equal);
    x->differing += sums - equal;
    return true;
}

const struct explain_format explain_check = {print, explain_no_failed};
