/* What the features of a text weigh for one functional, and what words have of
 * them: those that are gone with a word, and those that come to be. */
#include <string.h>

#include "cli/explain/flip_parts.h"

/* ---- what the text has --------------------------------------------------- */

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
            if (e == FLIP_NO_ENTRY || b->stamp[e] == mark)
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
        bool has = e == FLIP_NO_ENTRY || !b->words->token[at].term;
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
            if (b->entry_of[b->order[i]] != FLIP_NO_ENTRY)
                b->entry[b->entry_of[b->order[i]]].x[FEATURE_CHARS] -= sum;
        }
    }
}

void flip_weigh(struct flip_bound *b)
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
        if (b->entry_of[at] != FLIP_NO_ENTRY && !b->words->token[at].term)
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
        if (e != FLIP_NO_ENTRY)
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
        if (flip_is_word(t) && t->flags & WORD_NEGATOR) {
            if (far + barriers == 0)
                return; /* it is negated */
            credit_negated(b, j, i, needed, weight);
        }
        barriers += t->kind == TOKEN_PUNCT ||
                    (flip_is_word(t) && t->flags & WORD_NEGATOR);
        words += flip_is_word(t) && !(t->flags & WORD_NEGATOR);
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
            if (!flip_is_word(t) || !t->term || t->flags & WORD_NEGATOR ||
                !b->said[b->order[i]])
                continue;
            const size_t row = table_find(
                &b->model->table, feature_of(t->stem, TENOR_FEATURE_NEGATED));
            const double weight = row == TABLE_NONE ? 0.0 : weight_of(b, row);
            if (weight > 0.0)
                negate(b, u, i, k, most, weight);
        }
}

void flip_weigh_made(struct flip_bound *b, size_t k)
{
    make_ngrams(b, k);
    make_negated(b, k);
}
