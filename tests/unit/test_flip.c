/* The fewest words that change a label, beside brute force: all sets of words
 * of short texts, by models of every make in ten languages. Bounds, set by set;
 * what is found, scored anew by other code, on 1,000 texts of our own. */
#include <math.h>

#include "cli/explain/flip.h"
#include "cli/explain/flip_firm.h"
#include "datasets/corpus.h"
#include "tests/unit/drawn.h"
#include "tests/unit/sample.h"

#define WORDS_MAX 10 /* of texts all of whose sets are scored */
#define ROUNDS 400   /* models */
#define TEXTS 12     /* for each */

/* A model, a text and what came of it. */
struct tried {
    struct tenor_model *model;
    struct tenor_scorer *scorer;
    struct buffer bytes, text, title, left;
    struct flip flip;
    size_t axis, label; /* before */
    size_t texts, bounded, flipped, none;
};

static struct flip_question question(const struct tried *o, uint64_t budget)
{
    return (struct flip_question){
        .text = {o->text.data, o->text.len},
        .title = {o->title.len ? o->title.data : NULL, o->title.len},
        .axis = o->axis,
        .label = FLIP_ANY,
        .budget = budget};
}

static bool is_title(const struct tried *o)
{
    return tenor_axis_scope(o->model, o->axis) == TENOR_TITLE;
}

static void score_whole(struct tried *o)
{
    struct tenor_error err = {0};
    const struct flip_question q = question(o, 0);

    assert_true(tenor_score_titled(o->scorer, q.title.s, q.title.len, q.text.s,
                                   q.text.len, &err));
}

/* The text without a set of words, the bits of which are set. */
static void score_without(struct tried *o, const struct flip_words *w,
                          size_t bits)
{
    bool gone[WORDS_MAX] = {false};
    struct tenor_error err = {0};
    const struct flip_question q = question(o, 0);

    for (size_t i = 0; i < w->words; i++)
        gone[i] = bits >> i & 1;
    assert_true(flip_words_cut(w, gone, &o->left));
    const struct str left = {o->left.len ? o->left.data : "", o->left.len};
    assert_true(is_title(o)
                    ? tenor_score_titled(o->scorer, left.s, left.len, q.text.s,
                                         q.text.len, &err)
                    : tenor_score_titled(o->scorer, q.title.s, q.title.len,
                                         left.s, left.len, &err));
}

static bool flips(const struct tried *o, size_t wanted)
{
    const size_t label = tenor_label(o->scorer, o->axis);

    return tenor_axis_status(o->scorer, o->axis) == TENOR_STATUS_OK &&
           (wanted == FLIP_ANY ? label != o->label : label == wanted);
}

static size_t size_of(size_t bits)
{
    size_t n = 0;

    for (; bits; bits &= bits - 1)
        n++;
    return n;
}

/* ---- bounds -------------------------------------------------------------- */

/* Whether the text without some words has the sentences that it had. */
static bool is_same(const struct tried *o, size_t sentences, size_t rows,
                    size_t counted, const bool *row)
{
    const struct tenor_scorer *s = o->scorer;

    (void)counted;
    if (s->sentences != sentences || s->rows != rows)
        return false;
    for (size_t i = 0; i < sentences; i++)
        if ((s->sentence[i].row != ROW_NONE) != row[i])
            return false;
    return true;
}

/* No set of words does more than the bound says: in firm texts none whatever,
 * and there are such texts of every scope. */
static void check_bounds(struct tried *o, const struct flip_words *w)
{
    const size_t K = tenor_axis_label_count(o->model, o->axis);
    struct tenor_error err = {0};
    struct flip_bound b = {0};
    double start[LABELS_MAX], gain[WORDS_MAX + 1][LABELS_MAX][WORDS_MAX];
    bool firm;

    score_whole(o);
    assert_true(flip_firm(w, o->scorer, o->axis, &firm));
    assert_true(flip_bound_read(&b, o->scorer, o->axis, w, &err));
    if (!b.usable)
        print_message("not usable: axis %zu, '%.*s'\n", o->axis,
                      (int)o->text.len, o->text.data);
    assert_true(b.usable);
    for (size_t r = 0; r < K; r++) {
        start[r] = flip_bound_start(o->scorer, o->axis, o->label, r);
        for (size_t k = 1; k <= w->words; k++)
            assert_true(flip_bound_fill(&b, o->label, r, k, gain[k][r], &err));
    }
    for (size_t bits = 1; firm && bits < (size_t)1 << w->words; bits++) {
        const size_t k = size_of(bits);
        score_without(o, w, bits);
        if (tenor_axis_status(o->scorer, o->axis) != TENOR_STATUS_OK)
            continue;
        for (size_t r = 0; r < K; r++) {
            if (r == o->label)
                continue;
            double most = start[r];
            for (size_t i = 0; i < w->words; i++)
                most += bits >> i & 1 ? gain[k][r][i] : 0.0;
            const double d = flip_bound_start(o->scorer, o->axis, o->label, r);
            if (!(d <= most + 1e-7))
                fail_msg("%.9f is above %.9f, from %.9f; rival %zu, set %zx "
                         "of %zu words, axis %zu, scope %d, ngrams %d, "
                         "negation %d: '%.*s' without is '%.*s'",
                         d, most, start[r], r, bits, w->words, o->axis,
                         (int)o->model->axis[o->axis].scope,
                         o->model->settings.ngrams, o->model->settings.negation,
                         (int)w->text.len, w->text.s, (int)o->left.len,
                         o->left.data);
        }
    }
    o->bounded += firm;
    flip_bound_release(&b);
}

