/* Probabilities of chance: how often two samples of the same kind differ as
 * much as these. Pure functions. */
#ifndef TENOR_TRAIN_SHIFT_H
#define TENOR_TRAIN_SHIFT_H

#include <stdbool.h>
#include <stddef.h>

/* P(Z >= z) for a standard normal Z. */
double shift_normal(double z);

/* P(X >= x) for a chi-square X with so many degrees of freedom, at least 1. */
double shift_chi_square(double x, size_t freedom);

/* P(D >= d) for the largest distance of two empirical distributions, by that of
 * Kolmogorov; n and m are the sizes of the samples. Approximate, and below n m
 * / (n + m) = 4 rough (Stephens 1970). */
double shift_kolmogorov(double d, double n, double m);

/* Adjust n probabilities, in place, for there being n of them: those of Holm
 * (1979), so that the chance that any of them is below alpha where nothing
 * differs is at most alpha. False when memory ran out. */
bool shift_holm(double *p, size_t n);

/* A sum y over clusters and how much of something, x, they have: y / x is a
 * mean or a share, and x counts units that hang together within clusters. Zero
 * it to start. Sums of integers are exact in any order. */
struct shift_ratio {
    double clusters, y, x, yy, yx, xx;
};

void shift_add(struct shift_ratio *r, double y, double x);
void shift_merge(struct shift_ratio *r, const struct shift_ratio *from);

/* y / x, or 0; and its standard error, linearised (Cochran 1977, 6.3); 1 where
 * there are no two clusters. */
double shift_value(const struct shift_ratio *r);
double shift_error(const struct shift_ratio *r);

#endif
