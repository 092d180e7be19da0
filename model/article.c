/* First every line that is not blank becomes a block, with what is to be known
 * of its shape; then lines are joined in place, and the parts are told from
 * the shapes alone. Last come the quotations. */
#include "model/article.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "model/glyph.h"
#include "model/marker.h"

enum ending {
    END_NONE,
    END_ON,   /* , ; : */
    END_OPEN, /* ! ? and ellipses */
    END_FULL
};

/* What is known of a line, and then of a block. */
struct article_shape {
    uint32_t halves;    /* its words, see glyph_count; at most 2^32 - 1 */
    unsigned lines : 2; /* 1, or 2 for more */
    unsigned ending : 2;
    unsigned reach : 2;     /* enum marker_reach */
    unsigned weak : 1;      /* marker_find */
    unsigned gap : 1;       /* a blank line before it */
    unsigned small : 1;     /* begins with a small letter */
    unsigned item : 1;      /* of a list */
    unsigned heading : 1;   /* of markdown */
    unsigned stopped : 1;   /* a line of it ends with END_FULL or END_ON */
    unsigned paragraph : 1; /* a line of more than ARTICLE_LINE_WORDS */
    unsigned finished : 1;
    unsigned out : 1; /* debris for sure */
};

/* ---- lines ------------------------------------------------------------- */

/* The ending of a line so far, after one more character. */
static void see_ending(const struct glyph *g, uint32_t *last, enum ending *e)
{
    if (g->class == UTF8_SPACE || g->class == UTF8_MARK ||
        glyph_is_quote(g->point) || g->point == '\'' || g->point == 0x2018 ||
        g->point == '*' || g->point == '_' ||
        (g->class == UTF8_PUNCT && utf8_is_closing(g->point)))
        return;
    switch (g->point) {
    case '.':
        *e = *last == '.' ? END_OPEN : END_FULL;
        break;
    case '!':
    case '?':
    case 0x061F: /* Arabic question mark */
    case 0x203C: /* !! */
    case 0x2026: /* ellipsis */
    case 0x203D: /* interrobang */
    case 0xFF01: /* wide ! ? */
    case 0xFF1F:
        *e = END_OPEN;
        break;
    case ',':
    case ';':
    case ':':
    case 0x060C: /* Arabic , ; */
    case 0x061B:
    case 0x3001: /* ideographic comma */
    case 0xFF0C: /* wide , : ; */
    case 0xFF1A:
    case 0xFF1B:
        *e = END_ON;
        break;
    default:
        *e = g->class == UTF8_PUNCT && utf8_is_full_stop(g->point) ? END_FULL
                                                                   : END_NONE;
    }
    *last = g->point;
}

/* A sign or a number and a space: "- ", "12. ". */
static bool is_item(struct str line)
{
    const struct glyph g = glyph_at(line, 0);
    size_t at = g.size;

    switch (g.point) {
    case '-':
    case '*':
    case '+':
    case 0x00B7: /* middle dot */
    case 0x2013:
    case 0x2014:
    case 0x2022: /* bullets */
    case 0x2023:
    case 0x25AA:
    case 0x25CF:
    case 0x25E6:
        break;
    default:
        if (g.class != UTF8_DIGIT)
            return false;
        while (at < 3 && glyph_at(line, at).class == UTF8_DIGIT)
            at++;
        if (at >= line.len || (line.s[at] != '.' && line.s[at] != ')'))
            return false;
        at++;
    }
    return at < line.len && glyph_at(line, at).class == UTF8_SPACE;
}

static bool is_heading(struct str line)
{
    size_t at = 0;

    while (at < 6 && at < line.len && line.s[at] == '#')
        at++;
    return at > 0 && at < line.len && line.s[at] == ' ';
}

static struct article_shape shape_of(struct str line)
{
    struct article_shape s = {.lines = 1};
    struct glyph_count count = {0};
    struct glyph g;
    uint32_t last = 0;
    enum ending ending = END_NONE;
    bool begun = false, weak;

