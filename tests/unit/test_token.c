#include "model/token.h"

#include "model/language.h"
#include "train/random.h"

#include "tests/unit/random_text.h"
#include "tests/unit/starter.h"
#include "tests/unit/unit.h"

/* Tokens as one string: "w:Hello p:, w:world / n:42", with the first letter of
 * the kind - "i" for emoticons, "e" for emoji - and " / " between sentences.
 * Bytes outside printable ASCII and UTF-8 do not occur in tokens. */
static const char kind_letter[] = "wnieumhp";

static void render(struct scanner *s, struct buffer *out)
{
    struct token t;
    bool first = true;

    while (scanner_next(s, &t)) {
        const char mark[] = {kind_letter[t.kind], ':'};
        assert_true(t.sentence || !first);
        if (!first)
            assert_true(t.sentence ? buffer_add(out, " / ", 3)
                                   : buffer_add(out, " ", 1));
        assert_true(buffer_add(out, mark, 2));
        assert_true(buffer_add(out, s->text.s + t.begin, t.end - t.begin));
        first = false;
    }
    assert_true(buffer_add(out, "", 1));
}

struct row {
    struct str text;
    const char *tokens;
};

/* Each row is scanned from a block of just its size, so that the sanitizer
 * sees a step beyond the end. */
static void check_rows(const char *language, const struct row *row, size_t n)
{
    const struct language *l = language_find(language);
    struct wordset abbreviations = {0};
    struct scanner s;

    if (l)
        assert_true(wordset_init(&abbreviations, l->abbreviations));
    for (size_t i = 0; i < n; i++) {
        struct buffer out = {0};
        struct str text = row[i].text;
        char *copy = malloc(text.len ? text.len : 1);
        memcpy(copy, text.s, text.len);
        scanner_init(&s, (struct str){copy, text.len}, l && l->elision,
                     &abbreviations);
        render(&s, &out);
        assert_string_equal(out.data, row[i].tokens);
        assert_false(scanner_next(&s, &(struct token){0}));
        free(out.data);
        free(copy);
    }
    wordset_release(&abbreviations);
}

#define CHECK(language, row) check_rows(language, row, COUNT(row))
/* clang-format off */
#define T(literal) {(literal), sizeof(literal) - 1}
/* clang-format on */

static void words_and_numbers(void **state)
{
    static const struct row row[] = {
        {T(""), ""},
        {T(" \t \n"), ""},
        {T("word"), "w:word"},
        {T("word\n"), "w:word"},
        {T("don't well-known covid19"), "w:don't w:well-known w:covid19"},
        {T("don\u2019t"), "w:don\u2019t"},
        {T("well\u2010known well\u2011known"),
         "w:well\u2010known w:well\u2011known"},
        {T("dogs' 'tis -- a-"), "w:dogs p:' p:' w:tis p:-- w:a p:-"},
        {T("rock-'n'-roll"), "w:rock p:- p:' w:n p:' p:- w:roll"},
        {T("caf\u00E9 cafe\u0301"), "w:caf\u00E9 w:cafe\u0301"},
        {T("\u0301alone"), "w:alone"},
        {T("1,000 3.5 10/10 9:30 1990s 5."),
         "n:1,000 n:3.5 n:10/10 n:9:30 n:1990s n:5 p:."},
        {T("-5% $3.20, 1,2"), "p:- n:5 p:% p:$ n:3.20 p:, n:1,2"},
        {T("\u0661\u0662 \u00BD"), "n:\u0661\u0662 n:\u00BD"},
        {T("snake_case a+b"), "w:snake p:_ w:case w:a p:+ w:b"},
    };

    (void)state;
    CHECK("english", row);
}

