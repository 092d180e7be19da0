/* Two texts, one behind the other, and the edits from one to the other. The
 * first byte says where the second begins. */
#include <math.h>
#include <stdlib.h>

#include "cli/explain/edits.h"
#include "tests/fuzz/fuzz.h"

/* Evidence at places that the bytes choose. */
static void read_words(struct str text, struct carrier_list *words)
{
    const struct tenor_span span = {text.len / 3, text.len - text.len / 4};
    const struct tenor_evidence e = {
        .contribution = 0.5, .span = &span, .spans = span.begin < span.end};
    const struct edited t = {text, &e, 1};
    struct tenor_error err = {0};
    double sum = 0.0;

    CHECK(edits_read(&t, words, &err));
    for (size_t i = 0; i < words->n; i++) {
        const struct carrier *w = &words->word[i];
        CHECK(w->span.begin < w->span.end && w->span.end <= text.len);
        CHECK(i == 0 || w[-1].span.end <= w->span.begin);
        sum += w->carried;
    }
    CHECK(sum == 0.0 || fabs(sum - 0.5) < 1e-9);
}

static size_t check_side(const struct edit_side *s, struct str text)
{
    CHECK(s->span.begin <= s->span.end && s->span.end <= text.len);
    CHECK((s->words == 0) == (s->span.begin == s->span.end));
    CHECK(s->line >= 1);
    return s->words;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    const size_t half = (size - 1) * data[0] / 255;
    const char *bytes = (const char *)data + 1;
    const struct str a = {bytes, half}, b = {bytes + half, size - 1 - half};
    struct carrier_list before = {0}, after = {0};
    struct edits e = {0};
    struct tenor_error err = {0};
    size_t removed = 0, added = 0;

    read_words(a, &before);
    read_words(b, &after);
    CHECK(edits_find(a, &before, b, &after, &e, &err));
    for (size_t i = 0; i < e.n; i++) {
        removed += check_side(&e.edit[i].removed, a);
        added += check_side(&e.edit[i].added, b);
        CHECK(e.edit[i].removed.words || e.edit[i].added.words);
    }
    CHECK(before.n - removed == after.n - added);
    edits_release(&e);
    free(before.word);
    free(after.word);
    return 0;
}
