/* tenor import: a labelled corpus in any format to TSV. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/out.h"
#include "cli/verbs.h"
#include "model/file.h"

/* White space that would end a field or the line becomes a space. */
static bool add_field(struct buffer *out, struct str s, char end)
{
    const size_t at = out->len;

    if (!buffer_add(out, s.s, s.len) || !buffer_add(out, &end, 1))
        return false;
    for (size_t i = at; i + 1 < out->len; i++)
        if (strchr("\t\r\n\v\f", out->data[i]) && out->data[i])
            out->data[i] = ' ';
    return true;
}

static bool add_corpus(struct buffer *out, const char *path,
                       const struct corpus_options *options,
                       struct tenor_error *err)
{
    struct corpus *c;
    struct doc doc;
    bool end = false, ok;

    if (!corpus_open(&c, path, options, err))
        return false;
    while ((ok = corpus_next(c, &doc, &end, err)) && !end) {
        ok = (add_field(out, doc.label, '\t') &&
              add_field(out, doc.text, '\n')) ||
             fail_memory(err, "a corpus");
        if (!ok)
            break;
    }
    corpus_close(c);
    return ok;
}

static int run_import(const struct verb *v, int argc, char **argv)
{
    const char *output = NULL;
    struct labelmap map = {0};
    struct corpus_options options = {.map = &map};
    struct opt_list list = {0};
    size_t n;
    int status;
    /* clang-format off */
    const struct opt table[] = {
        {OPT_STR, 'o', "output", &output, "FILE", "where the TSV goes; standard output", NULL},
        CORPUS_OPTIONS(options, list),
        {OPT_END,  0,  NULL, NULL, NULL, NULL, NULL},
    };
    /* clang-format on */
    struct buffer out = {0};
    struct tenor_error err = {0};

    if (!opt_parse(v, table, argc, argv, &n, &status))
        goto out;
    if (n == 0) {
        status = opt_misuse(v, "a corpus is missing");
        goto out;
    }
    if (!fill_labelmap(&list, &map, &err)) {
        status = opt_misuse(v, "%s", err.message);
        goto out;
    }
    for (size_t i = 0; i < n; i++)
        if (!add_corpus(&out, argv[i], &options, &err))
            goto failed;
    if (output &&
        !file_replace(output, (struct str){out.data, out.len}, &err))
        goto failed;
    if (!output && out.len)
        fwrite(out.data, 1, out.len, stdout);
    status = out_close(v->name, EXIT_DONE);
    goto out;
failed:
    status = out_error(v->name, &err);
out:
    free(out.data);
    labelmap_release(&map);
    free(list.item);
    return status;
}

const struct verb verb_import = {
    .name = "import",
    .synopsis = "[-o FILE] CORPUS...",
    .summary = "Convert labelled corpora to TSV, label<TAB>text.",
    .more = "White space other than blanks becomes a blank. Nothing is written\n"
            "to FILE when a record cannot be read.",
    .run = run_import,
};
