/* What verbs print: errors on stderr, JSON on stdout. */
#ifndef TENOR_CLI_OUT_H
#define TENOR_CLI_OUT_H

#include <jansson.h>

#include "model/base.h"

/* Print "tenor VERB: message" on stderr; returns the exit status that the
 * error stands for. */
int out_error(const char *verb, const struct tenor_error *err);

/* Print a JSON value on a line of its own and release it. */
void out_json(json_t *value);

/* A JSON string; bytes that are no UTF-8 become U+FFFD. */
json_t *out_string(struct str bytes);

/* Whether everything printed to stdout has reached it; a message if not. */
int out_close(const char *verb, int status);

#endif
