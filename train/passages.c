#include "train/passages.h"

#include <stdlib.h>

#include "model/token.h"
#include "model/word.h"

/* A word of the text at hand. */
struct place {
    uint64_t hash;
    uint32_t begin, end;
    bool sentence; /* one begins with it */
    bool taken;    /* by a passage */
};

struct cutting {
    struct words words;
    struct place *word; /* [n] */
    size_t n, capacity;
};

/* What might be a passage of a text. */
struct candidate_passage {
    size_t from, to; /* words */
    uint64_t key;
    enum passage_place place;
};

typedef bool candidate_visit(void *context, struct cutting *c, uint32_t text,
                             const struct candidate_passage *x);

/* ---- texts to candidates ------------------------------------------------- */

static bool cut_words(struct cutting *c, struct str text)
{
    const struct wordset none = {0};
    struct scanner scanner;
    struct token t;
    bool sentence = true, stretched;

    c->n = 0;
    scanner_init(&scanner, text, false, &none);
    while (scanner_next(&scanner, &t)) {
        sentence |= t.sentence;
        if (t.kind == TOKEN_PUNCT)
            continue;
        const struct str folded = words_fold(
            &c->words, (struct str){text.s + t.begin, t.end - t.begin},
            &stretched);
        if (!GROW(c->word, c->n + 1, c->capacity))
            return false;
        c->word[c->n++] =
            (struct place){word_hash(folded.s, folded.len), (uint32_t)t.begin,
                           (uint32_t)t.end, sentence, false};
        sentence = false;
    }
    return true;
}

static uint64_t key_of(const struct cutting *c, size_t from, size_t to,
                       enum passage_place place)
{
    uint64_t pair[2] = {(uint64_t)place + 1, 0};

    for (size_t i = from; i < to; i++) {
        pair[1] = c->word[i].hash;
        pair[0] = word_hash((const char *)pair, sizeof pair);
    }
    return pair[0];
}

static bool visit_one(struct cutting *c, uint32_t text, size_t from, size_t to,
                      enum passage_place place, candidate_visit *visit,
                      void *context)
{
    const struct candidate_passage x = {from, to, key_of(c, from, to, place),
                                        place};

    return visit(context, c, text, &x);
}

/* Sentences first, then the two ends of what is longer. */
static bool visit_candidates(struct cutting *c, uint32_t text,
                             candidate_visit *visit, void *context)
{
    for (size_t from = 0, to; from < c->n; from = to) {
        for (to = from + 1; to < c->n && !c->word[to].sentence; to++)
            ;
        if (to - from >= PASSAGE_SENTENCE &&
            !visit_one(c, text, from, to, PASSAGE_IN, visit, context))
            return false;
    }
    return c->n <= PASSAGE_END ||
           (visit_one(c, text, 0, PASSAGE_END, PASSAGE_FIRST, visit, context) &&
            visit_one(c, text, c->n - PASSAGE_END, c->n, PASSAGE_LAST, visit,
                      context));
}

/* ---- which are repeated -------------------------------------------------- */

struct collected {
    struct passage *item;
    size_t n, capacity;
};

static bool collect(void *context, struct cutting *c, uint32_t text,
                    const struct candidate_passage *x)
{
    struct collected *all = context;

    if (!GROW(all->item, all->n + 1, all->capacity))
        return false;
    all->item[all->n++] = (struct passage){
        x->key, text,    c->word[x->from].begin, c->word[x->to - 1].end,
        1,      x->place};
    return true;
}

static int by_key(const void *a, const void *b)
{
    const struct passage *x = a, *y = b;

    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    if (x->text != y->text)
        return x->text < y->text ? -1 : 1;
    return (x->begin > y->begin) - (x->begin < y->begin);
}

static int most_first(const void *a, const void *b)
{
    const struct passage *x = a, *y = b;

    if (x->texts != y->texts)
        return x->texts > y->texts ? -1 : 1;
    if (x->text != y->text)
        return x->text < y->text ? -1 : 1;
    return (x->begin > y->begin) - (x->begin < y->begin);
}

