#include "cli/label/shard.h"

#include <stdlib.h>
#include <string.h>

#include "cli/label/records.h"

#define SHARDS_MAX 1000000

static bool read_number(const char **at, size_t *n)
{
    for (*n = 0; **at >= '0' && **at <= '9' && *n <= SHARDS_MAX; ++*at)
        *n = 10 * *n + (size_t)(**at - '0');
    return *n > 0 && *n <= SHARDS_MAX;
}

bool shard_parse(const char *s, struct shard *shard)
{
    return read_number(&s, &shard->number) && *s++ == '/' &&
           read_number(&s, &shard->of) && *s == '\0' &&
           shard->number <= shard->of;
}

/* ---- lengths ------------------------------------------------------------- */

static bool is_counted(const struct corpus_input *in)
{
    return in->format == &records_files &&
           (in->kind == MEMBERS_DIRECTORY || in->kind == MEMBERS_LIST);
}

bool shard_divides(const struct corpus_input *in, const char *encoding)
{
    return is_counted(in) || (in->format != &records_files &&
                              in->filter == STREAM_PLAIN && !encoding);
}

/* How much of the line of inputs one takes. */
static bool measure(const struct corpus_input *in, uint64_t *length,
                    struct tenor_error *err)
{
    const struct members_spec spec = {.path = in->path,
                                      .kind = in->kind,
                                      .filter = in->filter,
                                      .nul = in->nul,
                                      .wake = -1};
    uint64_t files;

    if (strcmp(in->path, "-") == 0 || (!is_counted(in) && !in->changed))
        return fail(err, TENOR_EINVAL, 0,
                    "--shard needs files, and '%s' is none", in->path);
    *length = in->size;
    if (!is_counted(in))
        return true;
    if (!members_count(&spec, &files, err))
        return false;
    *length = files * SHARD_FILE;
    return true;
}

/* ---- boundaries ---------------------------------------------------------- */

/* part * total / of, rounded down, without overflow: total < 2^62 or so. */
static uint64_t fraction(uint64_t total, size_t part, size_t of)
{
    return total / of * part + total % of * part / of;
}

/* The boundary at this distance from the beginning of all inputs. */
static struct boundary boundary_at(const struct corpus_input *input, size_t n,
                                   const uint64_t *length, const char *encoding,
                                   uint64_t distance)
{
    size_t i = 0;

    while (i < n && distance > 0 && distance >= length[i])
        distance -= length[i++];
    if (distance == 0 || i == n)
        return (struct boundary){i, 0};
    if (!shard_divides(&input[i], encoding))
        return (struct boundary){i + 1, 0};
    if (is_counted(&input[i]))
        distance = (distance + SHARD_FILE - 1) / SHARD_FILE;
    return (struct boundary){i, distance};
}

bool shard_find(const struct shard *shard, const struct corpus_input *input,
                size_t n, const char *encoding, struct boundary *from,
                struct boundary *to, struct tenor_error *err)
{
    uint64_t *length = mem_zero(n, sizeof *length), total = 0;
    bool ok = length || fail_memory(err, "the lengths of corpora");

    for (size_t i = 0; ok && i < n; i++) {
        ok = measure(&input[i], &length[i], err);
        total += length[i];
    }
    if (ok && n == 1 && shard->of > 1 && !shard_divides(&input[0], encoding))
        ok = fail(err, TENOR_EINVAL, 0,
                  "'%s' cannot be divided: it is compressed, an archive, one "
                  "text, or in another encoding than UTF-8",
                  input[0].path);
    if (ok) {
        *from = boundary_at(input, n, length, encoding,
                            fraction(total, shard->number - 1, shard->of));
        *to = shard->number == shard->of
                  ? (struct boundary){n, 0}
                  : boundary_at(input, n, length, encoding,
                                fraction(total, shard->number, shard->of));
    }
    free(length);
    return ok;
}
