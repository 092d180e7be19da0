#include "train/train.h"

#include <math.h>

#include "model/classifier.h"
#include "tests/unit/scarce.h"
#include "tests/unit/starter.h"

/* Settings that leave nothing to search for. */
static struct train_settings plain(void)
{
    struct train_settings s = train_defaults();

    s.features.chars_min = s.features.chars_max = 0;
    s.features.ngrams = 2;
    s.threads = 2;
    for (size_t c = 0; c < CHOICES; c++)
        s.fixed[c] = true;
    return s;
}

static struct train_request request(void)
{
    return (struct train_request){
        .axis = "tone", .unit = "passage", .settings = plain()};
}

static struct trained train(const struct train_request *r, struct documents d)
{
    struct trained t;
    struct tenor_error err = {0};

    if (!train_documents(r, &d, &t, &err))
        fail_msg("%s", err.message);
    assert_int_equal(d.N, 0);
    return t;
}

static double weight_of(const struct trained *t, const struct fitted *f,
                        size_t m, size_t i)
{
    return f->w[m * t->vectors.F + i];
}

/* Margins [K] of document d by the weights of all documents. */
static void margins_of(const struct trained *t, const struct trained_axis *a,
                       size_t d, double *margin)
{
    const struct vectors *v = &t->vectors;
    double machine[64];

    assert_true(a->fitted.machines <= COUNT(machine));
    for (size_t m = 0; m < a->fitted.machines; m++) {
        machine[m] = a->fitted.bias[m];
        for (uint64_t i = v->start[d]; i < v->start[d + 1]; i++)
            machine[m] +=
                weight_of(t, &a->fitted, m, v->id[i]) * (double)v->value[i];
    }
    axis_spread(a->labels.n, machine, margin);
}

/* What holds for every axis. */
static void check_axis(const struct trained *t, const struct trained_axis *a)
{
    const size_t K = a->labels.n, N = t->documents.N;
    size_t right = 0;

    assert_int_equal(a->fitted.machines, axis_machines(K));
    assert_true(a->slope > 0.0 && isfinite(a->slope));
    assert_true(a->shift >= 0.0 && a->shift <= 1.0);
    assert_int_equal(a->metrics.documents, N);
    assert_int_equal(a->metrics.labels, K);
    assert_true(a->metrics.accuracy.low <= a->metrics.accuracy.value &&
                a->metrics.accuracy.value <= a->metrics.accuracy.high);
    assert_true(a->metrics.ece.value < 0.2);
    for (size_t l = 1; l < COVERAGE_LEVELS; l++)
        assert_true(a->conformal[l] <= a->conformal[l - 1]);
    for (size_t d = 0; d < N; d++) {
        double p[64];
        margins_of(t, a, d, p);
        calibrated(K, a->slope, a->offset, p, p);
        right += arg_max(p, K) == a->label[d];
    }
    /* It knows the documents that it was trained on, and others less well. */
    assert_true((double)right / (double)N > a->metrics.accuracy.value);
    assert_true((double)right / (double)N > 0.8 || t->settings.ordered);
}

static void check(const struct trained *t)
{
    assert_true(t->axes > 0);
    for (size_t a = 0; a < t->axes; a++)
        check_axis(t, &t->axis[a]);
}

static void check_same(const struct trained *x, const struct trained *y)
{
    assert_int_equal(x->axes, y->axes);
    assert_int_equal(x->vectors.F, y->vectors.F);
    for (size_t i = 0; i < x->axes; i++) {
        const struct trained_axis *a = &x->axis[i], *b = &y->axis[i];
        const size_t n = a->fitted.machines, F = x->vectors.F;
        assert_int_equal(a->labels.n, b->labels.n);
        assert_memory_equal(a->fitted.w, b->fitted.w,
                            n * F * sizeof *a->fitted.w);
        assert_memory_equal(a->fitted.bias, b->fitted.bias,
                            n * sizeof *a->fitted.bias);
        assert_true(a->slope == b->slope && a->shift == b->shift);
        assert_memory_equal(a->offset, b->offset,
                            a->labels.n * sizeof *a->offset);
        assert_memory_equal(a->conformal, b->conformal, sizeof a->conformal);
        assert_true(a->metrics.macro_f1.low == b->metrics.macro_f1.low);
        assert_true(a->metrics.mcc.high == b->metrics.mcc.high);
    }
}

/* ---- one axis -------------------------------------------------------------
 */

static void threads_do_not_matter(void **state)
{
    (void)state;
    static const char *const column[] = {"sentiment", "hostility", "emotion"};

    for (size_t i = 0; i < COUNT(column); i++) {
        struct train_request r = request();
        r.settings.threads = 1;
        struct trained one = train(&r, starter_documents(column[i], NULL));
        r.settings.threads = 8;
        struct trained more = train(&r, starter_documents(column[i], NULL));
        check(&one);
        check_same(&one, &more);
        assert_int_equal(one.axes, 1);
        assert_string_equal(one.axis->name, "tone");
        assert_string_equal(one.unit, "passage");
        trained_release(&one);
        trained_release(&more);
    }
}

