/* How sentences are summed up: made-up articles, in which one way is the right
 * one, must lead to it. The labels are "bad" and "good", so the largest margins
 * are those of the best sentences. */
#define _POSIX_C_SOURCE 200809L
#include "train/articles.h"

#include <math.h>

#include "tests/unit/scarce.h"
#include "tests/unit/folder.h"
#include "train/assemble.h"
#include "train/pack.h"
#include "train/random.h"

#define SENTENCES 8
#define ARTICLES 120

enum tone { BAD, NEUTRAL, GOOD };

/* A sentence of a tone, perhaps as speech. */
static void add_sentence(struct buffer *b, enum tone tone, bool quoted,
                         uint64_t *random)
{
    static const char *const word[3][4] = {
        {"dreadful", "awful", "shameful", "hopeless"},
        {"yellow", "wooden", "narrow", "local"},
        {"splendid", "lovely", "delightful", "brilliant"}};
    static const char *const thing[] = {"harbour", "bridge",  "school",
                                        "garden",  "library", "market",
                                        "station", "park"};
    char text[200];
    const int len = snprintf(
        text, sizeof text, "%sThe %s %s of the town was seen.%s ",
        quoted ? "\xE2\x80\x9C" : "", word[tone][random_below(random, 4)],
        thing[random_below(random, COUNT(thing))],
        quoted ? "\xE2\x80\x9D" : "");

    assert_true(buffer_add(b, text, (size_t)len));
}

static void add_label(struct buffer *b, const char *label)
{
    assert_true(buffer_add(b, label, strlen(label)) && buffer_add(b, "\t", 1));
}

/* What an article of a label is: BAD or GOOD. */
typedef void article(struct buffer *b, enum tone label, uint64_t *random);

/* Good are those of six and seven good sentences, bad those of four and five:
 * the best half is the same in all. */
static void by_the_mean(struct buffer *b, enum tone label, uint64_t *random)
{
    const size_t n = (label == GOOD ? 6 : 4) + random_below(random, 2);

    for (size_t i = 0; i < SENTENCES; i++)
        add_sentence(b, i < n ? GOOD : BAD, false, random);
}

/* Good are those with two good sentences, whatever the others are. */
static void by_the_strongest(struct buffer *b, enum tone label,
                             uint64_t *random)
{
    const size_t first = label == GOOD ? 2 : 0;
    const size_t bad = random_below(random, SENTENCES - first + 1);

    for (size_t i = 0; i < SENTENCES; i++)
        add_sentence(b,
                     i < first         ? GOOD
                     : i < first + bad ? BAD
                                       : NEUTRAL,
                     false, random);
}

/* What others say has nothing to do with it. */
static void by_what_is_not_quoted(struct buffer *b, enum tone label,
                                  uint64_t *random)
{
    for (size_t i = 0; i < 2 * SENTENCES; i++) { /* above 500 bytes */
        const bool quoted = i % 2 == 1;
        const enum tone said = random_below(random, 2) ? GOOD : BAD;
        add_sentence(b, quoted ? said : label, quoted, random);
    }
}

/* By what is quoted alone. */
static void by_what_is_quoted(struct buffer *b, enum tone label,
                              uint64_t *random)
{
    for (size_t i = 0; i < 2 * SENTENCES; i++)
        add_sentence(b, i % 2 ? label : NEUTRAL, i % 2 == 1, random);
}

/* ---- files --------------------------------------------------------------- */

static struct folder folder;

static void write_corpus(const char *name, const struct buffer *b)
{
    FILE *f = fopen(folder_file(&folder, name), "wb");

    assert_non_null(f);
    assert_true(!b->len || fwrite(b->data, b->len, 1, f) == 1);
    assert_int_equal(fclose(f), 0);
}

static void write_sentences(void)
{
    struct buffer b = {0};
    uint64_t random = 7;

    for (int i = 0; i < 240; i++) {
        const enum tone tone = i % 8 >= 6 ? NEUTRAL : i % 2 ? GOOD : BAD;
        add_label(&b, i % 2 ? "good" : "bad");
        add_sentence(&b, tone, false, &random);
        assert_true(buffer_add(&b, "\n", 1));
    }
    write_corpus("sentences.tsv", &b);
    free(b.data);
}

static void write_articles(const char *name, article *make, size_t n,
                           uint64_t random)
{
    struct buffer b = {0};

    for (size_t i = 0; i < n; i++) {
        add_label(&b, i % 2 ? "good" : "bad");
        make(&b, i % 2 ? GOOD : BAD, &random);
        assert_true(buffer_add(&b, "\n", 1));
    }
    write_corpus(name, &b);
    free(b.data);
}

