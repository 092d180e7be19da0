/* Summaries of counts, beside what they must say. */
#define _POSIX_C_SOURCE 200809L
#include "cli/label/summary.h"

#include <math.h>

#include "tests/unit/scarce.h"
#include "tests/unit/scoped.h"

#define SENTENCES_ERRORS \
    "\"cross_validation\":{\"confusion\":[[80,20],[10,90]]}"
#define ARTICLES_ERRORS "\"articles\":{\"confusion\":[[30,10],[10,30]]}"

/* Errors are known of sentiment, and of the other axes not. */
static const char card[] =
    "{\"axes\":[{\"name\":\"sentiment\"," SENTENCES_ERRORS "," ARTICLES_ERRORS
    "},{\"name\":\"emotion\"},{\"name\":\"headline\",\"cross_validation\":{}}]"
    "}";

static const size_t shown[] = {SCOPED_SENTENCES, SCOPED_WHOLE};

struct counted {
    struct buffer bytes;
    struct tenor_model *model;
    struct counting c;
    uint64_t count[64];
};

static struct counted begin(const char *json)
{
    struct counted x = {.bytes = scoped_bytes((struct scoped){.share = 1.0})};
    struct tenor_error err = {0};

    assert_true(
        tenor_model_from_memory(x.bytes.data, x.bytes.len, &x.model, &err));
    if (json)
        x.model->card = str_of(json);
    assert_true(counting_init(&x.c, x.model, shown, COUNT(shown)));
    assert_true(x.c.size <= COUNT(x.count));
    return x;
}

/* 1,000 records, mostly articles. */
static struct counted begin_usual(const char *json)
{
    static const uint64_t usual[] = {1000, 3, 10,  980, 990, 2,   0, 5,   0, 0,
                                     0,    0, 600, 380, 17,  100, 0, 890, 7};
    struct counted x = begin(json);

    assert_int_equal(COUNT(usual), x.c.size);
    memcpy(x.count, usual, sizeof usual);
    return x;
}

static void end(struct counted *x)
{
    counting_release(&x->c);
    tenor_model_close(x->model);
    free(x->bytes.data);
}

static char *printed(const struct counted *x)
{
    struct tenor_error err = {0};
    struct summary s;
    char *text = NULL;
    size_t size;
    FILE *f = open_memstream(&text, &size);

    assert_non_null(f);
    assert_true(summary_init(&s, &x->c, x->count, &err));
    summary_print(&s, f);
    assert_int_equal(fclose(f), 0);
    summary_release(&s);
    return text;
}

static json_t *json_of(const struct counted *x, const char *model)
{
    struct tenor_error err = {0};
    struct summary s;

    assert_true(summary_init(&s, &x->c, x->count, &err));
    json_t *o = summary_json(&s, model);
    summary_release(&s);
    assert_non_null(o);
    return o;
}

/* ---- looking ------------------------------------------------------------- */

#define CARD(errors) "{\"axes\":[{\"name\":\"sentiment\"," errors "}]}"

static const json_t *axis_of(const json_t *o, size_t i)
{
    return json_array_get(json_object_get(o, "axes"), i);
}

static void assert_json(const json_t *got, const char *wanted)
{
    json_t *o = json_loads(wanted, JSON_DECODE_ANY, NULL);
    char *text = json_dumps(got, JSON_COMPACT | JSON_ENCODE_ANY);

    assert_non_null(o);
    if (!json_equal(got, o))
        fail_msg("%s\nwhere %s\nwas expected", text, wanted);
    json_decref(o);
    free(text);
}

static double figure(const json_t *o, const char *key, size_t at)
{
    const json_t *v = json_object_get(o, key);

    return json_number_value(json_is_array(v) ? json_array_get(v, at) : v);
}

/* ---- text ---------------------------------------------------------------- */

