#define _POSIX_C_SOURCE 200809L
#include <dirent.h>

#include "cli/html/html.h"
#include "cli/html/html_look.h"
#include "cli/html/html_title.h"
#include "datasets/input.h"

#include "tests/unit/scarce.h"

#define PAGES "tests/golden/pages/"

/* Paragraphs that have weight; LONG alone is a text that is not short. */
#define LINE                                                              \
    "The ferry left the harbour at noon with forty people on board, and " \
    "nobody on the quay thought that it would be the last time."
#define MORE                                                                \
    "It came back in the evening with no one but its captain at the rail, " \
    "who would not say a word to the people that had waited there."
#define LONG LINE " " MORE " " LINE

/* A copy of just its size, so that the sanitizer sees a step beyond it. */
static bool text_of(struct str page, struct buffer *text,
                    struct tenor_error *err)
{
    char *copy = malloc(page.len ? page.len : 1);

    assert_non_null(copy);
    if (page.len)
        memcpy(copy, page.s, page.len);
    const bool ok = html_text((struct str){copy, page.len}, text, err);
    free(copy);
    return ok;
}

static void check_text(struct str page, struct str expected)
{
    struct buffer text = {0};
    struct tenor_error err = {0};

    if (!text_of(page, &text, &err))
        fail_msg("%s", err.message);
    if (text.len != expected.len ||
        (text.len && memcmp(text.data, expected.s, text.len) != 0))
        fail_msg("%.80s...\ngave\n%.*s\nwhere there should be\n%.*s", page.s,
                 (int)text.len, text.len ? text.data : "", (int)expected.len,
                 expected.s);
    free(text.data);
}

struct sample {
    struct str page, text;
};

static void check(const struct sample *row, size_t n)
{
    for (size_t i = 0; i < n; i++)
        check_text(row[i].page, row[i].text);
}

/* clang-format off */
#define T(literal) {(literal), sizeof(literal) - 1}
/* clang-format on */

static void blocks_and_lines(void **state)
{
    static const struct sample row[] = {
        {T("<p>One<p>Two"), T("One\n\nTwo")},
        {T("<div>One<div>Two</div>Three</div>"), T("One\n\nTwo\n\nThree")},
        {T("  <p> \n One\n  and\ttwo </p>  "), T("One and two")},
        {T("<p>One&nbsp;&nbsp; two&nbsp;</p>"), T("One two")},
        /* No character has such a number, be it small or large. */
        {T("<p>A &#x110000; b"), T("A \xEF\xBF\xBD b")},
        {T("<p>A &#66666666666; b"), T("A \xEF\xBF\xBD b")},
        {T("<p>One <b> two</b> <i>three</i>four"), T("One two threefour")},
        {T("<p>One<br>two<br><br>three<br></p><p>four"),
         T("One\ntwo\n\nthree\n\nfour")},
        {T("<p>One<br> <br> <br>two"), T("One\n\ntwo")},
        {T("<ul><li>One<li><p>Two</p><p>Three</p><li></ul>four"),
         T("- One\n\n- Two\n\nThree\n\nfour")},
        {T("<ol><li>One<ul><li>Two</ul></ol>"), T("- One\n\n- Two")},
        {T("<ul><li><h2>One</h2>two</ul>"), T("One\n\ntwo")},
        {T("<dl><dt>One<dd>Two</dl>"), T("One\n\nTwo")},
        {T("<table><tr><td>One<td>Two<tr><th>Three</table>"),
         T("One\n\nTwo\n\nThree")},
        {T("<pre>\nOne  two \n   three\n\nfour</pre>"),
         T("One  two\nthree\n\nfour")},
        {T("One<hr>two"), T("One\n\ntwo")},
        {T("<p>He said <q>no <q>way</q></q>.<q> x </q>"),
         T("He said \u201Cno \u201Cway\u201D\u201D.\u201C x\u201D")},
        {T("<figure><img alt=x><figcaption>A quay</figcaption></figure>One"),
         T("A quay\n\nOne")},
        {T("wo<wbr>rd <sup>2</sup>"), T("word 2")},
        {T("<ruby>\u6E21<rp>(<rt>x<rp>)</ruby>\u8F6E"), T("\u6E21\u8F6E")},
    };

    (void)state;
    check(row, COUNT(row));
}

