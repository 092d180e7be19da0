#include "model/coverage.h"

size_t coverage_find(double coverage)
{
    size_t level = coverage < 0.5 ? COVERAGE_LEVELS : 0;

    /* Thousandths divided give the double that a person's 0.95 is read as. */
    while (level < COVERAGE_LEVELS &&
           !(coverage <= coverage_thousandths(level) / 1000.0))
        level++;
    return level;
}
