#include "cli/words/gathering.h"

#include "tests/unit/scarce.h"

#include "tests/unit/sample.h"

static const char *const texts[] = {
    "Good fun, GREAT report of Monday.", "Not good! BAD :( Bad, bad.",
    "The report is sooo long; good goods, a Good good.", "",
    "Great, greatly: greats and greatness, fun :) !!!"};

/* The sample, open, and what texts add to its axis of sentiment. */
struct surveyed {
    struct buffer bytes;
    struct tenor_model *model;
    struct tenor_scorer *scorer;
};

static struct surveyed open_sample(void)
{
    struct surveyed o = {.bytes = sample_bytes(false)};
    struct tenor_error err = {0};

    assert_true(
        tenor_model_from_memory(o.bytes.data, o.bytes.len, &o.model, &err));
    assert_true(tenor_scorer_new(o.model, &o.scorer, &err));
    return o;
}

static void close_sample(struct surveyed *o)
{
    tenor_scorer_free(o->scorer);
    tenor_model_close(o->model);
    free(o->bytes.data);
}

static bool gather(struct surveyed *o, struct gathering *g, const char *text,
                   struct tenor_error *err)
{
    const struct tenor_evidence *e;
    double bias;
    size_t n;

    gathering_text(g);
    if (!tenor_score(o->scorer, text, strlen(text), err) ||
        !tenor_explain(o->scorer, 0, 1, &e, &n, &bias, err))
        return false;
    for (size_t i = 0; i < n; i++)
        if (!gathering_add(g, 0, &e[i], str_of(text), o->scorer, err))
            return false;
    return true;
}

static void same_forms(const struct gathering *a, const struct gathering *b,
                       uint64_t feature)
{
    const struct gathered_forms *f = gathering_forms(a, feature);
    const struct gathered_forms *g = gathering_forms(b, feature);

    assert_int_equal(f->forms, g->forms);
    assert_int_equal(f->more, g->more);
    assert_true(str_equal(gathering_text_at(a, f->name),
                          gathering_text_at(b, g->name)));
    for (size_t i = 0; i < f->forms; i++)
        assert_true(str_equal(gathering_text_at(a, f->form[i]),
                              gathering_text_at(b, g->form[i])));
}

/* Texts gathered one by one and put together are as those gathered at once. */
static void parts_are_the_whole(void **state)
{
    struct surveyed o = open_sample();
    struct tenor_error err = {0};
    struct gathering all = {0}, sum = {0}, part = {0};

    (void)state;
    for (size_t round = 0; round < 3; round++)
        for (size_t i = 0; i < COUNT(texts); i++) {
            assert_true(gather(&o, &all, texts[i], &err));
            gathering_reset(&part);
            assert_true(gather(&o, &part, texts[i], &err));
            assert_true(gathering_merge(&sum, &part, &err));
        }
    assert_true(all.sums > 20);
    assert_int_equal(all.sums, sum.sums);
    assert_int_equal(all.forms, sum.forms);
    for (size_t i = 0; i < all.sums; i++) {
        const struct gathered *a = &all.sum[i], *b = &sum.sum[i];
        assert_true(a->feature == b->feature && a->sum == b->sum &&
                    a->texts == b->texts && a->weight == b->weight);
        same_forms(&all, &sum, a->feature);
    }
    gathering_release(&all);
    gathering_release(&sum);
    gathering_release(&part);
    close_sample(&o);
}

/* All sums add up to the margins without their biases. */
static void sums_are_margins(void **state)
{
    struct surveyed o = open_sample();
    struct tenor_error err = {0};
    struct gathering g = {0};
    double margins = 0.0, sums = 0.0;

    (void)state;
    for (size_t i = 0; i < COUNT(texts); i++) {
        assert_true(gather(&o, &g, texts[i], &err));
        margins += tenor_margin(o.scorer, 0, 1) - sample_bias[0];
    }
    for (size_t i = 0; i < g.sums; i++)
        sums += (double)g.sum[i].sum / GATHERING_ONE;
    assert_true(fabs(margins - sums) < 1e-6);
    gathering_release(&g);
    close_sample(&o);
}

static void forms_are_those_met_first(void **state)
{
    static const struct {
        const char *name, *form[GATHERING_FORMS];
        uint64_t texts;
        bool more;
    } row[] = {
        {"Good", {"Good", "goods", NULL}, 3, false},
        {"GREAT", {"GREAT", "greatly", "greats"}, 2, true},
        {"_ba", {"BAD", NULL, NULL}, 1, false},
    };
    struct surveyed o = open_sample();
    struct tenor_error err = {0};
    struct gathering g = {0};

    (void)state;
    for (size_t i = 0; i < COUNT(texts); i++)
        assert_true(gather(&o, &g, texts[i], &err));
    for (size_t i = 0; i < COUNT(row); i++) {
        const struct gathered_forms *f = NULL;
        size_t s = 0;
        for (size_t j = 0; j < g.forms && !f; j++)
            if (str_equal(gathering_text_at(&g, g.form[j].name),
                          str_of(row[i].name)))
                f = &g.form[j];
        assert_non_null(f);
        while (g.sum[s].feature != f->feature)
            s++;
        assert_int_equal(g.sum[s].texts, row[i].texts);
        assert_int_equal(f->more, row[i].more);
        for (size_t j = 0; j < GATHERING_FORMS; j++) {
            assert_int_equal(j < f->forms, row[i].form[j] != NULL);
            if (row[i].form[j])
                assert_true(str_equal(gathering_text_at(&g, f->form[j]),
                                      str_of(row[i].form[j])));
        }
    }
    gathering_release(&g);
    close_sample(&o);
}

/* Sums of models that say anything stay within bounds. */
static void sums_have_bounds(void **state)
{
    const struct tenor_span span = {0, 4};
    struct surveyed o = open_sample();
    struct tenor_error err = {0};
    struct gathering g = {0};

    (void)state;
    assert_true(tenor_score(o.scorer, "good", 4, &err));
    for (int sign = -1; sign <= 1; sign += 2) {
        const struct tenor_evidence e = {.kind = TENOR_FEATURE_STYLE,
                                         .contribution =
                                             sign < 0 ? -INFINITY : INFINITY,
                                         .span = &span,
                                         .spans = 1,
                                         .feature = TENOR_FEATURE_STYLE};
        for (int i = 0; i < 20000; i++)
            assert_true(gathering_add(&g, 0, &e, STR("good"), o.scorer, &err));
        assert_true(sign < 0 ? g.sum[0].sum < 0 : g.sum[0].sum > 0);
    }
    gathering_release(&g);
    close_sample(&o);
}

static bool attempt(void *context, struct tenor_error *err)
{
    struct gathering part = {0}, all = {0};
    bool ok = true;

    for (size_t i = 0; ok && i < COUNT(texts); i++)
        ok = gather(context, &part, texts[i], err);
    ok = ok && gathering_merge(&all, &part, err);
    gathering_release(&part);
    gathering_release(&all);
    return ok;
}

static void memory_runs_out(void **state)
{
    struct surveyed o = open_sample();

    (void)state;
    scarce_run(attempt, &o);
    close_sample(&o);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parts_are_the_whole),
        cmocka_unit_test(sums_are_margins),
        cmocka_unit_test(forms_are_those_met_first),
        cmocka_unit_test(sums_have_bounds),
        cmocka_unit_test(memory_runs_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
