#include "cli/words/gathering.h"

#include <math.h>
#include <stdlib.h>

#include "cli/explain/feature_text.h"
#include "model/feature.h"

#define NONE UINT32_MAX

/* ---- sums ---------------------------------------------------------------- */

/* No text adds more, so that sums stay integers whatever a model says. */
#define MOST 1e6

static int64_t in_steps(double contribution)
{
    return llround(fmax(-MOST, fmin(MOST, contribution)) * GATHERING_ONE);
}

static int64_t add(int64_t a, int64_t b)
{
    if (b > 0 ? a > INT64_MAX - b : a < INT64_MIN - b)
        return b > 0 ? INT64_MAX : INT64_MIN;
    return a + b;
}

/* ---- hash tables --------------------------------------------------------- */

/* The bits of a feature are mixed well; the lowest are its kind. */
static size_t hash(uint64_t feature, uint32_t column)
{
    return (size_t)((feature >> FEATURE_KIND_BITS) +
                    column * UINT64_C(0x9E3779B97F4A7C15));
}

static uint32_t *find_sum(const struct gathering *g, uint64_t feature,
                          uint32_t column)
{
    for (size_t at = hash(feature, column);; at++) {
        uint32_t *slot = &g->sum_slot[at & (g->sum_slots - 1)];
        if (*slot == 0 || (g->sum[*slot - 1].feature == feature &&
                           g->sum[*slot - 1].column == column))
            return slot;
    }
}

static uint32_t *find_forms(const struct gathering *g, uint64_t feature)
{
    for (size_t at = hash(feature, 0);; at++) {
        uint32_t *slot = &g->form_slot[at & (g->form_slots - 1)];
        if (*slot == 0 || g->form[*slot - 1].feature == feature)
            return slot;
    }
}

/* Room in an empty hash table for twice as many as there are; false when memory
 * ran out. */
static bool grow_slots(uint32_t **slot, size_t *slots)
{
    const size_t n = *slots ? 2 * *slots : 1024;
    uint32_t *new = mem_zero(n, sizeof *new);

    if (!new)
        return false;
    free(*slot);
    *slot = new;
    *slots = n;
    return true;
}

static bool make_room(struct gathering *g)
{
    if (2 * (g->sums + 1) > g->sum_slots) {
        if (!grow_slots(&g->sum_slot, &g->sum_slots))
            return false;
        for (size_t i = 0; i < g->sums; i++)
            *find_sum(g, g->sum[i].feature, g->sum[i].column) =
                (uint32_t)(i + 1);
    }
    if (2 * (g->forms + 1) > g->form_slots) {
        if (!grow_slots(&g->form_slot, &g->form_slots))
            return false;
        for (size_t i = 0; i < g->forms; i++)
            *find_forms(g, g->form[i].feature) = (uint32_t)(i + 1);
    }
    return GROW(g->sum, g->sums + 1, g->sum_capacity) &&
           GROW(g->form, g->forms + 1, g->form_capacity);
}

/* The entry of a feature, which is begun if there is none; there is room. */
static struct gathered *sum_of(struct gathering *g, uint64_t feature,
                               uint32_t column)
{
    uint32_t *slot = find_sum(g, feature, column);

    if (*slot == 0) {
        g->sum[g->sums] =
            (struct gathered){.feature = feature, .column = column};
        *slot = (uint32_t)++g->sums;
    }
    return &g->sum[*slot - 1];
}

static struct gathered_forms *forms_of(struct gathering *g, uint64_t feature)
{
    uint32_t *slot = find_forms(g, feature);

    if (*slot == 0) {
        g->form[g->forms] =
            (struct gathered_forms){.feature = feature, .name = NONE};
        *slot = (uint32_t)++g->forms;
    }
    return &g->form[*slot - 1];
}

/* ---- forms --------------------------------------------------------------- */

static bool put_text(struct gathering *g, struct str text, uint32_t *place)
{
    const uint32_t len = (uint32_t)text.len;

    *place = (uint32_t)g->bytes.len;
    return g->bytes.len < UINT32_MAX - sizeof len - text.len &&
           buffer_add(&g->bytes, &len, sizeof len) &&
           buffer_add(&g->bytes, text.s, text.len);
}

