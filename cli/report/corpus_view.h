/* The parts of the page about corpora, a file each; corpus_page.c puts them
 * together. Each appends its markup; numbers are in facts and in the summary
 * of cli/label alone. */
#ifndef TENOR_CLI_REPORT_CORPUS_VIEW_H
#define TENOR_CLI_REPORT_CORPUS_VIEW_H

#include "cli/label/summary.h"
#include "cli/report/contrast.h"
#include "cli/report/facts.h"
#include "cli/report/markup.h"

struct corpus_view {
    struct markup *m;
    struct facts *f; /* whose words are ordered, as the tallies are: months
                           by name, groups by records */
    const struct summary *summary;
    const struct meanings *meanings;
    struct str date_field, group_field; /* that gave values, or what was asked
                                           for */
    size_t month; /* bytes of a name of f->months: 7 months, 4 years, 3 tens of
                     years, 2 hundreds */
    size_t group[2];  /* items of f->groups whose words are compared; */
    size_t column[2]; /* their columns in f->words */
    bool compared;    /* there are such */
};

/* ---- what several parts share -------------------------------------------- */

size_t view_labels(const struct corpus_view *v, size_t axis);
const char *view_axis(const struct corpus_view *v, size_t axis);
const char *view_label(const struct corpus_view *v, size_t axis, size_t label);

/* Numbers of the axes are those among the shown ones. Texts with a label, of an
 * array that cli/label/counting.h lays out. */
uint64_t view_labelled(const struct corpus_view *v, size_t axis,
                       const uint64_t *count);
uint64_t view_count(const struct corpus_view *v, size_t axis, size_t label,
                    const uint64_t *count);

/* "34.1 %" and "30.2-38.3"; a bar of the share with its interval on it. */
void view_interval(struct markup *m, const struct interval *i);
void view_bar(struct markup *m, const struct interval *i);

/* A cell of a table with a count; with a share, its interval and bar. */
void view_count_cell(struct markup *m, uint64_t n);
void view_share_cell(struct markup *m, const struct interval *i);

/* A place for a table that may be wider than the page. */
void view_wide_begin(struct markup *m, const char *name, struct str of);
void view_wide_end(struct markup *m);

/* The name of a field of the records, "outlet"; of tables without names "column
 * 3". */
void view_field(struct markup *m, struct str name);

/* "2024-03-12", or as far as it is known. */
void view_date(struct markup *m, const struct date *d);

/* printf into some room, cut where it ends. */
struct str view_say(char *to, size_t size, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* ---- the parts ----------------------------------------------------------- */

void corpus_overview(const struct corpus_view *v);
void corpus_spread(const struct corpus_view *v, size_t axis);
void corpus_time(const struct corpus_view *v, size_t axis);
void corpus_groups(const struct corpus_view *v, size_t axis);
void corpus_label_words(const struct corpus_view *v, size_t axis);
void corpus_group_words(const struct corpus_view *v);
void corpus_extremes(const struct corpus_view *v, size_t axis);
bool corpus_articles(const struct corpus_view *v, struct tenor_error *err);
void corpus_table(const struct corpus_view *v);

#endif
