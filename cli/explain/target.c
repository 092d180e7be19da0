#include "cli/explain/target.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/opt.h"
#include "cli/out.h"
#include "datasets/input.h"

#define AXIS 0

void target_no_failed(const char *id, const struct tenor_error *err)
{
    (void)id;
    (void)err;
}

const char *target_saying(const struct toward *t)
{
    return tenor_target_mentions(t->target) == 0
               ? "the text does not name it"
               : tenor_status_saying(t->status);
}

const char *target_status(const struct toward *t)
{
    return tenor_target_mentions(t->target) == 0 ? "no_mention"
                                                 : tenor_status_name(t->status);
}

struct str target_text_at(const struct targeting *x, const struct toward *t,
                          struct tenor_span span)
{
    const struct tenor_span at = tenor_target_place(t->target, span);

    return (struct str){x->text.data + at.begin, at.end - at.begin};
}

bool target_opinion(const struct targeting *x, size_t sentence, size_t *label,
                    double *p)
{
    double next;

    for (size_t k = 0; k < tenor_axis_label_count(x->model, AXIS); k++) {
        if (!tenor_sentence_probability(x->scorer, sentence, AXIS, k, &next))
            return false;
        if (k == 0 || next > *p) {
            *label = k;
            *p = next;
        }
    }
    return true;
}

bool target_explain(struct targeting *x, size_t i, struct toward *t,
                    struct tenor_error *err)
{
    *t = (struct toward){.name = x->name[i]};
    if (!tenor_target_find(x->model, x->text.data, x->text.len, t->name,
                           strlen(t->name), &t->target, err) ||
        !tenor_score_target(x->scorer, t->target, err))
        return false;
    t->status = tenor_axis_status(x->scorer, AXIS);
    if (tenor_target_mentions(t->target) == 0)
        t->status = TENOR_STATUS_NO_EVIDENCE;
    if (t->status != TENOR_STATUS_OK)
        return true;
    t->label = tenor_label(x->scorer, AXIS);
    if (!tenor_explain_all(x->scorer, AXIS, t->label, &t->e, err))
        return false;
    for (size_t s = 0; s < t->e.sentences; s++)
        t->sentences += t->e.sentence[s].counted;
    return true;
}

/* Whether all names can be looked for. */
static bool check_names(const struct targeting *x, struct tenor_error *err)
{
    for (size_t i = 0; i < x->names; i++) {
        struct tenor_target *t;
        if (!tenor_target_find(x->model, "", 0, x->name[i], strlen(x->name[i]),
                               &t, err))
            return false;
        tenor_target_free(t);
    }
    return true;
}

int target_run(struct targeting *x, const struct target_format *f, char **id,
               size_t n)
{
    struct tenor_error err = {0};
    size_t failed = 0;

    if (!check_names(x, &err) || !tenor_scorer_new(x->model, &x->scorer, &err))
        return out_error("explain", &err);
    for (size_t i = 0; i < n && !ferror(stdout); i++) {
        err = (struct tenor_error){0};
        if (input_whole(id[i], &x->text, &err) && f->print(x, id[i], &err)) {
            x->done++;
            continue;
        }
        out_error("explain", &err);
        f->failed(id[i], &err);
        failed++;
    }
    tenor_scorer_free(x->scorer);
    free(x->text.data);
    const int status = failed == n              ? EXIT_USAGE
                       : failed || x->differing ? EXIT_SOME_FAILED
                                                : EXIT_DONE;
    return out_close("explain", status);
}
