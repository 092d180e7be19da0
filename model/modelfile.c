#include "model/modelfile.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "model/coverage.h"
#include "model/kernel.h"

/* ---- layout: FORMAT.md says the same in words -------------------------- */

#define MAGIC "TENORMDL"
#define BYTE_ORDER_MARK 0x01020304u
#define ALIGNMENT 64

struct header {
    char magic[8];
    uint32_t format;
    uint32_t byte_order;
    uint64_t size;     /* of the file */
    uint64_t checksum; /* XXH3-64 of everything after this field */
    uint32_t sections;
    uint32_t axes;
    uint64_t reserved[3]; /* 0 */
};

enum section_id {
    SECTION_FEATURES = 1, /* struct feature_settings */
    SECTION_STOPS,        /* uint64_t [] */
    SECTION_BUCKETS,      /* uint32_t [2^bits + 1] */
    SECTION_TAGS,         /* uint32_t [rows] */
    SECTION_WEIGHTS,      /* int16_t [rows][columns] */
    SECTION_STRINGS,      /* names, each with a NUL */
    SECTION_CARD,         /* JSON */
    SECTION_AXIS,         /* one per axis: struct axis_record and arrays */
    SECTION_KERNEL,       /* one per kernel axis: struct kernel_record ... */
    SECTION_CONFORMAL,    /* none or one per axis: double [COVERAGE_LEVELS] */
    SECTION_DOMAIN,       /* none or one per axis: double words, known */
    SECTION_SCOPE,        /* none or one per axis: struct scope_record ... */
    SECTION_FILTER,       /* uint64_t [2^bits / 64], see table.h */
    SECTION_GLOSSARY,     /* none or one per axis: uint64_t n, ... */
    SECTION_SKETCH,       /* none or one per axis: struct sketch_record ... */
};

struct section {
    uint32_t id;
    uint32_t axis; /* of sections about axes, else 0 */
    uint64_t offset, size;
};

/* Followed by double prior[labels], offset[labels], bias[machines],
 * scale[columns], then uint32_t label[labels]. */
struct axis_record {
    uint32_t name, unit; /* places in SECTION_STRINGS */
    uint32_t labels;
    uint32_t column, columns;
    int32_t positive, negative;
    uint32_t kernel; /* 1: see SECTION_KERNEL */
    double slope;
};

/* Followed by double coef[machines][vectors], multiplier[rows],
 * value[nodes], uint64_t start[vectors + 1], uint32_t row[nodes]. */
struct kernel_record {
    uint32_t type, degree;
    double gamma, coef0;
    uint64_t vectors, nodes;
};

/* Followed by double offset[labels]. */
struct scope_record {
    uint32_t scope;
    uint32_t without_quotes; /* the same for all axes of a model */
    double share, slope;
};

/* Followed by double given[labels], uint64_t feature[words], float
 * edge[distributions][SKETCH_STEPS], below[distributions][SKETCH_STEPS],
 * uint16_t rate[words] and the names of the words. */
struct sketch_record {
    struct sketch_numbers numbers;
    uint32_t words, distributions;
};

uint64_t model_checksum(struct str bytes)
{
    const size_t from = offsetof(struct header, sections);

    return XXH3_64bits(bytes.s + from, bytes.len - from);
}

bool model_is(struct str bytes)
{
    return bytes.len >= 8 && memcmp(bytes.s, MAGIC, 8) == 0;
}

bool model_section(const struct tenor_model *m, size_t i,
                   struct model_section *out)
{
    static const char *const name[] = {
        "?",         "features", "stops", "buckets", "tags",    "weights",
        "strings",   "card",     "axis",  "kernel",  "conformal", "domain",
        "scope",     "filter",   "glossary", "sketch"};
    struct header h;
    struct section s;

