/* The head of a line is folded once and compared with every phrase that begins
 * with the same byte. What else the line may hold depends on how likely prose
 * begins in this way. */
#include "model/marker.h"

#include <string.h>

#include "model/glyph.h"

/* Bytes of a line that are folded; longer than any phrase of the table. */
#define HEAD_MAX 64
/* Folding may lengthen: three bytes for an invalid one, or for one of NFC. */
#define FOLDED_MAX (HEAD_MAX * 4)

enum fit {
    WHOLE,  /* nothing but the phrase, signs and figures */
    COUNT,  /* WHOLE, perhaps with a figure before it: "3 comments" */
    COLON,  /* WHOLE, or a colon, bar, arrow or spaced dash behind it */
    START,  /* COLON, or the beginning of a line that is no sentence */
    BYLINE, /* START, when a letter follows that is no small one */
    ALWAYS  /* whatever follows */
};

struct phrase {
    const char *text; /* folded, NFC */
    enum fit fit;
    enum marker_reach reach;
};

/* clang-format off */
static const struct phrase phrases[] = {
    /* what follows the article */
    {"related",                      COLON,  MARKER_CLOSE},
    {"related posts",                START,  MARKER_CLOSE},
    {"related articles",             START,  MARKER_CLOSE},
    {"related stories",              START,  MARKER_CLOSE},
    {"related news",                 START,  MARKER_CLOSE},
    {"related content",              START,  MARKER_CLOSE},
    {"related coverage",             START,  MARKER_CLOSE},
    {"related topics",               START,  MARKER_CLOSE},
    {"related links",                START,  MARKER_CLOSE},
    {"related reading",              START,  MARKER_CLOSE},
    {"related items",                START,  MARKER_CLOSE},
    {"similar posts",                WHOLE,  MARKER_CLOSE},
    {"similar articles",             WHOLE,  MARKER_CLOSE},
    {"recent posts",                 WHOLE,  MARKER_CLOSE},
    {"latest news",                  WHOLE,  MARKER_CLOSE},
    {"latest stories",               WHOLE,  MARKER_CLOSE},
    {"top stories",                  WHOLE,  MARKER_CLOSE},
    {"more stories",                 WHOLE,  MARKER_CLOSE},
    {"more news",                    WHOLE,  MARKER_CLOSE},
    {"more from",                    START,  MARKER_CLOSE},
    {"more on this",                 START,  MARKER_CLOSE},
    {"more by",                      BYLINE, MARKER_CLOSE},
    {"more like this",               WHOLE,  MARKER_CLOSE},
    {"see also",                     START,  MARKER_CLOSE},
    {"you may also like",            START,  MARKER_CLOSE},
    {"you might also like",          START,  MARKER_CLOSE},
    {"you may also be interested",   START,  MARKER_CLOSE},
    {"recommended",                  COLON,  MARKER_CLOSE},
    {"recommended for you",          START,  MARKER_CLOSE},
    {"recommended reading",          COLON,  MARKER_CLOSE},
    {"recommended stories",          COLON,  MARKER_CLOSE},
    {"further reading",              COLON,  MARKER_CLOSE},
    {"most read",                    COLON,  MARKER_CLOSE},
    {"most popular",                 COLON,  MARKER_CLOSE},
    {"most viewed",                  COLON,  MARKER_CLOSE},
    {"trending",                     COLON,  MARKER_CLOSE},
    {"trending now",                 COLON,  MARKER_CLOSE},
    {"editor's picks",               COLON,  MARKER_CLOSE},
    {"editors' picks",               COLON,  MARKER_CLOSE},
    {"from around the web",          WHOLE,  MARKER_CLOSE},
    {"around the web",               WHOLE,  MARKER_CLOSE},
    {"sponsored stories",            COLON,  MARKER_CLOSE},
    {"about the author",             START,  MARKER_CLOSE},
    {"about the authors",            START,  MARKER_CLOSE},
    {"about the writer",             START,  MARKER_CLOSE},
    {"comments",                     COUNT,  MARKER_CLOSE},
    {"comment",                      COUNT,  MARKER_CLOSE},
    {"responses",                    COUNT,  MARKER_CLOSE},
    {"replies",                      COUNT,  MARKER_CLOSE},
    {"leave a comment",              START,  MARKER_CLOSE},
    {"leave a reply",                START,  MARKER_CLOSE},
    {"post a comment",               START,  MARKER_CLOSE},
    {"join the conversation",        WHOLE,  MARKER_CLOSE},
    {"join the discussion",          WHOLE,  MARKER_CLOSE},
    {"show comments",                START,  MARKER_CLOSE},
    {"view comments",                START,  MARKER_CLOSE},
    {"das k\u00F6nnte sie auch interessieren", START, MARKER_CLOSE},
    {"mehr zum thema",               START,  MARKER_CLOSE},
    {"lesen sie auch",               START,  MARKER_CLOSE},
    {"kommentare",                   COUNT,  MARKER_CLOSE},
    {"\u00E0 lire aussi",            START,  MARKER_CLOSE},
    {"lire aussi",                   START,  MARKER_CLOSE},
    {"sur le m\u00EAme sujet",       START,  MARKER_CLOSE},
    {"commentaires",                 COUNT,  MARKER_CLOSE},
    {"lea tambi\u00E9n",             START,  MARKER_CLOSE},
    {"lee tambi\u00E9n",             START,  MARKER_CLOSE},
    {"te puede interesar",           START,  MARKER_CLOSE},
    {"noticias relacionadas",        START,  MARKER_CLOSE},
    {"comentarios",                  COUNT,  MARKER_CLOSE},
    {"leggi anche",                  START,  MARKER_CLOSE},
    {"potrebbe interessarti",        START,  MARKER_CLOSE},
    {"commenti",                     COUNT,  MARKER_CLOSE},
    {"leia tamb\u00E9m",             START,  MARKER_CLOSE},
    {"veja tamb\u00E9m",             START,  MARKER_CLOSE},
    {"coment\u00E1rios",             COUNT,  MARKER_CLOSE},
    {"lees ook",                     START,  MARKER_CLOSE},
    {"l\u00E4s ocks\u00E5",          START,  MARKER_CLOSE},
    {"les ogs\u00E5",                START,  MARKER_CLOSE},
    {"l\u00E6s ogs\u00E5",           START,  MARKER_CLOSE},
    {"czytaj te\u017C",              START,  MARKER_CLOSE},
    {"zobacz te\u017C",              START,  MARKER_CLOSE},
    {"\u0447\u0438\u0442\u0430\u0439\u0442\u0435 "
     "\u0442\u0430\u043A\u0436\u0435", START, MARKER_CLOSE},

    /* what interrupts it */
    {"read more",                    START,  MARKER_ASIDE},
    {"read also",                    START,  MARKER_ASIDE},
    {"read next",                    START,  MARKER_ASIDE},
    {"also read",                    COLON,  MARKER_ASIDE},
    {"continue reading",             START,  MARKER_ASIDE},
    {"click here",                   START,  MARKER_ASIDE},
    {"watch",                        COLON,  MARKER_ASIDE},
    {"watch now",                    COLON,  MARKER_ASIDE},
    {"advertisement",                COLON,  MARKER_ASIDE},
    {"advertisement - continue reading below", WHOLE, MARKER_ASIDE},
    {"advertisements",               COLON,  MARKER_ASIDE},
    {"advertising",                  WHOLE,  MARKER_ASIDE},
    {"sponsored",                    WHOLE,  MARKER_ASIDE},
    {"sponsored content",            WHOLE,  MARKER_ASIDE},
    {"promoted",                     WHOLE,  MARKER_ASIDE},
    {"story continues below",        START,  MARKER_ASIDE},
    {"article continues",            START,  MARKER_ASIDE},
    {"tags",                         COLON,  MARKER_ASIDE},
    {"tagged",                       COLON,  MARKER_ASIDE},
    {"topics",                       COLON,  MARKER_ASIDE},
    {"categories",                   COLON,  MARKER_ASIDE},
    {"category",                     COLON,  MARKER_ASIDE},
    {"filed under",                  START,  MARKER_ASIDE},
    {"posted in",                    BYLINE, MARKER_ASIDE},
    {"share",                        COUNT,  MARKER_ASIDE},
    {"shares",                       COUNT,  MARKER_ASIDE},
    {"share this",                   START,  MARKER_ASIDE},
    {"share on",                     START,  MARKER_ASIDE},
    {"share via",                    START,  MARKER_ASIDE},
    {"tweet",                        COUNT,  MARKER_ASIDE},
    {"facebook",                     WHOLE,  MARKER_ASIDE},
    {"twitter",                      WHOLE,  MARKER_ASIDE},
    {"whatsapp",                     WHOLE,  MARKER_ASIDE},
    {"linkedin",                     WHOLE,  MARKER_ASIDE},
    {"pinterest",                    WHOLE,  MARKER_ASIDE},
    {"reddit",                       WHOLE,  MARKER_ASIDE},
    {"email",                        WHOLE,  MARKER_ASIDE},
    {"print",                        WHOLE,  MARKER_ASIDE},
    {"copy link",                    WHOLE,  MARKER_ASIDE},
    {"likes",                        COUNT,  MARKER_ASIDE},
    {"views",                        COUNT,  MARKER_ASIDE},
    {"follow us",                    ALWAYS, MARKER_ASIDE},
    {"like us on",                   ALWAYS, MARKER_ASIDE},
    {"subscribe",                    COLON,  MARKER_ASIDE},
    {"subscribe now",                COLON,  MARKER_ASIDE},
    {"subscribe to our",             ALWAYS, MARKER_ASIDE},
    {"sign up",                      WHOLE,  MARKER_ASIDE},
    {"sign up for our",              ALWAYS, MARKER_ASIDE},
    {"sign up for the",              START,  MARKER_ASIDE},
    {"sign up to our",               ALWAYS, MARKER_ASIDE},
    {"sign up to receive",           ALWAYS, MARKER_ASIDE},
    {"get our newsletter",           ALWAYS, MARKER_ASIDE},
    {"newsletter",                   COLON,  MARKER_ASIDE},
    {"support our journalism",       ALWAYS, MARKER_ASIDE},
    {"download our app",             ALWAYS, MARKER_ASIDE},
    {"anzeige",                      WHOLE,  MARKER_ASIDE},
    {"werbung",                      WHOLE,  MARKER_ASIDE},
    {"weiterlesen",                  COLON,  MARKER_ASIDE},
    {"teilen",                       WHOLE,  MARKER_ASIDE},
    {"schlagw\u00F6rter",            COLON,  MARKER_ASIDE},
    {"publicit\u00E9",               WHOLE,  MARKER_ASIDE},
    {"partager",                     WHOLE,  MARKER_ASIDE},
    {"lire la suite",                START,  MARKER_ASIDE},
    {"publicidad",                   WHOLE,  MARKER_ASIDE},
    {"compartir",                    WHOLE,  MARKER_ASIDE},
    {"leer m\u00E1s",                START,  MARKER_ASIDE},
    {"etiquetas",                    COLON,  MARKER_ASIDE},
    {"pubblicit\u00E0",              WHOLE,  MARKER_ASIDE},
    {"condividi",                    WHOLE,  MARKER_ASIDE},
    {"publicidade",                  WHOLE,  MARKER_ASIDE},
    {"compartilhe",                  WHOLE,  MARKER_ASIDE},
    {"leia mais",                    START,  MARKER_ASIDE},
    {"advertentie",                  WHOLE,  MARKER_ASIDE},
    {"lees meer",                    START,  MARKER_ASIDE},
    {"annons",                       WHOLE,  MARKER_ASIDE},
    {"l\u00E4s mer",                 START,  MARKER_ASIDE},
    {"reklama",                      WHOLE,  MARKER_ASIDE},
    {"\u0440\u0435\u043A\u043B\u0430\u043C\u0430", WHOLE, MARKER_ASIDE},
    {"\u043F\u043E\u0434\u0435\u043B\u0438\u0442\u044C\u0441\u044F",
                                     WHOLE,  MARKER_ASIDE},

    /* lines on their own */
    {"by",                           BYLINE, MARKER_LINE},
    {"written by",                   BYLINE, MARKER_LINE},
    {"posted by",                    BYLINE, MARKER_LINE},
    {"posted on",                    START,  MARKER_LINE},
    {"published on",                 START,  MARKER_LINE},
    {"published",                    COLON,  MARKER_LINE},
    {"updated",                      COLON,  MARKER_LINE},
    {"last updated",                 START,  MARKER_LINE},
    {"last modified",                START,  MARKER_LINE},
    {"reporting by",                 ALWAYS, MARKER_LINE},
    {"(reporting by",                ALWAYS, MARKER_LINE},
    {"editing by",                   ALWAYS, MARKER_LINE},
    {"(editing by",                  ALWAYS, MARKER_LINE},
    {"additional reporting by",      ALWAYS, MARKER_LINE},
    {"photo",                        COLON,  MARKER_LINE},
    {"photos",                       COLON,  MARKER_LINE},
    {"photo by",                     BYLINE, MARKER_LINE},
    {"photo credit",                 START,  MARKER_LINE},
    {"photograph by",                BYLINE, MARKER_LINE},
    {"file photo",                   START,  MARKER_LINE},
    {"image",                        COLON,  MARKER_LINE},
    {"image credit",                 START,  MARKER_LINE},
    {"image caption",                START,  MARKER_LINE},
    {"image copyright",              START,  MARKER_LINE},
    {"picture",                      COLON,  MARKER_LINE},
    {"credit",                       COLON,  MARKER_LINE},
    {"caption",                      COLON,  MARKER_LINE},
    {"source",                       COLON,  MARKER_LINE},
    {"copyright \u00A9",             ALWAYS, MARKER_LINE},
    {"copyright (c)",                ALWAYS, MARKER_LINE},
    {"copyright 19",                 ALWAYS, MARKER_LINE},
    {"copyright 20",                 ALWAYS, MARKER_LINE},
    {"\u00A9",                       ALWAYS, MARKER_LINE},
    {"(c) 19",                       ALWAYS, MARKER_LINE},
    {"(c) 20",                       ALWAYS, MARKER_LINE},
    {"all rights reserved",          ALWAYS, MARKER_LINE},
    {"min read",                     COUNT,  MARKER_LINE},
    {"minute read",                  COUNT,  MARKER_LINE},
    {"opinion",                      WHOLE,  MARKER_LINE},
    {"editorial",                    WHOLE,  MARKER_LINE},
    {"analysis",                     WHOLE,  MARKER_LINE},
    {"commentary",                   WHOLE,  MARKER_LINE},
    {"exclusive",                    WHOLE,  MARKER_LINE},
    {"breaking",                     WHOLE,  MARKER_LINE},
    {"breaking news",                WHOLE,  MARKER_LINE},
    /* sections, above the title */
    {"politics",                       WHOLE,  MARKER_LINE},
    {"news",                           WHOLE,  MARKER_LINE},
    {"world",                          WHOLE,  MARKER_LINE},
    {"business",                       WHOLE,  MARKER_LINE},
    {"sport",                          WHOLE,  MARKER_LINE},
    {"sports",                         WHOLE,  MARKER_LINE},
    {"technology",                     WHOLE,  MARKER_LINE},
    {"science",                        WHOLE,  MARKER_LINE},
    {"health",                         WHOLE,  MARKER_LINE},
    {"culture",                        WHOLE,  MARKER_LINE},
    {"lifestyle",                      WHOLE,  MARKER_LINE},
    {"entertainment",                  WHOLE,  MARKER_LINE},
    {"home",                           WHOLE,  MARKER_LINE},

    /* other languages */
    {"foto",                         COLON,  MARKER_LINE},
    {"quelle",                       COLON,  MARKER_LINE},
};
/* clang-format on */

