/* What a report keeps: groups, times, articles that stand out, rows. */
#include "cli/report/facts.h"

#include <math.h>

#include "tests/unit/scarce.h"
#include "tests/unit/scoped.h"

static const size_t shown[] = {SCOPED_SENTENCES, SCOPED_WHOLE};

struct kit {
    struct buffer bytes;
    struct tenor_model *model;
    struct counting c;
};

static struct kit begin(void)
{
    struct kit k = {.bytes = scoped_bytes((struct scoped){.share = 1.0})};
    struct tenor_error err = {0};

    assert_true(
        tenor_model_from_memory(k.bytes.data, k.bytes.len, &k.model, &err));
    assert_true(counting_init(&k.c, k.model, shown, COUNT(shown)));
    return k;
}

static void end(struct kit *k)
{
    counting_release(&k->c);
    tenor_model_close(k->model);
    free(k->bytes.data);
}

/* ---- tallies ------------------------------------------------------------- */

static void tally(struct tallies *t, const char *name, uint64_t records)
{
    size_t i;

    assert_true(tallies_find(t, str_of(name), &i));
    tallies_count(t, i)[COUNTING_RECORDS] += records;
}

static void check_item(const struct tallies *t, size_t i, const char *name,
                       uint64_t records)
{
    assert_true(str_equal(t->item[i].name, str_of(name)));
    assert_int_equal(t->item[i].count[COUNTING_RECORDS], records);
}

static void tallies_are_ordered_and_merged(void **state)
{
    struct kit k = begin();
    struct tallies t = {.counting = &k.c};

    (void)state;
    tally(&t, "2024-02", 5);
    tally(&t, "2023-12", 7);
    tally(&t, "2024-01", 5);
    tally(&t, "2024-02", 1);
    check_item(&t, 0, "2024-02", 6);
    tallies_by_records(&t);
    check_item(&t, 0, "2023-12", 7);
    tallies_by_name(&t);
    check_item(&t, 2, "2024-02", 6);
    tallies_merge(&t, 4);
    assert_int_equal(t.n, 2);
    check_item(&t, 0, "2023", 7);
    check_item(&t, 1, "2024", 11);
    tallies_release(&t);
    end(&k);
}

static void further_values_are_counted_together(void **state)
{
    struct kit k = begin();
    struct tallies t = {.counting = &k.c};
    char name[16];

    (void)state;
    for (size_t i = 0; i < TALLIES_MAX + 10; i++) {
        snprintf(name, sizeof name, "g%zu", i);
        tally(&t, name, 1);
    }
    tally(&t, "g3", 1);
    assert_int_equal(t.n, TALLIES_MAX);
    check_item(&t, 3, "g3", 2);
    assert_int_equal(t.beyond[COUNTING_RECORDS], 10);
    tallies_release(&t);
    end(&k);
}

/* ---- articles that stand out --------------------------------------------- */

/* Note a record of the first axis alone, whose probabilities are p and 1 - p.
 */
static void note(struct extremes *e, uint64_t number, double p)
{
    char name[24];
    const int len = snprintf(name, sizeof name, "r%u", (unsigned)number);
    struct sighting s = {.number = number};
    const uint32_t label[] = {p < 0.5, SIGHTING_NO_LABEL};
    double all[16] = {p, 1.0 - p};

    for (size_t i = 0; i < SIGHTING_PARTS; i++)
        s.end[i] = (size_t)len;
    assert_true(extremes_note(e, &s, name, label, all));
}

static void extremes_are_kept_once(void **state)
{
    struct kit k = begin();
    struct extremes e;

    (void)state;
    assert_true(extremes_init(&e, &k.c));
    assert_int_equal(e.label[0].most, 5); /* of two labels */
    for (uint64_t i = 1; i <= 1000; i++)
        note(&e, i, (double)(i % 500) / 500.0);
    assert_int_equal(e.label[0].n, 5);
    assert_int_equal(e.label[0].top[0].number, 499);
    assert_int_equal(e.label[0].top[1].number, 999); /* equal: came later */
    assert_int_equal(e.label[0].top[2].number, 498);
    assert_int_equal(e.label[1].top[0].number, 500); /* p = 0 */
    assert_int_equal(e.uncertain[0].top[0].number, 250);
    assert_true(fabs(e.uncertain[0].top[0].value - 1.0) < 1e-12);
    assert_int_equal(e.uncertain[1].n, 0);
    const struct kept *first = &e.kept[e.label[0].top[0].kept];
    assert_true(
        str_equal(sighting_part(&first->of, first->bytes.data, SIGHTING_ID),
                  STR("r499")));
    size_t lists = 0;
    for (size_t i = 0; i < e.n; i++)
        lists += e.kept[i].lists;
    assert_int_equal(lists, 5 + 5 + EXTREMES_UNCERTAIN);
    extremes_release(&e);
    end(&k);
}

