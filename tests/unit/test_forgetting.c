/* A model that forgets texts is the one that is trained without them from
 * nothing, within a stated tolerance; and what is said about the texts is what
 * counting says. */
#define _POSIX_C_SOURCE 200809L
#include "train/forgetting.h"

#include <math.h>

#include "datasets/textset.h"
#include "model/modelfile.h"

#include "tests/unit/folder.h"
#include "tests/unit/retrained.h"

/* Margins of documents differ by no more than this, those of a machine in the
 * mean than that, and probabilities. */
#define TOLERANCE 0.05
#define MEAN 0.02
#define PROBABILITY 0.04

#define EVERY 17 /* a text in so many goes */

static const struct row rows[] = {
    {"hostility", NULL, false, LOSS_SQUARED, 0.0, WEIGHTING_NB},
    {"hostility", NULL, false, LOSS_HINGE, 0.0, WEIGHTING_NB},
    {"sentiment", NULL, false, LOSS_SQUARED, 0.0, WEIGHTING_IDF},
    {"sentiment", NULL, true, LOSS_SQUARED, 0.0, WEIGHTING_NB},
    {"sentiment", "neutral", true, LOSS_SQUARED, 1.0, WEIGHTING_NONE},
    {"emotion", NULL, false, LOSS_SQUARED, 0.5, WEIGHTING_NB},
};

static void choose(const struct trained *t, struct textset *gone)
{
    for (size_t d = 5; d < t->documents.N; d += EVERY) {
        char sha256[DIGEST_HEX];
        digest_of(documents_text(&t->documents, d), sha256);
        assert_true(textset_add(gone, sha256));
    }
    textset_sort(gone);
}

static void compare(const struct trained *warm, const struct trained *cold)
{
    const size_t N = cold->documents.N, M = cold->axis->fitted.machines;
    double sum = 0.0;

    assert_int_equal(warm->documents.N, N);
    assert_int_equal(warm->vectors.F, cold->vectors.F);
    for (size_t m = 0; m < M; m++)
        for (size_t d = 0; d < N; d++) {
            const double x = fabs(margin(warm, m, d) - margin(cold, m, d));
            assert_true(x <= TOLERANCE);
            sum += x;
        }
    assert_true(sum / (double)(N * M) <= MEAN);
}

/* What forgetting_look() says, beside documents that were read without. */
static void check_look(const struct forgetting *f, const struct trained *old,
                       const struct trained *cold)
{
    const struct vectors *v = &f->t.vectors;
    size_t stay = 0, alone = 0;

    assert_int_equal(f->t.documents.N, old->documents.N);
    assert_int_equal(f->gone, old->documents.N - cold->documents.N);
    for (size_t i = 0; i < v->F; i++) {
        stay += f->left[i] >= v->min_df;
        alone += f->left[i] == 0;
    }
    assert_int_equal(stay, cold->vectors.F);
    assert_int_equal(f->dropped, v->F - stay);
    assert_int_equal(f->alone, alone);
    for (size_t k = 0; k < cold->axis->labels.n; k++)
        assert_true(f->axis->after[k] <= f->axis->before[k]);
    assert_true(f->axis->margins);
    assert_false(f->axis->settled); /* support vectors are among so many */
    assert_true(f->axis->support > 0);
    for (size_t g = 0; g < f->gone; g++) {
        const struct forgotten *x = &f->axis->gone[g];
        assert_true(f->is_gone[x->document]);
        assert_true((x->alpha > 0.0) == (x->slack > 0.0));
    }
}

static void check_change(const struct forgetting *f,
                         const struct tenor_model *warm,
                         const struct tenor_model *cold)
{
    const struct forgetting *const list[] = {f};
    const bool other[] = {false};
    struct forgetting_change c;
    struct tenor_error err = {0};
    size_t traces;

    assert_true(forgetting_compare(f, 0, warm, warm, &c, &err));
    assert_int_equal(c.integers, 0);
    assert_int_equal(c.documents, f->t.documents.N - f->gone);
    assert_true(c.rows > 0 && c.probability == 0.0 && !c.biases);
    assert_true(forgetting_compare(f, 0, warm, cold, &c, &err));
    assert_true(c.probability <= PROBABILITY);
    assert_true(c.margin <= TOLERANCE);
    assert_true(forgetting_traces(list, 1, warm, other, &traces));
    assert_int_equal(traces, 0);
}

static void a_text_forgotten_is_one_never_seen(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct train_request r = request(&rows[i], 2);
        struct buffer bytes = {0}, warm_bytes = {0}, cold_bytes = {0};
        struct textset gone = {0};
        struct tenor_error err = {0};
        struct trained old, warm, cold;
        struct forgetting f;
        size_t traces;
        train(&r, &old);
        struct tenor_model *model = pack(&old, &r, &bytes);
        choose(&old, &gone);
        r.earlier = model;
        if (!forgetting_look(&r, &gone, &f, &err))
            fail_msg("%s", err.message);
        const struct forgetting *const list[] = {&f};
        assert_true(
            forgetting_traces(list, 1, model, &(bool){false}, &traces));
        assert_true(traces > 0);
        for (size_t c = 0; c < COUNT(corpus); c++)
            corpus[c].options.without = &gone;
        r.earlier_corpora = r.corpora;
        train(&r, &warm);
        r.earlier = NULL;
        train(&r, &cold);
        compare(&warm, &cold);
        check_look(&f, &old, &cold);
        struct tenor_model *w = pack(&warm, &r, &warm_bytes);
        struct tenor_model *c = pack(&cold, &r, &cold_bytes);
        check_change(&f, w, c);
        tenor_model_close(w);
        tenor_model_close(c);
        tenor_model_close(model);
        free(warm_bytes.data);
        free(cold_bytes.data);
        free(bytes.data);
        textset_release(&gone);
        forgetting_release(&f);
        trained_release(&old);
        trained_release(&warm);
        trained_release(&cold);
    }
}

