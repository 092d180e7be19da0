/* tenor merge: the outputs of all shards of a run, put together. */
#define _POSIX_C_SOURCE 200809L
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/out.h"
#include "cli/label/receipt.h"
#include "cli/label/sink.h"
#include "cli/stop.h"
#include "cli/verbs.h"
#include "model/file.h"

#define BLOCK ((size_t)1 << 20)

struct merging {
    const struct verb *verb;
    char *const *path;       /* [n] the outputs, in the order of the shards */
    struct receipt *receipt; /* [n] theirs */
    size_t n;
    struct sink sink;
    struct receipt whole; /* that of all */
    struct digest digest; /* of what is written */
    char *block;          /* [BLOCK] */
};

/* ---- whether they belong together ---------------------------------------- */

static bool read_receipts(struct merging *m, struct tenor_error *err)
{
    for (size_t i = 0; i < m->n; i++) {
        if (!receipt_read(&m->receipt[i], m->path[i], err))
            return false;
        if (m->receipt[i].shard.of == 0)
            return fail(err, TENOR_EDATA, 0,
                        "'%s' is no shard: it is of all of its corpora",
                        m->path[i]);
    }
    return true;
}

/* Put them in their order; `from` is that of the command line. */
static bool sort(struct merging *m, char **from, char **to,
                 struct tenor_error *err)
{
    struct receipt *sorted = mem_zero(m->n, sizeof *sorted);
    const size_t of = m->receipt[0].shard.of;
    bool ok = sorted || fail_memory(err, "receipts");

    for (size_t i = 0; ok && i < m->n; i++) {
        const struct shard s = m->receipt[i].shard;
        if (s.of != of || s.number > m->n)
            ok = fail(err, TENOR_EDATA, 0,
                      "'%s' is shard %zu of %zu, and there are %zu outputs",
                      from[i], s.number, s.of, m->n);
        else if (to[s.number - 1])
            ok = fail(err, TENOR_EDATA, 0, "'%s' and '%s' are the same shard",
                      to[s.number - 1], from[i]);
        else
            to[s.number - 1] = from[i];
        if (ok)
            sorted[s.number - 1] = m->receipt[i];
    }
    if (ok && of != m->n)
        ok = fail(err, TENOR_EDATA, 0, "there are %zu outputs of %zu shards",
                  m->n, of);
    if (ok)
        memcpy(m->receipt, sorted, m->n * sizeof *sorted);
    free(sorted);
    return ok;
}

static bool are_alike(const struct merging *m, struct tenor_error *err)
{
    const struct receipt *first = &m->receipt[0];

    for (size_t i = 1; i < m->n; i++) {
        const struct receipt *r = &m->receipt[i];
        if (strcmp(r->model_sha256, first->model_sha256) != 0)
            return fail(err, TENOR_EDATA, 0,
                        "'%s' and '%s' were made with different models",
                        m->path[0], m->path[i]);
        if (strcmp(r->options, first->options) != 0)
            return fail(err, TENOR_EDATA, 0,
                        "'%s' and '%s' were made with different options or "
                        "versions",
                        m->path[0], m->path[i]);
    }
    return true;
}

/* Whether a part follows the one before, and nothing is missing between. */
static bool follows(const struct part *before, const struct part *part)
{
    if (before && part->input == before->input)
        return part->begin == before->end;
    return part->begin == 0 &&
           (!before || (before->last && part->input > before->input));
}

/* All parts of all shards, in order. */
static bool join_inputs(struct merging *m, struct tenor_error *err)
{
    struct receipt *all = &m->whole;

    for (size_t i = 0; i < m->n; i++) {
        const struct receipt *r = &m->receipt[i];
        for (size_t k = 0; k < r->inputs; k++) {
            const struct part *before =
                all->inputs ? &all->input[all->inputs - 1].part : NULL;
            if (!follows(before, &r->input[k].part))
                return fail(err, TENOR_EDATA, 0,
                            "'%s' does not go on where the shard before it "
                            "ended: the corpora differ",
                            m->path[i]);
            if (!GROW(all->input, all->inputs + 1, all->input_capacity))
                return fail_memory(err, "receipts");
            all->input[all->inputs++] = r->input[k];
        }
    }
    return all->inputs == 0 || all->input[all->inputs - 1].part.last ||
           fail(err, TENOR_EDATA, 0, "'%s' does not reach the end of '%s'",
                m->path[m->n - 1], all->input[all->inputs - 1].path);
}

/* ---- putting them together ----------------------------------------------- */

static bool copy(struct merging *m, int fd, const char *path, uint64_t pass,
                 struct digest *read, uint64_t *bytes, struct tenor_error *err)
{
    for (*bytes = 0;;) {
        const ssize_t n =
            stop_wanted() ? -1 : pread(fd, m->block, BLOCK, (off_t)*bytes);
        if (stop_wanted())
            return fail(err, TENOR_EIO, 0, "stopped by a signal");
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return fail(err, TENOR_EIO, 0, "cannot read '%s': %s", path,
                        strerror(errno));
        if (n == 0)
            return true;
        struct str rows = {m->block, (size_t)n};
        digest_add(read, rows);
        const uint64_t left = *bytes < pass ? pass - *bytes : 0;
        const size_t skip = left < rows.len ? (size_t)left : rows.len;
        rows = (struct str){rows.s + skip, rows.len - skip};
        digest_add(&m->digest, rows);
        m->whole.bytes += rows.len;
        if (!sink_write(&m->sink, rows, err))
            return false;
        *bytes += (uint64_t)n;
    }
}

