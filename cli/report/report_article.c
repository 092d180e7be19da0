#include "cli/report/report.h"

#include <math.h>
#include <stdlib.h>

#include "cli/report/article.h"
#include "datasets/input.h"

#define TOP 10 /* features for a label, and against it */

bool report_article(const struct report_options *o, const char *path,
                    struct markup *m, struct tenor_error *err)
{
    struct explaining x = {.score = {.model = o->model,
                                     .title = o->title,
                                     .axis = o->axis,
                                     .axes = o->axes,
                                     .coverage = NAN},
                           .chosen = o->chosen,
                           .top = TOP};
    struct scoring *s = &x.score;
    const size_t len = o->title ? strlen(o->title) : 0;
    const bool ok = tenor_scorer_new(o->model, &s->scorer, err) &&
                    input_whole(path, &s->text, err) &&
                    tenor_score_titled(s->scorer, o->title, len, s->text.data,
                                       s->text.len, err) &&
                    article_page(&x, path, m, err);

    tenor_scorer_free(s->scorer);
    tenor_scorer_free(x.alone);
    free(s->text.data);
    return ok;
}
