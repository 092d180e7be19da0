/* tenor relabel: change labels that an audit found wrong. */
#define _POSIX_C_SOURCE 200809L
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/audit/relabel_log.h"
#include "cli/out.h"
#include "cli/verbs.h"
#include "model/file.h"

/* Characters of a text that are printed. */
#define TEXT 60

struct relabel {
    const struct verb *verb;
    const char *corpus, *findings, *output, *log, *undo, *kinds;
    double confidence;
    bool apply;
    struct corpus_options options;
    struct buffer bytes;
};

/* ---- what would change --------------------------------------------------- */

static bool print_change(const struct change *c, struct tenor_error *err)
{
    struct buffer text = {0};
    const bool ok = out_clean(&text, c->text) || fail_memory(err, "a text");

    if (ok)
        printf("%-8zu %s -> %s  %.4f  %.*s\n", c->line, c->from, c->to,
               c->confidence,
               out_prefix((struct str){text.data, text.len}, TEXT),
               text.data ? text.data : "");
    free(text.data);
    return ok;
}

static bool print_changes(const struct changes *c, struct tenor_error *err)
{
    for (size_t i = 0; i < c->n; i++)
        if (!print_change(&c->item[i], err))
            return false;
    printf("%zu label%s would change; %zu findings are passed. --apply makes "
           "the changes\n",
           c->n, c->n == 1 ? "" : "s", c->passed);
    return true;
}

/* ---- writing ------------------------------------------------------------- */

static bool move(const char *from, const char *to, struct tenor_error *err)
{
    return rename(from, to) == 0 ||
           fail(err, TENOR_EIO, 0, "cannot write '%s': %s", to,
                strerror(errno));
}

/* Write beside the output, read that again, write the log, and only then put
 * the new corpus in the place of the old. */
static bool write_checked(const struct relabel *r, const struct changes *c,
                          const struct relabel_log *log, const char *log_path,
                          struct tenor_error *err)
{
    char *output = file_followed(r->output ? r->output : r->corpus);
    char *beside = output ? file_beside(output, ".relabel.part") : NULL;
    bool ok =
        beside ? file_replace_as(beside, r->corpus,
                                 (struct str){r->bytes.data, r->bytes.len}, err)
               : fail_memory(err, "a file name");
    if (ok) {
        ok = relabel_check(r->corpus, beside, &r->options, c, err) &&
             (!log || relabel_log_write(log, log_path, err));
        if (ok && !move(beside, output, err)) {
            ok = false;
            if (log)
                unlink(log_path);
        }
        if (!ok)
            unlink(beside);
    }
    free(beside);
    free(output);
    return ok;
}

static bool apply(struct relabel *r, struct changes *c, const char *log_path,
                  struct tenor_error *err)
{
    struct relabel_log log = {.corpus = r->corpus,
                              .output = r->output ? r->output : r->corpus,
                              .findings = r->findings,
                              .changes = *c};

    if (!relabel_bytes(r->corpus, &r->options, c, &r->bytes, log.before, err))
        return false;
    digest_of((struct str){r->bytes.data, r->bytes.len}, log.after);
    if (!write_checked(r, c, &log, log_path, err))
        return false;
    fprintf(stderr, "%zu label%s of '%s' changed; the log is '%s'\n", c->n,
            c->n == 1 ? "" : "s", r->corpus, log_path);
    return true;
}

/* ---- the two ways -------------------------------------------------------- */

static bool follow(struct relabel *r, const struct choice_of_findings *choice,
                   const char *log_path, struct tenor_error *err)
{
    struct findings f = {0};
    struct changes c = {0};
    char sha256[DIGEST_HEX];
    bool ok = findings_read(r->findings, &f, err) &&
              changes_choose(&f, r->corpus, choice, &c, err);

    if (ok && r->apply)
        ok = apply(r, &c, log_path, err);
    else if (ok)
        ok =
            relabel_bytes(r->corpus, &r->options, &c, &r->bytes, sha256, err) &&
            print_changes(&c, err);
    changes_release(&c);
    findings_release(&f);
    return ok;
}

static bool undo(struct relabel *r, struct tenor_error *err)
{
    struct relabel_log l = {0};
    char before[DIGEST_HEX], after[DIGEST_HEX];
    bool ok = relabel_log_read(r->undo, &l, err);

    if (ok) {
        relabel_log_reverse(&l);
        ok = relabel_bytes(r->corpus, &r->options, &l.changes, &r->bytes,
                           before, err);
    }
    if (ok) {
        digest_of((struct str){r->bytes.data, r->bytes.len}, after);
        ok = (strcmp(before, l.before) == 0 && strcmp(after, l.after) == 0) ||
             fail(err, TENOR_EDATA, 0,
                  "'%s' does not become what it was: it, or '%s', was changed "
                  "since",
                  r->corpus, r->undo);
    }
    ok = ok && write_checked(r, &l.changes, NULL, NULL, err);
    if (ok)
        fprintf(stderr, "%zu label%s of '%s' changed back\n", l.changes.n,
                l.changes.n == 1 ? "" : "s", r->corpus);
    relabel_log_release(&l);
    return ok;
}

/* ---- the verb ------------------------------------------------------------ */