static int setup(void **state)
{
    (void)state;
    folder_make(&folder);
    write_sentences();
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    unlink(folder_file(&folder, "sentences.tsv"));
    unlink(folder_file(&folder, "articles.tsv"));
    unlink(folder_file(&folder, "others.tsv"));
    folder_remove(&folder);
    return 0;
}

/* ---- training ------------------------------------------------------------ */

/* An axis and what its request points to. */
struct axis_of {
    char path[2][2048];
    struct train_corpus corpus, articles;
    struct train_request request;
    struct trained trained;
};

static void train(struct axis_of *a, const char *name, const char *articles)
{
    struct tenor_error err = {0};
    struct train_settings s = train_defaults();

    s.no_search = true;
    s.features.chars_min = s.features.chars_max = 0;
    s.features.ngrams = 1;
    s.features.style = 0;
    for (int c = 0; c < (int)CHOICES; c++)
        s.fixed[c] = true;
    snprintf(a->path[0], sizeof a->path[0], "%s",
             folder_file(&folder, "sentences.tsv"));
    snprintf(a->path[1], sizeof a->path[1], "%s",
             folder_file(&folder, articles));
    a->corpus = (struct train_corpus){.path = a->path[0], .name = "sentences"};
    a->articles = (struct train_corpus){.path = a->path[1], .name = "articles"};
    a->request = (struct train_request){.axis = name,
                                        .unit = "sentence",
                                        .scope = AXIS_SENTENCES,
                                        .corpus = &a->corpus,
                                        .corpora = 1,
                                        .articles = &a->articles,
                                        .articles_corpora = 1,
                                        .settings = s};
    if (!train_corpora(&a->request, &a->trained, &err))
        fail_msg("%s", err.message);
}

/* Axes to a model, one on each file of articles. */
struct fitting {
    struct axis_of axis[2];
    struct trained trained[2];
    struct train_request request[2];
    size_t n;
    struct buffer bytes;
    struct tenor_model model;
};

static void begin(struct fitting *f, size_t n)
{
    static const char *const file[] = {"articles.tsv", "others.tsv"};
    static const char *const name[] = {"tone", "other"};
    struct tenor_error err = {0};

    *f = (struct fitting){.n = n};
    for (size_t i = 0; i < n; i++) {
        train(&f->axis[i], name[i], file[i]);
        f->trained[i] = f->axis[i].trained;
        f->request[i] = f->axis[i].request;
    }
    assert_true(pack_axes(f->trained, n, NULL, STR(""), &f->bytes, &err));
    assert_true(model_parse(&f->model,
                            (struct str){f->bytes.data, f->bytes.len}, false, &err));
}

static void end(struct fitting *f)
{
    model_release(&f->model);
    free(f->bytes.data);
    for (size_t i = 0; i < f->n; i++)
        trained_release(&f->trained[i]);
}

static bool fit(struct fitting *f, struct tenor_error *err)
{
    return articles_fit(f->trained, f->request, f->n, &f->model, err);
}

static void must_fit(struct fitting *f)
{
    struct tenor_error err = {0};

    if (!fit(f, &err))
        fail_msg("%s", err.message);
}

/* Every article is counted, and those with their label are the accuracy. */
static void check_confusion(const struct trained_axis *a,
                            const struct article_trial *chosen)
{
    const size_t K = a->labels.n;
    size_t all = 0, right = 0;

    for (size_t k = 0; k < K; k++) {
        right += a->article_confusion[k * K + k];
        for (size_t j = 0; j < K; j++)
            all += a->article_confusion[k * K + j];
    }
    assert_int_equal(all, ARTICLES);
    assert_true((double)right / ARTICLES == chosen->accuracy);
}

/* What holds for every axis; returns what was chosen. */
static const struct article_trial *check_trials(const struct trained *t)
{
    const struct trained_axis *a = t->axis;
    const struct article_trial *chosen = NULL;

    assert_int_equal(a->trials, 6);
    for (size_t i = 0; i < a->trials; i++) {
        const struct article_trial *x = &a->trial[i];
        print_message("  %.2f %d: loss %.4f, accuracy %.4f%s\n", x->share,
                      x->without_quotes, x->loss, x->accuracy,
                      x->chosen ? " *" : "");
        assert_true(x->loss > 0.0 && isfinite(x->loss));
        assert_true(x->accuracy >= 0.0 && x->accuracy <= 1.0);
        assert_true(x->balanced_accuracy >= 0.0 && x->balanced_accuracy <= 1.0);
        if (!x->chosen)
            continue;
        assert_null(chosen);
        chosen = x;
    }
    assert_non_null(chosen);
    for (size_t i = 0; i < a->trials; i++)
        if (a->trial[i].without_quotes == chosen->without_quotes)
            assert_true(a->trial[i].loss >= chosen->loss);
    assert_int_equal(chosen->without_quotes, t->without_quotes);
    assert_true(a->aggregate.share == chosen->share);
    assert_true(a->aggregate.slope > 0.0);
    assert_ptr_equal(a->aggregate.offset, a->article_offset);
    assert_int_equal(a->articles_corpora, 1);
    assert_int_equal(a->articles[0].documents, ARTICLES);
    for (size_t l = 1; l < COVERAGE_LEVELS; l++)
        assert_true(a->conformal[l] <= a->conformal[l - 1]);
    check_confusion(a, chosen);
    return chosen;
}

