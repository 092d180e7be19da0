/* Quoted speech: what somebody says in a text that is not its author.
 *
 * Between a pair of double marks: “ ” " „ « » and the corner brackets of East
 * Asia. Which of them opens and which closes is told by what stands beside
 * them - an opening mark has a space, a bracket or a dash before it and none
 * behind it - because many texts mix them up (”so”, "so”) and languages do
 * not agree („so“, »so«, ”so”). Only where that says nothing does the form of
 * the mark decide; a straight one closes what is open and opens otherwise.
 * An opening mark where one is open already shows that the first was lost.
 *
 * Not handled: single marks, which apostrophes would be taken for; quotations
 * without marks, such as dialogue behind dashes and indented paragraphs.
 *
 * Pure function, safe from any thread with distinct finders. */
#ifndef TENOR_MODEL_QUOTATION_H
#define TENOR_MODEL_QUOTATION_H

#include <stdbool.h>
#include <stddef.h>

#include "model/base.h"

/* With fewer words a quotation is no speech but a term at which the author
 * sneers or points: the “so-called” reform. Ideographs are half a word. */
#define QUOTE_WORDS_MIN 4

struct quotation {
    size_t begin, end; /* bytes in the text, both marks included */
};

/* Zero it to start. */
struct quotations {
    struct quotation *quote; /* [n] ascending, not overlapping */
    size_t n, capacity;
};

/* Add the quotations of one paragraph, which lies behind those given before.
 *
 *   begin, end  its bytes in the text
 *   next        the paragraph after it, empty if none: a quotation that is
 *               open at the end is one, up to there, if the next paragraph
 *               begins with a mark of its kind; otherwise a lone mark
 *
 * A quotation within another is part of it. Cost: linear. False when memory
 * ran out. */
bool quotations_add(struct quotations *q, struct str text, size_t begin,
                    size_t end, struct str next);

void quotations_release(struct quotations *q);

#endif
