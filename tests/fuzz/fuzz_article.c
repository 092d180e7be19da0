/* The parts of an article: whatever the bytes, blocks and quotations are in
 * order, inside the text, and the look-ups agree with them. */
#include "model/article.h"

#include <string.h>

#include "model/utf8.h"
#include "tests/fuzz/fuzz.h"

/* Blanks apart, which no block needs to hold. */
static bool is_blank(struct str text, size_t at)
{
    size_t bad = 0;
    uint32_t c;

    utf8_decode(text.s + at, text.len - at, &c, &bad);
    return utf8_class(c) == UTF8_SPACE || utf8_class(c) == UTF8_NEWLINE ||
           utf8_class(c) == UTF8_MARK;
}

static void check_blocks(const struct article *a, struct str text)
{
    size_t at = 0, prose = 0, titles = 0;

    for (size_t i = 0; i < a->nblock; i++) {
        const struct article_block *b = &a->block[i];
        CHECK(b->begin >= at && b->begin < b->end && b->end <= text.len);
        CHECK(b->part <= ARTICLE_DEBRIS);
        for (; at < b->begin; at++)
            CHECK(article_part_at(a, at) == ARTICLE_PROSE &&
                  (((unsigned char)text.s[at] & 0xC0) == 0x80 ||
                   is_blank(text, at)));
        for (; at < b->end; at++)
            CHECK(article_part_at(a, at) == b->part);
        prose += b->part == ARTICLE_PROSE;
        titles += b->part == ARTICLE_TITLE;
    }
    CHECK(titles <= 1 && (prose > 0 || a->nblock == 0));
}

/* None crosses the end of a block. */
static void check_quotes(const struct article *a, struct str text)
{
    size_t at = 0, block = 0;

    for (size_t i = 0; i < a->quotes.n; i++) {
        const struct quotation *q = &a->quotes.quote[i];
        CHECK(q->begin >= at && q->begin < q->end && q->end <= text.len);
        while (block < a->nblock && a->block[block].end <= q->begin)
            block++;
        CHECK(block < a->nblock && a->block[block].begin <= q->begin);
        CHECK(q->end <= a->block[block].end);
        for (; at < q->begin; at++)
            CHECK(!article_quoted(a, at));
        for (; at < q->end; at++)
            CHECK(article_quoted(a, at));
    }
}

/* The same from memory that another text has used. */
static void check_again(struct article *a, struct str text)
{
    struct article fresh = {0};

    CHECK(article_read(a, STR("A\n\n\"B c d e\"\n\nRelated posts\n\nF")));
    CHECK(article_read(a, text));
    CHECK(article_read(&fresh, text));
    CHECK(a->nblock == fresh.nblock && a->quotes.n == fresh.quotes.n);
    for (size_t i = 0; i < a->nblock; i++)
        CHECK(a->block[i].begin == fresh.block[i].begin &&
              a->block[i].end == fresh.block[i].end &&
              a->block[i].part == fresh.block[i].part);
    article_release(&fresh);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct str text = {(const char *)data, size};
    struct article a = {0};

    CHECK(article_read(&a, text));
    check_blocks(&a, text);
    check_quotes(&a, text);
    check_again(&a, text);
    article_release(&a);
    return 0;
}
