/* Work on a stream in parallel, with the results in its order: one thread
 * fills chunks, several work on them, and one drains them.
 *
 *     fill -> [ring of chunks] -> work, by many -> [same ring] -> drain
 *
 * Chunks begin zeroed and go round, so that what one holds can be used again.
 * What that is, this file does not know: readers and writers of any format can
 * use it. For jobs that need no order, see train/pool.h.
 *
 * fill and drain are called by one thread at a time, chunk after chunk, and
 * never for the same chunk at once; so each may keep a state of its own. work
 * may keep one for each worker. Whatever happens to a chunk happens before what
 * comes next to it, as seen by the threads. */
#ifndef TENOR_CLI_LABEL_ORDERED_H
#define TENOR_CLI_LABEL_ORDERED_H

#include "model/base.h"

#define ORDERED_WORKERS 256 /* the most */

struct ordered {
    size_t workers;
    size_t size;   /* of a chunk, in bytes */
    size_t chunks; /* in memory at once; 0: what keeps everybody busy */
    void *context; /* for the functions below */

    /* Fill the next chunk. *filled is false at the end of the stream: the chunk
     * is then not worked on. */
    bool (*fill)(void *context, void *chunk, bool *filled,
                 struct tenor_error *err);
    /* Work on a chunk; worker is 0 to workers - 1. */
    bool (*work)(void *context, size_t worker, void *chunk,
                 struct tenor_error *err);
    /* Use what came out of it. */
    bool (*drain)(void *context, void *chunk, struct tenor_error *err);
    /* Release what a chunk holds, at the end of the run; NULL: nothing. */
    void (*release)(void *chunk);
};

/* Run until the stream ends or a function fails.
 *
 * The first failure in the order of the stream is told: chunks before it are
 * drained, those after it are not, whatever the number of workers. With one
 * worker, or where no more threads can be started, all is done by the caller's
 * thread without a lock; else drain is, and fill has a thread of its own. After
 * a failure a fill or work that was begun is waited for. Signals are left to
 * the caller's thread. TENOR_ENOMEM, and what the functions give. */
bool ordered_run(const struct ordered *o, struct tenor_error *err);

#endif
