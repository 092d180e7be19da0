/* A pool of texts as it is read, once: how much of a model's doubt hangs on
 * which feature, and the texts that are closest between two labels, from which
 * choosing.h then chooses.
 *
 * Memory does not grow with the pool: texts are kept as far as there is room.
 */
#ifndef TENOR_TRAIN_SURVEY_H
#define TENOR_TRAIN_SURVEY_H

#include "train/alike.h"
#include "train/choosing.h"
#include "train/demand.h"

#define SURVEY_TEXTS 20000 /* kept, or more for a large choice, */
#define SURVEY_BYTES \
    ((size_t)512 << 20) /* as long as they have no more bytes */

/* What the model says of a text. */
struct survey_answer {
    float gap, doubt; /* see choosing.h */
    uint32_t guess;
    double p; /* of the guess */
};

struct survey_text {
    struct survey_answer answer;
    uint64_t number; /* in the pool */
    struct str text, id;
};

struct survey {
    const struct tenor_model *model;
    size_t axis, K, room;
    struct demand demand;
    uint64_t texts;
    uint64_t *guessed;        /* [K] */
    struct survey_text *kept; /* [n] a heap, the least close first */
    size_t n, capacity, bytes;
    struct alike seen;
};

/* What each thread needs. */
struct survey_reader {
    struct tenor_scorer *scorer;
    struct extractor extractor;
    struct bag bag;
    double *p; /* [K] of the text at hand */
};

/* The model is borrowed; n is how many are to be chosen at most. To be released
 * in any case. TENOR_ENOMEM. */
bool survey_init(struct survey *s, const struct tenor_model *model, size_t axis,
                 size_t n, struct tenor_error *err);
void survey_release(struct survey *s);

bool survey_reader_init(struct survey_reader *r, const struct survey *s,
                        struct tenor_error *err);
void survey_reader_release(struct survey_reader *r);

/* Ask about a text, and count its features; *ok is false where the model cannot
 * judge the text: such a text is not counted. Any number of threads, with a
 * reader each. TENOR_ENOMEM, TENOR_ELIMIT. */
bool survey_ask(struct survey *s, struct survey_reader *r, struct str text,
                struct survey_answer *out, bool *ok, struct tenor_error *err);

/* Count a text that was asked about, and keep it if it is close; copied. In the
 * order of the pool, by one thread. TENOR_ENOMEM. */
bool survey_keep(struct survey *s, const struct survey_answer *a,
                 struct str text, struct str id, struct tenor_error *err);

/* A text has a label already: it is not suggested, nor is what is alike. One
 * thread. TENOR_ENOMEM, TENOR_ELIMIT. */
bool survey_labelled(struct survey *s, struct survey_reader *r, struct str text,
                     struct tenor_error *err);

struct suggestion {
    const struct survey_text *text; /* lives as long as the survey */
    enum choosing_reason reason;
};

/* Choose up to n texts, the best first; out has room for them. Once.
 * TENOR_ENOMEM, TENOR_ELIMIT. */
bool survey_choose(struct survey *s, struct survey_reader *r, size_t n,
                   struct suggestion *out, size_t *chosen,
                   struct tenor_error *err);

#endif