static void signs(void **state)
{
    static const struct row row[] = {
        {T("no!!! why?! so... ok,,"),
         "w:no p:!!! w:why p:?! w:so p:... w:ok p:,,"},
        {T(":-) ;D <3 ^_^ :( =) :/ :-P"),
         "i::-) i:;D i:<3 i:^_^ i::( i:=) i::/ i::-P"},
        {T("fun:) fun:D 3:30 a:b"), "w:fun i::) w:fun p:: w:D n:3:30 w:a "
                                    "p:: w:b"},
        {T("</3 -_- ^^ :'("), "i:</3 i:-_- i:^^ i::'("},
        {T(":)))) :(((("), "i::)))) i::(((("},
        {T("~~ ~_~ \x5E\x5E"), "p:~~ p:~ p:_ p:~ i:^^"},
        {T("<\x13 :Dad x:|| <3rd"), "p:< p:: w:Dad w:x p:: p:|| p:< n:3rd"},
        {T("http://a.org/x?y=1. See"), "u:http://a.org/x?y=1 p:. / w:See"},
        {T("(www.a.org) HTTPS://A.ORG/"),
         "p:( u:www.a.org p:) u:HTTPS://A.ORG/"},
        {T("\u201Cwww.a.org\u201D"), "p:\u201C u:www.a.org p:\u201D"},
        {T("www. x http:/x"), "w:www p:. w:x w:http p:: p:/ w:x"},
        {T("mail a.b@c-d.org now"), "w:mail w:a p:. u:b@c-d.org w:now"},
        {T("bob@host @bob_1 @ #Tag_2 # #"),
         "w:bob m:@host m:@bob_1 p:@ h:#Tag_2 p:# p:#"},
        {T("#\u4E2D\u6587 #\u043C\u0438\u0440"),
         "h:#\u4E2D\u6587 h:#\u043C\u0438\u0440"},
    };

    (void)state;
    CHECK("english", row);
}

#define WAVE "\U0001F44B"
#define BROWN "\U0001F3FD"
#define WOMAN "\U0001F469"
#define ZWJ "\u200D"
#define LAPTOP "\U0001F4BB"
#define HEART "\u2764\uFE0F"
#define GREECE "\U0001F1EC\U0001F1F7"
#define FRANCE "\U0001F1EB\U0001F1F7"

static void emoji(void **state)
{
    static const struct row row[] = {
        {T(WAVE WAVE), "e:" WAVE " e:" WAVE},
        {T(WAVE BROWN "hi"), "e:" WAVE BROWN " w:hi"},
        {T(WOMAN BROWN ZWJ LAPTOP WAVE),
         "e:" WOMAN BROWN ZWJ LAPTOP " e:" WAVE},
        {T(WOMAN ZWJ HEART ZWJ WOMAN), "e:" WOMAN ZWJ HEART ZWJ WOMAN},
        {T(GREECE FRANCE "\U0001F1EB"),
         "e:" GREECE " e:" FRANCE " e:\U0001F1EB"},
        {T("so" HEART "!"), "w:so e:" HEART " p:!"},
        {T("1\uFE0F\u20E3"), "n:1\uFE0F\u20E3"},
        {T(WOMAN ZWJ), "e:" WOMAN ZWJ},
    };

    (void)state;
    CHECK("english", row);
}

static void markup(void **state)
{
    static const struct row row[] = {
        {T("one<br />two"), "w:one w:two"},
        {T("one<br /><br />two"), "w:one / w:two"},
        {T("one<P class='x'>two</P>"), "w:one / w:two"},
        {T("a <b>bold</b> move"), "w:a w:bold w:move"},
        {T("x<!-- a > comment -->y"), "w:x w:y"},
        {T("<!DOCTYPE html>x <!-- y"), "w:x p:< p:! p:-- w:y"},
        {T("a < b > c <i <d>e"), "w:a p:< w:b p:> w:c p:< w:i w:e"},
        {T("a<3 <unclosed"), "w:a p:< n:3 p:< w:unclosed"},
        {T("a&nbsp;b &amp; &#39;c AT&T &; &"),
         "w:a w:b w:c w:AT p:& w:T p:& p:; p:&"},
        {T("<h1>Title</h1>Text"), "w:Title / w:Text"},
        {T("<"), "p:<"},
        {T("</"), "p:< p:/"},
        {T("<a"), "p:< w:a"},
    };

    (void)state;
    CHECK("english", row);
}

