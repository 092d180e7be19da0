#include "train/axes.h"

#include "model/modelfile.h"
#include "tests/unit/scarce.h"

#define DOCS_MAX 8

static const struct train_corpus single_corpus = {.path = "x"};
static const struct train_corpus several_corpus = {
    .path = "x", .options = {.multi_label = true}};

/* Labels of documents, and the axis that they give or what is wrong. */
struct test {
    const char *label[DOCS_MAX]; /* of each document */
    const char *order[4];
    const char *positive, *negative;
    const char *f1;       /* criterion f1 of this label */
    const char *names[4]; /* of the labels of the axis, in their order */
    int plus, minus;      /* numbers of the poles + 1; 0: none */
    const char *error;    /* part of the message; NULL: none */
    enum tenor_code code;
};

static size_t count(const char *const *list, size_t most)
{
    size_t n = 0;

    while (n < most && list[n])
        n++;
    return n;
}

static struct trained trained_with(const char *const *label, size_t n)
{
    struct trained t = {0};
    struct tenor_error err = {0};

    for (size_t i = 0; i < n; i++) {
        const struct doc doc = {
            .label = str_of(label[i]), .text = STR("text"), .weight = 1.0};
        assert_true(documents_add(&t.documents, &doc, &err));
    }
    assert_true(documents_finish(&t.documents, &err));
    t.settings = train_defaults();
    return t;
}

static struct train_request request_of(const struct test *t,
                                       const struct train_corpus *corpus)
{
    return (struct train_request){.axis = "mood",
                                  .positive = t->positive,
                                  .negative = t->negative,
                                  .order = t->order,
                                  .ordered = count(t->order, COUNT(t->order)),
                                  .corpus = corpus,
                                  .corpora = 1};
}

/* Labels of documents by name, priors by count. */
static void check_axis(const struct trained *t, const struct trained_axis *a,
                       const char *const *label)
{
    double sum = 0.0;

    assert_true(a->labels.n >= 2);
    for (size_t k = 0; k < a->labels.n; k++) {
        size_t n = 0;
        for (size_t i = 0; i < t->documents.N; i++)
            n += a->label[i] == k;
        assert_true(a->prior[k] == (double)n / (double)t->documents.N);
        assert_true(a->offset[k] == 0.0);
        sum += a->prior[k];
    }
    assert_true(sum > 1.0 - 1e-12 && sum < 1.0 + 1e-12);
    for (size_t i = 0; label && i < t->documents.N; i++)
        assert_string_equal(a->labels.name[a->label[i]], label[i]);
}

static void run(const struct test *row, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const struct train_request r = request_of(&row[i], &single_corpus);
        struct trained t =
            trained_with(row[i].label, count(row[i].label, DOCS_MAX));
        struct tenor_error err = {0};

        if (row[i].f1)
            t.settings.criterion = (struct criterion){CRITERION_F1, row[i].f1};
        print_message("row %zu\n", i);
        const bool ok = axes_make(&r, &t, &err);
        if (row[i].error) {
            assert_false(ok);
            assert_int_equal(err.code, row[i].code);
            if (!strstr(err.message, row[i].error))
                fail_msg("'%s' without '%s'", err.message, row[i].error);
        } else {
            if (!ok)
                fail_msg("%s", err.message);
            assert_int_equal(t.axes, 1);
            assert_string_equal(t.axis->name, "mood");
            check_axis(&t, t.axis, row[i].label);
            assert_int_equal(t.axis->labels.n, count(row[i].names, 4));
            for (size_t k = 0; k < t.axis->labels.n; k++)
                assert_string_equal(t.axis->labels.name[k], row[i].names[k]);
            assert_int_equal(t.axis->positive, row[i].plus - 1);
            assert_int_equal(t.axis->negative, row[i].minus - 1);
            if (row[i].f1)
                assert_string_equal(t.axis->labels.name[t.criterion_label],
                                    row[i].f1);
        }
        trained_release(&t);
    }
}

/* clang-format off */
#define LABELS(...) .label = {__VA_ARGS__}
#define NAMES(...) .names = {__VA_ARGS__}
#define ORDER(...) .order = {__VA_ARGS__}
#define WRONG(c, part) .code = TENOR_##c, .error = (part)

