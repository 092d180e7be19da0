#include "model/langid.h"

#include "model/feature.h"

#include "tests/unit/unit.h"

/* One paragraph in each language of the table, in its order. */
/* clang-format off */
static const struct {
    const char *code, *text;
} paragraph[] = {
    {"ar", "ذهبت إلى السوق مع أخي في الصباح لكن المحل كان مغلقا، لذلك عدنا إلى "
           "البيت بعد ساعة. قال لي إن الخبز الذي في هذا المحل هو أفضل خبز في "
           "المدينة كلها."},
    {"hy", "Այս տարի ձմեռը շատ երկար էր, և մենք չէինք կարող դուրս գալ տնից։ "
           "Իմ եղբայրը ասում է, որ դա լավ էր մեզ համար, բայց ես այդ կարծիքին "
           "չեմ։"},
    {"eu", "Atzo goizean mendira joan ginen eta eguraldi ona egin zuen, baina "
           "gero euria hasi zuen. Hori dela eta, etxera itzuli behar izan "
           "dugu eta ez dugu beste ezer egin."},
    {"ca", "Aquest matí hem anat al mercat amb la meva germana, però no hi "
           "havia gairebé ningú perquè plovia molt. Després vam fer un cafè i "
           "vam parlar dels veïns i de les seves coses."},
    {"da", "Jeg var på arbejde hele dagen, og da jeg kom hjem, var der ikke "
           "noget mad tilbage. Hvad skulle jeg gøre? Jeg gik ud efter en pizza "
           "og spiste den med mig selv og noget af min mors kage."},
    {"nl", "Gisteren zijn we met de trein naar zee gegaan, want het was mooi "
           "weer en mijn zus had vrij. Er waren veel mensen op het strand, maar "
           "dat vonden wij niet erg."},
    {"en", "When we came back from the lake it was already dark, and the dog "
           "had eaten all of the bread that was on the table. My brother said "
           "that it was not his fault."},
    {"fi", "Eilen kävimme järvellä ja vesi oli jo lämmintä, mutta minä en "
           "halunnut uida. Hän sanoi, että se on vain tottumiskysymys, ja niin "
           "kai se sitten on."},
    {"fr", "Ce matin nous avons pris le train pour aller chez ma tante, qui "
           "habite dans un petit village près de la mer. Il n'y avait pas "
           "beaucoup de monde et l'air était très doux."},
    {"de", "Gestern sind wir mit dem Zug an den See gefahren, weil das Wetter "
           "so schön war. Mein Bruder hat sich nicht gefreut, aber er ist doch "
           "mit uns gekommen und hat ein Eis gegessen."},
    {"el", "Χθες το πρωί πήγαμε στην αγορά με την αδελφή μου, αλλά δεν είχε "
           "κόσμο γιατί έβρεχε. Μετά ήπιαμε έναν καφέ και μιλήσαμε για τους "
           "γείτονες και τα παιδιά τους."},
    {"hi", "कल हम अपने भाई के साथ बाज़ार गए थे लेकिन दुकान बंद थी। उसने कहा कि यह "
           "शहर की सबसे अच्छी दुकान है और हम फिर से आ सकते हैं।"},
    {"hu", "Tegnap este a barátommal moziba mentünk, de a film nem volt jó, és "
           "már a vége előtt hazajöttünk. Azt mondta, hogy ez az utolsó "
           "alkalom, mert nincs több pénze."},
    {"id", "Kemarin saya pergi ke pasar dengan adik saya, tetapi toko itu sudah "
           "tutup karena hari libur. Kami pulang ke rumah dan makan nasi yang "
           "ada di dapur."},
    {"ga", "Bhí mé ag an trá inné le mo dheartháir agus bhí an lá go hálainn. "
           "Dúirt sé go raibh an t-uisce fuar, ach chuaigh muid ag snámh ann "
           "mar sin féin."},
    {"it", "Ieri mattina siamo andati al mercato con mia sorella, ma non c'era "
           "nessuno perché pioveva. Poi abbiamo preso un caffè e abbiamo "
           "parlato dei vicini e della loro casa."},
    {"lt", "Vakar ryte mes su broliu nuvažiavome prie ežero, bet buvo šalta ir "
           "lijo. Jis sakė, kad tai nieko tokio, o aš norėjau kuo greičiau "
           "grįžti į namus."},
    {"ne", "हिजो म भाइ सँग बजार गएको थिएँ तर पसल बन्द थियो। उनले भने कि यो राम्रो "
           "पसल हो र हामी भोलि पनि आउने छौं।"},
    {"no", "Jeg var på jobb hele dagen, og da jeg kom hjem, var det ikke noe mat "
           "igjen. Hva skulle jeg gjøre? Jeg gikk ut etter en pizza og spiste "
           "den sammen med meg selv og noen av bøkene mine."},
    {"pt", "Ontem de manhã fomos ao mercado com a minha irmã, mas não havia "
           "ninguém porque estava a chover. Depois tomámos um café e falámos "
           "dos vizinhos e da casa deles."},
    {"ro", "Ieri dimineață am fost la piață cu sora mea, dar nu era nimeni "
           "pentru că ploua. După aceea am băut o cafea și am vorbit despre "
           "vecini și despre casa lor."},
    {"ru", "Вчера утром мы с сестрой пошли на рынок, но там никого не было, "
           "потому что шёл дождь. Потом мы пили кофе и говорили о соседях и "
           "об их доме."},
    {"sr", "Juče ujutru smo sestra i ja otišli na pijacu, ali nije bilo nikoga "
           "jer je padala kiša. Posle smo pili kafu i pričali o komšijama i o "
           "tome kako im je."},
    {"sr", "Јуче ујутру смо сестра и ја отишли на пијацу, али није било никога "
           "јер је падала киша. После смо пили кафу и причали о комшијама и о "
           "томе како им је."},
    {"es", "Ayer por la mañana fuimos al mercado con mi hermana, pero no había "
           "nadie porque estaba lloviendo. Después tomamos un café y hablamos "
           "de los vecinos y de su casa."},
    {"sv", "Jag var på jobbet hela dagen, och när jag kom hem fanns det inte "
           "någon mat kvar. Vad skulle jag göra? Jag gick ut efter en pizza och "
           "åt den för mig själv."},
    {"ta", "நேற்று நான் என் தம்பியுடன் சந்தைக்கு போனேன் ஆனால் கடை மூடி இருந்தது. அது "
           "ஒரு நல்ல கடை என்று அவன் சொன்னான், அதனால் நாம் மீண்டும் வர வேண்டும்."},
    {"tr", "Dün sabah kardeşimle pazara gittik ama yağmur yağdığı için hiç "
           "kimse yoktu. Sonra bir kahve içtik ve komşular ile ilgili çok şey "
           "konuştuk, o da bana her şeyi anlattı."},
    {"yi", "נעכטן בין איך געגאַנגען אין מאַרק מיט מײַן ברודער, אָבער די קראָם איז "
           "געווען פֿאַרמאַכט. ער האָט געזאָגט אַז דאָס איז די בעסטע קראָם און מיר "
           "וועלן נאָך קומען."},
};

