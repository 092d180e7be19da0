/* JSON that is written, read again by jansson; and results as JSON. */
#include <jansson.h>

#include "model/json.h"
#include "tests/unit/scarce.h"
#include "tests/unit/sample.h"
#include "train/random.h"

#define ROUNDS 20000

/* ---- values -------------------------------------------------------------- */

/* As jansson writes it, which knows no other way to write it than ours. */
static void check_real(double x)
{
    struct buffer ours = {0};
    json_t *value = json_real(x);
    char *theirs = json_dumps(value, JSON_ENCODE_ANY | JSON_REAL_PRECISION(6));

    assert_non_null(theirs);
    assert_true(json_put_real(&ours, x));
    assert_true(str_equal((struct str){ours.data, ours.len}, str_of(theirs)));
    json_decref(value);
    free(theirs);
    free(ours.data);
}

static void numbers_have_six_digits(void **state)
{
    static const double some[] = {
        0.0,     -0.0,   1.0,     -1.0, 0.5,   1e-7,    1e20,    1e100, 1e-100,
        -2.5e-5, 123456, 1234567, 0.1,  100.0, 1.00001, 9999995, 1e10,
        100000.5, 100001.5, 999998.5, 999999.5, 99999.95, 9.999995, 0.99999951,
        0.0001, 0.00009999999, 0.00099999996, 12.5, 120.0, 100000, 999998, 64};
    uint64_t random = 3;

    (void)state;
    for (size_t i = 0; i < COUNT(some); i++)
        check_real(some[i]);
    for (size_t i = 0; i < ROUNDS; i++)
        check_real((random_unit(&random) - 0.5) *
                   pow(10.0, (double)random_below(&random, 40) - 20.0));
}

static void exact_numbers_come_back(void **state)
{
    uint64_t random = 7;

    (void)state;
    for (size_t i = 0; i < ROUNDS; i++) {
        const double x = (random_unit(&random) - 0.5) *
                         pow(10.0, (double)random_below(&random, 600) - 300.0);
        struct buffer b = {0};
        assert_true(json_put_exact(&b, x) && buffer_add(&b, "", 1));
        assert_true(strtod(b.data, NULL) == x);
        free(b.data);
    }
}

static void strings_come_back(void **state)
{
    uint64_t random = 5;

    (void)state;
    for (size_t i = 0; i < ROUNDS; i++) {
        static const char *const piece[] = {
            "a",    "\"",     "\\",         "\n",           "\x01", "\t",
            "\x7F", "\u00E9", "\U0001F600", "\xE2\x80\xA8", "/",    " "};
        struct buffer text = {0}, json = {0};
        for (size_t n = random_below(&random, 12); n > 0; n--) {
            const char *s = piece[random_below(&random, COUNT(piece))];
            assert_true(buffer_add(&text, s, strlen(s)));
        }
        assert_true(json_put_string(&json, (struct str){text.data, text.len}));
        json_t *value = json_loadb(json.data, json.len, JSON_DECODE_ANY, NULL);
        assert_non_null(value);
        assert_true(str_equal(
            (struct str){json_string_value(value), json_string_length(value)},
            (struct str){text.len ? text.data : "", text.len}));
        json_decref(value);
        free(text.data);
        free(json.data);
    }
}

static void what_is_no_utf8_is_repaired(void **state)
{
    struct buffer b = {0};

    (void)state;
    assert_true(json_put_string(&b, STR("a\xFF"
                                        "b\0c")));
    assert_true(str_equal((struct str){b.data, b.len}, STR("\"a\xEF\xBF\xBD"
                                                           "b\\u0000c\"")));
    free(b.data);
}

/* ---- results ------------------------------------------------------------- */

static struct buffer bytes_of_model;
static struct tenor_model *model;

static int set_up(void **state)
{
    struct tenor_error err = {0};

    (void)state;
    bytes_of_model = sample_bytes(false);
    return !tenor_model_from_memory(bytes_of_model.data, bytes_of_model.len,
                                    &model, &err);
}

static int tear_down(void **state)
{
    (void)state;
    tenor_model_close(model);
    free(bytes_of_model.data);
    return 0;
}

static json_t *result(struct tenor_scorer *s,
                      const struct tenor_json_parts *parts)
{
    struct tenor_error err = {0};
    const char *json;
    size_t len;

    assert_true(tenor_json(s, parts, &json, &len, &err));
    json_t *o = json_loadb(json, len, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(o);
    return o;
}

static double p_of(json_t *o, const char *axis, const char *label)
{
    double p = -1.0;

    json_unpack(o, "{s:{s:{s:{s:f}}}}", "axes", axis, "p", label, &p);
    return p;
}

static void results_say_what_the_scorer_says(void **state)
{
    struct tenor_error err = {0};
    struct tenor_scorer *s;
    const size_t second[] = {1};
    const double threshold[] = {0.0, 0.0};
    const struct tenor_json_parts parts = {second, 1, threshold, true};

    (void)state;
    assert_true(tenor_scorer_new(model, &s, &err));
    assert_true(tenor_score_titled(s, "Oh \"no\"", 7, "not good :(", 11, &err));
    json_t *o = result(s, NULL);
    assert_int_equal(json_object_size(json_object_get(o, "axes")), 2);
    for (size_t a = 0; a < 2; a++)
        for (size_t k = 0; k < tenor_axis_label_count(model, a); k++)
            assert_true(fabs(p_of(o, tenor_axis_name(model, a),
                                  tenor_axis_label(model, a, k)) -
                             tenor_probability(s, a, k)) < 1e-6);
    json_decref(o);
    o = result(s, &parts);
    json_t *axes = json_object_get(o, "axes");
    assert_int_equal(json_object_size(axes), 1);
    assert_int_equal(json_array_size(json_object_get(
                         json_object_get(axes, "emotion"), "set")),
                     3);
    json_decref(o);
    tenor_scorer_free(s);
}

static bool attempt(void *context, struct tenor_error *err)
{
    struct tenor_scorer *s;
    const char *json;
    size_t len;

    (void)context;
    if (!tenor_scorer_new(model, &s, err))
        return false;
    const bool ok = tenor_score(s, "a good, bad report", 18, err) &&
                    tenor_json(s, NULL, &json, &len, err);
    tenor_scorer_free(s);
    return ok;
}

static void any_allocation_may_fail(void **state)
{
    (void)state;
    scarce_run(attempt, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_have_six_digits),
        cmocka_unit_test(exact_numbers_come_back),
        cmocka_unit_test(strings_come_back),
        cmocka_unit_test(what_is_no_utf8_is_repaired),
        cmocka_unit_test(results_say_what_the_scorer_says),
        cmocka_unit_test(any_allocation_may_fail),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
