#include "train/reading.h"

#include <stdlib.h>
#include <string.h>

#include "model/modelfile.h"
#include "train/axes.h"
#include "train/kin.h"

static bool read_documents(struct corpus *c, double weight, struct documents *d,
                           size_t *documents, struct tenor_error *err)
{
    struct doc doc;
    bool end;

    while (corpus_next(c, &doc, &end, err)) {
        if (end)
            return true;
        doc.weight *= weight;
        if (!documents_add(d, &doc, err))
            return false;
        ++*documents;
    }
    return false;
}

bool reading_open(const struct train_corpus *tc, struct source *s,
                  struct corpus **c, struct tenor_error *err)
{
    *s = (struct source){.quotable = tc->quotable,
                         .weight = tc->weight > 0.0 ? tc->weight : 1.0};

    s->name = mem_string(str_of(tc->name));
    s->licence = tc->licence ? mem_string(str_of(tc->licence)) : NULL;
    if (!s->name || (tc->licence && !s->licence))
        return fail_memory(err, "a corpus");
    return corpus_open(c, tc->path, &tc->options, err);
}

/* Whether the corpus is the one that is meant, but for documents that are
 * passed over. */
static bool is_rest(const struct train_corpus *tc, struct corpus *c,
                    char left[DIGEST_HEX])
{
    const bool passes = tc->left || tc->edited || corpus_passed(c) > 0;

    if (passes)
        corpus_left(c, left);
    return tc->edited || (tc->left && strcmp(tc->left, left) == 0);
}

bool reading_close(const struct train_corpus *tc, struct source *s,
                   struct corpus *c, bool ok, struct tenor_error *err)
{
    if (ok) {
        corpus_digest(c, s->sha256);
        s->format = c->format->name;
        if (is_rest(tc, c, s->left))
            memcpy(s->sha256, tc->sha256, sizeof s->sha256);
    }
    corpus_close(c);
    if (ok && tc->sha256 && strcmp(tc->sha256, s->sha256) != 0)
        return fail(err, TENOR_EDATA, 0,
                    "'%s' is not the corpus that is meant: its SHA-256 is %s",
                    tc->path, s->sha256);
    return ok;
}

bool reading_corpus(const struct train_corpus *tc, struct documents *d,
                    struct source *s, struct tenor_error *err)
{
    struct corpus *c;

    return reading_open(tc, s, &c, err) &&
           reading_close(tc, s, c,
                         read_documents(c, s->weight, d, &s->documents, err),
                         err);
}

/* The labels of a document, with commas between several. */
static char *label_text(const struct documents *d, size_t document)
{
    char *text = mem_string(str_of(d->labels.name[d->label[document]]));

    for (char *tab = text; tab && (tab = strchr(tab, '\t'));)
        *tab = ',';
    return text;
}

static bool report_conflicts(const struct train_request *r, struct trained *t,
                             struct tenor_error *err)
{
    const struct documents *d = &t->documents;
    const struct conflicts *c = &t->conflicts;

    if (!documents_conflicts(d, &t->conflicts, err))
        return false;
    if (c->texts == 0)
        return true;
    char *a = label_text(d, c->first), *b = label_text(d, c->second);
    if (a && b)
        train_say(r,
                  "%zu text%s with more than one label; documents %zu and %zu "
                  "are equal, '%.80s' and '%.80s'",
                  c->texts, c->texts == 1 ? "" : "s", c->first + 1,
                  c->second + 1, a, b);
    free(a);
    free(b);
    return (a && b) || fail_memory(err, "labels");
}

/* Large corpora do without character n-grams, if it is left to us. */
static void limit_characters(struct trained *t)
{
    if (documents_bytes(&t->documents) <= CHARACTERS_BYTES_MAX ||
        t->settings.fixed[CHOICE_CHARACTERS])
        return;
    t->settings.features.chars_min = t->settings.features.chars_max = 0;
    t->settings.fixed[CHOICE_CHARACTERS] = true;
}

bool reading_corpora(const struct train_request *r, struct trained *t,
                     struct tenor_error *err)
{
    t->source = mem_zero(r->corpora, sizeof *t->source);
    if (!t->source)
        return fail_memory(err, "corpora");
    t->documents.memory = r->settings.memory;
    for (size_t i = 0; i < r->corpora; i++)
        if (!reading_corpus(&r->corpus[i], &t->documents,
                            &t->source[t->sources++], err))
            return false;
    return documents_finish(&t->documents, err);
}

/* What does not fit the request or the documents, or NULL. */
static const char *find_wrong(const struct trained *t)
{
    const char *wrong = train_settings_check(&t->settings);

    if (!wrong && t->documents.weighted &&
        machine_solver(&t->settings) != SOLVER_DUAL)
        return "weights of documents need the solver dual";
    return wrong;
}

bool reading_axes(const struct train_request *r, struct trained *t,
                  struct tenor_error *err)
{
    t->settings = r->settings;
    t->settings.ordered = r->ordered > 0;
    const char *wrong = find_wrong(t);
    if (wrong)
        return fail(err, TENOR_EINVAL, 0, "%s", wrong);
    if (r->texts_corpora && t->settings.kernel.type != KERNEL_LINEAR)
        return fail(err, TENOR_EINVAL, 0, "texts need a linear kernel");
    t->unit = mem_string(str_of(r->unit));
    if (!t->unit)
        return fail_memory(err, "an axis");
    if (t->documents.N == 0)
        return fail(err, TENOR_EDATA, 0, "the corpus has no documents");
    if (t->documents.weighted && machine_solver(&t->settings) != SOLVER_DUAL)
        return fail(err, TENOR_EINVAL, 0,
                    "weights of documents need the solver dual");
    if (!axes_make(r, t, err))
        return false;
    for (size_t a = 0; a < t->axes; a++)
        t->axis[a].scope = r->scope;
    t->note = r->note;
    t->notes = r->notes;
    t->bits = r->within ? r->within->table.bits : 0;
    limit_characters(t);
    if (!embedding_make(&t->embedding, r, err) ||
        (t->settings.features.target &&
         !kin_group(&t->documents, &t->settings.features, err)))
        return false;
    t->view = (struct view){t->settings.features, r->stops, t->settings.min_df,
                            &t->embedding, NULL};
    train_say(r, "%zu documents, %zu label%s", t->documents.N,
              t->axes > 1 ? t->axes : t->axis->labels.n,
              t->axes > 1 ? "s of which each may have several" : "s");
    if (t->documents.spill.file)
        train_say(r,
                  "texts of %.0f MB are more than memory may hold: they lie "
                  "in a temporary file",
                  (double)documents_bytes(&t->documents) / 1e6);
    return report_conflicts(r, t, err);
}
