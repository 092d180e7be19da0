/* Scoring with scopes: what of a text each axis sees, and what it says of texts
 * that it cannot judge. Evidence is tested in test_tenor.c. */
#include <math.h>

#include "model/tenor.h"
#include "tests/unit/scoped.h"
#include "train/random.h"

/* Above 500 bytes. The model knows "report", "Monday", "long", "is", "bad",
 * "sad", "good", "fun", "not" and "great". */
#define BODY                                                                \
    "The report of Monday is long, and the council has read all of it.\n\n" \
    "It was a bad day for the harbour, they wrote in the evening, and a "   \
    "sad one for those who work in it.\n\n"                                 \
    "What came of the money has not been good to hear. There is no plan "   \
    "for the next year, and the old one was lost on the way to the "        \
    "printer.\n\n"                                                          \
    "The museum beside it had a great summer with more visitors than "      \
    "ever before, and a fun park is to be opened there in May.\n\n"         \
    "Nobody knows who will pay for that, but it is what the people of "     \
    "the town have asked for since the bridge was closed."
#define TITLE "Good fun at the harbour\n\n"
/* No short one: it has a word that the model knows. */
#define SPEECH "\xE2\x80\x9CThis is GREAT fun, it is so very good.\xE2\x80\x9D"

struct opened {
    struct buffer bytes;
    struct tenor_model *model;
    struct tenor_scorer *scorer;
};

static struct opened open_with(struct scoped with)
{
    struct tenor_error err = {0};
    struct opened o = {.bytes = scoped_bytes(with)};

    assert_true(
        tenor_model_from_memory(o.bytes.data, o.bytes.len, &o.model, &err));
    assert_true(tenor_scorer_new(o.model, &o.scorer, &err));
    return o;
}

static void close_model(struct opened *o)
{
    tenor_scorer_free(o->scorer);
    tenor_model_close(o->model);
    free(o->bytes.data);
}

/* All that a text gives. */
struct result {
    enum tenor_status status, of_axis[SCOPED_AXES];
    size_t sentences, counted, words;
    double known;
    double margin[SCOPED_AXES][3], p[SCOPED_AXES][3];
    size_t title, title_len; /* where it stands; SIZE_MAX: not in the text */
};

static struct result result_of(const struct opened *o, const char *text)
{
    const struct tenor_scorer *s = o->scorer;
    struct result r = {.status = tenor_status(s),
                       .sentences = tenor_sentence_count(s),
                       .words = tenor_words(s),
                       .known = tenor_known(s),
                       .title = SIZE_MAX};
    const char *title;

    for (size_t i = 0; i < r.sentences; i++)
        r.counted += tenor_sentence_at(s, i).counted;
    for (size_t a = 0; a < SCOPED_AXES; a++) {
        r.of_axis[a] = tenor_axis_status(s, a);
        for (size_t k = 0; k < tenor_axis_label_count(o->model, a); k++) {
            r.margin[a][k] = tenor_margin(s, a, k);
            r.p[a][k] = tenor_probability(s, a, k);
        }
    }
    if (tenor_title(s, &title, &r.title_len) && title >= text &&
        title < text + strlen(text))
        r.title = (size_t)(title - text);
    return r;
}

/* In memory of just that size, where reading on is noticed. */
static struct result score_titled(const struct opened *o, const char *title,
                                  const char *text)
{
    struct tenor_error err = {0};
    const size_t len = strlen(text);
    char *copy = malloc(len + 1);

    assert_non_null(copy);
    memcpy(copy, text, len + 1);
    assert_true(tenor_score_titled(o->scorer, title, title ? strlen(title) : 0,
                                   copy, len, &err));
    const struct result r = result_of(o, copy);
    free(copy);
    return r;
}

static struct result score(const struct opened *o, const char *text)
{
    return score_titled(o, NULL, text);
}

static bool same_axis(const struct result *a, const struct result *b,
                      size_t axis)
{
    return a->of_axis[axis] == b->of_axis[axis] &&
           memcmp(a->margin[axis], b->margin[axis], sizeof *a->margin) == 0 &&
           memcmp(a->p[axis], b->p[axis], sizeof *a->p) == 0;
}

/* ---- what is left out ---------------------------------------------------- */