static void characters(void **state)
{
    static const struct sample row[] = {
        {T("<p>&lt;b&gt; &amp;amp; &eacute;&#8217;&#x1F600;&copy"),
         T("<b> &amp; \u00E9\u2019\U0001F600\u00A9")},
        {T("<p>a\x80z\xE2\x82<"), T("a\uFFFDz\uFFFD<")},
        {T("<p>a\0z</p>"), T("az")},
        {T("<p>a<td\0>z</td\0>"), T("az")},
        {T("\uFEFF<title>x</title><p>One"), T("x\n\nOne")},
        {T("<P CLASS=x>One</P\n><BR/>two"), T("One\n\ntwo")},
    };

    (void)state;
    check(row, COUNT(row));
}

static void other_texts_stay_as_they_are(void **state)
{
    static const struct sample row[] = {
        {T(""), T("")},
        {T("One  two\n\n  three &amp; four\n"),
         T("One  two\n\n  three &amp; four\n")},
        {T("1 < 2 <3 <- <ann@example.org> </> <!x> <?y?> \xFF"),
         T("1 < 2 <3 <- <ann@example.org> </> <!x> <?y?> \xFF")},
        {T("<!-- <p> --> One"), T("<!-- <p> --> One")},
        {T("\uFEFFOne"), T("One")},
        /* But pages without text have none. */
        {T("<!doctype html>"), T("")},
        {T("<html><head><title>One</title></head><body> &nbsp; </body>"),
         T("")},
        {T("<p>"), T("")},
        {T("<script>One</script>"), T("")},
    };

    (void)state;
    check(row, COUNT(row));
}

static void unseen_elements(void **state)
{
    static const char *const unseen[] = {
        "<script>One</script>",
        "<script>\"</div>\"</script>",
        "<style>One</style>",
        "<template><p>One</template>",
        "<noscript><p>One</noscript>",
        "<!-- One -->",
        "<nav>One</nav>",
        "<aside>One</aside>",
        "<footer>One</footer>",
        "<header>One</header>",
        "<button>One</button>",
        "<select><option>One</select>",
        "<textarea>One</textarea>",
        "<label>One</label>",
        "<iframe>One</iframe>",
        "<svg><title>One</title><text>two</text></svg>",
        "<svg><foreignObject><p>One</p></foreignObject></svg>",
        "<math><mi>x</mi></math>",
        "<video>One</video>",
        "<dialog open>One</dialog>",
        "<search>One</search>",
        "<del>One</del>",
        "<p hidden>One</p>",
        "<p aria-hidden=TRUE>One</p>",
        "<p style='color: red; DISPLAY : none'>One</p>",
        "<p style='visibility:hidden;x:y'>One</p>",
        "<div role=navigation>One</div>",
        "<div role='x  Banner'>One</div>",
        "<div role=contentinfo>One</div>",
        "<div role=complementary>One</div>",
        "<form role=search><p>One</form>",
        "<div class='x Cookie-Banner'>One</div>",
        "<div id=shareBar>One</div>",
        "<div class=relatedPosts>One</div>",
        "<span class='x social_links'>One</span>",
        "<section class=comments>One</section>",
        "<p class=ad>One</p>",
        "<div><a href=x>One</a> or <a href=y>two</a></div>",
        "<ul><li><a href=x>One</a><li><a href=y>Two</a></ul>",
    };
    static const char *const seen[] = {
        "<p style='display:nonex'>One</p>",
        "<p style='background:none;display:block'>One</p>",
        "<p aria-hidden=false>One</p>",
        "<div role=x>One</div>",
        "<div class='has-sidebar no-ads'>One</div>",
        "<div class='shadow download adapt'>One</div>",
        "<div class='post category-social type-comment'>One</div>",
        "<div class=sidebar><h1>One</h1></div>",
        "<a name=x>One</a>",
        "<p>Two <a href=x>One</a></p>",
        "<h2><a href=x>One</a></h2>",
        "<form><p>One</form>",
        "<address>One</address>",
        "<x-y>One</x-y>",
    };
    struct buffer page = {0}, text = {0};
    struct tenor_error err = {0};

    (void)state;
    for (size_t i = 0; i < COUNT(unseen) + COUNT(seen); i++) {
        const bool is_seen = i >= COUNT(unseen);
        const char *piece = is_seen ? seen[i - COUNT(unseen)] : unseen[i];
        page.len = text.len = 0;
        assert_true(buffer_add(&page, "<p>" LONG "</p>", strlen(LONG) + 7));
        assert_true(buffer_add(&page, piece, strlen(piece)));
        assert_true(text_of((struct str){page.data, page.len}, &text, &err));
        assert_true(buffer_add(&text, "", 1));
        if (is_seen != (strstr(text.data, "One") != NULL) ||
            !strstr(text.data, LONG))
            fail_msg("%s gave %s", piece, text.data);
    }
    free(page.data);
    free(text.data);
}

