/* Explanations of 10,000 texts in ten languages, by models of every make: they
 * add up to the margin bit for bit, and their lists to one another. */
#include <math.h>

#include "cli/explain/arc.h"
#include "cli/explain/evidence_merge.h"
#include "cli/explain/evidence_sum.h"
#include "cli/explain/feature_text.h"
#include "model/utf8.h"
#include "tests/unit/drawn.h"
#include "tests/unit/sample.h"

#define TEXTS 10000
#define LANGUAGES 10
#define MODELS 5 /* for a language */

/* A scorer of a model, and the text that it has scored. */
struct scored {
    struct tenor_model *model;
    struct tenor_scorer *scorer;
    struct buffer bytes, text, title;
    size_t axis, label;
    struct str in;   /* what the axis is about */
    size_t features; /* explained so far */
    struct tenor_explanation e;
};

/* ---- one explanation ----------------------------------------------------- */

static bool near(double a, double b, double sizes)
{
    return fabs(a - b) <= 1e-9 * (1.0 + sizes);
}

/* The words where they stand, in reading order, add up to the words. */
static void check_places(const struct scored *o, double sum, double sizes)
{
    const struct tenor_word *place;
    struct tenor_error err = {0};
    size_t n, occurrences = 0;

    assert_true(tenor_explain_places(o->scorer, &place, &n, &err));
    for (size_t i = 0; i < n; i++) {
        assert_true(i == 0 || place[i - 1].span.begin < place[i].span.begin);
        assert_true(place[i].span.end <= o->in.len);
        sum -= place[i].contribution;
    }
    for (size_t i = 0; i < o->e.words; i++)
        occurrences += o->e.word[i].occurrences;
    assert_int_equal(occurrences, n);
    assert_true(near(sum, 0.0, sizes));
}

/* Each list has the same sum, but for rounding. */
static void check_lists(const struct scored *o)
{
    const struct tenor_explanation *e = &o->e;
    double features = 0.0, words = 0.0, sentences = 0.0, sizes = 0.0;

    for (size_t i = 0; i < e->features; i++) {
        features += e->feature[i].contribution;
        sizes += fabs(e->feature[i].contribution);
    }
    for (size_t i = 0; i < e->words; i++)
        words += e->word[i].contribution;
    for (size_t i = 0; i < e->sentences; i++)
        sentences += e->sentence[i].contribution;
    assert_true(near(words, features, sizes));
    assert_true(near(sentences, features, sizes));
    check_places(o, words, sizes);
    if (e->mean_of)
        assert_true(near(e->bias + features,
                         tenor_margin(o->scorer, o->axis, o->label), sizes));
}

static void check_sentences(const struct scored *o)
{
    const struct tenor_explanation *e = &o->e;
    size_t counted = 0, at = 0;

    for (size_t i = 0; i < e->sentences; i++) {
        const struct tenor_passage *p = &e->sentence[i];
        assert_true(p->span.begin >= at && p->span.end > p->span.begin &&
                    p->span.end <= o->in.len);
        assert_true(p->counted || p->contribution == 0.0);
        counted += p->counted;
        at = p->span.end;
    }
    if (tenor_axis_scope(o->model, o->axis) != TENOR_SENTENCES)
        return;
    assert_int_equal(e->mean_of, counted);
    assert_int_equal(e->sentences, tenor_sentence_count(o->scorer));
    for (size_t i = 0; i < e->sentences; i++) {
        double part;
        if (!tenor_sentence_part(o->scorer, i, o->axis, o->label, &part))
            part = 0.0;
        if (e->sentence[i].counted)
            part -= e->bias / (double)e->mean_of;
        assert_true(near(part, e->sentence[i].contribution, 1.0));
    }
}

/* The number of a piece, "_" being a boundary. */
static uint64_t number_of(struct str name)
{
    uint64_t content = 0;
    size_t bad = 0;

    for (size_t i = 0; i < name.len;) {
        const bool first = i == 0;
        uint32_t point;
        i += utf8_decode(name.s + i, name.len - i, &point, &bad);
        content = first ? point : feature_extend(content, point);
    }
    return feature_of(content, TENOR_FEATURE_CHARS);
}

