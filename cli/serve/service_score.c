/* POST /score: one text. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli/serve/query.h"
#include "cli/scoring.h"
#include "cli/serve/service.h"
#include "cli/verbs.h"

/* The coverage of label sets, NAN for none. False when it is no number. */
static bool read_coverage(const char *text, double *coverage)
{
    char *rest;

    *coverage = NAN;
    if (!text)
        return true;
    *coverage = strtod(text, &rest);
    return rest != text && !*rest && isfinite(*coverage);
}

static bool score(struct scoring *s, struct call *c, struct tenor_error *err)
{
    const struct buffer *body = &c->request->body;
    const size_t len = s->title ? strlen(s->title) : 0;

    s->scorer = generation_borrow(c->generation, err);
    if (!s->scorer)
        return false;
    s->text = *body;
    const bool ok = tenor_score_titled(s->scorer, s->title, len, body->data,
                                       body->len, err) &&
                    score_json_add(s, "-", &c->request->answer.body, err);
    generation_return(c->generation, s->scorer, body->len);
    return ok;
}

static void answer(struct call *c, struct scoring *s)
{
    struct http_answer *a = &c->request->answer;
    struct service_metrics *m = &c->service->metrics;
    struct tenor_error err = {0};

    if (!scoring_find_thresholds(s, &err)) {
        service_fail_with(c->request, &err);
        return;
    }
    atomic_fetch_add(&m->records, 1);
    if (score(s, c, &err)) {
        a->code = 200;
        a->type = "application/json";
    } else {
        atomic_fetch_add(&m->records_failed, 1);
        service_fail_with(c->request, &err);
    }
}

void service_score(struct call *c)
{
    struct scoring s = {.model = generation_model(c->generation),
                        .title = c->value[SCORE_TITLE].value};
    struct buffer why = {0};

    if (!read_coverage(c->value[SCORE_COVERAGE].value, &s.coverage))
        service_fail(c->request, 400, "coverage is a number, 0.5 to 0.999");
    else if (!axes_find(s.model, c->value[SCORE_AXES].value, &s.axis, &s.axes,
                        &why))
        service_fail_why(c->request, (struct str){why.data, why.len});
    else
        answer(c, &s);
    free(s.threshold);
    free(s.axis);
    free(why.data);
}
