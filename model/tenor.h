/* Tenor: the tone of a text, how sure that is, and which words say so.
 *
 * The whole public interface of libtenor. A model is opened once and may be
 * shared by any number of threads; each thread scores with a scorer of its
 * own. The library never prints, never exits and keeps no global state.
 *
 *     struct tenor_error err = {0};
 *     struct tenor_model *model;
 *     struct tenor_scorer *scorer;
 *
 *     if (!tenor_model_embedded(&model, &err) ||
 *         !tenor_scorer_new(model, &scorer, &err) ||
 *         !tenor_score(scorer, text, strlen(text), &err))
 *         ...err.message says what went wrong...
 *     puts(tenor_axis_label(model, 0, tenor_label(scorer, 0)));
 *
 * A model holds axes ("sentiment", "subjectivity"); an axis has labels. Axes
 * and labels are numbered from 0 in the order in which the model lists them.
 * Passing a number out of range is a programming error (an assertion).
 *
 * It is not for training: see the program tenor and the folder train/. */
#ifndef TENOR_H
#define TENOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Codes and what they mean, from one list. */
/* clang-format off */
#define TENOR_CODES(X)                                                   \
    X(OK,      "no error")                                               \
    X(EINVAL,  "an argument or a setting does not fit")                  \
    X(ENOMEM,  "memory ran out")                                         \
    X(EIO,     "a file cannot be read or written")                       \
    X(EMODEL,  "a model file is damaged, foreign or too new")            \
    X(EDATA,   "a corpus or a record in it is malformed")                \
    X(ELIMIT,  "a stated limit is exceeded")                             \
    X(ESOLVER, "a solver failed")
/* clang-format on */

enum tenor_code {
#define X(name, text) TENOR_##name,
    TENOR_CODES(X)
#undef X
};

/* What went wrong. Zero it before the first call; the first failure stays, so
 * calls can be chained with || and the record read once at the end. */
struct tenor_error {
    enum tenor_code code;
    size_t line;       /* from 1, in the file named; 0 where it has no sense */
    char message[256]; /* complete sentence, UTF-8, without a full stop */
};

struct tenor_model;  /* read-only once open; shared between threads */
struct tenor_scorer; /* one thread's scratch memory and its last result */

/* ---- models ------------------------------------------------------------ */

/* Open the model file at path. It is mapped, its checksum and every size in it
 * are checked, and it is used in place.
 *
 * True on success, with *out to be closed by the caller. False with *err:
 * TENOR_EIO (cannot be read), TENOR_EMODEL (damaged or newer than this
 * library), TENOR_ENOMEM. */
bool tenor_model_open(const char *path, struct tenor_model **out,
                      struct tenor_error *err);

/* The same for a model in memory, which is borrowed until the model is closed
 * and must be aligned to 8 bytes. */
bool tenor_model_from_memory(const void *bytes, size_t size,
                             struct tenor_model **out,
                             struct tenor_error *err);

/* The model that is linked into the library: English news. */
bool tenor_model_embedded(struct tenor_model **out, struct tenor_error *err);

/* Close a model whose scorers have all been freed. NULL is allowed. */
void tenor_model_close(struct tenor_model *model);

/* The card: how the model was made, as a JSON object (UTF-8, not terminated,
 * *size bytes, lives as long as the model). Keys: cli/tenor.1, MODEL CARD. */
const char *tenor_model_card(const struct tenor_model *model, size_t *size);

/* The checksum that the model file has in its header (model/FORMAT.md): models
 * with the same one are the same. Cost: reading all of the model. */
uint64_t tenor_model_checksum(const struct tenor_model *model);

size_t tenor_axis_count(const struct tenor_model *model);

/* Labels of all axes together. */
size_t tenor_label_count(const struct tenor_model *model);

/* Names live as long as the model. unit is what the axis was trained on:
 * "sentence", "headline", "article", ... */
const char *tenor_axis_name(const struct tenor_model *model, size_t axis);
const char *tenor_axis_unit(const struct tenor_model *model, size_t axis);
size_t tenor_axis_label_count(const struct tenor_model *model, size_t axis);
const char *tenor_axis_label(const struct tenor_model *model, size_t axis,
                             size_t label);

/* Share of a label among the documents the axis was trained on, 0 to 1. */
double tenor_axis_prior(const struct tenor_model *model, size_t axis,
                        size_t label);

