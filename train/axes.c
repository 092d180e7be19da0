#include "train/axes.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/modelfile.h"

static struct trained_axis *add_axis(struct trained *t, size_t capacity)
{
    struct trained_axis *a = &t->axis[t->axes];

    if (t->axes == capacity)
        return NULL;
    *a = (struct trained_axis){
        .positive = -1, .negative = -1, .moved = NAN};
    a->label = mem_resize(NULL, t->documents.N, sizeof *a->label);
    t->axes++;
    return a->label ? a : NULL;
}

/* ---- one label a document ------------------------------------------------ */

/* The place of each label in the order that was asked for. */
static bool rank_labels(const struct train_request *r, const struct labels *l,
                        uint32_t *rank, struct tenor_error *err)
{
    for (size_t k = 0; k < l->n; k++)
        rank[k] = UINT32_MAX;
    for (size_t i = 0; i < r->ordered; i++) {
        const size_t k = labels_find(l, str_of(r->order[i]));
        if (k == SIZE_MAX)
            return fail(err, TENOR_EINVAL, 0,
                        "'%s' of --ordered is not among the labels",
                        r->order[i]);
        if (rank[k] != UINT32_MAX)
            return fail(err, TENOR_EINVAL, 0, "--ordered has '%s' twice",
                        r->order[i]);
        rank[k] = (uint32_t)i;
    }
    for (size_t k = 0; k < l->n; k++)
        if (rank[k] == UINT32_MAX)
            return fail(err, TENOR_EINVAL, 0,
                        "the label '%s' has no place in --ordered; --map can "
                        "rename or drop it",
                        l->name[k]);
    return true;
}

static bool make_single(const struct train_request *r, struct trained *t,
                        struct tenor_error *err)
{
    const struct documents *d = &t->documents;
    const size_t K = d->labels.n;
    uint32_t *rank = mem_resize(NULL, K, sizeof *rank);
    uint32_t *label_at = mem_resize(NULL, K, sizeof *label_at);
    struct trained_axis *a = NULL;
    bool ok = (rank && label_at) || fail_memory(err, "labels");

    for (size_t k = 0; ok && k < K; k++)
        rank[k] = (uint32_t)k;
    ok = ok && (r->ordered == 0 || rank_labels(r, &d->labels, rank, err));
    if (ok) {
        a = add_axis(t, 1);
        ok = a && (a->name = mem_string(str_of(r->axis)));
        for (size_t k = 0; k < K; k++)
            label_at[rank[k]] = (uint32_t)k;
        for (size_t i = 0; ok && i < K; i++)
            ok = labels_number(&a->labels,
                               str_of(d->labels.name[label_at[i]])) == i;
        for (size_t i = 0; ok && i < d->N; i++)
            a->label[i] = rank[d->label[i]];
        ok = ok || fail_memory(err, "labels");
    }
    free(rank);
    free(label_at);
    return ok;
}

/* ---- any number of labels a document ------------------------------------- */

/* Cut the next of several labels off. */
static bool next_label(const char **list, struct str *label)
{
    const size_t len = strcspn(*list, "\t");

    *label = (struct str){*list, len};
    *list += len + ((*list)[len] == '\t');
    return len > 0;
}

static bool collect_labels(const struct documents *d, struct labels *all)
{
    struct str label;

    for (size_t set = 0; set < d->labels.n; set++)
        for (const char *list = d->labels.name[set]; next_label(&list, &label);)
            if (labels_number(all, label) == SIZE_MAX)
                return false;
    uint32_t *rank = mem_resize(NULL, all->n, sizeof *rank);
    const bool ok = rank && labels_sort(all, rank);
    free(rank);
    return ok;
}

/* "prefix" "middle" "name", to be freed. */
static char *joined(const char *prefix, const char *middle, const char *name)
{
    struct buffer b = {0};

    if (buffer_add(&b, prefix, strlen(prefix)) &&
        buffer_add(&b, middle, strlen(middle)) &&
        buffer_add(&b, name, strlen(name) + 1))
        return b.data;
    free(b.data);
    return NULL;
}

static bool make_axis(const struct train_request *r, struct trained *t,
                      const char *label, size_t capacity)
{
    const struct documents *d = &t->documents;
    struct trained_axis *a = add_axis(t, capacity);
    char *absent = joined("not ", "", label);
    bool ok = a && absent && (a->name = joined(r->axis, ".", label)) &&
              labels_number(&a->labels, str_of(absent)) == 0 &&
              labels_number(&a->labels, str_of(label)) == 1;

    for (size_t i = 0; ok && i < d->N; i++)
        a->label[i] = corpus_has_label(str_of(d->labels.name[d->label[i]]),
                                       str_of(label));
    if (ok) {
        a->negative = 0;
        a->positive = 1;
    }
    free(absent);
    return ok;
}

static bool make_several(const struct train_request *r, struct trained *t,
                         struct tenor_error *err)
{
    struct labels all = {0};
    bool ok = collect_labels(&t->documents, &all);

