#include "cli/report/facts.h"

#include <stdio.h>
#include <stdlib.h>

#include "model/modelfile.h"

bool facts_poles(const struct tenor_model *m, size_t axis, size_t *negative,
                 size_t *positive)
{
    const struct axis *a = &m->axis[axis];

    *negative = a->negative < 0 ? 0 : (size_t)a->negative;
    *positive = a->positive < 0 ? 0 : (size_t)a->positive;
    return a->negative >= 0 && a->positive >= 0;
}

bool facts_init(struct facts *f, struct tenor_error *err)
{
    const struct counting *c = f->counting;

    f->first = mem_zero(c->axes, sizeof *f->first);
    for (size_t i = 0; f->first && i < c->axes; i++) {
        f->first[i] = f->labels;
        f->labels += tenor_axis_label_count(c->model, c->axis[i]);
    }
    f->count = mem_zero(c->size, sizeof *f->count);
    f->bin = mem_zero(c->axes * FACTS_BINS, sizeof *f->bin);
    f->months.counting = f->groups.counting = c;
    f->words.columns = f->labels + FACTS_GROUPS;
    f->rows.step = 1;
    return (f->first && f->count && f->bin && extremes_init(&f->extremes, c)) ||
           fail_memory(err, "a report");
}

static void rows_release(struct row_list *r)
{
    free(r->row);
    free(r->strings.data);
    free(r->label);
    free(r->p);
}

void facts_release(struct facts *f)
{
    free(f->first);
    free(f->count);
    free(f->bin);
    tallies_release(&f->months);
    tallies_release(&f->groups);
    free(f->unread_dates.data);
    vocabulary_release(&f->words);
    extremes_release(&f->extremes);
    rows_release(&f->rows);
    free(f->bad.data);
    *f = (struct facts){0};
}

/* ---- a record ------------------------------------------------------------ */

struct seen {
    const struct sighting *s;
    const char *bytes;
    const uint32_t *label; /* [axes] */
    const double *p;       /* [labels] */
};

/* Count the record and its labels. */
static void count(const struct facts *f, const struct seen *r, uint64_t *to)
{
    const struct counting *c = f->counting;

    to[COUNTING_RECORDS]++;
    for (size_t i = 0; i < c->axes; i++) {
        const size_t K = tenor_axis_label_count(c->model, c->axis[i]);
        to[c->first[i] +
           (r->label[i] == SIGHTING_NO_LABEL ? K : r->label[i])]++;
    }
}

static bool add_line(struct buffer *b, struct str s)
{
    size_t lines = 0;

    for (size_t i = 0; i < b->len; i++)
        lines += b->data[i] == '\n';
    if (lines == FACTS_BAD)
        return true;
    for (size_t i = 0; i < s.len; i++)
        if (!buffer_add(b, s.s[i] == '\n' ? " " : s.s + i, 1))
            return false;
    return buffer_add(b, "\n", 1);
}

static bool add_date(struct facts *f, const struct seen *r)
{
    const struct date *d = &r->s->date;
    char month[16];
    size_t i;

    if (d->month == 0) {
        const struct str as = sighting_part(r->s, r->bytes, SIGHTING_DATE);
        f->unread += as.len > 0;
        return as.len == 0 || add_line(&f->unread_dates, as);
    }
    f->dated++;
    const int len =
        snprintf(month, sizeof month, "%04d-%02d", d->year, d->month);
    if (!tallies_find(&f->months, (struct str){month, (size_t)len}, &i))
        return false;
    count(f, r, tallies_count(&f->months, i));
    return true;
}

/* The column of the words of a group; false when they are not counted. */
static bool find_column(struct facts *f, struct str name, size_t item,
                        size_t *column)
{
    *column = f->labels + item;
    if (!f->compare[0])
        return item < FACTS_GROUPS;
    for (size_t i = 0; i < 2; i++)
        if (str_equal(name, str_of(f->compare[i]))) {
            *column = f->labels + i;
            return true;
        }
    return false;
}

/* *column is set if the words of the group are counted. */
static bool add_group(struct facts *f, const struct seen *r, bool *counted,
                      size_t *column)
{
    const struct str name = sighting_part(r->s, r->bytes, SIGHTING_GROUP);
    size_t i;

    *counted = false;
    if (name.len == 0)
        return true;
    f->grouped++;
    if (!tallies_find(&f->groups, name, &i))
        return false;
    count(f, r, tallies_count(&f->groups, i));
    *counted = find_column(f, name, i, column);
    return true;
}

static size_t bin_of(const struct facts *f, const struct seen *r, size_t i)
{
    const struct counting *c = f->counting;
    const double *p = r->p + f->first[i];
    size_t negative, positive;
    double x = p[r->label[i]];

    if (facts_poles(c->model, c->axis[i], &negative, &positive))
        x = (p[positive] - p[negative] + 1.0) / 2.0;
    const double bin = x * FACTS_BINS;
    return bin <= 0.0                ? 0
           : bin >= FACTS_BINS - 1.0 ? FACTS_BINS - 1
                                     : (size_t)bin;
}

static void add_bins(const struct facts *f, const struct seen *r)
{
    for (size_t i = 0; i < f->counting->axes; i++)
        if (r->label[i] != SIGHTING_NO_LABEL)
            f->bin[i * FACTS_BINS + bin_of(f, r, i)]++;
}

