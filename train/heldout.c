#include "train/heldout.h"

#include <stdlib.h>
#include <string.h>

#include "train/card.h"
#include "train/pack.h"
#include "train/reading.h"

bool heldout_read(const struct train_request *r, struct trained *all,
                  struct tenor_error *err)
{
    *all = (struct trained){0};
    if (reading_corpora(r, all, err) && reading_axes(r, all, err))
        return true;
    trained_release(all);
    return false;
}

/* ---- folds --------------------------------------------------------------- */

struct heldout_part heldout_split(const struct trained *all,
                                  const uint8_t *fold, unsigned f,
                                  uint32_t *which)
{
    const size_t N = all->documents.N;
    size_t trained = 0, at;

    for (size_t i = 0; i < N; i++)
        if (fold[i] != f)
            which[trained++] = (uint32_t)i;
    at = trained;
    for (size_t i = 0; i < N; i++)
        if (fold[i] == f)
            which[at++] = (uint32_t)i;
    return (struct heldout_part){which, which + trained, trained, N - trained};
}

/* left [K] documents of each label that are not in fold f. */
static void count_left(const struct trained *all, const struct trained_axis *a,
                       const uint8_t *fold, unsigned f, size_t *left)
{
    for (size_t k = 0; k < a->labels.n; k++)
        left[k] = 0;
    for (size_t i = 0; i < all->documents.N; i++)
        left[a->label[i]] += fold[i] != f;
}

static bool check_fold(const struct trained *all, const uint8_t *fold,
                       unsigned f, size_t *left, struct tenor_error *err)
{
    if (!memchr(fold, (int)f, all->documents.N))
        return fail(err, TENOR_EDATA, 0,
                    "%zu documents cannot be spread over %u folds; --folds can "
                    "ask for fewer",
                    all->documents.N, all->settings.folds);
    for (size_t x = 0; x < all->axes; x++) {
        const struct trained_axis *a = &all->axis[x];
        count_left(all, a, fold, f, left);
        for (size_t k = 0; k < a->labels.n; k++)
            if (left[k] < 2)
                return fail(err, TENOR_EDATA, 0,
                            "label '%s': %zu document%s when one of %u folds "
                            "is held out, and training needs two; --folds can "
                            "ask for more folds, --map can rename or drop the "
                            "label",
                            a->labels.name[k], left[k],
                            left[k] == 1 ? " is left" : "s are left",
                            all->settings.folds);
    }
    return true;
}

bool heldout_folds(const struct trained *all, unsigned folds, uint64_t seed,
                   uint8_t *fold, struct tenor_error *err)
{
    size_t K = 0;

    for (size_t a = 0; a < all->axes; a++)
        K = all->axis[a].labels.n > K ? all->axis[a].labels.n : K;
    size_t *left = mem_zero(K, sizeof *left);
    bool ok = left || fail_memory(err, "folds");

    ok = ok && trained_folds(all, seed, fold, err);
    for (unsigned f = 0; ok && f < folds; f++)
        ok = check_fold(all, fold, f, left, err);
    free(left);
    return ok;
}

/* ---- one model ----------------------------------------------------------- */

static bool ask(struct tenor_scorer *scorer, const struct trained *all,
                const struct heldout_part *part, struct heldout_answers *out,
                struct tenor_error *err)
{
    for (size_t i = 0; i < part->tested; i++) {
        const uint32_t d = part->test[i];
        const struct str text = documents_text(&all->documents, d);
        if (!tenor_score(scorer, text.s, text.len, err))
            return false;
        out->without += tenor_axis_status(scorer, 0) != TENOR_STATUS_OK;
        for (size_t a = 0; a < all->axes; a++) {
            const size_t k = tenor_label(scorer, a);
            out->of[a][d] =
                (struct prediction){all->axis[a].label[d], (uint32_t)k,
                                    tenor_probability(scorer, a, k)};
        }
    }
    return true;
}