/* ---- the choice ---------------------------------------------------------- */

static void the_right_aggregate_is_chosen(void **state)
{
    (void)state;
    static const struct {
        article *make;
        double share; /* 0: any */
        bool without_quotes;
    } row[] = {
        {by_the_mean, 1.0, false},
        {by_the_strongest, 0.25, false},
        {by_what_is_not_quoted, 0.0, true},
        {by_what_is_quoted, 0.0, false},
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct fitting f;
        print_message("row %zu\n", i);
        write_articles("articles.tsv", row[i].make, ARTICLES, 1 + i);
        begin(&f, 1);
        must_fit(&f);
        const struct article_trial *c = check_trials(f.trained);
        assert_int_equal(c->without_quotes, row[i].without_quotes);
        assert_true(row[i].share == 0.0 || c->share == row[i].share);
        /* By far better than chance, which is ln 2. */
        assert_true(c->loss < 0.35);
        assert_true(c->accuracy > 0.9);
        end(&f);
    }
}

/* Where sentences say nothing of the article, neither does the model: what it
 * claims is about what is so. */
static void chance_stays_chance(void **state)
{
    (void)state;
    struct buffer b = {0};
    uint64_t random = 3;
    struct fitting f;

    for (size_t i = 0; i < ARTICLES; i++) {
        add_label(&b, random_below(&random, 2) ? "good" : "bad");
        by_the_mean(&b, random_below(&random, 2) ? GOOD : BAD, &random);
        assert_true(buffer_add(&b, "\n", 1));
    }
    write_corpus("articles.tsv", &b);
    free(b.data);
    begin(&f, 1);
    must_fit(&f);
    const struct article_trial *c = check_trials(f.trained);
    assert_true(c->loss > 0.6 && c->loss < 0.8);
    end(&f);
}

/* Quoted speech is left out of all axes or of none, by the mean of the losses;
 * each still has a share of its own. */
static void axes_agree_on_quotations(void **state)
{
    (void)state;
    struct fitting f;

    write_articles("articles.tsv", by_what_is_quoted, ARTICLES, 5);
    write_articles("others.tsv", by_the_strongest, ARTICLES, 6);
    begin(&f, 2);
    must_fit(&f);
    assert_false(check_trials(&f.trained[0])->without_quotes);
    assert_false(check_trials(&f.trained[1])->without_quotes);
    assert_true(f.trained[1].axis->aggregate.share == 0.25);
    end(&f);

    write_articles("articles.tsv", by_what_is_not_quoted, ARTICLES, 5);
    begin(&f, 2);
    must_fit(&f);
    assert_true(check_trials(&f.trained[0])->without_quotes);
    assert_true(check_trials(&f.trained[1])->without_quotes);
    end(&f);
}

/* Through assemble() to a model file: articles that it has not seen. */
static void probabilities_are_better_than_chance(void **state)
{
    (void)state;
    static article *const make[] = {by_the_mean, by_the_strongest,
                                    by_what_is_not_quoted};

    for (size_t i = 0; i < COUNT(make); i++) {
        struct axis_of a;
        struct buffer bytes = {0}, text = {0};
        struct tenor_error err = {0};
        struct tenor_model *model;
        struct tenor_scorer *s;
        uint64_t random = 100 + i;
        double loss = 0.0;

        write_articles("articles.tsv", make[i], ARTICLES, 1 + i);
        train(&a, "tone", "articles.tsv");
        assert_true(assemble(&a.trained, &a.request, 1, NULL, &bytes, &err));
        assert_true(
            tenor_model_from_memory(bytes.data, bytes.len, &model, &err));
        assert_true(tenor_axis_share(model, 0) ==
                    a.trained.axis->aggregate.share);
        assert_true(tenor_scorer_new(model, &s, &err));
        for (size_t n = 0; n < ARTICLES; n++) {
            text.len = 0;
            make[i](&text, n % 2 ? GOOD : BAD, &random);
            assert_true(tenor_score(s, text.data, text.len, &err));
            assert_int_equal(tenor_axis_status(s, 0), TENOR_STATUS_OK);
            loss -= log(tenor_probability(s, 0, n % 2)) / ARTICLES;
        }
        print_message("loss %.4f\n", loss);
        assert_true(loss < 0.35);
        tenor_scorer_free(s);
        tenor_model_close(model);
        trained_release(&a.trained);
        free(bytes.data);
        free(text.data);
    }
}

