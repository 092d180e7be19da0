#include "model/json.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "model/utf8.h"

#define DIGITS 6        /* of a number */
#define EXACT_DIGITS 17 /* that tell any two apart: IEEE 754 */

/* ---- strings ------------------------------------------------------------- */

static bool stands_for_itself(unsigned char byte)
{
    return byte >= ' ' && byte < 0x80 && byte != '"' && byte != '\\';
}

static bool put_escape(struct buffer *out, unsigned char byte)
{
    static const char letter[] = "btnvfr"; /* from 8 on; no \v in JSON */
    static const char digit[] = "0123456789abcdef";
    const char hex[] = {
        '\\', 'u', '0', '0', digit[byte >> 4], digit[byte & 15]};
    const char two[] = {'\\', (char)byte};
    const char named[] = {'\\', letter[byte >= 8 && byte <= 13 ? byte - 8 : 0]};

    if (byte == '"' || byte == '\\')
        return buffer_add(out, two, sizeof two);
    if (byte >= 8 && byte <= 13 && byte != '\v')
        return buffer_add(out, named, sizeof named);
    return buffer_add(out, hex, sizeof hex);
}

/* A character beyond ASCII; *n is its size in s. */
static bool put_character(struct buffer *out, const char *s, size_t len,
                          size_t *n)
{
    char repaired[4];
    uint32_t point;
    size_t bad = 0;

    *n = utf8_decode(s, len, &point, &bad);
    return bad ? buffer_add(out, repaired, utf8_put(point, repaired))
               : buffer_add(out, s, *n);
}

bool json_put_string(struct buffer *b, struct str s)
{
    bool ok = buffer_add(b, "\"", 1);

    for (size_t i = 0; ok && i < s.len;) {
        size_t n = 0;
        while (i + n < s.len && stands_for_itself((unsigned char)s.s[i + n]))
            n++;
        ok = buffer_add(b, s.s + i, n);
        i += n;
        if (!ok || i == s.len)
            break;
        n = 1;
        ok = (unsigned char)s.s[i] < 0x80
                 ? put_escape(b, (unsigned char)s.s[i])
                 : put_character(b, s.s + i, s.len - i, &n);
        i += n;
    }
    return ok && buffer_add(b, "\"", 1);
}

/* ---- between values ------------------------------------------------------ */

bool json_put_comma(struct buffer *b)
{
    const char before = b->len ? b->data[b->len - 1] : '[';

    return before == '{' || before == '[' || buffer_add(b, ",", 1);
}

bool json_put_name(struct buffer *b, const char *name)
{
    return json_put_comma(b) && json_put_string(b, str_of(name)) &&
           buffer_add(b, ":", 1);
}

/* ---- numbers ------------------------------------------------------------- */

/* A number of the kind that results are full of, much faster than printf: one
 * that has no exponent and is not nearly halfway between two of six digits, so
 * that the rounding of the product, 1e-10 at most, does not matter. Its size,
 * or 0 for others. */
static size_t print_plain(char to[32], double x)
{
    static const uint32_t power[] = {1,         10,        100,     1000,
                                     10000,     100000,    1000000, 10000000,
                                     100000000, 1000000000};
    const double size = fabs(x);
    double scaled = size;
    size_t decimals = 0, n = 0;

    if (!(size >= 1e-4 && size < 999999.0))
        return 0;
    while (scaled < 1e5)
        scaled = size * power[++decimals];
    uint32_t digits = (uint32_t)scaled;
    const double rest = scaled - digits;
    if (fabs(rest - 0.5) < 1e-6)
        return 0;
    digits += rest > 0.5;
    if (decimals == 0) {
        digits *= 10;
        decimals = 1;
    }
    for (; decimals > 1 && digits % 10 == 0; decimals--)
        digits /= 10;
    if (x < 0.0)
        to[n++] = '-';
    /* As many places as it takes to have one before the point. */
    size_t place = decimals;
    while (digits / power[place] >= 10)
        place++;
    for (size_t i = place + 1; i-- > 0;) {
        to[n++] = (char)('0' + digits / power[i] % 10);
        if (i == decimals)
            to[n++] = '.';
    }
    return n;
}

/* What printf writes is "[-]d[POINT d...][e(+|-)dd...]", and the point is that
 * of the locale, of one byte or more. An exponent is written as short as it can
 * be. */
static bool put_printed(struct buffer *b, const char *printed, int n)
{
    bool real = false, exponent = false, ok = true;

    for (int i = 0; ok && i < n; i++) {
        const char c = printed[i];
        const bool digit = c >= '0' && c <= '9';
        if (c == 'e') {
            real = exponent = true;
            ok = buffer_add(b, "e", 1);
        } else if (exponent && (c == '+' || c == '0')) {
            continue;
        } else if (digit || c == '-') {
            exponent = exponent && !digit;
            ok = buffer_add(b, &c, 1);
        } else if (!real) {
            real = true;
            ok = buffer_add(b, ".", 1);
        }
    }
    return ok && (real || buffer_add(b, ".0", 2));
}

bool json_put_real(struct buffer *b, double x)
{
    char printed[64];
    const size_t plain = print_plain(printed, x);
    if (plain)
        return buffer_add(b, printed, plain);
    const int n = snprintf(printed, sizeof printed, "%.*g", DIGITS, x);

    return n > 0 && n < (int)sizeof printed && put_printed(b, printed, n);
}

bool json_put_exact(struct buffer *b, double x)
{
    char printed[64];
    const int n = snprintf(printed, sizeof printed, "%.*g", EXACT_DIGITS, x);

    return n > 0 && n < (int)sizeof printed && put_printed(b, printed, n);
}

bool json_put_count(struct buffer *b, size_t n)
{
    char printed[32];
    const int len = snprintf(printed, sizeof printed, "%zu", n);

    return buffer_add(b, printed, (size_t)len);
}