/* ---- brute force --------------------------------------------------------- */

static size_t brute_force(struct tried *o, const struct flip_words *w,
                          size_t wanted)
{
    size_t least = FLIP_NONE;

    for (size_t bits = 1; bits < (size_t)1 << w->words; bits++) {
        const size_t n = size_of(bits);
        if (n >= least)
            continue;
        score_without(o, w, bits);
        least = flips(o, wanted) ? n : least;
    }
    return least;
}

static void check_answer(struct tried *o, const struct flip_words *w,
                         uint64_t budget, size_t wanted, size_t least)
{
    struct tenor_error err = {0};
    struct flip_question q = question(o, budget);
    struct flip_answer a;
    size_t bits = 0;

    q.label = wanted;
    assert_true(flip_find(&o->flip, o->scorer, &q, &a, &err));
    assert_int_equal(a.label[0], o->label);
    assert_true(a.given_same >= a.at_least);
    if (a.n != FLIP_NONE) {
        for (size_t i = 0; i < a.n; i++)
            bits |= (size_t)1 << o->flip.set[i];
        assert_int_equal(size_of(bits), a.n);
        score_without(o, w, bits);
        assert_true(flips(o, wanted));
        assert_int_equal(tenor_label(o->scorer, o->axis), a.label[1]);
        assert_true(tenor_probability(o->scorer, o->axis, a.label[1]) ==
                    a.p[1]);
    }
    if (a.at_least > least ||
        (budget == FLIP_BUDGET && (a.n != least || a.at_least != least)))
        fail_msg("found %zu, at least %zu; it is %zu words of '%.*s', axis %zu",
                 a.n, a.at_least, least, (int)w->text.len, w->text.s, o->axis);
}

static void check_axis(struct tried *o, struct flip_words *w)
{
    struct str in = {o->text.data, o->text.len};

    score_whole(o);
    if (tenor_axis_status(o->scorer, o->axis) != TENOR_STATUS_OK)
        return;
    if (is_title(o))
        in = o->scorer->title;
    o->label = tenor_label(o->scorer, o->axis);
    assert_true(flip_words_read(w, &o->scorer->extractor.terms, in));
    if (w->words > WORDS_MAX)
        return;
    check_bounds(o, w);
    const size_t least = brute_force(o, w, FLIP_ANY);
    check_answer(o, w, FLIP_BUDGET, FLIP_ANY, least);
    check_answer(o, w, 0, FLIP_ANY, least);
    check_answer(o, w, 8000, FLIP_ANY, least);
    const size_t K = tenor_axis_label_count(o->model, o->axis);
    const size_t other = (o->label + 1) % K;
    if (K > 2)
        check_answer(o, w, FLIP_BUDGET, other, brute_force(o, w, other));
    o->texts++;
    o->flipped += least != FLIP_NONE;
    o->none += least == FLIP_NONE;
}

static const struct recipe recipe = {
    .stops = "the a of", .weights = SMALL, .kept = 0.8};

static void draw_text(struct buffer *b, size_t kind, size_t pieces,
                      uint64_t *random)
{
    b->len = 0;
    assert_true(text_make(b, kind, pieces, random));
}

/* Words of one language alone, as people write them. */
static void draw_plain(struct buffer *b, size_t kind, size_t pieces,
                       uint64_t *random)
{
    b->len = 0;
    while (pieces-- > 0)
        assert_true(text_add(
            b, text_kind[kind].piece[random_below(random, text_pieces(kind))]));
}

static void open_model(struct tried *o, size_t kind, uint64_t *random)
{
    struct tenor_error err = {0};
    struct recipe r = draw_recipe(recipe, random);

    for (size_t a = 0; a < AXES_MAX; a++) /* for the sake of time */
        r.labels[a] = r.labels[a] > 4 ? 4 : r.labels[a];
    strcpy(r.settings.language, text_kind[kind].language);
    draw_text(&o->text, kind, 400, random);
    o->model = draw_model(&r, (struct str){o->text.data, o->text.len},
                          &o->bytes, random);
    assert_true(tenor_scorer_new(o->model, &o->scorer, &err));
}

static void close_model(struct tried *o)
{
    tenor_scorer_free(o->scorer);
    tenor_model_close(o->model);
    free(o->bytes.data);
}

static void as_brute_force_has_it(void **state)
{
    uint64_t random = unit_seed();
    struct flip_words w = {0};
    struct tried o = {.text = {0}};

    (void)state;
    for (size_t i = 0; i < ROUNDS; i++) {
        const size_t kind = i % TEXT_KINDS;
        open_model(&o, kind, &random);
        for (size_t j = 0; j < TEXTS; j++) {
            const size_t pieces = 2 + random_below(&random, 9);
            (j % 2 ? draw_plain : draw_text)(&o.text, kind, pieces, &random);
            o.title.len = 0;
            if (random_below(&random, 3) == 0)
                draw_plain(&o.title, kind, 6, &random);
            for (o.axis = 0; o.axis < tenor_axis_count(o.model); o.axis++)
                check_axis(&o, &w);
        }
        close_model(&o);
    }
    print_message("%zu texts, %zu firm, %zu flip, %zu do not\n", o.texts,
                  o.bounded, o.flipped, o.none);
    assert_true(o.texts > 1000 && o.bounded > 300 && o.flipped > 300);
    flip_words_release(&w);
    flip_release(&o.flip);
    free(o.text.data);
    free(o.title.data);
    free(o.left.data);
    (void)is_same;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(as_brute_force_has_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
