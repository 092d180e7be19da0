/* The card of a model, which train/card.h writes, for people: printed on stdout
 * as text and as Markdown.
 *
 * Cards of older versions lack keys: what is not there is not printed. */
#ifndef TENOR_CLI_CARD_VIEW_H
#define TENOR_CLI_CARD_VIEW_H

#include <jansson.h>

/* For a terminal: what `tenor info` prints. */
void view_text(const json_t *card);

/* A page of GitHub flavoured Markdown without HTML, whatever the texts in it
 * are. */
void view_markdown(const json_t *card);

/* ---- what both look up --------------------------------------------------- */

/* "?" where there is none. */
const char *view_string(const json_t *o, const char *key);
double view_number(const json_t *o, const char *key);

/* Documents of a list of corpora. */
double view_documents(const json_t *corpora);

/* The aggregate that an axis of sentences took, NULL if there is none. */
const json_t *view_chosen(const json_t *articles);

/* How a share of sentences is called: "all", "half", "quarter", or, written to
 * room, "10 %". */
#define VIEW_SHARE 32
const char *view_share(double share, char room[VIEW_SHARE]);

/* A cell of a table of confusions. */
double view_cell(const json_t *rows, size_t row, size_t column);

/* Print which sentences count: "all sentences", "the half of the sentences with
 * the largest margins", both also ", without quoted speech". */
void view_put_aggregate(const json_t *articles);

#endif
