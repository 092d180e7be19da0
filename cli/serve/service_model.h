/* The model that a server answers with, and how it is replaced.
 *
 * An open model is a generation. Requests take the one in use and give it back;
 * a reload puts another in use, and an older one is closed when the last
 * request has given it back. A model is read into memory, not mapped: whoever
 * writes over the file of a model in use does no harm. Any number of threads.
 */
#ifndef TENOR_CLI_SERVE_SERVICE_MODEL_H
#define TENOR_CLI_SERVE_SERVICE_MODEL_H

#include "model/base.h"

struct generation;
struct service_model;

/* Open the model at path, or the embedded one for NULL; the path is borrowed.
 * Scorers for so many threads are made at once, here and when it is reloaded,
 * so that no request waits for them. Errors are those of tenor_model_open(). */
bool service_model_open(struct service_model **out, const char *path,
                        size_t threads, struct tenor_error *err);

/* When no request has a generation any more. NULL is allowed. */
void service_model_close(struct service_model *s);

/* Read it again. When that fails, the one in use stays. */
bool service_model_reload(struct service_model *s, struct tenor_error *err);

struct generation *service_model_take(struct service_model *s);
void service_model_give(struct service_model *s, struct generation *g);

/* ---- of a generation that was taken -------------------------------------- */

const struct tenor_model *generation_model(const struct generation *g);

/* The path, or "embedded", and XXH3-64 of the file in hexadecimal, as its
 * header stores it. */
const char *generation_name(const struct generation *g);
const char *generation_checksum(const struct generation *g);

/* A scorer that nobody else uses; NULL with *err: TENOR_ENOMEM. */
struct tenor_scorer *generation_borrow(struct generation *g,
                                       struct tenor_error *err);

/* Give it back; `bytes` is how long the text was: the memory of a scorer is
 * that of its largest text, which is not to be kept for good. NULL is allowed.
 */
void generation_return(struct generation *g, struct tenor_scorer *scorer,
                       size_t bytes);

#endif
