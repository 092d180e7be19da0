/* The corpora are read twice: for the texts that the IDs name, and for all
 * places where these stand. */
#include "cli/retrain/whereabouts.h"

#include <stdlib.h>
#include <string.h>

#include "cli/out.h"
#include "model/utf8.h"
#include "train/alike.h"

#define BEGINNING 60 /* characters of a text that are shown */

const char *whereabouts_use(enum corpus_use use)
{
    static const char *const name[USES] = {"corpus", "articles", "texts",
                                           "test"};

    return name[use];
}

/* ---- IDs ----------------------------------------------------------------- */

struct id {
    const char *text;
    size_t line;                /* of FILE:LINE, or 0 */
    size_t file_len;            /* of FILE */
    char wanted[2][DIGEST_HEX]; /* SHA-256 that it may mean, or empty */
    char found[DIGEST_HEX];     /* of the text it means, or empty */
    bool several;               /* it means others as well */
};

struct finding {
    const struct recipe *recipe;
    const struct sought *sought;
    struct id *id; /* [n] */
    size_t n;
    struct id **line; /* [lines] by line */
    struct id **name; /* [n] by ID: what no hash is */
    size_t lines, names;
    struct textset hashes; /* that are wanted */
    struct alike alike;    /* has the texts that are found */
    struct whereabouts *out;
    size_t axis; /* where the reader is */
    enum corpus_use use;
    const struct train_corpus *corpus;
};

static bool is_digits(const char *s)
{
    return *s && s[strspn(s, "0123456789")] == '\0';
}

static void parse(struct id *id, const char *text)
{
    const char *colon = strrchr(text, ':');

    *id = (struct id){.text = text};
    if (is_sha256(text)) {
        memcpy(id->wanted[0], text, DIGEST_HEX);
    } else if (colon > text && is_digits(colon + 1)) {
        id->line = strtoull(colon + 1, NULL, 10);
        id->file_len = (size_t)(colon - text);
    }
}

/* A file whose bytes are a text, with a line end behind it or without. */
static bool parse_file(struct id *id, const char *path, struct tenor_error *err)
{
    struct buffer text = {0};

    *id = (struct id){.text = path};
    const bool ok = input_whole(path, &text, err);
    if (ok) {
        size_t len = text.len;
        digest_of((struct str){text.data, len}, id->wanted[0]);
        if (len && text.data[len - 1] == '\n')
            len -= len > 1 && text.data[len - 2] == '\r' ? 2 : 1;
        digest_of((struct str){text.data, len}, id->wanted[1]);
    }
    free(text.data);
    return ok;
}

static int by_line(const void *a, const void *b)
{
    const struct id *x = *(struct id *const *)a, *y = *(struct id *const *)b;

    return (x->line > y->line) - (x->line < y->line);
}

static int by_name(const void *a, const void *b)
{
    const struct id *x = *(struct id *const *)a, *y = *(struct id *const *)b;

    return strcmp(x->text, y->text);
}

static bool parse_all(struct finding *f, struct tenor_error *err)
{
    const struct opt_list *ids = f->sought->ids, *files = f->sought->files;
    const size_t n = ids->n + files->n;

    f->id = mem_zero(n, sizeof *f->id);
    f->line = mem_resize(NULL, n, sizeof(*f->line));
    f->name = mem_resize(NULL, n, sizeof(*f->name));
    if (!f->id || !f->line || !f->name)
        return fail_memory(err, "IDs");
    for (; f->n < n; f->n++) {
        struct id *id = &f->id[f->n];
        if (f->n < ids->n)
            parse(id, ids->item[f->n]);
        else if (!parse_file(id, files->item[f->n - ids->n], err))
            return false;
        if (id->line)
            f->line[f->lines++] = id;
        if (!*id->wanted[0])
            f->name[f->names++] = id;
        for (size_t i = 0; i < 2; i++)
            if (*id->wanted[i] && !textset_add(&f->hashes, id->wanted[i]))
                return fail_memory(err, "IDs");
    }
    textset_sort(&f->hashes);
    if (f->lines)
        qsort(f->line, f->lines, sizeof(*f->line), by_line);
    if (f->names)
        qsort(f->name, f->names, sizeof(*f->name), by_name);
    return true;
}

/* ---- texts that the IDs name --------------------------------------------- */

