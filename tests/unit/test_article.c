#include "model/article.h"

#include "model/glyph.h"
#include "model/marker.h"
#include "train/random.h"

#include "tests/unit/scarce.h"

/* Paragraphs that are prose by any rule. */
#define LONG                                                              \
    "The ferry left the harbour at noon with forty people on board, and " \
    "nobody on the quay thought that it would be the last time."
#define MORE \
    "It came back in the evening with no one but its captain at the rail."

/* A copy of just its size, so that the sanitizer sees a step beyond it. */
static char *copy_of(struct str text)
{
    char *copy = malloc(text.len ? text.len : 1);

    assert_non_null(copy);
    if (text.len)
        memcpy(copy, text.s, text.len);
    return copy;
}

static void check_invariants(const struct article *a, struct str text)
{
    size_t end = 0;

    for (size_t i = 0; i < a->nblock; i++) {
        const struct article_block *b = &a->block[i];
        assert_true(b->begin >= end && b->end > b->begin);
        assert_true(b->end <= text.len);
        for (; end < b->begin; end++)
            assert_int_equal(article_part_at(a, end), ARTICLE_PROSE);
        for (; end < b->end; end++)
            assert_int_equal(article_part_at(a, end), b->part);
    }
    end = 0;
    for (size_t i = 0; i < a->quotes.n; i++) {
        const struct quotation *q = &a->quotes.quote[i];
        assert_true(q->begin >= end && q->end > q->begin);
        assert_true(q->end <= text.len);
        for (; end < q->begin; end++)
            assert_false(article_quoted(a, end));
        for (; end < q->end; end++)
            assert_true(article_quoted(a, end));
    }
    assert_false(article_quoted(a, text.len));
}

struct parts {
    struct str text;
    const char *parts; /* a letter for each block: Prose, Title, Debris */
};

static void check_parts(const struct parts *row, size_t n)
{
    struct article a = {0};

    for (size_t i = 0; i < n; i++) {
        char *copy = copy_of(row[i].text);
        const struct str text = {copy, row[i].text.len};
        struct buffer got = {0};
        assert_true(article_read(&a, text));
        for (size_t b = 0; b < a.nblock; b++)
            assert_true(buffer_add(&got, &"PTD"[a.block[b].part], 1));
        assert_true(buffer_add(&got, "", 1));
        if (strcmp(got.data, row[i].parts) != 0)
            print_message("row %zu: %.60s\n", i, row[i].text.s);
        assert_string_equal(got.data, row[i].parts);
        check_invariants(&a, text);
        free(got.data);
        free(copy);
    }
    article_release(&a);
}

/* clang-format off */
#define T(literal) {(literal), sizeof(literal) - 1}
/* clang-format on */

static void one_block_is_prose(void **state)
{
    static const struct parts row[] = {
        {T(""), ""},
        {T(" \r\n\t\n\u00A0\n\uFEFF"), ""},
        {T("Ferry lost"), "P"},
        {T("Related posts"), "P"},
        {T("\n\n  Ferry lost\n\n"), "P"},
        {T("By Jane Doe\n"), "P"},
        {T("Ferry lost\n\nBy Jane Doe"), "PD"},
        {T("Related posts\n\nAdvertisement"), "PP"},
    };

    (void)state;
    check_parts(row, COUNT(row));
}

