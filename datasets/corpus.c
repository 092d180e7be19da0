#define _POSIX_C_SOURCE 200809L
#include "datasets/corpus.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "model/utf8.h"

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

bool corpus_open(struct corpus **out, const char *path,
                 const struct corpus_options *options, struct tenor_error *err)
{
    const char *name = options->format;
    const struct corpus_format *format = name ? by_name(name) : by_path(path);

    if (!format && name)
        return fail(err, TENOR_EINVAL, 0,
                    "unknown corpus format '%s'; it can be one of: %s", name,
                    corpus_formats());
    if (!format)
        return fail(err, TENOR_EINVAL, 0,
                    "cannot tell the format of '%s' from its name; give "
                    "--in FORMAT, one of: %s",
                    path, corpus_formats());
    struct corpus *c = mem_zero(1, sizeof *c);
    if (!c)
        return fail_memory(err, "a corpus");
    c->path = path;
    c->options = *options;
    if (!c->options.text_column)
        c->options.text_column = "text";
    if (!c->options.label_column)
        c->options.label_column = "label";
    c->format = format;
    digest_init(&c->digest);
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
    free(c);
}

static bool is_utf8(struct str text)
{
    size_t bad = 0;
    uint32_t ignored;

    for (size_t i = 0; i < text.len;)
        i += utf8_decode(text.s + i, text.len - i, &ignored, &bad);
    return bad == 0;
}

static bool check_label(const struct corpus *c, const struct doc *doc,
                        struct tenor_error *err)
{
    const struct str label = doc->label;
    const char *wrong = label.len == 0                   ? "is empty"
                        : memchr(label.s, '\0', label.len) ? "holds a NUL byte"
                        : !is_utf8(label)                ? "is not UTF-8"
                                                         : NULL;

    return !wrong || fail(err, TENOR_EDATA, doc->line, "%s:%zu: the label %s",
                          c->path, doc->line, wrong);
}

bool corpus_next(struct corpus *c, struct doc *doc, bool *end,
                 struct tenor_error *err)
{
    const struct labelmap *map = c->options.map;

    do {
        *end = false;
        *doc = (struct doc){0};
        if (!c->format->next(c, doc, end, err))
            return false;
        if (*end)
            return true;
        if (!check_label(c, doc, err))
            return false;
    } while (map && !labelmap_apply(map, &doc->label));
    return true;
}

void corpus_digest(struct corpus *c, char hex[DIGEST_HEX])
{
    digest_hex(c->format == &corpus_dir ? &c->digest : &c->in.digest, hex);
}
