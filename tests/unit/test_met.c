#include "model/met.h"

#include "model/base.h"
#include "train/random.h"

#include "tests/unit/scarce.h"

/* ---- the same, with an array of all rows -------------------------------- */

#define ROWS 5000

struct slow {
    uint32_t text[ROWS], sentence[ROWS]; /* how often */
    size_t distinct;
};

static struct met_news slow_note(struct slow *s, uint32_t row, uint32_t said)
{
    const struct met_news news = {
        .sentence = said && s->sentence[row] == 0,
        .text = s->text[row] == 0,
    };

    s->distinct += news.text;
    s->text[row]++;
    s->sentence[row] += said;
    return news;
}

/* ---- both --------------------------------------------------------------- */

static void check_met(const struct met *m, const struct slow *s)
{
    size_t used = 0;

    assert_int_equal(m->slots & (m->slots - 1), 0);
    assert_true(m->slots <= m->capacity);
    assert_int_equal(m->n_used, s->distinct);
    assert_true(2 * m->n_used <= m->slots);
    for (size_t i = 0; i < m->slots; i++)
        used += m->slot[i].row != 0;
    assert_int_equal(used, m->n_used);
}

/* As a user counts: the first time it is new, later it is not. */
static uint32_t count(uint32_t *counted, unsigned fresh)
{
    return *counted = fresh ? 1 : *counted + 1;
}

static void note_both(struct met *m, struct slow *s, uint32_t row,
                      uint32_t said)
{
    const struct met_news expected = slow_note(s, row, said);
    const struct met_news news = met_note(m, row, said);

    assert_int_equal(news.sentence, expected.sentence);
    assert_int_equal(news.text, expected.text);
    assert_int_equal(news.slot, met_find(m, row));
    assert_int_equal(m->slot[news.slot].row, row + 1);
    if (!m->counts)
        return;
    struct met_count *c = &m->count[news.slot];
    assert_int_equal(count(&c->text, news.text), s->text[row]);
    if (said)
        assert_int_equal(count(&c->sentence, news.sentence), s->sentence[row]);
}

/* A text of sentences, with an estimate of its rows that may be wrong. */
static void check_text(struct met *m, size_t guess, uint64_t *random)
{
    static struct slow s;
    const size_t kinds = 1 + random_below(random, ROWS);
    /* Rows that are far apart in number, and others that are not. */
    const uint32_t step = (uint32_t)(ROWS / kinds);

    s = (struct slow){.distinct = 0};
    assert_true(met_begin(m, guess));
    check_met(m, &s);
    for (size_t sentence = random_below(random, 20); sentence > 0; sentence--) {
        const size_t n =
            random_below(random, random_below(random, 5) ? 40 : 2000);
        memset(s.sentence, 0, sizeof s.sentence);
        assert_true(met_sentence(m, n));
        for (size_t i = 0; i < n; i++)
            note_both(m, &s, (uint32_t)random_below(random, kinds) * step,
                      random_below(random, 4) > 0);
        check_met(m, &s);
    }
}

static void rows_are_noted(void **state)
{
    uint64_t random = unit_seed();

    (void)state;
    for (int counts = 0; counts < 2; counts++) {
        struct met m;
        met_init(&m, counts);
        for (int text = 0; text < 300; text++)
            check_text(&m, random_below(&random, text % 3 ? 100 : 10000),
                       &random);
        met_release(&m);
        met_release(&m);
    }
}

/* The last rows that there may be, and the first. */
static void rows_of_any_number_are_noted(void **state)
{
    static const uint32_t row[] = {0, 1, UINT32_MAX - 1, UINT32_MAX - 2,
                                   UINT32_C(1) << 31};
    struct met m;

    (void)state;
    met_init(&m, false);
    assert_true(met_begin(&m, 0) && met_sentence(&m, COUNT(row)));
    for (int again = 0; again < 2; again++)
        for (size_t i = 0; i < COUNT(row); i++)
            assert_int_equal(met_note(&m, row[i], 1).text, !again);
    assert_int_equal(m.n_used, COUNT(row));
    met_release(&m);
}

/* ---- memory ------------------------------------------------------------- */

static bool attempt(void *context, struct tenor_error *err)
{
    const bool counts = *(bool *)context;
    struct met m;

    met_init(&m, counts);
    bool ok = met_begin(&m, 10);
    for (uint32_t row = 0; ok && row < 5000; row++) {
        ok = row % 50 || met_sentence(&m, 50);
        if (ok)
            met_note(&m, row, 1);
    }
    met_release(&m);
    return ok || fail_memory(err, "rows");
}

static void memory_runs_out(void **state)
{
    (void)state;
    for (int counts = 0; counts < 2; counts++)
        scarce_run(attempt, &(bool){counts});
}

/* Whatever could not begin, the next text can. */
static void want_of_memory_is_survived(void **state)
{
    uint64_t random = unit_seed();

    (void)state;
    for (int counts = 0; counts < 2; counts++)
        for (size_t granted = 0; granted < 4; granted++) {
            struct met m;
            met_init(&m, counts);
            check_text(&m, 100, &random);
            scarce_left = granted;
            const bool began = met_begin(&m, 100000);
            const bool grew = began && met_sentence(&m, 200000);
            scarce_left = SIZE_MAX;
            assert_true(!grew || granted > 1);
            check_text(&m, 100, &random);
            check_text(&m, 100000, &random);
            met_release(&m);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_noted),
        cmocka_unit_test(rows_of_any_number_are_noted),
        cmocka_unit_test(memory_runs_out),
        cmocka_unit_test(want_of_memory_is_survived),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
