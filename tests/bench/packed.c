/* How much is lost when weights become a model file: rounding to 16 bits, and
 * leaving out the features beyond --max-features.
 *
 *   packed LANGUAGE TRAIN TEST [MAX_FEATURES]
 *
 * Trains on TRAIN with the defaults of `tenor train --no-search`, labels the
 * texts of TEST twice - by the weights as they were trained, in floating point,
 * and by the model file that is made from them - and prints, as a row:
 *
 *   documents, labels that differ, right exact, right packed, features
 *   trained, rows in the file
 *
 * Texts that get a status in the place of a label are left out. packed.sh does
 * that for all corpora of the suite. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/bag.h"
#include "model/modelfile.h"
#include "train/pack.h"
#include "train/pool.h"
#include "train/train.h"

static void check(bool ok, const struct tenor_error *err)
{
    if (ok)
        return;
    fprintf(stderr, "packed: %s\n", err->message);
    exit(2);
}

struct numbered {
    uint64_t feature;
    uint32_t number;
};

static int by_feature(const void *a, const void *b)
{
    const struct numbered *x = a, *y = b;

    return (x->feature > y->feature) - (x->feature < y->feature);
}

/* What labels by the weights as they were trained. */
struct exact {
    const struct trained *t;
    struct numbered *index; /* [F] by feature */
    struct extractor extractor;
    struct bag bag;
};

static void exact_init(struct exact *e, const struct trained *t)
{
    struct tenor_error err = {0};
    const size_t F = t->vectors.F;

    *e = (struct exact){.t = t, .index = malloc((F + 1) * sizeof *e->index)};
    if (!e->index)
        abort();
    for (size_t f = 0; f < F; f++)
        e->index[f] = (struct numbered){t->vectors.feature[f], (uint32_t)f};
    qsort(e->index, F, sizeof *e->index, by_feature);
    check(extractor_init(&e->extractor, &t->view.features, NULL, 0, &err),
          &err);
}

static void exact_release(struct exact *e)
{
    extractor_release(&e->extractor);
    bag_release(&e->bag);
    free(e->index);
}

/* The label of a text; SIZE_MAX where none of its features is known. */
static size_t exact_label(struct exact *e, struct str text)
{
    const struct trained_axis *a = &e->t->axis[0];
    const struct vectors *v = &e->t->vectors;
    const size_t machines = a->fitted.machines, K = a->labels.n;
    double machine[64], p[64], scale[FEATURE_FAMILIES];
    struct tenor_error err = {0};
    bool known = false;

    check(bag_fill(&e->bag, &e->extractor, text, &err), &err);
    bag_scale(&e->bag, scale);
    memcpy(machine, a->fitted.bias, machines * sizeof *machine);
    for (size_t i = 0; i < e->bag.n; i++) {
        const struct entry *entry = &e->bag.entry[i];
        const enum feature_family family = feature_family(entry->feature);
        const struct numbered key = {.feature = entry->feature};
        const struct numbered *found =
            bsearch(&key, e->index, v->F, sizeof key, by_feature);
        if (!found)
            continue;
        known = true;
        for (size_t m = 0; m < machines; m++)
            machine[m] += a->fitted.w[m * v->F + found->number] *
                          feature_value(family, entry->count,
                                        e->t->view.features.log_counts) *
                          scale[family];
    }
    axis_spread(K, machine, p);
    calibrated(K, a->slope, a->offset, p, p);
    return known ? arg_max(p, K) : SIZE_MAX;
}

static void compare(struct trained *t, const struct tenor_model *model,
                    const char *path)
{
    const struct trained_axis *a = &t->axis[0];
    size_t documents = 0, differ = 0, right[2] = {0};
    struct tenor_error err = {0};
    struct tenor_scorer *scorer;
    struct corpus *corpus;
    struct exact exact;
    struct doc doc;
    bool end;

    exact_init(&exact, t);
    check(tenor_scorer_new(model, &scorer, &err), &err);
    check(corpus_open(&corpus, path, &(struct corpus_options){0}, &err), &err);
    while (check(corpus_next(corpus, &doc, &end, &err), &err), !end) {
        check(tenor_score(scorer, doc.text.s, doc.text.len, &err), &err);
        const size_t one = exact_label(&exact, doc.text);
        if (one == SIZE_MAX || tenor_axis_status(scorer, 0) != TENOR_STATUS_OK)
            continue;
        const size_t other = tenor_label(scorer, 0);
        documents++;
        differ += one != other;
        right[0] += str_equal(doc.label, str_of(a->labels.name[one]));
        right[1] += str_equal(doc.label, str_of(a->labels.name[other]));
    }
    printf("%zu\t%zu\t%zu\t%zu\t%zu\t%zu\n", documents, differ, right[0],
           right[1], t->vectors.F, model->table.rows);
    corpus_close(corpus);
    tenor_scorer_free(scorer);
    exact_release(&exact);
}

int main(int argc, char **argv)
{
    struct tenor_error err = {0};
    struct buffer bytes = {0};
    struct tenor_model *model;
    struct trained t;

    if (argc < 4 || argc > 5) {
        fprintf(stderr, "usage: packed LANGUAGE TRAIN TEST [MAX_FEATURES]\n");
        return 2;
    }
    const struct train_corpus corpus = {.path = argv[2], .name = argv[2]};
    struct train_request r = {.axis = "tone",
                              .unit = "document",
                              .corpus = &corpus,
                              .corpora = 1,
                              .settings = train_defaults()};
    strncpy(r.settings.features.language, argv[1],
            sizeof r.settings.features.language - 1);
    r.settings.no_search = true;
    r.settings.threads = pool_processors();
    if (argc == 5)
        r.settings.max_features = strtoul(argv[4], NULL, 10);
    check(train_corpora(&r, &t, &err), &err);
    check(pack_axes(&t, 1, NULL, STR("{}"), &bytes, &err), &err);
    check(tenor_model_from_memory(bytes.data, bytes.len, &model, &err), &err);
    compare(&t, model, argv[3]);
    tenor_model_close(model);
    free(bytes.data);
    trained_release(&t);
    return 0;
}