    if (ok && all.n > MODEL_AXES_MAX) {
        ok = fail(err, TENOR_EDATA, 0,
                  "%zu labels; documents with several labels may use %d", all.n,
                  MODEL_AXES_MAX);
    } else if (ok) {
        free(t->axis);
        t->axis = mem_zero(all.n, sizeof *t->axis);
        ok = t->axis != NULL;
        for (size_t k = 0; ok && k < all.n; k++)
            ok = make_axis(r, t, all.name[k], all.n);
        ok = ok || fail_memory(err, "labels");
    } else {
        fail_memory(err, "labels");
    }
    labels_release(&all);
    return ok;
}

/* ---- checks -------------------------------------------------------------- */

/* The share of each label, documents counting as much as in training. */
static void set_prior(const struct trained *t, struct trained_axis *a)
{
    const struct documents *d = &t->documents;
    double total = 0.0;

    for (size_t k = 0; k < a->labels.n; k++)
        a->prior[k] = 0.0;
    for (size_t i = 0; i < d->N; i++) {
        a->prior[a->label[i]] += d->weight[i];
        total += d->weight[i];
    }
    for (size_t k = 0; k < a->labels.n; k++)
        a->prior[k] /= total;
}

/* Count labels into the prior and refuse what cannot be trained on. */
static bool check_labels(const struct trained *t, struct trained_axis *a,
                         bool several, struct tenor_error *err)
{
    const size_t K = a->labels.n, N = t->documents.N;

    if (K < 2)
        return fail(err, TENOR_EDATA, 0,
                    "all documents have the label '%s'; at least two labels "
                    "are needed",
                    a->labels.name[0]);
    if (K > MODEL_LABELS_MAX)
        return fail(err, TENOR_EDATA, 0,
                    "%zu labels; at most %d are allowed. Is the column of the "
                    "label the right one?",
                    K, MODEL_LABELS_MAX);
    a->prior = mem_zero(K, sizeof *a->prior);
    a->offset = mem_zero(K, sizeof *a->offset);
    if (!a->prior || !a->offset)
        return fail_memory(err, "labels");
    for (size_t i = 0; i < N; i++)
        a->prior[a->label[i]] += 1.0;
    if (several && a->prior[0] < 1.0)
        return fail(err, TENOR_EDATA, 0,
                    "every document has the label '%s'; --map '%s=-' leaves it "
                    "out",
                    a->labels.name[1], a->labels.name[1]);
    for (size_t k = 0; k < K; k++) {
        if (a->prior[k] < 2.0)
            return fail(err, TENOR_EDATA, 0,
                        "%s the label '%s'; at least two documents are needed "
                        "to train and to check. --map can rename or drop it",
                        a->prior[k] < 1.0 ? "no document has"
                                          : "only one document has",
                        a->labels.name[k]);
    }
    set_prior(t, a);
    return true;
}

/* The number of a pole's label: the one asked for, else a usual name. */
static bool find_pole(const struct labels *l, const char *asked,
                      const char *usual, int *number, struct tenor_error *err)
{
    struct str name;
    size_t k = SIZE_MAX;

    *number = -1;
    if (asked) {
        k = labels_find(l, str_of(asked));
        if (k == SIZE_MAX)
            return fail(err, TENOR_EINVAL, 0,
                        "the pole '%s' is not among the labels", asked);
    }
    while (k == SIZE_MAX && str_next_word(&usual, &name))
        k = labels_find(l, name);
    if (k != SIZE_MAX)
        *number = (int)k;
    return true;
}

static bool find_poles(const struct train_request *r, struct trained_axis *a,
                       struct tenor_error *err)
{
    if (!find_pole(&a->labels, r->positive, "positive pos Positive POS",
                   &a->positive, err) ||
        !find_pole(&a->labels, r->negative, "negative neg Negative NEG",
                   &a->negative, err))
        return false;
    if (a->positive < 0 || a->negative < 0)
        a->positive = a->negative = -1;
    if (a->positive < 0 && r->ordered) {
        a->negative = 0;
        a->positive = (int)a->labels.n - 1;
    }
    return true;
}

static bool find_criterion(struct trained *t, bool several,
                           struct tenor_error *err)
{
    const struct criterion *c = &t->settings.criterion;

    if (c->kind != CRITERION_F1)
        return true;
    if (several)
        return fail(err, TENOR_EINVAL, 0,
                    "--metric f1:LABEL is for documents with one label each");
    t->criterion_label = labels_find(&t->axis->labels, str_of(c->label));
    if (t->criterion_label == SIZE_MAX)
        return fail(err, TENOR_EINVAL, 0,
                    "'%s' of --metric is not among the labels", c->label);
    return true;
}

bool axes_make(const struct train_request *r, struct trained *t,
               struct tenor_error *err)
{
    const bool several = r->corpora && r->corpus[0].options.multi_label;

    if (several && (r->ordered || r->positive || r->negative))
        return fail(err, TENOR_EINVAL, 0,
                    "--ordered and --poles are for documents with one label "
                    "each");
    t->axis = mem_zero(1, sizeof *t->axis);
    if (!t->axis)
        return fail_memory(err, "axes");
    if (!(several ? make_several : make_single)(r, t, err))
        return false;
    if (t->axes == 0)
        return fail(err, TENOR_EDATA, 0, "no document has a label");
    for (size_t a = 0; a < t->axes; a++)
        if (!check_labels(t, &t->axis[a], several, err))
            return false;
    return (several || find_poles(r, t->axis, err)) &&
           find_criterion(t, several, err);
}
