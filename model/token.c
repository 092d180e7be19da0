/* The scanner decides by the class of the character at hand: a table for
 * ASCII, utf8proc for the rest. Each kind of token has one function that
 * returns where a token of that kind ends, or its begin when there is none. */
#include "model/token.h"

#include <string.h>

#include "model/run.h"
#include "model/utf8.h"

/* Longest <tag ...> or comment that is taken for markup, in bytes. */
#define TAG_MAX 512

const char *token_kind_name(enum token_kind kind)
{
    static const char *const name[] = {
#define X(name, text) text,
        TOKEN_KINDS(X)
#undef X
    };
    return name[kind];
}

void scanner_init(struct scanner *s, struct str text, bool elision,
                  const struct wordset *abbreviations)
{
    *s = (struct scanner){.text = text,
                          .elision = elision,
                          .abbreviations = abbreviations,
                          .newlines = 2};
}

/* ---- characters -------------------------------------------------------- */

struct character {
    uint32_t point;
    enum utf8_class class;
    size_t size; /* 0 at the end of the text */
};

static struct character decode(const struct scanner *s, size_t at, size_t *bad)
{
    uint32_t point;
    const size_t size =
        utf8_decode(s->text.s + at, s->text.len - at, &point, bad);

    return (struct character){point, utf8_class(point), size};
}

static inline struct character char_at(const struct scanner *s, size_t at,
                                       size_t *bad)
{
    if (at >= s->text.len)
        return (struct character){0, UTF8_OTHER, 0};
    const unsigned char lead = (unsigned char)s->text.s[at];
    return lead < 0x80
               ? (struct character){lead, utf8_ascii_class(lead), 1}
               : decode(s, at, bad);
}

/* Looking ahead must not count a bad sequence twice. */
static inline struct character peek(const struct scanner *s, size_t at)
{
    size_t ignored = 0;

    return char_at(s, at, &ignored);
}

static int byte_at(const struct scanner *s, size_t at)
{
    return at < s->text.len ? (unsigned char)s->text.s[at] : -1;
}

static int lower(int c)
{
    return c >= 'A' && c <= 'Z' ? c | 32 : c;
}

static bool starts_with(const struct scanner *s, size_t at, const char *prefix)
{
    for (; *prefix; prefix++, at++)
        if (lower(byte_at(s, at)) != lower(*prefix))
            return false;
    return true;
}

static bool one_of(const char *set, uint32_t c)
{
    return c > 0 && c < 0x80 && strchr(set, (int)c) != NULL;
}

static bool is_word_part(enum utf8_class c)
{
    return c == UTF8_LETTER || c == UTF8_MARK || c == UTF8_DIGIT;
}

static bool is_apostrophe(uint32_t c)
{
    return c == '\'' || c == 0x2019;
}

/* Hyphens, and the middle dot of Catalan "col·legi". */
static bool is_hyphen(uint32_t c)
{
    return c == '-' || c == 0x2010 || c == 0x2011 || c == 0xB7;
}

/* ---- markup ------------------------------------------------------------ */

enum markup { MARKUP_INLINE, MARKUP_LINE, MARKUP_BLOCK };

static enum markup tag_kind(struct str name)
{
    static const char *const block[] = {
        "p",  "div", "li", "ul", "ol", "table", "tr", "td",
        "h1", "h2",  "h3", "h4", "h5", "h6",    "hr", "blockquote"};
    char low[16];

    if (name.len >= sizeof low)
        return MARKUP_INLINE;
    for (size_t i = 0; i < name.len; i++)
        low[i] = (char)(name.s[i] | 32);
    struct str lower = {low, name.len};
    if (str_equal(lower, STR("br")))
        return MARKUP_LINE;
    for (size_t i = 0; i < sizeof block / sizeof *block; i++)
        if (str_equal(lower, str_of(block[i])))
            return MARKUP_BLOCK;
    return MARKUP_INLINE;
}

static size_t comment_end(const struct scanner *s, size_t at)
{
    if (!starts_with(s, at, "<!--"))
        return at;
    for (size_t i = at + 4; i < at + TAG_MAX && byte_at(s, i) != -1; i++)
        if (starts_with(s, i, "-->"))
            return i + 3;
    return at;
}

static size_t tag_end(const struct scanner *s, size_t at, enum markup *kind)
{
    const int sign = byte_at(s, at + 1); /* </p>, <!DOCTYPE html> */
    size_t name = at + 1 + (sign == '/' || sign == '!');
    size_t i = name;

    while (utf8_ascii_class((unsigned char)byte_at(s, i)) == UTF8_LETTER ||
           (i > name && byte_at(s, i) >= '0' && byte_at(s, i) <= '9'))
        i++;
    if (i == name)
        return at;
    *kind = tag_kind((struct str){s->text.s + name, i - name});
    if (byte_at(s, i) < 0 || !one_of(">/ \t\r\n", (uint32_t)byte_at(s, i)))
        return at;
    for (; i < at + TAG_MAX && byte_at(s, i) != -1; i++) {
        if (byte_at(s, i) == '>')
            return i + 1;
        if (byte_at(s, i) == '<')
            return at;
    }
    return at;
}

