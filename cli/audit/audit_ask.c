/* What other models say of the labels. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "cli/audit/audit.h"

/* Whether a list of corpora on a card has a file with these bytes. */
static bool lists(const json_t *corpora, const char *sha256)
{
    const json_t *c;
    size_t i;

    json_array_foreach(corpora, i, c)
    {
        const char *s = json_string_value(json_object_get(c, "sha256"));
        if (s && strcmp(s, sha256) == 0)
            return true;
    }
    return false;
}

static bool was_trained_on(const json_t *card, const char *sha256)
{
    const json_t *axis;
    size_t i;

    json_array_foreach(
        json_object_get(card, "axes"), i,
        axis) if (lists(json_object_get(axis, "corpora"), sha256) ||
                  lists(json_object_get(json_object_get(axis, "articles"),
                                        "corpora"),
                        sha256)) return true;
    return false;
}

/* A model agrees with the labels that it has learned, wrong ones among them. */
static void warn(const struct audit *a, const struct tenor_model *m,
                 const char *path)
{
    size_t size;
    const char *text = tenor_model_card(m, &size);
    json_t *card = text ? json_loadb(text, size, 0, NULL) : NULL;

    for (size_t i = 0; i < a->all.sources; i++)
        if (was_trained_on(card, a->all.source[i].sha256))
            train_say(a->request,
                      "'%s' was trained on '%s': of that, it is no second "
                      "opinion, and wrong labels are missed",
                      path, a->request->corpus[i].path);
    json_decref(card);
}

bool audit_ask(struct audit *a, struct tenor_error *err)
{
    const struct train_settings *s = &a->request->settings;
    struct tenor_model **model = mem_zero(a->models, sizeof *model);
    bool ok = model || fail_memory(err, "models");

    for (size_t i = 0; ok && i < a->models; i++) {
        ok = tenor_model_open(a->with[i], &model[i], err);
        if (ok)
            warn(a, model[i], a->with[i]);
    }
    if (ok && a->models)
        ok = opinion_ask(&a->opinion, model, a->models, &a->all.documents,
                         s->threads, err);
    for (size_t i = 0; model && i < a->models; i++)
        tenor_model_close(model[i]);
    free(model);
    a->all.view.opinion = &a->opinion;
    return ok;
}
