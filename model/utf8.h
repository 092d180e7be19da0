/* Characters: decoding with repair, classes, and folding to a canonical form.
 *
 * The only user of <utf8proc.h>. ASCII never reaches the library. Pure
 * functions, safe from any thread. */
#ifndef TENOR_MODEL_UTF8_H
#define TENOR_MODEL_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define UTF8_REPLACEMENT 0xFFFD

/* What a character is to the tokenizer, by its general category: letters are
 * L*, marks M* and Cf, digits N*. A picture is a sign with the property
 * Extended_Pictographic, half a flag or a skin tone. */
enum utf8_class {
    UTF8_OTHER,     /* control characters, unassigned, U+FFFD */
    UTF8_SPACE,     /* spaces of any width */
    UTF8_NEWLINE,   /* line and paragraph ends */
    UTF8_LETTER,    /* letters of alphabets and syllabaries with spaces */
    UTF8_IDEOGRAPH, /* scripts without spaces: each character is a word */
    UTF8_MARK,      /* combining marks, joiners: continue what they follow */
    UTF8_DIGIT,
    UTF8_PUNCT,  /* punctuation and symbols */
    UTF8_PICTURE /* emoji and other pictographs */
};

/* Decode the character at s, of which len > 0 bytes remain. Returns its size
 * in bytes. An invalid sequence gives U+FFFD and the size of its maximal
 * subpart (Unicode 15, section 3.9, "U+FFFD substitution"), with *bad
 * incremented. */
size_t utf8_decode(const char *s, size_t len, uint32_t *point, size_t *bad);

/* Bytes before the first invalid sequence; len when there is none. */
size_t utf8_invalid(const char *s, size_t len);

enum utf8_class utf8_class(uint32_t point);

/* The class of an ASCII character. */
static inline enum utf8_class utf8_ascii_class(unsigned char c)
{
    if ((c | 32) >= 'a' && (c | 32) <= 'z')
        return UTF8_LETTER;
    if (c >= '0' && c <= '9')
        return UTF8_DIGIT;
    if (c > ' ' && c < 0x7F)
        return UTF8_PUNCT;
    if (c == '\n')
        return UTF8_NEWLINE;
    return c == ' ' || (c >= '\t' && c <= '\r') ? UTF8_SPACE : UTF8_OTHER;
}

/* True for a letter with the Unicode property Uppercase. */
bool utf8_is_upper(uint32_t point);

/* True for a small letter of a script whose sentences begin with a capital:
 * general category Ll, but not Georgian. */
bool utf8_is_small(uint32_t point);

/* True for closing brackets and quotes: general categories Pe and Pf. */
bool utf8_is_closing(uint32_t point);

/* True for ideographic and other full stops, which end a sentence whatever
 * follows, be it without a space: U+3002, U+0964, U+061F, ... */
bool utf8_is_full_stop(uint32_t point);

/* Fold a word: full case folding (with the Turkish dotless i where asked),
 * then NFC; typographic apostrophes (U+2018, U+2019, U+02BC, U+FF07) and
 * hyphens (U+2010, U+2011) become ASCII, and what has the property
 * Default_Ignorable_Code_Point - soft hyphens, joiners - is dropped.
 *
 *   out [room]  receives the folded bytes, not terminated
 *
 * Returns the number of bytes, or 0 when nothing is left of the word or the
 * result would not fit. Invalid sequences become U+FFFD. Sources: Unicode 15
 * sections 3.11 and 3.13. */
size_t utf8_fold(const char *s, size_t len, bool dotless, char *out,
                 size_t room);

/* Append one character to out, which has room for 4 bytes. */
size_t utf8_put(uint32_t point, char *out);

#endif
