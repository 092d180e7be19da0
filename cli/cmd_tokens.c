/* tenor tokens: what the pipeline sees in a text. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/out.h"
#include "cli/verbs.h"
#include "datasets/input.h"
#include "model/feature.h"

/* Two walks over the text in step: the extractor knows the scope of
 * negations, the scanner every token. */
struct walk {
    struct extractor extractor;
    struct scanner scanner;
    struct str text;
    size_t sentence;
};

static bool is_negated(const struct extractor *x, const struct token *t)
{
    for (size_t i = 0; i < x->nfound; i++)
        if (feature_kind(x->found[i].feature) == TENOR_FEATURE_NEGATED &&
            x->found[i].begin == t->begin)
            return true;
    return false;
}

static void print_marks(const struct walk *w, const struct token *t,
                        unsigned flags)
{
    const char *mark[5];
    size_t n = 0;

    if (flags & WORD_CAPITALS)
        mark[n++] = "capitals";
    if (flags & WORD_STRETCHED)
        mark[n++] = "stretched";
    if (flags & WORD_NEGATOR)
        mark[n++] = "negator";
    if (is_negated(&w->extractor, t))
        mark[n++] = "negated";
    for (size_t i = 0; i < n; i++)
        printf("%s%s", i ? "," : "", mark[i]);
    if (n == 0)
        putchar('-');
}

static void print_token(struct walk *w, const struct token *t)
{
    struct str surface = {w->text.s + t->begin, t->end - t->begin};
    struct str folded, stem = {0};
    unsigned flags = 0;

    printf("%zu\t%zu\t%zu\t%s\t%.*s\t", w->sentence, t->begin, t->end,
           token_kind_name(t->kind), (int)surface.len, surface.s);
    if (t->kind == TOKEN_HASHTAG) {
        surface.s++;
        surface.len--;
    }
    if (t->kind == TOKEN_WORD || t->kind == TOKEN_HASHTAG)
        flags = words_analyse(&w->extractor.terms.words, surface, &folded, &stem)
                    .flags;
    if (stem.s)
        printf("%.*s\t", (int)stem.len, stem.s);
    else
        printf("-\t");
    print_marks(w, t, flags);
    putchar('\n');
}

static bool print_tokens(struct walk *w, struct tenor_error *err)
{
    const struct language *l = w->extractor.terms.words.language;
    bool last;

    scanner_init(&w->scanner, w->text, l && l->elision,
                 &w->extractor.terms.abbreviations);
    printf("sentence\tbegin\tend\tkind\ttoken\tstem\tmarks\n");
    if (!extractor_begin(&w->extractor, w->text, err))
        return false;
    for (size_t seen = 0;;) {
        struct token t;
        if (!extractor_next(&w->extractor, &last, err))
            return false;
        if (last)
            return true;
        w->sentence++;
        for (; seen < w->extractor.terms.tokens; seen++)
            if (scanner_next(&w->scanner, &t))
                print_token(w, &t);
    }
}

static int run_tokens(const struct verb *v, int argc, char **argv)
{
    const char *language = "english";
    bool stemming = true;
    size_t n;
    int status;
    /* clang-format off */
    const struct opt table[] = {
        {OPT_STR, 'l', "language",    &language, "LANG", "language of the text; english", NULL},
        {OPT_OFF,  0,  "no-stemming", &stemming, NULL,   "leave words as they are", NULL},
        {OPT_END,  0,  NULL, NULL, NULL, NULL, NULL},
    };
    /* clang-format on */
    struct feature_settings f = {.ngrams = 1, .negation = 1};
    struct walk w = {0};
    struct buffer text = {0};
    struct tenor_error err = {0};

    if (!opt_parse(v, table, argc, argv, &n, &status))
        return status;
    if (n > 1)
        return opt_misuse(v, "one file is expected");
    if (!known_language(v, language))
        return EXIT_USAGE;
    f.stemming = stemming;
    memcpy(f.language, language, strlen(language));
    if (extractor_init(&w.extractor, &f, NULL, 0, &err) &&
        input_whole(n ? argv[0] : "-", &text, &err)) {
        w.text = (struct str){text.data, text.len};
        print_tokens(&w, &err);
    }
    status = err.code ? out_error(v->name, &err) : EXIT_DONE;
    extractor_release(&w.extractor);
    free(text.data);
    return out_close(v->name, status);
}

const struct verb verb_tokens = {
    .name = "tokens",
    .synopsis = "[-l LANG] [FILE]",
    .summary = "Print what the pipeline sees: tokens, places, stems, marks.",
    .more = "One token a line, TSV; begin and end are bytes from the start of\n"
            "the text. No FILE, or -, is standard input.",
    .run = run_tokens,
};
