/* fastText's supervised format: "__label__x text", with several labels where
 * they are allowed. One in the midst of the text is text. */
#include <string.h>

#include "datasets/corpus.h"

static const struct str prefix = {"__label__", 9};

static bool starts(struct str s)
{
    return s.len >= prefix.len && memcmp(s.s, prefix.s, prefix.len) == 0;
}

static struct str cut_word(struct str *s)
{
    struct str word = {s->s, 0};

    while (word.len < s->len && s->s[word.len] != ' ' &&
           s->s[word.len] != '\t')
        word.len++;
    s->s += word.len;
    s->len -= word.len;
    while (s->len > 0 && (*s->s == ' ' || *s->s == '\t')) {
        s->s++;
        s->len--;
    }
    return word;
}

static bool next(struct corpus *c, struct doc *doc, bool *end,
                 struct tenor_error *err)
{
    struct str line;

    if (!input_record(&c->in, &line, end, err))
        return false;
    if (*end)
        return true;
    if (!starts(line) && !c->options.multi_label)
        return input_fail(&c->in, err,
                          "the line does not begin with __label__");
    doc->line = c->in.line;
    while (starts(line)) {
        struct str word = cut_word(&line);
        word.s += prefix.len;
        word.len -= prefix.len;
        if (!corpus_label(c, doc, word, err))
            return false;
    }
    doc->text = line;
    return true;
}

const struct corpus_format corpus_fasttext = {
    .name = "fasttext", .extensions = "fasttext ft", .next = next};
