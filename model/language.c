/* What a list leaves out matters as much as what it holds. A negator that is
 * more often something else is missing, because a false one turns the meaning
 * of the words after it: French "plus" and "personne", Irish "ná", Armenian
 * "մի", Norwegian "ei". So is an abbreviation that ends a sentence as often
 * as not: "etc", "jr" and their kin; and in scripts with capitals a unit,
 * because inside a sentence a small letter follows it, which is enough. A
 * single letter needs no entry: the scanner takes it for an initial. */
#include "model/language.h"

#include <string.h>

static const char english_negators[] =
    "no not never none nobody nothing nowhere neither nor without cannot cant "
    "dont doesnt didnt isnt arent wasnt werent wont wouldnt couldnt shouldnt "
    "havent hasnt hadnt aint nope hardly barely scarcely rarely seldom";
static const char english_endings[] = "n't";
static const char english_abbreviations[] =
    "mr mrs ms messrs dr prof rev hon gen col maj capt lt sgt cpl gov sen rep "
    "st mt ft vs inc ltd corp co approx dept est fig jan feb apr aug sept "
    "oct nov dec";

/* Some entries only look misspelt: case folding turns the Greek final sigma
 * into the common one, and people in haste type no accents. Of the Turkish
 * endings, "muyor" needs the letter before it because of "umuyor", hopes, and
 * "medi" is missing because of "komedi". */
