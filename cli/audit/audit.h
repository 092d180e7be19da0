/* An audit of labelled corpora: what is wrong with them. */
#ifndef TENOR_CLI_AUDIT_AUDIT_H
#define TENOR_CLI_AUDIT_AUDIT_H

#include "cli/audit/finding.h"
#include "train/leaks.h"
#include "train/opinion.h"
#include "train/passages.h"
#include "train/twins.h"

struct audit {
    const struct train_request *request;
    const char *const *test; /* [tests] corpora that are measured on */
    size_t tests;
    const char *const *with; /* [models] paths of those that are asked */
    struct tenor_model **model; /* [models] */
    size_t models;
    size_t repeats;    /* cross-validations */
    double similarity; /* of near-duplicates */
    /* what is filled: */
    struct trained all;       /* settings and vectors; not fitted */
    struct documents tested;  /* of the tests */
    struct opinion opinion;   /* of the models */
    size_t *test_end;         /* [tests] documents up to each */
    struct twins twins;       /* of the documents, and those tested */
    struct passages passages; /* of the documents */
    double *p;                /* [N][K] of the axis at hand */
    double *accuracy;         /* [axes] of labels, out of fold */
    struct leaks *leaks;      /* [axes] */
    struct finding *item;     /* [n] the worst first */
    size_t n, capacity;
    size_t count[FINDINGS];
};

/* Audit the corpora of the request. a is zeroed but for the first eight, and
 * to be released in any case. Errors as train_corpora. */
bool audit_run(struct audit *a, struct tenor_error *err);
void audit_release(struct audit *a);

/* The corpus that a document is of. */
const char *audit_file(const struct audit *a, size_t document);

/* Text i: of the documents, then of those tested. A twins_text with a struct
 * audit. */
struct str audit_text(const void *audit, size_t i);

/* ---- for the parts ------------------------------------------------------- */

/* Ask the models, before settings are searched. What a model was trained on is
 * told through the request where it is a corpus of the audit. Errors as
 * opinion_ask, and TENOR_EMODEL for a model that has none of texts. */
bool audit_ask(struct audit *a, struct tenor_error *err);

/* Add a finding; its axis, kind and document are set. TENOR_ENOMEM. */
bool audit_add(struct audit *a, const struct finding *f,
               struct tenor_error *err);

/* Each adds what it finds. */
bool audit_labels(struct audit *a, size_t axis, struct tenor_error *err);
bool audit_duplicates(struct audit *a, size_t axis, struct tenor_error *err);
bool audit_tests(struct audit *a, struct tenor_error *err);
bool audit_texts(struct audit *a, struct tenor_error *err);
bool audit_leaks(struct audit *a, size_t axis, struct tenor_error *err);

/* ---- printing ------------------------------------------------------------ */

/* A finding as an object; NULL when memory ran out. */
struct json_t *audit_json(const struct audit *a, const struct finding *f);

/* A summary for people, then the `top` worst of each kind. */
bool audit_print(const struct audit *a, size_t top, struct buffer *out);

#endif
