#define _POSIX_C_SOURCE 200809L
#include "tests/unit/cases.h"

#include <unistd.h>

/* clang-format off */
#define BOM "\xEF\xBB\xBF"

static const struct test tsv[] = {
    {IN("")},
    {IN("\n\n\r\n")},
    {IN(BOM)},
    {IN("pos\tfine\nneg\tbad\n"), OUT(DOC("pos", "fine", 1), DOC("neg", "bad", 2))},
    {IN("pos\tfine\nneg\tbad"), OUT(DOC("pos", "fine", 1), DOC("neg", "bad", 2))},
    {IN("pos\tfine\r\nneg\tbad\r\n"), OUT(DOC("pos", "fine", 1), DOC("neg", "bad", 2))},
    {IN(BOM "pos\tfine\n" BOM "neg\tbad\n"), OUT(DOC("pos", "fine", 1), DOC(BOM "neg", "bad", 2))},
    {IN("\npos\tfine\n\n\nneg\tbad\n\n"), OUT(DOC("pos", "fine", 2), DOC("neg", "bad", 5))},
    {IN("pos\ta\tb\t\n"), OUT(DOC("pos", "a\tb\t", 1))},
    {IN("pos\t\n"), OUT(DOC("pos", "", 1))},
    {IN("two words\t a \n"), OUT(DOC("two words", " a ", 1))},
    {IN("pos\ta\rb\n"), OUT(DOC("pos", "a\rb", 1))},
    {IN("pos\ta\r\r\n"), OUT(DOC("pos", "a\r", 1))},
    {IN("pos\ta\0b\n"), OUT(DOC("pos", "a\0b", 1))},
    {IN("pos\t\xFF\xC3\n"), OUT(DOC("pos", "\xFF\xC3", 1))},
    {IN("pos\tfine\nbad line\n"), OUT(DOC("pos", "fine", 1)), .error = ":2: no tab between label and text"},
    {IN("\ttext\n"), .error = ":1: the label is empty"},
    {IN("\n\n\t\n"), .error = ":3: the label is empty"},
    {IN("p\0s\ttext\n"), .error = ":1: the label holds a NUL byte"},
    {IN("\xC3\xA9\ttext\n\xE9\ttext\n"), OUT(DOC("\xC3\xA9", "text", 1)), .error = ":2: the label is not UTF-8"},
    {IN("pos\tfine\n\xFF\ta\tb\n\nno label\n\tnone\n"), OUT(DOC("", "fine", 1), DOC("", "a\tb", 2), DOC("", "no label", 4), DOC("", "none", 5)), WITH(.unlabelled = true)},
    {IN("1\tfine\tpos\n"), OUT(DOC("", "fine", 1)), WITH(.unlabelled = true, .text_column = "2", .label_column = "9")},
};

