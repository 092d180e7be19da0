/* Formats of corpora by their names and by --in. */
#define _POSIX_C_SOURCE 200809L
#include "cli/label/corpora.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/label/records.h"
#include "tests/unit/scarce.h"
#include "tests/unit/folder.h"

static const struct verb verb = {.name = "label"};

/* clang-format off */
static const struct {
    const char *name, *option; /* of a file of 3 bytes; --in, or NULL */
    const struct record_format *format; /* NULL: wrong usage */
    enum stream_filter filter;
    enum members_kind kind;
} table[] = {
    {"a.tsv",          NULL,        &records_tsv,   STREAM_PLAIN, 0},
    {"a.tab",          NULL,        &records_tsv,   STREAM_PLAIN, 0},
    {"a.csv",          NULL,        &records_csv,   STREAM_PLAIN, 0},
    {"a.jsonl",        NULL,        &records_jsonl, STREAM_PLAIN, 0},
    {"a.ndjson",       NULL,        &records_jsonl, STREAM_PLAIN, 0},
    {"a.txt",          NULL,        &records_files, STREAM_PLAIN, MEMBERS_FILE},
    {"a.html",         NULL,        &records_files, STREAM_PLAIN, MEMBERS_FILE},
    {"a.htm",          NULL,        &records_files, STREAM_PLAIN, MEMBERS_FILE},
    {"a.tar",          NULL,        &records_files, STREAM_PLAIN, MEMBERS_TAR},
    {"a.zip",          NULL,        &records_files, STREAM_PLAIN, MEMBERS_ZIP},
    {"a.tar.gz",       NULL,        &records_files, STREAM_GZIP,  MEMBERS_TAR},
    {"a.tgz",          NULL,        &records_files, STREAM_GZIP,  MEMBERS_TAR},
    {"a.tzst",         NULL,        &records_files, STREAM_ZSTD,  MEMBERS_TAR},
    {"a.txz",          NULL,        &records_files, STREAM_XZ,    MEMBERS_TAR},
    {"a.csv.gz",       NULL,        &records_csv,   STREAM_GZIP,  0},
    {"a.jsonl.zst",    NULL,        &records_jsonl, STREAM_ZSTD,  0},
    {"a.tsv.xz",       NULL,        &records_tsv,   STREAM_XZ,    0},
    {"a.txt.gz",       NULL,        &records_files, STREAM_GZIP,  MEMBERS_FILE},
    {"a.csv.tsv",      NULL,        &records_tsv,   STREAM_PLAIN, 0},
    {".csv",           NULL,        &records_csv,   STREAM_PLAIN, 0},
    {"a",              NULL,        NULL,           0,            0},
    {"csv",            NULL,        NULL,           0,            0},
    {"a.",             NULL,        NULL,           0,            0},
    {"a.gz",           NULL,        NULL,           0,            0},
    {"a.lines",        NULL,        NULL,           0,            0},
    {"a.files",        NULL,        NULL,           0,            0},
    {"a.CSV",          NULL,        NULL,           0,            0},
    {"a.csv.gz.gz",    NULL,        NULL,           0,            0},
    {"a.csv ",         NULL,        NULL,           0,            0},
    {"a.tsv tab",      NULL,        NULL,           0,            0},
    {"a.json",         NULL,        NULL,           0,            0},
    {"d.csv/a",        NULL,        NULL,           0,            0},
    /* What --in says counts, but a filter in the name counts as well. */
    {"a.csv",          "lines",     &records_lines, STREAM_PLAIN, 0},
    {"a",              "lines.gz",  &records_lines, STREAM_GZIP,  0},
    {"a.csv.gz",       "tsv",       &records_tsv,   STREAM_GZIP,  0},
    {"a.csv.gz",       "csv",       &records_csv,   STREAM_GZIP,  0},
    {"a.csv.gz",       "csv.zst",   &records_csv,   STREAM_ZSTD,  0},
    {"a.tgz",          "tar",       &records_files, STREAM_GZIP,  MEMBERS_TAR},
    {"a.gz",           "jsonl",     &records_jsonl, STREAM_GZIP,  0},
    {"a",              "ndjson",    &records_jsonl, STREAM_PLAIN, 0},
    {"a",              "tgz",       &records_files, STREAM_GZIP,  MEMBERS_TAR},
    {"a",              "zip",       &records_files, STREAM_PLAIN, MEMBERS_ZIP},
    {"a",              "files",     &records_files, STREAM_PLAIN, MEMBERS_FILE},
    {"a",              "",          NULL,           0,            0},
    {"a",              "gz",        NULL,           0,            0},
    {"a",              "x",         NULL,           0,            0},
    {"a",              ".csv",      NULL,           0,            0},
    {"a",              "x.csv",     NULL,           0,            0},
    {"a",              "CSV",       NULL,           0,            0},
    {"a",              "csv/",      NULL,           0,            0},
    {"a",              "csvcsvcsvcsvcsvcsvcsvcsvcsvcsvcsvcsv", NULL, 0, 0},
    /* Directories. */
    {"d.csv",          NULL,        &records_files, STREAM_PLAIN, MEMBERS_DIRECTORY},
    {"d.csv",          "files",     &records_files, STREAM_PLAIN, MEMBERS_DIRECTORY},
    {"d.csv",          "csv",       NULL,           0,            0},
    {"-",              NULL,        NULL,           0,            0},
    {"-",              "csv.xz",    &records_csv,   STREAM_XZ,    0},
    {"absent.csv",     NULL,        NULL,           0,            0},
};
/* clang-format on */

