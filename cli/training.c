#define _POSIX_C_SOURCE 200809L
#include "cli/training.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/out.h"
#include "model/utf8.h"
#include "train/pool.h"
#include "train/stoplist.h"

/* What an option that is not given holds: the search chooses. */
#define OPEN SIZE_MAX

struct training_options training_defaults(void)
{
    const struct train_settings s = train_defaults();

    return (struct training_options){
        .language = "english",
        .loss = -1,
        .weighting = -1,
        .counts = -1,
        .stemming = -1,
        .negation = -1,
        .style = -1,
        .balance = NAN,
        .gamma = s.kernel.gamma,
        .coef0 = s.kernel.coef0,
        .degree = (size_t)s.kernel.degree,
        .ngrams = OPEN,
        .min_df = OPEN,
        .max_features = s.max_features,
        .folds = s.folds,
        .seed = (size_t)s.seed,
        .threads = pool_processors(),
    };
}

/* ---- settings ------------------------------------------------------------ */

/* "2-5" or "0" */
static bool parse_chars(const char *text, struct feature_settings *f)
{
    f->chars_min = f->chars_max = 0;
    if (strcmp(text, "0") == 0)
        return true;
    if (strlen(text) != 3 || text[1] != '-' || text[0] < '1' ||
        text[2] < text[0] || text[2] > '0' + FEATURE_CHARS_MAX)
        return false;
    f->chars_min = (uint8_t)(text[0] - '0');
    f->chars_max = (uint8_t)(text[2] - '0');
    return true;
}

/* Less than this is no room for what does not depend on the limit. */
#define MEMORY_MIN ((uint64_t)1 << 20)

/* "512M": a number of bytes, or of KiB, MiB, GiB or TiB. */
static bool parse_size(const char *text, uint64_t *size)
{
    static const char units[] = "KMGT";
    char *end;

    errno = 0;
    const unsigned long long n = strtoull(text, &end, 10);
    const char *unit = *end ? strchr(units, *end) : NULL;
    const unsigned shift = unit ? 10 * (unsigned)(unit - units + 1) : 0;
    *size = (uint64_t)n << shift;
    return text[0] >= '0' && text[0] <= '9' && errno == 0 &&
           (*end == '\0' || (unit && end[1] == '\0')) && *size >> shift == n &&
           (n == 0 || *size >= MEMORY_MIN);
}

/* How much, and where the rest goes: an empty TMPDIR stands for none. */
static bool set_memory(const struct training_options *o, struct memory *m)
{
    const char *folder = getenv("TMPDIR");

    m->limit = memory_available() / 4 * 3;
    m->folder = folder && *folder ? folder : o->scratch ? o->scratch : "/tmp";
    return !o->memory || parse_size(o->memory, &m->limit);
}

static void fix(struct train_settings *s, enum choice c, bool given,
                double value)
{
    if (!given)
        return;
    train_choose(s, c, value);
    s->fixed[c] = true;
}

/* Set what the search would choose, where an option says it. */
static void fix_choices(const struct training_options *o,
                        struct train_settings *s)
{
    const bool kernel = o->kernel != KERNEL_LINEAR;

    fix(s, CHOICE_NGRAMS, o->ngrams != OPEN, (double)o->ngrams);
    fix(s, CHOICE_MIN_DOCUMENTS, o->min_df != OPEN, (double)o->min_df);
    fix(s, CHOICE_STEMMING, o->stemming >= 0, o->stemming);
    fix(s, CHOICE_NEGATION, o->negation >= 0, o->negation);
    fix(s, CHOICE_STYLE, o->style >= 0, o->style);
    fix(s, CHOICE_COUNTS, o->counts >= 0, o->counts);
    fix(s, CHOICE_WEIGHTING, o->weighting >= 0, o->weighting);
    fix(s, CHOICE_BALANCE, !isnan(o->balance), o->balance);
    fix(s, CHOICE_CHARACTER_WEIGHT, o->character_weight != 0.0,
        o->character_weight);
    fix(s, CHOICE_COST, o->C != 0.0, o->C);
    s->fixed[CHOICE_CHARACTERS] = o->chars != NULL;
    if (!language_find(o->language))
        fix(s, CHOICE_STEMMING, true, 0.0); /* there is none */
    if (o->stops)
        s->fixed[CHOICE_STEMMING] = true; /* the list is stemmed but once */
    /* Kernels are slow: the search is for C alone. */
    for (int c = 0; kernel && c < (int)CHOICES; c++)
        if (c != (int)CHOICE_COST)
            s->fixed[c] = true;
    s->no_search = o->no_search;
    s->features.target = (uint8_t)o->target;
}

