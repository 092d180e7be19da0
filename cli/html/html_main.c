/* Sums over the list of nodes: forwards from parents to children, backwards
 * from children to parents. */
#include "cli/html/html_main.h"

#include <stdlib.h>
#include <string.h>

#include "cli/html/html.h"

/* What blocks of HTML_PROSE bytes count more than others. */
#define PROSE_WEIGHT 4

static size_t count(struct str text)
{
    size_t n = 0;

    for (size_t at = 0, space; at < text.len; at += space ? space : 1) {
        space = html_space((struct str){text.s + at, text.len - at});
        n += space == 0;
    }
    return n;
}

static bool is_part(enum html_kind kind)
{
    return kind == HTML_ARTICLE || kind == HTML_MAIN;
}

/* ---- what is left out ---------------------------------------------------- */

static void find_holders(struct html_main *m, const struct html_page *p)
{
    for (size_t i = p->n; i-- > 0;) {
        const struct html_node *node = &p->node[i];
        struct html_weight *w = &m->of[i];
        w->holds = w->holds || is_part(node->kind) || node->kind == HTML_H1;
        if (w->holds && node->parent != HTML_NO_NODE)
            m->of[node->parent].holds = true;
    }
}

static bool is_in_part(const struct html_page *p, size_t i)
{
    while (i != HTML_NO_NODE && !is_part(p->node[i].kind))
        i = p->node[i].parent;
    return i != HTML_NO_NODE;
}

static bool is_out(const struct html_main *m, const struct html_page *p,
                   size_t i)
{
    switch (p->node[i].kind) {
    case HTML_ASIDE:
        return true;
    case HTML_WIDGET:
        return !m->of[i].holds;
    case HTML_HEADER:
        return !is_in_part(p, i);
    default:
        return false;
    }
}

static void leave_out(struct html_main *m, const struct html_page *p)
{
    for (size_t i = 0; i < p->n; i++) {
        const size_t parent = p->node[i].parent;
        m->of[i].out =
            (parent != HTML_NO_NODE && m->of[parent].out) || is_out(m, p, i);
    }
}

/* ---- weights ------------------------------------------------------------- */

/* Text goes to the innermost block, links to all they are in. */
static void weigh_text(struct html_main *m, const struct html_page *p, size_t i)
{
    const struct html_node *node = &p->node[i];
    const size_t n = count(node->text);
    size_t block = node->parent;

    m->of[i].text = n;
    m->of[i].linked = node->link ? n : 0;
    while (!html_is_block(p->node[block].kind))
        block = p->node[block].parent;
    m->of[block].direct += node->link ? 0 : n;
}

/* Blocks that are links, or lists of them. */
static bool is_linked(const struct html_weight *w, enum html_kind kind)
{
    return html_is_block(kind) && kind != HTML_HEADING && kind != HTML_BODY &&
           !w->holds && w->linked > w->text / 2;
}

static void weigh(struct html_main *m, const struct html_page *p, bool keep)
{
    for (size_t i = p->n; i-- > 0;) {
        const struct html_node *node = &p->node[i];
        struct html_weight *w = &m->of[i];
        if (w->out)
            continue;
        if (node->is_text)
            weigh_text(m, p, i);
        w->weight += w->direct * (w->direct < HTML_PROSE ? 1 : PROSE_WEIGHT);
        if (!keep && is_linked(w, node->kind)) {
            for (size_t k = i; k < node->end; k++)
                m->of[k].out = true;
            continue;
        }
        if (node->parent == HTML_NO_NODE)
            continue;
        struct html_weight *parent = &m->of[node->parent];
        parent->text += w->text;
        parent->linked += w->linked;
        parent->weight += w->weight;
    }
}

/* ---- candidates ---------------------------------------------------------- */

/* The first node of a kind; n if there is none. */
static size_t find_kind(const struct html_main *m, const struct html_page *p,
                        enum html_kind kind)
{
    size_t i = 0;

    while (i < p->n && (m->of[i].out || p->node[i].kind != kind))
        i++;
    return i;
}

/* The weight of the articles within an article, not of those in them. */
static size_t inner_weight(const struct html_main *m, const struct html_page *p,
                           size_t article)
{
    size_t sum = 0;

    for (size_t i = article + 1; i < p->node[article].end;) {
        const bool inner = !m->of[i].out && p->node[i].kind == HTML_ARTICLE;
        sum += inner ? m->of[i].weight : 0;
        i = inner ? p->node[i].end : i + 1;
    }
    return sum;
}

static void drop_inner(struct html_main *m, const struct html_page *p,
                       size_t article)
{
    for (size_t i = article + 1; i < p->node[article].end; i++)
        if (p->node[i].kind == HTML_ARTICLE)
            for (size_t k = i; k < p->node[i].end; k++)
                m->of[k].out = true;
}

