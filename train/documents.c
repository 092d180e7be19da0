#include "train/documents.h"

#include <stdlib.h>

#include "model/wordset.h"

/* Texts are written to the file in pieces of at least so many bytes. */
#define PIECE ((size_t)1 << 16)

/* Move the texts at hand to the file. */
static bool spill_texts(struct documents *d, struct tenor_error *err)
{
    if (!d->spill.file && !spill_open(&d->spill, d->memory.folder, err))
        return false;
    if (!spill_write(&d->spill, d->spill.len, d->text.data, d->text.len, err))
        return false;
    d->spill.len += d->text.len;
    free(d->text.data);
    d->text = (struct buffer){0};
    return true;
}

bool documents_add(struct documents *d, const struct doc *doc,
                   struct tenor_error *err)
{
    const size_t N = d->N, k = labels_number(&d->labels, doc->label);

    if (k == SIZE_MAX || !GROW(d->label, N + 1, d->label_capacity) ||
        !GROW(d->weight, N + 1, d->weight_capacity) ||
        !GROW(d->hash, N + 1, d->hash_capacity) ||
        !GROW(d->group, N + 1, d->group_capacity) ||
        !GROW(d->line, N + 1, d->line_capacity) ||
        !GROW(d->start, N + 2, d->start_capacity) ||
        !buffer_add(&d->text, doc->text.s, doc->text.len))
        return fail_memory(err, "documents");
    d->label[N] = (uint32_t)k;
    d->weight[N] = doc->weight;
    d->hash[N] = word_hash(doc->text.s, doc->text.len);
    d->group[N] =
        doc->group.len ? word_hash(doc->group.s, doc->group.len) : d->hash[N];
    d->line[N] = doc->line;
    d->grouped |= doc->group.len > 0;
    d->weighted |= doc->weight != 1.0;
    d->start[0] = 0;
    d->start[++d->N] = d->spill.len + d->text.len;
    return d->text.len < PIECE ||
           !memory_exceeds(&d->memory, d->start[d->N], MEMORY_TEXTS) ||
           spill_texts(d, err);
}

bool documents_finish(struct documents *d, struct tenor_error *err)
{
    uint32_t *rank = mem_resize(NULL, d->labels.n, sizeof *rank);

    if (!rank || !labels_sort(&d->labels, rank)) {
        free(rank);
        return fail_memory(err, "labels");
    }
    for (size_t i = 0; i < d->N; i++)
        d->label[i] = rank[d->label[i]];
    free(rank);
    return !d->spill.file ||
           (spill_texts(d, err) && spill_map(&d->spill, d->spill.len, err));
}

bool documents_pick(const struct documents *d, const uint32_t *which, size_t n,
                    struct documents *out, struct tenor_error *err)
{
    *out = (struct documents){.grouped = d->grouped, .memory = d->memory};
    for (size_t i = 0; i < n; i++) {
        const struct doc doc = {.label =
                                    str_of(d->labels.name[d->label[which[i]]]),
                                .text = documents_text(d, which[i]),
                                .line = d->line[which[i]],
                                .weight = d->weight[which[i]]};
        if (!documents_add(out, &doc, err))
            goto failed;
        out->group[i] = d->group[which[i]];
    }
    if (documents_finish(out, err))
        return true;
failed:
    documents_release(out);
    return false;
}

struct hashed {
    uint64_t hash;
    uint32_t document;
};

static int by_hash(const void *a, const void *b)
{
    const struct hashed *x = a, *y = b;

    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    return (x->document > y->document) - (x->document < y->document);
}

bool documents_conflicts(const struct documents *d, struct conflicts *c,
                         struct tenor_error *err)
{
    struct hashed *all = mem_resize(NULL, d->N, sizeof *all);
    uint64_t counted = 0;

    *c = (struct conflicts){.first = SIZE_MAX};
    if (!all)
        return fail_memory(err, "documents");
    for (size_t i = 0; i < d->N; i++)
        all[i] = (struct hashed){d->hash[i], (uint32_t)i};
    if (d->N)
        qsort(all, d->N, sizeof *all, by_hash);
    for (size_t i = 1; i < d->N; i++) {
        const uint32_t a = all[i - 1].document, b = all[i].document;
        if (d->hash[a] != d->hash[b] || d->label[a] == d->label[b])
            continue;
        c->texts += c->texts == 0 || d->hash[a] != counted;
        counted = d->hash[a];
        if (a < c->first) {
            c->first = a;
            c->second = b;
        }
    }
    free(all);
    return true;
}

void documents_release(struct documents *d)
{
    labels_release(&d->labels);
    free(d->label);
    free(d->weight);
    free(d->hash);
    free(d->group);
    free(d->line);
    free(d->text.data);
    spill_release(&d->spill);
    free(d->start);
    *d = (struct documents){0};
}