/* clang-format off */
static const char usual_text[] =
    "records                    1000\n"
    "  ok                        990\n"
    "  empty                       2\n"
    "  language                    5\n"
    "  error                       3\n"
    "\n"
    "sentiment                 count   share interval       adjusted interval\n"
    "  negative                  600  61.2 % [58.1, 64.2]     72.4 % [#, #]\n"
    "  positive                  380  38.8 % [35.8, 41.9]     27.6 % [#, #]\n"
    "  (no label)                 17\n"
    "  adjusted by the errors on 80 documents of unit 'article'\n"
    "\n"
    "emotion                   count   share interval\n"
    "  joy                       100  10.1 % [8.4, 12.1]\n"
    "  anger                       0   0.0 % [0.0, 0.4]\n"
    "  none                      890  89.9 % [87.9, 91.6]\n"
    "  (no label)                  7\n"
    "  not adjusted: the model does not know what its errors are\n"
    "\n"
    "Shares are of the records with a label; intervals hold 95 %. Adjusted shares\n"
    "allow for labels taken for others, if the model errs here as it is known to.\n";

static const char large_text[] =
    "records              1000000000\n"
    "  ok                  990000000\n"
    "  empty                 2000000\n"
    "  language              5000000\n"
    "  error                 3000000\n"
    "\n"
    "sentiment                 count   share interval       adjusted interval\n"
    "  negative            600000000  61.2 % [61.2, 61.2]     72.4 % [#, #]\n"
    "  positive            380000000  38.8 % [38.8, 38.8]     27.6 % [#, #]\n"
    "  (no label)           17000000\n"
    "  adjusted by the errors on 80 documents of unit 'article'\n"
    "\n"
    "emotion                   count   share interval\n"
    "  joy                 100000000  10.1 % [10.1, 10.1]\n"
    "  anger                       0   0.0 % [0.0, 0.0]\n"
    "  none                890000000  89.9 % [89.9, 89.9]\n"
    "  (no label)            7000000\n"
    "  not adjusted: the model does not know what its errors are\n"
    "\n"
    "Shares are of the records with a label; intervals hold 95 %. Adjusted shares\n"
    "allow for labels taken for others, if the model errs here as it is known to.\n";

static const char none_text[] =
    "records                       0\n"
    "\n"
    "sentiment                 count\n"
    "  negative                    0\n"
    "  positive                    0\n"
    "  (no label)                  0\n"
    "\n"
    "emotion                   count\n"
    "  joy                         0\n"
    "  anger                       0\n"
    "  none                        0\n"
    "  (no label)                  0\n"
    "  not adjusted: the model does not know what its errors are\n";

/* clang-format on */

/* "#" in what is wanted stands for a figure of the bootstrap. */
static void assert_text(const char *got, const char *wanted)
{
    const char *g = got, *w = wanted;

    while (*w && *g && (*w == *g || *w == '#')) {
        if (*w == '#')
            g += strspn(g, "0123456789.") - 1;
        w++;
        g++;
    }
    if (*w || *g)
        fail_msg("differs at:\n%s\nwanted:\n%s\nall:\n%s", g, w, got);
}

static void assert_narrow(const char *text)
{
    for (const char *line = text; *line; line += strcspn(line, "\n") + 1)
        assert_true(strcspn(line, "\n") <= 80);
}

static void check_text(const struct counted *x, const char *wanted)
{
    char *text = printed(x);

    assert_narrow(text);
    assert_text(text, wanted);
    free(text);
}

static void the_tables(void **state)
{
    struct counted x = begin_usual(card);

    (void)state;
    check_text(&x, usual_text);
    for (size_t i = 0; i < x.c.size; i++)
        x.count[i] *= 1000000;
    check_text(&x, large_text);
    end(&x);
}

static void nothing_was_labelled(void **state)
{
    struct counted x = begin(card);

    (void)state;
    check_text(&x, none_text);
    end(&x);
}

/* Fewer negative ones than even none of them would make. */
static void counts_that_do_not_fit(void **state)
{
    struct counted x = begin_usual(CARD(SENTENCES_ERRORS));
    uint64_t *label = x.count + x.c.first[0];

    (void)state;
    label[0] = 10;
    label[1] = 970;
    json_t *o = json_of(&x, NULL);
    const json_t *errors = json_object_get(axis_of(o, 0), "error_rates");
    const json_t *labels = json_object_get(axis_of(o, 0), "labels");
    assert_true(figure(errors, "fit", 0) < 0.05);
    assert_json(json_object_get(json_array_get(labels, 0), "adjusted"), "null");
    json_decref(o);
    char *text = printed(&x);
    assert_non_null(strstr(text, "\n  positive                  970  99.0 % "
                                 "[98.1, 99.4]\n"));
    assert_non_null(strstr(text,
                           "\n  not adjusted: no shares fit to the errors "
                           "on 200 documents of unit 'sentence'\n"));
    assert_null(strstr(text, "Adjusted"));
    assert_narrow(text);
    free(text);
    end(&x);
}

