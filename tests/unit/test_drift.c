/* Sums over texts that are drawn: without a change there is hardly an alarm,
 * and each change raises the one that it should. */
#include "train/drift.h"

#include <math.h>

#include "tests/unit/sketched.h"
#include "tests/unit/unit.h"
#include "train/random.h"

#define ALPHA 0.05
#define UNITS 4

/* What texts are like: as in the sketch unless something is set. */
struct drawing {
    size_t texts;
    size_t units;   /* in a text, all alike: 0 stands for 1 */
    double unknown; /* more of these */
    double refused;
    double positive; /* probabilities to this power */
    double length;   /* times as long */
    double word;     /* times as often the first word */
    double wrong;
    bool labelled;
};

static struct axis axis_of(const struct sketched *s)
{
    static const char *const label[] = {"no", "yes"};

    return (struct axis){.labels = 2, .label = label, .sketch = s->sketch};
}

static void draw_text(struct drift_sums *d, const struct axis *a,
                      const struct drawing *w, uint64_t *random)
{
    double p[2 * UNITS];
    size_t given[UNITS], length[UNITS];
    uint32_t word[SKETCHED_WORDS * UNITS];
    const double yes =
        pow(random_unit(random), w->positive > 0.0 ? w->positive : 1.0);
    struct drift_text t = {.units = w->units ? w->units : 1,
                           .p = p,
                           .given = given,
                           .length = length,
                           .word = word,
                           .labelled = w->labelled};
    const size_t words = 1 + (size_t)(64.0 * random_unit(random) *
                                      (w->length > 0.0 ? w->length : 1.0));

    t.refused = random_unit(random) < a->sketch.is->refused + w->refused;
    t.right = random_unit(random) < a->sketch.is->accuracy - w->wrong;
    for (size_t i = 0; i < t.units; i++) {
        p[2 * i] = 1.0 - yes;
        p[2 * i + 1] = yes;
        given[i] = yes > 0.5;
        length[i] = words;
    }
    for (size_t i = 0; i < words; i++)
        t.unknown += random_unit(random) < a->sketch.is->unknown + w->unknown;
    t.words = words;
    for (uint32_t i = 0; i < SKETCHED_WORDS; i++) {
        const double times = i == 0 && w->word > 0.0 ? w->word : 1.0;
        if (random_unit(random) < times * sketch_rate(a->sketch.rate[i]))
            for (size_t u = 0; u < t.units; u++)
                word[t.nword++] = i;
    }
    if (t.refused)
        t.units = t.nword = 0;
    drift_add(d, a, &t);
}

static void draw(struct drift_sums *d, const struct axis *a,
                 const struct drawing *w, uint64_t *random)
{
    assert_true(drift_init(d, a, true));
    for (size_t i = 0; i < w->texts; i++)
        draw_text(d, a, w, random);
}

/* Bits of the alarms of one drawing beside another one, or beside the sketch.
 */
static unsigned alarms_beside(const struct axis *a, const struct drawing *then,
                              const struct drawing *now, const double *limit,
                              uint64_t *random)
{
    struct drift_check check[DRIFT_KINDS];
    struct drift_sums before = {0}, d;
    unsigned found = 0;

    if (then)
        draw(&before, a, then, random);
    draw(&d, a, now, random);
    drift_compare(&(struct drift_side){a, then ? &before : NULL},
                  &(struct drift_side){a, &d}, limit, check);
    assert_true(drift_decide(check, DRIFT_KINDS, ALPHA));
    for (size_t i = 0; i < DRIFT_KINDS; i++) {
        assert_true(check[i].p >= 0.0 && check[i].p <= 1.0);
        assert_true(!check[i].alarm || check[i].tested);
        found |= (unsigned)check[i].alarm << i;
    }
    drift_release(&before);
    drift_release(&d);
    return found;
}

static unsigned alarms(const struct axis *a, const struct drawing *w,
                       const double *limit, uint64_t *random)
{
    return alarms_beside(a, NULL, w, limit, random);
}

static struct sketched *exact(struct sketched *s)
{
    sketched_fill(s, 2);
    s->is.effective = s->is.read = 1e9;
    s->is.unknown_error = 0.0;
    return s;
}

static void chance_raises_no_alarm(void **state)
{
    static const double none[DRIFT_KINDS];
    static const struct drawing row[] = {
        {.texts = 60, .labelled = true},
        {.texts = 500, .labelled = true},
        {.texts = 200, .units = UNITS}, /* four times the same is not more */
    };
    uint64_t random = unit_seed();
    struct sketched s;
    const struct axis a = axis_of(exact(&s));

    (void)state;
    for (size_t i = 0; i < COUNT(row); i++) {
        unsigned n = 0;
        for (size_t run = 0; run < 400; run++)
            n += alarms(&a, &row[i], none, &random) != 0;
        /* 20 are to be expected at most, 45 have a chance of 1e-6. */
        if (n > 45)
            fail_msg("%u alarms of 400 in row %zu", n, i);
    }
}

