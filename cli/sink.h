/* Where output goes that is too large to be held: standard output, or a file
 * that is there when it is complete.
 *
 * Until then its bytes are in PATH.part beside it. A path that is something
 * else than a file, such as a device or a named pipe, is written as it is. */
#ifndef TENOR_CLI_SINK_H
#define TENOR_CLI_SINK_H

#include "model/base.h"

struct sink {
    const char *path; /* borrowed; NULL: standard output */
    char *part;       /* PATH.part, or NULL */
    int fd;
};

/* Whether output to the path is a file of its own, beside which there must be
 * place for another: nothing is there yet, or a file. */
bool sink_is_file(const char *path);

/* TENOR_EIO, TENOR_ENOMEM; s is then closed. */
bool sink_open(struct sink *s, const char *path, struct tenor_error *err);

/* TENOR_EIO. */
bool sink_write(struct sink *s, struct str bytes, struct tenor_error *err);

/* Give the file its name, once it is on the disk. TENOR_EIO. */
bool sink_commit(struct sink *s, struct tenor_error *err);

/* Release s; what was not committed is removed. */
void sink_close(struct sink *s);

#endif
