/* Models with an axis of each scope, for targets that score any text. */
#ifndef TENOR_TESTS_FUZZ_SCOPES_H
#define TENOR_TESTS_FUZZ_SCOPES_H

#include "model/bag.h"
#include "model/modelfile.h"
#include "tests/fuzz/fuzz.h"

enum { SENTENCES, MORE_SENTENCES, WHOLE, TITLE, AXES };

#define ROWS_MAX 256
#define COLUMNS 8 /* 1, 3, 1, 1, and two more: table_columns() */

static const struct feature_settings scopes_settings = {.language = "english",
                                                        .stemming = 1,
                                                        .ngrams = 2,
                                                        .chars_min = 2,
                                                        .chars_max = 3,
                                                        .negation = 1,
                                                        .style = 1,
                                                        .log_counts = 1};

static inline size_t fill_features(uint64_t *feature)
{
    static const char known[] =
        "It is not a good day, they said :( and a BAD report of the long fun! "
        "\xE2\x80\x9CWho would say so?\xE2\x80\x9D 3 sooo great <br> news";
    struct tenor_error err = {0};
    struct extractor x;
    struct bag bag = {0};
    size_t n;

    CHECK(extractor_init(&x, &scopes_settings, NULL, 0, &err));
    CHECK(bag_fill(&bag, &x, (struct str){known, sizeof known - 1}, &err));
    n = bag.n < ROWS_MAX ? bag.n : ROWS_MAX;
    for (size_t i = 0; i < n; i++)
        feature[i] = bag.entry[i].feature;
    bag_release(&bag);
    extractor_release(&x);
    return wordset_sort(feature, n);
}

static inline struct tenor_model *make_model(bool without_quotes, double share)
{
    static const char *const label[] = {"negative", "positive", "neutral"};
    static const double prior[] = {0.5, 0.3, 0.2}, even[] = {0.5, 0.5};
    static const double offset[] = {0.1, -0.1, 0.0};
    static const double bias[] = {0.25, -0.5, 0.125};
    static const double scale[] = {1e-3, 2e-3, 1e-3};
    const struct aggregate sum = {share, 2.0, offset};
    const struct axis axis[AXES] = {
        {"sentiment", "sentence", 2,      label,
         even,        1.5,        offset, 1,
         0,           0,          1,      bias,
         scale,       NULL,       NULL,   AXIS_SENTENCES,
         sum,         2.0,        0.1,    {0}, {0}},
        {"tone", "sentence", 3,   label, prior, 2.0,  offset, -1,
         -1,     1,          3,   bias,  scale, NULL, NULL,   AXIS_SENTENCES,
         sum,    0.0,        0.0, {0}, {0}},
        {"stance", "article",  2,   label, even, 2.0,   offset,
         1,        0,          4,   1,     bias, scale, NULL,
         NULL,     AXIS_WHOLE, sum, 1.0,   0.2,  {0}, {0}},
        {"bait", "headline", 2,   label, even, 2.0,   offset,
         -1,     -1,         5,   1,     bias, scale, NULL,
         NULL,   AXIS_TITLE, sum, 0.0,   0.0,  {0}, {0}},
    };
    static int16_t weight[ROWS_MAX * COLUMNS];
    uint64_t feature[ROWS_MAX];
    struct tenor_error err = {0};
    struct buffer bytes = {0};
    struct tenor_model *model;

    for (int i = 0; i < ROWS_MAX * COLUMNS; i++)
        weight[i] = (int16_t)(i * 977 % 2001 - 1000);
    const struct model_parts parts = {.settings = scopes_settings,
                                      .feature = feature,
                                      .rows = fill_features(feature),
                                      .weight = weight,
                                      .columns = COLUMNS,
                                      .axis = axis,
                                      .axes = AXES,
                                      .without_quotes = without_quotes,
                                      .card = STR("{}")};
    CHECK(model_bytes(&parts, &bytes, &err));
    CHECK(tenor_model_from_memory(bytes.data, bytes.len, &model, &err));
    return model; /* its bytes stay */
}

/* One of six, each made once. */
static inline const struct tenor_model *scopes_model(uint8_t byte)
{
    static const double share[] = {1.0, 0.5, 0.25};
    static struct tenor_model *model[6];
    const size_t i = byte % 6;

    if (!model[i])
        model[i] = make_model(i >= 3, share[i % 3]);
    return model[i];
}

#endif