    memcpy(&h, m->bytes.s, sizeof h);
    if (i >= h.sections)
        return false;
    memcpy(&s, m->bytes.s + sizeof h + i * sizeof s, sizeof s);
    *out = (struct model_section){s.id < sizeof name / sizeof *name ? name[s.id]
                                                                    : "?",
                                  s.id,
                                  s.axis,
                                  {m->bytes.s + s.offset, (size_t)s.size}};
    return true;
}

/* ---- reading ----------------------------------------------------------- */

static bool damaged(struct tenor_error *err, const char *what)
{
    return fail(err, TENOR_EMODEL, 0, "damaged model: %s", what);
}

static bool check_header(struct str bytes, bool trusted,
                         struct tenor_error *err)
{
    struct header h;

    if (bytes.len < sizeof h || memcmp(bytes.s, MAGIC, 8) != 0)
        return fail(err, TENOR_EMODEL, 0, "not a tenor model");
    memcpy(&h, bytes.s, sizeof h);
    if (h.byte_order != BYTE_ORDER_MARK)
        return fail(err, TENOR_EMODEL, 0,
                    "the model was written with another byte order");
    if (h.format < MODEL_FORMAT)
        return fail(err, TENOR_EMODEL, 0,
                    "model format %u is older than this program, which reads "
                    "%u; train the model again",
                    h.format, MODEL_FORMAT);
    if (h.format > MODEL_FORMAT)
        return fail(err, TENOR_EMODEL, 0,
                    "model format %u is newer than this program, which "
                    "reads %u",
                    h.format, MODEL_FORMAT);
    if (h.size != bytes.len)
        return fail(err, TENOR_EMODEL, 0,
                    "damaged model: %llu bytes expected, %zu found",
                    (unsigned long long)h.size, bytes.len);
    if (!trusted && h.checksum != model_checksum(bytes))
        return damaged(err, "the checksum does not match");
    if (h.axes == 0 || h.axes > MODEL_AXES_MAX)
        return damaged(err, "number of axes");
    if (h.sections > (bytes.len - sizeof h) / sizeof(struct section))
        return damaged(err, "number of sections");
    return true;
}

/* The bytes of a section; a NULL view when the file has none such. */
static bool find_section(struct str bytes, enum section_id id, size_t axis,
                         struct str *out, struct tenor_error *err)
{
    struct header h;
    struct section s;

    *out = (struct str){0};
    memcpy(&h, bytes.s, sizeof h);
    for (size_t i = 0; i < h.sections; i++) {
        memcpy(&s, bytes.s + sizeof h + i * sizeof s, sizeof s);
        if (s.id != (uint32_t)id || s.axis != axis)
            continue;
        if (s.offset % ALIGNMENT || s.offset > bytes.len ||
            s.size > bytes.len - s.offset)
            return damaged(err, "a section lies outside the file");
        *out = (struct str){bytes.s + s.offset, (size_t)s.size};
        return true;
    }
    return true;
}

/* Take an array of count elements off the front of a section. */
static const void *cut(struct str *section, uint64_t count, size_t size)
{
    const char *s = section->s;

    if (!s || count > section->len / size)
        return NULL;
    section->s += count * size;
    section->len -= (size_t)count * size;
    return s;
}

/* Numbers of a size that no sum or product of scoring can overflow. */
#define NUMBER_MAX 1e100

static bool is_number(double value)
{
    return fabs(value) <= NUMBER_MAX; /* false for NaN */
}

static const double *cut_numbers(struct str *section, uint64_t count)
{
    const double *v = cut(section, count, sizeof *v);

    for (uint64_t i = 0; v && i < count; i++)
        if (!is_number(v[i]))
            return NULL;
    return v;
}

static bool parse_features(struct tenor_model *m, struct tenor_error *err)
{
    struct str features, stops;

    if (!find_section(m->bytes, SECTION_FEATURES, 0, &features, err) ||
        !find_section(m->bytes, SECTION_STOPS, 0, &stops, err))
        return false;
    if (features.len != sizeof m->settings)
        return damaged(err, "feature settings");
    memcpy(&m->settings, features.s, sizeof m->settings);
    const char *wrong = feature_settings_check(&m->settings);
    if (wrong)
        return damaged(err, wrong);
    if (stops.len % sizeof(uint64_t))
        return damaged(err, "stop list");
    m->stops.hash = (uint64_t *)(uintptr_t)stops.s;
    m->stops.n = stops.len / sizeof(uint64_t);
    return true;
}

