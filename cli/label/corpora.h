/* What `tenor label` is to read: which files there are, and in what format each
 * of them is, by --in or by how its name ends. It is never guessed from what a
 * file holds. */
#ifndef TENOR_CLI_LABEL_CORPORA_H
#define TENOR_CLI_LABEL_CORPORA_H

#include "cli/label/members.h"
#include "cli/opt.h"
#include "cli/label/stream.h"

struct record_format;

struct corpus_input {
    const char *path; /* borrowed; "-" is standard input */
    const struct record_format *format;
    enum stream_filter filter;
    enum members_kind kind; /* where records are files */
    bool nul;               /* names of a list end with NUL */
    uint64_t size;          /* bytes; 0: not known, as that of a pipe */
    int64_t changed;        /* nanoseconds since 1970; 0 likewise */
};

struct corpora_options {
    const char *in;         /* value of --in, or NULL */
    const char *files_from; /* of --files-from, or NULL */
    bool nul;               /* -0 */
};

/* The inputs [n] that operands and options name; *input is to be freed,
 * whatever comes. False with a message on stderr and *status. */
bool corpora_find(const struct verb *v, char *const *path, size_t paths,
                  const struct corpora_options *options,
                  struct corpus_input **input, size_t *n, int *status);

/* The output, or NULL, must not be one of the texts of a directory. False with
 * a message on stderr and *status. */
bool corpora_apart(const struct verb *v, const struct corpus_input *input,
                   size_t n, const char *output, int *status);

/* How an input is read, "jsonl.gz", "files", "directory", "list", "list0" (names
 * end with NUL), "tar.zst", ...; and set that of an input by such a name, false
 * for any other. */
#define CORPORA_DESCRIPTION 16 /* bytes with a NUL */
void corpora_describe(const struct corpus_input *in,
                      char to[CORPORA_DESCRIPTION]);
bool corpora_described(struct corpus_input *in, const char *name);

/* Every name that --in understands, for its help. */
extern const char corpora_formats[];

#endif
