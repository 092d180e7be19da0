#include "model/sums.h"

#include <stdlib.h>
#include <string.h>

bool sums_init(struct sums *s, const struct tenor_model *m)
{
    bool ok = true;

    *s = (struct sums){.model = m};
    feature_styles(s->style);
    met_init(&s->met, m->settings.log_counts);
    for (size_t l = 0; l < SUMS_LEVELS; l++)
        ok = total_init(&s->total[l], &m->table) && ok;
    return worths_init(&s->worths, m) && ok;
}

void sums_release(struct sums *s)
{
    for (size_t l = 0; l < SUMS_LEVELS; l++)
        total_release(&s->total[l]);
    met_release(&s->met);
    worths_release(&s->worths);
    placed_release(&s->placed);
    free(s->asked);
    free(s->said);
    free(s->found);
    *s = (struct sums){0};
}

/* Room to ask for n features. */
static bool can_ask(struct sums *s, size_t n)
{
    return GROW(s->asked, n, s->asked_capacity) &&
           GROW(s->said, n, s->said_capacity) &&
           GROW(s->found, n, s->found_capacity);
}

/* ---- counting ----------------------------------------------------------- */

/* How a sentence is counted: which totals are wanted, whether some of it is
 * quoted speech, which the total of the sentence is without, and whether counts
 * are logarithmic. Constant where these functions are used, so that compilers
 * make a loop of its own for each. */
enum { OF_SENTENCE = 1, OF_TEXT = 2, WITH_QUOTES = 4, LOGARITHMIC = 8 };
#define INLINE static inline __attribute__((always_inline))

/* What is counted of a sentence: all of it, and what is no quoted speech. */
struct tally {
    size_t words, known, occurrences, chars;
};

/* What a loop over the terms of a sentence has at hand. Nobody else has its
 * address, so that compilers may keep it in registers. */
struct loop {
    struct sums *s;
    const struct table *table;
    struct total_list words[SUMS_LEVELS], chars[SUMS_LEVELS];
    struct tally all, said;
    size_t asked;
};

INLINE void list(struct total_list *l, const int16_t *row, unsigned wanted)
{
    l->row[l->n] = row;
    l->n += wanted;
}

/* A further occurrence of a row, or its first one. */
static void count_again(struct sums *s, enum sums_level level, unsigned fresh,
                        uint32_t *count, const int16_t *w)
{
    *count = fresh ? 1 : *count + 1;
    if (!fresh)
        total_add_again(&s->total[level], w, *count);
}

/* An occurrence of a feature that the table has, with its weights. said: 0 in
 * quoted speech, else 1. */
INLINE void count_row(struct loop *loop, unsigned how, unsigned said,
                      uint32_t row, const int16_t *w)
{
    struct sums *s = loop->s;
    const struct met_news news = met_note(&s->met, row, said);

    if (how & OF_SENTENCE)
        list(&loop->words[SUMS_SENTENCE], w, news.sentence);
    if (how & OF_TEXT)
        list(&loop->words[SUMS_TEXT], w, news.text);
    if (!(how & LOGARITHMIC))
        return;
    struct met_count *count = &s->met.count[news.slot];
    if ((how & OF_SENTENCE) && said)
        count_again(s, SUMS_SENTENCE, news.sentence, &count->sentence, w);
    if (how & OF_TEXT)
        count_again(s, SUMS_TEXT, news.text, &count->text, w);
}

/* Features of words, whether the table has them or not. */
INLINE void count_occurrences(struct loop *loop, unsigned how, unsigned said,
                              size_t n)
{
    loop->all.occurrences += n;
    if (how & WITH_QUOTES)
        loop->said.occurrences += said * n;
}

/* The character n-grams of a word. Without quoted speech those of the sentence
 * are those of the text as well, and are listed once. */
INLINE void count_chars(struct loop *loop, unsigned how, unsigned said,
                        struct worth *e)
{
    const size_t C = loop->table->columns;
    const unsigned any = e->vectors > 0;

    loop->all.chars += e->chars;
    if (how & WITH_QUOTES)
        loop->said.chars += said * e->chars;
    if (how & OF_SENTENCE)
        list(&loop->chars[SUMS_SENTENCE], worth_chars(e, C), said & any);
    if (!(how & OF_SENTENCE) || (how & OF_TEXT && how & WITH_QUOTES))
        list(&loop->chars[SUMS_TEXT], worth_chars(e, C), any);
    for (size_t i = 1; i < e->vectors; i++) {
        const int16_t *more = loop->s->worths.more + (e->more + i - 1) * C;
        if (how & OF_SENTENCE)
            list(&loop->chars[SUMS_SENTENCE], more, said);
        if (!(how & OF_SENTENCE) || (how & OF_TEXT && how & WITH_QUOTES))
            list(&loop->chars[SUMS_TEXT], more, 1);
    }
}

