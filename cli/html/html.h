/* The main text of an HTML page: what a person came to the page to read,
 * without navigation, scripts and the debris around it.
 *
 * The page is parsed as browsers do (by gumbo) and runs no script: what a page
 * fetches later is not there. Meant for pages as they come from servers; where
 * the rules are in doubt they keep a text, because the scorer knows titles and
 * debris by itself (model/article.h).
 *
 * Never text: scripts, styles, templates, form controls, pictures and frames,
 * comments, text that is struck out, and what `hidden`, aria-hidden or an
 * inline style hides.
 *
 * Left out: nav, aside, footer; a header that is in no article or main; the
 * ARIA roles for such parts; elements whose class or id has one of a list of
 * words ("cookie", "share", "related", ...: html_rule.c) unless they hold an
 * article, a main or an h1; and blocks other than headings of which links are
 * the larger part.
 *
 * The weight of a part is what it has of text outside of links, in bytes; what
 * is in a block that has HTML_PROSE of them outside of other blocks counts four
 * times. The main part is the first of these that has 1 / HTML_LITTLE of the
 * body's weight:
 *
 *   1. the heaviest article, or all of them if it has less than half of their
 *      weight. An article within an article is left out, as a comment to it,
 *      unless the inner ones weigh more than the rest of it.
 *   2. the main element; from there on down as in 3.
 *   3. the body; from there to the only child that has HTML_MOST of its weight
 *      and is a container (div, section, td, ...), and so on, but never past a
 *      paragraph, be it half as long, or into a container that is one.
 *
 * But if the body has no text, or less weight than HTML_SHORT and 1 /
 * HTML_LITTLE of that with everything that was left out, then all of this
 * counts and is text.
 *
 * The text: paragraphs, headings, list items, table cells and other blocks are
 * separated by blank lines and have no others in them, so that no sentence goes
 * across. Items begin with "- ". A <br> is a line end, two are a blank line.
 * White space, U+00A0 too, becomes one space; in <pre> it stays, but at the
 * ends of lines, and line ends are as <br>. <q> is in quotation marks. The text
 * does not begin or end with white space.
 *
 * The title comes first, so that article_read finds it: the first h1 of the
 * main part if nothing of HTML_PROSE bytes is before it. A main part without
 * an h1 gets a title: the last h1 before it, else the first that was left out
 * of it, wherever it is but in an aside, unless that is the site's name; else
 * the page's <title>. The latter loses the site's name behind its last
 * separator, " | ", " - " and the like, or before the only one if the rest has
 * twice as many words. If a block before the prose has the same text, it is
 * left out. */
#ifndef TENOR_CLI_HTML_HTML_H
#define TENOR_CLI_HTML_HTML_H

#include "model/base.h"

#define HTML_PROSE 80 /* a line of print; menus and labels have less */
#define HTML_LITTLE 4
#define HTML_SHORT 1000 /* three or four sentences, counted four times */
/* What it leaves behind is less than one paragraph in ten, and more often a
 * widget whose name says nothing. */
#define HTML_MOST 0.9

/* Limits. Browsers stop nesting at the same depth. The parser walks over the
 * open elements for each tag, so that its time grows with the depth; a page
 * with unclosed elements in each other that fools the count of html_look.h is
 * possible but must be made for it. */
#define HTML_PAGE_MAX ((size_t)16 << 20)
#define HTML_DEPTH_MAX 512
#define HTML_ATTRIBUTES_MAX 512 /* of one element */
/* Bytes of the parser for each byte of the page, and for the page. Pages need
 * 10 to 40; where elements must be repeated in each paragraph it has no end. */
#define HTML_MEMORY 128
#define HTML_MEMORY_MIN ((size_t)1 << 20)

/* Append the main text of a page to *text.
 *
 *   page   UTF-8, perhaps with a byte order mark; invalid sequences become
 *          U+FFFD. Borrowed for the call. Without any tag of HTML it is
 *          appended as it is
 *   text   not touched on failure but for its capacity
 *
 * A page without text appends nothing and is not an error. TENOR_ELIMIT above
 * the limits, TENOR_ENOMEM.
 *
 * Threads: safe with distinct text and err. Cost: linear for pages that people
 * make, about half the speed of scoring; memory 20 times the page. */
bool html_text(struct str page, struct buffer *text, struct tenor_error *err);

#endif
