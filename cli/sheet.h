/* Suggestions as a table to be filled in: CSV or TSV for a spreadsheet, JSONL
 * for programs. `tenor annotate` reads all three.
 *
 *   id           where the text stands: PATH:LINE, or the name of a file
 *   text
 *   label        empty: to be filled in
 *   suggested    the label that the model gives
 *   probability  of it
 *   why          see train/choosing.h
 *
 * A spreadsheet takes a cell that begins with = + - @, a tab or a return for a
 * formula: in CSV and TSV it has an apostrophe before it, as has one that
 * begins with apostrophes and goes on so. sheet_plain() takes it away again. */
#ifndef TENOR_CLI_SHEET_H
#define TENOR_CLI_SHEET_H

#include "model/base.h"

/* In the order of the choices of --format. */
enum sheet_format { SHEET_CSV, SHEET_TSV, SHEET_JSONL };

struct sheet_row {
    struct str id, text;
    const char *suggested, *why;
    double probability;
};

/* Append the row of names; none in JSONL. False when memory ran out. */
bool sheet_header(enum sheet_format f, struct buffer *out);
bool sheet_put(enum sheet_format f, const struct sheet_row *row,
               struct buffer *out);

/* A cell of CSV or TSV without the apostrophe that keeps it from being a
 * formula. */
struct str sheet_plain(struct str cell);

#endif
