/* One JSON object a line. Labels may be strings, integers or booleans. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "datasets/corpus.h"

struct jsonl {
    json_t *record;
    char number[32]; /* a label that is no string */
};

/* Follow a path of names separated by dots; a name may itself hold dots. */
static const json_t *find(const json_t *object, const char *path)
{
    const json_t *whole = json_object_get(object, path);
    const char *dot = whole ? NULL : strchr(path, '.');

    if (!dot)
        return whole;
    char name[256];
    size_t len = (size_t)(dot - path);
    if (len >= sizeof name)
        return NULL;
    memcpy(name, path, len);
    name[len] = '\0';
    return find(json_object_get(object, name), dot + 1);
}

static bool missing(struct corpus *c, const char *name, const char *kind,
                    struct tenor_error *err)
{
    return fail(err, TENOR_EDATA, c->in.line, "%s:%zu: no %s '%s'", c->path,
                c->in.line, kind, name);
}

static struct str label_of(struct jsonl *s, const json_t *value)
{
    if (json_is_string(value))
        return (struct str){json_string_value(value),
                            json_string_length(value)};
    if (json_is_boolean(value))
        return json_is_true(value) ? STR("true") : STR("false");
    if (!json_is_integer(value))
        return (struct str){0};
    snprintf(s->number, sizeof s->number, "%" JSON_INTEGER_FORMAT,
             json_integer_value(value));
    return str_of(s->number);
}

static bool open_jsonl(struct corpus *c, struct tenor_error *err)
{
    c->state = mem_zero(1, sizeof(struct jsonl));
    return c->state || fail_memory(err, "a corpus");
}

static bool next(struct corpus *c, struct doc *doc, bool *end,
                 struct tenor_error *err)
{
    struct jsonl *s = c->state;
    struct str line;
    json_error_t error;

    if (!input_record(&c->in, &line, end, err))
        return false;
    if (*end)
        return true;
    json_decref(s->record);
    s->record = json_loadb(line.s, line.len,
                           JSON_ALLOW_NUL | JSON_REJECT_DUPLICATES, &error);
    if (!s->record)
        return fail(err, TENOR_EDATA, c->in.line, "%s:%zu: byte %d: %s",
                    c->path, c->in.line, error.position, error.text);
    if (!json_is_object(s->record))
        return input_fail(&c->in, err, "not a JSON object");
    const json_t *text = find(s->record, c->options.text_column);
    const json_t *label = find(s->record, c->options.label_column);
    if (!json_is_string(text))
        return missing(c, c->options.text_column, "text field", err);
    doc->label = label_of(s, label);
    if (!doc->label.s)
        return missing(c, c->options.label_column, "label field", err);
    doc->text = (struct str){json_string_value(text),
                             json_string_length(text)};
    doc->line = c->in.line;
    return true;
}

static void close_jsonl(struct corpus *c)
{
    struct jsonl *s = c->state;

    if (s)
        json_decref(s->record);
    free(s);
}

const struct corpus_format corpus_jsonl = {.name = "jsonl",
                                           .extensions = "jsonl ndjson",
                                           .open = open_jsonl,
                                           .next = next,
                                           .close = close_jsonl};
