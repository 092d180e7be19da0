/* A look at the tags of a page, before it is parsed: whether there are any, and
 * whether the parser can do with them. */
#ifndef TENOR_CLI_HTML_HTML_LOOK_H
#define TENOR_CLI_HTML_HTML_LOOK_H

#include "model/base.h"

struct html_look {
    bool tags;         /* it has some that HTML knows, or a doctype */
    size_t depth;      /* the most elements within each other, nearly */
    size_t attributes; /* the most of one element, at least */
};

/* Look at a page up to the first tag at which a limit of html.h is passed.
 *
 * Elements are counted as the parser opens and closes them, but for those that
 * need no end tag. It knows neither the tables' rules nor those that mend wrong
 * nesting; what they move or repeat costs memory, and HTML_MEMORY limits it.
 * Cost: linear. */
struct html_look html_look(struct str page);

#endif
