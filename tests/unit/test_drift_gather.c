/* Texts that are read: what comes of them, and memory that runs out. */
#define _POSIX_C_SOURCE 200809L
#include "tests/unit/scarce.h"

#include "cli/drift/drift_report.h"
#include "cli/label/corpora.h"
#include "tests/unit/folder.h"
#include "tests/unit/sample.h"

static struct folder folder;

static const char lines[] = "A good report, great fun!!!\n"
                            "Sad and bad, bad weather on the zeppelin.\n"
                            "The zeppelin is not good.\n";

struct gathered_from {
    struct tenor_model *model;
    struct corpus_input input;
};

static const size_t first[] = {0};

static struct drift_gather gather_of(const struct gathered_from *f)
{
    return (struct drift_gather){
        .verb = "drift",
        .axis = first,
        .axes = 1,
        .job = {.model = f->model, .text_field = "text", .max_record = 1000},
        .reading = {.input = &f->input,
                    .inputs = 1,
                    .block = 1000,
                    .max_record = 1000,
                    .wake = -1},
        .slice_files = true,
        .threads = 1,
        .progress = PROGRESS_NEVER};
}

static bool gather(const struct gathered_from *f, struct drift_gather *g,
                   struct tenor_error *err)
{
    *g = gather_of(f);
    return drift_gather(g, err);
}

static struct gathered_from open_sample(struct buffer *bytes)
{
    struct tenor_error err = {0};

    folder_make(&folder);
    struct gathered_from f = {.input = {.path = folder_file(&folder, "texts"),
                                        .format = &records_lines}};
    FILE *file = fopen(f.input.path, "wb");

    assert_non_null(file);
    assert_int_equal(fwrite(lines, 1, sizeof lines - 1, file),
                     sizeof lines - 1);
    fclose(file);
    *bytes = sample_bytes(false);
    assert_true(
        tenor_model_from_memory(bytes->data, bytes->len, &f.model, &err));
    return f;
}

static void close_sample(struct gathered_from *f, struct buffer *bytes)
{
    tenor_model_close(f->model);
    free(bytes->data);
    assert_int_equal(unlink(f->input.path), 0);
    folder_remove(&folder);
}

static void texts_are_summed_up(void **state)
{
    struct buffer bytes;
    struct gathered_from f = open_sample(&bytes);
    struct new_word_matter top[20];
    struct tenor_error err = {0};
    struct drift_gather g;
    size_t n;

    (void)state;
    assert_true(gather(&f, &g, &err));
    assert_int_equal(g.records, 3);
    assert_int_equal(g.errors, 0);
    assert_int_equal(g.found->sums.texts, 3);
    assert_true(g.found->sums.units.x == 3.0);
    assert_true(g.found->sums.unknown.y > 0.0 &&
                g.found->sums.unknown.y < g.found->sums.unknown.x);
    assert_int_equal(g.found->slices.n, 1);
    n = new_words_top(&g.found->strangers,
                      &(struct new_words_asked){.least = 2}, top, 20);
    assert_int_equal(n, 1);
    assert_int_equal(top[0].place->form_len, 8);
    assert_memory_equal(top[0].place->form, "zeppelin", 8);
    assert_int_equal(top[0].word->texts, 2);
    assert_memory_equal(top[0].place->example,
                        "Sad and bad, bad weather on the zeppelin.", 41);
    drift_gather_release(&g);
    close_sample(&f, &bytes);
}

/* The sample's axis twice, beside the same texts. */
static bool judge(const struct gathered_from *f, struct drift_report *r,
                  struct drift_gather *g, struct drift_gather *baseline,
                  struct tenor_error *err)
{
    static const size_t twice[] = {0, 0};
    static const struct drift_limits limits;

    *baseline = *g = gather_of(f);
    baseline->is_baseline = true;
    baseline->axis = g->axis = twice;
    baseline->axes = g->axes = COUNT(twice);
    g->baseline = baseline;
    *r = (struct drift_report){
        .gather = g, .limits = &limits, .alpha = 0.01, .top = 5};
    return drift_gather(baseline, err) && drift_gather(g, err) &&
           drift_judge(r, err);
}

static void release(struct drift_report *r, struct drift_gather *g,
                    struct drift_gather *baseline)
{
    drift_report_release(r);
    drift_gather_release(g);
    drift_gather_release(baseline);
}

static void axes_are_judged_beside_a_baseline(void **state)
{
    struct buffer bytes;
    struct gathered_from f = open_sample(&bytes);
    struct tenor_error err = {0};
    struct drift_gather g, baseline;
    struct drift_report r;

    (void)state;
    assert_true(judge(&f, &r, &g, &baseline, &err));
    assert_true(r.few && !r.drift);
    assert_int_equal(baseline.found[1].strangers.n, g.found[0].strangers.n);
    assert_null(baseline.found[0].strangers.place);
    for (size_t i = 0; i < 2; i++) {
        const struct drift_check *c = r.verdict[i].check;
        assert_int_equal(r.verdict[i].strangers, 0); /* all are known there */
        for (size_t k = 0; k < DRIFT_KINDS; k++)
            assert_true(!c[k].known || (c[k].effect == 0.0 && !c[k].tested));
    }
    release(&r, &g, &baseline);
    close_sample(&f, &bytes);
}

static bool attempt_to_judge(void *context, struct tenor_error *err)
{
    struct drift_gather g, baseline;
    struct drift_report r;
    const bool ok = judge(context, &r, &g, &baseline, err);

    release(&r, &g, &baseline);
    return ok;
}

static bool attempt(void *context, struct tenor_error *err)
{
    struct drift_gather g;
    const bool ok = gather(context, &g, err);

    drift_gather_release(&g);
    return ok;
}

static void memory_runs_out(void **state)
{
    struct buffer bytes;
    struct gathered_from f = open_sample(&bytes);

    (void)state;
    scarce_run(attempt, &f);
    scarce_run(attempt_to_judge, &f);
    close_sample(&f, &bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_are_summed_up),
        cmocka_unit_test(axes_are_judged_beside_a_baseline),
        cmocka_unit_test(memory_runs_out),
    };

    return cmocka_run_group_tests_name("drift_gather", tests, NULL, NULL);
}