static const struct test csv[] = {
    {IN(""), .error = ":1: no header line"},
    {IN(BOM), .error = ":1: no header line"},
    {IN("text,label\n")},
    {IN("text,label")},
    {IN("text,label\nfine,pos\nbad,neg\n"), OUT(DOC("pos", "fine", 2), DOC("neg", "bad", 3))},
    {IN("text,label\nfine,pos"), OUT(DOC("pos", "fine", 2))},
    {IN("text,label\r\nfine,pos\r\nbad,neg\r\n"), OUT(DOC("pos", "fine", 2), DOC("neg", "bad", 3))},
    {IN(BOM "text,label\nfine,pos\n"), OUT(DOC("pos", "fine", 2))},
    {IN("text,label\n\nfine,pos\n\r\n\n"), OUT(DOC("pos", "fine", 3))},
    {IN("\"text\",\"label\"\r\n\"fine\",\"pos\"\r\n"), OUT(DOC("pos", "fine", 2))},
    {IN("text,label\n\"a, b\",pos\n"), OUT(DOC("pos", "a, b", 2))},
    {IN("text,label\n\"say \"\"yes\"\"\",pos\n"), OUT(DOC("pos", "say \"yes\"", 2))},
    {IN("text,label\n\"\"\"\",pos\n"), OUT(DOC("pos", "\"", 2))},
    {IN("text,label\n\"one\ntwo\r\n\nthree\",pos\nbad,neg\n"), OUT(DOC("pos", "one\ntwo\r\n\nthree", 2), DOC("neg", "bad", 6))},
    {IN("label,text\npos,\"end\""), OUT(DOC("pos", "end", 2))},
    {IN("label,text\npos,\"\"\n"), OUT(DOC("pos", "", 2))},
    {IN("label,text\npos,\n"), OUT(DOC("pos", "", 2))},
    {IN("label,text\npos,"), OUT(DOC("pos", "", 2))},
    {IN("label,text\npos,a\rb\r\n"), OUT(DOC("pos", "a\rb", 2))},
    {IN("label,text\npos, a b \n"), OUT(DOC("pos", " a b ", 2))},
    {IN("label,text\npos,a\0b\n"), OUT(DOC("pos", "a\0b", 2))},
    {IN("id,tone,title,body\n7,pos,t,b\n"), OUT(DOC("pos", "b", 2)), WITH(.text_column = "body", .label_column = "tone")},
    {IN("id,tone,title,body\n7,pos,t,b\n"), OUT(DOC("pos", "t", 2)), WITH(.text_column = "3", .label_column = "2")},
    {IN("2,1\na,b\n"), OUT(DOC("b", "a", 2)), WITH(.text_column = "2", .label_column = "1")},
    {IN("tone\npos\n"), OUT(DOC("pos", "pos", 2)), WITH(.text_column = "tone", .label_column = "1")},
    {IN("text,tone\n"), .error = ":1: the header has no column 'label'"},
    {IN("tone,text\n,fine\n"), OUT(DOC("", "fine", 2)), WITH(.unlabelled = true)},
    {IN("body,label\n"), .error = ":1: the header has no column 'text'"},
    {IN("a,b\n"), .error = ":1: the header has no column '3'", WITH(.text_column = "1", .label_column = "3")},
    {IN("a,b\n"), .error = ":1: the header has no column '0'", WITH(.text_column = "0")},
    {IN("a,b\n"), .error = ":1: the header has no column '1x'", WITH(.text_column = "1x")},
    {IN("a,b\n"), .error = ":1: the header has no column ''", WITH(.text_column = "")},
    {IN("text,label\nfine,pos\nshort\n"), OUT(DOC("pos", "fine", 2)), .error = ":3: 1 fields where the header has 2"},
    {IN("text,label\n\"a\nb\",pos\na,b,c\n"), OUT(DOC("pos", "a\nb", 2)), .error = ":4: 3 fields where the header has 2"},
    {IN("text,label\nfine,\n"), .error = ":2: the label is empty"},
    {IN("text,label\n,\n"), .error = ":2: the label is empty"},
    {IN("text,label\nfine,pos\n\"never\nclosed,pos\n"), OUT(DOC("pos", "fine", 2)), .error = ":3: a quoted field is never closed"},
    {IN("\"text,label\n"), .error = ":1: a quoted field is never closed"},
    {IN("text,label\nfi\"ne,pos\n"), .error = ":2: a quote inside an unquoted field"},
    {IN("text,label\n\"fine\" ,pos\n"), .error = ":2: text after a closing quote"},
    {IN("text,label\n\"a\nb\"c,pos\n"), .error = ":3: text after a closing quote"},
};