static void main_parts(void **state)
{
    static const struct sample row[] = {
        /* the heaviest article */
        {T("<p>" LINE "</p><article>" LONG "</article><article>" LINE
           "</article>"),
         T(LONG)},
        {T("<div role=article>" LONG "</div>" LINE), T(LONG)},
        /* all of them */
        {T("<article>" LINE "</article>x<article>" MORE
           "</article><article>" LINE "</article>"),
         T(LINE "\n\n" MORE "\n\n" LINE)},
        /* articles in it are comments; but not in a frame */
        {T("<article><p>" LONG "<article>" LINE "</article></article>"),
         T(LONG)},
        {T("<article><p>x<article>" LINE "</article><article>" LONG
           "</article></article>"),
         T(LONG)},
        /* one that is but a teaser */
        {T("<article>" LINE "</article><div><p>" LONG "<p>" LONG "<p>" LONG
           "<p>" LONG "</div>"),
         T(LONG "\n\n" LONG "\n\n" LONG "\n\n" LONG)},
        {T("<article>" LINE "</article><main><p>" LONG "<p>" LONG
           "</main><div>" LINE "</div>"),
         T(LONG "\n\n" LONG)},
        {T("<main>" LINE "</main><div><p>" LONG "<p>" LONG "<p>" LONG "<p>" LONG
           "</div>"),
         T(LONG "\n\n" LONG "\n\n" LONG "\n\n" LONG)},
        {T("<main>" LINE "</main>" LINE), T(LINE)},
        /* down to the densest */
        {T("<div>Menu</div><div><div>x</div><div><p>" LINE "<p>" MORE
           "</div></div>"),
         T(LINE "\n\n" MORE)},
        {T("<div><p>" LINE "<div><p>" LONG "<p>" LONG "<p>" LONG
           "</div></div>"),
         T(LINE "\n\n" LONG "\n\n" LONG "\n\n" LONG)},
        {T("<div><p>A sentence that is short but no label of "
           "anything.<div><p>" LONG "<p>" LONG "<p>" LONG "</div></div>"),
         T("A sentence that is short but no label of anything.\n\n" LONG
           "\n\n" LONG "\n\n" LONG)},
        {T("<div>x</div><div>" LONG "</div>"), T("x\n\n" LONG)},
        /* where all is left out, all counts */
        {T("<div class=comments><p>" LONG "</div>"), T(LONG)},
        {T("<aside>One</aside>"), T("One")},
        {T("<p>One<aside>" LONG "</aside>"), T("One\n\n" LONG)},
        {T("<ul><li><a href=x>One</a><li><a href=x>Two</a></ul>"),
         T("- One\n\n- Two")},
        {T("<nav><a href=x>One</a></nav><p>Two"), T("Two")},
    };

    (void)state;
    check(row, COUNT(row));
}