static void titles(void **state)
{
    static const struct parts row[] = {
        {T("Ferry lost\n\n" LONG), "TP"},
        {T("Ferry lost\r\n\r\n" LONG "\r\n\r\n" MORE "\r\n"), "TPP"},
        {T("Ferry lost\n" LONG "\n" MORE), "TPP"},
        {T("# Ferry lost\n" LONG "\n\n" MORE), "TPP"},
        {T("Is the ferry lost?\n\n" LONG), "TP"},
        {T("Ferry lost!\n\n" LONG), "TP"},
        {T("Ferry lost\u2026\n\n" LONG), "TP"},
        {T("Ferry lost...\n\n" LONG), "TP"},
        {T("\u201CFerry lost\u201D\n\n" LONG), "TP"},
        {T("The ferry is lost.\n\n" LONG), "PP"},
        {T("\u201CThe ferry is lost.\u201D\n\n" LONG), "PP"},
        {T("When the ferry was lost,\n\n" LONG), "PP"},
        {T("The harbour master:\n\n" LONG), "PP"},
        {T("Ferry lost\n\nand never found. " LONG), "PP"},
        {T("- Ferry lost\n\n" LONG), "PP"},
        {T("Ferry lost\n\nSo sad."), "PP"},
        {T("A b c d e f g h i j k l m n o p q r s t u v w x y\n\n" LONG), "TP"},
        {T("A b c d e f g h i j k l m n o p q r s t u v w x y z\n\n" LONG),
         "PP"},
        {T("Advertisement\n\nFerry lost\n\nBy Jane Doe\n\n" LONG), "DTDP"},
        {T("Ferry lost\nBy Jane Doe\n\n" LONG), "TDP"},
        {T("World\n\nFerry lost\n\n" LONG), "DTP"},
        {T("\u6E21\u8F6E\u5931\u8E2A\n\n\u6E21\u8F6E\u4E2D\u5348\u79BB\u6E2F"
           "\uFF0C\u8F7D\u6709\u56DB\u5341\u4EBA\u3002\u6CA1\u6709\u4EBA\u77E5"
           "\u9053\u5B83\u53BB\u4E86\u54EA\u91CC\u3002\u665A\u4E0A\u5B83\u56DE"
           "\u6765\u4E86\u3002"),
         "TP"},
    };

    (void)state;
    check_parts(row, COUNT(row));
}

static void debris(void **state)
{
    static const struct parts row[] = {
        {T("Ferry lost\n\nMaren Oldacre\n\n" LONG "\n\n" MORE), "TDPP"},
        {T("Ferry lost\n\n" LONG "\n\nThe search\n\n" MORE), "TPDP"},
        {T("Ferry lost\n\n" LONG "\n\nBut nobody came\n\nto help. " MORE),
         "TPPP"},
        {T("Ferry lost\n\n" LONG "\n\nThe master said:\n\n\u201C" MORE),
         "TPPP"},
        {T(LONG "\n\n" MORE "\n\n3 comments"), "PPD"},
        {T(LONG "\n\n\u00A9 2020 The Gull. All rights reserved.\n\n" MORE),
         "PDP"},
        {T(LONG "\n\n(Reporting by A. Gull; editing by B. Tern.)"), "PD"},
        {T(LONG "\n\nSign up for our newsletter today!"), "PD"},
        {T(LONG "\n\nPhoto: the quay at noon. (The Gull)\n\n" MORE), "PDP"},
        {T(LONG "\n\n* * *\n\n" MORE), "PDP"},
        /* An aside, headlines with ! and ? behind it, and prose again. */
        {T(LONG "\n\nRead more:\n\nWhere is the ferry?\n\nIt is gone!\n\n" MORE
                "\n\nIs it gone?"),
         "PDDDPP"},
        {T(LONG "\n\nAdvertisement\n\n" MORE), "PDP"},
        {T(LONG "\n\n[ Advertisement ]\n\n" MORE), "PDP"},
        {T(LONG "\n\nReklama\n\n" MORE), "PDP"},
        {T(LONG "\n\nComments from the master\nwere harsh. " MORE "\n\n" MORE),
         "PPP"},
        {T(LONG "\n\nRead more about it in our Sunday issue.\n\n" MORE), "PPP"},
        {T("Ferry lost\n\n" LONG "\n\nRead more about it\n- One\n- Two"),
         "TPDD"},
        {T(LONG "\n\nTags: sea\n\nferries\n\nharbours"), "PDDD"},
        /* The end of it: teasers go as well. */
        {T(LONG "\n\n" LONG "\n\n" MORE
                "\n\nRelated posts\n\nWhere is it?\n\nIt is gone.\n\nOh"),
         "PPPDDDD"},
        {T(LONG "\n\n" LONG "\n\n" MORE
                "\n\nRelated posts\nWhere is it?\nGone"),
         "PPPDD"},
        {T(LONG "\n\nLeia tamb\u00E9m: E agora?\n\nOutra"), "PDD"},
        {T(LONG "\n\n\u0427\u0418\u0422\u0410\u0419\u0422\u0415 "
                "\u0422\u0410\u041A\u0416\u0415\n\nOh?"),
         "PDD"},
        /* A widget in the middle. */
        {T("Ferry lost\n\n" LONG "\n\nRelated posts\n\nWhere is it?\n\n" LONG
           "\n\n" MORE),
         "TPDDPP"},
        /* Line by line. */
        {T("Ferry lost\nBy Jane Doe\n" LONG "\nShare this\nTweet\n" MORE),
         "TDPDDP"},
    };

    (void)state;
    check_parts(row, COUNT(row));
}