static bool parse_filter(struct tenor_model *m, bool trusted,
                         struct tenor_error *err)
{
    struct table *t = &m->table;
    struct str filter;

    if (!find_section(m->bytes, SECTION_FILTER, 0, &filter, err))
        return false;
    t->filter_bits = TABLE_FILTER_BITS_MIN;
    while (t->filter_bits < TABLE_FILTER_BITS_MAX &&
           (size_t)1 << (t->filter_bits - 3) < filter.len)
        t->filter_bits++;
    if ((size_t)1 << (t->filter_bits - 3) != filter.len)
        return damaged(err, "feature filter");
    t->filter = (const uint64_t *)(const void *)filter.s;
    const char *wrong = trusted ? NULL : table_check_filter(t);
    return !wrong || damaged(err, wrong);
}

static bool parse_table(struct tenor_model *m, bool trusted,
                        struct tenor_error *err)
{
    struct table *t = &m->table;
    struct str buckets, tags, weights;

    if (!find_section(m->bytes, SECTION_BUCKETS, 0, &buckets, err) ||
        !find_section(m->bytes, SECTION_TAGS, 0, &tags, err) ||
        !find_section(m->bytes, SECTION_WEIGHTS, 0, &weights, err))
        return false;
    t->rows = tags.len / sizeof *t->tag;
    if (tags.len % sizeof *t->tag || t->rows >= UINT32_MAX)
        return damaged(err, "feature tags");
    t->bits = 1;
    while (t->bits < TABLE_BITS_MAX &&
           (((size_t)1 << t->bits) + 1) * sizeof *t->bucket < buckets.len)
        t->bits++;
    if ((((size_t)1 << t->bits) + 1) * sizeof *t->bucket != buckets.len)
        return damaged(err, "feature buckets");
    t->bucket = (const uint32_t *)(const void *)buckets.s;
    t->tag = (const uint32_t *)(const void *)tags.s;
    t->weight = (const int16_t *)(const void *)weights.s;
    const char *wrong = table_check(t);
    if (wrong)
        return damaged(err, wrong);
    for (size_t a = 0; a < m->axes; a++)
        t->columns += m->axis[a].columns;
    t->columns = table_columns(t->columns);
    if (weights.len / sizeof *t->weight != t->rows * t->columns ||
        weights.len % sizeof *t->weight)
        return damaged(err, "weights");
    return parse_filter(m, trusted, err);
}

/* A name of at least one byte in the strings section, or NULL. */
static const char *name_at(struct str strings, uint32_t at)
{
    if (at >= strings.len || !strings.s[at] ||
        !memchr(strings.s + at, '\0', strings.len - at))
        return NULL;
    return strings.s + at;
}

static bool parse_kernel(struct tenor_model *m, size_t number,
                         struct axis *axis, size_t rows,
                         struct tenor_error *err)
{
    struct str s;

