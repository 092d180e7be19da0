/* Draws of shares: what a Dirichlet distribution gives, made from gamma
 * variates (Marsaglia & Tsang 2000). */
#ifndef TENOR_TRAIN_DIRICHLET_H
#define TENOR_TRAIN_DIRICHLET_H

#include <stddef.h>
#include <stdint.h>

/* Draw shares from 0 to 1 that add up to 1.
 *
 *   count  [n]  the parameters are count + prior each; prior > 0
 *   share  [n]  written
 *   state       of train/random.h */
void dirichlet_draw(const uint64_t *count, double prior, size_t n,
                    uint64_t *state, double *share);

#endif
