/* Bring a file to the disk again and again while it is written, by a thread of
 * its own: who writes does not wait for the disk. */
#ifndef TENOR_CLI_LABEL_SYNCER_H
#define TENOR_CLI_LABEL_SYNCER_H

#include "model/base.h"

struct syncer;

/* For a file that stays open until syncer_free. NULL when there is no memory or
 * no thread: it is then never brought to the disk before its end. */
struct syncer *syncer_new(int fd);

/* To be called now and then. *ended: what was begun is on the disk. *begun: what
 * was written until now is being brought there, as so many seconds have gone by
 * since that was last begun. False when the disk failed: TENOR_EIO. */
bool syncer_turn(struct syncer *s, double seconds, bool *begun, bool *ended,
                 struct tenor_error *err);

/* Waits for what is under way. NULL is accepted. */
void syncer_free(struct syncer *s);

#endif
