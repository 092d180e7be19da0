/* The verbs of the program, one file each, and what several of them share. */
#ifndef TENOR_CLI_VERBS_H
#define TENOR_CLI_VERBS_H

#include "cli/opt.h"
#include "datasets/corpus.h"
#include "datasets/labelmap.h"
#include "model/base.h"

extern const struct verb verb_score, verb_train, verb_cv, verb_curve, verb_eval,
    verb_compare, verb_info, verb_tokens, verb_import, verb_label, verb_merge,
    verb_verify, verb_serve, verb_explain, verb_report, verb_words, verb_audit,
    verb_relabel, verb_suggest, verb_annotate, verb_retrain, verb_forget,
    verb_drift;

/* Rows of an option table for verbs that read labelled corpora. */
/* clang-format off */
#define CORPUS_OPTIONS(corpus, map)                                            \
    {OPT_STR,  0, "in",           &(corpus).format,       "FORMAT", "format of the corpora, else by their extension:\ntsv csv jsonl fasttext dir", NULL}, \
    {OPT_STR,  0, "text-column",  &(corpus).text_column,  "NAME",   "column or field of the text; text", NULL},  \
    {OPT_STR,  0, "label-column", &(corpus).label_column, "NAME",   "column or field of the label; label", NULL}, \
    {OPT_LIST, 0, "map",          &(map),                 "OLD=NEW", "rename a label; OLD=- drops its documents.\nMay be repeated", NULL}

/* And where a document may have several labels. */
#define MULTI_LABEL_OPTIONS(corpus)                                            \
    {OPT_FLAG, 0, "multi-label",     &(corpus).multi_label,     NULL,   "a document has any number of labels", NULL}, \
    {OPT_STR,  0, "label-separator", &(corpus).label_separator, "SEP",  "what divides the labels of a column; a comma", NULL}

/* And for those that learn from them. */
#define TRAIN_CORPUS_OPTIONS(corpus)                                           \
    {OPT_STR,  0, "group-column",    &(corpus).group_column,    "NAME", "column or field of what documents have in common,\nsuch as their source", NULL}, \
    {OPT_STR,  0, "weight-column",   &(corpus).weight_column,   "NAME", "column or field of how much a document counts,\nabove 0; else 1", NULL}, \
    MULTI_LABEL_OPTIONS(corpus)

/* And for those that measure on them. */
#define BOOTSTRAP_OPTIONS(samples, seed)                                       \
    {OPT_COUNT, 0, "samples", &(samples), "N", "bootstrap samples for the intervals; 1000", NULL}, \
    {OPT_COUNT, 0, "seed",    &(seed),    "N", "seed of the bootstrap; 1", NULL}
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

/* The axes [n] of the model that a list with commas names, in the order of the
 * model, or all for NULL; *axis is to be freed, whatever comes. False with what
 * is wrong appended to *why, which is empty and to be freed; when memory ran
 * out, it stays empty. */
bool axes_find(const struct tenor_model *m, const char *list, size_t **axis,
               size_t *n, struct buffer *why);

/* The same; false with a message on stderr and *status EXIT_USAGE. */
bool choose_axes(const struct verb *v, const struct tenor_model *m,
                 const char *list, size_t **axis, size_t *n, int *status);

/* Whether a file begins as models do; what cannot be read is none. */
bool is_model_file(const char *path);

/* Whether a file could be put at path, or a device is there that can be written
 * to: better known before work begins. "-" is no file. False with a message on
 * stderr. */
bool has_place(const struct verb *v, const char *path);

#endif
