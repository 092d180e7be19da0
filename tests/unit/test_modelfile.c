#include "model/modelfile.h"

#include "model/kernel.h"
#include "model/tenor.h"
#include "train/random.h"

#include "tests/unit/sample.h"
#include "tests/unit/unit.h"

/* Where FORMAT.md puts things. */
#define HEADER 64
#define AT_FORMAT 8
#define AT_BYTE_ORDER 12
#define AT_SIZE 16
#define AT_CHECKSUM 24
#define AT_SECTIONS 32
#define AT_AXES 36
#define SECTION 24
#define SECTION_AT_OFFSET 8

static const char text[] =
    "Not good, BAD :( The report was fun, sooo GREAT!!! On Monday.";

/* ---- round trip --------------------------------------------------------- */

static void check_axis(const struct axis *got, const struct axis *put)
{
    const size_t K = put->labels, M = axis_machines(K);

    assert_string_equal(got->name, put->name);
    assert_string_equal(got->unit, put->unit);
    assert_int_equal(got->labels, K);
    for (size_t k = 0; k < K; k++)
        assert_string_equal(got->label[k], put->label[k]);
    assert_memory_equal(got->prior, put->prior, K * sizeof(double));
    assert_memory_equal(got->offset, put->offset, K * sizeof(double));
    assert_memory_equal(got->bias, put->bias, M * sizeof(double));
    assert_true(got->slope == put->slope);
    assert_int_equal(got->positive, put->positive);
    assert_int_equal(got->negative, put->negative);
    assert_int_equal(got->column, put->column);
    assert_int_equal(got->columns, put->columns);
    if (put->columns)
        assert_memory_equal(got->scale, put->scale,
                            put->columns * sizeof(double));
    assert_int_equal(got->kernel != NULL, put->kernel != NULL);
    assert_int_equal(got->conformal != NULL, put->conformal != NULL);
    if (put->conformal)
        assert_memory_equal(got->conformal, put->conformal,
                            COVERAGE_LEVELS * sizeof(double));
}

static void check_glossary(const struct glossary *got,
                           const struct glossary *put, size_t labels)
{
    assert_int_equal(got->n, put->n);
    assert_int_equal(got->length != NULL, put->length != NULL);
    for (size_t k = 0; k < labels; k++)
        for (int side = GLOSSARY_FOR; side <= GLOSSARY_AGAINST; side++) {
            const struct glossary_list a =
                glossary_list(got, labels, k, (enum glossary_side)side);
            const struct glossary_list b =
                glossary_list(put, labels, k, (enum glossary_side)side);
            assert_int_equal(a.begin, b.begin);
            assert_int_equal(a.end, b.end);
        }
    for (size_t i = 0; i < put->n; i++) {
        assert_true(got->feature[i] == put->feature[i]);
        assert_int_equal(got->documents[i], put->documents[i]);
        assert_string_equal(glossary_name(got, i), glossary_name(put, i));
    }
}

static void check_sketch(const struct sketch *got, const struct sketch *put,
                         size_t labels)
{
    const size_t steps = put->distributions * SKETCH_STEPS;

    assert_int_equal(got->is != NULL, put->is != NULL);
    if (!put->is)
        return;
    assert_memory_equal(got->is, put->is, sizeof *put->is);
    assert_int_equal(got->words, put->words);
    assert_int_equal(got->distributions, put->distributions);
    assert_memory_equal(got->given, put->given, labels * sizeof *put->given);
    assert_memory_equal(got->feature, put->feature,
                        put->words * sizeof *put->feature);
    assert_memory_equal(got->edge, put->edge, steps * sizeof *put->edge);
    assert_memory_equal(got->below, put->below, steps * sizeof *put->below);
    assert_memory_equal(got->rate, put->rate, put->words * sizeof *put->rate);
    assert_true(str_equal(got->names, put->names));
}

