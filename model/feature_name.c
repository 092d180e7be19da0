/* How a feature reads: what its number does not say, found again in its text.
 *
 * A place is all that is known of a feature of characters, and where folding
 * changed the word that is the word. So the pieces of what stands there are
 * numbered as feature.h does, until one has the number. */
#include "model/scorer.h"
#include "model/utf8.h"

static bool has_number(const struct chars_gram *g, uint64_t feature)
{
    return feature_of(g->content, TENOR_FEATURE_CHARS) == feature;
}

/* The piece of a folded text that the feature is. False when memory ran out;
 * *piece stays as it was where none is. */
static bool find_piece(struct extractor *x, struct str folded, uint64_t feature,
                       struct str *piece)
{
    struct chars *c = &x->chars;
    const struct feature_settings *f = &x->settings;

    if (!chars_list(c, folded, f->chars_min, f->chars_max))
        return false;
    for (size_t i = 0; i < c->n; i++)
        if (has_number(&c->gram[i], feature)) {
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
                       uint64_t feature)
{
    const uint64_t content = content_of(piece, before);

    return feature_of(behind ? feature_extend(content, '_') : content,
                      TENOR_FEATURE_CHARS) == feature;
}

static bool name_piece(struct extractor *x, uint64_t feature, struct str place,
                       struct buffer *name)
{
    bool stretched;

    if (*place.s == '#') { /* a hashtag is the word behind it */
        place.s++;
        place.len--;
    }
    const struct str folded = words_fold(&x->terms.words, place, &stretched);
    struct str piece = folded;

    if (!find_piece(x, folded, feature, &piece))
        return false;
    const bool both = is_bounded(piece, true, true, feature);
    return (!(both || is_bounded(piece, true, false, feature)) ||
            buffer_add(name, "_", 1)) &&
           buffer_add(name, piece.s, piece.len) &&
           (!(both || is_bounded(piece, false, true, feature)) ||
            buffer_add(name, "_", 1));
}

static bool name_style(const struct extractor *x, uint64_t feature,
                       struct buffer *name)
{
    for (size_t i = 0; i < FEATURE_STYLES; i++)
        if (x->style[i].feature == feature)
            return x->style[i].flag == WORD_CAPITALS
                       ? buffer_add(name, "capitals", 8)
                       : buffer_add(name, "stretched", 9);
    return true;
}

bool feature_name(struct extractor *x, uint64_t feature, struct str place,
                  struct buffer *name)
{
    switch (feature_kind(feature)) {
    case TENOR_FEATURE_CHARS:
        return name_piece(x, feature, place, name);
    case TENOR_FEATURE_STYLE:
        return name_style(x, feature, name);
    default:
        return buffer_add(name, place.s, place.len);
    }
}

bool tenor_feature_name(struct tenor_scorer *s, const struct tenor_evidence *e,
                        const char **name, size_t *len, struct tenor_error *err)
{
    const struct str place = {s->explained.s + e->span->begin,
                              e->span->end - e->span->begin};

    s->name.len = 0;
    if (!feature_name(&s->extractor, e->feature, place, &s->name))
        return fail_memory(err, "the name of a feature");
    *name = s->name.data;
    *len = s->name.len;
    return true;
}
