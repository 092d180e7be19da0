/* The texts that are to be annotated, with what a suggestion says of them; all
 * in memory. Formats are those of `tenor label`; columns or fields named
 * suggested, probability and why are taken along where there are any. */
#ifndef TENOR_CLI_ANNOTATE_ITEMS_H
#define TENOR_CLI_ANNOTATE_ITEMS_H

#include "cli/label/texts.h"

struct item_text {
    struct str text;      /* borrowed from the items, as are these */
    struct str suggested; /* empty: there is none */
    struct str probability, why;
    uint64_t name; /* see items_name */
    bool done;     /* has an answer */
};

struct items {
    struct item_text *item; /* [n] in the order of the file */
    size_t n, capacity;
    uint32_t *slot; /* [slots] by name: number + 1, 0 free */
    size_t slots;
    char **block; /* [blocks] what the items borrow */
    size_t blocks, block_capacity;
    size_t repeated;     /* records with the text of one before */
    size_t bad;          /* records without a text */
    char first_bad[160]; /* why, of the first of them */
};

/* Read them from an input. A text that stands there twice is one item. To be
 * released in any case. Errors of reading; TENOR_ENOMEM. */
bool items_read(struct items *t, const struct texts_options *o,
                const struct corpus_input *input, struct tenor_error *err);
void items_release(struct items *t);

/* What a text is known by in a file of answers, in which tabs and line ends may
 * have become blanks: a hash. */
uint64_t items_name(struct str text);

/* The number of the item of a name, or SIZE_MAX. */
size_t items_find(const struct items *t, uint64_t name);

#endif
