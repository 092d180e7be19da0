#include "cli/label/json_scan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yajl/yajl_parse.h>

#include "model/utf8.h"

struct json_scan {
    yajl_handle yajl;
    /* Of the line at hand: */
    struct str line;
    struct json_wanted *wanted; /* [n] */
    size_t n;
    struct buffer *plain;
    size_t depth;       /* objects and lists that are open */
    size_t lists;       /* how many of them are lists */
    size_t objects;     /* that were begun at depth 0 */
    bool other;         /* there is something else at depth 0 */
    bool results;       /* a field of the object is named like a result */
    struct buffer path; /* names of the fields that are open, with dots */
    size_t *path_end;   /* [depth] where the path of each depth ends */
    size_t path_capacity;
    bool no_memory;
    char reason[96];
    size_t byte;
};

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

struct str json_trim(struct str s)
{
    while (s.len && is_blank(s.s[0])) {
        s.s++;
        s.len--;
    }
    while (s.len && is_blank(s.s[s.len - 1]))
        s.len--;
    return s;
}

/* ---- where we are -------------------------------------------------------- */

/* Whether the value that begins now is that of a wanted field. Nothing within a
 * list has a name. */
static bool is_here(const struct json_scan *s, const struct json_wanted *w)
{
    return s->lists == 0 && s->depth > 0 && w->path.len == s->path.len &&
           memcmp(w->path.s, s->path.data, w->path.len) == 0 &&
           (w->value.kind == VALUE_NONE || s->depth <= w->depth);
}

static size_t here(const struct json_scan *s)
{
    return yajl_get_bytes_consumed(s->yajl);
}

/* A value that is no object and no list. */
static void note(struct json_scan *s, enum value_kind kind, struct str bytes)
{
    s->other = s->other || s->depth == 0;
    for (size_t i = 0; i < s->n; i++)
        if (is_here(s, &s->wanted[i])) {
            s->wanted[i].depth = s->depth;
            s->wanted[i].value = (struct value){kind, bytes};
        }
}

/* ---- what the library calls ---------------------------------------------- */

static int on_null(void *context)
{
    note(context, VALUE_NULL, (struct str){0});
    return 1;
}

static int on_boolean(void *context, int yes)
{
    note(context, VALUE_JSON, yes ? STR("true") : STR("false"));
    return 1;
}

static int on_number(void *context, const char *digits, size_t len)
{
    note(context, VALUE_JSON, (struct str){digits, len});
    return 1;
}

static bool is_wanted(const struct json_scan *s)
{
    for (size_t i = 0; i < s->n; i++)
        if (is_here(s, &s->wanted[i]))
            return true;
    return false;
}

/* A string with escapes is in a buffer of the library's, which it will use
 * again. */
static int on_string(void *context, const unsigned char *bytes, size_t len)
{
    struct json_scan *s = context;
    struct str text = {(const char *)bytes, len};

    if (len == 0) {
        text.s = s->line.s;
    } else if ((text.s < s->line.s || text.s >= s->line.s + s->line.len) &&
               is_wanted(s)) {
        text.s = s->plain->data + s->plain->len;
        buffer_add(s->plain, bytes, len); /* there is room */
    }
    note(s, VALUE_TEXT, text);
    return 1;
}

static int begin(struct json_scan *s, bool list)
{
    for (size_t i = 0; i < s->n; i++)
        if (is_here(s, &s->wanted[i])) {
            s->wanted[i].depth = s->depth;
            s->wanted[i].begin = here(s) - 1;
            s->wanted[i].open = true;
        }
    s->objects += s->depth == 0 && !list;
    s->other = s->other || (s->depth == 0 && list);
    if (!GROW(s->path_end, s->depth + 1, s->path_capacity)) {
        s->no_memory = true;
        return 0;
    }
    s->path_end[s->depth++] = s->path.len;
    s->lists += list;
    return 1;
}

static int end(struct json_scan *s, bool list)
{
    s->lists -= list;
    s->path.len = s->path_end[--s->depth];
    for (size_t i = 0; i < s->n; i++) {
        struct json_wanted *w = &s->wanted[i];
        if (w->open && w->depth == s->depth) {
            w->open = false;
            w->value = (struct value){
                VALUE_JSON, {s->line.s + w->begin, here(s) - w->begin}};
        }
    }
    return 1;
}

static int on_map(void *context)
{
    return begin(context, false);
}

static int on_map_end(void *context)
{
    return end(context, false);
}

static int on_list(void *context)
{
    return begin(context, true);
}

static int on_list_end(void *context)
{
    return end(context, true);
}

static int on_name(void *context, const unsigned char *name, size_t len)
{
    struct json_scan *s = context;

    s->results = s->results ||
                 (s->depth == 1 && len > 5 && memcmp(name, "tone.", 5) == 0);
    if (s->lists > 0)
        return 1;
    s->path.len = s->path_end[s->depth - 1];
    s->no_memory = (s->depth > 1 && !buffer_add(&s->path, ".", 1)) ||
                   !buffer_add(&s->path, name, len);
    return !s->no_memory;
}

static const yajl_callbacks callbacks = {
    .yajl_null = on_null,
    .yajl_boolean = on_boolean,
    .yajl_number = on_number,
    .yajl_string = on_string,
    .yajl_start_map = on_map,
    .yajl_map_key = on_name,
    .yajl_end_map = on_map_end,
    .yajl_start_array = on_list,
    .yajl_end_array = on_list_end,
};

/* ---- lines --------------------------------------------------------------- */