static const struct test jsonl[] = {
    {IN("")},
    {IN("\n\r\n\n")},
    {IN(BOM "{\"text\": \"fine\", \"label\": \"pos\"}\n"), OUT(DOC("pos", "fine", 1))},
    {IN("{\"text\": \"fine\", \"label\": \"pos\"}"), OUT(DOC("pos", "fine", 1))},
    {IN("{\"text\": \"fine\", \"label\": \"pos\"}\r\n\n{\"label\": \"neg\", \"text\": \"bad\"}\r\n"), OUT(DOC("pos", "fine", 1), DOC("neg", "bad", 3))},
    {IN("{\"label\": \"pos\", \"text\": \"\"}"), OUT(DOC("pos", "", 1))},
    {IN("{\"label\": \"pos\", \"text\": \"a\\n\\\"\\u00e9\\ud83d\\ude00\"}"), OUT(DOC("pos", "a\n\"\xC3\xA9\xF0\x9F\x98\x80", 1))},
    {IN("{\"label\": \"pos\", \"text\": \"a\\u0000b\"}"), OUT(DOC("pos", "a\0b", 1))},
    {IN("{\"label\": 3, \"text\": \"a\"}\n{\"label\": -1, \"text\": \"b\"}\n"
       "{\"label\": true, \"text\": \"c\"}\n{\"label\": false, \"text\": \"d\"}\n"
       "{\"label\": 9007199254740993, \"text\": \"e\"}"),
     OUT(DOC("3", "a", 1), DOC("-1", "b", 2), DOC("true", "c", 3), DOC("false", "d", 4), DOC("9007199254740993", "e", 5))},
    {IN("{\"doc\": {\"body\": \"a\"}, \"gold\": {\"tone\": {\"name\": \"pos\"}}}"), OUT(DOC("pos", "a", 1)), WITH(.text_column = "doc.body", .label_column = "gold.tone.name")},
    {IN("{\"a.b\": \"whole\", \"a\": {\"b\": \"nested\"}, \"label\": \"pos\"}"), OUT(DOC("pos", "whole", 1)), WITH(.text_column = "a.b")},
    {IN("{\"a\": {\"b.c\": \"x\"}, \"label\": \"pos\"}"), OUT(DOC("pos", "x", 1)), WITH(.text_column = "a.b.c")},
    {IN("{\"label\": \"pos\"}"), .error = ":1: no text field 'text'"},
    {IN("{\"text\": \"a\"}"), .error = ":1: no label field 'label'"},
    {IN("{\"text\": \"a\"}\n{\"text\": \"b\", \"label\": []}"), OUT(DOC("", "a", 1), DOC("", "b", 2)), WITH(.unlabelled = true)},
    {IN("{\"text\": 1, \"label\": \"pos\"}"), .error = ":1: no text field 'text'"},
    {IN("{\"text\": \"a\", \"label\": 0.5}"), .error = ":1: no label field 'label'"},
    {IN("{\"text\": \"a\", \"label\": null}"), .error = ":1: the label is empty"},
    {IN("{\"text\": \"a\", \"label\": [\"pos, neg\"]}"), OUT(DOC("pos, neg", "a", 1))},
    {IN("{\"text\": \"a\", \"label\": [true]}"), OUT(DOC("true", "a", 1))},
    {IN("{\"text\": \"a\", \"label\": []}"), .error = ":1: the label is empty"},
    {IN("{\"text\": \"a\", \"label\": [\"\", \"pos\"]}"), .error = ":1: the label is empty"},
    {IN("{\"text\": \"a\", \"label\": [\"pos\", \"pos\"]}"), .error = ":1: more than one label; use --multi-label"},
    {IN("{\"text\": \"a\", \"label\": [[\"pos\"]]}"), .error = ":1: no label field 'label'"},
    {IN("{\"text\": [\"a\"], \"label\": \"pos\"}"), .error = ":1: no text field 'text'"},
    {IN("{\"text\": \"a\", \"label\": {\"b\": 1}}"), .error = ":1: no label field 'label'"},
    {IN("{\"text\": \"a\", \"label\": 1}"), .error = ":1: no label field 'label.x'", WITH(.label_column = "label.x")},
    {IN("{\"text\": \"a\", \"label\": 1}"), .error = ":1: no text field '.'", WITH(.text_column = ".")},
    {IN("{\"text\": \"a\", \"label\": \"\"}"), .error = ":1: the label is empty"},
    {IN("{\"text\": \"a\", \"label\": \"p\\u0000s\"}"), .error = ":1: the label holds a NUL byte"},
    {IN("{\"text\": \"a\", \"label\": \"pos\"}\n{\"text\": \"b\", \"label\": \n"), OUT(DOC("pos", "a", 1)), .error = ":2: byte "},
    {IN("{\"text\": \"a\", \"label\": \"pos\"} x\n"), .error = ":1: byte "},
    {IN("{\"text\": \"a\", \"text\": \"b\", \"label\": \"pos\"}"), .error = ":1: byte "},
    {IN("{\"text\": \"\xFF\", \"label\": \"pos\"}"), .error = ":1: byte "},
    {IN("{\"text\": \"a\nb\"}"), .error = ":1: byte "},
    {IN("{\"text\": \"a\", \"label\": 123456789012345678901}"), .error = ":1: byte "},
    {IN("\n[\"text\", \"label\"]\n"), .error = ":2: not a JSON object"},
    {IN("  \n"), .error = ":1: byte "},
    {IN("\0\n"), .error = ":1: byte "},
};

