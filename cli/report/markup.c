#include "cli/report/markup.h"

#include <math.h>
#include <stdio.h>

#include "model/utf8.h"

/* ---- as it is ------------------------------------------------------------ */

void markup_bytes(struct markup *m, struct str bytes)
{
    if (!m->failed && !buffer_add(&m->out, bytes.s, bytes.len))
        m->failed = true;
}

void markup_put(struct markup *m, const char *literal)
{
    markup_bytes(m, str_of(literal));
}

bool markup_ok(const struct markup *m, struct tenor_error *err)
{
    return !m->failed || fail_memory(err, "a page");
}

/* ---- foreign text -------------------------------------------------------- */

/* Characters that turn the writing direction: UAX 9, section 2. */
static bool turns(uint32_t c)
{
    return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) ||
           c == 0x200E || c == 0x200F || c == 0x061C;
}

static bool is_control(uint32_t c)
{
    return (c < ' ' && c != '\t' && c != '\n') || (c >= 0x7F && c < 0xA0);
}

static bool is_no_character(uint32_t c)
{
    return (c >= 0xFDD0 && c <= 0xFDEF) || (c & 0xFFFE) == 0xFFFE;
}

static bool stands_for_itself(unsigned char c)
{
    return ((c >= ' ' && c < 0x7F) || c == '\t' || c == '\n') && c != '&' &&
           c != '<' && c != '>' && c != '"' && c != '\'';
}

static const char *reference(uint32_t c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

static void put_turning(struct markup *m, uint32_t c, bool plain)
{
    char name[16];

    snprintf(name, sizeof name, "U+%04X", (unsigned)c);
    markup_put(m, plain ? "[" : "<span class=\"control\">");
    markup_put(m, name);
    markup_put(m, plain ? "]" : "</span>");
}

static void put_character(struct markup *m, uint32_t c, bool plain)
{
    const char *named = reference(c);
    char bytes[4];

    if (named)
        markup_put(m, named);
    else if (turns(c))
        put_turning(m, c, plain);
    else
        markup_bytes(
            m, (struct str){bytes, utf8_put(is_control(c) || is_no_character(c)
                                                ? UTF8_REPLACEMENT
                                                : c,
                                            bytes)});
}

static void put_foreign(struct markup *m, struct str text, bool plain)
{
    size_t bad = 0;

    for (size_t i = 0; i < text.len && !m->failed;) {
        size_t n = 0;
        uint32_t c;
        while (i + n < text.len &&
               stands_for_itself((unsigned char)text.s[i + n]))
            n++;
        markup_bytes(m, (struct str){text.s + i, n});
        i += n;
        if (i == text.len)
            break;
        i += utf8_decode(text.s + i, text.len - i, &c, &bad);
        if (c != '\r')
            put_character(m, c, plain);
        else if (i == text.len || text.s[i] != '\n')
            markup_put(m, "\n");
    }
}

void markup_text(struct markup *m, struct str text)
{
    put_foreign(m, text, false);
}

void markup_plain(struct markup *m, struct str text)
{
    put_foreign(m, text, true);
}

void markup_foreign(struct markup *m, struct str text)
{
    markup_put(m, "<bdi>");
    put_foreign(m, text, false);
    markup_put(m, "</bdi>");
}

void markup_attribute(struct markup *m, const char *name, struct str value)
{
    markup_put(m, " ");
    markup_put(m, name);
    markup_put(m, "=\"");
    put_foreign(m, value, true);
    markup_put(m, "\"");
}

/* ---- numbers ------------------------------------------------------------- */

/* The program never sets a locale, so printf writes a point. */
static void print(char *room, size_t size, double x, int decimals)
{
    snprintf(room, size, "%.*f", decimals, isfinite(x) ? x : 0.0);
}

/* Whether what is printed has a digit other than 0. */
static bool is_zero(const char *number)
{
    return number[strspn(number, "-0.")] == '\0';
}

#define ROOM 352 /* the largest double has 309 digits before the point */

void markup_number(struct markup *m, double x, int decimals)
{
    char number[ROOM];

    print(number, sizeof number, x, decimals);
    markup_put(m, number[0] == '-' && is_zero(number) ? number + 1 : number);
}

void markup_signed(struct markup *m, double x, int decimals)
{
    char number[ROOM];

    print(number, sizeof number, fabs(x), decimals);
    if (!is_zero(number))
        markup_put(m, x < 0.0 ? "\xE2\x88\x92" : "+");
    markup_put(m, number);
}

void markup_percent(struct markup *m, double share, int decimals)
{
    markup_number(m, 100.0 * share, decimals);
    markup_put(m, "\xC2\xA0%");
}

void markup_probability(struct markup *m, double p)
{
    if (p < 0.01)
        markup_put(m, "&lt;");
    markup_percent(m, p > 0.99 ? 0.99 : p < 0.01 ? 0.01 : p, 0);
}

void markup_count(struct markup *m, size_t n)
{
    char number[24];

    snprintf(number, sizeof number, "%zu", n);
    markup_put(m, number);
}

void markup_total(struct markup *m, size_t n)
{
    char digits[24];
    const size_t len = (size_t)snprintf(digits, sizeof digits, "%zu", n);

    for (size_t i = 0; i < len; i++) {
        if (i > 0 && len > 4 && (len - i) % 3 == 0)
            markup_put(m, ",");
        markup_bytes(m, (struct str){digits + i, 1});
    }
}
