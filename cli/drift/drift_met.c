#include "cli/drift/drift_met.h"

#include <stdlib.h>

bool drift_met_look(struct drift_view *v, const struct tenor_scorer *s,
                    enum axis_scope scope, const struct terms *t)
{
    if ((scope == AXIS_TITLE) != (v->of->scope == AXIS_TITLE))
        return true;
    if (!t) {
        v->nmet = 0;
        return true;
    }
    if (!GROW(v->met, v->nmet + t->n, v->met_capacity))
        return false;
    for (size_t i = 0; i < t->n; i++) {
        const struct term *term = &t->term[i];
        struct lexeme *e = terms_lexeme(t, term);
        if (!term->word)
            continue;
        v->met[v->nmet++] = (struct drift_met){
            .feature = e->stem,
            .begin = term->begin,
            .end = term->end,
            .row = ((const struct worth *)lexicon_extra(e))->row,
            .sentence = (uint32_t)s->sentences,
        };
    }
    return true;
}

#define AROUND 56 /* bytes to either side of a word */

static bool is_middle(struct str text, size_t at)
{
    return ((unsigned char)text.s[at] & 0xC0) == 0x80;
}

/* What stands around a word. */
static struct str around(struct str text, size_t from, size_t to)
{
    size_t begin = from > AROUND ? from - AROUND : 0;
    size_t end = to + AROUND < text.len ? to + AROUND : text.len;

    while (begin < from && is_middle(text, begin))
        begin++;
    while (end > to && end < text.len && is_middle(text, end))
        end--;
    return (struct str){text.s + begin, end - begin};
}

/* Where it stands; the bytes are kept once it is known to be kept itself. */
static bool add_stranger(struct drift_lot *lot, struct str text,
                         const struct drift_met *m, size_t unit)
{
    const size_t begin = m->begin + (text.s[m->begin] == '#');

    if (!GROW(lot->stranger, lot->strangers + 1, lot->stranger_capacity))
        return false;
    lot->stranger[lot->strangers++] = (struct drift_stranger){
        .feature = feature_of(m->feature, TENOR_FEATURE_WORD),
        .unit = unit,
        .form = begin,
        .form_len = (uint32_t)(m->end - begin)};
    return true;
}

static bool keep_bytes(struct drift_lot *lot, struct str text,
                       struct drift_stranger *s)
{
    const struct str form = {text.s + s->form, s->form_len};
    const struct str example = around(text, s->form, s->form + s->form_len);

    s->form = lot->bytes.len;
    s->example = lot->bytes.len + form.len;
    s->example_len = (uint32_t)example.len;
    return buffer_add(&lot->bytes, form.s, form.len) &&
           buffer_add(&lot->bytes, example.s, example.len);
}

/* A word of a unit, which is the one at hand, or of none. */
static bool add_word(struct drift_view *v, struct str text,
                     const struct drift_met *m, size_t unit)
{
    struct drift_lot *lot = v->lot;

    if (m->row == TABLE_ROW_NONE)
        return add_stranger(lot, text, m, unit);
    const size_t number = v->number[m->row];
    if (number == 0 || unit == DRIFT_NO_UNIT || v->last[number - 1] == v->unit)
        return true;
    v->last[number - 1] = v->unit;
    if (!GROW(lot->word, lot->words + 1, lot->word_capacity))
        return false;
    lot->word[lot->words++] = (uint32_t)(number - 1);
    return true;
}

/* The unit of a sentence; *from and *units move on to it. */
static size_t unit_of(const struct tenor_scorer *s, size_t sentence,
                      size_t *from, size_t *units)
{
    for (; *from < sentence; ++*from)
        *units += tenor_sentence_at(s, *from).counted;
    return tenor_sentence_at(s, sentence).counted ? *units : DRIFT_NO_UNIT;
}

/* The words that were met, of units of the text, or of all of it if it is
 * refused. */
static bool add_words(struct drift_view *v, struct str text,
                      const struct tenor_scorer *s, size_t first,
                      struct drift_seen *seen)
{
    const bool sentences = v->of->scope == AXIS_SENTENCES;
    size_t from = 0, units = 0;

    v->unit++;
    for (size_t i = 0; i < v->nmet; i++) {
        const struct drift_met *m = &v->met[i];
        size_t unit = seen->text.refused ? DRIFT_NO_UNIT : 0;
        if (sentences && i && m->sentence != m[-1].sentence)
            v->unit++;
        if (sentences && !seen->text.refused) {
            unit = unit_of(s, m->sentence, &from, &units);
            if (unit == DRIFT_NO_UNIT)
                continue;
        }
        if (!add_word(v, text, m, unit))
            return false;
        seen->text.words++;
        seen->text.unknown += m->row == TABLE_ROW_NONE;
        if (unit != DRIFT_NO_UNIT)
            v->lot->length[first + unit]++;
    }
    return true;
}

static int ascending(const void *a, const void *b)
{
    const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

    return (x > y) - (x < y);
}

static int by_stranger(const void *a, const void *b)
{
    const struct drift_stranger *x = a, *y = b;

    if (x->feature != y->feature)
        return x->feature < y->feature ? -1 : 1;
    if (x->unit != y->unit)
        return x->unit < y->unit ? -1 : 1;
    return (x->form > y->form) - (x->form < y->form);
}

/* Unknown words once for each unit. */
static bool keep_strangers(struct drift_lot *lot, struct str text, size_t from)
{
    size_t to = from;

    if (lot->strangers > from)
        qsort(lot->stranger + from, lot->strangers - from,
              sizeof *lot->stranger, by_stranger);
    for (size_t i = from; i < lot->strangers; i++) {
        const struct drift_stranger *s = &lot->stranger[i];
        if (to > from && lot->stranger[to - 1].feature == s->feature &&
            lot->stranger[to - 1].unit == s->unit)
            continue;
        lot->stranger[to] = *s;
        if (!keep_bytes(lot, text, &lot->stranger[to++]))
            return false;
    }
    lot->strangers = to;
    return true;
}

bool drift_met_add(struct drift_view *v, struct str text,
                   const struct tenor_scorer *s, size_t first,
                   struct drift_seen *seen)
{
    struct drift_lot *lot = v->lot;
    const size_t words = lot->words, strangers = lot->strangers;

    if (!add_words(v, text, s, first, seen) ||
        !keep_strangers(lot, text, strangers))
        return false;
    /* Words of several units, one behind the other. */
    if (lot->units - first > 1 && lot->words > words)
        qsort(lot->word + words, lot->words - words, sizeof *lot->word,
              ascending);
    return true;
}