static const struct test fasttext[] = {
    {IN("")},
    {IN("\n\n")},
    {IN("__label__pos fine\n__label__neg\tbad"), OUT(DOC("pos", "fine", 1), DOC("neg", "bad", 2))},
    {IN(BOM "__label__pos fine\r\n\r\n__label__neg bad\r\n"), OUT(DOC("pos", "fine", 1), DOC("neg", "bad", 3))},
    {IN("__label__pos \t  fine  day \n"), OUT(DOC("pos", "fine  day ", 1))},
    {IN("__label__pos\n__label__neg \n"), OUT(DOC("pos", "", 1), DOC("neg", "", 2))},
    {IN("__label__pos a __label__neg\n"), OUT(DOC("pos", "a __label__neg", 1))},
    {IN("__label____label__ a\n"), OUT(DOC("__label__", "a", 1))},
    {IN("__label__pos fine\nfine\n"), OUT(DOC("pos", "fine", 1)), .error = ":2: the line does not begin with __label__"},
    {IN(" __label__pos fine\n"), .error = ":1: the line does not begin with __label__"},
    {IN("__label_\n"), .error = ":1: the line does not begin with __label__"},
    {IN("__label__a __label__b text\n"), .error = ":1: more than one label; use --multi-label"},
    {IN("__label__ text\n"), .error = ":1: the label is empty"},
    {IN("__label__a __label__b text\n__label__ text\n"), OUT(DOC("", "text", 1), DOC("", "text", 2)), WITH(.unlabelled = true)},
    {IN("__label__\n"), .error = ":1: the label is empty"},
};
/* clang-format on */

static void tsv_is_read(void **state)
{
    (void)state;
    RUN(tsv);
}

static void csv_is_read(void **state)
{
    (void)state;
    RUN(csv);
}

static void jsonl_is_read(void **state)
{
    (void)state;
    RUN(jsonl);
}

static void fasttext_is_read(void **state)
{
    (void)state;
    RUN(fasttext);
}

/* ---- lines and blocks -----------------------------------------------------
 */

/* Records of every length around the size of a block read: none is cut. */
static void records_cross_blocks(void **state)
{
    (void)state;
    const size_t block = (size_t)64 << 10;
    struct buffer b = {0};
    struct tenor_error err = {0};
    const struct corpus_options options = {.format = "tsv"};

    for (size_t len = block - 8; len <= block + 8; len++) {
        assert_true(buffer_add(&b, "x\t", 2));
        for (size_t i = 3; i < len; i++)
            assert_true(buffer_add(&b, i % 2 ? "a" : "b", 1));
        assert_true(buffer_add(&b, "\n", 1));
    }
    const char *path = write_file("blocks", (struct str){b.data, b.len});
    struct corpus *c;
    assert_true(corpus_open(&c, path, &options, &err));
    for (size_t len = block - 8; len <= block + 8; len++) {
        struct doc doc;
        bool end;
        assert_true(corpus_next(c, &doc, &end, &err));
        assert_false(end);
        assert_int_equal(doc.text.len, len - 3);
        for (size_t i = 0; i < doc.text.len; i++)
            assert_true(doc.text.s[i] == (i % 2 ? 'b' : 'a'));
    }
    char got[DIGEST_HEX], expected[DIGEST_HEX];
    corpus_digest(c, got);
    sha256_of((struct str){b.data, b.len}, expected);
    assert_string_equal(got, expected);
    corpus_close(c);
    free(b.data);
}

/* A sparse file larger than a text may be: one record of NUL bytes. */
static void large_records_are_refused(void **state)
{
    (void)state;
    static const char *const format[] = {"tsv", "csv", "jsonl", "fasttext"};
    char *path = write_file("large", STR(""));

    assert_int_equal(truncate(path, TENOR_TEXT_MAX + ((off_t)1 << 20)), 0);
    for (size_t i = 0; i < COUNT(format); i++) {
        const struct corpus_options options = {.format = format[i]};
        struct tenor_error err = {0};
        struct corpus *c;
        struct doc doc;
        bool end;

        if (corpus_open(&c, path, &options, &err)) {
            assert_false(corpus_next(c, &doc, &end, &err));
            corpus_close(c);
        }
        assert_int_equal(err.code, TENOR_ELIMIT);
        assert_int_equal(err.line, 1);
        assert_non_null(strstr(err.message, ":1: the "));
    }
    unlink(path);
}

static void standard_input_is_read(void **state)
{
    (void)state;
    struct tenor_error err = {0};
    struct corpus *c;
    struct corpus_options options = {0};
    struct doc doc;
    bool end;

    assert_false(corpus_open(&c, "-", &options, &err));
    assert_int_equal(err.code, TENOR_EINVAL);
    err = (struct tenor_error){0};
    assert_non_null(
        freopen(write_file("stdin", STR("pos\tfine\n")), "rb", stdin));
    options.format = "tsv";
    assert_true(corpus_open(&c, "-", &options, &err));
    assert_true(corpus_next(c, &doc, &end, &err));
    assert_str(doc.text, STR("fine"));
    assert_true(corpus_next(c, &doc, &end, &err) && end);
    corpus_close(c);
}