static void sentences(void **state)
{
    static const struct row row[] = {
        {T("One. Two! Three? Four"), "w:One p:. / w:Two p:! / w:Three p:? / "
                                     "w:Four"},
        {T("Mr. Smith met Prof. Li."),
         "w:Mr p:. w:Smith w:met w:Prof p:. w:Li p:."},
        {T("J. R. Smith of the U.S. Army"),
         "w:J p:. w:R p:. w:Smith w:of w:the w:U p:. w:S p:. w:Army"},
        {T("\u201CMr. Smith\u201D and \u2014Mr. Li"),
         "p:\u201C w:Mr p:. w:Smith p:\u201D w:and p:\u2014 w:Mr p:. w:Li"},
        {T("\u201CJ. Smith (J. Li) \u00ABJ. Ek"),
         "p:\u201C w:J p:. w:Smith p:( w:J p:. w:Li p:) p:\u00AB w:J p:. "
         "w:Ek"},
        {T("\u00C9. Zola"), "w:\u00C9 p:. w:Zola"},
        {T("It ended. then small"), "w:It w:ended p:. w:then w:small"},
        {T("Well... Yes... maybe"), "w:Well p:... / w:Yes p:... w:maybe"},
        {T("Well\u2026 Yes"), "w:Well p:\u2026 / w:Yes"},
        {T("\"Stop!\" He ran."), "p:\" w:Stop p:! p:\" / w:He w:ran p:."},
        {T("\"Stop!\" he said."), "p:\" w:Stop p:! p:\" w:he w:said p:."},
        {T("Done.\u201D \u201CNext"), "w:Done p:. p:\u201D / p:\u201C w:Next"},
        {T("Done.) (Next"), "w:Done p:. p:) / p:( w:Next"},
        {T("Done. 'Next"), "w:Done p:. / p:' w:Next"},
        {T("v1.Two three.Four"), "w:v1 p:. w:Two w:three p:. w:Four"},
        {T("In 1990. 1991 too"), "w:In n:1990 p:. / n:1991 w:too"},
        {T("one\n\ntwo"), "w:one / w:two"},
        {T("one\ntwo"), "w:one w:two"},
        {T("one\n \t\ntwo"), "w:one / w:two"},
        {T("one\r\n\r\ntwo"), "w:one / w:two"},
        {T("one\r\ntwo\r\n"), "w:one w:two"},
        {T("One.\nTwo"), "w:One p:. / w:Two"},
        {T("A line\u2028and\u2029\u2029another"),
         "w:A w:line w:and / w:another"},
        {T("\n\n...\n"), "p:..."},
        {T("He left. (\"Go\")"), "w:He w:left p:. / p:( p:\" w:Go p:\" p:)"},
        {T("I can't. You can"), "w:I w:can't p:. / w:You w:can"},
        {T("Great! :) Next"), "w:Great p:! i::) / w:Next"},
        {T("Yahoo!, Google"), "w:Yahoo p:! p:, w:Google"},
        {T("Ek vs. St. Ives in Feb. 2020"),
         "w:Ek w:vs p:. w:St p:. w:Ives w:in w:Feb p:. n:2020"},
    };

    (void)state;
    CHECK("english", row);
}

static void scripts(void **state)
{
    static const struct row russian[] = {
        {T("Класс))) Да!"), "w:Класс p:))) w:Да p:!"},
        {T("ул. Мира. Дом"), "w:ул p:. w:Мира p:. / w:Дом"},
        {T("\u00ABул. Мира\u00BB. Дом"),
         "p:\u00AB w:ул p:. w:Мира p:\u00BB p:. / w:Дом"},
        {T("А. Пушкин"), "w:А p:. w:Пушкин"},
    };
    static const struct row chinese[] = {
        {T("很好。真的！AB中"), "w:很 w:好 p:。 / w:真 w:的 p:！ / w:AB w:中"},
        {T("ไทย かな"), "w:ไ w:ท w:ย w:か w:な"},
        {T("。。"), "p:。。"},
    };
    static const struct row french[] = {
        {T("l'homme qu\u2019il d'"), "w:l' w:homme w:qu\u2019 w:il w:d p:'"},
        {T("aujourd'hui"), "w:aujourd' w:hui"},
        {T("à l'av. Foch, M.\u00A0Li"),
         "w:à w:l' w:av p:. w:Foch p:, w:M p:. w:Li"},
    };
    static const struct row arabic[] = {
        {T("لا؟ نعم"), "w:لا p:؟ / w:نعم"},
    };
    static const struct row hindi[] = {
        {T("नहीं। हाँ"), "w:नहीं p:। / w:हाँ"},
    };

    (void)state;
    CHECK("russian", russian);
    CHECK("zh", chinese);
    CHECK("french", french);
    CHECK("arabic", arabic);
    CHECK("hindi", hindi);
}