int training_settings(const struct verb *v, const struct training_options *o,
                      struct train_settings *s)
{
    *s = train_defaults();
    if (!known_language(v, o->language))
        return EXIT_USAGE;
    const struct language *language = language_find(o->language);
    memset(s->features.language, 0, sizeof s->features.language);
    strncpy(s->features.language, language ? language->name : o->language,
            sizeof s->features.language - 1);
    if (o->chars && !parse_chars(o->chars, &s->features))
        return opt_misuse(v,
                          "--characters cannot be '%s'; a range such as 2-5 "
                          "is expected, up to %d, or 0",
                          o->chars, FEATURE_CHARS_MAX);
    if (!set_memory(o, &s->memory))
        return opt_misuse(v,
                          "--memory cannot be '%s'; a size such as 512M or 4G "
                          "is expected, at least 1M, or 0",
                          o->memory);
    if (o->metric && !criterion_by_name(o->metric, &s->criterion))
        return opt_misuse(v,
                          "--metric cannot be '%s'; one of: mean accuracy "
                          "macro-f1 f1:LABEL mcc",
                          o->metric);
    const struct {
        const char *name;
        size_t value, most;
    } limit[] = {{"ngrams", o->ngrams, FEATURE_NGRAM_MAX},
                 {"min-documents", o->min_df, UINT32_MAX},
                 {"degree", o->degree, 100},
                 {"folds", o->folds, 20}};
    for (size_t i = 0; i < sizeof limit / sizeof *limit; i++)
        if (limit[i].value != OPEN && limit[i].value > limit[i].most)
            return opt_misuse(v, "--%s cannot be %zu; it is at most %zu",
                              limit[i].name, limit[i].value, limit[i].most);
    s->solver = (enum solver_choice)o->solver;
    s->kernel = (struct solver_kernel){(enum kernel_type)o->kernel,
                                       (int)o->degree, o->gamma, o->coef0};
    const bool hinge =
        s->solver == SOLVER_LIBSVM || s->kernel.type != KERNEL_LINEAR;
    s->loss = o->loss < 0 ? (hinge ? LOSS_HINGE : s->loss)
                          : (enum solver_loss)o->loss;
    if (s->kernel.type != KERNEL_LINEAR)
        s->weighting = WEIGHTING_NONE;
    fix_choices(o, s);
    s->budget = o->budget;
    s->max_features = o->max_features;
    s->folds = (unsigned)o->folds;
    s->seed = o->seed;
    s->threads = o->threads;
    const char *wrong = train_settings_check(s);
    return wrong ? opt_misuse(v, "%s", wrong) : EXIT_DONE;
}

bool training_stops(const struct training_options *o,
                    const struct train_settings *s, struct wordset *stops,
                    struct named_file *file, struct tenor_error *err)
{
    const char *slash = o->stops ? strrchr(o->stops, '/') : NULL;

    *stops = (struct wordset){0};
    *file = (struct named_file){.path = o->stops,
                                .name = slash ? slash + 1 : o->stops};
    return !o->stops ||
           stoplist_read(o->stops, &s->features, stops, file->sha256, err);
}

void training_options_release(struct training_options *o)
{
    free(o->map.item);
    free(o->texts.item);
}

/* ---- talk ---------------------------------------------------------------- */

/* A line at a terminal that the next one overwrites. */
static void show_progress(void *quiet, const char *stage, size_t done,
                          size_t stages)
{
    if (*(bool *)quiet || !isatty(STDERR_FILENO))
        return;
    fputs("\r\033[K", stderr);
    if (stage)
        fprintf(stderr, "searching: %s, %zu of %zu\r", stage, done + 1, stages);
}

static void say(void *quiet, const char *line)
{
    show_progress(quiet, NULL, 0, 0);
    if (!*(bool *)quiet)
        fprintf(stderr, "%s\n", line);
}

void training_talk(struct train_request *r, const struct training_options *o)
{
    r->say = say;
    r->progress = show_progress;
    r->context = (void *)(uintptr_t)&o->quiet;
}

void training_print_choices(const struct train_settings *s)
{
    for (int c = 0; c < (int)CHOICES; c++) {
        char text[CHOICE_TEXT];
        train_choice_text((enum choice)c, train_choice(s, (enum choice)c),
                          text);
        fprintf(stderr, "%s%s", c ? ", " : "", text);
    }
}

/* ---- requests ------------------------------------------------------------ */

/* Names stand in JSON and in the header of TSV: UTF-8 without control
 * characters, and not empty. NULL stands for the default. */
static bool is_name(const char *s)
{
    const size_t len = s ? strlen(s) : 0;
    size_t bad = s && len == 0;

    for (size_t i = 0; i < len;) {
        uint32_t c;
        i += utf8_decode(s + i, len - i, &c, &bad);
        bad += c < ' ' || c == 0x7F;
    }
    return bad == 0;
}

/* What a card calls a corpus: its name without folders. Slashes at the end of
 * path are taken off. */
