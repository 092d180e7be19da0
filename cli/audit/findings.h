/* The findings of an audit, read again: JSON, one object a line.
 *
 * Of each object, line, kind, label, suggested, confidence, text, file and axis
 * are looked at; others may be there. What an audit did not write may be added
 * by hand: file is optional, suggested and label may be null. */
#ifndef TENOR_CLI_AUDIT_FINDINGS_H
#define TENOR_CLI_AUDIT_FINDINGS_H

#include "cli/audit/finding.h"

struct found {
    enum finding_kind kind;
    size_t number; /* line of the findings, from 1 */
    size_t line;   /* of the corpus */
    double confidence;
    char *label, *suggested; /* NULL: none */
    char *file;              /* NULL: not said */
    bool axis;               /* it is about one of several labels */
    struct buffer text;
};

struct findings {
    struct found *item; /* [n] in order of the file */
    size_t n, capacity;
};

/* f is zeroed before, and to be released in any case. TENOR_EDATA with the line
 * of what is no finding, TENOR_EIO, TENOR_ENOMEM. */
bool findings_read(const char *path, struct findings *f,
                   struct tenor_error *err);
void findings_release(struct findings *f);

#endif
