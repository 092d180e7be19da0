/* tenor score --format json: everything there is, for programs. */
#include <stdio.h>
#include <stdlib.h>

#include "cli/out.h"
#include "cli/scoring.h"
#include "model/json.h"

static void begin(const struct scoring *s)
{
    (void)s;
}

/* The object of the library, with the name of the input before all else. */
bool score_json_add(const struct scoring *s, const char *id, struct buffer *b,
                    struct tenor_error *err)
{
    const struct tenor_json_parts parts = {s->axis, s->axes, s->threshold,
                                           .sentences = true};
    const char *json;
    size_t len;

    return tenor_json(s->scorer, &parts, &json, &len, err) &&
           ((json_put(b, "{") && json_put_name(b, "id") &&
             json_put_string(b, str_of(id)) && json_put(b, ",") &&
             buffer_add(b, json + 1, len - 1) && json_put(b, "\n")) ||
            fail_memory(err, "a result"));
}

static bool print(const struct scoring *s, const char *id,
                  struct tenor_error *err)
{
    struct buffer b = {0};
    const bool ok = score_json_add(s, id, &b, err);

    if (ok)
        fwrite(b.data, 1, b.len, stdout);
    free(b.data);
    return ok;
}

static void failed(const struct scoring *s, const char *id,
                   const struct tenor_error *err)
{
    (void)s;
    out_json(json_pack("{s:o, s:s, s:o}", "id", out_string(str_of(id)),
                       "status", "error", "error",
                       out_string(str_of(err->message))));
}

const struct score_format score_json = {begin, print, failed};
