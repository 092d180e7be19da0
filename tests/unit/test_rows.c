/* Rows of labels are laid out, or memory ran out and nothing is left behind. */
#include "cli/labelling.h"
#include "tests/unit/scarce.h"

static bool lay_out(void *model, struct tenor_error *err)
{
    static const size_t axis[] = {0, 0};
    void *rows = label_tsv.new(model, axis, COUNT(axis));
    struct buffer out = {0};
    const bool ok = rows && label_tsv.header(rows, &out) &&
                    label_tsv.put(rows, NULL, &out) && buffer_add(&out, "", 1);

    if (ok)
        assert_non_null(strstr(out.data, "\nerror\t\t\t\t\n"));
    free(out.data);
    label_tsv.free(rows);
    return ok || fail_memory(err, "rows");
}

static void any_allocation_may_fail(void **state)
{
    (void)state;
    struct tenor_error err = {0};
    struct tenor_model *m;

    if (!tenor_model_embedded(&m, &err))
        skip(); /* a tree without a model in it */
    scarce_run(lay_out, m);
    tenor_model_close(m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_allocation_may_fail),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
