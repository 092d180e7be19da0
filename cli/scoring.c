#include "cli/scoring.h"

#include <math.h>

bool scoring_has_sentences(const struct scoring *s)
{
    for (size_t a = 0; a < tenor_axis_count(s->model); a++)
        if (tenor_axis_scope(s->model, a) == TENOR_SENTENCES)
            return true;
    return false;
}

bool scoring_find_thresholds(struct scoring *s, struct tenor_error *err)
{
    const size_t axes = tenor_axis_count(s->model);

    if (isnan(s->coverage))
        return true;
    s->threshold = mem_zero(axes, sizeof *s->threshold);
    if (!s->threshold)
        return fail_memory(err, "thresholds");
    for (size_t i = 0; i < s->axes; i++)
        if (!tenor_axis_threshold(s->model, s->axis[i], s->coverage,
                                  &s->threshold[s->axis[i]], err))
            return false;
    return true;
}
