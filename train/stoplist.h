/* A list of words to leave out, read from a file: one or more words a line,
 * what follows # is a comment. The words are folded and stemmed like those of
 * texts. Negators in it are kept in the texts all the same (model/word.h). */
#ifndef TENOR_TRAIN_STOPLIST_H
#define TENOR_TRAIN_STOPLIST_H

#include "datasets/digest.h"
#include "model/feature.h"
#include "model/wordset.h"

/* TENOR_EIO, TENOR_ENOMEM. On success release stops with wordset_release, and
 * sha256 is that of the file. */
bool stoplist_read(const char *path, const struct feature_settings *f,
                   struct wordset *stops, char sha256[DIGEST_HEX],
                   struct tenor_error *err);

#endif
