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

/* Masks that occur among the function words, and 0; there are about 300. */
#define LANGID_SETS_MAX 1024
#define LANGID_HINTS 65536

/* What a word shows: the number of the mask of the languages that have it as a
 * function word, and two bits: it begins with a capital; with a letter of a
 * script that the model's language is not written in - Latin capitals excepted,
 * since names stay Latin in any script. */
#define LANGID_CAPITAL (UINT32_C(1) << 16)
#define LANGID_STRANGE (UINT32_C(2) << 16)
#define LANGID_SET (LANGID_CAPITAL - 1)

struct langid {
    struct langid_word *word; /* [n] ascending by hash, distinct */
    size_t n;
    uint32_t mask[LANGID_SETS_MAX]; /* [sets] languages of a set; the first is
                                     * empty */
    size_t sets;
    uint64_t hint[LANGID_HINTS / 64]; /* a bit for each beginning of a hash,
                                       * set where a word begins so */
    unsigned scripts; /* those of the model's language, a set of bits */
};

/* Index the function words of all languages, for a model of one of them. False
 * when memory ran out. */
bool langid_init(struct langid *l, const struct language *language);
void langid_release(struct langid *l);

/* What a word shows.
 *
 *   surface  the word as it stands in the text
 *   folded   its case-folded form
 *
 * A word with an apostrophe that is in no list goes by its beginning: "l'homme"
 * by "l'", "they're" by "they". So texts count the same whether the scanner
 * cuts at the apostrophe or not. */
uint32_t langid_look(const struct langid *l, struct str surface,
                     struct str folded);

/* What was counted in one text. */
struct langid_count {
    const struct langid *of;
    const struct language *language; /* o */
    uint32_t words;                  /* W */
    uint32_t capital;                /* of these, with a capital */
    uint32_t strange;                /* of these, in a strange script */
    uint32_t set[LANGID_SETS_MAX];   /* words of each set of languages */
};

/* Start on a text that should be in this language: a row of the table, or NULL,
 * for which every verdict is LANGID_UNSURE. l is borrowed. */
void langid_begin(struct langid_count *c, const struct langid *l,
                  const struct language *language);

/* Count a word by what it shows. */
static inline void langid_add(struct langid_count *c, uint32_t shows)
{
    c->words++;
    c->set[shows & LANGID_SET]++;
    c->capital += (shows & LANGID_CAPITAL) != 0;
    c->strange += (shows & LANGID_STRANGE) != 0;
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
