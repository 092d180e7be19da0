/* Files of every kind of corpus as records. */
#define _POSIX_C_SOURCE 200809L
#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/label/members.h"
#include "tests/unit/scarce.h"
#include "tests/unit/folder.h"
#include "tests/unit/packing.h"

#define LIMIT 100000

/* ---- making files -------------------------------------------------------- */

static struct str view(const struct buffer *b)
{
    return (struct str){b->data, b->len};
}

static void write_at(const char *path, struct str bytes)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes.s, bytes.len), (ssize_t)bytes.len);
    close(fd);
}

static void write_file(struct folder *f, const char *name, struct str bytes)
{
    write_at(folder_file(f, name), bytes);
}

static void write_packed(struct folder *f, const char *name,
                         enum stream_filter filter, struct str bytes)
{
    struct buffer packed = {0};

    pack(filter, bytes, &packed);
    write_file(f, name, view(&packed));
    free(packed.data);
}

static void make_directory(struct folder *f, const char *name)
{
    assert_int_equal(mkdir(folder_file(f, name), 0700), 0);
}

/* Remove names, the last first: files and directories. */
static void remove_all(struct folder *f, const char *const *name, size_t n)
{
    while (n-- > 0)
        assert_int_equal(remove(folder_file(f, name[n])), 0);
}

/* ---- archives ------------------------------------------------------------ */

enum archive_format { USTAR, PAX, GNUTAR, ZIP, ZIP_ENCRYPTED };

struct file {
    const char *name, *text;
    unsigned type; /* AE_IFREG; ... */
};

static void add_entry(struct archive *a, const struct file *file)
{
    struct archive_entry *e = archive_entry_new();
    const size_t len = file->type == AE_IFREG ? strlen(file->text) : 0;

    archive_entry_copy_pathname(e, file->name);
    archive_entry_set_filetype(e, file->type);
    archive_entry_set_perm(e, 0600);
    archive_entry_set_size(e, (la_int64_t)len);
    if (file->type == AE_IFLNK)
        archive_entry_copy_symlink(e, file->text);
    assert_true(archive_write_header(a, e) >= ARCHIVE_WARN);
    if (len > 0)
        assert_int_equal(archive_write_data(a, file->text, len), (long)len);
    archive_entry_free(e);
}

static void make_archive(enum archive_format format, const struct file *file,
                         size_t n, struct buffer *out)
{
    static const int code[] = {
        ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FORMAT_TAR_PAX_INTERCHANGE,
        ARCHIVE_FORMAT_TAR_GNUTAR, ARCHIVE_FORMAT_ZIP, ARCHIVE_FORMAT_ZIP};
    struct archive *a = archive_write_new();
    const size_t room = 1 << 20;
    size_t used = 0;

    assert_int_equal(archive_write_set_format(a, code[format]), ARCHIVE_OK);
    if (format == ZIP_ENCRYPTED) {
        assert_int_equal(
            archive_write_set_options(a, "zip:encryption=traditional"),
            ARCHIVE_OK);
        assert_int_equal(archive_write_set_passphrase(a, "x"), ARCHIVE_OK);
    }
    out->len = 0;
    assert_true(GROW(out->data, room, out->capacity));
    assert_int_equal(archive_write_open_memory(a, out->data, room, &used),
                     ARCHIVE_OK);
    for (size_t i = 0; i < n; i++)
        add_entry(a, &file[i]);
    assert_int_equal(archive_write_close(a), ARCHIVE_OK);
    archive_write_free(a);
    out->len = used;
}

/* ---- reading ------------------------------------------------------------- */

static void put(struct buffer *b, const char *s, size_t len)
{
    assert_true(buffer_add(b, s, len));
}

/* Append each member: "[name|text]", or "[name!why]" as far as its colon, with
 * the folder's path in front of names left out. */
static bool note_members(struct members *m, const struct folder *f,
                         struct buffer *seen, struct tenor_error *err)
{
    struct buffer name = {0}, text = {0};
    const size_t front = strlen(f->path) + 1;
    const char *bad;
    bool ok, end;