static void other_texts_stay_whole(void **state)
{
    static const struct parts row[] = {
        /* a poem, by lines and by stanzas */
        {T("The sea is wide\nThe sea is deep\nThe gulls have cried\n"
           "And cannot sleep"),
         "PPPP"},
        {T("The sea is wide\nThe sea is deep\n\nThe gulls have cried\n"
           "And cannot sleep\n\nGood night."),
         "PPP"},
        /* a list within prose, and a text that is a list */
        {T(LONG "\n\n- Forty people on board\n- One captain\n\n" MORE), "PPP"},
        {T("- Salt\n- Bread\n- Two lemons\n- A rope"), "PPPP"},
        /* wrapped lines are one block */
        {T("The ferry left the harbour\nat noon with Mr\nJones and forty\n"
           "others on board, and Mrs\nJones thought nothing of it"),
         "P"},
        {T("Love this!\nBest day ever."), "PP"},
        /* a paragraph cut short */
        {T(LONG "\n\nThe ferry left the harbour at noon with forty people on "
                "board and nobody on the quay thought that it would be the "
                "very last time that"),
         "PP"},
    };

    (void)state;
    check_parts(row, COUNT(row));
}

struct quotes {
    struct str text;
    const char *quotes; /* each one and a "|" */
};

static void quoted_speech(void **state)
{
    static const struct quotes row[] = {
        {T("He said \"it was a fine day\" and left."),
         "\"it was a fine day\"|"},
        {T("He said \u201Cit was a fine day.\u201D"),
         "\u201Cit was a fine day.\u201D|"},
        {T("\u00ABIt was a fine day\u00BB, he said."),
         "\u00ABIt was a fine day\u00BB|"},
        {T("\u00AB\u00A0It was a fine day\u00A0\u00BB, he said."),
         "\u00AB\u00A0It was a fine day\u00A0\u00BB|"},
        {T("Er sagt: \u201EDas war ein Tag\u201C, und geht."),
         "\u201EDas war ein Tag\u201C|"},
        {T("Er sagt: \u00BBDas war ein Tag\u00AB, und geht."),
         "\u00BBDas war ein Tag\u00AB|"},
        {T("Han sa: \u201DDet var en dag\u201D och gick."),
         "\u201DDet var en dag\u201D|"},
        {T("\u300C\u6E21\u8F6E\u4E2D\u5348\u79BB\u6E2F\u4E86\u5417\u300D"),
         "\u300C\u6E21\u8F6E\u4E2D\u5348\u79BB\u6E2F\u4E86\u5417\u300D|"},
        /* too short to be speech */
        {T("the \u201Cso-called\u201D reform, the \"three word quote\""), ""},
        {T("a \"merciless\u201D fight, a \u201Dmerciless\u201D fight"), ""},
        /* mixed, spaced, dashed */
        {T("\"it was a fine day\u201D he said"), "\"it was a fine day\u201D|"},
        {T("\" it was a fine day \" he said \" no more \" to us"),
         "\" it was a fine day \"|"},
        {T("He said\u2014\"it was a fine day\"\u2014and left"),
         "\"it was a fine day\"|"},
        {T("(\"it was a fine day\")"), "\"it was a fine day\"|"},
        /* lone marks */
        {T("A \"lost mark. He said \"it was a fine day\" then."),
         "\"it was a fine day\"|"},
        {T("A lost mark.\" He said \"it was a fine day\" then."),
         "\"it was a fine day\"|"},
        {T("A 12\" pipe broke and flooded 5\" of the floor"), ""},
        {T("\u201CIt was a fine day, he said."), ""},
        /* one within another */
        {T("\u00AB Il dit \u201Cje ne sais pas du tout\u201D hier \u00BB"),
         "\u00AB Il dit \u201Cje ne sais pas du tout\u201D hier \u00BB|"},
        /* over paragraphs */
        {T("\"It was a fine day.\n\n\"It was a fine night,\" he said."),
         "\"It was a fine day.|\"It was a fine night,\"|"},
        {T("\"It was a fine day.\n\nIt was a fine \"night\", he said."), ""},
        {T(LONG "\n\n\u201CIt was a fine day.\n\nAdvertisement\n\n\u201CIt was "
                "a fine night,\u201D he said."),
         "\u201CIt was a fine day.|\u201CIt was a fine night,\u201D|"},
        /* single marks are not read */
        {T("He said \u2018it was a fine day\u2019 and 'it was a fine day'"),
         ""},
    };
    struct article a = {0};

    (void)state;
    for (size_t i = 0; i < COUNT(row); i++) {
        char *copy = copy_of(row[i].text);
        const struct str text = {copy, row[i].text.len};
        struct buffer got = {0};
        assert_true(article_read(&a, text));
        for (size_t k = 0; k < a.quotes.n; k++) {
            const struct quotation q = a.quotes.quote[k];
            assert_true(buffer_add(&got, text.s + q.begin, q.end - q.begin));
            assert_true(buffer_add(&got, "|", 1));
        }
        assert_true(buffer_add(&got, "", 1));
        assert_string_equal(got.data, row[i].quotes);
        check_invariants(&a, text);
        free(got.data);
        free(copy);
    }
    article_release(&a);
}

