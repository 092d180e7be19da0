#include "cli/retrain/sought.h"

#include <stdlib.h>
#include <string.h>

#include "cli/out.h"
#include "model/file.h"

/* ---- reading ------------------------------------------------------------- */

static bool is_digits(const char *s)
{
    return *s && s[strspn(s, "0123456789")] == '\0';
}

/* A SHA-256, as this program writes it or with capital letters. */
static bool parse_hash(char wanted[DIGEST_HEX], const char *text)
{
    char hex[DIGEST_HEX] = "";

    for (size_t i = 0; i < DIGEST_HEX - 1 && text[i]; i++)
        hex[i] = text[i] >= 'A' && text[i] <= 'F' ? (char)(text[i] - 'A' + 'a')
                                                  : text[i];
    if (strlen(text) != DIGEST_HEX - 1 || !is_sha256(hex))
        return false;
    memcpy(wanted, hex, sizeof hex);
    return true;
}

static bool parse(struct sought_id *id, const char *text,
                  struct tenor_error *err)
{
    const char *colon = strrchr(text, ':');

    *id = (struct sought_id){.text = text, .names = true};
    if (parse_hash(id->wanted[0], text) || !colon || colon == text ||
        !is_digits(colon + 1))
        return true;
    id->line = strtoull(colon + 1, NULL, 10);
    id->file = mem_string((struct str){text, (size_t)(colon - text)});
    return id->file || fail_memory(err, "IDs");
}

/* A file whose bytes are a text, with a line end behind it or without. */
static bool parse_file(struct sought_id *id, const char *path,
                       struct tenor_error *err)
{
    struct buffer text = {0};

    *id = (struct sought_id){.text = path};
    const bool ok = input_whole(path, &text, err);
    if (ok) {
        size_t len = text.len;
        digest_of((struct str){text.data, len}, id->wanted[0]);
        if (len && text.data[len - 1] == '\n')
            len -= len > 1 && text.data[len - 2] == '\r' ? 2 : 1;
        digest_of((struct str){text.data, len}, id->wanted[1]);
    }
    free(text.data);
    return ok;
}

static int by_line(const void *a, const void *b)
{
    const struct sought_id *x = *(struct sought_id *const *)a;
    const struct sought_id *y = *(struct sought_id *const *)b;

    return (x->line > y->line) - (x->line < y->line);
}

static int by_name(const void *a, const void *b)
{
    const struct sought_id *x = *(struct sought_id *const *)a;
    const struct sought_id *y = *(struct sought_id *const *)b;

    return strcmp(x->text, y->text);
}

/* Put an ID into the lists by which it is found. */
static bool enter(struct sought_ids *l, struct sought_id *id)
{
    if (id->line)
        l->line[l->lines++] = id;
    if (id->names)
        l->name[l->names++] = id;
    for (size_t i = 0; i < 2; i++)
        if (*id->wanted[i] && !textset_add(&l->hashes, id->wanted[i]))
            return false;
    return true;
}

bool sought_parse(const struct sought *s, struct sought_ids *l,
                  struct tenor_error *err)
{
    const size_t n = s->ids->n + s->files->n;

    *l = (struct sought_ids){0};
    l->id = mem_zero(n, sizeof *l->id);
    l->line = mem_resize(NULL, n, sizeof(*l->line));
    l->name = mem_resize(NULL, n, sizeof(*l->name));
    if (!l->id || !l->line || !l->name)
        return fail_memory(err, "IDs");
    while (l->n < n) {
        const size_t i = l->n++;
        struct sought_id *id = &l->id[i];
        if (!(i < s->ids->n
                  ? parse(id, s->ids->item[i], err)
                  : parse_file(id, s->files->item[i - s->ids->n], err)))
            return false;
        if (!enter(l, id))
            return fail_memory(err, "IDs");
    }
    textset_sort(&l->hashes);
    if (l->lines)
        qsort(l->line, l->lines, sizeof(*l->line), by_line);
    if (l->names)
        qsort(l->name, l->names, sizeof(*l->name), by_name);
    return true;
}

void sought_release(struct sought_ids *l)
{
    textset_release(&l->hashes);
    for (size_t i = 0; i < l->n; i++)
        free(l->id[i].file);
    free(l->id);
    free(l->line);
    free(l->name);
    *l = (struct sought_ids){0};
}