    put(seen, "", 0);
    while ((ok = members_next(m, &name, &text, &bad, &end, err)) && !end) {
        const bool below =
            name.len > front && memcmp(name.data, f->path, front - 1) == 0;
        put(seen, "[", 1);
        put(seen, name.data + (below ? front : 0),
            name.len - (below ? front : 0));
        put(seen, bad ? "!" : "|", 1);
        if (bad)
            put(seen, bad, strcspn(bad, "'"));
        put(seen, text.data, text.len);
        put(seen, "]", 1);
        name.len = text.len = 0;
    }
    assert_int_equal(text.len, 0);
    free(name.data);
    free(text.data);
    return ok;
}

static bool note_corpus(const struct members_spec *spec, const struct folder *f,
                        struct buffer *seen, struct tenor_error *err)
{
    struct members *m;

    seen->len = 0;
    put(seen, "", 1);
    seen->len = 0;
    if (!members_open(&m, spec, err))
        return false;
    const bool ok = note_members(m, f, seen, err);
    members_close(m);
    return ok;
}

static void assert_seen(struct buffer *seen, const char *wanted)
{
    put(seen, "", 1);
    assert_string_equal(seen->data, wanted);
}

static struct members_spec spec_of(enum members_kind kind, const char *path)
{
    return (struct members_spec){
        .path = path, .kind = kind, .limit = LIMIT, .wake = -1};
}

static void assert_corpus(const struct members_spec *spec,
                          const struct folder *f, const char *wanted)
{
    struct tenor_error err = {0};
    struct buffer seen = {0};

    const bool ok = note_corpus(spec, f, &seen, &err);
    assert_string_equal(err.message, "");
    assert_true(ok);
    assert_seen(&seen, wanted);
    free(seen.data);
}

/* ---- directories --------------------------------------------------------- */

static void a_directory_is_read_in_byte_order(void **state)
{
    (void)state;
    static const char *const names[] = {
        "d",       "d/b",    "d/a",     "d/a/y",     "d/a/y/z",    "d/a/x",
        "d/a-b",   "d/ab",   "d/a.txt", "d/.hidden", "d/.git",     "d/.git/x",
        "d/empty", "d/link", "d/loop",  "d/gone",    "d/\xC3\xA9", "d/pipe"};
    struct folder f;
    struct members_spec spec;
    char root[sizeof f.file];

    folder_make(&f);
    make_directory(&f, "d");
    snprintf(root, sizeof root, "%s", f.file);
    spec = spec_of(MEMBERS_DIRECTORY, root);
    assert_corpus(&spec, &f, "");
    write_file(&f, "d/b", STR("B"));
    make_directory(&f, "d/a");
    make_directory(&f, "d/a/y");
    write_file(&f, "d/a/y/z", STR("Z"));
    write_file(&f, "d/a/x", STR("X"));
    write_file(&f, "d/a-b", STR("A-B"));
    write_file(&f, "d/ab", STR("AB"));
    write_file(&f, "d/a.txt", STR("TXT"));
    write_file(&f, "d/.hidden", STR("HIDDEN"));
    make_directory(&f, "d/.git");
    write_file(&f, "d/.git/x", STR("HIDDEN"));
    make_directory(&f, "d/empty");
    write_file(&f, "d/\xC3\xA9", STR(""));
    assert_int_equal(symlink("a/x", folder_file(&f, "d/link")), 0);
    assert_int_equal(symlink("..", folder_file(&f, "d/loop")), 0);
    assert_int_equal(symlink("nowhere", folder_file(&f, "d/gone")), 0);
    assert_int_equal(mkfifo(folder_file(&f, "d/pipe"), 0600), 0);
    const char *wanted = "[d/a-b|A-B][d/a.txt|TXT][d/a/x|X][d/a/y/z|Z]"
                         "[d/ab|AB][d/b|B][d/link|X][d/\xC3\xA9|]";
    assert_corpus(&spec, &f, wanted);
    strcat(root, "//");
    assert_corpus(&spec, &f, wanted);
    remove_all(&f, names, COUNT(names));
    folder_remove(&f);
}

