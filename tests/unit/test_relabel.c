/* Findings that are read again, places of labels, and the bytes that come of
 * it. */
#define _POSIX_C_SOURCE 200809L
#include "cli/audit/relabel_log.h"

#include "tests/unit/cases.h"

/* ---- findings ------------------------------------------------------------ */

#define OBJECT(line, kind, label, suggested, sure, text)                  \
    "{\"line\":" line ",\"kind\":\"" kind "\",\"label\":" label           \
    ",\"suggested\":" suggested ",\"confidence\":" sure ",\"text\":" text \
    "}\n"

static bool read_findings(const char *content, struct findings *f,
                          struct tenor_error *err)
{
    *f = (struct findings){0};
    return findings_read(write_file("found", str_of(content)), f, err);
}

static void what_is_no_finding(void **state)
{
    static const char *const wrong[] = {
        "{\n",
        "[]\n",
        "{}\n",
        OBJECT("0", "label", "\"a\"", "\"b\"", "0.5", "\"x\""),
        OBJECT("1.5", "label", "\"a\"", "\"b\"", "0.5", "\"x\""),
        OBJECT("1", "lable", "\"a\"", "\"b\"", "0.5", "\"x\""),
        OBJECT("1", "label", "1", "\"b\"", "0.5", "\"x\""),
        OBJECT("1", "label", "\"a\"", "\"b\\u0000\"", "0.5", "\"x\""),
        OBJECT("1", "label", "\"a\"", "\"b\"", "1.01", "\"x\""),
        OBJECT("1", "label", "\"a\"", "\"b\"", "0.5", "null"),
    };
    const char *good = OBJECT("1", "label", "\"a\"", "null", "0.5", "\"\"");
    char content[512];

    (void)state;
    for (size_t i = 0; i < COUNT(wrong); i++) {
        struct tenor_error err = {0};
        struct findings f;
        snprintf(content, sizeof content, "%s\n%s", good, wrong[i]);
        assert_false(read_findings(content, &f, &err));
        assert_int_equal(err.code, TENOR_EDATA);
        assert_int_equal(err.line, 3);
        findings_release(&f);
    }
}

/* The first about a line, of the kinds that were asked for, sure enough. */
static void which_are_followed(void **state)
{
    struct findings f;
    struct changes c = {0};
    struct tenor_error err = {0};
    const struct choice_of_findings choice = {.kind = {[FINDING_LABEL] = true},
                                              .confidence = 0.6};

    (void)state;
    assert_true(read_findings(
        OBJECT("7", "label", "\"a\"", "\"b\"", "0.9", "\"x\"")
            OBJECT("9", "duplicate", "\"a\"", "\"b\"", "0.9", "\"x\"")
                OBJECT("2", "label", "\"a\"", "\"c\"", "0.8", "\"y\"") OBJECT(
                    "7", "label", "\"a\"", "\"d\"", "0.7", "\"x\"")
                    OBJECT("4", "label", "\"a\"", "null", "0.7", "\"x\"")
                        OBJECT("5", "label", "\"a\"", "\"b\"", "0.5", "\"x\""),
        &f, &err));
    assert_true(changes_choose(&f, "any.tsv", &choice, &c, &err));
    assert_int_equal(c.n, 2);
    assert_int_equal(c.passed, 2);
    assert_int_equal(c.item[0].line, 2);
    assert_int_equal(c.item[0].finding, 3);
    assert_int_equal(c.item[1].line, 7);
    assert_string_equal(c.item[1].to, "b");
    changes_release(&c);
    findings_release(&f);
}

/* ---- bytes --------------------------------------------------------------- */

struct bytes_case {
    const char *format, *column, *before, *after;
    size_t line;
    const char *from, *to, *text;
};

