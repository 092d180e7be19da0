/* A file of answers: one line for each, in the order in which they were given,
 * which `tenor train` reads.
 *
 *   tsv    label<TAB>text; a text's tabs and line ends are blanks
 *   csv    label,text with a header; a text's line ends are blanks
 *   jsonl  {"label": ..., "text": ...}
 *
 * An answer is written as one line and is on the disk when answers_add()
 * returns. Taking one back cuts the last line off. A last line without its end
 * is from a write that was cut short, as when the power failed: it is cut off
 * as well, if it begins as an answer would. Only one program writes a file at a
 * time. */
#ifndef TENOR_CLI_ANNOTATE_ANSWERS_H
#define TENOR_CLI_ANNOTATE_ANSWERS_H

#include <sys/types.h>

#include "model/base.h"

struct answers {
    const char *path; /* borrowed */
    const struct answer_notation *notation;
    int fd;
    off_t size;   /* of what is written */
    off_t *begin; /* [n] where each answer begins */
    size_t n, capacity;
    bool cut; /* what had no end was cut off when it was opened */
};

/* Whether the name says a format: it ends with .tsv, .csv or .jsonl. */
bool answers_has_format(const char *path);

/* Who wants to know what is in a file. */
struct answers_wants {
    /* An answer. */
    bool (*each)(void *context, struct str label, struct str text,
                 struct tenor_error *err);
    /* Whether an answer could begin so, by answers_line(). */
    bool (*begins)(void *context, const struct answers *a, struct str bytes);
    void *context;
};

/* Open a file, or begin one, and tell what is in it, in order. False with *err:
 * TENOR_EIO (also where another program has it open), TENOR_EDATA for what is
 * no answer, TENOR_ENOMEM, or what `each` gives. To be closed in any case. */
bool answers_open(struct answers *a, const char *path,
                  const struct answers_wants *w, struct tenor_error *err);
void answers_close(struct answers *a);

/* Append the line of an answer. False when memory ran out. */
bool answers_line(const struct answers *a, struct str label, struct str text,
                  struct buffer *out);

/* TENOR_EIO, with the file as it was if that can be; TENOR_ENOMEM. */
bool answers_add(struct answers *a, struct str label, struct str text,
                 struct tenor_error *err);

/* Take the last answer back; there is one. TENOR_EIO. */
bool answers_undo(struct answers *a, struct tenor_error *err);

#endif
