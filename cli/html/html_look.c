#include "cli/html/html_look.h"

#include <string.h>

#include "cli/html/html.h"
#include "cli/html/html_rule.h"

#define NAME_MAX 16 /* longer than any name that the rules know */

struct open {
    const struct html_element *element;
    struct str name; /* as it is written */
};

struct tags {
    struct str page;
    size_t at;
    struct open open[HTML_DEPTH_MAX + 1];
    size_t foreign; /* how many of them are svg or math */
    struct html_look look;
};

/* ---- tags ---------------------------------------------------------------- */

struct tag {
    const struct html_element *element;
    struct str name;
    bool end;    /* </x> */
    bool closed; /* <x/> */
};

static char peek(const struct tags *t, size_t ahead)
{
    return t->page.len - t->at > ahead ? t->page.s[t->at + ahead] : '\0';
}

/* Go to the next "<"; false if there is none. */
static bool find_less(struct tags *t)
{
    const size_t rest = t->page.len - t->at;
    const char *less = rest ? memchr(t->page.s + t->at, '<', rest) : NULL;

    t->at = less ? (size_t)(less - t->page.s) : t->page.len;
    return less;
}

/* Go behind a string, or to the end of the page. */
static void skip_behind(struct tags *t, struct str s)
{
    for (; t->page.len - t->at >= s.len; t->at++)
        if (memcmp(t->page.s + t->at, s.s, s.len) == 0) {
            t->at += s.len;
            return;
        }
    t->at = t->page.len;
}

static void read_name(struct tags *t, struct tag *tag)
{
    char small[NAME_MAX];
    const size_t begin = t->at;

    while (t->at < t->page.len && !html_is_space(t->page.s[t->at]) &&
           t->page.s[t->at] != '>' && t->page.s[t->at] != '/')
        t->at++;
    tag->name = (struct str){t->page.s + begin, t->at - begin};
    const size_t len = tag->name.len < NAME_MAX ? tag->name.len : 0;
    for (size_t i = 0; i < len; i++)
        small[i] = html_small(tag->name.s[i]);
    tag->element = html_element((struct str){small, len});
}

/* The value of an attribute, from its "=" on. */
static void skip_value(struct tags *t)
{
    for (t->at++; html_is_space(peek(t, 0));)
        t->at++;
    const char quote = peek(t, 0);
    if (quote == '"' || quote == '\'') {
        t->at++;
        skip_behind(t, (struct str){&quote, 1});
        return;
    }
    while (t->at < t->page.len && !html_is_space(t->page.s[t->at]) &&
           t->page.s[t->at] != '>')
        t->at++;
}

static void read_attributes(struct tags *t, struct tag *tag)
{
    size_t n = 0;

    tag->closed = false;
    while (t->at < t->page.len && t->page.s[t->at] != '>') {
        const char c = t->page.s[t->at];
        if (c == '=' && n > 0) {
            skip_value(t);
            tag->closed = false;
            continue;
        }
        if (c == '/')
            tag->closed = true;
        else if (!html_is_space(c)) {
            tag->closed = false;
            n += t->at > 0 && (html_is_space(t->page.s[t->at - 1]) ||
                               strchr("/\"'", t->page.s[t->at - 1]));
        }
        t->at++;
    }
    t->at += t->at < t->page.len;
    if (t->look.attributes < n)
        t->look.attributes = n;
}

/* The next tag; false at the end of the page. */
static bool next_tag(struct tags *t, struct tag *tag)
{
    while (find_less(t)) {
        t->at++;
        tag->end = peek(t, 0) == '/';
        if (html_is_letter(peek(t, tag->end))) {
            t->at += tag->end;
            read_name(t, tag);
            read_attributes(t, tag);
            return true;
        }
        if (peek(t, 0) == '!' && peek(t, 1) == '-' && peek(t, 2) == '-') {
            t->at++; /* "<!-->" is one as well */
            skip_behind(t, STR("-->"));
        } else if (peek(t, 0) == '!' || peek(t, 0) == '?' || tag->end) {
            t->look.tags = t->look.tags ||
                           (peek(t, 0) == '!' && html_small(peek(t, 1)) == 'd');
            skip_behind(t, STR(">"));
        }
    }
    return false;
}