static void debris_changes_nothing(void **state)
{
    (void)state;
    static const char *const text[] = {
        TITLE BODY "\n\nRelated posts\n\nGood fun for all\n\nA sad, bad day",
        TITLE BODY "\n\nGREAT fun today\n\nBad, sad, not good\n\nLong report",
        TITLE "By Jane Good\n\n" BODY,
        TITLE "Advertisement\n\n" BODY "\n\n3 comments",
        TITLE BODY "\n\nRead more: a GREAT fun report\n\nShare\n\nGood",
    };

    for (int without = 0; without < 2; without++) {
        struct opened o =
            open_with((struct scoped){.share = 0.5, .without_quotes = without});
        const struct result plain = score(&o, TITLE BODY);
        assert_int_equal(plain.status, TENOR_STATUS_OK);
        assert_true(plain.counted > 4);
        for (size_t i = 0; i < COUNT(text); i++) {
            const struct result r = score(&o, text[i]);
            print_message("%zu\n", i);
            assert_true(r.sentences > plain.sentences);
            assert_int_equal(r.counted, plain.counted);
            assert_true(r.known == plain.known);
            for (size_t a = 0; a < SCOPED_AXES; a++)
                assert_true(same_axis(&r, &plain, a));
        }
        close_model(&o);
    }
}

/* Only in long texts, only for axes of sentences, only where the model says
 * so. */
static void quoted_speech_is_left_out(void **state)
{
    (void)state;
    static const struct {
        const char *with, *without;
        bool is_long;
    } row[] = {
        {BODY "\n\n" SPEECH, BODY, true},
        {BODY "\n\n" SPEECH " " SPEECH, BODY, true},
        {SPEECH "\n\nThe report of Monday is bad, they wrote to us.",
         "The report of Monday is bad, they wrote to us.", false},
        {SPEECH " The report of Monday is bad, they wrote to us.",
         "The report of Monday is bad, they wrote to us.", false},
    };

    assert_true(strlen(BODY) >= 500);
    for (int without = 0; without < 2; without++) {
        struct opened o =
            open_with((struct scoped){.share = 1.0, .without_quotes = without});
        for (size_t i = 0; i < COUNT(row); i++) {
            print_message("%d %zu\n", without, i);
            const struct result a = score(&o, row[i].with);
            const struct result b = score(&o, row[i].without);
            const bool out = without && row[i].is_long;
            assert_int_equal(same_axis(&a, &b, SCOPED_SENTENCES), out);
            assert_int_equal(a.counted == b.counted, out);
            assert_false(same_axis(&a, &b, SCOPED_WHOLE));
        }
        close_model(&o);
    }
}

/* Of a sentence that speaks and quotes, the quotation alone is left out. */
static void half_a_sentence_is_left_out(void **state)
{
    (void)state;
    struct opened o =
        open_with((struct scoped){.share = 1.0, .without_quotes = true});
    const struct result a = score(
        &o, BODY "\n\nIt was bad, \xE2\x80\x9Cso good and GREAT, such a lot "
                 "of fun\xE2\x80\x9D, they told us.");
    const struct result b =
        score(&o, BODY
              "\n\nIt was bad, \xE2\x80\x9Cqm zw xk vj qn bx kd\xE2\x80\x9D, "
              "they told us.");
    const struct result c = score(&o, BODY);

    /* The norm of the rest is the same, as are its words. */
    assert_true(same_axis(&a, &b, SCOPED_SENTENCES));
    assert_false(same_axis(&a, &b, SCOPED_WHOLE));
    assert_int_equal(a.counted, c.counted + 1);
    close_model(&o);
}

static void texts_of_quoted_speech_are_judged_by_it(void **state)
{
    (void)state;
    struct buffer text = {0};
    struct opened without =
        open_with((struct scoped){.share = 0.5, .without_quotes = true});
    struct opened with = open_with((struct scoped){.share = 0.5});

    for (int i = 0; i < 20; i++)
        assert_true(buffer_add(&text, SPEECH "\n\n", strlen(SPEECH "\n\n")));
    assert_true(buffer_add(&text, "", 1));
    assert_true(text.len > 500);
    const struct result a = score(&without, text.data);
    const struct result b = score(&with, text.data);
    assert_int_equal(a.status, TENOR_STATUS_OK);
    assert_int_equal(a.counted, 20);
    assert_int_equal(a.words, b.words);
    for (size_t axis = 0; axis < SCOPED_AXES; axis++)
        assert_true(same_axis(&a, &b, axis));
    /* One sentence of the author's own is enough for the rule to hold. */
    text.len--;
    assert_true(buffer_add(&text, "This is what a bad report is.", 30));
    const struct result c = score(&without, text.data);
    const struct result d = score(&with, text.data);
    assert_int_equal(c.counted, 1);
    assert_int_equal(d.counted, 21);
    assert_int_equal(tenor_label(without.scorer, SCOPED_SENTENCES), 0);
    assert_int_equal(tenor_label(with.scorer, SCOPED_SENTENCES), 1);
    close_model(&without);
    close_model(&with);
    free(text.data);
}