#define COPYRIGHT 0xA9

static bool is_word(const struct glyph *g)
{
    return g->class == UTF8_LETTER || g->class == UTF8_DIGIT ||
           g->class == UTF8_IDEOGRAPH || g->class == UTF8_MARK;
}

/* Signs before the phrase: "* Related posts", "[ Advertisement ]". A quotation
 * is somebody's words. */
static size_t skip_signs(struct str line)
{
    size_t at = 0;

    for (struct glyph g; at < line.len; at += g.size) {
        g = glyph_at(line, at);
        if (is_word(&g) || g.point == COPYRIGHT || g.point == '(' ||
            glyph_is_quote(g.point))
            break;
    }
    return at;
}

static size_t skip_figures(struct str line, size_t at)
{
    for (struct glyph g; at < line.len; at += g.size) {
        g = glyph_at(line, at);
        if (g.class != UTF8_DIGIT && g.class != UTF8_SPACE && g.point != '.' &&
            g.point != ',')
            break;
    }
    return at;
}

/* The folded beginning of the line, spaces of any kind single ones. */
static struct str fold_head(struct str line, char folded[FOLDED_MAX])
{
    char head[HEAD_MAX];
    const size_t len = line.len < HEAD_MAX ? line.len : HEAD_MAX;
    struct glyph g;
    size_t n = 0;
    bool ascii = true;