/* Documents of weight 2 are documents that are there twice. In the folds too:
 * equal texts share one. */
static void weights_are_repetitions(void **state)
{
    (void)state;
    const struct train_request r = request();
    struct documents once = starter_documents("hostility", NULL), twice;
    struct tenor_error err = {0};
    uint32_t which[1000];
    size_t n = 0;

    for (uint32_t i = 0; i < once.N; i++) {
        which[n++] = i;
        if (i % 3 == 0) {
            which[n++] = i;
            once.weight[i] = 2.0;
        }
    }
    once.weighted = true;
    assert_true(documents_pick(&once, which, n, &twice, &err));
    for (size_t i = 0; i < n; i++)
        twice.weight[i] = 1.0;
    twice.weighted = false;
    struct train_request s = r;
    s.settings.min_df = 1; /* it counts documents, not weights */
    struct trained a = train(&s, once), b = train(&s, twice);
    double margin_a[2], margin_b[2];
    assert_int_equal(a.vectors.F, b.vectors.F);
    for (size_t i = 0, d = 0; i < a.documents.N; i++, d++) {
        margins_of(&a, a.axis, i, margin_a);
        margins_of(&b, b.axis, d, margin_b);
        /* As near as the tolerance of the solver lets them be. */
        assert_true(fabs(margin_a[1] - margin_b[1]) < 0.1);
        d += i % 3 == 0;
    }
    trained_release(&a);
    trained_release(&b);
}

/* ---- ordered labels -------------------------------------------------------
 */

/* The margins of all labels are 0 together: what is common to them would change
 * nothing. */
static void check_centre(const struct trained *t, const struct trained_axis *a)
{
    const size_t K = a->labels.n, F = t->vectors.F;

    for (size_t f = 0; f <= F; f++) {
        double sum = 0.0;
        for (size_t k = 0; k < K; k++)
            sum += f == F ? a->fitted.bias[k] : weight_of(t, &a->fitted, k, f);
        assert_true(fabs(sum) < 1e-9);
    }
}

static void ordered_labels_keep_their_order(void **state)
{
    (void)state;
    static const struct {
        const char *column, *order[7];
        size_t K;
        int negative; /* by its usual name, or the first */
    } row[] = {
        /* clang-format off */
        {"sentiment", {"negative", "neutral", "positive"}, 3, 0},
        {"sentiment", {"positive", "negative", "neutral"}, 3, 1},
        {"hostility", {"hostile", "civil"}, 2, 0},
        {"emotion", {"joy", "surprise", "none", "fear", "sadness", "disgust", "anger"}, 7, 0},
        /* clang-format on */
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        const size_t K = row[i].K;
        struct train_request r = request();
        r.order = row[i].order;
        r.ordered = K;
        struct trained t = train(&r, starter_documents(row[i].column, NULL));
        const struct trained_axis *a = t.axis;
        check(&t);
        assert_true(t.settings.ordered);
        assert_int_equal(a->calibration, CALIBRATION_OFFSETS);
        assert_int_equal(a->negative, row[i].negative);
        for (size_t k = 0; k < K; k++)
            assert_string_equal(a->labels.name[k], row[i].order[k]);
        if (K > 2)
            check_centre(&t, a);
        trained_release(&t);
    }
}

/* ---- several labels -------------------------------------------------------
 */

/* Labels of two columns at once. */
static struct documents several_documents(void)
{
    struct documents a = starter_documents("hostility", NULL);
    struct documents b = starter_documents("partisanship", NULL), d = {0};
    struct tenor_error err = {0};

    for (size_t i = 0; i < a.N; i++) {
        const bool hostile = strcmp(a.labels.name[a.label[i]], "hostile") == 0;
        const bool partisan =
            strcmp(b.labels.name[b.label[i]], "partisan") == 0;
        const struct doc doc = {.label = str_of(hostile && partisan
                                                    ? "hostile\tpartisan"
                                                : hostile  ? "hostile"
                                                : partisan ? "partisan"
                                                           : ""),
                                .text = documents_text(&a, i),
                                .weight = 1.0};
        assert_true(documents_add(&d, &doc, &err));
    }
    assert_true(documents_finish(&d, &err));
    documents_release(&a);
    documents_release(&b);
    return d;
}

