#include "train/recipe.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "datasets/input.h"

/* The words of a line, cut with NULs. */
struct line {
    char *word[64];
    size_t words;
    size_t number;
    const char *file;
};

static bool fail_line(const struct line *l, const char *what,
                      struct tenor_error *err)
{
    return fail(err, TENOR_EDATA, l->number, "%s:%zu: %s", l->file, l->number,
                what);
}

/* Cut the line at *at and move on to the next. */
static bool cut_line(char **at, struct line *l, struct tenor_error *err)
{
    char *end = *at + strcspn(*at, "\n");
    char *next = *end ? end + 1 : end;
    char *s = *at;

    *end = '\0';
    s[strcspn(s, "#")] = '\0';
    l->words = 0;
    l->number++;
    for (s += strspn(s, " \t\r"); *s; s += strspn(s, " \t\r")) {
        if (l->words == sizeof l->word / sizeof *l->word)
            return fail_line(l, "too many words", err);
        l->word[l->words++] = s;
        s += strcspn(s, " \t\r");
        if (*s)
            *s++ = '\0';
    }
    *at = next;
    return true;
}

static bool add_option(struct recipe *r, const struct line *l,
                       struct tenor_error *err)
{
    if (l->words != 2 && l->words != 3)
        return fail_line(l, "expected: option NAME [VALUE]", err);
    const char *value = l->words == 3 ? l->word[2] : "";
    const size_t room = strlen(l->word[1]) + strlen(value) + 4;
    char *option = mem_resize(NULL, room, 1);
    if (!option || !GROW(r->option, r->options + 1, r->option_capacity)) {
        free(option);
        return fail_memory(err, "a recipe");
    }
    snprintf(option, room, "--%s%s%s", l->word[1], *value ? "=" : "", value);
    r->option[r->options++] = option;
    return true;
}

static bool add_axis(struct recipe *r, const struct line *l,
                     struct tenor_error *err)
{
    if (l->words != 3 && l->words != 5)
        return fail_line(l, "expected: axis NAME UNIT [NEGATIVE POSITIVE]",
                         err);
    for (size_t a = 0; a < r->axes; a++)
        if (strcmp(r->axis[a].name, l->word[1]) == 0)
            return fail_line(l, "the axis is there already", err);
    if (!GROW(r->axis, r->axes + 1, r->axis_capacity))
        return fail_memory(err, "a recipe");
    r->axis[r->axes++] = (struct recipe_axis){
        .name = l->word[1],
        .unit = l->word[2],
        .negative = l->words == 5 ? l->word[3] : NULL,
        .positive = l->words == 5 ? l->word[4] : NULL};
    return true;
}

/* FOLDER/NAME, with the folder of the recipe for names with "./". */
static char *resolve(const char *recipe, const char *corpora, const char *name)
{
    const char *slash = strrchr(recipe, '/');
    const bool own = strncmp(name, "./", 2) == 0;
    const char *folder = own ? recipe : corpora;
    const int len = !own    ? (int)strlen(corpora)
                    : slash ? (int)(slash - recipe)
                            : 0;
    const size_t room = (size_t)len + strlen(name) + 2;
    char *path = mem_resize(NULL, room, 1);

    if (path)
        snprintf(path, room, "%.*s%s%s", len, folder, len ? "/" : "",
                 own ? name + 2 : name);
    return path;
}

static bool add_corpus(struct recipe *r, const char *corpora,
                       const struct line *l, struct tenor_error *err)
{
    struct recipe_axis *a = r->axes ? &r->axis[r->axes - 1] : NULL;
    struct tenor_error wrong = {0};

    if (!a || l->words < 3)
        return fail_line(l,
                         a ? "expected: corpus PATH LICENCE [OLD=NEW ...]"
                           : "a corpus before the first axis",
                         err);
    if (!GROW(a->corpus, a->corpora + 1, a->corpus_capacity) ||
        !GROW(a->map, a->corpora + 1, a->map_capacity))
        return fail_memory(err, "a recipe");
    struct labelmap *map = &a->map[a->corpora];
    struct train_corpus *c = &a->corpus[a->corpora++];
    *map = (struct labelmap){0};
    *c = (struct train_corpus){.path = resolve(l->file, corpora, l->word[1]),
                               .name = l->word[1],
                               .licence = l->word[2]};
    if (!c->path)
        return fail_memory(err, "a recipe");
    for (size_t i = 3; i < l->words; i++) {
        char *word = l->word[i];
        if (strncmp(word, "label:", 6) == 0)
            c->options.label_column = word + 6;
        else if (strncmp(word, "text:", 5) == 0)
            c->options.text_column = word + 5;
        else if (!labelmap_add(map, word, &wrong))
            return fail_line(l, wrong.message, err);
    }
    return true;
}

static bool read_line(struct recipe *r, const char *corpora,
                      const struct line *l, struct tenor_error *err)
{
    static const struct str kind[] = {{"option", 6}, {"axis", 4}, {"corpus", 6}};
    const struct str word = str_of(l->word[0]);

    if (str_equal(word, kind[0]))
        return add_option(r, l, err);
    if (str_equal(word, kind[1]))
        return add_axis(r, l, err);
    if (str_equal(word, kind[2]))
        return add_corpus(r, corpora, l, err);
    return fail_line(l, "a line begins with option, axis or corpus", err);
}

/* Pointers to maps, once the arrays no longer move. */
static bool finish(struct recipe *r, const char *path, struct tenor_error *err)
{
    if (r->axes == 0)
        return fail(err, TENOR_EDATA, 0, "'%s' has no axis", path);
    for (size_t a = 0; a < r->axes; a++) {
        for (size_t c = 0; c < r->axis[a].corpora; c++)
            r->axis[a].corpus[c].options.map = &r->axis[a].map[c];
        if (r->axis[a].corpora == 0)
            return fail(err, TENOR_EDATA, 0, "%s: axis '%s' has no corpus",
                        path, r->axis[a].name);
    }
    return true;
}

bool recipe_read(struct recipe *r, const char *path, const char *corpora,
                 struct tenor_error *err)
{
    struct buffer text = {0};
    struct line l = {.file = path};
    bool ok;

    *r = (struct recipe){0};
    ok = input_whole(path, &text, err) &&
         (buffer_add(&text, "", 1) || fail_memory(err, "a recipe"));
    r->text = text.data;
    for (char *at = r->text; ok && *at;) {
        ok = cut_line(&at, &l, err);
        if (ok && l.words)
            ok = read_line(r, corpora, &l, err);
    }
    ok = ok && finish(r, path, err);
    if (!ok)
        recipe_release(r);
    return ok;
}

void recipe_release(struct recipe *r)
{
    for (size_t i = 0; i < r->options; i++)
        free((void *)(uintptr_t)r->option[i]);
    for (size_t a = 0; a < r->axes; a++) {
        for (size_t c = 0; c < r->axis[a].corpora; c++) {
            labelmap_release(&r->axis[a].map[c]);
            free((void *)(uintptr_t)r->axis[a].corpus[c].path);
        }
        free(r->axis[a].corpus);
        free(r->axis[a].map);
    }
    free(r->option);
    free(r->axis);
    free(r->text);
    *r = (struct recipe){0};
}