static void titles(void **state)
{
    static const struct sample row[] = {
        {T("<title>Ferry lost - The Gull</title><p>One"),
         T("Ferry lost\n\nOne")},
        {T("<title> Ferry\n lost </title><h1>Lost</h1><p>One"),
         T("Lost\n\nOne")},
        {T("<title>x</title><article><p>World<h1>Lost</h1><p>One</article>"),
         T("Lost\n\nWorld\n\nOne")},
        {T("<article><p>" LINE "<h1>Lost</h1><p>One</article>"),
         T(LINE "\n\nLost\n\nOne")},
        {T("<title>x</title><h1>Lost</h1><article>" LINE "</article>"),
         T("Lost\n\n" LINE)},
        {T("<title>x</title><header><h1>Lost</h1></header>" LINE),
         T("Lost\n\n" LINE)},
        {T("<title>x</title><nav><h1>Lost</h1></nav>" LINE), T("x\n\n" LINE)},
        {T("<title>Lost | Gull</title><header><h1>Gull</h1></header>" LINE),
         T("Lost\n\n" LINE)},
        {T("<title>Lost | Gull</title><div><h2>Lost</h2></div><p>" LINE),
         T("Lost\n\n" LINE)},
        {T("<title>Lost</title><p>World<p>Lost<p>" LINE "<p>Lost"),
         T("Lost\n\nWorld\n\n" LINE "\n\nLost")},
        {T("<title>Lost</title><p>" LINE "<p>Lost"),
         T("Lost\n\n" LINE "\n\nLost")},
        {T("<h1>One</h1>"), T("One")},
        {T("<p>One"), T("One")},
    };
    static const struct sample strip[] = {
        {T("Ferry lost"), T("Ferry lost")},
        {T("Ferry lost - The Gull"), T("Ferry lost")},
        {T("Ferry lost - News - The Gull"), T("Ferry lost")},
        {T("Lost - and found? | The Gull"), T("Lost - and found?")},
        {T("The Gull: Ferry lost at sea"), T("The Gull: Ferry lost at sea")},
        {T("Gull | Ferry lost at sea"), T("Ferry lost at sea")},
        {T("Ferry lost at sea \u2013 Gull"), T("Ferry lost at sea")},
        {T("\u6E21\u8F6E\uFF5C\u6E2F"), T("\u6E21\u8F6E")},
        {T("well-known"), T("well-known")},
        {T("| Gull"), T("| Gull")},
        {T(""), T("")},
    };

    (void)state;
    check(row, COUNT(row));
    for (size_t i = 0; i < COUNT(strip); i++) {
        const struct str got = html_title_strip(strip[i].page);
        if (!str_equal(got, strip[i].text))
            fail_msg("'%.*s' where '%s' was expected", (int)got.len, got.s,
                     strip[i].text.s);
    }
}

/* Whole pages beside the text that they should give. */
static void pages(void **state)
{
    struct buffer page = {0}, expected = {0};
    struct dirent **entry;
    size_t seen = 0;
    const int n = scandir(PAGES, &entry, NULL, alphasort);

    (void)state;
    assert_true(n > 0);
    for (int i = 0; i < n; i++) {
        char path[512];
        struct tenor_error err = {0};
        const char *end = strstr(entry[i]->d_name, ".html");
        const int len = end ? (int)(end - entry[i]->d_name) : 0;
        snprintf(path, sizeof path, PAGES "%.*s.html", len, entry[i]->d_name);
        if (end && input_whole(path, &page, &err)) {
            print_message("%s\n", path);
            snprintf(path, sizeof path, PAGES "%.*s.txt", len,
                     entry[i]->d_name);
            assert_true(input_whole(path, &expected, &err));
            /* The line end of the file is not of the text. */
            check_text((struct str){page.data, page.len},
                       (struct str){expected.data, expected.len - 1});
            seen++;
        }
        assert_int_equal(err.code, TENOR_OK);
        free(entry[i]);
    }
    assert_true(seen >= 8);
    free(entry);
    free(page.data);
    free(expected.data);
}

/* ---- limits -------------------------------------------------------------- */

static struct str repeat(struct buffer *b, const char *piece, size_t n)
{
    b->len = 0;
    for (size_t i = 0; i < n; i++)
        assert_true(buffer_add(b, piece, strlen(piece)));
    return (struct str){b->data, b->len};
}

static void refuse(struct str page, const char *message)
{
    struct buffer text = {0};
    struct tenor_error err = {0};

    assert_true(buffer_add(&text, "x", 1));
    assert_false(text_of(page, &text, &err));
    assert_int_equal(err.code, TENOR_ELIMIT);
    if (!strstr(err.message, message))
        fail_msg("'%s' without '%s'", err.message, message);
    assert_int_equal(text.len, 1);
    free(text.data);
}

