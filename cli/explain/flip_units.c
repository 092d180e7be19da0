/* What of a text a bound is about: its units, the words of each, and their
 * features. */
#include <stdlib.h>

#include "cli/explain/flip_parts.h"

/* ---- what is counted ----------------------------------------------------- */

/* The unit of the sentence of a token, or none. */
static uint32_t unit_of(const struct flip_bound *b,
                        const struct tenor_scorer *s,
                        const struct flip_token *first)
{
    if (b->axis->scope == AXIS_SENTENCES) {
        if (first->sentence >= s->sentences)
            return FLIP_NO_ENTRY;
        const size_t row = s->sentence[first->sentence].row;
        return row == ROW_NONE ? FLIP_NO_ENTRY : (uint32_t)row;
    }
    if (b->axis->scope == AXIS_WHOLE && s->model->has_scope[AXIS_SENTENCES] &&
        article_part_at(&s->article, first->begin) == ARTICLE_DEBRIS)
        return FLIP_NO_ENTRY;
    return 0;
}

/* Tokens by unit, which come in reading order. */
static bool order_tokens(struct flip_bound *b, const struct tenor_scorer *s)
{
    const struct flip_words *w = b->words;
    const size_t N = w->tokens;
    uint32_t unit = FLIP_NO_ENTRY;

    if (!GROW(b->said, N, b->said_capacity) ||
        !GROW(b->entry_of, N, b->entry_of_capacity) ||
        !GROW(b->order, N, b->order_capacity) ||
        !GROW(b->unit, N + 1, b->unit_capacity))
        return false;
    b->ordered = b->units = 0;
    for (size_t i = 0; i < N; i++) {
        const struct flip_token *t = &w->token[i];
        if (i == 0 || t->sentence != t[-1].sentence)
            unit = unit_of(b, s, t);
        b->entry_of[i] = FLIP_NO_ENTRY;
        b->said[i] = b->axis->scope != AXIS_SENTENCES || !s->quotes_dropped ||
                     !article_quoted(&s->article, t->begin);
        if (unit == FLIP_NO_ENTRY)
            continue;
        if (b->units <= unit) {
            b->unit[unit] = (struct flip_unit){.token = (uint32_t)b->ordered};
            b->units = unit + 1;
        }
        b->order[b->ordered++] = (uint32_t)i;
        b->unit[unit].tokens++;
    }
    return true;
}

/* ---- entries ------------------------------------------------------------- */

/* Add an entry for each word of a unit. last: [words] the entry of a word that
 * was met last. */
static bool add_entries(struct flip_bound *b, struct flip_unit *u,
                        uint32_t *last)
{
    u->entry = (uint32_t)b->entries;
    for (size_t i = u->token; i < u->token + u->tokens; i++) {
        const size_t at = b->order[i];
        const uint32_t word = b->words->token[at].word;
        if (word == FLIP_STAYS)
            continue;
        if (last[word] == FLIP_NO_ENTRY || last[word] < u->entry) {
            if (!GROW(b->entry, b->entries + 1, b->entry_capacity))
                return false;
            last[word] = (uint32_t)b->entries;
            b->entry[b->entries++] = (struct flip_entry){.word = word};
        }
        b->entry_of[at] = last[word];
    }
    u->entries = (uint32_t)b->entries - u->entry;
    return true;
}

static bool make_entries(struct flip_bound *b)
{
    const size_t W = b->words->words;
    uint32_t *last = mem_zero(W + 1, sizeof *last);
    bool ok = last != NULL;

    for (size_t i = 0; ok && i < W; i++)
        last[i] = FLIP_NO_ENTRY;
    b->entries = 0;
    for (size_t u = 0; ok && u < b->units; u++)
        ok = add_entries(b, &b->unit[u], last);
    free(last);
    return ok;
}

/* ---- features ------------------------------------------------------------ */

/* An occurrence of a feature of words, which begins with a token. */
static bool add_feature(struct flip_bound *b, size_t unit, uint64_t feature,
                        size_t begins, size_t first, size_t last)
{
    const size_t row = table_find(&b->model->table, feature);

    if (!b->said[begins])
        return true;
    b->unit[unit].n[FEATURE_WORDS] += 1.0;
    if (row == TABLE_NONE)
        return true;
    if (!GROW(b->feature, b->features + 1, b->feature_capacity))
        return false;
    b->feature[b->features++] =
        (struct flip_feature){feature, (uint32_t)row, (uint32_t)unit,
                              (uint32_t)first, (uint32_t)last};
    return true;
}

/* The features that begin with the term at place i of the order. */
static bool add_ngrams(struct flip_bound *b, size_t unit, size_t i, size_t end)
{
    const struct flip_token *token = b->words->token;
    const size_t at = b->order[i];
    uint64_t gram = token[at].stem;
    size_t length = 1;
    const enum tenor_feature_kind kind =
        flip_is_word(&token[at]) ? TENOR_FEATURE_WORD : TENOR_FEATURE_SIGN;

    if (!add_feature(b, unit, feature_of(gram, kind), at, at, at))
        return false;
    for (size_t j = i + 1; j < end && length < b->model->settings.ngrams; j++) {
        const size_t next = b->order[j];
        if (token[next].sentence != token[at].sentence)
            break;
        if (!token[next].term)
            continue;
        gram = feature_extend(gram, token[next].stem);
        length++;
        if (!add_feature(b, unit, feature_of(gram, TENOR_FEATURE_NGRAM), at, at,
                         next))
            return false;
    }
    return true;
}

static bool add_styles(struct flip_bound *b, size_t unit, size_t at,
                       struct flip_entry *e)
{
    struct feature_style style[FEATURE_STYLES];

