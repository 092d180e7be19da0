#define _POSIX_C_SOURCE 200809L
#include "cli/serve/bearer.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/serve/media.h"

#define FILE_MAX ((size_t)64 << 10)

/* ---- the file ------------------------------------------------------------ */

/* A character of a token, as RFC 6750 has it. */
static bool is_token68(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
           (c >= 'A' && c <= 'Z') || (c && strchr("-._~+/=", c));
}

static bool add_line(struct bearer *b, struct str line, size_t number,
                     const char *path, struct tenor_error *err)
{
    while (line.len > 0 && strchr(" \t\r", line.s[line.len - 1]) &&
           line.s[line.len - 1])
        line.len--;
    if (line.len == 0)
        return true;
    for (size_t i = 0; i < line.len; i++)
        if (!is_token68(line.s[i]))
            return fail(err, TENOR_EDATA, number,
                        "%s:%zu: this is no token: it has other characters "
                        "than letters, digits and -._~+/=",
                        path, number);
    if (!GROW(b->token, b->n + 1, b->capacity))
        return fail_memory(err, "tokens");
    b->token[b->n++] = line;
    return true;
}

bool bearer_parse(struct bearer *b, struct str bytes, const char *path,
                  struct tenor_error *err)
{
    size_t number = 0;

    if (!buffer_add(&b->file, bytes.s, bytes.len))
        return fail_memory(err, "tokens");
    const char *at = b->file.data, *end = bytes.len ? at + bytes.len : at;
    while (at < end) {
        const char *lf = memchr(at, '\n', (size_t)(end - at));
        const struct str line = {at, (size_t)((lf ? lf : end) - at)};
        if (!add_line(b, line, ++number, path, err))
            return false;
        at = lf ? lf + 1 : end;
    }
    return b->n > 0 ||
           fail(err, TENOR_EDATA, 0, "'%s' has no token in it", path);
}

static bool fail_file(const char *path, const char *why,
                      struct tenor_error *err)
{
    return fail(err, TENOR_EIO, 0, "cannot use '%s': %s", path, why);
}

static bool read_file(int fd, const char *path, char *bytes, size_t *n,
                      struct tenor_error *err)
{
    struct stat st;

    if (fstat(fd, &st) != 0)
        return fail_file(path, strerror(errno), err);
    if (!S_ISREG(st.st_mode))
        return fail_file(path, "it is no regular file", err);
    if (st.st_mode & (S_IRWXO | S_IWGRP))
        return fail_file(path, "others may read or change it; chmod 600", err);
    if ((size_t)st.st_size > FILE_MAX)
        return fail_file(path, "it is too large for a file of tokens", err);
    for (*n = 0; *n < FILE_MAX;) {
        const ssize_t got = read(fd, bytes + *n, FILE_MAX - *n);
        if (got < 0)
            return fail_file(path, strerror(errno), err);
        if (got == 0)
            break;
        *n += (size_t)got;
    }
    return true;
}

bool bearer_read(struct bearer *b, const char *path, struct tenor_error *err)
{
    const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    char *bytes = mem_zero(FILE_MAX, 1);
    size_t n = 0;
    bool ok = false;

    if (fd < 0)
        fail_file(path, strerror(errno), err);
    else if (!bytes)
        fail_memory(err, "tokens");
    else
        ok = read_file(fd, path, bytes, &n, err) &&
             bearer_parse(b, (struct str){bytes, n}, path, err);
    if (fd >= 0)
        close(fd);
    free(bytes);
    return ok;
}

void bearer_release(struct bearer *b)
{
    free(b->file.data);
    free(b->token);
    *b = (struct bearer){0};
}

/* ---- the header ---------------------------------------------------------- */

static bool is_same(struct str sent, struct str token)
{
    volatile unsigned different = sent.len != token.len;

    for (size_t i = 0; i < sent.len; i++)
        different |= (unsigned char)(sent.s[i] ^ token.s[i % token.len]);
    return different == 0;
}

bool bearer_accepts(const struct bearer *b, const char *header)
{
    const struct str scheme = STR("Bearer");
    bool accepted = false;

    if (!header || strlen(header) <= scheme.len ||
        !media_equal((struct str){header, scheme.len}, scheme) ||
        header[scheme.len] != ' ')
        return false;
    header += scheme.len;
    header += strspn(header, " ");
    struct str sent = str_of(header);
    while (sent.len > 0 && sent.s[sent.len - 1] == ' ')
        sent.len--;
    for (size_t i = 0; i < b->n; i++)
        accepted |= is_same(sent, b->token[i]);
    return accepted;
}
