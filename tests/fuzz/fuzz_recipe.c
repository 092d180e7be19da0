/* Bytes as a recipe, and as the file of the fairness check: whatever they are,
 * there is a recipe that holds together, or an error with its line. */
#define _POSIX_C_SOURCE 200809L
#include "tests/fuzz/input.h"

#include <math.h>
#include <string.h>

#include "model/bag.h"
#include "model/modelfile.h"
#include "train/fairness.h"
#include "train/recipe.h"

/* ---- recipes --------------------------------------------------------------
 */

/* A word of the file: UTF-8; what is in it may have been escaped. */
static void check_word(const char *s)
{
    CHECK(*s && is_utf8(str_of(s)));
}

static void check_sha256(const char *s)
{
    CHECK(strlen(s) == 64 && strspn(s, "0123456789abcdef") == 64);
}

static void check_options(const struct option_list *l)
{
    for (size_t i = 0; i < l->n; i++) {
        CHECK(strncmp(l->option[i], "--", 2) == 0 && l->option[i][2]);
        check_word(l->option[i]);
    }
}

static void check_corpora(const struct corpus_list *l)
{
    for (size_t i = 0; i < l->n; i++) {
        const struct train_corpus *c = &l->corpus[i];
        const size_t path = strlen(c->path), name = strlen(c->name);
        const size_t end = c->quotable ? name - 2 : name;
        check_word(c->name);
        if (c->licence)
            check_word(c->licence);
        if (c->sha256)
            check_sha256(c->sha256);
        if (c->left)
            check_sha256(c->left);
        CHECK(c->quotable == (strncmp(c->name, "./", 2) == 0));
        CHECK(path > end && c->path[path - end - 1] == '/');
        CHECK(strcmp(c->path + path - end, c->name + name - end) == 0);
        CHECK(c->weight > 0.0 && c->weight <= 1e6);
        CHECK(c->options.map == &l->map[i]);
        for (size_t j = 0; j < l->map[i].n; j++)
            CHECK(l->map[i].entry[j].from.len > 0);
    }
}

static void check_axis(const struct recipe *r, size_t number)
{
    const struct recipe_axis *a = &r->axis[number];

    check_word(a->name);
    check_word(a->unit);
    CHECK(!a->positive == !a->negative);
    for (size_t i = 0; i < number; i++)
        CHECK(strcmp(r->axis[i].name, a->name) != 0);
    CHECK(a->scope < AXIS_SCOPES);
    CHECK(a->list[USE_TRAIN].n > 0);
    CHECK(a->list[USE_ARTICLES].n == 0 || a->scope == AXIS_SENTENCES);
    check_options(&a->options);
    check_options(&a->chosen);
    CHECK(a->ordered != 1);
    for (size_t i = 0; i < a->ordered; i++)
        check_word(a->order[i]);
    for (size_t i = 0; i < a->notes; i++)
        CHECK(*a->note[i] && !strpbrk(a->note[i], "\n") &&
              is_utf8(str_of(a->note[i])));
    for (int u = 0; u < (int)USES; u++)
        check_corpora(&a->list[u]);
}

static void check_refusal(const struct tenor_error *err)
{
    CHECK(err->code == TENOR_EDATA);
    CHECK(err->message[0] && strlen(err->message) < sizeof err->message);
    CHECK(strstr(err->message, input_path));
}

static void read_recipe(void)
{
    struct tenor_error err = {0};
    struct recipe r;

    if (!recipe_read(&r, input_path, "corpora", &err)) {
        check_refusal(&err);
        CHECK(!r.text && !r.axis && !r.swap && !r.file);
        return;
    }
    CHECK(r.axes > 0);
    check_options(&r.options);
    for (size_t i = 0; i < r.files; i++)
        check_sha256(r.file[i].sha256);
    for (size_t i = 0; i < r.without.n; i++) {
        check_sha256(r.without.sha256[i]);
        CHECK(textset_find(&r.without, r.without.sha256[i]) == i);
    }
    for (size_t a = 0; a < r.axes; a++)
        check_axis(&r, a);
    recipe_release(&r);
}

/* ---- names ----------------------------------------------------------------
 */

/* A model of a few words; made once. */
static struct tenor_model *small_model(void)
{
    static const char words[] = "good bad Ann";
    static const char *const label[] = {"no", "yes"};
    static const double prior[] = {0.5, 0.5}, offset[] = {0.1, -0.1};
    static const double bias[] = {0.25}, scale[] = {1e-3};
    static struct buffer bytes;
    static struct tenor_model *model;
    const struct feature_settings f = {
        .language = "english", .stemming = 1, .ngrams = 1};
    const struct axis axis = {.name = "a",
                              .unit = "text",
                              .labels = 2,
                              .label = label,
                              .prior = prior,
                              .slope = 1.0,
                              .offset = offset,
                              .positive = -1,
                              .negative = -1,
                              .columns = 1,
                              .bias = bias,
                              .scale = scale};
    const int16_t weight[] = {500, -700, 300};
    struct tenor_error err = {0};
    uint64_t feature[3];
    struct extractor x;
    struct bag bag = {0};

    if (model)
        return model;
    CHECK(extractor_init(&x, &f, NULL, 0, &err));
    CHECK(bag_fill(&bag, &x, str_of(words), &err) && bag.n == 3);
    for (size_t i = 0; i < 3; i++)
        feature[i] = bag.entry[i].feature;
    CHECK(wordset_sort(feature, 3) == 3);
    const struct model_parts parts = {.settings = f,
                                      .feature = feature,
                                      .rows = 3,
                                      .weight = weight,
                                      .columns = 1,
                                      .axis = &axis,
                                      .axes = 1,
                                      .card = STR("{}")};
    CHECK(model_bytes(&parts, &bytes, &err));
    CHECK(tenor_model_from_memory(bytes.data, bytes.len, &model, &err));
    bag_release(&bag);
    extractor_release(&x);
    return model;
}

static void read_names(void)
{
    struct trained_axis axis = {.moved = NAN};
    struct trained t = {.axis = &axis, .axes = 1};
    struct tenor_error err = {0};

    if (fairness_measure(&t, 1, input_path, small_model(), &err)) {
        CHECK(axis.moved >= 0.0 && axis.moved <= 0.5);
        return;
    }
    check_refusal(&err);
    CHECK(isnan(axis.moved));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    write_input(data, size);
    read_recipe();
    read_names();
    return 0;
}
