/* What --fields names, and the columns that names find. */
#include "cli/label/columns.h"
#include "cli/label/fields.h"
#include "tests/unit/scarce.h"
#include "tests/unit/sample.h"

static const struct verb verb = {.name = "label"};
static const size_t all_axes[] = {0, 1}, one_axis[] = {1};

static struct buffer bytes;
static struct tenor_model *model;

static int set_up(void **state)
{
    struct tenor_error err = {0};

    (void)state;
    bytes = sample_bytes(false);
    return !tenor_model_from_memory(bytes.data, bytes.len, &model, &err);
}

static int tear_down(void **state)
{
    (void)state;
    tenor_model_close(model);
    free(bytes.data);
    return 0;
}

/* ---- fields -------------------------------------------------------------- */

/* Items as letters: i, n and the name, s, l and the axis, p and the axis, e. */
static void spell(const struct fields *f, struct buffer *b)
{
    char word[64];

    b->len = 0;
    for (size_t i = 0; i < f->n; i++) {
        const struct item *item = &f->item[i];
        const struct str name =
            item->kind == ITEM_NAMED ? f->name[item->n] : (struct str){"", 0};
        if (item->kind == ITEM_LABEL || item->kind == ITEM_PROBABILITY)
            snprintf(word, sizeof word, "%c%zu ", "inslpe"[item->kind],
                     item -> n);
        else
            snprintf(word, sizeof word, "%c%.*s ", "inslpe"[item->kind],
                     (int)name.len, name.s);
        assert_true(buffer_add(b, word, strlen(word)));
    }
    assert_true(buffer_add(b, "", 1));
}

/* clang-format off */
static const struct {
    const char *list, *items;
    bool one; /* axis alone is shown */
} good[] = {
    {NULL,                    "i s l0 p0 l1 p1 e ", false},
    {NULL,                    "i s l1 p1 e ",       true},
    {"input",                 "i ",                 false},
    {"tone",                  "s l0 p0 l1 p1 e ",   false},
    {"tone,input,tone",       "s l1 p1 e i s l1 p1 e ", true},
    {"a",                     "na ",                false},
    {"a,b,a",                 "na nb na ",          false},
    {"a.b, c",                "na.b n c ",          false},
    {"tone.status,id",        "s nid ",             false},
    {"tone.error",            "e ",                 false},
    {"tone.sentiment",        "l0 ",                true},
    {"tone.emotion.p,tone.emotion", "p1 l1 ",       false},
    {"Input,tones,ton",       "nInput ntones nton ", false},
    {"1,text,file",           "n1 ntext nfile ",    false},
};

static const char *const bad[] = {
    "", ",", "a,", ",a", "a,,b", "tone.", "tone.x", "tone.sentiment.",
    "tone.sentiment.q", "tone.sentimentp", "tone.sentiment.p.p",
    "tone.status.p", "a,tone.Emotion", "tone.sentimen",
};
/* clang-format on */

static void fields_are_named(void **state)
{
    (void)state;
    struct buffer b = {0};

    for (size_t i = 0; i < COUNT(good); i++) {
        struct fields f;
        int status;
        assert_true(
            fields_parse(&f, &verb, model, good[i].one ? one_axis : all_axes,
                         good[i].one ? COUNT(one_axis) : COUNT(all_axes),
                         good[i].list, &status));
        spell(&f, &b);
        assert_string_equal(b.data, good[i].items);
        assert_int_equal(f.input, strchr(good[i].items, 'i') &&
                                      (good[i].items[0] == 'i' ||
                                       strstr(good[i].items, " i ")));
        fields_release(&f);
    }
    free(b.data);
}

static void other_names_are_misuse(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(bad); i++) {
        struct fields f;
        int status = -1;
        assert_false(fields_parse(&f, &verb, model, all_axes, COUNT(all_axes),
                                  bad[i], &status));
        assert_int_equal(status, EXIT_USAGE);
        fields_release(&f);
    }
}

static bool parse_scarcely(void *context, struct tenor_error *err)
{
    struct fields f;
    int status;

    (void)context;
    const bool ok = fields_parse(&f, &verb, model, all_axes, COUNT(all_axes),
                                 "a,b,c,d,e,input,tone,tone", &status);
    fields_release(&f);
    return ok || fail_memory(err, "fields");
}

static void memory_may_run_out(void **state)
{
    (void)state;
    scarce_run(parse_scarcely, NULL);
}

/* ---- columns ------------------------------------------------------------- */

static struct corpus_columns *columns_of(const char *list)
{
    struct value name[16];
    size_t n = 0;

    for (struct str word; str_next_word(&list, &word);)
        name[n++] = (struct value){VALUE_TEXT, word};
    struct corpus_columns *c = columns_new(name, n);
    assert_non_null(c);
    assert_int_equal(c->passed, n);
    return c;
}

static void columns_have_names_and_numbers(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        int column; /* -1: none */
    } row[] = {
        {"a", 0},
        {"b", 1},
        {"2", 2},
        {"1", 0},
        {"3", 2},
        {"4", 3},
        {"5", -1},
        {"0", -1},
        {"", -1},
        {"c", -1},
        {"A", -1},
        {"-1", -1},
        {"1a", -1},
        {" 1", -1},
        {"01", 0},
        {"18446744073709551617", -1},
        {"99999999999999999999999", -1},
    };
    struct corpus_columns *c = columns_of("a b 2 a");

    for (size_t i = 0; i < COUNT(row); i++) {
        size_t column;
        const bool found = columns_find(c, str_of(row[i].name), &column);
        assert_int_equal(found, row[i].column >= 0);
        if (found)
            assert_int_equal(column, row[i].column);
    }
    columns_free(c);
    columns_free(NULL);
}

static void columns_are_compared_by_their_names(void **state)
{
    (void)state;
    static const char *const list[] = {"", "a", "a b", "b a", "ab", "a b c"};

    for (size_t i = 0; i < COUNT(list); i++)
        for (size_t k = 0; k < COUNT(list); k++) {
            struct corpus_columns *a = columns_of(list[i]);
            struct corpus_columns *b = columns_of(list[k]);
            assert_int_equal(columns_equal(a, b), i == k);
            b->passed++; /* other ones are passed on */
            assert_false(columns_equal(a, b));
            columns_free(a);
            columns_free(b);
        }
}

static bool make_scarcely(void *context, struct tenor_error *err)
{
    const struct value name = {VALUE_TEXT, STR("a")};
    struct corpus_columns *c = columns_new(&name, 1);

    (void)context;
    columns_free(c);
    return c || fail_memory(err, "columns");
}

static void memory_may_run_out_for_columns(void **state)
{
    (void)state;
    scarce_run(make_scarcely, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_are_named),
        cmocka_unit_test(other_names_are_misuse),
        cmocka_unit_test(memory_may_run_out),
        cmocka_unit_test(columns_have_names_and_numbers),
        cmocka_unit_test(columns_are_compared_by_their_names),
        cmocka_unit_test(memory_may_run_out_for_columns),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