static void entropy_by_hand(void **state)
{
    static const double equal[] = {0.25, 0.25, 0.25, 0.25}, sure[] = {0, 1, 0},
                        some[] = {0.5, 0.25, 0.25};

    (void)state;
    assert_true(fabs(extremes_entropy(equal, 4) - 1.0) < 1e-15);
    assert_true(extremes_entropy(sure, 3) == 0.0);
    assert_true(fabs(extremes_entropy(some, 3) - 1.5 * log(2) / log(3)) <
                1e-15);
    assert_true(extremes_entropy(sure + 1, 1) == 0.0);
}

/* ---- rows ---------------------------------------------------------------- */

#define CHUNK 7

/* A chunk of records without words, numbered from `first` by their ids. */
static struct corpus_chunk make_chunk(const struct kit *k, size_t first)
{
    struct corpus_chunk c = {.n = CHUNK};

    c.sighting = mem_zero(CHUNK, sizeof *c.sighting);
    c.label = mem_zero(CHUNK * COUNT(shown), sizeof *c.label);
    c.p = mem_zero((size_t)CHUNK * 16, sizeof *c.p);
    c.use_end = mem_zero(CHUNK, sizeof *c.use_end);
    c.chunk.count = mem_zero(k->c.size, sizeof *c.chunk.count);
    c.chunk.count[COUNTING_RECORDS] = CHUNK;
    for (size_t i = 0; i < CHUNK; i++) {
        char id[24];
        const int len = snprintf(id, sizeof id, "%zu", first + i);
        c.sighting[i].begin = c.strings.len;
        c.sighting[i].date = (struct date){2024, 1 + (int)(i % 3), 1};
        assert_true(buffer_add(&c.strings, id, (size_t)len));
        for (size_t j = 0; j < SIGHTING_PARTS; j++)
            c.sighting[i].end[j] = c.strings.len;
    }
    return c;
}

static void rows_are_thinned_out_evenly(void **state)
{
    struct kit k = begin();
    struct facts f = {.counting = &k.c, .rows.most = 20};
    struct tenor_error err = {0};

    (void)state;
    assert_true(facts_init(&f, &err));
    for (size_t first = 1; first < 100; first += CHUNK) {
        struct corpus_chunk c = make_chunk(&k, first);
        assert_true(facts_add(&f, &c, &err));
        corpus_chunk_release(&c);
        for (size_t i = 0; i < f.rows.n; i++) {
            char id[24];
            const size_t number = 1 + i * f.rows.step;
            snprintf(id, sizeof id, "%zu", number);
            assert_int_equal(f.rows.row[i].number, number);
            assert_true(str_equal(
                sighting_part(&f.rows.row[i], f.rows.strings.data, SIGHTING_ID),
                str_of(id)));
        }
    }
    assert_int_equal(f.count[COUNTING_RECORDS], 105);
    assert_int_equal(f.rows.step, 8); /* 1, 9, ... 105 */
    assert_int_equal(f.rows.n, 14);
    assert_int_equal(f.dated, 105);
    assert_int_equal(f.months.n, 3);
    facts_release(&f);
    end(&k);
}

struct scarce {
    struct kit *k;
    const struct corpus_chunk *chunk;
};

static bool attempt(void *context, struct tenor_error *err)
{
    const struct scarce *x = context;
    struct facts f = {.counting = &x->k->c, .rows.most = 10};
    bool ok = facts_init(&f, err);

    for (int i = 0; ok && i < 4; i++)
        ok = facts_add(&f, x->chunk, err);
    facts_release(&f);
    return ok;
}

static void memory_runs_out(void **state)
{
    struct kit k = begin();
    struct corpus_chunk c = make_chunk(&k, 1);
    struct scarce x = {&k, &c};

    (void)state;
    scarce_run(attempt, &x);
    corpus_chunk_release(&c);
    end(&k);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tallies_are_ordered_and_merged),
        cmocka_unit_test(further_values_are_counted_together),
        cmocka_unit_test(extremes_are_kept_once),
        cmocka_unit_test(entropy_by_hand),
        cmocka_unit_test(rows_are_thinned_out_evenly),
        cmocka_unit_test(memory_runs_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