static void what_changes_meanwhile_is_bad(void **state)
{
    (void)state;
    static const char *const left[] = {"a", "d", "z"};
    struct tenor_error err = {0};
    struct buffer seen = {0}, name = {0}, text = {0};
    struct folder f;
    struct members *m;
    const char *bad;
    bool end;

    folder_make(&f);
    const struct members_spec spec = spec_of(MEMBERS_DIRECTORY, f.path);
    write_file(&f, "a", STR("A"));
    write_file(&f, "b", STR("B"));
    make_directory(&f, "c");
    write_file(&f, "d", STR("D"));
    write_file(&f, "z", STR("Z"));
    assert_true(members_open(&m, &spec, &err));
    assert_true(members_next(m, &name, &text, &bad, &end, &err));
    assert_false(end);
    assert_int_equal(remove(folder_file(&f, "b")), 0);
    assert_int_equal(remove(folder_file(&f, "c")), 0);
    assert_true(note_members(m, &f, &seen, &err));
    assert_seen(&seen, "[b!cannot open ][c/!cannot open ][d|D][z|Z]");
    members_close(m);
    remove_all(&f, left, COUNT(left));
    folder_remove(&f);
    free(seen.data);
    free(name.data);
    free(text.data);
}

static void files_are_unpacked_by_extension(void **state)
{
    (void)state;
    static const char *const names[] = {"a.gz", "b.xz", "c.zst", "d.gz"};
    struct folder f;

    folder_make(&f);
    const struct members_spec spec = spec_of(MEMBERS_DIRECTORY, f.path);
    write_packed(&f, "a.gz", STREAM_GZIP, STR("A"));
    write_packed(&f, "b.xz", STREAM_XZ, STR("B"));
    write_packed(&f, "c.zst", STREAM_ZSTD, STR("C"));
    write_file(&f, "d.gz", STR("plain text"));
    assert_corpus(&spec, &f, "[a.gz|A][b.xz|B][c.zst|C][d.gz!]");
    struct members_spec one = spec_of(MEMBERS_FILE, folder_file(&f, "a.gz"));
    assert_corpus(&one, &f, "[a.gz|A]");
    remove_all(&f, names, COUNT(names));
    folder_remove(&f);
}

/* Also where little unpacks to much. */
static void what_is_too_large_is_not_held(void **state)
{
    (void)state;
    static const char *const names[] = {"a", "b", "c.xz", "d"};
    static char zeros[32 << 20];
    struct tenor_error err = {0};
    struct buffer name = {0}, text = {0};
    struct folder f;
    struct members *m;
    const char *bad;
    bool end;

    folder_make(&f);
    struct members_spec spec = spec_of(MEMBERS_DIRECTORY, f.path);
    spec.limit = 5;
    write_file(&f, "a", STR("12345"));
    write_file(&f, "b", STR("123456"));
    write_packed(&f, "c.xz", STREAM_XZ, (struct str){zeros, sizeof zeros});
    write_file(&f, "d", STR("D"));
    assert_corpus(&spec, &f,
                  "[a|12345][b!larger than 5 bytes]"
                  "[c.xz!larger than 5 bytes][d|D]");
    assert_true(members_open(&m, &spec, &err));
    while (members_next(m, &name, &text, &bad, &end, &err) && !end)
        continue;
    assert_true(text.capacity < 1000000);
    members_close(m);
    remove_all(&f, names, COUNT(names));
    folder_remove(&f);
    free(name.data);
    free(text.data);
}

static void texts_are_converted(void **state)
{
    (void)state;
    static const char *const names[] = {"a", "b", "c"};
    struct folder f;

    folder_make(&f);
    struct members_spec spec = spec_of(MEMBERS_DIRECTORY, f.path);
    write_file(&f, "a", STR("caf\xE9"));
    write_file(&f, "b", STR("ab\x81"));
    write_file(&f, "c", STR("c"));
    spec.encoding = "WINDOWS-1252";
    assert_corpus(&spec, &f,
                  "[a|caf\xC3\xA9]"
                  "[b!not valid in the encoding WINDOWS-1252 at byte 3][c|c]");
    spec.encoding = NULL;
    assert_corpus(&spec, &f, "[a|caf\xE9][b|ab\x81][c|c]");
    /* Its limit is on what it becomes. */
    spec.encoding = "ISO-8859-1";
    spec.limit = 4;
    assert_corpus(&spec, &f, "[a!larger than 4 bytes][b|ab\xC2\x81][c|c]");
    remove_all(&f, names, COUNT(names));
    folder_remove(&f);
}

