/* The linear sample with a scope for each axis, and a third one: "sentiment"
 * is about sentences, "emotion" about the whole text, "headline" - with the
 * weights of sentiment - about titles. */
#ifndef TENOR_TESTS_UNIT_SCOPED_H
#define TENOR_TESTS_UNIT_SCOPED_H

#include "tests/unit/sample.h"

enum { SCOPED_SENTENCES, SCOPED_WHOLE, SCOPED_TITLE, SCOPED_AXES };

#define SCOPED_COLUMNS 8 /* table_columns() of five */

static const double scoped_offsets[] = {0.3, -0.3};

struct scoped {
    double share; /* of the sentences */
    bool without_quotes;
    double words_min, known_min; /* of the axes but that of titles */
};

/* The bytes of a model, to be released with free(b.data). */
static inline struct buffer scoped_bytes(struct scoped with)
{
    static int16_t weight[SAMPLE_ROWS_MAX * SCOPED_COLUMNS];
    struct tenor_error err = {0};
    struct axis axis[SCOPED_AXES];
    struct buffer b = {0};
    struct sample s;
    struct model_parts parts = sample_parts(&s, false);
    const size_t C = SAMPLE_COLUMNS;

    for (size_t row = 0; row < s.rows; row++) {
        int16_t *w = weight + row * SCOPED_COLUMNS;
        memcpy(w, s.weight + row * C, C * sizeof *w);
        w[C] = s.weight[row * C];
    }
    axis[SCOPED_SENTENCES] = axis[SCOPED_TITLE] = s.axis[0];
    axis[SCOPED_WHOLE] = s.axis[1];
    for (size_t a = 0; a < SCOPED_AXES; a++)
        axis[a].aggregate = (struct aggregate){with.share, 2.5, scoped_offsets};
    axis[SCOPED_SENTENCES].scope = AXIS_SENTENCES;
    axis[SCOPED_TITLE].name = "headline";
    axis[SCOPED_TITLE].scope = AXIS_TITLE;
    axis[SCOPED_TITLE].column = C;
    for (size_t a = SCOPED_SENTENCES; a <= SCOPED_WHOLE; a++) {
        axis[a].words_min = with.words_min;
        axis[a].known_min = with.known_min;
    }
    parts.weight = weight;
    parts.columns = table_columns(C + 1);
    parts.axis = axis;
    parts.axes = SCOPED_AXES;
    parts.without_quotes = with.without_quotes;
    assert_true(model_bytes(&parts, &b, &err));
    sample_release(&s);
    return b;
}

#endif
