#include "cli/retrain/lineage.h"

#include "cli/out.h"

/* The list of a card with one more entry, which is released, as text. */
static char *append(const json_t *card, json_t *entry)
{
    const json_t *old = json_object_get(card, "lineage");
    json_t *list = old ? json_deep_copy(old) : json_array();
    char *text = list && entry && json_array_append_new(list, entry) == 0
                     ? json_dumps(list, JSON_COMPACT)
                     : NULL;

    json_decref(list);
    return text;
}

char *lineage_text(const json_t *card, struct str parent, const char *how,
                   const char *axis, const struct train_corpus *new, size_t n)
{
    json_t *names = json_array();
    char sha256[DIGEST_HEX];

    digest_of(parent, sha256);
    for (size_t i = 0; names && i < n; i++)
        json_array_append_new(names, out_string(str_of(new[i].name)));
    return append(card, json_pack("{s:s, s:s, s:s, s:o}", "parent", sha256,
                                  "how", how, "axis", axis, "added", names));
}

char *lineage_forget(const json_t *card, struct str parent, const json_t *axes,
                     size_t texts)
{
    char sha256[DIGEST_HEX];

    digest_of(parent, sha256);
    return append(card, json_pack("{s:s, s:s, s:O, s:I}", "parent", sha256,
                                  "how", "forget", "axes", axes, "texts",
                                  (json_int_t)texts));
}

const json_t *lineage_last(const json_t *card)
{
    const json_t *list = json_object_get(card, "lineage");
    const size_t n = json_array_size(list);

    return n ? json_array_get(list, n - 1) : NULL;
}