/* ---- lists --------------------------------------------------------------- */

static void a_list_names_files(void **state)
{
    (void)state;
    static const char *const names[] = {"a", "b.gz", "list"};
    struct folder f;
    struct buffer list = {0};
    char path[sizeof f.file];

    folder_make(&f);
    write_file(&f, "a", STR("A"));
    write_packed(&f, "b.gz", STREAM_GZIP, STR("B"));
    snprintf(path, sizeof path, "%s", folder_file(&f, "list"));
    struct members_spec spec = spec_of(MEMBERS_LIST, path);
    for (int nul = 0; nul < 2; nul++) {
        static const char *const name[] = {"b.gz", "none", "a", "", ".", "a"};
        const char *const end[] = {nul ? "" : "\n", nul ? "" : "\r\n"};
        list.len = 0;
        for (size_t i = 0; i < COUNT(name); i++) {
            const char *file = *name[i] ? folder_file(&f, name[i]) : "";
            put(&list, file, strlen(file));
            if (i + 1 < COUNT(name))
                put(&list, end[i % 2], nul ? 1 : strlen(end[i % 2]));
        }
        write_at(path, view(&list));
        spec.nul = nul;
        assert_corpus(&spec, &f,
                      "[b.gz|B][none!cannot open ][a|A][.!cannot read ][a|A]");
    }
    remove_all(&f, names, COUNT(names));
    folder_remove(&f);
    free(list.data);
}

static void a_list_of_no_paths_is_refused(void **state)
{
    (void)state;
    static char longest[80000];
    struct folder f;
    struct buffer seen = {0};

    folder_make(&f);
    const struct members_spec spec =
        spec_of(MEMBERS_LIST, folder_file(&f, "list"));
    memset(longest, 'x', sizeof longest);
    const struct str lists[] = {{longest, sizeof longest}, STR("a\0b\n")};
    for (size_t i = 0; i < COUNT(lists); i++) {
        struct tenor_error err = {0};
        write_at(spec.path, lists[i]);
        assert_false(note_corpus(&spec, &f, &seen, &err));
        assert_int_equal(err.code, TENOR_EDATA);
    }
    remove(spec.path);
    folder_remove(&f);
    free(seen.data);
}

static void a_list_from_a_pipe_can_be_left(void **state)
{
    (void)state;
    struct tenor_error err = {0};
    struct folder f;
    struct buffer name = {0}, text = {0};
    struct members *m;
    const char *bad;
    bool end;
    int wake[2];

    folder_make(&f);
    assert_int_equal(pipe(wake), 0);
    assert_int_equal(write(wake[1], "!", 1), 1);
    struct members_spec spec = spec_of(MEMBERS_LIST, folder_file(&f, "pipe"));
    assert_int_equal(mkfifo(spec.path, 0600), 0);
    for (int kind = MEMBERS_LIST; kind <= MEMBERS_ZIP; kind++) {
        spec.kind = (enum members_kind)kind;
        spec.wake = wake[0];
        assert_true(members_open(&m, &spec, &err));
        assert_true(members_next(m, &name, &text, &bad, &end, &err));
        assert_true(end);
        assert_true(members_skip(m, 7, &err));
        members_close(m);
    }
    /* As a member too. */
    spec.kind = MEMBERS_FILE;
    assert_true(members_open(&m, &spec, &err));
    assert_true(members_next(m, &name, &text, &bad, &end, &err));
    assert_true(end);
    members_close(m);
    assert_int_equal(err.code, TENOR_OK);
    close(wake[0]);
    close(wake[1]);
    remove(spec.path);
    folder_remove(&f);
    free(name.data);
    free(text.data);
}

