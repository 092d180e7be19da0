/* The fewest words that change a label, beside brute force: all sets of words
 * of short texts, by models of every make in ten languages; and bounds, set by
 * set. */
#include "tests/unit/drawn.h"
#include "tests/unit/flipped.h"

#define WORDS_MAX 9 /* of texts all of whose sets are scored */
#define MODELS 300
#define TEXTS 8 /* for each */

static struct {
    size_t texts, flip, none;
    size_t sets[2]; /* beside bounds: of other texts, and of firm ones */
} seen;

/* The words of a set as bits; how many. */
static size_t unpack(size_t bits, bool gone[WORDS_MAX])
{
    size_t n = 0;

    for (size_t i = 0; i < WORDS_MAX; i++) {
        gone[i] = bits >> i & 1;
        n += gone[i];
    }
    return n;
}

/* ---- bounds -------------------------------------------------------------- */

/* Of a rival, for sets of each size. */
struct gains {
    double start, of[WORDS_MAX + 1][WORDS_MAX];
};

/* No set of words does more than the bound says: in firm texts none whatever,
 * in others none that leaves the rest as it was. */
static void check_sets(struct tried *o, const struct flip_words *w,
                       const struct gains *gains, bool firm)
{
    static struct shape whole, left;
    const size_t K = tenor_axis_label_count(o->model, o->axis);
    bool gone[WORDS_MAX];

    shape_read(&whole, o, w->text);
    for (size_t bits = 1; bits < (size_t)1 << w->words; bits++) {
        const size_t n = unpack(bits, gone);
        const struct str in = tried_score_without(o, w, gone);
        if (!tried_ok(o))
            continue;
        if (!firm)
            shape_read(&left, o, in);
        if (!firm && !shape_is_same(&whole, &left, gone))
            continue;
        seen.sets[firm]++;
        for (size_t r = 0; r < K; r++)
            if (r != o->label)
                check_gain(o, w, gone, r, gains[r].start, gains[r].of[n]);
    }
    flip_words_release(&whole.words);
    flip_words_release(&left.words);
}

static void check_bounds(struct tried *o, const struct flip_words *w)
{
    struct tenor_error err = {0};
    struct flip_bound b = {0};
    struct gains gains[LABELS_MAX];
    bool firm;

    tried_score(o);
    assert_true(flip_firm(w, o->scorer, o->axis, &firm));
    assert_true(flip_bound_read(&b, o->scorer, o->axis, w, &err));
    assert_true(b.usable);
    for (size_t r = 0; r < tenor_axis_label_count(o->model, o->axis); r++) {
        gains[r].start = flip_bound_start(o->scorer, o->axis, o->label, r);
        for (size_t n = 1; n <= w->words; n++)
            assert_true(
                flip_bound_fill(&b, o->label, r, n, gains[r].of[n], &err));
    }
    check_sets(o, w, gains, firm);
    flip_bound_release(&b);
}

/* ---- answers ------------------------------------------------------------- */

static size_t brute_force(struct tried *o, const struct flip_words *w,
                          size_t wanted)
{
    size_t least = FLIP_NONE;
    bool gone[WORDS_MAX];

    for (size_t bits = 1; bits < (size_t)1 << w->words; bits++) {
        const size_t n = unpack(bits, gone);
        if (n >= least)
            continue;
        tried_score_without(o, w, gone);
        least = tried_flips(o, wanted) ? n : least;
    }
    return least;
}

static void check_set(struct tried *o, const struct flip_words *w,
                      const struct flip_answer *a, size_t wanted)
{
    bool gone[WORDS_MAX] = {false};

    for (size_t i = 0; i < a->n; i++) {
        assert_true(i == 0 || o->flip.set[i] > o->flip.set[i - 1]);
        gone[o->flip.set[i]] = true;
    }
    tried_score_without(o, w, gone);
    assert_true(tried_flips(o, wanted));
    assert_int_equal(tenor_label(o->scorer, o->axis), a->label[1]);
    assert_true(tenor_probability(o->scorer, o->axis, a->label[1]) == a->p[1]);
}

/* With the whole budget the answer is the least set, or that there is none;
 * with less it is at least not wrong. */
