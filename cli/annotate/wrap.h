/* Texts on as many lines as they need. */
#ifndef TENOR_CLI_ANNOTATE_WRAP_H
#define TENOR_CLI_ANNOTATE_WRAP_H

#include "cli/screen.h"

/* Print a text on lines of at most `width` columns, broken at blanks where
 * there are any, and at the line ends of the text. What reaches the terminal is
 * what screen.h lets through.
 *
 *   most   print no more than so many lines
 *   *left  lines that were not printed
 *
 * False when memory ran out. */
bool wrap_print(struct str text, size_t width, size_t most, size_t *left);

#endif
