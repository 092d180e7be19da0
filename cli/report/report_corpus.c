#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "cli/label/ordered.h"
#include "cli/label/rows.h"
#include "cli/out.h"
#include "cli/report/corpus_gather.h"
#include "cli/report/corpus_page.h"
#include "cli/report/report.h"
#include "train/pool.h"

/* Bytes of a chunk, as for `tenor label`. */
#define BLOCK ((size_t)256 << 10)

#define TITLE_NAMES 3 /* corpora that the title names */

struct corpus_run {
    const struct verb *verb;
    const struct report_options *o;
    struct label_job job;
    struct corpus_gather gather;
    struct counting counting;
    struct meanings meanings;
    struct facts facts;
    char *compare[2]; /* halves of --compare */
};

/* ---- options ------------------------------------------------------------- */

static bool split_compare(struct corpus_run *r, int *status)
{
    const char *pair = r->o->corpus.compare;
    const char *comma = pair ? strchr(pair, ',') : NULL;

    if (!pair)
        return true;
    if (!comma || comma == pair || !comma[1] || strchr(comma + 1, ',') ||
        str_equal((struct str){pair, (size_t)(comma - pair)},
                  str_of(comma + 1))) {
        *status =
            opt_misuse(r->verb, "--compare is two values, A,B, not '%s'", pair);
        return false;
    }
    r->compare[0] = mem_string((struct str){pair, (size_t)(comma - pair)});
    r->compare[1] = mem_string(str_of(comma + 1));
    r->facts.compare[0] = r->compare[0];
    r->facts.compare[1] = r->compare[1];
    return r->compare[0] && r->compare[1];
}

static bool check(struct corpus_run *r, int *status)
{
    const struct report_corpora *o = &r->o->corpus;
    const struct reading *in = &r->gather.reading;

    *status = EXIT_USAGE; /* where memory ran out */
    if (o->max_record == 0 || o->max_record > TENOR_TEXT_MAX)
        *status = opt_misuse(r->verb, "--max-record is 1 to %zu bytes",
                             TENOR_TEXT_MAX);
    else if (o->corpora.nul && !o->corpora.files_from)
        *status = opt_misuse(r->verb, "-0 is for --files-from");
    else
        return corpora_apart(r->verb, in->input, in->inputs, r->o->output,
                             status) &&
               split_compare(r, status);
    return false;
}

/* ---- the title ----------------------------------------------------------- */

static bool add_name(struct buffer *b, const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash && slash[1] ? slash + 1 : path;

    if (strcmp(path, "-") == 0)
        name = "standard input";
    return (b->len == 0 || buffer_add(b, ", ", 2)) &&
           buffer_add(b, name, strlen(name));
}

static bool make_title(const struct corpus_run *r, struct buffer *b)
{
    const struct reading *in = &r->gather.reading;
    const char *title = r->o->title;
    bool ok = true;

    if (title)
        return buffer_add(b, title, strlen(title));
    for (size_t i = 0; ok && i < in->inputs && i < TITLE_NAMES; i++)
        ok = add_name(b, in->input[i].path);
    if (in->inputs > TITLE_NAMES)
        ok = ok && buffer_add(b, ", \xE2\x80\xA6", 5);
    return ok;
}

/* ---- reading ------------------------------------------------------------- */

static void set_job(struct corpus_run *r)
{
    const struct report_corpora *o = &r->o->corpus;
    const size_t threads = o->threads ? o->threads : pool_processors();

    r->job = (struct label_job){
        .model = r->o->model,
        .notation = &rows_jsonl,
        .fields = &r->meanings.fields,
        .counting = &r->counting,
        .text_field = o->text_field ? o->text_field : "text",
        .encoding = o->encoding,
        .max_record = o->max_record,
        .html = o->html,
    };
    r->gather.job = &r->job;
    r->gather.meanings = &r->meanings;
    r->gather.verb = r->verb->name;
    r->gather.progress = (enum progress_mode)o->progress;
    r->gather.threads = threads < ORDERED_WORKERS ? threads : ORDERED_WORKERS;
    r->gather.reading.block = BLOCK;
    r->gather.reading.text_column = o->text_column;
    r->gather.reading.header = o->header;
    r->gather.reading.encoding = o->encoding;
    r->gather.reading.max_record = o->max_record;
    r->gather.reading.fields = &r->meanings.fields;
    r->gather.reading.notation = &rows_jsonl;
}

/* Read, then write. */
static bool run(struct corpus_run *r, struct markup *m, struct tenor_error *err)
{
    const struct report_corpora *o = &r->o->corpus;
    const char *const name[MEANINGS] = {[MEANING_TITLE] = o->title,
                                        [MEANING_DATE] = o->date,
                                        [MEANING_GROUP] = o->group};
    struct buffer title = {0};

    set_job(r);
    r->facts.counting = &r->counting;
    if (!make_title(r, &title) ||
        !counting_init(&r->counting, r->o->model, r->o->axis, r->o->axes)) {
        free(title.data);
        return fail_memory(err, "a report");
    }
    bool ok =
        meanings_init(&r->meanings, name, err) && facts_init(&r->facts, err);
    struct rows *rows =
        ok ? rows_new(&rows_jsonl, &r->meanings.fields, r->o->model) : NULL;
    r->job.rows = r->gather.reading.rows = rows;
    ok = ok && (rows || fail_memory(err, "a report")) &&
         corpus_gather(&r->gather, &r->facts, err);
    const struct corpus_page page = {
        {title.data, title.len}, &r->facts, &r->meanings};
    ok = ok && corpus_page(&page, m, err);
    rows_free(rows);
    free(title.data);
    return ok;
}

/* With what became of the records. */
static int end(const struct corpus_run *r, bool ok,
               const struct tenor_error *err)
{
    const uint64_t *n = r->facts.count;

    if (!ok)
        return out_error(r->verb->name, err);
    if (n[COUNTING_ERRORS] == 0)
        return EXIT_DONE;
    fprintf(stderr,
            "tenor %s: %" PRIu64 " of %" PRIu64 " records have no labels\n",
            r->verb->name, n[COUNTING_ERRORS], n[COUNTING_RECORDS]);
    return EXIT_SOME_FAILED;
}

bool report_corpus(const struct verb *v, const struct report_options *o,
                   char *const *path, size_t n, struct markup *m, int *status)
{
    struct corpus_run r = {.verb = v, .o = o};
    struct corpus_input *input = NULL;
    struct tenor_error err = {0};
    bool ok = corpora_find(v, path, n, &o->corpus.corpora, &input,
                           &r.gather.reading.inputs, status);

    r.gather.reading.input = input;
    ok = ok && check(&r, status);
    if (ok) {
        ok = run(&r, m, &err);
        *status = end(&r, ok, &err);
    }
    facts_release(&r.facts);
    meanings_release(&r.meanings);
    counting_release(&r.counting);
    free(r.compare[0]);
    free(r.compare[1]);
    free(input);
    return ok;
}
