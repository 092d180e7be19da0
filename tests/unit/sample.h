/* Small models made by hand, for the tests of reading, scoring and memory.
 *
 * The features are those of three lines of text, and every feature of a line
 * gets the line's weights. Two models:
 *
 *   linear   "sentiment", 2 labels with poles, and "emotion", 3 labels
 *   kernel   "emotion" with an RBF kernel, and "sentiment" as above
 *
 * "emotion" has label sets: the threshold is 1 - coverage. "sentiment" has a
 * glossary of three features, one of them for its first label, and a sketch. */
#ifndef TENOR_TESTS_UNIT_SAMPLE_H
#define TENOR_TESTS_UNIT_SAMPLE_H

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "model/bag.h"
#include "model/coverage.h"
#include "model/kernel.h"
#include "model/modelfile.h"

#include "tests/unit/sketched.h"
#include "tests/unit/unit.h"

#define SAMPLE_LINES 3
#define SAMPLE_COLUMNS 4
#define SAMPLE_ROWS_MAX 512

static const struct feature_settings sample_settings = {.language = "english",
                                                        .stemming = 1,
                                                        .ngrams = 2,
                                                        .chars_min = 3,
                                                        .chars_max = 3,
                                                        .negation = 1,
                                                        .style = 1,
                                                        .log_counts = 1};

static const struct {
    const char *text;
    int16_t weight[SAMPLE_COLUMNS];
} sample_line[SAMPLE_LINES] = {
    {"good, GREAT fun :) !!!", {917, 703, -401, -303}},
    {"bad, not good, sad :(", {-811, -509, 607, -101}},
    {"the report of Monday is sooo long", {0, -97, -211, 503}},
};

static const char *const sample_labels[] = {"negative", "positive"};
static const char *const sample_emotions[] = {"joy", "anger", "none"};
static const double sample_priors[] = {0.375, 0.625};
static const double sample_emotion_priors[] = {0.25, 0.25, 0.5};
static const double sample_offsets[] = {-0.125, 0.125};
static const double sample_emotion_offsets[] = {0.1, -0.3, 0.2};
static const double sample_bias[] = {0.0123};
static const double sample_emotion_bias[] = {-0.31, -0.27, 0.11};
static const double sample_scale[] = {0.00071};
static const double sample_emotion_scale[] = {0.00063, 0.00077, 0.0005};
static const uint32_t sample_length[] = {1, 2};
static const uint32_t sample_documents[] = {5, 3, 2};
static const uint32_t sample_form[] = {0, 4, 0};
static const struct str sample_card = {"{\"seed\":1}", 10};

struct sample {
    uint64_t feature[SAMPLE_ROWS_MAX];                /* [rows] */
    int16_t weight[SAMPLE_ROWS_MAX * SAMPLE_COLUMNS]; /* [rows][columns] */
    size_t rows, columns;
    struct wordset stops;
    struct kernel kernel;
    /* Support vectors: the lines, each feature with the value 1 / sqrt n. */
    uint64_t start[SAMPLE_LINES + 1];
    uint32_t row[SAMPLE_ROWS_MAX];
    double value[SAMPLE_ROWS_MAX], multiplier[SAMPLE_ROWS_MAX];
    double conformal[COVERAGE_LEVELS];
    struct sketched sketched;
    struct axis axis[2];
};

static inline size_t sample_row(const struct sample *s, uint64_t feature)
{
    size_t row = 0;

    while (s->feature[row] != feature)
        row++;
    return row;
}

static inline void sample_vector(struct sample *s, size_t line,
                                 const struct bag *b)
{
    uint64_t at = s->start[line];
    uint64_t row[SAMPLE_ROWS_MAX];

    for (size_t i = 0; i < b->n; i++)
        row[i] = sample_row(s, b->entry[i].feature);
    wordset_sort(row, b->n);
    for (size_t i = 0; i < b->n; i++, at++) {
        s->row[at] = (uint32_t)row[i];
        s->value[at] = 1.0 / sqrt((double)b->n);
    }
    s->start[line + 1] = at;
}

