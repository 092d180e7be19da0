/* Whether the removal of words, whichever they are, leaves the rest of a text
 * as it was: its other tokens and, where they matter, its sentences and parts.
 *
 * Where it does, bounds (flip_bound.h) hold for all removals. It is sure of
 * little: "no" means that something might move. */
#ifndef TENOR_CLI_EXPLAIN_FLIP_FIRM_H
#define TENOR_CLI_EXPLAIN_FLIP_FIRM_H

#include "cli/explain/flip_words.h"
#include "model/scorer.h"

/* Of the words of a text, or a title, that a scorer has scored, for an axis.
 *
 *   - Markup has no place in it, and nothing that is no UTF-8.
 *   - The removal of each word by itself leaves the others. Words do not come
 *     to touch one another (flip_words.h), so several do no more than each.
 *   - No emoticon, nor other sign with tone, is behind a stop: what goes on
 *     behind it would depend on the words between. A stop with tone is fine.
 *   - Axes of sentences: there is one sentence on one line, without a stop in
 *     it, and no speech that would be left out.
 *   - Axes of whole texts: one line, if the model looks for debris. Sentences
 *     may be joined and cut by removals; bounds take account of that.
 *
 * False when memory ran out. */
bool flip_firm(const struct flip_words *w, struct tenor_scorer *s, size_t axis,
               bool *firm);

#endif
