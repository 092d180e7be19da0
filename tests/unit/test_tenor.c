#define _POSIX_C_SOURCE 200809L
#include "model/tenor.h"

#include <math.h>
#include <pthread.h>

#include "tests/unit/folder.h"
#include "tests/unit/sample.h"
#include "tests/unit/unit.h"

enum { SENTIMENT, EMOTION }; /* axes of the linear sample */

/* Texts with evidence. */
static const char *const texts[] = {
    "good",
    "bad bad bad",
    "Not good, BAD :(",
    "GREAT fun, soooo good :) :) !!!",
    "The report of Monday is good. It was great, not sad!",
    "fun\xFF and \xC3 sad",
    "goodness",
    "the report the report the report\n\nthe report",
    "<b>Monday</b>: &quot;sooo&quot; long",
};

struct opened {
    struct buffer bytes;
    struct tenor_model *model;
    struct tenor_scorer *scorer;
};

static struct opened open_sample(bool kernel)
{
    struct tenor_error err = {0};
    struct opened o = {.bytes = sample_bytes(kernel)};

    assert_true(
        tenor_model_from_memory(o.bytes.data, o.bytes.len, &o.model, &err));
    assert_true(tenor_scorer_new(o.model, &o.scorer, &err));
    return o;
}

static void close_sample(struct opened *o)
{
    tenor_scorer_free(o->scorer);
    tenor_model_close(o->model);
    free(o->bytes.data);
}

static void score(const struct opened *o, const char *text)
{
    struct tenor_error err = {0};

    assert_true(tenor_score(o->scorer, text, strlen(text), &err));
}

/* ---- models ------------------------------------------------------------- */

static void models_tell_about_themselves(void **state)
{
    struct opened o = open_sample(false);
    size_t size;

    (void)state;
    const char *card = tenor_model_card(o.model, &size);
    assert_true(str_equal((struct str){card, size}, sample_card));
    assert_int_equal(tenor_axis_count(o.model), 2);
    assert_string_equal(tenor_axis_name(o.model, SENTIMENT), "sentiment");
    assert_string_equal(tenor_axis_unit(o.model, EMOTION), "headline");
    assert_int_equal(tenor_axis_label_count(o.model, EMOTION), 3);
    assert_string_equal(tenor_axis_label(o.model, EMOTION, 1), "anger");
    assert_true(tenor_axis_prior(o.model, SENTIMENT, 1) == 0.625);
    assert_int_equal(tenor_model_format(), MODEL_FORMAT);
    assert_string_equal(tenor_version(), TENOR_VERSION);
    close_sample(&o);
}

static void nothing_can_be_closed(void **state)
{
    (void)state;
    tenor_model_close(NULL);
    tenor_scorer_free(NULL);
}

static void write_file(const char *path, struct str bytes)
{
    FILE *f = fopen(path, "wb");

    assert_non_null(f);
    assert_int_equal(fwrite(bytes.s, 1, bytes.len, f), bytes.len);
    assert_int_equal(fclose(f), 0);
}

static void files_are_opened(void **state)
{
    struct buffer b = sample_bytes(false);
    const struct {
        struct str bytes;
        enum tenor_code code;
    } row[] = {
        {{b.data, b.len}, TENOR_OK},
        {{b.data, b.len - 1}, TENOR_EMODEL},
        {{"", 0}, TENOR_EMODEL},
        {{"plain text\n", 11}, TENOR_EMODEL},
    };
    struct folder folder;

    (void)state;
    folder_make(&folder);
    const char *path = folder_file(&folder, "m.tenor");
    for (size_t i = 0; i < COUNT(row); i++) {
        struct tenor_error err = {0};
        struct tenor_model *m = NULL;
        write_file(path, row[i].bytes);
        assert_int_equal(tenor_model_open(path, &m, &err),
                         row[i].code == TENOR_OK);
        assert_int_equal(err.code, row[i].code);
        tenor_model_close(m);
    }
    unlink(path);
    folder_remove(&folder);
    free(b.data);
}

