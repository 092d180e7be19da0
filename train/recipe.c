#include "train/recipe.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "datasets/input.h"
#include "model/file.h"
#include "model/utf8.h"

/* The words of a line, cut with NULs. */
struct line {
    char **word; /* [words] */
    size_t words, capacity;
    size_t number;
    const char *file;
};

static bool fail_line(const struct line *l, const char *what,
                      struct tenor_error *err)
{
    return fail(err, TENOR_EDATA, l->number, "%s:%zu: %s", l->file, l->number,
                what);
}

/* Bytes of a word, with its escapes as they stand. */
static size_t word_length(const char *s)
{
    size_t n = 0;

    while (s[n] && !strchr(" \t\r#", s[n]))
        n += s[n] == '\\' && s[n + 1] ? 2 : 1;
    return n;
}

/* Cut the line at *at and move on to the next. */
static bool cut_line(char **at, struct line *l, struct tenor_error *err)
{
    char *end = *at + strcspn(*at, "\n");
    char *next = *end ? end + 1 : end;
    char *s = *at;

    *end = '\0';
    l->words = 0;
    l->number++;
    for (s += strspn(s, " \t\r"); *s && *s != '#'; s += strspn(s, " \t\r")) {
        if (!GROW(l->word, l->words + 1, l->capacity))
            return fail_memory(err, "a recipe");
        l->word[l->words++] = s;
        s += word_length(s);
        if (*s == '#')
            *s = '\0'; /* the rest is a comment */
        else if (*s)
            *s++ = '\0';
    }
    *at = next;
    return true;
}