/* Those of languages that the table lacks. */
static const char *const stranger[] = {
    /* Polish */
    "Wczoraj rano poszliśmy z siostrą na targ, ale nikogo tam nie było, bo "
    "padał deszcz. Potem wypiliśmy kawę i rozmawialiśmy o sąsiadach oraz o tym, "
    "że ich dom jest już bardzo stary i trzeba go wyremontować przed zimą.",
    /* Czech */
    "Včera ráno jsme šli se sestrou na trh, ale nikdo tam nebyl, protože "
    "pršelo. Potom jsme pili kávu a mluvili jsme o sousedech a o tom, že jejich "
    "dům už je velmi starý a musí se opravit ještě před zimou.",
    /* Estonian */
    "Eile hommikul käisime õega turul, aga seal polnud kedagi, sest sadas "
    "vihma. Pärast jõime kohvi ning rääkisime naabritest ja sellest, et nende "
    "maja vajab enne talve kindlasti uut katust, mille eest keegi maksta ei "
    "taha.",
    /* Vietnamese */
    "Sáng hôm qua chúng tôi đi chợ với chị gái nhưng không có ai ở đó vì trời "
    "mưa. Sau đó chúng tôi uống cà phê và nói chuyện về những người hàng xóm.",
    /* Chinese */ "昨天早上我和姐姐去了市场，可是下雨了，所以那里没有人。",
    /* Japanese */ "昨日の朝、姉と市場に行きましたが、雨が降っていて誰もいませんでした。",
    /* Korean */
    "어제 아침에 누나와 함께 시장에 갔지만 비가 와서 아무도 없었다. 그래서 우리는 "
    "커피를 마시고 이웃에 대해 이야기했다.",
    /* Hebrew */
    "אתמול בבוקר הלכנו לשוק עם אחותי אבל לא היה שם אף אחד כי ירד גשם ואחר כך "
    "שתינו קפה ודיברנו על השכנים.",
    /* Thai, Georgian */
    "เมื่อวานตอนเช้าเราไปตลาดกับพี่สาวแต่ไม่มีใครอยู่ที่นั่นเพราะฝนตก",
    "გუშინ დილით მე და ჩემი და ბაზარში წავედით მაგრამ იქ არავინ იყო რადგან "
    "წვიმდა",
};

