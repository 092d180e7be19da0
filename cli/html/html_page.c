#include "cli/html/html_page.h"

#include <gumbo.h>
#include <setjmp.h>
#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

#include "cli/html/html.h"

/* ---- memory for the parser ----------------------------------------------- */

#define BLOCK ((size_t)1 << 16)

struct block {
    struct block *before;
    max_align_t bytes[];
};

struct html_memory {
    struct block *last;
    size_t used, room;   /* bytes of the last block */
    void *newest;        /* in it */
    size_t taken, limit; /* bytes of all */
    jmp_buf lack;
};

static void *take(void *memory, size_t size)
{
    struct html_memory *m = memory;
    const size_t align = alignof(max_align_t);

    if (size > m->limit || m->taken > m->limit - size)
        longjmp(m->lack, TENOR_ELIMIT);
    size = (size + align - 1) / align * align;
    if (size > m->room - m->used) {
        const size_t room = size > BLOCK ? size : BLOCK;
        struct block *b = mem_resize(NULL, sizeof *b + room, 1);
        if (!b)
            longjmp(m->lack, TENOR_ENOMEM);
        b->before = m->last;
        m->last = b;
        m->used = 0;
        m->room = room;
    }
    m->newest = (char *)m->last->bytes + m->used;
    m->used += size;
    m->taken += size;
    return m->newest;
}

/* Only what was taken last goes back; all goes in the end. */
static void give_back(void *memory, void *p)
{
    struct html_memory *m = memory;

    if (!p || p != m->newest)
        return;
    const size_t used = (size_t)((char *)p - (char *)m->last->bytes);
    m->taken -= m->used - used;
    m->used = used;
    m->newest = NULL;
}

static void free_memory(struct html_memory *m)
{
    while (m && m->last) {
        struct block *before = m->last->before;
        free(m->last);
        m->last = before;
    }
    free(m);
}

/* NULL with *lack set to the code of what there was not enough of. */
static const GumboNode *parse(struct html_memory *m, struct str page,
                              enum tenor_code *lack)
{
    GumboOptions options = kGumboDefaultOptions;

    options.allocator = take;
    options.deallocator = give_back;
    options.userdata = m;
    options.max_errors = 0; /* each holds a copy of the open elements */
    switch (setjmp(m->lack)) {
    case 0:
        return gumbo_parse_with_options(&options, page.s, page.len)->root;
    case TENOR_ELIMIT:
        *lack = TENOR_ELIMIT;
        return NULL;
    default:
        *lack = TENOR_ENOMEM;
        return NULL;
    }
}

/* ---- elements ------------------------------------------------------------ */

static const GumboVector *children(const GumboNode *g)
{
    return g->type == GUMBO_NODE_ELEMENT ? &g->v.element.children
                                         : &kGumboEmptyVector;
}

static const char *attribute(const GumboNode *g, const char *name)
{
    const GumboAttribute *a =
        gumbo_get_attribute(&g->v.element.attributes, name);

    return a ? a->value : NULL;
}

static enum html_kind kind_of(const GumboNode *g)
{
    const GumboElement *e = &g->v.element;

    if (e->tag_namespace != GUMBO_NAMESPACE_HTML)
        return HTML_UNSEEN;
    struct str name = str_of(gumbo_normalized_tagname(e->tag));
    char small[8];
    /* Gumbo has no number for the elements that are younger than it. */
    if (e->tag == GUMBO_TAG_UNKNOWN) {
        GumboStringPiece tag = e->original_tag;
        gumbo_tag_from_original_text(&tag);
        name = (struct str){small, tag.length <= sizeof small ? tag.length : 0};
        for (size_t i = 0; i < name.len; i++)
            small[i] = html_small(tag.data[i]);
    }
    const struct html_attributes a = {
        .class = attribute(g, "class"),
        .id = attribute(g, "id"),
        .role = attribute(g, "role"),
        .style = attribute(g, "style"),
        .hidden = attribute(g, "hidden"),
        .aria_hidden = attribute(g, "aria-hidden"),
    };
    return html_kind(html_element(name), &a);
}