static const struct bytes_case cases[] = {
    {"tsv", NULL, "a\tx y\r\n\nb\tz", "a\tx y\r\n\nlong\tz", 3, "b", "long",
     "z"},
    {"tsv", NULL,
     "\xEF\xBB\xBF"
     "a\tx\n",
     "\xEF\xBB\xBF"
     "b\tx\n",
     1, "a", "b", "x"},
    {"tsv", "2", "0\ta\tx\n1\tb\ty\n", "0\tc\tx\n1\tb\ty\n", 1, "a", "c", "x"},
    {"csv", NULL, "text,label\r\n\"x\n,y\",a\r\nz,b\r\n",
     "text,label\r\n\"x\n,y\",c\r\nz,b\r\n", 2, "a", "c", "x\n,y"},
    {"csv", NULL, "\"la\"\"bel\",label,text\n1,\"a\",\"x\"\n\n2,b,y",
     "\"la\"\"bel\",label,text\n1,\"c\",\"x\"\n\n2,b,y", 2, "a", "c", "x"},
    {"csv", "la\"bel", "text,\"la\"\"bel\"\nx,a\n",
     "text,\"la\"\"bel\"\nx,\"c,\"\"d\"\n", 2, "a", "c,\"d", "x"},
    {"csv", "2", "text,l\nx,a\n\ny,b\n", "text,l\nx,a\n\ny,c\n", 4, "b", "c",
     "y"},
    {"jsonl", NULL, "{ \"label\" : \"a\" , \"text\":\"x\\n\"}\n",
     "{ \"label\" : \"b\\\"\" , \"text\":\"x\\n\"}\n", 1, "a", "b\"", "x\n"},
    {"jsonl", "m.l", "\n{\"l\":[1,\"}\"],\"text\":\"x\",\"m\":{\"l\":2}}\r\n",
     "\n{\"l\":[1,\"}\"],\"text\":\"x\",\"m\":{\"l\":3}}\r\n", 2, "2", "3",
     "x"},
    {"jsonl", NULL, "{\"text\":\"x\",\"l\\u0061bel\":true}",
     "{\"text\":\"x\",\"l\\u0061bel\":false}", 1, "true", "false", "x"},
    {"jsonl", NULL, "{\"text\":\"x\",\"label\":true}",
     "{\"text\":\"x\",\"label\":\"maybe\"}", 1, "true", "maybe", "x"},
};

static struct changes change_of(const struct bytes_case *t, struct change *c)
{
    *c = (struct change){
        .line = t->line, .from = t->from, .to = t->to, .text = str_of(t->text)};
    return (struct changes){.item = c, .n = 1};
}

static bool relabel(const struct bytes_case *t, const struct changes *c,
                    struct buffer *out, struct tenor_error *err)
{
    const struct corpus_options options = {.format = t->format,
                                           .label_column = t->column};
    char sha256[DIGEST_HEX];
    char *path = write_file("corpus", str_of(t->before));

    return relabel_bytes(path, &options, c, out, sha256, err);
}

static void every_other_byte_stays(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct bytes_case *t = &cases[i];
        struct corpus_options options = {.format = t->format,
                                         .label_column = t->column};
        struct buffer out = {0};
        struct tenor_error err = {0};
        struct change c;
        const struct changes changes = change_of(t, &c);
        print_message("%s %zu\n", t->format, i);
        if (!relabel(t, &changes, &out, &err))
            fail_msg("%s", err.message);
        assert_str((struct str){out.data, out.len}, str_of(t->after));
        char *before = mem_string(str_of(path_of("corpus")));
        char *after = mem_string(
            str_of(write_file("after", (struct str){out.data, out.len})));
        assert_true(relabel_check(before, after, &options, &changes, &err));
        c.to = "other";
        assert_false(relabel_check(before, after, &options, &changes, &err));
        assert_int_equal(err.code, TENOR_EDATA);
        free(before);
        free(after);
        free(out.data);
    }
}