/* Ask for a feature, to be looked up if it may be in the table. */
INLINE void ask(struct loop *loop, uint64_t feature, unsigned said)
{
    loop->s->asked[loop->asked] = feature;
    loop->s->said[loop->asked] = (uint8_t)said;
    loop->asked += table_may_have(loop->table, feature);
}

/* What a term adds by itself. */
INLINE void count_term(struct loop *loop, unsigned how, const struct term *term,
                       struct lexeme *lexeme, unsigned said)
{
    struct worth *e = lexicon_extra(lexeme);
    const unsigned known = e->row != TABLE_ROW_NONE;

    count_occurrences(loop, how, said, 1);
    if (known)
        count_row(loop, how, said, e->row, worth_weights(e));
    if (!term->word)
        return;
    loop->all.words++;
    loop->all.known += known;
    if (how & WITH_QUOTES) {
        loop->said.words += said;
        loop->said.known += said & known;
    }
    if (e->chars)
        count_chars(loop, how, said, e);
}

/* The terms before the one at hand. */
struct before {
    uint64_t stem, pair;      /* of the last one; of the last two */
    unsigned said, pair_said; /* whether they begin in speech */
};

/* The n-grams that end with the term after those before, of which there are n.
 */
INLINE void ask_ngrams(struct loop *loop, unsigned how, size_t longest,
                       const struct before *b, size_t n, uint64_t stem)
{
    if (longest < 2 || n < 1)
        return;
    count_occurrences(loop, how, b->said, 1);
    ask(loop, feature_of(feature_extend(b->stem, stem), TENOR_FEATURE_NGRAM),
        b->said);
    if (longest < 3 || n < 2)
        return;
    count_occurrences(loop, how, b->pair_said, 1);
    ask(loop, feature_of(feature_extend(b->pair, stem), TENOR_FEATURE_NGRAM),
        b->pair_said);
}

/* Ask for the negated stem and the marks of style of a word, few of which have
 * any. Not of a loop, which would lose its registers to it; returns how many
 * are asked for then, with *n of the word. */
static size_t ask_marks(struct sums *s, const struct term *term,
                        const struct lexeme *lexeme, unsigned said,
                        size_t asked, size_t *n)
{
    const struct feature_settings *f = &s->model->settings;
    uint64_t feature[1 + FEATURE_STYLES];

    *n = 0;
    if (term->negated && f->negation)
        feature[(*n)++] = feature_of(lexeme->stem, TENOR_FEATURE_NEGATED);
    for (size_t i = 0; f->style && i < FEATURE_STYLES; i++)
        if (lexeme->flags & s->style[i].flag)
            feature[(*n)++] = s->style[i].feature;
    for (size_t i = 0; i < *n; i++) {
        s->asked[asked] = feature[i];
        s->said[asked] = (uint8_t)said;
        asked += table_may_have(&s->model->table, feature[i]);
    }
    return asked;
}

INLINE unsigned is_said(unsigned how, const struct article *quotes,
                        const struct term *term)
{
    return !(how & WITH_QUOTES) || !article_quoted(quotes, term->begin);
}

INLINE void ask_all_marks(struct loop *loop, const struct terms *t,
                          unsigned how, const struct article *quotes)
{
    for (size_t i = 0; i < t->n; i++) {
        const struct term *term = &t->term[i];
        const struct lexeme *lexeme = terms_lexeme(t, term);
        size_t n;
        if (!term->negated && !lexeme->flags)
            continue;
        const unsigned said = is_said(how, quotes, term);
        loop->asked = ask_marks(loop->s, term, lexeme, said, loop->asked, &n);
        count_occurrences(loop, how, said, n);
    }
}

/* Ask for the words at their places beside a target, in models that have them.
 */
INLINE void ask_placed(struct loop *loop, unsigned how,
                       const struct article *quotes)
{
    const struct placed *p = &loop->s->placed;

    for (size_t i = 0; i < p->n; i++) {
        const struct term at = {.begin = p->word[i].begin};
        const unsigned said = is_said(how, quotes, &at);
        ask(loop, feature_of(p->word[i].content, TENOR_FEATURE_PLACED), said);
        count_occurrences(loop, how, said, 1);
    }
}

INLINE void count_asked(struct loop *loop, unsigned how)
{
    struct sums *s = loop->s;

    table_find_all(loop->table, s->asked, loop->asked, s->found);
    for (size_t i = 0; i < loop->asked; i++)
        if (s->found[i] != TABLE_ROW_NONE) {
            const int16_t *w = table_weights(loop->table, s->found[i]);
            __builtin_prefetch(w);
            count_row(loop, how, s->said[i], s->found[i], w);
        }
}

static void add_tally(struct total *total, const struct tally *t)
{
    total->words += t->words;
    total->known += t->known;
    total->occurrences[FEATURE_WORDS] += t->occurrences;
    total->occurrences[FEATURE_CHARS] += t->chars;
}