/* ---- which format ---------------------------------------------------------
 */

static void extension_tells_the_format(void **state)
{
    (void)state;
    static const struct {
        const char *name, *format;
    } row[] = {
        {"a.tsv", "tsv"},      {"a.tab", "tsv"},     {"a.TSV", "tsv"},
        {"a.csv", "csv"},      {"a.b.csv", "csv"},   {"a.jsonl", "jsonl"},
        {"a.ndjson", "jsonl"}, {"a.ft", "fasttext"}, {"a.fasttext", "fasttext"},
        {".", "dir"},
    };
    const struct corpus_options options = {0};

    make_folder("label");
    write_file("label/a.txt", STR("text"));
    for (size_t i = 0; i < COUNT(row); i++) {
        struct tenor_error err = {0};
        struct corpus *c;
        char *path = strcmp(row[i].name, ".") == 0
                         ? folder
                         : write_file(row[i].name, STR("text,label\n"));
        assert_true(corpus_open(&c, path, &options, &err));
        assert_string_equal(c->format->name, row[i].format);
        corpus_close(c);
    }
}

/* Without labels, what tells no format has a text on each line. */
static void texts_need_no_format(void **state)
{
    (void)state;
    const struct corpus_options options = {.unlabelled = true};
    struct tenor_error err = {0};
    struct corpus *c;

    assert_true(
        corpus_open(&c, write_file("a.txt", STR("text\n")), &options, &err));
    assert_string_equal(c->format->name, "tsv");
    corpus_close(c);
}

static void check_refused(const char *path, const char *format,
                          enum tenor_code code, const char *part)
{
    refuse(path, (struct corpus_options){.format = format}, code, part);
}

static void what_cannot_be_opened(void **state)
{
    (void)state;
    check_refused("a.txt", NULL, TENOR_EINVAL,
                  "cannot tell the format of 'a.txt' from its name");
    check_refused("a", NULL, TENOR_EINVAL, corpus_formats());
    check_refused("a.tsv/b", NULL, TENOR_EINVAL, "'a.tsv/b'");
    check_refused("a.tsv", "xml", TENOR_EINVAL, "unknown corpus format 'xml'");
    check_refused("a.tsv", "xml", TENOR_EINVAL, corpus_formats());
    check_refused("/nowhere/a.tsv", NULL, TENOR_EIO,
                  "cannot open '/nowhere/a.tsv': ");
    check_refused("/nowhere", "dir", TENOR_EIO, "cannot open '/nowhere': ");
    check_refused(folder, "tsv", TENOR_EIO, "cannot read '");
}

static void all_formats_are_named(void **state)
{
    (void)state;
    const char *list = corpus_formats();
    struct str word;
    size_t n = 0;

    while (str_next_word(&list, &word))
        n++;
    assert_int_equal(n, 5);
}

/* ---- directories ----------------------------------------------------------
 */

static void directory_is_read(void **state)
{
    (void)state;
    static const struct expected expected[] = {
        DOC("neg", "bad\r\n", 1),
        DOC("neg", "", 2),
        DOC("pos", "ten", 3),
        DOC("pos", "two\nlines", 4),
        DOC("pos", "\xEF\xBB\xBFnine", 5),
    };
    static const char digested[] =
        "neg/B.txt\0bad\r\n\0neg/a.txt\0\0pos/10.txt\0ten\0"
        "pos/2.txt\0two\nlines\0pos/9\0\xEF\xBB\xBFnine";
    struct tenor_error err = {0};
    const struct corpus_options options = {0};
    struct corpus *c;
    struct doc doc;
    bool end;
    char path[512];

    make_folder("dir");
    make_folder("dir/pos");
    make_folder("dir/neg");
    make_folder("dir/empty");
    make_folder("dir/.git");
    make_folder("dir/pos/deeper");
    write_file("dir/README", STR("beside the folders"));
    write_file("dir/.git/config", STR("hidden"));
    write_file("dir/pos/.hidden", STR("hidden"));
    write_file("dir/pos/deeper/c.txt", STR("too deep"));
    write_file("dir/pos/9", STR(BOM "nine"));
    write_file("dir/pos/2.txt", STR("two\nlines"));
    write_file("dir/pos/10.txt", STR("ten"));
    write_file("dir/neg/a.txt", STR(""));
    write_file("dir/neg/B.txt", STR("bad\r\n"));
    snprintf(path, sizeof path, "%s", path_of("dir"));
    assert_true(corpus_open(&c, path, &options, &err));
    for (size_t i = 0; i < COUNT(expected); i++) {
        assert_true(corpus_next(c, &doc, &end, &err));
        assert_false(end);
        assert_str(doc.label, str_of(expected[i].label));
        assert_str(doc.text, expected[i].text);
        assert_int_equal(doc.line, expected[i].line);
    }
    for (int i = 0; i < 2; i++)
        assert_true(corpus_next(c, &doc, &end, &err) && end);
    char got[DIGEST_HEX], wanted[DIGEST_HEX];
    corpus_digest(c, got);
    sha256_of((struct str){digested, sizeof digested}, wanted);
    assert_string_equal(got, wanted);
    corpus_close(c);
}