/* Nothing to go by, for a model of any language. */
static const char *const vague[] = {
    "",
    " \n",
    "12 1,000 3.5 10/10 9:30 1990 2024-01-01 42 % 17 18 19 20 21 22 23 24 25",
    ":-) :-( <3 !!! ??? ...",
    "Bonjour",
    "OK",
    "Great movie!",
    "Das ist gut.",
    "ho ho ho",
    "Angela Merkel, Barack Obama, Emmanuel Macron, Giorgia Meloni, Pedro "
    "Sánchez, Donald Tusk, Viktor Orbán, Mark Rutte, Olaf Scholz, Rishi Sunak, "
    "Justin Trudeau, Joe Biden, Keir Starmer, Mette Frederiksen, Ulf Kristersson",
    "static int fold(struct node *n, size_t len)\n{\n"
    "    size_t i, k = 0;\n"
    "    while (i < len && n[i].left != NULL) {\n"
    "        n[k++] = n[i++]; total += weight(n[k].value, &rest);\n    }\n"
    "    free(n->right); printf(\"%zu\\n\", total);\n    return total;\n}\n",
    "https://example.org/a/b?c=d @someone @another #tag",
};

/* In English, however little like it. */
static const char *const english[] = {
    "El Niño hits Los Angeles and San Diego",
    "Real Madrid Beats Atlético De Madrid In La Liga As El Clásico Looms",
    "Premier League transfer news: Bernardo, Alderweireld, Ozil, De Gea, De "
    "Ligt, Pogba",
    "Stocks Rise, Bonds Fall, Dollar Steady Ahead Of Fed Decision",
    "u prolly never even seen shaft lol smh rt rt rt",
    "The word \"que\" is the most common one of them all, says the teacher of "
    "Spanish.",
    "Cheap flights hotels cars Paris Rome Berlin London Madrid book now",
    "'Der Spiegel' and 'Die Zeit' report that the talks have failed",
};
/* clang-format on */

static struct langid_verdict judge(const char *language, const char *text)
{
    struct feature_settings f = {.stemming = 1, .ngrams = 1};
    struct tenor_error err = {0};
    struct extractor x;
    bool last = false;

    strncpy(f.language, language, sizeof f.language - 1);
    assert_true(extractor_init(&x, &f, NULL, 0, &err));
    assert_true(extractor_begin(&x, str_of(text), &err));
    while (!last)
        assert_true(extractor_next(&x, &last, &err));
    struct langid_verdict verdict = terms_language(&x.terms);
    extractor_release(&x);
    return verdict;
}

static const char *name(const struct language *l)
{
    return l ? l->name : "none";
}

static void paragraphs_are_of_their_language(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(paragraph); i++) {
        struct langid_verdict v = judge(paragraph[i].code, paragraph[i].text);
        if (v.answer != LANGID_SAME)
            fail_msg("%s is answer %d, %s", paragraph[i].code, v.answer,
                     name(v.found));
        assert_null(v.found);
    }
}

