/* What is counted of results, beside what the results say. */
#include "cli/label/counting.h"

#include "tests/unit/scarce.h"
#include "tests/unit/scoped.h"

#define LONG                                                            \
    "The report of Monday is good, and great fun. The other report of " \
    "Monday was bad and very sad. Nobody had fun on that long and sad day."

static const char *const texts[] = {
    "The report of Monday is good, and great fun.",
    "",
    LONG,
    "12 34 56 78",
    "The report was bad and very sad.",
    LONG,
};

static const size_t shown[] = {SCOPED_SENTENCES, SCOPED_WHOLE, SCOPED_TITLE};

struct opened {
    struct buffer bytes;
    struct tenor_model *model;
    struct tenor_scorer *scorer;
};

static struct opened open_model(void)
{
    struct tenor_error err = {0};
    struct opened o = {.bytes = scoped_bytes((struct scoped){.share = 1.0})};

    assert_true(
        tenor_model_from_memory(o.bytes.data, o.bytes.len, &o.model, &err));
    assert_true(tenor_scorer_new(o.model, &o.scorer, &err));
    return o;
}

static void close_model(struct opened *o)
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

static void the_layout(void **state)
{
    static const size_t two[] = {SCOPED_TITLE, SCOPED_WHOLE};
    struct opened o = open_model();
    struct counting c;

    (void)state;
    assert_true(counting_init(&c, o.model, shown, COUNT(shown)));
    assert_int_equal(c.first[0], COUNTING_AXES);
    assert_int_equal(c.first[1], COUNTING_AXES + 2 + 1);
    assert_int_equal(c.first[2], COUNTING_AXES + 3 + 4);
    assert_int_equal(c.size, COUNTING_AXES + 3 + 4 + 3);
    counting_release(&c);
    assert_true(counting_init(&c, o.model, two, COUNT(two)));
    assert_int_equal(c.first[1], COUNTING_AXES + 2 + 1);
    assert_int_equal(c.size, COUNTING_AXES + 3 + 4);
    counting_release(&c);
    assert_int_equal(COUNTING_STATUSES, TENOR_STATUS_NO_TITLE + 1);
    close_model(&o);
}

/* Each axis has counted each result once, and each text has a status. */
static void check_sums(const struct counting *c, const uint64_t *count)
{
    const uint64_t results = count[COUNTING_RECORDS] - count[COUNTING_ERRORS];
    uint64_t statuses = 0;

    for (size_t i = 0; i < COUNTING_STATUSES; i++)
        statuses += count[COUNTING_STATUS + i];
    assert_int_equal(statuses, results);
    assert_true(count[COUNTING_SINGLE] + count[COUNTING_SEVERAL] <= results);
    for (size_t i = 0; i < c->axes; i++) {
        const size_t K = tenor_axis_label_count(c->model, c->axis[i]);
        uint64_t all = 0;
        for (size_t k = 0; k <= K; k++)
            all += count[c->first[i] + k];
        assert_int_equal(all, results);
    }
}

/* A note adds to just those counts that the result asks for. */
static void check_note(const struct counting *c, const struct opened *o,
                       const char *text)
{
    uint64_t after[64] = {0};
    size_t places = 0;

    score(o, text);
    counting_note(c, after, o->scorer);
    check_sums(c, after);
    assert_int_equal(after[COUNTING_RECORDS], 1);
    assert_int_equal(after[COUNTING_STATUS + tenor_status(o->scorer)], 1);
    for (size_t i = 0; i < c->axes; i++) {
        const size_t a = c->axis[i];
        const bool ok = tenor_axis_status(o->scorer, a) == TENOR_STATUS_OK;
        const size_t k = ok ? tenor_label(o->scorer, a)
                            : tenor_axis_label_count(o->model, a);
        assert_int_equal(after[c->first[i] + k], 1);
    }
    for (size_t i = 0; i < c->size; i++)
        places += after[i];
    assert_int_equal(places, 2 + c->axes + after[COUNTING_SINGLE] +
                                 after[COUNTING_SEVERAL]);
}

static void results_are_counted(void **state)
{
    struct opened o = open_model();
    struct counting c;
    uint64_t count[64] = {0}, sum[64] = {0};

    (void)state;
    assert_true(counting_init(&c, o.model, shown, COUNT(shown)));
    assert_true(c.size <= COUNT(count));
    for (size_t i = 0; i < COUNT(texts); i++) {
        check_note(&c, &o, texts[i]);
        score(&o, texts[i]);
        counting_note(&c, count, o.scorer);
    }
    counting_note(&c, count, NULL);
    check_sums(&c, count);
    assert_int_equal(count[COUNTING_RECORDS], COUNT(texts) + 1);
    assert_int_equal(count[COUNTING_ERRORS], 1);
    assert_int_equal(count[COUNTING_SINGLE], 2);
    assert_int_equal(count[COUNTING_SEVERAL], 2);
    assert_int_equal(count[COUNTING_STATUS + TENOR_STATUS_OK], 4);
    assert_int_equal(count[COUNTING_STATUS + TENOR_STATUS_EMPTY], 1);
    for (int i = 0; i < 3; i++)
        counting_add(&c, sum, count);
    for (size_t i = 0; i < COUNT(sum); i++)
        assert_int_equal(sum[i], 3 * count[i]);
    counting_release(&c);
    close_model(&o);
}

static bool attempt(void *model, struct tenor_error *err)
{
    struct counting c;
    const bool ok = counting_init(&c, model, shown, COUNT(shown)) ||
                    fail_memory(err, "counts");

    counting_release(&c);
    return ok;
}

static void memory_runs_out(void **state)
{
    struct opened o = open_model();

    (void)state;
    scarce_run(attempt, o.model);
    close_model(&o);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_layout),
        cmocka_unit_test(results_are_counted),
        cmocka_unit_test(memory_runs_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