/* Add up what was listed and counted. */
INLINE void end_loop(struct loop *loop, unsigned how)
{
    struct total *sentence = &loop->s->total[SUMS_SENTENCE];
    struct total *text = &loop->s->total[SUMS_TEXT];

    for (size_t l = 0; l < SUMS_LEVELS; l++) {
        loop->s->total[l].list[FEATURE_WORDS].n = loop->words[l].n;
        loop->s->total[l].list[FEATURE_CHARS].n = loop->chars[l].n;
    }
    if (how & OF_SENTENCE)
        add_tally(sentence, how & WITH_QUOTES ? &loop->said : &loop->all);
    if (how & OF_TEXT)
        add_tally(text, &loop->all);
    if ((how & OF_SENTENCE) && (how & OF_TEXT) && !(how & WITH_QUOTES)) {
        total_add_both(sentence, text);
        return;
    }
    if (how & OF_SENTENCE)
        total_add(sentence);
    if (how & OF_TEXT)
        total_add(text);
}

INLINE void count_sentence(struct sums *s, const struct terms *t, unsigned how,
                           const struct article *quotes)
{
    const size_t longest = s->model->settings.ngrams;
    struct before before = {0, 0, 1, 1};
    struct loop loop = {.s = s, .table = &s->model->table};

    for (size_t l = 0; l < SUMS_LEVELS; l++) {
        loop.words[l] = s->total[l].list[FEATURE_WORDS];
        loop.chars[l] = s->total[l].list[FEATURE_CHARS];
    }
    for (size_t i = 0; i < t->n; i++) {
        const struct term *term = &t->term[i];
        struct lexeme *lexeme = terms_lexeme(t, term);
        const unsigned said = is_said(how, quotes, term);
        count_term(&loop, how, term, lexeme, said);
        ask_ngrams(&loop, how, longest, &before, i, lexeme->stem);
        before = (struct before){lexeme->stem,
                                 feature_extend(before.stem, lexeme->stem),
                                 said, before.said};
    }
    ask_all_marks(&loop, t, how, quotes);
    ask_placed(&loop, how, quotes);
    count_asked(&loop, how);
    end_loop(&loop, how);
}

/* ---- a text ------------------------------------------------------------- */

/* Bytes of text to a row that it meets, roughly. */
#define ROW_BYTES 4

bool sums_begin(struct sums *s, bool sentences, bool text,
                enum axis_scope scope, const struct terms *t)
{
    s->wanted[SUMS_SENTENCE] = sentences;
    s->wanted[SUMS_TEXT] = text;
    if (t->lexicon.n == 0)
        worths_forget(&s->worths);
    total_reset(&s->total[SUMS_TEXT], s->model->columns[scope]);
    return met_begin(&s->met, t->scanner.text.len / ROW_BYTES);
}

/* See that the terms of a sentence have their worth, and that there is room for
 * what it may have. */
static bool prepare(struct sums *s, struct terms *t)
{
    /* A term itself, the n-grams that end with it, negated, its styles; and by
     * its places. */
    const struct feature_settings *f = &s->model->settings;
    const size_t own = (size_t)f->ngrams + 1 + FEATURE_STYLES;
    const size_t most = own + (f->target ? PLACED_MOST(1) : (size_t)0);
    size_t vectors = 0;

    for (size_t i = 0; i < t->n; i++) {
        struct lexeme *lexeme = terms_lexeme(t, &t->term[i]);
        if (!lexeme->filled && !worth_fill(&s->worths, t, &t->term[i]))
            return false;
        vectors += ((struct worth *)lexicon_extra(lexeme))->vectors;
    }
    if (f->target && !placed_list(&s->placed, t))
        return false;
    bool ok = can_ask(s, t->n * most + 1) && met_sentence(&s->met, t->n * most);
    for (size_t l = 0; l < SUMS_LEVELS; l++)
        ok = ok && total_expect(&s->total[l], t->n * most + vectors);
    return ok;
}

bool sums_add(struct sums *s, struct terms *t, const struct article *quotes)
{
    const bool sentence = s->wanted[SUMS_SENTENCE], text = s->wanted[SUMS_TEXT];

    if (sentence)
        total_reset(&s->total[SUMS_SENTENCE],
                    s->model->columns[AXIS_SENTENCES]);
    if (!prepare(s, t))
        return false;
    const unsigned how = (sentence ? OF_SENTENCE : 0) | (text ? OF_TEXT : 0) |
                         (sentence && quotes ? WITH_QUOTES : 0);
    if (s->model->settings.log_counts)
        count_sentence(s, t, how | LOGARITHMIC, quotes);
    else if (how == OF_TEXT)
        count_sentence(s, t, OF_TEXT, NULL);
    else if (how == (OF_SENTENCE | OF_TEXT))
        count_sentence(s, t, OF_SENTENCE | OF_TEXT, NULL);
    else
        count_sentence(s, t, how, quotes);
    return true;
}

const struct total *sums_total(const struct sums *s, enum sums_level level)
{
    return &s->total[level];
}
