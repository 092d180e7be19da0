#include "cli/report/corpus_work.h"

#include <stdlib.h>

#include "cli/label/corpora.h"

void corpus_chunk_release(struct corpus_chunk *c)
{
    chunk_release(&c->chunk);
    free(c->sighting);
    free(c->strings.data);
    free(c->label);
    free(c->p);
    free(c->use_end);
    word_list_release(&c->words);
    *c = (struct corpus_chunk){0};
}

/* ---- strings ------------------------------------------------------------- */

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Without white space at its ends, and cut before a character. */
static struct str cut(struct str s, size_t most)
{
    while (s.len && is_space(s.s[0])) {
        s.s++;
        s.len--;
    }
    if (s.len > most) {
        s.len = most;
        while (s.len && ((unsigned char)s.s[s.len] & 0xC0) == 0x80)
            s.len--;
    }
    while (s.len && is_space(s.s[s.len - 1]))
        s.len--;
    return s;
}

static bool begins_with(struct str s, const char *lower)
{
    const size_t len = strlen(lower);

    for (size_t i = 0; i < len; i++)
        if (i >= s.len || (s.s[i] | 32) != (lower[i] | 32))
            return false;
    return true;
}

/* An address that a page may lead to, or nothing. */
static struct str web_address(struct str s)
{
    s = cut(s, SIZE_MAX);
    bool ok = s.len <= SIGHTING_URL_MAX &&
              (begins_with(s, "http://") || begins_with(s, "https://"));
    for (size_t i = 0; i < s.len; i++)
        ok = ok && (unsigned char)s.s[i] > ' ' && s.s[i] != 0x7F;
    return ok ? s : (struct str){0};
}

/* ---- a record ------------------------------------------------------------ */

/* What stands in the parts of a sighting, but for the text. */
static bool find_parts(struct corpus_worker *w, const struct chunk *c,
                       const struct record *r, struct str why,
                       struct str part[SIGHTING_PARTS], struct sighting *s,
                       struct tenor_error *err)
{
    const struct meanings *m = w->meanings;
    struct str value[MEANINGS];

    for (size_t i = 0; i < MEANINGS; i++)
        value[i] =
            meanings_find(m, c->columns, r, (enum meaning)i, &w->chunk->used);
    part[SIGHTING_ID] = cut(value[MEANING_ID], SIGHTING_NAME);
    s->named = value[MEANING_TITLE].len > 0 && !s->bad;
    part[SIGHTING_TITLE] = cut(s->bad     ? why
                               : s->named ? value[MEANING_TITLE]
                                          : r->text,
                               SIGHTING_NAME);
    part[SIGHTING_GROUP] = cut(value[MEANING_GROUP], SIGHTING_NAME);
    part[SIGHTING_URL] = web_address(value[MEANING_URL]);
    if (value[MEANING_DATE].len && !date_read(value[MEANING_DATE], &s->date)) {
        s->date = (struct date){0};
        part[SIGHTING_DATE] = cut(value[MEANING_DATE], SIGHTING_NAME);
    }
    if (!s->bad &&
        r->text.len + value[MEANING_TITLE].len <= SIGHTING_TEXT_MAX) {
        part[SIGHTING_TEXT] = r->text;
        part[SIGHTING_TEXT_TITLE] = value[MEANING_TITLE];
    }
    return part[SIGHTING_ID].len > 0 ||
           label_place(&w->label, c, r, &part[SIGHTING_ID], err);
}

static bool add_parts(struct corpus_chunk *c, struct sighting *s,
                      const struct str part[SIGHTING_PARTS])
{
    bool ok = true;

    s->begin = c->strings.len;
    for (size_t i = 0; ok && i < SIGHTING_PARTS; i++) {
        ok = buffer_add(&c->strings, part[i].s, part[i].len);
        s->end[i] = c->strings.len;
    }
    return ok;
}

static void note_result(const struct corpus_worker *w,
                        const struct tenor_scorer *result, uint32_t *label,
                        double *p)
{
    const struct counting *c = w->job->counting;

    for (size_t i = 0; i < c->axes; i++) {
        const size_t a = c->axis[i], K = tenor_axis_label_count(c->model, a);
        label[i] = result && tenor_axis_status(result, a) == TENOR_STATUS_OK
                       ? (uint32_t)tenor_label(result, a)
                       : SIGHTING_NO_LABEL;
        for (size_t k = 0; k < K; k++)
            *p++ = result ? tenor_probability(result, a, k) : 0.0;
    }
}

static bool make_room(struct corpus_chunk *c, size_t axes, size_t labels)
{
    const size_t n = c->n + 1;

    return GROW(c->sighting, n, c->capacity) &&
           GROW(c->label, n * axes, c->label_capacity) &&
           GROW(c->p, n * labels, c->p_capacity) &&
           GROW(c->use_end, n, c->use_capacity);
}

static bool take(void *run, struct chunk *chunk, const struct record *r,
                 struct tenor_scorer *result, struct str why,
                 struct tenor_error *err)
{
    struct corpus_worker *w = run;
    struct corpus_chunk *c = w->chunk;
    const size_t A = w->job->counting->axes, L = w->labels;
    struct str part[SIGHTING_PARTS] = {{0}};
    struct sighting s = {.bad = !result};

    /* The place of a record takes the place of the message about it. */
    w->why.len = 0;
    if (!make_room(c, A, L) || !buffer_add(&w->why, why.s, why.len))
        return fail_memory(err, "records");
    why = (struct str){w->why.data, w->why.len};
    if (!find_parts(w, chunk, r, why, part, &s, err))
        return false;
    note_result(w, result, c->label + c->n * A, c->p + c->n * L);
    if (!add_parts(c, &s, part) ||
        (result && !word_uses_add(&w->uses, r->text)))
        return fail_memory(err, "records");
    c->use_end[c->n] = w->uses.uses;
    c->sighting[c->n++] = s;
    return true;
}

/* ---- a chunk ------------------------------------------------------------- */

bool corpus_worker_init(struct corpus_worker *w, struct tenor_error *err)
{
    w->label.take = take;
    w->label.run = w;
    return label_worker_init(&w->label, w->job, err) &&
           word_uses_init(&w->uses, w->job->model, err);
}

void corpus_worker_release(struct corpus_worker *w)
{
    label_worker_release(&w->label);
    word_uses_release(&w->uses);
    free(w->why.data);
}

bool corpus_work(struct corpus_worker *w, struct corpus_chunk *c,
                 struct tenor_error *err)
{
    w->chunk = c;
    c->n = c->strings.len = 0;
    c->used = 0;
    word_uses_begin(&w->uses);
    return label_chunk(w->job, &w->label, &c->chunk, err) &&
           (word_uses_end(&w->uses, &c->words) || fail_memory(err, "words"));
}
