/* Sketches of trainings, against what is counted here in another way. */
#include "train/sketching.h"

#include <math.h>

#include "tests/unit/starter.h"
#include "tests/unit/unit.h"
#include "train/distribution.h"
#include "train/train.h"

static struct trained train(struct documents d, bool grouped)
{
    struct train_request r = {
        .axis = "tone", .unit = "passage", .settings = train_defaults()};
    struct tenor_error err = {0};
    struct trained t;

    r.settings.features.chars_min = r.settings.features.chars_max = 0;
    r.settings.features.ngrams = 2;
    r.settings.min_df = 2;
    r.settings.threads = 2;
    for (size_t c = 0; c < CHOICES; c++)
        r.settings.fixed[c] = true;
    for (size_t i = 0; grouped && i < d.N; i++)
        d.group[i] = i / 3;
    d.grouped = grouped;
    if (!train_documents(&r, &d, &t, &err))
        fail_msg("%s", err.message);
    return t;
}

/* The words of all documents: feature, document. */
struct place {
    uint64_t feature;
    size_t document;
};

static size_t list_words(const struct trained *t, struct place *to, size_t room)
{
    struct tenor_error err = {0};
    struct extractor x;
    size_t n = 0;

    assert_true(extractor_init(&x, &t->view.features, t->view.stops, 0, &err));
    for (size_t i = 0; i < t->documents.N; i++) {
        bool last = false;
        assert_true(
            extractor_begin(&x, documents_text(&t->documents, i), &err));
        while (extractor_next(&x, &last, &err) && !last)
            for (size_t j = 0; j < x.nfound; j++)
                if (feature_kind(x.found[j].feature) == TENOR_FEATURE_WORD) {
                    assert_true(n < room);
                    to[n++] = (struct place){x.found[j].feature, i};
                }
    }
    extractor_release(&x);
    return n;
}

static uint64_t group_of(const struct trained *t, size_t document)
{
    return t->documents.grouped ? t->documents.group[document] : document;
}

/* Documents of other groups that have a word. */
static size_t elsewhere(const struct trained *t, const struct place *all,
                        size_t n, const struct place *word)
{
    size_t found = 0, last = SIZE_MAX;

    for (size_t i = 0; i < n; i++) {
        if (all[i].feature != word->feature || all[i].document == last ||
            group_of(t, all[i].document) == group_of(t, word->document))
            continue;
        last = all[i].document;
        found++;
    }
    return found;
}

#define ROOM 40000

static void unknown_words_are_counted(void **state)
{
    (void)state;
    for (int grouped = 0; grouped < 2; grouped++) {
        struct trained t = train(starter_documents("sentiment", NULL), grouped);
        const struct sketching_others none = {0};
        struct tenor_error err = {0};
        struct place *all = malloc(ROOM * sizeof *all);
        assert_non_null(all);
        const size_t n = list_words(&t, all, ROOM);
        size_t unknown = 0;
        for (size_t i = 0; i < n; i++)
            unknown += elsewhere(&t, all, n, &all[i]) < t.vectors.min_df;
        assert_null(sketching_sketch(&t.axis->sketching).is);
        assert_true(sketching_texts(&t, &none, &err));
        const struct sketch s = sketching_sketch(&t.axis->sketching);
        assert_non_null(s.is);
        assert_null(sketch_check(&s, t.axis->labels.n));
        assert_true(fabs(s.is->unknown - (double)unknown / (double)n) < 1e-12);
        assert_true(fabs(s.is->words - (double)n / (double)t.documents.N) <
                    1e-9);
        assert_true(s.is->unknown_error > 0.0 && s.is->unknown_error < 0.02);
        assert_true(s.is->refused < 0.01);
        free(all);
        trained_release(&t);
    }
}

/* Shares and accuracy are those of the cross-validation. */
static void labels_are_those_out_of_fold(void **state)
{
    struct trained t = train(starter_documents("emotion", NULL), false);
    const struct sketching *s = &t.axis->sketching;
    const size_t N = t.documents.N, K = t.axis->labels.n;

    (void)state;
    assert_true(fabs(s->is.accuracy - t.axis->metrics.accuracy.value) < 1e-12);
    assert_true(fabs(s->is.documents - (double)N) < 1e-12);
    assert_true(fabs(s->is.effective - (double)N) < 1e-9);
    for (size_t k = 0; k < K; k++)
        assert_true(
            fabs(s->given[k] - (double)t.axis->metrics.per_class[k].predicted /
                                   (double)N) < 1e-12);
    assert_int_equal(s->distributions, SKETCH_LABEL + K);
    trained_release(&t);
}