    if (!find_section(m->bytes, SECTION_KERNEL, number, &s, err))
        return false;
    const struct kernel_record *r = cut(&s, 1, sizeof *r);
    if (!r || r->type > KERNEL_SIGMOID || r->degree > 100 ||
        !is_number(r->gamma) || !is_number(r->coef0) || r->vectors > s.len ||
        r->nodes > s.len)
        return damaged(err, "kernel");
    struct kernel p = {.type = (enum kernel_type)r->type,
                       .degree = (int)r->degree,
                       .gamma = r->gamma,
                       .coef0 = r->coef0,
                       .machines = axis_machines(axis->labels),
                       .vectors = (size_t)r->vectors};
    p.coef = cut_numbers(&s, p.machines * p.vectors);
    p.multiplier = cut_numbers(&s, rows);
    p.value = cut_numbers(&s, r->nodes);
    p.start = cut(&s, r->vectors + 1, sizeof *p.start);
    p.row = cut(&s, r->nodes, sizeof *p.row);
    if (!p.coef || !p.multiplier || !p.value || !p.start || !p.row || s.len)
        return damaged(err, "support vectors");
    if (p.start[0] != 0 || p.start[p.vectors] != r->nodes)
        return damaged(err, "support vectors");
    for (size_t v = 0; v < p.vectors; v++) {
        if (p.start[v] > p.start[v + 1] || p.start[v + 1] > r->nodes)
            return damaged(err, "support vectors");
        for (uint64_t i = p.start[v]; i < p.start[v + 1]; i++)
            if (p.row[i] >= rows ||
                (i > p.start[v] && p.row[i] <= p.row[i - 1]))
                return damaged(err, "support vectors");
    }
    struct kernel *kernel = mem_zero(1, sizeof *kernel);
    if (!kernel)
        return fail_memory(err, "a kernel");
    *kernel = p;
    axis->kernel = kernel;
    return true;
}

static bool parse_axis(struct tenor_model *m, size_t number,
                       struct str strings, struct tenor_error *err)
{
    struct axis *a = &m->axis[number];
    struct str s;

    if (!find_section(m->bytes, SECTION_AXIS, number, &s, err))
        return false;
    const struct axis_record *r = cut(&s, 1, sizeof *r);
    if (!r || r->labels < 2 || r->labels > MODEL_LABELS_MAX || r->kernel > 1)
        return damaged(err, "axis");
    const size_t K = r->labels, machines = axis_machines(K);
    *a = (struct axis){.name = name_at(strings, r->name),
                       .unit = name_at(strings, r->unit),
                       .labels = K,
                       .slope = r->slope,
                       .positive = r->positive,
                       .negative = r->negative,
                       .column = r->column,
                       .columns = r->columns};
    a->prior = cut_numbers(&s, K);
    a->offset = cut_numbers(&s, K);
    a->bias = cut_numbers(&s, machines);
    a->scale = cut_numbers(&s, r->columns);
    const uint32_t *label = cut(&s, K, sizeof *label);
    if (!a->name || !a->unit || !a->prior || !a->offset || !a->bias ||
        !a->scale || !label || s.len || !is_number(a->slope))
        return damaged(err, "axis");
    if (a->columns != (r->kernel ? 0 : machines) ||
        a->column != (number ? a[-1].column + a[-1].columns : 0))
        return damaged(err, "columns of an axis");
    if (a->positive < -1 || a->positive >= (int)K || a->negative < -1 ||
        a->negative >= (int)K)
        return damaged(err, "poles of an axis");
    const char **names = mem_zero(K, sizeof *names);
    if (!names)
        return fail_memory(err, "labels");
    a->label = names;
    for (size_t k = 0; k < K; k++)
        if (!(names[k] = name_at(strings, label[k])))
            return damaged(err, "label");
    return true;
}

/* Models of older programs have no such section. */
static bool parse_conformal(struct tenor_model *m, size_t number,
                            struct tenor_error *err)
{
    double last = 1.0;
    struct str s;

    if (!find_section(m->bytes, SECTION_CONFORMAL, number, &s, err))
        return false;
    if (!s.s)
        return true;
    const double *t = cut(&s, COVERAGE_LEVELS, sizeof *t);
    if (!t || s.len)
        return damaged(err, "thresholds");
    for (size_t i = 0; i < COVERAGE_LEVELS; last = t[i++])
        if (!(t[i] >= 0.0 && t[i] <= last))
            return damaged(err, "thresholds");
    m->axis[number].conformal = t;
    return true;
}

static bool parse_domain(struct tenor_model *m, size_t number,
                         struct tenor_error *err)
{
    struct str s;

