#include "train/recipe_write.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "model/file.h"
#include "model/utf8.h"

/* A recipe on its way; once memory ran out, nothing more is added. */
struct writing {
    struct buffer *out;
    bool ok;
};

static void put(struct writing *w, const char *s, size_t len)
{
    w->ok = w->ok && buffer_add(w->out, s, len);
}

/* KEY and text as one word, behind a blank unless it begins the line. */
static void word(struct writing *w, const char *key, const char *text)
{
    static const char from[] = "\n\t\r \\#", to[] = "ntr \\#";

    if (w->out->len && w->out->data[w->out->len - 1] != '\n')
        put(w, " ", 1);
    put(w, key, strlen(key));
    for (const char *s = utf8_invalid(text, strlen(text)) == strlen(text) ? text
                                                                          : "?";
         *s; s++) {
        const char *found = strchr(from, *s);
        if (found)
            put(w, "\\", 1);
        put(w, found ? &to[found - from] : s, 1);
    }
}

static void end(struct writing *w)
{
    put(w, "\n", 1);
}

static void option(struct writing *w, const char *kind, const char *name,
                   const char *value)
{
    word(w, kind, "");
    word(w, name, "");
    if (value)
        word(w, value, "");
    end(w);
}

#define NUMBER 32

/* The shortest digits that give the number again. */
static const char *number(double x, char text[NUMBER])
{
    for (int digits = 6; digits <= 17; digits++) {
        snprintf(text, NUMBER, "%.*g", digits, x);
        if (strtod(text, NULL) == x)
            break;
    }
    return text;
}

static void option_number(struct writing *w, const char *name, double x)
{
    char text[NUMBER];

    option(w, "option", name, number(x, text));
}

static void option_count(struct writing *w, const char *name, uint64_t n)
{
    char text[NUMBER];

    snprintf(text, sizeof text, "%" PRIu64, n);
    option(w, "option", name, text);
}

/* ---- settings ------------------------------------------------------------ */

/* "option ngrams 3"; the words of train_choice_text, but all digits. */
static void choice(struct writing *w, const char *kind,
                   const struct train_settings *s, enum choice c)
{
    char text[CHOICE_TEXT], digits[NUMBER];
    const double value = train_choice(s, c);

    train_choice_text(c, value, text);
    char *blank = strchr(text, ' ');
    *blank = '\0';
    const bool real =
        c == CHOICE_COST || c == CHOICE_BALANCE || c == CHOICE_CHARACTER_WEIGHT;
    option(w, kind, c == CHOICE_COST ? "cost" : text,
           real ? number(value, digits) : blank + 1);
}

static void solver_options(struct writing *w, const struct train_settings *s)
{
    static const char *const solver[] = {NULL, "dual", "libsvm", "liblinear"};
    struct train_settings usual = *s;
    static const char *const kernel[] = {NULL, "poly", "rbf", "sigmoid"};

    usual.solver = SOLVER_AUTO;
    if (machine_solver(s) != machine_solver(&usual))
        option(w, "option", "solver", solver[s->solver]);
    if (s->kernel.type != KERNEL_LINEAR) {
        option(w, "option", "kernel", kernel[s->kernel.type]);
        option_number(w, "gamma", s->kernel.gamma);
        option_number(w, "coef0", s->kernel.coef0);
        option_count(w, "degree", (uint64_t)s->kernel.degree);
    }
    option(w, "option", "loss", s->loss == LOSS_HINGE ? "hinge" : "squared");
}

/* Whether a search would have anything to choose. */
static bool anything_open(const struct train_settings *s)
{
    for (int c = 0; c < (int)CHOICES; c++)
        if (!s->fixed[c] &&
            (c != (int)CHOICE_CHARACTER_WEIGHT || s->features.chars_max))
            return true;
    return false;
}

static void search_options(struct writing *w, const struct train_settings *s)
{
    const struct criterion *c = &s->criterion;

    if (c->kind == CRITERION_F1) {
        word(w, "option", "");
        word(w, "metric", "");
        word(w, "f1:", c->label);
        end(w);
    } else if (c->kind != CRITERION_MEAN) {
        option(w, "option", "metric", criterion_name(c));
    }
    if (s->no_search && anything_open(s))
        option(w, "option", "no-search", NULL);
}

/* What was asked for; threads, time and talk are not of the model, and memory
 * only is where there was too little. */
static void options(struct writing *w, const struct train_request *r,
                    const struct trained *t)
{
    const struct train_settings *s = &r->settings, usual = train_defaults();

    option(w, "option", "language", s->features.language);
    if (s->features.target)
        option(w, "option", "target", "on");
    search_options(w, s);
    solver_options(w, s);
    for (int c = 0; c < (int)CHOICES; c++)
        if (s->fixed[c])
            choice(w, "option", s, (enum choice)c);
    if (s->max_features != usual.max_features)
        option_count(w, "max-features", s->max_features);
    if (s->folds != usual.folds)
        option_count(w, "folds", s->folds);
    if (s->seed != usual.seed)
        option_count(w, "seed", s->seed);
    if (t->vectors.block)
        option_count(w, "memory", s->memory.limit);
}

