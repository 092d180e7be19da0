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
static bool print(const struct scoring *s, const char *id,
                  struct tenor_error *err)
{
    const struct tenor_json_parts parts = {s->axis, s->axes, s->threshold,
                                           .sentences = true};
    struct buffer head = {0};
    const char *json;
    size_t len;
    bool ok = json_put(&head, "{") && json_put_name(&head, "id") &&
              json_put_string(&head, str_of(id)) && json_put(&head, ",");

    ok = ok ? tenor_json(s->scorer, &parts, &json, &len, err)
            : fail_memory(err, "a name");
    if (ok) {
        fwrite(head.data, 1, head.len, stdout);
        fwrite(json + 1, 1, len - 1, stdout);
        putchar('\n');
    }
    free(head.data);
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