static void nesting_has_a_limit(void **state)
{
    static const char *const deep[] = {
        "<div>",        "<span>",      "<b>",        "<x>",
        "<div><p>",     "<ul><li>",    "<svg>",      "<table><tr><td>",
        "<x></y>",      "<div></b>",   "<div/>",     "<blockquote a='>'>",
        "<em><p></p>x", "<button><i>", "<font a=1>", "<p><div></p>",
    };
    struct buffer page = {0};

    (void)state;
    for (size_t i = 0; i < COUNT(deep); i++) {
        print_message("%s\n", deep[i]);
        refuse(repeat(&page, deep[i], 1000 * 1000 / strlen(deep[i])),
               "within each other");
    }
    free(page.data);
}

static void depth_is_that_of_open_elements(void **state)
{
    static const struct {
        const char *piece;
        size_t depth;
    } row[] = {
        {"", 0},
        {"<p>One", 1},
        {"<p><b>One</b></p>", 2},
        {"<p><b>One</p>", 2},
        {"<p><b>One", 2},
        {"<li><font>One", 2},
        {"<li><p>One", 2},
        {"<a name=x>One", 1},
        {"<table><tr><td>One<tr><th>Two</table>", 3},
        {"<dt>One<dd>Two", 2},
        {"<div><br><img><input></div>", 1},
        {"<div><p>One</div>", 2},
        {"<p>One<div>Two</div>", 1},
        {"<b><i></b></i>", 2},
        {"<div><table><tr><td><font>x<td></table></div>", 5},
        {"<script>\"<div>\"</script>", 0},
        {"<title><b></title>", 0},
        {"<!-- <div> --><!doctype x><?x <div>", 0},
        {"<html><head><body>", 0},
        {"<svg><path/><g><g/></g></svg>", 2},
        {"<a href='<div>' b=\"<div>\" c=<div></a>", 1},
    };
    struct buffer page = {0};

    (void)state;
    for (size_t i = 0; i < COUNT(row); i++)
        for (size_t n = 1; n <= 3000; n += 2999) {
            const struct html_look look =
                html_look(repeat(&page, row[i].piece, n));
            if (look.depth != row[i].depth)
                fail_msg("%zu %s: %zu", n, row[i].piece, look.depth);
        }
    free(page.data);
}

static void other_limits(void **state)
{
    struct buffer page = {0};
    struct str bytes;

    (void)state;
    bytes = repeat(&page, "<p ", 1);
    for (size_t i = 0; i <= HTML_ATTRIBUTES_MAX; i++)
        assert_true(buffer_add(&page, "a=1 ", 4));
    refuse((struct str){page.data, page.len}, "attributes");
    bytes = repeat(&page, "<p>", HTML_PAGE_MAX / 3 + 1);
    refuse(bytes, "longer than");
    /* Open phrases are repeated in each paragraph. */
    page.len = 0;
    for (size_t i = 0; i < 400; i++) {
        char tag[32];
        snprintf(tag, sizeof tag, "<p><b a=%zu>", i);
        assert_true(buffer_add(&page, tag, strlen(tag)));
    }
    for (size_t i = 0; i < 20000; i++)
        assert_true(buffer_add(&page, "<p>x", 4));
    refuse((struct str){page.data, page.len}, "never closes");
    free(page.data);
}

static bool attempt(void *context, struct tenor_error *err)
{
    const struct str *page = context;
    struct buffer text = {0};

    const bool ok = html_text(*page, &text, err);
    free(text.data);
    return ok;
}

static void memory_runs_out(void **state)
{
    struct str page = STR("<title>x | y</title><div class=a>One<p>" LONG
                          "<ul><li>Two</ul></div><article>" LONG "</article>");
    struct str plain = STR("One");

    (void)state;
    scarce_run(attempt, &page);
    scarce_run(attempt, &plain);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_and_lines),
        cmocka_unit_test(characters),
        cmocka_unit_test(other_texts_stay_as_they_are),
        cmocka_unit_test(unseen_elements),
        cmocka_unit_test(main_parts),
        cmocka_unit_test(titles),
        cmocka_unit_test(pages),
        cmocka_unit_test(nesting_has_a_limit),
        cmocka_unit_test(depth_is_that_of_open_elements),
        cmocka_unit_test(other_limits),
        cmocka_unit_test(memory_runs_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
