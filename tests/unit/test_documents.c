#include "train/documents.h"

#include "train/random.h"
#include "tests/unit/scarce.h"

/* clang-format off */
#define S(literal) {(literal), sizeof(literal) - 1}
#define ROW(l, t, g, w) {.label = S(l), .text = S(t), .group = S(g), .weight = (w)}
#define DOC(l, t) ROW(l, t, "", 1.0)
/* clang-format on */

static void add_all(struct documents *d, const struct doc *doc, size_t n)
{
    struct tenor_error err = {0};

    for (size_t i = 0; i < n; i++)
        assert_true(documents_add(d, &doc[i], &err));
    assert_true(documents_finish(d, &err));
    assert_int_equal(d->N, n);
}

static void check_labels_in_order(const struct documents *d)
{
    bool occurs[64] = {false};

    for (size_t k = 1; k < d->labels.n; k++)
        assert_true(strcmp(d->labels.name[k - 1], d->labels.name[k]) < 0);
    for (size_t i = 0; i < d->N; i++) {
        assert_true(d->label[i] < d->labels.n);
        occurs[d->label[i]] = true;
    }
    for (size_t k = 0; k < d->labels.n; k++)
        assert_true(occurs[k]);
}

/* What was added is there, and hashes tell what is equal. */
static void check_documents(const struct documents *d, const struct doc *doc)
{
    bool grouped = false, weighted = false;

    check_labels_in_order(d);
    for (size_t i = 0; i < d->N; i++) {
        assert_true(str_equal(documents_text(d, i), doc[i].text));
        assert_true(
            str_equal(str_of(d->labels.name[d->label[i]]), doc[i].label));
        assert_true(d->weight[i] == doc[i].weight);
        if (doc[i].group.len == 0)
            assert_int_equal(d->group[i], d->hash[i]);
        grouped |= doc[i].group.len > 0;
        weighted |= doc[i].weight != 1.0;
        for (size_t j = 0; j < i; j++) {
            assert_int_equal(d->hash[i] == d->hash[j],
                             str_equal(doc[i].text, doc[j].text));
            if (doc[i].group.len && doc[j].group.len)
                assert_int_equal(d->group[i] == d->group[j],
                                 str_equal(doc[i].group, doc[j].group));
        }
    }
    assert_int_equal(d->grouped, grouped);
    assert_int_equal(d->weighted, weighted);
}

static const struct doc some[] = {
    DOC("b", "first"),
    ROW("a", "second", "g", 1.0),
    DOC("", "no label"),
    DOC("b", ""),
    ROW("a\tb", "with\0NUL", "", 0.5),
    ROW("a", "first", "h", 1.0),
    ROW("\xC3\xA9", "with\0another", "g", 1.0),
    DOC("b", ""),
    ROW("B", "caf\xE9", "a\0b", 1e6),
};

static void documents_are_kept(void **state)
{
    (void)state;
    for (size_t n = 0; n <= COUNT(some); n++) {
        struct documents d = {0};
        add_all(&d, some, n);
        check_documents(&d, some);
        documents_release(&d);
        assert_int_equal(d.N, 0);
    }
}

/* n documents out of a few labels, texts, groups and weights. */
static void draw(struct doc *doc, size_t n, uint64_t *random)
{
    static const struct str word[] = {S("x"),  S("xy"),   S("y"),
                                      S("yx"), S("z\0z"), S("")};

    for (size_t i = 0; i < n; i++)
        doc[i] =
            (struct doc){.label = word[random_below(random, 4)],
                         .text = word[random_below(random, COUNT(word))],
                         .group = word[random_below(random, COUNT(word))],
                         .weight = 0.5 + (double)random_below(random, 2) / 2.0};
}

/* A pick is what adding these documents gives, groups apart: there, those
 * without a group keep the hash of their text. */
static void picks_are_documents(void **state)
{
    (void)state;
    struct tenor_error err = {0};
    struct doc doc[40], picked[80];
    uint32_t which[80];
    uint64_t random = unit_seed();

    for (int round = 0; round < 200; round++) {
        struct documents d = {0}, pick;
        const size_t N = 1 + random_below(&random, COUNT(doc));
        const size_t n = random_below(&random, COUNT(which));

        draw(doc, N, &random);
        add_all(&d, doc, N);
        check_documents(&d, doc);
        for (size_t i = 0; i < n; i++) {
            which[i] = (uint32_t)random_below(&random, N);
            picked[i] = doc[which[i]];
            picked[i].group = (struct str){0};
        }
        assert_true(documents_pick(&d, which, n, &pick, &err));
        assert_int_equal(pick.N, n);
        assert_int_equal(pick.grouped, d.grouped);
        check_labels_in_order(&pick);
        for (size_t i = 0; i < n; i++) {
            assert_int_equal(pick.group[i], d.group[which[i]]);
            assert_int_equal(pick.hash[i], d.hash[which[i]]);
            pick.group[i] = pick.hash[i];
        }
        pick.grouped = false;
        check_documents(&pick, picked);
        documents_release(&pick);
        documents_release(&d);
    }
}

/* ---- conflicts ------------------------------------------------------------
 */

static void conflicts_of(const struct doc *doc, size_t n, struct conflicts *c)
{
    struct documents d = {0};
    struct tenor_error err = {0};

    add_all(&d, doc, n);
    assert_true(documents_conflicts(&d, c, &err));
    documents_release(&d);
}

