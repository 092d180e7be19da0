#include "cli/report/corpus_page.h"

#include <stdio.h>
#include <stdlib.h>

#include "cli/report/corpus_view.h"
#include "cli/report/page.h"

extern const char corpus_style_begin[], corpus_style_end[];
extern const char corpus_script_begin[], corpus_script_end[];

static struct str bytes_of(const char *begin, const char *end)
{
    return (struct str){begin, (size_t)(end - begin)};
}

/* ---- groups that are compared -------------------------------------------- */

static const uint64_t *records_of(const struct tallies *t, size_t item)
{
    return &t->item[item].count[COUNTING_RECORDS];
}

/* The two largest of the groups whose words are counted. */
static bool find_largest(const struct tallies *t, size_t group[2])
{
    const size_t n = t->n < FACTS_GROUPS ? t->n : FACTS_GROUPS;

    if (n < 2)
        return false;
    group[0] = *records_of(t, 1) > *records_of(t, 0);
    group[1] = !group[0];
    for (size_t i = 2; i < n; i++)
        if (*records_of(t, i) > *records_of(t, group[0])) {
            group[1] = group[0];
            group[0] = i;
        } else if (*records_of(t, i) > *records_of(t, group[1])) {
            group[1] = i;
        }
    return true;
}

static bool find_named(const struct tallies *t, struct str name, size_t *item)
{
    for (*item = 0; *item < t->n; ++*item)
        if (str_equal(t->item[*item].name, name))
            return true;
    return false;
}

/* Choose the groups, then order them by records. */
static bool choose_groups(struct corpus_view *v, struct tenor_error *err)
{
    struct facts *f = v->f;
    char *name[2] = {NULL, NULL};
    bool ok = true;

    v->compared = f->compare[0] || find_largest(&f->groups, v->group);
    for (size_t i = 0; i < 2 && v->compared && ok; i++) {
        v->column[i] = f->labels + (f->compare[0] ? i : v->group[i]);
        name[i] = mem_string(f->compare[0] ? str_of(f->compare[i])
                                           : f->groups.item[v->group[i]].name);
        ok = name[i] || fail_memory(err, "groups");
    }
    tallies_by_records(&f->groups);
    for (size_t i = 0; i < 2 && v->compared && ok; i++)
        ok = find_named(&f->groups, str_of(name[i]), &v->group[i]) ||
             fail(err, TENOR_EDATA, 0, "no record is of the group '%s'",
                  name[i]);
    free(name[0]);
    free(name[1]);
    return ok;
}

/* ---- times --------------------------------------------------------------- */

/* Put months together until there are few enough to be seen: years, tens,
 * hundreds of years. */
static void choose_times(struct corpus_view *v)
{
    static const struct {
        size_t bytes;
        long most; /* months from the first to the last */
    } step[] = {{7, 120}, {4, 12 * 120}, {3, 120 * 120}};
    struct tallies *t = &v->f->months;
    long first = 0, last = 0;

    tallies_by_name(t);
    if (t->n > 0) {
        first = strtol(t->item[0].name.s, NULL, 10) * 12;
        last = strtol(t->item[t->n - 1].name.s, NULL, 10) * 12 + 11;
    }
    v->month = 2;
    for (size_t i = sizeof step / sizeof *step; i-- > 0;)
        if (last - first < step[i].most)
            v->month = step[i].bytes;
}

/* The field that gave most values cannot be told from a set; the first that
 * gave any is named, else what was looked for. */
static struct str field_of(const struct corpus_view *v, enum meaning what)
{
    const struct meanings *m = v->meanings;

    for (size_t i = m->first[what]; i < m->end[what]; i++)
        if (v->f->used >> (i & 63) & 1)
            return m->fields.name[i];
    return m->fields.name[m->first[what]];
}

/* ---- the page ------------------------------------------------------------ */

#define AXIS_ID 32

struct contents {
    struct page_link *link; /* [n] */
    char (*id)[AXIS_ID];    /* [axes] */
    size_t n;
};

static void add_link(struct contents *c, const char *id, struct str name)
{
    c->link[c->n++] = (struct page_link){id, name};
}

static bool make_contents(struct contents *c, const struct corpus_view *v)
{
    const size_t A = v->f->counting->axes;

    c->link = mem_zero(A + 5, sizeof *c->link);
    c->id = mem_zero(A, sizeof *c->id);
    if (!c->link || !c->id)
        return false;
    add_link(c, "overview", STR("Overview"));
    for (size_t i = 0; i < A; i++) {
        snprintf(c->id[i], AXIS_ID, "axis-%zu", i);
        add_link(c, c->id[i], str_of(view_axis(v, i)));
    }
    add_link(c, "words", STR("Words"));
    add_link(c, "records", STR("Records"));
    add_link(c, "articles", STR("Articles"));
    add_link(c, "model", STR("The model"));
    return true;
}

static void put_axis(const struct corpus_view *v, size_t i, const char *id)
{
    page_section(v->m, id, str_of(view_axis(v, i)));
    if (view_labelled(v, i, v->f->count) == 0) {
        markup_put(v->m, "<p>No record has a label on this axis.</p>\n");
    } else {
        corpus_spread(v, i);
        corpus_time(v, i);
        corpus_groups(v, i);
        corpus_label_words(v, i);
        corpus_extremes(v, i);
    }
    page_section_end(v->m);
}

static bool put_page(const struct corpus_view *v, struct str title,
                     struct tenor_error *err)
{
    struct contents c = {0};
    bool ok = make_contents(&c, v) || fail_memory(err, "a page");

    if (ok) {
        const struct page page = {
            .kind = "a corpus",
            .title = title,
            .link = c.link,
            .links = c.n,
            .style = bytes_of(corpus_style_begin, corpus_style_end),
            .script = bytes_of(corpus_script_begin, corpus_script_end),
        };
        page_begin(v->m, &page);
        corpus_overview(v);
        for (size_t i = 0; i < v->f->counting->axes; i++)
            put_axis(v, i, c.id[i]);
        corpus_group_words(v);
        corpus_table(v);
        ok = corpus_articles(v, err);
        page_end(v->m, &page);
    }
    free(c.link);
    free(c.id);
    return ok && markup_ok(v->m, err);
}

bool corpus_page(const struct corpus_page *p, struct markup *m,
                 struct tenor_error *err)
{
    struct facts *f = p->facts;
    struct summary summary = {0};
    struct corpus_view v = {
        .m = m, .f = f, .summary = &summary, .meanings = p->meanings};

    v.date_field = field_of(&v, MEANING_DATE);
    v.group_field = field_of(&v, MEANING_GROUP);
    choose_times(&v);
    bool ok = choose_groups(&v, err) &&
              (vocabulary_order(&f->words) || fail_memory(err, "words")) &&
              summary_init(&summary, f->counting, f->count, err);
    if (v.month < 7)
        tallies_merge(&f->months, v.month);
    ok = ok && put_page(&v, p->title, err);
    if (summary.axis)
        summary_release(&summary);
    return ok;
}
