#include "cli/out.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/opt.h"
#include "model/utf8.h"

/* Figures of probabilities and margins. */
#define DIGITS 6

int out_error(const char *verb, const struct tenor_error *err)
{
    fprintf(stderr, "tenor %s: %s\n", verb, err->message);
    return err->code == TENOR_EMODEL ? EXIT_MODEL : EXIT_USAGE;
}

void out_json(json_t *value)
{
    if (value)
        json_dumpf(value, stdout,
                   JSON_COMPACT | JSON_REAL_PRECISION(DIGITS));
    putchar('\n');
    json_decref(value);
}

json_t *out_string(struct str bytes)
{
    struct buffer b = {0};
    size_t bad = 0;
    bool ok = true;

    for (size_t i = 0; ok && i < bytes.len;) {
        uint32_t c;
        char encoded[4];
        i += utf8_decode(bytes.s + i, bytes.len - i, &c, &bad);
        ok = buffer_add(&b, encoded, utf8_put(c, encoded));
    }
    json_t *string = ok ? json_stringn(b.len ? b.data : "", b.len) : NULL;
    free(b.data);
    return string;
}

int out_close(const char *verb, int status)
{
    if (fflush(stdout) == 0 && !ferror(stdout))
        return status;
    fprintf(stderr, "tenor %s: cannot write to standard output: %s\n", verb,
            strerror(errno));
    return EXIT_USAGE;
}