static void check_name(const struct scored *o, const struct tenor_evidence *f)
{
    struct tenor_error err = {0};
    struct str name;

    assert_true(tenor_feature_name(o->scorer, f, &name.s, &name.len, &err));
    if (f->kind == TENOR_FEATURE_CHARS && number_of(name) != f->feature)
        fail_msg("'%.*s' is not the feature of '%.*s'", (int)name.len, name.s,
                 (int)(f->span->end - f->span->begin),
                 o->in.s + f->span->begin);
    if (f->kind == TENOR_FEATURE_STYLE)
        assert_true(str_equal(name, STR("capitals")) ||
                    str_equal(name, STR("stretched")));
    if (f->kind < TENOR_FEATURE_STYLE)
        assert_true(
            str_equal(name, (struct str){o->in.s + f->span->begin,
                                         f->span->end - f->span->begin}));
}

static void check_feature(const struct scored *o,
                          const struct tenor_evidence *f)
{
    const double product = f->unit * (double)f->points;

    assert_true(f->points != 0 && f->spans > 0);
    assert_true(near(f->weight * f->value, product, fabs(product)));
    assert_true(f->contribution == product / (double)o->e.mean_of);
    for (size_t i = 0; i < f->spans; i++) {
        assert_true(f->span[i].end > f->span[i].begin &&
                    f->span[i].end <= o->in.len);
        assert_true(i == 0 || f->span[i].begin >= f->span[i - 1].begin);
    }
}

/* Each feature once, with all that it adds and every place. */
static void check_merged(const struct scored *o)
{
    struct tenor_error err = {0};
    struct merged_list list = {0};
    double sum = 0.0, wanted = 0.0, sizes = 0.0;
    size_t spans = 0, spans_wanted = 0;

    assert_true(evidence_merge(&o->e, &list, &err));
    for (size_t i = 0; i < o->e.features; i++) {
        wanted += o->e.feature[i].contribution;
        sizes += fabs(o->e.feature[i].contribution);
        spans_wanted += o->e.feature[i].spans;
    }
    for (size_t i = 0; i < list.n; i++) {
        const struct tenor_evidence e = merged_evidence(&list.item[i]);
        for (size_t j = 1; j < e.spans; j++)
            assert_true(e.span[j].begin >= e.span[j - 1].begin);
        for (size_t j = 0; j < i; j++)
            assert_true(list.item[j].first->feature != e.feature);
        assert_true(e.span->begin == list.item[i].first->span->begin);
        sum += list.item[i].contribution;
        spans += e.spans;
    }
    assert_true(near(sum, wanted, sizes) && spans == spans_wanted);
    merged_release(&list);
}

static void check_label(struct scored *o, bool names)
{
    struct tenor_error err = {0};
    const struct tenor_explanation *e = &o->e;

    assert_true(tenor_explain_all(o->scorer, o->axis, o->label, &o->e, &err));
    if (!evidence_adds_up(o->model, o->scorer, o->axis, o->label, e, &err))
        fail_msg("axis %zu, label %zu do not add up in '%.*s'", o->axis,
                 o->label, (int)o->text.len, o->text.data);
    for (size_t i = 0; i < e->features; i++) {
        check_feature(o, &e->feature[i]);
        assert_true(i == 0 || fabs(e->feature[i].contribution) <=
                                  fabs(e->feature[i - 1].contribution));
        if (names)
            check_name(o, &e->feature[i]);
    }
    if (names)
        check_merged(o);
    check_lists(o);
    check_sentences(o);
    o->features += e->features;
}

/* ---- many texts ---------------------------------------------------------- */

static const struct recipe recipe = {
    .settings = {.stemming = 1,
                 .ngrams = 3,
                 .chars_min = 2,
                 .chars_max = 4,
                 .negation = 1,
                 .style = 1,
                 .log_counts = 1},
    .stops = "the a of",
    .labels = {2, 3, 2},
    .scope = {AXIS_SENTENCES, AXIS_WHOLE, AXIS_TITLE},
    .weights = SMALL,
    .kept = 0.6};

static void draw_text(struct buffer *b, size_t kind, size_t most,
                      uint64_t *random)
{
    b->len = 0;
    assert_true(text_make(b, kind, random_below(random, most), random));
}