/* Go to the end tag of an element that has no other tags. */
static void skip_raw(struct tags *t, struct str name)
{
    while (find_less(t)) {
        size_t same = 0;
        while (same < name.len && peek(t, 1) == '/' &&
               html_small(peek(t, 2 + same)) == html_small(name.s[same]))
            same++;
        if (same == name.len && !html_is_letter(peek(t, 2 + same)))
            return;
        t->at++;
    }
}

/* ---- nesting ------------------------------------------------------------- */

static bool is_foreign(const struct html_element *e)
{
    return strcmp(e->name, "svg") == 0 || strcmp(e->name, "math") == 0;
}

static void cut(struct tags *t, size_t depth)
{
    while (t->look.depth > depth)
        t->foreign -= is_foreign(t->open[--t->look.depth].element);
}

/* A block ends the paragraph that it is in. */
static void end_paragraph(struct tags *t)
{
    size_t i = t->look.depth;

    while (i > 0 && !html_is_block(t->open[i - 1].element->kind))
        i--;
    if (i > 0 && t->open[i - 1].element->end == HTML_END_P)
        cut(t, i - 1);
}

/* An item ends the one before it, a cell that beside it. */
static void end_same(struct tags *t, const struct html_element *e)
{
    for (size_t i = t->look.depth; i-- > 0;) {
        const struct html_element *open = t->open[i].element;
        if (open == e) {
            cut(t, i);
            return;
        }
        if (html_is_block(open->kind) && open->end != HTML_END_OPTIONAL)
            return;
    }
}

static void open_element(struct tags *t, const struct tag *tag)
{
    const struct html_element *e = tag->element;

    if (e->end == HTML_END_VOID || (tag->closed && t->foreign > 0))
        return;
    if (e->end == HTML_END_RAW) {
        skip_raw(t, tag->name);
        return;
    }
    if (html_is_block(e->kind))
        end_paragraph(t);
    if (e->end == HTML_END_OPTIONAL || e->end == HTML_END_SELF)
        end_same(t, e);
    t->foreign += is_foreign(e);
    t->open[t->look.depth++] = (struct open){e, tag->name};
}

/* Whether an end tag leaves what is open outside of this element. */
static bool is_barrier(const struct html_element *open,
                       const struct html_element *e)
{
    return strcmp(open->name, "table") == 0 ||
           (html_is_block(open->kind) &&
            (!html_is_block(e->kind) || e->end == HTML_END_P));
}

/* Elements that the rules do not know are told apart by their names. */
static bool is_of(const struct open *open, const struct tag *tag)
{
    return open->element == tag->element &&
           (html_is_known(open->element) || str_equal(open->name, tag->name));
}

/* An end tag ends what is in its element as well. */
static void close_element(struct tags *t, const struct tag *tag)
{
    for (size_t i = t->look.depth; i-- > 0;) {
        if (is_of(&t->open[i], tag)) {
            cut(t, i);
            return;
        }
        if (is_barrier(t->open[i].element, tag->element))
            return;
    }
}

struct html_look html_look(struct str page)
{
    struct tags t = {.page = page};
    struct tag tag;
    size_t deepest = 0;

    while (t.look.depth <= HTML_DEPTH_MAX &&
           t.look.attributes <= HTML_ATTRIBUTES_MAX && next_tag(&t, &tag)) {
        t.look.tags = t.look.tags || html_is_known(tag.element);
        if (tag.end)
            close_element(&t, &tag);
        else
            open_element(&t, &tag);
        if (deepest < t.look.depth)
            deepest = t.look.depth;
    }
    t.look.depth = deepest;
    return t.look;
}
