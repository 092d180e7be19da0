/* What a server reads by itself of a request: its query, its Content-Type, its
 * token. The first byte chooses; it is '?', ';' or anything else, for which a
 * file of tokens, up to an empty line, and a header follow. */
#include <string.h>

#include "cli/serve/bearer.h"
#include "cli/serve/media.h"
#include "cli/serve/query.h"
#include "model/utf8.h"
#include "tests/fuzz/fuzz.h"

static bool is_inside(struct str part, struct str whole)
{
    return !part.s ||
           (part.s >= whole.s && part.s + part.len <= whole.s + whole.len);
}

/* ---- queries ------------------------------------------------------------- */

/* Append a value so that every byte of it is encoded. */
static bool encode(struct buffer *b, const char *s)
{
    char code[4];
    bool ok = true;

    for (; ok && *s; s++) {
        snprintf(code, sizeof code, "%%%02X", (unsigned char)*s);
        ok = buffer_add(b, code, 3);
    }
    return ok;
}

/* The values of a query are those of one that is made from them. */
static void check_again(const struct query_value *value, size_t n)
{
    struct query_value again[3];
    struct buffer query = {0}, text = {0}, why = {0};

    memcpy(again, value, n * sizeof *value);
    for (size_t i = 0; i < n; i++)
        if (value[i].value)
            CHECK(buffer_add(&query, "&", 1) && encode(&query, value[i].name) &&
                  buffer_add(&query, "=", 1) && encode(&query, value[i].value));
    CHECK(
        query_read((struct str){query.data, query.len}, again, n, &text, &why));
    for (size_t i = 0; i < n; i++)
        CHECK(!value[i].value == !again[i].value &&
              (!value[i].value || strcmp(value[i].value, again[i].value) == 0));
    free(query.data);
    free(text.data);
}

static void check_query(struct str s)
{
    struct query_value value[] = {{"axes", NULL}, {"title", NULL}, {"", NULL}};
    struct buffer text = {0}, why = {0};

    if (query_read(s, value, 3, &text, &why)) {
        CHECK(why.len == 0);
        check_again(value, 3);
    } else {
        CHECK(why.len > 0 && utf8_invalid(why.data, why.len) == why.len);
    }
    free(text.data);
    free(why.data);
}

/* ---- types --------------------------------------------------------------- */

static void check_media(struct str s)
{
    struct media m;

    if (!media_read(s, &m))
        return;
    CHECK(is_inside(m.type, s) && is_inside(m.charset, s));
    CHECK(m.type.len >= 3 && memchr(m.type.s, '/', m.type.len));
    CHECK(media_equal(m.type, m.type) && media_equal(m.charset, m.charset));
    struct media again;
    CHECK(media_read(m.type, &again) && str_equal(m.type, again.type) &&
          !again.charset.s);
}

/* ---- tokens -------------------------------------------------------------- */

/* Whether the header has exactly a token of the file, by plain means. */
static bool is_good(const struct bearer *b, const char *header)
{
    if (strlen(header) < 7 || header[6] != ' ' ||
        !media_equal((struct str){header, 6}, STR("Bearer")))
        return false;
    const char *token = header + 6 + strspn(header + 6, " ");
    size_t len = strlen(token);
    while (len > 0 && token[len - 1] == ' ')
        len--;
    for (size_t i = 0; i < b->n; i++)
        if (str_equal(b->token[i], (struct str){token, len}))
            return true;
    return false;
}

static void check_bearer(struct str s)
{
    const char *end = NULL;
    struct bearer b = {0};
    struct tenor_error err = {0};

    for (size_t i = 0; !end && i + 1 < s.len; i++)
        if (memcmp(s.s + i, "\n\n", 2) == 0)
            end = s.s + i;
    const size_t len = end ? (size_t)(end - s.s) : s.len;
    char *header =
        mem_string(end ? (struct str){end + 2, s.len - len - 2} : STR(""));
    CHECK(header);
    if (bearer_parse(&b, (struct str){s.s, len}, "tokens", &err)) {
        CHECK(b.n > 0);
        CHECK(bearer_accepts(&b, header) == is_good(&b, header));
        CHECK(!bearer_accepts(&b, NULL));
    } else {
        CHECK(err.code == TENOR_EDATA);
    }
    bearer_release(&b);
    free(header);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    const struct str s = {(const char *)data + 1, size - 1};
    if (data[0] == '?')
        check_query(s);
    else if (data[0] == ';')
        check_media(s);
    else
        check_bearer(s);
    return 0;
}
