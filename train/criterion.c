#include "train/criterion.h"

#include <string.h>

static const char *const name_of[] = {
    [CRITERION_MEAN] = "mean",         [CRITERION_ACCURACY] = "accuracy",
    [CRITERION_MACRO_F1] = "macro-f1", [CRITERION_F1] = "f1",
    [CRITERION_MCC] = "mcc",
};

bool criterion_by_name(const char *name, struct criterion *c)
{
    *c = (struct criterion){0};
    if (strncmp(name, "f1:", 3) == 0 && name[3]) {
        *c = (struct criterion){CRITERION_F1, name + 3};
        return true;
    }
    for (int k = 0; k <= (int)CRITERION_MCC; k++)
        if (k != (int)CRITERION_F1 && strcmp(name, name_of[k]) == 0) {
            c->kind = (enum criterion_kind)k;
            return true;
        }
    return false;
}

const char *criterion_name(const struct criterion *c)
{
    return name_of[c->kind];
}

double criterion_worth(const struct criterion *c, size_t label,
                       const struct metrics *m)
{
    switch (c->kind) {
    case CRITERION_ACCURACY:
        return m->accuracy.value;
    case CRITERION_MACRO_F1:
        return m->macro_f1.value;
    case CRITERION_F1:
        return m->per_class[label].f1;
    case CRITERION_MCC:
        return m->mcc.value;
    case CRITERION_MEAN:
        break;
    }
    return (m->accuracy.value + m->macro_f1.value) / 2.0;
}
