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

struct finding {
    const struct recipe *recipe;
    const struct sought *sought;
    struct sought_ids ids;
    struct alike alike; /* has the texts that are found */
    struct whereabouts *out;
    size_t axis; /* where the reader is */
    enum corpus_use use;
    const struct train_corpus *corpus;
};

/* A document on the first reading. */
static bool match(struct finding *f, const struct doc *doc,
                  const char sha256[DIGEST_HEX], struct tenor_error *err)
{
    bool seen;

    return !sought_match(&f->ids, f->corpus, doc, sha256) ||
           (textset_add(&f->out->texts, sha256) &&
            alike_add(&f->alike, doc->text, &seen)) ||
           fail_memory(err, "texts");
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

/* A document on the second. */
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

bool whereabouts_find(const struct recipe *r, const struct sought *s,
                      struct whereabouts *p, struct buffer *wrong,
                      struct tenor_error *err)
{
    struct finding f = {.recipe = r, .sought = s, .out = p};
    bool ok = alike_init(&f.alike, err) && sought_parse(s, &f.ids, err) &&
              read_all(&f, match, err);

    if (ok) {
        textset_sort(&p->texts);
        ok = sought_say_wrong(&f.ids, &r->without, wrong) ||
             fail_memory(err, "IDs");
    }
    ok = ok && (wrong->len || read_all(&f, note, err));
    alike_release(&f.alike);
    sought_release(&f.ids);
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
