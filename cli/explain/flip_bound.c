#include "cli/explain/flip_bound.h"

#include <math.h>
#include <stdlib.h>

#define NONE UINT32_MAX

/* Margins are sums of doubles in another order than the scorer's. */
#define TOLERANCE 1e-7

/* ---- what is counted ----------------------------------------------------- */

/* The unit of the sentence of a token, or none. */
static uint32_t unit_of(const struct flip_bound *b,
                        const struct tenor_scorer *s,
                        const struct flip_token *first)
{
    if (b->axis->scope == AXIS_SENTENCES) {
        if (first->sentence >= s->sentences)
            return NONE;
        const size_t row = s->sentence[first->sentence].row;
        return row == ROW_NONE ? NONE : (uint32_t)row;
    }
    if (b->axis->scope == AXIS_WHOLE && s->model->has_scope[AXIS_SENTENCES] &&
        article_part_at(&s->article, first->begin) == ARTICLE_DEBRIS)
        return NONE;
    return 0;
}

/* Tokens by unit, which come in reading order. */
static bool order_tokens(struct flip_bound *b, const struct tenor_scorer *s)
{
    const struct flip_words *w = b->words;
    const size_t N = w->tokens;
    uint32_t unit = NONE;

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
        b->entry_of[i] = NONE;
        b->said[i] = b->axis->scope != AXIS_SENTENCES || !s->quotes_dropped ||
                     !article_quoted(&s->article, t->begin);
        if (unit == NONE)
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
        if (last[word] == NONE || last[word] < u->entry) {
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
        last[i] = NONE;
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
        token[at].kind == TOKEN_WORD || token[at].kind == TOKEN_HASHTAG
            ? TENOR_FEATURE_WORD
            : TENOR_FEATURE_SIGN;

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

static bool is_word(const struct flip_token *t)
{
    return t->kind == TOKEN_WORD || t->kind == TOKEN_HASHTAG;
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
    if (!is_word(t))
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
    e->high += t->kind == TOKEN_PUNCT ? TERM_SCOPE : is_word(t) ? 1 : 0;
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
    return (!is_word(t) ||
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
        struct scope scope = {.sentence = NONE};
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

/* ---- a functional -------------------------------------------------------- */

static double weight_of(const struct flip_bound *b, size_t row)
{
    const struct axis *a = b->axis;
    const int16_t *w = table_weights(&b->model->table, (uint32_t)row);
    double sum = 0.0;

    for (size_t c = 0; c < a->columns; c++)
        sum += b->weight[c] * a->scale[c] * w[a->column + c];
    return sum;
}

/* The end of the run of occurrences of one feature in a unit. */
static size_t run_end(const struct flip_bound *b, size_t begin)
{
    size_t end = begin + 1;

    while (end < b->features &&
           b->feature[end].unit == b->feature[begin].unit &&
           b->feature[end].feature == b->feature[begin].feature)
        end++;
    return end;
}

/* Give all words in, and between, the occurrences the weight that is gone with
 * the feature. */
static void credit_all(struct flip_bound *b, size_t begin, size_t end,
                       double gain)
{
    const uint32_t mark = (uint32_t)begin + 1;

    for (size_t i = begin; i < end; i++)
        for (size_t at = b->feature[i].first; at <= b->feature[i].last; at++) {
            const uint32_t e = b->entry_of[at];
            if (e == NONE || b->stamp[e] == mark)
                continue;
            b->stamp[e] = mark;
            b->entry[e].x[FEATURE_WORDS] += gain;
        }
}

/* The words that an occurrence is gone with, whichever is removed. */
static size_t words_in(const struct flip_bound *b, const struct flip_feature *f,
                       uint32_t entry[FEATURE_NGRAM_MAX])
{
    size_t n = 0;
    const bool negated = feature_kind(f->feature) == TENOR_FEATURE_NEGATED;

    for (size_t at = negated ? f->last : f->first; at <= f->last; at++) {
        const uint32_t e = b->entry_of[at];
        bool has = e == NONE || !b->words->token[at].term;
        for (size_t i = 0; i < n; i++)
            has |= entry[i] == e;
        if (!has)
            entry[n++] = e;
    }
    return n;
}

/* Share the loss of a feature among the words of which any takes it away: those
 * that all occurrences have. */
static void share_loss(struct flip_bound *b, size_t begin, size_t end,
                       double loss)
{
    uint32_t first[FEATURE_NGRAM_MAX], other[FEATURE_NGRAM_MAX];
    const size_t m = words_in(b, &b->feature[begin], first);

    for (size_t i = begin + 1; i < end; i++)
        if (words_in(b, &b->feature[i], other) != m ||
            memcmp(first, other, m * sizeof *first) != 0)
            return;
    for (size_t i = 0; i < m; i++)
        b->entry[first[i]].x[FEATURE_WORDS] -= loss / (double)m;
}

static void weigh_features(struct flip_bound *b)
{
    size_t end;

    memset(b->stamp, 0, b->entries * sizeof *b->stamp);
    for (size_t begin = 0; begin < b->features; begin = end) {
        end = run_end(b, begin);
        const double weight =
            weight_of(b, b->feature[begin].row) *
            feature_value(FEATURE_WORDS, (uint32_t)(end - begin),
                          b->model->settings.log_counts) /
            FEATURE_ONE;
        b->unit[b->feature[begin].unit].x[FEATURE_WORDS] += weight;
        if (weight < 0.0)
            credit_all(b, begin, end, -weight);
        else
            share_loss(b, begin, end, weight);
    }
}

static void weigh_chars(struct flip_bound *b)
{
    for (size_t u = 0; u < b->units; u++) {
        struct flip_unit *unit = &b->unit[u];
        for (size_t i = unit->token; i < unit->token + unit->tokens; i++) {
            double sum = 0.0;
            for (size_t c = b->chars_from[i]; c < b->chars_from[i + 1]; c++)
                sum += weight_of(b, b->chars_row[c]);
            unit->x[FEATURE_CHARS] += sum;
            if (b->entry_of[b->order[i]] != NONE)
                b->entry[b->entry_of[b->order[i]]].x[FEATURE_CHARS] -= sum;
        }
    }
}

/* Weights of what the text has, by the functional in b->weight. */
static void weigh(struct flip_bound *b)
{
    for (size_t u = 0; u < b->units; u++)
        memset(b->unit[u].x, 0, sizeof b->unit[u].x);
    for (size_t e = 0; e < b->entries; e++)
        memset(b->entry[e].x, 0, sizeof b->entry[e].x);
    weigh_features(b);
    weigh_chars(b);
}

/* ---- what comes to be ---------------------------------------------------- */

/* An n-gram that is being made, from places of the order of a unit. */
struct making {
    struct flip_bound *b;
    size_t end, k;
    size_t begin;                       /* place of its first term */
    uint32_t member[FEATURE_NGRAM_MAX]; /* entries of its words */
    size_t n; /* of those between that must go, which have a stamp */
};

static bool is_member(const struct making *m, size_t n, uint32_t entry)
{
    for (size_t i = 0; i < n; i++)
        if (m->member[i] == entry)
            return true;
    return false;
}

/* It comes to be when all words between are gone; without any it does where
 * stop words between are what keeps its sentences apart. */
static void credit_made(const struct making *m, size_t last, uint64_t gram)
{
    struct flip_bound *b = m->b;
    const uint64_t feature = feature_of(gram, TENOR_FEATURE_NGRAM);

    if (!table_may_have(&b->model->table, feature))
        return;
    const size_t row = table_find(&b->model->table, feature);
    const double weight = row == TABLE_NONE ? 0.0 : weight_of(b, row);
    if (!(weight > 0.0))
        return;
    for (size_t i = 0; i < m->n; i++)
        b->entry[b->between[i]].x[FEATURE_WORDS] += weight / (double)m->n;
    for (size_t i = m->begin; m->n == 0 && i < last; i++) {
        const size_t at = b->order[i];
        if (b->entry_of[at] != NONE && !b->words->token[at].term)
            b->entry[b->entry_of[at]].x[FEATURE_WORDS] += weight;
    }
}

static void make(struct making *m, size_t from, uint64_t gram, size_t length,
                 bool apart)
{
    struct flip_bound *b = m->b;
    const struct flip_token *token = b->words->token;
    const size_t had = m->n;

    for (size_t i = from + 1; i < m->end; i++) {
        const struct flip_token *t = &token[b->order[i]];
        const uint32_t e = b->entry_of[b->order[i]];
        if (!t->term)
            continue;
        apart |= t->sentence != token[b->order[from]].sentence;
        if (b->stamp[e])
            continue;
        const uint64_t longer = feature_extend(gram, t->stem);
        if (m->n || apart)
            credit_made(m, i, longer);
        m->member[length] = e;
        if (length + 1 < b->model->settings.ngrams)
            make(m, i, longer, length + 1, apart);
        if (m->n == m->k || is_member(m, length, e))
            break;
        b->between[m->n++] = e;
        b->stamp[e] = 1;
    }
    while (m->n > had)
        b->stamp[b->between[--m->n]] = 0;
}

static void make_ngrams(struct flip_bound *b, size_t k)
{
    memset(b->stamp, 0, b->entries * sizeof *b->stamp);
    for (size_t u = 0; u < b->units && b->model->settings.ngrams > 1; u++) {
        const struct flip_unit *unit = &b->unit[u];
        struct making m = {.b = b, .end = unit->token + unit->tokens, .k = k};
        for (m.begin = unit->token; m.begin < m.end; m.begin++) {
            const size_t at = b->order[m.begin];
            if (!b->words->token[at].term || !b->said[at])
                continue;
            m.member[0] = b->entry_of[at];
            make(&m, m.begin, b->words->token[at].stem, 1, false);
        }
    }
}

/* A word at place i comes into the scope of the negator at place j when, of the
 * words between, so many are gone that the scope reaches, and all negators and
 * signs are. */
static void credit_negated(struct flip_bound *b, size_t j, size_t i,
                           size_t needed, double weight)
{
    for (size_t at = j + 1; at < i; at++) {
        const uint32_t e = b->entry_of[b->order[at]];
        if (e != NONE)
            b->entry[e].x[FEATURE_WORDS] += weight / (double)needed;
    }
}

static void negate(struct flip_bound *b, size_t u, size_t i, size_t k,
                   size_t most, double weight)
{
    const struct flip_token *token = b->words->token;
    size_t words = 0, barriers = 0;

    for (size_t j = i; j-- > b->unit[u].token;) {
        const struct flip_token *t = &token[b->order[j]];
        const size_t far =
            words > TERM_SCOPE - 1 ? words - (TERM_SCOPE - 1) : 0;
        /* Occurrences that must go, of which a word has up to `most`. */
        size_t needed = (far + barriers + most - 1) / most;
        needed = needed ? needed : 1;
        if (needed > k || (t->kind == TOKEN_PUNCT && t->word == FLIP_STAYS))
            return;
        if (is_word(t) && t->flags & WORD_NEGATOR) {
            if (far + barriers == 0)
                return; /* it is negated */
            credit_negated(b, j, i, needed, weight);
        }
        barriers +=
            t->kind == TOKEN_PUNCT || (is_word(t) && t->flags & WORD_NEGATOR);
        words += is_word(t) && !(t->flags & WORD_NEGATOR);
    }
}

/* The most occurrences that a word has. */
static size_t most_occurrences(const struct flip_words *w)
{
    size_t most = 1;

    for (size_t i = 0; i < w->words; i++)
        most = w->word[i].tokens > most ? w->word[i].tokens : most;
    return most;
}

static void make_negated(struct flip_bound *b, size_t k)
{
    const size_t most = most_occurrences(b->words);

    for (size_t u = 0; u < b->units && b->model->settings.negation; u++)
        for (size_t i = b->unit[u].token;
             i < b->unit[u].token + b->unit[u].tokens; i++) {
            const struct flip_token *t = &b->words->token[b->order[i]];
            if (!is_word(t) || !t->term || t->flags & WORD_NEGATOR ||
                !b->said[b->order[i]])
                continue;
            const size_t row = table_find(
                &b->model->table, feature_of(t->stem, TENOR_FEATURE_NEGATED));
            const double weight = row == TABLE_NONE ? 0.0 : weight_of(b, row);
            if (weight > 0.0)
                negate(b, u, i, k, most, weight);
        }
}

/* ---- the norm ------------------------------------------------------------ */

static int ascending(const void *a, const void *b)
{
    const int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;

    return (x > y) - (x < y);
}

static int32_t change_of(const struct flip_entry *e, enum feature_family f,
                         bool low)
{
    return f == FEATURE_CHARS ? -e->chars : low ? e->low : e->high;
}

/* The sum of the k least changes of the entries of a unit, or of the k largest
 * that are above 0. */
static double extreme(struct flip_bound *b, const struct flip_unit *u,
                      enum feature_family f, bool low, bool largest, size_t k)
{
    double sum = 0.0;
    const size_t n = u->entries < k ? u->entries : k;

    for (size_t i = 0; i < u->entries; i++)
        b->sorted[i] = change_of(&b->entry[u->entry + i], f, low);
    if (u->entries)
        qsort(b->sorted, u->entries, sizeof *b->sorted, ascending);
    for (size_t i = 0; i < n; i++)
        sum += largest ? fmax(b->sorted[u->entries - 1 - i], 0)
                       : fmin(b->sorted[i], 0);
    return sum;
}

/* What a family of a unit adds to the gains of words. */
static void add_gains(struct flip_bound *b, const struct flip_unit *u,
                      enum feature_family f, size_t k, bool one_by_one,
                      double *gain)
{
    const double n = u->n[f], x = u->x[f];
    if (!(n > 0.0))
        return;
    const double least = fmax(n + extreme(b, u, f, true, false, k), 1.0);
    const double most = n + extreme(b, u, f, false, true, k);
    const bool remains = n + extreme(b, u, f, false, false, k) >= 1.0;
    const double chord =
        least < n ? (1.0 / sqrt(least) - 1.0 / sqrt(n)) / (n - least) : 0.0;
    const double tangent = remains ? 0.5 / (n * sqrt(n)) : 0.0;

    for (size_t i = 0; i < u->entries; i++) {
        const struct flip_entry *e = &b->entry[u->entry + i];
        const double low = change_of(e, f, true), high = change_of(e, f, false);
        const double own =
            e->x[f] > 0.0 ? e->x[f] / sqrt(least) : e->x[f] / sqrt(most);
        const double norm = x > 0.0 ? -x * low * chord : -x * high * tangent;
        gain[e->word] += one_by_one ? fmax(own + norm, 0.0) : own + norm;
    }
}

/* ---- the bound ----------------------------------------------------------- */

/* Slope and offsets with which the margins of an axis are compared. */
static double slope_of(const struct flip_bound *b)
{
    const struct axis *a = b->axis;
    const double w = a->scope == AXIS_SENTENCES
                         ? aggregate_weight(b->sentences_counted)
                         : 0.0;

    return (1.0 - w) * a->slope + (w > 0.0 ? w * a->aggregate.slope : 0.0);
}

static bool is_mean_of_largest(const struct flip_bound *b)
{
    return b->axis->scope == AXIS_SENTENCES &&
           aggregate_count(b->axis->aggregate.share, b->sentences_counted) <
               b->sentences_counted;
}

/* d per margin of machine c. */
static double coefficient(const struct flip_bound *b, size_t label,
                          size_t rival, size_t c)
{
    const struct axis *a = b->axis;
    const double share = a->scope == AXIS_SENTENCES ? a->aggregate.share : 1.0;
    const double per =
        slope_of(b) / (double)aggregate_count(share, b->sentences_counted);

    if (a->labels == 2)
        return rival == 1 ? 2.0 * per : -2.0 * per;
    return c == rival ? per : c == label ? -per : 0.0;
}

static void add_functional(struct flip_bound *b, size_t k, bool one_by_one,
                           double *gain)
{
    weigh(b);
    make_ngrams(b, k);
    make_negated(b, k);
    for (size_t u = 0; u < b->units; u++)
        for (size_t f = 0; f < FEATURE_FAMILIES; f++)
            add_gains(b, &b->unit[u], (enum feature_family)f, k, one_by_one,
                      gain);
}

bool flip_bound_fill(struct flip_bound *b, size_t label, size_t rival, size_t k,
                     double *gain, struct tenor_error *err)
{
    const size_t C = b->axis->columns;

    if (!GROW(b->between, k, b->between_capacity))
        return fail_memory(err, "bounds");
    memset(gain, 0, b->words->words * sizeof *gain);
    memset(b->weight, 0, C * sizeof *b->weight);
    if (is_mean_of_largest(b))
        for (size_t c = 0; c < C; c++) {
            memset(b->weight, 0, C * sizeof *b->weight);
            b->weight[c] = coefficient(b, label, rival, c);
            if (b->weight[c] != 0.0)
                add_functional(b, k, true, gain);
        }
    else {
        for (size_t c = 0; c < C; c++)
            b->weight[c] = coefficient(b, label, rival, c);
        add_functional(b, k, false, gain);
    }
    return true;
}

double flip_bound_start(const struct tenor_scorer *s, size_t axis, size_t label,
                        size_t rival)
{
    const struct axis *a = &s->model->axis[axis];
    const double *margin = s->axis[axis].margin;
    const double w =
        a->scope == AXIS_SENTENCES ? aggregate_weight(s->rows) : 0.0;
    double d = (1.0 - w) * (a->slope * (margin[rival] - margin[label]) +
                            a->offset[rival] - a->offset[label]);

    if (w > 0.0)
        d += w * (a->aggregate.slope * (margin[rival] - margin[label]) +
                  a->aggregate.offset[rival] - a->aggregate.offset[label]);
    return d;
}

/* ---- reading ------------------------------------------------------------- */

/* Whether the weights of a unit are the margin that the scorer has for it. */
static bool adds_up(struct flip_bound *b, const struct tenor_scorer *s,
                    size_t axis, size_t c)
{
    const struct axis *a = b->axis;

    memset(b->weight, 0, a->columns * sizeof *b->weight);
    b->weight[c] = 1.0;
    weigh(b);
    for (size_t u = 0; u < b->units; u++) {
        const double margin = a->scope == AXIS_SENTENCES
                                  ? scorer_row(s, u)[a->column + c]
                              : a->labels == 2 ? s->axis[axis].margin[1]
                                               : s->axis[axis].margin[c];
        double sum = a->bias[c];
        for (size_t f = 0; f < FEATURE_FAMILIES; f++)
            if (b->unit[u].n[f] > 0.0)
                sum += b->unit[u].x[f] / sqrt(b->unit[u].n[f]);
        if (!(fabs(sum - margin) <= TOLERANCE * (1.0 + fabs(margin))))
            return false;
    }
    return true;
}

bool flip_bound_read(struct flip_bound *b, struct tenor_scorer *s, size_t axis,
                     const struct flip_words *words, struct tenor_error *err)
{
    b->model = s->model;
    b->axis = &s->model->axis[axis];
    b->words = words;
    const bool sentences = b->axis->scope == AXIS_SENTENCES;
    b->sentences_counted = sentences ? s->rows : 1;
    if (!order_tokens(b, s) || !make_entries(b) || !add_features(b, s) ||
        !GROW(b->weight, b->axis->columns, b->weight_capacity) ||
        !GROW(b->stamp, b->entries, b->stamp_capacity) ||
        !GROW(b->sorted, b->entries, b->sorted_capacity))
        return fail_memory(err, "bounds");
    b->usable = b->units == b->sentences_counted;
    for (size_t c = 0; b->usable && c < b->axis->columns; c++)
        b->usable = adds_up(b, s, axis, c);
    return true;
}

void flip_bound_release(struct flip_bound *b)
{
    free(b->said);
    free(b->entry_of);
    free(b->order);
    free(b->unit);
    free(b->entry);
    free(b->feature);
    free(b->chars_from);
    free(b->chars_row);
    free(b->weight);
    free(b->stamp);
    free(b->sorted);
    free(b->asked);
    free(b->between);
    *b = (struct flip_bound){0};
}