static const struct test single[] = {
    {LABELS("b", "a", "b", "a"), NAMES("a", "b")},
    {LABELS("b", "a", "c", "b", "a", "c", "c"), NAMES("a", "b", "c")},
    {LABELS("pos", "neg", "pos", "neg"), NAMES("neg", "pos"), .plus = 2, .minus = 1},
    {LABELS("Positive", "NEG", "neutral", "Positive", "NEG", "neutral"), NAMES("NEG", "Positive", "neutral"), .plus = 2, .minus = 1},
    {LABELS("positive", "bad", "positive", "bad"), NAMES("bad", "positive")},
    {LABELS("good", "bad", "good", "bad"), NAMES("bad", "good"), .positive = "good", .negative = "bad", .plus = 2, .minus = 1},
    {LABELS("positive", "negative", "positive", "negative"), NAMES("negative", "positive"), .positive = "negative", .negative = "positive", .plus = 1, .minus = 2},
    {LABELS("good", "bad", "good", "bad"), NAMES("bad", "good"), .f1 = "good"},
    {LABELS("a", "b", "a", "b"), WRONG(EINVAL, "the pole 'c' is not among the labels"), .positive = "c", .negative = "a"},
    {LABELS("a", "b", "a", "b"), WRONG(EINVAL, "the pole 'd' is not among the labels"), .positive = "a", .negative = "d"},
    {LABELS("a", "b", "a", "b"), WRONG(EINVAL, "'c' of --metric is not among the labels"), .f1 = "c"},
    {LABELS("a", "a", "a"), WRONG(EDATA, "all documents have the label 'a'; at least two labels are needed")},
    {LABELS("a", "b", "a"), WRONG(EDATA, "only one document has the label 'b'; at least two")},
};

static const struct test ordered[] = {
    {LABELS("lo", "hi", "mid", "lo", "hi", "mid"), ORDER("lo", "mid", "hi"), NAMES("lo", "mid", "hi"), .plus = 3, .minus = 1},
    {LABELS("1", "2", "3", "1", "2", "3"), ORDER("3", "2", "1"), NAMES("3", "2", "1"), .plus = 3, .minus = 1},
    {LABELS("a", "b", "a", "b"), ORDER("b", "a"), NAMES("b", "a"), .plus = 2, .minus = 1},
    {LABELS("a", "b", "c", "a", "b", "c"), ORDER("a", "b", "c"), NAMES("a", "b", "c"), .positive = "b", .negative = "c", .plus = 2, .minus = 3},
    {LABELS("neg", "pos", "x", "neg", "pos", "x"), ORDER("pos", "x", "neg"), NAMES("pos", "x", "neg"), .plus = 1, .minus = 3},
    {LABELS("a", "b", "c", "a", "b", "c"), ORDER("c", "b", "a"), NAMES("c", "b", "a"), .f1 = "a", .plus = 3, .minus = 1},
    {LABELS("a", "b", "a", "b"), ORDER("a", "b", "c"), WRONG(EINVAL, "'c' of --ordered is not among the labels")},
    {LABELS("a", "b", "a", "b"), ORDER("a", "a", "b"), WRONG(EINVAL, "--ordered has 'a' twice")},
    {LABELS("a", "b", "c", "a", "b", "c"), ORDER("a", "c"), WRONG(EINVAL, "the label 'b' has no place in --ordered; --map can rename or drop it")},
    {LABELS("a", "b", "b"), ORDER("b", "a"), WRONG(EDATA, "only one document has the label 'a'")},
    {LABELS("a", "b", "a", "b"), ORDER("b", "a"), .positive = "c", WRONG(EINVAL, "the pole 'c' is not among the labels")},
};
/* clang-format on */

static void one_label_gives_one_axis(void **state)
{
    (void)state;
    run(single, COUNT(single));
}

static void ordered_labels_keep_their_order(void **state)
{
    (void)state;
    run(ordered, COUNT(ordered));
}

/* ---- several labels -------------------------------------------------------
 */

static bool set_holds(const char *set, const char *label)
{
    const size_t len = strlen(label);

    for (; *set; set += strcspn(set, "\t"), set += *set == '\t')
        if (strcspn(set, "\t") == len && strncmp(set, label, len) == 0)
            return true;
    return false;
}

static void several_labels_give_an_axis_each(void **state)
{
    (void)state;
    static const char *const label[] = {
        "joy", "fear\tjoy", "", "joy\tfear", "fear", "", "a joy\tjoy", "a joy"};
    static const char *const name[] = {"a joy", "fear", "joy"};
    const struct test none = {0};
    const struct train_request r = request_of(&none, &several_corpus);
    struct trained t = trained_with(label, COUNT(label));
    struct tenor_error err = {0};

    assert_true(axes_make(&r, &t, &err));
    assert_int_equal(t.axes, COUNT(name));
    for (size_t a = 0; a < t.axes; a++) {
        const struct trained_axis *x = &t.axis[a];
        char text[64];
        snprintf(text, sizeof text, "mood.%s", name[a]);
        assert_string_equal(x->name, text);
        assert_int_equal(x->labels.n, 2);
        snprintf(text, sizeof text, "not %s", name[a]);
        assert_string_equal(x->labels.name[0], text);
        assert_string_equal(x->labels.name[1], name[a]);
        assert_int_equal(x->negative, 0);
        assert_int_equal(x->positive, 1);
        check_axis(&t, x, NULL);
        for (size_t i = 0; i < COUNT(label); i++)
            assert_int_equal(x->label[i], set_holds(label[i], name[a]));
    }
    trained_release(&t);
}

