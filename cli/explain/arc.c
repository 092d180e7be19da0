#include "cli/explain/arc.h"

#include <math.h>

void arc_fill(struct arc *a, const struct tenor_passage *sentence, size_t n)
{
    *a = (struct arc){.cells = n < ARC_CELLS ? n : ARC_CELLS};
    for (size_t i = 0; i < n; i++) {
        const size_t cell = i * a->cells / n;
        a->value[cell] += sentence[i].contribution;
        a->counted[cell] |= sentence[i].counted;
    }
    for (size_t i = 0; i < a->cells; i++) {
        a->least = fmin(a->least, a->value[i]);
        a->most = fmax(a->most, a->value[i]);
    }
}

unsigned arc_level(const struct arc *a, size_t cell)
{
    const double range = a->most - a->least;

    if (!a->counted[cell])
        return 0;
    if (!(range > 0.0))
        return 1;
    return 1 + (unsigned)lround((a->value[cell] - a->least) / range *
                                (ARC_LEVELS - 1));
}

bool arc_draw(const struct arc *a, struct buffer *line)
{
    bool ok = true;

    for (size_t i = 0; ok && i < a->cells; i++) {
        const unsigned level = arc_level(a, i);
        /* U+2581 to U+2588 */
        const char block[] = {'\xE2', '\x96', (char)(0x80 + level)};
        ok = level ? buffer_add(line, block, sizeof block)
                   : buffer_add(line, "\xC2\xB7", 2);
    }
    return ok;
}