    for (size_t at = 0; at < line.len; at += g.size) {
        g = glyph_at(line, at);
        glyph_count(&count, &g);
        see_ending(&g, &last, &ending);
        if (begun || (g.class != UTF8_LETTER && g.class != UTF8_DIGIT &&
                      g.class != UTF8_IDEOGRAPH))
            continue;
        begun = true;
        s.small = g.class == UTF8_LETTER && utf8_is_small(g.point);
    }
    s.halves = count.halves < UINT32_MAX ? (uint32_t)count.halves : UINT32_MAX;
    s.ending = ending & 3;
    s.heading = is_heading(line);
    s.item = count.halves > 0 && is_item(line);
    s.stopped = ending == END_FULL || ending == END_ON;
    s.paragraph = s.halves > ARTICLE_LINE_WORDS * GLYPH_WORD;
    s.reach = marker_find(line, (s.halves + 1) / GLYPH_WORD, ending >= END_OPEN,
                          &weak) &
              3;
    s.weak = weak;
    return s;
}

static bool is_ascii(char c)
{
    return (unsigned char)c < 0x80;
}

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Bytes of [begin, end) without blanks and invisible marks at the ends; empty
 * for a blank line. Returns whether something is left. */
static bool trim(struct str text, size_t *begin, size_t *end)
{
    while (*begin < *end && is_blank(text.s[*begin]))
        ++*begin;
    while (*end > *begin && is_blank(text.s[*end - 1]))
        --*end;
    if (*begin == *end ||
        (is_ascii(text.s[*begin]) && is_ascii(text.s[*end - 1])))
        return *begin < *end;
    const struct str line = {text.s, *end};
    size_t first = *end, past = *end;
    struct glyph g;
    for (size_t at = *begin; at < *end; at += g.size) {
        g = glyph_at(line, at);
        if (g.class == UTF8_SPACE || g.class == UTF8_NEWLINE ||
            (g.class == UTF8_MARK && first == *end))
            continue;
        if (first == *end)
            first = at;
        past = at + g.size;
    }
    *begin = first;
    *end = past;
    return first < past;
}

static bool add_line(struct article *a, size_t begin, size_t end, bool gap)
{
    const size_t n = a->nblock;

    if (!GROW(a->block, n + 1, a->block_capacity) ||
        !GROW(a->shape, n + 1, a->shape_capacity))
        return false;
    a->block[n] = (struct article_block){begin, end, ARTICLE_PROSE};
    a->shape[n] = (struct article_shape){.gap = gap};
    a->nblock++;
    return true;
}

static bool read_lines(struct article *a, struct str text)
{
    bool gap = false;

    a->nblock = 0;
    for (size_t at = 0, next; at < text.len; at = next) {
        const char *newline = memchr(text.s + at, '\n', text.len - at);
        size_t begin = at;
        size_t end = newline ? (size_t)(newline - text.s) : text.len;
        next = end + 1;
        if (!trim(text, &begin, &end)) {
            gap = true;
            continue;
        }
        if (!add_line(a, begin, end, gap && a->nblock > 0))
            return false;
        gap = false;
    }
    return true;
}

/* Look at the lines; not at a single one, which is prose. */
static void see_shapes(struct article *a, struct str text)
{
    for (size_t i = 0; a->nblock > 1 && i < a->nblock; i++) {
        const struct article_block *b = &a->block[i];
        const bool gap = a->shape[i].gap;
        a->shape[i] =
            shape_of((struct str){text.s + b->begin, b->end - b->begin});
        a->shape[i].gap = gap;
    }
}

/* ---- blocks ------------------------------------------------------------ */

/* A line that ends anywhere but at the end of a sentence, before one that
 * begins with a small letter. */
static bool goes_on(const struct article *a, size_t i)
{
    const struct article_shape *next = &a->shape[i + 1];

    return i + 1 < a->nblock && next->small && !next->item &&
           next->reach == MARKER_NONE && a->shape[i].ending < END_OPEN;
}

enum layout { LAYOUT_SPACED, LAYOUT_LINES, LAYOUT_WRAPPED };