    for (size_t at = 0; at < len; at += g.size) {
        g = glyph_at(line, at);
        if (at + g.size > len)
            break; /* a character that would be cut */
        if (g.class == UTF8_SPACE) {
            if (n > 0 && head[n - 1] != ' ')
                head[n++] = ' ';
            continue;
        }
        ascii = ascii && g.point < 0x80;
        memcpy(head + n, line.s + at, g.size);
        n += g.size;
    }
    if (!ascii)
        return (struct str){folded,
                            utf8_fold(head, n, false, folded, FOLDED_MAX)};
    for (size_t i = 0; i < n; i++)
        folded[i] =
            (char)(head[i] >= 'A' && head[i] <= 'Z' ? head[i] | 32 : head[i]);
    return (struct str){folded, n};
}

/* What follows a phrase is seen in the folded head, which is longer than the
 * phrase and what decides about it. */
static bool only_signs(struct str rest)
{
    struct glyph g;

    for (size_t at = 0; at < rest.len; at += g.size) {
        g = glyph_at(rest, at);
        if (g.class == UTF8_LETTER || g.class == UTF8_IDEOGRAPH)
            return false;
    }
    return true;
}

static bool separated(struct str rest)
{
    const bool spaced = rest.len > 0 && rest.s[0] == ' ';

    switch (glyph_at(rest, spaced).point) {
    case ':':
    case '|':
    case 0x00BB:
    case 0x2192: /* arrow */
    case 0x25BA: /* triangle */
    case 0xFF1A: /* wide colon */
        return true;
    case '>':
    case '-':
    case 0x2013:
    case 0x2014:
        return spaced;
    default:
        return false;
    }
}

