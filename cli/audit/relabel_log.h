/* What relabel changed: JSON, one object a line.
 *
 *   {"corpus": ..., "output": ..., "findings": ..., "changes": n,
 *    "sha256_before": ..., "sha256_after": ...}
 *   {"line": 17, "old": ..., "new": ..., "confidence": 0.97, "kind": "label",
 *    "finding": 3}
 *   ...
 */
#ifndef TENOR_CLI_AUDIT_RELABEL_LOG_H
#define TENOR_CLI_AUDIT_RELABEL_LOG_H

#include "cli/audit/relabel.h"

struct relabel_log {
    const char *corpus, *output, *findings; /* paths; borrowed */
    char before[DIGEST_HEX], after[DIGEST_HEX];
    struct changes changes; /* borrowed when it is written */
    void *memory;           /* of what was read */
};

/* Put it in the place of a file. TENOR_EIO, TENOR_ENOMEM. */
bool relabel_log_write(const struct relabel_log *l, const char *path,
                       struct tenor_error *err);

/* Read it; changes are those that were made, in order. l is zeroed before, and
 * to be released in any case. TENOR_EDATA, TENOR_EIO, TENOR_ENOMEM. */
bool relabel_log_read(const char *path, struct relabel_log *l,
                      struct tenor_error *err);
void relabel_log_release(struct relabel_log *l);

/* Turn the changes round: from new to old. */
void relabel_log_reverse(struct relabel_log *l);

#endif