static void check_kernel(const struct kernel *got,
                         const struct kernel *put, size_t rows)
{
    const size_t V = put->vectors, nodes = (size_t)put->start[V];

    assert_int_equal(got->type, put->type);
    assert_int_equal(got->degree, put->degree);
    assert_true(got->gamma == put->gamma && got->coef0 == put->coef0);
    assert_int_equal(got->machines, put->machines);
    assert_int_equal(got->vectors, V);
    assert_memory_equal(got->coef, put->coef,
                        put->machines * V * sizeof(double));
    assert_memory_equal(got->start, put->start, (V + 1) * sizeof(uint64_t));
    assert_memory_equal(got->row, put->row, nodes * sizeof(uint32_t));
    assert_memory_equal(got->value, put->value, nodes * sizeof(double));
    assert_memory_equal(got->multiplier, put->multiplier,
                        rows * sizeof(double));
}

static void what_is_written_is_read(void **state)
{
    (void)state;
    for (int kernel = 0; kernel < 2; kernel++) {
        struct tenor_error err = {0};
        struct buffer b = {0}, again = {0};
        struct tenor_model m;
        struct sample s;
        const struct model_parts p = sample_parts(&s, kernel);
        assert_true(model_bytes(&p, &b, &err));
        assert_true(model_bytes(&p, &again, &err));
        assert_int_equal(b.len, again.len);
        assert_memory_equal(b.data, again.data, b.len);
        free(again.data);

        assert_true(model_parse(&m, (struct str){b.data, b.len}, false, &err));
        assert_memory_equal(&m.settings, &p.settings, sizeof m.settings);
        assert_int_equal(m.stops.n, p.stops);
        assert_memory_equal(m.stops.hash, p.stop, p.stops * sizeof *p.stop);
        assert_true(str_equal(m.card, p.card));
        assert_int_equal(m.table.rows, p.rows);
        assert_int_equal(m.table.columns, p.columns);
        assert_memory_equal(m.table.weight, p.weight,
                            p.rows * p.columns * sizeof *p.weight);
        for (size_t row = 0; row < p.rows; row++)
            assert_int_equal(table_find(&m.table, p.feature[row]), row);
        assert_int_equal(m.axes, p.axes);
        for (size_t a = 0; a < p.axes; a++)
            check_axis(&m.axis[a], &p.axis[a]);
        for (size_t a = 0; a < p.axes; a++)
            check_glossary(&m.axis[a].glossary, &p.axis[a].glossary,
                           p.axis[a].labels);
        for (size_t a = 0; a < p.axes; a++)
            check_sketch(&m.axis[a].sketch, &p.axis[a].sketch,
                         p.axis[a].labels);
        if (kernel)
            check_kernel(m.axis[0].kernel, p.axis[0].kernel, p.rows);
        model_release(&m);
        sample_release(&s);
        free(b.data);
    }
}

static void models_without_features_are_read(void **state)
{
    struct tenor_error err = {0};
    struct buffer b = {0};
    struct tenor_model m;
    struct sample s;
    struct model_parts p = sample_parts(&s, false);

    (void)state;
    p.rows = p.stops = 0;
    p.stop = NULL;
    p.card = (struct str){0};
    assert_true(model_bytes(&p, &b, &err));
    assert_true(model_parse(&m, (struct str){b.data, b.len}, false, &err));
    assert_int_equal(m.table.rows, 0);
    assert_int_equal(m.card.len, 0);
    assert_true(table_find(&m.table, s.feature[0]) == TABLE_NONE);
    model_release(&m);
    sample_release(&s);
    free(b.data);
}

