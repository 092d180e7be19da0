/* Axes of the starter corpus of many kinds, trained once and once more: for the
 * tests of models that begin from others. */
#ifndef TENOR_TESTS_UNIT_RETRAINED_H
#define TENOR_TESTS_UNIT_RETRAINED_H

#include "datasets/labelmap.h"
#include "tests/unit/unit.h"
#include "train/assemble.h"

struct row {
    const char *column, *drop; /* a label, or NULL */
    bool ordered;
    enum solver_loss loss;
    double balance;
    enum weighting weighting;
};

static const char *const order[] = {"negative", "neutral", "positive"};
static const char *const ends[] = {"negative", "positive"};
static struct labelmap_entry entry;
static struct labelmap map = {&entry, 0, 1};
static struct train_corpus corpus[] = {
    {.path = "datasets/starter/part-a.jsonl", .name = "a"},
    {.path = "datasets/starter/part-b.jsonl", .name = "b"},
    {.path = "datasets/starter/part-c.jsonl", .name = "c"},
};

/* On the first corpora, with nothing passed over. */
static inline struct train_request request(const struct row *x, size_t corpora)
{
    struct train_request r = {.axis = "a",
                              .unit = "text",
                              .corpus = corpus,
                              .corpora = corpora,
                              .settings = train_defaults()};

    for (size_t i = 0; i < COUNT(corpus); i++) {
        corpus[i].options.label_column = x->column;
        corpus[i].options.map = &map;
        corpus[i].options.without = NULL;
    }
    map.n = x->drop != NULL;
    entry = (struct labelmap_entry){str_of(x->drop ? x->drop : ""), {"", 0}};
    if (x->ordered) {
        r.order = x->drop ? ends : order;
        r.ordered = x->drop ? 2 : 3;
    }
    r.settings.no_search = true;
    r.settings.loss = x->loss;
    r.settings.balance = x->balance;
    r.settings.weighting = x->weighting;
    r.settings.folds = 3;
    return r;
}

static inline void train(const struct train_request *r, struct trained *t)
{
    struct tenor_error err = {0};

    if (!train_corpora(r, t, &err))
        fail_msg("%s", err.message);
}

static inline struct tenor_model *
pack(struct trained *t, const struct train_request *r, struct buffer *bytes)
{
    const struct origin none = {0};
    struct tenor_error err = {0};
    struct tenor_model *model;

    if (!assemble(t, r, 1, &none, bytes, &err) ||
        !tenor_model_from_memory(bytes->data, bytes->len, &model, &err))
        fail_msg("%s", err.message);
    return model;
}

/* The margin of a machine before its label was scaled. */
static inline double margin(const struct trained *t, size_t machine, size_t d)
{
    const struct fitted *f = &t->axis->fitted;
    const struct vectors *v = &t->vectors;
    const double *scale = t->axis->scale;
    double sum = f->bias[machine];

    for (uint64_t j = v->start[d]; j < v->start[d + 1]; j++)
        sum += f->w[machine * v->F + v->id[j]] * (double)v->value[j];
    return scale && f->machines > 1 ? sum / scale[machine] : sum;
}

#endif
