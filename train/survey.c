#include "train/survey.h"

#include <stdlib.h>

#include "model/modelfile.h"

bool survey_init(struct survey *s, const struct tenor_model *model, size_t axis,
                 size_t n, struct tenor_error *err)
{
    *s = (struct survey){
        .model = model, .axis = axis, .K = tenor_axis_label_count(model, axis)};
    s->room =
        n > SURVEY_TEXTS / CHOOSING_TIMES ? n * CHOOSING_TIMES : SURVEY_TEXTS;
    s->guessed = mem_zero(s->K, sizeof *s->guessed);
    return (s->guessed || fail_memory(err, "a survey")) &&
           demand_init(&s->demand, model->settings.log_counts, err) &&
           alike_init(&s->seen, err);
}

static void release_text(struct survey_text *t)
{
    free((void *)(uintptr_t)t->text.s);
    free((void *)(uintptr_t)t->id.s);
}

void survey_release(struct survey *s)
{
    demand_release(&s->demand);
    free(s->guessed);
    for (size_t i = 0; i < s->n; i++)
        release_text(&s->kept[i]);
    free(s->kept);
    alike_release(&s->seen);
    *s = (struct survey){0};
}

bool survey_reader_init(struct survey_reader *r, const struct survey *s,
                        struct tenor_error *err)
{
    *r = (struct survey_reader){.p = mem_zero(s->K, sizeof *r->p)};
    return (r->p || fail_memory(err, "probabilities")) &&
           extractor_init(&r->extractor, &s->model->settings, &s->model->stops,
                          0, err) &&
           tenor_scorer_new(s->model, &r->scorer, err);
}

void survey_reader_release(struct survey_reader *r)
{
    extractor_release(&r->extractor);
    bag_release(&r->bag);
    tenor_scorer_free(r->scorer);
    free(r->p);
    *r = (struct survey_reader){0};
}

/* ---- texts --------------------------------------------------------------- */

static bool score(const struct survey *s, struct survey_reader *r,
                  struct str text, struct tenor_error *err)
{
    return tenor_axis_scope(s->model, s->axis) == TENOR_TITLE
               ? tenor_score_titled(r->scorer, text.s, text.len, text.s,
                                    text.len, err)
               : tenor_score(r->scorer, text.s, text.len, err);
}

/* No evidence, or little, is a reason to ask for a label. */
static bool can_be_labelled(enum tenor_status status)
{
    return status == TENOR_STATUS_OK || status == TENOR_STATUS_NO_EVIDENCE ||
           status == TENOR_STATUS_SHORT || status == TENOR_STATUS_UNFAMILIAR;
}

bool survey_ask(struct survey *s, struct survey_reader *r, struct str text,
                struct survey_answer *out, bool *ok, struct tenor_error *err)
{
    double *p = r->p;

    if (!score(s, r, text, err))
        return false;
    *ok = can_be_labelled(tenor_axis_status(r->scorer, s->axis));
    if (!*ok)
        return true;
    for (size_t k = 0; k < s->K; k++)
        p[k] = tenor_probability(r->scorer, s->axis, k);
    const size_t guess = tenor_label(r->scorer, s->axis);
    *out =
        (struct survey_answer){choosing_gap(p, s->K), choosing_doubt(p, s->K),
                               (uint32_t)guess, p[guess]};
    if (!bag_fill(&r->bag, &r->extractor, text, err))
        return false;
    demand_add(&s->demand, &r->bag, (double)out->doubt);
    return true;
}

bool survey_labelled(struct survey *s, struct survey_reader *r, struct str text,
                     struct tenor_error *err)
{
    bool seen;

    if (!alike_add(&s->seen, text, &seen))
        return fail_memory(err, "near-duplicates");
    if (!bag_fill(&r->bag, &r->extractor, text, err))
        return false;
    demand_add_labelled(&s->demand, &r->bag);
    return true;
}

/* ---- what is kept -------------------------------------------------------- */

/* Whether a text is less close than another, the later one of equals. */
static bool is_farther(const struct survey_text *a, const struct survey_text *b)
{
    if (a->answer.gap != b->answer.gap)
        return a->answer.gap > b->answer.gap;
    return a->number > b->number;
}

static void swap(struct survey_text *a, struct survey_text *b)
{
    const struct survey_text moved = *a;

    *a = *b;
    *b = moved;
}

static void sift_down(struct survey_text *heap, size_t n)
{
    for (size_t i = 0, first = 0;; i = first) {
        for (size_t c = 2 * i + 1; c <= 2 * i + 2 && c < n; c++)
            if (is_farther(&heap[c], &heap[first]))
                first = c;
        if (first == i)
            return;
        swap(&heap[i], &heap[first]);
    }
}

static void sift_up(struct survey_text *heap, size_t i)
{
    for (; i > 0 && is_farther(&heap[i], &heap[(i - 1) / 2]); i = (i - 1) / 2)
        swap(&heap[i], &heap[(i - 1) / 2]);
}

static void drop_farthest(struct survey *s)
{
    s->bytes -= s->kept[0].text.len;
    release_text(&s->kept[0]);
    s->kept[0] = s->kept[--s->n];
    sift_down(s->kept, s->n);
}

