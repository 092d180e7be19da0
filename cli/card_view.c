/* What both views of a card look up. */
#include "cli/card_view.h"

#include <stdio.h>

const char *view_string(const json_t *o, const char *key)
{
    const char *s = json_string_value(json_object_get(o, key));

    return s ? s : "?";
}

double view_number(const json_t *o, const char *key)
{
    return json_number_value(json_object_get(o, key));
}

double view_documents(const json_t *corpora)
{
    const json_t *c;
    double sum = 0.0;
    size_t i;

    json_array_foreach(corpora, i, c) sum += view_number(c, "documents");
    return sum;
}

const json_t *view_chosen(const json_t *articles)
{
    const json_t *t;
    size_t i;

    json_array_foreach(
        json_object_get(articles, "tried"), i,
        t) if (json_is_true(json_object_get(t, "chosen"))) return t;
    return NULL;
}

const char *view_share(double share, char room[VIEW_SHARE])
{
    if (share == 1.0)
        return "all";
    if (share == 0.5)
        return "half";
    if (share == 0.25)
        return "quarter";
    snprintf(room, VIEW_SHARE, "%g %%", 100.0 * share);
    return room;
}

double view_cell(const json_t *rows, size_t row, size_t column)
{
    return json_number_value(json_array_get(json_array_get(rows, row), column));
}

void view_put_aggregate(const json_t *articles)
{
    char room[VIEW_SHARE];
    const double share = view_number(articles, "share");

    if (share == 1.0)
        printf("all sentences");
    else
        printf("the %s of the sentences with the largest margins",
               view_share(share, room));
    if (json_is_true(json_object_get(articles, "without_quotes")))
        printf(", without quoted speech");
}
