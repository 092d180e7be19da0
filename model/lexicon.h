/* What is known of the tokens met lately, found by their bytes: texts repeat
 * words, so that folding, stemming and all that follows from them is done
 * once for each.
 *
 * An entry is a struct lexeme and, behind it, a part for the user of the
 * lexicon, zeroed at first. Entries are numbered; numbers hold until the next
 * lexicon_trim, addresses until the next lexicon_find. One lexicon per
 * thread. */
#ifndef TENOR_MODEL_LEXICON_H
#define TENOR_MODEL_LEXICON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "model/base.h"

/* Tokens that a lexicon remembers from one text to the next: most of those of
 * 30 MB of reviews, in 16 MB with the embedded model. A little less than a
 * power of two, to which the memory grows. */
#define LEXICON_MAX 120000

/* What tells tokens apart: up to 16 bytes, with zeros behind. Of signs the top
 * bit of the first byte is turned over, with which no word in UTF-8 begins; of
 * longer tokens it is their hash and LEXICON_LONG, which no UTF-8 is. */
#define LEXICON_SIGN UINT64_C(0x80)
#define LEXICON_LONG UINT64_MAX
struct lexicon_key {
    uint64_t part[2];
};

struct lexeme {
    struct lexicon_key key;
    uint64_t stem;      /* word_hash() of the stem or the sign */
    uint32_t languages; /* langid_look() */
    uint16_t flags;     /* enum word_flags */
    uint16_t filled;    /* for the user of the lexicon: its part is filled */
};

struct lexicon {
    char *block; /* memory of the entries ... */
    char *entry; /* ... [n] of `stride` bytes, at a line of the cache */
    size_t n, capacity, stride;
    uint32_t *slot; /* [slots] entry number + 1, 0 free; slots a power of 2 */
    size_t slots;
    unsigned shift; /* from 64 bits to a slot */
};

/* extra: bytes of the user's part. False when memory ran out; to be released
 * in any case. */
bool lexicon_init(struct lexicon *l, size_t extra);
void lexicon_release(struct lexicon *l);

/* Forget everything if there are more than LEXICON_MAX entries; to be called
 * between texts. */
void lexicon_trim(struct lexicon *l);

static inline struct lexeme *lexicon_at(const struct lexicon *l, size_t i)
{
    return (struct lexeme *)(void *)(l->entry + i * l->stride);
}

/* The user's part of an entry. */
static inline void *lexicon_extra(struct lexeme *e)
{
    return e + 1;
}

/* The key of a token.
 *
 *   token  its bytes, valid UTF-8 without NUL
 *   sign   LEXICON_SIGN for a sign, 0 for a word */
struct lexicon_key lexicon_key_of(struct str token, uint64_t sign);

/* The same, at less cost for short tokens. room: bytes that may be read from
 * token.s on, at least token.len. */
static inline struct lexicon_key lexicon_key(struct str token, size_t room,
                                             uint64_t sign)
{
    static const unsigned char ones[32] = {255, 255, 255, 255, 255, 255,
                                           255, 255, 255, 255, 255, 255,
                                           255, 255, 255, 255};
    uint64_t part[2], mask[2];

    if (token.len > 16 || room < 16)
        return lexicon_key_of(token, sign);
    memcpy(part, token.s, 16);
    memcpy(mask, ones + 16 - token.len, 16);
    return (struct lexicon_key){
        {(part[0] & mask[0]) ^ sign, part[1] & mask[1]}};
}

/* Multiplicative hashing (Knuth, TAOCP 6.4): the top bits depend on all. */
static inline size_t lexicon_slot(const struct lexicon *l,
                                  const struct lexicon_key *key)
{
    return (size_t)((key->part[0] * 0x9E3779B97F4A7C15ULL +
                     key->part[1] * 0xC2B2AE3D27D4EB4FULL) >>
                    l->shift);
}

/* The slot of a key: free, or that of its entry. */
static inline size_t lexicon_search(const struct lexicon *l,
                                    const struct lexicon_key *key)
{
    size_t at = lexicon_slot(l, key);

    for (; l->slot[at]; at = (at + 1) & (l->slots - 1)) {
        const struct lexeme *e = lexicon_at(l, l->slot[at] - 1);
        if (e->key.part[0] == key->part[0] && e->key.part[1] == key->part[1])
            break;
    }
    return at;
}

/* Add an entry for a key that has none; as lexicon_find. */
size_t lexicon_add(struct lexicon *l, const struct lexicon_key *key);

/* The number of a token. *fresh is set when the entry is new: all of it is zero
 * but for its key. SIZE_MAX when memory ran out. */
static inline size_t lexicon_find(struct lexicon *l,
                                  const struct lexicon_key *key, bool *fresh)
{
    const uint32_t found = l->slot[lexicon_search(l, key)];

    *fresh = found == 0;
    return found ? found - 1 : lexicon_add(l, key);
}

/* Whoever has several tokens to find calls these for all of them first, with
 * other work in between: the slots, and then the entries, are on their way from
 * memory meanwhile. */
static inline void lexicon_fetch_slot(const struct lexicon *l,
                                      const struct lexicon_key *key)
{
    __builtin_prefetch(&l->slot[lexicon_slot(l, key)]);
}

static inline void lexicon_fetch_entry(const struct lexicon *l,
                                       const struct lexicon_key *key)
{
    const uint32_t number = l->slot[lexicon_slot(l, key)];

    if (number == 0)
        return;
    const char *entry = l->entry + (number - 1) * l->stride;
    for (size_t i = 0; i < l->stride; i += 64)
        __builtin_prefetch(entry + i);
}

#endif
