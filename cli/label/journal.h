/* The journal of a run: how far its output is complete, so that the run can be
 * taken up after it was killed, or the power failed, and end with the same
 * bytes.
 *
 * It is the file PATH.journal beside PATH.part. Its first line says what the
 * run is; each further one follows what was written of a chunk, and says where
 * the corpora stand then:
 *
 *   w 0 1048576 7411 2097152 8f6a... 7411 0 ... 3ad1...
 *
 *   w: written; e: also on the disk, and this was all
 *   input, offset, line of the next record (struct place)
 *   bytes of the output so far, XXH3-64 of those since the line before
 *   counts
 *   XXH3-64 of the line so far
 *
 * and "d 2097152 3ad1..." says that so many bytes of the output are on the disk.
 *
 * After a power failure a file may lack bytes that were written, or have zeros
 * in their place: lines about bytes beyond those on the disk hold as far as the
 * output has the bytes that they speak of. Lines before may be left out. One
 * thread. */
#ifndef TENOR_CLI_LABEL_JOURNAL_H
#define TENOR_CLI_LABEL_JOURNAL_H

#include "cli/label/records.h"
#include "cli/label/sink.h"

struct journal {
    char *path;
    int fd;
    uint64_t name;
    size_t counts;
    size_t size;    /* of the file */
    uint64_t bytes; /* of the output, as of the last line */
    struct buffer line;
    uint64_t base_bytes;
    struct buffer base; /* the line of these, and those behind it */
};

/* Between two chunks. */
struct run_point {
    struct place place;
    uint64_t *count; /* [counts] */
};

/* The name of a run: what its output depends on. */
uint64_t journal_name_of(struct str description);

/* Begin one. A journal that is there is of a run that ended, or never began,
 * unless a run is writing it now: TENOR_EIO, TENOR_ENOMEM. */
bool journal_create(struct journal *j, const char *output, uint64_t name,
                    size_t counts, struct tenor_error *err);

/* Take a run up: set the point that its output, PATH.part, is complete to, and
 * cut output and journal there. *over is set when nothing is left to be done
 * but for sink_commit(). TENOR_EDATA when the run is another one, or there is
 * no journal; TENOR_EIO, TENOR_ENOMEM. */
bool journal_resume(struct journal *j, const char *output, uint64_t name,
                    size_t counts, struct sink *s, struct run_point *point,
                    bool *over, struct tenor_error *err);

/* Whether a run was killed after sink_commit(), before its journal was removed,
 * and its output is there; its counts are set then. */
bool journal_is_over(struct journal *j, const char *output, uint64_t name,
                     size_t counts, uint64_t *count);

/* Add a line: these bytes were written, and the point reached. TENOR_EIO,
 * TENOR_ENOMEM. */
enum journal_kind { JOURNAL_WRITTEN = 'w', JOURNAL_END = 'e' };
bool journal_add(struct journal *j, enum journal_kind kind, struct str bytes,
                 const struct run_point *point, struct tenor_error *err);

/* Say that what was written until now is being brought to the disk; and, later,
 * that it is there. TENOR_EIO, TENOR_ENOMEM. */
bool journal_begin_sync(struct journal *j, struct tenor_error *err);
bool journal_end_sync(struct journal *j, struct tenor_error *err);

/* Release j; its file is removed, or kept. */
void journal_close(struct journal *j, bool keep);

#endif
