#include "train/assemble.h"

#include <stdlib.h>

#include "model/modelfile.h"
#include "train/articles.h"
#include "train/card.h"
#include "train/fairness.h"
#include "train/pack.h"
#include "train/recipe_write.h"
#include "train/testing.h"

/* What is done to a model that is packed and open. */
typedef bool step(struct trained *t, const struct train_request *r, size_t n,
                  const char *swap, struct tenor_model *model,
                  struct tenor_error *err);

static bool sum_up(struct trained *t, const struct train_request *r, size_t n,
                   const char *swap, struct tenor_model *model,
                   struct tenor_error *err)
{
    (void)swap;
    return articles_fit(t, r, n, model, err);
}

static bool measure(struct trained *t, const struct train_request *r, size_t n,
                    const char *swap, struct tenor_model *model,
                    struct tenor_error *err)
{
    return testing_measure(t, r, n, model, err) &&
           (!swap || fairness_measure(t, n, swap, model, err));
}

static bool with_model(struct trained *t, const struct train_request *r,
                       size_t n, const char *swap, step *what,
                       struct tenor_error *err)
{
    struct buffer bytes = {0};
    struct tenor_model model;
    bool ok = pack_axes(t, n, r->stops, (struct str){0}, &bytes, err) &&
              model_parse(&model, (struct str){bytes.data, bytes.len}, true,
                          err);

    if (ok) {
        ok = what(t, r, n, swap, &model, err);
        model_release(&model);
    }
    free(bytes.data);
    return ok;
}

static bool has_kernel(const struct trained *t, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (t[i].settings.kernel.type != KERNEL_LINEAR)
            return true;
    return false;
}

bool assemble(struct trained *t, const struct train_request *r, size_t n,
              const struct origin *o, struct buffer *out,
              struct tenor_error *err)
{
    const struct origin none = {0};
    const char *path = o && o->swap ? o->swap->path : NULL;
    bool sentences = false, tests = path != NULL;
    struct buffer recipe = {0};
    char *card = NULL;

    o = o ? o : &none;
    for (size_t i = 0; i < n; i++) {
        sentences |= r[i].scope == AXIS_SENTENCES;
        tests |= r[i].tests > 0;
    }
    if ((sentences || tests) && has_kernel(t, n))
        return fail(err, TENOR_EINVAL, 0,
                    "axes of sentences, tests and swap need a linear kernel");
    bool ok = (!sentences || with_model(t, r, n, path, sum_up, err)) &&
              (!tests || with_model(t, r, n, path, measure, err));
    for (size_t i = 0; ok && i < n; i++) {
        const struct sketching_others others = {.t = t,
                                                .n = n,
                                                .self = i,
                                                .model = r[i].within,
                                                .replaces = true};
        ok = naming_fill(&t[i], err) && sketching_texts(&t[i], &others, err);
    }
    ok = ok && recipe_write(t, r, n, o->swap, &recipe, err) &&
         card_write(t, n, (struct str){recipe.data, recipe.len}, o->lineage,
                    &card, err) &&
         pack_axes(t, n, r->stops, str_of(card), out, err);
    free(recipe.data);
    free(card);
    return ok;
}