static void thresholds_are_checked(void **state)
{
    static const struct {
        size_t level;
        double threshold;
        bool ok;
    } row[] = {
        {0, 0.5, true},       {0, 1.0, true},     {0, 1.001, false},
        {0, 0.49, false},     {50, 0.2, false},   {50, 0.3, false},
        {100, 0.0, true},     {100, -0.1, false}, {100, NAN, false},
        {0, INFINITY, false},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(row); i++) {
        struct tenor_error err = {0};
        struct buffer b = {0};
        struct tenor_model m;
        struct sample s;
        const struct model_parts p = sample_parts(&s, false);
        s.conformal[row[i].level] = row[i].threshold;
        assert_true(model_bytes(&p, &b, &err));
        const bool ok = model_parse(&m, (struct str){b.data, b.len}, false, &err);
        assert_int_equal(ok, row[i].ok);
        assert_int_equal(err.code, ok ? TENOR_OK : TENOR_EMODEL);
        model_release(&m);
        sample_release(&s);
        free(b.data);
    }
}

static void glossaries_are_checked(void **state)
{
    static const struct {
        uint32_t length[2], form[2];
        size_t n;
        struct str names;
        bool ok;
    } row[] = {
        {{1, 1}, {0, 2}, 2, {"a\0b", 4}, true},
        {{2, 0}, {2, 2}, 2, {"a\0b", 4}, true},
        {{0, 0}, {0, 0}, 0, {"", 0}, true},
        {{1, 2}, {0, 2}, 2, {"a\0b", 4}, false}, /* lists are too long */
        {{1, 0}, {0, 2}, 2, {"a\0b", 4}, false}, /* or too short */
        {{UINT32_MAX, 3}, {0, 2}, 2, {"a\0b", 4}, false},
        {{1, 1}, {0, 2}, 2, {"a\0b", 3}, false}, /* no NUL */
        {{1, 1}, {0, 4}, 2, {"a\0b", 4}, false}, /* behind the names */
        {{1, 1}, {0, 1}, 2, {"a\0b", 4}, false}, /* no name */
        {{1, 1}, {0, 0}, 2, {"", 0}, false},
    };
    static const uint32_t documents[2] = {1, 1};

    (void)state;
    for (size_t i = 0; i < COUNT(row); i++) {
        struct tenor_error err = {0};
        struct buffer b = {0};
        struct tenor_model m;
        struct sample s;
        const struct model_parts p = sample_parts(&s, false);
        s.axis[0].glossary = (struct glossary){row[i].length, s.feature,
                                               documents,     row[i].form,
                                               row[i].n,      row[i].names};
        assert_true(model_bytes(&p, &b, &err));
        const bool ok =
            model_parse(&m, (struct str){b.data, b.len}, false, &err);
        assert_int_equal(ok, row[i].ok);
        assert_int_equal(err.code, ok ? TENOR_OK : TENOR_EMODEL);
        model_release(&m);
        sample_release(&s);
        free(b.data);
    }
}

/* Models of older programs have none. */
static void glossaries_may_be_missing(void **state)
{
    struct tenor_error err = {0};
    struct buffer b = {0};
    struct tenor_model m;
    struct sample s;
    const struct model_parts p = sample_parts(&s, false);

    (void)state;
    s.axis[0].glossary = (struct glossary){0};
    assert_true(model_bytes(&p, &b, &err));
    assert_true(model_parse(&m, (struct str){b.data, b.len}, false, &err));
    const struct glossary_list l =
        glossary_list(&m.axis[0].glossary, 2, 1, GLOSSARY_FOR);
    assert_null(m.axis[0].glossary.length);
    assert_int_equal(l.begin, l.end);
    model_release(&m);
    sample_release(&s);
    free(b.data);
}

