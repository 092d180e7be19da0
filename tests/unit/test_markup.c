/* What is foreign stays text in HTML and SVG, and numbers are those of the C
 * locale. */
#include <math.h>

#include "cli/report/page.h"
#include "cli/report/svg.h"
#include "tests/unit/scarce.h"

static void assert_out(struct markup *m, const char *wanted)
{
    assert_false(m->failed);
    assert_true(buffer_add(&m->out, "", 1));
    assert_string_equal(m->out.data, wanted);
    free(m->out.data);
}

/* ---- texts --------------------------------------------------------------- */

#define FFFD "\xEF\xBF\xBD"
#define FRAME(name) "<span class=\"control\">" name "</span>"

/* A constant view. */
#define TEXT(literal)                  \
    {                                  \
        (literal), sizeof(literal) - 1 \
    }

static const struct {
    struct str text;
    const char *plain, *element; /* NULL: as plain */
} texts[] = {
    {TEXT(""), "", NULL},
    {TEXT("plain text\tand\nlines"), "plain text\tand\nlines", NULL},
    {TEXT("<script>alert(1)</script>"), "&lt;script&gt;alert(1)&lt;/script&gt;",
     NULL},
    {TEXT("\" onload='x' &amp; &"), "&quot; onload=&#39;x&#39; &amp;amp; &amp;",
     NULL},
    {TEXT("]]><!-- --></title></style>"),
     "]]&gt;&lt;!-- --&gt;&lt;/title&gt;&lt;/style&gt;", NULL},
    {TEXT("%s%n%1$s"), "%s%n%1$s", NULL},
    {TEXT("a\r\nb\rc\r"), "a\nb\nc\n", NULL},
    {TEXT("\0\a\x1B[31m\x7F"), FFFD FFFD FFFD "[31m" FFFD, NULL},
    {TEXT("\xC2\x85\xC2\x9F\xC2\xA0"), FFFD FFFD "\xC2\xA0", NULL},
    {TEXT("\xFF\xC3(\xED\xA0\x80"), FFFD FFFD "(" FFFD FFFD FFFD, NULL},
    {TEXT("\xE2\x82"), FFFD, NULL}, /* ends within a character */
    {TEXT("\xEF\xBF\xBF\xEF\xB7\x90\xF4\x8F\xBF\xBE"), FFFD FFFD FFFD, NULL},
    {TEXT("a\xE2\x80\xAEz"), "a[U+202E]z", "a" FRAME("U+202E") "z"},
    {TEXT("\xE2\x81\xA6\xD8\x9C\xE2\x80\x8E"), "[U+2066][U+061C][U+200E]",
     FRAME("U+2066") FRAME("U+061C") FRAME("U+200E")},
    {TEXT("\xE2\x80\x8D\xC2\xAD\xF0\x9F\x91\xA9"), /* joiners stay */
     "\xE2\x80\x8D\xC2\xAD\xF0\x9F\x91\xA9", NULL},
};

static void foreign_text_is_inert(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(texts); i++) {
        const char *element =
            texts[i].element ? texts[i].element : texts[i].plain;
        struct markup plain = {0}, text = {0}, attribute = {0}, foreign = {0};
        char wanted[512];

        markup_plain(&plain, texts[i].text);
        assert_out(&plain, texts[i].plain);
        markup_text(&text, texts[i].text);
        assert_out(&text, element);
        markup_attribute(&attribute, "a", texts[i].text);
        snprintf(wanted, sizeof wanted, " a=\"%s\"", texts[i].plain);
        assert_out(&attribute, wanted);
        markup_foreign(&foreign, texts[i].text);
        snprintf(wanted, sizeof wanted, "<bdi>%s</bdi>", element);
        assert_out(&foreign, wanted);
    }
}

/* ---- numbers ------------------------------------------------------------- */

static const struct {
    double x;
    int decimals;
    const char *number, *people;
} numbers[] = {
    {0.0, 2, "0.00", "0.00"},
    {-0.0, 2, "0.00", "0.00"},
    {0.5, 0, "0", "0"}, /* to even */
    {-0.004, 2, "0.00", "0.00"},
    {-0.25, 2, "-0.25",
     "\xE2\x88\x92"
     "0.25"},
    {1234.5, 1, "1234.5", "+1234.5"},
    {-INFINITY, 1, "0.0", "0.0"},
    {NAN, 1, "0.0", "0.0"},
};