static void what_is_no_file_is_refused(void **state)
{
    static const char *const path[] = {"/no/such/model.tenor", "/", ""};

    (void)state;
    for (size_t i = 0; i < COUNT(path); i++) {
        struct tenor_error err = {0};
        struct tenor_model *m;
        assert_false(tenor_model_open(path[i], &m, &err));
        assert_int_equal(err.code, TENOR_EIO);
    }
}

/* ---- scores ------------------------------------------------------------- */

static void labels_fit_probabilities(void **state)
{
    (void)state;
    for (int kernel = 0; kernel < 2; kernel++) {
        struct opened o = open_sample(kernel);
        for (size_t i = 0; i < COUNT(texts); i++) {
            score(&o, texts[i]);
            assert_int_equal(tenor_status(o.scorer), TENOR_STATUS_OK);
            for (size_t a = 0; a < 2; a++) {
                const size_t best = tenor_label(o.scorer, a);
                double total = 0.0;
                for (size_t k = 0; k < tenor_axis_label_count(o.model, a);
                     k++) {
                    double p = tenor_probability(o.scorer, a, k);
                    assert_true(p >= 0.0 && p <= 1.0);
                    assert_true(p <= tenor_probability(o.scorer, a, best));
                    total += p;
                }
                assert_true(fabs(total - 1.0) < 1e-15 * 4);
            }
        }
        close_sample(&o);
    }
}

static void tones_are_told_apart(void **state)
{
    static const struct {
        const char *text;
        size_t sentiment, emotion;
    } row[] = {
        {"GREAT fun :)", 1, 0},
        {"not good, bad", 0, 1},
        {"the report of Monday", 1, 2},
    };
    struct opened o = open_sample(false), k = open_sample(true);

    (void)state;
    for (size_t i = 0; i < COUNT(row); i++) {
        score(&o, row[i].text);
        assert_int_equal(tenor_label(o.scorer, SENTIMENT), row[i].sentiment);
        assert_int_equal(tenor_label(o.scorer, EMOTION), row[i].emotion);
        score(&k, row[i].text); /* where the axes change places */
        assert_int_equal(tenor_label(k.scorer, 1), row[i].sentiment);
        assert_int_equal(tenor_label(k.scorer, 0), row[i].emotion);
    }
    close_sample(&o);
    close_sample(&k);
}

static void polarity_is_a_difference(void **state)
{
    struct opened o = open_sample(false);
    double polarity;

    (void)state;
    for (size_t i = 0; i < COUNT(texts); i++) {
        score(&o, texts[i]);
        assert_true(tenor_polarity(o.scorer, SENTIMENT, &polarity));
        assert_true(polarity == tenor_probability(o.scorer, SENTIMENT, 1) -
                                    tenor_probability(o.scorer, SENTIMENT, 0));
        assert_false(tenor_polarity(o.scorer, EMOTION, &polarity));
    }
    close_sample(&o);
}

static void sets_hold_what_is_probable(void **state)
{
    static const double coverage[] = {0.5, 0.7, 0.9, 0.99, 0.999};
    unsigned seen = 0; /* bits: label k out of a set, in a set */

    (void)state;
    for (int kernel = 0; kernel < 2; kernel++) {
        struct opened o = open_sample(kernel);
        const size_t axis = kernel ? 0 : EMOTION;
        for (size_t i = 0; i < COUNT(texts) * COUNT(coverage); i++) {
            struct tenor_error err = {0};
            const double c = coverage[i % COUNT(coverage)];
            double t;
            assert_true(tenor_axis_threshold(o.model, axis, c, &t, &err));
            assert_true(fabs(t - (1.0 - c)) < 1e-9);
            score(&o, texts[i / COUNT(coverage)]);
            for (size_t k = 0; k < 3; k++) {
                const bool in = tenor_in_set(o.scorer, axis, k, t);
                assert_int_equal(in,
                                 tenor_label(o.scorer, axis) == k ||
                                     tenor_probability(o.scorer, axis, k) >= t);
                seen |= 1u << (2 * k + in);
            }
            /* Even where nothing is probable enough. */
            assert_true(
                tenor_in_set(o.scorer, axis, tenor_label(o.scorer, axis), 1.0));
            score(&o, "xyzzy"); /* nothing is known: all labels */
            for (size_t k = 0; k < 3; k++)
                assert_true(tenor_in_set(o.scorer, axis, k, t));
        }
        close_sample(&o);
    }
    assert_int_equal(seen, 0x3F); /* each was both */
}

