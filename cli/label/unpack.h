/* Compressed bytes unpacked step by step, in memory of bounded size.
 *
 * A format is a row of functions and a file of its own, the only user of its
 * library: unpack_gzip.c, unpack_zstd.c, unpack_xz.c. All read on through
 * several compressed files put one behind the other, and check the checksums
 * that the format has. For reading files see cli/label/stream.h.
 *
 * libarchive has filters for the same formats, but those pass over the checksum
 * of gzip and over what follows it, and lose good bytes before damage. */
#ifndef TENOR_CLI_LABEL_UNPACK_H
#define TENOR_CLI_LABEL_UNPACK_H

#include "model/base.h"

/* What a step works on. */
struct unpacking {
    struct str in; /* borrowed; what is taken is cut off its front */
    bool last;     /* nothing comes behind `in` */
    char *out;     /* [room] room > 0; both move on over what is put there */
    size_t room;
    const char *why; /* set with UNPACK_DAMAGED; stays for good */
};

enum unpacked {
    UNPACK_MORE, /* wants more input, or more room, or to be called again */
    UNPACK_END,  /* `in` was the last, and whole */
    UNPACK_TRUNCATED, /* `in` was the last, and there should be more */
    UNPACK_DAMAGED,
    UNPACK_NO_MEMORY
};

struct unpacker {
    const char *name;    /* for messages */
    void *(*open)(void); /* NULL when memory ran out */
    /* All but UNPACK_MORE are final. Bytes may have been put out with each. */
    enum unpacked (*step)(void *state, struct unpacking *u);
    void (*close)(void *state);
};

extern const struct unpacker unpack_gzip, unpack_zstd, unpack_xz;

#endif
