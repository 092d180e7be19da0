#include "cli/axes_training.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/out.h"
#include "train/assemble.h"
#include "model/file.h"

/* ---- from a recipe to requests ------------------------------------------- */

/* What a recipe says itself, so that an option beside it would contradict. */
static bool contradicts_recipe(const struct training_options *o)
{
    const struct corpus_options *c = &o->corpus;

    return o->axis || o->unit || o->poles || o->order || c->format ||
           c->text_column || c->label_column || c->group_column ||
           c->weight_column || c->multi_label || c->label_separator ||
           o->map.n || o->texts.n;
}

static bool apply(const struct verb *v, const struct opt *table,
                  const struct option_list *l, int *status)
{
    for (size_t i = 0; i < l->n; i++)
        if (!opt_apply(v, table, l->option[i], status))
            return false;
    return true;
}

static void reset(struct training_options *o)
{
    struct training_options usual = training_defaults();

    usual.scratch = o->scratch;
    usual.threads = o->threads;
    usual.quiet = o->quiet;
    training_options_release(o);
    *o = usual;
}

static bool set_options(const struct verb *v, const struct opt *table,
                        const struct recipe *recipe,
                        const struct recipe_axis *axis, bool chosen, int argc,
                        char **argv, struct training_options *o, int *status)
{
    size_t ignored;

    reset(o);
    if (!apply(v, table, &recipe->options, status) ||
        !apply(v, table, &axis->options, status) ||
        (chosen && !apply(v, table, &axis->chosen, status)))
        return false;
    o->no_search |= chosen;
    if (!opt_parse(v, table, argc, argv, &ignored, status))
        return false;
    if (!contradicts_recipe(o))
        return true;
    *status = opt_misuse(v, "--axis, --unit, --poles, --ordered, --map, "
                            "--texts and what says how to read a corpus are "
                            "for the recipe to say, in its lines");
    return false;
}

static struct train_request request_axis(const struct recipe_axis *axis,
                                         const struct training_options *o,
                                         const struct train_settings *settings)
{
    const struct corpus_list *train = &axis->list[USE_TRAIN];
    const struct corpus_list *articles = &axis->list[USE_ARTICLES];
    const struct corpus_list *texts = &axis->list[USE_TEXTS];
    const struct corpus_list *test = &axis->list[USE_TEST];
    struct train_request r = {.axis = axis->name,
                              .unit = axis->unit,
                              .positive = axis->positive,
                              .negative = axis->negative,
                              .order = axis->order,
                              .ordered = axis->ordered,
                              .scope = axis->scope,
                              .corpus = train->corpus,
                              .corpora = train->n,
                              .articles = articles->corpus,
                              .articles_corpora = articles->n,
                              .texts = texts->corpus,
                              .texts_corpora = texts->n,
                              .test = test->corpus,
                              .tests = test->n,
                              .note = axis->note,
                              .notes = axis->notes,
                              .settings = *settings};

    training_talk(&r, o);
    return r;
}

/* The stop words of the first are for all, as are its features. */
static bool request_stops(const struct training_options *o,
                          const struct recipe *recipe, struct axes_requests *q,
                          size_t a, struct tenor_error *err)
{
    struct train_request *r = &q->request[a];

    if (a == 0 &&
        !training_stops(o, &r->settings, &q->stops, &q->stop_file, err))
        return false;
    for (size_t i = 0; a == 0 && o->stops && i < recipe->files; i++)
        if (strcmp(recipe->file[i].path, o->stops) == 0)
            q->stop_file.name = recipe->file[i].name;
    if (a == 0 ? o->stops != NULL : q->request->stops != NULL) {
        r->stops = &q->stops;
        r->stop_file = &q->stop_file;
    }
    return true;
}

bool axes_requests_make(const struct verb *v, const struct opt *table,
                        struct training_options *o, const struct recipe *recipe,
                        bool chosen, int argc, char **argv,
                        struct axes_requests *q, int *status)
{
    struct tenor_error err = {0};
    char **copy = mem_resize(NULL, (size_t)argc + 1, sizeof *copy);

