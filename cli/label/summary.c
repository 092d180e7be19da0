#include "cli/label/summary.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cli/out.h"
#include "datasets/digest.h"
#include "model/modelfile.h"
#include "train/card.h"
#include "train/prevalence.h"

/* ---- known errors -------------------------------------------------------- */

/* The object of the card for an axis, or NULL. */
static const json_t *find_axis(const json_t *card, const struct tenor_model *m,
                               size_t axis)
{
    const json_t *o = json_array_get(json_object_get(card, "axes"), axis);
    const char *name = json_string_value(json_object_get(o, "name"));

    return name && strcmp(name, tenor_axis_name(m, axis)) == 0 ? o : NULL;
}

/* Read the confusion [K][K] of some figures and how many documents it counts.
 * False unless it is one: a card may hold anything. */
static bool read_confusion(const json_t *axis, const char *figures, size_t K,
                           uint64_t *confusion, uint64_t *documents)
{
    const json_t *rows =
        json_object_get(json_object_get(axis, figures), "confusion");

    *documents = 0;
    for (size_t i = 0; i < K * K; i++) {
        const json_t *cell = json_array_get(json_array_get(rows, i / K), i % K);
        const json_int_t n = json_integer_value(cell);
        if (!json_is_integer(cell) || n < 0 || n > UINT32_MAX)
            return false;
        confusion[i] = (uint64_t)n;
        *documents += (uint64_t)n;
    }
    return *documents > 0;
}

/* The confusion for the texts that were counted, and its unit; NULL when none
 * is known. */
static const char *find_errors(const struct summary *s, const json_t *card,
                               size_t i, uint64_t *confusion,
                               uint64_t *documents)
{
    const struct tenor_model *m = s->counting->model;
    const size_t a = s->counting->axis[i], K = tenor_axis_label_count(m, a);
    const json_t *o = find_axis(card, m, a);
    const bool articles =
        tenor_axis_scope(m, a) == TENOR_SENTENCES &&
        s->count[COUNTING_SEVERAL] > s->count[COUNTING_SINGLE];

    if (articles && read_confusion(o, "articles", K, confusion, documents))
        return "article";
    return read_confusion(o, "cross_validation", K, confusion, documents)
               ? tenor_axis_unit(m, a)
               : NULL;
}

/* ---- summing up ---------------------------------------------------------- */

static size_t labels_of(const struct summary *s, size_t i)
{
    return tenor_axis_label_count(s->counting->model, s->counting->axis[i]);
}

/* [K + 1] texts given each label, and without. */
static const uint64_t *counts_of(const struct summary *s, size_t i)
{
    return s->count + s->counting->first[i];
}

/* Adjust by a confusion, unless the counts do not fit. */
static bool adjust_by(struct summary *s, size_t i, const uint64_t *confusion,
                      struct tenor_error *err)
{
    struct summary_axis *a = &s->axis[i];
    const size_t K = labels_of(s, i);

    a->adjusted = mem_zero(K, sizeof *a->adjusted);
    if (!a->adjusted)
        return fail_memory(err, "a summary");
    if (!prevalence_adjust(counts_of(s, i), confusion, K, a->adjusted, &a->fit,
                           err))
        return false;
    if (a->fit < PREVALENCE_FIT) {
        free(a->adjusted);
        a->adjusted = NULL;
    }
    return true;
}

static bool adjust(struct summary *s, const json_t *card, size_t i,
                   struct tenor_error *err)
{
    struct summary_axis *a = &s->axis[i];
    const size_t K = labels_of(s, i);
    uint64_t *confusion;
    bool ok = true;

    if (K > CONFUSION_LABELS)
        return true;
    confusion = mem_zero(K * K, sizeof *confusion);
    if (!confusion)
        return fail_memory(err, "a summary");
    a->unit = find_errors(s, card, i, confusion, &a->documents);
    if (a->unit && a->labelled > 0)
        ok = adjust_by(s, i, confusion, err);
    free(confusion);
    return ok;
}

static bool sum_up(struct summary *s, const json_t *card, size_t i,
                   struct tenor_error *err)
{
    struct summary_axis *a = &s->axis[i];
    const size_t K = labels_of(s, i);

    for (size_t k = 0; k < K; k++)
        a->labelled += counts_of(s, i)[k];
    a->share = mem_zero(K, sizeof *a->share);
    if (!a->share)
        return fail_memory(err, "a summary");
    prevalence_given(counts_of(s, i), K, a->share);
    return adjust(s, card, i, err);
}