static void several_labels_have_their_errors(void **state)
{
    (void)state;
    /* clang-format off */
    static const struct test row[] = {
        {LABELS("a", "b", "a", "b"), ORDER("a", "b"), WRONG(EINVAL, "--ordered and --poles are for documents with one label each")},
        {LABELS("a", "b", "a", "b"), .positive = "a", WRONG(EINVAL, "--ordered and --poles are for documents with one label each")},
        {LABELS("a", "b", "a", "b"), .negative = "a", WRONG(EINVAL, "--ordered and --poles are for documents with one label each")},
        {LABELS("a", "b", "a", "b"), .f1 = "a", WRONG(EINVAL, "--metric f1:LABEL is for documents with one label each")},
        {LABELS("", "", ""), WRONG(EDATA, "no document has a label")},
        {LABELS("a", "b\ta", "a", ""), WRONG(EDATA, "only one document has the label 'not a'")},
        {LABELS("a", "a", "a"), WRONG(EDATA, "every document has the label 'a'; --map 'a=-' leaves it out")},
        {LABELS("a", "a", "b\ta", "", ""), WRONG(EDATA, "only one document has the label 'b'")},
    };
    /* clang-format on */

    for (size_t i = 0; i < COUNT(row); i++) {
        const struct train_request r = request_of(&row[i], &several_corpus);
        struct trained t =
            trained_with(row[i].label, count(row[i].label, DOCS_MAX));
        struct tenor_error err = {0};
        if (row[i].f1)
            t.settings.criterion = (struct criterion){CRITERION_F1, row[i].f1};
        assert_false(axes_make(&r, &t, &err));
        assert_int_equal(err.code, row[i].code);
        if (!strstr(err.message, row[i].error))
            fail_msg("'%s' without '%s'", err.message, row[i].error);
        trained_release(&t);
    }
}

/* ---- limits ---------------------------------------------------------------
 */

/* So many labels, each in two documents. */
static void check_limit(const struct train_corpus *corpus, size_t labels,
                        const char *error)
{
    const size_t n = 2 * labels;
    const struct test none = {0};
    const struct train_request r = request_of(&none, corpus);
    const char **label = mem_resize(NULL, n, sizeof(*label));
    char(*name)[24] = mem_resize(NULL, n, sizeof *name);
    struct tenor_error err = {0};

    for (size_t i = 0; i < n; i++) {
        snprintf(name[i], sizeof *name, "%zu", i / 2);
        label[i] = name[i];
    }
    struct trained t = trained_with(label, n);
    assert_int_equal(axes_make(&r, &t, &err), error == NULL);
    if (error) {
        assert_int_equal(err.code, TENOR_EDATA);
        if (!strstr(err.message, error))
            fail_msg("'%s' without '%s'", err.message, error);
    }
    trained_release(&t);
    free(label);
    free(name);
}

static void too_many_labels_are_refused(void **state)
{
    (void)state;
    check_limit(&single_corpus, 300, NULL);
    check_limit(&single_corpus, MODEL_LABELS_MAX + 1,
                "4097 labels; at most 4096 are allowed. Is the column of the "
                "label the right one?");
    check_limit(&several_corpus, MODEL_AXES_MAX, NULL);
    check_limit(&several_corpus, MODEL_AXES_MAX + 1,
                "65 labels; documents with several labels may use 64");
}

/* ---- memory ---------------------------------------------------------------
 */

struct making {
    const struct train_request r;
    const char *const *label;
    size_t n;
};

/* Documents are added with all memory: they are not what is tested. */
static bool attempt(void *context, struct tenor_error *err)
{
    const struct making *m = context;
    const size_t granted = scarce_left;

    scarce_left = SIZE_MAX;
    struct trained t = trained_with(m->label, m->n);
    scarce_left = granted;
    const bool ok = axes_make(&m->r, &t, err);
    trained_release(&t);
    return ok;
}

static void memory_runs_out(void **state)
{
    (void)state;
    static const char *const set[] = {"a", "b\ta", "b", "b\ta", "", ""};
    const struct test none = {0};
    struct making one = {request_of(ordered, &single_corpus), ordered->label,
                         6};
    struct making many = {request_of(&none, &several_corpus), set, COUNT(set)};

    scarce_run(attempt, &one);
    scarce_run(attempt, &many);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_label_gives_one_axis),
        cmocka_unit_test(ordered_labels_keep_their_order),
        cmocka_unit_test(several_labels_give_an_axis_each),
        cmocka_unit_test(several_labels_have_their_errors),
        cmocka_unit_test(too_many_labels_are_refused),
        cmocka_unit_test(memory_runs_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
