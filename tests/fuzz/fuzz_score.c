/* Any text through a model with an axis of each scope. The first byte says
 * whether quoted speech is left out and which share is taken, the second how
 * long the title is, which is the beginning of the rest; above 200 none is
 * given. */
#include <math.h>
#include <string.h>

#include "tests/fuzz/evidence.h"
#include "tests/fuzz/scopes.h"

/* ---- promises -------------------------------------------------------------
 */

static void check_spans(const struct tenor_evidence *e, size_t len)
{
    size_t at = 0;

    CHECK(e->spans > 0);
    for (size_t i = 0; i < e->spans; i++) {
        CHECK(e->span[i].begin < e->span[i].end && e->span[i].end <= len);
        CHECK(e->span[i].begin >= at);
        at = e->span[i].begin;
    }
}

/* Evidence of many sentences is a long list: look at some of them. */
static void check_sentences(const struct tenor_model *m, struct tenor_scorer *s,
                            size_t axis, size_t label,
                            const struct tenor_evidence *list, size_t n,
                            double bias, struct str text)
{
    const size_t sentences = tenor_sentence_count(s);
    const size_t step = 1 + sentences / 50;
    size_t counted = 0, at = 0;
    double sum = 0.0, part, p;

    for (size_t i = 0; i < sentences; i++)
        counted += tenor_sentence_at(s, i).counted;
    const double of = ceil(tenor_axis_share(m, axis) * (double)counted);
    for (size_t i = 0; i < sentences; i++) {
        const struct tenor_sentence t = tenor_sentence_at(s, i);
        CHECK(t.span.begin >= at && t.span.begin < t.span.end);
        at = t.span.end;
        CHECK(tenor_sentence_part(s, i, axis, label, &part) == t.counted);
        CHECK(tenor_sentence_probability(s, i, axis, label, &p) == t.counted);
        if (!t.counted)
            continue;
        CHECK(p >= 0.0 && p <= 1.0);
        sum += part;
        if (i % step == 0 && part != 0.0)
            CHECK(evidence_margin(list, n, i, bias) / of == part);
    }
    CHECK(at <= text.len);
    for (size_t i = 0; i < n; i++) {
        const struct tenor_sentence t = tenor_sentence_at(s, list[i].sentence);
        CHECK(t.counted);
        CHECK(list[i].span[0].begin >= t.span.begin &&
              list[i].span[list[i].spans - 1].end <= t.span.end);
    }
    if (counted)
        CHECK(fabs(sum - tenor_margin(s, axis, label)) < 1e-9);
}

static void check_evidence(const struct tenor_model *m, struct tenor_scorer *s,
                           size_t axis, size_t label, struct str text)
{
    const enum tenor_scope scope = tenor_axis_scope(m, axis);
    const enum tenor_status status = tenor_axis_status(s, axis);
    struct tenor_error err = {0};
    const struct tenor_evidence *list;
    const struct tenor_word *word;
    double bias, sum = 0.0, of_words = 0.0;
    size_t n, words, len = text.len;
    const char *title;

    CHECK(tenor_explain(s, axis, label, &list, &n, &bias, &err));
    if (scope == TENOR_TITLE && !tenor_title(s, &title, &len))
        CHECK(status == TENOR_STATUS_NO_TITLE && n == 0);
    for (size_t i = 0; i < n; i++) {
        const char *name;
        size_t size;
        check_spans(&list[i], len);
        CHECK(tenor_feature_name(s, &list[i], &name, &size, &err) && size > 0);
        sum += list[i].contribution;
    }
    if (scope == TENOR_SENTENCES)
        check_sentences(m, s, axis, label, list, n, bias, text);
    else if (status == TENOR_STATUS_OK)
        CHECK(evidence_margin(list, n, 0, bias) == tenor_margin(s, axis, label));
    CHECK(tenor_explain_words(s, axis, label, &word, &words, &err));
    for (size_t i = 0; i < words; i++) {
        CHECK(word[i].span.begin < word[i].span.end &&
              word[i].span.end <= len && word[i].occurrences > 0);
        of_words += word[i].contribution;
    }
    CHECK(fabs(sum - of_words) < 1e-6 * (1.0 + (double)n));
}

static void check_axis(const struct tenor_model *m, struct tenor_scorer *s,
                       size_t axis, struct str text)
{
    const size_t K = tenor_axis_label_count(m, axis);
    const enum tenor_status status = tenor_axis_status(s, axis);
    double sum = 0.0;

    CHECK(tenor_label(s, axis) < K);
    if (axis == TITLE)
        CHECK(status == TENOR_STATUS_OK || status == TENOR_STATUS_NO_TITLE);
    else if (tenor_status(s) != TENOR_STATUS_OK)
        CHECK(status == tenor_status(s));
    else
        CHECK(status == TENOR_STATUS_OK || status == TENOR_STATUS_SHORT ||
              status == TENOR_STATUS_UNFAMILIAR);
    for (size_t k = 0; k < K; k++) {
        const double p = tenor_probability(s, axis, k);
        CHECK(p >= 0.0 && p <= 1.0);
        CHECK(status == TENOR_STATUS_OK || p == tenor_axis_prior(m, axis, k));
        sum += p;
        check_evidence(m, s, axis, k, text);
    }
    CHECK(fabs(sum - 1.0) < 1e-9);
}

/* Margins and what else a text gives, as one number for each. */
#define NUMBERS 16
static void note(const struct tenor_model *m, const struct tenor_scorer *s,
                 double number[NUMBERS])
{
    size_t n = 0;

    for (size_t a = 0; a < AXES; a++) {
        number[n++] = (double)tenor_axis_status(s, a);
        for (size_t k = 0; k + 1 < tenor_axis_label_count(m, a); k++)
            number[n++] = tenor_margin(s, a, k);
    }
    number[n++] = (double)tenor_sentence_count(s);
    number[n++] = (double)tenor_words(s);
    number[n++] = tenor_known(s);
    CHECK(n <= NUMBERS);
}

/* The same from a scorer that has seen another text. */
static void check_again(const struct tenor_model *m, struct tenor_scorer *s,
                        struct str title, struct str text)
{
    double before[NUMBERS] = {0}, after[NUMBERS] = {0};
    struct tenor_error err = {0};

    note(m, s, before);
    CHECK(tenor_score(s, "Bad. Not good, \"he said so to us\".\n\nFun", 40,
                      &err));
    CHECK(tenor_score_titled(s, title.s, title.len, text.s, text.len, &err));
    note(m, s, after);
    CHECK(memcmp(before, after, sizeof before) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2)
        return 0;
    const struct tenor_model *m = scopes_model(data[0]);
    struct str text = {(const char *)data + 2, size - 2}, title = {0};
    struct tenor_error err = {0};
    struct tenor_scorer *s;

    if (data[1] <= 200) {
        title = (struct str){text.s, data[1] < text.len ? data[1] : text.len};
        text.s += title.len;
        text.len -= title.len;
    }
    CHECK(tenor_scorer_new(m, &s, &err));
    CHECK(tenor_score_titled(s, title.s, title.len, text.s, text.len, &err));
    CHECK(tenor_known(s) >= 0.0 && tenor_known(s) <= 1.0);
    CHECK(tenor_repaired(s) <= text.len);
    for (size_t a = 0; a < AXES; a++)
        check_axis(m, s, a, text);
    check_again(m, s, title, text);
    tenor_scorer_free(s);
    return 0;
}