static void short_sentences_count_where_there_are_no_others(void **state)
{
    (void)state;
    struct opened o = open_with((struct scoped){.share = 1.0});
    const struct result a = score(&o, "A bad report is this one. Good fun!");
    const struct result b = score(&o, "Good fun! Great!");

    assert_int_equal(a.sentences, 2);
    assert_int_equal(a.counted, 1);
    assert_true(a.margin[SCOPED_SENTENCES][1] < 0.0);
    assert_int_equal(b.sentences, 2);
    assert_int_equal(b.counted, 2);
    assert_true(b.margin[SCOPED_SENTENCES][1] > 0.0);
    close_model(&o);
}

/* ---- titles -------------------------------------------------------------- */

static void titles_are_found_or_given(void **state)
{
    (void)state;
    struct opened o = open_with((struct scoped){.share = 0.5});
    const struct result none = score(&o, BODY);
    const struct result found = score(&o, TITLE BODY);
    const struct result behind = score(&o, "By Jane Doe\n\n" TITLE BODY);
    const struct result given =
        score_titled(&o, "Good fun at the harbour", BODY);
    const struct result other =
        score_titled(&o, "A bad, sad report", TITLE BODY);

    assert_int_equal(none.of_axis[SCOPED_TITLE], TENOR_STATUS_NO_TITLE);
    assert_int_equal(none.title_len, 0);
    assert_int_equal(found.of_axis[SCOPED_TITLE], TENOR_STATUS_OK);
    assert_int_equal(found.title, 0);
    assert_int_equal(found.title_len, strlen(TITLE) - 2);
    assert_int_equal(behind.title, strlen("By Jane Doe\n\n"));
    assert_int_equal(given.title, SIZE_MAX);
    assert_int_equal(given.title_len, strlen(TITLE) - 2);
    assert_true(same_axis(&found, &given, SCOPED_TITLE));
    assert_true(same_axis(&found, &behind, SCOPED_TITLE));
    assert_true(found.p[SCOPED_TITLE][1] > 0.5);
    /* What is given goes before what is found. */
    assert_true(other.p[SCOPED_TITLE][1] < 0.5);
    assert_int_equal(other.title, SIZE_MAX);
    /* It is nobody else's business. */
    for (size_t a = SCOPED_SENTENCES; a <= SCOPED_WHOLE; a++) {
        assert_true(same_axis(&given, &none, a));
        assert_true(same_axis(&other, &found, a));
    }
    close_model(&o);
}

static void some_titles_are_none(void **state)
{
    (void)state;
    static const char *const title[] = {"", "Zyx wvu", " \n ", "-"};
    struct opened o = open_with((struct scoped){.share = 0.5});

    for (size_t i = 0; i < COUNT(title); i++) {
        const struct result r = score_titled(&o, title[i], TITLE BODY);
        assert_int_equal(r.of_axis[SCOPED_TITLE], TENOR_STATUS_NO_TITLE);
        assert_int_equal(r.of_axis[SCOPED_WHOLE], TENOR_STATUS_OK);
        assert_int_equal(r.title_len, 0);
        for (size_t k = 0; k < 2; k++)
            assert_true(r.p[SCOPED_TITLE][k] ==
                        tenor_axis_prior(o.model, SCOPED_TITLE, k));
    }
    close_model(&o);
}

/* ---- statuses ------------------------------------------------------------ */

