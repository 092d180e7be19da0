/* Random texts of several languages, made of pieces that meet one another in
 * all the ways that matter to tokens, terms, quotations and blocks. */
#ifndef TENOR_TESTS_UNIT_RANDOM_TEXT_H
#define TENOR_TESTS_UNIT_RANDOM_TEXT_H

#include <string.h>

#include "model/base.h"
#include "train/random.h"

#define TEXT_PIECES 36

/* clang-format off */
static const struct {
    const char *language;
    const char *piece[TEXT_PIECES]; /* up to NULL */
} text_kind[] = {
    {"english",
     {"good ", "bad ", "not ", "don't ", "never ", "the ", "a ", "report ",
      "Monday ", "GREAT ", "sooo ", "SOOOO ", "running ", "runs, ", "well-known ",
      "price", "of ", "said ", "(see ", "covid19 ", "1990s ", "3.5 ", ":) ",
      "http://a.org/x ", "@them ", "#good ", "internationalisation ",
      "internationalise ", "\xE2\x80\x9CThey", "so.\xE2\x80\x9D "}},
    {"french",
     {"l'homme ", "n'est ", "pas ", "bon ", "\u00E9t\u00E9 ", "ete\u0301 ",
      "jamais ", "qu\u2019il ", "les ", "MAISON ", "chevaux ", "tr\u00E8s ",
      "\u00AB dit ", "fin \u00BB ", "journaux, "}},
    {"german",
     {"nicht ", "gut ", "Stra\u00DFe ", "STRASSE ", "kein ", "H\u00E4user ",
      "Donaudampfschifffahrtsgesellschaft ", "\u201Esagt ", "er\u201C ", "die ",
      "sch\u00F6\u00F6\u00F6n ", "z.B. "}},
    {"turkish",
     {"k\u0131r\u0131k ", "K\u0130TAP ", "de\u011Fil ", "be\u011Fenmiyorum ",
      "\u0130stanbul ", "g\u00FCzel ", "I\u015E\u0131k "}},
    {"russian",
     {"\u043D\u0435 ", "\u0445\u043E\u0440\u043E\u0448\u043E ",
      "\u041A\u041D\u0418\u0413\u0410\u041C\u0418 ", "\u0434\u0430\u0430\u0430 ",
      "\u0434\u043E\u0441\u0442\u043E\u043F\u0440\u0438\u043C\u0435"
      "\u0447\u0430\u0442\u0435\u043B\u044C\u043D\u043E\u0441\u0442\u044C "}},
    {"zh",
     {"\u4E0D", "\u597D", "\u65B0\u95FB", "\u3002", "\u300C\u6211\u8BF4",
      "\u4E86\u300D", "2024", "ABC ", "\u2026\u2026"}},
    {"greek",
     {"\u03BA\u03B1\u03BD\u03B5\u03AF\u03C2 ", "\u039F\u0394\u039F\u03A3 ",
      "\u03B4\u03B5\u03BD ", "\u1F87\u1F87 "}},
    {"spanish",
     {"no ", "nunca ", "bueno ", "BUENA ", "ma\u00F1ana ", "\u00BFdijo ",
      "gust\u00F3? ", "\u00A1qu\u00E9 ", "largu\u00ED\u00ED\u00EDsimo "}},
    {"arabic",
     {"\u0644\u064A\u0633 ", "\u0627\u0644\u0643\u062A\u0627\u0628 ",
      "\u062C\u0645\u064A\u0644\u060C ", "\u0643\u064E\u062A\u064E\u0628\u064E ",
      "\u0631\u0627\u0626\u0639\u061F "}},
    {"hindi",
     {"\u0928\u0939\u0940\u0902 ", "\u0905\u091A\u094D\u091B\u093E ",
      "\u0915\u093F\u0924\u093E\u092C\u0947\u0902 ", "\u0939\u0948\u0964 "}},
};

/* Of any language, and in the way of all. */
static const char *const text_piece[] = {
    ". ", "! ", "? ", ", ", ": ", "; ", ".\n", "\n\n", "\n", " ", "  ", "...",
    "!!!", "?!", ")", "\"", "\"", " - ", "-", "'", ">", "<br> ", "<p>", "&amp; ",
    "<3 ", ";D ", "\U0001F600 ", "\u2764\uFE0F ", "\xFF", "\xC3", "@", "#",
    "www.", "1", "A ", "x", "\t", "\r\n", "\xE2\x80\x9C", "\xE2\x80\x9D",
    "Dr. ", "etc., ", "\u00A0", "\u0301",
};
/* clang-format on */

#define TEXT_KINDS (sizeof text_kind / sizeof *text_kind)
#define TEXT_COMMON (sizeof text_piece / sizeof *text_piece)

static inline size_t text_pieces(size_t kind)
{
    size_t n = 0;

    while (n < TEXT_PIECES && text_kind[kind].piece[n])
        n++;
    return n;
}

static inline bool text_add(struct buffer *b, const char *piece)
{
    return buffer_add(b, piece, strlen(piece));
}

/* A word that is longer than most, of letters in no order. */
static inline bool text_add_long(struct buffer *b, uint64_t *random)
{
    size_t n = random_below(random, 4) ? 10 + random_below(random, 12)
                                       : 200 + random_below(random, 100);
    bool ok = true;

    while (ok && n-- > 0)
        ok = buffer_add(b, &"abcdeABCDE"[random_below(random, 10)], 1);
    return ok && text_add(b, " ");
}

/* Put so many pieces behind what is there: four in five of one kind of text,
 * some of another. False when memory ran out. */
static inline bool text_make(struct buffer *b, size_t kind, size_t pieces,
                             uint64_t *random)
{
    bool ok = true;

    for (; ok && pieces > 0; pieces--) {
        const size_t draw = random_below(random, 100);
        const size_t other = random_below(random, TEXT_KINDS);
        const size_t k = draw < 75 ? kind : other;
        if (draw < 79)
            ok = text_add(
                b, text_kind[k].piece[random_below(random, text_pieces(k))]);
        else if (draw < 80)
            ok = text_add_long(b, random);
        else
            ok = text_add(b, text_piece[random_below(random, TEXT_COMMON)]);
    }
    return ok;
}

#endif
