#include "cli/report/report.h"

bool report_corpus(const struct report_options *o, char *const *path, size_t n,
                   struct markup *m, struct tenor_error *err)
{
    (void)o;
    (void)path;
    (void)n;
    (void)m;
    return fail(err, TENOR_EINVAL, 0,
                "one article in a plain file is expected");
}