    if (!find_section(m->bytes, SECTION_DOMAIN, number, &s, err))
        return false;
    if (!s.s)
        return true;
    const double *d = cut_numbers(&s, 2);
    if (!d || s.len || d[0] < 0.0 || d[1] < 0.0 || d[1] > 1.0)
        return damaged(err, "domain of an axis");
    m->axis[number].words_min = d[0];
    m->axis[number].known_min = d[1];
    return true;
}

/* Without the section the axis is about the whole text. */
static bool parse_scope(struct tenor_model *m, size_t number,
                        struct tenor_error *err)
{
    struct axis *a = &m->axis[number];
    struct str s;

    if (!find_section(m->bytes, SECTION_SCOPE, number, &s, err))
        return false;
    if (!s.s)
        return true;
    const struct scope_record *r = cut(&s, 1, sizeof *r);
    const double *offset = cut_numbers(&s, a->labels);
    if (!r || !offset || s.len || r->scope >= AXIS_SCOPES ||
        r->without_quotes > 1 || !(r->share > 0.0 && r->share <= 1.0) ||
        !is_number(r->slope) || (r->scope != AXIS_WHOLE && a->kernel))
        return damaged(err, "scope of an axis");
    a->scope = (enum axis_scope)r->scope;
    a->aggregate = (struct aggregate){r->share, r->slope, offset};
    m->without_quotes |= r->without_quotes == 1;
    return true;
}

/* uint64_t n, feature[n], then uint32_t documents[n], form[n], length[lists],
 * and the names. Models of older programs have no such section. */
static bool parse_glossary(struct tenor_model *m, size_t number, bool trusted,
                           struct tenor_error *err)
{
    const size_t labels = m->axis[number].labels;
    struct glossary *g = &m->axis[number].glossary;
    struct str s;

    if (!find_section(m->bytes, SECTION_GLOSSARY, number, &s, err))
        return false;
    if (!s.s)
        return true;
    const uint64_t *n = cut(&s, 1, sizeof *n);
    if (!n || *n > s.len)
        return damaged(err, "names of features");
    g->n = (size_t)*n;
    g->feature = cut(&s, g->n, sizeof *g->feature);
    g->documents = cut(&s, g->n, sizeof *g->documents);
    g->form = cut(&s, g->n, sizeof *g->form);
    g->length = cut(&s, glossary_lists(labels), sizeof *g->length);
    g->names = s;
    if (!g->feature || !g->documents || !g->form || !g->length)
        return damaged(err, "names of features");
    const char *wrong = trusted ? NULL : glossary_check(g, labels);
    return !wrong || damaged(err, wrong);
}

/* Models of older programs have no such section. */
static bool parse_sketch(struct tenor_model *m, size_t number,
                         struct tenor_error *err)
{
    const size_t K = m->axis[number].labels;
    struct sketch *k = &m->axis[number].sketch;
    struct str s;

    if (!find_section(m->bytes, SECTION_SKETCH, number, &s, err))
        return false;
    if (!s.s)
        return true;
    const struct sketch_record *r = cut(&s, 1, sizeof *r);
    if (!r || r->words > SKETCH_WORDS ||
        r->distributions != sketch_distributions(K))
        return damaged(err, "sketch of the training");
    const uint64_t steps = (uint64_t)r->distributions * SKETCH_STEPS;
    *k = (struct sketch){.is = &r->numbers,
                         .words = r->words,
                         .distributions = r->distributions};
    k->given = cut(&s, K, sizeof *k->given);
    k->feature = cut(&s, r->words, sizeof *k->feature);
    k->edge = cut(&s, steps, sizeof *k->edge);
    k->below = cut(&s, steps, sizeof *k->below);
    k->rate = cut(&s, r->words, sizeof *k->rate);
    k->names = s;
    if (!k->given || !k->feature || !k->edge || !k->below || !k->rate)
        return damaged(err, "sketch of the training");
    const char *wrong = sketch_check(k, K);
    return !wrong || damaged(err, wrong);
}

static void note_scope(struct tenor_model *m, const struct axis *a)
{
    struct columns *c = &m->columns[a->scope];

    if (!m->has_scope[a->scope])
        c->begin = a->column;
    c->end = a->column + a->columns;
    m->has_scope[a->scope] = true;
}