/* ---- corpora ------------------------------------------------------------- */

static void reading(struct writing *w, const struct train_corpus *c)
{
    const struct corpus_options *o = &c->options;
    const struct {
        const char *key, *value;
    } pair[] = {{"label:", o->label_column},
                {"text:", o->text_column},
                {"group:", o->group_column},
                {"weight-column:", o->weight_column},
                {"label-separator:", o->label_separator}};

    if (o->multi_label)
        word(w, "multi-label", "");
    for (size_t i = 0; i < sizeof pair / sizeof *pair; i++)
        if (pair[i].value)
            word(w, pair[i].key, pair[i].value);
    for (size_t i = 0; o->map && i < o->map->n; i++) /* from has "=to" behind */
        word(w, "map:", o->map->entry[i].from.s);
}

static void corpus(struct writing *w, const char *use,
                   const struct train_corpus *c, const struct source *s)
{
    char weight[NUMBER];

    word(w, use, "");
    word(w, "", c->name);
    word(w, "", c->licence ? c->licence : "-");
    word(w, "in:", s->format);
    if (s->weight != 1.0)
        word(w, "weight:", number(s->weight, weight));
    reading(w, c);
    word(w, "sha256:", s->sha256);
    if (*s->left)
        word(w, "left:", s->left);
    end(w);
}

static void corpora(struct writing *w, const struct trained *t,
                    const struct train_request *r)
{
    const struct trained_axis *a = t->axis;

    for (size_t i = 0; i < r->corpora; i++)
        corpus(w, "corpus", &r->corpus[i], &t->source[i]);
    for (size_t i = 0; i < r->articles_corpora; i++)
        corpus(w, "articles", &r->articles[i], &a->articles[i]);
    for (size_t i = 0; i < r->texts_corpora; i++)
        corpus(w, "texts", &r->texts[i], &t->embedding.source[i]);
    for (size_t i = 0; i < r->tests; i++)
        corpus(w, "test", &r->test[i], &a->test[i].source);
}

/* ---- all of it ----------------------------------------------------------- */

/* It is beside the recipe. */
static void file_name(struct writing *w, const char *name)
{
    word(w, strncmp(name, "./", 2) ? "./" : "", name);
}

static void named_file(struct writing *w, const struct named_file *f,
                       const char *sha256)
{
    word(w, "file", "");
    file_name(w, f->name);
    word(w, "", sha256);
    end(w);
}

static bool swap_file(struct writing *w, const struct named_file *f,
                      struct tenor_error *err)
{
    struct str bytes;
    char sha256[DIGEST_HEX];

    if (!file_map(f->path, &bytes, err))
        return false;
    digest_of(bytes, sha256);
    file_unmap(bytes);
    named_file(w, f, sha256);
    word(w, "swap", "");
    file_name(w, f->name);
    end(w);
    return true;
}

/* One set is for all corpora. */
static void without(struct writing *w, const struct textset *t)
{
    for (size_t i = 0; t && i < t->n; i++)
        option(w, "without", t->sha256[i], NULL);
}

static void axis(struct writing *w, const struct trained *t,
                 const struct train_request *r)
{
    static const char *const scope[] = {"whole", "sentences", "title"};

    word(w, "axis", "");
    word(w, "", r->axis);
    word(w, "", r->unit);
    if (r->negative && r->positive) {
        word(w, "", r->negative);
        word(w, "", r->positive);
    }
    end(w);
    if (r->scope != AXIS_WHOLE)
        option(w, "scope", scope[r->scope], NULL);
    for (size_t i = 0; i < r->ordered; i++)
        word(w, i ? "" : "ordered ", r->order[i]);
    if (r->ordered)
        end(w);
    options(w, r, t);
    if (r->stop_file) {
        word(w, "option", "");
        word(w, "stop-words", "");
        file_name(w, r->stop_file->name);
        end(w);
    }
    for (int c = 0; c < (int)CHOICES; c++)
        if (!r->settings.fixed[c])
            choice(w, "chosen", &t->settings, (enum choice)c);
    for (size_t i = 0; i < r->notes; i++) {
        put(w, "note ", 5);
        put(w, r->note[i], strlen(r->note[i]));
        end(w);
    }
    corpora(w, t, r);
}

bool recipe_write(const struct trained *t, const struct train_request *r,
                  size_t n, const struct named_file *swap, struct buffer *out,
                  struct tenor_error *err)
{
    struct writing w = {out, true};

    if (r->stop_file)
        named_file(&w, r->stop_file, r->stop_file->sha256);
    if (swap && !swap_file(&w, swap, err))
        return false;
    if (n && r->corpora)
        without(&w, r->corpus->options.without);
    for (size_t a = 0; a < n; a++)
        axis(&w, &t[a], &r[a]);
    return w.ok || fail_memory(err, "a recipe");
}