struct str gathering_text_at(const struct gathering *g, uint32_t place)
{
    const char *s = g->bytes.data + place;
    uint32_t len;

    memcpy(&len, s, sizeof len);
    return (struct str){s + sizeof len, len};
}

static bool add_form(struct gathering *g, struct gathered_forms *f,
                     struct str text)
{
    for (uint32_t i = 0; i < f->forms; i++)
        if (feature_alike(gathering_text_at(g, f->form[i]), text))
            return true;
    f->more = f->forms == GATHERING_FORMS;
    return f->more || put_text(g, text, &f->form[f->forms++]);
}

static bool add_forms(struct gathering *g, const struct tenor_evidence *e,
                      struct str in, struct tenor_scorer *scorer,
                      struct tenor_error *err)
{
    struct gathered_forms *f = forms_of(g, e->feature);
    struct str name;
    bool ok = true;

    if (f->name == NONE)
        ok = tenor_feature_name(scorer, e, &name.s, &name.len, err) &&
             put_text(g, name, &f->name);
    const bool piece = e->kind == TENOR_FEATURE_CHARS;
    const size_t n = !piece ? e->spans : f->forms == 0; /* one is enough */
    for (size_t i = 0; ok && i < n && !f->more; i++)
        ok = add_form(g, f, feature_place(e->kind, in, e->span[i]));
    return ok;
}

/* ---- all of it ----------------------------------------------------------- */

bool gathering_add(struct gathering *g, uint32_t column,
                   const struct tenor_evidence *e, struct str in,
                   struct tenor_scorer *scorer, struct tenor_error *err)
{
    if (!make_room(g) || !add_forms(g, e, in, scorer, err))
        return fail_memory(err, "features");
    struct gathered *s = sum_of(g, e->feature, column);
    s->sum = add(s->sum, in_steps(e->contribution));
    s->weight = e->weight;
    s->texts += s->last != g->text;
    s->last = g->text;
    return true;
}

static bool merge_forms(struct gathering *g, const struct gathering *from,
                        const struct gathered_forms *f)
{
    struct gathered_forms *to = forms_of(g, f->feature);
    bool ok = to->name != NONE ||
              put_text(g, gathering_text_at(from, f->name), &to->name);

    if (feature_kind(f->feature) == TENOR_FEATURE_CHARS && to->forms)
        return ok;
    for (uint32_t i = 0; ok && i < f->forms && !to->more; i++)
        ok = add_form(g, to, gathering_text_at(from, f->form[i]));
    to->more |= f->more;
    return ok;
}

bool gathering_merge(struct gathering *g, const struct gathering *from,
                     struct tenor_error *err)
{
    bool ok = true;

    for (size_t i = 0; ok && i < from->forms; i++)
        ok = make_room(g) && merge_forms(g, from, &from->form[i]);
    for (size_t i = 0; ok && i < from->sums; i++) {
        const struct gathered *f = &from->sum[i];
        if (!(ok = make_room(g)))
            break;
        struct gathered *to = sum_of(g, f->feature, f->column);
        to->sum = add(to->sum, f->sum);
        to->texts += f->texts;
        to->weight = f->weight;
    }
    return ok || fail_memory(err, "features");
}

const struct gathered_forms *gathering_forms(const struct gathering *g,
                                             uint64_t feature)
{
    return &g->form[*find_forms(g, feature) - 1];
}

void gathering_reset(struct gathering *g)
{
    if (g->sum_slots)
        memset(g->sum_slot, 0, g->sum_slots * sizeof *g->sum_slot);
    if (g->form_slots)
        memset(g->form_slot, 0, g->form_slots * sizeof *g->form_slot);
    g->sums = g->forms = 0;
    g->bytes.len = 0;
    g->text = 0;
}

void gathering_release(struct gathering *g)
{
    free(g->sum);
    free(g->form);
    free(g->sum_slot);
    free(g->form_slot);
    free(g->bytes.data);
    *g = (struct gathering){0};
}
