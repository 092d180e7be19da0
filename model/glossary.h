/* Names for the strongest features of an axis: a feature is a number, and only
 * the texts of the training say what it stood for.
 *
 * There is a list for each label, of what speaks for it, strongest first; and
 * with more than two labels one of what speaks against each, behind these. With
 * two labels that is what speaks for the other one. What a feature weighs is in
 * the table of the model and not here. */
#ifndef TENOR_MODEL_GLOSSARY_H
#define TENOR_MODEL_GLOSSARY_H

#include "model/base.h"

enum glossary_side { GLOSSARY_FOR, GLOSSARY_AGAINST };

/* Entries of all lists, one list behind the other. */
struct glossary {
    const uint32_t *length;    /* [glossary_lists(labels)]; NULL: no glossary */
    const uint64_t *feature;   /* [n] see feature.h */
    const uint32_t *documents; /* [n] of the training that have the feature */
    const uint32_t *form;      /* [n] where its name begins in `names` */
    size_t n;
    struct str names; /* UTF-8, each with a NUL */
};

/* The entries [begin, end) of a list. */
struct glossary_list {
    size_t begin, end;
};

static inline size_t glossary_lists(size_t labels)
{
    return labels == 2 ? 2 : 2 * labels;
}

/* That of a label, which must be less than `labels`; empty without a glossary.
 */
struct glossary_list glossary_list(const struct glossary *g, size_t labels,
                                   size_t label, enum glossary_side side);

static inline const char *glossary_name(const struct glossary *g, size_t entry)
{
    return g->names.s + g->form[entry];
}

/* A message when the lists or the names would lead out of their arrays, or
 * NULL. */
const char *glossary_check(const struct glossary *g, size_t labels);

#endif
