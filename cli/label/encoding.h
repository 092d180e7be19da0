/* Text in a declared encoding made UTF-8, in pieces of any size.
 *
 * The only user of <iconv.h>. The encoding is what the caller says; nothing is
 * guessed. UTF-16, UTF-32 and UCS-2 without a byte order in the name follow a
 * byte order mark and, without one, are taken in the order of the machine, as
 * glibc does (UCS-2: always; its mark is only dropped). A converter is used by
 * one thread at a time. */
#ifndef TENOR_CLI_LABEL_ENCODING_H
#define TENOR_CLI_LABEL_ENCODING_H

#include "model/base.h"

/* What stands in the result for a byte that cannot be converted. It occurs
 * nowhere else: everything between is valid UTF-8. */
#define ENCODING_BAD '\xFF'

/* Where the input has bytes that cannot be converted: one offset for each
 * ENCODING_BAD of the result, in the same order. Zero it to start; release with
 * free(bad.at). */
struct bad_bytes {
    uint64_t *at; /* [n] from 0, ascending */
    size_t n, capacity;
};

struct encoding;

/* Open a converter from the encoding of that name, one of those that `iconv -l`
 * lists; the caller closes it. TENOR_EINVAL for any other name, also for one
 * with a suffix as //IGNORE; TENOR_ENOMEM. */
bool encoding_open(struct encoding **out, const char *name,
                   struct tenor_error *err);

/* NULL is accepted. */
void encoding_close(struct encoding *e);

/* Begin another text: offsets count from 0 again. TENOR_ENOMEM; the converter
 * can then only be closed. */
bool encoding_restart(struct encoding *e, struct tenor_error *err);

/* Convert the next piece of a text. The result is appended to *out and the
 * offsets of bad bytes to *bad; how the text was cut into pieces changes
 * neither. (Of all encodings that glibc lists only ISO-2022-CN-EXT was found to
 * break that, with random bytes.) A sequence that is incomplete at the end is
 * kept for the next piece.
 *
 * Where conversion fails, one byte is bad - or two or four bytes, of which the
 * first has the offset, where the encoding has units of that size - and
 * conversion goes on behind it. A byte order mark at the beginning of the
 * result is dropped. TENOR_ENOMEM. */
bool encoding_add(struct encoding *e, struct str piece, struct buffer *out,
                  struct bad_bytes *bad, struct tenor_error *err);

/* Convert what is left when the text has ended: an incomplete sequence begins
 * with a bad byte. TENOR_ENOMEM. */
bool encoding_end(struct encoding *e, struct buffer *out, struct bad_bytes *bad,
                  struct tenor_error *err);

/* Convert a whole text: restart, add, end. */
bool encoding_whole(struct encoding *e, struct str text, struct buffer *out,
                    struct bad_bytes *bad, struct tenor_error *err);

#endif