static void several_labels_have_axes(void **state)
{
    (void)state;
    static const char *const name[] = {"hostile", "partisan"};
    const struct train_corpus corpus = {.options = {.multi_label = true}};
    struct train_request r = request();

    r.corpus = &corpus;
    r.corpora = 1;
    struct trained t = train(&r, several_documents());
    check(&t);
    assert_int_equal(t.axes, 2);
    for (size_t a = 0; a < t.axes; a++) {
        char text[64];
        snprintf(text, sizeof text, "tone.%s", name[a]);
        assert_string_equal(t.axis[a].name, text);
        assert_string_equal(t.axis[a].labels.name[1], name[a]);
        snprintf(text, sizeof text, "not %s", name[a]);
        assert_string_equal(t.axis[a].labels.name[0], text);
        assert_int_equal(t.axis[a].positive, 1);
    }
    trained_release(&t);
}

/* ---- what cannot be trained on --------------------------------------------
 */

/* Documents from lines of label, blank and text. */
static struct documents documents_of(const char *lines)
{
    struct documents d = {0};
    struct tenor_error err = {0};

    for (size_t len; (len = strcspn(lines, "\n")) > 0;
         lines += len + (lines[len] == '\n')) {
        const struct doc doc = {
            .label = {lines, 1}, .text = {lines + 2, len - 2}, .weight = 1.0};
        assert_true(documents_add(&d, &doc, &err));
    }
    assert_true(documents_finish(&d, &err));
    return d;
}

static const char *const a_b[] = {"a", "b"};

static void order_one(struct train_request *r, struct documents *d)
{
    (void)d;
    r->order = a_b;
    r->ordered = 1;
}

static void order_kernel(struct train_request *r, struct documents *d)
{
    (void)d;
    r->order = a_b;
    r->ordered = 2;
    r->settings.kernel.type = KERNEL_RBF;
    r->settings.weighting = WEIGHTING_IDF;
    r->settings.loss = LOSS_HINGE;
}

static void weigh_without_dual(struct train_request *r, struct documents *d)
{
    d->weight[3] = 2.0;
    d->weighted = true;
    r->settings.solver = SOLVER_LIBLINEAR;
}

static void lower_C(struct train_request *r, struct documents *d)
{
    (void)d;
    r->settings.C = -1.0;
}

static void requests_are_checked(void **state)
{
    (void)state;
    static const struct {
        const char *lines;
        void (*change)(struct train_request *r, struct documents *d);
        const char *error;
        enum tenor_code code;
    } row[] = {
        /* clang-format off */
        {"", NULL, "the corpus has no documents", TENOR_EDATA},
        {"a x\na y\na z", NULL, "all documents have the label 'a'", TENOR_EDATA},
        {"a \na \nb \nb ", NULL, "no document has a feature", TENOR_EDATA},
        {"a x\na y\nb x\nb y", lower_C, "C is not above 0", TENOR_EINVAL},
        {"a x\na y\nb x\nb y", order_one, "the label 'b' has no place in --ordered", TENOR_EINVAL},
        {"a x\na y\nb x\nb y", order_kernel, "ordered labels need a linear kernel", TENOR_EINVAL},
        {"a x\na y\nb x\nb y", weigh_without_dual, "weights of documents need the solver dual", TENOR_EINVAL},
        /* clang-format on */
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct train_request r = request();
        struct documents d = documents_of(row[i].lines);
        struct tenor_error err = {0};
        struct trained t;
        r.settings.min_df = 1;
        if (row[i].change)
            row[i].change(&r, &d);
        assert_false(train_documents(&r, &d, &t, &err));
        assert_int_equal(err.code, row[i].code);
        if (!strstr(err.message, row[i].error))
            fail_msg("'%s' without '%s'", err.message, row[i].error);
        assert_int_equal(d.N, 0);
    }
}

/* ---- memory ---------------------------------------------------------------
 */

/* Documents are made with all memory: they are not what is tested. */
static bool attempt(void *context, struct tenor_error *err)
{
    const size_t granted = scarce_left;
    struct trained t;

    scarce_left = SIZE_MAX;
    struct documents d =
        documents_of("a x y\nb z\nc w x\na x\nb z z\nc w\na y\nb z y");
    scarce_left = granted;
    if (!train_documents(context, &d, &t, err))
        return false;
    const struct sketching_others none = {0};
    const bool ok = sketching_texts(&t, &none, err);
    trained_release(&t);
    return ok;
}

static void memory_runs_out(void **state)
{
    (void)state;
    static const char *const order[] = {"a", "b", "c"};
    struct train_request r = request();

    r.settings.threads = 1;
    r.settings.folds = 2;
    scarce_run(attempt, &r);
    r.order = order;
    r.ordered = COUNT(order);
    scarce_run(attempt, &r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(threads_do_not_matter),
        cmocka_unit_test(weights_are_repetitions),
        cmocka_unit_test(ordered_labels_keep_their_order),
        cmocka_unit_test(several_labels_have_axes),
        cmocka_unit_test(requests_are_checked),
        cmocka_unit_test(memory_runs_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
