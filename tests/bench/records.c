/* Records for the benchmarks of label, as many as are wanted: random sentences
 * of the corpora of this tree, put together anew.
 *
 *   records FORMAT COUNT SENTENCES CORPUS...
 *
 * FORMAT is lines, tsv, csv or jsonl; a record has a number, a date and a text
 * of about that many sentences, and lines have the text alone. Texts hold quotes
 * and commas as they come. Every format has the same ones, but that one in a
 * hundred holds a line end where the format can have it. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/label/rows.h"
#include "datasets/corpus.h"
#include "train/random.h"

struct sentences {
    struct str *list; /* [n] copies */
    size_t n, capacity;
};

static int die(const char *message)
{
    fprintf(stderr, "records: %s\n", message);
    return 2;
}

/* Cut a text where a sentence seems to end. */
static bool add_text(struct sentences *s, struct str text)
{
    for (size_t begin = 0, i = 0; i < text.len; i++) {
        const bool end = i + 1 == text.len ||
                         (strchr(".!?", text.s[i]) && text.s[i + 1] == ' ');
        if (!end)
            continue;
        const struct str one = {text.s + begin, i + 1 - begin};
        if (!GROW(s->list, s->n + 1, s->capacity))
            return false;
        s->list[s->n].s = mem_string(one);
        s->list[s->n].len = one.len;
        if (!s->list[s->n++].s)
            return false;
        begin = i + 2;
    }
    return true;
}

static bool add_corpus(struct sentences *s, const char *path,
                       struct tenor_error *err)
{
    const struct corpus_options options = {.label_column = "id"};
    struct corpus *c;
    struct doc doc;
    bool end = false, ok = corpus_open(&c, path, &options, err);

    while (ok && (ok = corpus_next(c, &doc, &end, err)) && !end)
        ok = add_text(s, doc.text) || fail_memory(err, "sentences");
    corpus_close(c);
    return ok;
}

/* A text of about so many sentences; `wraps`: it may hold a line end. */
static bool make_text(const struct sentences *s, uint64_t *random, size_t about,
                      bool wraps, struct buffer *text)
{
    const size_t n = 1 + random_below(random, 2 * about - 1);
    const char *between =
        random_below(random, 100) == 0 && wraps ? "\n" : " ";
    bool ok = true;

    text->len = 0;
    for (size_t i = 0; ok && i < n; i++) {
        const struct str one = s->list[random_below(random, s->n)];
        ok = (i == 0 || buffer_add(text, between, 1)) &&
             buffer_add(text, one.s, one.len);
    }
    return ok;
}

static bool put(struct buffer *row, const struct notation *o, uint64_t number,
                struct str text)
{
    char head[64];
    const struct value v = {VALUE_TEXT, text};
    const char *form = o == &rows_jsonl
                           ? "{\"id\":%" PRIu64 ",\"date\":\"2026-11-%02u\",\"text\":"
                       : o == &rows_csv ? "%" PRIu64 ",2026-11-%02u,"
                                        : "%" PRIu64 "\t2026-11-%02u\t";
    const int len = snprintf(head, sizeof head, form, number,
                             (unsigned)(number % 30) + 1);

    return buffer_add(row, head, (size_t)len) && o->put(row, &v) &&
           buffer_add(row, o->close, strlen(o->close));
}

static int print(const struct sentences *s, const struct notation *o,
                 uint64_t count, size_t about)
{
    uint64_t random = 1;
    struct buffer text = {0}, row = {0};
    bool ok = true;

    if (o == &rows_csv)
        puts("id,date,text");
    for (uint64_t i = 0; ok && i < count; i++) {
        row.len = 0;
        ok = make_text(s, &random, about, o == &rows_csv || o == &rows_jsonl,
                       &text);
        const struct str made = {text.data, text.len};
        ok = ok && (o ? put(&row, o, i, made)
                      : buffer_add(&row, made.s, made.len) &&
                            buffer_add(&row, "\n", 1));
        ok = ok && fwrite(row.data, 1, row.len, stdout) == row.len;
    }
    free(text.data);
    free(row.data);
    return ok && fflush(stdout) == 0 ? 0 : die("cannot write");
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        const struct notation *notation;
    } format[] = {{"lines", NULL},
                  {"tsv", &rows_tsv},
                  {"csv", &rows_csv},
                  {"jsonl", &rows_jsonl}};
    struct sentences s = {0};
    struct tenor_error err = {0};

    if (argc < 5)
        return die("usage: records FORMAT COUNT SENTENCES CORPUS...");
    for (int i = 4; i < argc; i++)
        if (!add_corpus(&s, argv[i], &err))
            return die(err.message);
    const size_t about = strtoul(argv[3], NULL, 10);
    if (s.n == 0 || about == 0)
        return die("there are no sentences");
    for (size_t i = 0; i < sizeof format / sizeof *format; i++)
        if (strcmp(argv[1], format[i].name) == 0)
            return print(&s, format[i].notation, strtoull(argv[2], NULL, 10),
                         about);
    return die("there is no such format");
}
