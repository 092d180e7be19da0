/* Where output goes that is too large to be held: standard output, or a file
 * that is there when it is complete.
 *
 * Until then its bytes are in PATH.part beside it, where they stay when the
 * writing ends before, for sink_resume(). A path that is something else than a
 * file, such as a device or a named pipe, is written as it is. */
#ifndef TENOR_CLI_LABEL_SINK_H
#define TENOR_CLI_LABEL_SINK_H

#include "model/base.h"

#define SINK_PART ".part"
#define SINK_JOURNAL ".journal" /* of cli/label/journal.h */

struct sink {
    const char *path; /* borrowed; NULL: standard output */
    char *part;       /* PATH.part, or NULL */
    int fd;
    bool (*stopped)(void); /* whether waiting for a reader is to end, or NULL */
};

/* Begin. A PATH.part that is there is not touched: it is from a run that did
 * not end. TENOR_EIO, TENOR_ENOMEM; s is then closed. */
bool sink_open(struct sink *s, const char *path, struct tenor_error *err);

/* Begin anew, in the place of a PATH.part that nobody is writing and that has no
 * PATH.journal to be gone on with: for those who do not go on. Others who begin so
 * are kept out as long as s is open. TENOR_EIO, TENOR_ENOMEM likewise. */
bool sink_open_anew(struct sink *s, const char *path, struct tenor_error *err);

/* Go on with what is in PATH.part, which s->fd can also read; *missing is set
 * when there is none, which is no error: s is then closed. TENOR_EIO,
 * TENOR_ENOMEM likewise. */
bool sink_resume(struct sink *s, const char *path, bool *missing,
                 struct tenor_error *err);

/* Whether nothing is in it yet. */
bool sink_is_empty(const struct sink *s);

/* TENOR_EIO. */
bool sink_write(struct sink *s, struct str bytes, struct tenor_error *err);

/* Wait until everything written is on the disk. TENOR_EIO. */
bool sink_sync(struct sink *s, struct tenor_error *err);

/* Give the file its name, once it is on the disk. TENOR_EIO. */
bool sink_commit(struct sink *s, struct tenor_error *err);

/* Release s. What was not committed is removed, or kept. */
void sink_close(struct sink *s, bool keep);

#endif