bool summary_init(struct summary *s, const struct counting *c,
                  const uint64_t *count, struct tenor_error *err)
{
    size_t size;
    const char *bytes = tenor_model_card(c->model, &size);
    json_t *card = json_loadb(bytes, size, 0, NULL);

    *s = (struct summary){.counting = c, .count = count};
    s->axis = mem_zero(c->axes, sizeof *s->axis);
    bool ok = s->axis || fail_memory(err, "a summary");
    for (size_t i = 0; ok && i < c->axes; i++)
        ok = sum_up(s, card, i, err);
    json_decref(card);
    return ok;
}

void summary_release(struct summary *s)
{
    for (size_t i = 0; s->axis && i < s->counting->axes; i++) {
        free(s->axis[i].share);
        free(s->axis[i].adjusted);
    }
    free(s->axis);
    *s = (struct summary){0};
}

/* ---- text ---------------------------------------------------------------- */

#define NAME 20 /* columns of a name, with its indent */

/* Print a name on one line, cut and filled up to some columns. */
static void print_name(FILE *to, const char *indent, const char *name)
{
    const size_t most = NAME - strlen(indent);
    struct buffer b = {0};
    size_t columns = 0;

    if (!out_clean(&b, str_of(name)))
        b.len = 0; /* rather a table without names than none */
    const int bytes = out_prefix((struct str){b.data, b.len}, most);
    for (int i = 0; i < bytes; i++)
        columns += ((unsigned char)b.data[i] & 0xC0) != 0x80;
    fprintf(to, "%s%.*s%*s", indent, bytes, bytes ? b.data : "",
            (int)(most - columns), "");
    free(b.data);
}

static void print_count(FILE *to, const char *name, uint64_t n)
{
    print_name(to, "  ", name);
    fprintf(to, " %10" PRIu64 "\n", n);
}

static void print_share(FILE *to, const struct interval *i, bool last)
{
    char bounds[32];

    snprintf(bounds, sizeof bounds, "[%.1f, %.1f]", 100.0 * i->low,
             100.0 * i->high);
    fprintf(to, " %5.1f %% %*s", 100.0 * i->value, last ? 0 : -15, bounds);
}

static void print_label(const struct summary *s, size_t i, size_t k, FILE *to)
{
    const struct tenor_model *m = s->counting->model;
    const struct summary_axis *a = &s->axis[i];

    print_name(to, "  ", tenor_axis_label(m, s->counting->axis[i], k));
    fprintf(to, " %10" PRIu64, counts_of(s, i)[k]);
    if (a->labelled > 0)
        print_share(to, &a->share[k], !a->adjusted);
    if (a->adjusted)
        print_share(to, &a->adjusted[k], true);
    fputc('\n', to);
}

static void print_errors(const struct summary_axis *a, FILE *to)
{
    struct buffer unit = {0};

    if (!a->unit)
        fputs("  not adjusted: the model does not know what its errors are\n",
              to);
    else if (a->labelled > 0 && out_clean(&unit, str_of(a->unit)))
        fprintf(to, "  %s the errors on %" PRIu64 " documents of unit '%.*s'\n",
                a->adjusted ? "adjusted by" : "not adjusted: no shares fit to",
                a->documents, (int)unit.len, unit.data ? unit.data : "");
    free(unit.data);
}

static void print_axis(const struct summary *s, size_t i, FILE *to)
{
    const struct counting *c = s->counting;
    const struct summary_axis *a = &s->axis[i];
    const size_t K = labels_of(s, i);

    fputc('\n', to);
    print_name(to, "", tenor_axis_name(c->model, c->axis[i]));
    fprintf(to, " %10s%s%s\n", "count",
            a->labelled > 0 ? "   share interval" : "",
            a->adjusted ? "       adjusted interval" : "");
    for (size_t k = 0; k < K; k++)
        print_label(s, i, k, to);
    print_count(to, "(no label)", counts_of(s, i)[K]);
    print_errors(a, to);
}

