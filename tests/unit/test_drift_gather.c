/* Texts that are read: what comes of them, and memory that runs out. */
#define _POSIX_C_SOURCE 200809L
#include "tests/unit/scarce.h"

#include "cli/drift/drift_gather.h"
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

static bool gather(const struct gathered_from *f, struct drift_gather *g,
                   struct tenor_error *err)
{
    *g = (struct drift_gather){
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
    close_sample(&f, &bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_are_summed_up),
        cmocka_unit_test(memory_runs_out),
    };

    return cmocka_run_group_tests_name("drift_gather", tests, NULL, NULL);
}