static void every_row_has_a_paragraph(void **state)
{
    const struct language *row;

    (void)state;
    for (size_t i = 0; (row = language_at(i)) != NULL; i++) {
        size_t k = 0;
        while (*row->code && strcmp(paragraph[k].code, row->code) != 0)
            assert_true(++k < COUNT(paragraph));
    }
}

static void english_models_notice_them(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(paragraph); i++) {
        const struct language *l = language_find(paragraph[i].code);
        if (strcmp(l->code, "en") == 0)
            continue;
        for (int porter = 0; porter < 2; porter++) {
            struct langid_verdict v =
                judge(porter ? "porter" : "en", paragraph[i].text);
            if (v.answer != LANGID_OTHER || v.found != l)
                fail_msg("%s is answer %d, %s", l->code, v.answer,
                         name(v.found));
        }
    }
}

/* All pairs but those of near relatives, which may pass for one another. */
static void every_model_notices_the_others(void **state)
{
    static const char *const kin[] = {"da no", "no da", "sv no", "no sv",
                                      "sv da", "da sv", "hi ne", "ne hi"};
    const struct language *row;

    (void)state;
    for (size_t i = 0; (row = language_at(i)) != NULL; i++)
        for (size_t k = 0; k < COUNT(paragraph); k++) {
            const char *code = *row->code ? row->code : "en";
            char pair[8];
            bool related = strcmp(code, paragraph[k].code) == 0;
            snprintf(pair, sizeof pair, "%s %s", code, paragraph[k].code);
            for (size_t p = 0; p < COUNT(kin); p++)
                related = related || strcmp(kin[p], pair) == 0;
            struct langid_verdict v = judge(row->name, paragraph[k].text);
            if (!related && (v.answer != LANGID_OTHER ||
                             v.found != language_find(paragraph[k].code)))
                fail_msg("%s for a model of %s is answer %d, %s",
                         paragraph[k].code, row->name, v.answer, name(v.found));
        }
}

static void strangers_are_unknown(void **state)
{
    static const char *const model[] = {"en", "de", "tr", "fr"};

    (void)state;
    for (size_t i = 0; i < COUNT(stranger); i++)
        for (size_t m = 0; m < COUNT(model); m++) {
            struct langid_verdict v = judge(model[m], stranger[i]);
            if (v.answer != LANGID_OTHER || v.found)
                fail_msg("'%.20s' for a model of %s is answer %d, %s",
                         stranger[i], model[m], v.answer, name(v.found));
        }
}

static void vague_texts_are_unsure(void **state)
{
    static const char *const model[] = {"en", "de", "fr", "tr", "fi"};

    (void)state;
    for (size_t i = 0; i < COUNT(vague); i++)
        for (size_t m = 0; m < COUNT(model); m++) {
            struct langid_verdict v = judge(model[m], vague[i]);
            if (v.answer == LANGID_OTHER || v.found)
                fail_msg("'%.20s' for a model of %s is answer %d, %s", vague[i],
                         model[m], v.answer, name(v.found));
        }
}

static void names_are_no_language(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(english); i++) {
        struct langid_verdict v = judge("english", english[i]);
        if (v.answer == LANGID_OTHER)
            fail_msg("'%s' is %s", english[i], name(v.found));
    }
}

static void unlisted_models_have_no_check(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(paragraph); i++)
        assert_int_equal(judge("zh", paragraph[i].text).answer, LANGID_UNSURE);
}

/* The bit of a language, that of the first row with its list. */
static bool has(uint32_t mask, const char *code)
{
    const struct language *of = language_find(code);
    size_t i = 0;

    while (language_at(i)->function != of->function)
        i++;
    return mask >> i & 1;
}

