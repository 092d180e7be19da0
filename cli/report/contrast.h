/* The words that most separate two groups of texts: log-odds ratios with an
 * informative Dirichlet prior (Monroe, Colaresi & Quinn 2008, "Fightin' Words:
 * Lexical Feature Selection and Evaluation for Identifying the Content of
 * Political Conflict", Political Analysis 16, equations 16, 20 and 22).
 *
 * With y uses of a word among n words in a group, and a prior of alpha = alpha0
 * times the share of the word in both groups:
 *
 *     delta = ln (yA + alpha) / (nA + alpha0 - yA - alpha)
 *           - ln (yB + alpha) / (nB + alpha0 - yB - alpha)
 *     z     = delta / sqrt(1 / (yA + alpha) + 1 / (yB + alpha))
 *
 * The prior, worth CONTRAST_PRIOR words, keeps rare words from the top. Words
 * are stems here, named by their most frequent form. A word in one text alone
 * says nothing of a group: one is looked at where a form of it stands in
 * CONTRAST_TEXTS texts of any group. */
#ifndef TENOR_CLI_REPORT_CONTRAST_H
#define TENOR_CLI_REPORT_CONTRAST_H

#include "cli/report/vocabulary.h"

#define CONTRAST_PRIOR 1000.0
#define CONTRAST_TEXTS 3
#define CONTRAST_WORDS 15 /* shown on a side, at most */
#define CONTRAST_Z 1.96   /* and beyond */

/* The z of one word; 0 where neither group has any words. */
double contrast_z(double ya, double na, double yb, double nb);

struct contrast_word {
    struct str form; /* in the vocabulary */
    double z;        /* of the side it is on: > 0 */
    uint64_t a, b;   /* uses in the groups */
};

struct contrast {
    struct contrast_word a[CONTRAST_WORDS], b[CONTRAST_WORDS];
    size_t in_a, in_b;         /* of them, most separating first */
    uint64_t words_a, words_b; /* in all of the groups */
    size_t stems;              /* looked at */
};

/* Compare the columns a[na] of an ordered vocabulary with the columns b[nb]. */
void contrast_find(const struct vocabulary *v, const size_t *a, size_t na,
                   const size_t *b, size_t nb, struct contrast *out);

#endif