static size_t entity_end(const struct scanner *s, size_t at)
{
    size_t i = at + 1;

    while (i < at + 10 && (byte_at(s, i) == '#' ||
                           (byte_at(s, i) > 0 && byte_at(s, i) < 0x80 &&
                            is_word_part(utf8_ascii_class(
                                (unsigned char)byte_at(s, i))))))
        i++;
    return i > at + 1 && byte_at(s, i) == ';' ? i + 1 : at;
}

/* ---- tokens ------------------------------------------------------------ */

static size_t marks_end(const struct scanner *s, size_t at)
{
    struct character c = peek(s, at);

    while (c.size && c.class == UTF8_MARK) {
        at += c.size;
        c = peek(s, at);
    }
    return at;
}

static size_t word_end(const struct scanner *s, size_t at)
{
    for (;;) {
        at += run_alnum(s->text.s + at, s->text.len - at);
        struct character c = peek(s, at);
        if (c.size && is_word_part(c.class)) {
            at += c.size;
            continue;
        }
        bool apostrophe = is_apostrophe(c.point);
        if (!c.size || (!apostrophe && !is_hyphen(c.point)))
            return at;
        struct character next = peek(s, at + c.size);
        if (!next.size || next.class != UTF8_LETTER)
            return at;
        at += c.size;
        if (apostrophe && s->elision)
            return at;
    }
}

static size_t number_end(const struct scanner *s, size_t at)
{
    for (;;) {
        struct character c = peek(s, at);
        if (c.size && is_word_part(c.class)) {
            at += c.size;
            continue;
        }
        if (!one_of(".,:/", c.point) ||
            peek(s, at + 1).class != UTF8_DIGIT)
            return at;
        at++;
    }
}

/* Signs beyond ASCII, such as a closing quote, stand behind a URL, not in
 * it. */
static bool in_url(const struct character *c)
{
    if (c->class == UTF8_PUNCT)
        return c->point < 0x80 && !one_of("<>\"", c->point);
    return c->class == UTF8_IDEOGRAPH || is_word_part(c->class);
}

static size_t characters_of_url(const struct scanner *s, size_t at)
{
    struct character c = peek(s, at);

    while (c.size && in_url(&c)) {
        at += c.size;
        c = peek(s, at);
    }
    return at;
}

static size_t url_end(const struct scanner *s, size_t at)
{
    const int first = lower(byte_at(s, at));

    if (first != 'h' && first != 'w')
        return at;
    if (!starts_with(s, at, "http://") && !starts_with(s, at, "https://") &&
        !(starts_with(s, at, "www.") &&
          peek(s, at + 4).class == UTF8_LETTER))
        return at;
    size_t end = characters_of_url(s, at);
    while (end > at && one_of(".,:;!?)'\"]", (uint32_t)byte_at(s, end - 1)))
        end--;
    return end;
}

/* The rest of an address when a word is followed by "@host.tld". */
static size_t address_end(const struct scanner *s, size_t at)
{
    if (byte_at(s, at) != '@' || peek(s, at + 1).class != UTF8_LETTER)
        return at;
    size_t host = word_end(s, at + 1);
    if (byte_at(s, host) != '.' || peek(s, host + 1).class != UTF8_LETTER)
        return at;
    while (byte_at(s, host) == '.' && peek(s, host + 1).class == UTF8_LETTER)
        host = word_end(s, host + 1);
    return host;
}

static size_t tag_word_end(const struct scanner *s, size_t at)
{
    size_t i = at + 1;
    struct character c = peek(s, i);

    while (c.size && (is_word_part(c.class) || c.point == '_' ||
                      c.class == UTF8_IDEOGRAPH)) {
        i += c.size;
        c = peek(s, i);
    }
    return i > at + 1 ? i : at;
}

