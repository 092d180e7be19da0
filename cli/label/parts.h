/* What parts of its inputs a run has read, and the SHA-256 of each: for
 * receipts, and to see later whether the inputs are still what they were.
 *
 * A part of a plain file is bytes of it as they stand, of what is compressed or
 * in another encoding bytes as they are read. Where records are files, a part
 * is a number of these: for each its name, a NUL, its size in decimal digits, a
 * NUL, and its bytes; or, for one that cannot be read, its name and two NULs.
 */
#ifndef TENOR_CLI_LABEL_PARTS_H
#define TENOR_CLI_LABEL_PARTS_H

#include "cli/label/corpora.h"
#include "datasets/digest.h"

struct part {
    size_t input;        /* number, from 0 */
    uint64_t begin, end; /* bytes, or files */
    bool last;           /* the input ends there */
    char sha256[DIGEST_HEX];
};

/* Zero it to start. One thread. */
struct parts {
    struct part *part; /* [n] */
    size_t n, capacity;
    struct digest digest; /* of the one at hand */
    bool open;            /* there is one */
};

/* Begin a part of an input, in the place of one that is open. False when memory
 * ran out. */
bool parts_begin(struct parts *p, size_t input, uint64_t begin);

/* The next bytes of it, or the next file. */
void parts_add(struct parts *p, struct str bytes);
void parts_add_file(struct parts *p, const char *name, struct str text,
                    bool bad);

/* End it, if one is open. */
void parts_end(struct parts *p, uint64_t end, bool last);

void parts_release(struct parts *p);

/* Read a part of an input again, to see whether it has changed: *same is
 * whether sha256 and `last` still hold. limit: the size of a file, as for
 * label. TENOR_EIO, TENOR_EDATA, TENOR_EINVAL (the encoding is unknown),
 * TENOR_ENOMEM.
 */
bool parts_check(const struct part *part, const struct corpus_input *in,
                 const char *encoding, size_t limit, bool *same,
                 struct tenor_error *err);

#endif
