/* The text of an article, its words marked by what they add where they stand:
 * a tint and a line under them, solid for the label, dotted against it, in four
 * degrees. */
#include <math.h>
#include <stdlib.h>

#include "cli/report/article.h"
#include "cli/report/article_part.h"

/* Least shares of the strongest word for the degrees 1 to 4. */
static const double degree_from[] = {0.05, 0.12, 0.25, 0.5};
#define DEGREES (sizeof degree_from / sizeof *degree_from)

struct marking {
    const struct page_part *p;
    const struct tenor_word *word; /* [n] in reading order */
    size_t n, next;
    double strongest, stop_from; /* |contribution| */
    size_t stops;                /* left to be given */
};

/* ---- words --------------------------------------------------------------- */

static unsigned degree_of(const struct marking *k, double contribution)
{
    unsigned degree = 0;

    while (degree < DEGREES && k->strongest > 0.0 &&
           fabs(contribution) >= degree_from[degree] * k->strongest)
        degree++;
    return degree;
}

static void put_between(const struct page_part *p, size_t begin, size_t end)
{
    markup_text(p->m, (struct str){p->in.s + begin, end - begin});
}

static void put_word(struct marking *k, const struct tenor_word *w)
{
    struct markup *m = k->p->m;
    const unsigned degree = degree_of(k, w->contribution);

    if (degree) {
        markup_put(m, w->contribution < 0.0 ? "<mark class=\"against w"
                                            : "<mark class=\"for w");
        markup_count(m, degree);
        markup_put(m, "\" data-adds=\"");
        markup_signed(m, w->contribution, BALANCE_DECIMALS);
        markup_put(m, "\"");
        if (k->stops && fabs(w->contribution) >= k->stop_from) {
            markup_put(m, " tabindex=\"0\"");
            k->stops--;
        }
        markup_put(m, ">");
    }
    put_between(k->p, w->span.begin, w->span.end);
    if (degree)
        markup_put(m, "</mark>");
}

/* The text between two places, words in it marked. */
static void put_words(struct marking *k, size_t begin, size_t end)
{
    while (k->next < k->n && k->word[k->next].span.begin < begin)
        k->next++;
    for (; k->next < k->n && k->word[k->next].span.end <= end; k->next++) {
        const struct tenor_word *w = &k->word[k->next];
        if (w->span.begin < begin)
            continue;
        put_between(k->p, begin, w->span.begin);
        put_word(k, w);
        begin = w->span.end;
    }
    put_between(k->p, begin, end);
}

/* ---- sentences ----------------------------------------------------------- */

static void put_sentence(struct marking *k, size_t i)
{
    const struct page_part *p = k->p;
    const struct tenor_passage *s = &p->e.sentence[i];
    const bool heavy = article_is_heavy(p, i) && p->e.sentences > 1;

    if (heavy) {
        markup_put(p->m, "<span class=\"heavy\"><sup>");
        markup_count(p->m, i + 1);
        markup_put(p->m, "</sup>");
    } else if (!s->counted) {
        markup_put(p->m, "<span class=\"out\">");
    }
    put_words(k, s->span.begin, s->span.end);
    if (heavy || !s->counted)
        markup_put(p->m, "</span>");
}

static void put_all(struct marking *k)
{
    const struct page_part *p = k->p;
    size_t at = 0;

    for (size_t i = 0; i < p->sentences; i++) {
        const struct tenor_span span = p->e.sentence[i].span;
        if (span.begin < at || span.end > p->shown)
            continue;
        put_words(k, at, span.begin);
        put_sentence(k, i);
        at = span.end;
    }
    put_words(k, at, p->shown);
}

/* ---- all of it ----------------------------------------------------------- */

static int by_size(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;

    return (x < y) - (x > y);
}

/* How large the strongest words that are shown are. */
static bool measure(struct marking *k, struct tenor_error *err)
{
    double *size = mem_resize(NULL, k->n, sizeof *size);
    size_t n = 0;

    if (!size)
        return fail_memory(err, "the words of a text");
    for (size_t i = 0; i < k->n; i++)
        if (k->word[i].span.end <= k->p->shown)
            size[n++] = fabs(k->word[i].contribution);
    if (n) {
        qsort(size, n, sizeof *size, by_size);
        k->strongest = size[0];
        k->stop_from = size[n < ARTICLE_STOPS ? n - 1 : ARTICLE_STOPS - 1];
    }
    free(size);
    return true;
}

static void put_legend(const struct page_part *p)
{
    struct markup *m = p->m;

    markup_put(m, "<p class=\"quiet legend\">Words <mark class=\"for w3\">for"
                  "</mark> <b>");
    markup_foreign(m, str_of(p->name));
    markup_put(m, "</b> have a solid line, words <mark class=\"against w3\">"
                  "against</mark> it a dotted one; the stronger the thicker. "
                  "Point at a word for its number; the strongest ");
    markup_count(m, ARTICLE_STOPS);
    markup_put(m, " can be reached with the Tab key.");
    if (p->heavy && p->e.sentences > 1)
        markup_put(m, " Numbered sentences carry most.");
    for (size_t i = 0; i < p->sentences; i++)
        if (!p->e.sentence[i].counted) {
            markup_put(m, " Words <span class=\"out\">set like this</span> do "
                          "not count.");
            break;
        }
    markup_put(m, "</p>\n");
}

bool article_marked(const struct page_part *p, size_t stops,
                    struct tenor_error *err)
{
    struct marking k = {.p = p, .stops = stops};

    if (!tenor_explain_places(p->x->score.scorer, &k.word, &k.n, err) ||
        !measure(&k, err))
        return false;
    markup_put(p->m, "<div class=\"text\" dir=\"auto\"");
    if (p->lang)
        markup_attribute(p->m, "lang", str_of(p->lang));
    markup_put(p->m, ">");
    put_all(&k);
    markup_put(p->m, "</div>\n");
    return true;
}

bool article_text(const struct page_part *p, struct tenor_error *err)
{
    markup_put(p->m, "<h4>Text</h4>\n");
    put_legend(p);
    return article_marked(p, ARTICLE_STOPS, err);
}
