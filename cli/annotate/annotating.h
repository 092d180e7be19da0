/* The loop of `tenor annotate`: one text, one key, one answer on the disk.
 *
 * Everything is printed once, in plain lines from top to bottom, so that a
 * screen reader, a log and a narrow terminal are served alike. */
#ifndef TENOR_CLI_ANNOTATE_ANNOTATING_H
#define TENOR_CLI_ANNOTATE_ANNOTATING_H

#include "cli/annotate/answers.h"
#include "cli/annotate/choices.h"
#include "cli/annotate/items.h"

/* What was done to an item. */
struct step {
    size_t item;
    bool answered; /* else skipped */
};

struct annotating {
    struct items items;
    struct choices choices;
    struct answers answers;
    struct step *step; /* [steps] those that can be undone */
    size_t steps, step_capacity;
    size_t at; /* item at hand; n: none is left */
    size_t done, skipped;
    bool blind; /* suggestions are not shown */
    bool color;
};

/* Run the loop, from the first item without an answer; the keyboard is open.
 * TENOR_EIO, TENOR_ENOMEM. */
bool annotating_run(struct annotating *a, struct tenor_error *err);

/* Open the answers, and note which items have one. Errors of answers_open. */
bool annotating_resume(struct annotating *a, const char *path,
                       struct tenor_error *err);

void annotating_release(struct annotating *a);

#endif