/* ---- nothing changes ----------------------------------------------------- */

/* Texts of five distinct words each: all have the squared norm 1, which is what
 * factors depend on. Those with one word of their label are the hard ones, and
 * the one with four is far from the margin. */
static const char plain[] = "good\tbright table chair lamp desk\n"
                            "bad\tawful table chair lamp desk\n"
                            "good\thappy table chair lamp shelf\n"
                            "bad\tcold table chair lamp shelf\n"
                            "good\tlovely table chair lamp wall\n"
                            "bad\tangry table chair lamp wall\n"
                            "good\tsplendid table chair lamp door\n"
                            "bad\tdreadful table chair lamp door\n"
                            "good\tbright happy lovely splendid morning\n"
                            "bad\tawful cold angry dreadful evening\n";
static const char sure[] = "bright happy lovely splendid morning";
static const char doubtful[] = "dreadful table chair lamp door";

static void look_at(const char *text, const struct train_request *r,
                    struct forgetting *f)
{
    struct textset gone = {0};
    struct tenor_error err = {0};
    char sha256[DIGEST_HEX];

    digest_of(str_of(text), sha256);
    assert_true(textset_add(&gone, sha256));
    if (!forgetting_look(r, &gone, f, &err))
        fail_msg("%s", err.message);
    assert_int_equal(f->gone, 1);
    textset_release(&gone);
}

static void weights_stay_where_nothing_needs_them_changed(void **state)
{
    (void)state;
    struct folder folder;
    struct buffer bytes = {0}, after = {0};
    struct textset gone = {0};
    struct trained old, new;
    struct forgetting f;
    struct forgetting_change c;
    struct tenor_error err = {0};
    char sha256[DIGEST_HEX];

    folder_make(&folder);
    const char *path = folder_file(&folder, "a.tsv");
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(plain, file);
    assert_int_equal(fclose(file), 0);
    struct train_corpus one = {.path = path, .name = "a"};
    struct train_request r = {.axis = "a",
                              .unit = "text",
                              .corpus = &one,
                              .corpora = 1,
                              .settings = train_defaults()};
    r.settings.no_search = true;
    r.settings.weighting = WEIGHTING_NONE;
    r.settings.features.ngrams = 1;
    r.settings.features.chars_min = r.settings.features.chars_max = 0;
    r.settings.min_df = 1;
    r.settings.folds = 2;
    r.settings.C = 10.0;
    train(&r, &old);
    struct tenor_model *model = pack(&old, &r, &bytes);
    r.earlier = model;
    look_at(doubtful, &r, &f);
    assert_int_equal(f.axis->support, 1);
    assert_false(f.axis->settled);
    forgetting_release(&f);
    look_at(sure, &r, &f);
    assert_int_equal(f.axis->support, 0);
    assert_int_equal(f.axis->multipliers, 0);
    assert_int_equal(f.alone, 1);
    assert_true(f.axis->settled);

    digest_of(STR(sure), sha256);
    assert_true(textset_add(&gone, sha256));
    one.options.without = &gone;
    r.earlier_corpora = 1;
    r.settled = true;
    train(&r, &new);
    struct tenor_model *kept = pack(&new, &r, &after);
    assert_true(forgetting_compare(&f, 0, model, kept, &c, &err));
    assert_int_equal(c.integers, 0);
    assert_false(c.biases);
    assert_true(c.shares); /* of 5 and 5 documents one is gone */
    assert_int_equal(kept->table.rows + 1, model->table.rows);

    tenor_model_close(kept);
    tenor_model_close(model);
    free(bytes.data);
    free(after.data);
    textset_release(&gone);
    forgetting_release(&f);
    trained_release(&old);
    trained_release(&new);
    assert_int_equal(unlink(path), 0);
    folder_remove(&folder);
}

static void a_label_needs_two_documents(void **state)
{
    (void)state;
    struct train_request r = request(&rows[0], 2);
    struct textset gone = {0};
    struct tenor_error err = {0};
    struct trained old;
    struct forgetting f;

    train(&r, &old);
    const uint32_t label = old.axis->label[0];
    for (size_t d = 1; d < old.documents.N; d++) {
        char sha256[DIGEST_HEX];
        if (old.axis->label[d] != label)
            continue;
        digest_of(documents_text(&old.documents, d), sha256);
        assert_true(textset_add(&gone, sha256));
    }
    textset_sort(&gone);
    assert_false(forgetting_look(&r, &gone, &f, &err));
    assert_int_equal(err.code, TENOR_EDATA);
    assert_non_null(strstr(err.message, "would have 1 document left"));
    forgetting_release(&f);
    trained_release(&old);
    textset_release(&gone);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_forgotten_is_one_never_seen),
        cmocka_unit_test(weights_stay_where_nothing_needs_them_changed),
        cmocka_unit_test(a_label_needs_two_documents),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