void summary_print(const struct summary *s, FILE *to)
{
    const struct counting *c = s->counting;
    bool adjusted = false;

    print_name(to, "", "records");
    fprintf(to, " %10" PRIu64 "\n", s->count[COUNTING_RECORDS]);
    for (size_t i = 0; i < COUNTING_STATUSES; i++)
        if (s->count[COUNTING_STATUS + i])
            print_count(to, tenor_status_name((enum tenor_status)i),
                        s->count[COUNTING_STATUS + i]);
    if (s->count[COUNTING_ERRORS])
        print_count(to, "error", s->count[COUNTING_ERRORS]);
    for (size_t i = 0; i < c->axes; i++) {
        print_axis(s, i, to);
        adjusted |= s->axis[i].adjusted != NULL;
    }
    if (adjusted)
        fputs("\nShares are of the records with a label; intervals hold 95 %."
              " Adjusted shares\nallow for labels taken for others, if the"
              " model errs here as it is known to.\n",
              to);
}

/* ---- JSON ---------------------------------------------------------------- */

static json_t *interval_json(const struct interval *i)
{
    return json_pack("{s:f, s:[f, f]}", "share", i->value, "interval", i->low,
                     i->high);
}

static json_t *label_json(const struct summary *s, size_t i, size_t k)
{
    const struct counting *c = s->counting;
    const struct summary_axis *a = &s->axis[i];
    const char *name = tenor_axis_label(c->model, c->axis[i], k);
    const bool some = a->labelled > 0;

    return json_pack(
        "{s:o, s:I, s:o, s:o, s:o}", "name", out_string(str_of(name)), "count",
        (json_int_t)counts_of(s, i)[k], "share",
        some ? json_real(a->share[k].value) : json_null(), "interval",
        some ? json_pack("[f, f]", a->share[k].low, a->share[k].high)
             : json_null(),
        "adjusted", a->adjusted ? interval_json(&a->adjusted[k]) : json_null());
}

static json_t *errors_json(const struct summary_axis *a)
{
    if (!a->unit)
        return json_null();
    return json_pack("{s:o, s:I, s:o}", "unit", out_string(str_of(a->unit)),
                     "documents", (json_int_t)a->documents, "fit",
                     a->labelled > 0 ? json_real(a->fit) : json_null());
}

static json_t *axis_json(const struct summary *s, size_t i)
{
    const struct counting *c = s->counting;
    const struct summary_axis *a = &s->axis[i];
    const size_t K = labels_of(s, i);
    const char *name = tenor_axis_name(c->model, c->axis[i]);
    json_t *labels = json_array();

    for (size_t k = 0; labels && k < K; k++)
        if (json_array_append_new(labels, label_json(s, i, k)) != 0) {
            json_decref(labels);
            return NULL;
        }
    return json_pack("{s:o, s:I, s:I, s:o, s:o}", "name",
                     out_string(str_of(name)), "labelled",
                     (json_int_t)a->labelled, "unlabelled",
                     (json_int_t)counts_of(s, i)[K], "labels", labels,
                     "error_rates", errors_json(a));
}

static json_t *axes_json(const struct summary *s)
{
    json_t *axes = json_array();

    for (size_t i = 0; axes && i < s->counting->axes; i++)
        if (json_array_append_new(axes, axis_json(s, i)) != 0) {
            json_decref(axes);
            return NULL;
        }
    return axes;
}

static json_t *statuses_json(const uint64_t *count)
{
    json_t *o = json_object();

    for (size_t i = 0; o && i < COUNTING_STATUSES; i++)
        json_object_set_new(
            o, tenor_status_name((enum tenor_status)i),
            json_integer((json_int_t)count[COUNTING_STATUS + i]));
    return o;
}

static json_t *model_json(const struct tenor_model *m, const char *name)
{
    char hex[DIGEST_HEX];

    digest_of(m->bytes, hex);
    return json_pack("{s:o, s:s}", "name",
                     name ? out_string(str_of(name)) : json_null(), "sha256",
                     hex);
}

json_t *summary_json(const struct summary *s, const char *model)
{
    const uint64_t *n = s->count;

    return json_pack("{s:i, s:s, s:o, s:I, s:I, s:I, s:I, s:o, s:o}", "v", 1,
                     "tenor", tenor_version(), "model",
                     model_json(s->counting->model, model), "records",
                     (json_int_t)n[COUNTING_RECORDS], "errors",
                     (json_int_t)n[COUNTING_ERRORS], "single",
                     (json_int_t)n[COUNTING_SINGLE], "several",
                     (json_int_t)n[COUNTING_SEVERAL], "statuses",
                     statuses_json(n), "axes", axes_json(s));
}
