/* What would change the labels of any text, by a model with an axis of each
 * scope. The bytes are read as by fuzz_score.c, but for the third: it says
 * which words are taken out beside what is searched. */
#include <string.h>

#include "cli/explain/flip.h"
#include "cli/explain/flip_firm.h"
#include "tests/fuzz/scopes.h"

#define WORDS_MAX 7 /* of texts all of whose sets are scored */
#define BUDGET 20000

struct asked {
    struct tenor_scorer *s;
    struct flip_question q;
    size_t label;
    bool *gone; /* [words] */
    struct buffer left;
};

/* Score the text without the words that are gone; whether its label is
 * another. */
static bool flips(struct asked *o, const struct flip_words *w)
{
    struct tenor_error err = {0};

    CHECK(flip_words_cut(w, o->gone, &o->left));
    CHECK(o->left.len <= w->text.len);
    const struct str left = {o->left.len ? o->left.data : "", o->left.len};
    CHECK(o->q.axis == TITLE
              ? tenor_score_titled(o->s, left.s, left.len, o->q.text.s,
                                   o->q.text.len, &err)
              : tenor_score_titled(o->s, o->q.title.s, o->q.title.len, left.s,
                                   left.len, &err));
    return tenor_axis_status(o->s, o->q.axis) == TENOR_STATUS_OK &&
           tenor_label(o->s, o->q.axis) != o->label;
}

/* No set of words is smaller than the certificate says. */
static void check_all(struct asked *o, const struct flip_words *w, size_t least)
{
    for (size_t bits = 0; bits < (size_t)1 << w->words; bits++) {
        size_t n = 0;
        for (size_t i = 0; i < w->words; i++)
            n += o->gone[i] = bits >> i & 1;
        CHECK(n >= least || !flips(o, w));
    }
}

/* Some of the words do no more than the bound says, if it is about all. */
static void check_bound(struct asked *o, const struct flip_words *w,
                        uint8_t draw)
{
    const size_t K = o->s->model->axis[o->q.axis].labels;
    struct tenor_error err = {0};
    struct flip_bound b = {0};
    double *gain = mem_zero(w->words + 1, sizeof *gain);
    double start[4], most[4];
    size_t n = 0;
    bool firm;

    CHECK(gain && flip_firm(w, o->s, o->q.axis, &firm));
    CHECK(flip_bound_read(&b, o->s, o->q.axis, w, &err));
    CHECK(b.usable);
    for (size_t i = 0; i < w->words; i++)
        n += o->gone[i] = (i * 37 + draw) % 11 < draw % 5;
    for (size_t r = 0; r < K; r++) {
        start[r] = flip_bound_start(o->s, o->q.axis, o->label, r);
        CHECK(flip_bound_fill(&b, o->label, r, n, gain, &err));
        most[r] = start[r];
        for (size_t i = 0; i < w->words; i++)
            most[r] += o->gone[i] ? gain[i] : 0.0;
    }
    flips(o, w);
    for (size_t r = 0; firm && r < K; r++)
        if (r != o->label &&
            tenor_axis_status(o->s, o->q.axis) == TENOR_STATUS_OK)
            CHECK(flip_bound_start(o->s, o->q.axis, o->label, r) <=
                  most[r] + 1e-7);
    flip_bound_release(&b);
    free(gain);
}

static void check_axis(struct asked *o, struct flip *f, uint8_t draw)
{
    struct tenor_error err = {0};
    struct flip_answer a;

    CHECK(tenor_score_titled(o->s, o->q.title.s, o->q.title.len, o->q.text.s,
                             o->q.text.len, &err));
    if (tenor_axis_status(o->s, o->q.axis) != TENOR_STATUS_OK)
        return;
    o->label = tenor_label(o->s, o->q.axis);
    CHECK(flip_find(f, o->s, &o->q, &a, &err));
    CHECK(a.label[0] == o->label && a.at_least <= a.given_same);
    CHECK(a.given_same <= a.n);
    const struct flip_words *w = &f->words;
    o->gone = mem_zero(w->words + 1, sizeof *o->gone);
    CHECK(o->gone);
    for (size_t i = 0; a.n != FLIP_NONE && i < a.n; i++)
        o->gone[f->set[i]] = true;
    CHECK(a.n == FLIP_NONE || flips(o, w));
    CHECK(a.n == FLIP_NONE || tenor_label(o->s, o->q.axis) == a.label[1]);
    if (w->words <= WORDS_MAX)
        check_all(o, w, a.at_least);
    CHECK(tenor_score_titled(o->s, o->q.title.s, o->q.title.len, o->q.text.s,
                             o->q.text.len, &err));
    check_bound(o, w, draw);
    free(o->gone);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 3 || size > 2000)
        return 0;
    struct str text = {(const char *)data + 3, size - 3}, title = {0};
    struct tenor_error err = {0};
    struct asked o = {.s = NULL};
    struct flip f = {.gone = NULL};

    if (data[1] <= 200) {
        title = (struct str){text.s, data[1] < text.len ? data[1] : text.len};
        text.s += title.len;
        text.len -= title.len;
    }
    CHECK(tenor_scorer_new(scopes_model(data[0]), &o.s, &err));
    for (size_t a = 0; a < AXES; a++) {
        o.q = (struct flip_question){.text = text,
                                     .title = title,
                                     .axis = a,
                                     .label = FLIP_ANY,
                                     .budget = BUDGET};
        check_axis(&o, &f, data[2]);
    }
    flip_release(&f);
    free(o.left.data);
    tenor_scorer_free(o.s);
    return 0;
}
