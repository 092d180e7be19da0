/* Which language a text is in, told by its function words: enough to notice
 * that a text is not in the language of a model, for next to nothing.
 *
 * Not a language identifier in its own right: it doubts one language, the
 * model's, and names another only where the evidence is plain. Where a text is
 * too short, or is a list of names, or program code, the answer is "unsure",
 * which a caller takes for "the same".
 *
 * Method (after Grefenstette 1995, "Comparing two language identification
 * schemes", the method of small words): how many words of the text are among
 * the function words of each row of the table in language.h; a word may be one
 * of several languages. Written W for the words, h[l] for those of language l,
 * o for the model's language, the text is
 *
 *   in another one   if h[l] leads over h[o], for the l of most hits;
 *                    or if most of its words are in a script in which o is not
 *                    written;
 *                    or if it is so long that many h[o] were due, and hardly
 *                    one came. There, words with a capital do not count, for
 *                    the sake of names and title case.
 *
 * Neither the first nor the last holds for a text with as many signs as words,
 * for the sake of program code.
 *
 * Near relatives, Danish and Norwegian say, are told apart by the words that
 * only one of them has; often there are too few of these for a verdict.
 *
 * An index is read-only after langid_init and safe from any thread; a count
 * belongs to one. */
#ifndef TENOR_MODEL_LANGID_H
#define TENOR_MODEL_LANGID_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/base.h"
#include "model/language.h"

/* Room for languages in a mask: bit i stands for row i of the table. Rows that
 * share their function words, as english and porter, share the bit of the
 * first. */
#define LANGID_ROWS 30

/* The bits beyond: the word begins with a capital; with a letter of a script
 * that the model's language is not written in - Latin capitals excepted, since
 * names stay Latin in any script. */
#define LANGID_CAPITAL (UINT32_C(1) << LANGID_ROWS)
#define LANGID_STRANGE (UINT32_C(2) << LANGID_ROWS)
#define LANGID_MASK (LANGID_CAPITAL - 1)

struct langid {
    struct langid_word *word; /* [n] ascending by hash, distinct */
    size_t n;
    unsigned scripts; /* those of the model's language, a set of bits */
};

/* Index the function words of all languages, for a model of one of them. False
 * when memory ran out. */
bool langid_init(struct langid *l, const struct language *language);
void langid_release(struct langid *l);

/* The languages that have a word as a function word, and what the word itself
 * shows: LANGID_CAPITAL or LANGID_STRANGE.
 *
 *   surface  the word as it stands in the text
 *   folded   its case-folded form
 *
 * A word with an apostrophe that is in no list goes by its beginning: "l'homme"
 * by "l'", "they're" by "they". So texts count the same whether the scanner
 * cuts at the apostrophe or not. */
uint32_t langid_mask(const struct langid *l, struct str surface,
                     struct str folded);

/* What was counted in one text. */
struct langid_count {
    const struct language *language; /* o */
    size_t row;                      /* of its bit */
    uint32_t words;                  /* W */
    uint32_t capital;                /* of these, with a capital */
    uint32_t strange;                /* of these, in a strange script */
    uint32_t sole;              /* of these, function words of o and no other */
    uint32_t hits[LANGID_ROWS]; /* h */
};

/* Start on a text that should be in this language: a row of the table, or NULL,
 * for which every verdict is LANGID_UNSURE. */
void langid_begin(struct langid_count *c, const struct language *language);

/* Count a word. Inline: a word of this language alone, or of none, costs a few
 * additions. */
static inline void langid_add(struct langid_count *c, uint32_t mask)
{
    const uint32_t languages = mask & LANGID_MASK;

    c->words++;
    c->capital += mask >> LANGID_ROWS & 1;
    c->strange += mask >> (LANGID_ROWS + 1);
    if (languages == UINT32_C(1) << c->row) {
        c->hits[c->row]++;
        c->sole++;
        return;
    }
    for (uint32_t rest = languages, i = 0; rest; rest >>= 1, i++)
        c->hits[i] += rest & 1;
}

enum langid_answer {
    LANGID_UNSURE, /* too little to go by; nothing speaks against o */
    LANGID_SAME,
    LANGID_OTHER
};

struct langid_verdict {
    enum langid_answer answer;
    const struct language *found; /* with OTHER: which, or NULL */
};

/* The verdict on what was counted. With LANGID_OTHER, found is NULL where no
 * language of the table fits, or two do equally well.
 *
 *   tokens  of the text: words, numbers, signs, ... */
struct langid_verdict langid_judge(const struct langid_count *c, size_t tokens);

#endif
