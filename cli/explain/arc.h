/* The arc of a text: its sentences as a line of blocks. */
#ifndef TENOR_CLI_EXPLAIN_ARC_H
#define TENOR_CLI_EXPLAIN_ARC_H

#include "model/base.h"

#define ARC_CELLS 60

/* A cell is a sentence, or where there are more of them than cells several in
 * succession, added up. */
struct arc {
    size_t cells;
    double value[ARC_CELLS];
    bool counted[ARC_CELLS]; /* some sentence of it is */
    double least, most;      /* of the values and 0 */
};

void arc_fill(struct arc *a, const struct tenor_passage *sentence, size_t n);

/* The level of a cell, from 1 for the least value to ARC_LEVELS for the most, 0
 * for one that is not counted. */
#define ARC_LEVELS 8
unsigned arc_level(const struct arc *a, size_t cell);

/* Append the line: blocks of these heights, a dot for 0. False when memory ran
 * out. */
bool arc_draw(const struct arc *a, struct buffer *line);

#endif