/* Score a text, in one of four cases with a title beside it. */
static void score(struct scored *o, size_t kind, uint64_t *random)
{
    struct tenor_error err = {0};
    const bool titled = random_below(random, 4) == 0;

    draw_text(&o->text, kind, random_below(random, 20) ? 40 : 300, random);
    draw_text(&o->title, kind, 12, random);
    assert_true(tenor_score_titled(
        o->scorer, titled ? o->title.data : NULL, titled ? o->title.len : 0,
        o->text.data ? o->text.data : "", o->text.len, &err));
}

static void check_text(struct scored *o, bool names)
{
    const struct tenor_model *m = o->model;

    for (o->axis = 0; o->axis < tenor_axis_count(m); o->axis++) {
        o->in = (struct str){o->text.data, o->text.len};
        if (tenor_axis_scope(m, o->axis) == TENOR_TITLE)
            tenor_title(o->scorer, &o->in.s, &o->in.len);
        for (o->label = 0; o->label < tenor_axis_label_count(m, o->axis);
             o->label++)
            check_label(o, names && o->label == 0);
    }
}

/* The first model of a language has all there is, the others what is drawn. */
static void open_model(struct scored *o, size_t kind, bool first,
                       uint64_t *random)
{
    struct tenor_error err = {0};
    struct recipe r = first ? recipe : draw_recipe(recipe, random);

    for (size_t a = 0; a < AXES_MAX; a++) /* for the sake of time */
        r.labels[a] = r.labels[a] > 4 ? 4 : r.labels[a];
    strcpy(r.settings.language, text_kind[kind].language);
    o->text.len = 0;
    assert_true(text_make(&o->text, kind, 400, random));
    o->model = draw_model(&r, (struct str){o->text.data, o->text.len},
                          &o->bytes, random);
    assert_true(tenor_scorer_new(o->model, &o->scorer, &err));
}

static void close_model(struct scored *o)
{
    tenor_scorer_free(o->scorer);
    tenor_model_close(o->model);
    free(o->bytes.data);
}

static void ten_thousand_texts_add_up(void **state)
{
    uint64_t random = unit_seed();
    struct scored o = {.text = {0}};
    size_t texts = 0;

    (void)state;
    assert_true(TEXT_KINDS >= LANGUAGES);
    for (size_t kind = 0; kind < TEXT_KINDS; kind++)
        for (size_t i = 0; i < MODELS; i++) {
            open_model(&o, kind, i == 0, &random);
            for (size_t j = 0; j < TEXTS / LANGUAGES / MODELS; j++, texts++) {
                score(&o, kind, &random);
                check_text(&o, j % 16 == 0);
            }
            close_model(&o);
        }
    assert_true(texts >= TEXTS && o.features > 100 * TEXTS);
    free(o.text.data);
    free(o.title.data);
}

/* ---- kernels --------------------------------------------------------------
 */

/* The axis beside one with a kernel has evidence. */
static void a_kernel_has_no_explanation(void **state)
{
    struct tenor_error err = {0};
    struct scored o = {.bytes = sample_bytes(true)};

    (void)state;
    assert_true(
        tenor_model_from_memory(o.bytes.data, o.bytes.len, &o.model, &err) &&
        tenor_scorer_new(o.model, &o.scorer, &err) &&
        tenor_score(o.scorer, "good fun", 8, &err));
    assert_false(tenor_explain_all(o.scorer, 0, 0, &o.e, &err));
    assert_int_equal(err.code, TENOR_EINVAL);
    err = (struct tenor_error){0};
    assert_true(tenor_explain_all(o.scorer, 1, 1, &o.e, &err));
    assert_true(o.e.features > 0);
    assert_true(evidence_adds_up(o.model, o.scorer, 1, 1, &o.e, &err));
    close_model(&o);
}

/* ---- what is wrong is found ---------------------------------------------- */

