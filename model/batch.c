/* Many texts in one call, for bindings: what costs them is the calls. */
#include <string.h>

#include "model/scorer.h"

static bool has_place(const int64_t *offset, size_t i)
{
    return offset[i] >= 0 && offset[i] <= offset[i + 1];
}

/* What came of text i, of the model's axes A and labels K. */
static void keep(const struct tenor_scorer *s, const struct tenor_batch *out,
                 size_t i, size_t A, size_t K)
{
    size_t k = i * K;

    if (out->status)
        out->status[i] = (uint8_t)tenor_status(s);
    for (size_t a = 0; a < A; a++) {
        if (out->axis_status)
            out->axis_status[i * A + a] = (uint8_t)tenor_axis_status(s, a);
        if (out->label)
            out->label[i * A + a] = (uint32_t)tenor_label(s, a);
        const size_t labels = tenor_axis_label_count(s->model, a);
        if (out->probability)
            memcpy(out->probability + k, s->axis[a].p,
                   labels * sizeof *out->probability);
        k += labels;
    }
}

bool tenor_score_batch(struct tenor_scorer *s, const char *bytes,
                       const int64_t *offset, size_t n,
                       const struct tenor_batch *out, struct tenor_error *err)
{
    const size_t A = tenor_axis_count(s->model);
    const size_t K = tenor_label_count(s->model);

    for (size_t i = 0; i < n; i++) {
        struct tenor_error of_text = {0};
        if (!has_place(offset, i))
            return fail(err, TENOR_EINVAL, 0, "text %zu ends before it begins",
                        i);
        const size_t len = (size_t)(offset[i + 1] - offset[i]);
        if (tenor_score(s, bytes + offset[i], len, &of_text))
            keep(s, out, i, A, K);
        else if (of_text.code != TENOR_ELIMIT)
            return fail(err, of_text.code, 0, "%s", of_text.message);
        if (out->code)
            out->code[i] = (uint8_t)of_text.code;
    }
    return true;
}
