#include "cli/label/receipt.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cli/out.h"
#include "model/file.h"

#define VERSION 1
#define MOST ((size_t)1 << 30) /* bytes of one that is read */
#define COUNT_MOST (1LL << 40) /* of records: sums of a million do not overflow */

char *receipt_path(const char *output)
{
    return file_beside(output, ".receipt");
}

/* ---- writing ------------------------------------------------------------- */

static json_t *text_or_null(const char *s)
{
    return s ? out_string(str_of(s)) : json_null();
}

static json_t *count(uint64_t n)
{
    return json_integer((json_int_t)n);
}

static json_t *input_json(const struct receipt_input *in)
{
    return json_pack("{s:o, s:o, s:s, s:o, s:o, s:b, s:s}", "input",
                     count(in->part.input), "path",
                     out_string(str_of(in->path)), "format", in->format,
                     "begin", count(in->part.begin), "end", count(in->part.end),
                     "last", in->part.last, "sha256", in->part.sha256);
}

static json_t *inputs_json(const struct receipt *r)
{
    json_t *list = json_array();

    for (size_t i = 0; i < r->inputs; i++)
        if (json_array_append_new(list, input_json(&r->input[i])) != 0) {
            json_decref(list);
            return NULL;
        }
    return list;
}

static json_t *shard_json(const struct shard *s)
{
    return s->of ? json_pack("{s:o, s:o}", "number", count(s->number), "of",
                             count(s->of))
                 : json_null();
}

static json_t *receipt_json(const struct receipt *r, const char *output)
{
    const char *slash = strrchr(output, '/');

    return json_pack(
        "{s:i, s:s, s:s, s:s, s:{s:o, s:s}, s:o, s:{s:o, s:o}, s:o, s:O, "
        "s:{s:o, s:o, s:o, s:s}}",
        "v", VERSION, "tenor", tenor_version(), "options", r->options, "run",
        r->run, "model", "name", text_or_null(r->model), "sha256",
        r->model_sha256, "shard", shard_json(&r->shard), "reading", "encoding",
        text_or_null(r->encoding), "max_record", count(r->max_record), "inputs",
        inputs_json(r), "counts", r->counts, "output", "name",
        out_string(str_of(slash ? slash + 1 : output)), "bytes",
        count(r->bytes), "header", count(r->header), "sha256", r->sha256);
}

bool receipt_write(const struct receipt *r, const char *output,
                   struct tenor_error *err)
{
    char *path = receipt_path(output);
    json_t *json = receipt_json(r, output);
    const bool ok = path && json ? out_json_file(path, json, err)
                                 : fail_memory(err, "a receipt");

    json_decref(json);
    free(path);
    return ok;
}

/* ---- reading ------------------------------------------------------------- */

static bool read_hex(json_t *o, const char *name, char *to, size_t room)
{
    const char *s = json_string_value(json_object_get(o, name));

    if (!s || strlen(s) != room - 1 ||
        strspn(s, "0123456789abcdef") != room - 1)
        return false;
    memcpy(to, s, room);
    return true;
}

static bool read_count(json_t *o, const char *name, uint64_t *n)
{
    const json_t *value = json_object_get(o, name);

    *n = (uint64_t)json_integer_value(value);
    return json_is_integer(value) && json_integer_value(value) >= 0;
}

static bool read_text_or_null(json_t *o, const char *name, const char **to)
{
    const json_t *value = json_object_get(o, name);

    *to = json_string_value(value);
    return *to || json_is_null(value);
}

static bool read_input(json_t *o, struct receipt_input *in)
{
    const char *format = json_string_value(json_object_get(o, "format"));
    const json_t *last = json_object_get(o, "last");
    uint64_t number;

    if (!format || strlen(format) >= sizeof in->format ||
        !json_is_boolean(last) || !read_count(o, "input", &number) ||
        !read_count(o, "begin", &in->part.begin) ||
        !read_count(o, "end", &in->part.end) || in->part.end < in->part.begin ||
        !read_hex(o, "sha256", in->part.sha256, sizeof in->part.sha256))
        return false;
    in->part.input = (size_t)number;
    in->part.last = json_is_true(last);
    in->path = json_string_value(json_object_get(o, "path"));
    memcpy(in->format, format, strlen(format) + 1);
    return in->path;
}

