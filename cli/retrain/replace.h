/* Putting a model in the place of another one. */
#ifndef TENOR_CLI_RETRAIN_REPLACE_H
#define TENOR_CLI_RETRAIN_REPLACE_H

#include "model/base.h"

/* Write a model to path in one step. A file that is there becomes PATH.previous
 * first, in one step, too, unless it has the same bytes: there is a whole model
 * at path at any time. TENOR_EIO, TENOR_ENOMEM. */
bool replace_model(const char *path, struct str bytes, struct tenor_error *err);

#endif
