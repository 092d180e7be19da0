#define _POSIX_C_SOURCE 200809L
#include "train/memory.h"

#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

/* Where a container sees the limit of its control group: versions 2 and 1. */
static const char *const limits[] = {
    "/sys/fs/cgroup/memory.max",
    "/sys/fs/cgroup/memory/memory.limit_in_bytes",
};

/* The number in a file; 0 when there is none, as with "max". */
static uint64_t read_limit(const char *path)
{
    FILE *f = fopen(path, "r");
    uint64_t bytes = 0;

    if (!f)
        return 0;
    if (fscanf(f, "%" SCNu64, &bytes) != 1)
        bytes = 0;
    fclose(f);
    return bytes;
}

uint64_t memory_available(void)
{
    const long pages = sysconf(_SC_PHYS_PAGES), size = sysconf(_SC_PAGESIZE);
    uint64_t least =
        pages > 0 && size > 0 ? (uint64_t)pages * (uint64_t)size : 0;

    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
        const uint64_t limit = read_limit(limits[i]);
        if (limit && (!least || limit < least))
            least = limit;
    }
    return least;
}