/* ---- the list ------------------------------------------------------------ */

/* Add a node; *added says whether it belongs in the list. */
static bool add(struct html_page *p, const GumboNode *g, size_t parent,
                bool *added)
{
    struct html_node to = {.parent = parent, .kind = HTML_INLINE};

    *added = false;
    if (g->type == GUMBO_NODE_ELEMENT) {
        to.kind = kind_of(g);
        to.link = g->v.element.tag == GUMBO_TAG_A && attribute(g, "href");
    } else if (g->type == GUMBO_NODE_TEXT || g->type == GUMBO_NODE_CDATA ||
               g->type == GUMBO_NODE_WHITESPACE) {
        to.text = str_of(g->v.text.text);
        to.is_text = true;
    } else {
        return true;
    }
    if (to.kind == HTML_UNSEEN)
        return true;
    if (!GROW(p->node, p->n + 1, p->capacity))
        return false;
    to.link = to.link || (parent != HTML_NO_NODE && p->node[parent].link);
    to.end = p->n + 1;
    p->node[p->n++] = to;
    *added = true;
    return true;
}

struct step {
    const GumboNode *node;
    size_t at;          /* in the list */
    unsigned int child; /* that is next */
};

/* From the parents to the children without recursion. */
static bool list(struct html_page *p, const GumboNode *root)
{
    struct step *way = NULL;
    size_t depth = 0, capacity = 0;
    bool added,
        ok = add(p, root, HTML_NO_NODE, &added) && GROW(way, 1, capacity);

    if (ok && added)
        way[depth++] = (struct step){root, 0, 0};
    while (ok && depth > 0) {
        struct step *s = &way[depth - 1];
        const GumboVector *v = children(s->node);
        if (s->child == v->length) {
            p->node[s->at].end = p->n;
            depth--;
            continue;
        }
        const GumboNode *child = v->data[s->child++];
        ok = add(p, child, s->at, &added) && GROW(way, depth + 1, capacity);
        if (ok && added)
            way[depth++] = (struct step){child, p->n - 1, 0};
    }
    free(way);
    return ok;
}

static const GumboNode *child_of(const GumboNode *g, GumboTag tag)
{
    for (unsigned int i = 0; g && i < children(g)->length; i++) {
        const GumboNode *child = children(g)->data[i];
        if (child->type == GUMBO_NODE_ELEMENT && child->v.element.tag == tag)
            return child;
    }
    return NULL;
}

static struct str title_of(const GumboNode *root)
{
    const GumboNode *title =
        child_of(child_of(root, GUMBO_TAG_HEAD), GUMBO_TAG_TITLE);

    if (!title || children(title)->length == 0)
        return (struct str){0};
    const GumboNode *text = children(title)->data[0];
    return str_of(text->v.text.text);
}

bool html_page_read(struct html_page *p, struct str page,
                    struct tenor_error *err)
{
    enum tenor_code lack;

    if (page.len > HTML_PAGE_MAX)
        return fail(err, TENOR_ELIMIT, 0, "the page is longer than %zu bytes",
                    HTML_PAGE_MAX);
    p->memory = mem_zero(1, sizeof *p->memory);
    if (!p->memory)
        return fail_memory(err, "a page");
    p->memory->limit = HTML_MEMORY_MIN + page.len * HTML_MEMORY;
    const GumboNode *root = parse(p->memory, page, &lack);
    if (!root && lack == TENOR_ELIMIT)
        return fail(err, TENOR_ELIMIT, 0,
                    "the page repeats too many elements that it never closes");
    if (!root || !list(p, root))
        return fail_memory(err, "a page");
    p->title = title_of(root);
    return true;
}

void html_page_release(struct html_page *p)
{
    free(p->node);
    free_memory(p->memory);
    *p = (struct html_page){0};
}
