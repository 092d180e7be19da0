/* How a feature reads: what its number does not say, found again in its text.
 *
 * A place is all that is known of a feature of characters, and where folding
 * changed the word that is the word. So the pieces of what stands there are
 * numbered as feature.h does, until one has the number. */
#include "model/scorer.h"
#include "model/utf8.h"

static struct str first_place(const struct tenor_scorer *s,
                              const struct tenor_evidence *e)
{
    return (struct str){s->explained.s + e->span->begin,
                        e->span->end - e->span->begin};
}

static bool has_number(const struct chars_gram *g,
                       const struct tenor_evidence *e)
{
    return feature_of(g->content, TENOR_FEATURE_CHARS) == e->feature;
}

/* The piece of a folded text that the feature is. False when memory ran out;
 * *piece stays as it was where none is. */
static bool find_piece(struct tenor_scorer *s, struct str folded,
                       const struct tenor_evidence *e, struct str *piece)
{
    struct chars *c = &s->extractor.chars;
    const struct feature_settings *f = &s->model->settings;

    if (!chars_list(c, folded, f->chars_min, f->chars_max))
        return false;
    for (size_t i = 0; i < c->n; i++)
        if (has_number(&c->gram[i], e)) {
            *piece = (struct str){folded.s + c->gram[i].from,
                                  c->gram[i].to - c->gram[i].from};
            break;
        }
    return true;
}

/* The content of a piece with a boundary before it, or not. */
static uint64_t content_of(struct str piece, bool bounded)
{
    uint64_t content = '_';
    size_t ignored = 0, i = 0;

    while (i < piece.len) {
        uint32_t point;
        const bool first = i == 0 && !bounded;
        i += utf8_decode(piece.s + i, piece.len - i, &point, &ignored);
        content = first ? point : feature_extend(content, point);
    }
    return content;
}

/* Whether the feature is the piece between these boundaries. */
static bool is_bounded(struct str piece, bool before, bool behind,
                       const struct tenor_evidence *e)
{
    const uint64_t content = content_of(piece, before);

    return feature_of(behind ? feature_extend(content, '_') : content,
                      TENOR_FEATURE_CHARS) == e->feature;
}

static bool name_piece(struct tenor_scorer *s, const struct tenor_evidence *e)
{
    struct buffer *name = &s->name;
    bool stretched;
    struct str place = first_place(s, e);
    if (*place.s == '#') { /* a hashtag is the word behind it */
        place.s++;
        place.len--;
    }
    const struct str folded =
        words_fold(&s->extractor.terms.words, place, &stretched);
    struct str piece = folded;

    if (!find_piece(s, folded, e, &piece))
        return false;
    const bool both = is_bounded(piece, true, true, e);
    return (!(both || is_bounded(piece, true, false, e)) ||
            buffer_add(name, "_", 1)) &&
           buffer_add(name, piece.s, piece.len) &&
           (!(both || is_bounded(piece, false, true, e)) ||
            buffer_add(name, "_", 1));
}

static bool name_style(struct tenor_scorer *s, const struct tenor_evidence *e)
{
    const struct feature_style *style = s->extractor.style;

    for (size_t i = 0; i < FEATURE_STYLES; i++)
        if (style[i].feature == e->feature)
            return style[i].flag == WORD_CAPITALS
                       ? buffer_add(&s->name, "capitals", 8)
                       : buffer_add(&s->name, "stretched", 9);
    return true;
}

bool tenor_feature_name(struct tenor_scorer *s, const struct tenor_evidence *e,
                        const char **name, size_t *len, struct tenor_error *err)
{
    const struct str text = first_place(s, e);

    s->name.len = 0;
    if (!(e->kind == TENOR_FEATURE_CHARS   ? name_piece(s, e)
          : e->kind == TENOR_FEATURE_STYLE ? name_style(s, e)
                                           : buffer_add(&s->name, text.s,
                                                        text.len)))
        return fail_memory(err, "the name of a feature");
    *name = s->name.data;
    *len = s->name.len;
    return true;
}
