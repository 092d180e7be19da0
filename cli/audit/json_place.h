/* Where a value stands in a line of JSON that is known to be an object. Pure
 * functions. */
#ifndef TENOR_CLI_AUDIT_JSON_PLACE_H
#define TENOR_CLI_AUDIT_JSON_PLACE_H

#include "model/base.h"

/* Find the value at a path: a.b is a field with that name, else the field b of
 * the object a, as datasets/jsonl.c has it. False when there is none. */
bool json_place(struct str line, const char *path, struct str *value);

/* Append a label as a JSON string; with `bare`, as the number, true or false
 * that it is, if it is one. False when memory ran out. */
bool json_place_write(struct str label, bool bare, struct buffer *out);

#endif
