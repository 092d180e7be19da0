/* The fewest words that change a label of the embedded model, on texts of our
 * own: 1,000 sets that are found are scored anew, from text that other code has
 * made; short texts of their words beside brute force; bounds on articles. */
#include <ctype.h>

#include "datasets/corpus.h"
#include "tests/unit/flipped.h"
#include "train/random.h"

#define SETS 1000
#define WORDS_MAX 8 /* of texts all of whose sets are scored */
#define SHORT_TEXTS 400
#define DRAWS 40 /* sets of words of an article */

static struct tenor_model *model;
static struct buffer *text; /* [texts] */
static size_t texts, sentences, capacity;

static void add_texts(const char *path)
{
    struct tenor_error err = {0};
    struct corpus *c;
    struct doc doc;
    bool end;

    if (!corpus_open(&c, path, &(struct corpus_options){.label_column = "id"},
                     &err))
        fail_msg("%s", err.message);
    while (corpus_next(c, &doc, &end, &err) && !end) {
        assert_true(GROW(text, texts + 1, capacity));
        text[texts] = (struct buffer){0};
        assert_true(buffer_add(&text[texts++], doc.text.s, doc.text.len));
    }
    assert_int_equal(err.code, TENOR_OK);
    corpus_close(c);
}

/* Sentences and short passages first, articles behind them. */
static int open_all(void **state)
{
    struct tenor_error err = {0};

    (void)state;
    add_texts("datasets/passages/sentences-a.jsonl");
    add_texts("datasets/passages/sentences-b.jsonl");
    add_texts("datasets/starter/part-a.jsonl");
    add_texts("datasets/starter/part-b.jsonl");
    sentences = texts;
    add_texts("datasets/passages/articles-a.jsonl");
    return tenor_model_embedded(&model, &err) ? 0 : -1;
}

static int close_all(void **state)
{
    (void)state;
    for (size_t i = 0; i < texts; i++)
        free(text[i].data);
    free(text);
    tenor_model_close(model);
    return 0;
}

static void begin(struct tried *o)
{
    struct tenor_error err = {0};

    *o = (struct tried){.model = model};
    assert_true(tenor_scorer_new(model, &o->scorer, &err));
}

static void end(struct tried *o)
{
    tenor_scorer_free(o->scorer);
    flip_release(&o->flip);
    free(o->text.data);
    free(o->title.data);
    free(o->left.data);
}

/* Text number i, which is its own title where an axis is about titles. */
static void take(struct tried *o, size_t i)
{
    o->text.len = o->title.len = 0;
    assert_true(buffer_add(&o->text, text[i].data, text[i].len));
    if (tried_is_title(o))
        assert_true(buffer_add(&o->title, text[i].data, text[i].len));
}

/* ---- 1,000 sets ---------------------------------------------------------- */

/* The text with blanks for the words of the answer, of which one is left where
 * there are several: made from places alone. */
static void blank_out(struct tried *o)
{
    const struct flip_words *w = &o->flip.words;
    size_t n = 0;

    o->left.len = 0;
    assert_true(buffer_add(&o->left, w->text.s, w->text.len));
    for (size_t i = 0; i < w->tokens; i++)
        for (size_t at = w->token[i].begin; at < w->token[i].end; at++)
            if (w->token[i].word != FLIP_STAYS &&
                o->flip.gone[w->token[i].word])
                o->left.data[at] = ' ';
    for (size_t i = 0; i < o->left.len; i++)
        if (i == 0 || o->left.data[i] != ' ' || o->left.data[i - 1] != ' ')
            o->left.data[n++] = o->left.data[i];
    o->left.len = n;
}

static void check_set(struct tried *o, const struct flip_answer *a,
                      struct tenor_scorer *other)
{
    memset(o->flip.gone, 0, o->flip.words.words * sizeof *o->flip.gone);
    for (size_t i = 0; i < a->n; i++)
        o->flip.gone[o->flip.set[i]] = true;
    blank_out(o);
    tried_score_as(o, other, (struct str){o->left.data, o->left.len});
    assert_int_equal(tenor_axis_status(other, o->axis), TENOR_STATUS_OK);
    assert_int_equal(tenor_label(other, o->axis), a->label[1]);
    assert_true(a->label[1] != a->label[0]);
    assert_true(tenor_probability(other, o->axis, a->label[1]) == a->p[1]);
}

static void a_thousand_sets_flip(void **state)
{
    struct tenor_error err = {0};
    struct tenor_scorer *other;
    struct flip_answer a;
    struct tried o;
    size_t sets = 0, minimal = 0;

    (void)state;
    begin(&o);
    assert_true(tenor_scorer_new(model, &other, &err));
    for (size_t i = 0; sets < SETS; i++) {
        assert_true(i < 7 * sentences);
        o.axis = (i + i / sentences) % tenor_axis_count(model);
        take(&o, i % sentences);
        tried_score(&o);
        if (!tried_ok(&o))
            continue;
        const struct flip_question q = tried_question(&o, 1 << 20);
        assert_true(flip_find(&o.flip, o.scorer, &q, &a, &err));
        if (a.n == FLIP_NONE)
            continue;
        check_set(&o, &a, other);
        minimal += a.n == a.at_least;
        sets++;
    }
    print_message("%zu of %d sets flip, %zu are minimal\n", sets, SETS,
                  minimal);
    assert_true(minimal > SETS / 2);
    tenor_scorer_free(other);
    end(&o);
}