/* What the scanner gives and folding makes of it is found in the lists. */
static void lists_are_folded(void **state)
{
    const struct language *row;

    (void)state;
    for (size_t i = 0; (row = language_at(i)) != NULL; i++) {
        const char *list = row->function;
        struct words w;
        struct str word;
        assert_true(words_init(&w, row->name, false, NULL));
        while (str_next_word(&list, &word)) {
            bool stretched;
            if (!str_equal(words_fold(&w, word, &stretched), word))
                fail_msg("%s '%.*s' is not folded", row->name, (int)word.len,
                         word.s);
            struct str folded, stem;
            const uint32_t shown =
                words_analyse(&w, word, &folded, &stem).languages;
            if (!has(w.langid.mask[shown & LANGID_SET], row->name))
                fail_msg("%s '%.*s' is not found", row->name, (int)word.len,
                         word.s);
        }
        words_release(&w);
    }
}

static uint32_t look(const struct langid *l, const char *word)
{
    return langid_look(l, str_of(word), str_of(word));
}

static uint32_t mask_of(const struct langid *l, const char *word)
{
    const uint32_t set = look(l, word) & LANGID_SET;

    assert_true(set < l->sets);
    return l->mask[set];
}

static void words_have_their_languages(void **state)
{
    struct langid l;

    (void)state;
    assert_true(langid_init(&l, language_find("english")));
    assert_true(has(mask_of(&l, "the"), "en"));
    assert_false(has(mask_of(&l, "the"), "de"));
    assert_true(has(mask_of(&l, "in"), "en") && has(mask_of(&l, "in"), "de"));
    assert_true(has(mask_of(&l, "l'homme"), "fr"));
    assert_true(has(mask_of(&l, "l'"), "it"));
    assert_true(has(mask_of(&l, "they're"), "en"));
    assert_true(has(mask_of(&l, "it'"), "en"));
    assert_int_equal(look(&l, "harbour"), 0);
    assert_int_equal(mask_of(&l, "harbour"), 0);
    assert_int_equal(look(&l, "'"), 0);
    assert_int_equal(look(&l, ""), 0);
    assert_int_equal(look(&l, "Harbour"), LANGID_CAPITAL);
    assert_int_equal(look(&l, "рынок"), LANGID_STRANGE);
    assert_int_equal(look(&l, "Рынок"), LANGID_STRANGE | LANGID_CAPITAL);
    assert_int_equal(look(&l, "市"), LANGID_STRANGE);
    langid_release(&l);
    assert_int_equal(look(&l, "the") & LANGID_SET, 0);

    assert_true(langid_init(&l, language_find("sr")));
    assert_int_equal(look(&l, "pijaca"), 0);
    assert_int_equal(look(&l, "пијаца"), 0);
    langid_release(&l);
    assert_true(langid_init(&l, language_find("ru")));
    assert_int_equal(look(&l, "market"), LANGID_STRANGE);
    assert_int_equal(look(&l, "Market"), LANGID_CAPITAL);
    langid_release(&l);
}

/* A count begins anew with each text. */
static void texts_do_not_mix(void **state)
{
    struct feature_settings f = {.language = "en", .ngrams = 1};
    struct tenor_error err = {0};
    struct extractor x;

    (void)state;
    assert_true(extractor_init(&x, &f, NULL, 0, &err));
    for (size_t i = 0; i < COUNT(paragraph); i++) {
        bool last = false;
        assert_true(extractor_begin(&x, str_of(paragraph[i].text), &err));
        assert_int_equal(terms_language(&x.terms).answer, LANGID_UNSURE);
        while (!last)
            assert_true(extractor_next(&x, &last, &err));
        assert_int_equal(terms_language(&x.terms).answer,
                         strcmp(paragraph[i].code, "en") == 0 ? LANGID_SAME
                                                              : LANGID_OTHER);
    }
    extractor_release(&x);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paragraphs_are_of_their_language),
        cmocka_unit_test(every_row_has_a_paragraph),
        cmocka_unit_test(english_models_notice_them),
        cmocka_unit_test(every_model_notices_the_others),
        cmocka_unit_test(strangers_are_unknown),
        cmocka_unit_test(vague_texts_are_unsure),
        cmocka_unit_test(names_are_no_language),
        cmocka_unit_test(unlisted_models_have_no_check),
        cmocka_unit_test(lists_are_folded),
        cmocka_unit_test(words_have_their_languages),
        cmocka_unit_test(texts_do_not_mix),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