struct look {
    struct str head; /* folded */
    struct str line; /* from the first word on */
    size_t words;
    bool finished;
};

/* Whether the letter at the beginning is no small one: buttons apart, which
 * are WHOLE, a marker begins like a headline. */
static bool begins_large(struct str line)
{
    return !utf8_is_small(glyph_at(line, 0).point);
}

/* A letter follows the phrase, and no small one. Looks at the line as it was
 * written, by words, because folding may change lengths. */
static bool name_follows(struct str line, const char *phrase)
{
    size_t at = 0;

    for (const char *s = phrase; s; s = strchr(s, ' ')) {
        s += *s == ' ';
        while (at < line.len && glyph_at(line, at).class != UTF8_SPACE)
            at += glyph_at(line, at).size;
        while (at < line.len && glyph_at(line, at).class == UTF8_SPACE)
            at += glyph_at(line, at).size;
    }
    const struct glyph g = glyph_at(line, at);
    return (g.class == UTF8_LETTER || g.class == UTF8_IDEOGRAPH) &&
           !utf8_is_small(g.point);
}

static bool fits(const struct look *l, const struct phrase *p, bool *weak)
{
    const size_t len = strlen(p->text);
    const struct str rest = {l->head.s + len, l->head.len - len};

    *weak = false;
    if (p->fit == ALWAYS)
        return true;
    /* The head is cut where the line is longer: then more follows. */
    if (l->line.len <= HEAD_MAX && only_signs(rest))
        return true;
    if (p->fit < COLON || l->words > MARKER_LINE_WORDS)
        return false;
    if (separated(rest))
        return begins_large(l->line);
    if (p->fit < START || l->finished || !begins_large(l->line))
        return false;
    *weak = true;
    return p->fit == START || name_follows(l->line, p->text);
}