/* The least probability that a label needs to be in the label set of a text,
 * so that the set holds the true label with the probability `coverage`, 0.5 to
 * 0.999 (split conformal prediction, Vovk et al. 2005; least ambiguous sets,
 * Sadinle, Lei & Wasserman 2019). It comes from texts that the model had not
 * seen and holds, over many texts, for texts like those of the training; not
 * for each label by itself.
 *
 * Thresholds are stored in steps of 0.005, and for 0.999; one for a coverage
 * in between is that of the step above. False with *err: TENOR_EINVAL when the
 * coverage is outside, or the model was trained before there were label sets.
 */
bool tenor_axis_threshold(const struct tenor_model *model, size_t axis,
                          double coverage, double *threshold,
                          struct tenor_error *err);

/* ---- scoring ----------------------------------------------------------- */

/* A text above this size, in bytes, is refused with TENOR_ELIMIT. */
#define TENOR_TEXT_MAX ((size_t)64 << 20)

/* A scorer for one thread; the model must outlive it. TENOR_ENOMEM. */
bool tenor_scorer_new(const struct tenor_model *model,
                      struct tenor_scorer **out, struct tenor_error *err);

/* NULL is allowed. */
void tenor_scorer_free(struct tenor_scorer *scorer);

/* Score one text on every axis of the model.
 *
 *   text [len]  UTF-8; NUL bytes are allowed, invalid sequences count as
 *               U+FFFD. Borrowed until the next call with this scorer.
 *
 * The result is read with the functions below, until the next call. An empty
 * text is not an error but a status. False with *err: TENOR_ENOMEM,
 * TENOR_ELIMIT; the result is then undefined. */
bool tenor_score(struct tenor_scorer *scorer, const char *text, size_t len,
                 struct tenor_error *err);

/* The same for an article whose title [title_len] is not in the text: axes of
 * titles are about it, the others about the text alone. */
bool tenor_score_titled(struct tenor_scorer *scorer, const char *title,
                        size_t title_len, const char *text, size_t len,
                        struct tenor_error *err);

/* What came of n texts: arrays of the caller's, each of which may be NULL. A is
 * tenor_axis_count() and K is tenor_label_count(); labels of an axis stand
 * behind those of the axis before. */
struct tenor_batch {
    uint8_t *code;        /* [n] enum tenor_code: TENOR_OK, or TENOR_ELIMIT for
                             a text that is too large, whose results are not
                             written */
    uint8_t *status;      /* [n] enum tenor_status of the text */
    uint8_t *axis_status; /* [n][A] of the result on an axis */
    uint32_t *label;      /* [n][A] tenor_label() */
    double *probability;  /* [n][K] tenor_probability() */
};

/* Score n texts, as tenor_score() does with each.
 *
 *   bytes           the texts, one behind the other
 *   offset [n + 1]  text i is bytes[offset[i]] to bytes[offset[i + 1] - 1], as
 *                   in an Arrow array of large strings
 *
 * All are borrowed for the call, and afterwards the scorer has the result of
 * the last text. False with *err: TENOR_ENOMEM; TENOR_EINVAL when a text ends
 * before it begins. Results of the texts before are written then. */
bool tenor_score_batch(struct tenor_scorer *scorer, const char *bytes,
                       const int64_t *offset, size_t n,
                       const struct tenor_batch *out, struct tenor_error *err);

/* Whether the result rests on anything. Unless it is OK there is no label to
 * be given, and the probabilities are the priors of the model. Names and what
 * they say to a person, from one list. */
/* clang-format off */
#define TENOR_STATUSES(X)                                                    \
    X(OK,          "ok",          "the text can be judged")                  \
    X(EMPTY,       "empty",       "the text is empty")                       \
    X(NO_EVIDENCE, "no_evidence", "no word is known")                        \
    X(LANGUAGE,    "language",    "the text is in another language")         \
    X(NO_PROSE,    "no_prose",    "the text is mostly numbers, signs or code") \
    X(SHORT,       "short",       "the text is too short")                   \
    X(UNFAMILIAR,  "unfamiliar",  "the text is unlike those of the training") \
    X(NO_TITLE,    "no_title",    "there is no title")
/* clang-format on */

enum tenor_status {
#define X(name, text, saying) TENOR_STATUS_##name,
    TENOR_STATUSES(X)
#undef X
};

/* Of the text: the first five. */
enum tenor_status tenor_status(const struct tenor_scorer *scorer);

