/* Numbers that look random and are the same in every run.
 *
 * splitmix64 (Steele, Lea & Flood 2014): one 64-bit state, any seed is good.
 * A generator belongs to whoever holds it; nothing is global. */
#ifndef TENOR_TRAIN_RANDOM_H
#define TENOR_TRAIN_RANDOM_H

#include <stddef.h>
#include <stdint.h>

static inline uint64_t random_next(uint64_t *state)
{
    uint64_t z = (*state += 0x9E3779B97F4A7C15ULL);

    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31);
}

/* 0 <= result < n, for n > 0. The bias is below n / 2^64. */
static inline size_t random_below(uint64_t *state, size_t n)
{
    return (size_t)(random_next(state) % n);
}

/* 0 <= result < 1, in steps of 2^-53. */
static inline double random_unit(uint64_t *state)
{
    return (double)(random_next(state) >> 11) * 0x1p-53;
}

/* Put n numbers into a random order (Fisher & Yates, by Durstenfeld 1964). */
static inline void random_shuffle(uint32_t *x, size_t n, uint64_t *state)
{
    for (size_t i = n; i-- > 1;) {
        const size_t j = random_below(state, i + 1);
        const uint32_t moved = x[i];
        x[i] = x[j];
        x[j] = moved;
    }
}

#endif