/* Where all weigh the same, heavier ones count for more beside the priors of
 * the fit, and for nothing else. */
static void weights_count(void **state)
{
    (void)state;
    struct fitting f;
    double slope[2], loss[2];

    write_articles("articles.tsv", by_the_mean, ARTICLES, 1);
    for (int i = 0; i < 2; i++) {
        begin(&f, 1);
        f.axis[0].articles.weight = i ? 3.0 : 1.0;
        must_fit(&f);
        check_trials(f.trained);
        assert_true(f.trained->axis->articles[0].weight == (i ? 3.0 : 1.0));
        slope[i] = f.trained->axis->aggregate.slope;
        loss[i] = f.trained->axis->trial[0].loss;
        end(&f);
    }
    assert_true(slope[1] >= slope[0]);
    assert_true(fabs(loss[1] - loss[0]) < 0.1);
}

/* ---- errors -------------------------------------------------------------- */

static void must_fail(enum tenor_code code, const char *part)
{
    struct tenor_error err = {0};
    struct fitting f;

    begin(&f, 1);
    assert_false(fit(&f, &err));
    assert_int_equal(err.code, code);
    if (!strstr(err.message, part))
        fail_msg("'%s' without '%s'", err.message, part);
    end(&f);
}

static void articles_that_do_not_fit(void **state)
{
    (void)state;
    struct buffer b = {0};

    write_articles("articles.tsv", by_the_mean, ARTICLES_MIN - 1, 1);
    must_fail(TENOR_EDATA,
              "19 articles for axis 'tone'; at least 20 are needed");
    write_articles("articles.tsv", by_the_mean, 0, 1);
    must_fail(TENOR_EDATA, "0 articles for axis 'tone'");
    for (int i = 0; i < ARTICLES_MIN; i++)
        assert_true(buffer_add(&b, "ugly\tA text.\n", 13));
    write_corpus("articles.tsv", &b);
    must_fail(TENOR_EDATA,
              "axis 'tone' has no label 'ugly', which an article has");
    b.len = 0;
    assert_true(buffer_add(&b, "good and no tab\n", 16));
    write_corpus("articles.tsv", &b);
    must_fail(TENOR_EDATA, "articles.tsv:1: ");
    free(b.data);
    unlink(folder_file(&folder, "articles.tsv"));
    must_fail(TENOR_EIO, "articles.tsv");
}

/* One label, and texts without a word that the model knows: nothing to learn,
 * but no error. */
static void poor_articles_are_articles(void **state)
{
    (void)state;
    struct buffer b = {0};
    struct fitting f;

    for (int i = 0; i < ARTICLES_MIN; i++)
        assert_true(buffer_add(&b, "good\tZyx wvu.\n", 14));
    write_corpus("articles.tsv", &b);
    free(b.data);
    begin(&f, 1);
    must_fit(&f);
    assert_int_equal(f.trained->axis->trials, 6);
    assert_true(isfinite(f.trained->axis->aggregate.slope));
    for (size_t k = 0; k < 2; k++)
        assert_true(isfinite(f.trained->axis->aggregate.offset[k]));
    end(&f);
}

/* ---- memory -------------------------------------------------------------- */

/* As if it had not been called. */
static void forget(struct trained_axis *a)
{
    for (size_t i = 0; i < a->articles_corpora; i++)
        source_release(&a->articles[i]);
    free(a->articles);
    free(a->article_offset);
    free(a->trial);
    a->articles = NULL;
    a->article_offset = NULL;
    a->trial = NULL;
    a->articles_corpora = a->trials = 0;
}

static bool attempt(void *context, struct tenor_error *err)
{
    struct fitting *f = context;
    const bool ok = fit(f, err);

    forget(f->trained->axis);
    return ok;
}

static void memory_runs_out(void **state)
{
    (void)state;
    struct fitting f;

    write_articles("articles.tsv", by_the_mean, ARTICLES_MIN, 1);
    begin(&f, 1);
    scarce_run(attempt, &f);
    end(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_right_aggregate_is_chosen),
        cmocka_unit_test(chance_stays_chance),
        cmocka_unit_test(axes_agree_on_quotations),
        cmocka_unit_test(probabilities_are_better_than_chance),
        cmocka_unit_test(weights_count),
        cmocka_unit_test(articles_that_do_not_fit),
        cmocka_unit_test(poor_articles_are_articles),
        cmocka_unit_test(memory_runs_out),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
