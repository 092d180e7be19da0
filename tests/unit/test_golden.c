/* Tokens, features and margins against tests/golden/reference.py, a second
 * implementation of the contracts in model/. Runs in the root of the project;
 * what the files mean stands in tests/golden/README.md. */
#include "model/feature.h"
#include "model/modelfile.h"

#include <float.h>
#include <math.h>

#include "tests/unit/unit.h"

#define GOLDEN "tests/golden/"
#define TOLERANCE 1e-12

/* ---- files ------------------------------------------------------------- */

/* The bytes of a file, with a NUL after them; to be freed. */
static struct buffer read_file(const char *folder, const char *name,
                               const char *ending)
{
    struct buffer b = {0};
    char path[256], block[4096];
    size_t n;

    snprintf(path, sizeof path, GOLDEN "%s%s%s", folder, name, ending);
    FILE *f = fopen(path, "rb");
    if (!f)
        fail_msg("cannot open '%s'", path);
    while ((n = fread(block, 1, sizeof block, f)) > 0)
        assert_true(buffer_add(&b, block, n));
    assert_false(ferror(f));
    fclose(f);
    assert_true(buffer_add(&b, "", 1));
    b.len--;
    return b;
}

/* Cut what stands before `end` off the front of *rest; NULL at its end. */
static char *cut(char **rest, char end)
{
    char *piece = *rest;

    if (!*piece)
        return NULL;
    char *stop = strchr(piece, end);
    *rest = stop ? stop + 1 : piece + strlen(piece);
    if (stop)
        *stop = '\0';
    return piece;
}

/* ---- cases ------------------------------------------------------------- */

/* A row of texts/INDEX.tsv. */
struct golden {
    const char *name;
    struct feature_settings settings;
    struct wordset stops;
    struct buffer text;
};

static uint8_t cut_small(char **line)
{
    return (uint8_t)strtoul(cut(line, '\t'), NULL, 10);
}

static void read_row(struct golden *g, char *line)
{
    struct feature_settings *f = &g->settings;

    *g = (struct golden){.name = cut(&line, '\t')};
    const char *language = cut(&line, '\t');
    assert_true(strlen(language) < sizeof f->language);
    strcpy(f->language, language);
    f->stemming = cut_small(&line);
    f->ngrams = cut_small(&line);
    f->chars_min = cut_small(&line);
    f->chars_max = cut_small(&line);
    f->negation = cut_small(&line);
    f->style = cut_small(&line);
    f->log_counts = cut_small(&line);
    assert_null(feature_settings_check(f));
    const char *stops = cut(&line, '\t');
    assert_true(wordset_init(&g->stops, strcmp(stops, "-") ? stops : ""));
    g->text = read_file("texts/", g->name, ".txt");
}

static void each_text(void (*check)(struct golden *g))
{
    struct buffer index = read_file("texts/", "INDEX", ".tsv");
    char *rest = index.data, *line;
    size_t n = 0;

    cut(&rest, '\n'); /* names of the columns */
    for (; (line = cut(&rest, '\n')) != NULL; n++) {
        struct golden g;
        read_row(&g, line);
        check(&g);
        wordset_release(&g.stops);
        free(g.text.data);
    }
    assert_true(n >= 25);
    free(index.data);
}

static struct str text_of(const struct golden *g)
{
    return (struct str){g->text.data, g->text.len};
}

static void start(struct extractor *x, const struct golden *g)
{
    struct tenor_error err = {0};

    assert_true(extractor_init(x, &g->settings, &g->stops, 0, &err));
    assert_true(extractor_begin(x, text_of(g), &err));
}

/* What is expected, line by line. */
struct expected {
    struct buffer file;
    char *rest;
    const char *name, *ending;
    size_t line;
};

static struct expected want(const struct golden *g, const char *ending)
{
    struct expected e = {.file = read_file("expected/", g->name, ending),
                         .name = g->name,
                         .ending = ending};
    e.rest = e.file.data;
    return e;
}

static void want_line(struct expected *e, const char *found)
{
    const char *line = cut(&e->rest, '\n');

    e->line++;
    if (!line || strcmp(line, found) != 0)
        fail_msg("%s%s:%zu: '%s' is expected, not '%s'", e->name, e->ending,
                 e->line, line ? line : "", found);
}