/* ---- rows ---------------------------------------------------------------- */

static bool keep_strings(struct sighting *s, const char *bytes,
                         struct buffer *to)
{
    const size_t begin = to->len;

    if (!buffer_add(to, bytes + s->begin, s->end[SIGHTING_DATE] - s->begin))
        return false;
    for (size_t i = 0; i < SIGHTING_PARTS; i++)
        s->end[i] = i < SIGHTING_TEXT ? s->end[i] + begin - s->begin : to->len;
    s->begin = begin;
    return true;
}

/* Leave every second row out. */
static bool thin_out(struct row_list *l, size_t axes)
{
    struct buffer strings = {0};
    size_t n = 0;
    bool ok = true;

    for (size_t i = 0; ok && i < l->n; i += 2, n++) {
        l->row[n] = l->row[i];
        ok = keep_strings(&l->row[n], l->strings.data, &strings);
        memmove(l->label + n * axes, l->label + i * axes,
                axes * sizeof *l->label);
        memmove(l->p + n * axes, l->p + i * axes, axes * sizeof *l->p);
    }
    if (!ok) {
        free(strings.data);
        return false;
    }
    free(l->strings.data);
    l->strings = strings;
    l->n = n;
    l->step *= 2;
    return true;
}

static bool add_row(struct facts *f, const struct seen *r)
{
    struct row_list *l = &f->rows;
    const size_t A = f->counting->axes, most = l->most ? l->most : FACTS_ROWS;

    if ((r->s->number - 1) % l->step != 0)
        return true;
    if (l->n == most) {
        if (!thin_out(l, A))
            return false;
        if ((r->s->number - 1) % l->step != 0)
            return true;
    }
    if (!GROW(l->row, l->n + 1, l->capacity) ||
        !GROW(l->label, (l->n + 1) * A, l->label_capacity) ||
        !GROW(l->p, (l->n + 1) * A, l->p_capacity))
        return false;
    struct sighting s = *r->s;
    if (!keep_strings(&s, r->bytes, &l->strings))
        return false;
    for (size_t i = 0; i < A; i++) {
        const uint32_t label = r->label[i];
        l->label[l->n * A + i] = label;
        l->p[l->n * A + i] = label == SIGHTING_NO_LABEL
                                 ? 0.0F
                                 : (float)r->p[f->first[i] + label];
    }
    l->row[l->n++] = s;
    return true;
}

/* ---- chunks -------------------------------------------------------------- */

/* The columns of the labels of a record; returns how many. */
static size_t label_columns(const struct facts *f, const struct seen *r,
                            size_t *column)
{
    size_t n = 0;

    for (size_t i = 0; i < f->counting->axes; i++)
        if (r->label[i] != SIGHTING_NO_LABEL)
            column[n++] = f->first[i] + r->label[i];
    return n;
}

static bool add_record(struct facts *f, const struct seen *r,
                       const struct word_use *use, size_t uses,
                       const size_t *form)
{
    size_t column[MODEL_AXES_MAX + 1], group;
    bool counted;

    if (r->s->bad)
        return add_line(&f->bad,
                        sighting_part(r->s, r->bytes, SIGHTING_TITLE)) &&
               add_row(f, r);
    if (!add_date(f, r) || !add_group(f, r, &counted, &group) ||
        !extremes_note(&f->extremes, r->s, r->bytes, r->label, r->p) ||
        !add_row(f, r))
        return false;
    add_bins(f, r);
    size_t n = label_columns(f, r, column);
    if (counted)
        column[n++] = group;
    for (size_t i = 0; i < uses; i++)
        vocabulary_add(&f->words, form[use[i].form], use[i].times, column, n);
    return true;
}

/* The numbers in the vocabulary of the forms of a chunk; NULL when memory ran
 * out. */
static size_t *find_forms(struct facts *f, const struct word_list *l)
{
    size_t *number = mem_zero(l->forms, sizeof *number);
    bool ok = number;

    for (size_t i = 0; ok && i < l->forms; i++) {
        const char *at = l->bytes.data + l->form[i].begin;
        ok = vocabulary_find(&f->words, (struct str){at, l->form[i].len},
                             (struct str){at + l->form[i].len, l->form[i].stem},
                             &number[i]);
    }
    if (ok)
        return number;
    free(number);
    return NULL;
}

bool facts_add(struct facts *f, const struct corpus_chunk *c,
               struct tenor_error *err)
{
    const size_t A = f->counting->axes;
    uint64_t number = f->count[COUNTING_RECORDS];
    size_t *form = find_forms(f, &c->words), begin = 0;
    bool ok = form;

    for (size_t i = 0; ok && i < c->n; i++) {
        struct sighting s = c->sighting[i];
        const struct seen r = {&s, c->strings.data, c->label + i * A,
                               c->p + i * f->labels};
        s.number = ++number;
        ok = add_record(f, &r, c->words.use + begin, c->use_end[i] - begin,
                        form);
        begin = c->use_end[i];
    }
    free(form);
    counting_add(f->counting, f->count, c->chunk.count);
    f->used |= c->used;
    return (ok && vocabulary_trim(&f->words)) || fail_memory(err, "a report");
}