static void bad_bytes(void **state)
{
    static const struct {
        struct str text;
        const char *tokens;
        size_t bad;
    } row[] = {
        {T("a\0b"), "w:a w:b", 0},
        {T("\0\0"), "", 0},
        {T("caf\xE9 x"), "w:caf w:x", 1},
        {T("\xFF\xFE"), "", 2},
        {T("a\xE2\x82"), "w:a", 1},
        {T("ok \xF0\x9F\x98"), "w:ok", 1},
        {T("\uFFFD"), "", 0},
        {T("http://a.b/\xFF"), "u:http://a.b/", 1},
        {T("#\xFFx !\xC3\x28"), "p:# w:x p:! p:(", 2},
        {T("Dr\xFF. No"), "w:Dr p:. / w:No", 1},
    };
    struct wordset none = {0};

    (void)state;
    for (size_t i = 0; i < COUNT(row); i++) {
        struct buffer out = {0};
        struct scanner s;
        scanner_init(&s, row[i].text, false, &none);
        render(&s, &out);
        assert_string_equal(out.data, row[i].tokens);
        assert_int_equal(s.bad, row[i].bad);
        free(out.data);
    }
}

/* Much of what could make a scanner look ahead again and again. */
static void long_texts_take_linear_time(void **state)
{
    static const char *const piece[] = {
        "a",      "a-",    "a'",      "<",    "<a ",     "&",    "&a",
        "@",      "a@b.",  "1.",      "1:",   "#",       ".",    ".)",
        "((",     ":)",    ":",       "www",  "\n",      "\xFF", "中",
        "\u0301", WAVE,    WOMAN ZWJ, GREECE, "http://", "a.",   "'\"",
        "<!--",   "<!-- ", "-->",     "!,",   "\"!",
    };
    struct wordset none = {0};

    (void)state;
    for (size_t i = 0; i < COUNT(piece); i++) {
        struct buffer text = {0};
        struct scanner s;
        struct token t;
        while (text.len < (1 << 18))
            assert_true(buffer_add(&text, piece[i], strlen(piece[i])));
        scanner_init(&s, (struct str){text.data, text.len}, true, &none);
        while (scanner_next(&s, &t))
            ;
        assert_int_equal(s.at, text.len);
        free(text.data);
    }
}

static bool inside_character(const struct str text, size_t at)
{
    return at < text.len && ((unsigned char)text.s[at] & 0xC0) == 0x80;
}

/* Whatever the text: tokens ascend, are not empty, and begin and end between
 * characters. */
static void check_walk(struct str text, const struct wordset *abbreviations,
                       bool elision, bool valid)
{
    struct scanner s;
    struct token t;
    size_t at = 0;

    scanner_init(&s, text, elision, abbreviations);
    for (bool first = true; scanner_next(&s, &t); first = false) {
        assert_true(t.begin >= at && t.end > t.begin && t.end <= text.len);
        assert_true((unsigned)t.kind <= TOKEN_PUNCT);
        assert_true(t.sentence || !first);
        if (valid)
            assert_false(inside_character(text, t.begin) ||
                         inside_character(text, t.end));
        at = t.end;
    }
    assert_true(!valid || s.bad == 0);
}