static void want_end(struct expected *e)
{
    if (*e->rest)
        fail_msg("%s%s:%zu: more is expected", e->name, e->ending, e->line + 1);
    free(e->file.data);
}

/* ---- tokens ------------------------------------------------------------ */

static void check_tokens(struct golden *g)
{
    struct expected e = want(g, ".tokens");
    struct extractor x;
    struct scanner s;
    struct token t;
    size_t sentence = 0;

    start(&x, g);
    const struct language *l = x.terms.words.language;
    scanner_init(&s, text_of(g), l && l->elision, &x.terms.abbreviations);
    while (scanner_next(&s, &t)) {
        struct str surface = {s.text.s + t.begin, t.end - t.begin};
        struct str folded, stem = STR("-");
        char line[2048];
        if (t.kind == TOKEN_HASHTAG)
            surface = (struct str){surface.s + 1, surface.len - 1};
        if (t.kind == TOKEN_WORD || t.kind == TOKEN_HASHTAG)
            words_analyse(&x.terms.words, surface, &folded, &stem);
        sentence += t.sentence;
        snprintf(line, sizeof line, "%zu\t%zu\t%zu\t%s\t%.*s", sentence,
                 t.begin, t.end, token_kind_name(t.kind), (int)stem.len,
                 stem.s);
        want_line(&e, line);
    }
    want_end(&e);
    extractor_release(&x);
}

static void tokens_are_the_same(void **state)
{
    (void)state;
    each_text(check_tokens);
}

/* ---- features ---------------------------------------------------------- */

static void check_features(struct golden *g)
{
    static const char *const kind[] = {"word",    "sign",  "ngram",
                                       "negated", "style", "chars"};
    struct expected e = want(g, ".features");
    struct tenor_error err = {0};
    struct extractor x;

    start(&x, g);
    for (bool last = false; !last;) {
        assert_true(extractor_next(&x, &last, &err));
        for (size_t i = 0; i < x.nfound; i++) {
            const struct occurrence *o = &x.found[i];
            char line[128];
            snprintf(line, sizeof line,
                     "%016" PRIx64 "\t%s\t%" PRIu32 "\t%" PRIu32, o->feature,
                     kind[feature_kind(o->feature)], o->begin, o->end);
            want_line(&e, line);
        }
    }
    want_end(&e);
    extractor_release(&x);
}

static void features_are_the_same(void **state)
{
    (void)state;
    each_text(check_features);
}

/* ---- margins ----------------------------------------------------------- */

#define COLUMNS 4

/* The model of the reference: its axes, and weights that are bits of the
 * feature. One feature in four is unknown to it. */
static bool is_known(uint64_t feature)
{
    return (feature >> 20 & 3) != 0;
}

static int16_t weight_of(uint64_t feature, size_t column)
{
    return (int16_t)((int)(feature >> (40 - 9 * column) & 0x3FF) - 512);
}

static const struct axis axes[] = {
    {.name = "tone",
     .unit = "article",
     .labels = 2,
     .label = (const char *const[]){"negative", "positive"},
     .prior = (const double[]){0.375, 0.625},
     .slope = 1.75,
     .offset = (const double[]){0.125, -0.375},
     .positive = 1,
     .negative = 0,
     .column = 0,
     .columns = 1,
     .bias = (const double[]){0.0625},
     .scale = (const double[]){1.0 / 700}},
    {.name = "topic",
     .unit = "article",
     .labels = 3,
     .label = (const char *const[]){"sport", "trade", "arts"},
     .prior = (const double[]){0.5, 0.3, 0.2},
     .slope = 0.9,
     .offset = (const double[]){0.1, 0.0, -0.2},
     .positive = -1,
     .negative = -1,
     .column = 1,
     .columns = 3,
     .bias = (const double[]){-0.5, -0.25, 0.75},
     .scale = (const double[]){1.0 / 900, 1.0 / 800, 1.0 / 1100}},
};

