/* Which key stands for which label. */
#ifndef TENOR_CLI_ANNOTATE_CHOICES_H
#define TENOR_CLI_ANNOTATE_CHOICES_H

#include "model/base.h"

/* Keys that are no labels. */
#define COMMAND_UNDO 'u'
#define COMMAND_SKIP 's'
#define COMMAND_MORE 'm'
#define COMMAND_QUIT 'q'
#define COMMAND_HELP '?'

/* Small letters and digits without commands. */
#define CHOICES_MAX 32

struct choice_key {
    char *label;
    char key;
};

struct choices {
    struct choice_key item[CHOICES_MAX]; /* [n] in the order given */
    size_t n;
};

/* Add a label unless it is there, copied; keys are set by choices_set_keys.
 * TENOR_EINVAL: empty, with control characters, or one too many; TENOR_ENOMEM.
 */
bool choices_add(struct choices *c, struct str label, struct tenor_error *err);

/* Add those of a list with commas. */
bool choices_add_list(struct choices *c, const char *list,
                      struct tenor_error *err);

/* Give each label the first of its letters that is free, or else a digit, or
 * else any letter. */
void choices_set_keys(struct choices *c);

/* The label of a key, or NULL. */
const char *choices_label(const struct choices *c, int key);

void choices_release(struct choices *c);

#endif
