#include "model/base.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct str str_of(const char *terminated)
{
    return (struct str){terminated, strlen(terminated)};
}

bool str_equal(struct str a, struct str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.s, b.s, a.len) == 0);
}

bool str_next_word(const char **list, struct str *word)
{
    const char *s = *list;

    while (*s == ' ')
        s++;
    *word = (struct str){s, strcspn(s, " ")};
    *list = s + word->len;
    return word->len > 0;
}

/* Through a pointer, because compilers make malloc(n) of realloc(NULL, n), and
 * the tests would not see it. */
static void *(*const volatile resize)(void *, size_t) = realloc;

void *mem_resize(void *block, size_t count, size_t size)
{
    size_t bytes;

    if (__builtin_mul_overflow(count, size, &bytes))
        return NULL;
    return resize(block, bytes ? bytes : 1);
}

void *mem_zero(size_t count, size_t size)
{
    void *block = mem_resize(NULL, count, size);

    if (block)
        memset(block, 0, count * size);
    return block;
}

char *mem_string(struct str text)
{
    char *copy = mem_resize(NULL, text.len + 1, 1);

    if (!copy)
        return NULL;
    if (text.len)
        memcpy(copy, text.s, text.len);
    copy[text.len] = '\0';
    return copy;
}

bool mem_grow(void **array, size_t need, size_t *capacity, size_t size)
{
    size_t room = *capacity < 16 ? 16 : *capacity;

    while (room < need) {
        if (room > SIZE_MAX / 2)
            return false;
        room *= 2;
    }
    void *block = mem_resize(*array, room, size);
    if (!block)
        return false;
    *array = block;
    *capacity = room;
    return true;
}

/* Take off the character at the end that a cut left incomplete. */
static void drop_part(char *s)
{
    size_t at = strlen(s), rest = 0;

    while (at > 0 && rest < 3 && ((unsigned char)s[at - 1] & 0xC0) == 0x80) {
        at--;
        rest++;
    }
    if (at == 0)
        return;
    unsigned char lead = (unsigned char)s[at - 1];
    size_t needed = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : lead >= 0xC0 ? 1 : 0;
    if (rest < needed)
        s[at - 1] = '\0';
}

bool fail(struct tenor_error *err, enum tenor_code code, size_t line,
          const char *format, ...)
{
    if (err->code != TENOR_OK)
        return false;
    err->code = code;
    err->line = line;
    va_list args;
    va_start(args, format);
    int len = vsnprintf(err->message, sizeof err->message, format, args);
    va_end(args);
    if (len >= (int)sizeof err->message)
        drop_part(err->message);
    return false;
}

bool fail_memory(struct tenor_error *err, const char *what)
{
    return fail(err, TENOR_ENOMEM, 0, "out of memory for %s", what);
}