static bool parse_axes(struct tenor_model *m, bool trusted,
                       struct tenor_error *err)
{
    struct header h;
    struct str strings, tags;

    memcpy(&h, m->bytes.s, sizeof h);
    if (!find_section(m->bytes, SECTION_STRINGS, 0, &strings, err) ||
        !find_section(m->bytes, SECTION_TAGS, 0, &tags, err))
        return false;
    m->axis = mem_zero(h.axes, sizeof *m->axis);
    if (!m->axis)
        return fail_memory(err, "axes");
    m->axes = h.axes;
    for (size_t a = 0; a < m->axes; a++) {
        if (!parse_axis(m, a, strings, err) || !parse_conformal(m, a, err) ||
            !parse_domain(m, a, err))
            return false;
        if (m->axis[a].columns == 0 &&
            !parse_kernel(m, a, &m->axis[a], tags.len / sizeof(uint32_t),
                          err))
            return false;
        if (!parse_scope(m, a, err) || !parse_glossary(m, a, trusted, err) ||
            !parse_sketch(m, a, err))
            return false;
        note_scope(m, &m->axis[a]);
    }
    return true;
}

bool model_parse(struct tenor_model *m, struct str bytes, bool trusted,
                 struct tenor_error *err)
{
    *m = (struct tenor_model){.bytes = bytes};
    if (check_header(bytes, trusted, err) && parse_features(m, err) &&
        parse_axes(m, trusted, err) && parse_table(m, trusted, err) &&
        find_section(bytes, SECTION_CARD, 0, &m->card, err))
        return true;
    model_release(m);
    return false;
}

void model_release(struct tenor_model *m)
{
    for (size_t a = 0; m->axis && a < m->axes; a++) {
        free((void *)(uintptr_t)m->axis[a].label);
        free((void *)(uintptr_t)m->axis[a].kernel);
    }
    free(m->axis);
    *m = (struct tenor_model){0};
}

/* ---- writing ----------------------------------------------------------- */

/* Sections are collected with their bytes, then laid out. */
struct writer {
    struct section section[8 + 7 * MODEL_AXES_MAX];
    size_t sections;
    struct buffer body;    /* sections back to back, aligned */
    struct buffer strings;
    bool ok; /* false once memory ran out */
};

static void put(struct writer *w, const void *bytes, size_t size)
{
    w->ok = w->ok && buffer_add(&w->body, bytes, size);
}

static void begin_section(struct writer *w, enum section_id id, size_t axis)
{
    static const char zero[ALIGNMENT];

    put(w, zero, (ALIGNMENT - w->body.len % ALIGNMENT) % ALIGNMENT);
    w->section[w->sections++] = (struct section){
        .id = (uint32_t)id, .axis = (uint32_t)axis, .offset = w->body.len};
}

static void end_section(struct writer *w)
{
    struct section *s = &w->section[w->sections - 1];

    s->size = w->body.len - s->offset;
}

static void put_section(struct writer *w, enum section_id id,
                        const void *bytes, size_t size)
{
    begin_section(w, id, 0);
    put(w, bytes, size);
    end_section(w);
}

static uint32_t put_string(struct writer *w, const char *name)
{
    size_t at = w->strings.len;

    w->ok = w->ok && buffer_add(&w->strings, name, strlen(name) + 1);
    return (uint32_t)at;
}

static void put_filter(struct writer *w, const struct table *t)
{
    const unsigned bits = table_filter_bits(t);
    const size_t words = ((size_t)1 << bits) / 64;
    uint64_t *filter = mem_zero(words, sizeof *filter);

    w->ok = w->ok && filter;
    if (w->ok) {
        table_filter(t, filter, bits);
        put_section(w, SECTION_FILTER, filter, words * sizeof *filter);
    }
    free(filter);
}

