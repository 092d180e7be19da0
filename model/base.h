/* What every file of Tenor stands on: views, growable arrays, errors.
 *
 * All memory of the project comes from mem_resize, so that the tests can make
 * the Nth allocation fail. Nothing here keeps state. */
#ifndef TENOR_MODEL_BASE_H
#define TENOR_MODEL_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "model/tenor.h"

/* A view of bytes that somebody else owns; NUL is a byte like any other. */
struct str {
    const char *s;
    size_t len;
};

#define STR(literal) ((struct str){(literal), sizeof(literal) - 1})

struct str str_of(const char *terminated);
bool str_equal(struct str a, struct str b);

/* Cut the first word off *list, a string of words separated by single spaces.
 * False when no word is left. */
bool str_next_word(const char **list, struct str *word);

/* realloc for an array: count * size bytes, overflow-checked. NULL, with the
 * old block untouched, when memory ran out; count 0 gives a block too. */
void *mem_resize(void *block, size_t count, size_t size);

/* Zeroed memory, to be released with free(). */
void *mem_zero(size_t count, size_t size);

/* A copy of the view with a NUL after it. */
char *mem_string(struct str text);

/* Make room for at least `need` elements in `array`, doubling. True when there
 * is room; false, array untouched, when memory ran out. */
#define GROW(array, need, capacity)                                            \
    ((need) <= (capacity) ||                                                   \
     mem_grow((void **)&(array), (need), &(capacity), sizeof *(array)))

bool mem_grow(void **array, size_t need, size_t *capacity, size_t size);

/* Bytes that grow. Zero it to start; release with free(b.data). */
struct buffer {
    char *data;
    size_t len, capacity;
};

/* False when memory ran out. Most of what is added is short and fits. */
static inline bool buffer_add(struct buffer *b, const void *bytes, size_t len)
{
    if (len > b->capacity - b->len &&
        (len > SIZE_MAX - b->len || !GROW(b->data, b->len + len, b->capacity)))
        return false;
    if (len)
        memcpy(b->data + b->len, bytes, len);
    b->len += len;
    return true;
}

/* Record an error and return false. The first error stays. */
bool fail(struct tenor_error *err, enum tenor_code code, size_t line,
          const char *format, ...) __attribute__((format(printf, 4, 5)));

/* fail(TENOR_ENOMEM) in the usual words. */
bool fail_memory(struct tenor_error *err, const char *what);

#endif