static void a_point_more_does_not_add_up(void **state)
{
    static const char text[] = "good report. not bad, GREAT! the runs of price";
    uint64_t random = unit_seed();
    struct tenor_error err = {0};
    struct scored o = {.text = {0}};
    size_t tried = 0;

    (void)state;
    open_model(&o, 0, true, &random);
    assert_true(tenor_score(o.scorer, text, strlen(text), &err));
    for (size_t a = 0; a < 2; a++) {
        assert_true(tenor_explain_all(o.scorer, a, 1, &o.e, &err));
        for (size_t i = 0; i < o.e.features; i++, tried++) {
            struct tenor_evidence *f = (struct tenor_evidence *)&o.e.feature[i];
            f->points++;
            assert_false(evidence_adds_up(o.model, o.scorer, a, 1, &o.e, &err));
            f->points--;
        }
        assert_true(evidence_adds_up(o.model, o.scorer, a, 1, &o.e, &err));
        assert_int_equal(err.code, TENOR_OK);
    }
    assert_true(tried > 20);
    close_model(&o);
    free(o.text.data);
}

static void zeros_are_the_same_and_nothing_else_is(void **state)
{
    (void)state;
    assert_true(evidence_same(0.0, -0.0));
    assert_true(evidence_same(-1.5, -1.5));
    assert_false(evidence_same(1.0, 1.0 + 2.3e-16));
    assert_false(evidence_same(0.0, 4.9e-324));
    assert_false(evidence_same(1.0, -1.0));
}

/* ---- how it is shown ----------------------------------------------------- */

static void check_forms(const char *text, const struct tenor_span *span,
                        size_t spans, const char *wanted)
{
    const struct tenor_evidence e = {
        .kind = TENOR_FEATURE_WORD, .span = span, .spans = spans};
    struct tenor_error err = {0};
    struct buffer b = {0};

    assert_true(feature_text(NULL, &e, str_of(text), &b, &err));
    assert_true(str_equal((struct str){b.data, b.len}, str_of(wanted)));
    free(b.data);
}

static void a_stem_has_its_forms(void **state)
{
    static const char text[] = "fail Fail failed failing fails";
    static const struct tenor_span span[] = {
        {0, 4}, {5, 9}, {10, 16}, {17, 24}, {25, 30}};

    (void)state;
    check_forms(text, span, 1, "fail");
    check_forms(text, span, 2, "fail");
    check_forms(text, span, 3, "fail/failed");
    check_forms(text, span, 5, "fail/failed/failing/\u2026");
}

static void the_arc_shows_low_and_high(void **state)
{
    static const struct tenor_passage text[] = {
        {.counted = true, .contribution = -1.0},
        {.counted = false},
        {.counted = true, .contribution = 0.0},
        {.counted = true, .contribution = 1.0},
    };
    struct buffer b = {0};
    struct arc a;

    (void)state;
    arc_fill(&a, text, COUNT(text));
    assert_int_equal(a.cells, 4);
    assert_true(a.least == -1.0 && a.most == 1.0);
    assert_true(arc_draw(&a, &b));
    assert_true(str_equal((struct str){b.data, b.len},
                          STR("\u2581\u00B7\u2585\u2588")));
    free(b.data);
}

static void a_long_arc_has_as_many_cells_as_a_line(void **state)
{
    static struct tenor_passage text[1000];
    struct arc a;
    double sum = 0.0;

    (void)state;
    for (size_t n = 0; n <= COUNT(text); n += n < 130 ? 1 : 29) {
        for (size_t i = 0; i < n; i++)
            text[i] =
                (struct tenor_passage){.counted = true, .contribution = 1.0};
        arc_fill(&a, text, n);
        assert_int_equal(a.cells, n < ARC_CELLS ? n : ARC_CELLS);
        sum = 0.0;
        for (size_t i = 0; i < a.cells; i++) {
            assert_true(arc_level(&a, i) >= 1 &&
                        arc_level(&a, i) <= ARC_LEVELS);
            sum += a.value[i];
        }
        assert_true(sum == (double)n);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ten_thousand_texts_add_up),
        cmocka_unit_test(a_kernel_has_no_explanation),
        cmocka_unit_test(a_point_more_does_not_add_up),
        cmocka_unit_test(zeros_are_the_same_and_nothing_else_is),
        cmocka_unit_test(a_stem_has_its_forms),
        cmocka_unit_test(the_arc_shows_low_and_high),
        cmocka_unit_test(a_long_arc_has_as_many_cells_as_a_line),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
