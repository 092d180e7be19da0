/* A text without some of its words, scored; and what a bound says of it. For
 * the tests of what would change a label. */
#ifndef TENOR_TESTS_UNIT_FLIPPED_H
#define TENOR_TESTS_UNIT_FLIPPED_H

#include "cli/explain/flip.h"
#include "cli/explain/flip_firm.h"
#include "tests/unit/unit.h"

#define TOKENS_MAX 4096

/* A model, a text with or without a title, and an axis. */
struct tried {
    const struct tenor_model *model;
    struct tenor_scorer *scorer;
    struct buffer text, title, left;
    struct flip flip;
    size_t axis, label; /* before */
};

static inline struct flip_question tried_question(const struct tried *o,
                                                  uint64_t budget)
{
    return (struct flip_question){
        .text = {o->text.len ? o->text.data : "", o->text.len},
        .title = {o->title.len ? o->title.data : NULL, o->title.len},
        .axis = o->axis,
        .label = FLIP_ANY,
        .budget = budget};
}

static inline bool tried_is_title(const struct tried *o)
{
    return tenor_axis_scope(o->model, o->axis) == TENOR_TITLE;
}

/* Score it with these bytes in the place of those that words are of. */
static inline void tried_score_as(const struct tried *o, struct tenor_scorer *s,
                                  struct str left)
{
    struct tenor_error err = {0};
    const struct flip_question q = tried_question(o, 0);

    assert_true(tried_is_title(o)
                    ? tenor_score_titled(s, left.s, left.len, q.text.s,
                                         q.text.len, &err)
                    : tenor_score_titled(s, q.title.s, q.title.len, left.s,
                                         left.len, &err));
}

/* Score it as it is; what words are of. Its label is that before. */
static inline struct str tried_score(struct tried *o)
{
    struct tenor_error err = {0};
    const struct flip_question q = tried_question(o, 0);

    assert_true(tenor_score_titled(o->scorer, q.title.s, q.title.len, q.text.s,
                                   q.text.len, &err));
    o->label = tenor_label(o->scorer, o->axis);
    return tried_is_title(o) ? o->scorer->title : q.text;
}

/* The text without the words that are gone, scored. */
static inline struct str tried_score_without(struct tried *o,
                                             const struct flip_words *w,
                                             const bool *gone)
{
    assert_true(flip_words_cut(w, gone, &o->left));
    const struct str left = {o->left.len ? o->left.data : "", o->left.len};
    tried_score_as(o, o->scorer, left);
    return left;
}

static inline bool tried_ok(const struct tried *o)
{
    return tenor_axis_status(o->scorer, o->axis) == TENOR_STATUS_OK;
}

/* Whether what was scored last has another label, or the one wanted. */
static inline bool tried_flips(const struct tried *o, size_t wanted)
{
    const size_t label = tenor_label(o->scorer, o->axis);

    return tried_ok(o) &&
           (wanted == FLIP_ANY ? label != o->label : label == wanted);
}

/* ---- what bounds are about ----------------------------------------------- */

/* What of a text a removal may change that bounds do not foresee: its tokens,
 * the sentences they are in, and what of them counts. */
struct shape {
    struct flip_words words;
    bool counted[TOKENS_MAX], debris[TOKENS_MAX]; /* [sentences] */
    bool said[TOKENS_MAX];                        /* [tokens] */
};

static inline void shape_read(struct shape *shape, struct tried *o,
                              struct str in)
{
    struct tenor_scorer *s = o->scorer;
    const bool articles =
        !tried_is_title(o) && s->model->has_scope[AXIS_SENTENCES];

    assert_true(flip_words_read(&shape->words, &s->extractor.terms, in));
    assert_true(shape->words.tokens < TOKENS_MAX);
    for (size_t i = 0; i < shape->words.tokens; i++) {
        const struct flip_token *t = &shape->words.token[i];
        shape->said[i] = !articles || !s->quotes_dropped ||
                         !article_quoted(&s->article, t->begin);
        if (i > 0 && t->sentence == t[-1].sentence)
            continue;
        shape->counted[t->sentence] = t->sentence < s->sentences &&
                                      s->sentence[t->sentence].row != ROW_NONE;
        shape->debris[t->sentence] =
            articles &&
            article_part_at(&s->article, t->begin) == ARTICLE_DEBRIS;
    }
}

/* Whether `left` is `whole` without the words that are gone, and nothing
 * else. */
static inline bool shape_is_same(const struct shape *whole,
                                 const struct shape *left, const bool *gone)
{
    const size_t S = whole->words.sentences;
    size_t at = 0;

    if (S != left->words.sentences ||
        memcmp(whole->counted, left->counted, S) != 0 ||
        memcmp(whole->debris, left->debris, S) != 0)
        return false;
    for (size_t i = 0; i < whole->words.tokens; i++) {
        const struct flip_token *t = &whole->words.token[i];
        const struct flip_token *u = &left->words.token[at];
        if (t->word != FLIP_STAYS && gone[t->word])
            continue;
        if (at == left->words.tokens || t->kind != u->kind ||
            t->stem != u->stem || t->flags != u->flags ||
            t->sentence != u->sentence || whole->said[i] != left->said[at])
            return false;
        at++;
    }
    return at == left->words.tokens;
}

/* What was scored last does no more than the gains say. */
static inline void check_gain(const struct tried *o, const struct flip_words *w,
                              const bool *gone, size_t rival, double most,
                              const double *gain)
{
    const double d = flip_bound_start(o->scorer, o->axis, o->label, rival);

    for (size_t i = 0; i < w->words; i++)
        most += gone[i] ? gain[i] : 0.0;
    if (!(d <= most + 1e-7))
        fail_msg("%.9f is above %.9f; rival %zu, axis %zu: '%.*s' without is "
                 "'%.*s'",
                 d, most, rival, o->axis, (int)w->text.len, w->text.s,
                 (int)o->left.len, o->left.data);
}

#endif
