/* Texts that say nothing, or what many others say too. */
#include <stdlib.h>

#include "cli/audit/audit.h"

/* ---- nothing ------------------------------------------------------------- */

static bool is_empty(const struct audit *a, size_t i)
{
    return a->all.vectors.start[i] == a->all.vectors.start[i + 1];
}

static bool add_text(struct audit *a, enum finding_kind kind, size_t document,
                     size_t other, struct tenor_error *err)
{
    struct finding f = {.kind = kind,
                        .document = document,
                        .label = a->all.axis[0].label[document],
                        .suggested = FINDING_NONE,
                        .confidence = 1.0};

    if (other != document) {
        f.other_file = audit_file(a, other);
        f.other_line = a->all.documents.line[other];
    }
    return audit_add(a, &f, err);
}

/* ---- passages ------------------------------------------------------------ */

static bool add_passages(struct audit *a, struct tenor_error *err)
{
    for (size_t i = 0; i < a->passages.n; i++) {
        const struct passage *p = &a->passages.item[i];
        const char *text = documents_text(&a->all.documents, p->text).s;
        const struct finding f = {.kind = FINDING_BOILERPLATE,
                                  .document = p->text,
                                  .label = a->all.axis[0].label[p->text],
                                  .suggested = FINDING_NONE,
                                  .confidence = 1.0 - 1.0 / (double)p->texts,
                                  .text = {text + p->begin, p->end - p->begin},
                                  .documents = p->texts};
        if (!audit_add(a, &f, err))
            return false;
    }
    return true;
}

struct remains {
    uint64_t rest;
    uint32_t text;
};

static int by_rest(const void *a, const void *b)
{
    const struct remains *x = a, *y = b;

    if (x->rest != y->rest)
        return x->rest < y->rest ? -1 : 1;
    return (x->text > y->text) - (x->text < y->text);
}

/* Texts that have a passage, and nothing else, or what another text has. */
static bool add_differing(struct audit *a, struct tenor_error *err)
{
    const struct passages *p = &a->passages;
    const size_t N = a->all.documents.N;
    struct remains *all = mem_resize(NULL, N, sizeof *all);
    bool ok = all || fail_memory(err, "texts");
    size_t first = 0;

    for (size_t i = 0; ok && i < N; i++)
        all[i] = (struct remains){p->rest[i], (uint32_t)i};
    if (ok)
        qsort(all, N, sizeof *all, by_rest);
    for (size_t i = 0; ok && i < N; i++) {
        if (i && all[i].rest != all[i - 1].rest)
            first = i;
        const uint32_t text = all[i].text, other = all[first].text;
        if (is_empty(a, text) || !p->has[text])
            continue;
        if (all[i].rest == 0)
            ok = add_text(a, FINDING_BOILERPLATE, text, text, err);
        else if (a->twins.first[text] != a->twins.first[other])
            ok = add_text(a, FINDING_BOILERPLATE, text, other, err);
    }
    free(all);
    return ok;
}

bool audit_texts(struct audit *a, struct tenor_error *err)
{
    for (size_t i = 0; i < a->all.documents.N; i++)
        if (is_empty(a, i) && !add_text(a, FINDING_EMPTY, i, i, err))
            return false;
    return add_passages(a, err) && add_differing(a, err);
}
