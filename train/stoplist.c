#include "train/stoplist.h"

#include <stdlib.h>
#include <string.h>

#include "datasets/input.h"

static bool add_line(struct words *w, struct str line, struct wordset *stops,
                     size_t *capacity)
{
    const char *comment = memchr(line.s, '#', line.len);
    struct scanner scanner;
    struct token t;
    const struct wordset none = {0};

    if (comment)
        line.len = (size_t)(comment - line.s);
    scanner_init(&scanner, line, w->language && w->language->elision, &none);
    while (scanner_next(&scanner, &t)) {
        struct str folded, stem;
        words_analyse(w, (struct str){line.s + t.begin, t.end - t.begin},
                      &folded, &stem);
        if (!GROW(stops->hash, stops->n + 1, *capacity))
            return false;
        stops->hash[stops->n++] = word_hash(stem.s, stem.len);
    }
    return true;
}

bool stoplist_read(const char *path, const struct feature_settings *f,
                   struct wordset *stops, char sha256[DIGEST_HEX],
                   struct tenor_error *err)
{
    struct words words;
    struct input in;
    struct str line;
    size_t capacity = 0;
    bool end = false, ok = true;

    *stops = (struct wordset){0};
    if (!words_init(&words, f->language, f->stemming, NULL))
        return fail_memory(err, "the stop list");
    if (!input_open(&in, path, err)) {
        words_release(&words);
        return false;
    }
    while (ok && (ok = input_line(&in, &line, &end, err)) && !end)
        ok = add_line(&words, line, stops, &capacity) ||
             fail_memory(err, "the stop list");
    stops->n = wordset_sort(stops->hash, stops->n);
    digest_hex(&in.digest, sha256);
    input_close(&in);
    words_release(&words);
    if (!ok)
        wordset_release(stops);
    return ok;
}
