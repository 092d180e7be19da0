#include "cli/audit/finding.h"

static const struct {
    const char *name, *what;
} kinds[] = {
#define X(name, text, what) {text, what},
    FINDING_KINDS(X)
#undef X
};

const char *finding_name(enum finding_kind kind)
{
    return kinds[kind].name;
}

const char *finding_what(enum finding_kind kind)
{
    return kinds[kind].what;
}

enum finding_kind finding_kind(struct str name)
{
    int kind = 0;

    while (kind < FINDINGS && !str_equal(str_of(kinds[kind].name), name))
        kind++;
    return (enum finding_kind)kind;
}

static int compare(size_t a, size_t b)
{
    return (a > b) - (a < b);
}

int finding_order(const void *a, const void *b)
{
    const struct finding *x = a, *y = b;
    int order =
        (y->confidence > x->confidence) - (y->confidence < x->confidence);

    order = order ? order : compare(x->kind, y->kind);
    order = order ? order : compare(x->axis, y->axis);
    order = order ? order : compare(x->document, y->document);
    return order ? order : compare((size_t)x->text.s, (size_t)y->text.s);
}