/* Fill features, weights and support vectors from the lines. */
static inline void sample_read_lines(struct sample *s)
{
    struct tenor_error err = {0};
    struct extractor x;
    struct bag b = {0};

    assert_true(extractor_init(&x, &sample_settings, &s->stops, 0, &err));
    for (size_t line = 0; line < SAMPLE_LINES; line++) {
        assert_true(bag_fill(&b, &x, str_of(sample_line[line].text), &err));
        for (size_t i = 0; i < b.n; i++)
            s->feature[s->rows++] = b.entry[i].feature;
    }
    s->rows = wordset_sort(s->feature, s->rows);
    for (size_t line = 0; line < SAMPLE_LINES; line++) {
        assert_true(bag_fill(&b, &x, str_of(sample_line[line].text), &err));
        sample_vector(s, line, &b);
        for (size_t i = 0; i < b.n; i++) {
            size_t row = sample_row(s, b.entry[i].feature);
            for (size_t c = 0; c < s->columns; c++)
                s->weight[row * s->columns + c] =
                    (int16_t)(s->weight[row * s->columns + c] +
                              sample_line[line].weight[c]);
        }
    }
    for (size_t row = 0; row < s->rows; row++)
        s->multiplier[row] = 1.0 + (double)(row % 3) / 8.0;
    bag_release(&b);
    extractor_release(&x);
}

static inline void sample_kernel(struct sample *s)
{
    static const double coef[3 * SAMPLE_LINES] = {1.5,  -0.9, 0.0,  -0.8, 1.3,
                                                  -0.6, 0.0,  -1.1, 1.2};

    s->kernel = (struct kernel){.type = KERNEL_RBF,
                                .gamma = 0.5,
                                .machines = 3,
                                .vectors = SAMPLE_LINES,
                                .coef = coef,
                                .start = s->start,
                                .row = s->row,
                                .value = s->value,
                                .multiplier = s->multiplier};
}

/* The parts of a model; sample_release afterwards. */
static inline struct model_parts sample_parts(struct sample *s, bool kernel)
{
    const struct axis sentiment = {.name = "sentiment",
                                   .unit = "sentence",
                                   .labels = 2,
                                   .label = sample_labels,
                                   .prior = sample_priors,
                                   .slope = 1.7,
                                   .offset = sample_offsets,
                                   .positive = 1,
                                   .negative = 0,
                                   .column = 0,
                                   .columns = 1,
                                   .bias = sample_bias,
                                   .scale = sample_scale};
    const struct axis emotion = {.name = "emotion",
                                 .unit = "headline",
                                 .labels = 3,
                                 .label = sample_emotions,
                                 .prior = sample_emotion_priors,
                                 .slope = 2.3,
                                 .offset = sample_emotion_offsets,
                                 .positive = -1,
                                 .negative = -1,
                                 .column = kernel ? 0 : 1,
                                 .columns = kernel ? 0 : 3,
                                 .bias = sample_emotion_bias,
                                 .scale = sample_emotion_scale,
                                 .conformal = s->conformal};

    *s = (struct sample){.columns = kernel ? 1 : SAMPLE_COLUMNS};
    assert_true(wordset_init(&s->stops, "the of"));
    sample_read_lines(s);
    for (size_t i = 0; i < COVERAGE_LEVELS; i++)
        s->conformal[i] = 1.0 - coverage_thousandths(i) / 1000.0;
    s->axis[kernel] = sentiment;
    s->axis[kernel].glossary =
        (struct glossary){.length = sample_length,
                          .feature = s->feature,
                          .documents = sample_documents,
                          .form = sample_form,
                          .n = 3,
                          .names = {"bad\0not good", 13}};
    sketched_fill(&s->sketched, 2);
    s->axis[kernel].sketch = s->sketched.sketch;
    s->axis[!kernel] = emotion;
    if (kernel) {
        sample_kernel(s);
        s->axis[0].kernel = &s->kernel;
    }
    return (struct model_parts){.settings = sample_settings,
                                .stop = s->stops.hash,
                                .stops = s->stops.n,
                                .feature = s->feature,
                                .rows = s->rows,
                                .weight = s->weight,
                                .columns = s->columns,
                                .axis = s->axis,
                                .axes = 2,
                                .card = sample_card};
}

static inline void sample_release(struct sample *s)
{
    wordset_release(&s->stops);
}

/* The bytes of a model, to be released with free(b.data). */
static inline struct buffer sample_bytes(bool kernel)
{
    struct tenor_error err = {0};
    struct buffer b = {0};
    struct sample s;
    const struct model_parts parts = sample_parts(&s, kernel);

    assert_true(model_bytes(&parts, &b, &err));
    sample_release(&s);
    return b;
}

#endif