static bool choose_kinds(const struct relabel *r,
                         struct choice_of_findings *choice, int *status)
{
    for (const char *rest = r->kinds; rest; rest = strchr(rest, ',')) {
        rest += *rest == ',';
        const struct str name = {rest, strcspn(rest, ",")};
        const enum finding_kind kind = finding_kind(name);
        if (kind != FINDING_LABEL && kind != FINDING_DUPLICATE) {
            *status = opt_misuse(r->verb,
                                 "--kind cannot be '%.*s'; of these suggest a "
                                 "label: label duplicate",
                                 (int)name.len, name.s);
            return false;
        }
        choice->kind[kind] = true;
    }
    choice->confidence = r->confidence;
    return true;
}

static bool check(const struct relabel *r, size_t n, int *status)
{
    const char *wrong = NULL;

    if (n != 1)
        wrong = n ? "one corpus at a time" : "a corpus is missing";
    else if (!r->findings == !r->undo)
        wrong = "either --findings or --undo is needed";
    else if (strcmp(r->corpus, "-") == 0)
        wrong = "standard input cannot be relabelled";
    else if (!(r->confidence >= 0.0 && r->confidence <= 1.0))
        wrong = "--min-confidence must be from 0 to 1";
    else if (!file_is_plain(r->output ? r->output : r->corpus))
        wrong = "a corpus is read again once it is written, and must be a file";
    if (wrong)
        *status = opt_misuse(r->verb, "%s", wrong);
    else if (r->output && !has_place(r->verb, r->output))
        *status = EXIT_USAGE;
    else
        return true;
    return false;
}

/* The log, which must not be there: it may be all that is left of other
 * changes. To be freed. */
static char *log_of(const struct relabel *r, int *status)
{
    char *path = r->log ? mem_string(str_of(r->log))
                        : file_beside(r->output ? r->output : r->corpus,
                                      ".relabel.jsonl");

    if (!path)
        *status = opt_misuse(r->verb, "out of memory");
    else if (r->apply && access(path, F_OK) == 0)
        *status = opt_misuse(r->verb,
                             "the log '%s' is there already; --log can name "
                             "another",
                             path);
    else if (!r->apply || has_place(r->verb, path))
        return path;
    else
        *status = EXIT_USAGE;
    free(path);
    return NULL;
}

static int run_checked(struct relabel *r)
{
    struct choice_of_findings choice = {0};
    struct tenor_error err = {0};
    char *log_path = NULL;
    int status = EXIT_DONE;
    bool ok;

    if (r->undo) {
        ok = undo(r, &err);
    } else {
        if (!choose_kinds(r, &choice, &status) ||
            !(log_path = log_of(r, &status)))
            return status;
        ok = follow(r, &choice, log_path, &err);
    }
    free(log_path);
    return ok ? out_close(r->verb->name, EXIT_DONE)
              : out_error(r->verb->name, &err);
}

static int run_relabel(const struct verb *v, int argc, char **argv)
{
    struct relabel r = {
        .verb = v, .kinds = "label,duplicate", .confidence = 0.9};
    size_t n;
    int status;
    /* clang-format off */
    const struct opt table[] = {
        {OPT_STR,  0,  "findings",       &r.findings,   "FILE",   "what audit --format json found", NULL},
        {OPT_FLAG, 0,  "apply",          &r.apply,      NULL,     "change the labels; else print what would change", NULL},
        {OPT_REAL, 0,  "min-confidence", &r.confidence, "P",      "follow findings as sure as that, 0 to 1; 0.9", NULL},
        {OPT_STR,  0,  "kind",           &r.kinds,      "LIST",   "kinds of findings to follow; label,duplicate", NULL},
        {OPT_STR, 'o', "output",         &r.output,     "FILE",   "where the corpus goes; in its own place", NULL},
        {OPT_STR,  0,  "log",            &r.log,        "FILE",   "where the log goes, which must not be there;\noutput.relabel.jsonl", NULL},
        {OPT_STR,  0,  "undo",           &r.undo,       "LOG",    "change the labels back", NULL},
        {OPT_STR,  0,  "in",             &r.options.format,       "FORMAT", "format of the corpus, else by its extension:\ntsv csv jsonl", NULL},
        {OPT_STR,  0,  "text-column",    &r.options.text_column,  "NAME",   "column or field of the text; text", NULL},
        {OPT_STR,  0,  "label-column",   &r.options.label_column, "NAME",   "column or field of the label; label", NULL},
        {OPT_END,  0,  NULL, NULL, NULL, NULL, NULL},
    };
    /* clang-format on */

    if (!opt_parse(v, table, argc, argv, &n, &status))
        return status;
    r.corpus = n ? argv[0] : NULL;
    if (check(&r, n, &status))
        status = run_checked(&r);
    free(r.bytes.data);
    return status;
}

const struct verb verb_relabel = {
    .name = "relabel",
    .synopsis = "--findings FILE [--apply] [-o FILE] CORPUS",
    .summary = "Change labels that an audit found wrong.",
    .more =
        "Prints what would change, or makes the changes: every other byte of\n"
        "the corpus stays as it is, and a log says what was changed, which\n"
        "--undo takes back. A corpus that is not the one that was audited is\n"
        "refused. TSV, CSV and JSONL.",
    .run = run_relabel,
};
