/* Receipts: beside each output FILE of label there is a FILE.receipt, which
 * says what it was made of, so that shards can be put together and anybody can
 * check later that nothing has changed. It is no signature: who can change an
 * output can change its receipt.
 *
 * A JSON object:
 *
 *   v        the version of these keys, 1
 *   tenor    the version of the program
 *   options  a hash of all that the rows depend on but for the corpora: options
 *            and model
 *   run      a hash of these, of which files are read, and of the shard
 *   model    {name, sha256}: the name as given or null for the embedded one
 *   shard    {number, of}, or null
 *   reading  {encoding, max_record}: how inputs are read; encoding or null
 *   inputs   a list, in order, of {input, path, format, begin, end, last,
 *            sha256}: parts of the inputs, see parts.h; input is the number of
 *            the file, from 0
 *   counts   {records, errors, ...}: as in counting.h, by names
 *   output   {name, bytes, header, sha256}: header is how many bytes the row
 *            with the names of the columns has */
#ifndef TENOR_CLI_LABEL_RECEIPT_H
#define TENOR_CLI_LABEL_RECEIPT_H

#include <jansson.h>

#include "cli/label/parts.h"
#include "cli/label/shard.h"

#define RECEIPT_HASH 17 /* 16 digits and a NUL */

/* A part of an input and where it is. */
struct receipt_input {
    struct part part;
    const char *path;
    char format[16]; /* as corpora_describe() */
};

struct receipt {
    char options[RECEIPT_HASH], run[RECEIPT_HASH];
    const char *model; /* name, or NULL */
    char model_sha256[DIGEST_HEX];
    struct shard shard;
    const char *encoding; /* or NULL */
    uint64_t max_record;
    struct receipt_input *input; /* [inputs] */
    size_t inputs, input_capacity;
    json_t *counts; /* an object of integers */
    uint64_t bytes, header;
    char sha256[DIGEST_HEX];
    json_t *owner; /* of the strings, once it was read */
};

/* The name of the file for an output; NULL when memory ran out. */
char *receipt_path(const char *output);

/* Write the receipt of an output, in the place of one that is there. TENOR_EIO,
 * TENOR_ENOMEM. */
bool receipt_write(const struct receipt *r, const char *output,
                   struct tenor_error *err);

/* Read that of an output. TENOR_EIO; TENOR_EDATA when it is none; TENOR_ENOMEM.
 * To be released in any case. */
bool receipt_read(struct receipt *r, const char *output,
                  struct tenor_error *err);
void receipt_release(struct receipt *r);

/* Add counts to others, name by name. False when memory ran out. */
bool receipt_add_counts(json_t *to, const json_t *counts);

#endif
