/* Memory runs out at the Nth allocation, for N = 0, 1, 2 ... until all goes
 * well. Each time the function must say so; that nothing leaks and nothing is
 * freed twice is for the sanitizer to see, which also runs this test. */
#define _POSIX_C_SOURCE 200809L
#define UNIT_OWN_REALLOC

#include <sys/stat.h>

#include "cli/explain/flip.h"
#include "datasets/corpus.h"
#include "datasets/labelmap.h"
#include "model/tenor.h"
#include "model/wordset.h"
#include "train/fairness.h"
#include "train/recipe.h"
#include "train/stoplist.h"

#include "tests/unit/folder.h"
#include "tests/unit/scoped.h"
#include "tests/unit/unit.h"

#define NEVER SIZE_MAX

/* Allocations until the one that fails. */
static size_t countdown = NEVER;

void *__wrap_realloc(void *p, size_t n)
{
    if (countdown != NEVER && countdown-- == 0) {
        countdown = NEVER;
        return NULL;
    }
    return __real_realloc(p, n);
}

typedef bool action(const void *argument, struct tenor_error *err);

/* Run an action with every allocation failing once. */
static void fail_each(action *act, const void *argument)
{
    struct tenor_error err = {0};
    size_t failures = 0;

    for (;; failures++) {
        err = (struct tenor_error){0};
        countdown = failures;
        bool ok = act(argument, &err);
        bool failed = countdown == NEVER;
        countdown = NEVER;
        if (ok && !failed)
            break;
        assert_false(ok);
        assert_int_equal(err.code, TENOR_ENOMEM);
        assert_string_not_equal(err.message, "");
        assert_true(failures < 10000);
    }
    assert_int_equal(err.code, TENOR_OK);
    assert_true(failures > 0);
}

/* ---- models ------------------------------------------------------------- */

enum { LINEAR, KERNEL, SCOPED, MODELS };

static struct buffer bytes_of(int model)
{
    const struct scoped with = {.share = 0.5, .without_quotes = true};

    return model == SCOPED ? scoped_bytes(with) : sample_bytes(model == KERNEL);
}

/* Long enough for every array to grow, with a title and quoted speech. */
static struct buffer long_text(void)
{
    static const char title[] = "A good report\n\n";
    static const char speech[] = "It is \"not so bad, not good\". ";
    struct buffer b = {0};

    assert_true(buffer_add(&b, title, strlen(title)));
    for (int i = 0; i < 40; i++)
        assert_true(buffer_add(&b, speech, strlen(speech)));
    for (int i = 0; i < 40; i++)
        for (size_t k = 0; k < SAMPLE_LINES; k++)
            assert_true(buffer_add(&b, sample_line[k].text,
                                   strlen(sample_line[k].text)) &&
                        buffer_add(&b, " ", 1));
    for (int i = 0; i < 2000; i++) {
        char word[16];
        int len = snprintf(word, sizeof word, "w%d ", i);
        assert_true(buffer_add(&b, word, (size_t)len));
    }
    return b;
}

struct scoring {
    struct buffer model, text;
    bool linear; /* so that there is evidence */
};

static bool explain_all(const struct tenor_model *m, struct tenor_scorer *s,
                        struct tenor_error *err)
{
    struct tenor_explanation e;
    const char *name;
    size_t len;

    for (size_t a = 0; a < tenor_axis_count(m); a++)
        for (size_t k = 0; k < tenor_axis_label_count(m, a); k++)
            if (!tenor_explain_all(s, a, k, &e, err) ||
                (e.features &&
                 !tenor_feature_name(s, e.feature, &name, &len, err)))
                return false;
    return true;
}

static bool open_and_score(const void *argument, struct tenor_error *err)
{
    const struct scoring *t = argument;
    struct tenor_model *m = NULL;
    struct tenor_scorer *s = NULL;

    bool ok = tenor_model_from_memory(t->model.data, t->model.len, &m, err) &&
              tenor_scorer_new(m, &s, err) &&
              tenor_score(s, t->text.data, t->text.len, err) &&
              (!t->linear || explain_all(m, s, err));
    tenor_scorer_free(s);
    tenor_model_close(m);
    return ok;
}

static void opening_and_scoring(void **state)
{
    (void)state;
    for (int model = 0; model < MODELS; model++) {
        struct scoring t = {bytes_of(model), long_text(), model != KERNEL};
        fail_each(open_and_score, &t);
        free(t.model.data);
        free(t.text.data);
    }
}