/* What a change makes of a sketch that was right. */
static void sketches_are_checked(void **state)
{
    static const struct {
        size_t at; /* of struct sketched */
        double value;
        bool ok;
    } row[] = {
#define AT(member) offsetof(struct sketched, member)
        {AT(is.documents), 1000.0, true},    {AT(is.documents), 0.0, false},
        {AT(is.documents), NAN, false},      {AT(is.effective), 0.0, false},
        {AT(is.effective), INFINITY, false}, {AT(is.read), 0.0, false},
        {AT(is.read), 1e12, false},          {AT(is.words), -1.0, false},
        {AT(is.unknown), 1.0, true},         {AT(is.unknown), 1.01, false},
        {AT(is.unknown_error), NAN, false},  {AT(is.refused), -0.01, false},
        {AT(is.sure), 2.0, false},           {AT(is.accuracy), -1.0, false},
        {AT(given[1]), 1.5, false},          {AT(given[1]), NAN, false},
#undef AT
    };

    (void)state;
    for (size_t i = 0; i < COUNT(row); i++) {
        struct tenor_error err = {0};
        struct buffer b = {0};
        struct tenor_model m;
        struct sample s;
        const struct model_parts p = sample_parts(&s, false);
        memcpy((char *)&s.sketched + row[i].at, &row[i].value, sizeof(double));
        assert_true(model_bytes(&p, &b, &err));
        const bool ok = model_parse(&m, (struct str){b.data, b.len}, false, &err);
        assert_int_equal(ok, row[i].ok);
        assert_int_equal(err.code, ok ? TENOR_OK : TENOR_EMODEL);
        model_release(&m);
        sample_release(&s);
        free(b.data);
    }
}

/* Distributions that fall, and names that are not as many as words. */
static void distributions_and_names_are_checked(void **state)
{
    (void)state;
    for (int change = 0; change < 8; change++) {
        struct tenor_error err = {0};
        struct buffer b = {0};
        struct tenor_model m;
        struct sample s;
        const struct model_parts p = sample_parts(&s, false);
        struct sketch *k = &s.axis[0].sketch;
        switch (change) {
        case 1:
            s.sketched.edge[SKETCH_LABEL][7] = 0.0F;
            break;
        case 2:
            s.sketched.below[SKETCH_SURE][9] = 1.5F;
            break;
        case 3:
            s.sketched.edge[SKETCH_WORDS_OF][63] = INFINITY;
            break;
        case 4:
            k->names.len--; /* no NUL */
            break;
        case 5:
            k->words--;
            break;
        case 6:
            k->distributions--;
            break;
        case 7:
            k->names = (struct str){"", 0};
            break;
        default:
            break;
        }
        assert_true(model_bytes(&p, &b, &err));
        assert_int_equal(
            model_parse(&m, (struct str){b.data, b.len}, false, &err),
            change == 0);
        model_release(&m);
        sample_release(&s);
        free(b.data);
    }
}

/* Models of older programs have none. */
static void sketches_may_be_missing(void **state)
{
    struct tenor_error err = {0};
    struct buffer b = {0};
    struct tenor_model m;
    struct sample s;
    const struct model_parts p = sample_parts(&s, false);

    (void)state;
    s.axis[0].sketch = (struct sketch){0};
    assert_true(model_bytes(&p, &b, &err));
    assert_true(model_parse(&m, (struct str){b.data, b.len}, false, &err));
    assert_null(m.axis[0].sketch.is);
    model_release(&m);
    sample_release(&s);
    free(b.data);
}

static void too_many_axes_are_refused(void **state)
{
    struct tenor_error err = {0};
    struct buffer b = {0};
    const struct model_parts p = {.axes = MODEL_AXES_MAX + 1};

    (void)state;
    assert_false(model_bytes(&p, &b, &err));
    assert_int_equal(err.code, TENOR_ELIMIT);
    assert_int_equal(b.len, 0);
}

/* ---- headers ------------------------------------------------------------ */

