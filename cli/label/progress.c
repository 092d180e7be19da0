#define _POSIX_C_SOURCE 200809L
#include "cli/label/progress.h"

#include <inttypes.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#define LINE_SECONDS 0.2 /* between two lines that people see */
#define JSON_SECONDS 1.0

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

bool progress_is_watched(enum progress_mode mode)
{
    return mode == PROGRESS_ALWAYS ||
           (mode == PROGRESS_AUTO && isatty(STDERR_FILENO));
}

void progress_begin(struct progress *p, enum progress_mode mode, uint64_t size,
                    uint64_t records, uint64_t bytes)
{
    *p = (struct progress){
        .mode = mode, .size = size, .records = records, .bytes = bytes};
    if (mode == PROGRESS_AUTO)
        p->mode = progress_is_watched(mode) ? PROGRESS_ALWAYS : PROGRESS_NEVER;
    if (p->mode != PROGRESS_NEVER)
        p->begin = p->last = now();
}

/* What can be said from the beginning of the run to now. */
struct rates {
    double seconds, records, megabytes; /* the latter two a second */
    double share;                       /* of the bytes; < 0: not known */
    double left;                        /* seconds; < 0: not known */
};

static struct rates rates_of(const struct progress *p, uint64_t records,
                             uint64_t bytes)
{
    const double seconds = p->last - p->begin;
    const double done = (double)(bytes - p->bytes);
    struct rates r = {seconds, 0, 0, -1, -1};

    if (seconds > 0) {
        r.records = (double)(records - p->records) / seconds;
        r.megabytes = done / seconds / 1e6;
    }
    if (p->size > 0 && bytes <= p->size) {
        r.share = (double)bytes / (double)p->size;
        if (done > 0)
            r.left = (double)(p->size - bytes) * seconds / done;
    }
    return r;
}

static void print_line(const struct rates *r, uint64_t records, uint64_t errors)
{
    fprintf(stderr, "\r%" PRIu64 " records", records);
    if (r->share >= 0)
        fprintf(stderr, ", %.1f %%", 100 * r->share);
    fprintf(stderr, ", %.0f/s, %.1f MB/s", r->records, r->megabytes);
    if (r->left >= 0) {
        const unsigned long left = (unsigned long)(r->left + 0.5);
        fprintf(stderr, ", %lu:%02lu:%02lu left", left / 3600, left / 60 % 60,
                left % 60);
    }
    if (errors > 0)
        fprintf(stderr, ", %" PRIu64 " errors", errors);
    fputs("\x1b[K", stderr);
}

static void print_json(const struct progress *p, const struct rates *r,
                       uint64_t records, uint64_t errors, uint64_t bytes,
                       bool done)
{
    fprintf(stderr,
            "{\"records\":%" PRIu64 ",\"errors\":%" PRIu64
            ",\"bytes\":%" PRIu64,
            records, errors, bytes);
    if (p->size > 0)
        fprintf(stderr, ",\"size\":%" PRIu64, p->size);
    fprintf(stderr, ",\"seconds\":%.3f,\"records_per_second\":%.1f", r->seconds,
            r->records);
    if (r->left >= 0)
        fprintf(stderr, ",\"seconds_left\":%.1f", r->left);
    fprintf(stderr, ",\"done\":%s}\n", done ? "true" : "false");
}

void progress_show(struct progress *p, uint64_t records, uint64_t errors,
                   uint64_t bytes)
{
    if (p->mode == PROGRESS_NEVER)
        return;
    const bool json = p->mode == PROGRESS_JSON;
    const double t = now();
    if (t - p->last < (json ? JSON_SECONDS : LINE_SECONDS))
        return;
    p->last = t;
    const struct rates r = rates_of(p, records, bytes);
    if (json)
        print_json(p, &r, records, errors, bytes, false);
    else
        print_line(&r, records, errors);
    p->shown = !json;
    fflush(stderr);
}

void progress_clear(struct progress *p)
{
    if (p->shown)
        fputs("\r\x1b[K", stderr);
    p->shown = false;
}

void progress_end(struct progress *p, uint64_t records, uint64_t errors,
                  uint64_t bytes, bool done)
{
    progress_clear(p);
    if (p->mode != PROGRESS_JSON)
        return;
    p->last = now();
    const struct rates r = rates_of(p, records, bytes);
    print_json(p, &r, records, errors, bytes, done);
}
