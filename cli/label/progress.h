/* How far a long run is, on stderr: a line that is written over, or an object
 * of JSON a second for programs that watch. One thread. */
#ifndef TENOR_CLI_LABEL_PROGRESS_H
#define TENOR_CLI_LABEL_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

/* In the order of the choices of --progress. */
enum progress_mode {
    PROGRESS_AUTO, /* a line, if stderr is a terminal */
    PROGRESS_NEVER,
    PROGRESS_ALWAYS,
    PROGRESS_JSON
};

struct progress {
    enum progress_mode mode;
    uint64_t size;           /* bytes there are, or 0: not known */
    double begin, last;      /* seconds of the monotonic clock */
    uint64_t records, bytes; /* when the run began: it may go on with another */
    bool shown;
};

/* Whether people see it. */
bool progress_is_watched(enum progress_mode mode);

/* records and bytes are those that are done already. */
void progress_begin(struct progress *p, enum progress_mode mode, uint64_t size,
                    uint64_t records, uint64_t bytes);

/* Show how far it is, now and then: so many records, of which some have no
 * result, from so many bytes. */
void progress_show(struct progress *p, uint64_t records, uint64_t errors,
                   uint64_t bytes);

/* Make place for something else on stderr. */
void progress_clear(struct progress *p);

/* The last one: of JSON, an object with "done": true. */
void progress_end(struct progress *p, uint64_t records, uint64_t errors,
                  uint64_t bytes, bool done);

#endif