/* ---- archives ------------------------------------------------------------ */

static const struct file files[] = {
    {"a.txt", "A", AE_IFREG},
    {"d/", "", AE_IFDIR},
    {"d/\xC3\xA9.txt", "accent", AE_IFREG},
    {"link", "a.txt", AE_IFLNK},
    {"../../escape", "out", AE_IFREG},
    {"empty", "", AE_IFREG},
    {"a.txt.gz", "not unpacked", AE_IFREG},
};

static const char files_seen[] =
    "[a.txt|A][d/\xC3\xA9.txt|accent][../../escape|out][empty|]"
    "[a.txt.gz|not unpacked]";

static void a_tar_is_read_through_each_filter(void **state)
{
    (void)state;
    struct folder f;
    struct buffer tar = {0};

    folder_make(&f);
    struct members_spec spec = spec_of(MEMBERS_TAR, folder_file(&f, "tar"));
    for (int format = USTAR; format <= GNUTAR; format++) {
        make_archive((enum archive_format)format, files, COUNT(files), &tar);
        for (int filter = STREAM_PLAIN; filter <= STREAM_XZ; filter++) {
            spec.filter = (enum stream_filter)filter;
            write_packed(&f, "tar", spec.filter, view(&tar));
            assert_corpus(&spec, &f, files_seen);
        }
    }
    remove(spec.path);
    folder_remove(&f);
    free(tar.data);
}

/* Run a corpus through a pipe, which has room for all of it. */
static void assert_piped(struct members_spec spec, const struct folder *f,
                         struct str bytes, const char *wanted)
{
    char path[64];
    int fd[2];

    assert_int_equal(pipe(fd), 0);
    assert_true(bytes.len <= 65536);
    assert_int_equal(write(fd[1], bytes.s, bytes.len), (ssize_t)bytes.len);
    close(fd[1]);
    snprintf(path, sizeof path, "/dev/fd/%d", fd[0]);
    spec.path = path;
    assert_corpus(&spec, f, wanted);
    close(fd[0]);
}

static void archives_are_read_from_files_and_pipes(void **state)
{
    (void)state;
    static const enum archive_format formats[] = {USTAR, ZIP};
    struct folder f;
    struct buffer bytes = {0};

    folder_make(&f);
    for (size_t i = 0; i < COUNT(formats); i++) {
        struct members_spec spec =
            spec_of(i ? MEMBERS_ZIP : MEMBERS_TAR, folder_file(&f, "archive"));
        make_archive(formats[i], files, COUNT(files), &bytes);
        write_at(spec.path, view(&bytes));
        assert_corpus(&spec, &f, files_seen);
        /* What a zip says of links is in the directory at its end. */
        assert_piped(spec, &f, view(&bytes),
                     i ? "[a.txt|A][d/\xC3\xA9.txt|accent][link|a.txt]"
                         "[../../escape|out][empty|][a.txt.gz|not unpacked]"
                       : files_seen);
        remove(spec.path);
    }
    folder_remove(&f);
    free(bytes.data);
}

static void a_file_without_text_stops_no_archive(void **state)
{
    (void)state;
    static const struct file three[] = {
        {"a", "AAAAAAAAAAAAAAAAAAAA", AE_IFREG},
        {"b",
         "a text that stands as it is, to be found, because "
         "it is stored: a text that stands as it is",
         AE_IFREG},
        {"c", "C", AE_IFREG}};
    struct folder f;
    struct buffer bytes = {0};

    folder_make(&f);
    struct members_spec spec = spec_of(MEMBERS_ZIP, folder_file(&f, "zip"));
    make_archive(ZIP_ENCRYPTED, three, COUNT(three), &bytes);
    write_at(spec.path, view(&bytes));
    assert_corpus(&spec, &f, "[a!encrypted][b!encrypted][c!encrypted]");
    make_archive(ZIP, three, COUNT(three), &bytes);
    /* The name of b, in front of its data, is the first of one letter after
     * that of a. */
    const char *b = memchr(bytes.data + 31, 'b', bytes.len - 31);
    assert_non_null(b);
    bytes.data[b - bytes.data + 40] ^= 0x55;
    write_at(spec.path, view(&bytes));
    assert_corpus(&spec, &f,
                  "[a|AAAAAAAAAAAAAAAAAAAA]"
                  "[b!cannot read the archive ][c|C]");
    make_archive(USTAR, three, COUNT(three), &bytes);
    write_at(spec.path, view(&bytes));
    spec.kind = MEMBERS_TAR;
    spec.limit = 50;
    assert_corpus(&spec, &f,
                  "[a|AAAAAAAAAAAAAAAAAAAA][b!larger than 50 bytes][c|C]");
    remove(spec.path);
    folder_remove(&f);
    free(bytes.data);
}