static struct folder folder;

static int set_up(void **state)
{
    (void)state;
    folder_make(&folder);
    return chdir(folder.path) != 0 || mkdir("d.csv", 0700) != 0;
}

static int tear_down(void **state)
{
    (void)state;
    rmdir("d.csv");
    folder_remove(&folder);
    return 0;
}

/* Whether a name of the table is to be a file. */
static bool is_file(const char *name)
{
    return strcmp(name, "-") != 0 && strcmp(name, "d.csv") != 0 &&
           strcmp(name, "absent.csv") != 0;
}

static void write_file(const char *name)
{
    int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC, 0600);

    assert_true(fd >= 0);
    assert_int_equal(write(fd, "abc", 3), 3);
    close(fd);
}

static void formats_are_those_of_the_names(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(table); i++) {
        const struct corpora_options options = {.in = table[i].option};
        struct corpus_input *input = NULL;
        char name[64];
        char *path[] = {name};
        size_t n;
        int status = -1;
        snprintf(name, sizeof name, "%s", table[i].name);
        if (is_file(name))
            write_file(name);
        const bool ok =
            corpora_find(&verb, path, 1, &options, &input, &n, &status);
        if (ok != (table[i].format != NULL) ||
            (ok && (input->format != table[i].format ||
                    input->filter != table[i].filter ||
                    input->kind != table[i].kind)))
            fail_msg("%s, --in %s", name,
                     table[i].option ? table[i].option : "-");
        if (ok) {
            assert_int_equal(n, 1);
            assert_int_equal(input->size, is_file(name) ? 3 : 0);
            assert_int_equal(input->changed != 0, is_file(name));
        } else {
            assert_int_equal(status, EXIT_USAGE);
        }
        if (is_file(name))
            unlink(name);
        free(input);
    }
}

static void a_list_of_files_comes_last(void **state)
{
    (void)state;
    const struct corpora_options options = {
        .in = "csv", .files_from = "list", .nul = true};
    char dash[] = "-";
    char *path[] = {dash, dash};
    struct corpus_input *input = NULL;
    size_t n;
    int status;

    assert_true(corpora_find(&verb, path, 2, &options, &input, &n, &status));
    assert_int_equal(n, 3);
    assert_ptr_equal(input[1].format, &records_csv);
    assert_ptr_equal(input[2].format, &records_files);
    assert_int_equal(input[2].kind, MEMBERS_LIST);
    assert_string_equal(input[2].path, "list");
    assert_true(input[2].nul && !input[0].nul);
    free(input);
}

static bool find_scarcely(void *context, struct tenor_error *err)
{
    const struct corpora_options options = {.in = "csv"};
    char dash[] = "-";
    char *path[] = {dash};
    struct corpus_input *input = NULL;
    size_t n;
    int status;

    (void)context;
    const bool ok = corpora_find(&verb, path, 1, &options, &input, &n, &status);
    free(input);
    return ok || fail_memory(err, "a list of files");
}

static void memory_may_run_out(void **state)
{
    (void)state;
    scarce_run(find_scarcely, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(formats_are_those_of_the_names),
        cmocka_unit_test(a_list_of_files_comes_last),
        cmocka_unit_test(memory_may_run_out),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
