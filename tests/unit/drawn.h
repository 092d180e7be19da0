/* Models of every make: features of a text, or a share of them, with weights
 * from a draw, and axes as a recipe has them. For tests of what is done with
 * weights; such a model knows nothing. */
#ifndef TENOR_TESTS_UNIT_DRAWN_H
#define TENOR_TESTS_UNIT_DRAWN_H

#include "model/bag.h"
#include "model/modelfile.h"
#include "tests/unit/random_text.h"
#include "tests/unit/unit.h"

#define LABELS_MAX 17
#define AXES_MAX 4

/* How weights are drawn. */
enum weights { SMALL, EXTREME, LARGEST };

static const char *const drawn_label[LABELS_MAX] = {
    "a", "b", "c", "d", "e", "f", "g", "h", "i",
    "j", "k", "l", "m", "n", "o", "p", "q"};
static const char *const drawn_axis[AXES_MAX] = {"one", "two", "three", "four"};

struct recipe {
    struct feature_settings settings;
    const char *stops;
    size_t labels[AXES_MAX]; /* up to 0 */
    enum axis_scope scope[AXES_MAX];
    enum weights weights;
    double kept; /* share of the features of the text that the model knows */
};

static inline int16_t draw_weight(enum weights kind, uint64_t *random)
{
    switch (kind) {
    case EXTREME:
        return (int16_t)(random_next(random) & 1 ? INT16_MAX : INT16_MIN);
    case LARGEST:
        return INT16_MAX;
    default:
        return (int16_t)((int)random_below(random, 2001) - 1000);
    }
}

/* Distinct features of a text, the kept share of them. */
static inline struct wordset draw_features(const struct recipe *r,
                                           const struct wordset *stops,
                                           struct str text, uint64_t *random)
{
    struct tenor_error err = {0};
    struct wordset set = {0};
    struct extractor x;
    struct bag b = {0};

    assert_true(extractor_init(&x, &r->settings, stops, 0, &err));
    assert_true(bag_fill(&b, &x, text, &err));
    set.hash = malloc((b.n + 1) * sizeof *set.hash);
    assert_non_null(set.hash);
    for (size_t i = 0; i < b.n; i++)
        if (random_unit(random) < r->kept)
            set.hash[set.n++] = b.entry[i].feature;
    set.n = wordset_sort(set.hash, set.n);
    bag_release(&b);
    extractor_release(&x);
    return set;
}

/* What axes are drawn from has the life of the program. */
static inline size_t draw_axes(const struct recipe *r, struct axis *axis,
                               uint64_t *random)
{
    static double prior[LABELS_MAX + 1][LABELS_MAX], zero[LABELS_MAX];
    static double unit[LABELS_MAX], bias[LABELS_MAX];
    static const double share[] = {1.0, 1.0, 0.5, 0.2};
    size_t columns = 0;

    for (size_t i = 0; i < LABELS_MAX; i++) {
        unit[i] = 1e-3 * (0.5 + random_unit(random));
        bias[i] = random_unit(random) - 0.5;
    }
    for (size_t a = 0; a < AXES_MAX && r->labels[a]; a++) {
        const size_t K = r->labels[a];
        for (size_t k = 0; k < K; k++)
            prior[K][k] = 1.0 / (double)K;
        axis[a] = (struct axis){
            .name = drawn_axis[a],
            .unit = "text",
            .labels = K,
            .label = drawn_label,
            .prior = prior[K],
            .slope = 1.0,
            .offset = zero,
            .positive = -1,
            .negative = -1,
            .column = columns,
            .columns = axis_machines(K),
            .bias = bias,
            .scale = unit,
            .scope = r->scope[a],
            .aggregate = {share[random_below(random, 4)], 1.0, zero}};
        columns += axis_machines(K);
    }
    return columns;
}

/* A model that knows features of a text; its bytes are to be freed last. */
static inline struct tenor_model *draw_model(const struct recipe *r,
                                             struct str text,
                                             struct buffer *bytes,
                                             uint64_t *random)
{
    struct axis axis[AXES_MAX];
    struct tenor_error err = {0};
    struct tenor_model *model;
    struct wordset stops;

    assert_null(feature_settings_check(&r->settings));
    assert_true(wordset_init(&stops, r->stops));
    struct wordset known = draw_features(r, &stops, text, random);
    const size_t C = table_columns(draw_axes(r, axis, random));
    int16_t *weight = calloc(known.n * C + 1, sizeof *weight);
    assert_non_null(weight);
    for (size_t i = 0; i < known.n * C; i++)
        weight[i] = draw_weight(r->weights, random);
    size_t axes = 0;
    while (axes < AXES_MAX && r->labels[axes])
        axes++;
    const struct model_parts parts = {.settings = r->settings,
                                      .stop = stops.hash,
                                      .stops = stops.n,
                                      .feature = known.hash,
                                      .rows = known.n,
                                      .weight = weight,
                                      .columns = C,
                                      .axis = axis,
                                      .axes = axes,
                                      .card = STR("{}")};
    *bytes = (struct buffer){0};
    assert_true(model_bytes(&parts, bytes, &err));
    if (!tenor_model_from_memory(bytes->data, bytes->len, &model, &err))
        fail_msg("%s", err.message);
    free(weight);
    wordset_release(&known);
    wordset_release(&stops);
    return model;
}

/* Settings and axes drawn from all that there is; the language is empty, the
 * rest stays. */
static inline struct recipe draw_recipe(struct recipe r, uint64_t *random)
{
    const size_t axes = 1 + random_below(random, AXES_MAX);
    const bool chars = random_below(random, 3) > 0;

    r.settings = (struct feature_settings){
        .stemming = random_next(random) & 1,
        .ngrams = (uint8_t)(1 + random_below(random, 3)),
        .chars_min = (uint8_t)(1 + random_below(random, 4)),
        .negation = random_next(random) & 1,
        .style = random_next(random) & 1,
        .log_counts = random_next(random) & 1};
    r.settings.chars_max =
        chars ? (uint8_t)(r.settings.chars_min + random_below(random, 5)) : 0;
    memset(r.labels, 0, sizeof r.labels);
    for (size_t a = 0; a < axes; a++) {
        r.labels[a] =
            2 +
            random_below(random, random_below(random, 2) ? LABELS_MAX - 1 : 3);
        r.scope[a] = (enum axis_scope)random_below(random, AXIS_SCOPES);
    }
    return r;
}

#endif