/* Take the backslashes off a word. */
static void unescape(char *word)
{
    static const char letter[] = "ntr", sign[] = "\n\t\r";
    char *to = word;

    for (; *word; word++) {
        const char *found = NULL;
        if (*word == '\\' && word[1])
            found = strchr(letter, *++word);
        *to++ = found ? sign[found - letter] : *word;
    }
    *to = '\0';
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

static bool add_option(struct option_list *to, const struct line *l,
                       struct tenor_error *err)
{
    if (l->words != 2 && l->words != 3)
        return fail_line(l, "expected: option NAME [VALUE]", err);
    const char *value = l->words == 3 ? l->word[2] : "";
    const bool own = strncmp(value, "./", 2) == 0;
    char *path = own ? resolve(l->file, "", value) : NULL;
    if (own && !path)
        return fail_memory(err, "a recipe");
    value = own ? path : value;
    const size_t room = strlen(l->word[1]) + strlen(value) + 4;
    char *option = mem_resize(NULL, room, 1);
    if (option)
        snprintf(option, room, "--%s%s%s", l->word[1], *value ? "=" : "",
                 value);
    free(path);
    if (!option || !GROW(to->option, to->n + 1, to->capacity)) {
        free(option);
        return fail_memory(err, "a recipe");
    }
    to->option[to->n++] = option;
    return true;
}

static bool set_swap(struct recipe *r, const struct line *l,
                     struct tenor_error *err)
{
    if (l->words != 2 || r->swap)
        return fail_line(
            l, r->swap ? "there is a swap already" : "expected: swap ./FILE",
            err);
    r->swap = resolve(l->file, "", l->word[1]);
    r->swap_name = l->word[1];
    return r->swap || fail_memory(err, "a recipe");
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
    r->axis[r->axes++] =
        (struct recipe_axis){.name = l->word[1],
                             .unit = l->word[2],
                             .negative = l->words == 5 ? l->word[3] : NULL,
                             .positive = l->words == 5 ? l->word[4] : NULL};
    return true;
}

static bool set_scope(struct recipe_axis *a, const struct line *l,
                      struct tenor_error *err)
{
    static const char *const name[] = {"whole", "sentences", "title"};

    for (int i = 0; l->words == 2 && i < 3; i++)
        if (strcmp(l->word[1], name[i]) == 0) {
            a->scope = (enum axis_scope)i;
            return true;
        }
    return fail_line(l, "expected: scope whole|sentences|title", err);
}

static bool add_note(struct recipe_axis *a, const struct line *l,
                     struct tenor_error *err)
{
    if (l->words < 2)
        return fail_line(l, "expected: note WORDS", err);
    if (!GROW(a->note, a->notes + 1, a->note_capacity))
        return fail_memory(err, "a recipe");
    for (size_t i = 1; i + 1 < l->words; i++) /* one string again */
        l->word[i][strlen(l->word[i])] = ' ';
    a->note[a->notes++] = l->word[1];
    return true;
}

static bool set_order(struct recipe_axis *a, const struct line *l,
                      struct tenor_error *err)
{
    if (l->words < 3 || a->ordered)
        return fail_line(l,
                         a->ordered ? "there is an order already"
                                    : "expected: ordered FIRST ... LAST",
                         err);
    a->order = mem_resize(NULL, l->words - 1, sizeof *a->order);
    if (!a->order)
        return fail_memory(err, "a recipe");
    a->ordered = l->words - 1;
    for (size_t i = 0; i < a->ordered; i++)
        a->order[i] = l->word[i + 1];
    return true;
}

static bool add_file(struct recipe *r, const struct line *l,
                     struct tenor_error *err)
{
    if (l->words != 3 || strncmp(l->word[1], "./", 2) != 0 ||
        !is_sha256(l->word[2]))
        return fail_line(l, "expected: file ./FILE SHA-256", err);
    if (!GROW(r->file, r->files + 1, r->file_capacity))
        return fail_memory(err, "a recipe");
    char *path = resolve(l->file, "", l->word[1]);
    if (!path)
        return fail_memory(err, "a recipe");
    r->file[r->files++] = (struct recipe_file){path, l->word[1], l->word[2]};
    return true;
}

static bool add_without(struct recipe *r, const struct line *l,
                        struct tenor_error *err)
{
    if (l->words != 2 || !is_sha256(l->word[1]))
        return fail_line(l, "expected: without SHA-256", err);
    return textset_add(&r->without, l->word[1]) || fail_memory(err, "a recipe");
}

static bool set_weight(const char *text, double *weight)
{
    char *end;

    *weight = strtod(text, &end);
    return *text && !*end && *weight > 0.0 && *weight <= 1e6;
}

/* Set what "KEY:VALUE" of a corpus says; *known is whether there is such a key,
 * and what is returned is NULL, or what is wrong with the value. */
static const char *set_key(struct train_corpus *c, const char *word,
                           bool *known)
{
    struct corpus_options *o = &c->options;
    const struct {
        const char *key, **to;
    } text[] = {{"in:", &o->format},
                {"label:", &o->label_column},
                {"text:", &o->text_column},
                {"group:", &o->group_column},
                {"weight-column:", &o->weight_column},
                {"label-separator:", &o->label_separator},
                {"sha256:", &c->sha256},
                {"left:", &c->left}};

    *known = true;
    for (size_t i = 0; i < sizeof text / sizeof *text; i++)
        if (strncmp(word, text[i].key, strlen(text[i].key)) == 0) {
            *text[i].to = word + strlen(text[i].key);
            return (c->sha256 && !is_sha256(c->sha256)) ||
                           (c->left && !is_sha256(c->left))
                       ? "a SHA-256 has 64 digits 0-9 and a-f"
                       : NULL;
        }
    if (strncmp(word, "weight:", 7) == 0)
        return set_weight(word + 7, &c->weight)
                   ? NULL
                   : "a weight is a number above 0";
    *known = strcmp(word, "multi-label") == 0;
    o->multi_label |= *known;
    return NULL;
}

static bool add_word(struct train_corpus *c, struct labelmap *map,
                     const char *word, const struct line *l,
                     struct tenor_error *err)
{
    struct tenor_error wrong = {0};
    bool known;
    const char *why = set_key(c, word, &known);

    if (why)
        return fail_line(l, why, err);
    if (known ||
        labelmap_add(map, word + (strncmp(word, "map:", 4) ? 0 : 4), &wrong))
        return true;
    return wrong.code == TENOR_ENOMEM ? fail_memory(err, "a recipe")
                                      : fail_line(l, wrong.message, err);
}

static bool add_corpus(struct corpus_list *to, const char *corpora,
                       const struct line *l, struct tenor_error *err)
{
    if (l->words < 3)
        return fail_line(l, "expected: PATH LICENCE [OLD=NEW ...]", err);
    if (!GROW(to->corpus, to->n + 1, to->corpus_capacity) ||
        !GROW(to->map, to->n + 1, to->map_capacity))
        return fail_memory(err, "a recipe");
    struct labelmap *map = &to->map[to->n];
    struct train_corpus *c = &to->corpus[to->n++];
    *map = (struct labelmap){0};
    *c = (struct train_corpus){.path = resolve(l->file, corpora, l->word[1]),
                               .name = l->word[1],
                               .licence =
                                   strcmp(l->word[2], "-") ? l->word[2] : NULL,
                               .quotable = strncmp(l->word[1], "./", 2) == 0,
                               .weight = 1.0};
    if (!c->path)
        return fail_memory(err, "a recipe");
    for (size_t i = 3; i < l->words; i++)
        if (!add_word(c, map, l->word[i], l, err))
            return false;
    return true;
}

/* A line that belongs to the axis at hand. */
static bool read_axis_line(struct recipe *r, const char *corpora,
                           const struct line *l, struct tenor_error *err)
{
    static const char *const use[USES] = {"corpus", "articles", "texts",
                                          "test"};
    struct recipe_axis *a = r->axes ? &r->axis[r->axes - 1] : NULL;
    const char *word = l->word[0];

    if (!a)
        return fail_line(l,
                         "a line begins with option, file, without, swap or, "
                         "before other words, axis",
                         err);
    if (strcmp(word, "scope") == 0)
        return set_scope(a, l, err);
    if (strcmp(word, "note") == 0)
        return add_note(a, l, err);
    if (strcmp(word, "ordered") == 0)
        return set_order(a, l, err);
    if (strcmp(word, "chosen") == 0)
        return add_option(&a->chosen, l, err);
    for (int u = 0; u < (int)USES; u++)
        if (strcmp(word, use[u]) == 0)
            return add_corpus(&a->list[u], corpora, l, err);
    return fail_line(l,
                     "a line of an axis begins with scope, ordered, note, "
                     "chosen, corpus, articles, texts or test",
                     err);
}

static bool read_line(struct recipe *r, const char *corpora,
                      const struct line *l, struct tenor_error *err)
{
    const char *word = l->word[0];

    for (size_t i = 1; strcmp(word, "note") != 0 && i < l->words; i++)
        unescape(l->word[i]);
    if (strcmp(word, "option") == 0)
        return add_option(r->axes ? &r->axis[r->axes - 1].options : &r->options,
                          l, err);
    if (strcmp(word, "file") == 0)
        return add_file(r, l, err);
    if (strcmp(word, "without") == 0)
        return add_without(r, l, err);
    if (strcmp(word, "swap") == 0)
        return set_swap(r, l, err);
    if (strcmp(word, "axis") == 0)
        return add_axis(r, l, err);
    return read_axis_line(r, corpora, l, err);
}

/* What an axis lacks, or NULL. */
static const char *find_lack(const struct recipe_axis *a)
{
    const bool several =
        a->list[USE_TRAIN].n && a->list[USE_TRAIN].corpus->options.multi_label;

    if (a->list[USE_TRAIN].n == 0)
        return "has no corpus";
    if (a->scope != AXIS_SENTENCES && a->list[USE_ARTICLES].n > 0)
        return "has articles and is not about sentences";
    for (int u = 0; u < (int)USES; u++)
        for (size_t c = 0; c < a->list[u].n; c++)
            if (u != USE_TEXTS &&
                ((several && u != USE_TRAIN) ||
                 a->list[u].corpus[c].options.multi_label != several))
                return "has documents with several labels beside others, "
                       "articles or tests";
    return NULL;
}

/* Names and notes go into cards and tables. */
static bool check_text(struct str text, const char *path,
                       struct tenor_error *err)
{
    struct line l = {.file = path, .number = 1};
    size_t bad = 0;

    for (size_t i = 0; i < text.len;) {
        uint32_t c;
        i += utf8_decode(text.s + i, text.len - i, &c, &bad);
        if (bad)
            return fail_line(&l, "not UTF-8", err);
        if ((c < ' ' && c != '\t' && c != '\r' && c != '\n') || c == 0x7F)
            return fail_line(&l, "a control character", err);
        l.number += c == '\n';
    }
    return true;
}

/* Pointers to maps and texts, once the arrays no longer move. */
static bool finish(struct recipe *r, const char *path, struct tenor_error *err)
{
    if (r->axes == 0)
        return fail(err, TENOR_EDATA, 0, "'%s' has no axis", path);
    textset_sort(&r->without);
    for (size_t a = 0; a < r->axes; a++) {
        const char *lack = find_lack(&r->axis[a]);
        if (lack)
            return fail(err, TENOR_EDATA, 0, "%s: axis '%s' %s", path,
                        r->axis[a].name, lack);
        for (int u = 0; u < (int)USES; u++) {
            struct corpus_list *list = &r->axis[a].list[u];
            for (size_t c = 0; c < list->n; c++) {
                list->corpus[c].options.map = &list->map[c];
                list->corpus[c].options.without = &r->without;
            }
        }
    }
    return true;
}

/* Read r->text, as if it stood in a file of that path. */
static bool read_text(struct recipe *r, const char *path, const char *corpora,
                      struct tenor_error *err)
{
    struct line l = {.file = path};
    bool ok = true;

    for (char *at = r->text; ok && *at;) {
        ok = cut_line(&at, &l, err);
        if (ok && l.words)
            ok = read_line(r, corpora, &l, err);
    }
    free(l.word);
    ok = ok && finish(r, path, err);
    if (!ok)
        recipe_release(r);
    return ok;
}

bool recipe_parse(struct recipe *r, struct str text, const char *path,
                  const char *corpora, struct tenor_error *err)
{
    *r = (struct recipe){0};
    if (!check_text(text, path, err))
        return false;
    r->text = mem_string(text);
    return r->text ? read_text(r, path, corpora, err)
                   : fail_memory(err, "a recipe");
}

bool recipe_read(struct recipe *r, const char *path, const char *corpora,
                 struct tenor_error *err)
{
    struct buffer text = {0};

    *r = (struct recipe){0};
    const bool ok =
        input_whole(path, &text, err) &&
        recipe_parse(r, (struct str){text.data, text.len}, path, corpora, err);
    free(text.data);
    return ok;
}

bool recipe_check_files(const struct recipe *r, struct tenor_error *err)
{
    for (size_t i = 0; i < r->files; i++) {
        struct str bytes;
        char sha256[DIGEST_HEX];
        if (!file_map(r->file[i].path, &bytes, err))
            return false;
        digest_of(bytes, sha256);
        file_unmap(bytes);
        if (strcmp(sha256, r->file[i].sha256) != 0)
            return fail(err, TENOR_EDATA, 0,
                        "'%s' is not the file that is meant: its SHA-256 is %s",
                        r->file[i].path, sha256);
    }
    return true;
}

static void release_list(struct corpus_list *l)
{
    for (size_t c = 0; c < l->n; c++) {
        labelmap_release(&l->map[c]);
        free((void *)(uintptr_t)l->corpus[c].path);
    }
    free(l->corpus);
    free(l->map);
}

static void release_options(struct option_list *l)
{
    for (size_t i = 0; i < l->n; i++)
        free((void *)(uintptr_t)l->option[i]);
    free(l->option);
}

void recipe_release(struct recipe *r)
{
    for (size_t a = 0; a < r->axes; a++) {
        for (int u = 0; u < (int)USES; u++)
            release_list(&r->axis[a].list[u]);
        release_options(&r->axis[a].options);
        release_options(&r->axis[a].chosen);
        free(r->axis[a].note);
        free(r->axis[a].order);
    }
    for (size_t i = 0; i < r->files; i++)
        free(r->file[i].path);
    free(r->file);
    textset_release(&r->without);
    free(r->swap);
    release_options(&r->options);
    free(r->axis);
    free(r->text);
    *r = (struct recipe){0};
}
