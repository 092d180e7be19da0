/* An axis is taken out, or those of another model are put in. */
#include <stdlib.h>
#include <string.h>

#include "cli/out.h"
#include "cli/retrain/lineage.h"
#include "cli/retrain/retraining.h"
#include "cli/retrain/step.h"
#include "model/modelfile.h"

bool retrain_axes(struct retraining *t, struct buffer *bytes, int *status)
{
    struct again *a = &t->again;
    const bool adds = t->o->add_axis != NULL;
    struct tenor_model *other = NULL;
    struct tenor_error err = {0};

    *status = EXIT_USAGE;
    if (adds && !open_model(t->verb, t->o->add_axis, &other, status))
        return false;
    for (size_t i = 0; other && i < other->axes; i++)
        for (size_t k = 0; k < a->model->axes; k++)
            if (strcmp(other->axis[i].name, a->model->axis[k].name) == 0)
                fail(&err, TENOR_EINVAL, 0,
                     "there is an axis '%s' already; --remove-axis takes it "
                     "out",
                     other->axis[i].name);
    char *lineage = lineage_text(
        a->card, a->model->bytes, adds ? "add-axis" : "remove-axis",
        adds ? other->axis->name : t->o->remove_axis, NULL, 0);
    const bool ok =
        !err.code && (lineage || fail_memory(&err, "a card")) &&
        step_replace(a->model, a->card, &a->recipe, t->o->remove_axis, other,
                     false, lineage, bytes, &err);
    free(lineage);
    tenor_model_close(other);
    if (!ok)
        *status = out_error(t->verb->name, &err);
    return ok;
}