static void numbers_are_printed(void **state)
{
    struct markup m = {0};

    (void)state;
    for (size_t i = 0; i < COUNT(numbers); i++) {
        struct markup number = {0}, people = {0};
        markup_number(&number, numbers[i].x, numbers[i].decimals);
        assert_out(&number, numbers[i].number);
        markup_signed(&people, numbers[i].x, numbers[i].decimals);
        assert_out(&people, numbers[i].people);
    }
    markup_number(&m, -1e308, 6); /* has room */
    assert_int_equal(m.out.len, 1 + 309 + 7);
    free(m.out.data);
}

static const struct {
    double p;
    const char *percent;
} probabilities[] = {
    {0.0, "&lt;1\xC2\xA0%"}, {0.009, "&lt;1\xC2\xA0%"}, {0.01, "1\xC2\xA0%"},
    {0.63, "63\xC2\xA0%"},   {0.99, "99\xC2\xA0%"},     {1.0, "99\xC2\xA0%"},
};

static void no_probability_is_certain(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(probabilities); i++) {
        struct markup m = {0};
        markup_probability(&m, probabilities[i].p);
        assert_out(&m, probabilities[i].percent);
    }
}

static const struct {
    size_t n;
    const char *total;
} totals[] = {
    {0, "0"},
    {9999, "9999"},
    {10000, "10,000"},
    {123456, "123,456"},
    {1234567, "1,234,567"},
};

static void totals_have_commas(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(totals); i++) {
        struct markup m = {0};
        markup_total(&m, totals[i].n);
        assert_out(&m, totals[i].total);
    }
}

/* ---- drawings ------------------------------------------------------------ */

static void drawings_are_small_and_named(void **state)
{
    const struct svg s = {.class = "c",
                          .id = "arc",
                          .number = 3,
                          .width = 100.0,
                          .height = 12.5,
                          .title = STR("<b>"),
                          .description = STR("a \xE2\x80\xAE")};
    struct markup m = {0};

    (void)state;
    svg_begin(&m, &s);
    svg_rect(&m, NULL, 0.001, 10.0, 1.25, -3.333);
    svg_polyline(&m, "l");
    svg_point(&m, 0.5, -0.001);
    svg_polyline_end(&m);
    svg_end(&m);
    assert_out(&m, "<svg class=\"c\" viewBox=\"0 0 100 12.5\" role=\"img\" "
                   "aria-labelledby=\"arc-3t\" aria-describedby=\"arc-3d\">"
                   "<title id=\"arc-3t\">&lt;b&gt;</title>"
                   "<desc id=\"arc-3d\">a [U+202E]</desc>"
                   "<rect x=\"0\" y=\"10\" width=\"1.25\" height=\"-3.33\"/>"
                   "<polyline class=\"l\" points=\"0.5,0 \"/></svg>");
}

/* ---- pages --------------------------------------------------------------- */

static bool write_page(void *context, struct tenor_error *err)
{
    const struct page_link link = {"a", STR("A & B")};
    const struct page p = {.kind = "test",
                           .title = STR("</title><script>"),
                           .link = &link,
                           .links = 1};
    struct markup m = {0};

    (void)context;
    page_begin(&m, &p);
    page_section(&m, "a", STR("A & B"));
    svg_share(&m, 0.5);
    svg_signed_share(&m, -0.5);
    page_section_end(&m);
    page_end(&m, &p);
    const bool ok = markup_ok(&m, err);
    if (ok) {
        assert_true(buffer_add(&m.out, "", 1));
        assert_null(strstr(m.out.data, "<script"));
        assert_non_null(strstr(m.out.data, "style-src 'sha256-"));
        assert_non_null(strstr(m.out.data, "\n</html>\n"));
    }
    free(m.out.data);
    return ok;
}

static void memory_may_run_out(void **state)
{
    (void)state;
    scarce_run(write_page, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(foreign_text_is_inert),
        cmocka_unit_test(numbers_are_printed),
        cmocka_unit_test(no_probability_is_certain),
        cmocka_unit_test(totals_have_commas),
        cmocka_unit_test(drawings_are_small_and_named),
        cmocka_unit_test(memory_may_run_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
