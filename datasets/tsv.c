/* label<TAB>text, one document a line. Further tabs belong to the text. */
#include <string.h>

#include "datasets/corpus.h"

static bool next(struct corpus *c, struct doc *doc, bool *end,
                 struct tenor_error *err)
{
    struct str line;

    if (!input_record(&c->in, &line, end, err))
        return false;
    if (*end)
        return true;
    const char *tab = memchr(line.s, '\t', line.len);
    if (!tab)
        return input_fail(&c->in, err, "no tab between label and text");
    size_t label = (size_t)(tab - line.s);
    doc->label = (struct str){line.s, label};
    doc->text = (struct str){tab + 1, line.len - label - 1};
    doc->line = c->in.line;
    return true;
}

const struct corpus_format corpus_tsv = {
    .name = "tsv", .extensions = "tsv tab", .next = next};