static void headers_are_checked(void **state)
{
    static const struct {
        size_t at;
        const char *bytes, *message;
    } row[] = {
        {0, "T", NULL}, /* as it was */
        {0, "t", "not a tenor model"},
        {0, "GGUF", "not a tenor model"},
        {7, "X", "not a tenor model"},
        {AT_FORMAT, "\x01", "format 1 is older"},
        {AT_FORMAT, "\x01", "train the model again"},
        {AT_FORMAT, "\x03", "format 3 is newer"},
        {AT_FORMAT, "\xFF\xFF\xFF\xFF", "format 4294967295 is newer"},
        {AT_BYTE_ORDER, "\x01\x02\x03\x04", "byte order"},
        {AT_SIZE, "\x01\x01", "257 bytes expected"},
        {AT_CHECKSUM, "checksum", "checksum"},
        {AT_SECTIONS, "\xFF", "checksum"},
    };
    struct buffer b = sample_bytes(false);

    (void)state;
    for (size_t i = 0; i < COUNT(row); i++) {
        struct tenor_error err = {0};
        struct tenor_model *m = NULL;
        char *copy = malloc(b.len);
        memcpy(copy, b.data, b.len);
        memcpy(copy + row[i].at, row[i].bytes, strlen(row[i].bytes));
        bool ok = tenor_model_from_memory(copy, b.len, &m, &err);
        assert_int_equal(ok, !row[i].message);
        assert_int_equal(err.code, ok ? TENOR_OK : TENOR_EMODEL);
        if (!ok && !strstr(err.message, row[i].message))
            fail_msg("'%s' lacks '%s'", err.message, row[i].message);
        tenor_model_close(m);
        free(copy);
    }
    free(b.data);
}

static void empty_and_unaligned_are_refused(void **state)
{
    struct tenor_error err = {0}, other = {0};
    struct tenor_model *m = NULL;
    struct buffer b = sample_bytes(false);

    (void)state;
    assert_false(tenor_model_from_memory(NULL, 0, &m, &err));
    assert_int_equal(err.code, TENOR_EMODEL);
    assert_false(tenor_model_from_memory(b.data + 1, b.len - 1, &m, &other));
    assert_int_equal(other.code, TENOR_EINVAL);
    assert_null(m);
    free(b.data);
}

/* ---- damage ------------------------------------------------------------- */

/* Touch all that a model gives, so that the sanitizer sees what lies outside
 * of it. */
static void use(struct tenor_model *m)
{
    struct tenor_error err = {0};
    struct tenor_scorer *s;
    size_t size, sum = 0;

    const char *card = tenor_model_card(m, &size);
    for (size_t i = 0; i < size; i++)
        sum += (unsigned char)card[i];
    assert_true(tenor_scorer_new(m, &s, &err));
    assert_true(tenor_score(s, text, strlen(text), &err));
    for (size_t a = 0; a < tenor_axis_count(m); a++) {
        const struct tenor_evidence *list;
        double number;
        size_t n;
        sum += strlen(tenor_axis_name(m, a)) + strlen(tenor_axis_unit(m, a));
        const struct glossary *g = &m->axis[a].glossary;
        for (size_t i = 0; i < g->n; i++)
            sum += strlen(glossary_name(g, i)) + g->documents[i] +
                   (table_find(&m->table, g->feature[i]) != TABLE_NONE);
        const struct sketch *sketch = &m->axis[a].sketch;
        for (size_t d = 0; d < sketch->distributions; d++)
            sum += sketch_step(sketch, d, 0.5);
        for (size_t i = 0; i < sketch->names.len; i++)
            sum += (unsigned char)sketch->names.s[i];
        for (size_t k = 0; k < tenor_axis_label_count(m, a); k++) {
            const struct glossary_list l = glossary_list(
                g, tenor_axis_label_count(m, a), k, GLOSSARY_AGAINST);
            assert_true(l.begin <= l.end && l.end <= g->n);
            sum += strlen(tenor_axis_label(m, a, k));
            if (!tenor_explain(s, a, k, &list, &n, &number, &err))
                assert_int_equal(err.code, TENOR_EINVAL); /* a kernel */
        }
        sum += tenor_label(s, a) + tenor_polarity(s, a, &number);
        if (tenor_axis_threshold(m, a, 0.9, &number, &err))
            assert_true(number >= 0.0 && number <= 1.0);
    }
    assert_true(sum > 0);
    tenor_scorer_free(s);
}

