/* The verbs of the program, one file each, and what several of them share. */
#ifndef TENOR_CLI_VERBS_H
#define TENOR_CLI_VERBS_H

#include "cli/opt.h"
#include "datasets/corpus.h"
#include "datasets/labelmap.h"
#include "model/tenor.h"

extern const struct verb verb_score, verb_train, verb_eval, verb_info,
    verb_tokens, verb_import;

/* Rows of an option table for verbs that read labelled corpora. */
/* clang-format off */
#define CORPUS_OPTIONS(corpus, map)                                            \
    {OPT_STR,  0, "in",           &(corpus).format,       "FORMAT", "format of the corpora, else by their extension:\ntsv csv jsonl fasttext dir", NULL}, \
    {OPT_STR,  0, "text-column",  &(corpus).text_column,  "NAME",   "column or field of the text; text", NULL},  \
    {OPT_STR,  0, "label-column", &(corpus).label_column, "NAME",   "column or field of the label; label", NULL}, \
    {OPT_LIST, 0, "map",          &(map),                 "OLD=NEW", "rename a label; OLD=- drops its documents.\nMay be repeated", NULL}
/* clang-format on */

/* The mappings given with --map. */
bool fill_labelmap(const struct opt_list *list, struct labelmap *map,
                   struct tenor_error *err);

/* Whether libstemmer has a language of that name or code, or it can be the ISO
 * 639 code of another one. False with a message on stderr. */
bool known_language(const struct verb *v, const char *name);

/* Open the model at path, or the embedded one for NULL. False with a message
 * on stderr and *status EXIT_MODEL or EXIT_USAGE. */
bool open_model(const struct verb *v, const char *path,
                struct tenor_model **model, int *status);

#endif
