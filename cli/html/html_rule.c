/* Names of classes and ids are those that content management systems and
 * widgets give, as the lists of Readability and trafilatura show. */
#include "cli/html/html_rule.h"

#include <stdlib.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* clang-format off */
static const struct html_element elements[] = { /* sorted by name */
    {"a",          HTML_INLINE,    HTML_END_SELF},
    {"abbr",       HTML_INLINE,    HTML_END_TAG},
    {"acronym",    HTML_INLINE,    HTML_END_TAG},
    {"address",    HTML_BLOCK,     HTML_END_TAG},
    {"applet",     HTML_UNSEEN,    HTML_END_TAG},
    {"area",       HTML_UNSEEN,    HTML_END_VOID},
    {"article",    HTML_ARTICLE,   HTML_END_TAG},
    {"aside",      HTML_ASIDE,     HTML_END_TAG},
    {"audio",      HTML_UNSEEN,    HTML_END_TAG},
    {"b",          HTML_INLINE,    HTML_END_TAG},
    {"base",       HTML_UNSEEN,    HTML_END_VOID},
    {"bdi",        HTML_INLINE,    HTML_END_TAG},
    {"bdo",        HTML_INLINE,    HTML_END_TAG},
    {"big",        HTML_INLINE,    HTML_END_TAG},
    {"blockquote", HTML_BLOCK,     HTML_END_TAG},
    {"body",       HTML_BODY,      HTML_END_VOID},
    {"br",         HTML_BREAK,     HTML_END_VOID},
    {"button",     HTML_UNSEEN,    HTML_END_TAG},
    {"canvas",     HTML_UNSEEN,    HTML_END_TAG},
    {"caption",    HTML_BLOCK,     HTML_END_OPTIONAL},
    {"center",     HTML_CONTAINER, HTML_END_TAG},
    {"cite",       HTML_INLINE,    HTML_END_TAG},
    {"code",       HTML_INLINE,    HTML_END_TAG},
    {"col",        HTML_UNSEEN,    HTML_END_VOID},
    {"colgroup",   HTML_UNSEEN,    HTML_END_OPTIONAL},
    {"datalist",   HTML_UNSEEN,    HTML_END_TAG},
    {"dd",         HTML_BLOCK,     HTML_END_OPTIONAL},
    {"del",        HTML_UNSEEN,    HTML_END_TAG},
    {"details",    HTML_CONTAINER, HTML_END_TAG},
    {"dfn",        HTML_INLINE,    HTML_END_TAG},
    {"dialog",     HTML_ASIDE,     HTML_END_TAG},
    {"dir",        HTML_BLOCK,     HTML_END_TAG},
    {"div",        HTML_CONTAINER, HTML_END_TAG},
    {"dl",         HTML_BLOCK,     HTML_END_TAG},
    {"dt",         HTML_BLOCK,     HTML_END_OPTIONAL},
    {"em",         HTML_INLINE,    HTML_END_TAG},
    {"embed",      HTML_UNSEEN,    HTML_END_VOID},
    {"fieldset",   HTML_CONTAINER, HTML_END_TAG},
    {"figcaption", HTML_BLOCK,     HTML_END_TAG},
    {"figure",     HTML_BLOCK,     HTML_END_TAG},
    {"font",       HTML_INLINE,    HTML_END_TAG},
    {"footer",     HTML_ASIDE,     HTML_END_TAG},
    {"form",       HTML_CONTAINER, HTML_END_TAG},
    {"frame",      HTML_UNSEEN,    HTML_END_VOID},
    {"frameset",   HTML_UNSEEN,    HTML_END_TAG},
    {"h1",         HTML_H1,        HTML_END_TAG},
    {"h2",         HTML_HEADING,   HTML_END_TAG},
    {"h3",         HTML_HEADING,   HTML_END_TAG},
    {"h4",         HTML_HEADING,   HTML_END_TAG},
    {"h5",         HTML_HEADING,   HTML_END_TAG},
    {"h6",         HTML_HEADING,   HTML_END_TAG},
    {"head",       HTML_UNSEEN,    HTML_END_VOID},
    {"header",     HTML_HEADER,    HTML_END_TAG},
    {"hgroup",     HTML_BLOCK,     HTML_END_TAG},
    {"hr",         HTML_BLOCK,     HTML_END_VOID},
    {"html",       HTML_BODY,      HTML_END_VOID},
    {"i",          HTML_INLINE,    HTML_END_TAG},
    {"iframe",     HTML_UNSEEN,    HTML_END_RAW},
    {"img",        HTML_INLINE,    HTML_END_VOID},
    {"input",      HTML_UNSEEN,    HTML_END_VOID},
    {"ins",        HTML_INLINE,    HTML_END_TAG},
    {"kbd",        HTML_INLINE,    HTML_END_TAG},
    {"label",      HTML_UNSEEN,    HTML_END_TAG},
    {"legend",     HTML_UNSEEN,    HTML_END_TAG},
    {"li",         HTML_ITEM,      HTML_END_OPTIONAL},
    {"link",       HTML_UNSEEN,    HTML_END_VOID},
    {"listing",    HTML_PRE,       HTML_END_TAG},
    {"main",       HTML_MAIN,      HTML_END_TAG},
    {"map",        HTML_UNSEEN,    HTML_END_TAG},
    {"mark",       HTML_INLINE,    HTML_END_TAG},
    {"math",       HTML_UNSEEN,    HTML_END_TAG},
    {"menu",       HTML_BLOCK,     HTML_END_TAG},
    {"meta",       HTML_UNSEEN,    HTML_END_VOID},
    {"meter",      HTML_UNSEEN,    HTML_END_TAG},
    {"nav",        HTML_ASIDE,     HTML_END_TAG},
    {"nobr",       HTML_INLINE,    HTML_END_SELF},
    {"noembed",    HTML_UNSEEN,    HTML_END_RAW},
    {"noframes",   HTML_UNSEEN,    HTML_END_RAW},
    {"noscript",   HTML_UNSEEN,    HTML_END_TAG},
    {"object",     HTML_UNSEEN,    HTML_END_TAG},
    {"ol",         HTML_BLOCK,     HTML_END_TAG},
    {"optgroup",   HTML_UNSEEN,    HTML_END_OPTIONAL},
    {"option",     HTML_UNSEEN,    HTML_END_OPTIONAL},
    {"output",     HTML_UNSEEN,    HTML_END_TAG},
    {"p",          HTML_BLOCK,     HTML_END_P},
    {"param",      HTML_UNSEEN,    HTML_END_VOID},
    {"picture",    HTML_UNSEEN,    HTML_END_TAG},
    {"plaintext",  HTML_PRE,       HTML_END_RAW},
    {"pre",        HTML_PRE,       HTML_END_TAG},
    {"progress",   HTML_UNSEEN,    HTML_END_TAG},
    {"q",          HTML_QUOTE,     HTML_END_TAG},
    {"rp",         HTML_UNSEEN,    HTML_END_OPTIONAL},
    {"rt",         HTML_UNSEEN,    HTML_END_OPTIONAL},
    {"ruby",       HTML_INLINE,    HTML_END_TAG},
    {"s",          HTML_UNSEEN,    HTML_END_TAG},
    {"samp",       HTML_INLINE,    HTML_END_TAG},
    {"script",     HTML_UNSEEN,    HTML_END_RAW},
    {"search",     HTML_ASIDE,     HTML_END_TAG},
    {"section",    HTML_CONTAINER, HTML_END_TAG},
    {"select",     HTML_UNSEEN,    HTML_END_TAG},
    {"small",      HTML_INLINE,    HTML_END_TAG},
    {"source",     HTML_UNSEEN,    HTML_END_VOID},
    {"span",       HTML_INLINE,    HTML_END_TAG},
    {"strike",     HTML_UNSEEN,    HTML_END_TAG},
    {"strong",     HTML_INLINE,    HTML_END_TAG},
    {"style",      HTML_UNSEEN,    HTML_END_RAW},
    {"sub",        HTML_INLINE,    HTML_END_TAG},
    {"summary",    HTML_BLOCK,     HTML_END_TAG},
    {"sup",        HTML_INLINE,    HTML_END_TAG},
    {"svg",        HTML_UNSEEN,    HTML_END_TAG},
    {"table",      HTML_CONTAINER, HTML_END_TAG},
    {"tbody",      HTML_CONTAINER, HTML_END_OPTIONAL},
    {"td",         HTML_CONTAINER, HTML_END_OPTIONAL},
    {"template",   HTML_UNSEEN,    HTML_END_TAG},
    {"textarea",   HTML_UNSEEN,    HTML_END_RAW},
    {"tfoot",      HTML_CONTAINER, HTML_END_OPTIONAL},
    {"th",         HTML_CONTAINER, HTML_END_OPTIONAL},
    {"thead",      HTML_CONTAINER, HTML_END_OPTIONAL},
    {"time",       HTML_INLINE,    HTML_END_TAG},
    {"title",      HTML_UNSEEN,    HTML_END_RAW},
    {"tr",         HTML_CONTAINER, HTML_END_OPTIONAL},
    {"track",      HTML_UNSEEN,    HTML_END_VOID},
    {"tt",         HTML_INLINE,    HTML_END_TAG},
    {"u",          HTML_INLINE,    HTML_END_TAG},
    {"ul",         HTML_BLOCK,     HTML_END_TAG},
    {"var",        HTML_INLINE,    HTML_END_TAG},
    {"video",      HTML_UNSEEN,    HTML_END_TAG},
    {"wbr",        HTML_INLINE,    HTML_END_VOID},
    {"xmp",        HTML_PRE,       HTML_END_RAW},
};

