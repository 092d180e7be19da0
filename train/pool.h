/* Work in parallel: n jobs on up to so many threads.
 *
 * Jobs are handed out in ascending order and must be independent, so that
 * what they compute does not depend on the number of threads. */
#ifndef TENOR_TRAIN_POOL_H
#define TENOR_TRAIN_POOL_H

#include "model/base.h"

/* A job: number 0 to n-1, arguments as passed to pool_run. */
typedef bool (*pool_job)(void *context, size_t job, struct tenor_error *err);

/* Run all jobs and wait. After a failure no further job begins; false with the
 * error of the failed job with the lowest number. Threads that cannot be
 * started are done without. */
bool pool_run(size_t threads, size_t n, pool_job job, void *context,
              struct tenor_error *err);

/* Processors that this process may use. */
size_t pool_processors(void);

#endif
