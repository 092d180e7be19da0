/* What a scorer holds: shared by scoring (tenor.c) and evidence (explain.c). */
#ifndef TENOR_MODEL_SCORER_H
#define TENOR_MODEL_SCORER_H

#include "model/bag.h"
#include "model/feature.h"
#include "model/kernel.h"
#include "model/modelfile.h"

/* The result on one axis. */
struct scorer_axis {
    double *margin; /* [labels] */
    double *p;      /* [labels] */
};

/* Where a feature that the table has occurs in the text. */
struct place {
    uint64_t feature;
    size_t row;
    struct tenor_span span;
};

/* A word, number or sign of the text. */
struct word_place {
    uint64_t group; /* equal for the forms of a word */
    struct tenor_span span;
    double contribution;
};

struct tenor_scorer {
    const struct tenor_model *model;
    struct extractor extractor;
    struct bag bag;
    struct str text; /* of the last call; borrowed */
    enum tenor_status status;
    size_t words, known;
    double scale[FEATURE_FAMILIES]; /* 1 / norm of each family */
    int64_t *sum;                   /* [columns][FEATURE_FAMILIES] */
    double *number;                 /* memory of all results */
    struct scorer_axis *axis;       /* [axes] */
    double *machine;                /* [most machines of an axis] scratch */
    struct kernel_node *node;       /* scratch for kernels */
    size_t node_capacity;

    struct place *place; /* evidence of the last explanation ... */
    size_t places, place_capacity;
    struct tenor_evidence *evidence; /* ... grouped by feature */
    size_t evidence_capacity;
    struct tenor_span *span; /* [places] */
    size_t span_capacity;
    struct word_place *word_place; /* evidence by words: explain_words.c */
    size_t word_places, word_place_capacity;
    struct tenor_word *word;
    size_t word_capacity;
};

#endif