/* Of the result on an axis: that of the text, but SHORT and UNFAMILIAR compare
 * the text with what the axis was trained on, and an axis of titles is OK or
 * NO_TITLE. */
enum tenor_status tenor_axis_status(const struct tenor_scorer *scorer,
                                    size_t axis);

/* "ok", "empty", ... and what to tell a person. */
const char *tenor_status_name(enum tenor_status status);
const char *tenor_status_saying(enum tenor_status status);

/* The language of a text with TENOR_STATUS_LANGUAGE, "french"; NULL when it is
 * none that Tenor knows, or the status is another. */
const char *tenor_other_language(const struct tenor_scorer *scorer);

/* Number of words in the text, and the share, 0 to 1, of those looked up whose
 * stem the model has a weight for. Words of a stop list are not looked up, and
 * neither is what is left out of sentences: see tenor_sentence_at(). */
size_t tenor_words(const struct tenor_scorer *scorer);
double tenor_known(const struct tenor_scorer *scorer);

/* Number of invalid UTF-8 sequences that were read as U+FFFD. */
size_t tenor_repaired(const struct tenor_scorer *scorer);

/* The label with the largest probability, the first one of equals. */
size_t tenor_label(const struct tenor_scorer *scorer, size_t axis);

/* Calibrated probability, 0 to 1; those of an axis add up to 1. */
double tenor_probability(const struct tenor_scorer *scorer, size_t axis,
                         size_t label);

/* Whether the label is in the label set with this threshold, which is from
 * tenor_axis_threshold() for the same axis: its probability is not less. The
 * most probable label always is, so that no set is empty; and without evidence
 * all are. Both can only raise the coverage. */
bool tenor_in_set(const struct tenor_scorer *scorer, size_t axis, size_t label,
                  double threshold);

/* Signed distance to the label's one-vs-rest hyperplane, in units of the
 * margin of the support vector machine (Cortes & Vapnik 1995): +1 and -1 are
 * the edges of the margin in training. */
double tenor_margin(const struct tenor_scorer *scorer, size_t axis,
                    size_t label);

/* p(positive pole) - p(negative pole), -1 to 1. False when the axis declares
 * no poles. */
bool tenor_polarity(const struct tenor_scorer *scorer, size_t axis,
                    double *polarity);

/* A part of a text, in bytes from its beginning: [begin, end). */
struct tenor_span {
    size_t begin, end;
};

/* ---- sentences --------------------------------------------------------- */

/* What of a text an axis is about: all of it as one; its sentences, whose
 * margins are put together; or its title. */
enum tenor_scope { TENOR_WHOLE, TENOR_SENTENCES, TENOR_TITLE };

enum tenor_scope tenor_axis_scope(const struct tenor_model *model, size_t axis);

/* The share of the sentences that the margin of an axis of sentences is the
 * mean of, those with the largest: 1 for all. */
double tenor_axis_share(const struct tenor_model *model, size_t axis);

/* A sentence is part of the result unless it is debris of a page (a byline, a
 * caption, a list of links), has no known feature, or has less than three words
 * where others have more. Models may leave quoted speech out as well, in texts of
 * 500 bytes and more. */
struct tenor_sentence {
    struct tenor_span span;
    bool counted;
};

/* Sentences in reading order; 0 for models without an axis of sentences. */
size_t tenor_sentence_count(const struct tenor_scorer *scorer);
struct tenor_sentence tenor_sentence_at(const struct tenor_scorer *scorer,
                                        size_t sentence);

/* For a counted sentence and an axis of sentences: the calibrated probability
 * of a label for the sentence by itself, and its part of the margin of the text
 * for this label - these add up to tenor_margin() but for rounding. Else false.
 */
bool tenor_sentence_probability(const struct tenor_scorer *scorer,
                                size_t sentence, size_t axis, size_t label,
                                double *probability);
bool tenor_sentence_part(const struct tenor_scorer *scorer, size_t sentence,
                         size_t axis, size_t label, double *part);

/* The title that axes of titles were asked about: the one given, or a part of
 * the text. False when there is none. */
bool tenor_title(const struct tenor_scorer *scorer, const char **title,
                 size_t *len);

/* ---- evidence ---------------------------------------------------------- */

