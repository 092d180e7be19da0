/* The lists of mistakes and of differences, and memory that runs out while a
 * corpus is read. */
#define _POSIX_C_SOURCE 200809L
#include "cli/flips.h"
#include "cli/mistakes.h"
#include "cli/predictions.h"
#include "model/file.h"

#include "tests/unit/scarce.h"
#include "tests/unit/folder.h"
#include "tests/unit/sample.h"

#define DOCUMENTS 40

struct fixture {
    struct folder folder;
    char corpus[2048], list[2048];
    struct buffer model;
};

/* Forty documents, half of them with a label that the model does not give. */
static void fixture_make(struct fixture *f)
{
    folder_make(&f->folder);
    strcpy(f->corpus, folder_file(&f->folder, "c.tsv"));
    strcpy(f->list, folder_file(&f->folder, "list.tsv"));
    f->model = sample_bytes(false);
    FILE *file = fopen(f->corpus, "w");
    assert_non_null(file);
    for (int i = 0; i < DOCUMENTS; i++)
        fprintf(file, "%s\t%s and %d\n", i % 2 ? "positive" : "negative",
                sample_line[i / 2 % SAMPLE_LINES].text, i);
    assert_int_equal(fclose(file), 0);
}

static void fixture_remove(struct fixture *f)
{
    free(f->model.data);
    unlink(f->corpus);
    unlink(f->list);
    folder_remove(&f->folder);
}

static bool open_sample(struct fixture *f, struct predictions *p,
                        struct tenor_error *err)
{
    p->labels = 2;
    return tenor_model_from_memory(f->model.data, f->model.len, &p->model,
                                   err) &&
           tenor_scorer_new(p->model, &p->scorer, err);
}

static bool list_mistakes(struct fixture *f, size_t limit,
                          struct tenor_error *err)
{
    const struct corpus_options options = {0};
    struct predictions p = {0};
    struct mistakes m = {.of = &p, .limit = limit};
    bool ok =
        open_sample(f, &p, err) &&
        predictions_read(&p, 1, f->corpus, &options, mistakes_visit, &m, err) &&
        mistakes_write(&m, f->list, err);

    mistakes_release(&m);
    predictions_release(&p);
    return ok;
}

static size_t lines(struct str bytes)
{
    size_t n = 0;

    for (size_t i = 0; i < bytes.len; i++)
        n += bytes.s[i] == '\n';
    return n;
}

/* A list with a limit is the beginning of the list without. */
static void limits_cut_the_list(void **state)
{
    struct fixture f;
    struct tenor_error err = {0};
    struct str all, some;

    (void)state;
    fixture_make(&f);
    assert_true(list_mistakes(&f, 0, &err));
    assert_true(file_map(f.list, &all, &err));
    assert_int_equal(lines(all), 1 + DOCUMENTS / 2);
    for (size_t limit = 1; limit <= DOCUMENTS; limit++) {
        assert_true(list_mistakes(&f, limit, &err));
        assert_true(file_map(f.list, &some, &err));
        assert_int_equal(lines(some),
                         limit < DOCUMENTS / 2 ? 1 + limit : lines(all));
        assert_memory_equal(some.s, all.s, some.len);
        file_unmap(some);
    }
    file_unmap(all);
    fixture_remove(&f);
}

static bool mistakes_attempt(void *context, struct tenor_error *err)
{
    return list_mistakes(context, 3, err);
}

/* The second model is the first whose guesses are turned round. */
static bool visit_turned(void *context, const struct doc *doc,
                         struct tenor_error *err)
{
    struct flips *f = context;
    struct prediction *b = &f->of[1].item[f->of[1].n - 1];

    b->guess = 1 - b->guess;
    return flips_visit(f, doc, err);
}

static bool flips_attempt(void *context, struct tenor_error *err)
{
    struct fixture *f = context;
    const struct corpus_options options = {0};
    struct predictions p[2] = {0};
    struct flips flips = {.of = p, .limit = 5};
    bool ok = open_sample(f, &p[0], err) && open_sample(f, &p[1], err) &&
              predictions_read(p, 2, f->corpus, &options, visit_turned, &flips,
                               err) &&
              flips_write(&flips, f->list, err);

    assert_true(!ok || flips.n == 5);
    flips_release(&flips);
    predictions_release(&p[0]);
    predictions_release(&p[1]);
    return ok;
}

static void memory_runs_out(void **state)
{
    struct fixture f;

    (void)state;
    fixture_make(&f);
    scarce_run(mistakes_attempt, &f);
    scarce_run(flips_attempt, &f);
    fixture_remove(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(limits_cut_the_list),
        cmocka_unit_test(memory_runs_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