static size_t emoticon_end(const struct scanner *s, size_t at)
{
    static const char *const whole[] = {"<3", "</3", "^_^", "^^", "-_-"};
    if (!one_of("<^-:;=", (uint32_t)byte_at(s, at)))
        return at;
    bool after_word =
        at > 0 && s->text.s[at - 1] > 0 &&
        is_word_part(utf8_ascii_class((unsigned char)s->text.s[at - 1]));

    for (size_t i = 0; i < sizeof whole / sizeof *whole; i++)
        if (!after_word && starts_with(s, at, whole[i])) {
            size_t end = at + strlen(whole[i]);
            enum utf8_class next = peek(s, end).class;
            return is_word_part(next) ? at : end;
        }
    if (!one_of(":;=", peek(s, at).point))
        return at;
    size_t i = at + 1;
    if (one_of("-'^", peek(s, i).point))
        i++;
    int mouth = byte_at(s, i);
    if (mouth == '(' || mouth == ')') {
        while (byte_at(s, i) == mouth)
            i++;
        return i;
    }
    if (after_word || mouth < 0 || !one_of("][DPpdoO/\\|*3@$", (uint32_t)mouth))
        return at;
    struct character next = peek(s, i + 1);
    bool joined =
        next.size && (is_word_part(next.class) || (int)next.point == mouth);
    return joined ? at : i + 1;
}

static size_t emoji_end(const struct scanner *s, size_t at)
{
    struct character c = peek(s, at);
    bool flag = c.point >= 0x1F1E6 && c.point <= 0x1F1FF;

    at += c.size;
    for (;;) {
        c = peek(s, at);
        bool joined = c.point == 0x200D || (c.point >= 0x1F3FB &&
                                            c.point <= 0x1F3FF);
        bool half = flag && c.point >= 0x1F1E6 && c.point <= 0x1F1FF;
        if (!c.size || (c.class != UTF8_MARK && !joined && !half))
            return at;
        flag = false;
        at += c.size;
        struct character next = peek(s, at);
        if (c.point == 0x200D && next.size && next.class == UTF8_PICTURE)
            at += next.size;
    }
}

static size_t punct_end(const struct scanner *s, size_t at)
{
    struct character first = peek(s, at);
    bool shout = first.point == '!' || first.point == '?';
    struct character c = first;

    do {
        at += c.size;
        c = peek(s, at);
    } while (c.size && (c.point == first.point ||
                        (shout && (c.point == '!' || c.point == '?'))));
    return at;
}

/* The end of the token that begins at `at` with character c, or `at`. */
static size_t token_end(const struct scanner *s, size_t at,
                        const struct character *c, enum token_kind *kind)
{
    size_t end = at;

    switch (c->class) {
    case UTF8_LETTER:
        *kind = TOKEN_URL;
        end = url_end(s, at);
        if (end > at)
            return end;
        end = word_end(s, at);
        size_t address = address_end(s, end);
        if (address > end)
            return address;
        *kind = TOKEN_WORD;
        return end;
    case UTF8_IDEOGRAPH:
        *kind = TOKEN_WORD;
        return marks_end(s, at + c->size);
    case UTF8_DIGIT:
        *kind = TOKEN_NUMBER;
        return number_end(s, at);
    case UTF8_PICTURE:
        *kind = TOKEN_EMOJI;
        return emoji_end(s, at);
    case UTF8_PUNCT:
        if (c->point == '@' || c->point == '#') {
            *kind = c->point == '@' ? TOKEN_MENTION : TOKEN_HASHTAG;
            end = tag_word_end(s, at);
        } else if (c->point < 0x80) {
            *kind = TOKEN_EMOTICON;
            end = emoticon_end(s, at);
        }
        if (end > at)
            return end;
        *kind = TOKEN_PUNCT;
        return punct_end(s, at);
    default:
        return at;
    }
}

/* ---- sentences --------------------------------------------------------- */

/* Signs looked at behind an opening one, to find the word that they open. */
#define OPENING_MAX 4

/* Small letters for capitals, into out [len]; 0 where not all is ASCII. */
static size_t fold_ascii(const char *s, size_t len, char *out)
{
    for (size_t i = 0; i < len; i++) {
        if ((unsigned char)s[i] >= 0x80)
            return 0;
        out[i] = (char)lower((unsigned char)s[i]);
    }
    return len;
}

/* A dot after an abbreviation or an initial ends no sentence. The whole word
 * before it decides, not its last letters: "can't." is no initial. */
static bool dot_of_abbreviation(const struct scanner *s, size_t dot)
{
    const size_t size = s->word_end - s->word;
    char low[24];
    uint32_t point;
    size_t ignored = 0;

    if (size == 0 || s->word_end != dot || size >= sizeof low ||
        peek(s, s->word).class == UTF8_IDEOGRAPH)
        return false;
    if (peek(s, s->word).size == size)
        return true;
    size_t len = fold_ascii(s->text.s + s->word, size, low);
    if (len == 0)
        len = utf8_fold(s->text.s + s->word, size, false, low, sizeof low);
    if (len && utf8_decode(low, len, &point, &ignored) == len)
        return true; /* a letter and its accent */
    return wordset_has(s->abbreviations, word_hash(low, len));
}

/* Whether the punctuation t may end a sentence. */
static enum scanner_stop stop_of(const struct scanner *s, const struct token *t)
{
    const uint32_t c = peek(s, t->begin).point;