static bool flip_all(const void *argument, struct tenor_error *err)
{
    const struct scoring *t = argument;
    const struct str text = {t->text.data, t->text.len};
    struct tenor_model *m = NULL;
    struct tenor_scorer *s = NULL;
    struct flip f = {.gone = NULL};
    struct flip_answer a;

    bool ok = tenor_model_from_memory(t->model.data, t->model.len, &m, err) &&
              tenor_scorer_new(m, &s, err);
    for (size_t i = 0; ok && i < tenor_axis_count(m); i++) {
        const struct flip_question q = {
            .text = text, .axis = i, .label = FLIP_ANY, .budget = 9000};
        ok = tenor_score(s, text.s, text.len, err);
        if (ok && tenor_axis_status(s, i) == TENOR_STATUS_OK)
            ok = flip_find(&f, s, &q, &a, err);
    }
    flip_release(&f);
    tenor_scorer_free(s);
    tenor_model_close(m);
    return ok;
}

static void finding_flips(void **state)
{
    static char text[] = "A good report\n\nIt is \"not so bad, not good\", a "
                         "GREAT fun. The sad report is sooo long: bad, not "
                         "good, they said of Monday.";

    (void)state;
    for (int model = 0; model < MODELS; model++) {
        struct scoring t = {bytes_of(model), {text, sizeof text - 1, 0}, true};
        if (model != KERNEL)
            fail_each(flip_all, &t);
        free(t.model.data);
    }
}

/* A scorer that ran out of memory is as good as new afterwards. */
static void scorers_recover(void **state)
{
    (void)state;
    for (int model = 0; model < MODELS; model++) {
        const struct scoring t = {bytes_of(model), long_text(), false};
        struct tenor_error err = {0};
        struct tenor_model *m;
        struct tenor_scorer *s, *fresh;
        assert_true(
            tenor_model_from_memory(t.model.data, t.model.len, &m, &err));
        assert_true(tenor_scorer_new(m, &fresh, &err));
        assert_true(tenor_score(fresh, t.text.data, t.text.len, &err));
        for (size_t n = 0, failed = 1; failed; n++) {
            assert_true(tenor_scorer_new(m, &s, &err));
            countdown = n;
            bool ok = tenor_score(s, t.text.data, t.text.len, &err);
            failed = countdown == NEVER;
            countdown = NEVER;
            assert_int_equal(ok, !failed);
            err = (struct tenor_error){0};
            assert_true(tenor_score(s, t.text.data, t.text.len, &err));
            for (size_t a = 0; a < tenor_axis_count(m); a++)
                assert_true(tenor_margin(s, a, 0) == tenor_margin(fresh, a, 0));
            tenor_scorer_free(s);
        }
        tenor_scorer_free(fresh);
        tenor_model_close(m);
        free(t.model.data);
        free(t.text.data);
    }
}

static bool write_model(const void *argument, struct tenor_error *err)
{
    struct buffer b = {0};
    bool ok = model_bytes(argument, &b, err);

    free(b.data);
    return ok;
}

static void writing_models(void **state)
{
    (void)state;
    for (int kernel = 0; kernel < 2; kernel++) {
        struct sample s;
        const struct model_parts p = sample_parts(&s, kernel);
        fail_each(write_model, &p);
        sample_release(&s);
    }
}

/* ---- corpora ------------------------------------------------------------ */

static bool read_corpus(const void *argument, struct tenor_error *err)
{
    const struct corpus_options options = {0};
    struct corpus *c = NULL;
    struct doc doc;
    bool end = false, ok = corpus_open(&c, argument, &options, err);
    char hex[DIGEST_HEX];
    size_t n = 0;

    while (ok && (ok = corpus_next(c, &doc, &end, err)) && !end)
        n++;
    if (ok) {
        assert_int_equal(n, 3);
        corpus_digest(c, hex);
    }
    corpus_close(c);
    return ok;
}

/* Longer than a block that is read at once. */
static void write_file(const char *path, const char *front, const char *back)
{
    FILE *f = fopen(path, "w");

    assert_non_null(f);
    fputs(front, f);
    for (int i = 0; i < 20000; i++)
        fputs(" longer", f);
    fputs(back, f);
    assert_int_equal(fclose(f), 0);
}

static void reading_corpora(void **state)
{
    static const struct {
        const char *name, *front, *back;
    } file[] = {
        {"c.tsv", "one\tfirst\n\nbad\tsecond\none\tthird", "\n"},
        {"c.csv",
         "a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,text,label\r\n"
         ",,,,,,,,,,,,,,,,first,one\r\n"
         ",,,,,,,,,,,,,,,,\"the \"\"second\"\"\",bad\r\n"
         "\"the",
         "\",,,,,,,,,,,,,,,,third,one"},
        {"c.jsonl",
         "{\"label\":\"one\",\"text\":\"first\"}\n"
         "{\"label\":2,\"text\":\"second\"}\n"
         "{\"label\":true,\"text\":\"third",
         "\"}\n"},
        {"c.ft", "__label__one first\n__label__bad second\n__label__one third",
         ""},
    };
    struct folder folder;

    (void)state;
    folder_make(&folder);
    for (size_t i = 0; i < COUNT(file); i++) {
        const char *path = folder_file(&folder, file[i].name);
        write_file(path, file[i].front, file[i].back);
        fail_each(read_corpus, path);
        unlink(path);
    }
    folder_remove(&folder);
}

