/* Sums of any text, exactly those of its features in a bag. The first byte
 * chooses one of a few models, each with settings of its own, and how the text
 * is read. */
#include "model/modelfile.h"

#include <string.h>

#include "tests/fuzz/fuzz.h"
#include "tests/unit/adding.h"

#define ROWS_MAX 4096
#define COLUMNS 8 /* table_columns() of the six of the axes */

/* ---- models ---------------------------------------------------------------
 */

static const struct feature_settings settings[] = {
    {"english", 1, 3, 1, 4, 1, 1, 1, 0}, {"english", 1, 2, 3, 5, 1, 1, 0, 0},
    {"english", 1, 3, 0, 0, 1, 1, 1, 0}, {"french", 1, 3, 0, 0, 1, 1, 0, 0},
    {"zh", 0, 1, 1, 2, 0, 0, 0, 0},      {"turkish", 1, 2, 2, 8, 1, 1, 1, 0},
};
#define MODELS (sizeof settings / sizeof *settings)

/* Half of the features of a text, in which the fuzzer finds words to begin
 * with; returns how many. */
static size_t fill_features(const struct feature_settings *f, uint64_t *feature)
{
    static const char known[] =
        "It is not a good day, they said :( and a BAD report of the long fun! "
        "\xE2\x80\x9CWho would say so?\xE2\x80\x9D 3 sooo great www.a.org @b "
        "l'homme n'est pas bon. KIRIK \xC4\xB0YI de\xC4\x9Fil \xE4\xB8\x8D\xE5"
        "\xA5\xBD internationalisation abababababababababababababababab";
    struct tenor_error err = {0};
    struct extractor x;
    struct bag bag = {0};
    size_t n = 0;

    CHECK(extractor_init(&x, f, NULL, 0, &err));
    CHECK(bag_fill(&bag, &x, (struct str){known, sizeof known - 1}, &err));
    for (size_t i = 0; i < bag.n && n < ROWS_MAX; i++)
        if (bag.entry[i].feature >> 40 & 1)
            feature[n++] = bag.entry[i].feature;
    CHECK(n > 0);
    bag_release(&bag);
    extractor_release(&x);
    return wordset_sort(feature, n);
}

static struct tenor_model *make_model(const struct feature_settings *f)
{
    static const char *const label[] = {"a", "b", "c"};
    static const double zero[3], unit[] = {1e-3, 1e-3, 1e-3};
    static const double half[] = {0.5, 0.5}, third[] = {0.25, 0.25, 0.5};
    const struct aggregate mean = {1.0, 1.0, zero};
    const struct axis axis[] = {
        {"one", "text", 3,    label, third,          1.0,  zero, -1,  -1, 0, 3,
         zero,  unit,   NULL, NULL,  AXIS_SENTENCES, mean, 0.0,  0.0, {0},
         {0}},
        {"two", "text", 2,    label, half, 1.0,        zero, -1,  -1,  3,
         1,     zero,   unit, NULL,  NULL, AXIS_WHOLE, mean, 0.0, 0.0, {0},
         {0}},
        {"three", "text", 2,    label, half, 1.0,        zero, -1,  -1,  4,
         1,       zero,   unit, NULL,  NULL, AXIS_TITLE, mean, 0.0, 0.0, {0},
         {0}},
        {"four", "text", 2,    label, half,           1.0,  zero, -1,  -1, 5, 1,
         zero,   unit,   NULL, NULL,  AXIS_SENTENCES, mean, 0.0,  0.0, {0},
         {0}},
    };
    static uint64_t feature[ROWS_MAX];
    static int16_t weight[ROWS_MAX * COLUMNS];
    struct tenor_error err = {0};
    struct buffer bytes = {0};
    struct tenor_model *model;

    /* Some as large as can be, so that sums leave 16 bits. */
    for (int i = 0; i < ROWS_MAX * COLUMNS; i++)
        weight[i] = (int16_t)(i % 3 ? i * 977 % 2001 - 1000 : INT16_MAX);
    const struct model_parts parts = {.settings = *f,
                                      .feature = feature,
                                      .rows = fill_features(f, feature),
                                      .weight = weight,
                                      .columns = COLUMNS,
                                      .axis = axis,
                                      .axes = sizeof axis / sizeof *axis,
                                      .card = STR("{}")};
    CHECK(model_bytes(&parts, &bytes, &err));
    CHECK(tenor_model_from_memory(bytes.data, bytes.len, &model, &err));
    return model; /* its bytes stay */
}

/* One of each, made once. */
static const struct tenor_model *choose_model(uint8_t byte)
{
    static struct tenor_model *model[MODELS];
    const size_t i = byte % MODELS;

    if (!model[i])
        model[i] = make_model(&settings[i]);
    return model[i];
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct adding_manner manner[] = {
        {true, true, AXIS_WHOLE, true},
        {true, false, AXIS_WHOLE, false},
        {false, true, AXIS_TITLE, false},
    };

    if (size < 1)
        return 0;
    const struct str text = {(const char *)data + 1, size - 1};
    const size_t first = data[0] / MODELS;
    struct adding a;

    CHECK(adding_init(&a, choose_model(data[0])));
    /* The first time the words are new, later they are remembered. */
    for (size_t i = 0; i < 3; i++) {
        const char *differs = adding_run(&a, text, manner[(first + i) % 3]);
        if (differs)
            fprintf(stderr, "not the same: %s\n", differs);
        CHECK(!differs);
    }
    adding_release(&a);
    return 0;
}