static void put_table(struct writer *w, const struct model_parts *p)
{
    const unsigned bits = p->bits ? p->bits : table_bits(p->rows);
    const size_t buckets = ((size_t)1 << bits) + 1;
    uint32_t *bucket = mem_zero(buckets, sizeof *bucket);
    uint32_t *tag = mem_zero(p->rows, sizeof *tag);

    w->ok = w->ok && bucket && tag;
    if (w->ok) {
        table_index(p->feature, p->rows, bits, bucket, tag);
        put_section(w, SECTION_BUCKETS, bucket, buckets * sizeof *bucket);
        put_section(w, SECTION_TAGS, tag, p->rows * sizeof *tag);
        put_filter(w, &(struct table){.bits = bits,
                                      .bucket = bucket,
                                      .tag = tag,
                                      .rows = p->rows});
    }
    free(bucket);
    free(tag);
    put_section(w, SECTION_WEIGHTS, p->weight,
                p->rows * p->columns * sizeof *p->weight);
}

static void put_axis(struct writer *w, size_t number, const struct axis *a)
{
    const size_t K = a->labels, machines = axis_machines(K);
    struct axis_record r = {.name = put_string(w, a->name),
                            .unit = put_string(w, a->unit),
                            .labels = (uint32_t)K,
                            .column = (uint32_t)a->column,
                            .columns = (uint32_t)a->columns,
                            .positive = a->positive,
                            .negative = a->negative,
                            .kernel = a->kernel != NULL,
                            .slope = a->slope};

    begin_section(w, SECTION_AXIS, number);
    put(w, &r, sizeof r);
    put(w, a->prior, K * sizeof *a->prior);
    put(w, a->offset, K * sizeof *a->offset);
    put(w, a->bias, machines * sizeof *a->bias);
    put(w, a->scale, a->columns * sizeof *a->scale);
    for (size_t k = 0; k < K; k++) {
        uint32_t label = put_string(w, a->label[k]);
        put(w, &label, sizeof label);
    }
    end_section(w);
}

static void put_kernel(struct writer *w, size_t number, const struct axis *a,
                       size_t rows)
{
    const struct kernel *p = a->kernel;
    const uint64_t nodes = p->start[p->vectors];
    struct kernel_record r = {.type = (uint32_t)p->type,
                              .degree = (uint32_t)p->degree,
                              .gamma = p->gamma,
                              .coef0 = p->coef0,
                              .vectors = p->vectors,
                              .nodes = nodes};

    begin_section(w, SECTION_KERNEL, number);
    put(w, &r, sizeof r);
    put(w, p->coef, p->machines * p->vectors * sizeof *p->coef);
    put(w, p->multiplier, rows * sizeof *p->multiplier);
    put(w, p->value, nodes * sizeof *p->value);
    put(w, p->start, (p->vectors + 1) * sizeof *p->start);
    put(w, p->row, nodes * sizeof *p->row);
    end_section(w);
}

static void put_conformal(struct writer *w, size_t number,
                          const double *threshold)
{
    begin_section(w, SECTION_CONFORMAL, number);
    put(w, threshold, COVERAGE_LEVELS * sizeof *threshold);
    end_section(w);
}

static void put_domain(struct writer *w, size_t number, const struct axis *a)
{
    begin_section(w, SECTION_DOMAIN, number);
    put(w, &a->words_min, sizeof a->words_min);
    put(w, &a->known_min, sizeof a->known_min);
    end_section(w);
}

static void put_scope(struct writer *w, size_t number, const struct axis *a,
                      bool without_quotes)
{
    const struct scope_record r = {(uint32_t)a->scope, without_quotes,
                                   a->aggregate.share, a->aggregate.slope};

    begin_section(w, SECTION_SCOPE, number);
    put(w, &r, sizeof r);
    put(w, a->aggregate.offset, a->labels * sizeof *a->aggregate.offset);
    end_section(w);
}