/* Append the rows of a shard, and see whether they are those of its receipt.
 * The names of the columns are taken once. */
static bool append(struct merging *m, size_t i, struct tenor_error *err)
{
    const struct receipt *r = &m->receipt[i];
    const uint64_t pass = m->whole.header ? r->header : 0;
    char sha256[DIGEST_HEX];
    struct digest read;
    uint64_t bytes;
    const int fd = open(m->path[i], O_RDONLY | O_CLOEXEC);

    if (fd < 0)
        return fail(err, TENOR_EIO, 0, "cannot open '%s': %s", m->path[i],
                    strerror(errno));
    digest_init(&read);
    bool ok = copy(m, fd, m->path[i], pass, &read, &bytes, err);
    close(fd);
    if (!m->whole.header)
        m->whole.header = r->header;
    digest_hex(&read, sha256);
    if (ok && (bytes != r->bytes || strcmp(sha256, r->sha256) != 0))
        ok = fail(err, TENOR_EDATA, 0,
                  "'%s' is not what its receipt says: it has changed",
                  m->path[i]);
    return ok && (receipt_add_counts(m->whole.counts, r->counts) ||
                  fail_memory(err, "counts"));
}

/* What is the same in all receipts. */
static void begin_receipt(struct merging *m)
{
    const struct receipt *first = &m->receipt[0];

    m->whole.model = first->model;
    m->whole.encoding = first->encoding;
    m->whole.max_record = first->max_record;
    memcpy(m->whole.options, first->options, sizeof first->options);
    memcpy(m->whole.run, first->options, sizeof first->options);
    memcpy(m->whole.model_sha256, first->model_sha256,
           sizeof first->model_sha256);
}

static bool merge(struct merging *m, const char *output,
                  struct tenor_error *err)
{
    const bool file = output && file_is_plain(output);

    begin_receipt(m);
    m->whole.counts = json_object();
    m->block = mem_resize(NULL, BLOCK, 1);
    digest_init(&m->digest);
    if (!m->whole.counts || !m->block)
        return fail_memory(err, "a block");
    if (!join_inputs(m, err) || !sink_open_anew(&m->sink, output, err))
        return false;
    for (size_t i = 0; i < m->n; i++)
        if (!append(m, i, err))
            return false;
    digest_hex(&m->digest, m->whole.sha256);
    return (!file || (sink_sync(&m->sink, err) &&
                      receipt_write(&m->whole, output, err))) &&
           sink_commit(&m->sink, err);
}

/* ---- the verb ------------------------------------------------------------ */

static bool is_among(const char *output, char **path, size_t n)
{
    for (size_t i = 0; output && i < n; i++)
        if (strcmp(output, path[i]) == 0)
            return true;
    return false;
}

static bool merge_all(struct merging *m, char **path, char **sorted,
                      const char *output, struct tenor_error *err)
{
    m->path = path;
    m->receipt = mem_zero(m->n, sizeof *m->receipt);
    if (!sorted || !m->receipt)
        return fail_memory(err, "receipts");
    if (!read_receipts(m, err) || !sort(m, path, sorted, err))
        return false;
    m->path = sorted;
    return are_alike(m, err) && merge(m, output, err);
}

static int run_merge(const struct verb *v, int argc, char **argv)
{
    const char *output = NULL;
    /* clang-format off */
    const struct opt table[] = {
        {OPT_STR, 'o', "output", &output, "FILE", "where it goes, complete or not at all; standard\noutput", NULL},
        {OPT_END,  0,  NULL, NULL, NULL, NULL, NULL},
    };
    /* clang-format on */
    struct tenor_error err = {0};
    struct merging m = {.verb = v, .sink.fd = -1};
    int status;

    if (!opt_parse(v, table, argc, argv, &m.n, &status))
        return status;
    if (m.n == 0)
        return opt_misuse(v, "the outputs of the shards are missing");
    if (is_among(output, argv, m.n))
        return opt_misuse(v, "'%s' is a shard, and would be written over",
                          output);
    if (output && !has_place(v, output))
        return EXIT_USAGE;
    char **sorted = mem_zero(m.n, sizeof *sorted);
    stop_on_signals();
    const bool ok = merge_all(&m, argv, sorted, output, &err);
    sink_close(&m.sink, false);
    for (size_t i = 0; m.receipt && i < m.n; i++)
        receipt_release(&m.receipt[i]);
    free(m.receipt);
    receipt_release(&m.whole);
    free(m.block);
    free(sorted);
    if (!ok && stop_signal())
        return 128 + stop_signal();
    return ok ? EXIT_DONE : out_error(v->name, &err);
}

const struct verb verb_merge = {
    .name = "merge",
    .synopsis = "[-o FILE] SHARD...",
    .summary = "Put the outputs of all shards of a run together.",
    .more =
        "Each SHARD is an output of 'tenor label --shard I/N', beside which "
        "is\n"
        "its receipt; their order does not matter. Together they give the "
        "bytes\n"
        "of a run without shards, and a receipt of all. Shards that are "
        "missing,\n"
        "have changed, or were made with other options, models or corpora are\n"
        "refused.\n"
        "\n"
        "Exit status: 0 done, 2 they cannot be put together, 128 and the "
        "number\n"
        "of a signal that ended it.",
    .run = run_merge,
};
