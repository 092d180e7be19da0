/* The files in a tar or zip archive, one after the other. Nothing is extracted:
 * names are only names, wherever they point.
 *
 * The only user of <archive.h>, for exactly the format that is asked for; what
 * is compressed as a whole, as a .tar.gz, is unpacked by the stream below. A
 * bundle is used by one thread at a time; it sets that thread's locale during
 * calls, for the names of files to be UTF-8. A file in a zip that is packed by
 * LZMA may ask for up to 4 GB, of which what it unpacks to is used. */
#ifndef TENOR_CLI_LABEL_BUNDLE_H
#define TENOR_CLI_LABEL_BUNDLE_H

#include "cli/label/stream.h"

/* In a file a zip archive is read by the directory at its end, which takes
 * about 200 bytes of memory for each of its files; in a pipe from file to file.
 */
enum bundle_format { BUNDLE_TAR, BUNDLE_ZIP };

struct bundle;

/* Open the archive that the stream gives, which has no encoding and is borrowed
 * until the bundle is closed. What stream_read gives; TENOR_EDATA when it is no
 * such archive. */
bool bundle_open(struct bundle **out, struct stream *from,
                 enum bundle_format format, struct tenor_error *err);

/* NULL is accepted. */
void bundle_close(struct bundle *b);

/* Go on to the next regular file, passing over directories, links and devices.
 * *name is the one in the archive, bytes as they stand there, borrowed until
 * the next call. *end is set behind the last, when the stream is at its end as
 * well, or woken. What stream_read gives; TENOR_EDATA for a damaged archive. */
bool bundle_next(struct bundle *b, const char **name, bool *end,
                 struct tenor_error *err);

/* Read up to `room` bytes, > 0, of the file at hand; *n is 0 at its end. False
 * when it is encrypted or damaged: bundle_next goes on behind it, if that can
 * be. TENOR_EDATA; TENOR_ENOMEM. */
bool bundle_read(struct bundle *b, char *to, size_t room, size_t *n,
                 struct tenor_error *err);

#endif
