/* Single keys from a terminal, or from a pipe.
 *
 * A terminal gives keys at once and does not print them while it is open;
 * keyboard_close() makes it what it was before, and is to be called however the
 * program ends. Control-C is a signal (cli/stop.h); stopping and quitting by a
 * key (Control-Z, Control-\) are switched off, as they would leave the terminal
 * so. The state is that of the process. */
#ifndef TENOR_CLI_ANNOTATE_KEYBOARD_H
#define TENOR_CLI_ANNOTATE_KEYBOARD_H

#include <stdbool.h>
#include <stddef.h>

#include "model/base.h"

/* Standard input is opened; signals are noted already. TENOR_EIO. */
bool keyboard_open(struct tenor_error *err);
void keyboard_close(void);

/* Wait for a key: an ASCII letter or digit as a small letter, or another
 * character as it is. KEY_END at the end of input or when the program is to
 * stop. What is no single character, such as an arrow key, is KEY_OTHER. */
enum { KEY_END = -1, KEY_OTHER = -2 };
int keyboard_key(void);

/* Columns and lines of the terminal that standard output is, now; 80 and 0
 * where it is none or does not say. */
void keyboard_size(size_t *columns, size_t *lines);

#endif