static bool open_and_ask(const struct buffer *bytes, const struct trained *all,
                         const struct heldout_part *part,
                         struct heldout_answers *out, struct tenor_error *err)
{
    struct tenor_model *model = NULL;
    struct tenor_scorer *scorer = NULL;
    const bool ok =
        tenor_model_from_memory(bytes->data, bytes->len, &model, err) &&
        tenor_scorer_new(model, &scorer, err) &&
        ask(scorer, all, part, out, err);

    tenor_scorer_free(scorer);
    tenor_model_close(model);
    return ok;
}

bool heldout_predict(const struct train_request *r, const struct trained *all,
                     const struct heldout_part *part,
                     struct heldout_answers *out, struct tenor_error *err)
{
    struct documents d;
    struct trained t;
    struct buffer bytes = {0};
    char *card = NULL;

    if (!documents_pick(&all->documents, part->train, part->trained, &d, err) ||
        !train_documents(r, &d, &t, err))
        return false;
    out->settings = t.settings;
    const bool ok = card_write(&t, 1, (struct str){0}, NULL, &card, err) &&
                    pack_axes(&t, 1, r->stops, str_of(card), &bytes, err) &&
                    open_and_ask(&bytes, all, part, out, err);
    free(card);
    free(bytes.data);
    trained_release(&t);
    return ok;
}

/* ---- figures ------------------------------------------------------------- */

struct member {
    uint64_t group;
    uint32_t document;
};

static int by_group(const void *a, const void *b)
{
    const struct member *x = a, *y = b;

    if (x->group != y->group)
        return x->group < y->group ? -1 : 1;
    return (x->document > y->document) - (x->document < y->document);
}

bool heldout_cluster(const struct trained *all, const uint32_t *which, size_t n,
                     struct heldout_clusters *c, struct tenor_error *err)
{
    struct member *m = mem_resize(NULL, n, sizeof *m);

    *c = (struct heldout_clusters){.n = n};
    c->document = mem_resize(NULL, n, sizeof *c->document);
    c->begin = mem_zero(n + 1, sizeof *c->begin);
    if (!m || !c->document || !c->begin) {
        free(m);
        heldout_clusters_release(c);
        return fail_memory(err, "predictions");
    }
    for (size_t i = 0; i < n; i++)
        m[i] = (struct member){all->documents.group[which[i]], which[i]};
    if (n)
        qsort(m, n, sizeof *m, by_group);
    for (size_t i = 0; i < n; i++) {
        if (i == 0 || m[i].group != m[i - 1].group)
            c->begin[c->clusters++] = i;
        c->document[i] = m[i].document;
    }
    c->begin[c->clusters] = n;
    free(m);
    return true;
}

void heldout_clusters_release(struct heldout_clusters *c)
{
    free(c->document);
    free(c->begin);
    *c = (struct heldout_clusters){0};
}

bool heldout_measure(const struct trained *all, size_t axis,
                     const struct heldout_clusters *c,
                     const struct prediction *p, size_t repeats,
                     struct metrics *m, struct tenor_error *err)
{
    const size_t N = all->documents.N;
    struct prediction *pooled = mem_resize(NULL, c->n * repeats, sizeof *p);
    size_t *begin = mem_resize(NULL, c->clusters + 1, sizeof *begin);
    size_t at = 0;

    if (!pooled || !begin) {
        free(pooled);
        free(begin);
        return fail_memory(err, "predictions");
    }
    for (size_t i = 0; i < c->n; i++)
        for (size_t r = 0; r < repeats; r++)
            pooled[at++] = p[r * N + c->document[i]];
    for (size_t i = 0; i <= c->clusters; i++)
        begin[i] = c->begin[i] * repeats;
    const bool ok = metrics_measure_clusters(
        pooled, begin, c->clusters, all->axis[axis].labels.n, METRICS_SAMPLES,
        all->settings.seed, m, err);
    free(pooled);
    free(begin);
    return ok;
}