static const struct {
    const char *name;
    enum html_kind kind;
} roles[] = {
    {"alertdialog",   HTML_ASIDE},
    {"article",       HTML_ARTICLE},
    {"banner",        HTML_ASIDE},
    {"complementary", HTML_ASIDE},
    {"contentinfo",   HTML_ASIDE},
    {"dialog",        HTML_ASIDE},
    {"main",          HTML_MAIN},
    {"menu",          HTML_ASIDE},
    {"menubar",       HTML_ASIDE},
    {"navigation",    HTML_ASIDE},
    {"search",        HTML_ASIDE},
    {"tablist",       HTML_ASIDE},
    {"toolbar",       HTML_ASIDE},
};

/* Words of classes and ids that only widgets have. */
static const char *const widget_words[] = {
    /* consent */
    "ccpa", "consent", "cookie", "cookiebar", "cookies", "gdpr", "onetrust",
    /* comments */
    "comment", "commentlist", "comments", "disqus", "replies", "respond",
    /* sharing */
    "addthis", "addtoany", "follow", "share", "sharebar", "sharedaddy",
    "sharing", "social", "socials",
    /* other pages */
    "breadcrumb", "breadcrumbs", "menu", "nav", "navbar", "navigation",
    "outbrain", "pager", "paginate", "pagination", "recirc", "recirculation",
    "recommendations", "recommended", "related", "relatedposts", "sidebar",
    "sidebox", "sitemap", "subnav", "taboola", "teasers", "trending",
    /* advertisements and offers */
    "ad", "ads", "adsbygoogle", "advert", "advertisement", "advertising",
    "newsletter", "promo", "promos", "signup", "sponsor",
    "sponsored", "subscribe", "subscription",
    /* around the text */
    "copyright", "editsection", "footer", "lightbox", "modal", "popup", "skip",
    "skiplink", "tagcloud", "taglist", "tags", "toast", "tooltip",
};

