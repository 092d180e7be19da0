/* Any text beside any target, through the embedded model for targets. The
 * first line is the target. */
#include <string.h>

#include "model/placed.h"
#include "model/tenor.h"
#include "tests/fuzz/evidence.h"
#include "tests/fuzz/fuzz.h"

static const struct tenor_model *open_once(void)
{
    static struct tenor_model *model;
    struct tenor_error err = {0};

    if (!model)
        CHECK(tenor_model_embedded_target(&model, &err));
    return model;
}

static void check_evidence(struct tenor_scorer *s, const struct tenor_target *t,
                           size_t len)
{
    struct tenor_explanation e;
    struct tenor_error err = {0};
    double sum = 0.0;

    CHECK(tenor_explain_all(s, 0, tenor_label(s, 0), &e, &err));
    for (size_t i = 0; i < e.sentences; i++)
        if (e.sentence[i].counted)
            sum += evidence_margin(e.feature, e.features, i, e.bias);
    CHECK(e.mean_of > 0);
    CHECK(sum / (double)e.mean_of == tenor_margin(s, 0, tenor_label(s, 0)));
    for (size_t i = 0; i < e.features; i++)
        for (size_t j = 0; j < e.feature[i].spans; j++) {
            const struct tenor_span at =
                tenor_target_place(t, e.feature[i].span[j]);
            CHECK(at.begin <= at.end && at.end <= len);
        }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const uint8_t *end = size ? memchr(data, '\n', size) : NULL;
    const size_t name = end ? (size_t)(end - data) : size;
    const char *text = (const char *)data + name + (end != NULL);
    const size_t len = size - name - (end != NULL);
    const struct tenor_model *model = open_once();
    struct tenor_error err = {0};
    struct tenor_scorer *s;
    struct tenor_target *t;

    if (!tenor_target_find(model, text, len, (const char *)data, name, &t,
                           &err)) {
        CHECK(err.code == TENOR_EINVAL);
        return 0;
    }
    for (size_t i = 0, at = 0; i < tenor_target_mentions(t); i++) {
        const struct tenor_span m = tenor_target_mention(t, i);
        CHECK(at <= m.begin && m.begin < m.end && m.end <= len);
        at = m.end;
    }
    CHECK(tenor_scorer_new(model, &s, &err));
    CHECK(tenor_score_target(s, t, &err));
    if (tenor_axis_status(s, 0) == TENOR_STATUS_OK) {
        CHECK(tenor_target_mentions(t) > 0);
        check_evidence(s, t, len);
    }
    tenor_scorer_free(s);
    tenor_target_free(t);
    return 0;
}
