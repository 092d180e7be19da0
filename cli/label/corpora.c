#define _POSIX_C_SOURCE 200809L
#include "cli/label/corpora.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/label/extension.h"
#include "cli/out.h"
#include "cli/label/records.h"

const char corpora_formats[] = "lines tsv csv jsonl files tar zip, each with "
                               ".gz .zst .xz";

/* ---- names --------------------------------------------------------------- */

static const struct record_format *const formats[] = {
    &records_lines, &records_tsv, &records_csv, &records_jsonl, &records_files,
};

static const struct {
    const char *extension, *stands_for;
} shorthand[] = {{"tgz", ".tar.gz"}, {"tzst", ".tar.zst"}, {"txz", ".tar.xz"}};

static const struct {
    const char *extension;
    enum members_kind kind;
} archives[] = {{"tar", MEMBERS_TAR}, {"zip", MEMBERS_ZIP}};

#define ROWS(table) (sizeof(table) / sizeof *(table))

/* The format by the end of a name, without a filter. `words`: formats have
 * names there, not only extensions. */
static bool set_format(struct corpus_input *in, struct str last, bool words)
{
    for (size_t i = 0; i < ROWS(archives); i++)
        if (str_equal(last, str_of(archives[i].extension))) {
            in->format = &records_files;
            in->kind = archives[i].kind;
            return true;
        }
    for (size_t i = 0; i < ROWS(formats); i++)
        if (extension_is_in(formats[i]->extensions, last) ||
            (words && str_equal(last, str_of(formats[i]->name)))) {
            in->format = formats[i];
            return true;
        }
    return false;
}

/* Set format and filter by the end of a name, "a.jsonl.zst", or, with `words`,
 * by all of it. False when that tells no format; a filter may be set all the
 * same. */
static bool read_name(struct corpus_input *in, struct str name, bool words)
{
    struct str last = extension_cut(&name);

    for (size_t i = 0; i < ROWS(shorthand); i++)
        if (str_equal(last, str_of(shorthand[i].extension))) {
            name = str_of(shorthand[i].stands_for);
            last = extension_cut(&name);
        }
    in->filter = stream_filter_named(last);
    if (in->filter != STREAM_PLAIN)
        last = extension_cut(&name);
    return set_format(in, last, words) && (!words || name.len == 0);
}

/* --in, "jsonl" or "jsonl.zst". */
static bool read_option(struct corpus_input *in, const char *value)
{
    char name[32];
    const int len = snprintf(name, sizeof name, ".%s", value);

    return len < (int)sizeof name &&
           read_name(in, (struct str){name, (size_t)len}, true);
}

/* ---- descriptions -------------------------------------------------------- */

static const struct {
    const char *name;
    enum members_kind kind;
    bool nul;
} kinds[] = {
    {"files", MEMBERS_FILE, false}, {"directory", MEMBERS_DIRECTORY, false},
    {"list", MEMBERS_LIST, false},  {"list0", MEMBERS_LIST, true},
    {"tar", MEMBERS_TAR, false},    {"zip", MEMBERS_ZIP, false},
};

static const char *name_of_kind(const struct corpus_input *in)
{
    for (size_t i = 0; i < ROWS(kinds); i++)
        if (kinds[i].kind == in->kind && kinds[i].nul == in->nul)
            return kinds[i].name;
    return "";
}

void corpora_describe(const struct corpus_input *in,
                      char to[CORPORA_DESCRIPTION])
{
    snprintf(to, CORPORA_DESCRIPTION, "%s%s%s",
             in->format == &records_files ? name_of_kind(in) : in->format->name,
             in->filter == STREAM_PLAIN ? "" : ".",
             stream_filter_name(in->filter));
}

bool corpora_described(struct corpus_input *in, const char *name)
{
    struct str rest = str_of(name);

    for (size_t i = 0; i < ROWS(kinds); i++) {
        const size_t len = strlen(kinds[i].name);
        if (strncmp(name, kinds[i].name, len) != 0 ||
            (name[len] != '.' && name[len] != '\0'))
            continue;
        in->format = &records_files;
        in->kind = kinds[i].kind;
        in->nul = kinds[i].nul;
        in->filter = stream_filter_named(extension_cut(&rest));
        return true;
    }
    return read_option(in, name);
}

/* ---- files --------------------------------------------------------------- */

static int cannot(const struct verb *v, const char *path)
{
    fprintf(stderr, "tenor %s: cannot open '%s': %s\n", v->name, path,
            strerror(errno));
    return EXIT_USAGE;
}

/* What the file system knows of an input. */
static bool look_at(const struct verb *v, struct corpus_input *in,
                    bool *directory, int *status)
{
    struct stat st;

    *directory = false;
    if (strcmp(in->path, "-") == 0)
        return true;
    if (stat(in->path, &st) != 0) {
        *status = cannot(v, in->path);
        return false;
    }
    *directory = S_ISDIR(st.st_mode);
    if (S_ISREG(st.st_mode)) {
        in->size = (uint64_t)st.st_size;
        in->changed =
            (int64_t)st.st_mtim.tv_sec * 1000000000 + st.st_mtim.tv_nsec;
    }
    return true;
}

/* An operand: what --in says, else what it is or how its name ends. */
static bool find_operand(const struct verb *v, const char *option,
                         struct corpus_input *in, int *status)
{
    const struct str name = str_of(in->path);
    bool directory;

    if (!look_at(v, in, &directory, status))
        return false;
    if (directory && (!option || strcmp(option, "files") == 0)) {
        in->format = &records_files;
        in->kind = MEMBERS_DIRECTORY;
        return true;
    }
    if (directory)
        *status =
            opt_misuse(v, "'%s' is a directory, not %s", in->path, option);
    else if (option && !read_option(in, option))
        *status = opt_misuse(v, "there is no format '%s'; there are %s", option,
                             corpora_formats);
    else if (!option && !read_name(in, name, false))
        *status = opt_misuse(v, "--in FORMAT is missing: '%s' does not tell it",
                             in->path);
    else
        return true;
    return false;
}

/* With --in csv, a.csv.gz is compressed all the same. */
static void add_filter(struct corpus_input *in)
{
    struct corpus_input by_name = {0};

    if (in->filter == STREAM_PLAIN) {
        read_name(&by_name, str_of(in->path), false);
        in->filter = by_name.filter;
    }
}

bool corpora_find(const struct verb *v, char *const *path, size_t paths,
                  const struct corpora_options *options,
                  struct corpus_input **input, size_t *n, int *status)
{
    struct tenor_error err = {0};

    *n = 0;
    *input = mem_zero(paths + 1, sizeof **input);
    if (!*input) {
        fail_memory(&err, "a list of files");
        *status = out_error(v->name, &err);
        return false;
    }
    for (size_t i = 0; i < paths; i++) {
        struct corpus_input *in = &(*input)[(*n)++];
        in->path = path[i];
        if (!find_operand(v, options->in, in, status))
            return false;
        add_filter(in);
    }
    if (options->files_from)
        (*input)[(*n)++] = (struct corpus_input){
            .path = options->files_from,
            .format = &records_files,
            .kind = MEMBERS_LIST,
            .nul = options->nul,
        };
    return true;
}
