#include "cli/explain/edits.h"

#include <stdlib.h>

#include "cli/explain/diff.h"
#include "model/utf8.h"
#include "model/wordset.h"

/* ---- words --------------------------------------------------------------- */

/* A character of a text. */
struct sign {
    size_t size;
    bool letter, white, joins; /* of a word; nothing; between letters */
};

static struct sign sign_at(struct str text, size_t at)
{
    uint32_t c;
    size_t bad = 0;
    struct sign s = {.size = utf8_decode(text.s + at, text.len - at, &c, &bad)};
    const enum utf8_class class = utf8_class(c);

    s.letter =
        class == UTF8_LETTER || class == UTF8_DIGIT || class == UTF8_MARK;
    s.white = class == UTF8_SPACE || class == UTF8_NEWLINE;
    s.joins = c == '-' || c == '\'' || c == 0x2019;
    return s;
}

/* The end of the word that begins with a sign. */
static size_t word_end(struct str text, size_t at, struct sign s)
{
    size_t end = at + s.size;

    while (s.letter && end < text.len) {
        const struct sign next = sign_at(text, end);
        const size_t behind = end + next.size;
        if (!next.letter &&
            !(next.joins && behind < text.len && sign_at(text, behind).letter))
            break;
        end = behind;
    }
    return end;
}

static bool cut(struct str text, struct carrier_list *out)
{
    for (size_t at = 0, end; at < text.len; at = end) {
        const struct sign s = sign_at(text, at);
        end = word_end(text, at, s);
        if (s.white)
            continue;
        if (!GROW(out->word, out->n + 1, out->capacity))
            return false;
        out->word[out->n++] = (struct carrier){
            .span = {at, end}, .number = word_hash(text.s + at, end - at)};
    }
    return true;
}

/* ---- what they carry ----------------------------------------------------- */

/* The first word that ends behind a place. */
static size_t first_behind(const struct carrier_list *l, size_t place)
{
    size_t low = 0, high = l->n;

    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (l->word[middle].span.end > place)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

static void spread(struct carrier_list *l, struct tenor_span span, double each)
{
    const size_t first = first_behind(l, span.begin);
    size_t end = first;

    while (end < l->n && l->word[end].span.begin < span.end)
        end++;
    for (size_t i = first; i < end; i++)
        l->word[i].carried += each / (double)(end - first);
}

bool edits_read(const struct edited *t, struct carrier_list *out,
                struct tenor_error *err)
{
    if (!cut(t->in, out))
        return fail_memory(err, "words");
    for (size_t i = 0; i < t->n; i++) {
        const struct tenor_evidence *e = &t->evidence[i];
        for (size_t j = 0; j < e->spans; j++)
            spread(out, e->span[j], e->contribution / (double)e->spans);
    }
    return true;
}

/* ---- edits --------------------------------------------------------------- */

/* A text while its words are gone through. */
struct walk {
    struct str text;
    const struct carrier_list *words;
    const bool *changed;  /* [words] */
    size_t at;            /* number of the next word */
    size_t line, counted; /* lines before this byte, from 1 */
};

/* The changed words from the next one on. */
static struct edit_side take(struct walk *w)
{
    struct edit_side s = {0};

    for (; w->at < w->words->n && w->changed[w->at]; w->at++, s.words++) {
        const struct carrier *c = &w->words->word[w->at];
        if (s.words == 0)
            s.span.begin = c->span.begin;
        s.span.end = c->span.end;
        s.carried += c->carried;
    }
    if (s.words == 0) /* it is between words: where the next one is */
        s.span.begin = s.span.end = w->at < w->words->n
                                        ? w->words->word[w->at].span.begin
                                        : w->text.len;
    for (; w->counted < s.span.begin; w->counted++)
        w->line += w->text.s[w->counted] == '\n';
    s.line = w->line;
    return s;
}

static bool list_edits(struct walk *a, struct walk *b, struct edits *out)
{
    while (a->at < a->words->n || b->at < b->words->n) {
        const struct edit e = {take(a), take(b)};
        if (e.removed.words || e.added.words) {
            if (!GROW(out->edit, out->n + 1, out->capacity))
                return false;
            out->edit[out->n++] = e;
        }
        a->at++;
        b->at++;
    }
    return true;
}

static void number(const struct carrier_list *l, uint64_t *to)
{
    for (size_t i = 0; i < l->n; i++)
        to[i] = l->word[i].number;
}

bool edits_find(struct str before, const struct carrier_list *a,
                struct str after, const struct carrier_list *b,
                struct edits *out, struct tenor_error *err)
{
    uint64_t *item = mem_resize(NULL, a->n + b->n, sizeof *item);
    bool *changed = mem_zero(a->n + b->n, sizeof *changed);
    bool ok = (item && changed) || fail_memory(err, "differences");

    if (ok) {
        struct diff d = {.a = item,
                         .b = item + a->n,
                         .n = a->n,
                         .m = b->n,
                         .removed = changed,
                         .added = changed + a->n};
        struct walk from = {before, a, d.removed, 0, 1, 0};
        struct walk to = {after, b, d.added, 0, 1, 0};
        number(a, item);
        number(b, item + a->n);
        ok = diff_find(&d, err) &&
             (list_edits(&from, &to, out) || fail_memory(err, "differences"));
        out->coarse = d.coarse;
    }
    free(item);
    free(changed);
    return ok;
}

void edits_release(struct edits *e)
{
    free(e->edit);
    *e = (struct edits){0};
}
