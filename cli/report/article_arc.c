/* The arc of an article: what its sentences add, from first to last, as bars
 * above and below a line. */
#include <math.h>
#include <stdlib.h>

#include "cli/explain/arc.h"
#include "cli/report/article_part.h"
#include "cli/report/svg.h"

#define HEIGHT 100.0
#define STEP 10.0 /* from one bar to the next */
#define GAP 2.0
#define DOT 2.5 /* a dot is so much narrower than a bar, on either side */

/* ---- words for it -------------------------------------------------------- */

/* "sentences 3 to 5: +0.0123" */
static void put_note(struct markup *note, const struct page_part *p,
                     const struct arc *a, size_t cell)
{
    const size_t N = p->e.sentences;
    const size_t first = (cell * N + a->cells - 1) / a->cells;
    const size_t end = ((cell + 1) * N + a->cells - 1) / a->cells;

    markup_put(note, end - first > 1 ? "Sentences " : "Sentence ");
    markup_count(note, first + 1);
    if (end - first > 1) {
        markup_put(note, " to ");
        markup_count(note, end);
    }
    markup_put(note, ": ");
    if (a->counted[cell])
        article_sum(note, balance_steps(a->value[cell]));
    else
        markup_put(note, "does not count");
}

static void put_description(struct markup *text, const struct page_part *p,
                            const struct arc *a)
{
    size_t most = 0, least = 0;

    for (size_t i = 1; i < a->cells; i++) {
        most = a->value[i] > a->value[most] ? i : most;
        least = a->value[i] < a->value[least] ? i : least;
    }
    markup_put(text, "A bar for each part of the text, in reading order: "
                     "above the line it speaks for the label, below against "
                     "it. Most: ");
    put_note(text, p, a, most);
    markup_put(text, ". Least: ");
    put_note(text, p, a, least);
    markup_put(text, ".");
}

/* ---- the drawing --------------------------------------------------------- */

static void put_bar(const struct page_part *p, const struct arc *a, size_t cell,
                    double zero)
{
    const double range = a->most - a->least;
    const double height = range > 0.0 ? fabs(a->value[cell]) / range : 0.0;
    const bool against = a->value[cell] < 0.0;
    const double x = (double)cell * STEP + GAP / 2.0;
    struct markup note = {0};

    put_note(&note, p, a, cell);
    if (note.failed)
        p->m->failed = true;
    else if (a->counted[cell])
        svg_rect_note(p->m, against ? "against" : "for", x,
                      against ? zero : zero - height * HEIGHT, STEP - GAP,
                      fmax(height * HEIGHT, 0.75),
                      (struct str){note.out.data, note.out.len});
    else
        svg_rect_note(p->m, "out", x + DOT, zero - 3.0, STEP - GAP - 2.0 * DOT,
                      6.0, (struct str){note.out.data, note.out.len});
    free(note.out.data);
}

static void draw(const struct page_part *p, const struct arc *a)
{
    const double range = a->most - a->least;
    const double zero = range > 0.0 ? a->most / range * HEIGHT : HEIGHT / 2.0;
    const double width = (double)a->cells * STEP;
    struct markup text = {0};

    put_description(&text, p, a);
    p->m->failed |= text.failed;
    const struct svg s = {.class = "arc",
                          .id = "arc",
                          .number = p->axis,
                          .width = width,
                          .height = HEIGHT,
                          .stretched = true,
                          .title = STR("Arc of the text"),
                          .description = {text.out.data, text.out.len}};
    svg_begin(p->m, &s);
    for (size_t i = 0; i < a->cells; i++)
        put_bar(p, a, i, zero);
    svg_line(p->m, "zero", 0.0, zero, width, zero);
    svg_end(p->m);
    free(text.out.data);
}

static bool has_dots(const struct arc *a)
{
    for (size_t i = 0; i < a->cells; i++)
        if (!a->counted[i])
            return true;
    return false;
}

void article_arc(const struct page_part *p)
{
    struct markup *m = p->m;
    struct arc a;

    if (p->e.sentences < 2)
        return;
    arc_fill(&a, p->e.sentence, p->e.sentences);
    markup_put(m, "<h4>Arc</h4>\n<figure class=\"arc-figure\">\n<p "
                  "class=\"most\"><span class=\"number\">");
    article_sum(m, balance_steps(a.most));
    markup_put(m, "</span> for</p>\n");
    draw(p, &a);
    markup_put(m, "\n<p class=\"least\"><span class=\"number\">");
    article_sum(m, balance_steps(a.least));
    markup_put(m, "</span> against</p>\n<figcaption>From the first to the last "
                  "of ");
    markup_total(m, p->e.sentences);
    markup_put(m, " sentences: what ");
    markup_put(m, a.cells < p->e.sentences ? "several in succession add"
                                           : "each adds");
    markup_put(m, " to <b>");
    markup_foreign(m, str_of(p->name));
    markup_put(m, has_dots(&a) ? "</b>; a dot does not count." : "</b>.");
    markup_put(m, "</figcaption>\n</figure>\n");
}
