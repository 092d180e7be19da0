/* tenor explain --target --check: whether the evidence adds up, toward every
 * target and for every label. */
#include <stdio.h>

#include "cli/explain/evidence_sum.h"
#include "cli/explain/target.h"
#include "cli/screen.h"

/* All labels of a target that has one. */
static bool check(struct targeting *x, size_t i, size_t *sums, size_t *equal,
                  struct tenor_error *err)
{
    struct toward t;
    bool ok = target_explain(x, i, &t, err);
    const size_t K = ok && t.status == TENOR_STATUS_OK
                         ? tenor_axis_label_count(x->model, 0)
                         : 0;

    for (size_t k = 0; ok && k < K; k++, ++*sums) {
        ok = tenor_explain_all(x->scorer, 0, k, &t.e, err);
        *equal += ok && evidence_adds_up(x->model, x->scorer, 0, k, &t.e, err);
        ok = ok && !err->code;
    }
    tenor_target_free(t.target);
    return ok;
}

static bool print(struct targeting *x, const char *id, struct tenor_error *err)
{
    size_t sums = 0, equal = 0;

    for (size_t i = 0; i < x->names; i++)
        if (!check(x, i, &sums, &equal, err))
            return false;
    screen_print(str_of(id), SCREEN_WIDTH);
    printf(": %zu sums checked, %zu differ\n", sums, sums - equal);
    x->differing += sums - equal;
    return true;
}

const struct target_format target_check = {print, target_no_failed};
