#include "cli/label/parts.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/label/records.h"

#define BLOCK ((size_t)256 << 10)

bool parts_begin(struct parts *p, size_t input, uint64_t begin)
{
    if (!p->open && !GROW(p->part, p->n + 1, p->capacity))
        return false;
    p->n += !p->open;
    p->part[p->n - 1] = (struct part){.input = input, .begin = begin};
    p->open = true;
    digest_init(&p->digest);
    return true;
}

void parts_add(struct parts *p, struct str bytes)
{
    if (p->open && bytes.len > 0)
        digest_add(&p->digest, bytes);
}

void parts_add_file(struct parts *p, const char *name, struct str text,
                    bool bad)
{
    char size[32] = "";

    if (!bad)
        snprintf(size, sizeof size, "%zu", text.len);
    parts_add(p, (struct str){name, strlen(name) + 1});
    parts_add(p, (struct str){size, strlen(size) + 1});
    if (!bad)
        parts_add(p, text);
}

void parts_end(struct parts *p, uint64_t end, bool last)
{
    if (!p->open)
        return;
    p->part[p->n - 1].end = end;
    p->part[p->n - 1].last = last;
    digest_hex(&p->digest, p->part[p->n - 1].sha256);
    p->open = false;
}

void parts_release(struct parts *p)
{
    free(p->part);
    *p = (struct parts){0};
}

/* ---- reading again ------------------------------------------------------- */

/* Bytes of a stream; *end is set when there are no more, before `bytes`. */
static bool read_bytes(struct parts *p, struct stream *s, uint64_t bytes,
                       bool *end, struct tenor_error *err)
{
    char *block = mem_resize(NULL, BLOCK, 1);
    bool ok = block || fail_memory(err, "a block");

    for (*end = false; ok && bytes > 0 && !*end;) {
        size_t n;
        ok = stream_read(s, block, bytes < BLOCK ? (size_t)bytes : BLOCK, &n,
                         err);
        if (!ok)
            break;
        parts_add(p, (struct str){block, n});
        bytes -= n;
        *end = n == 0;
    }
    free(block);
    return ok;
}

static bool read_stream(struct parts *p, const struct part *part,
                        const struct corpus_input *in, const char *encoding,
                        bool *last, struct tenor_error *err)
{
    struct parts beyond = {0};
    struct stream *s;
    bool early = false;

    if (!stream_open(&s, in->path, in->filter, encoding, -1, err))
        return false;
    bool ok = stream_skip(s, part->begin, err) &&
              read_bytes(p, s, part->end - part->begin, &early, err) &&
              read_bytes(&beyond, s, 1, last, err);
    *last = *last && !early;
    stream_close(s);
    return ok;
}

static bool read_members(struct parts *p, const struct part *part,
                         const struct corpus_input *in, const char *encoding,
                         size_t limit, bool *last, struct tenor_error *err)
{
    const struct members_spec spec = {in->path, in->kind, in->filter, in->nul,
                                      encoding, limit,    -1};
    struct buffer name = {0}, text = {0};
    struct members *m;
    bool end = false;

    if (!members_open(&m, &spec, err))
        return false;
    bool ok = members_skip(m, part->begin, err);
    for (uint64_t i = part->begin; ok && !end; i++) {
        const char *bad;
        name.len = text.len = 0;
        ok = members_next(m, &name, &text, &bad, &end, err) &&
             (buffer_add(&name, "", 1) || fail_memory(err, "a name"));
        *last = end && i == part->end;
        if (i == part->end)
            break;
        if (ok && !end)
            parts_add_file(p, name.data, (struct str){text.data, text.len},
                           bad);
    }
    members_close(m);
    free(name.data);
    free(text.data);
    return ok;
}

bool parts_check(const struct part *part, const struct corpus_input *in,
                 const char *encoding, size_t limit, bool *same,
                 struct tenor_error *err)
{
    struct parts p = {0};
    bool last = false;
    bool ok = parts_begin(&p, 0, part->begin) || fail_memory(err, "a part");

    ok = ok && (in->format == &records_files
                    ? read_members(&p, part, in, encoding, limit, &last, err)
                    : read_stream(&p, part, in, encoding, &last, err));
    parts_end(&p, part->end, last);
    *same = ok && strcmp(p.part->sha256, part->sha256) == 0 &&
            (last || !part->last);
    parts_release(&p);
    return ok;
}
