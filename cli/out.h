/* What verbs print and write: errors on stderr, JSON on stdout, text that
 * people read on one line. */
#ifndef TENOR_CLI_OUT_H
#define TENOR_CLI_OUT_H

#include <jansson.h>

#include "model/base.h"

/* Print "tenor VERB: message" on stderr; returns the exit status that the
 * error stands for. */
int out_error(const char *verb, const struct tenor_error *err);

/* Print a JSON value on a line of its own and release it. */
void out_json(json_t *value);

/* Put a JSON value in the place of a file. TENOR_EIO, TENOR_ENOMEM. */
bool out_json_file(const char *path, const json_t *value,
                   struct tenor_error *err);

/* Append a JSON value, without a line end, and release it. False when memory
 * ran out, also where that was before and the value is NULL. */
bool out_json_add(struct buffer *b, json_t *value);

/* A JSON string; bytes that are no UTF-8 become U+FFFD. */
json_t *out_string(struct str bytes);

/* Append bytes as text on one line: control characters and line ends become
 * blanks; bytes that are no UTF-8 become U+FFFD. False when memory ran out. */
bool out_clean(struct buffer *b, struct str bytes);

/* What becomes of a byte in a field of TSV whose bytes are not to be repaired:
 * what would end the field or its line is a blank. */
static inline char out_field_byte(char byte)
{
    return byte == '\t' || byte == '\r' || byte == '\n' ? ' ' : byte;
}

/* Append a row of TSV: n fields, cleaned, and a line end. */
bool out_row(struct buffer *b, const struct str *field, size_t n);

/* Bytes of the first so many characters of UTF-8. */
int out_prefix(struct str text, size_t characters);

/* Whether everything printed to stdout has reached it; a message if not. */
int out_close(const char *verb, int status);

#endif
