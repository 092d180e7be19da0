#include "cli/html/html_title.h"

#include <stdlib.h>
#include <string.h>

#include "cli/html/html.h"
#include "cli/html/html_write.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* Bytes; a <title> that has more is none. */
#define TITLE_MAX 1000

/* ---- the site's name ----------------------------------------------------- */

/* Between an article's title and a site's name. */
static const char *const separators[] = {
    " | ",      " - ",      " \u2013 ", " \u2014 ", " \u00B7 ",
    " \u2022 ", " \u00BB ", " \u00AB ", " :: ",     " > ",
    " < ",      " / ",      "|",        "\uFF5C",
};

static size_t words_in(struct str s)
{
    size_t n = 0;

    for (size_t i = 0; i < s.len; i++)
        n += s.s[i] != ' ' && (i == 0 || s.s[i - 1] == ' ');
    return n;
}

/* Where a string occurs last in another; SIZE_MAX if it does not. */
static size_t find_last(struct str in, struct str what)
{
    for (size_t i = in.len >= what.len ? in.len - what.len + 1 : 0; i-- > 0;)
        if (memcmp(in.s + i, what.s, what.len) == 0)
            return i;
    return SIZE_MAX;
}

/* The separator that occurs last; NULL if none does, *at where. */
static const char *last_separator(struct str title, size_t *at)
{
    const char *found = NULL;
    size_t end = 0; /* of it: a bar alone is in one with spaces */

    for (size_t i = 0; i < COUNT(separators); i++) {
        const size_t here = find_last(title, str_of(separators[i]));
        const size_t len = strlen(separators[i]);
        if (here == SIZE_MAX || here == 0 || (found && here + len <= end))
            continue;
        found = separators[i];
        *at = here;
        end = here + len;
    }
    return found;
}

struct str html_title_strip(struct str title)
{
    size_t at = 0;
    const char *separator = last_separator(title, &at);

    if (!separator)
        return title;
    const size_t behind = at + strlen(separator);
    const struct str head = {title.s, at},
                     tail = {title.s + behind, title.len - behind};
    if (find_last(head, str_of(separator)) == SIZE_MAX &&
        words_in(tail) >= 2 * words_in(head))
        return tail;
    /* "Title | Section | Site" */
    for (; at != SIZE_MAX && at > 0; at = find_last(title, str_of(separator)))
        title.len = at;
    return title;
}

/* ---- the title ----------------------------------------------------------- */

/* The first h1 in the main part; HTML_NO_NODE if it has none. */
static size_t find_h1(const struct html_page *p, const struct html_main *m)
{
    for (size_t part = 0; part < m->parts; part++)
        for (size_t i = m->part[part]; i < p->node[m->part[part]].end; i++)
            if (p->node[i].kind == HTML_H1 && !m->of[i].out &&
                m->of[i].text > 0)
                return i;
    return HTML_NO_NODE;
}

/* Prose, before which a title has to be. */
static bool is_prose(const struct html_main *m, size_t node)
{
    return !m->of[node].out && m->of[node].direct >= HTML_PROSE;
}

static bool comes_first(const struct html_main *m, size_t node)
{
    for (size_t i = m->part[0]; i < node; i++)
        if (is_prose(m, i))
            return false;
    return true;
}

static void leave_out(const struct html_page *p, struct html_main *m,
                      size_t node)
{
    for (size_t i = node; i < p->node[node].end; i++)
        m->of[i].out = true;
}

static bool move_h1(const struct html_page *p, struct html_main *m, size_t h1,
                    struct buffer *to)
{
    struct html_writer w = {.to = to, .begin = to->len};

    if (!comes_first(m, h1))
        return true;
    const bool ok = html_write(&w, p, m, h1);
    html_write_end(&w);
    leave_out(p, m, h1);
    return ok;
}

static bool has_text(const struct html_page *p, const struct html_main *m,
                     size_t node, struct str wanted, bool *is)
{
    struct buffer text = {0};
    struct html_writer w = {.to = &text};
    const bool ok = html_write(&w, p, m, node);

    html_write_end(&w);
    *is = ok && text.len > 0 &&
          str_equal((struct str){text.data, text.len}, wanted);
    free(text.data);
    return ok;
}

/* A title that the main part has in another element than h1 is not needed
 * twice. */
static bool leave_out_same(const struct html_page *p, struct html_main *m,
                           struct str title)
{
    const size_t end = p->node[m->part[0]].end;
    bool is = false;

    for (size_t i = m->part[0]; i < end && !is && !is_prose(m, i); i++) {
        if (m->of[i].out || !html_is_block(p->node[i].kind) ||
            m->of[i].text == 0 || m->of[i].text > title.len)
            continue;
        if (!has_text(p, m, i, title, &is))
            return false;
        if (is)
            leave_out(p, m, i);
    }
    return true;
}

static bool is_in_aside(const struct html_page *p, size_t i)
{
    while (i != HTML_NO_NODE && p->node[i].kind != HTML_ASIDE)
        i = p->node[i].parent;
    return i != HTML_NO_NODE;
}

/* The h1 to take from outside the main part; HTML_NO_NODE if there is none. */
static size_t outer_h1(const struct html_page *p, size_t part)
{
    size_t found = HTML_NO_NODE;

    for (size_t i = 0; i < p->node[part].end; i++) {
        if (i >= part && found != HTML_NO_NODE)
            break;
        if (p->node[i].kind == HTML_H1 && !is_in_aside(p, i))
            found = i;
    }
    return found;
}

static bool add_h1(const struct html_page *p, size_t part, struct buffer *to)
{
    struct html_writer w = {.to = to, .begin = to->len};
    const size_t h1 = outer_h1(p, part);
    const bool ok = h1 == HTML_NO_NODE || html_write(&w, p, NULL, h1);

    html_write_end(&w);
    return ok;
}

/* A part of the <title> that is not in what is left of it. */
static bool is_site(struct str h1, struct str title, struct str stripped)
{
    return find_last(title, h1) != SIZE_MAX &&
           find_last(stripped, h1) == SIZE_MAX;
}

/* From outside the main part. */
static bool other_title(const struct html_page *p, const struct html_main *m,
                        struct buffer *title)
{
    struct buffer whole = {0};
    struct html_writer w = {.to = &whole};
    const size_t begin = title->len;

    bool ok =
        html_write_paragraph(&w, p->title) && add_h1(p, m->part[0], title);
    if (ok) {
        const struct str all = {whole.len ? whole.data : "",
                                whole.len <= TITLE_MAX ? whole.len : 0};
        const struct str stripped = html_title_strip(all);
        const struct str h1 = {title->data ? title->data + begin : "",
                               title->len - begin};
        if (h1.len == 0 || is_site(h1, all, stripped)) {
            title->len = begin;
            ok = buffer_add(title, stripped.s, stripped.len);
        }
    }
    free(whole.data);
    return ok;
}

bool html_title(const struct html_page *p, struct html_main *m,
                struct buffer *title)
{
    const size_t begin = title->len, h1 = find_h1(p, m);

    if (m->parts == 0)
        return true;
    if (h1 != HTML_NO_NODE)
        return move_h1(p, m, h1, title);
    return other_title(p, m, title) &&
           (title->len == begin ||
            leave_out_same(
                p, m, (struct str){title->data + begin, title->len - begin}));
}
