#include "cli/audit/findings.h"

#include <jansson.h>
#include <stdlib.h>

#include "datasets/input.h"

static bool wrong(const struct input *in, const char *field,
                  struct tenor_error *err)
{
    return fail(err, TENOR_EDATA, in->line,
                "%s:%zu: not a finding of an audit: no '%s' as it should be",
                in->path, in->line, field);
}

/* A string without NUL, copied; null, or nothing, gives NULL. */
static bool copy(const struct input *in, const json_t *o, const char *field,
                 char **out, struct tenor_error *err)
{
    const json_t *value = json_object_get(o, field);

    if (!value || json_is_null(value))
        return true;
    if (!json_is_string(value) ||
        strlen(json_string_value(value)) != json_string_length(value))
        return wrong(in, field, err);
    *out = mem_string(str_of(json_string_value(value)));
    return *out || fail_memory(err, "findings");
}

static bool read_object(const struct input *in, const json_t *o,
                        struct found *f, struct tenor_error *err)
{
    const json_t *line = json_object_get(o, "line");
    const json_t *kind = json_object_get(o, "kind");
    const json_t *sure = json_object_get(o, "confidence");
    const json_t *text = json_object_get(o, "text");

    if (!json_is_integer(line) || json_integer_value(line) < 1)
        return wrong(in, "line", err);
    if (!json_is_number(sure) || !(json_number_value(sure) >= 0.0) ||
        !(json_number_value(sure) <= 1.0))
        return wrong(in, "confidence", err);
    if (!json_is_string(kind))
        return wrong(in, "kind", err);
    f->kind = finding_kind(str_of(json_string_value(kind)));
    if (f->kind == FINDINGS)
        return wrong(in, "kind", err);
    if (!json_is_string(text))
        return wrong(in, "text", err);
    f->line = (size_t)json_integer_value(line);
    f->confidence = json_number_value(sure);
    f->axis = json_object_get(o, "axis") != NULL;
    if (!buffer_add(&f->text, json_string_value(text),
                    json_string_length(text)))
        return fail_memory(err, "findings");
    return copy(in, o, "label", &f->label, err) &&
           copy(in, o, "suggested", &f->suggested, err) &&
           copy(in, o, "file", &f->file, err);
}

static bool read_line(const struct input *in, struct str line,
                      struct findings *f, struct tenor_error *err)
{
    json_error_t error;

    if (!GROW(f->item, f->n + 1, f->capacity))
        return fail_memory(err, "findings");
    struct found *x = &f->item[f->n++];
    *x = (struct found){.number = in->line};
    json_t *o = json_loadb(line.s, line.len,
                           JSON_ALLOW_NUL | JSON_REJECT_DUPLICATES, &error);
    if (!o)
        return fail(err, TENOR_EDATA, in->line, "%s:%zu: byte %d: %s", in->path,
                    in->line, error.position, error.text);
    const bool ok = json_is_object(o) ? read_object(in, o, x, err)
                                      : input_fail(in, err, "not an object");
    json_decref(o);
    return ok;
}

bool findings_read(const char *path, struct findings *f,
                   struct tenor_error *err)
{
    struct input in;
    struct str line;
    bool end = false, ok = true;

    if (!input_open(&in, path, err))
        return false;
    while (ok && (ok = input_record(&in, &line, &end, err)) && !end)
        ok = read_line(&in, line, f, err);
    input_close(&in);
    return ok;
}

void findings_release(struct findings *f)
{
    for (size_t i = 0; i < f->n; i++) {
        free(f->item[i].label);
        free(f->item[i].suggested);
        free(f->item[i].file);
        free(f->item[i].text.data);
    }
    free(f->item);
    *f = (struct findings){0};
}
