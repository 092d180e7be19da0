#include "train/surface.h"

#include "tests/unit/scarce.h"
#include "tests/unit/starter.h"

static const struct view view = {.features = {.language = "english",
                                              .stemming = 1,
                                              .ngrams = 2,
                                              .chars_min = 3,
                                              .chars_max = 3,
                                              .negation = 1,
                                              .style = 1}};

static struct documents documents_of(const char *const *text, size_t n)
{
    struct documents d = {0};
    struct tenor_error err = {0};

    for (size_t i = 0; i < n; i++) {
        const struct doc doc = {
            .label = STR("x"), .text = str_of(text[i]), .weight = 1.0};
        assert_true(documents_add(&d, &doc, &err));
    }
    assert_true(documents_finish(&d, &err));
    return d;
}

static struct vectors vectors_of(const struct documents *d)
{
    struct vectors v;
    struct tenor_error err = {0};

    assert_true(vectors_build(&v, d, NULL, 0, &view, 1, &err));
    return v;
}

static uint32_t number_of(const struct vectors *v, uint64_t feature)
{
    size_t f = 0;

    while (f < v->F && v->feature[f] != feature)
        f++;
    assert_true(f < v->F);
    return (uint32_t)f;
}

/* The first feature of a kind that a text has, of so many bytes; 0 when it has
 * none. */
static uint64_t feature_of_text(struct extractor *x, struct str text,
                                enum tenor_feature_kind kind, size_t bytes)
{
    struct tenor_error err = {0};
    bool last = false;

    assert_true(extractor_begin(x, text, &err));
    while (!last) {
        assert_true(extractor_next(x, &last, &err));
        for (size_t i = 0; i < x->nfound; i++) {
            const struct occurrence *o = &x->found[i];
            if (feature_kind(o->feature) == kind &&
                (bytes == 0 || o->end - o->begin == bytes))
                return o->feature;
        }
    }
    return 0;
}

static void commonest_forms_are_given(void **state)
{
    (void)state;
    static const char *const text[] = {"Running late, not RUNS.",
                                       "He runs. Ponies! runs",
                                       "A pony \n Late",
                                       "A \"pony\" late, #ponies pony",
                                       "@ann See http://a.org/b @bob",
                                       "She saw @carl, soooo BAD"};
    static const struct {
        const char *text;
        enum tenor_feature_kind kind;
        const char *form;
    } row[] = {
        {"run", TENOR_FEATURE_WORD, "runs"},
        {"pony", TENOR_FEATURE_WORD, "pony"},
        {"late", TENOR_FEATURE_WORD, "late"}, /* the first of equals */
        {"he", TENOR_FEATURE_WORD, "He"},
        {"not run", TENOR_FEATURE_NEGATED, "RUNS"},
        {"pony late", TENOR_FEATURE_NGRAM, "pony Late"},
        {"ponies!", TENOR_FEATURE_NGRAM, "Ponies!"},
        {"@somebody", TENOR_FEATURE_SIGN, "<mention>"},
        {"https://b.org", TENOR_FEATURE_SIGN, "<url>"},
        {"saw @x", TENOR_FEATURE_NGRAM, "saw <mention>"},
        {"GOOD", TENOR_FEATURE_STYLE, "capitals"},
        {"a", TENOR_FEATURE_CHARS, "_a_"},
        {"pony", TENOR_FEATURE_CHARS, "_po"},
    };
    struct documents d = documents_of(text, COUNT(text));
    struct tenor_error err = {0};
    struct extractor x;
    struct vectors v = vectors_of(&d);
    uint32_t number[COUNT(row)];
    char *form[COUNT(row)];

    assert_true(extractor_init(&x, &view.features, NULL, 0, &err));
    for (size_t i = 0; i < COUNT(row); i++)
        number[i] = number_of(
            &v, feature_of_text(&x, str_of(row[i].text), row[i].kind, 0));
    assert_true(surface_forms(&d, &view, &v, number, COUNT(row), form, &err));
    for (size_t i = 0; i < COUNT(row); i++) {
        assert_string_equal(form[i], row[i].form);
        free(form[i]);
    }
    assert_true(surface_forms(&d, &view, &v, number, 0, form, &err));
    extractor_release(&x);
    vectors_release(&v);
    documents_release(&d);
}

/* Every feature of the corpus has a form; and that of words and n-grams has the
 * feature again. */
static void forms_have_their_features(void **state)
{
    (void)state;
    struct documents d = starter_documents("sentiment", NULL);
    struct tenor_error err = {0};
    struct vectors v = vectors_of(&d);
    struct extractor x;
    size_t terms = 0;

    assert_true(extractor_init(&x, &view.features, NULL, 0, &err));
    char **form = mem_zero(v.F, sizeof(*form));
    uint32_t *number = mem_zero(v.F, sizeof *number);
    for (size_t f = 0; f < v.F; f++)
        number[f] = (uint32_t)f;
    assert_true(surface_forms(&d, &view, &v, number, v.F, form, &err));
    for (size_t f = 0; f < v.F; f++) {
        const enum tenor_feature_kind kind = feature_kind(v.feature[f]);
        assert_non_null(form[f]);
        if (kind == TENOR_FEATURE_WORD || kind == TENOR_FEATURE_NGRAM) {
            assert_true(feature_of_text(&x, str_of(form[f]), kind,
                                        strlen(form[f])) == v.feature[f]);
            terms++;
        }
        free(form[f]);
    }
    assert_true(terms > 1000 && terms < v.F);
    free(form);
    free(number);
    extractor_release(&x);
    vectors_release(&v);
    documents_release(&d);
}

struct asked {
    struct documents d;
    struct vectors v;
    uint32_t number[3];
};

static bool attempt(void *context, struct tenor_error *err)
{
    struct asked *a = context;
    char *form[COUNT(a->number)];

    if (!surface_forms(&a->d, &view, &a->v, a->number, COUNT(form), form, err))
        return false;
    for (size_t i = 0; i < COUNT(form); i++)
        free(form[i]);
    return true;
}

static void memory_runs_out(void **state)
{
    (void)state;
    static const char *const text[] = {"one two", "three"};
    struct asked a = {.d = documents_of(text, COUNT(text))};

    a.v = vectors_of(&a.d);
    for (uint32_t i = 0; i < COUNT(a.number); i++)
        a.number[i] = i;
    scarce_run(attempt, &a);
    vectors_release(&a.v);
    documents_release(&a.d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(commonest_forms_are_given),
        cmocka_unit_test(forms_have_their_features),
        cmocka_unit_test(memory_runs_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
