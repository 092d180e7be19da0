/* The parts of the page about an article, a file each. */
#ifndef TENOR_CLI_REPORT_ARTICLE_PART_H
#define TENOR_CLI_REPORT_ARTICLE_PART_H

#include "cli/explain/balance.h"
#include "cli/explain/explaining.h"
#include "cli/explain/heaviest.h"
#include "cli/report/markup.h"

/* An axis that has a label, as it is being written. */
struct page_part {
    struct explaining *x;
    struct markup *m;
    size_t axis, label;
    const char *name; /* of the label */
    const char *lang; /* of the text, ISO 639; NULL: not known */
    struct str in;    /* what spans are in */
    size_t shown;     /* bytes of it */
    size_t sentences; /* of the explanation, that are shown */
    struct tenor_explanation e;
    struct merged_list features;
    struct balance balance;
    size_t heaviest[HEAVIEST], heavy; /* those that carry most */
};

/* All axes, with label or without. */
void article_profile(struct explaining *x, struct markup *m);

/* An axis in full. Each is false, with *err, where an explanation fails. */
bool article_axis(struct explaining *x, struct markup *m, size_t axis,
                  const char *lang, bool open, struct tenor_error *err);

void article_arc(const struct page_part *p);
/* What of the text is shown: up to the end of a sentence, so many bytes at
 * most.
 */
void article_choose_shown(struct page_part *p, size_t most);

/* The text alone, with its words marked; so many of the strongest can be
 * reached by the keyboard. */
bool article_marked(const struct page_part *p, size_t stops,
                    struct tenor_error *err);
bool article_text(const struct page_part *p, struct tenor_error *err);
bool article_sentences(const struct page_part *p, struct tenor_error *err);
bool article_features(const struct page_part *p, struct tenor_error *err);

/* Whether the text is short enough to be explained. */
bool article_is_explained(const struct explaining *x);

/* A rounded sum in steps of cli/explain/balance.h. */
void article_sum(struct markup *m, long long steps);

/* Whether a sentence is one of those that carry most. */
bool article_is_heavy(const struct page_part *p, size_t sentence);

/* Why an axis has no label. */
void article_status(const struct explaining *x, struct markup *m, size_t axis);

#endif
