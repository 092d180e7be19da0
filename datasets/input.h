/* A file or standard input, read once from front to end.
 *
 * Gives lines, or bytes for readers that have their own idea of a record, and
 * keeps the SHA-256 of everything read. A UTF-8 byte order mark at the
 * beginning is not part of the data. One thread. */
#ifndef TENOR_DATASETS_INPUT_H
#define TENOR_DATASETS_INPUT_H

#include <stdio.h>

#include "datasets/digest.h"
#include "model/base.h"

struct input {
    const char *path; /* borrowed; "-" is standard input */
    FILE *file;
    struct digest digest;
    struct buffer block; /* bytes read ahead */
    size_t at;           /* next byte in block */
    bool end;            /* the file has no more bytes */
    size_t line;         /* lines begun so far */
};

/* TENOR_EIO. */
bool input_open(struct input *in, const char *path, struct tenor_error *err);
void input_close(struct input *in);

/* The next line without its line end (LF or CR LF), valid until the next call;
 * *end is set when there is none. A last line need not have a line end. A line
 * above TENOR_TEXT_MAX bytes is TENOR_ELIMIT. */
bool input_line(struct input *in, struct str *line, bool *end,
                struct tenor_error *err);

/* The next line that is not empty. */
bool input_record(struct input *in, struct str *line, bool *end,
                  struct tenor_error *err);

/* The next byte, or -1 at the end; INPUT_FAILED with *err set. Counts lines. */
#define INPUT_FAILED (-2)
int input_byte(struct input *in, struct tenor_error *err);

/* An error at the current line: "path:line: ..." with code TENOR_EDATA. */
bool input_fail(const struct input *in, struct tenor_error *err,
                const char *what);

/* A whole file into *text, emptied first. TENOR_EIO, TENOR_ELIMIT above
 * TENOR_TEXT_MAX. */
bool input_whole(const char *path, struct buffer *text,
                 struct tenor_error *err);

#endif
