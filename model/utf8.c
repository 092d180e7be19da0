#include "model/utf8.h"

#include <utf8proc.h>

#include "model/run.h"

/* Longest word, in characters after decomposition, that is folded. */
#define FOLD_MAX 512

size_t utf8_decode(const char *s, size_t len, uint32_t *point, size_t *bad)
{
    const unsigned char *b = (const unsigned char *)s;
    unsigned char lead = b[0];

    if (lead < 0x80) {
        *point = lead;
        return 1;
    }
    /* Table 3-7 of the Unicode standard: the range of the second byte
     * excludes overlong forms, surrogates and everything past U+10FFFF. */
    size_t size = lead >= 0xC2 && lead <= 0xDF   ? 2
                  : lead >= 0xE0 && lead <= 0xEF ? 3
                  : lead >= 0xF0 && lead <= 0xF4 ? 4
                                                 : 1;
    unsigned char low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    unsigned char high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    uint32_t value = lead & (0xFFu >> (size + 1));
    size_t i = 1;

    while (i < size && i < len && b[i] >= low && b[i] <= high) {
        value = value << 6 | (b[i] & 0x3Fu);
        low = 0x80;
        high = 0xBF;
        i++;
    }
    if (size == 1 || i < size) {
        *point = UTF8_REPLACEMENT;
        ++*bad;
        return i;
    }
    *point = value;
    return size;
}

size_t utf8_invalid(const char *s, size_t len)
{
    size_t i = 0, bad = 0;
    uint32_t ignored;

    while (i < len) {
        const size_t n = utf8_decode(s + i, len - i, &ignored, &bad);
        if (bad)
            return i;
        i += n;
        if (i < len && (unsigned char)s[i] < 0x80)
            i += run_ascii(s + i, len - i, '\0');
    }
    return len;
}

/* Scripts that are written without spaces, so that a run of letters is no
 * word: Han, kana, Thai, Lao, Myanmar, Khmer. */
static bool without_spaces(uint32_t c)
{
    static const struct {
        uint32_t first, last;
    } block[] = {
        {0x0E00, 0x0EFF}, {0x1000, 0x109F},   {0x1780, 0x17FF},
        {0x3005, 0x3007}, {0x3041, 0x30FF},   {0x3400, 0x4DBF},
        {0x4E00, 0x9FFF}, {0xF900, 0xFAFF},   {0xFF66, 0xFF9F},
        {0x1B000, 0x1B16F}, {0x20000, 0x323AF},
    };

    for (size_t i = 0; i < sizeof block / sizeof *block; i++)
        if (c >= block[i].first && c <= block[i].last)
            return true;
    return false;
}

static bool is_picture(uint32_t c)
{
    const utf8proc_property_t *p = utf8proc_get_property((utf8proc_int32_t)c);

    return p->boundclass == UTF8PROC_BOUNDCLASS_EXTENDED_PICTOGRAPHIC ||
           p->boundclass == UTF8PROC_BOUNDCLASS_E_BASE ||
           p->boundclass == UTF8PROC_BOUNDCLASS_REGIONAL_INDICATOR ||
           (c >= 0x1F3FB && c <= 0x1F3FF);
}

enum utf8_class utf8_class(uint32_t c)
{
    switch (utf8proc_category((utf8proc_int32_t)c)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
        return without_spaces(c) ? UTF8_IDEOGRAPH : UTF8_LETTER;
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ME:
        return UTF8_MARK;
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO:
        return UTF8_DIGIT;
    case UTF8PROC_CATEGORY_ZS:
        return UTF8_SPACE;
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
        return UTF8_NEWLINE;
    case UTF8PROC_CATEGORY_CC:
        return c == '\n' || c == 0x85         ? UTF8_NEWLINE
               : c == '\t' || c == '\r' || c == '\v' || c == '\f' ? UTF8_SPACE
                                                          : UTF8_OTHER;
    case UTF8PROC_CATEGORY_CF: /* soft hyphen, zero-width joiners */
        return UTF8_MARK;
    case UTF8PROC_CATEGORY_CS:
    case UTF8PROC_CATEGORY_CO:
    case UTF8PROC_CATEGORY_CN:
        return UTF8_OTHER;
    default:
        if (c == UTF8_REPLACEMENT)
            return UTF8_OTHER;
        return c >= 0x80 && is_picture(c) ? UTF8_PICTURE : UTF8_PUNCT;
    }
}

