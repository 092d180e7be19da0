/* Writing HTML and SVG into a buffer, so that what other people wrote stays
 * text wherever it is put.
 *
 * Our own markup is put as it is; foreign text goes through markup_text(),
 * markup_plain(), markup_foreign() and markup_attribute(), which are safe in
 * elements (but script and style) and in quoted attributes. In all of them
 *
 *   & < > " '                  are references
 *   tabs and line ends         stay; a carriage return is a line end
 *   other controls (C0, DEL,   become U+FFFD
 *   C1), invalid UTF-8 and
 *   non-characters
 *   controls of the writing    lose their power: their number is there instead,
 *   direction (Unicode 15,     in a frame, or where no element can be, in
 *   UAX 9)                     brackets, [U+202E]
 *
 * There are no formats: nothing from outside can be taken for one. Numbers do
 * not depend on the locale. Memory that ran out is remembered instead of told
 * by each function, so that a page is written without a branch a line; ask
 * markup_ok() at the end. No state but the struct's. */
#ifndef TENOR_CLI_REPORT_MARKUP_H
#define TENOR_CLI_REPORT_MARKUP_H

#include "model/base.h"

/* Zero it to start; release with free(m.out.data). */
struct markup {
    struct buffer out;
    bool failed; /* memory ran out: what is there is incomplete */
};

/* Our own markup, as it is. */
void markup_put(struct markup *m, const char *literal);
void markup_bytes(struct markup *m, struct str bytes);

/* Foreign text in an element. */
void markup_text(struct markup *m, struct str text);

/* The same where no element can be in it: <title>, <option>, all of SVG. */
void markup_plain(struct markup *m, struct str text);

/* The same in an element of its own, which keeps its writing direction away
 * from what stands around it. Names and labels are foreign, too. */
void markup_foreign(struct markup *m, struct str text);

/* An attribute behind the name of an element: a blank, name="value". */
void markup_attribute(struct markup *m, const char *name, struct str value);

/* A number with so many decimals, "-0.50", for attributes; what is not finite
 * is 0, and zero has no sign. */
void markup_number(struct markup *m, double x, int decimals);

/* The same for people, always with a sign, minus as U+2212. */
void markup_signed(struct markup *m, double x, int decimals);

/* A share for people, "63.5 %"; and a probability, "63 %": no one is certain,
 * so that 99 % is the most. */
void markup_percent(struct markup *m, double share, int decimals);
void markup_probability(struct markup *m, double p);

/* A count, for attributes; and for people, from 10,000 on with commas. */
void markup_count(struct markup *m, size_t n);
void markup_total(struct markup *m, size_t n);

/* False, with *err, when memory ran out. */
bool markup_ok(const struct markup *m, struct tenor_error *err);

#endif