/* A word behind one of these says what a page has, lacks or is about, not what
 * an element is: "has-sidebar", "no-ads", "category-social". */
static const char *const about_words[] = {
    "cat", "category", "has", "hide", "no", "non", "not", "tag", "tone",
    "topic", "type", "with", "without",
};
/* clang-format on */

static const struct html_element unknown = {"", HTML_INLINE, HTML_END_TAG};

static int compare(const void *key, const void *row)
{
    const struct str *name = key;
    const struct str other = str_of(((const struct html_element *)row)->name);
    const size_t len = name->len < other.len ? name->len : other.len;
    const int order = memcmp(name->s, other.s, len);

    return order ? order : (name->len > len) - (other.len > len);
}

const struct html_element *html_element(struct str name)
{
    const struct html_element *e =
        name.len == 0 ? NULL
                      : bsearch(&name, elements, COUNT(elements),
                                sizeof *elements, compare);

    return e ? e : &unknown;
}

bool html_is_known(const struct html_element *e)
{
    return e != &unknown;
}

static bool is_same(struct str a, const char *small)
{
    for (size_t i = 0; i < a.len; i++)
        if (small[i] == '\0' || html_small(a.s[i]) != small[i])
            return false;
    return small[a.len] == '\0';
}

static bool is_one_of(struct str word, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (is_same(word, list[i]))
            return true;
    return false;
}

