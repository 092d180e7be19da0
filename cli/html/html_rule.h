/* What an element of HTML is to the text of a page: tables, no page.
 *
 * Pure functions, safe from any thread. */
#ifndef TENOR_CLI_HTML_HTML_RULE_H
#define TENOR_CLI_HTML_HTML_RULE_H

#include "model/base.h"

enum html_kind {
    HTML_INLINE,    /* runs on in the text */
    HTML_QUOTE,     /* the same, in quotation marks */
    HTML_BREAK,     /* ends a line */
    HTML_BLOCK,     /* a paragraph, or holds some */
    HTML_CONTAINER, /* a block that paragraphs are put in */
    HTML_ITEM,      /* of a list */
    HTML_HEADING,
    HTML_H1,
    HTML_PRE,  /* its white space counts */
    HTML_BODY, /* or html */
    HTML_ARTICLE,
    HTML_MAIN,
    HTML_HEADER, /* of the page or of an article */
    HTML_WIDGET, /* by its name no text of the page */
    HTML_ASIDE,  /* certainly none */
    HTML_UNSEEN  /* no text at all */
};

/* How its end is found. */
enum html_end {
    HTML_END_TAG,
    HTML_END_SELF,     /* or the next of its sort, in the same block */
    HTML_END_OPTIONAL, /* the same, for a block in others of the kind */
    HTML_END_P,        /* or any block */
    HTML_END_VOID,     /* it has none, and nothing in it; or is there once */
    HTML_END_RAW       /* the end tag is the only tag in it */
};

struct html_element {
    const char *name;
    enum html_kind kind;
    enum html_end end;
};

/* By the name in small letters; one and the same for all unknown ones. */
const struct html_element *html_element(struct str name);
bool html_is_known(const struct html_element *e);

/* Attributes that say what an element is; NULL where there is none. */
struct html_attributes {
    const char *class, *id, *role, *style, *hidden, *aria_hidden;
};

enum html_kind html_kind(const struct html_element *e,
                         const struct html_attributes *a);

/* A block of any sort. */
static inline bool html_is_block(enum html_kind kind)
{
    return kind >= HTML_BLOCK;
}

/* White space of HTML. */
static inline bool html_is_space(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

static inline bool html_is_letter(char c)
{
    return (c | 32) >= 'a' && (c | 32) <= 'z';
}

/* Bytes of the white space that a text begins with: one character, U+00A0 too,
 * or none. */
static inline size_t html_space(struct str text)
{
    if (text.len > 0 && html_is_space(text.s[0]))
        return 1;
    return text.len > 1 && text.s[0] == '\xC2' && text.s[1] == '\xA0' ? 2 : 0;
}

/* A letter of ASCII made small. */
static inline char html_small(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c | 32) : c;
}

#endif
