/* What a scorer holds: shared by its life (scorer.c), reading (sentences.c),
 * scoring (score.c), results (tenor.c) and evidence (explain.c). */
#ifndef TENOR_MODEL_SCORER_H
#define TENOR_MODEL_SCORER_H

#include "model/article.h"
#include "model/bag.h"
#include "model/feature.h"
#include "model/kernel.h"
#include "model/modelfile.h"
#include "model/ranking.h"
#include "model/sums.h"

/* The result on one axis. */
struct scorer_axis {
    enum tenor_status status;
    double *margin; /* [labels] */
    double *p;      /* [labels] */
};

/* A sentence of the text. */
#define ROW_NONE SIZE_MAX
struct sentence {
    struct tenor_span span;
    size_t words;
    size_t row; /* in scorer.row_margin; ROW_NONE: no part of aggregates */
    double scale[FEATURE_FAMILIES];
};

/* Where a feature occurs that has a weight. */
struct feature_place {
    uint64_t feature;
    uint32_t row;
    uint32_t passage;    /* sentence */
    uint32_t begin, end; /* bytes */
    uint32_t group;      /* of places of the same feature */
};

/* A feature of the text, or of a sentence for axes of sentences. */
struct place_group {
    uint64_t feature;
    uint32_t row, sentence;
    uint32_t start, count; /* spans */
    double each;           /* contribution of an occurrence */
};

/* A word, number or sign of the text. */
struct word_place {
    uint64_t group; /* equal for the forms of a word */
    struct tenor_span span;
    double contribution;
};

/* Who looks at the words of a text while it is read, so that it need not be
 * read again. */
struct scorer_watch {
    /* NULL terms: the text begins, or its title, where scope says so; all that
     * came of it before is void. Else the terms of a sentence, whose lexemes
     * have their worth; it is s->sentence[s->sentences], where an axis is about
     * sentences. Debris is passed over. False when memory ran out. */
    bool (*look)(void *context, const struct tenor_scorer *s,
                 enum axis_scope scope, const struct terms *terms);
    void *context;
};

struct tenor_scorer {
    const struct tenor_model *model;
    struct scorer_watch watch; /* look NULL: nobody */
    struct extractor extractor;
    struct bag bag;   /* of the text, for axes with kernels */
    struct str text;  /* of the last call; borrowed */
    struct str title; /* for axes of the title; borrowed, empty: none */
    struct article article;
    bool quotes_dropped;
    enum tenor_status status;
    const struct language *language; /* of TENOR_STATUS_LANGUAGE, or NULL */
    size_t repaired;                 /* invalid sequences of the text */
    size_t words, seen, known; /* of the text; looked up; of these, known */
    double scale[FEATURE_FAMILIES]; /* 1 / norm of each family of the text */
    double title_scale[FEATURE_FAMILIES];
    struct sums sums;
    double *number;           /* memory of all results */
    struct scorer_axis *axis; /* [axes] */
    double *machine;          /* [most machines of an axis] scratch */
    struct kernel_node *node; /* scratch for kernels */
    size_t node_capacity;

    struct sentence *sentence; /* [sentences] if an axis is about them */
    size_t sentences, sentence_capacity;
    double *row_margin; /* [rows][columns] of sentences, for such axes */
    size_t rows, row_capacity;
    bool *chosen; /* [columns][rows] sentences that the aggregate took */
    size_t chosen_capacity;
    double *scratch; /* [rows] */
    size_t scratch_capacity;

    struct str explained; /* what spans of evidence are in: text or title */
    uint64_t *asked;      /* features of a sentence ... */
    uint32_t *found;      /* ... and their rows: scratch */
    size_t asked_capacity, found_capacity;
    struct feature_place *place; /* evidence of the last explanation ... */
    size_t places, place_capacity;
    struct place_group *group; /* ... grouped by feature, found in ... */
    size_t groups, group_capacity;
    uint32_t *slot; /* ... a hash table of them ... */
    size_t slot_capacity;
    struct ranked *ranked; /* [2][groups] ... by size */
    size_t ranked_capacity;
    struct tenor_evidence *evidence;
    size_t evidence_capacity;
    struct tenor_span *span; /* [places] of evidence */
    size_t span_capacity;
    struct word_place *word_place; /* evidence by words: explain_words.c */
    size_t word_places, word_place_capacity;
    struct tenor_word *word;
    size_t word_capacity;
    struct tenor_word *spot; /* each occurrence by itself */
    size_t spot_capacity;
    struct tenor_passage *passage; /* evidence by sentences: explain_all.c */
    size_t passages, passage_capacity;
    struct buffer name; /* of a feature: feature_name.c */
    struct buffer json; /* result_json.c */
};

/* Sum up the text and its sentences as the axes of the model ask for, from
 * s->text. TENOR_ENOMEM, TENOR_ELIMIT. */
bool scorer_read(struct tenor_scorer *s, struct tenor_error *err);

/* Whether anything can be said of a text that was read to its end, and if not,
 * why; `found` of its features are known. */
enum tenor_status scorer_status(const struct terms *t, size_t found);

/* Whether the sentence at hand of the extractor is debris, and the model does
 * not look at debris; or has no target, and the model looks for one. */
bool scorer_skips(const struct tenor_scorer *s);

static inline bool scorer_show(const struct tenor_scorer *s,
                               enum axis_scope scope, const struct terms *terms)
{
    return !s->watch.look ||
           s->watch.look(s->watch.context, s, scope, terms);
}

/* Drop features of this sentence that begin in quoted speech, if that is left
 * out of the text. */
void scorer_drop_quotes(struct tenor_scorer *s);

/* The evidence of the last explanation by words. TENOR_ENOMEM. */
bool scorer_spread_words(struct tenor_scorer *s, const struct tenor_word **list,
                         size_t *n, struct tenor_error *err);

/* The margins of a sentence that has a row, by columns of the table. */
static inline const double *scorer_row(const struct tenor_scorer *s, size_t row)
{
    return s->row_margin + row * s->model->table.columns;
}

/* Whether the aggregate of a machine took a sentence. */
static inline bool scorer_chose(const struct tenor_scorer *s, size_t column,
                                size_t row)
{
    return row != ROW_NONE && s->chosen[column * s->rows + row];
}

#endif
