/* Bytes as a model file. The size and the checksum in them are put right, so
 * that the checks behind these are reached.
 *
 * An empty input stands for a small model that is made here; with the variable
 * TENOR_FUZZ_SEED it is also written to the file named there, as the seed. */
#include "model/bag.h"
#include "model/coverage.h"
#include "model/file.h"
#include "model/kernel.h"
#include "model/modelfile.h"
#include "cli/drift/drift_report.h"

#include <math.h>
#include <string.h>

#include "tests/fuzz/evidence.h"
#include "tests/fuzz/fuzz.h"
#include "tests/unit/sketched.h"

static const char text[] = "NOT good, sooo bad! A fine day <br/> :) \xC3\xA9";

/* ---- a small model --------------------------------------------------------
 */

#define ROWS 24
#define COLUMNS 4 /* of two linear axes, with two labels and with three */
#define VECTORS 2

static int ascending(const void *a, const void *b)
{
    const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

    return (x > y) - (x < y);
}

/* The first features of the text, distinct and sorted. */
static void fill_features(const struct feature_settings *f, uint64_t *feature)
{
    struct tenor_error err = {0};
    struct extractor x;
    struct bag bag = {0};

    CHECK(extractor_init(&x, f, NULL, 0, &err));
    CHECK(bag_fill(&bag, &x, (struct str){text, sizeof text - 1}, &err));
    CHECK(bag.n >= ROWS);
    for (size_t i = 0; i < ROWS; i++)
        feature[i] = bag.entry[i].feature;
    qsort(feature, ROWS, sizeof *feature, ascending);
    bag_release(&bag);
    extractor_release(&x);
}

static void make_model(struct buffer *out)
{
    static const char *const label[] = {"negative", "positive", "neutral"};
    static const double prior[] = {0.5, 0.3, 0.2}, even[] = {0.5, 0.5};
    static const double offset[] = {0.1, -0.1, 0.0};
    static const double bias[] = {0.25, -0.5, 0.125};
    static const double scale[] = {1e-3, 2e-3, 1e-3};
    static const double coef[VECTORS] = {0.5, -0.75};
    static const uint64_t start[] = {0, 2, 3};
    static const uint32_t row[] = {0, 7, 3};
    static const double value[] = {0.5, 0.25, 1.0};
    const uint64_t stop[] = {word_hash("day", 3)};
    struct feature_settings f = {.language = "english",
                                 .stemming = 1,
                                 .ngrams = 2,
                                 .chars_min = 2,
                                 .chars_max = 3,
                                 .negation = 1,
                                 .style = 1,
                                 .log_counts = 1};
    uint64_t feature[ROWS];
    int16_t weight[ROWS * COLUMNS];
    double multiplier[ROWS], conformal[COVERAGE_LEVELS];
    struct tenor_error err = {0};

    fill_features(&f, feature);
    for (int i = 0; i < ROWS * COLUMNS; i++)
        weight[i] = (int16_t)(i * 977 % 2001 - 1000);
    for (int i = 0; i < ROWS; i++)
        multiplier[i] = 1.0 + i;
    for (int i = 0; i < COVERAGE_LEVELS; i++)
        conformal[i] = 0.5 - i / 201.0;
    const struct kernel kernel = {.type = KERNEL_RBF,
                                  .degree = 3,
                                  .gamma = 0.5,
                                  .machines = 1,
                                  .vectors = VECTORS,
                                  .coef = coef,
                                  .start = start,
                                  .row = row,
                                  .value = value,
                                  .multiplier = multiplier};
    struct axis axis[] = {
        {"sentiment", "sentence", 2, label, even, 1.5, offset, 1, 0, 0, 1, bias,
         scale, NULL, NULL, AXIS_SENTENCES, {0.5, 2.0, offset}, 2.0, 0.1, {0},
         {0}},
        {"tone", "article", 3, label, prior, 2.0, offset, -1, -1, 1, 3, bias,
         scale, NULL, conformal, AXIS_WHOLE, {1.0, 0.0, NULL}, 0.0, 0.0, {0},
         {0}},
        {"bent", "article", 2, label, even, 1.0, offset, 1, 0, 4, 0, bias, NULL,
         &kernel, conformal, AXIS_WHOLE, {1.0, 0.0, NULL}, 0.0, 0.0, {0},
         {0}},
    };
    const uint32_t length[] = {1, 2}, documents[] = {2, 3, 4}, form[] = {0, 4, 0};
    axis[0].glossary = (struct glossary){.length = length,
                                         .feature = feature,
                                         .documents = documents,
                                         .form = form,
                                         .n = 3,
                                         .names = {"one\0two", 8}};
    struct sketched sketched;
    sketched_fill(&sketched, axis[0].labels);
    axis[0].sketch = sketched.sketch;
    const struct model_parts model = {.settings = f,
                                      .stop = stop,
                                      .stops = 1,
                                      .feature = feature,
                                      .rows = ROWS,
                                      .weight = weight,
                                      .columns = COLUMNS,
                                      .axis = axis,
                                      .axes = sizeof axis / sizeof *axis,
                                      .card = STR("{\"name\": \"seed\"}")};
    CHECK(model_bytes(&model, out, &err));
}