enum tenor_feature_kind {
    TENOR_FEATURE_WORD,    /* the stem of a word */
    TENOR_FEATURE_SIGN,    /* a number, an emoticon, expressive punctuation */
    TENOR_FEATURE_NGRAM,   /* 2 to 3 of these in succession */
    TENOR_FEATURE_NEGATED, /* a stem in the scope of a negation */
    TENOR_FEATURE_STYLE,   /* a mark of style: capitals, stretched words, ... */
    TENOR_FEATURE_CHARS,   /* a character n-gram inside a word */
    TENOR_FEATURE_PLACED,  /* a word by its place beside a target */
};

/* One feature of the text and what it adds to the margin of one label.
 *
 * The evidence adds up exactly: points are integers, all features of a family
 * (character n-grams are one family, the rest is the other) have one unit, and
 *
 *     margin = bias + unit(words) * sum of points + unit(chars) * sum of points
 *
 * in this order of operations reproduces tenor_margin() to the last bit. On an
 * axis of sentences this holds for each sentence that the margin is the mean
 * of: their margins added up in reading order, divided by their number n. */
struct tenor_evidence {
    enum tenor_feature_kind kind;
    size_t sentence;      /* 0 unless the axis is about sentences */
    int64_t points;       /* integer weight times integer value */
    double unit;          /* margin per point, for this text or sentence */
    double contribution;  /* points * unit, or points * unit / n */
    const struct tenor_span *span; /* [spans] every occurrence, ascending */
    size_t spans;
    double weight;    /* of the feature for the label: margin per value 1 */
    double value;     /* of the feature in this text or sentence: but for
                         rounding, weight * value = points * unit */
    uint64_t feature; /* its number: model/feature.h */
};

/* The features that the model has weights for, largest |contribution| first.
 *
 *   *list [*n]  lives until the next call with this scorer
 *   *bias       the part of the margin that no word is responsible for
 *
 * A text without evidence gives *n = 0. False with *err: TENOR_ENOMEM;
 * TENOR_EINVAL when the axis has a non-linear kernel, whose margin is no sum
 * over features. Cost: one to three times that of scoring a text with words that
 * are new to the scorer; scoring the same words again is many times faster, and
 * explaining is not. */
bool tenor_explain(struct tenor_scorer *scorer, size_t axis, size_t label,
                   const struct tenor_evidence **list, size_t *n, double *bias,
                   struct tenor_error *err);

/* The same for one sentence and an axis of sentences: n is 0 unless the margin
 * comes from it. TENOR_EINVAL for an axis of another kind. Cost: the share of
 * the sentence. */
bool tenor_explain_sentence(struct tenor_scorer *scorer, size_t sentence,
                            size_t axis, size_t label,
                            const struct tenor_evidence **list, size_t *n,
                            double *bias, struct tenor_error *err);

/* One word of the text, in all its forms, and what it adds to the margin. */
struct tenor_word {
    struct tenor_span span; /* first occurrence */
    size_t occurrences;
    double contribution;
};

/* The evidence by words: the contribution of a feature is spread evenly over
 * its occurrences, and that of an occurrence over the words, numbers and signs
 * in it. So words add up to what the features add up to, but for rounding.
 * Words of one stem are put together; largest |contribution| first.
 *
 * List, errors and cost as for tenor_explain(). */
bool tenor_explain_words(struct tenor_scorer *scorer, size_t axis,
                         size_t label, const struct tenor_word **list,
                         size_t *n, struct tenor_error *err);

/* The words of the last explanation by words, or of all, where they stand: each
 * occurrence by itself, in reading order. They add up to the words.
 *
 *   list [*n]  lives until the next explanation; occurrences is 1
 *
 * False with *err: TENOR_ENOMEM. */
bool tenor_explain_places(struct tenor_scorer *scorer,
                          const struct tenor_word **list, size_t *n,
                          struct tenor_error *err);

/* A sentence of what an axis is about, and what it adds to the margin: the
 * contributions of the occurrences in it. No feature crosses its ends. */
struct tenor_passage {
    struct tenor_span span;
    bool counted; /* else it adds nothing: debris, or on an axis of sentences
                     one that the margin is not the mean of */
    double contribution;
};

/* Why an axis has a margin: three lists, each of which adds up to the margin
 * with the bias - features exactly, as struct tenor_evidence says, words and
 * sentences but for rounding. */
struct tenor_explanation {
    double bias;
    size_t mean_of; /* sentences that the margin is the mean of; 1 for an axis
                       of another kind, 0 where there is nothing to add up */
    const struct tenor_evidence *feature; /* [features] as tenor_explain() */
    size_t features;
    const struct tenor_word *word; /* [words] as tenor_explain_words() */
    size_t words;
    const struct tenor_passage *sentence; /* [sentences] in reading order; on an
                                             axis of sentences those of
                                             tenor_sentence_at() */
    size_t sentences;
};

