/* Any bytes as a page: its text is as cli/html/html.h says. */
#include "cli/html/html.h"

#include <string.h>

#include "cli/html/html_look.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/valid.h"

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static void check_text(struct str text)
{
    CHECK(is_utf8(text));
    if (text.len == 0)
        return;
    CHECK(text.s[0] != ' ' && text.s[0] != '\n');
    CHECK(text.s[text.len - 1] != ' ' && text.s[text.len - 1] != '\n');
    for (size_t i = 2; i < text.len; i++)
        CHECK(text.s[i] != '\n' || text.s[i - 1] != '\n' ||
              !is_blank(text.s[i - 2]));
}

/* The same behind other text. */
static void check_again(struct str page, const struct buffer *text)
{
    struct buffer again = {0};
    struct tenor_error err = {0};

    CHECK(buffer_add(&again, "x ", 2));
    CHECK(html_text(page, &again, &err));
    CHECK(again.len == text->len + 2 && memcmp(again.data, "x ", 2) == 0);
    CHECK(text->len == 0 || memcmp(again.data + 2, text->data, text->len) == 0);
    free(again.data);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct str page = {(const char *)data, size};
    struct buffer text = {0};
    struct tenor_error err = {0};

    if (html_text(page, &text, &err)) {
        if (html_look(page).tags)
            check_text((struct str){text.len ? text.data : "", text.len});
        else
            CHECK(text.len == size || text.len + 3 == size);
        check_again(page, &text);
    } else {
        CHECK(err.code == TENOR_ELIMIT && text.len == 0);
    }
    free(text.data);
    return 0;
}
