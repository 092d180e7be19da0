#include "train/train.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "train/finish.h"
#include "train/reading.h"
#include "train/search.h"
#include "train/split.h"

void train_say(const struct train_request *r, const char *format, ...)
{
    char line[256];
    va_list args;

    if (!r->say)
        return;
    va_start(args, format);
    vsnprintf(line, sizeof line, format, args);
    va_end(args);
    r->say(r->context, line);
}

void train_progress(const struct train_request *r, const char *stage,
                    size_t done, size_t stages)
{
    if (r->progress)
        r->progress(r->context, stage, done, stages);
}

struct labelling trained_labelling(const struct trained *t, size_t axis)
{
    return (struct labelling){t->axis[axis].labels.n, t->axis[axis].label,
                              t->documents.weighted ? t->documents.weight
                                                    : NULL};
}

bool trained_folds(const struct trained *t, uint64_t seed, uint8_t *fold,
                   struct tenor_error *err)
{
    const struct documents *d = &t->documents;

    return split_folds(d->N, d->label, d->labels.n, d->hash,
                       d->grouped ? d->group : NULL, t->settings.folds, seed,
                       fold, err);
}

/* From the documents of t on. */
static bool train_rest(const struct train_request *r, struct trained *t,
                       struct tenor_error *err)
{
    return reading_axes(r, t, err) && search_settings(r, t, err) &&
           finish_axes(r, t, err);
}

bool train_corpora(const struct train_request *r, struct trained *t,
                   struct tenor_error *err)
{
    *t = (struct trained){0};
    if (reading_corpora(r, t, err) && train_rest(r, t, err))
        return true;
    trained_release(t);
    return false;
}

bool train_documents(const struct train_request *r, struct documents *d,
                     struct trained *t, struct tenor_error *err)
{
    *t = (struct trained){.documents = *d};
    *d = (struct documents){0};
    if (train_rest(r, t, err))
        return true;
    trained_release(t);
    return false;
}

void source_release(struct source *s)
{
    free(s->name);
    free(s->licence);
}

static void axis_release(struct trained_axis *a)
{
    for (size_t i = 0; i < a->articles_corpora; i++)
        source_release(&a->articles[i]);
    for (size_t i = 0; i < a->tests; i++) {
        source_release(&a->test[i].source);
        metrics_release(&a->test[i].metrics);
    }
    free(a->articles);
    free(a->article_offset);
    free(a->trial);
    free(a->article_confusion);
    free(a->test);
    free(a->name);
    labels_release(&a->labels);
    free(a->label);
    free(a->prior);
    fitted_release(&a->fitted);
    free(a->offset);
    free(a->scale);
    metrics_release(&a->metrics);
    free(a->confusion);
    naming_release(&a->naming);
    sketching_release(&a->sketching);
}

void trained_release(struct trained *t)
{
    for (size_t i = 0; i < t->sources; i++)
        source_release(&t->source[i]);
    free(t->source);
    free(t->unit);
    documents_release(&t->documents);
    vectors_release(&t->vectors);
    embedding_release(&t->embedding);
    for (size_t a = 0; a < t->axes; a++)
        axis_release(&t->axis[a]);
    free(t->axis);
    free(t->trial);
    *t = (struct trained){0};
}