static void each_change_is_seen(void **state)
{
    static const double limit[DRIFT_KINDS] = {
#define X(name, text, usual, saying) usual,
        DRIFT_KINDS_LIST(X)
#undef X
    };
    static const struct {
        struct drawing drawing;
        unsigned alarms;
    } row[] = {
        {{.texts = 1000, .labelled = true}, 0},
        {{.texts = 1000, .unknown = 0.1}, 1U << DRIFT_UNKNOWN},
        {{.texts = 1000, .refused = 0.2}, 1U << DRIFT_REFUSED},
        {{.texts = 1000, .positive = 2.5},
         1U << DRIFT_SHARES | 1U << DRIFT_MARGINS},
        {{.texts = 1000, .length = 3.0}, 1U << DRIFT_LENGTHS},
        {{.texts = 1000, .word = 0.2}, 1U << DRIFT_WORDS},
        {{.texts = 1000, .labelled = true, .wrong = 0.2}, 1U << DRIFT_ACCURACY},
        {{.texts = 20, .unknown = 0.5}, 0}, /* too few to say */
    };
    uint64_t random = unit_seed();
    struct sketched s;
    const struct axis a = axis_of(exact(&s));

    (void)state;
    for (size_t i = 0; i < COUNT(row); i++) {
        const unsigned found = alarms(&a, &row[i].drawing, limit, &random);
        if ((found & row[i].alarms) != row[i].alarms ||
            (row[i].alarms == 0 && found))
            fail_msg("row %zu: alarms %x, not %x", i, found, row[i].alarms);
    }
}

/* Both sides are samples: neither small nor lumpy ones raise more alarms. */
static void two_samples_of_a_kind_raise_no_alarm(void **state)
{
    static const double none[DRIFT_KINDS];
    static const struct {
        struct drawing then, now;
    } row[] = {
        {{.texts = 60, .labelled = true}, {.texts = 60, .labelled = true}},
        {{.texts = 60}, {.texts = 600}},
        {{.texts = 600}, {.texts = 60}},
        {{.texts = 200, .units = UNITS}, {.texts = 200, .units = UNITS}},
        {{.texts = 200, .units = UNITS}, {.texts = 200}},
        /* Nothing of it is as in the sketch. */
        {{.texts = 300, .unknown = 0.3, .positive = 4.0, .word = 0.2},
         {.texts = 300, .unknown = 0.3, .positive = 4.0, .word = 0.2}},
    };
    uint64_t random = unit_seed();
    struct sketched s;
    const struct axis a = axis_of(exact(&s));

    (void)state;
    for (size_t i = 0; i < COUNT(row); i++) {
        unsigned n = 0;
        for (size_t run = 0; run < 400; run++)
            n += alarms_beside(&a, &row[i].then, &row[i].now, none, &random) !=
                 0;
        if (n > 45) /* as above */
            fail_msg("%u alarms of 400 in row %zu", n, i);
    }
}

/* What the sketch has never seen is no drift from a baseline that has, and what
 * is as in the sketch is. */
static void a_baseline_is_what_is_usual(void **state)
{
    static const double limit[DRIFT_KINDS] = {
#define X(name, text, usual, saying) usual,
        DRIFT_KINDS_LIST(X)
#undef X
    };
    static const struct drawing usual = {.texts = 1000},
                                strange = {.texts = 1000, .unknown = 0.2},
                                few = {.texts = DRIFT_LEAST - 1};
    uint64_t random = unit_seed();
    struct sketched s;
    const struct axis a = axis_of(exact(&s));

    (void)state;
    assert_int_equal(alarms(&a, &strange, limit, &random), 1U << DRIFT_UNKNOWN);
    assert_int_equal(alarms_beside(&a, &strange, &strange, limit, &random), 0);
    assert_int_equal(alarms_beside(&a, &usual, &strange, limit, &random),
                     1U << DRIFT_UNKNOWN);
    assert_int_equal(alarms_beside(&a, &few, &strange, limit, &random), 0);
}

/* Limits stand above what is significant. */
static void limits_are_kept(void **state)
{
    double limit[DRIFT_KINDS];
    uint64_t random = unit_seed();
    struct sketched s;
    const struct axis a = axis_of(exact(&s));
    const struct drawing w = {.texts = 1000, .unknown = 0.1};

    (void)state;
    for (size_t i = 0; i < DRIFT_KINDS; i++)
        limit[i] = INFINITY;
    assert_int_equal(alarms(&a, &w, limit, &random), 0);
    limit[DRIFT_UNKNOWN] = 0.15;
    assert_int_equal(alarms(&a, &w, limit, &random), 0);
    limit[DRIFT_UNKNOWN] = 0.05;
    assert_int_equal(alarms(&a, &w, limit, &random), 1U << DRIFT_UNKNOWN);
}

