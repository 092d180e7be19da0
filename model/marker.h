/* Lines that websites put around and between the paragraphs of an article:
 * "Related posts", "Advertisement", "By Jane Doe", "3 comments".
 *
 * A table of folded phrases, mostly English, with the commonest ones of some
 * other languages. Pure function, safe from any thread. */
#ifndef TENOR_MODEL_MARKER_H
#define TENOR_MODEL_MARKER_H

#include <stdbool.h>
#include <stddef.h>

#include "model/base.h"

/* How far it reaches. */
enum marker_reach {
    MARKER_NONE,  /* no marker */
    MARKER_LINE,  /* the line alone: bylines, credits, copyright */
    MARKER_ASIDE, /* and what does not look like prose after it: "Read more" */
    MARKER_CLOSE  /* and, where the article is over, the rest of the text:
                   * "Related posts" */
};

/* More words have no marker, however they begin. Legal notices are the long
 * ones: "(c) 2020 ... may not be published, broadcast, ..." */
#define MARKER_WORDS_MAX 40
/* More words of a phrase that prose may begin with as well have none: the
 * longest headline behind "Read more". */
#define MARKER_LINE_WORDS 25

/* Look at one line.
 *
 *   line      without spaces at its ends
 *   words     in it
 *   finished  it ends as a sentence does
 *   weak      set when the marker is none if the next line carries a sentence
 *             on; "Comments from the minister" may be half of one
 *
 * Signs, pictures and "3 " before the phrase are passed over. Cost: linear
 * in those, and once over the table. */
enum marker_reach marker_find(struct str line, size_t words, bool finished,
                              bool *weak);

#endif
