#include "model/placed.h"

#include <stdlib.h>
#include <string.h>

#include "model/feature.h"

#define TARGET_BYTES (sizeof PLACED_TARGET - 1)

void placed_release(struct placed *p)
{
    free(p->word);
    free(p->target);
    *p = (struct placed){0};
}

bool placed_is_target(const struct terms *t, const struct term *term)
{
    return term->word && term->end - term->begin >= TARGET_BYTES &&
           memcmp(t->scanner.text.s + term->begin, PLACED_TARGET,
                  TARGET_BYTES) == 0;
}

bool placed_any(const struct terms *t)
{
    for (size_t i = 0; i < t->n; i++)
        if (placed_is_target(t, &t->term[i]))
            return true;
    return false;
}

uint64_t placed_content(enum place_kind place, uint64_t stem)
{
    return feature_extend((uint64_t)place, stem);
}

static bool is_name(const struct terms *t, size_t i)
{
    const char c = t->scanner.text.s[t->term[i].begin];

    return i > 0 && t->term[i].word && c >= 'A' && c <= 'Z';
}

static uint64_t stem_of(const struct terms *t, size_t i)
{
    return terms_lexeme(t, &t->term[i])->stem;
}

/* There is room. */
static void add(struct placed *p, uint64_t content, size_t begin, size_t end)
{
    p->word[p->n++] =
        (struct placed_word){content, (uint32_t)begin, (uint32_t)end};
}

/* ---- neighbours ---------------------------------------------------------- */

/* What adjoins a target, and the bytes that it takes with the target. */
struct neighbour {
    uint64_t hash;
    size_t begin, end;
};

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool continues(char c)
{
    return ((unsigned char)c & 0xC0) == 0x80;
}

static struct neighbour before(const struct terms *t, size_t i)
{
    const char *s = t->scanner.text.s;
    const size_t from = i ? t->term[i - 1].end : t->begin;
    const size_t target = t->term[i].begin, behind = target + TARGET_BYTES;
    size_t end = target;

    while (end > from && is_blank(s[end - 1]))
        end--;
    size_t begin = end;
    while (begin > from && continues(s[begin - 1]))
        begin--;
    begin -= begin > from;
    if (begin < end)
        return (struct neighbour){word_hash(s + begin, end - begin), begin,
                                  behind};
    return i ? (struct neighbour){stem_of(t, i - 1), t->term[i - 1].begin,
                                  behind}
             : (struct neighbour){0, target, behind};
}

static struct neighbour behind(const struct terms *t, size_t i)
{
    const char *s = t->scanner.text.s;
    const bool last = i + 1 == t->n;
    const size_t to = last ? t->end : t->term[i + 1].begin;
    const size_t target = t->term[i].begin;
    size_t begin = target + TARGET_BYTES;

    while (begin < to && is_blank(s[begin]))
        begin++;
    size_t end = begin + (begin < to);
    while (end < to && continues(s[end]))
        end++;
    if (begin < end)
        return (struct neighbour){word_hash(s + begin, end - begin), target,
                                  end};
    return last ? (struct neighbour){0, target, target + TARGET_BYTES}
                : (struct neighbour){stem_of(t, i + 1), target,
                                     t->term[i + 1].end};
}

static void add_neighbours(struct placed *p, const struct terms *t, size_t i)
{
    const struct neighbour a = before(t, i), b = behind(t, i);

    add(p, placed_content(PLACE_NEXT_BEFORE, a.hash), a.begin, a.end);
    add(p, placed_content(PLACE_NEXT_BEHIND, b.hash), b.begin, b.end);
    add(p, feature_extend(placed_content(PLACE_BETWEEN, a.hash), b.hash),
        a.begin, b.end);
}

/* ---- words --------------------------------------------------------------- */

/* Place a term; whether a name is between what follows and the target. */
static bool add_word(struct placed *p, const struct terms *t, size_t i,
                     enum place_kind place, bool name)
{
    const struct term *term = &t->term[i];

    if (is_name(t, i))
        return true;
    if (term->word)
        add(p, placed_content(name ? place + 1 : place, stem_of(t, i)),
            term->begin, term->end);
    return name;
}

bool placed_list(struct placed *p, const struct terms *t)
{
    p->n = p->targets = 0;
    if (!GROW(p->word, PLACED_MOST(t->n), p->capacity) ||
        !GROW(p->target, t->n, p->target_capacity))
        return false;
    for (size_t i = 0; i < t->n; i++)
        if (placed_is_target(t, &t->term[i]))
            p->target[p->targets++] = i;
    for (size_t k = 0; k < p->targets; k++) {
        const size_t i = p->target[k];
        /* Words half-way between two targets belong to the first. */
        const size_t first = k ? (p->target[k - 1] + i) / 2 + 1 : 0;
        const size_t end =
            k + 1 < p->targets ? (i + p->target[k + 1]) / 2 + 1 : t->n;
        bool name = false;
        add_neighbours(p, t, i);
        for (size_t j = i; j-- > first;)
            name = add_word(p, t, j, PLACE_BEFORE, name);
        name = false;
        for (size_t j = i + 1; j < end && j != i; j++)
            name = add_word(p, t, j, PLACE_BEHIND, name);
    }
    return true;
}