/* Cut the first word off a class or an id: letters, of which a large one behind
 * a small one begins another word. *joined: it follows the last one within the
 * same name. */
static bool next_word(const char **s, struct str *word, bool *joined)
{
    const char *p = *s;

    *joined = true;
    for (; *p && !html_is_letter(*p); p++)
        *joined = *joined && !html_is_space(*p);
    *word = (struct str){p, 0};
    while (html_is_letter(*p)) {
        const bool small = *p >= 'a';
        p++;
        if (small && *p >= 'A' && *p <= 'Z')
            break;
    }
    word->len = (size_t)(p - word->s);
    *s = p;
    return word->len > 0;
}

static bool names_widget(const char *names)
{
    struct str word;
    bool joined, about = false;

    while (names && next_word(&names, &word, &joined)) {
        if (!(about && joined) &&
            is_one_of(word, widget_words, COUNT(widget_words)))
            return true;
        about = is_one_of(word, about_words, COUNT(about_words));
    }
    return false;
}

/* Whether a style sets a property to a value; both without spaces and in small
 * letters: "display:none". */
static bool styles(const char *style, const char *setting)
{
    for (const char *s = style; s && *s; s = strchr(s, ';')) {
        const char *want = setting;
        for (s += *s == ';'; *want && *s && *s != ';'; s++) {
            if (html_is_space(*s))
                continue;
            if (html_small(*s) != *want)
                break;
            want++;
        }
        /* "none !important" is none as well. */
        if (*want == '\0' && !html_is_letter(*s))
            return true;
    }
    return false;
}

static bool is_hidden(const struct html_attributes *a)
{
    return a->hidden ||
           (a->aria_hidden && is_same(str_of(a->aria_hidden), "true")) ||
           styles(a->style, "display:none") ||
           styles(a->style, "visibility:hidden");
}

/* The first role that the table knows counts, else `other`. */
static enum html_kind role_kind(const char *s, enum html_kind other)
{
    while (s && *s) {
        const size_t len = strcspn(s, " \t\n\r\f");
        for (size_t i = 0; i < COUNT(roles); i++)
            if (is_same((struct str){s, len}, roles[i].name))
                return roles[i].kind;
        s += len;
        s += strspn(s, " \t\n\r\f");
    }
    return other;
}

enum html_kind html_kind(const struct html_element *e,
                         const struct html_attributes *a)
{
    /* Themes write all sorts of things about the page on its body, and hide it
     * until a script has run. */
    if (e->kind == HTML_BODY || e->kind == HTML_BREAK)
        return e->kind;
    if (e->kind == HTML_UNSEEN || is_hidden(a))
        return HTML_UNSEEN;
    const enum html_kind kind = role_kind(a->role, e->kind);
    if (kind < HTML_ARTICLE && (names_widget(a->class) || names_widget(a->id)))
        return HTML_WIDGET;
    return kind;
}
