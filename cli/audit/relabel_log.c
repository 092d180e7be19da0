#include "cli/audit/relabel_log.h"

#include <jansson.h>
#include <stdlib.h>

#include "cli/out.h"
#include "datasets/input.h"
#include "model/file.h"

/* ---- writing ------------------------------------------------------------- */

static json_t *string(const char *text)
{
    return text ? out_string(str_of(text)) : json_null();
}

static bool add_line(struct buffer *b, json_t *o)
{
    return out_json_add(b, o) && buffer_add(b, "\n", 1);
}

bool relabel_log_write(const struct relabel_log *l, const char *path,
                       struct tenor_error *err)
{
    struct buffer b = {0};
    bool ok =
        add_line(&b, json_pack("{s:o, s:o, s:o, s:I, s:s, s:s}", "corpus",
                               string(l->corpus), "output", string(l->output),
                               "findings", string(l->findings), "changes",
                               (json_int_t)l->changes.n, "sha256_before",
                               l->before, "sha256_after", l->after));

    for (size_t i = 0; ok && i < l->changes.n; i++) {
        const struct change *c = &l->changes.item[i];
        ok =
            add_line(&b, json_pack("{s:I, s:o, s:o, s:f, s:s, s:I}", "line",
                                   (json_int_t)c->line, "old", string(c->from),
                                   "new", string(c->to), "confidence",
                                   c->confidence, "kind", finding_name(c->kind),
                                   "finding", (json_int_t)c->finding));
    }
    ok = ok ? file_replace(path, (struct str){b.data, b.len}, err)
            : fail_memory(err, "a log");
    free(b.data);
    return ok;
}

/* ---- reading ------------------------------------------------------------- */

static bool wrong(const struct input *in, struct tenor_error *err)
{
    return input_fail(in, err, "not a line of a log of relabel");
}

static bool copy_digest(const json_t *o, const char *field,
                        char hex[DIGEST_HEX])
{
    const char *text = json_string_value(json_object_get(o, field));

    if (!text || strlen(text) != DIGEST_HEX - 1)
        return false;
    memcpy(hex, text, DIGEST_HEX);
    return true;
}

static bool read_head(const struct input *in, const json_t *o, size_t *changes,
                      struct relabel_log *l, struct tenor_error *err)
{
    const json_t *n = json_object_get(o, "changes");

    if (!json_is_integer(n) || json_integer_value(n) < 0 ||
        !copy_digest(o, "sha256_before", l->before) ||
        !copy_digest(o, "sha256_after", l->after))
        return wrong(in, err);
    *changes = (size_t)json_integer_value(n);
    return true;
}

/* The strings stay those of the object. */
static bool read_change(const struct input *in, const json_t *o,
                        struct relabel_log *l, struct tenor_error *err)
{
    struct changes *c = &l->changes;
    const json_t *line = json_object_get(o, "line");
    const struct change x = {
        .line = (size_t)json_integer_value(line),
        .from = json_string_value(json_object_get(o, "old")),
        .to = json_string_value(json_object_get(o, "new")),
        .confidence = json_number_value(json_object_get(o, "confidence"))};

    if (!json_is_integer(line) || json_integer_value(line) < 1 || !x.from ||
        !x.to || (c->n && c->item[c->n - 1].line >= x.line))
        return wrong(in, err);
    if (!GROW(c->item, c->n + 1, c->capacity))
        return fail_memory(err, "a log");
    c->item[c->n++] = x;
    return true;
}

static bool read_lines(struct input *in, struct relabel_log *l, json_t *all,
                       struct tenor_error *err)
{
    struct str line;
    size_t changes = 0;
    bool end = false, first = true;

    for (;; first = false) {
        if (!input_record(in, &line, &end, err))
            return false;
        if (end)
            break;
        json_t *o = json_loadb(line.s, line.len, JSON_REJECT_DUPLICATES, NULL);
        if (!json_is_object(o)) {
            json_decref(o);
            return wrong(in, err);
        }
        if (json_array_append_new(all, o) != 0)
            return fail_memory(err, "a log");
        if (first ? !read_head(in, o, &changes, l, err)
                  : !read_change(in, o, l, err))
            return false;
    }
    return (!first && changes == l->changes.n) ||
           fail(err, TENOR_EDATA, 0, "'%s' is not a whole log of relabel",
                in->path);
}

bool relabel_log_read(const char *path, struct relabel_log *l,
                      struct tenor_error *err)
{
    struct input in;

    l->memory = json_array();
    if (!l->memory)
        return fail_memory(err, "a log");
    if (!input_open(&in, path, err))
        return false;
    const bool ok = read_lines(&in, l, l->memory, err);
    input_close(&in);
    return ok;
}

void relabel_log_release(struct relabel_log *l)
{
    json_decref(l->memory);
    changes_release(&l->changes);
}

void relabel_log_reverse(struct relabel_log *l)
{
    char digest[DIGEST_HEX];

    for (size_t i = 0; i < l->changes.n; i++) {
        struct change *c = &l->changes.item[i];
        const char *from = c->from;
        c->from = c->to;
        c->to = from;
    }
    memcpy(digest, l->before, sizeof digest);
    memcpy(l->before, l->after, sizeof digest);
    memcpy(l->after, digest, sizeof digest);
}