/* A handle reads line after line until one is wrong. */
static bool renew(struct json_scan *s)
{
    if (s->yajl)
        yajl_free(s->yajl);
    s->yajl = yajl_alloc(&callbacks, NULL, s);
    return s->yajl && yajl_config(s->yajl, yajl_allow_multiple_values, 1) &&
           yajl_config(s->yajl, yajl_dont_validate_strings, 1);
}

struct json_scan *json_scan_new(void)
{
    struct json_scan *s = mem_zero(1, sizeof *s);

    /* So that even an empty path has an address. */
    if (s && GROW(s->path.data, 64, s->path.capacity) && renew(s))
        return s;
    json_scan_free(s);
    return NULL;
}

void json_scan_free(struct json_scan *s)
{
    if (!s)
        return;
    if (s->yajl)
        yajl_free(s->yajl);
    free(s->path.data);
    free(s->path_end);
    free(s);
}

static bool wrong(struct json_scan *s, const char *reason, size_t byte)
{
    snprintf(s->reason, sizeof s->reason, "%s", reason);
    size_t len = strcspn(s->reason, "\n");
    len -= len > 0 && s->reason[len - 1] == '.';
    s->reason[len] = '\0';
    s->byte = byte;
    if (!renew(s))
        s->no_memory = true;
    return false;
}

/* What the library says, which is one line. */
static bool wrong_json(struct json_scan *s, size_t byte)
{
    unsigned char *said = yajl_get_error(s->yajl, 0, NULL, 0);
    char reason[sizeof s->reason];

    snprintf(reason, sizeof reason, "%s", said ? (char *)said : "wrong JSON");
    if (said)
        yajl_free_error(s->yajl, said);
    return wrong(s, s->no_memory ? "memory ran out" : reason, byte);
}

/* ---- what the library does not see --------------------------------------- */

static unsigned digit(char c)
{
    if (c >= '0' && c <= '9')
        return (unsigned)(c - '0');
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? (unsigned)(c - 'a') + 10 : 16;
}

/* The number of an escape \uD... at a byte of the line, else 0. */
static unsigned surrogate_at(struct str line, size_t at)
{
    unsigned number = 0;

    if (at > line.len || line.len - at < 6 || line.s[at] != '\\' ||
        line.s[at + 1] != 'u' || (line.s[at + 2] | 0x20) != 'd')
        return 0;
    for (size_t i = at + 2; i < at + 6; i++) {
        if (digit(line.s[i]) > 15)
            return 0;
        number = 16 * number + digit(line.s[i]);
    }
    return number;
}

static bool is_low(unsigned surrogate)
{
    return surrogate >= 0xDC00 && surrogate <= 0xDFFF;
}

/* Where an escape is half of a pair without the other one, or line.len. The
 * library loses the character behind it. */
static size_t find_half(struct str line)
{
    for (size_t at = 0; at < line.len;) {
        const char *escape = memchr(line.s + at, '\\', line.len - at);
        if (!escape)
            break;
        at = (size_t)(escape - line.s);
        const unsigned first = surrogate_at(line, at);
        const bool pair = first >= 0xD800 && is_low(surrogate_at(line, at + 6));
        if (first >= 0xD800 && (!pair || is_low(first)))
            return at;
        at += pair ? 12 : 2;
    }
    return line.len;
}

/* Where a byte is white space for the library, but not in JSON, or line.len. */
static size_t find_space(struct str line)
{
    const char *vt = memchr(line.s, '\v', line.len);
    const char *ff = memchr(line.s, '\f', line.len);
    const char *first = !ff || (vt && vt < ff) ? vt : ff;

    return first ? (size_t)(first - line.s) : line.len;
}

static bool check(struct json_scan *s, struct str line)
{
    const size_t utf8 = utf8_invalid(line.s, line.len);
    const size_t half = find_half(line), space = find_space(line);

    if (utf8 < line.len)
        return wrong(s, "this is not UTF-8", utf8 + 1);
    if (half < line.len)
        return wrong(s, "half of a surrogate pair", half + 1);
    return space == line.len || wrong(s, "a control character", space + 1);
}

/* ---- one line ------------------------------------------------------------ */

static void reset(struct json_scan *s, struct str line,
                  struct json_wanted *wanted, size_t n, struct buffer *plain)
{
    s->line = line;
    s->wanted = wanted;
    s->n = n;
    s->plain = plain;
    s->depth = s->lists = s->objects = 0;
    s->other = s->results = s->no_memory = false;
    s->path.len = 0;
    for (size_t i = 0; i < n; i++) {
        wanted[i].value = (struct value){0};
        wanted[i].open = false;
    }
}

bool json_scan(struct json_scan *s, struct str line, struct json_wanted *wanted,
               size_t n, struct buffer *plain)
{
    reset(s, line, wanted, n, plain);
    if (!s->yajl && !renew(s))
        return wrong(s, "memory ran out", 0);
    if (!check(s, line))
        return false;
    if (yajl_parse(s->yajl, (const unsigned char *)line.s, line.len) !=
        yajl_status_ok)
        return wrong_json(s, here(s) + (here(s) < line.len));
    /* A number ends where something else begins, and no string goes on. */
    if (yajl_parse(s->yajl, (const unsigned char *)"\n", 1) != yajl_status_ok)
        return wrong_json(s, line.len);
    if (s->depth > 0)
        return wrong(s, "the object does not end", line.len);
    if (s->other || s->objects != 1)
        return wrong(s, "not one JSON object", 0);
    return true;
}

bool json_has_results(const struct json_scan *s)
{
    return s->results;
}

const char *json_reason(const struct json_scan *s)
{
    return s->reason;
}

size_t json_byte(const struct json_scan *s)
{
    return s->byte;
}
