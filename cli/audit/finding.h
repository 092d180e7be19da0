/* What an audit found, one thing at a time. */
#ifndef TENOR_CLI_AUDIT_FINDING_H
#define TENOR_CLI_AUDIT_FINDING_H

#include "model/base.h"

/* clang-format off */
#define FINDING_KINDS(X)                                                       \
    X(LABEL,       "label",       "labels that models do not believe")         \
    X(DUPLICATE,   "duplicate",   "near-duplicates with another label")        \
    X(TEST,        "test",        "near-duplicates in the test part")          \
    X(EMPTY,       "empty",       "texts that no feature is known of")         \
    X(BOILERPLATE, "boilerplate", "passages that repeat, and texts of nothing else") \
    X(LEAK,        "leak",        "words that give the source away")
/* clang-format on */

enum finding_kind {
#define X(name, text, what) FINDING_##name,
    FINDING_KINDS(X)
#undef X
        FINDINGS
};

/* "label", ... and what they are, in the plural. */
const char *finding_name(enum finding_kind kind);
const char *finding_what(enum finding_kind kind);

/* The kind of a name; FINDINGS for none. */
enum finding_kind finding_kind(struct str name);

#define FINDING_NONE UINT32_MAX

struct finding {
    enum finding_kind kind;
    size_t axis, document;     /* the first document of several */
    uint32_t label, suggested; /* numbers; FINDING_NONE */
    double confidence;         /* 0 to 1 */
    struct str text; /* what was found in the document; NULL: all of it */
    const char *other_file; /* of a text that is alike; NULL: there is none */
    size_t other_line;
    double similarity;
    size_t documents; /* that have it; 0: just the one */
    bool dateline;
};

/* The worst first: by confidence, then by kind and place. */
int finding_order(const void *a, const void *b);

#endif