/* Open bytes from a block of just their size; false when they are refused. */
static bool opens(struct str bytes)
{
    struct tenor_error err = {0};
    struct tenor_model *m;
    char *copy = malloc(bytes.len ? bytes.len : 1);

    assert_non_null(copy);
    memcpy(copy, bytes.s, bytes.len);
    const bool ok = tenor_model_from_memory(copy, bytes.len, &m, &err);
    if (ok) {
        use(m);
        tenor_model_close(m);
    } else {
        assert_int_equal(err.code, TENOR_EMODEL);
        assert_true(err.message[0] != '\0');
    }
    free(copy);
    return ok;
}

static void put_u32(char *bytes, size_t at, uint32_t v)
{
    memcpy(bytes + at, &v, sizeof v);
}

static void put_u64(char *bytes, size_t at, uint64_t v)
{
    memcpy(bytes + at, &v, sizeof v);
}

/* Make the header fit again, so that the checks behind it come to work. */
static void sign(char *bytes, size_t len)
{
    if (len < HEADER)
        return;
    put_u64(bytes, AT_SIZE, len);
    put_u64(bytes, AT_CHECKSUM, model_checksum((struct str){bytes, len}));
}

static void every_truncation_is_refused(void **state)
{
    (void)state;
    for (int kernel = 0; kernel < 2; kernel++) {
        struct buffer b = sample_bytes(kernel);
        assert_true(opens((struct str){b.data, b.len}));
        for (size_t len = 0; len < b.len; len++) {
            char *copy = malloc(b.len);
            memcpy(copy, b.data, b.len);
            assert_false(opens((struct str){copy, len}));
            sign(copy, len);
            /* The strings stand at the end, so a part is always missing. */
            assert_false(opens((struct str){copy, len}));
            free(copy);
        }
        free(b.data);
    }
}

static void every_flipped_byte_is_refused(void **state)
{
    (void)state;
    for (int kernel = 0; kernel < 2; kernel++) {
        struct buffer b = sample_bytes(kernel);
        for (size_t at = 0; at < b.len; at++)
            for (int bit = 0; bit < 8; bit += 7) {
                b.data[at] = (char)(b.data[at] ^ (1 << bit));
                assert_false(opens((struct str){b.data, b.len}));
                b.data[at] = (char)(b.data[at] ^ (1 << bit));
            }
        free(b.data);
    }
}

struct image {
    char *bytes;
    size_t len, sections;
};

typedef void damage(struct image *i, uint64_t *random);

/* Half of them in the header and the list of sections, which are small. */
static size_t some_place(const struct image *i, uint64_t *random)
{
    size_t front = HEADER + i->sections * SECTION;

    return random_below(random, random_next(random) & 1 ? front : i->len);
}

static size_t some_section(const struct image *i, uint64_t *random)
{
    return HEADER + random_below(random, i->sections) * SECTION;
}

static void flip(struct image *i, uint64_t *random)
{
    for (size_t n = 1 + random_below(random, 8); n > 0; n--)
        i->bytes[some_place(i, random)] = (char)random_next(random);
}

static void truncate_it(struct image *i, uint64_t *random)
{
    i->len = random_below(random, i->len);
}

static void extend_it(struct image *i, uint64_t *random)
{
    size_t more = 1 + random_below(random, 200);

    i->bytes = realloc(i->bytes, i->len + more);
    assert_non_null(i->bytes);
    memset(i->bytes + i->len, 'x', more);
    i->len += more;
}

static void swap_sections(struct image *i, uint64_t *random)
{
    const size_t at = some_section(i, random), other = some_section(i, random);
    char one[SECTION];

    /* Identity or place alone, or both, which changes nothing. */
    const size_t from = random_below(random, 2) * SECTION_AT_OFFSET;
    const size_t size = from ? SECTION - from : SECTION_AT_OFFSET;
    memcpy(one, i->bytes + at + from, size);
    memmove(i->bytes + at + from, i->bytes + other + from, size);
    memcpy(i->bytes + other + from, one, size);
}

