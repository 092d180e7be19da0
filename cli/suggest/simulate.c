#include "cli/suggest/simulate.h"

#include "cli/figures.h"
#include "cli/out.h"
#include "train/rehearsal.h"

#define ROWS_MAX 12 /* of the table */

static double share_of(const struct saving *s, double labels)
{
    return labels / (double)s->point[s->points - 1].labels;
}

/* ---- text ---------------------------------------------------------------- */

static void print_row(const struct saving_point *p)
{
    printf("%9zu    %.4f       %.4f    %+.4f [%+.4f, %+.4f]\n", p->labels,
           p->random, p->chosen, p->gain.value, p->gain.low, p->gain.high);
}

static void print_verdict(const struct saving *s)
{
    const struct saving_point *last = &s->point[s->points - 1];
    const struct interval *n = &s->needed;

    printf("\nrandom choice of %zu labels gives an accuracy of %.4f\n",
           last->labels, last->random);
    if (!s->reached) {
        printf("suggestions do not keep to that with %zu labels or fewer\n",
               last->labels);
        return;
    }
    printf("suggestions give that from %.0f labels on [%.0f, %.0f]: %.0f %% "
           "of them [%.0f, %.0f]\n",
           n->value, n->low, n->high, 100.0 * share_of(s, n->value),
           100.0 * share_of(s, n->low), 100.0 * share_of(s, n->high));
}

static void print_text(const struct rehearsal *w, size_t repeats)
{
    const struct saving *s = &w->saving;
    const size_t step = (s->points + ROWS_MAX - 1) / ROWS_MAX;

    printf("pool       %zu texts, to be labelled again\n"
           "measured   on %zu others; mean of %zu repeats\n\n"
           "             accuracy with\n"
           "   labels    random       suggested  gain\n",
           w->pool, w->measured, repeats);
    for (size_t p = (s->points - 1) % step; p < s->points; p += step)
        print_row(&s->point[p]);
    print_verdict(s);
}

/* ---- JSON ---------------------------------------------------------------- */

static void print_json(const struct rehearsal *w, size_t repeats)
{
    const struct saving *s = &w->saving;
    json_t *points = json_array();
    struct interval share = {share_of(s, s->needed.value),
                             share_of(s, s->needed.low),
                             share_of(s, s->needed.high)};

    for (size_t p = 0; p < s->points; p++) {
        const struct saving_point *x = &s->point[p];
        json_t *o =
            json_pack("{s:I, s:f, s:f}", "labels", (json_int_t)x->labels,
                      "random", x->random, "suggested", x->chosen);
        figures_set(o, "gain", &x->gain);
        json_array_append_new(points, o);
    }
    json_t *o =
        json_pack("{s:I, s:I, s:I, s:o, s:b}", "pool", (json_int_t)w->pool,
                  "measured", (json_int_t)w->measured, "repeats",
                  (json_int_t)repeats, "points", points, "reached", s->reached);
    figures_set(o, "needed", &s->needed);
    figures_set(o, "share", &share);
    out_json(o);
}

/* ---- all of it ----------------------------------------------------------- */

int simulate(const struct verb *v, const struct simulate_options *o,
             const struct training_options *training)
{
    char *path[] = {(char *)(uintptr_t)o->labelled, (char *)(uintptr_t)o->test};
    struct training t = {0};
    struct rehearsal w = {0};
    struct tenor_error err = {0};
    int status;

    if (!training_prepare(v, training, path, o->test ? 2 : 1, &t, &status))
        return status;
    const struct rehearsal_request r = {.train = &t.request,
                                        .tested = o->test != NULL,
                                        .batch = o->batch,
                                        .budget = o->budget,
                                        .repeats = o->repeats};
    const bool ok = rehearsal_run(&r, &w, &err);
    if (ok)
        (o->json ? print_json : print_text)(&w, o->repeats);
    status = ok ? out_close(v->name, EXIT_DONE) : out_error(v->name, &err);
    rehearsal_release(&w);
    training_release(&t);
    return status;
}
