/* `tenor label --shard I/N`: which part of the corpora a run labels, so that N
 * runs, wherever they are, label each record once.
 *
 * The corpora are laid one behind the other, with a length each: a file its
 * bytes, a directory or list SHARD_FILE for each of its files. Shard I is what
 * begins from (I - 1)/N of the whole on and before I/N: records of a plain
 * file, files of a directory or list. What cannot be read from its middle - it
 * is compressed, in another encoding, or an archive - is of the shard that it
 * begins in, all of it. So shards are consecutive, and their outputs, put one
 * behind the other, are that of a run without shards. */
#ifndef TENOR_CLI_LABEL_SHARD_H
#define TENOR_CLI_LABEL_SHARD_H

#include "cli/label/corpora.h"

#define SHARD_FILE 4096 /* bytes */

struct shard {
    size_t number, of; /* from 1; of 0: there are no shards */
};

/* Where one shard ends and the next begins: before the first record of the
 * input that begins at the offset or behind it - bytes of a file, files of a
 * directory or list. */
struct boundary {
    size_t input;
    uint64_t offset;
};

/* Read "2/8". */
bool shard_parse(const char *s, struct shard *shard);

/* Whether a shard can begin in the middle of an input. */
bool shard_divides(const struct corpus_input *in, const char *encoding);

/* Where a shard of the inputs [n] begins and ends. Files of directories and
 * lists are counted for that. TENOR_EINVAL when there is but one input and it
 * cannot be divided, or one is no file; TENOR_EIO, TENOR_EDATA, TENOR_ENOMEM.
 */
bool shard_find(const struct shard *shard, const struct corpus_input *input,
                size_t n, const char *encoding, struct boundary *from,
                struct boundary *to, struct tenor_error *err);

#endif
