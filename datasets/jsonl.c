/* One JSON object a line. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "datasets/corpus.h"

struct jsonl {
    json_t *record;
    char number[COLUMNS][32]; /* values that are no strings */
};

/* What a field may be, each bit a type. A label may be an array, too. */
#define BIT(type) (1u << (type))
#define STRING_OR_NULL (BIT(JSON_STRING) | BIT(JSON_NULL))
#define NUMBER (BIT(JSON_INTEGER) | BIT(JSON_REAL))

static const struct {
    const char *name, *advice;
    unsigned types;
} kind[COLUMNS] = {
    [COLUMN_TEXT] = {"text", "", BIT(JSON_STRING)},
    [COLUMN_LABEL] = {"label", "",
                      STRING_OR_NULL | BIT(JSON_INTEGER) | BIT(JSON_TRUE) |
                          BIT(JSON_FALSE)},
    [COLUMN_GROUP] = {"group", "; null stands for none",
                      STRING_OR_NULL | NUMBER},
    [COLUMN_WEIGHT] = {"weight", "; 1 is the usual one",
                       STRING_OR_NULL | NUMBER},
    [COLUMN_ID] = {"id", "", STRING_OR_NULL | NUMBER},
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

/* The value as text, of a type that its column may have; empty for null. */
static bool text_of(const struct corpus *c, enum column k, const json_t *value,
                    struct str *text, struct tenor_error *err)
{
    struct jsonl *s = c->state;

    if (!value || !(kind[k].types & BIT(json_typeof(value))))
        return fail(err, TENOR_EDATA, c->in.line, "%s:%zu: no %s field '%s'%s",
                    c->path, c->in.line, kind[k].name, c->column[k],
                    kind[k].advice);
    *text = STR("");
    if (json_is_string(value))
        *text =
            (struct str){json_string_value(value), json_string_length(value)};
    if (json_is_boolean(value))
        *text = json_is_true(value) ? STR("true") : STR("false");
    if (json_is_integer(value))
        snprintf(s->number[k], sizeof s->number[k], "%" JSON_INTEGER_FORMAT,
                 json_integer_value(value));
    if (json_is_real(value))
        snprintf(s->number[k], sizeof s->number[k], "%.17g",
                 json_real_value(value));
    if (json_is_number(value))
        *text = str_of(s->number[k]);
    return true;
}

/* An array without elements is as good as an empty field. */
static bool add_array(struct corpus *c, const struct doc *doc,
                      const json_t *labels, struct tenor_error *err)
{
    const size_t n = json_array_size(labels);
    struct str label;

    for (size_t i = 0; i < n; i++)
        if (!text_of(c, COLUMN_LABEL, json_array_get(labels, i), &label, err) ||
            !corpus_label(c, doc, label, err))
            return false;
    return n > 0 || corpus_label(c, doc, STR(""), err);
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
    struct str line, field[COLUMNS] = {{0}};
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
    doc->line = c->in.line;
    for (enum column k = 0; k < COLUMNS; k++) {
        if (!c->column[k])
            continue;
        const json_t *value = find(s->record, c->column[k]);
        if (k == COLUMN_LABEL && json_is_array(value)
                ? !add_array(c, doc, value, err)
                : !text_of(c, k, value, &field[k], err))
            return false;
    }
    return corpus_fields(c, doc, field, err);
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
                                           .columns = true,
                                           .column = {"text", "label"},
                                           .open = open_jsonl,
                                           .next = next,
                                           .close = close_jsonl};
