#define _POSIX_C_SOURCE 200809L
#include "datasets/corpus.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

static const struct corpus_format *const formats[] = {
    &corpus_tsv, &corpus_csv, &corpus_jsonl, &corpus_fasttext, &corpus_dir,
};

#define FORMATS (sizeof formats / sizeof *formats)

const char *corpus_formats(void)
{
    return "tsv csv jsonl fasttext dir";
}

static bool has_word(const char *list, const char *word)
{
    struct str next;

    while (str_next_word(&list, &next))
        if (strlen(word) == next.len &&
            strncasecmp(next.s, word, next.len) == 0)
            return true;
    return false;
}

static const struct corpus_format *by_name(const char *name)
{
    for (size_t i = 0; i < FORMATS; i++)
        if (strcmp(formats[i]->name, name) == 0)
            return formats[i];
    return NULL;
}

static const struct corpus_format *by_path(const char *path)
{
    struct stat st;
    const char *dot = strrchr(path, '.');

    if (stat(path, &st) == 0 && S_ISDIR(st.st_mode))
        return &corpus_dir;
    for (size_t i = 0; dot && i < FORMATS; i++)
        if (has_word(formats[i]->extensions, dot + 1))
            return formats[i];
    return NULL;
}

static void set_columns(struct corpus *c)
{
    const struct corpus_options *o = &c->options;
    const char *const asked[COLUMNS] = {
        [COLUMN_TEXT] = o->text_column,   [COLUMN_LABEL] = o->label_column,
        [COLUMN_GROUP] = o->group_column, [COLUMN_WEIGHT] = o->weight_column,
        [COLUMN_ID] = o->id_column,
    };

    for (int k = 0; k < COLUMNS; k++)
        c->column[k] = asked[k] ? asked[k] : c->format->column[k];
    if (o->unlabelled)
        c->column[COLUMN_LABEL] = NULL;
}

bool corpus_open(struct corpus **out, const char *path,
                 const struct corpus_options *options, struct tenor_error *err)
{
    const char *name = options->format;
    const struct corpus_format *format = name ? by_name(name) : by_path(path);

    if (!format && !name && options->unlabelled)
        format = &corpus_tsv;
    if (!format && name)
        return fail(err, TENOR_EINVAL, 0,
                    "unknown corpus format '%s'; it can be one of: %s", name,
                    corpus_formats());
    if (!format)
        return fail(err, TENOR_EINVAL, 0,
                    "cannot tell the format of '%s' from its name; give "
                    "--in FORMAT, one of: %s",
                    path, corpus_formats());
    if (!format->columns && (options->group_column || options->weight_column))
        return fail(err, TENOR_EINVAL, 0,
                    "'%s': format '%s' has no columns for a group or a weight",
                    path, format->name);
    if (options->label_separator && !*options->label_separator)
        return fail(err, TENOR_EINVAL, 0, "the label separator is empty");
    if (options->label_separator && !options->multi_label)
        return fail(err, TENOR_EINVAL, 0,
                    "a label separator needs several labels: --multi-label");
    struct corpus *c = mem_zero(1, sizeof *c);
    if (!c)
        return fail_memory(err, "a corpus");
    c->path = path;
    c->options = *options;
    if (!c->options.label_separator)
        c->options.label_separator = ",";
    c->format = format;
    set_columns(c);
    digest_init(&c->digest);
    digest_init(&c->left);
    bool ok = format == &corpus_dir || input_open(&c->in, path, err);
    if (!ok || (format->open && !format->open(c, err))) {
        corpus_close(c);
        return false;
    }
    *out = c;
    return true;
}

void corpus_close(struct corpus *c)
{
    if (!c)
        return;
    if (c->format->close)
        c->format->close(c);
    input_close(&c->in);
    free(c->labels.data);
    free(c);
}

/* Whether the document is one to pass over. */
static bool is_without(struct corpus *c, const struct doc *doc)
{
    const struct textset *without = c->options.without;
    const bool found =
        without && without->n > 0 && textset_has(without, doc->text);

    c->passed += found;
    return found;
}

static void count_in(struct corpus *c, const struct doc *doc)
{
    const struct str part[] = {doc->label, doc->text, doc->group};
    char head[128];

    if (!c->options.without || c->options.without->n == 0)
        return;
    snprintf(head, sizeof head, "%zu %zu %zu %.17g\n", part[0].len, part[1].len,
             part[2].len, doc->weight);
    digest_add(&c->left, str_of(head));
    for (size_t i = 0; i < sizeof part / sizeof *part; i++)
        digest_add(&c->left, part[i]);
}

bool corpus_next(struct corpus *c, struct doc *doc, bool *end,
                 struct tenor_error *err)
{
    bool dropped; /* by the label map */

    do {
        *end = false;
        *doc = (struct doc){.group = STR(""), .id = STR(""), .weight = 1};
        c->labels.len = c->named = 0;
        if (!c->format->next(c, doc, end, err))
            return false;
        if (*end)
            return true;
        dropped = c->labels.len == 0 && c->named > 0;
    } while (is_without(c, doc) || dropped);
    doc->label =
        c->named ? (struct str){c->labels.data, c->labels.len} : STR("");
    count_in(c, doc);
    return true;
}

size_t corpus_passed(const struct corpus *c)
{
    return c->passed;
}

void corpus_left(struct corpus *c, char hex[DIGEST_HEX])
{
    digest_hex(&c->left, hex);
}

void corpus_digest(struct corpus *c, char hex[DIGEST_HEX])
{
    digest_hex(c->format == &corpus_dir ? &c->digest : &c->in.digest, hex);
}