static void move_section(struct image *i, uint64_t *random)
{
    put_u64(i->bytes, some_section(i, random) + SECTION_AT_OFFSET,
            random_below(random, i->len / 64 + 2) * 64);
}

static void resize_section(struct image *i, uint64_t *random)
{
    const size_t at = some_section(i, random) + SECTION_AT_OFFSET + 8;
    uint64_t size;

    memcpy(&size, i->bytes + at, sizeof size);
    put_u64(i->bytes, at,
            random_next(random) & 1 ? size + random_below(random, 65) - 32
                                    : random_below(random, i->len));
}

static void rename_section(struct image *i, uint64_t *random)
{
    put_u32(i->bytes, some_section(i, random) + 4 * random_below(random, 2),
            (uint32_t)random_below(random, 16));
}

static void overlay(struct image *i, uint64_t *random)
{
    const size_t from = some_place(i, random), to = some_place(i, random);
    const size_t room = i->len - (from > to ? from : to);

    memmove(i->bytes + to, i->bytes + from, random_below(random, room + 1));
}

static void put_number(struct image *i, uint64_t *random)
{
    const uint64_t number[] = {
        0,          1,          2,          3,
        0x7F,       0xFF,       0xFFFF,     0x7FFFFFFF,
        0x80000000, 0xFFFFFFFF, UINT64_MAX, UINT64_MAX / 8,
        i->len,     i->len + 1, 1ULL << 63, 0x7FF0ULL << 48}; /* infinity */
    const uint64_t v = number[random_below(random, COUNT(number))];
    const size_t at = some_place(i, random) / 8 * 8;

    if (random_next(random) & 1 && at + 8 <= i->len)
        put_u64(i->bytes, at, v);
    else if (at + 4 <= i->len)
        put_u32(i->bytes, at, (uint32_t)v);
}

static void any_damage_is_survived(void **state)
{
    static damage *const kind[] = {flip,           truncate_it,  extend_it,
                                   swap_sections,  move_section, resize_section,
                                   rename_section, overlay,      put_number};
    uint64_t random = unit_seed();

    (void)state;
    for (int kernel = 0; kernel < 2; kernel++) {
        struct buffer b = sample_bytes(kernel);
        uint32_t sections;
        size_t opened = 0;
        memcpy(&sections, b.data + AT_SECTIONS, sizeof sections);
        for (int round = 0; round < 10000; round++) {
            struct image i = {malloc(b.len), b.len, sections};
            assert_non_null(i.bytes);
            memcpy(i.bytes, b.data, b.len);
            for (size_t n = 1 + random_below(&random, 2); n > 0; n--)
                if (i.len == b.len)
                    kind[random_below(&random, COUNT(kind))](&i, &random);
            const bool same =
                i.len == b.len && memcmp(i.bytes, b.data, b.len) == 0;
            const struct str bytes = {i.bytes, i.len};
            assert_int_equal(opens(bytes), same);
            sign(i.bytes, i.len);
            opened += opens(bytes);
            free(i.bytes);
        }
        /* Or else the checksum was not made good. */
        assert_in_range(opened, 100, 9900);
        free(b.data);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_is_read),
        cmocka_unit_test(models_without_features_are_read),
        cmocka_unit_test(thresholds_are_checked),
        cmocka_unit_test(glossaries_are_checked),
        cmocka_unit_test(glossaries_may_be_missing),
        cmocka_unit_test(sketches_are_checked),
        cmocka_unit_test(distributions_and_names_are_checked),
        cmocka_unit_test(sketches_may_be_missing),
        cmocka_unit_test(too_many_axes_are_refused),
        cmocka_unit_test(headers_are_checked),
        cmocka_unit_test(empty_and_unaligned_are_refused),
        cmocka_unit_test(every_truncation_is_refused),
        cmocka_unit_test(every_flipped_byte_is_refused),
        cmocka_unit_test(any_damage_is_survived),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
