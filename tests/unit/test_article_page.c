/* The page about an article, where memory runs out at every place. */
#include <math.h>

#include "cli/report/article.h"
#include "tests/unit/scarce.h"
#include "tests/unit/sample.h"
#include "tests/unit/scoped.h"

static const char text[] =
    "A good report\n\nIt is not so bad, not good. A BAD <day>, bad weather! "
    "The \xE2\x80\xAEgood\xFF film was bad and good. Bad, bad: not good at "
    "all.";

struct attempt {
    const struct tenor_model *model;
    size_t pages, bytes;
};

static bool write_page(void *context, struct tenor_error *err)
{
    struct attempt *a = context;
    size_t axis[] = {0, 1, 2};
    struct explaining x = {.score = {.model = a->model,
                                     .axis = axis,
                                     .axes = tenor_axis_count(a->model),
                                     .coverage = NAN},
                           .top = 3};
    struct scoring *s = &x.score;
    struct markup m = {0};
    const bool ok = (buffer_add(&s->text, text, sizeof text - 1) ||
                     fail_memory(err, "a text")) &&
                    tenor_scorer_new(a->model, &s->scorer, err) &&
                    tenor_score(s->scorer, s->text.data, s->text.len, err) &&
                    article_page(&x, "name", &m, err);

    a->pages += ok;
    a->bytes = m.out.len;
    tenor_scorer_free(s->scorer);
    tenor_scorer_free(x.alone);
    free(s->text.data);
    free(m.out.data);
    return ok;
}

static void check(struct buffer bytes)
{
    struct tenor_error err = {0};
    struct tenor_model *model;
    struct attempt a = {0};

    assert_true(tenor_model_from_memory(bytes.data, bytes.len, &model, &err));
    a.model = model;
    assert_true(tenor_axis_count(model) <= 3);
    scarce_run(write_page, &a);
    assert_int_equal(a.pages, 1);
    assert_true(a.bytes > 8000);
    tenor_model_close(model);
    free(bytes.data);
}

static void memory_may_run_out(void **state)
{
    const struct scoped with = {.share = 0.5, .without_quotes = true};

    (void)state;
    check(sample_bytes(false));
    check(sample_bytes(true));
    check(scoped_bytes(with));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_may_run_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
