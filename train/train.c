#include "train/train.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "train/reading.h"
#include "train/search.h"

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

bool train_axis(const struct train_request *r, struct trained *t,
                struct tenor_error *err)
{
    const char *wrong = train_settings_check(&r->settings);

    *t = (struct trained){0};
    if (wrong)
        return fail(err, TENOR_EINVAL, 0, "%s", wrong);
    if (!reading_all(r, t, err))
        goto failed;
    t->settings.solver = fit_solver(&t->vectors, &t->settings);
    if (search_axis(r, t, err) &&
        fit_all(&t->vectors, &t->settings, &t->fitted, err))
        return true;
failed:
    trained_release(t);
    return false;
}

void trained_release(struct trained *t)
{
    for (size_t i = 0; i < t->sources; i++) {
        free(t->source[i].name);
        free(t->source[i].licence);
    }
    free(t->source);
    free(t->axis);
    free(t->unit);
    vectors_release(&t->vectors);
    fitted_release(&t->fitted);
    metrics_release(&t->metrics);
    free(t->offset);
    free(t->prior);
    free(t->trial);
    *t = (struct trained){0};
}
