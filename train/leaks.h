/* Words that give the source of a text away, such as the name of an outlet or
 * the place in a dateline, and tell its label by that: a model that learns them
 * does worse on texts of other sources than cross-validation says.
 *
 * Candidates look like a source: words with a capital that do not begin a
 * sentence, and those of a dateline, before a dash or "(NAME)" among the first
 * words of a text. One is a leak where nearly all documents that have it have
 * one label, or are of one group where groups are known, and chance does not
 * explain it. It may be an honest word all the same, such as the name of
 * somebody everybody speaks well of: a person has to look. */
#ifndef TENOR_TRAIN_LEAKS_H
#define TENOR_TRAIN_LEAKS_H

#include "train/paired.h"
#include "train/train.h"

/* Fewer documents, or a lesser share of one label or group, are no leak. */
#define LEAK_DOCUMENTS 5
#define LEAK_SHARE 0.8

struct leak {
    uint64_t word;       /* hash of the folded word */
    uint32_t document;   /* the first that has it */
    uint32_t begin, end; /* bytes in it */
    size_t documents;    /* that have it */
    uint32_t label;      /* that most of them have */
    double share;        /* that have it, or are of the most frequent group */
    double strength; /* log-likelihood ratio G that this is no chance (Dunning
                        1993) */
    bool dateline;   /* most often it stands in one */
};

struct leaks {
    struct leak *item; /* [n] the strongest first */
    size_t n, capacity;
    /* Cross-validated with all words, and without those of the list, on the
     * same folds, which know nothing of groups. Accuracy b - a is what falls
     * away. Without leaks and with groups, accuracy.a alone is set. */
    struct paired without;
    double grouped; /* accuracy with whole groups held out; NAN: there are
                       none */
};

/* Find the leaks of an axis.
 *
 *   chance  probability that any word is in the list by chance; 0 to 1
 *
 * l is zeroed before, and to be released in any case. TENOR_ENOMEM. */
bool leaks_find(const struct trained *t, size_t axis, double chance,
                struct leaks *l, struct tenor_error *err);

/* Cross-validate the settings of t with and without them. With groups, also
 * with whole groups held out. Errors of vectors_build and crossing_run. */
bool leaks_measure(const struct trained *t, size_t axis,
                   const struct wordset *stops, struct leaks *l,
                   struct tenor_error *err);
void leaks_release(struct leaks *l);

#endif
