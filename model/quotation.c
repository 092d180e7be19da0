/* One walk over the paragraph with one state per kind of mark: where the
 * quotation at hand began, if one is open. */
#include "model/quotation.h"

#include <stdlib.h>

#include "model/glyph.h"
#include "model/run.h"

/* Corners stand between ideographs, without spaces. */
enum kind { DOUBLE, ANGLE, CORNER, WHITE_CORNER, KINDS };

/* What a mark does where its neighbours do not say. */
enum form { FORM_EITHER, FORM_OPENS, FORM_CLOSES };

struct mark {
    enum kind kind;
    enum form form;
};

static struct mark mark_of(uint32_t point)
{
    switch (point) {
    case 0x201C: /* 66 above */
    case 0x201E: /* 99 below */
    case 0x201F: /* reversed 99 above */
        return (struct mark){DOUBLE, FORM_OPENS};
    case 0x201D: /* 99 above */
        return (struct mark){DOUBLE, FORM_CLOSES};
    case 0x00AB:
        return (struct mark){ANGLE, FORM_OPENS};
    case 0x00BB:
        return (struct mark){ANGLE, FORM_CLOSES};
    case 0x300C:
        return (struct mark){CORNER, FORM_OPENS};
    case 0x300D:
        return (struct mark){CORNER, FORM_CLOSES};
    case 0x300E:
        return (struct mark){WHITE_CORNER, FORM_OPENS};
    case 0x300F:
        return (struct mark){WHITE_CORNER, FORM_CLOSES};
    default:
        return (struct mark){DOUBLE, FORM_EITHER};
    }
}

/* What may stand on either side of a mark, outside or inside. */
static bool is_border(const struct glyph *g)
{
    if (g->class == UTF8_SPACE || g->class == UTF8_NEWLINE)
        return true;
    switch (g->point) {
    case '\'':
    case '*':
    case '-':
    case '/':
    case '_':
    case 0x2013:
    case 0x2014:
        return true;
    default:
        return glyph_is_quote(g->point);
    }
}

static bool before_opening(const struct glyph *g)
{
    return is_border(g) || g->point == '(' || g->point == '[' ||
           g->point == '{' || g->point == '>' || g->point == 0x2018;
}

static bool behind_closing(const struct glyph *g)
{
    switch (g->point) {
    case '.':
    case ',':
    case ';':
    case ':':
    case '!':
    case '?':
    case ')':
    case ']':
    case '}':
    case '<':
    case 0x2019: /* closing single mark, apostrophe */
    case 0x2026: /* ellipsis */
        return true;
    default:
        return is_border(g);
    }
}

struct open {
    bool open;
    size_t begin;
    uint32_t mark;
};

enum act { PASS, OPEN, CLOSE };

static enum act act_of(uint32_t point, const struct glyph *before,
                       const struct glyph *behind, const struct open *o)
{
    const enum form form = mark_of(point).form;
    const bool opens = before_opening(before), closes = behind_closing(behind);
    /* >>so<<, and German 99 below, 66 above */
    const bool turned = o->open && (mark_of(o->mark).form == FORM_CLOSES ||
                                    (o->mark == 0x201E && point == 0x201C));

    if (mark_of(point).kind < CORNER && opens != closes) {
        if (opens)
            return OPEN;
        return o->open ? CLOSE : PASS;
    }
    if (form == FORM_OPENS)
        return turned ? CLOSE : OPEN;
    if (o->open)
        return CLOSE;
    return form == FORM_EITHER ? OPEN : PASS;
}

/* Quotations are found by their ends, so an outer one comes after those that
 * it holds, and takes their place. */
static bool add(struct quotations *q, size_t begin, size_t end)
{
    while (q->n > 0 && q->quote[q->n - 1].end > begin) {
        q->n--;
        if (q->quote[q->n].begin < begin)
            begin = q->quote[q->n].begin;
    }
    if (!GROW(q->quote, q->n + 1, q->capacity))
        return false;
    q->quote[q->n++] = (struct quotation){begin, end};
    return true;
}

/* Whether it has words enough to be speech. */
static bool is_speech(struct str text, size_t begin, size_t end)
{
    const struct str part = {text.s, end};
    struct glyph_count count = {0};
    struct glyph g;

    for (size_t at = begin;
         at < end && count.halves < QUOTE_WORDS_MIN * GLYPH_WORD;
         at += g.size) {
        g = glyph_at(part, at);
        glyph_count(&count, &g);
    }
    return count.halves >= QUOTE_WORDS_MIN * GLYPH_WORD;
}

static bool close_at(struct quotations *q, struct open *o, struct str text,
                     size_t end)
{
    o->open = false;
    return !is_speech(text, o->begin, end) || add(q, o->begin, end);
}

/* The paragraph is over. */
static bool finish(struct quotations *q, struct open *open, struct str text,
                   size_t end, struct str next)
{
    const struct glyph first = glyph_at(next, 0);

    if (!glyph_is_quote(first.point))
        return true;
    struct open *o = &open[mark_of(first.point).kind];
    return !o->open || close_at(q, o, text, end);
}

/* The next byte from `at` on with which a mark may begin, and the character
 * before it, which was *before at `at`. */
static size_t skip_plain(struct str part, size_t at, struct glyph *before)
{
    const size_t run = run_ascii(part.s + at, part.len - at, '"');

    if (run > 0)
        *before = glyph_at(part, at + run - 1);
    return at + run;
}

bool quotations_add(struct quotations *q, struct str text, size_t begin,
                    size_t end, struct str next)
{
    const struct str part = {text.s, end};
    struct open open[KINDS] = {{.open = false}};
    struct glyph before = {' ', UTF8_SPACE, 0}, g;

    for (size_t at = skip_plain(part, begin, &before); at < end;
         before = g, at = skip_plain(part, at + g.size, &before)) {
        g = glyph_at(part, at);
        if (!glyph_is_quote(g.point))
            continue;
        const struct glyph behind = glyph_at(part, at + g.size);
        struct open *o = &open[mark_of(g.point).kind];
        switch (act_of(g.point, &before, &behind, o)) {
        case OPEN:
            *o = (struct open){true, at, g.point};
            break;
        case CLOSE:
            if (!close_at(q, o, text, at + g.size))
                return false;
            break;
        case PASS:
            break;
        }
    }
    return finish(q, open, text, end, next);
}

void quotations_release(struct quotations *q)
{
    free(q->quote);
    *q = (struct quotations){0};
}