static void sets_are_refused(void **state)
{
    static const struct {
        size_t axis;
        double coverage;
        const char *message;
    } row[] = {
        {EMOTION, 0.49, "0.49"}, {EMOTION, 0.9999, "0.9999"},
        {EMOTION, 1.0, "1"},     {EMOTION, NAN, "nan"},
        {EMOTION, 95.0, "95"},   {SENTIMENT, 0.9, "'sentiment'"},
    };
    struct opened o = open_sample(false);

    (void)state;
    for (size_t i = 0; i < COUNT(row); i++) {
        struct tenor_error err = {0};
        double t = 7.0;
        assert_false(tenor_axis_threshold(o.model, row[i].axis, row[i].coverage,
                                          &t, &err));
        assert_int_equal(err.code, TENOR_EINVAL);
        assert_non_null(strstr(err.message, row[i].message));
        assert_true(t == 7.0);
    }
    close_sample(&o);
}

static void no_evidence_gives_the_priors(void **state)
{
    static const struct {
        struct str text;
        enum tenor_status status;
        size_t words;
    } row[] = {
        {{NULL, 0}, TENOR_STATUS_EMPTY, 0},
        {{"", 0}, TENOR_STATUS_EMPTY, 0},
        {{" \n\0<br>", 7}, TENOR_STATUS_EMPTY, 0},
        {{"xyzzy", 5}, TENOR_STATUS_NO_EVIDENCE, 1},
        {{", -", 3}, TENOR_STATUS_NO_EVIDENCE, 0},
    };
    struct opened o = open_sample(false);

    (void)state;
    for (size_t i = 0; i < COUNT(row); i++) {
        struct tenor_error err = {0};
        assert_true(
            tenor_score(o.scorer, row[i].text.s, row[i].text.len, &err));
        assert_int_equal(tenor_status(o.scorer), row[i].status);
        assert_int_equal(tenor_words(o.scorer), row[i].words);
        assert_true(tenor_known(o.scorer) == 0.0);
        for (size_t a = 0; a < 2; a++)
            for (size_t k = 0; k < tenor_axis_label_count(o.model, a); k++)
                assert_true(tenor_probability(o.scorer, a, k) ==
                            tenor_axis_prior(o.model, a, k));
        assert_int_equal(tenor_label(o.scorer, EMOTION), 2);
    }
    assert_string_equal(tenor_status_name(TENOR_STATUS_OK), "ok");
    assert_string_equal(tenor_status_name(TENOR_STATUS_EMPTY), "empty");
    assert_string_equal(tenor_status_name(TENOR_STATUS_NO_EVIDENCE),
                        "no_evidence");
    close_sample(&o);
}

static void texts_are_described(void **state)
{
    struct opened o = open_sample(false);

    (void)state;
    score(&o, "good good xyzzy \xFF zzz. \xC3(");
    assert_int_equal(tenor_words(o.scorer), 4);
    assert_true(tenor_known(o.scorer) == 0.5);
    assert_int_equal(tenor_repaired(o.scorer), 2);
    close_sample(&o);
}