static enum layout layout_of(const struct article *a)
{
    size_t wrapped = 0;

    for (size_t i = 0; i < a->nblock; i++) {
        if (a->shape[i].gap)
            return LAYOUT_SPACED;
        wrapped += goes_on(a, i);
    }
    return wrapped > 0 && wrapped * ARTICLE_WRAPPED >= a->nblock - 1
               ? LAYOUT_WRAPPED
               : LAYOUT_LINES;
}

/* Markers that are but a line of a paragraph. */
static void drop_weak(struct article *a)
{
    for (size_t i = 0; i < a->nblock; i++)
        if (a->shape[i].weak && goes_on(a, i) && !a->shape[i + 1].gap)
            a->shape[i].reach = MARKER_NONE;
}

static bool stands_alone(const struct article_shape *s)
{
    return s->reach != MARKER_NONE || s->heading;
}

static void join(struct article_shape *s, const struct article_shape *line)
{
    s->lines = 2;
    s->halves = line->halves < UINT32_MAX - s->halves ? s->halves + line->halves
                                                      : UINT32_MAX;
    s->ending = line->ending;
    s->stopped = s->stopped || line->stopped;
    s->paragraph = s->paragraph || line->paragraph;
}

static void join_lines(struct article *a)
{
    const enum layout layout = layout_of(a);
    size_t n = 0;

    drop_weak(a);
    if (layout == LAYOUT_LINES)
        return;
    for (size_t i = 0; i < a->nblock; i++) {
        const struct article_shape *s = &a->shape[i];
        if (n > 0 && !s->gap && !stands_alone(s) &&
            !stands_alone(&a->shape[n - 1])) {
            /* Within a block the sentence goes on. */
            a->shape[n - 1].stopped = a->shape[n - 1].stopped || s->small;
            a->block[n - 1].end = a->block[i].end;
            join(&a->shape[n - 1], s);
            continue;
        }
        a->block[n] = a->block[i];
        a->shape[n++] = *s;
    }
    a->nblock = n;
}

/* ---- parts ------------------------------------------------------------- */

static bool is_finished(const struct article *a, size_t i)
{
    const struct article_shape *s = &a->shape[i];

    return !s->heading && (s->ending != END_NONE || s->stopped ||
                           s->paragraph || goes_on(a, i));
}

static bool is_headline(const struct article *a, size_t i)
{
    const struct article_shape *s = &a->shape[i];

    return s->lines == 1 && s->halves > 0 && !s->paragraph && !s->item &&
           (s->heading || !(s->stopped || goes_on(a, i)));
}

/* A paragraph, however short. A small letter in the next block is no sign of
 * one here: tags have small letters. */
static bool is_body(const struct article_shape *s)
{
    return !s->heading && (s->stopped || s->paragraph ||
                           (s->ending == END_OPEN && s->lines > 1));
}

/* Markers, and what they reach. */
static void mark_reached(struct article *a)
{
    size_t rest = 0, before = 0;
    enum marker_reach reach = MARKER_NONE;

    for (size_t i = 0; i < a->nblock; i++)
        if (a->shape[i].reach == MARKER_NONE && is_body(&a->shape[i]))
            rest += a->shape[i].halves;
    for (size_t i = 0; i < a->nblock; i++) {
        struct article_shape *s = &a->shape[i];
        if (s->reach != MARKER_NONE) {
            s->out = true;
            if (s->reach == MARKER_LINE || before == 0 || reach == MARKER_CLOSE)
                continue;
            reach = s->reach == MARKER_CLOSE && rest < before / ARTICLE_REST
                        ? MARKER_CLOSE
                        : MARKER_ASIDE;
            continue;
        }
        if (is_body(s)) {
            rest -= s->halves;
            if (reach == MARKER_ASIDE)
                reach = MARKER_NONE;
        }
        s->out = reach != MARKER_NONE;
        if (!s->out)
            before += s->halves;
    }
}

