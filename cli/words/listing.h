/* What `tenor words` lists: the features that speak most for a label, or
 * against it, by a model alone (named.h) or on a corpus (survey.h); and the
 * formats of its output, one file each. A further format is a further file, and
 * a row in cmd_words.c. */
#ifndef TENOR_CLI_WORDS_LISTING_H
#define TENOR_CLI_WORDS_LISTING_H

#include "model/glossary.h"

#define LISTING_FORMS 3

struct word_row {
    enum tenor_feature_kind kind;
    struct str name;                /* borrowed, as all texts here */
    struct str form[LISTING_FORMS]; /* [forms] as it stands in the corpus */
    size_t forms;
    bool more;        /* forms than these */
    double weight;    /* for the label: margin per value 1 */
    uint64_t texts;   /* of the training, or of the corpus, that have it */
    double sum, mean; /* on a corpus: what it adds to the margins of the texts,
                         in all and to each */
};

struct word_list {
    size_t axis, label;
    enum glossary_side side;
    struct word_row *row; /* [n] */
    size_t n;
    size_t others; /* that are not shown */
};

/* Set all but the lists. */
struct listing {
    const struct tenor_model *model;
    const size_t *axis; /* [axes] that are shown */
    size_t axes;
    const char *label; /* only this one, or NULL */
    unsigned kinds;    /* a bit for each enum tenor_feature_kind */
    size_t top;        /* rows of a list */
    bool against;
    bool color;
    bool surveyed;          /* on a corpus: */
    uint64_t texts, errors; /* of it; without a result */
    uint64_t *judged; /* [axes of the model] those of it that can be judged */
    struct word_list *list; /* [lists] by axis and label, what speaks for it
                               first */
    size_t lists;
};

/* Set the kinds by their names with commas, all for NULL. False when there is
 * no such kind. */
bool listing_set_kinds(struct listing *w, const char *list);

/* Make the lists, empty, of the axes and labels that are shown; what speaks
 * against one of two labels is in the list of the other. TENOR_ENOMEM; to be
 * released in any case. */
bool listing_lay_out(struct listing *w, struct tenor_error *err);
void listing_release(struct listing *w);

/* Whether a label of an axis is shown. */
bool listing_shows(const struct listing *w, size_t axis, size_t label);

/* Whether features of a kind are. */
static inline bool listing_has_kind(const struct listing *w,
                                    enum tenor_feature_kind kind)
{
    return w->kinds >> kind & 1;
}

struct words_format {
    bool (*print)(const struct listing *w, struct tenor_error *err);
};

extern const struct words_format words_text, words_json, words_tsv;

#endif
