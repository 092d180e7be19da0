/* tenor label --out jsonl: an object a line (RFC 8259). Fields of an object
 * that is read stand as they stood, and the results behind them. Bytes that are
 * no UTF-8, which only records without a result have, become U+FFFD. */
#include <string.h>

#include "cli/label/json_scan.h"
#include "cli/label/rows.h"
#include "model/json.h"

static bool put(struct buffer *out, const struct value *v)
{
    return v->kind == VALUE_JSON ? buffer_add(out, v->bytes.s, v->bytes.len)
                                 : json_put_string(out, v->bytes);
}

/* What stands between the braces of an object. */
static struct str copy(const struct record *r)
{
    const struct str s = {r->whole.s + 1, r->whole.len - 2};

    return r->field[0].kind == VALUE_JSON ? json_trim(s) : (struct str){0};
}

const struct notation rows_jsonl = {
    .name = "jsonl",
    .extensions = "jsonl ndjson",
    .names = true,
    .open = "{",
    .close = "}\n",
    .between = ',',
    .nothing = "null",
    .alone = "",
    .put = put,
    .copy = copy,
};
