#include "cli/retrain/lineage.h"

#include "cli/out.h"

char *lineage_text(const json_t *card, struct str parent, const char *how,
                   const char *axis, const struct train_corpus *new, size_t n)
{
    const json_t *old = json_object_get(card, "lineage");
    json_t *list = old ? json_deep_copy(old) : json_array();
    json_t *names = json_array();
    char sha256[DIGEST_HEX], *text;

    digest_of(parent, sha256);
    for (size_t i = 0; names && i < n; i++)
        json_array_append_new(names, out_string(str_of(new[i].name)));
    json_t *entry = json_pack("{s:s, s:s, s:s, s:o}", "parent", sha256, "how",
                              how, "axis", axis, "added", names);
    text = list && entry && json_array_append_new(list, entry) == 0
               ? json_dumps(list, JSON_COMPACT)
               : NULL;
    json_decref(list);
    return text;
}

const json_t *lineage_last(const json_t *card)
{
    const json_t *list = json_object_get(card, "lineage");
    const size_t n = json_array_size(list);

    return n ? json_array_get(list, n - 1) : NULL;
}