/* The features that are expected of a text and known to the model. */
static struct wordset expected_features(const struct golden *g)
{
    struct expected e = want(g, ".features");
    struct wordset set = {.hash =
                              malloc((e.file.len / 16 + 1) * sizeof *set.hash)};
    char *line;

    assert_non_null(set.hash);
    while ((line = cut(&e.rest, '\n')) != NULL) {
        uint64_t feature = strtoull(line, NULL, 16);
        if (is_known(feature))
            set.hash[set.n++] = feature;
    }
    set.n = wordset_sort(set.hash, set.n);
    free(e.file.data);
    return set;
}

static struct tenor_model *open_model(const struct golden *g,
                                      struct buffer *bytes)
{
    struct tenor_error err = {0};
    struct tenor_model *model;
    struct wordset known = expected_features(g);
    int16_t *weight = malloc((known.n + 1) * COLUMNS * sizeof *weight);

    assert_non_null(weight);
    for (size_t row = 0; row < known.n; row++)
        for (size_t c = 0; c < COLUMNS; c++)
            weight[row * COLUMNS + c] = weight_of(known.hash[row], c);
    const struct model_parts parts = {.settings = g->settings,
                                      .stop = g->stops.hash,
                                      .stops = g->stops.n,
                                      .feature = known.hash,
                                      .rows = known.n,
                                      .weight = weight,
                                      .columns = COLUMNS,
                                      .axis = axes,
                                      .axes = COUNT(axes),
                                      .card = STR("{}")};
    assert_true(model_bytes(&parts, bytes, &err));
    if (!tenor_model_from_memory(bytes->data, bytes->len, &model, &err))
        fail_msg("%s: %s", g->name, err.message);
    wordset_release(&known);
    free(weight);
    return model;
}

static void want_number(const struct expected *e, double found,
                        const char *number)
{
    double wanted = number ? strtod(number, NULL) : NAN;

    if (!(fabs(found - wanted) <= TOLERANCE * fmax(fabs(wanted), DBL_MIN)))
        fail_msg("%s%s:%zu: %s is expected, not %.17g", e->name, e->ending,
                 e->line, number ? number : "nothing", found);
}

static void want_value(struct expected *e, const char *name, double found)
{
    char *line = cut(&e->rest, '\n');

    e->line++;
    assert_non_null(line);
    assert_string_equal(cut(&line, '\t'), name);
    want_number(e, found, line);
}

static void want_labels(struct expected *e, const struct tenor_model *m,
                        const struct tenor_scorer *s, size_t axis)
{
    for (size_t k = 0; k < tenor_axis_label_count(m, axis); k++) {
        char *line = cut(&e->rest, '\n');
        e->line++;
        assert_non_null(line);
        assert_string_equal(cut(&line, '\t'), tenor_axis_name(m, axis));
        assert_string_equal(cut(&line, '\t'), tenor_axis_label(m, axis, k));
        want_number(e, tenor_margin(s, axis, k), cut(&line, '\t'));
        want_number(e, tenor_probability(s, axis, k), line);
    }
}

static void check_margins(struct golden *g)
{
    struct expected e = want(g, ".margins");
    struct tenor_error err = {0};
    struct tenor_scorer *s;
    struct buffer bytes = {0};
    struct tenor_model *m = open_model(g, &bytes);
    char status[64];

    assert_true(tenor_scorer_new(m, &s, &err));
    assert_true(tenor_score(s, g->text.data, g->text.len, &err));
    snprintf(status, sizeof status, "status\t%s",
             tenor_status_name(tenor_status(s)));
    want_line(&e, status);
    want_value(&e, "words", (double)tenor_words(s));
    want_value(&e, "known", tenor_known(s));
    want_value(&e, "repaired", (double)tenor_repaired(s));
    for (size_t a = 0; a < COUNT(axes); a++)
        want_labels(&e, m, s, a);
    want_end(&e);
    tenor_scorer_free(s);
    tenor_model_close(m);
    free(bytes.data);
}

static void margins_are_the_same(void **state)
{
    (void)state;
    each_text(check_margins);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tokens_are_the_same),
        cmocka_unit_test(features_are_the_same),
        cmocka_unit_test(margins_are_the_same),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
