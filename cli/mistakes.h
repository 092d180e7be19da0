/* The worst mistakes of a model on a corpus, as TSV for people to read:
 *
 *   line     where the document begins in the corpus
 *   label    the true one
 *   guess    of the model
 *   p_guess  probability of the guess
 *   p_label  probability of the label
 *   words    up to five, those that add most to margin(guess) - margin(label);
 *            none for an axis with another kernel than the linear one
 *   text     all of it, on one line
 *
 * The most confident, by p_guess - p_label, come first; equal ones in the
 * order of the corpus. */
#ifndef TENOR_CLI_MISTAKES_H
#define TENOR_CLI_MISTAKES_H

#include "cli/predictions.h"

/* Zero it but for the first two. */
struct mistakes {
    const struct predictions *of; /* borrowed */
    size_t limit;                 /* how many to keep; 0: all */
    struct mistake *item;         /* [n], n < 2 limit but for 0 */
    bool cut;                     /* item[limit - 1] is to be beaten */
    size_t n, capacity;
    struct tenor_word *word; /* scratch */
    size_t words, word_capacity;
};

/* Take note of the last prediction; a predictions_visit with a struct mistakes.
 * TENOR_ENOMEM. */
bool mistakes_visit(void *mistakes, const struct doc *doc,
                    struct tenor_error *err);

/* Write the file in one step. TENOR_EIO, TENOR_ENOMEM. */
bool mistakes_write(struct mistakes *m, const char *path,
                    struct tenor_error *err);
void mistakes_release(struct mistakes *m);

#endif