bool utf8_is_upper(uint32_t c)
{
    return utf8proc_category((utf8proc_int32_t)c) == UTF8PROC_CATEGORY_LU;
}

bool utf8_is_small(uint32_t c)
{
    return utf8proc_category((utf8proc_int32_t)c) == UTF8PROC_CATEGORY_LL &&
           !(c >= 0x10D0 && c <= 0x10FF);
}

bool utf8_is_closing(uint32_t c)
{
    const utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)c);

    return category == UTF8PROC_CATEGORY_PE || category == UTF8PROC_CATEGORY_PF;
}

bool utf8_is_full_stop(uint32_t c)
{
    switch (c) {
    case 0x0589: /* Armenian */
    case 0x061F: /* Arabic question mark */
    case 0x06D4: /* Urdu */
    case 0x0964: /* danda */
    case 0x0965:
    case 0x3002: /* ideographic */
    case 0xFF01:
    case 0xFF0E:
    case 0xFF1F:
    case 0xFF61:
        return true;
    default:
        return false;
    }
}

size_t utf8_put(uint32_t point, char *out)
{
    return (size_t)utf8proc_encode_char((utf8proc_int32_t)point,
                                        (utf8proc_uint8_t *)out);
}

static uint32_t plain(uint32_t c)
{
    switch (c) {
    case 0x2018:
    case 0x2019:
    case 0x02BC:
    case 0xFF07:
        return '\'';
    case 0x2010:
    case 0x2011:
        return '-';
    default:
        return c;
    }
}

size_t utf8_fold(const char *s, size_t len, bool dotless, char *out,
                 size_t room)
{
    utf8proc_int32_t point[FOLD_MAX];
    const utf8proc_option_t fold =
        UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE;
    size_t n = 0;
    size_t bad = 0;

    for (size_t i = 0; i < len;) {
        uint32_t c;
        i += utf8_decode(s + i, len - i, &c, &bad);
        if (dotless && c == 'I') {
            /* Decomposed, the dotted capital is I and U+0307. */
            const bool dotted =
                len - i >= 2 && s[i] == '\xCC' && s[i + 1] == '\x87';
            c = dotted ? 'i' : 0x0131;
            i += dotted ? 2 : 0;
        }
        if (dotless && c == 0x0130)
            c = 'i';
        int boundary = 0;
        utf8proc_ssize_t got =
            utf8proc_decompose_char((utf8proc_int32_t)plain(c), point + n,
                                    (utf8proc_ssize_t)(FOLD_MAX - n), fold,
                                    &boundary);
        if (got < 0 || (size_t)got > FOLD_MAX - n)
            return 0;
        n += (size_t)got;
    }
    /* Canonical ordering of combining marks, as utf8proc_decompose does. */
    for (size_t i = 1; i < n; i++)
        for (size_t j = i; j > 0; j--) {
            int a = utf8proc_get_property(point[j - 1])->combining_class;
            int b = utf8proc_get_property(point[j])->combining_class;
            if (b == 0 || a <= b)
                break;
            utf8proc_int32_t swap = point[j];
            point[j] = point[j - 1];
            point[j - 1] = swap;
        }
    utf8proc_ssize_t composed = utf8proc_normalize_utf32(
        point, (utf8proc_ssize_t)n, UTF8PROC_COMPOSE | UTF8PROC_STABLE);
    if (composed < 0)
        return 0;
    size_t size = 0;
    for (utf8proc_ssize_t i = 0; i < composed; i++) {
        if (room - size < 4)
            return 0;
        size += utf8_put((uint32_t)point[i], out + size);
    }
    return size;
}