static void another_corpus_is_refused(void **state)
{
    static const struct {
        const char *from, *text, *part;
        size_t line;
    } wrong[] = {{"b", "x", "the label is 'a' and not 'b'", 1},
                 {"a", "y", "another text", 1},
                 {"a", "x", "no record begins there", 2},
                 {"a", "x", "no record begins there", 9}};
    static const struct bytes_case t = {
        "tsv", NULL, "a\tx\n\nb\ty\n", "", 0, NULL, NULL, NULL};

    (void)state;
    for (size_t i = 0; i < COUNT(wrong); i++) {
        struct change c = {.line = wrong[i].line,
                           .from = wrong[i].from,
                           .to = "c",
                           .text = str_of(wrong[i].text)};
        const struct changes changes = {.item = &c, .n = 1};
        struct tenor_error err = {0};
        struct buffer out = {0};
        assert_false(relabel(&t, &changes, &out, &err));
        assert_int_equal(err.code, TENOR_EDATA);
        if (!strstr(err.message, wrong[i].part))
            fail_msg("'%s'", err.message);
        free(out.data);
    }
}

static void what_cannot_be_written(void **state)
{
    static const struct bytes_case wrong[] = {
        {"tsv", NULL, "a\tx\n", "", 1, "a", "b\tc", "x"},
        {"jsonl", NULL, "{\"label\":[\"a\"],\"text\":\"x\"}", "", 1, "a", "b",
         "x"},
        {"fasttext", NULL, "__label__a x\n", "", 1, "a", "b", "x"}};

    (void)state;
    for (size_t i = 0; i < COUNT(wrong); i++) {
        struct change c;
        const struct changes changes = change_of(&wrong[i], &c);
        struct tenor_error err = {0};
        struct buffer out = {0};
        assert_false(relabel(&wrong[i], &changes, &out, &err));
        assert_true(err.code == TENOR_EDATA || err.code == TENOR_EINVAL);
        free(out.data);
    }
}

/* ---- the log ------------------------------------------------------------- */

static void a_log_is_read_again(void **state)
{
    struct change c[] = {{.line = 2, .from = "a\"", .to = "b", .finding = 4},
                         {.line = 5, .from = "b", .to = "\xC3\xA4"}};
    struct relabel_log l = {.corpus = "c",
                            .output = "o",
                            .findings = "f",
                            .changes = {.item = c, .n = 2}};
    struct relabel_log again = {0};
    struct tenor_error err = {0};
    const char *path = write_file("log", STR(""));

    (void)state;
    memset(l.before, '1', DIGEST_HEX - 1);
    memset(l.after, '2', DIGEST_HEX - 1);
    assert_true(relabel_log_write(&l, path, &err));
    assert_true(relabel_log_read(path, &again, &err));
    assert_int_equal(again.changes.n, 2);
    relabel_log_reverse(&again);
    assert_string_equal(again.before, l.after);
    assert_string_equal(again.after, l.before);
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(again.changes.item[i].line, c[i].line);
        assert_string_equal(again.changes.item[i].from, c[i].to);
        assert_string_equal(again.changes.item[i].to, c[i].from);
    }
    relabel_log_release(&again);
}

static bool all_of_it(void *context, struct tenor_error *err)
{
    const struct choice_of_findings choice = {.kind = {[FINDING_LABEL] = true}};
    const struct corpus_options options = {.format = "csv"};
    const char *const *path = context;
    char sha256[DIGEST_HEX];
    struct findings f = {0};
    struct changes c = {0};
    struct buffer out = {0};
    const bool ok = findings_read(path[0], &f, err) &&
                    changes_choose(&f, path[1], &choice, &c, err) &&
                    relabel_bytes(path[1], &options, &c, &out, sha256, err);

    free(out.data);
    changes_release(&c);
    findings_release(&f);
    return ok;
}

static void memory_runs_out(void **state)
{
    char *path[2];

    (void)state;
    path[0] = mem_string(
        str_of(write_file("found", str_of(OBJECT("2", "label", "\"a\"", "\"b\"",
                                                 "0.9", "\"x\"")))));
    path[1] =
        mem_string(str_of(write_file("corpus", STR("text,label\nx,a\ny,b\n"))));
    scarce_run(all_of_it, path);
    free(path[0]);
    free(path[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_no_finding),
        cmocka_unit_test(which_are_followed),
        cmocka_unit_test(every_other_byte_stays),
        cmocka_unit_test(another_corpus_is_refused),
        cmocka_unit_test(what_cannot_be_written),
        cmocka_unit_test(a_log_is_read_again),
        cmocka_unit_test(memory_runs_out),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