static void put_glossary(struct writer *w, size_t number, size_t labels,
                         const struct glossary *g)
{
    const uint64_t n = g->n;

    begin_section(w, SECTION_GLOSSARY, number);
    put(w, &n, sizeof n);
    put(w, g->feature, g->n * sizeof *g->feature);
    put(w, g->documents, g->n * sizeof *g->documents);
    put(w, g->form, g->n * sizeof *g->form);
    put(w, g->length, glossary_lists(labels) * sizeof *g->length);
    put(w, g->names.s, g->names.len);
    end_section(w);
}

static void put_sketch(struct writer *w, size_t number, size_t labels,
                       const struct sketch *s)
{
    const struct sketch_record r = {*s->is, (uint32_t)s->words,
                                    (uint32_t)s->distributions};
    const size_t steps = s->distributions * SKETCH_STEPS;

    begin_section(w, SECTION_SKETCH, number);
    put(w, &r, sizeof r);
    put(w, s->given, labels * sizeof *s->given);
    put(w, s->feature, s->words * sizeof *s->feature);
    put(w, s->edge, steps * sizeof *s->edge);
    put(w, s->below, steps * sizeof *s->below);
    put(w, s->rate, s->words * sizeof *s->rate);
    put(w, s->names.s, s->names.len);
    end_section(w);
}

static bool lay_out(struct writer *w, size_t axes, struct buffer *out)
{
    static const char zero[ALIGNMENT];
    struct header h = {.magic = MAGIC,
                       .format = MODEL_FORMAT,
                       .byte_order = BYTE_ORDER_MARK,
                       .sections = (uint32_t)w->sections,
                       .axes = (uint32_t)axes};
    size_t front = sizeof h + w->sections * sizeof *w->section;
    size_t pad = (ALIGNMENT - front % ALIGNMENT) % ALIGNMENT;

    for (size_t i = 0; i < w->sections; i++)
        w->section[i].offset += front + pad;
    h.size = front + pad + w->body.len;
    if (!buffer_add(out, &h, sizeof h) ||
        !buffer_add(out, w->section, w->sections * sizeof *w->section) ||
        !buffer_add(out, zero, pad) ||
        !buffer_add(out, w->body.data, w->body.len))
        return false;
    h.checksum = model_checksum((struct str){out->data, out->len});
    memcpy(out->data, &h, sizeof h);
    return true;
}

bool model_bytes(const struct model_parts *p, struct buffer *out,
                 struct tenor_error *err)
{
    struct writer *w = mem_zero(1, sizeof *w);
    bool ok;

    if (!w)
        return fail_memory(err, "a model file");
    if (p->axes > MODEL_AXES_MAX || p->rows >= UINT32_MAX) {
        free(w);
        return fail(err, TENOR_ELIMIT, 0, "the model is too large");
    }
    w->ok = true;
    put_section(w, SECTION_FEATURES, &p->settings, sizeof p->settings);
    put_section(w, SECTION_STOPS, p->stop, p->stops * sizeof *p->stop);
    put_table(w, p);
    put_section(w, SECTION_CARD, p->card.s, p->card.len);
    for (size_t a = 0; a < p->axes; a++) {
        put_axis(w, a, &p->axis[a]);
        if (p->axis[a].kernel)
            put_kernel(w, a, &p->axis[a], p->rows);
        if (p->axis[a].conformal)
            put_conformal(w, a, p->axis[a].conformal);
        put_domain(w, a, &p->axis[a]);
        if (p->axis[a].scope != AXIS_WHOLE)
            put_scope(w, a, &p->axis[a], p->without_quotes);
        if (p->axis[a].glossary.length)
            put_glossary(w, a, p->axis[a].labels, &p->axis[a].glossary);
        if (p->axis[a].sketch.is)
            put_sketch(w, a, p->axis[a].labels, &p->axis[a].sketch);
    }
    put_section(w, SECTION_STRINGS, w->strings.data, w->strings.len);
    ok = w->ok && lay_out(w, p->axes, out);
    free(w->body.data);
    free(w->strings.data);
    free(w);
    return ok || fail_memory(err, "a model file");
}
