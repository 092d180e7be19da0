/* A certificate in words. */
#include <stdio.h>

#include "cli/out.h"
#include "cli/retrain/certificate.h"

#define LIKE_SHOWN                                             \
    5 /* near-duplicates that are printed; all are in the JSON \
       */

static const char *text(const json_t *o, const char *key)
{
    const char *s = json_string_value(json_object_get(o, key));

    return s ? s : "";
}

static long long number(const json_t *o, const char *key)
{
    return (long long)json_integer_value(json_object_get(o, key));
}

static double real(const json_t *o, const char *key)
{
    return json_real_value(json_object_get(o, key));
}

static bool is(const json_t *o, const char *key)
{
    return json_is_true(json_object_get(o, key));
}

static const char *plural(long long n)
{
    return n == 1 ? "" : "s";
}

static void print_place(const json_t *p)
{
    printf("  %s:%lld  axis %s, %s  %s", text(p, "corpus"), number(p, "line"),
           text(p, "axis"), text(p, "use"), text(p, "label"));
    if (json_object_get(p, "begins"))
        printf("  %s", text(p, "begins"));
    putchar('\n');
}

static void print_texts(const json_t *texts)
{
    const json_t *t, *p;
    size_t i, k;

    json_array_foreach(texts, i, t)
    {
        const json_t *places = json_object_get(t, "places");
        const size_t n = json_array_size(places);
        printf("text %s, in %zu place%s\n", text(t, "sha256"), n,
               plural((long long)n));
        json_array_foreach(places, k, p) print_place(p);
    }
}

static void print_near(const json_t *near)
{
    const size_t n = json_array_size(near);
    const json_t *p;
    size_t i;

    if (n == 0)
        return;
    printf("%zu near-duplicate%s stay%s:\n", n, plural((long long)n),
           n == 1 ? "s" : "");
    json_array_foreach(near, i, p) if (i < LIKE_SHOWN) print_place(p);
    if (n > LIKE_SHOWN)
        printf("  and %zu more, which --format json lists\n", n - LIKE_SHOWN);
}

static void print_labels(const json_t *labels)
{
    const char *name;
    const json_t *pair;
    bool any = false;

    json_object_foreach((json_t *)(uintptr_t)labels, name, pair)
    {
        const json_int_t a = json_integer_value(json_array_get(pair, 0));
        const json_int_t b = json_integer_value(json_array_get(pair, 1));
        if (a == b)
            continue;
        printf("%s%s %lld, then %lld", any ? "; " : ": ", name, (long long)a,
               (long long)b);
        any = true;
    }
    putchar('\n');
}

static void print_support(const json_t *axis)
{
    const json_t *texts = json_object_get(axis, "texts"), *t;
    const size_t n = json_array_size(texts);
    size_t i, support = 0;

    if (!is(axis, "margins_known")) {
        printf("  support      not known: of another solver, or a kernel\n");
        return;
    }
    if (n == 0) {
        printf("  support      weights were not trained on the texts\n");
        return;
    }
    json_array_foreach(texts, i, t) support += is(t, "support_vector");
    printf("  support      %zu of %zu document%s %s\n", support, n,
           plural((long long)n),
           n == 1 ? "was a support vector" : "were support vectors");
    json_array_foreach(texts, i, t)
        printf("    %s:%lld  margin %.4f, alpha %.4f\n", text(t, "corpus"),
               number(t, "line"), real(t, "margin"), real(t, "alpha"));
}

static void print_statistics(const json_t *s)
{
    static const struct {
        const char *key, *words;
    } flag[] = {{"label_shares", "shares of labels"},
                {"biases", "biases"},
                {"calibration", "calibration"},
                {"thresholds", "thresholds of label sets"}};
    const long long df = number(s, "document_frequencies");

    printf("  statistics   document frequencies of %lld feature%s, %lld of "
           "which go, %lld of these texts alone\n",
           df, plural(df), number(s, "features_dropped"),
           number(s, "features_of_these_alone"));
    printf("               factors of %lld features", number(s, "multipliers"));
    for (size_t i = 0; i < sizeof flag / sizeof *flag; i++)
        if (is(s, flag[i].key))
            printf(", %s", flag[i].words);
    putchar('\n');
}

static void print_change(const char *what, const json_t *c)
{
    printf("  %-12s ", what);
    if (number(c, "weights") == 0)
        printf("no weight of %lld features\n", number(c, "features"));
    else
        printf("%lld integer weights of %lld features, by up to %lld of 32767 "
               "points\n",
               number(c, "weights"), number(c, "features"),
               number(c, "points"));
    printf("               margins by up to %.6f, probabilities by up to %.6f; "
           "%lld of %lld texts get another label\n",
           real(c, "margin"), real(c, "probability"), number(c, "labels"),
           number(c, "documents"));
}

static void print_axis(const json_t *a)
{
    const json_t *documents = json_object_get(a, "documents");
    const json_t *changed = json_object_get(a, "changed");
    const json_t *scratch = json_object_get(a, "from_scratch");

    const long long before = json_integer_value(json_array_get(documents, 0));
    const long long after = json_integer_value(json_array_get(documents, 1));

    printf("axis %s: %lld documents, then %lld; weights %s\n", text(a, "name"),
           before, after, text(a, "weights"));
    if (before != after) {
        printf("  labels       documents");
        print_labels(json_object_get(a, "labels"));
    }
    print_support(a);
    print_statistics(json_object_get(a, "statistics"));
    if (is(a, "nothing"))
        printf("  changed      nothing\n");
    else if (changed)
        print_change("changed", changed);
    if (scratch)
        print_change("from scratch", scratch);
}

void certificate_print(const json_t *c)
{
    const json_t *model = json_object_get(c, "model"), *a;
    const json_t *others = json_object_get(c, "axes_without_the_texts");
    const json_t *unknown = json_object_get(c, "axes_without_recipe");
    const long long traces = number(c, "traces");
    size_t i;

    print_texts(json_object_get(c, "texts"));
    print_near(json_object_get(c, "near_duplicates"));
    printf("model %s, then %s\ntrained %s\n", text(model, "before"),
           text(model, "after"), text(c, "training"));
    json_array_foreach(json_object_get(c, "axes"), i, a) print_axis(a);
    json_array_foreach(others, i, a)
        printf("axis %s: had none of the texts, and is as it was\n",
               json_string_value(a));
    json_array_foreach(unknown, i, a)
        printf("axis %s: has no recipe, and may know the texts; it is as it "
               "was\n",
               json_string_value(a));
    if (traces)
        printf("%lld feature%s of these texts alone %s still in the model\n",
               traces, plural(traces), traces == 1 ? "is" : "are");
    else
        printf("no feature of these texts alone is in the model\n");
}

void certificate_preview(const struct recipe *r, const struct whereabouts *w)
{
    json_t *texts = certificate_places(r, w, true);
    json_t *near = certificate_near(r, w);

    print_texts(texts);
    print_near(near);
    json_decref(texts);
    json_decref(near);
}
