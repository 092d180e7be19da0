/* Adding evidence up, as model/tenor.h says that it does. */
#ifndef TENOR_TESTS_FUZZ_EVIDENCE_H
#define TENOR_TESTS_FUZZ_EVIDENCE_H

#include "model/tenor.h"
#include "tests/fuzz/fuzz.h"

/* The margin that the evidence of a sentence, or of the text, adds up to. */
static inline double evidence_margin(const struct tenor_evidence *list,
                                     size_t n, size_t sentence, double bias)
{
    double unit[2] = {0.0, 0.0};
    int64_t points[2] = {0, 0};

    for (size_t i = 0; i < n; i++) {
        const int chars = list[i].kind == TENOR_FEATURE_CHARS;
        if (list[i].sentence != sentence)
            continue;
        CHECK(points[chars] == 0 || unit[chars] == list[i].unit);
        unit[chars] = list[i].unit;
        points[chars] += list[i].points;
    }
    return bias + unit[0] * (double)points[0] + unit[1] * (double)points[1];
}

#endif
