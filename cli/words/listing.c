#include "cli/words/listing.h"

#include <stdlib.h>

#include "cli/explain/feature_text.h"

bool listing_set_kinds(struct listing *w, const char *list)
{
    const unsigned all = (2u << TENOR_FEATURE_CHARS) - 1;

    w->kinds = list ? 0 : all;
    while (list && *list) {
        const size_t len = strcspn(list, ",");
        unsigned kind = 0;
        while (kind <= TENOR_FEATURE_CHARS &&
               !str_equal(str_of(feature_kind_name(kind)),
                          (struct str){list, len}))
            kind++;
        w->kinds |= 1u << kind;
        list += len + (list[len] == ',');
    }
    return w->kinds && w->kinds <= all;
}

bool listing_shows(const struct listing *w, size_t axis, size_t label)
{
    return !w->label ||
           str_equal(str_of(w->label),
                     str_of(tenor_axis_label(w->model, axis, label)));
}

static void add_lists(struct listing *w, size_t axis)
{
    const size_t K = tenor_axis_label_count(w->model, axis);
    const bool against = w->against && K > 2;

    for (size_t k = 0; k < K; k++) {
        if (!listing_shows(w, axis, k))
            continue;
        w->list[w->lists++] =
            (struct word_list){.axis = axis, .label = k, .side = GLOSSARY_FOR};
        if (against)
            w->list[w->lists++] = (struct word_list){
                .axis = axis, .label = k, .side = GLOSSARY_AGAINST};
    }
}

bool listing_lay_out(struct listing *w, struct tenor_error *err)
{
    size_t most = 0;

    for (size_t i = 0; i < w->axes; i++)
        most += 2 * tenor_axis_label_count(w->model, w->axis[i]);
    w->list = mem_zero(most, sizeof *w->list);
    w->judged = mem_zero(tenor_axis_count(w->model), sizeof *w->judged);
    if (!w->list || !w->judged)
        return fail_memory(err, "lists of words");
    for (size_t i = 0; i < w->axes; i++)
        add_lists(w, w->axis[i]);
    return true;
}

void listing_release(struct listing *w)
{
    for (size_t i = 0; i < w->lists; i++)
        free(w->list[i].row);
    free(w->list);
    free(w->judged);
}
