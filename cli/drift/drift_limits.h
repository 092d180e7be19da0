/* --limit of `tenor drift`: what is drift. */
#ifndef TENOR_CLI_DRIFT_DRIFT_LIMITS_H
#define TENOR_CLI_DRIFT_DRIFT_LIMITS_H

#include "cli/opt.h"
#include "train/drift.h"

struct drift_limits {
    double of[DRIFT_KINDS]; /* INFINITY: off */
    bool no_slices;         /* they raise no alarm */
};

/* The usual limits and what options change of them, the last one counting.
 * False with a message on stderr and *status. */
bool drift_limits_set(const struct verb *v, const struct opt_list *options,
                      struct drift_limits *limits, int *status);

#endif
