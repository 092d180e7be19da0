/* Words that a model does not know, as they are met in texts: how often, with
 * which labels, and where.
 *
 * Memory is bounded. Where there are more than NEW_WORDS_MAX, the rarest are
 * forgotten, as in cli/report/vocabulary.h. Results depend on the order of the
 * texts alone. One thread. */
#ifndef TENOR_CLI_DRIFT_NEW_WORDS_H
#define TENOR_CLI_DRIFT_NEW_WORDS_H

#include "cli/report/idmap.h"
#include "model/base.h"

#define NEW_WORDS_MAX ((size_t)1 << 16)
#define NEW_WORD_FORM 48     /* bytes of a form that are kept */
#define NEW_WORD_EXAMPLE 160 /* and of the text around it */

struct new_word {
    uint64_t feature;
    uint32_t texts;         /* that have it */
    uint32_t units, unsure; /* with a label; that is unsure */
};

/* How it reads where it was first met. */
struct new_word_place {
    unsigned char form_len, example_len;
    char form[NEW_WORD_FORM], example[NEW_WORD_EXAMPLE];
};

/* Set labels, most and plain, zero the rest. */
struct new_words {
    size_t labels;         /* that are counted; 0: none are */
    size_t most;           /* words; 0: NEW_WORDS_MAX */
    bool plain;            /* there are no places */
    struct new_word *word; /* [n] */
    size_t n, capacity;
    struct new_word_place *place; /* [n], or NULL */
    size_t place_capacity;
    uint32_t *given; /* [n][labels] */
    size_t given_capacity;
    struct idmap index;  /* from 1 */
    uint64_t forgotten;  /* words */
    uint64_t *all_given; /* [labels] units */
    uint64_t all_units, all_unsure;
};

/* The word of a feature, new or not, good until the next one is found; NULL
 * when memory ran out. A new one takes its form and example from these, cut. */
struct new_word *new_words_find(struct new_words *w, uint64_t feature,
                                struct str form, struct str example);

/* A unit got a label; `word` stands in it, or NULL: count the unit itself.
 * False when memory ran out. */
bool new_words_count(struct new_words *w, struct new_word *word, size_t label,
                     bool unsure);

/* Forget if there are too many; between texts. False when memory ran out. */
bool new_words_trim(struct new_words *w);
void new_words_release(struct new_words *w);

/* What a word goes with most: a label, or NEW_WORDS_UNSURE; or nothing, where z
 * is below NEW_WORDS_Z and may be chance. */
#define NEW_WORDS_UNSURE SIZE_MAX
#define NEW_WORDS_NOTHING (SIZE_MAX - 1)
#define NEW_WORDS_Z 2.0
struct new_word_matter {
    const struct new_word *word;
    const struct new_word_place *place; /* NULL: they are plain */
    size_t with;                        /* label, or one of these */
    double log_odds; /* of that in units with the word, over others, shrunk */
    double z;        /* in units of its error; both 0 with nothing */
    uint32_t before; /* texts of the baseline that have it */
};

/* Which words are asked for: those in so many texts at least, and with a
 * baseline, those that stand in NEW_WORDS_TIMES the share of texts that they
 * stood in there, by NEW_WORDS_Z errors of the difference. What the baseline
 * forgot stood in none. */
#define NEW_WORDS_TIMES 2.0
struct new_words_asked {
    size_t least;
    const struct new_words *baseline; /* or NULL */
    double texts, baseline_texts;     /* how many there are */
};

/* The words asked for that matter most, at most n; returns how many. First come
 * those that go most with a label or with
 * unsure decisions, by z of the logarithm of the odds ratio with a prior of the
 * shares of all units (Monroe, Colaresi & Quinn 2008), equal ones by their
 * texts. */
size_t new_words_top(const struct new_words *w,
                     const struct new_words_asked *asked,
                     struct new_word_matter *out, size_t n);

#endif