static void a_damaged_archive_is_an_error(void **state)
{
    (void)state;
    static const enum archive_format formats[] = {USTAR, ZIP};
    struct folder f;
    struct buffer bytes = {0}, seen = {0};

    folder_make(&f);
    const char *path = folder_file(&f, "x");
    for (size_t i = 0; i < 4; i++) {
        struct members_spec spec =
            spec_of(i % 2 ? MEMBERS_ZIP : MEMBERS_TAR, path);
        make_archive(formats[i % 2], files, COUNT(files), &bytes);
        for (size_t len = 0; len < 2000; len += 100) {
            struct tenor_error err = {0};
            const size_t n = len < bytes.len ? len : bytes.len - 1;
            spec.filter = i < 2 ? STREAM_PLAIN : STREAM_GZIP;
            write_packed(&f, "x", spec.filter, (struct str){bytes.data, n});
            const bool ok = note_corpus(&spec, &f, &seen, &err);
            /* Where a tar is cut between two files nothing is missing. */
            assert_true(!ok || (i % 2 == 0 && n % 512 == 0) || i == 3);
            assert_int_equal(err.code, ok ? TENOR_OK : TENOR_EDATA);
            assert_true(ok || strstr(err.message, path));
        }
        struct tenor_error err = {0};
        write_packed(&f, "x", spec.filter, STR("neither tar nor zip"));
        assert_false(note_corpus(&spec, &f, &seen, &err));
        assert_int_equal(err.code, TENOR_EDATA);
    }
    remove(path);
    folder_remove(&f);
    free(bytes.data);
    free(seen.data);
}

/* ---- passing over -------------------------------------------------------- */

static void members_are_passed_over(void **state)
{
    (void)state;
    static const char *const names[] = {"d",   "d/a", "d/b",
                                        "tar", "zip", "list"};
    struct folder f;
    struct buffer bytes = {0}, seen = {0};
    char path[4][sizeof f.file];

    folder_make(&f);
    make_directory(&f, "d");
    snprintf(path[0], sizeof path[0], "%s", f.file);
    write_file(&f, "d/a", STR("A"));
    write_file(&f, "d/b", STR("B"));
    make_archive(PAX, files, COUNT(files), &bytes);
    write_file(&f, "tar", view(&bytes));
    snprintf(path[2], sizeof path[2], "%s", f.file);
    make_archive(ZIP, files, COUNT(files), &bytes);
    write_file(&f, "zip", view(&bytes));
    snprintf(path[3], sizeof path[3], "%s", f.file);
    write_file(&f, "list", STR("none\n/\nnone"));
    snprintf(path[1], sizeof path[1], "%s", f.file);
    for (size_t i = 0; i < 4; i++) {
        const struct members_spec spec = spec_of(
            (enum members_kind)((int)MEMBERS_DIRECTORY + (int)i), path[i]);
        struct tenor_error err = {0};
        const char *rest = NULL;
        struct members *m;
        size_t n = 0;
        assert_true(note_corpus(&spec, &f, &seen, &err));
        put(&seen, "", 1);
        char *whole = strdup(seen.data);
        for (rest = whole; rest; rest = strstr(rest + 1, "["), n++) {
            assert_true(members_open(&m, &spec, &err));
            assert_true(members_skip(m, n, &err));
            seen.len = 0;
            assert_true(note_members(m, &f, &seen, &err));
            assert_seen(&seen, rest);
            assert_true(i < 1 || members_consumed(m) > 0);
            members_close(m);
        }
        assert_true(members_open(&m, &spec, &err));
        assert_false(members_skip(m, n + 2, &err));
        assert_int_equal(err.code, TENOR_EDATA);
        assert_non_null(strstr(err.message, "2 files are missing"));
        members_close(m);
        free(whole);
    }
    remove_all(&f, names, COUNT(names));
    folder_remove(&f);
    free(bytes.data);
    free(seen.data);
}