static bool keep_repeated(struct collected *all, size_t least,
                          struct passages *p)
{
    if (all->n)
        qsort(all->item, all->n, sizeof *all->item, by_key);
    for (size_t i = 0, end; i < all->n; i = end) {
        struct passage first = all->item[i];
        for (end = i + 1; end < all->n && all->item[end].key == first.key;
             end++)
            first.texts += all->item[end].text != all->item[end - 1].text;
        if (first.texts < least)
            continue;
        if (!GROW(p->item, p->n + 1, p->capacity))
            return false;
        p->item[p->n++] = first;
    }
    return true;
}

/* ---- what is left of texts ----------------------------------------------- */

struct taking {
    struct passages *p; /* by key */
    bool found;
};

static struct passage *find(struct passages *p, uint64_t key)
{
    size_t low = 0, high = p->n;

    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (p->item[middle].key < key)
            low = middle + 1;
        else
            high = middle;
    }
    return low < p->n && p->item[low].key == key ? &p->item[low] : NULL;
}

/* Take the words of a repeated passage. An end that shares words with a
 * repeated sentence is no passage of its own: it loses the text. */
static bool take(void *context, struct cutting *c, uint32_t text,
                 const struct candidate_passage *x)
{
    struct taking *t = context;
    struct passage *p = find(t->p, x->key);
    bool shared = false;

    (void)text;
    for (size_t i = x->from; p && i < x->to; i++)
        shared |= c->word[i].taken;
    if (p && shared && x->place != PASSAGE_IN && p->texts)
        p->texts--;
    if (!p || (shared && x->place != PASSAGE_IN))
        return true;
    for (size_t i = x->from; i < x->to; i++)
        c->word[i].taken = true;
    t->found = true;
    return true;
}

static void hash_rest(const struct cutting *c, bool found, size_t i,
                      struct passages *p)
{
    uint64_t pair[2] = {0, 0};

    for (size_t w = 0; w < c->n; w++) {
        if (c->word[w].taken)
            continue;
        pair[1] = c->word[w].hash;
        pair[0] = word_hash((const char *)pair, sizeof pair);
    }
    p->rest[i] = pair[0];
    p->has[i] = found;
}

static void drop_rare(struct passages *p, size_t least)
{
    size_t n = 0;

    for (size_t i = 0; i < p->n; i++)
        if (p->item[i].texts >= least)
            p->item[n++] = p->item[i];
    p->n = n;
    if (n)
        qsort(p->item, n, sizeof *p->item, most_first);
}

bool passages_find(const struct twins *w, twins_text *text, const void *context,
                   size_t least, struct passages *p, struct tenor_error *err)
{
    struct cutting c = {0};
    struct collected all = {0};
    bool ok = words_init(&c.words, "", false, NULL);

    if (!ok)
        return fail_memory(err, "repeated passages");
    p->rest = mem_zero(w->N, sizeof *p->rest);
    p->has = mem_zero(w->N, sizeof *p->has);
    ok = p->rest && p->has;
    for (uint32_t i = 0; ok && i < w->N; i++)
        if (w->first[i] == i)
            ok = cut_words(&c, text(context, i)) &&
                 visit_candidates(&c, i, collect, &all);
    ok = ok && keep_repeated(&all, least, p);
    for (uint32_t i = 0; ok && i < w->N; i++) {
        struct taking t = {.p = p};
        if (w->first[i] == i)
            ok = cut_words(&c, text(context, i)) &&
                 visit_candidates(&c, i, take, &t);
        if (w->first[i] == i)
            hash_rest(&c, t.found, i, p);
        p->rest[i] = p->rest[w->first[i]];
        p->has[i] = p->has[w->first[i]];
    }
    drop_rare(p, least);
    free(all.item);
    free(c.word);
    words_release(&c.words);
    return ok || fail_memory(err, "repeated passages");
}

void passages_release(struct passages *p)
{
    free(p->item);
    free(p->rest);
    free(p->has);
    *p = (struct passages){0};
}