/* ---- an open model --------------------------------------------------------
 */

static void check_sentences(struct tenor_scorer *s, double share, size_t axis,
                            size_t label, const struct tenor_evidence *list,
                            size_t n, double bias)
{
    size_t counted = 0;
    double part, p;

    for (size_t i = 0; i < tenor_sentence_count(s); i++)
        counted += tenor_sentence_at(s, i).counted;
    const double of = ceil(share * (double)counted);
    for (size_t i = 0; i < tenor_sentence_count(s); i++) {
        const struct tenor_sentence t = tenor_sentence_at(s, i);
        CHECK(t.span.begin < t.span.end && t.span.end < sizeof text);
        CHECK(tenor_sentence_part(s, i, axis, label, &part) == t.counted);
        CHECK(tenor_sentence_probability(s, i, axis, label, &p) == t.counted);
        if (t.counted && isfinite(part) && part != 0.0)
            CHECK(evidence_margin(list, n, i, bias) / of == part);
    }
}

static void check_evidence(const struct tenor_model *m, struct tenor_scorer *s,
                           size_t axis, size_t label)
{
    struct tenor_error err = {0};
    const struct tenor_evidence *list;
    double bias;
    size_t n;

    if (!tenor_explain(s, axis, label, &list, &n, &bias, &err)) {
        CHECK(err.code == TENOR_EINVAL); /* a kernel */
        return;
    }
    for (size_t i = 0; i < n; i++) {
        CHECK(list[i].kind <= TENOR_FEATURE_CHARS && list[i].spans > 0);
        for (size_t j = 0; j < list[i].spans; j++)
            CHECK(list[i].span[j].begin < list[i].span[j].end &&
                  list[i].span[j].end < sizeof text);
    }
    if (tenor_axis_scope(m, axis) == TENOR_SENTENCES) {
        check_sentences(s, tenor_axis_share(m, axis), axis, label, list, n,
                        bias);
        return;
    }
    const double margin = tenor_margin(s, axis, label);
    if (tenor_axis_scope(m, axis) == TENOR_WHOLE && isfinite(margin))
        CHECK(evidence_margin(list, n, 0, bias) == margin);
}

/* All names can be read. */
static void check_glossary(const struct tenor_model *m, size_t axis)
{
    const struct glossary *g = &m->axis[axis].glossary;
    const size_t K = tenor_axis_label_count(m, axis);

    for (size_t k = 0; k < K; k++)
        for (enum glossary_side side = GLOSSARY_FOR; side <= GLOSSARY_AGAINST;
             side++) {
            const struct glossary_list l = glossary_list(g, K, k, side);
            for (size_t i = l.begin; i < l.end; i++)
                CHECK(*glossary_name(g, i));
        }
}