static void texts_that_cannot_be_judged_say_why(void **state)
{
    (void)state;
    /* clang-format off */
    static const struct {
        const char *text;
        enum tenor_status status, of_axis; /* of the text; of its axes */
        const char *language;              /* of another one; NULL: none */
    } row[] = {
        {"", TENOR_STATUS_EMPTY, TENOR_STATUS_EMPTY, NULL},
        {" \n\t\xC2\xA0 ", TENOR_STATUS_EMPTY, TENOR_STATUS_EMPTY, NULL},
        {"zyx wvut", TENOR_STATUS_NO_EVIDENCE, TENOR_STATUS_NO_EVIDENCE, NULL},
        {"The and of it", TENOR_STATUS_NO_EVIDENCE, TENOR_STATUS_NO_EVIDENCE, NULL},
        {"Le conseil a dit que les travaux du port ne sont pas finis et que la "
         "ville doit attendre encore un an pour voir le nouveau pont. report",
         TENOR_STATUS_LANGUAGE, TENOR_STATUS_LANGUAGE, "french"},
        {"Der Rat hat gesagt, dass die Arbeiten am Hafen noch nicht fertig sind und "
         "die Stadt auf die neue Br\xC3\xBC" "cke warten muss. good",
         TENOR_STATUS_LANGUAGE, TENOR_STATUS_LANGUAGE, "german"},
        {"good 1 2 3, 4, 5, 6, 7; 8; 9; 10, 11, 12, 13, 14, 15, 16, 17, 18",
         TENOR_STATUS_NO_PROSE, TENOR_STATUS_NO_PROSE, NULL},
        {"good (1, 2)", TENOR_STATUS_OK, TENOR_STATUS_SHORT, NULL},
        {"good", TENOR_STATUS_OK, TENOR_STATUS_SHORT, NULL},
        {"the good of the", TENOR_STATUS_OK, TENOR_STATUS_SHORT, NULL},
        {"good fun", TENOR_STATUS_OK, TENOR_STATUS_OK, NULL},
        {"Nobody knows who will pay for good bridges when they fall into rivers",
         TENOR_STATUS_OK, TENOR_STATUS_UNFAMILIAR, NULL},
        {"Nobody paid for good bridges", TENOR_STATUS_OK, TENOR_STATUS_OK, NULL},
        {"Nobody had fun on Monday when the long report was read: a bad, sad day",
         TENOR_STATUS_OK, TENOR_STATUS_OK, NULL},
    };
    /* clang-format on */
    struct opened o = open_with(
        (struct scoped){.share = 0.5, .words_min = 2.0, .known_min = 0.3});

    for (size_t i = 0; i < COUNT(row); i++) {
        const struct result r = score_titled(&o, "Good fun", row[i].text);
        print_message("%zu: %s, %g\n", i, tenor_status_name(r.status), r.known);
        assert_int_equal(r.status, row[i].status);
        const char *language = tenor_other_language(o.scorer);
        assert_int_equal(language != NULL, row[i].language != NULL);
        if (language)
            assert_string_equal(language, row[i].language);
        for (size_t a = SCOPED_SENTENCES; a <= SCOPED_WHOLE; a++) {
            assert_int_equal(r.of_axis[a], row[i].of_axis);
            for (size_t k = 0; k < tenor_axis_label_count(o.model, a); k++)
                assert_int_equal(r.p[a][k] == tenor_axis_prior(o.model, a, k),
                                 row[i].of_axis != TENOR_STATUS_OK);
        }
        /* The title can be judged, whatever the text. */
        assert_int_equal(r.of_axis[SCOPED_TITLE], TENOR_STATUS_OK);
    }
    close_model(&o);
}

static void statuses_have_names(void **state)
{
    (void)state;
    assert_string_equal(tenor_status_name(TENOR_STATUS_OK), "ok");
    assert_string_equal(tenor_status_name(TENOR_STATUS_NO_TITLE), "no_title");
    for (int s = TENOR_STATUS_OK; s <= TENOR_STATUS_NO_TITLE; s++)
        assert_true(*tenor_status_saying((enum tenor_status)s));
}

/* ---- sentences ----------------------------------------------------------- */

/* In order, inside, and parts that add up to the margin. */
static void check_sentences(const struct opened *o, size_t len)
{
    const struct tenor_scorer *s = o->scorer;
    const size_t K = tenor_axis_label_count(o->model, SCOPED_SENTENCES);
    size_t at = 0;

    for (size_t k = 0; k < K; k++) {
        double sum = 0.0, part, p;
        at = 0;
        for (size_t i = 0; i < tenor_sentence_count(s); i++) {
            const struct tenor_sentence t = tenor_sentence_at(s, i);
            assert_true(t.span.begin >= at && t.span.begin < t.span.end);
            at = t.span.end;
            assert_int_equal(
                tenor_sentence_part(s, i, SCOPED_SENTENCES, k, &part),
                t.counted);
            assert_int_equal(
                tenor_sentence_probability(s, i, SCOPED_SENTENCES, k, &p),
                t.counted);
            if (t.counted) {
                assert_true(p > 0.0 && p < 1.0);
                sum += part;
            }
            assert_false(tenor_sentence_part(s, i, SCOPED_WHOLE, k, &part));
            assert_false(tenor_sentence_probability(s, i, SCOPED_TITLE, k, &p));
        }
        assert_true(fabs(sum - tenor_margin(s, SCOPED_SENTENCES, k)) < 1e-9);
    }
    assert_true(at <= len);
}