bool survey_keep(struct survey *s, const struct survey_answer *a,
                 struct str text, struct str id, struct tenor_error *err)
{
    struct survey_text t = {.answer = *a, .number = s->texts++};

    s->guessed[a->guess]++;
    if (s->n == s->room && is_farther(&t, &s->kept[0]))
        return true;
    char *copy = mem_string(text), *name = mem_string(id);
    if (!copy || !name || !GROW(s->kept, s->n + 1, s->capacity)) {
        free(copy);
        free(name);
        return fail_memory(err, "a survey");
    }
    t.text = (struct str){copy, text.len};
    t.id = (struct str){name, id.len};
    s->kept[s->n] = t;
    s->bytes += text.len;
    sift_up(s->kept, s->n++);
    while (s->n > s->room || (s->bytes > SURVEY_BYTES && s->n > 1))
        drop_farthest(s);
    return true;
}

/* ---- choosing ------------------------------------------------------------ */

static int closest_first(const void *a, const void *b)
{
    return is_farther(a, b) ? 1 : -1;
}

/* What choosing looks at. */
struct material {
    struct survey *s;
    struct choosable *text; /* [n] */
    size_t n;
    uint32_t *id; /* of all texts */
    float *square;
    size_t elements, id_capacity, square_capacity;
    float *demand, *known; /* [DEMAND_SLOTS] */
    double *share;         /* [K] */
    double unit;           /* see demand_fill */
};

static void fill_sums(struct material *m)
{
    const struct survey *s = m->s;

    demand_fill(&s->demand, m->demand, m->known, &m->unit);
    for (size_t k = 0; k < s->K; k++)
        m->share[k] = (double)s->guessed[k] / (double)s->texts;
}

static bool add_features(struct material *m, struct survey_reader *r,
                         struct str text, struct tenor_error *err)
{
    if (!bag_fill(&r->bag, &r->extractor, text, err))
        return false;
    if (!GROW(m->id, m->elements + r->bag.n, m->id_capacity) ||
        !GROW(m->square, m->elements + r->bag.n, m->square_capacity))
        return fail_memory(err, "suggestions");
    demand_squares(&m->s->demand, &r->bag, m->unit, m->id + m->elements,
                   m->square + m->elements);
    m->elements += r->bag.n;
    return true;
}

static bool fill_texts(struct material *m, struct survey_reader *r,
                       struct tenor_error *err)
{
    size_t at = 0;

    for (size_t i = 0; i < m->n; i++) {
        const struct survey_text *t = &m->s->kept[i];
        const size_t begin = m->elements;
        if (!add_features(m, r, t->text, err))
            return false;
        m->text[i] = (struct choosable){.n = m->elements - begin,
                                        .guess = t->answer.guess,
                                        .doubt = t->answer.doubt};
    }
    for (size_t i = 0; i < m->n; at += m->text[i++].n) {
        m->text[i].id = m->id + at;
        m->text[i].square = m->square + at;
    }
    return true;
}

static bool is_new(void *survey, uint32_t text, bool *fits)
{
    struct survey *s = survey;
    bool seen;

    if (!alike_add(&s->seen, s->kept[text].text, &seen))
        return false;
    *fits = !seen;
    return true;
}

static bool choose(struct material *m, size_t n, struct suggestion *out,
                   size_t *chosen, struct tenor_error *err)
{
    const struct choosing c = {
        .text = m->text,
        .N = m->n,
        .K = m->s->K,
        .F = DEMAND_SLOTS,
        .demand = m->demand,
        .known = m->known,
        .share = m->share,
        .fits = is_new,
        .context = m->s,
    };
    struct chosen *which = mem_resize(NULL, n, sizeof *which);

    if (!which)
        return fail_memory(err, "suggestions");
    const bool ok = choosing_run(&c, n, which, chosen, err);
    for (size_t i = 0; ok && i < *chosen; i++)
        out[i] =
            (struct suggestion){&m->s->kept[which[i].text], which[i].reason};
    free(which);
    return ok;
}

bool survey_choose(struct survey *s, struct survey_reader *r, size_t n,
                   struct suggestion *out, size_t *chosen,
                   struct tenor_error *err)
{
    struct material m = {.s = s};
    const size_t considered = choosing_considers((size_t)s->texts, n);

    *chosen = 0;
    if (s->n == 0)
        return true;
    qsort(s->kept, s->n, sizeof *s->kept, closest_first);
    m.n = considered < s->n ? considered : s->n;
    m.text = mem_zero(m.n, sizeof *m.text);
    m.demand = mem_resize(NULL, DEMAND_SLOTS, sizeof *m.demand);
    m.known = mem_resize(NULL, DEMAND_SLOTS, sizeof *m.known);
    m.share = mem_zero(s->K, sizeof *m.share);
    bool ok = (m.text && m.demand && m.known && m.share) ||
              fail_memory(err, "suggestions");
    if (ok) {
        fill_sums(&m);
        ok = fill_texts(&m, r, err) && choose(&m, n, out, chosen, err);
    }
    free(m.text);
    free(m.id);
    free(m.square);
    free(m.demand);
    free(m.known);
    free(m.share);
    return ok;
}