static bool take(struct finding *f, struct id *id, struct str text,
                 const char sha256[DIGEST_HEX], struct tenor_error *err)
{
    bool seen;

    if (*id->found) {
        id->several |= strcmp(id->found, sha256) != 0;
        return true;
    }
    memcpy(id->found, sha256, DIGEST_HEX);
    return (textset_add(&f->out->texts, sha256) &&
            alike_add(&f->alike, text, &seen)) ||
           fail_memory(err, "texts");
}

/* Whether FILE is the corpus: its name, its path, or the last part of either.
 */
static bool is_corpus(const struct train_corpus *c, const struct id *id)
{
    const char *const name[] = {c->name, c->path};

    for (size_t i = 0; i < 2; i++) {
        const size_t len = strlen(name[i]);
        if (len < id->file_len)
            continue;
        const char *end = name[i] + len - id->file_len;
        if (strncmp(end, id->text, id->file_len) == 0 &&
            (end == name[i] || end[-1] == '/'))
            return true;
    }
    return false;
}

static bool match_line(struct finding *f, const struct doc *doc,
                       const char sha256[DIGEST_HEX], struct tenor_error *err)
{
    size_t low = 0, high = f->lines;

    while (low < high) {
        const size_t middle = (low + high) / 2;
        if (f->line[middle]->line < doc->line)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < f->lines && f->line[low]->line == doc->line; low++)
        if (is_corpus(f->corpus, f->line[low]) &&
            !take(f, f->line[low], doc->text, sha256, err))
            return false;
    return true;
}

static int compare_name(struct str id, const char *name)
{
    const size_t len = strlen(name);
    const int order = memcmp(id.s, name, id.len < len ? id.len : len);

    return order ? order : (id.len > len) - (id.len < len);
}