static bool read_inputs(struct receipt *r, const json_t *list)
{
    const size_t n = json_array_size(list);

    r->input = mem_zero(n, sizeof *r->input);
    if (!json_is_array(list) || !r->input)
        return false;
    for (size_t i = 0; i < n; i++)
        if (!read_input(json_array_get(list, i), &r->input[r->inputs++]))
            return false;
    return true;
}

static bool are_counts(json_t *counts)
{
    const char *name;
    json_t *n;

    json_object_foreach(counts, name, n)
    {
        if (!json_is_integer(n) || json_integer_value(n) < 0 ||
            json_integer_value(n) > COUNT_MOST)
            return false;
    }
    return json_is_integer(json_object_get(counts, "records")) &&
           json_is_integer(json_object_get(counts, "errors"));
}

static bool read_shard(const json_t *o, struct shard *s)
{
    uint64_t number, of;

    if (json_is_null(o))
        return true;
    if (!read_count((json_t *)(uintptr_t)o, "number", &number) ||
        !read_count((json_t *)(uintptr_t)o, "of", &of) || number < 1 ||
        number > of)
        return false;
    *s = (struct shard){(size_t)number, (size_t)of};
    return true;
}

static bool read_object(struct receipt *r, json_t *o)
{
    json_t *model = json_object_get(o, "model");
    json_t *reading = json_object_get(o, "reading");
    json_t *output = json_object_get(o, "output");

    r->counts = json_incref(json_object_get(o, "counts"));
    return read_hex(o, "options", r->options, sizeof r->options) &&
           read_hex(o, "run", r->run, sizeof r->run) &&
           read_text_or_null(model, "name", &r->model) &&
           read_hex(model, "sha256", r->model_sha256, sizeof r->model_sha256) &&
           read_shard(json_object_get(o, "shard"), &r->shard) &&
           read_text_or_null(reading, "encoding", &r->encoding) &&
           read_count(reading, "max_record", &r->max_record) &&
           read_inputs(r, json_object_get(o, "inputs")) &&
           are_counts(r->counts) && read_count(output, "bytes", &r->bytes) &&
           read_count(output, "header", &r->header) && r->header <= r->bytes &&
           read_hex(output, "sha256", r->sha256, sizeof r->sha256);
}

static bool parse(struct receipt *r, const char *path, struct str bytes,
                  struct tenor_error *err)
{
    json_error_t where;

    if (bytes.len > MOST)
        return fail(err, TENOR_EDATA, 0, "'%s' is no receipt", path);
    r->owner = json_loadb(bytes.s ? bytes.s : "", bytes.len,
                          JSON_REJECT_DUPLICATES, &where);
    const json_int_t v = json_integer_value(json_object_get(r->owner, "v"));
    if (v > VERSION)
        return fail(err, TENOR_EDATA, 0, "'%s' is of a newer version of tenor",
                    path);
    return (v == VERSION && read_object(r, r->owner)) ||
           fail(err, TENOR_EDATA, 0, "'%s' is no receipt", path);
}

bool receipt_read(struct receipt *r, const char *output,
                  struct tenor_error *err)
{
    char *path = receipt_path(output);
    struct str bytes;

    *r = (struct receipt){0};
    if (!path)
        return fail_memory(err, "a file name");
    bool ok = file_map(path, &bytes, err);
    if (ok) {
        ok = parse(r, path, bytes, err);
        file_unmap(bytes);
    }
    free(path);
    return ok;
}

void receipt_release(struct receipt *r)
{
    json_decref(r->counts);
    json_decref(r->owner);
    free(r->input);
    *r = (struct receipt){0};
}

bool receipt_add_counts(json_t *to, const json_t *counts)
{
    const char *name;
    json_t *n;

    json_object_foreach((json_t *)(uintptr_t)counts, name, n)
    {
        const json_int_t sum = json_integer_value(n) +
                               json_integer_value(json_object_get(to, name));
        if (json_object_set_new(to, name, json_integer(sum)) != 0)
            return false;
    }
    return true;
}