static void what_cannot_be_opened_is_an_error(void **state)
{
    (void)state;
    struct folder f;

    folder_make(&f);
    for (int kind = MEMBERS_DIRECTORY; kind <= MEMBERS_ZIP; kind++) {
        struct tenor_error err = {0};
        struct members_spec spec = spec_of((enum members_kind)kind, "");
        struct members *m;
        assert_false(members_open(&m, &spec, &err));
        assert_int_equal(err.code, TENOR_EIO);
        err = (struct tenor_error){0};
        spec.path = folder_file(&f, "none");
        assert_false(members_open(&m, &spec, &err));
        assert_int_equal(err.code, TENOR_EIO);
        err = (struct tenor_error){0};
        spec.encoding = "no-such";
        assert_false(members_open(&m, &spec, &err));
        assert_int_equal(err.code, TENOR_EINVAL);
    }
    folder_remove(&f);
}

/* ---- memory -------------------------------------------------------------- */

static bool read_scarce(void *context, struct tenor_error *err)
{
    struct buffer name = {0}, text = {0};
    struct members *m = NULL;
    const char *bad;
    bool end = false;
    bool ok = members_open(&m, context, err);

    while (ok && !end) {
        ok = members_next(m, &name, &text, &bad, &end, err);
        assert_true(!ok || end || !bad);
    }
    members_close(m);
    free(name.data);
    free(text.data);
    return ok;
}

static void memory_may_run_out(void **state)
{
    (void)state;
    static const char *const names[] = {"d", "d/a.gz", "d/e", "d/e/b", "tar"};
    struct buffer tar = {0};
    struct folder f;
    char path[sizeof f.file];

    folder_make(&f);
    make_directory(&f, "d");
    snprintf(path, sizeof path, "%s", f.file);
    write_packed(&f, "d/a.gz", STREAM_GZIP, STR("A"));
    make_directory(&f, "d/e");
    write_file(&f, "d/e/b", STR("B"));
    struct members_spec spec = spec_of(MEMBERS_DIRECTORY, path);
    spec.encoding = "LATIN1";
    scarce_run(read_scarce, &spec);
    make_archive(PAX, files, COUNT(files), &tar);
    write_packed(&f, "tar", STREAM_XZ, view(&tar));
    spec = spec_of(MEMBERS_TAR, folder_file(&f, "tar"));
    spec.filter = STREAM_XZ;
    scarce_run(read_scarce, &spec);
    remove_all(&f, names, COUNT(names));
    folder_remove(&f);
    free(tar.data);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_directory_is_read_in_byte_order),
        cmocka_unit_test(what_changes_meanwhile_is_bad),
        cmocka_unit_test(files_are_unpacked_by_extension),
        cmocka_unit_test(what_is_too_large_is_not_held),
        cmocka_unit_test(texts_are_converted),
        cmocka_unit_test(a_list_names_files),
        cmocka_unit_test(a_list_of_no_paths_is_refused),
        cmocka_unit_test(a_list_from_a_pipe_can_be_left),
        cmocka_unit_test(a_tar_is_read_through_each_filter),
        cmocka_unit_test(archives_are_read_from_files_and_pipes),
        cmocka_unit_test(a_file_without_text_stops_no_archive),
        cmocka_unit_test(a_damaged_archive_is_an_error),
        cmocka_unit_test(members_are_passed_over),
        cmocka_unit_test(what_cannot_be_opened_is_an_error),
        cmocka_unit_test(memory_may_run_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