static void markers(void **state)
{
    static const struct {
        struct str line;
        enum marker_reach reach;
        bool finished, weak;
    } row[] = {
        {T("Related posts"), MARKER_CLOSE, false, false},
        {T("RELATED POSTS:"), MARKER_CLOSE, false, false},
        {T("> related posts"), MARKER_CLOSE, false, false},
        {T("Related: what is it?"), MARKER_CLOSE, true, false},
        {T("Related posts about the sea"), MARKER_CLOSE, false, true},
        {T("Related postscript"), MARKER_NONE, false, false},
        {T("related posts about the sea"), MARKER_NONE, false, false},
        {T("12 Comments"), MARKER_CLOSE, false, false},
        {T("Comments (3)"), MARKER_CLOSE, false, false},
        {T("Comments from the sea"), MARKER_NONE, false, false},
        {T("12 Photos"), MARKER_NONE, false, false},
        {T("Editor\u2019s Picks"), MARKER_CLOSE, false, false},
        {T("read more"), MARKER_ASIDE, false, false},
        {T("By Jane Doe"), MARKER_LINE, false, true},
        {T("By the sea"), MARKER_NONE, false, false},
        {T("By-election today"), MARKER_NONE, false, false},
        {T("By 2030 ferries will be gone"), MARKER_NONE, false, false},
        {T("Bye"), MARKER_NONE, false, false},
        {T("By"), MARKER_LINE, false, false},
        {T("\"Read more,\" he said"), MARKER_NONE, false, false},
        {T("Copyright 2020 The Gull."), MARKER_LINE, true, false},
        {T("Publicit\u00E9"), MARKER_ASIDE, false, false},
        {T(""), MARKER_NONE, false, false},
        {T("- - -"), MARKER_NONE, false, false},
        {T("\xFF\xC3"), MARKER_NONE, false, false},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(row); i++) {
        char *copy = copy_of(row[i].line);
        bool weak;
        const enum marker_reach reach = marker_find(
            (struct str){copy, row[i].line.len}, 5, row[i].finished, &weak);
        if (reach != row[i].reach || weak != row[i].weak)
            print_message("line: %s\n", row[i].line.s);
        assert_int_equal(reach, row[i].reach);
        assert_int_equal(weak, row[i].weak);
        free(copy);
    }
}

