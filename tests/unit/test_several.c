/* Documents with any number of labels. */
#define _POSIX_C_SOURCE 200809L
#include "tests/unit/cases.h"

static struct labelmap_entry entries[] = {
    {{"joy", 3}, {"happy", 5}},   {{"glad", 4}, {"happy", 5}},
    {{"none", 4}, {"", 0}},       {{"drop", 4}, {"", 0}},
    {{"tabbed", 6}, {"a\tb", 3}}, {{"broken", 6}, {"\xFF", 1}},
};
static const struct labelmap map = {entries, COUNT(entries), COUNT(entries)};

/* clang-format off */
#define SEVERAL WITH(.multi_label = true)
#define BY(separator) WITH(.multi_label = true, .label_separator = (separator))
#define MAPPED WITH(.multi_label = true, .map = &map)

static const struct test tsv[] = {
    {IN("a\tx\n" "a,b\ty\n" "\tz\n"), OUT(DOC("a", "x", 1), DOC("a\tb", "y", 2), DOC("", "z", 3)), SEVERAL},
    {IN("b,a,b,c,a\tx\n"), OUT(DOC("b\ta\tc", "x", 1)), SEVERAL},
    {IN("  a , two words ,a\tx\n"), OUT(DOC("a\ttwo words", "x", 1)), SEVERAL},
    {IN(",a,, ,b,\tx\n" ",\ty\n" "  \tz\n"), OUT(DOC("a\tb", "x", 1), DOC("", "y", 2), DOC("", "z", 3)), SEVERAL},
    {IN("a,ab,b,aba\tx\n"), OUT(DOC("a\tab\tb\taba", "x", 1)), SEVERAL},
    {IN("a;b,c\tx\n"), OUT(DOC("a\tb,c", "x", 1)), BY(";")},
    {IN("a||b|c||\tx\n"), OUT(DOC("a\tb|c", "x", 1)), BY("||")},
    {IN("a b  c\tx\n"), OUT(DOC("a\tb\tc", "x", 1)), BY(" ")},
    {IN("a\tx\n"), OUT(DOC("a", "x", 1)), BY("longer than the field")},
    {IN("joy,a,glad\tx\n" "none,a\ty\n" "none,drop\tz\n" "\tz\n" "happy\tz\n"), OUT(DOC("happy\ta", "x", 1), DOC("a", "y", 2), DOC("", "z", 4), DOC("happy", "z", 5)), MAPPED},
    {IN("joy,a\tx\n" "none\ty\n" "joy\tz\n"), OUT(DOC("joy,a", "x", 1), DOC("happy", "z", 3)), WITH(.map = &map)},
    {IN("x\ta,b\tmore\n"), OUT(DOC("a\tb", "more", 1)), WITH(.multi_label = true, .label_column = "2")},
    {IN("a,b\0\tx\n"), .error = ":1: the label holds a NUL byte", SEVERAL},
    {IN("a,\xC3\tx\n"), .error = ":1: the label is not UTF-8", SEVERAL},
    {IN("\xC3\xA9\tx\n"), .error = ":1: the label is not UTF-8", BY("\xC3")},
    {IN("a,broken\tx\n"), .error = ":1: the label is not UTF-8", MAPPED},
    {IN("a,tabbed\tx\n"), .error = ":1: the label holds a tab", MAPPED},
    {IN("a,b\n"), .error = ":1: no tab", SEVERAL},
};

static const struct test csv[] = {
    {IN("label,text\n\"a, b\",x\n,y\na,z\n"), OUT(DOC("a\tb", "x", 2), DOC("", "y", 3), DOC("a", "z", 4)), SEVERAL},
    {IN("label,text\na\tb,x\n"), OUT(DOC("a\tb", "x", 2)), BY("\t")},
    {IN("label,text\na\tb,x\n"), .error = ":2: the label holds a tab", SEVERAL},
};

#define JSON(label) "{\"text\": \"x\", \"label\": " label "}\n"

static const struct test jsonl[] = {
    {IN(JSON("\"a, b\"") JSON("[\"a, b\", \" c \", \"a, b\"]") JSON("\"\"") JSON("[]") JSON("null")),
     OUT(DOC("a\tb", "x", 1), DOC("a, b\tc", "x", 2), DOC("", "x", 3), DOC("", "x", 4), DOC("", "x", 5)), SEVERAL},
    {IN(JSON("1") JSON("[1, true, \"1\"]") JSON("[\"\", null]")), OUT(DOC("1", "x", 1), DOC("1\ttrue", "x", 2), DOC("", "x", 3)), SEVERAL},
    {IN(JSON("[\"joy\", \"none\"]") JSON("[\"none\"]") JSON("\"glad,b\"")), OUT(DOC("happy", "x", 1), DOC("happy\tb", "x", 3)), MAPPED},
    {IN(JSON("[\"a\", [\"b\"]]")), .error = ":1: no label field 'label'", SEVERAL},
    {IN(JSON("[0.5]")), .error = ":1: no label field 'label'", SEVERAL},
    {IN(JSON("[{}]")), .error = ":1: no label field 'label'", SEVERAL},
    {IN("{\"text\": \"x\"}"), .error = ":1: no label field 'label'", SEVERAL},
    {IN(JSON("[\"a\\tb\"]")), .error = ":1: the label holds a tab", SEVERAL},
    {IN(JSON("[\"a\", \"b\\u0000\"]")), .error = ":1: the label holds a NUL byte", SEVERAL},
};

