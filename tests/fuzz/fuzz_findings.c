/* Bytes as the findings of an audit, and as a log of relabel: they are refused,
 * or what they say can be followed in a corpus, which keeps its records. */
#define _POSIX_C_SOURCE 200809L
#include "cli/audit/relabel_log.h"

#include <string.h>

#include "tests/fuzz/input.h"

static const char corpus[] = "{\"label\":\"a\",\"text\":\"x\"}\n"
                             "{\"text\":\"y\",\"label\":\"b\"}\n";

static char path[sizeof input_path + 8], changed[sizeof input_path + 8];

static void remove_files(void)
{
    unlink(path);
    unlink(changed);
}

static void write_to(const char *name, struct str bytes)
{
    FILE *f = fopen(name, "wb");

    CHECK(f && fwrite(bytes.s, 1, bytes.len, f) == bytes.len);
    CHECK(fclose(f) == 0);
}

static void make_files(void)
{
    if (input_file >= 0)
        return;
    write_input(NULL, 0); /* makes the name */
    snprintf(path, sizeof path, "%s.c", input_path);
    snprintf(changed, sizeof changed, "%s.d", input_path);
    atexit(remove_files);
    write_to(path, (struct str){corpus, sizeof corpus - 1});
}

static void follow(const struct changes *c)
{
    const struct corpus_options options = {.format = "jsonl"};
    struct tenor_error err = {0};
    struct buffer out = {0};
    char sha256[DIGEST_HEX];

    if (relabel_bytes(path, &options, c, &out, sha256, &err)) {
        write_to(changed, (struct str){out.data, out.len});
        /* An empty label is no label: it is refused when it is read. */
        const bool same = relabel_check(path, changed, &options, c, &err);
        for (size_t i = 0; !same && i < c->n; i++)
            if (!*c->item[i].to)
                err.code = TENOR_OK;
        CHECK(same || err.code == TENOR_OK);
    } else {
        CHECK(err.code == TENOR_EDATA && err.message[0]);
    }
    free(out.data);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct choice_of_findings choice = {
        .kind = {[FINDING_LABEL] = true, [FINDING_DUPLICATE] = true}};
    struct findings f = {0};
    struct changes c = {0};
    struct relabel_log l = {0};
    struct tenor_error err = {0};

    make_files();
    write_input(data, size);
    if (findings_read(input_path, &f, &err) &&
        changes_choose(&f, path, &choice, &c, &err))
        follow(&c);
    else
        CHECK(err.code == TENOR_EDATA && err.message[0]);
    changes_release(&c);
    findings_release(&f);
    err = (struct tenor_error){0};
    if (relabel_log_read(input_path, &l, &err)) {
        relabel_log_reverse(&l);
        follow(&l.changes);
    } else {
        CHECK(err.code == TENOR_EDATA && err.message[0]);
    }
    relabel_log_release(&l);
    return 0;
}
