#include "cli/html/html_write.h"

#include <string.h>

#define QUOTE_OPEN "\u201C"
#define QUOTE_CLOSE "\u201D"

static bool put(struct html_writer *w, struct str s)
{
    return buffer_add(w->to, s.s, s.len);
}

/* ---- gaps ---------------------------------------------------------------- */

static void need(struct html_writer *w, enum html_gap gap)
{
    if (w->gap < gap)
        w->gap = gap;
}

static void break_line(struct html_writer *w)
{
    w->gap = w->gap < HTML_LINE ? HTML_LINE : HTML_PARAGRAPH;
}

/* Spaces of <pre> may be left at the end of a line. */
void html_write_end(struct html_writer *w)
{
    while (w->to->len > w->begin && html_is_space(w->to->data[w->to->len - 1]))
        w->to->len--;
}

static bool fill_gap(struct html_writer *w)
{
    static const char *const filling[] = {"", " ", "\n", "\n\n"};
    const enum html_gap gap = w->gap;
    const bool item = w->item;

    w->gap = HTML_GAP_NONE;
    w->item = false;
    if (gap >= HTML_LINE)
        html_write_end(w);
    return (w->to->len == w->begin || put(w, str_of(filling[gap]))) &&
           (!item || put(w, STR("- ")));
}

/* ---- text ---------------------------------------------------------------- */

static bool put_space(struct html_writer *w, char c, bool pre)
{
    if (!pre)
        need(w, HTML_SPACE);
    else if (c == '\n')
        break_line(w);
    else if (w->gap == HTML_GAP_NONE && w->to->len > w->begin)
        return put(w, STR(" "));
    return true;
}

static bool put_text(struct html_writer *w, struct str text, bool pre)
{
    for (size_t at = 0, word; at < text.len; at += word) {
        const struct str rest = {text.s + at, text.len - at};
        word = html_space(rest);
        if (word > 0) {
            if (!put_space(w, rest.s[0], pre))
                return false;
            continue;
        }
        while (word < rest.len &&
               html_space((struct str){rest.s + word, rest.len - word}) == 0)
            word++;
        if (!fill_gap(w) || !put(w, (struct str){rest.s, word}))
            return false;
    }
    return true;
}

/* ---- elements ------------------------------------------------------------ */

static bool begin(struct html_writer *w, enum html_kind kind)
{
    if (kind == HTML_QUOTE)
        return fill_gap(w) && put(w, STR(QUOTE_OPEN));
    if (kind == HTML_BREAK)
        break_line(w);
    if (!html_is_block(kind))
        return true;
    need(w, HTML_PARAGRAPH);
    if (kind == HTML_ITEM || kind == HTML_HEADING || kind == HTML_H1)
        w->item = kind == HTML_ITEM;
    return true;
}

static bool end(struct html_writer *w, enum html_kind kind)
{
    if (kind == HTML_QUOTE)
        return put(w, STR(QUOTE_CLOSE)); /* no gap before it */
    if (!html_is_block(kind))
        return true;
    need(w, HTML_PARAGRAPH);
    if (kind == HTML_ITEM)
        w->item = false;
    return true;
}

/* End elements until `parent` is the innermost. */
static bool end_until(struct html_writer *w, const struct html_page *p,
                      size_t *open, size_t parent, size_t *pre)
{
    for (; *open != parent; *open = p->node[*open].parent) {
        if (*pre == *open)
            *pre = HTML_NO_NODE;
        if (!end(w, p->node[*open].kind))
            return false;
    }
    return true;
}

bool html_write(struct html_writer *w, const struct html_page *p,
                const struct html_main *m, size_t node)
{
    const size_t outside = p->node[node].parent;
    size_t open = outside, pre = HTML_NO_NODE;

    need(w, HTML_PARAGRAPH);
    for (size_t i = node; i < p->node[node].end;) {
        const struct html_node *at = &p->node[i];
        if (m && m->of[i].out) {
            /* Where a block was, the sentence does not go on. */
            need(w, html_is_block(at->kind) ? HTML_PARAGRAPH : HTML_SPACE);
            i = at->end;
            continue;
        }
        if (!end_until(w, p, &open, at->parent, &pre))
            return false;
        if (at->is_text) {
            if (!put_text(w, at->text, pre != HTML_NO_NODE))
                return false;
        } else {
            if (!begin(w, at->kind))
                return false;
            if (at->kind == HTML_PRE && pre == HTML_NO_NODE)
                pre = i;
            open = i;
        }
        i++;
    }
    const bool ok = end_until(w, p, &open, outside, &pre);
    need(w, HTML_PARAGRAPH);
    return ok;
}

bool html_write_paragraph(struct html_writer *w, struct str text)
{
    need(w, HTML_PARAGRAPH);
    const bool ok = put_text(w, text, false);
    need(w, HTML_PARAGRAPH);
    return ok;
}
