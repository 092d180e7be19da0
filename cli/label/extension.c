#include "cli/label/extension.h"

struct str extension_cut(struct str *name)
{
    for (size_t i = name->len; i > 0 && name->s[i - 1] != '/'; i--)
        if (name->s[i - 1] == '.') {
            const struct str extension = {name->s + i, name->len - i};
            name->len = i - 1;
            return extension;
        }
    return STR("");
}

bool extension_is_in(const char *list, struct str extension)
{
    struct str word;

    while (str_next_word(&list, &word))
        if (str_equal(word, extension))
            return true;
    return false;
}