/* A name that is long, has a line end, and letters of two bytes. */
static void names_stay_in_their_column(void **state)
{
    static const char *const odd[] = {
        "na\nme", "\xC3\xA9\xC3\xA9 and very much more than that"};
    struct counted x = begin_usual(card);
    struct axis *sentiment = &x.model->axis[SCOPED_SENTENCES];
    const char *const *label = sentiment->label;

    (void)state;
    sentiment->label = odd;
    char *text = printed(&x);
    assert_narrow(text);
    assert_non_null(strstr(text, "\n  na me                     600  61.2 %"));
    assert_non_null(strstr(
        text, "\n  \xC3\xA9\xC3\xA9 and very much m        380  38.8 %"));
    free(text);
    sentiment->label = label;
    end(&x);
}

/* ---- JSON ---------------------------------------------------------------- */

static void the_keys(void **state)
{
    static const char *const keys[] = {"v",       "tenor",    "model",
                                       "records", "errors",   "single",
                                       "several", "statuses", "axes"};
    struct counted x = begin_usual(card);
    json_t *o = json_of(&x, "my.tenor");
    const char *key;
    json_t *value;
    size_t at = 0;

    (void)state;
    json_object_foreach(o, key, value) assert_string_equal(key, keys[at++]);
    assert_int_equal(at, COUNT(keys));
    assert_json(json_object_get(o, "v"), "1");
    assert_json(json_object_get(o, "records"), "1000");
    assert_json(json_object_get(o, "errors"), "3");
    assert_json(json_object_get(o, "single"), "10");
    assert_json(json_object_get(o, "several"), "980");
    assert_json(json_object_get(o, "statuses"),
                "{\"ok\":990,\"empty\":2,\"no_evidence\":0,\"language\":5,"
                "\"no_prose\":0,\"short\":0,\"unfamiliar\":0,\"no_title\":0}");
    const json_t *model = json_object_get(o, "model");
    assert_json(json_object_get(model, "name"), "\"my.tenor\"");
    assert_int_equal(
        strlen(json_string_value(json_object_get(model, "sha256"))), 64);
    assert_int_equal(json_array_size(json_object_get(o, "axes")), 2);
    assert_json(json_object_get(axis_of(o, 1), "name"), "\"emotion\"");
    assert_json(json_object_get(axis_of(o, 1), "labelled"), "990");
    assert_json(json_object_get(axis_of(o, 1), "unlabelled"), "7");
    assert_json(json_object_get(axis_of(o, 1), "error_rates"), "null");
    json_decref(o);
    end(&x);
}

static void shares_of_an_axis(void **state)
{
    struct counted x = begin_usual(card);
    json_t *o = json_of(&x, NULL);
    const json_t *label, *labels = json_object_get(axis_of(o, 0), "labels");
    size_t i;

    (void)state;
    assert_json(json_object_get(json_object_get(o, "model"), "name"), "null");
    assert_json(json_object_get(axis_of(o, 0), "error_rates"),
                "{\"unit\":\"article\",\"documents\":80,\"fit\":1.0}");
    json_array_foreach(labels, i, label)
    {
        const json_t *adjusted = json_object_get(label, "adjusted");
        const double share = i ? 380.0 / 980.0 : 600.0 / 980.0;
        const double closed = (share - 0.25) / 0.5;
        assert_true(fabs(figure(label, "share", 0) - share) < 1e-12);
        assert_true(figure(label, "interval", 0) < share);
        assert_true(figure(label, "interval", 1) > share);
        assert_true(fabs(figure(adjusted, "share", 0) - closed) < 1e-6);
        assert_true(figure(adjusted, "interval", 0) < closed);
        assert_true(figure(adjusted, "interval", 1) > closed);
    }
    assert_int_equal(i, 2);
    json_decref(o);
    end(&x);
}

