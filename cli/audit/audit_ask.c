/* What other models say of the labels. */
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "cli/audit/audit.h"

/* Whether a list of corpora on a card has a file with these bytes. */
static bool lists(const json_t *corpora, const char *sha256)
{
    for (size_t i = 0; i < json_array_size(corpora); i++) {
        const json_t *c = json_array_get(corpora, i);
        const char *s = json_string_value(json_object_get(c, "sha256"));
        if (s && strcmp(s, sha256) == 0)
            return true;
    }
    return false;
}

static bool was_trained_on(const json_t *card, const char *sha256)
{
    const json_t *axes = json_object_get(card, "axes");

    for (size_t i = 0; i < json_array_size(axes); i++) {
        const json_t *axis = json_array_get(axes, i);
        const json_t *articles = json_object_get(axis, "articles");
        if (lists(json_object_get(axis, "corpora"), sha256) ||
            lists(json_object_get(articles, "corpora"), sha256))
            return true;
    }
    return false;
}

/* A model agrees with the labels that it has learned, wrong ones among them.
 * Said with --quiet, too, since it is about the result. */
static void warn(const struct audit *a, const struct tenor_model *m,
                 const char *path)
{
    size_t size;
    const char *text = tenor_model_card(m, &size);
    json_t *card = text ? json_loadb(text, size, 0, NULL) : NULL;

    for (size_t i = 0; i < a->all.sources; i++)
        if (was_trained_on(card, a->all.source[i].sha256))
            fprintf(stderr,
                    "tenor audit: '%s' was trained on '%s': of that, it is no "
                    "second opinion, and wrong labels are missed\n",
                    path, a->request->corpus[i].path);
    json_decref(card);
}

bool audit_ask(struct audit *a, struct tenor_error *err)
{
    if (a->models == 0)
        return true;
    for (size_t i = 0; i < a->models; i++) {
        if (opinion_features(a->model[i]) == 0)
            return fail(err, TENOR_EMODEL, 0,
                        "'%s' has no opinion of texts: it judges titles alone, "
                        "or the tone toward targets",
                        a->with[i]);
        warn(a, a->model[i], a->with[i]);
    }
    a->all.view.opinion = &a->opinion;
    return opinion_ask(&a->opinion, a->model, a->models, &a->all.documents,
                       a->request->settings.threads, err);
}
