#include "cli/audit/relabel.h"

#include <stdlib.h>

#include "cli/audit/places.h"
#include "cli/out.h"
#include "model/file.h"

/* ---- which findings ------------------------------------------------------ */

/* The corpus that findings are about when none is about path: the only one
 * there is, else NULL. */
static const char *other_corpus(const struct findings *f, const char *path,
                                bool *several)
{
    const char *only = NULL;

    *several = false;
    for (size_t i = 0; i < f->n; i++) {
        const char *file = f->item[i].file;
        if (!file || strcmp(file, path) == 0)
            return path;
        *several |= only && strcmp(only, file) != 0;
        only = file;
    }
    return only;
}

/* By line; of one line the first finding first. */
static int by_line(const void *a, const void *b)
{
    const struct change *x = a, *y = b;

    if (x->line != y->line)
        return x->line < y->line ? -1 : 1;
    return (x->finding > y->finding) - (x->finding < y->finding);
}

static void keep_first(struct changes *c)
{
    size_t n = 0;

    if (c->n)
        qsort(c->item, c->n, sizeof *c->item, by_line);
    for (size_t i = 0; i < c->n; i++)
        if (n == 0 || c->item[n - 1].line != c->item[i].line)
            c->item[n++] = c->item[i];
        else
            c->passed++;
    c->n = n;
}

bool changes_choose(const struct findings *f, const char *path,
                    const struct choice_of_findings *choice, struct changes *c,
                    struct tenor_error *err)
{
    bool several;
    const char *of = other_corpus(f, path, &several);

    if (several)
        return fail(err, TENOR_EDATA, 0,
                    "no finding is about '%s', but some about '%s' and others",
                    path, of);
    for (size_t i = 0; i < f->n; i++) {
        const struct found *x = &f->item[i];
        if (!x->suggested || !x->label || !choice->kind[x->kind] ||
            (x->file && strcmp(x->file, of) != 0))
            continue;
        if (x->axis)
            return fail(err, TENOR_EDATA, x->number,
                        "finding %zu is about one of several labels of a "
                        "document; these cannot be changed",
                        x->number);
        if (x->confidence < choice->confidence) {
            c->passed++;
            continue;
        }
        if (!GROW(c->item, c->n + 1, c->capacity))
            return fail_memory(err, "changes");
        c->item[c->n++] = (struct change){
            .line = x->line,
            .from = x->label,
            .to = x->suggested,
            .text = {x->text.data ? x->text.data : "", x->text.len},
            .confidence = x->confidence,
            .kind = x->kind,
            .finding = x->number};
    }
    keep_first(c);
    return true;
}

void changes_release(struct changes *c)
{
    free(c->item);
    *c = (struct changes){0};
}

/* ---- bytes --------------------------------------------------------------- */

static bool check_text(const char *path, const struct change *c,
                       struct str text, struct tenor_error *err)
{
    json_t *string = out_string(text);

    if (!string)
        return fail_memory(err, "a text");
    const struct str as_json = {json_string_value(string),
                                json_string_length(string)};
    const bool same = !c->text.s || str_equal(as_json, c->text);
    json_decref(string);
    return same || fail(err, TENOR_EDATA, c->line,
                        "%s:%zu: another text than in the finding: it is not "
                        "the corpus that was audited",
                        path, c->line);
}

static bool check_record(const char *path, const struct change *c,
                         const struct doc *doc, struct tenor_error *err)
{
    if (doc->line != c->line)
        return fail(err, TENOR_EDATA, c->line,
                    "%s:%zu: no record begins there: it is not the corpus that "
                    "was audited",
                    path, c->line);
    if (!check_text(path, c, doc->text, err))
        return false;
    if (!str_equal(doc->label, str_of(c->from)))
        return fail(err, TENOR_EDATA, c->line,
                    "%s:%zu: the label is '%.*s' and not '%s': it was changed "
                    "since the audit, or by --map in it",
                    path, c->line, (int)doc->label.len, doc->label.s, c->from);
    return true;
}

/* Go on to the record of a change. */
static bool seek(struct corpus *corpus, const struct change *c,
                 struct tenor_error *err)
{
    struct doc doc;
    bool end = false;

    do {
        if (!corpus_next(corpus, &doc, &end, err))
            return false;
        if (end)
            doc = (struct doc){0};
    } while (!end && doc.line < c->line);
    return check_record(corpus->path, c, &doc, err);
}

static bool splice(struct corpus *corpus, struct str bytes,
                   const struct changes *c, struct buffer *out,
                   struct tenor_error *err)
{
    struct places p;
    size_t done = 0;

    if (!places_init(&p, corpus, bytes, err))
        return false;
    for (size_t i = 0; i < c->n; i++) {
        const struct change *x = &c->item[i];
        if (!seek(corpus, x, err) || !places_find(&p, x->line, err))
            return false;
        const size_t begin = (size_t)(p.label.s - bytes.s);
        if (!buffer_add(out, bytes.s + done, begin - done))
            return fail_memory(err, "a corpus");
        if (!places_write(&p, str_of(x->to), out, err))
            return false;
        done = begin + p.label.len;
    }
    return buffer_add(out, bytes.s + done, bytes.len - done) ||
           fail_memory(err, "a corpus");
}

bool relabel_bytes(const char *path, const struct corpus_options *options,
                   const struct changes *c, struct buffer *out,
                   char sha256[DIGEST_HEX], struct tenor_error *err)
{
    struct corpus *corpus;
    struct str bytes;

    if (!file_map(path, &bytes, err))
        return false;
    digest_of(bytes, sha256);
    bool ok = corpus_open(&corpus, path, options, err);
    if (ok) {
        ok = splice(corpus, bytes, c, out, err);
        corpus_close(corpus);
    }
    file_unmap(bytes);
    return ok;
}

/* ---- the check ----------------------------------------------------------- */

static bool same_record(const struct doc *a, const struct doc *b,
                        const char *label)
{
    return a->line == b->line && str_equal(a->text, b->text) &&
           str_equal(b->label, label ? str_of(label) : a->label);
}

static bool same_records(struct corpus *a, struct corpus *b,
                         const struct changes *c, struct tenor_error *err)
{
    bool end[2] = {false, false};
    size_t done = 0;
    struct doc x, y;

    while (!end[0] && !end[1]) {
        if (!corpus_next(a, &x, &end[0], err) ||
            !corpus_next(b, &y, &end[1], err))
            return false;
        if (end[0] && end[1] && done == c->n)
            return true;
        if (end[0] != end[1])
            break;
        const bool changed = done < c->n && c->item[done].line == x.line;
        if (end[0] || !same_record(&x, &y, changed ? c->item[done].to : NULL))
            break;
        done += changed;
    }
    return fail(err, TENOR_EDATA, 0,
                "'%s' cannot be changed: read again, other records come out",
                a->path);
}

bool relabel_check(const char *before, const char *path,
                   const struct corpus_options *options,
                   const struct changes *c, struct tenor_error *err)
{
    struct corpus_options same = *options;
    struct corpus *a = NULL, *b = NULL;

    if (!corpus_open(&a, before, options, err))
        return false;
    same.format = a->format->name; /* whatever the new name */
    const bool ok =
        corpus_open(&b, path, &same, err) && same_records(a, b, c, err);
    corpus_close(a);
    corpus_close(b);
    return ok;
}
