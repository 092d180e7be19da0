/* Texts by their IDs, in corpora of a recipe; and memory that runs out. */
#define _POSIX_C_SOURCE 200809L
#define UNIT_OWN_REALLOC

#include "cli/retrain/whereabouts.h"

#include "tests/unit/folder.h"
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

static const struct {
    const char *name, *text;
} file[] = {
    {"a.tsv", "x\tone\ny\ttwo words and more of them\nx\tthree\ny\tone\n"},
    {"b.csv", "id,label,text\n7,x,one\n8,y,\"four,\nfive\"\n9,x,three\n"},
    {"c.jsonl",
     "{\"id\": \"k\", \"label\": \"x\", \"text\": \"\\u0633\\u0644\"}\n"
     "{\"id\": 8, \"label\": \"y\", \"text\": "
     "\"two words and more of them!\"}\n"},
    {"text", "\xd8\xb3\xd9\x84\n"},
};

static const char recipe_text[] =
    "without 8b5b9db0c13db24256c829aa364aa90c6d2eba318b9232a4ab9313b954d3555f\n"
    "axis a text\ncorpus a.tsv - in:tsv\ncorpus b.csv - in:csv\n"
    "axis b text\ncorpus c.jsonl - in:jsonl\ntest a.tsv - in:tsv\n";

struct asking {
    const char *folder;
    const char *id[4], *file[1]; /* NULL: no more */
    const char *column;
};

static size_t count(const char *const *item, size_t most)
{
    size_t n = 0;

    while (n < most && item[n])
        n++;
    return n;
}

static bool ask(const struct asking *q, struct recipe *r, struct whereabouts *w,
                struct buffer *wrong, struct tenor_error *err)
{
    const struct opt_list ids = {.item = (const char **)(uintptr_t)q->id,
                                 .n = count(q->id, COUNT(q->id))};
    const struct opt_list files = {.item = (const char **)(uintptr_t)q->file,
                                   .n = count(q->file, COUNT(q->file))};
    const struct sought s = {&ids, &files, q->column};

    *w = (struct whereabouts){0};
    *wrong = (struct buffer){0};
    if (!recipe_parse(r, str_of(recipe_text), "r", q->folder, err))
        return false;
    return whereabouts_find(r, &s, w, wrong, err);
}

/* "axis use corpus:line" of each place, as one string. */
static void list(const struct recipe *r, const struct place *p, size_t n,
                 char text[256])
{
    size_t len = 0;

    text[0] = '\0';
    for (size_t i = 0; i < n; i++)
        len += (size_t)snprintf(
            text + len, 256 - len, "%s %s %s:%zu, ", r->axis[p[i].axis].name,
            whereabouts_use(p[i].use), p[i].corpus, p[i].line);
}

static const struct {
    struct asking asking;
    const char *places, *like, *wrong;
} cases[] = {
    /* "three" is forgotten. */
    {{.id = {"a.tsv:1"}},
     "a corpus a.tsv:1, a corpus a.tsv:4, a corpus b.csv:2, b test a.tsv:1, "
     "b test a.tsv:4, ",
     "",
     ""},
    {{.id = {"a.tsv:2"}},
     "a corpus a.tsv:2, b test a.tsv:2, ",
     "b corpus c.jsonl:2, ",
     ""},
    {{.id = {"b.csv:3"}}, "a corpus b.csv:3, ", "", ""},
    {{.id = {"k"}, .column = "id"}, "b corpus c.jsonl:1, ", "", ""},
    {{.file = {"text"}}, "b corpus c.jsonl:1, ", "", ""},
    {{.id = {"8"}, .column = "id"},
     "",
     "",
     "the ID '8' is that of several texts; FILE:LINE or a SHA-256 tells them "
     "apart\n"},
    {{.id = {"a.tsv:3", "sv:1", "a.tsv:", "b"}, .column = "id"},
     "",
     "",
     "no training text has the ID 'a.tsv:3'\nno training text has the ID "
     "'sv:1'\nno training text has the ID 'a.tsv:'\nno training text has the "
     "ID 'b'\n"},
    {{.id =
          {"8b5b9db0c13db24256c829aa364aa90c6d2eba318b9232a4ab9313b954d3555f"}},
     "",
     "",
     "the text "
     "'8b5b9db0c13db24256c829aa364aa90c6d2eba318b9232a4ab9313b954d3555f' is "
     "forgotten already\n"},
};

static void check(const struct asking *q, size_t i)
{
    struct tenor_error err = {0};
    struct recipe r;
    struct whereabouts w;
    struct buffer wrong;
    char text[256];

    if (!ask(q, &r, &w, &wrong, &err))
        fail_msg("%s", err.message);
    list(&r, w.place, w.n, text);
    assert_string_equal(text, cases[i].places);
    list(&r, w.like, w.likes, text);
    assert_string_equal(text, cases[i].like);
    assert_int_equal(wrong.len, strlen(cases[i].wrong));
    if (wrong.len)
        assert_memory_equal(wrong.data, cases[i].wrong, wrong.len);
    whereabouts_release(&w);
    recipe_release(&r);
    free(wrong.data);
}

/* Every allocation fails once. */
static void fail_each(const struct asking *q)
{
    for (size_t n = 0;; n++) {
        struct tenor_error err = {0};
        struct recipe r;
        struct whereabouts w;
        struct buffer wrong;
        countdown = n;
        const bool ok = ask(q, &r, &w, &wrong, &err);
        const bool failed = countdown == NEVER;
        countdown = NEVER;
        whereabouts_release(&w);
        recipe_release(&r);
        free(wrong.data);
        if (ok && !failed)
            return;
        assert_false(ok);
        assert_int_equal(err.code, TENOR_ENOMEM);
        assert_true(n < 10000);
    }
}

static void texts_are_found_by_their_ids(void **state)
{
    (void)state;
    struct folder folder;

    folder_make(&folder);
    for (size_t i = 0; i < COUNT(file); i++) {
        FILE *f = fopen(folder_file(&folder, file[i].name), "w");
        assert_non_null(f);
        fputs(file[i].text, f);
        assert_int_equal(fclose(f), 0);
    }
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct asking q = cases[i].asking;
        q.folder = folder.path;
        if (q.file[0])
            q.file[0] = folder_file(&folder, q.file[0]);
        check(&q, i);
        fail_each(&q);
    }
    for (size_t i = 0; i < COUNT(file); i++)
        assert_int_equal(unlink(folder_file(&folder, file[i].name)), 0);
    folder_remove(&folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_are_found_by_their_ids),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
