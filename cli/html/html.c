#include "cli/html/html.h"

#include <stdlib.h>

#include "cli/html/html_look.h"
#include "cli/html/html_main.h"
#include "cli/html/html_page.h"
#include "cli/html/html_title.h"
#include "cli/html/html_write.h"
#include "model/utf8.h"

static bool check_look(const struct html_look *look, struct tenor_error *err)
{
    if (look->depth > HTML_DEPTH_MAX)
        return fail(err, TENOR_ELIMIT, 0,
                    "the page has more than %d elements within each other",
                    HTML_DEPTH_MAX);
    return look->attributes <= HTML_ATTRIBUTES_MAX ||
           fail(err, TENOR_ELIMIT, 0,
                "an element of the page has more than %d attributes",
                HTML_ATTRIBUTES_MAX);
}

static bool has_text(const struct html_main *m)
{
    for (size_t i = 0; i < m->parts; i++)
        if (m->of[m->part[i]].text > 0)
            return true;
    return false;
}

static bool write_page(const struct html_page *p, struct html_main *m,
                       struct buffer *text)
{
    struct html_writer w = {.to = text, .begin = text->len};
    struct buffer title = {0};

    if (!has_text(m))
        return true;
    bool ok = html_title(p, m, &title) &&
              html_write_paragraph(&w, (struct str){title.data, title.len});
    for (size_t i = 0; ok && i < m->parts; i++)
        ok = html_write(&w, p, m, m->part[i]);
    html_write_end(&w);
    free(title.data);
    return ok;
}

/* The parser makes no character of a reference to a number that is too large
 * for it, such as "&#66666666666;", but bytes. */
static bool repair(struct buffer *text, size_t begin)
{
    struct buffer whole = {0};
    bool ok = true;

    if (text->len == begin ||
        utf8_invalid(text->data + begin, text->len - begin) ==
            text->len - begin)
        return true;
    for (size_t i = begin, bad = 0; ok && i < text->len;) {
        char bytes[4];
        uint32_t point;
        i += utf8_decode(text->data + i, text->len - i, &point, &bad);
        ok = buffer_add(&whole, bytes, utf8_put(point, bytes));
    }
    text->len = ok ? begin : text->len;
    ok = ok && buffer_add(text, whole.data, whole.len);
    free(whole.data);
    return ok;
}

static bool read_page(struct str page, struct buffer *text,
                      struct tenor_error *err)
{
    struct html_page p = {0};
    struct html_main m = {0};

    bool ok = html_page_read(&p, page, err) && html_main_find(&m, &p, err);
    const size_t begin = text->len;
    if (ok && (!write_page(&p, &m, text) || !repair(text, begin)))
        ok = fail_memory(err, "the text of a page");
    html_main_release(&m);
    html_page_release(&p);
    return ok;
}

static struct str without_mark(struct str page)
{
    if (page.len >= 3 &&
        str_equal((struct str){page.s, 3}, STR("\xEF\xBB\xBF")))
        page = (struct str){page.s + 3, page.len - 3};
    return page;
}

bool html_text(struct str page, struct buffer *text, struct tenor_error *err)
{
    const size_t begin = text->len;

    page = without_mark(page);
    const struct html_look look = html_look(page);
    if (!check_look(&look, err))
        return false;
    if (!look.tags)
        return buffer_add(text, page.s, page.len) ||
               fail_memory(err, "the text of a page");
    if (read_page(page, text, err))
        return true;
    text->len = begin;
    return false;
}