    *q = (struct axes_requests){.request =
                                    mem_zero(recipe->axes, sizeof *q->request),
                                .n = recipe->axes};
    *status = copy && q->request ? EXIT_DONE : opt_misuse(v, "out of memory");
    for (size_t a = 0; *status == EXIT_DONE && a < q->n; a++) {
        struct train_settings settings;
        /* parsing changes the order of its arguments */
        memcpy(copy, argv, (size_t)argc * sizeof *copy);
        copy[argc] = NULL;
        if (!set_options(v, table, recipe, &recipe->axis[a], chosen, argc, copy,
                         o, status))
            break;
        *status = training_settings(v, o, &settings);
        if (*status != EXIT_DONE)
            break;
        q->request[a] = request_axis(&recipe->axis[a], o, &settings);
        if (!request_stops(o, recipe, q, a, &err))
            *status = out_error(v->name, &err);
    }
    free(copy);
    return *status == EXIT_DONE;
}

void axes_requests_release(struct axes_requests *q)
{
    free(q->request);
    wordset_release(&q->stops);
    *q = (struct axes_requests){0};
}

/* ---- from requests to a model -------------------------------------------- */

static void print_axis(const struct trained_axis *a)
{
    const struct metrics *m = &a->metrics;

    fprintf(stderr,
            "%s: cross-validated accuracy %.4f [%.4f, %.4f], "
            "macro-F1 %.4f [%.4f, %.4f]\n",
            a->name, m->accuracy.value, m->accuracy.low, m->accuracy.high,
            m->macro_f1.value, m->macro_f1.low, m->macro_f1.high);
}

static void print_result(const struct trained *t)
{
    fprintf(stderr, "chosen: ");
    training_print_choices(&t->settings);
    fprintf(stderr, "; %zu features\n", t->vectors.F);
    for (size_t a = 0; a < t->axes; a++)
        print_axis(&t->axis[a]);
}

static bool spare(const struct train_corpus *c, size_t n, const char *output,
                  struct tenor_error *err)
{
    for (size_t i = 0; i < n; i++)
        if (file_is_plain(output) && file_is_same(c[i].path, output))
            return fail(err, TENOR_EINVAL, 0,
                        "'%s' is a corpus, and would be written over", output);
    return true;
}

bool axes_spare(const struct train_request *r, size_t n, const char *output,
                struct tenor_error *err)
{
    for (size_t i = 0; i < n; i++)
        if (!spare(r[i].corpus, r[i].corpora, output, err) ||
            !spare(r[i].articles, r[i].articles_corpora, output, err) ||
            !spare(r[i].texts, r[i].texts_corpora, output, err) ||
            !spare(r[i].test, r[i].tests, output, err))
            return false;
    return true;
}

bool axes_train(struct train_request *r, size_t n, const struct recipe *recipe,
                const char *lineage, bool quiet, struct buffer *bytes,
                struct tenor_error *err)
{
    const bool swaps = recipe && recipe->swap;
    const struct named_file swap = {.path = swaps ? recipe->swap : NULL,
                                    .name = swaps ? recipe->swap_name : NULL};
    const struct origin o = {swaps ? &swap : NULL, lineage};
    struct trained *t = mem_zero(n, sizeof *t);
    size_t done = 0;
    bool ok = t || fail_memory(err, "axes");

    for (; ok && done < n; done += ok) {
        if (done > 0)
            train_share_features(&r[done].settings, &t[0].settings);
        if (!quiet)
            fprintf(stderr, "axis %s\n", r[done].axis);
        ok = train_corpora(&r[done], &t[done], err);
        if (ok && !quiet)
            print_result(&t[done]);
    }
    ok = ok && assemble(t, r, n, &o, bytes, err);
    for (size_t a = 0; a < done; a++)
        trained_release(&t[a]);
    free(t);
    return ok;
}