static const char *base_name(char *path)
{
    size_t len = strlen(path);

    while (len > 1 && path[len - 1] == '/')
        path[--len] = '\0';
    const char *slash = strrchr(path, '/');
    return slash && slash[1] ? slash + 1 : path;
}

static bool cut_names(const char *list, struct names *names)
{
    char *rest;

    if (!list)
        return true;
    rest = names->copy = mem_string(str_of(list));
    if (!rest)
        return false;
    do {
        if (!GROW(names->name, names->n + 1, names->capacity))
            return false;
        names->name[names->n++] = rest;
        rest = strchr(rest, ',');
        if (rest)
            *rest++ = '\0';
    } while (rest);
    return true;
}

static void release_names(struct names *names)
{
    free(names->copy);
    free(names->name);
}

/* What the options say of the axis. */
static bool fill_axis(const struct verb *v, const struct training_options *o,
                      struct training *t, int *status)
{
    struct train_request *r = &t->request;

    *status = EXIT_USAGE;
    if (!is_name(o->axis) || !is_name(o->unit)) {
        opt_misuse(v, "--%s cannot be '%s'; a name is expected",
                   is_name(o->axis) ? "unit" : "axis",
                   is_name(o->axis) ? o->unit : o->axis);
        return false;
    }
    if (!cut_names(o->poles, &t->poles) || !cut_names(o->order, &t->order)) {
        opt_misuse(v, "out of memory");
        return false;
    }
    if (o->poles && t->poles.n != 2) {
        opt_misuse(v, "--poles needs two labels, NEG,POS");
        return false;
    }
    r->axis = o->axis ? o->axis : "sentiment";
    r->unit = o->unit ? o->unit : "document";
    r->negative = o->poles ? t->poles.name[0] : NULL;
    r->positive = o->poles ? t->poles.name[1] : NULL;
    r->order = t->order.name;
    r->ordered = t->order.n;
    return true;
}

/* Whether two files are of one format by the end of their names. */
static bool are_alike(const char *a, const char *b)
{
    const char *x = strrchr(a, '.'), *y = strrchr(b, '.');

    return x && y && strcmp(x, y) == 0;
}

/* Each by the format that its name tells; the column of the text is that of the
 * corpora where the format is theirs. */
static bool fill_texts(const struct verb *v, const struct training_options *o,
                       const char *corpus, struct training *t)
{
    t->texts = mem_zero(o->texts.n, sizeof *t->texts);
    if (!t->texts)
        return opt_misuse(v, "out of memory"), false;
    for (size_t i = 0; i < o->texts.n; i++) {
        const char *path = o->texts.item[i], *slash = strrchr(path, '/');
        t->texts[i] = (struct train_corpus){
            .path = path, .name = slash && slash[1] ? slash + 1 : path};
        if (are_alike(path, corpus))
            t->texts[i].options.text_column = o->corpus.text_column;
    }
    t->request.texts = t->texts;
    t->request.texts_corpora = o->texts.n;
    return true;
}

static bool fill_corpora(const struct verb *v, const struct training_options *o,
                         char **path, size_t n, struct training *t, int *status)
{
    struct corpus_options options = o->corpus;
    struct tenor_error err = {0};

    *status = EXIT_USAGE;
    t->corpus = mem_zero(n, sizeof *t->corpus);
    if (!t->corpus || !fill_labelmap(&o->map, &t->map, &err)) {
        opt_misuse(v, "%s", err.code ? err.message : "out of memory");
        return false;
    }
    options.map = &t->map;
    for (size_t i = 0; i < n; i++)
        t->corpus[i] = (struct train_corpus){
            .path = path[i], .name = base_name(path[i]), .options = options};
    t->request.corpus = t->corpus;
    t->request.corpora = n;
    return fill_texts(v, o, path[0], t);
}

bool training_prepare(const struct verb *v, const struct training_options *o,
                      char **path, size_t n, struct training *t, int *status)
{
    struct tenor_error err = {0};

    *t = (struct training){0};
    *status = training_settings(v, o, &t->request.settings);
    if (*status != EXIT_DONE || !fill_axis(v, o, t, status) ||
        !fill_corpora(v, o, path, n, t, status))
        goto failed;
    if (!training_stops(o, &t->request.settings, &t->stops, &t->stop_file,
                        &err)) {
        *status = out_error(v->name, &err);
        goto failed;
    }
    t->request.stops = o->stops ? &t->stops : NULL;
    t->request.stop_file = o->stops ? &t->stop_file : NULL;
    training_talk(&t->request, o);
    return true;
failed:
    training_release(t);
    return false;
}

void training_release(struct training *t)
{
    free(t->corpus);
    free(t->texts);
    labelmap_release(&t->map);
    release_names(&t->poles);
    release_names(&t->order);
    wordset_release(&t->stops);
    *t = (struct training){0};
}