static void reading_directories(void **state)
{
    static const char *const name[] = {"bad", "bad/1.txt", "one", "one/1.txt",
                                       "one/2.txt"};
    struct folder folder;

    (void)state;
    folder_make(&folder);
    for (size_t i = 0; i < COUNT(name); i++) {
        const char *path = folder_file(&folder, name[i]);
        if (strchr(name[i], '.'))
            write_file(path, name[i], "");
        else
            assert_int_equal(mkdir(path, 0700), 0);
    }
    fail_each(read_corpus, folder.path);
    for (size_t i = COUNT(name); i > 0; i--) {
        const char *path = folder_file(&folder, name[i - 1]);
        assert_int_equal(remove(path), 0);
    }
    folder_remove(&folder);
}

/* ---- lists -------------------------------------------------------------- */

static bool make_wordset(const void *argument, struct tenor_error *err)
{
    struct wordset w;

    if (!wordset_init(&w, argument))
        return fail_memory(err, "a set of words");
    wordset_release(&w);
    return true;
}

static void wordsets(void **state)
{
    (void)state;
    fail_each(make_wordset,
              "a b c d e f g h i j k l m n o p q r s t u v w x y z");
}

static bool read_stoplist(const void *argument, struct tenor_error *err)
{
    struct wordset stops;
    char sha256[DIGEST_HEX];

    if (!stoplist_read(argument, &sample_settings, &stops, sha256, err))
        return false;
    wordset_release(&stops);
    return true;
}

static void stoplists(void **state)
{
    struct folder folder;

    (void)state;
    folder_make(&folder);
    const char *path = folder_file(&folder, "stops.txt");
    write_file(path, "the # an article\na b c d e f g\nh i j k l m n", "\n");
    fail_each(read_stoplist, path);
    unlink(path);
    folder_remove(&folder);
}

/* ---- recipes ------------------------------------------------------------ */

static bool read_recipe(const void *argument, struct tenor_error *err)
{
    struct recipe r;

    if (!recipe_read(&r, argument, "corpora", err))
        return false;
    assert_int_equal(r.axes, 40);
    recipe_release(&r);
    return true;
}

static void recipes(void **state)
{
    static const char axis[] = "scope sentences\n"
                               "option cost 1\n"
                               "note What to keep in mind.\n"
                               "corpus ./a.tsv MIT weight:2 a=b c=-\n"
                               "articles a.tsv MIT\n"
                               "test a.tsv MIT a=b\n";
    struct folder folder;

    (void)state;
    folder_make(&folder);
    const char *path = folder_file(&folder, "recipe");
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs("option no-search\noption stop-words ./stops\nswap ./names\n", f);
    for (int i = 0; i < 40; i++)
        fprintf(f, "axis a%d text\n%s", i, axis);
    assert_int_equal(fclose(f), 0);
    fail_each(read_recipe, path);
    unlink(path);
    folder_remove(&folder);
}

struct swapping {
    const char *path;
    const struct tenor_model *model;
};

static bool swap_names(const void *argument, struct tenor_error *err)
{
    const struct swapping *s = argument;
    struct trained_axis axis[SCOPED_AXES];
    struct trained t = {.axis = axis, .axes = SCOPED_AXES};

    return fairness_measure(&t, 1, s->path, s->model, err);
}

static void swapped_names(void **state)
{
    const struct buffer bytes = bytes_of(SCOPED);
    struct tenor_error err = {0};
    struct tenor_model *model;
    struct folder folder;

    (void)state;
    folder_make(&folder);
    const char *path = folder_file(&folder, "names");
    write_file(path, "who: good, bad, great\nA {who} report is",
               ".\nIs it {who}?\n");
    assert_true(tenor_model_from_memory(bytes.data, bytes.len, &model, &err));
    fail_each(swap_names, &(struct swapping){path, model});
    tenor_model_close(model);
    free(bytes.data);
    unlink(path);
    folder_remove(&folder);
}

static bool make_labelmap(const void *argument, struct tenor_error *err)
{
    struct labelmap m = {0};
    bool ok = true;

    for (int i = 0; ok && i < 40; i++)
        ok = labelmap_add(&m, argument, err);
    labelmap_release(&m);
    return ok;
}

static void labelmaps(void **state)
{
    (void)state;
    fail_each(make_labelmap, "old=new");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(opening_and_scoring),
        cmocka_unit_test(finding_flips),
        cmocka_unit_test(scorers_recover),
        cmocka_unit_test(writing_models),
        cmocka_unit_test(reading_corpora),
        cmocka_unit_test(reading_directories),
        cmocka_unit_test(wordsets),
        cmocka_unit_test(stoplists),
        cmocka_unit_test(labelmaps),
        cmocka_unit_test(recipes),
        cmocka_unit_test(swapped_names),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
