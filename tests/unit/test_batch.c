/* Many texts in one call come out as each by itself. */
#include "tests/unit/sample.h"
#include "train/random.h"

#define TEXTS 300
#define AXES 2
#define LABELS 5 /* of both */

struct opened {
    struct buffer bytes;
    struct tenor_model *model;
    struct tenor_scorer *scorer;
};

static int set_up(void **state)
{
    static struct opened o;
    struct tenor_error err = {0};

    o.bytes = sample_bytes(false);
    assert_true(
        tenor_model_from_memory(o.bytes.data, o.bytes.len, &o.model, &err));
    assert_true(tenor_scorer_new(o.model, &o.scorer, &err));
    *state = &o;
    return 0;
}

static int tear_down(void **state)
{
    struct opened *o = *state;

    tenor_scorer_free(o->scorer);
    tenor_model_close(o->model);
    free(o->bytes.data);
    return 0;
}

/* Texts of 0 to some 20 pieces, one behind the other. */
static struct buffer make_texts(int64_t *offset)
{
    uint64_t random = 7;
    struct buffer b = {0};

    offset[0] = 0;
    for (size_t i = 0; i < TEXTS; i++) {
        for (size_t n = random_below(&random, 20); n > 0; n--) {
            static const char *const piece[] = {"good ", "bad ", "not ",
                                                "\xFF",  ":) ",  "report. "};
            const char *s = piece[random_below(&random, COUNT(piece))];
            assert_true(buffer_add(&b, s, strlen(s)));
        }
        offset[i + 1] = (int64_t)b.len;
    }
    return b;
}

static void a_batch_is_each_text_by_itself(void **state)
{
    const struct opened *o = *state;
    static int64_t offset[TEXTS + 1];
    static uint8_t code[TEXTS], status[TEXTS], axis_status[TEXTS][AXES];
    static uint32_t label[TEXTS][AXES];
    static double p[TEXTS][LABELS];
    const struct tenor_batch out = {code, status, &axis_status[0][0],
                                    &label[0][0], &p[0][0]};
    struct buffer texts = make_texts(offset);
    struct tenor_error err = {0};

    assert_int_equal(tenor_label_count(o->model), LABELS);
    memset(code, 0xFF, sizeof code);
    assert_true(
        tenor_score_batch(o->scorer, texts.data, offset, TEXTS, &out, &err));
    for (size_t i = 0; i < TEXTS; i++) {
        assert_true(tenor_score(o->scorer, texts.data + offset[i],
                                (size_t)(offset[i + 1] - offset[i]), &err));
        assert_int_equal(code[i], TENOR_OK);
        assert_int_equal(status[i], tenor_status(o->scorer));
        for (size_t a = 0, k = 0; a < AXES; a++) {
            assert_int_equal(axis_status[i][a],
                             tenor_axis_status(o->scorer, a));
            assert_int_equal(label[i][a], tenor_label(o->scorer, a));
            for (size_t l = 0; l < tenor_axis_label_count(o->model, a); l++)
                assert_true(p[i][k++] == tenor_probability(o->scorer, a, l));
        }
    }
    free(texts.data);
}

static void arrays_may_be_left_out(void **state)
{
    const struct opened *o = *state;
    static const int64_t offset[] = {0, 4, 7};
    uint32_t label[2][AXES];
    const struct tenor_batch none = {0}, some = {.label = &label[0][0]};
    struct tenor_error err = {0};

    assert_true(
        tenor_score_batch(o->scorer, "goodbad", offset, 2, &none, &err));
    assert_true(
        tenor_score_batch(o->scorer, "goodbad", offset, 2, &some, &err));
    assert_int_not_equal(label[0][0], label[1][0]);
    assert_true(tenor_score_batch(o->scorer, NULL, offset, 0, &some, &err));
}

static void texts_must_not_end_before_they_begin(void **state)
{
    const struct opened *o = *state;
    static const int64_t back[] = {0, 4, 3}, below[] = {-1, 4};
    const struct tenor_batch none = {0};
    struct tenor_error err = {0};

    assert_false(tenor_score_batch(o->scorer, "good", back, 2, &none, &err));
    assert_int_equal(err.code, TENOR_EINVAL);
    assert_string_equal(err.message, "text 1 ends before it begins");
    err = (struct tenor_error){0};
    assert_false(tenor_score_batch(o->scorer, "good", below, 1, &none, &err));
    assert_int_equal(err.code, TENOR_EINVAL);
}

/* One that is too large has a code of its own, and others their results. */
static void a_text_may_be_too_large(void **state)
{
    const struct opened *o = *state;
    const size_t size = TENOR_TEXT_MAX + 1;
    char *bytes = mem_zero(size + 4, 1);
    const int64_t offset[] = {0, (int64_t)size, (int64_t)size + 4};
    uint8_t code[2], status[2] = {77, 77};
    const struct tenor_batch out = {.code = code, .status = status};
    struct tenor_error err = {0};

    assert_non_null(bytes);
    memcpy(bytes + size, "good", 4);
    assert_true(tenor_score_batch(o->scorer, bytes, offset, 2, &out, &err));
    assert_int_equal(code[0], TENOR_ELIMIT);
    assert_int_equal(status[0], 77);
    assert_int_equal(code[1], TENOR_OK);
    assert_int_equal(status[1], TENOR_STATUS_OK);
    free(bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_batch_is_each_text_by_itself),
        cmocka_unit_test(arrays_may_be_left_out),
        cmocka_unit_test(texts_must_not_end_before_they_begin),
        cmocka_unit_test(a_text_may_be_too_large),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
