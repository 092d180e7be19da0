#include "model/glyph.h"

struct glyph glyph_at(struct str text, size_t at)
{
    struct glyph g = {' ', UTF8_SPACE, 0};
    size_t bad = 0;

    if (at >= text.len)
        return g;
    const unsigned char lead = (unsigned char)text.s[at];
    if (lead < 0x80)
        return (struct glyph){lead, utf8_ascii_class(lead), 1};
    g.size = utf8_decode(text.s + at, text.len - at, &g.point, &bad);
    g.class = utf8_class(g.point);
    return g;
}

bool glyph_is_quote(uint32_t point)
{
    switch (point) {
    case '"':
    case 0x00AB: /* << */
    case 0x00BB: /* >> */
    case 0x201C: /* 66 above */
    case 0x201D: /* 99 above */
    case 0x201E: /* 99 below */
    case 0x201F: /* reversed 99 above */
    case 0x300C: /* corner brackets */
    case 0x300D:
    case 0x300E:
    case 0x300F:
        return true;
    default:
        return false;
    }
}

void glyph_count(struct glyph_count *c, const struct glyph *g)
{
    switch (g->class) {
    case UTF8_LETTER:
    case UTF8_DIGIT:
        if (!c->inside)
            c->halves += GLYPH_WORD;
        c->inside = true;
        break;
    case UTF8_IDEOGRAPH:
        c->halves++;
        c->inside = false;
        break;
    case UTF8_SPACE:
    case UTF8_NEWLINE:
        c->inside = false;
        break;
    case UTF8_PUNCT:
        if (g->point == 0x2013 || g->point == 0x2014 ||
            glyph_is_quote(g->point))
            c->inside = false;
        break;
    default:
        break;
    }
}
