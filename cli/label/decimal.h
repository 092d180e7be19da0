/* Probabilities as text, for output of which there is much: printf takes ten
 * times as long, and asks the locale. */
#ifndef TENOR_CLI_LABEL_DECIMAL_H
#define TENOR_CLI_LABEL_DECIMAL_H

#include <stddef.h>

#define DECIMAL_BYTES 6

/* Write p, 0 to 1, with four decimals, "0.1234"; halves of p * 10000 are
 * rounded up. Returns where the bytes end; there is no NUL. */
static inline char *decimal_put(char *to, double p)
{
    const double scaled = p * 10000;
    unsigned n = (unsigned)scaled;

    n += scaled - n >= 0.5;
    to[0] = (char)('0' + n / 10000);
    to[1] = '.';
    to[2] = (char)('0' + n / 1000 % 10);
    to[3] = (char)('0' + n / 100 % 10);
    to[4] = (char)('0' + n / 10 % 10);
    to[5] = (char)('0' + n % 10);
    return to + DECIMAL_BYTES;
}

#endif
