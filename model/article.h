/* The parts of an article: which bytes of a text are its title, which prose,
 * which debris that a website left around it, and which are quoted speech.
 *
 * Meant for texts as people copy them from a page or a file. It looks at lines
 * and their ends, at counts of words and at a table of phrases (marker.h), and
 * knows no grammar; where it is not sure it says prose. Markup is not read, but
 * for a "# " before a heading.
 *
 * Blocks. Blank lines separate them; within them, a marker and a markdown
 * heading are blocks of their own. If no line is blank every line is a block -
 * unless ARTICLE_WRAPPED of the lines go on in the next one with a small
 * letter: then the text is one wrapped paragraph.
 *
 * A text of one block is prose, whatever it looks like, and so is all of a text
 * where nothing else would be.
 *
 * Finished is a block that ends as a sentence does, with . ! ? or their kin and
 * perhaps closing marks; or as one that goes on, with , ; or : or before a
 * block that begins with a small letter; or that has a line of more than
 * ARTICLE_LINE_WORDS, which is a paragraph cut short. Of several lines any may
 * end with a full stop, comma and so on.
 *
 * Headline is a block of one line and at most ARTICLE_LINE_WORDS that is no
 * list item and does not end with a full stop or as one that goes on; ! ? and
 * an ellipsis are allowed.
 *
 * Title: the first block that is no marker, if it is a headline and at least
 * ARTICLE_BODY_WORDS of finished prose follow.
 *
 * Debris:
 *   - a marker.
 *   - after one that reaches further (MARKER_ASIDE, MARKER_CLOSE), headlines
 *     and unfinished blocks - even before a small letter - up to the first
 *     other one. Before the title it reaches nothing.
 *   - after one that closes (MARKER_CLOSE), all the rest, if the finished
 *     paragraphs in it - headlines are none - have less than 1 /
 *     ARTICLE_REST of the words before it.
 *   - other unfinished blocks: bylines, captions, headings, buttons. But list
 *     items count as prose if a finished paragraph follows; and if such blocks
 *     have more words than the finished ones, or those fewer than
 *     ARTICLE_BODY_WORDS, the text is of another kind, a poem, a list or a
 *     post, and they are prose. */
#ifndef TENOR_MODEL_ARTICLE_H
#define TENOR_MODEL_ARTICLE_H

#include <stdbool.h>
#include <stddef.h>

#include "model/base.h"
#include "model/quotation.h"

/* Headlines of newspapers have 5 to 15 words, those of tabloids and captions
 * up to this; paragraphs have more. */
#define ARTICLE_LINE_WORDS 25
/* Two short sentences: what has less is a post, without title or debris but
 * for markers. */
#define ARTICLE_BODY_WORDS 12
/* One line in so many begins in the middle of a sentence, with a small letter:
 * in wrapped text most do, in other text next to none. */
#define ARTICLE_WRAPPED 4
/* What follows "Related posts" is a widget within an article if it has more
 * than this part of it, else its end with a few teasers. */
#define ARTICLE_REST 4

enum article_part { ARTICLE_PROSE, ARTICLE_TITLE, ARTICLE_DEBRIS };

struct article_block {
    size_t begin, end; /* bytes, without blanks at the ends */
    enum article_part part;
};

/* Zero it to start; memory is kept between texts. One per thread. */
struct article {
    struct article_block *block; /* [nblock] ascending, not empty; together
                                  * they hold every line that is not blank */
    size_t nblock, block_capacity;
    struct quotations quotes;    /* of all parts; none crosses a block's end */
    struct article_shape *shape; /* private: [nblock] while reading */
    size_t shape_capacity;
};

/* Read a text, which is not kept; any bytes will do. Replaces what was read
 * before. Cost: linear. False when memory ran out. */
bool article_read(struct article *a, struct str text);

void article_release(struct article *a);

/* The part that a byte belongs to; outside of all blocks prose. Cost:
 * O(log nblock), as article_quoted. */
enum article_part article_part_at(const struct article *a, size_t at);

/* Whether a byte belongs to quoted speech, marks included. */
bool article_quoted(const struct article *a, size_t at);

/* Whether quoted speech has a byte of [begin, end). */
bool article_quotes_within(const struct article *a, size_t begin, size_t end);

#endif