    if (c == ',')
        return STOP_NONE;
    if (utf8_is_full_stop(c))
        return STOP_ALONE;
    if (c == '.' && t->end == t->begin + 1)
        return dot_of_abbreviation(s, t->begin) ? STOP_NONE : STOP_SPACED;
    return c == '.' || c == '!' || c == '?' || c == 0x2026 ? STOP_SPACED
                                                           : STOP_NONE;
}

/* What belongs to the sentence that a stop has ended. */
static bool trails(const struct scanner *s, const struct token *t)
{
    if (t->kind == TOKEN_EMOTICON || t->kind == TOKEN_EMOJI)
        return true;
    if (t->kind != TOKEN_PUNCT || s->gap)
        return false;
    const uint32_t c = peek(s, t->begin).point;
    return c == '"' || c == '\'' || utf8_is_closing(c);
}

/* What shows that the sentence goes on: "Yahoo!, Google", "etc., Bob". */
static bool is_comma(const struct scanner *s, const struct token *t)
{
    static const uint16_t comma[] = {',',    ';',    ':',    0x060C, 0x061B,
                                     0x3001, 0xFF0C, 0xFF1A, 0xFF1B};

    if (t->kind != TOKEN_PUNCT)
        return false;
    const uint32_t c = peek(s, t->begin).point;
    for (size_t i = 0; i < sizeof comma / sizeof *comma; i++)
        if (c == comma[i])
            return true;
    return false;
}

/* Whether token t, the first after a stop but for what trails, begins a
 * sentence. Of opening signs the word behind them decides. */
static bool opens(const struct scanner *s, const struct token *t)
{
    struct character c = peek(s, t->begin);

    if (t->kind == TOKEN_PUNCT) {
        size_t at = t->end;
        c = peek(s, at);
        for (int n = 0; n < OPENING_MAX && c.class == UTF8_PUNCT; n++) {
            at += c.size;
            c = peek(s, at);
        }
        if (c.class != UTF8_LETTER && c.class != UTF8_DIGIT &&
            c.class != UTF8_IDEOGRAPH)
            return false;
    }
    if (s->stop == STOP_ALONE || c.class == UTF8_IDEOGRAPH)
        return true;
    return s->gap && !utf8_is_small(c.point);
}

/* ---- the walk ---------------------------------------------------------- */

/* Skip the markup at `at`, noting the line ends it stands for. */
static size_t skip_markup(struct scanner *s, size_t at)
{
    enum markup kind = MARKUP_INLINE;
    size_t end = at;

    if (byte_at(s, at) == '<') {
        end = comment_end(s, at);
        if (end == at)
            end = tag_end(s, at, &kind);
    } else if (byte_at(s, at) == '&')
        end = entity_end(s, at);
    if (end > at) {
        s->gap = true;
        s->newlines += (int)kind;
    }
    return end;
}

/* Say whether t begins a sentence, and remember whether it ends one. */
static void note_sentence(struct scanner *s, struct token *t)
{
    const bool punct = t->kind == TOKEN_PUNCT;
    const bool trail = s->stop && trails(s, t);
    const bool comma = s->stop && is_comma(s, t);

    t->sentence =
        s->newlines >= 2 || (s->stop && !trail && !comma && opens(s, t));
    if (t->sentence || comma || !(trail || punct))
        s->stop = STOP_NONE;
    if (punct && s->stop == STOP_NONE)
        s->stop = stop_of(s, t);
}

static void skip_blank(struct scanner *s, const struct character *c)
{
    s->gap = true;
    s->newlines += c->class == UTF8_NEWLINE;
}

/* The next token into t, skipping what is none. */
static bool find_token(struct scanner *s, struct token *t)
{
    while (s->at < s->text.len) {
        const char first = s->text.s[s->at];
        if (first == ' ') {
            s->gap = true;
            s->at++;
            continue;
        }
        if ((first == ',' || first == '.') && byte_at(s, s->at + 1) == ' ') {
            t->begin = s->at;
            t->end = s->at + 1;
            t->kind = TOKEN_PUNCT;
            return true;
        }
        struct character c = char_at(s, s->at, &s->bad);
        size_t end = skip_markup(s, s->at);
        if (end > s->at) {
            s->at = end;
            continue;
        }
        t->begin = s->at;
        t->end = token_end(s, s->at, &c, &t->kind);
        if (t->end > t->begin)
            return true;
        skip_blank(s, &c);
        s->at += c.size;
    }
    return false;
}

bool scanner_next(struct scanner *s, struct token *t)
{
    if (!find_token(s, t))
        return false;
    s->at = t->end;
    note_sentence(s, t);
    s->gap = false;
    s->newlines = 0;
    s->word = t->begin;
    s->word_end = t->kind == TOKEN_WORD ? t->end : t->begin;
    return true;
}
