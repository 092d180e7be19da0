#include "cli/label/counting.h"

#include <stdlib.h>
#include <string.h>

bool counting_init(struct counting *c, const struct tenor_model *m,
                   const size_t *axis, size_t axes)
{
    *c = (struct counting){
        .model = m, .axis = axis, .axes = axes, .size = COUNTING_AXES};
    c->first = mem_zero(axes, sizeof *c->first);
    if (!c->first)
        return false;
    for (size_t i = 0; i < axes; i++) {
        c->first[i] = c->size;
        c->size += tenor_axis_label_count(m, axis[i]) + 1;
    }
    return true;
}

void counting_release(struct counting *c)
{
    free(c->first);
    *c = (struct counting){0};
}

/* How many sentences count, but no more than two. */
static size_t few_sentences(const struct tenor_scorer *result)
{
    const size_t n = tenor_sentence_count(result);
    size_t counted = 0;

    for (size_t i = 0; i < n && counted < 2; i++)
        counted += tenor_sentence_at(result, i).counted;
    return counted;
}

/* Where the label of an axis is counted. */
static size_t place(const struct counting *c, const struct tenor_scorer *result,
                    size_t i)
{
    const size_t a = c->axis[i];

    if (tenor_axis_status(result, a) != TENOR_STATUS_OK)
        return c->first[i] + tenor_axis_label_count(c->model, a);
    return c->first[i] + tenor_label(result, a);
}

void counting_note(const struct counting *c, uint64_t *count,
                   const struct tenor_scorer *result)
{
    count[COUNTING_RECORDS]++;
    if (!result) {
        count[COUNTING_ERRORS]++;
        return;
    }
    const size_t sentences = few_sentences(result);
    if (sentences > 0)
        count[sentences > 1 ? COUNTING_SEVERAL : COUNTING_SINGLE]++;
    count[COUNTING_STATUS + (size_t)tenor_status(result)]++;
    for (size_t i = 0; i < c->axes; i++)
        count[place(c, result, i)]++;
}

void counting_add(const struct counting *c, uint64_t *to, const uint64_t *from)
{
    for (size_t i = 0; i < c->size; i++)
        to[i] += from[i];
}

static bool put_name(struct buffer *to, const char *first, const char *second)
{
    return buffer_add(to, first, strlen(first)) && buffer_add(to, ".", 1) &&
           buffer_add(to, second, strlen(second) + 1);
}

bool counting_name(const struct counting *c, size_t place, struct buffer *to)
{
    static const char *const first[] = {"records", "errors", "single",
                                        "several"};
    size_t i = c->axes;

    to->len = 0;
    if (place < COUNTING_STATUS)
        return buffer_add(to, first[place], strlen(first[place]) + 1);
    if (place < COUNTING_AXES)
        return put_name(
            to, "status",
            tenor_status_name((enum tenor_status)(place - COUNTING_STATUS)));
    while (c->first[i - 1] > place)
        i--;
    const size_t axis = c->axis[i - 1], label = place - c->first[i - 1];
    return put_name(to, tenor_axis_name(c->model, axis),
                    label < tenor_axis_label_count(c->model, axis)
                        ? tenor_axis_label(c->model, axis, label)
                        : "");
}
