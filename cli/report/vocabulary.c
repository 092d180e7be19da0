#include "cli/report/vocabulary.h"

#include <stdlib.h>

#include "model/wordset.h"

static bool add_form(struct vocabulary *v, struct str form, struct str stem,
                     uint64_t hash)
{
    const size_t C = v->columns;

    if (!GROW(v->form, v->n + 1, v->form_capacity) ||
        !GROW(v->count, (v->n + 1) * C, v->count_capacity))
        return false;
    v->form[v->n] = (struct form){.hash = hash,
                                  .begin = v->bytes.len,
                                  .len = (uint32_t)form.len,
                                  .stem = (uint32_t)stem.len};
    if (!buffer_add(&v->bytes, form.s, form.len) ||
        !buffer_add(&v->bytes, stem.s, stem.len))
        return false;
    memset(v->count + v->n * C, 0, C * sizeof *v->count);
    v->n++;
    return true;
}

bool vocabulary_find(struct vocabulary *v, struct str form, struct str stem,
                     size_t *number)
{
    const uint64_t hash = word_hash(form.s, form.len);
    uint32_t *place = idmap_at(&v->index, hash);

    if (!place || (*place == 0 && !add_form(v, form, stem, hash)))
        return false;
    if (*place == 0)
        *place = (uint32_t)v->n;
    *number = *place - 1;
    return true;
}

static uint32_t sum(uint32_t a, uint32_t b)
{
    return a > UINT32_MAX - b ? UINT32_MAX : a + b;
}

void vocabulary_add(struct vocabulary *v, size_t form, uint32_t times,
                    const size_t *column, size_t n)
{
    uint32_t *count = v->count + form * v->columns;
    struct form *f = &v->form[form];

    f->texts = sum(f->texts, 1);
    f->all = sum(f->all, times);
    for (size_t i = 0; i < n; i++)
        count[column[i]] = sum(count[column[i]], times);
}

/* ---- forgetting ---------------------------------------------------------- */

/* Keep the forms that were seen more often than so often. */
static bool keep(struct vocabulary *v, uint32_t often)
{
    const size_t C = v->columns;
    struct buffer bytes = {0};
    size_t n = 0;

    for (size_t i = 0; i < v->n; i++) {
        struct form f = v->form[i];
        if (f.all <= often)
            continue;
        const char *at = v->bytes.data + f.begin;
        f.begin = bytes.len;
        if (!buffer_add(&bytes, at, (size_t)f.len + f.stem)) {
            free(bytes.data);
            return false;
        }
        memmove(v->count + n * C, v->count + i * C, C * sizeof *v->count);
        v->form[n++] = f;
    }
    v->dropped += v->n - n;
    v->n = n;
    free(v->bytes.data);
    v->bytes = bytes;
    return true;
}

static bool lay_index(struct vocabulary *v)
{
    idmap_clear(&v->index);
    for (size_t i = 0; i < v->n; i++) {
        uint32_t *place = idmap_at(&v->index, v->form[i].hash);
        if (!place)
            return false;
        *place = (uint32_t)i + 1;
    }
    return true;
}

bool vocabulary_trim(struct vocabulary *v)
{
    const size_t most = v->most ? v->most : VOCABULARY_MAX;
    uint32_t often = 0;

    if (v->n <= most)
        return true;
    for (size_t left = v->n; left > most - most / 4;) {
        left = 0;
        often++;
        for (size_t i = 0; i < v->n; i++)
            left += v->form[i].all > often;
    }
    v->forgotten = often > v->forgotten ? often : v->forgotten;
    return keep(v, often) && lay_index(v);
}

void vocabulary_release(struct vocabulary *v)
{
    free(v->form);
    free(v->count);
    free(v->bytes.data);
    idmap_release(&v->index);
    *v = (struct vocabulary){0};
}

/* ---- stems --------------------------------------------------------------- */

struct place {
    const struct vocabulary *v;
    size_t form;
};

static int compare(struct str a, struct str b)
{
    const int order = memcmp(a.s, b.s, a.len < b.len ? a.len : b.len);

    return order ? order : (a.len > b.len) - (a.len < b.len);
}

static int by_stem(const void *a, const void *b)
{
    const struct place *x = a, *y = b;
    const struct vocabulary *v = x->v;
    const uint32_t p = v->form[x->form].all, q = v->form[y->form].all;
    const int order =
        compare(vocabulary_stem(v, x->form), vocabulary_stem(v, y->form));

    if (order || p != q)
        return order ? order : p < q ? 1 : -1;
    return compare(vocabulary_form(v, x->form), vocabulary_form(v, y->form));
}

bool vocabulary_order(struct vocabulary *v)
{
    const size_t C = v->columns;
    struct place *place = mem_zero(v->n, sizeof *place);
    struct form *form = mem_zero(v->n, sizeof *form);
    uint32_t *count = mem_zero(v->n * C, sizeof *count);
    const bool ok = place && form && count;

    for (size_t i = 0; ok && i < v->n; i++)
        place[i] = (struct place){v, i};
    if (ok && v->n)
        qsort(place, v->n, sizeof *place, by_stem);
    for (size_t i = 0; ok && i < v->n; i++) {
        form[i] = v->form[place[i].form];
        memcpy(count + i * C, v->count + place[i].form * C, C * sizeof *count);
    }
    free(place);
    if (!ok) {
        free(form);
        free(count);
        return false;
    }
    free(v->form);
    free(v->count);
    idmap_release(&v->index);
    v->form = form;
    v->count = count;
    v->form_capacity = v->n;
    v->count_capacity = v->n * C;
    return true;
}

size_t vocabulary_stem_end(const struct vocabulary *v, size_t i)
{
    const struct str stem = vocabulary_stem(v, i);

    while (i < v->n && str_equal(vocabulary_stem(v, i), stem))
        i++;
    return i;
}