static void conflicts_are_counted(void **state)
{
    (void)state;
    static const struct {
        struct doc doc[5];
        size_t texts, first, second;
    } row[] = {
        {{DOC("a", "x"), DOC("a", "x")}, 0, 0, 0},
        {{DOC("a", "x"), DOC("b", "y")}, 0, 0, 0},
        {{DOC("a", "x"), DOC("b", "x")}, 1, 0, 1},
        {{DOC("a", "x"), DOC("b", "y"), DOC("b", "x")}, 1, 0, 2},
        {{DOC("a", "x"), DOC("b", "x"), DOC("a", "x"), DOC("b", "x")}, 1, 0, 1},
        {{DOC("a", "z"), DOC("a", "y"), DOC("b", "x"), DOC("b", "y"),
          DOC("a", "x")},
         2,
         1,
         3},
        {{DOC("a", "x"), ROW("b", "x", "g", 1.0)}, 1, 0, 1},
        {{DOC("a", ""), DOC("b", "")}, 1, 0, 1},
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct conflicts c;
        size_t n = 0;
        while (n < COUNT(row[i].doc) && row[i].doc[n].label.s)
            n++;
        conflicts_of(row[i].doc, n, &c);
        assert_int_equal(c.texts, row[i].texts);
        if (c.texts) {
            assert_int_equal(c.first, row[i].first);
            assert_int_equal(c.second, row[i].second);
        }
    }
}

static void any_order_has_its_conflicts(void **state)
{
    (void)state;
    struct doc doc[30];
    uint64_t random = unit_seed();

    for (int round = 0; round < 200; round++) {
        const size_t n = random_below(&random, COUNT(doc));
        size_t texts = 0, first = SIZE_MAX;
        struct conflicts c;

        draw(doc, n, &random);
        for (size_t i = 0; i < n; i++) {
            bool differs = false, met = false;
            for (size_t j = 0; j < n; j++) {
                if (!str_equal(doc[i].text, doc[j].text))
                    continue;
                met |= j < i;
                differs |= !str_equal(doc[i].label, doc[j].label);
            }
            texts += differs && !met;
            first = differs && first == SIZE_MAX ? i : first;
        }
        conflicts_of(doc, n, &c);
        assert_int_equal(c.texts, texts);
        if (!texts)
            continue;
        assert_true(c.first >= first && c.first < c.second && c.second < n);
        assert_true(str_equal(doc[c.first].text, doc[c.second].text));
        assert_false(str_equal(doc[c.first].label, doc[c.second].label));
    }
}

/* ---- memory ---------------------------------------------------------------
 */

/* Texts in a file are the same texts, and so are those of a pick, which lie in
 * a file of their own. */
static void texts_may_lie_in_a_file(void **state)
{
    (void)state;
    enum { LEN = 50000, N = 8 };
    static const uint32_t which[] = {6, 1, 1, 3, 7};
    struct documents d = {.memory = {1000, "/tmp"}}, pick;
    struct tenor_error err = {0};
    char *text = mem_zero(N, LEN);

    for (size_t i = 0; i < N; i++) {
        memset(text + i * LEN, (int)('a' + i), LEN);
        const struct doc doc = {.label = STR("x"),
                                .text = {text + i * LEN, LEN - i},
                                .weight = 1.0};
        assert_true(documents_add(&d, &doc, &err));
    }
    assert_true(documents_finish(&d, &err));
    assert_true(d.spill.file && !d.text.len);
    assert_int_equal(documents_bytes(&d), N * LEN - N * (N - 1) / 2);
    assert_true(documents_pick(&d, which, COUNT(which), &pick, &err));
    assert_true(pick.spill.file);
    for (size_t i = 0; i < N; i++)
        assert_true(str_equal(documents_text(&d, i),
                              (struct str){text + i * LEN, LEN - i}));
    for (size_t i = 0; i < COUNT(which); i++)
        assert_true(
            str_equal(documents_text(&pick, i), documents_text(&d, which[i])));
    documents_release(&d);
    documents_release(&pick);

    d = (struct documents){.memory = {1000, "/nowhere"}};
    const struct doc doc = {.label = STR("x"), .text = {text, N * LEN}};
    assert_false(documents_add(&d, &doc, &err));
    assert_int_equal(err.code, TENOR_EIO);
    documents_release(&d);
    free(text);
}

static bool attempt(void *context, struct tenor_error *err)
{
    static const uint32_t which[] = {0, 4, 4, 7};
    struct documents d = {0}, pick = {0};
    struct conflicts c;
    bool ok = true;

    (void)context;
    for (size_t i = 0; ok && i < COUNT(some); i++)
        ok = documents_add(&d, &some[i], err);
    ok = ok && documents_finish(&d, err) && documents_conflicts(&d, &c, err) &&
         documents_pick(&d, which, COUNT(which), &pick, err);
    if (ok)
        documents_release(&pick);
    documents_release(&d);
    return ok;
}

static void memory_runs_out(void **state)
{
    (void)state;
    scarce_run(attempt, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(documents_are_kept),
        cmocka_unit_test(picks_are_documents),
        cmocka_unit_test(conflicts_are_counted),
        cmocka_unit_test(any_order_has_its_conflicts),
        cmocka_unit_test(texts_may_lie_in_a_file),
        cmocka_unit_test(memory_runs_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
