#include "model/glossary.h"

#include <assert.h>

struct glossary_list glossary_list(const struct glossary *g, size_t labels,
                                   size_t label, enum glossary_side side)
{
    assert(label < labels);
    const size_t number = side == GLOSSARY_FOR ? label
                          : labels == 2        ? 1 - label
                                               : labels + label;
    size_t begin = 0;

    if (!g->length)
        return (struct glossary_list){0, 0};
    for (size_t i = 0; i < number; i++)
        begin += g->length[i];
    return (struct glossary_list){begin, begin + g->length[number]};
}

const char *glossary_check(const struct glossary *g, size_t labels)
{
    static const char wrong[] = "names of features";
    size_t n = 0;

    for (size_t i = 0; i < glossary_lists(labels); i++)
        n += g->length[i];
    if (n != g->n || (n && (!g->names.len || g->names.s[g->names.len - 1])))
        return wrong;
    for (size_t i = 0; i < n; i++)
        if (g->form[i] >= g->names.len || !*glossary_name(g, i))
            return wrong;
    return NULL;
}