static void check_answer(struct tried *o, const struct flip_words *w,
                         uint64_t budget, size_t wanted, size_t least)
{
    struct tenor_error err = {0};
    struct flip_question q = tried_question(o, budget);
    struct flip_answer a;

    q.label = wanted;
    assert_true(flip_find(&o->flip, o->scorer, &q, &a, &err));
    assert_int_equal(a.label[0], o->label);
    assert_true(a.given_same >= a.at_least && a.n >= least);
    if (a.n != FLIP_NONE)
        check_set(o, w, &a, wanted);
    if (a.at_least > least ||
        (budget == FLIP_BUDGET && (a.n != least || a.at_least != least)))
        fail_msg("found %zu, at least %zu, but it is %zu words of '%.*s', axis "
                 "%zu",
                 a.n, a.at_least, least, (int)w->text.len, w->text.s, o->axis);
}

static void check_axis(struct tried *o, struct flip_words *w)
{
    const struct str in = tried_score(o);
    const size_t K = tenor_axis_label_count(o->model, o->axis);

    if (!tried_ok(o))
        return;
    assert_true(flip_words_read(w, &o->scorer->extractor.terms, in));
    if (w->words > WORDS_MAX)
        return;
    check_bounds(o, w);
    const size_t least = brute_force(o, w, FLIP_ANY);
    check_answer(o, w, FLIP_BUDGET, FLIP_ANY, least);
    check_answer(o, w, 0, FLIP_ANY, least);
    check_answer(o, w, 20 * FLIP_COST, FLIP_ANY, least);
    const size_t other = (o->label + 1) % K;
    check_answer(o, w, FLIP_BUDGET, other, brute_force(o, w, other));
    seen.texts++;
    seen.flip += least != FLIP_NONE;
    seen.none += least == FLIP_NONE;
}

/* ---- many texts ---------------------------------------------------------- */

static const struct recipe recipe = {
    .stops = "the a of", .weights = SMALL, .kept = 0.8};

static void draw_text(struct buffer *b, size_t kind, size_t pieces,
                      uint64_t *random)
{
    b->len = 0;
    assert_true(text_make(b, kind, pieces, random));
}

/* Words of one language alone. */
static void draw_plain(struct buffer *b, size_t kind, size_t pieces,
                       uint64_t *random)
{
    b->len = 0;
    while (pieces-- > 0)
        assert_true(text_add(
            b, text_kind[kind].piece[random_below(random, text_pieces(kind))]));
}

static struct tenor_model *make_model(struct tried *o, size_t kind,
                                      struct buffer *bytes, uint64_t *random)
{
    struct recipe r = draw_recipe(recipe, random);

    for (size_t a = 0; a < AXES_MAX; a++) /* for the sake of time */
        r.labels[a] = r.labels[a] > 4 ? 4 : r.labels[a];
    strcpy(r.settings.language, text_kind[kind].language);
    draw_text(&o->text, kind, 400, random);
    return draw_model(&r, (struct str){o->text.data, o->text.len}, bytes,
                      random);
}

static void check_texts(struct tried *o, size_t kind, uint64_t *random)
{
    struct flip_words w = {0};

    for (size_t i = 0; i < TEXTS; i++) {
        const size_t pieces = 2 + random_below(random, 9);
        (i % 2 ? draw_plain : draw_text)(&o->text, kind, pieces, random);
        o->title.len = 0;
        if (random_below(random, 3) == 0)
            draw_plain(&o->title, kind, 6, random);
        for (o->axis = 0; o->axis < tenor_axis_count(o->model); o->axis++)
            check_axis(o, &w);
    }
    flip_words_release(&w);
}

static void as_brute_force_has_it(void **state)
{
    uint64_t random = unit_seed();
    struct tenor_error err = {0};
    struct tried o = {.text = {0}};

    (void)state;
    for (size_t i = 0; i < MODELS; i++) {
        const size_t kind = i % TEXT_KINDS;
        struct buffer bytes;
        struct tenor_model *model = make_model(&o, kind, &bytes, &random);
        o.model = model;
        assert_true(tenor_scorer_new(model, &o.scorer, &err));
        check_texts(&o, kind, &random);
        tenor_scorer_free(o.scorer);
        tenor_model_close(model);
        free(bytes.data);
    }
    print_message("%zu texts, %zu flip, %zu do not; bounds of %zu sets, %zu of "
                  "them of firm texts\n",
                  seen.texts, seen.flip, seen.none, seen.sets[0] + seen.sets[1],
                  seen.sets[1]);
    assert_true(seen.texts > 1000 && seen.flip > 300 && seen.none > 100);
    assert_true(seen.sets[0] > 10000 && seen.sets[1] > 10000);
    flip_release(&o.flip);
    free(o.text.data);
    free(o.title.data);
    free(o.left.data);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(as_brute_force_has_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