static bool match_name(struct finding *f, const struct doc *doc,
                       const char sha256[DIGEST_HEX], struct tenor_error *err)
{
    size_t low = 0, high = doc->id.len ? f->names : 0;

    while (low < high) {
        const size_t middle = (low + high) / 2;
        if (compare_name(doc->id, f->name[middle]->text) > 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (; doc->id.len && low < f->names &&
           compare_name(doc->id, f->name[low]->text) == 0;
         low++)
        if (!take(f, f->name[low], doc->text, sha256, err))
            return false;
    return true;
}

static bool match_hash(struct finding *f, const struct doc *doc,
                       const char sha256[DIGEST_HEX], struct tenor_error *err)
{
    if (textset_find(&f->hashes, sha256) == SIZE_MAX)
        return true;
    for (size_t i = 0; i < f->n; i++)
        for (size_t k = 0; k < 2; k++)
            if (strcmp(f->id[i].wanted[k], sha256) == 0 &&
                !take(f, &f->id[i], doc->text, sha256, err))
                return false;
    return true;
}

static bool match(struct finding *f, const struct doc *doc,
                  const char sha256[DIGEST_HEX], struct tenor_error *err)
{
    return match_line(f, doc, sha256, err) && match_name(f, doc, sha256, err) &&
           match_hash(f, doc, sha256, err);
}

/* ---- where they stand ---------------------------------------------------- */

/* The beginning of a text, on one line; NULL when memory ran out. */
static char *beginning(struct str text)
{
    const int len = out_prefix(text, BEGINNING);
    struct buffer b = {0};

    if (out_clean(&b, (struct str){text.s, (size_t)len}) &&
        ((size_t)len == text.len || buffer_add(&b, "...", 3)) &&
        buffer_add(&b, "", 1))
        return b.data;
    free(b.data);
    return NULL;
}

static char *label_text(struct str label)
{
    char *text = mem_string(label);

    for (char *tab = text; tab && (tab = strchr(tab, '\t'));)
        *tab = ',';
    return text;
}

static bool fill(const struct finding *f, const struct doc *doc,
                 const char sha256[DIGEST_HEX], struct place *p)
{
    *p = (struct place){.axis = f->axis,
                        .use = f->use,
                        .corpus = f->corpus->name,
                        .line = doc->line,
                        .label = label_text(doc->label),
                        .begins = beginning(doc->text)};
    memcpy(p->sha256, sha256, DIGEST_HEX);
    return p->label && p->begins;
}

static bool note(struct finding *f, const struct doc *doc,
                 const char sha256[DIGEST_HEX], struct tenor_error *err)
{
    struct whereabouts *p = f->out;
    bool like, ok = true;

    if (textset_find(&p->texts, sha256) != SIZE_MAX) {
        ok = GROW(p->place, p->n + 1, p->capacity) &&
             fill(f, doc, sha256, &p->place[p->n++]);
    } else {
        ok = alike_find(&f->alike, doc->text, &like);
        if (ok && like)
            ok = GROW(p->like, p->likes + 1, p->like_capacity) &&
                 fill(f, doc, sha256, &p->like[p->likes++]);
    }
    return ok || fail_memory(err, "texts");
}

/* ---- reading ------------------------------------------------------------- */

typedef bool visit(struct finding *f, const struct doc *doc,
                   const char sha256[DIGEST_HEX], struct tenor_error *err);

/* TSV has numbers for names, and other formats have no columns. */
static bool has_ids(const struct train_corpus *c, const char *column)
{
    const char *format = c->options.format;

    if (!column || !format)
        return false;
    return strcmp(format, "tsv") == 0
               ? corpus_number(column) > 0 &&
                     (c->options.text_column || c->options.label_column)
               : strcmp(format, "csv") == 0 || strcmp(format, "jsonl") == 0;
}

static bool read_corpus(struct finding *f, visit *what, struct tenor_error *err)
{
    struct corpus_options o = f->corpus->options;
    struct corpus *c;
    struct doc doc;
    bool end = false, ok;

    if (has_ids(f->corpus, f->sought->id_column))
        o.id_column = f->sought->id_column;
    if (!corpus_open(&c, f->corpus->path, &o, err))
        return false;
    while ((ok = corpus_next(c, &doc, &end, err)) && !end) {
        char sha256[DIGEST_HEX];
        digest_of(doc.text, sha256);
        if (!(ok = what(f, &doc, sha256, err)))
            break;
    }
    corpus_close(c);
    return ok;
}

static bool read_all(struct finding *f, visit *what, struct tenor_error *err)
{
    for (f->axis = 0; f->axis < f->recipe->axes; f->axis++)
        for (f->use = USE_TRAIN; f->use < USES; f->use++) {
            const struct corpus_list *l =
                &f->recipe->axis[f->axis].list[f->use];
            for (size_t i = 0; i < l->n; i++) {
                f->corpus = &l->corpus[i];
                if (!read_corpus(f, what, err))
                    return false;
            }
        }
    return true;
}

/* ---- all of it ----------------------------------------------------------- */

static bool say(struct buffer *b, const char *what, const char *id,
                const char *why)
{
    return buffer_add(b, what, strlen(what)) && buffer_add(b, "'", 1) &&
           out_clean(b, str_of(id)) && buffer_add(b, "'", 1) &&
           buffer_add(b, why, strlen(why)) && buffer_add(b, "\n", 1);
}

static bool say_wrong(const struct finding *f, struct buffer *wrong,
                      struct tenor_error *err)
{
    bool ok = true;

    for (size_t i = 0; ok && i < f->n; i++) {
        const struct id *id = &f->id[i];
        const bool before =
            textset_find(&f->recipe->without, id->wanted[0]) != SIZE_MAX ||
            textset_find(&f->recipe->without, id->wanted[1]) != SIZE_MAX;
        if (id->several)
            ok = say(wrong, "the ID ", id->text,
                     " is that of several texts; FILE:LINE or a SHA-256 tells "
                     "them apart");
        else if (!*id->found && before)
            ok = say(wrong, "the text ", id->text, " is forgotten already");
        else if (!*id->found)
            ok = say(wrong, "no training text has the ID ", id->text, "");
    }
    return ok || fail_memory(err, "IDs");
}

bool whereabouts_find(const struct recipe *r, const struct sought *s,
                      struct whereabouts *p, struct buffer *wrong,
                      struct tenor_error *err)
{
    struct finding f = {.recipe = r, .sought = s, .out = p};
    bool ok = alike_init(&f.alike, err) && parse_all(&f, err) &&
              read_all(&f, match, err);

    if (ok) {
        textset_sort(&p->texts);
        ok = say_wrong(&f, wrong, err);
    }
    ok = ok && (wrong->len || read_all(&f, note, err));
    alike_release(&f.alike);
    textset_release(&f.hashes);
    free(f.id);
    free(f.line);
    free(f.name);
    return ok;
}

static void release(struct place *p, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        free(p[i].label);
        free(p[i].begins);
    }
    free(p);
}

void whereabouts_release(struct whereabouts *p)
{
    release(p->place, p->n);
    release(p->like, p->likes);
    textset_release(&p->texts);
    *p = (struct whereabouts){0};
}