static void huge_texts_are_refused(void **state)
{
    struct opened o = open_sample(false);
    struct tenor_error err = {0};

    (void)state;
    /* The size alone is refused: the bytes are never looked at. */
    assert_false(tenor_score(o.scorer, "good", TENOR_TEXT_MAX + 1, &err));
    assert_int_equal(err.code, TENOR_ELIMIT);
    score(&o, "good"); /* and the scorer lives on */
    assert_int_equal(tenor_label(o.scorer, SENTIMENT), 1);
    close_sample(&o);
    /* Neither does what looks for titles and quotations. */
    o = (struct opened){.bytes = {0}};
    err = (struct tenor_error){0};
    assert_true(tenor_model_embedded(&o.model, &err));
    assert_true(tenor_scorer_new(o.model, &o.scorer, &err));
    assert_false(tenor_score(o.scorer, "good", TENOR_TEXT_MAX + 1, &err));
    assert_int_equal(err.code, TENOR_ELIMIT);
    err = (struct tenor_error){0};
    assert_false(tenor_score_titled(o.scorer, "good", TENOR_TEXT_MAX + 1,
                                    "good", 4, &err));
    assert_int_equal(err.code, TENOR_ELIMIT);
    close_sample(&o);
}

/* ---- evidence ----------------------------------------------------------- */

static void check_evidence(const struct tenor_evidence *list, size_t n,
                           size_t len, double of)
{
    for (size_t i = 0; i < n; i++) {
        const struct tenor_evidence *e = &list[i];
        size_t at = 0;
        assert_true(e->points != 0 && e->spans > 0);
        assert_true(e->contribution == e->unit * (double)e->points / of);
        assert_true(i == 0 ||
                    fabs(e->contribution) <= fabs(list[i - 1].contribution));
        for (size_t k = 0; k < e->spans; k++) {
            assert_true(e->span[k].begin >= at);
            assert_true(e->span[k].end > e->span[k].begin);
            assert_true(e->span[k].end <= len);
            at = e->span[k].begin;
        }
    }
}

/* What the evidence of a sentence, or of the text, adds up to. */
static double add_up(const struct tenor_evidence *list, size_t n,
                     size_t sentence, double bias)
{
    double unit[2] = {0};
    int64_t points[2] = {0};

    for (size_t i = 0; i < n; i++) {
        const bool chars = list[i].kind == TENOR_FEATURE_CHARS;
        if (list[i].sentence != sentence)
            continue;
        assert_true(unit[chars] == 0.0 || unit[chars] == list[i].unit);
        unit[chars] = list[i].unit;
        points[chars] += list[i].points;
    }
    const double margin = bias + unit[0] * (double)points[0];
    return margin + unit[1] * (double)points[1];
}

/* How many sentences the margin of an axis is the mean of. */
static double sentences_of(const struct opened *o, size_t axis)
{
    size_t counted = 0;

    for (size_t i = 0; i < tenor_sentence_count(o->scorer); i++)
        counted += tenor_sentence_at(o->scorer, i).counted;
    return tenor_axis_scope(o->model, axis) == TENOR_SENTENCES
               ? ceil(tenor_axis_share(o->model, axis) * (double)counted)
               : 1.0;
}

/* The same for an axis of sentences: each that counts, and all together. */
static double add_up_sentences(const struct opened *o, size_t axis,
                               size_t label, const struct tenor_evidence *list,
                               size_t n, double bias)
{
    const double of = sentences_of(o, axis);
    double sum = 0.0, part;

    for (size_t i = 0; i < tenor_sentence_count(o->scorer); i++) {
        if (!tenor_sentence_part(o->scorer, i, axis, label, &part) ||
            part == 0.0)
            continue;
        const double margin = add_up(list, n, i, bias);
        assert_true(margin / of == part);
        sum += margin;
    }
    return of > 0.0 ? sum / of : 0.0;
}

/* To the last bit, which is why nothing here is approximate. */
static void check_sum(const struct opened *o, size_t len, size_t axis,
                      size_t label)
{
    struct tenor_error err = {0};
    const struct tenor_evidence *list;
    double bias;
    size_t n;

    assert_true(tenor_explain(o->scorer, axis, label, &list, &n, &bias, &err));
    check_evidence(list, n, len, sentences_of(o, axis));
    const double margin =
        tenor_axis_scope(o->model, axis) == TENOR_SENTENCES
            ? add_up_sentences(o, axis, label, list, n, bias)
            : add_up(list, n, 0, bias);
    assert_true(margin == tenor_margin(o->scorer, axis, label));
}

