/* Texts known by their SHA-256, and corpora that are read without them. */
#define _POSIX_C_SOURCE 200809L
#include "datasets/textset.h"

#include "datasets/corpus.h"
#include "train/recipe.h"

#include "tests/unit/folder.h"
#include "tests/unit/unit.h"

static void add(struct textset *t, const char *text)
{
    char sha256[DIGEST_HEX];

    digest_of(str_of(text), sha256);
    assert_true(textset_add(t, sha256));
}

static void texts_are_found(void **state)
{
    (void)state;
    struct textset t = {0};

    assert_false(textset_has(NULL, STR("a")));
    assert_false(textset_has(&t, STR("a")));
    add(&t, "c");
    add(&t, "a");
    add(&t, "");
    add(&t, "a");
    textset_sort(&t);
    assert_int_equal(t.n, 3);
    for (size_t i = 1; i < t.n; i++)
        assert_true(strcmp(t.sha256[i - 1], t.sha256[i]) < 0);
    assert_true(textset_has(&t, STR("a")));
    assert_true(textset_has(&t, STR("")));
    assert_false(textset_has(&t, STR("a ")));
    assert_false(textset_has(&t, STR("b")));
    for (size_t i = 0; i < t.n; i++)
        assert_int_equal(textset_find(&t, t.sha256[i]), i);
    textset_release(&t);
}

static void digits_are_told(void **state)
{
    (void)state;
    char sha256[DIGEST_HEX];

    digest_of(STR("a"), sha256);
    assert_true(is_sha256(sha256));
    sha256[3] = 'G';
    assert_false(is_sha256(sha256));
    assert_false(is_sha256(""));
}

static void write_file(const char *path, const char *text)
{
    FILE *f = fopen(path, "w");

    assert_non_null(f);
    fputs(text, f);
    assert_int_equal(fclose(f), 0);
}

/* Read a corpus; returns its documents. */
static size_t read_corpus(const char *path, const struct textset *without,
                          size_t *passed, char left[DIGEST_HEX])
{
    const struct corpus_options o = {.without = without};
    struct tenor_error err = {0};
    struct corpus *c;
    struct doc doc;
    size_t n = 0;
    bool end;

    assert_true(corpus_open(&c, path, &o, &err));
    while (corpus_next(c, &doc, &end, &err) && !end) {
        assert_false(textset_has(without, doc.text));
        n++;
    }
    assert_int_equal(err.code, TENOR_OK);
    *passed = corpus_passed(c);
    corpus_left(c, left);
    corpus_close(c);
    return n;
}

/* What is left has the same SHA-256 when the others are deleted. */
static void corpora_pass_over_them(void **state)
{
    (void)state;
    static const char *const file[][2] = {
        {"a.tsv", "x\tone\ny\ttwo\nx\ttwo\nx\tthree\n"},
        {"b.tsv", "x\tone\nx\tthree\n"},
        {"c.tsv", "y\tone\nx\tthree\n"},
        {"d.tsv", "x\ttwo\n"},
        {"e.csv", "label,text\nx,one\nx,\"two\"\nx,three\n"},
        {"f.jsonl", "{\"label\": \"x\", \"text\": \"t\\u0077o\"}\n"
                    "{\"text\": \"one\", \"label\": \"x\"}\n"
                    "{\"text\": \"three\", \"label\": \"x\"}\n"},
    };
    char left[COUNT(file)][DIGEST_HEX];
    size_t n[COUNT(file)], passed[COUNT(file)];
    struct textset t = {0};
    struct folder folder;

    add(&t, "two");
    textset_sort(&t);
    folder_make(&folder);
    for (size_t i = 0; i < COUNT(file); i++) {
        const char *path = folder_file(&folder, file[i][0]);
        write_file(path, file[i][1]);
        n[i] = read_corpus(path, &t, &passed[i], left[i]);
        assert_int_equal(unlink(path), 0);
    }
    folder_remove(&folder);
    assert_int_equal(n[0], 2);
    assert_int_equal(passed[0], 2);
    assert_int_equal(passed[1], 0);
    assert_string_equal(left[0], left[1]);
    assert_string_not_equal(left[0], left[2]);
    assert_int_equal(n[3], 0);
    for (size_t i = 4; i < 6; i++) {
        assert_int_equal(passed[i], 1);
        assert_string_equal(left[0], left[i]);
    }
    textset_release(&t);
}

static const char digits[] =
    "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb";

static void recipes_name_them(void **state)
{
    (void)state;
    struct tenor_error err = {0};
    struct recipe r;
    char text[512];

    snprintf(text, sizeof text,
             "without %s\nwithout %s\naxis a text\n"
             "corpus a.tsv - left:%s\ntest b.tsv -\n",
             digits, digits, digits);
    assert_true(recipe_parse(&r, str_of(text), "r", ".", &err));
    assert_int_equal(r.without.n, 1);
    assert_true(textset_has(&r.without, STR("a")));
    assert_ptr_equal(r.axis->list[USE_TRAIN].corpus->options.without,
                     &r.without);
    assert_ptr_equal(r.axis->list[USE_TEST].corpus->options.without,
                     &r.without);
    assert_string_equal(r.axis->list[USE_TRAIN].corpus->left, digits);
    recipe_release(&r);
}

static void wrong_recipes_are_refused(void **state)
{
    (void)state;
    static const char *const line[] = {"without", "without a b", "without abc"};

    for (size_t i = 0; i < COUNT(line); i++) {
        struct tenor_error err = {0};
        struct recipe r;
        assert_false(recipe_parse(&r, str_of(line[i]), "r", ".", &err));
        assert_int_equal(err.code, TENOR_EDATA);
        assert_string_equal(err.message, "r:1: expected: without SHA-256");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_are_found),
        cmocka_unit_test(digits_are_told),
        cmocka_unit_test(corpora_pass_over_them),
        cmocka_unit_test(recipes_name_them),
        cmocka_unit_test(wrong_recipes_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