static bool begins_with(struct str head, const char *phrase)
{
    const size_t len = strlen(phrase);

    if (head.len < len || memcmp(head.s, phrase, len) != 0)
        return false;
    const struct glyph before = glyph_at(head, len - 1),
                       after = glyph_at(head, len);
    /* "copyright 20" may go on in figures, "by" must not in letters. */
    return after.class != UTF8_LETTER && after.class != UTF8_IDEOGRAPH &&
           after.class != UTF8_MARK && after.point != '\'' &&
           (after.class != UTF8_DIGIT || before.class == UTF8_DIGIT ||
            before.class != UTF8_LETTER);
}

static enum marker_reach look_up(const struct look *l, bool counted, bool *weak)
{
    enum marker_reach reach = MARKER_NONE;

    for (size_t i = 0; i < sizeof phrases / sizeof *phrases; i++) {
        const struct phrase *p = &phrases[i];
        bool weak_here;
        if (l->head.len == 0 || p->text[0] != l->head.s[0] ||
            (counted && p->fit != COUNT) || !begins_with(l->head, p->text) ||
            !fits(l, p, &weak_here) || p->reach < reach)
            continue;
        *weak = weak_here;
        reach = p->reach;
    }
    return reach;
}

enum marker_reach marker_find(struct str line, size_t words, bool finished,
                              bool *weak)
{
    char folded[FOLDED_MAX];
    struct look l = {.words = words, .finished = finished};
    size_t at;

    *weak = false;
    if (words > MARKER_WORDS_MAX)
        return MARKER_NONE;
    at = skip_signs(line);
    const size_t figures = skip_figures(line, at);
    const bool counted = figures > at && figures < line.len;
    if (counted)
        at = figures;
    l.line = (struct str){line.s + at, line.len - at};
    l.head = fold_head(l.line, folded);
    return look_up(&l, counted, weak);
}