static void any_text_is_walked(void **state)
{
    static const char *const piece[] = {
        "word",  "Mr",     ".",      "...",  "!?",       " ",    "\n",
        "\r\n",  "'",      "\u2019", "-",    "<b>",      "</p>", "<",
        "&amp;", "&",      "@",      "#",    "http:",    "//",   "www.",
        "a.b",   ":",      ")",      "(",    "D",        "<3",   "1",
        ",",     "中",     "。",     "é",    "e\u0301",  "Я",    "\"",
        "»",     WAVE,     BROWN,    ZWJ,    HEART,      GREECE, "<!--",
        "-->",   "\u00B7", "\xFF",   "\xC3", "\xE2\x80",
    };
    const size_t valid_pieces = COUNT(piece) - 3;
    uint64_t random = unit_seed();
    struct wordset abbreviations;

    (void)state;
    assert_true(wordset_init(&abbreviations, "mr word"));
    for (int round = 0; round < 50000; round++) {
        struct buffer text = {0};
        const bool valid = round & 1;
        for (size_t n = random_below(&random, 24); n > 0; n--) {
            const char *p = piece[random_below(&random, valid ? valid_pieces
                                                              : COUNT(piece))];
            assert_true(buffer_add(&text, p, strlen(p)));
        }
        char *copy = malloc(text.len + 1);
        if (text.len)
            memcpy(copy, text.data, text.len);
        check_walk((struct str){copy, text.len}, &abbreviations, round & 2,
                   valid);
        free(copy);
        free(text.data);
    }
    wordset_release(&abbreviations);
}

/* ---- the fast path ------------------------------------------------------ */

static bool same_token(const struct token *a, const struct token *b)
{
    return a->begin == b->begin && a->end == b->end && a->kind == b->kind &&
           a->sentence == b->sentence;
}

static bool same_state(const struct scanner *a, const struct scanner *b)
{
    return a->text.s == b->text.s && a->text.len == b->text.len &&
           a->at == b->at && a->bad == b->bad && a->elision == b->elision &&
           a->abbreviations == b->abbreviations && a->word == b->word &&
           a->word_end == b->word_end && a->stop == b->stop &&
           a->gap == b->gap && a->newlines == b->newlines;
}

/* One word by the fast path. */
static bool take_plain(struct scanner *s, struct token *t)
{
    size_t at = s->at;
    const size_t size = at < scanner_plain_limit(s)
                            ? scanner_plain(s->text.s, &at)
                            : 0;

    if (size == 0)
        return false;
    scanner_pass(s, at, at + size);
    *t = (struct token){at, at + size, TOKEN_WORD, false};
    return true;
}

/* Before each token of a text, let the fast path have a try: it does what
 * scanner_next does, or nothing. Returns how often it could. */
static size_t walk_both(struct str text, bool elision,
                        const struct wordset *abbreviations, size_t *tokens)
{
    struct scanner s;
    size_t plain = 0;

    scanner_init(&s, text, elision, abbreviations);
    for (bool more = true; more;) {
        const struct scanner before = s;
        struct scanner fast = s;
        struct token t = {0}, quick = {0};
        const bool took = take_plain(&fast, &quick);
        more = scanner_next(&s, &t);
        if (took ? !more || !same_token(&t, &quick) || !same_state(&s, &fast)
                 : !same_state(&before, &fast))
            fail_msg("byte %zu of '%.*s'", before.at,
                     text.len < 2000 ? (int)text.len : 2000, text.s);
        plain += took;
        *tokens += more;
    }
    return plain;
}

/* The same from a block of just the size of the text. */
static size_t walk_copy(struct str text, const char *language, size_t *tokens)
{
    const struct language *l = language_find(language);
    struct wordset abbreviations = {0};
    char *copy = malloc(text.len ? text.len : 1);

    assert_non_null(copy);
    if (text.len)
        memcpy(copy, text.s, text.len);
    if (l)
        assert_true(wordset_init(&abbreviations, l->abbreviations));
    const size_t plain = walk_both((struct str){copy, text.len},
                                   l && l->elision, &abbreviations, tokens);
    wordset_release(&abbreviations);
    free(copy);
    return plain;
}