/* As much of a text that repeats one piece as would take minutes in quadratic
 * time. */
static void long_texts_take_linear_time(void **state)
{
    static const char *const piece[] = {
        "\"",
        "\u201C",
        "\u201D\u201C",
        "\n",
        "ad\n",
        "\u00E9\n",
        "ad\n\n",
        "\"a b c d e\n\n",
        "-",
        "1",
        "\u00AB\u201C",
        "\"a b c d\" ",
        "\xC3",
        "Related posts\n\n",
        "\r",
        "# a\n",
        "By A\n\n",
    };
    const size_t size = (size_t)4 << 20;
    char *text = malloc(size);
    struct article a = {0};

    (void)state;
    assert_non_null(text);
    for (size_t i = 0; i < COUNT(piece); i++) {
        const size_t len = strlen(piece[i]);
        for (size_t at = 0; at < size; at++)
            text[at] = piece[i][at % len];
        assert_true(article_read(&a, (struct str){text, size}));
    }
    free(text);
    article_release(&a);
}

static void any_text_is_read(void **state)
{
    static const char *const piece[] = {
        "\n",
        "\n\n",
        " ",
        "\"",
        "\u201C",
        "\u201D",
        ".",
        "word ",
        "Related posts",
        "By Jane",
        "- ",
        "# ",
        "\xFF",
        "Four words are here",
        LONG,
        "\u00AB",
        "?",
        "\u00BB",
        "\r\n",
        "\u6E21",
    };
    uint64_t random = unit_seed();
    struct article a = {0};

    (void)state;
    for (size_t round = 0; round < 20000; round++) {
        struct buffer b = {0};
        for (size_t n = random_below(&random, 24); n > 0; n--) {
            const char *p = piece[random_below(&random, COUNT(piece))];
            assert_true(buffer_add(&b, p, strlen(p)));
        }
        char *copy = copy_of((struct str){b.data, b.len});
        const struct str text = {copy, b.len};
        assert_true(article_read(&a, text));
        check_invariants(&a, text);
        free(copy);
        free(b.data);
    }
    article_release(&a);
}

static bool attempt(void *context, struct tenor_error *err)
{
    struct article a = {0};
    const bool ok = article_read(&a, *(const struct str *)context);

    article_release(&a);
    return ok || fail_memory(err, "an article");
}

static void memory_runs_out(void **state)
{
    struct buffer b = {0};

    (void)state;
    for (int i = 0; i < 40; i++)
        assert_true(buffer_add(&b, "\"It was a fine day\"\n\n", 21));
    scarce_run(attempt, &(struct str){b.data, b.len});
    free(b.data);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_block_is_prose),
        cmocka_unit_test(titles),
        cmocka_unit_test(debris),
        cmocka_unit_test(other_texts_stay_whole),
        cmocka_unit_test(quoted_speech),
        cmocka_unit_test(markers),
        cmocka_unit_test(long_texts_take_linear_time),
        cmocka_unit_test(any_text_is_read),
        cmocka_unit_test(memory_runs_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