static void directory_without_folders(void **state)
{
    (void)state;
    make_folder("flat");
    write_file("flat/a.txt", STR("a"));
    check_refused(path_of("flat"), NULL, TENOR_EDATA,
                  "has no folders; one per label is expected");
}

static void directory_with_a_large_file(void **state)
{
    (void)state;
    const struct corpus_options options = {0};
    struct tenor_error err = {0};
    struct corpus *c;
    struct doc doc;
    bool end;
    char path[512];

    make_folder("huge");
    make_folder("huge/pos");
    char *file = write_file("huge/pos/a.txt", STR(""));
    assert_int_equal(truncate(file, TENOR_TEXT_MAX + (off_t)1), 0);
    snprintf(path, sizeof path, "%s", path_of("huge"));
    assert_true(corpus_open(&c, path, &options, &err));
    assert_false(corpus_next(c, &doc, &end, &err));
    assert_int_equal(err.code, TENOR_ELIMIT);
    assert_non_null(strstr(err.message, "huge/pos/a.txt"));
    corpus_close(c);
}

/* ---- the fingerprint ------------------------------------------------------
 */

/* FIPS 180-4, the examples of NIST. */
static void digest_is_sha256(void **state)
{
    (void)state;
    char hex[DIGEST_HEX];

    sha256_of(STR(""), hex);
    assert_string_equal(hex, "e3b0c44298fc1c149afbf4c8996fb924"
                             "27ae41e4649b934ca495991b7852b855");
    sha256_of(STR("abc"), hex);
    assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223"
                             "b00361a396177a9cb410ff61f20015ad");
}

/* ---- no memory ------------------------------------------------------------
 */

static void memory_runs_out(void **state)
{
    (void)state;
    static const struct {
        const char *format;
        struct str content;
    } row[] = {
        {"tsv", S("pos\tfine\n")},
        {"csv",
         S("a,b,text,c,d,e,f,g,h,i,j,k,l,m,n,o,p,label\n"
           ",,\"a long text, longer than sixteen bytes\",,,,,,,,,,,,,,,x")},
        {"jsonl", S("{\"text\": \"a\", \"label\": 1}")},
        {"fasttext", S("__label__a text")},
    };

    for (size_t i = 0; i < COUNT(row); i++)
        scarce_run(attempt,
                   &(struct reading){write_file("scarce", row[i].content),
                                     {.format = row[i].format}});
    make_folder("many");
    make_folder("many/a");
    for (int i = 0; i < 20; i++) {
        char name[32];
        snprintf(name, sizeof name, "many/a/%d", i);
        write_file(name, STR("text"));
    }
    scarce_run(attempt, &(struct reading){.path = path_of("many")});
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tsv_is_read),
        cmocka_unit_test(csv_is_read),
        cmocka_unit_test(jsonl_is_read),
        cmocka_unit_test(fasttext_is_read),
        cmocka_unit_test(records_cross_blocks),
        cmocka_unit_test(large_records_are_refused),
        cmocka_unit_test(standard_input_is_read),
        cmocka_unit_test(extension_tells_the_format),
        cmocka_unit_test(texts_need_no_format),
        cmocka_unit_test(what_cannot_be_opened),
        cmocka_unit_test(all_formats_are_named),
        cmocka_unit_test(directory_is_read),
        cmocka_unit_test(directory_without_folders),
        cmocka_unit_test(directory_with_a_large_file),
        cmocka_unit_test(digest_is_sha256),
        cmocka_unit_test(memory_runs_out),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