static void evidence_adds_up(void **state)
{
    static const char *const nothing[] = {"", "xyzzy", "the"};
    struct opened o = open_sample(false);

    (void)state;
    for (size_t i = 0; i < COUNT(texts) + COUNT(nothing); i++) {
        const char *text =
            i < COUNT(texts) ? texts[i] : nothing[i - COUNT(texts)];
        score(&o, text);
        for (size_t a = 0; a < 2; a++)
            for (size_t k = 0; k < tenor_axis_label_count(o.model, a); k++)
                check_sum(&o, strlen(text), a, k);
    }
    close_sample(&o);
}

/* Evidence of one sentence by itself is its part of that of the text. */
static void check_each_sentence(const struct opened *o, size_t axis,
                                size_t label)
{
    const double of = sentences_of(o, axis);
    const struct tenor_evidence *list;
    struct tenor_error err = {0};
    double bias, part;
    size_t n;

    for (size_t i = 0; i < tenor_sentence_count(o->scorer); i++) {
        const bool ok = tenor_explain_sentence(o->scorer, i, axis, label, &list,
                                               &n, &bias, &err);
        assert_true(ok ==
                    (tenor_axis_scope(o->model, axis) == TENOR_SENTENCES));
        if (!ok)
            assert_int_equal(err.code, TENOR_EINVAL);
        else if (tenor_sentence_part(o->scorer, i, axis, label, &part) &&
                 part != 0.0)
            assert_true(add_up(list, n, i, bias) / of == part);
        else
            assert_int_equal(n, 0);
    }
}

static void embedded_evidence_adds_up(void **state)
{
    struct tenor_error err = {0};
    struct opened o = {.bytes = {0}};

    (void)state;
    assert_true(tenor_model_embedded(&o.model, &err));
    assert_true(tenor_scorer_new(o.model, &o.scorer, &err));
    for (size_t i = 0; i < COUNT(texts); i++) {
        score(&o, texts[i]);
        for (size_t a = 0; a < tenor_axis_count(o.model); a++)
            for (size_t k = 0; k < tenor_axis_label_count(o.model, a); k++) {
                check_sum(&o, strlen(texts[i]), a, k);
                check_each_sentence(&o, a, k);
            }
    }
    close_sample(&o);
}

static void evidence_has_its_places(void **state)
{
    struct tenor_error err = {0};
    struct opened o = open_sample(false);
    const struct tenor_evidence *list;
    double bias;
    size_t n, words = 0;

    (void)state;
    score(&o, "good :) good");
    assert_true(tenor_explain(o.scorer, SENTIMENT, 1, &list, &n, &bias, &err));
    assert_true(bias == sample_bias[0]);
    for (size_t i = 0; i < n; i++) {
        if (list[i].kind != TENOR_FEATURE_WORD)
            continue;
        words++;
        assert_int_equal(list[i].spans, 2);
        assert_int_equal(list[i].span[0].begin, 0);
        assert_int_equal(list[i].span[0].end, 4);
        assert_int_equal(list[i].span[1].begin, 8);
        assert_int_equal(list[i].span[1].end, 12);
        /* Of a good line and a bad one; twice, so 1 + ln 2. */
        assert_int_equal(list[i].points,
                         (917 - 811) * (int)feature_value(FEATURE_WORDS, 2, true));
    }
    assert_int_equal(words, 1);
    /* The other label of two has the opposite. */
    int64_t first = list[0].points;
    assert_true(tenor_explain(o.scorer, SENTIMENT, 0, &list, &n, &bias, &err));
    assert_true(bias == -sample_bias[0] && list[0].points == -first);
    close_sample(&o);
}

static void kernels_have_no_evidence(void **state)
{
    struct tenor_error err = {0};
    struct opened o = open_sample(true);
    const struct tenor_evidence *list;
    double bias;
    size_t n;

    (void)state;
    score(&o, "good");
    assert_false(tenor_explain(o.scorer, 0, 0, &list, &n, &bias, &err));
    assert_int_equal(err.code, TENOR_EINVAL);
    check_sum(&o, 4, 1, 0); /* the linear axis beside it has */
    check_sum(&o, 4, 1, 1);
    close_sample(&o);
}

