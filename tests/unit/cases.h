/* Tables of corpora and of the documents that reading them gives. Who includes
 * this first defines _POSIX_C_SOURCE as 200809L. */
#ifndef TENOR_TESTS_UNIT_CASES_H
#define TENOR_TESTS_UNIT_CASES_H

#include "datasets/corpus.h"

#include <sys/stat.h>

#include "tests/unit/scarce.h"

/* A folder of its own for each test program; see setup. */
static char folder[] = "/tmp/tenor-corpus-XXXXXX";

static inline char *path_of(const char *name)
{
    static char path[512];

    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static inline char *write_file(const char *name, struct str content)
{
    char *path = path_of(name);
    FILE *f = fopen(path, "wb");

    assert_non_null(f);
    assert_int_equal(fwrite(content.s, 1, content.len, f), content.len);
    assert_int_equal(fclose(f), 0);
    return path;
}

static inline void make_folder(const char *name)
{
    assert_int_equal(mkdir(path_of(name), 0700), 0);
}

static inline void sha256_of(struct str bytes, char hex[DIGEST_HEX])
{
    struct digest d;

    digest_init(&d);
    digest_add(&d, bytes);
    digest_hex(&d, hex);
}

struct expected {
    const char *label;
    struct str text;
    size_t line;
    const char *group; /* NULL: empty */
    double weight;     /* 0: 1 */
};

#define DOCS_MAX 5

/* What a file holds, and what reading it gives: documents, then the end, or an
 * error whose message begins with the path and `error`. */
struct test {
    struct str content;
    struct expected doc[DOCS_MAX];
    const char *error;             /* ":2: no tab"; NULL: none */
    struct corpus_options options; /* but the format */
};

/* clang-format off */
#define S(literal) {(literal), sizeof(literal) - 1}
#define IN(literal) .content = S(literal)
#define OUT(...) .doc = {__VA_ARGS__}
#define DOC(l, t, ...) {.label = (l), .text = S(t), .line = __VA_ARGS__}
#define WITH(...) .options = {__VA_ARGS__}
/* clang-format on */

static inline void assert_str(struct str got, struct str expected)
{
    assert_int_equal(got.len, expected.len);
    assert_memory_equal(got.len ? got.s : "", expected.s ? expected.s : "",
                        got.len);
}

static inline void check_error(const struct tenor_error *err, const char *path,
                               const char *expected)
{
    assert_int_equal(err->code, TENOR_EDATA);
    assert_int_equal(strncmp(err->message, path, strlen(path)), 0);
    const char *rest = err->message + strlen(path);
    if (strncmp(rest, expected, strlen(expected)) != 0)
        fail_msg("'%s' where '%s' was expected", rest, expected);
    assert_int_equal(err->line, strtoul(expected + 1, NULL, 10));
}

static inline void check_documents(struct corpus *c, const struct test *t,
                                   const char *path)
{
    struct tenor_error err = {0};
    struct doc doc;
    bool end;
    size_t n = 0;

    for (; n < DOCS_MAX && t->doc[n].label; n++) {
        if (!corpus_next(c, &doc, &end, &err))
            fail_msg("%s", err.message);
        assert_false(end);
        assert_str(doc.label, str_of(t->doc[n].label));
        assert_str(doc.text, t->doc[n].text);
        assert_int_equal(doc.line, t->doc[n].line);
        assert_str(doc.group, str_of(t->doc[n].group ? t->doc[n].group : ""));
        assert_true(doc.weight ==
                    (t->doc[n].weight > 0 ? t->doc[n].weight : 1));
    }
    if (t->error) {
        assert_false(corpus_next(c, &doc, &end, &err));
        check_error(&err, path, t->error);
        return;
    }
    /* The end comes back as often as it is asked for. */
    for (int i = 0; i < 2; i++) {
        assert_true(corpus_next(c, &doc, &end, &err));
        assert_true(end);
    }
    char got[DIGEST_HEX], expected[DIGEST_HEX];
    corpus_digest(c, got);
    sha256_of(t->content, expected);
    assert_string_equal(got, expected);
}

static inline void run(const char *format, const struct test *t, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct corpus_options options = t[i].options;
        const char *path = write_file("corpus", t[i].content);
        struct tenor_error err = {0};
        struct corpus *c;

        options.format = format;
        print_message("%s %zu\n", format, i);
        if (corpus_open(&c, path, &options, &err)) {
            check_documents(c, &t[i], path);
            corpus_close(c);
        } else {
            assert_non_null(t[i].error);
            check_error(&err, path, t[i].error);
        }
    }
}

#define RUN(table) run(#table, table, COUNT(table))

/* Must fail when it is opened or read, with a message that holds the part. */
static inline void refuse(const char *path, struct corpus_options options,
                          enum tenor_code code, const char *part)
{
    struct tenor_error err = {0};
    struct corpus *c;
    struct doc doc;
    bool end;

    if (corpus_open(&c, path, &options, &err)) {
        assert_false(corpus_next(c, &doc, &end, &err));
        corpus_close(c);
    }
    assert_int_equal(err.code, code);
    if (!strstr(err.message, part))
        fail_msg("'%s' without '%s'", err.message, part);
}

struct reading {
    const char *path;
    struct corpus_options options;
};

static inline bool attempt(void *context, struct tenor_error *err)
{
    const struct reading *r = context;
    struct corpus *c;
    struct doc doc;
    bool end = false, ok = true;

    if (!corpus_open(&c, r->path, &r->options, err))
        return false;
    while (ok && !end)
        ok = corpus_next(c, &doc, &end, err);
    corpus_close(c);
    return ok;
}

static inline int setup(void **state)
{
    (void)state;
    return mkdtemp(folder) ? 0 : -1;
}

static inline int teardown(void **state)
{
    char command[600];

    (void)state;
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    return system(command);
}

#endif
