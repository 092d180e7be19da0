#include "cli/report/page.h"

#include "datasets/digest.h"

extern const char report_style_begin[], report_style_end[];

static struct str style(void)
{
    return (struct str){report_style_begin,
                        (size_t)(report_style_end - report_style_begin)};
}

/* What a browser may take: bytes with this hash. */
static void put_hash(struct markup *m, const char *before, struct str bytes)
{
    char hash[DIGEST_BASE64];

    if (bytes.len == 0)
        return;
    digest_base64_of(bytes, hash);
    markup_put(m, before);
    markup_put(m, "'sha256-");
    markup_put(m, hash);
    markup_put(m, "'");
}

static void put_style(struct markup *m, struct str css)
{
    markup_put(m, "<style>");
    markup_bytes(m, css);
    markup_put(m, "</style>\n");
}

static void put_head(struct markup *m, const struct page *p)
{
    markup_put(m, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
                  "<meta charset=\"utf-8\">\n"
                  "<meta http-equiv=\"Content-Security-Policy\" content=\""
                  "default-src 'none'; img-src data:; base-uri 'none'; "
                  "form-action 'none'");
    put_hash(m, "; style-src ", style());
    put_hash(m, " ", p->style);
    put_hash(m, "; script-src ", p->script);
    markup_put(m, "\">\n"
                  "<meta name=\"viewport\" content=\"width=device-width, "
                  "initial-scale=1\">\n"
                  "<meta name=\"color-scheme\" content=\"light dark\">\n"
                  "<meta name=\"referrer\" content=\"no-referrer\">\n"
                  "<meta name=\"generator\" content=\"tenor ");
    markup_put(m, tenor_version());
    markup_put(m, "\">\n<title>");
    markup_plain(m, p->title);
    markup_put(m, " \xE2\x80\x93 Tenor</title>\n");
    put_style(m, style());
    if (p->style.len)
        put_style(m, p->style);
    markup_put(m, "</head>\n");
}

static void put_contents(struct markup *m, const struct page *p)
{
    if (p->links == 0)
        return;
    markup_put(m, "<nav aria-label=\"Contents\"><ul>\n");
    for (size_t i = 0; i < p->links; i++) {
        markup_put(m, "<li><a href=\"#");
        markup_put(m, p->link[i].id);
        markup_put(m, "\">");
        markup_foreign(m, p->link[i].name);
        markup_put(m, "</a></li>\n");
    }
    markup_put(m, "</ul></nav>\n");
}

void page_begin(struct markup *m, const struct page *p)
{
    put_head(m, p);
    markup_put(m, "<body>\n<a class=\"skip\" href=\"#main\">Skip to the "
                  "report</a>\n<header>\n<p class=\"kind\">Tenor \xC2\xB7 ");
    markup_put(m, p->kind);
    markup_put(m, "</p>\n<h1 dir=\"auto\">");
    markup_text(m, p->title);
    markup_put(m, "</h1>\n</header>\n");
    put_contents(m, p);
    markup_put(m, "<main id=\"main\" tabindex=\"-1\">\n");
}

void page_end(struct markup *m, const struct page *p)
{
    markup_put(m, "</main>\n<footer><p>Made by tenor ");
    markup_put(m, tenor_version());
    markup_put(m, p->script.len ? ". This file is complete: it loads nothing, "
                                  "and can be read without scripts."
                                : ". This file is complete: it loads nothing "
                                  "and runs no script.");
    markup_put(m, "</p></footer>\n");
    if (p->script.len) {
        markup_put(m, "<script>");
        markup_bytes(m, p->script);
        markup_put(m, "</script>\n");
    }
    markup_put(m, "</body>\n</html>\n");
}

void page_section(struct markup *m, const char *id, struct str heading)
{
    markup_put(m, "<section id=\"");
    markup_put(m, id);
    markup_put(m, "\" aria-labelledby=\"");
    markup_put(m, id);
    markup_put(m, "-h\">\n<h2 id=\"");
    markup_put(m, id);
    markup_put(m, "-h\">");
    markup_text(m, heading);
    markup_put(m, "</h2>\n");
}

void page_section_end(struct markup *m)
{
    markup_put(m, "</section>\n");
}