static const struct test fasttext[] = {
    {IN("__label__a x y\n" "__label__a __label__b\t__label__a x\n"), OUT(DOC("a", "x y", 1), DOC("a\tb", "x", 2)), SEVERAL},
    {IN("x __label__a\n" " __label__a x\n" "__label_\n"), OUT(DOC("", "x __label__a", 1), DOC("", " __label__a x", 2), DOC("", "__label_", 3)), SEVERAL},
    {IN("__label__a,b x\n" "__label__a __label__b\n" "__label__ x\n"), OUT(DOC("a,b", "x", 1), DOC("a\tb", "", 2), DOC("", "x", 3)), SEVERAL},
    {IN("__label__joy __label__glad x\n" "__label__none y\n" "__label__drop __label__a z\n"), OUT(DOC("happy", "x", 1), DOC("a", "z", 3)), MAPPED},
    {IN("__label__a __label__\xFF x\n"), .error = ":1: the label is not UTF-8", SEVERAL},
};
/* clang-format on */

static void each_format_is_read(void **state)
{
    (void)state;
    RUN(tsv);
    RUN(csv);
    RUN(jsonl);
    RUN(fasttext);
}

static void a_folder_is_one_label(void **state)
{
    (void)state;
    struct tenor_error err = {0};
    struct corpus *c;
    struct doc doc;
    bool end;

    make_folder("dir");
    make_folder("dir/a,b");
    write_file("dir/a,b/1", STR("text"));
    assert_true(corpus_open(&c, path_of("dir"),
                            &(struct corpus_options){.multi_label = true},
                            &err));
    assert_true(corpus_next(c, &doc, &end, &err));
    assert_str(doc.label, STR("a,b"));
    assert_true(corpus_next(c, &doc, &end, &err) && end);
    corpus_close(c);
}

static void separator_must_fit(void **state)
{
    (void)state;
    refuse(write_file("a.tsv", STR("a\tx\n")),
           (struct corpus_options){.multi_label = true, .label_separator = ""},
           TENOR_EINVAL, "the label separator is empty");
    refuse(write_file("a.tsv", STR("a\tx\n")),
           (struct corpus_options){.label_separator = ","}, TENOR_EINVAL,
           "a label separator needs several labels: --multi-label");
}

static void labels_are_limited(void **state)
{
    (void)state;
    const struct corpus_options options = {.format = "tsv",
                                           .multi_label = true};
    struct buffer b = {0};

    for (int i = 0; i < CORPUS_LABELS_MAX; i++) {
        char label[16];
        int len = snprintf(label, sizeof label, i ? ",%d" : "%d", i);
        assert_true(buffer_add(&b, label, (size_t)len));
    }
    const size_t most = b.len;
    assert_true(buffer_add(&b, "\tx", 2));
    struct reading r = {write_file("most", (struct str){b.data, b.len}),
                        options};
    struct tenor_error err = {0};
    assert_true(attempt(&r, &err));
    b.len = most;
    assert_true(buffer_add(&b, ",0\tx", 4));
    refuse(write_file("more", (struct str){b.data, b.len}), options,
           TENOR_ELIMIT, "more:1: more than 1024 labels");
    free(b.data);
}

static void memory_runs_out(void **state)
{
    (void)state;
    static const struct {
        const char *format;
        struct str content;
    } row[] = {
        {"tsv", S("a,b,a label longer than sixteen bytes\tx\n")},
        {"csv", S("text,label\nx,\"a,b,a label longer than sixteen bytes\"")},
        {"jsonl", S("{\"text\": \"a\", \"label\": [\"a\", "
                    "\"a label longer than sixteen bytes\"]}")},
        {"fasttext", S("__label__a __label__longer_than_sixteen_bytes x")},
    };

    for (size_t i = 0; i < COUNT(row); i++)
        scarce_run(
            attempt,
            &(struct reading){write_file("scarce", row[i].content),
                              {.format = row[i].format, .multi_label = true}});
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_format_is_read),
        cmocka_unit_test(a_folder_is_one_label),
        cmocka_unit_test(separator_must_fit),
        cmocka_unit_test(labels_are_limited),
        cmocka_unit_test(memory_runs_out),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
