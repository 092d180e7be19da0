#include "train/surface.h"

#include <stdlib.h>

#include "model/utf8.h"

/* Most features of a document are not wanted, and so many bits tell. */
#define LIKELY_BITS 14

struct form {
    char *text;
    size_t times;
};

/* A feature whose form is looked for. */
struct wanted {
    uint64_t feature;
    uint32_t number;
    size_t place;      /* where to put its form */
    size_t left;       /* documents to be looked at */
    size_t seen;       /* the last one, from 1 */
    struct form *form; /* [forms] */
    size_t forms, capacity;
};

struct search {
    const struct documents *d;
    const struct vectors *v;
    struct extractor x;
    struct wanted *wanted; /* [n] by feature */
    size_t n;
    size_t unfinished; /* of these */
    bool *needed;      /* [F] whether a document is to be looked at for it */
    bool likely[1 << LIKELY_BITS]; /* by bits of its hash, whether to search */
    struct buffer text;
};

static bool *likely(struct search *s, uint64_t feature)
{
    const uint64_t mask = (1u << LIKELY_BITS) - 1;

    return &s->likely[feature >> FEATURE_KIND_BITS & mask];
}

static int by_feature(const void *a, const void *b)
{
    const struct wanted *x = a, *y = b;

    return (x->feature > y->feature) - (x->feature < y->feature);
}

/* One document tells how any of its forms reads. */
static bool has_one_form(uint64_t feature)
{
    const enum tenor_feature_kind kind = feature_kind(feature);

    return kind == TENOR_FEATURE_CHARS || kind == TENOR_FEATURE_STYLE;
}

/* ---- forms --------------------------------------------------------------- */

/* A term as it stands, or what stands for all of its kind: addresses and names
 * of people on the web are nobody's business. */
static struct str reading_of(const struct search *s, const struct term *t)
{
    static const char *const general[] = {"<url>", "<mention>"};
    const uint64_t stem = terms_lexeme(&s->x.terms, t)->stem;

    for (size_t i = 0; !t->word && i < sizeof general / sizeof *general; i++)
        if (stem == word_hash(general[i], strlen(general[i])))
            return str_of(general[i]);
    return terms_surface(&s->x.terms, t);
}

/* The terms of an occurrence, with a blank where they do not touch. */
static bool join_terms(struct search *s, const struct occurrence *o)
{
    const struct terms *t = &s->x.terms;
    uint32_t end = o->begin;
    bool ok = true;

    for (size_t i = 0; ok && i < t->n; i++) {
        const struct term *term = &t->term[i];
        if (term->begin < o->begin || term->end > o->end)
            continue;
        const struct str text = reading_of(s, term);
        ok = (term->begin == end || buffer_add(&s->text, " ", 1)) &&
             buffer_add(&s->text, text.s, text.len);
        end = term->end;
    }
    return ok;
}

static bool count_form(struct wanted *w, struct str text)
{
    size_t i = 0;

    while (i < w->forms && !str_equal(str_of(w->form[i].text), text))
        i++;
    if (i == w->forms) {
        if (!GROW(w->form, w->forms + 1, w->capacity))
            return false;
        w->form[i] = (struct form){.text = mem_string(text)};
        if (!w->form[i].text)
            return false;
        w->forms++;
    }
    w->form[i].times++;
    return true;
}

static bool look_at_occurrence(struct search *s, struct str in,
                               const struct occurrence *o, size_t document)
{
    const struct wanted key = {.feature = o->feature};
    const struct str place = {in.s + o->begin, o->end - o->begin};

    if (!*likely(s, o->feature))
        return true;
    struct wanted *w =
        bsearch(&key, s->wanted, s->n, sizeof *s->wanted, by_feature);

    if (!w || (w->left == 0 && w->seen != document + 1))
        return true;
    if (w->seen != document + 1) {
        w->seen = document + 1;
        if (--w->left == 0) {
            s->needed[w->number] = false;
            s->unfinished--;
        }
    }
    s->text.len = 0;
    if (has_one_form(o->feature)
            ? !feature_name(&s->x, o->feature, place, &s->text)
            : !join_terms(s, o))
        return false;
    const struct str text = {s->text.data, s->text.len};
    return text.len == 0 || memchr(text.s, '\0', text.len) ||
           utf8_invalid(text.s, text.len) < text.len || count_form(w, text);
}

/* ---- documents ----------------------------------------------------------- */

static bool is_needed(const struct search *s, size_t document)
{
    for (uint64_t i = s->v->start[document]; i < s->v->start[document + 1]; i++)
        if (s->needed[s->v->id[i]])
            return true;
    return false;
}

static bool look_at_document(struct search *s, size_t document,
                             struct tenor_error *err)
{
    const struct str text = documents_text(s->d, document);
    bool last = false;

    if (!extractor_begin(&s->x, text, err))
        return false;
    while (!last) {
        if (!extractor_next(&s->x, &last, err))
            return false;
        for (size_t i = 0; i < s->x.nfound; i++)
            if (!look_at_occurrence(s, text, &s->x.found[i], document))
                return fail_memory(err, "names of features");
    }
    return true;
}

/* ---- all of it ----------------------------------------------------------- */

static bool prepare(struct search *s, const struct view *view,
                    const uint32_t *number, size_t n, struct tenor_error *err)
{
    s->wanted = mem_zero(n, sizeof *s->wanted);
    s->needed = mem_zero(s->v->F, sizeof *s->needed);
    if (!s->wanted || !s->needed)
        return fail_memory(err, "names of features");
    s->n = s->unfinished = n;
    for (size_t i = 0; i < n; i++) {
        struct wanted *w = &s->wanted[i];
        const uint64_t feature = s->v->feature[number[i]];
        *w = (struct wanted){.feature = feature,
                             .number = number[i],
                             .place = i,
                             .left =
                                 has_one_form(feature) ? 1 : SURFACE_DOCUMENTS};
        s->needed[number[i]] = true;
        *likely(s, feature) = true;
    }
    if (n)
        qsort(s->wanted, n, sizeof *s->wanted, by_feature);
    return extractor_init(&s->x, &view->features, view->stops, 0, err);
}

/* Hand the form over that was met most. */
static char *take_form(struct wanted *w)
{
    size_t best = 0;

    if (w->forms == 0)
        return NULL;
    for (size_t i = 1; i < w->forms; i++)
        if (w->form[i].times > w->form[best].times)
            best = i;
    char *text = w->form[best].text;
    w->form[best].text = NULL;
    return text;
}

static void release(struct search *s)
{
    for (size_t i = 0; i < s->n; i++) {
        for (size_t j = 0; j < s->wanted[i].forms; j++)
            free(s->wanted[i].form[j].text);
        free(s->wanted[i].form);
    }
    free(s->wanted);
    free(s->needed);
    free(s->text.data);
    extractor_release(&s->x);
}

bool surface_forms(const struct documents *d, const struct view *view,
                   const struct vectors *v, const uint32_t *number, size_t n,
                   char **form, struct tenor_error *err)
{
    struct search s = {.d = d, .v = v};
    bool ok = prepare(&s, view, number, n, err);

    for (size_t i = 0; ok && s.unfinished > 0 && i < v->N; i++)
        ok = !is_needed(&s, i) || look_at_document(&s, i, err);
    for (size_t i = 0; ok && i < n; i++)
        form[s.wanted[i].place] = take_form(&s.wanted[i]);
    release(&s);
    return ok;
}