static void find_title(struct article *a)
{
    size_t first = 0, body = 0;

    while (first < a->nblock && a->shape[first].out)
        first++;
    if (first == a->nblock || !is_headline(a, first))
        return;
    for (size_t i = first + 1; i < a->nblock; i++)
        if (!a->shape[i].out && a->shape[i].finished)
            body += a->shape[i].halves;
    if (body >= ARTICLE_BODY_WORDS * GLYPH_WORD)
        a->block[first].part = ARTICLE_TITLE;
}

/* Unfinished blocks that no marker explains. */
static void weigh_unfinished(struct article *a)
{
    size_t prose = 0, debris = 0;
    bool follows = false; /* a finished paragraph */

    for (size_t i = a->nblock; i-- > 0;) {
        struct article_shape *s = &a->shape[i];
        if (s->out || a->block[i].part == ARTICLE_TITLE)
            continue;
        if (s->item && follows)
            s->finished = true;
        follows = follows || (s->finished && !s->item);
        *(s->finished ? &prose : &debris) += s->halves;
    }
    const bool spare =
        debris > prose || prose < ARTICLE_BODY_WORDS * GLYPH_WORD;
    for (size_t i = 0; i < a->nblock; i++)
        if (a->shape[i].out || (!a->shape[i].finished && !spare &&
                                a->block[i].part != ARTICLE_TITLE))
            a->block[i].part = ARTICLE_DEBRIS;
}

/* Where nothing is prose the text is no article. */
static void spare_others(struct article *a)
{
    size_t n = 0;

    for (size_t i = 0; i < a->nblock; i++)
        n += a->block[i].part == ARTICLE_PROSE && a->shape[i].halves > 0;
    for (size_t i = 0; n == 0 && i < a->nblock; i++)
        a->block[i].part = ARTICLE_PROSE;
}

static void tell_parts(struct article *a)
{
    if (a->nblock < 2)
        return;
    for (size_t i = 0; i < a->nblock; i++)
        a->shape[i].finished = is_finished(a, i);
    mark_reached(a);
    find_title(a);
    weigh_unfinished(a);
    spare_others(a);
}

/* ---- quotations -------------------------------------------------------- */

/* Debris between two paragraphs does not part them. */
static bool find_quotes(struct article *a, struct str text)
{
    size_t next = 0;

    a->quotes.n = 0;
    for (size_t i = 0; i < a->nblock; i++) {
        const struct article_block *b = &a->block[i];
        struct str after = {text.s, 0};
        if (next <= i)
            next = i + 1;
        while (next < a->nblock && a->block[next].part == ARTICLE_DEBRIS)
            next++;
        if (next < a->nblock)
            after = (struct str){text.s + a->block[next].begin,
                                 a->block[next].end - a->block[next].begin};
        if (!quotations_add(&a->quotes, text, b->begin, b->end, after))
            return false;
    }
    return true;
}

bool article_read(struct article *a, struct str text)
{
    a->nblock = 0;
    a->quotes.n = 0;
    if (!read_lines(a, text))
        return false;
    see_shapes(a, text);
    join_lines(a);
    tell_parts(a);
    return find_quotes(a, text);
}

void article_release(struct article *a)
{
    free(a->block);
    free(a->shape);
    quotations_release(&a->quotes);
    *a = (struct article){0};
}

enum article_part article_part_at(const struct article *a, size_t at)
{
    size_t low = 0, high = a->nblock;

    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (a->block[middle].end <= at)
            low = middle + 1;
        else
            high = middle;
    }
    return low < a->nblock && a->block[low].begin <= at ? a->block[low].part
                                                        : ARTICLE_PROSE;
}

/* The first quotation that ends after a byte; n when none does. */
static size_t quote_after(const struct article *a, size_t at)
{
    const struct quotations *q = &a->quotes;
    size_t low = 0, high = q->n;

    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (q->quote[middle].end <= at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

bool article_quoted(const struct article *a, size_t at)
{
    return article_quotes_within(a, at, at + 1);
}

bool article_quotes_within(const struct article *a, size_t begin, size_t end)
{
    const size_t i = quote_after(a, begin);

    return i < a->quotes.n && a->quotes.quote[i].begin < end;
}