/* Words of the sketch have names that read as they do. */
static void frequent_words_have_names(void **state)
{
    struct trained t = train(starter_documents("sentiment", NULL), false);
    const struct sketching_others none = {0};
    struct tenor_error err = {0};
    struct extractor x;
    bool last;

    (void)state;
    assert_true(sketching_texts(&t, &none, &err));
    assert_true(extractor_init(&x, &t.view.features, NULL, 0, &err));
    const struct sketch s = sketching_sketch(&t.axis->sketching);
    const char *name = s.names.s;
    assert_true(s.words > 100);
    for (size_t i = 0; i < s.words; i++, name += strlen(name) + 1) {
        assert_true(i == 0 || s.rate[i] >= s.rate[i - 1]);
        assert_true(extractor_begin(&x, str_of(name), &err) &&
                    extractor_next(&x, &last, &err) && x.nfound > 0);
        bool found = false;
        for (size_t j = 0; j < x.nfound; j++)
            found |= x.found[j].feature == s.feature[i];
        assert_true(found);
    }
    extractor_release(&x);
    trained_release(&t);
}

/* What another training of the model knows is known. */
static void other_axes_know_words(void **state)
{
    struct trained t[2] = {train(starter_documents("sentiment", NULL), false),
                           train(starter_documents("sentiment", NULL), false)};
    const struct sketching_others others = {.t = t, .n = 2, .self = 0};
    struct tenor_error err = {0};

    (void)state;
    t[1].vectors.min_df = 1; /* as many words, but all are known twice */
    assert_true(sketching_texts(&t[0], &others, &err));
    const double shared = t[0].axis->sketching.is.unknown;
    const struct sketching_others none = {0};
    trained_release(&t[0]);
    t[0] = train(starter_documents("sentiment", NULL), false);
    assert_true(sketching_texts(&t[0], &none, &err));
    assert_true(shared < t[0].axis->sketching.is.unknown);
    trained_release(&t[0]);
    trained_release(&t[1]);
}

/* Every third text is read of one that has more than twice SKETCHING_BYTES. */
static void a_large_corpus_is_sampled(void **state)
{
    static char text[20002];
    struct documents d = {0};
    struct tenor_error err = {0};
    const size_t N = 600;

    (void)state;
    for (size_t i = 0; i < N; i++) {
        for (size_t at = 0; at < 20000; at += 4)
            memcpy(text + at, i % 2 ? "yes " : "no, ", 4);
        const size_t len = 20000 - i % 3 * 4000; /* 5,000 words, 4,000, 3,000 */
        const struct doc doc = {.label = i % 2 ? STR("pro") : STR("con"),
                                .text = {text, len},
                                .weight = 1.0};
        assert_true(documents_add(&d, &doc, &err));
    }
    assert_true(documents_finish(&d, &err));
    assert_int_equal(documents_bytes(&d) / SKETCHING_BYTES, 2);
    struct trained t = train(d, false);
    const struct sketching_others none = {0};
    assert_true(sketching_texts(&t, &none, &err));
    const struct sketch s = sketching_sketch(&t.axis->sketching);
    assert_null(sketch_check(&s, 2));
    assert_true(fabs(s.is->documents - (double)N) < 1e-9);
    assert_true(fabs(s.is->read - (double)N / 3.0) < 1e-9);
    assert_true(fabs(s.is->words - 5000.0) < 1e-9);
    const float *edge = s.edge + SKETCH_WORDS_OF * SKETCH_STEPS;
    assert_true(edge[0] == 5000.0F && edge[SKETCH_STEPS - 1] == 5000.0F);
    trained_release(&t);
}

static void steps_of_distributions(void **state)
{
    struct weighed all[100], equal[5], two[2] = {{1.0F, 3.0F}, {2.0F, 1.0F}};
    float edge[SKETCH_STEPS], below[SKETCH_STEPS];

    (void)state;
    for (size_t i = 0; i < COUNT(all); i++)
        all[i] = (struct weighed){(float)(99 - i), 2.0F};
    distribution_describe(all, COUNT(all), edge, below);
    for (size_t i = 0; i < SKETCH_STEPS; i++) {
        const float least = (float)(i + 1) / SKETCH_STEPS;
        assert_true(below[i] >= least && below[i] <= least + 0.01F);
        assert_true(fabsf(below[i] - (edge[i] + 1.0F) / 100.0F) < 1e-6F);
    }
    for (size_t i = 0; i < COUNT(equal); i++)
        equal[i] = (struct weighed){0.25F, 1.0F};
    distribution_describe(equal, COUNT(equal), edge, below);
    for (size_t i = 0; i < SKETCH_STEPS; i++)
        assert_true(edge[i] == 0.25F && below[i] == 1.0F);
    distribution_describe(two, 2, edge, below);
    assert_true(edge[47] == 1.0F && below[47] == 0.75F);
    assert_true(edge[48] == 2.0F && below[48] == 1.0F);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(unknown_words_are_counted),
        cmocka_unit_test(labels_are_those_out_of_fold),
        cmocka_unit_test(frequent_words_have_names),
        cmocka_unit_test(other_axes_know_words),
        cmocka_unit_test(a_large_corpus_is_sampled),
        cmocka_unit_test(steps_of_distributions),
    };

    return cmocka_run_group_tests_name("sketching", tests, NULL, NULL);
}