/* clang-format off */
static const struct language table[] = {
    {
        .name = "arabic",
        .code = "ar",
        .negators =
            "لا ولا فلا ألا لم ولم فلم لن ولن فلن ليس وليس أليس ليست وليست "
            "ليسوا لست لسنا ما وما كلا بلا بدون دون غير عدم أبدا أبداً لات مش "
            "ومش مو موش مب مافي مفيش مافيش ماكو",
        .endings = "",
        .abbreviations = "",
    },
    {
        .name = "armenian",
        .code = "hy",
        .negators =
            "ոչ չէ չի չեմ չես չենք չեք չեն չէի չէիր չէր չէինք չէիք չէին չկա "
            "չկան չկար չունի չունեմ չունեն ոչինչ երբեք առանց հազիվ",
        .endings = "",
        .abbreviations =
            "պրն տիկ օրդ դոկտ պրոֆ ակադ տես հմմտ թթ հատ գլ նկ աղ սբ ծն խմբ "
            "հրատ փող պող շրջ հեռ",
    },
    {
        .name = "basque",
        .code = "eu",
        .negators =
            "ez ezin ezta eztu eztut eztira eztago ezer ezertan ezerk inor "
            "inork inori inoiz inon inolako inola gabe gabeko gabea ezik "
            "nekez ozta apenas",
        .endings = "",
        .abbreviations =
            "adib orr zk jn and dk dr ik kap tel lib pl etorb mend urt ots "
            "api eka uzt abu ira urr aza abe",
    },
    {
        .name = "catalan",
        .code = "ca",
        .elision = true,
        .negators =
            "no ni mai res ningú sense tampoc gens enlloc ningun ninguna "
            "gaire gaires rarament jamai apenes",
        .endings = "",
        .abbreviations =
            "sr sra srs sres srta dr dra prof profa mn st sta av avda ctra "
            "pça pl pg pàg pàgs núm ed fig ex tel aprox gral dept gen febr "
            "abr jul ag oct nov des",
    },
    {
        .name = "danish",
        .code = "da",
        .negators =
            "ikke ikk ej aldrig ingen ingens intet ingenting ingensinde "
            "ingenlunde intetsteds nej uden hverken næppe sjældent",
        .endings = "",
        .abbreviations =
            "bl ca dvs eks evt hhv inkl ekskl jf kl mht nr pga vedr vha hr fr "
            "frk dr prof skt tlf afd alm bd jan feb apr aug sept okt nov dec",
    },
    {
        .name = "dutch",
        .code = "nl",
        .negators =
            "niet nie geen geene nooit nimmer niets niks nix niemand niemands "
            "nergens nee neen noch zonder nauwelijks amper evenmin geenszins "
            "allerminst zelden",
        .endings = "",
        .abbreviations =
            "bijv bv blz ca dhr mevr mw mej dr drs ds ir ing mr prof jhr st "
            "nl nr resp evt excl incl jl vgl zgn tel afd art red vs feb apr "
            "aug sept okt nov dec",
    },
    {
        .name = "english",
        .code = "en",
        .negators = english_negators,
        .endings = english_endings,
        .abbreviations = english_abbreviations,
    },
    {
        .name = "finnish",
        .code = "fi",
        .negators =
            "ei en et emme ette eivät eikä enkä etkä emmekä ettekä eivätkä "
            "eikö eihän eipä ettei etten ettet ettemme etteivät ellei ellen "
            "älä älkää ilman tuskin koskaan ikinä",
        .endings = "",
        .abbreviations =
            "esim ks vrt mm ts ns nk ko em ao ed ent huom synt kuol os nro "
            "puh tri prof dos maist toim engl ruots lat",
    },
    {
        .name = "french",
        .code = "fr",
        .elision = true,
        .negators =
            "ne n' pas ni non jamais rien aucun aucune aucunement nullement "
            "guère sans rarement",
        .endings = "",
        .abbreviations =
            "mm mlle mgr dr pr prof st ste av apr bd env cf ex chap fig éd "
            "coll dir trad hab tél réf gén col vs janv févr avr juil oct nov "
            "déc",
    },
    {
        .name = "german",
        .code = "de",
        .negators =
            "nicht nich nichts nix nie niemals nimmer kein keine keinen "
            "keinem keiner keines keins keinerlei keineswegs mitnichten "
            "niemand niemanden niemandem nirgends nirgendwo nein nee nö weder "
            "ohne kaum net ned",
        .endings = "",
        .abbreviations =
            "bzw ca dr prof dipl ing med phil rer nat jur hr fr frl hl st nr "
            "str tel vgl evtl ggf inkl exkl zzgl bspw sog allg geb abs aufl "
            "bd hrsg kap jh jan feb apr aug sept okt nov dez",
    },
    {
        .name = "greek",
        .code = "el",
        .negators =
            "δεν δε μη μην όχι οχι ούτε μήτε ποτέ ουδέποτε τίποτα τίποτε "
            "κανείσ κανένασ κανένα κανέναν καμία καμιά ουδείσ ουδεμία ουδέν "
            "πουθενά χωρίσ χωρισ δίχωσ άνευ σπάνια",
        .endings = "",
        .abbreviations =
            "κοσ κα δρ καθ δηλ βλ πρβλ σελ αρ αριθ κεφ τόμ παρ σημ εκδ επιμ "
            "μτφ τηλ οδ λεωφ αγ ιαν φεβ απρ αυγ σεπτ οκτ νοε δεκ",
    },
    {
        .name = "hindi",
        .code = "hi",
        .negators =
            "नहीं नही नहि नाही न ना मत बिना बिन बगैर बग़ैर हरगिज हरगिज़ कदापि "
            "रहित विहीन",
        .endings = "",
        .abbreviations =
            "डॉ डा प्रो पं श्री कु स्व मो रु रू नं पृ सं प्र लि प्रा इं कि मी "
            "मि सेमी पू एम एस आर पी सी बी एन वी एल डी",
    },
    {
        .name = "hungarian",
        .code = "hu",
        .negators =
            "nem ne sem se nincs nincsen nincsenek sincs sincsen sincsenek "
            "nélkül nélküli soha sohasem sose sosem semmi semmit semmilyen "
            "semmiféle semmiképp senki senkit senkinek sehol sehova sehogy "
            "alig aligha dehogy",
        .endings = "",
        .abbreviations =
            "dr prof id ifj özv szt kb pl ill ún vö szül megh ált kft bt rt "
            "zrt nyrt krt ker tel évf old hrsz jan febr márc ápr máj jún júl "
            "aug szept okt nov dec",
    },
    {
        .name = "indonesian",
        .code = "id",
        .negators =
            "tidak tidaklah tak takkan tiada bukan bukanlah bukannya jangan "
            "janganlah belum tanpa kurang nggak enggak engga ngga gak ga "
            "kagak ndak tdk gk bkn blm",
        .endings = "",
        .abbreviations =
            "dr drs dra prof ir sdr sdri tn ny yth bpk jl jln gg rp tgl hlm "
            "no telp kab kec kel pt cv tbk jend letkol kapt ust feb agt sept "
            "okt nov des",
    },
    {
        .name = "irish",
        .code = "ga",
        .elision = true,
        .negators =
            "ní níl nílim nílimid nílid níltear níor níorbh nach nár nárbh "
            "nára gan cha chan char mura murar murarbh muna n' riamh choíche "
            "tada dada faic",
        .endings = "",
        .abbreviations =
            "uimh lch lgh sh dr uas tuas ath tath br oll teil iml eag eagr co "
            "fch ean feabh aib beal meith iúil lún mfómh dfómh samh noll",
    },
    {
        .name = "italian",
        .code = "it",
        .elision = true,
        .negators =
            "non nn no né nè nessun nessun' nessuno nessuna niente nient' "
            "nulla null' mai neanche neanch' nemmeno nemmen' neppure senza "
            "mica macché raramente",
        .endings = "",
        .abbreviations =
            "sig sigg dott prof proff ing avv arch geom rag on sen egr spett "
            "gent gen col cap ten serg mons ss pag pagg art artt vol ed fig "
            "es cfr cit tel ca vs genn febbr apr ott nov dic",
    },
    {
        .name = "lithuanian",
        .code = "lt",
        .negators =
            "ne nė nei nebe nėra nebėra nesu nesi nesame nesate nebuvo nebus "
            "negali neturi nieko niekas niekam niekad niekada niekur niekaip "
            "joks jokia jokio jokios jokį jokių be vargu vos nelabai",
        .endings = "",
        .abbreviations =
            "pvz žr plg nr tel psl pav vad str sk dr prof doc habil akad gen "
            "plk mjr kpt ltn šv pr al red vert angl lot rus vok pranc",
    },
    {
        .name = "nepali",
        .code = "ne",
        .negators =
            "छैन छैनन् छैनन छैनौ छैनौं होइन होइनन् हैन हुँदैन हुन्न थिएन "
            "थिएनन् भएन भएनन् पर्दैन सक्दैन नहुने नभएको नभई न बिना विना "
            "कहिल्यै कदापि",
        .endings = "दैन दैनन् दैनन दैनौ दैनौं दैनथ्यो",
        .abbreviations =
            "डा प्रा पं श्री सुश्री स्व कु रु नं सं पृ पू मि मी सेमी लि पा जि "
            "वि एम एस आर पी सी बी एन के",
    },
    {
        .name = "norwegian",
        .code = "no",
        .negators =
            "ikke ikkje aldri ingen ingens inga intet inkje ingenting nei "
            "uten utan verken hverken korkje neppe knapt ingensteds ingenstad "
            "sjelden sjeldan",
        .endings = "",
        .abbreviations =
            "bl ca dvs eks evt hhv inkl ekskl jf jfr kl nr pga vedr vha mht "
            "iht ift ifm hr fr frk dr prof st tlf avd kap red tidl jan feb "
            "apr aug sept okt nov des",
    },
    {
        .name = "porter",
        .code = "",
        .negators = english_negators,
        .endings = english_endings,
        .abbreviations = english_abbreviations,
    },
    {
        .name = "portuguese",
        .code = "pt",
        .negators =
            "não nao n ñ naum nem nunca jamais nada ninguém ninguem nenhum "
            "nenhuma nenhuns nenhumas sem tampouco raramente",
        .endings = "",
        .abbreviations =
            "sr sra srs sras srta dr dra drs dras prof profa eng exmo exma "
            "sto sta pe gen cel sgt maj dep sen av pág págs pag cap art ed "
            "vol fig núm ex obs tel aprox ltda cia jan fev abr ago nov",
    },
    {
        .name = "romanian",
        .code = "ro",
        .negators =
            "nu nu-i nu-l nu-mi nu-s nu-și nu-şi nu-si nu-ți nu-ţi nu-ti nui "
            "n-a n-ai n-am n-ar n-are n-au n-ați n-aţi n-aș n-aş n-as n-avem "
            "n-o nici nicio niciun niciunul niciuna niciodată niciodata "
            "nicidecum nicăieri nicaieri nimeni nimănui nimanui nimic nimica "
            "fără fara abia",
        .endings = "",
        .abbreviations =
            "dl dr prof ing ec av arh gen col lt mr sf pag pg vol cap art "
            "alin lit pct nr tel str bd bl sc et ap jud mun com ex aprox cca "
            "ian febr apr aug sept oct nov dec",
    },
    {
        .name = "russian",
        .code = "ru",
        .negators =
            "не ни нет нету неа нельзя никогда никто никого никому никем "
            "ничто ничего ничё ничему ничем нигде никуда никак никакой "
            "никакая никакого никакие никаких нифига нисколько ничуть отнюдь "
            "без безо едва вряд",
        .endings = "",
        .abbreviations =
            "гг ул просп пер пл наб корп кв стр см ср рис табл гл напр прим "
            "изд ред сост проф акад доц канд инж ген св обл пос дер тел янв "
            "февр апр авг сент окт нояб дек",
    },
    {
        .name = "serbian",
        .code = "sr",
        .negators =
            "ne ni niti nije nisam nisi nismo niste nisu nema nemam nemaš "
            "nemamo nemate nemaju neću nećeš neće nećemo nećete necu nece "
            "nemoj nemojte nikad nikada ništa nista niko nikoga nigde nigdje "
            "nijedan nijedna nijedno nikakav nikakva nikakvo nimalo bez jedva "
            "не ни нити није нисам ниси нисмо нисте нису нема немам немаш "
            "немамо немате немају нећу нећеш неће нећемо нећете немој немојте "
            "никад никада ништа нико никога нигде нигдје ниједан ниједна "
            "ниједно никакав никаква никакво нимало без једва",
        .endings = "",
        .abbreviations =
            "dr mr prof ing dipl akad gen gosp npr tzv tj odn br str čl ul "
            "tel sv jan feb apr avg sept okt nov dec др мр проф инг дипл акад "
            "ген госп нпр тзв тј одн бр стр чл ул тел св јан феб апр авг септ "
            "окт нов дец",
    },
    {
        .name = "spanish",
        .code = "es",
        .negators =
            "no ni nunca jamás jamas nada nadie ningún ningun ninguno ninguna "
            "ningunos ningunas sin tampoco apenas nop raramente difícilmente",
        .endings = "",
        .abbreviations =
            "sr sra srta sres sras dr dra dres prof profa lic ing arq dña sto "
            "sta mons gral cnel tte sgto av avda dpto pág págs pag cap art "
            "núm vol ed fig ej tel aprox cía ltda ee ene feb abr ago sept oct "
            "nov dic",
    },
    {
        .name = "swedish",
        .code = "sv",
        .negators =
            "inte icke ej aldrig ingen ingens inget inga intet ingenting "
            "ingenstans ingendera ingalunda nej nä utan varken knappt "
            "knappast näppeligen sällan int",
        .endings = "",
        .abbreviations =
            "bl ca dvs eg ev ex fr jfr kl nr resp inkl exkl dr prof doc hr "
            "frk tel avd kap fig red övers utg uppl vol forts jan feb apr aug "
            "sept okt nov dec",
    },
    {
        .name = "tamil",
        .code = "ta",
        .negators =
            "இல்லை இல்ல இல்லையே இல்லாத இல்லாமல் இல்லாது இல்லாதது அல்ல அல்லாத "
            "அல்லாமல் வேண்டாம் முடியாது முடியவில்லை கூடாது மாட்டேன் மாட்டார் "
            "மாட்டார்கள் மாட்டான் மாட்டாள் மாட்டாது இன்றி ஒருபோதும் யாரும் "
            "எவரும் எதுவும்",
        .endings =
            "வில்லை யில்லை மில்லை யாமல் க்காமல் ல்லாமல் ல்லாத க்காத க்காது "
            "மாட்டேன்",
        .abbreviations =
            "திரு திருமதி செல்வி பேரா டாக் ரூ கி மு பி மீ செ பக் எம் எஸ் ஆர் "
            "டி வி கே",
    },
    {
        .name = "turkish",
        .code = "tr",
        .dotless = true,
        .negators =
            "değil değilim değiliz değildi değilse değilmiş değildir değiller "
            "degil degildi deil yok yoktu yoktur yokmuş hiç hic hiçbir hicbir "
            "hiçbiri hiçbirşey hiçte hayır asla sakın kimse olmaz olamaz "
            "olmadan katiyen",
        .endings =
            "mıyor mıyorum mıyoruz mıyorlar mıyordu miyor miyorum miyoruz "
            "miyorlar miyordu müyor müyorum müyoruz müyorlar lmuyor lmuyorum "
            "rmuyor rmuyorum nmuyor nmuyorum ymuyor ymuyorum tmuyor tmuyorum "
            "kmuyor kmuyorum şmuyor şmuyorum mayan meyen mayanlar meyenler "
            "madım madim medim madı madi mamış mamis memiş memis mayacak "
            "meyecek maması memesi",
        .abbreviations =
            "dr prof doç yrd öğr gör arş uzm op av sn hz st müh mim alb org "
            "yzb gen ltd şti tic san cad sok mah apt no tel bkz örn krş çev "
            "haz ed ort",
    },
    {
        .name = "yiddish",
        .code = "yi",
        .negators =
            "נישט ניט נישטאָ נישטא ניטאָ ניטא גאָרנישט גארנישט גאָרניט גארניט "
            "קיינער קײנער קיינעם קײנעם קיינמאָל קײנמאָל קיינמאל ניין נײן אָן "
            "קוים",
        .endings = "",
        .abbreviations = "פּראָפֿ פראפ דר נומ רעד זז",
    },
};
/* clang-format on */

#define ROWS (sizeof table / sizeof *table)

const struct language *language_at(size_t i)
{
    return i < ROWS ? &table[i] : NULL;
}

const struct language *language_find(const char *name)
{
    /* Without a code porter would answer to the empty name. */
    if (!*name)
        return NULL;
    for (size_t i = 0; i < ROWS; i++)
        if (strcmp(table[i].name, name) == 0 ||
            strcmp(table[i].code, name) == 0)
            return &table[i];
    return NULL;
}
