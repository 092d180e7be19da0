/* Changing labels of a corpus, and no other byte of it. */
#ifndef TENOR_CLI_AUDIT_RELABEL_H
#define TENOR_CLI_AUDIT_RELABEL_H

#include "cli/audit/findings.h"
#include "datasets/corpus.h"

/* A label to be changed; everything borrowed. */
struct change {
    size_t line;
    const char *from, *to;
    struct str text; /* of the record, as JSON has it; NULL: not compared */
    double confidence;
    enum finding_kind kind;
    size_t finding; /* line of the findings; 0: none */
};

struct changes {
    struct change *item; /* [n] by line */
    size_t n, capacity;
    size_t passed; /* findings that are not followed: see changes_choose */
};

/* Which findings are followed. */
struct choice_of_findings {
    bool kind[FINDINGS];
    double confidence; /* at least */
};

/* Choose from the findings those that suggest a label for the corpus at path,
 * or, when all are of one other corpus, for that one, which may have been
 * moved. Of several about one line the first is followed; the others, and those
 * that are not confident enough, are passed. c is zeroed before, borrows from
 * f, and is to be released in any case. TENOR_EDATA when none is about this
 * corpus but some about several others, or where documents had several labels;
 * TENOR_ENOMEM. */
bool changes_choose(const struct findings *f, const char *path,
                    const struct choice_of_findings *choice, struct changes *c,
                    struct tenor_error *err);
void changes_release(struct changes *c);

/* The bytes of the corpus with the changes made.
 *
 *   sha256  of the bytes there are
 *
 * TENOR_EDATA where a record does not have the label and the text that its
 * change was made for: it is not the corpus that was audited. Errors of
 * corpora; TENOR_EINVAL for formats without a place for it, TENOR_ENOMEM. */
bool relabel_bytes(const char *path, const struct corpus_options *options,
                   const struct changes *c, struct buffer *out,
                   char sha256[DIGEST_HEX], struct tenor_error *err);

/* Whether the file at path has the records of the first corpus with the changes
 * made: a check of what was written. TENOR_EDATA, errors of corpora. */
bool relabel_check(const char *before, const char *path,
                   const struct corpus_options *options,
                   const struct changes *c, struct tenor_error *err);

#endif
