/* Foreign text in pages: whatever the bytes are, what comes out is UTF-8
 * without a sign of markup, a control or a turn of the writing direction. */
#include "cli/report/markup.h"

#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/valid.h"

static bool begins(struct str s, const char *with)
{
    const size_t len = strlen(with);

    return s.len >= len && memcmp(s.s, with, len) == 0;
}

/* Bytes of a reference at the beginning, 0 when there is none. */
static size_t reference(struct str s)
{
    static const char *const names[] = {"&amp;", "&lt;", "&gt;", "&quot;",
                                        "&#39;"};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (begins(s, names[i]))
            return strlen(names[i]);
    return 0;
}

static bool is_bad(uint32_t c)
{
    return strchr("<>\"'&", (int)(c < 0x80 && c ? c : 'x')) ||
           (c < ' ' && c != '\t' && c != '\n') || (c >= 0x7F && c < 0xA0) ||
           (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) ||
           c == 0x200E || c == 0x200F || c == 0x061C || (c & 0xFFFE) == 0xFFFE;
}

static void check(struct str s)
{
    size_t bad = 0;

    CHECK(is_utf8(s));
    while (s.len) {
        size_t n = reference(s);
        if (!n) {
            uint32_t c;
            n = utf8_decode(s.s, s.len, &c, &bad);
            CHECK(!is_bad(c));
        }
        s.s += n;
        s.len -= n;
    }
}

/* The same with the frames of turns taken out. */
static void check_element(struct str s)
{
    static const char open[] = "<span class=\"control\">U+",
                      close[] = "</span>";
    size_t begin = 0;

    for (size_t i = 0; i < s.len; i++) {
        const struct str rest = {s.s + i, s.len - i};
        if (!begins(rest, open))
            continue;
        check((struct str){s.s + begin, i - begin});
        i += strlen(open) + 4;
        CHECK(begins((struct str){s.s + i, s.len - i}, close));
        i += strlen(close) - 1;
        begin = i + 1;
    }
    if (begin < s.len)
        check((struct str){s.s + begin, s.len - begin});
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct str text = {(const char *)data, size};
    struct markup plain = {0}, element = {0}, attribute = {0};

    markup_plain(&plain, text);
    markup_text(&element, text);
    markup_attribute(&attribute, "a", text);
    CHECK(!plain.failed && !element.failed && !attribute.failed);
    check((struct str){plain.out.data, plain.out.len});
    check_element((struct str){element.out.data, element.out.len});
    CHECK(attribute.out.len == plain.out.len + strlen(" a=\"\""));
    CHECK(plain.out.len == 0 || memcmp(attribute.out.data + strlen(" a=\""),
                                       plain.out.data, plain.out.len) == 0);
    free(plain.out.data);
    free(element.out.data);
    free(attribute.out.data);
    return 0;
}