static void parts_make_a_whole(void **state)
{
    uint64_t random = unit_seed(), again = random;
    struct sketched s;
    const struct axis a = axis_of(exact(&s));
    const struct drawing w = {.texts = 100, .units = 3};
    struct drift_sums all, part, sum;
    struct drift_check x[DRIFT_KINDS], y[DRIFT_KINDS];
    static const double limit[DRIFT_KINDS];

    (void)state;
    assert_true(drift_init(&all, &a, true) && drift_init(&part, &a, true) &&
                drift_init(&sum, &a, true));
    for (size_t i = 0; i < w.texts; i++)
        draw_text(&all, &a, &w, &random);
    for (size_t i = 0; i < w.texts; i++) {
        draw_text(&part, &a, &w, &again);
        if (i % 7 == 0 || i + 1 == w.texts) {
            drift_merge(&sum, &a, &part);
            drift_reset(&part, &a);
        }
    }
    const struct drift_side then = {&a, NULL}, whole = {&a, &all};
    drift_compare(&then, &whole, limit, x);
    drift_compare(&then, &(struct drift_side){&a, &sum}, limit, y);
    for (size_t i = 0; i < DRIFT_KINDS; i++) {
        assert_int_equal(x[i].tested, y[i].tested);
        assert_true(fabs(x[i].effect - y[i].effect) < 1e-9);
        assert_true(fabs(x[i].p - y[i].p) < 1e-9);
    }
    const double share =
        drift_share(&all, 0).value + drift_share(&all, 1).value;
    assert_true(fabs(share - 1.0) < 1e-12);
    assert_true(drift_psi(&then, &whole, SKETCH_LABEL) >= 0.0);
    drift_release(&all);
    drift_release(&part);
    drift_release(&sum);
}

/* Probabilities from 0.05 to 0.09, as of a rare label, moved by so much. */
static double moved_by(double by)
{
    static const double limit[DRIFT_KINDS];
    struct drift_check check[DRIFT_KINDS];
    struct drift_sums d;
    struct sketched s;
    const struct axis a = axis_of(exact(&s));

    for (size_t i = 0; i < SKETCH_STEPS; i++)
        s.edge[SKETCH_LABEL][i] = 0.05F + 0.04F * s.below[SKETCH_LABEL][i];
    assert_true(drift_init(&d, &a, false));
    for (size_t i = 0; i < SKETCH_STEPS; i++) {
        const double rare = (double)s.edge[SKETCH_LABEL][i] + by;
        const double p[] = {1.0 - rare, rare};
        const size_t given = 0, length = 1;
        drift_add(&d, &a,
                  &(struct drift_text){
                      .units = 1, .p = p, .given = &given, .length = &length});
    }
    drift_compare(&(struct drift_side){&a, NULL}, &(struct drift_side){&a, &d},
                  limit, check);
    drift_release(&d);
    return check[DRIFT_MARGINS].effect;
}

static void probabilities_that_hardly_moved(void **state)
{
    static const struct {
        double by, least, most;
    } row[] = {
        {0.0, 0.0, 0.0},   {0.008, 0.0, 0.0},  {-0.008, 0.0, 0.0},
        {0.02, 0.2, 0.3},  {-0.02, 0.2, 0.3},  {0.2, 0.7, 0.8},
        {-0.05, 0.7, 0.8},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(row); i++) {
        const double effect = moved_by(row[i].by);
        if (!(effect >= row[i].least && effect <= row[i].most))
            fail_msg("row %zu: %g", i, effect);
    }
}

static void words_that_moved(void **state)
{
    uint64_t random = unit_seed();
    struct sketched s;
    const struct axis a = axis_of(exact(&s));
    const struct drawing w = {.texts = 2000, .word = 0.5};
    struct drift_word found[SKETCHED_WORDS];
    struct drift_sums d;
    const struct drift_side then = {&a, NULL}, now = {&a, &d};

    (void)state;
    assert_true(drift_init(&d, &a, true));
    assert_int_equal(drift_words(&then, &now, 0.01, found, 3), 0);
    for (size_t i = 0; i < w.texts; i++)
        draw_text(&d, &a, &w, &random);
    assert_true(drift_words(&then, &now, 0.001, found, 3) >= 1);
    assert_int_equal(found[0].number, 0);
    assert_true(found[0].z < -10.0 && fabs(found[0].now - 0.25) < 0.06);
    assert_int_equal(drift_words(&then, &now, 0.001, found, 0), 0);
    drift_release(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(chance_raises_no_alarm),
        cmocka_unit_test(each_change_is_seen),
        cmocka_unit_test(two_samples_of_a_kind_raise_no_alarm),
        cmocka_unit_test(a_baseline_is_what_is_usual),
        cmocka_unit_test(limits_are_kept),
        cmocka_unit_test(parts_make_a_whole),
        cmocka_unit_test(probabilities_that_hardly_moved),
        cmocka_unit_test(words_that_moved),
    };

    return cmocka_run_group_tests_name("drift", tests, NULL, NULL);
}