/* ---- short texts --------------------------------------------------------- */

/* A few words in succession from here and there. */
static void draw_short(struct tried *o, uint64_t *random)
{
    o->text.len = 0;
    for (size_t part = 0; part < 3; part++) {
        const struct buffer *from = &text[random_below(random, sentences)];
        size_t at = random_below(random, from->len), words = 0;
        while (at > 0 && from->data[at - 1] != ' ')
            at--;
        for (; at < from->len && words < 3; at++) {
            words += from->data[at] == ' ';
            assert_true(buffer_add(&o->text, from->data + at, 1));
        }
        assert_true(buffer_add(&o->text, " ", 1));
    }
    if (tried_is_title(o)) {
        o->title.len = 0;
        assert_true(buffer_add(&o->title, o->text.data, o->text.len));
    }
}

static size_t brute_force(struct tried *o, const struct flip_words *w)
{
    size_t least = FLIP_NONE;

    for (size_t bits = 1; bits < (size_t)1 << w->words; bits++) {
        bool gone[WORDS_MAX];
        size_t n = 0;
        for (size_t i = 0; i < w->words; i++)
            n += gone[i] = bits >> i & 1;
        if (n >= least)
            continue;
        tried_score_without(o, w, gone);
        least = tried_flips(o, FLIP_ANY) ? n : least;
    }
    return least;
}

static void short_texts_as_brute_force_has_them(void **state)
{
    uint64_t random = unit_seed();
    struct tenor_error err = {0};
    struct flip_words w = {0};
    struct flip_answer a;
    struct tried o;

    (void)state;
    begin(&o);
    for (size_t tried = 0; tried < SHORT_TEXTS;) {
        o.axis = random_below(&random, tenor_axis_count(model));
        draw_short(&o, &random);
        const struct str in = tried_score(&o);
        if (!tried_ok(&o))
            continue;
        assert_true(flip_words_read(&w, &o.scorer->extractor.terms, in));
        if (w.words > WORDS_MAX)
            continue;
        const size_t least = brute_force(&o, &w);
        const struct flip_question q = tried_question(&o, FLIP_BUDGET);
        assert_true(flip_find(&o.flip, o.scorer, &q, &a, &err));
        if (a.n != least || a.at_least != least)
            fail_msg("found %zu, at least %zu, but it is %zu words of '%.*s'",
                     a.n, a.at_least, least, (int)in.len, in.s);
        tried++;
    }
    flip_words_release(&w);
    end(&o);
}

/* ---- articles ------------------------------------------------------------ */

/* Some of the words with the largest gains. */
static size_t draw_set(const struct flip_words *w, const double *gain,
                       bool *gone, uint64_t *random)
{
    const size_t wanted = 1 + random_below(random, 8);
    size_t n = 0;

    memset(gone, 0, w->words * sizeof *gone);
    for (size_t i = 0; i < 1000 && n < wanted; i++) {
        const size_t a = random_below(random, w->words);
        const size_t b = random_below(random, w->words);
        const size_t c = gain[a] > gain[b] ? a : b;
        n += !gone[c];
        gone[c] = true;
    }
    return n;
}

/* How many of the sets drawn left the sentences as they were. */
static size_t check_article(struct tried *o, const struct flip_words *w,
                            struct flip_bound *b, uint64_t *random)
{
    static struct shape whole, left;
    static double gain[TOKENS_MAX];
    static bool gone[TOKENS_MAX];
    const size_t K = tenor_axis_label_count(model, o->axis);
    struct tenor_error err = {0};
    size_t same = 0;

    shape_read(&whole, o, w->text);
    for (size_t r = 0; r < K; r++) {
        if (r == o->label)
            continue;
        tried_score_as(o, o->scorer, w->text);
        const double start = flip_bound_start(o->scorer, o->axis, o->label, r);
        assert_true(flip_bound_fill(b, o->label, r, 8, gain, &err));
        for (size_t i = 0; i < DRAWS; i++) {
            draw_set(w, gain, gone, random);
            shape_read(&left, o, tried_score_without(o, w, gone));
            if (!tried_ok(o) || !shape_is_same(&whole, &left, gone))
                continue;
            check_gain(o, w, gone, r, start, gain);
            same++;
        }
    }
    flip_words_release(&whole.words);
    flip_words_release(&left.words);
    return same;
}

static void bounds_hold_on_articles(void **state)
{
    uint64_t random = unit_seed();
    struct tenor_error err = {0};
    struct flip_words w = {0};
    struct flip_bound b = {0};
    struct tried o;
    size_t same = 0;

    (void)state;
    begin(&o);
    for (size_t i = sentences; i < texts; i++) {
        o.axis = i % tenor_axis_count(model);
        take(&o, i);
        const struct str in = tried_score(&o);
        if (!tried_ok(&o))
            continue;
        assert_true(flip_words_read(&w, &o.scorer->extractor.terms, in));
        assert_true(flip_bound_read(&b, o.scorer, o.axis, &w, &err));
        assert_true(b.usable);
        same += check_article(&o, &w, &b, &random);
    }
    print_message("%zu sets beside bounds\n", same);
    assert_true(same > 300);
    flip_bound_release(&b);
    flip_words_release(&w);
    end(&o);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_thousand_sets_flip),
        cmocka_unit_test(short_texts_as_brute_force_has_them),
        cmocka_unit_test(bounds_hold_on_articles),
    };

    return cmocka_run_group_tests(tests, open_all, close_all);
}
