/* One step from a model to the next: an axis is trained again, added or taken
 * out. */
#ifndef TENOR_CLI_RETRAIN_STEP_H
#define TENOR_CLI_RETRAIN_STEP_H

#include "cli/retrain/again.h"

/* Train an axis of the recipe, with `added` corpora at the end of it that the
 * parent was not trained on, and append the model to an empty buffer. The other
 * axes are those of the parent, as they are.
 *
 *   a        its requests are made; if `forgets` is set, words go that the
 *            parent has for the axis alone
 *   lineage  for the card
 *
 * Errors as axes_train and splice. */
bool step_union(struct again *a, const struct tenor_model *parent, size_t axis,
                size_t added, const char *lineage, struct buffer *bytes,
                struct tenor_error *err);

/* Train the axes that a list of lineage_forget() names, from the parent that a
 * is open on, or from nothing if `cold` is set; the rest as step_union. */
bool step_forget(struct again *a, const json_t *axes, bool cold,
                 const char *lineage, struct buffer *bytes,
                 struct tenor_error *err);

/* Put a model of one axis, or NULL to take the axis out, in the place of what a
 * parent has of it.
 *
 *   card     of the parent
 *   recipe   of the parent, but for the axis
 *   name     of the axis: in the recipe, or of an axis of the parent that no
 *            recipe knows; NULL: the model goes behind the others
 *   weighed  as of struct splice_axis, for the axes of the parent
 *
 * Errors as splice; TENOR_EINVAL where there is no such axis, or none would be
 * left. */
bool step_replace(const struct tenor_model *parent, const json_t *card,
                  const struct recipe *recipe, const char *name,
                  const struct tenor_model *model, bool weighed,
                  const char *lineage, struct buffer *bytes,
                  struct tenor_error *err);

#endif
