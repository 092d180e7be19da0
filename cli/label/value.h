/* A value of a record, whatever its format. */
#ifndef TENOR_CLI_LABEL_VALUE_H
#define TENOR_CLI_LABEL_VALUE_H

#include "model/base.h"

enum value_kind {
    VALUE_NONE, /* there is none */
    VALUE_NULL, /* null of JSON */
    VALUE_TEXT, /* bytes that mean themselves */
    VALUE_JSON, /* JSON as it stands: numbers, true, lists, objects */
};

struct value {
    enum value_kind kind;
    struct str bytes; /* borrowed */
};

#endif
