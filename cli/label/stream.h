/* The bytes of one input: a file, a pipe or standard input, unpacked and made
 * UTF-8 as the caller says. Nothing is guessed from the content.
 *
 * A plain file whose encoding nobody names is read straight into the memory of
 * the caller; memory otherwise is bounded, whatever the input unpacks to. A
 * stream is used by one thread at a time. For files as records see
 * cli/label/members.h. */
#ifndef TENOR_CLI_LABEL_STREAM_H
#define TENOR_CLI_LABEL_STREAM_H

#include "model/base.h"

enum stream_filter { STREAM_PLAIN, STREAM_GZIP, STREAM_ZSTD, STREAM_XZ };

/* The filter with the extension gz, zst or xz; and that for a path, by its
 * extension. Any other is that of a plain file. */
enum stream_filter stream_filter_named(struct str extension);
enum stream_filter stream_filter_of(const char *path);

/* "gz", "zst", "xz", or "". */
const char *stream_filter_name(enum stream_filter filter);

struct stream;

/* Open the input at path; "-" is standard input.
 *
 *   filter    how it is compressed; several compressed files put one behind the
 *             other are one input
 *   encoding  a name for cli/label/encoding.h, or NULL: bytes as they stand
 *   wake      a descriptor that ends waiting when it can be read, or -1
 *
 * The caller closes *out. TENOR_EINVAL for an unknown encoding; TENOR_EIO, also
 * for a directory; TENOR_ENOMEM. */
bool stream_open(struct stream **out, const char *path,
                 enum stream_filter filter, const char *encoding, int wake,
                 struct tenor_error *err);

/* NULL is accepted. */
void stream_close(struct stream *s);

/* Read up to `room` bytes, > 0. *n is 0 at the end, and when `wake` became
 * readable while there was nothing to read: then stream_is_woken, and reading
 * may go on later.
 *
 * What is there before damage is read first; then TENOR_EDATA for compressed
 * data that is truncated, damaged or of another kind - an empty file is
 * truncated - TENOR_EIO, TENOR_ENOMEM. */
bool stream_read(struct stream *s, char *to, size_t room, size_t *n,
                 struct tenor_error *err);

/* Whether `wake` ended the last call of stream_read or stream_skip. */
bool stream_is_woken(const struct stream *s);

/* Whether reading would not wait, for a pipe or a terminal that has nothing to
 * give yet. */
bool stream_is_ready(const struct stream *s);

/* Pass over bytes that stream_read would give: by a seek in a plain regular
 * file without an encoding, else by reading. TENOR_EDATA when there are fewer;
 * what stream_read gives. */
bool stream_skip(struct stream *s, uint64_t bytes, struct tenor_error *err);

/* Whether the next is possible. */
bool stream_can_seek(const struct stream *s);

/* Go on reading at this offset of the file. TENOR_EIO. */
bool stream_seek(struct stream *s, uint64_t offset, struct tenor_error *err);

/* Bytes taken from the file so far, compressed, and its size, 0 for what is no
 * regular file: for progress. */
uint64_t stream_consumed(const struct stream *s);
uint64_t stream_size(const struct stream *s);

/* With an encoding: the offsets, in the unpacked input from 0, of the bytes
 * that could not be converted, one for each ENCODING_BAD that has been read
 * since the last call. Returns their number; *at [n] is borrowed until the next
 * read. Until it is called they are kept, 8 bytes each. */
size_t stream_bad(struct stream *s, const uint64_t **at);

/* The path, or "standard input", for messages. */
const char *stream_name(const struct stream *s);

#endif
