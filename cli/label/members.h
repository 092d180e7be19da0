/* Corpora whose records are whole files: one file, those of a directory or of
 * a list, those in a tar or zip archive.
 *
 * A file that has no text to give is a member all the same, with the reason,
 * and the run goes on. Memory does not grow with the number of members, but
 * for the names in a directory and in the directory of a zip file (see
 * cli/label/walk.h and cli/label/bundle.h). Used by one thread at a time. */
#ifndef TENOR_CLI_LABEL_MEMBERS_H
#define TENOR_CLI_LABEL_MEMBERS_H

#include "cli/label/stream.h"

enum members_kind {
    MEMBERS_FILE,      /* the one at path */
    MEMBERS_DIRECTORY, /* those in it and below, in byte order of their paths */
    MEMBERS_LIST,      /* those whose paths are in it, see path_list.h */
    MEMBERS_TAR,
    MEMBERS_ZIP
};

/* What is opened. Files on disk - of the first three kinds - are unpacked by
 * their extension, see stream_filter_of, unless the one file has a filter; a
 * file named "-" in a list is no standard input. */
struct members_spec {
    const char *path; /* "-" is standard input, but for a directory */
    enum members_kind kind;
    enum stream_filter filter; /* of the list, the archive or the one file */
    bool nul;                  /* paths in the list have a NUL behind them */
    const char *encoding;      /* of the texts, or NULL: bytes as they stand */
    size_t limit;              /* bytes of a text, in UTF-8 */
    int wake;                  /* see stream_open */
};

struct members;

/* Open a corpus; the strings of the spec are borrowed until it is closed.
 * TENOR_EINVAL for an unknown encoding; TENOR_EIO; TENOR_EDATA; TENOR_ENOMEM.
 */
bool members_open(struct members **out, const struct members_spec *spec,
                  struct tenor_error *err);

/* NULL is accepted. */
void members_close(struct members *m);

/* Append the name of the next member and its text; *end is set behind the last,
 * and when woken.
 *
 *   name  the path: as given, below that of the directory, as in the list or in
 *         the archive; any bytes but NUL
 *   bad   NULL, or why there is no text: it cannot be opened or read, is larger
 *         than the limit, encrypted, damaged, or has a byte - the first is
 *         byte 1 - that is not valid in the encoding. Borrowed until the next
 *         call. A directory that cannot be read is a member too.
 *
 * False when the corpus itself cannot be read on: TENOR_EIO, TENOR_EDATA,
 * TENOR_ENOMEM. */
bool members_next(struct members *m, struct buffer *name, struct buffer *text,
                  const char **bad, bool *end, struct tenor_error *err);

/* Pass over n members, without opening those on disk. TENOR_EDATA when there
 * are fewer; what members_next gives. */
bool members_skip(struct members *m, uint64_t n, struct tenor_error *err);

/* How many members there are, none of which on disk is opened; what
 * members_open and members_next give. */
bool members_count(const struct members_spec *spec, uint64_t *n,
                   struct tenor_error *err);

/* Bytes taken so far from the list or archive. */
uint64_t members_consumed(const struct members *m);

#endif
