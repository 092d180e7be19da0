#include "cli/annotate/choices.h"

#include <stdlib.h>

#include "model/utf8.h"

static const char commands[] = {COMMAND_UNDO, COMMAND_SKIP, COMMAND_MORE,
                                COMMAND_QUIT, COMMAND_HELP};
static const char keys[] = "123456789abcdefghijklmnopqrstuvwxyz0";

static bool is_label(struct str s)
{
    size_t bad = 0;

    for (size_t i = 0; i < s.len;) {
        uint32_t c;
        i += utf8_decode(s.s + i, s.len - i, &c, &bad);
        bad += c < ' ' || c == 0x7F;
    }
    return s.len > 0 && bad == 0;
}

bool choices_add(struct choices *c, struct str label, struct tenor_error *err)
{
    for (size_t i = 0; i < c->n; i++)
        if (str_equal(str_of(c->item[i].label), label))
            return true;
    if (!is_label(label))
        return fail(err, TENOR_EINVAL, 0,
                    "a label is empty, or has control characters in it");
    if (c->n == CHOICES_MAX)
        return fail(err, TENOR_EINVAL, 0,
                    "there are keys for %d labels, and more are asked for",
                    CHOICES_MAX);
    c->item[c->n].label = mem_string(label);
    return c->item[c->n].label ? (c->n++, true) : fail_memory(err, "labels");
}

bool choices_add_list(struct choices *c, const char *list,
                      struct tenor_error *err)
{
    for (;;) {
        const char *comma = strchr(list, ',');
        const size_t len = comma ? (size_t)(comma - list) : strlen(list);
        if (!choices_add(c, (struct str){list, len}, err))
            return false;
        if (!comma)
            return true;
        list = comma + 1;
    }
}

/* ---- keys ---------------------------------------------------------------- */

static bool is_free(const struct choices *c, char key)
{
    return strchr(keys, key) && !memchr(commands, key, sizeof commands) &&
           !choices_label(c, key);
}

static char free_letter_of(const struct choices *c, const char *label)
{
    for (; *label; label++) {
        const char small = *label >= 'A' && *label <= 'Z'
                               ? (char)(*label - 'A' + 'a')
                               : *label;
        if (is_free(c, small))
            return small;
    }
    return '\0';
}

static char free_key(const struct choices *c)
{
    for (const char *key = keys; *key; key++)
        if (is_free(c, *key))
            return *key;
    return '\0';
}

/* First letters go to the first label that has them, then the rest. */
void choices_set_keys(struct choices *c)
{
    for (size_t i = 0; i < c->n; i++) {
        const char first[2] = {c->item[i].label[0], '\0'};
        c->item[i].key = free_letter_of(c, first);
    }
    for (size_t i = 0; i < c->n; i++) {
        struct choice_key *k = &c->item[i];
        if (!k->key)
            k->key = free_letter_of(c, k->label);
        if (!k->key)
            k->key = free_key(c);
    }
}

const char *choices_label(const struct choices *c, int key)
{
    for (size_t i = 0; i < c->n; i++)
        if (c->item[i].key && c->item[i].key == key)
            return c->item[i].label;
    return NULL;
}

void choices_release(struct choices *c)
{
    for (size_t i = 0; i < c->n; i++)
        free(c->item[i].label);
    *c = (struct choices){0};
}
