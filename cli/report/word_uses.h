/* The words of one text after the other, and how often each of them stands in
 * it. One thread; what is known of forms is kept between chunks of texts. */
#ifndef TENOR_CLI_REPORT_WORD_USES_H
#define TENOR_CLI_REPORT_WORD_USES_H

#include "cli/report/idmap.h"
#include "model/word.h"

/* A form of a word: folded as the model folds it. */
struct used_form {
    size_t begin;       /* in word_uses.bytes: the form, its stem behind it */
    uint32_t len, stem; /* bytes of both */
    size_t last;        /* its last use, from 1; 0: none in the chunk */
    uint32_t listed;    /* in the list of a chunk, from 1 */
};

struct word_use {
    uint32_t form; /* in word_uses.form */
    uint32_t times;
};

/* The uses of a chunk and the forms that they name. Zero it to start. */
struct word_list {
    struct word_use *use; /* [uses] */
    size_t uses, use_capacity;
    struct used_form *form; /* [forms] in `bytes` */
    size_t forms, form_capacity;
    struct buffer bytes;
};

void word_list_release(struct word_list *l);

struct word_uses {
    struct words words; /* of the language of the model */
    struct wordset abbreviations;
    bool elision;
    struct idmap surface, folded; /* of forms, from 1 */
    struct used_form *form;       /* [forms] */
    size_t forms, form_capacity;
    struct buffer bytes;
    struct word_use *use; /* [uses] of the chunk, text after text */
    size_t uses, use_capacity;
};

/* TENOR_ENOMEM; to be released in any case. */
bool word_uses_init(struct word_uses *w, const struct tenor_model *m,
                    struct tenor_error *err);
void word_uses_release(struct word_uses *w);

/* Begin a chunk: there are no uses, and forms may have other numbers. */
void word_uses_begin(struct word_uses *w);

/* Append the uses of a text, one for each of its forms, in the order in which
 * they stand there first. False when memory ran out. */
bool word_uses_add(struct word_uses *w, struct str text);

/* Write the uses of the chunk to a list, with its own numbers of forms. False
 * when memory ran out. */
bool word_uses_end(struct word_uses *w, struct word_list *out);

#endif