static void parts_of_sentences_add_up(void **state)
{
    (void)state;
    static const char *const text[] = {
        "good", TITLE BODY, TITLE BODY "\n\n" SPEECH,
        "Good fun. GREAT fun! It is not good.\n\nThe report is so bad. :("};
    static const double share[] = {1.0, 0.5, 0.25};

    for (size_t j = 0; j < COUNT(share); j++) {
        struct opened o = open_with(
            (struct scoped){.share = share[j], .without_quotes = true});
        assert_true(tenor_axis_share(o.model, SCOPED_SENTENCES) == share[j]);
        assert_int_equal(tenor_axis_scope(o.model, SCOPED_TITLE), TENOR_TITLE);
        for (size_t i = 0; i < COUNT(text); i++) {
            const struct result r = score(&o, text[i]);
            assert_true(r.counted > 0);
            check_sentences(&o, strlen(text[i]));
        }
        close_model(&o);
    }
}

static void a_text_may_have_very_many_sentences(void **state)
{
    (void)state;
    enum { N = 200000 };
    static const char sentence[] = "It is so good. ";
    struct tenor_error err = {0};
    struct buffer text = {0};
    struct opened o =
        open_with((struct scoped){.share = 0.25, .without_quotes = true});

    for (int i = 0; i < N; i++)
        assert_true(buffer_add(&text, sentence, strlen(sentence)));
    assert_true(tenor_score(o.scorer, text.data, text.len, &err));
    assert_int_equal(tenor_sentence_count(o.scorer), N);
    assert_int_equal(tenor_words(o.scorer), 4 * N);
    check_sentences(&o, text.len);
    const double all = tenor_margin(o.scorer, SCOPED_SENTENCES, 1);
    assert_true(tenor_score(o.scorer, sentence, strlen(sentence), &err));
    assert_true(fabs(all - tenor_margin(o.scorer, SCOPED_SENTENCES, 1)) < 1e-9);
    free(text.data);
    close_model(&o);
}

/* ---- memory -------------------------------------------------------------- */

static void scorers_do_not_remember(void **state)
{
    (void)state;
    static const struct {
        const char *title, *text;
    } row[] = {
        {NULL, TITLE BODY "\n\n" SPEECH "\n\nRelated posts\n\nGood"},
        {"Good fun", "bad"},
        {NULL, ""},
        {NULL, SPEECH},
        {"A long report", TITLE BODY BODY},
        {NULL, "Le conseil a dit que les travaux ne sont pas finis et que la "
               "ville doit attendre."},
        {NULL, "Good. Fun! Bad? The report is long."},
    };
    uint64_t random = unit_seed();
    struct opened o = open_with((struct scoped){.share = 0.5,
                                                .without_quotes = true,
                                                .words_min = 2.0,
                                                .known_min = 0.1});
    struct result expected[COUNT(row)];

    for (size_t i = 0; i < COUNT(row); i++) {
        struct opened fresh = open_with((struct scoped){.share = 0.5,
                                                        .without_quotes = true,
                                                        .words_min = 2.0,
                                                        .known_min = 0.1});
        expected[i] = score_titled(&fresh, row[i].title, row[i].text);
        close_model(&fresh);
    }
    for (int n = 0; n < 200; n++) {
        const size_t i = random_below(&random, COUNT(row));
        const struct result r = score_titled(&o, row[i].title, row[i].text);
        const struct result *e = &expected[i];
        assert_int_equal(r.status, e->status);
        assert_int_equal(r.sentences, e->sentences);
        assert_int_equal(r.counted, e->counted);
        assert_int_equal(r.words, e->words);
        assert_int_equal(r.title_len, e->title_len);
        assert_true(r.known == e->known);
        for (size_t a = 0; a < SCOPED_AXES; a++)
            assert_true(same_axis(&r, e, a));
    }
    close_model(&o);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(debris_changes_nothing),
        cmocka_unit_test(quoted_speech_is_left_out),
        cmocka_unit_test(half_a_sentence_is_left_out),
        cmocka_unit_test(texts_of_quoted_speech_are_judged_by_it),
        cmocka_unit_test(short_sentences_count_where_there_are_no_others),
        cmocka_unit_test(titles_are_found_or_given),
        cmocka_unit_test(some_titles_are_none),
        cmocka_unit_test(texts_that_cannot_be_judged_say_why),
        cmocka_unit_test(statuses_have_names),
        cmocka_unit_test(parts_of_sentences_add_up),
        cmocka_unit_test(a_text_may_have_very_many_sentences),
        cmocka_unit_test(scorers_do_not_remember),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