/* ---- repetition --------------------------------------------------------- */

/* Margins and probabilities of five labels. */
#define NUMBERS (COUNT(texts) * 10)
#define THREADS 8

static bool score_all(const struct tenor_model *m, double *number)
{
    struct tenor_error err = {0};
    struct tenor_scorer *s;

    if (!tenor_scorer_new(m, &s, &err))
        return false;
    for (size_t i = 0; i < COUNT(texts); i++) {
        if (!tenor_score(s, texts[i], strlen(texts[i]), &err))
            break;
        for (size_t a = 0; a < 2; a++)
            for (size_t k = 0; k < tenor_axis_label_count(m, a); k++) {
                *number++ = tenor_margin(s, a, k);
                *number++ = tenor_probability(s, a, k);
            }
    }
    tenor_scorer_free(s);
    return err.code == TENOR_OK;
}

struct job {
    const struct tenor_model *model;
    const double *expected;
    bool same;
    pthread_t thread;
};

/* Assertions of cmocka belong to the main thread. */
static void *repeat(void *argument)
{
    struct job *job = argument;
    double number[NUMBERS];

    job->same = true;
    for (int round = 0; round < 50; round++)
        job->same = job->same && score_all(job->model, number) &&
                    memcmp(number, job->expected, sizeof number) == 0;
    return NULL;
}

static void threads_share_a_model(void **state)
{
    (void)state;
    for (int kernel = 0; kernel < 2; kernel++) {
        struct opened o = open_sample(kernel);
        struct job job[THREADS];
        double expected[NUMBERS];
        assert_true(score_all(o.model, expected));
        for (size_t i = 0; i < THREADS; i++) {
            job[i] = (struct job){.model = o.model, .expected = expected};
            assert_int_equal(
                pthread_create(&job[i].thread, NULL, repeat, &job[i]), 0);
        }
        for (size_t i = 0; i < THREADS; i++) {
            assert_int_equal(pthread_join(job[i].thread, NULL), 0);
            assert_true(job[i].same);
        }
        close_sample(&o);
    }
}

/* Neither an explanation nor another text leaves traces in a scorer. */
static void scorers_do_not_remember(void **state)
{
    struct tenor_error err = {0};
    struct opened o = open_sample(false);
    const struct tenor_evidence *list;
    double bias;
    size_t n;

    (void)state;
    score(&o, texts[0]);
    const double margin = tenor_margin(o.scorer, EMOTION, 0);
    for (size_t i = 0; i < COUNT(texts); i++) {
        score(&o, texts[i]);
        assert_true(
            tenor_explain(o.scorer, EMOTION, 1, &list, &n, &bias, &err));
        score(&o, texts[0]);
        assert_true(tenor_margin(o.scorer, EMOTION, 0) == margin);
    }
    close_sample(&o);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(models_tell_about_themselves),
        cmocka_unit_test(nothing_can_be_closed),
        cmocka_unit_test(files_are_opened),
        cmocka_unit_test(what_is_no_file_is_refused),
        cmocka_unit_test(labels_fit_probabilities),
        cmocka_unit_test(tones_are_told_apart),
        cmocka_unit_test(polarity_is_a_difference),
        cmocka_unit_test(sets_hold_what_is_probable),
        cmocka_unit_test(sets_are_refused),
        cmocka_unit_test(no_evidence_gives_the_priors),
        cmocka_unit_test(texts_are_described),
        cmocka_unit_test(huge_texts_are_refused),
        cmocka_unit_test(evidence_adds_up),
        cmocka_unit_test(embedded_evidence_adds_up),
        cmocka_unit_test(evidence_has_its_places),
        cmocka_unit_test(kernels_have_no_evidence),
        cmocka_unit_test(threads_share_a_model),
        cmocka_unit_test(scorers_do_not_remember),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