/* ---- documents ----------------------------------------------------------- */

static bool take(struct sought_id *id, const char sha256[DIGEST_HEX])
{
    if (*id->found) {
        id->several |= strcmp(id->found, sha256) != 0;
        return false;
    }
    memcpy(id->found, sha256, DIGEST_HEX);
    return true;
}

/* Whether FILE is the corpus: its name, its path, or the last part of either; or
 * it leads there. */
static bool is_corpus(const struct train_corpus *c, const struct sought_id *id)
{
    const char *const name[] = {c->name, c->path};
    const size_t file_len = strlen(id->file);

    for (size_t i = 0; i < 2; i++) {
        const size_t len = strlen(name[i]);
        if (len < file_len)
            continue;
        const char *end = name[i] + len - file_len;
        if (strcmp(end, id->file) == 0 && (end == name[i] || end[-1] == '/'))
            return true;
    }
    return file_is_same(id->file, c->path);
}

static bool match_line(struct sought_ids *l, const struct train_corpus *c,
                       const struct doc *doc, const char sha256[DIGEST_HEX])
{
    size_t low = 0, high = l->lines;
    bool new = false;

    while (low < high) {
        const size_t middle = (low + high) / 2;
        if (l->line[middle]->line < doc->line)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < l->lines && l->line[low]->line == doc->line; low++)
        if (is_corpus(c, l->line[low]))
            new |= take(l->line[low], sha256);
    return new;
}

static int compare_name(struct str id, const char *name)
{
    const size_t len = strlen(name);
    const int order = memcmp(id.s, name, id.len < len ? id.len : len);

    return order ? order : (id.len > len) - (id.len < len);
}

static bool match_name(struct sought_ids *l, struct str id,
                       const char sha256[DIGEST_HEX])
{
    size_t low = 0, high = l->names;
    bool new = false;

    if (id.len == 0)
        return false;
    while (low < high) {
        const size_t middle = (low + high) / 2;
        if (compare_name(id, l->name[middle]->text) > 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < l->names && compare_name(id, l->name[low]->text) == 0; low++)
        new |= take(l->name[low], sha256);
    return new;
}

static bool match_hash(struct sought_ids *l, const char sha256[DIGEST_HEX])
{
    bool new = false;

    if (textset_find(&l->hashes, sha256) == SIZE_MAX)
        return false;
    for (size_t i = 0; i < l->n; i++)
        for (size_t k = 0; k < 2; k++)
            if (strcmp(l->id[i].wanted[k], sha256) == 0)
                new |= take(&l->id[i], sha256);
    return new;
}

bool sought_match(struct sought_ids *l, const struct train_corpus *c,
                  const struct doc *doc, const char sha256[DIGEST_HEX])
{
    bool new = match_line(l, c, doc, sha256);

    new |= match_name(l, doc->id, sha256);
    new |= match_hash(l, sha256);
    return new;
}

/* ---- what is wrong ------------------------------------------------------- */

static bool say(struct buffer *b, const char *what, const char *id,
                const char *why)
{
    return buffer_add(b, what, strlen(what)) && buffer_add(b, "'", 1) &&
           out_clean(b, str_of(id)) && buffer_add(b, "'", 1) &&
           buffer_add(b, why, strlen(why)) && buffer_add(b, "\n", 1);
}

bool sought_say_wrong(const struct sought_ids *l, const struct textset *without,
                      struct buffer *wrong)
{
    bool ok = true;

    for (size_t i = 0; ok && i < l->n; i++) {
        const struct sought_id *id = &l->id[i];
        const bool before = textset_find(without, id->wanted[0]) != SIZE_MAX ||
                            textset_find(without, id->wanted[1]) != SIZE_MAX;
        if (id->several)
            ok = say(wrong, "the ID ", id->text,
                     " is that of several texts; FILE:LINE or a SHA-256 tells "
                     "them apart");
        else if (!*id->found && before)
            ok = say(wrong, "the text ", id->text, " is forgotten already");
        else if (!*id->found)
            ok = say(wrong, "no training text has the ID ", id->text, "");
    }
    return ok;
}