/* A text can be compared with the sketch, and words can be read. */
static void check_sketch(const struct axis *a, struct tenor_scorer *s,
                         size_t axis)
{
    static const double limit[DRIFT_KINDS];
    const size_t given = tenor_label(s, axis), length = 3;
    double *p = malloc(a->labels * sizeof *p);
    struct drift_check check[DRIFT_KINDS];
    struct drift_word word[2];
    struct drift_sums d;

    if (!a->sketch.is) {
        free(p);
        return;
    }
    CHECK(p && drift_init(&d, a, true));
    for (size_t k = 0; k < a->labels; k++)
        p[k] = tenor_probability(s, axis, k);
    const struct drift_text t = {
        .words = 3, .units = 1, .p = p, .given = &given, .length = &length};
    for (int i = 0; i < 2 * DRIFT_LEAST; i++)
        drift_add(&d, a, &t);
    const struct drift_side now = {a, &d}, side[] = {{a, NULL}, now};
    for (size_t i = 0; i < sizeof side / sizeof *side; i++) {
        drift_compare(&side[i], &now, limit, check);
        CHECK(drift_decide(check, DRIFT_KINDS, 0.01));
        CHECK(drift_words(&side[i], &now, 0.01, word, 2) <= 2);
        CHECK(drift_unsure(&side[i]) == drift_unsure(&side[i]));
    }
    CHECK(a->sketch.words == 0 ||
          *drift_word_name(&a->sketch, a->sketch.words - 1).s);
    drift_release(&d);
    free(p);
}

static void check_axis(const struct tenor_model *m, struct tenor_scorer *s,
                       size_t axis)
{
    const size_t labels = tenor_axis_label_count(m, axis);
    struct tenor_error err = {0};
    double polarity, threshold;

    CHECK(labels >= 2);
    CHECK(*tenor_axis_name(m, axis) && *tenor_axis_unit(m, axis));
    CHECK(tenor_label(s, axis) < labels);
    tenor_polarity(s, axis, &polarity);
    check_glossary(m, axis);
    check_sketch(&m->axis[axis], s, axis);
    if (tenor_axis_threshold(m, axis, 0.9, &threshold, &err))
        CHECK(threshold >= 0.0 && threshold <= 1.0 &&
              tenor_in_set(s, axis, tenor_label(s, axis), threshold));
    for (size_t k = 0; k < labels; k++) {
        const double p = tenor_probability(s, axis, k);
        CHECK(*tenor_axis_label(m, axis, k));
        CHECK(tenor_axis_status(s, axis) != TENOR_STATUS_OK || isnan(p) ||
              (p >= 0.0 && p <= 1.0));
        tenor_axis_prior(m, axis, k);
        check_evidence(m, s, axis, k);
    }
}

static void use_model(const struct tenor_model *m)
{
    static const size_t length[] = {sizeof text - 1, 3, 0};
    struct tenor_error err = {0};
    struct tenor_scorer *s;
    size_t size;
    const char *card = tenor_model_card(m, &size);

    CHECK(!size || memchr(card, card[size - 1], size));
    CHECK(tenor_scorer_new(m, &s, &err));
    for (size_t i = 0; i < sizeof length / sizeof *length; i++) {
        CHECK(tenor_score(s, text, length[i], &err));
        CHECK(tenor_known(s) >= 0.0 && tenor_known(s) <= 1.0);
        for (size_t a = 0; a < tenor_axis_count(m); a++)
            check_axis(m, s, a);
    }
    tenor_scorer_free(s);
}

/* Whether the bytes, which the call may change, are a model. */
static bool try_model(char *bytes, size_t size)
{
    struct tenor_error err = {0};
    struct tenor_model *m;
    const uint64_t total = size;

    if (size >= 64) {
        memcpy(bytes + 16, &total, sizeof total);
        const uint64_t sum = model_checksum((struct str){bytes, size});
        memcpy(bytes + 24, &sum, sizeof sum);
    }
    if (!tenor_model_from_memory(bytes, size, &m, &err)) {
        CHECK(err.code == TENOR_EMODEL);
        CHECK(err.message[0]);
        return false;
    }
    use_model(m);
    tenor_model_close(m);
    return true;
}

static void try_own_model(void)
{
    const char *path = getenv("TENOR_FUZZ_SEED");
    struct buffer b = {0};
    struct tenor_error err = {0};

    make_model(&b);
    CHECK(!path || file_replace(path, (struct str){b.data, b.len}, &err));
    CHECK(try_model(b.data, b.len));
    free(b.data);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0) {
        try_own_model();
        return 0;
    }
    /* malloc aligns to 8 and more; the block is just as large as the input. */
    char *copy = malloc(size);
    CHECK(copy);
    memcpy(copy, data, size);
    try_model(copy, size);
    free(copy);
    return 0;
}