/* Cases that look plain and are not, each in front of text enough. */
static void the_fast_path_knows_its_limits(void **state)
{
    static const struct {
        const char *text;
        size_t plain; /* words taken, of those before "|" */
    } row[] = {
        {"a b c |", 2}, /* the first begins a sentence */
        {"a b, c |", 2},
        {"a b. |", 1},
        {"a bc. d e |", 2}, /* d could begin one */
        {"a b! |", 0},
        {"a b@c.org |", 0},
        {"a http://b.org |", 0},
        {"a www.b.org |", 0},
        {"a www. |", 0},
        {"a wow. |", 0},
        {"a wow |", 1},
        {"a don't |", 0},
        {"a well-known |", 0},
        {"a caf\u00E9 |", 0},
        {"a cafe\u0301 |", 0},
        {"a covid19 |", 1},
        {"a 19th |", 0},
        {"a #b |", 0},
        {"a :D |", 0},
        {"a\nb |", 0},
        {"a\n\nb |", 0},
        {"a  b |", 0},
        {"a <p>b |", 0},
        {"a abcdefghijklmno |", 1},
        {"a abcdefghijklmnop |", 0},
        {"a b\xFF |", 0},
        {"a b\x01 |", 0},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(row); i++) {
        struct buffer b = {0};
        size_t tokens = 0;
        const size_t front = strcspn(row[i].text, "|");
        assert_true(buffer_add(&b, row[i].text, front));
        /* Room for the fast path, but nothing that it takes. */
        assert_true(text_add(&b, "- - - - - - - - - - - - - - - - - - -"));
        const size_t plain =
            walk_copy((struct str){b.data, b.len}, "english", &tokens);
        if (plain != row[i].plain)
            fail_msg("'%s': %zu", row[i].text, plain);
        free(b.data);
    }
}

static void it_does_as_the_other_on_any_text(void **state)
{
    uint64_t random = unit_seed();
    size_t tokens = 0, plain = 0;

    (void)state;
    for (int round = 0; round < 6000; round++) {
        const size_t kind = random_below(&random, TEXT_KINDS);
        struct buffer b = {0};
        assert_true(text_make(&b, kind, random_below(&random, 60), &random));
        for (size_t n = random_below(&random, 4); n > 0 && b.len > 0; n--)
            b.data[random_below(&random, b.len)] = (char)random_next(&random);
        plain += walk_copy((struct str){b.data, b.len},
                           text_kind[kind].language, &tokens);
        free(b.data);
    }
    assert_true(plain * 10 > tokens);
}

/* Letters, spaces and signs in the shortest alternation. */
static void it_does_as_the_other_on_any_bytes(void **state)
{
    static const char alphabet[] = "aZ0  ,.w.@-':/\n\xC3\xA9\xCC\x81!?<>D#";
    uint64_t random = unit_seed();
    size_t tokens = 0, plain = 0;

    (void)state;
    for (int round = 0; round < 60000; round++) {
        char text[64];
        const size_t len = random_below(&random, sizeof text + 1);
        for (size_t i = 0; i < len; i++)
            text[i] = alphabet[random_below(
                &random, round % 2 ? sizeof alphabet - 1 : 8)];
        plain += walk_copy((struct str){text, len}, "english", &tokens);
    }
    assert_true(plain * 20 > tokens);
}

static void it_does_as_the_other_on_real_text(void **state)
{
    struct documents d = starter_documents("sentiment", NULL);
    size_t tokens = 0, plain = 0;

    (void)state;
    for (size_t i = 0; i < d.N; i++)
        plain += walk_copy(documents_text(&d, i), "english", &tokens);
    assert_true(plain * 2 > tokens); /* or else it is not worth its lines */
    documents_release(&d);
}

static void kinds_have_names(void **state)
{
    (void)state;
    assert_string_equal(token_kind_name(TOKEN_WORD), "word");
    assert_string_equal(token_kind_name(TOKEN_PUNCT), "punct");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_and_numbers),
        cmocka_unit_test(signs),
        cmocka_unit_test(emoji),
        cmocka_unit_test(markup),
        cmocka_unit_test(sentences),
        cmocka_unit_test(scripts),
        cmocka_unit_test(bad_bytes),
        cmocka_unit_test(long_texts_take_linear_time),
        cmocka_unit_test(any_text_is_walked),
        cmocka_unit_test(the_fast_path_knows_its_limits),
        cmocka_unit_test(it_does_as_the_other_on_any_text),
        cmocka_unit_test(it_does_as_the_other_on_any_bytes),
        cmocka_unit_test(it_does_as_the_other_on_real_text),
        cmocka_unit_test(kinds_have_names),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