static bool add_part(struct html_main *m, size_t node)
{
    if (!GROW(m->part, m->parts + 1, m->part_capacity))
        return false;
    m->part[m->parts++] = node;
    return true;
}

/* Articles that are more than a frame around others. */
static bool list_articles(struct html_main *m, const struct html_page *p)
{
    m->parts = 0;
    for (size_t i = 0; i < p->n;) {
        const size_t inner = m->of[i].out || p->node[i].kind != HTML_ARTICLE
                                 ? SIZE_MAX
                                 : inner_weight(m, p, i);
        if (inner > m->of[i].weight / 2) {
            i++;
            continue;
        }
        if (!add_part(m, i))
            return false;
        i = p->node[i].end;
    }
    return true;
}

static size_t weight_of_parts(const struct html_main *m)
{
    size_t sum = 0;

    for (size_t i = 0; i < m->parts; i++)
        sum += m->of[m->part[i]].weight;
    return sum;
}

/* The heaviest of them alone, if it has half of their weight. */
static void choose_article(struct html_main *m)
{
    const size_t sum = weight_of_parts(m);
    size_t best = 0;

    for (size_t i = 1; i < m->parts; i++)
        if (m->of[m->part[i]].weight > m->of[m->part[best]].weight)
            best = i;
    if (m->parts > 0 && m->of[m->part[best]].weight >= sum - sum / 2) {
        m->part[0] = m->part[best];
        m->parts = 1;
    }
}

static bool is_container(enum html_kind kind)
{
    return kind == HTML_CONTAINER || kind == HTML_WIDGET || is_part(kind) ||
           kind == HTML_BODY;
}

/* A paragraph that must not be left behind. Titles may be: they are found
 * again. */
static bool is_paragraph(const struct html_weight *w, enum html_kind kind)
{
    return html_is_block(kind) && !is_container(kind) && kind != HTML_HEADING &&
           kind != HTML_H1 && w->direct >= HTML_PROSE / 2;
}

/* The child to go down to, or the node itself. */
static size_t heavy_child(const struct html_main *m, const struct html_page *p,
                          size_t node)
{
    const size_t whole = m->of[node].weight;
    size_t best = node;

    for (size_t i = node + 1; i < p->node[node].end; i = p->node[i].end) {
        const struct html_weight *w = &m->of[i];
        if (w->out)
            continue;
        if (is_paragraph(w, p->node[i].kind))
            return node;
        if (is_container(p->node[i].kind) && w->weight > 0 &&
            (double)w->weight >= HTML_MOST * (double)whole &&
            w->direct * PROSE_WEIGHT <= w->weight / 2)
            best = i;
    }
    return m->of[node].direct >= HTML_PROSE ? node : best;
}

static bool densest(struct html_main *m, const struct html_page *p, size_t node)
{
    for (size_t child; (child = heavy_child(m, p, node)) != node;)
        node = child;
    m->parts = 0;
    return add_part(m, node);
}

/* ---- the choice ---------------------------------------------------------- */

static bool weigh_page(struct html_main *m, const struct html_page *p,
                       bool keep)
{
    if (!GROW(m->of, p->n, m->capacity))
        return false;
    memset(m->of, 0, p->n * sizeof *m->of);
    if (!keep) {
        find_holders(m, p);
        leave_out(m, p);
    }
    weigh(m, p, keep);
    return true;
}

/* Among the articles, the main element and the body. */
static bool choose(struct html_main *m, const struct html_page *p)
{
    const size_t enough = m->of[0].weight / HTML_LITTLE;

    if (!list_articles(m, p))
        return false;
    choose_article(m);
    if (m->parts > 0 && weight_of_parts(m) >= enough) {
        for (size_t i = 0; i < m->parts; i++)
            drop_inner(m, p, m->part[i]);
        return true;
    }
    const size_t main = find_kind(m, p, HTML_MAIN);
    return densest(m, p,
                   main < p->n && m->of[main].weight >= enough ? main : 0);
}

/* The rules have left next to nothing of a text, or nothing. */
static bool is_little(const struct html_weight *left, size_t all)
{
    return left->text == 0 ||
           (left->weight < HTML_SHORT && left->weight < all / HTML_LITTLE);
}

bool html_main_find(struct html_main *m, const struct html_page *p,
                    struct tenor_error *err)
{
    m->parts = 0;
    if (p->n == 0)
        return true;
    if (!weigh_page(m, p, true))
        return fail_memory(err, "a page");
    const size_t all = m->of[0].weight;
    if (!weigh_page(m, p, false))
        return fail_memory(err, "a page");
    if (is_little(&m->of[0], all) && !weigh_page(m, p, true))
        return fail_memory(err, "a page");
    return choose(m, p) || fail_memory(err, "a page");
}

void html_main_release(struct html_main *m)
{
    free(m->of);
    free(m->part);
    *m = (struct html_main){0};
}
