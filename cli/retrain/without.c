#include "cli/retrain/without.h"

#include <string.h>

#define LINE "without "
#define LINE_BYTES (sizeof LINE - 1)

/* The SHA-256 behind the word, or what else stands there. */
static bool add(struct textset *t, const char *s)
{
    char sha256[DIGEST_HEX];

    memset(sha256, 0, sizeof sha256);
    strncpy(sha256, s, sizeof sha256 - 1);
    return !is_sha256(sha256) || textset_add(t, sha256);
}

bool without_add(const json_t *card, struct textset *t)
{
    const char *s = json_string_value(json_object_get(card, "recipe"));
    const json_t *item;
    bool ok = true;
    size_t i;

    for (; ok && s && *s; s += strcspn(s, "\n"), s += *s == '\n')
        if (strncmp(s, LINE, LINE_BYTES) == 0)
            ok = add(t, s + LINE_BYTES);
    json_array_foreach(json_object_get(card, "without"), i, item)
        ok = ok && (!json_is_string(item) || add(t, json_string_value(item)));
    textset_sort(t);
    return ok;
}

json_t *without_list(const json_t *a, const json_t *b)
{
    struct textset t = {0};
    json_t *list = NULL;

    if (without_add(a, &t) && without_add(b, &t) && t.n)
        list = json_array();
    for (size_t i = 0; list && i < t.n; i++)
        json_array_append_new(list, json_string(t.sha256[i]));
    textset_release(&t);
    return list;
}
