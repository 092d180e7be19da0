/* JSON in one pass, without a tree: whether a line is an object, and the values
 * of some of its fields.
 *
 * The only user of <yajl/...>, which reads some hundred megabytes a second,
 * where a library that builds a tree takes longer than the scoring of what is
 * in it. Strings must be UTF-8. One thread for each scanner. */
#ifndef TENOR_CLI_LABEL_JSON_SCAN_H
#define TENOR_CLI_LABEL_JSON_SCAN_H

#include "cli/label/value.h"
#include "model/base.h"

struct json_scan;

/* A field to be found: a.b is the field b of the object a, or a field with that
 * name, whichever is less deep; of equal names the last one counts. */
struct json_wanted {
    struct str path;
    struct value value; /* set; VALUE_NONE without such a field */
    /* For the scanner: */
    size_t depth, begin;
    bool open;
};

/* Without the white space of JSON at both ends. */
struct str json_trim(struct str s);

/* NULL when memory ran out. The library ends the program where it finds none
 * later on. */
struct json_scan *json_scan_new(void);
void json_scan_free(struct json_scan *s);

/* Read one line, which is to be one object, and set the values of `wanted`.
 * They are borrowed from the line, or from *plain, which is to have room for as
 * many bytes as the line has: strings with escapes.
 *
 * False when it is no object, with json_reason() and json_byte(). */
bool json_scan(struct json_scan *s, struct str line, struct json_wanted *wanted,
               size_t n, struct buffer *plain);

/* Whether the object of the last line has a field whose name begins so. */
bool json_has_results(const struct json_scan *s);

const char *json_reason(const struct json_scan *s);
size_t json_byte(const struct json_scan *s); /* from 1 */

#endif
