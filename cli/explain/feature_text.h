/* Features as people and programs read them. */
#ifndef TENOR_CLI_EXPLAIN_FEATURE_TEXT_H
#define TENOR_CLI_EXPLAIN_FEATURE_TEXT_H

#include "model/base.h"

/* For programs: "word", "sign", "ngram", "negated", "style", "chars",
 * "placed". */
const char *feature_kind_name(enum tenor_feature_kind kind);

/* For people: "word", "sign", "n-gram", "negated", "style", "piece",
 * "placed". */
const char *feature_kind_words(enum tenor_feature_kind kind);

/* Append how a feature stands in the text: the forms of a stem, the first few,
 * "fail/failed"; likewise of words in succession or with a mark of style; of a
 * piece what it is and where it stands first, "_dis in disgrace".
 *
 *   in  what the spans are in
 *
 * TENOR_ENOMEM. */
bool feature_text(struct tenor_scorer *s, const struct tenor_evidence *e,
                  struct str in, struct buffer *out, struct tenor_error *err);

/* What stands at an occurrence: for a piece the word that it is in. */
struct str feature_place(enum tenor_feature_kind kind, struct str in,
                         struct tenor_span span);

/* Whether two forms are alike but for capitals of ASCII. */
bool feature_alike(struct str a, struct str b);

#endif
