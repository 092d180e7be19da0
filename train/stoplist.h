/* A list of words to leave out, read from a file: one or more words a line,
 * what follows # is a comment. The words are folded and stemmed like those of
 * texts. Negators in it are kept in the texts all the same (model/word.h). */
#ifndef TENOR_TRAIN_STOPLIST_H
#define TENOR_TRAIN_STOPLIST_H

#include "model/feature.h"
#include "model/wordset.h"

/* TENOR_EIO, TENOR_ENOMEM. On success release stops with wordset_release. */
bool stoplist_read(const char *path, const struct feature_settings *f,
                   struct wordset *stops, struct tenor_error *err);

#endif