    if (!b->model->settings.style)
        return true;
    feature_styles(style);
    for (size_t i = 0; i < FEATURE_STYLES; i++) {
        if (!(b->words->token[at].flags & style[i].flag))
            continue;
        e->low--;
        if (!add_feature(b, unit, style[i].feature, at, at, at))
            return false;
    }
    return true;
}

static bool add_chars(struct flip_bound *b, struct words *words, size_t unit,
                      size_t at, struct flip_entry *e)
{
    const struct feature_settings *f = &b->model->settings;
    const struct flip_token *t = &b->words->token[at];
    const size_t hash = t->kind == TOKEN_HASHTAG;
    const struct str surface = {b->words->text.s + t->begin + hash,
                                t->end - t->begin - hash};
    bool stretched;

    if (!f->chars_max || surface.len > WORD_MAX)
        return true;
    const struct str folded = words_fold(words, surface, &stretched);
    const size_t most = chars_most(folded.len, f->chars_max);
    if (!GROW(b->asked, most, b->asked_capacity) ||
        !GROW(b->chars_row, b->chars_rows + most, b->chars_row_capacity))
        return false;
    const size_t n =
        chars_features(folded, f->chars_min, f->chars_max, b->asked);
    if (!b->said[at])
        return true;
    b->unit[unit].n[FEATURE_CHARS] += (double)n;
    e->chars += (int32_t)n;
    for (size_t i = 0; i < n; i++) {
        const size_t row = table_find(&b->model->table, b->asked[i]);
        if (row != TABLE_NONE)
            b->chars_row[b->chars_rows++] = (uint32_t)row;
    }
    return true;
}

/* How far a negation reaches: term.h. */
struct scope {
    size_t left, negator;
    uint32_t sentence;
};

/* Whether a token is negated, with *scope moved behind it. */
static bool follow_scope(const struct flip_token *t, size_t at,
                         struct scope *scope)
{
    if (t->sentence != scope->sentence)
        *scope = (struct scope){.sentence = t->sentence};
    if (t->kind == TOKEN_PUNCT)
        scope->left = 0;
    if (!flip_is_word(t))
        return false;
    if (t->flags & WORD_NEGATOR) {
        scope->left = TERM_SCOPE;
        scope->negator = at;
        return false;
    }
    if (scope->left == 0)
        return false;
    scope->left--;
    return true;
}

/* What the removal of an occurrence can do to the number of occurrences. Joined
 * and cut sentences have more and less n-grams, and scopes go on or end. */
static void count_changes(const struct flip_bound *b,
                          const struct flip_token *t, bool negated, bool joins,
                          struct flip_entry *e)
{
    const struct feature_settings *f = &b->model->settings;
    const int32_t g = f->ngrams;
    const int32_t edge = joins ? g * (g - 1) / 2 + TERM_SCOPE : 0;
    const bool negator = t->flags & WORD_NEGATOR;

    e->low -= (t->term ? g : 0) + edge;
    e->high += (t->term ? -1 : 0) + edge;
    if (!f->negation)
        return;
    e->low -= negated + (negator ? TERM_SCOPE : 0);
    e->high += t->kind == TOKEN_PUNCT ? TERM_SCOPE : flip_is_word(t) ? 1 : 0;
}

static bool add_token(struct flip_bound *b, struct tenor_scorer *s, size_t unit,
                      size_t i, struct scope *scope)
{
    const struct flip_unit *u = &b->unit[unit];
    const size_t at = b->order[i];
    const struct flip_token *t = &b->words->token[at];
    const bool negated = follow_scope(t, at, scope);

    if (t->word == FLIP_STAYS)
        return true;
    struct flip_entry *e = &b->entry[b->entry_of[at]];
    count_changes(b, t, negated, b->axis->scope != AXIS_SENTENCES, e);
    if (!t->term)
        return true;
    return (!flip_is_word(t) ||
            (add_chars(b, &s->extractor.terms.words, unit, at, e) &&
             add_styles(b, unit, at, e))) &&
           add_ngrams(b, unit, i, u->token + u->tokens) &&
           (!negated || !b->model->settings.negation ||
            add_feature(b, unit, feature_of(t->stem, TENOR_FEATURE_NEGATED), at,
                        scope->negator, at));
}

static int by_feature(const void *a, const void *b)
{
    const struct flip_feature *x = a, *y = b;

    if (x->unit != y->unit)
        return x->unit < y->unit ? -1 : 1;
    if (x->feature != y->feature)
        return x->feature < y->feature ? -1 : 1;
    if (x->last != y->last)
        return x->last < y->last ? -1 : 1;
    return (x->first > y->first) - (x->first < y->first);
}

static bool add_features(struct flip_bound *b, struct tenor_scorer *s)
{
    b->features = b->chars_rows = 0;
    if (!GROW(b->chars_from, b->ordered + 1, b->chars_from_capacity))
        return false;
    for (size_t u = 0; u < b->units; u++) {
        const struct flip_unit *unit = &b->unit[u];
        struct scope scope = {.sentence = FLIP_NO_ENTRY};
        for (size_t i = unit->token; i < unit->token + unit->tokens; i++) {
            b->chars_from[i] = (uint32_t)b->chars_rows;
            if (!add_token(b, s, u, i, &scope))
                return false;
        }
    }
    b->chars_from[b->ordered] = (uint32_t)b->chars_rows;
    if (b->features)
        qsort(b->feature, b->features, sizeof *b->feature, by_feature);
    return true;
}

bool flip_units_read(struct flip_bound *b, struct tenor_scorer *s)
{
    return order_tokens(b, s) && make_entries(b) && add_features(b, s);
}
