/* Bytes that are written once and lie on a disk, so that they need no memory.
 *
 * A spill is a temporary file without a name: nothing is left behind, however
 * the program ends. It is written with pwrite, so that a full disk is an error
 * and no signal, and then mapped: the pages that are looked at are in memory,
 * and the system may take any of them back. Writing is safe from many threads,
 * the rest is for one. */
#ifndef TENOR_TRAIN_SPILL_H
#define TENOR_TRAIN_SPILL_H

#include "model/base.h"

struct spill {
    int file;     /* descriptor + 1; 0: none */
    uint64_t len; /* bytes written, for whoever appends */
    void *bytes;  /* once mapped; NULL before, or when there are none */
    size_t mapped;
};

/* A new file in a folder, borrowed for the call. Zero a spill to start;
 * release takes the file and the mapping away. TENOR_EIO. */
bool spill_open(struct spill *s, const char *folder, struct tenor_error *err);
void spill_release(struct spill *s);

/* Write at an offset, which len does not follow. TENOR_EIO. */
bool spill_write(struct spill *s, uint64_t at, const void *bytes, size_t len,
                 struct tenor_error *err);

/* Map the first `len` bytes; stores go to the file. TENOR_EIO. */
bool spill_map(struct spill *s, uint64_t len, struct tenor_error *err);

#endif