static void no_shares_of_nothing(void **state)
{
    struct counted x = begin(card);
    json_t *o = json_of(&x, NULL);

    (void)state;
    assert_json(axis_of(o, 0),
                "{\"name\":\"sentiment\",\"labelled\":0,\"unlabelled\":0,"
                "\"labels\":["
                "{\"name\":\"negative\",\"count\":0,\"share\":null,"
                "\"interval\":null,\"adjusted\":null},"
                "{\"name\":\"positive\",\"count\":0,\"share\":null,"
                "\"interval\":null,\"adjusted\":null}],"
                "\"error_rates\":{\"unit\":\"sentence\",\"documents\":200,"
                "\"fit\":null}}");
    json_decref(o);
    end(&x);
}

/* ---- which errors -------------------------------------------------------- */

static void check_errors(const char *json, uint64_t single, uint64_t several,
                         const char *wanted)
{
    struct counted x = begin_usual(json);

    x.count[COUNTING_SINGLE] = single;
    x.count[COUNTING_SEVERAL] = several;
    json_t *o = json_of(&x, NULL);
    assert_json(json_object_get(axis_of(o, 0), "error_rates"), wanted);
    json_decref(o);
    end(&x);
}

static void errors_are_those_of_such_texts(void **state)
{
    static const char article[] =
        "{\"unit\":\"article\",\"documents\":80,\"fit\":1.0}";
    static const char sentence[] =
        "{\"unit\":\"sentence\",\"documents\":200,\"fit\":1.0}";

    (void)state;
    check_errors(card, 0, 1, article);
    check_errors(card, 499, 500, article);
    check_errors(card, 500, 500, sentence);
    check_errors(card, 990, 0, sentence);
    check_errors(card, 0, 0, sentence);
    /* An axis whose card has but one of them. */
    check_errors(CARD(SENTENCES_ERRORS), 0, 1, sentence);
    check_errors(CARD(ARTICLES_ERRORS), 1, 0, "null");
}

static void cards_may_hold_anything(void **state)
{
#define ERRORS(rows) "\"cross_validation\":{\"confusion\":" rows "}"
    static const char *const odd[] = {
        "",
        "[]",
        "{\"axes\":{}}",
        "{\"axes\":[{\"name\":7}]}",
        "{\"axes\":[{\"name\":\"other\"," SENTENCES_ERRORS "}]}",
        CARD(ERRORS("[]")),
        CARD(ERRORS("[[1,2],[3]]")),
        CARD(ERRORS("[[1,2],[3,-4]]")),
        CARD(ERRORS("[[1,2],[3,4.5]]")),
        CARD(ERRORS("[[1,2],[3,\"4\"]]")),
        CARD(ERRORS("[[0,0],[0,0]]")),
        CARD(ERRORS("[[1,2],[3,9000000000000000000]]")),
        CARD(ERRORS("null")),
    };

    (void)state;
    for (size_t i = 0; i < COUNT(odd); i++)
        check_errors(odd[i], 1, 0, "null");
    /* A label that no document had. */
    check_errors(CARD(ERRORS("[[70,30],[0,0]]")), 1, 0,
                 "{\"unit\":\"sentence\",\"documents\":100,\"fit\":1.0}");
}

static bool attempt(void *counted, struct tenor_error *err)
{
    const struct counted *x = counted;
    struct summary s;
    const bool ok = summary_init(&s, &x->c, x->count, err);

    summary_release(&s);
    return ok;
}

static void memory_runs_out(void **state)
{
    struct counted x = begin_usual(card);

    (void)state;
    scarce_run(attempt, &x);
    end(&x);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_tables),
        cmocka_unit_test(nothing_was_labelled),
        cmocka_unit_test(counts_that_do_not_fit),
        cmocka_unit_test(names_stay_in_their_column),
        cmocka_unit_test(the_keys),
        cmocka_unit_test(shares_of_an_axis),
        cmocka_unit_test(no_shares_of_nothing),
        cmocka_unit_test(errors_are_those_of_such_texts),
        cmocka_unit_test(cards_may_hold_anything),
        cmocka_unit_test(memory_runs_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