/* All of it at once: errors and lifetime as for tenor_explain(). Spans are in
 * the text; on an axis of titles in tenor_title(). */
bool tenor_explain_all(struct tenor_scorer *scorer, size_t axis, size_t label,
                       struct tenor_explanation *out, struct tenor_error *err);

/* How a feature reads: as it stands where it occurs first; one of characters as
 * they are compared, with "_" where a word begins or ends; a mark of style as
 * "capitals" or "stretched".
 *
 *   e             of the last explanation, which stays valid
 *   *name [*len]  lives until the next call with this scorer
 *
 * TENOR_ENOMEM. */
bool tenor_feature_name(struct tenor_scorer *scorer,
                        const struct tenor_evidence *e, const char **name,
                        size_t *len, struct tenor_error *err);

/* ---- targets ------------------------------------------------------------- */

/* A model for targets judges the tone toward whom a text names: its axes are of
 * sentences, and count those that name the target alone. The words of such a
 * sentence weigh by where they stand beside it. */

/* The model for targets that is linked into the library: English news, with one
 * axis, "target". Errors as tenor_model_embedded(). */
bool tenor_model_embedded_target(struct tenor_model **out,
                                 struct tenor_error *err);

struct tenor_target; /* a text, and where it names a target; read-only */

/* Find where a text names a target.
 *
 *   text [len]       as for tenor_score(); borrowed for the call
 *   name [name_len]  what the target is called, in UTF-8; other names of it
 *                    behind a "|" each, of which the longest counts where
 *                    several fit. At most TENOR_TARGET_MAX bytes
 *
 * A mention is the words of a name, whole and in succession within a sentence,
 * case folded and in NFC; between them may be blanks and dots, and behind the
 * last a possessive 's, which is no part of it. The word behind a # is one.
 *
 * True on success, with *out to be freed by the caller; no mention is no error.
 * False with *err: TENOR_EINVAL when no name has a word, the names are too
 * long, or the model is not for targets; TENOR_ELIMIT, TENOR_ENOMEM. Cost:
 * linear in the text. */
#define TENOR_TARGET_MAX 1000
bool tenor_target_find(const struct tenor_model *model, const char *text,
                       size_t len, const char *name, size_t name_len,
                       struct tenor_target **out, struct tenor_error *err);

/* NULL is allowed. */
void tenor_target_free(struct tenor_target *target);

size_t tenor_target_mentions(const struct tenor_target *target);

/* Mentions in reading order, in the text. */
struct tenor_span tenor_target_mention(const struct tenor_target *target,
                                       size_t mention);

/* Score what the text says of the target, with a scorer of a model for targets.
 * The target is borrowed until the next call with this scorer. Results and
 * evidence are read as after tenor_score(); without a mention the status is not
 * OK. Spans are those of a text that has a word of the model in the
 * place of each mention: tenor_target_place() says where they are in the text
 * itself. Errors as tenor_score(). */
bool tenor_score_target(struct tenor_scorer *scorer,
                        const struct tenor_target *target,
                        struct tenor_error *err);
struct tenor_span tenor_target_place(const struct tenor_target *target,
                                     struct tenor_span span);

/* ---- JSON -------------------------------------------------------------- */

/* What of a result stands in JSON. */
struct tenor_json_parts {
    const size_t *axis;      /* [axes] these; NULL: all axes of the model */
    size_t axes;
    const double *threshold; /* [axes of the model] from tenor_axis_threshold(),
                                for label sets; NULL: none */
    bool sentences; /* of a model with an axis of sentences, each of them */
};

/* The result as a JSON object (RFC 8259) on one line, the one that
 * `tenor score --format json` prints behind "id"; its keys: cli/tenor.1. It does
 * not depend on the locale.
 *
 *   parts         NULL: all axes, nothing else
 *   *json [*len]  UTF-8, not terminated; lives until the next call with this
 *                 scorer
 *
 * False with *err: TENOR_ENOMEM. */
bool tenor_json(struct tenor_scorer *scorer,
                const struct tenor_json_parts *parts, const char **json,
                size_t *len, struct tenor_error *err);

/* Program version, and the newest model format that this library reads. */
const char *tenor_version(void);
unsigned tenor_model_format(void);

#ifdef __cplusplus
}
#endif

#endif
