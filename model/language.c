/* What a list leaves out matters as much as what it holds. A negator that is
 * more often something else is missing, because a false one turns the meaning
 * of the words after it: French "plus" and "personne", Irish "ná", Armenian
 * "մի", Norwegian "ei". So is an abbreviation that ends a sentence as often
 * as not: "etc", "jr" and their kin; and in scripts with capitals a unit,
 * because inside a sentence a small letter follows it, which is enough. A
 * single letter needs no entry: the scanner takes it for an initial.
 *
 * Function words tell languages apart (langid.h). A word that a relative has
 * too belongs in both lists, or it would speak for the wrong one; some of
 * colloquial writing are there because tweets are short of the others. */
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
static const char english_function[] =
    "the of and to a in is that it for was on with as he be at by this had "
    "his are but from have they which you were her she there been their has "
    "would will when who him more if out so what up its about into than them "
    "can could we my i your our did do just how not or an all me these those "
    "am because no nor neither one im";

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
        .function =
            "في من على إلى الى أن ان إن عن التي الذي هذا هذه ذلك مع كان كانت "
            "ما لا هو هي هم قد كل بعد قبل بين أو او ثم لم لن حتى كما عند غير "
            "إلا الا لكن وهو ومن وفي وقد أنا انا أنت انت اللي مش ده دي يا بس "
            "أي اي ايه كده عشان لو ليه احنا نحن عليه فيه فيها منه له لها به "
            "بها هناك أيضا لما و فى ولا علي هل كيف عندما",
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
        .function =
            "եւ է ու որ են մի իր նա այս այդ այն էր էին մեր մեջ հետ համար բայց "
            "էլ ես դու մենք դուք նրա նրանք իսկ թե կամ հետո վրա մասին ինչ ով "
            "եմ ենք եք ոչ չի չէ նաեւ միայն երբ քան մինչեւ որը որոնք նույն ըստ "
            "իմ քո մեզ նրան շատ պետք արդեն դեռ ամեն",
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
        .function =
            "eta da ez ere du dira hau hori bat zen baina izan dute zuen den "
            "bere edo dago ziren baino egiten duen nahi beste oso izango "
            "behar batzuk horrek hemen gero orain dela duela ditu nire gure "
            "zer nola nor zein baita zuten dituzte dio dugu naiz ni zu gu "
            "diren bezala arte ondoren dut bai egon daude hala",
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
        .function =
            "el la els les de i a en un una que no es és per amb del al dels "
            "als l' d' s' n' m' però com més aquest aquesta aquests aquestes "
            "va han ha són era hi ho molt ser fins també perquè quan on ens "
            "em jo seva seu seus pel pels tot tots doncs sobre entre si o què "
            "això vaig van està fer",
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
        .function =
            "og i at det er en til på for af med den der de har ikke som var "
            "et han jeg om vi sig man blev også hun kan skal ved efter mig "
            "dig nu hvad meget fra når eller være havde ud ind nogle noget "
            "hvor bliver kunne deres mod kun denne dette alle lige os hendes "
            "hans blevet mere end så men du vil sin må op mellem gør selv "
            "over",
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
        .function =
            "de het een van en in is dat op te zijn met voor niet die er aan "
            "ook om maar als dan door hij ze zij was bij naar uit nog wel "
            "over deze dit wordt worden werd heeft hebben had of je ik we wij "
            "wat geen meer al kan kunnen zou tot onder hun haar mijn jij "
            "tegen veel heel omdat",
    },
    {
        .name = "english",
        .code = "en",
        .negators = english_negators,
        .endings = english_endings,
        .abbreviations = english_abbreviations,
        .function = english_function,
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
        .function =
            "ja on ei se että hän ne oli mutta kun niin ovat jos kuin minä "
            "sinä me te he olen ollut tai myös sitä tämä tämän joka jotka "
            "mitä nyt vain sen hänen ole en et mikä siitä siinä olet kaikki "
            "sitten vielä jo minun sinun minua sinua tässä tuo niitä häntä "
            "olla voi koska kanssa niiden jonka olin eli sekä sinulle minulle "
            "mä sä hyvin emme no missä miksi kuka hänet häneltä täällä mitään "
            "miten enää minut sinut minulla jotain",
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
        .function =
            "de la le et les des est en un une que qui dans pour pas ce il "
            "sur au du ne se plus par avec sont on je vous nous mais elle son "
            "sa ses cette ces aux comme ou si tout même leur bien être fait "
            "été avait ont aussi très c' l' d' qu' n' j' s' m' où sans après "
            "entre ils",
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
        .function =
            "der die das und ist in den von zu mit sich nicht ein eine einen "
            "einem einer auf für es im dem auch als an er sie ich wir ihr "
            "aber aus bei wie nach oder war hat haben sind werden wird noch "
            "nur so zum zur über um am dass man mich mir dir dich was wenn "
            "doch schon vom des kann mehr sehr ja habe bin du mal da jetzt "
            "dann vor gegen hier keine kein alle immer bis wer hab",
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
        .function =
            "και το να η ο του τησ την με για που είναι από σε θα στο στη "
            "στην τα τον μου σου δεν τι οι αν μασ τουσ τισ ένα μια μία αυτό "
            "ήταν στα κι όταν αλλά όπωσ ή έχει πολύ πρέπει πωσ ότι των ωσ εγώ "
            "εσύ αυτή αυτόσ αυτά στισ στουσ μετά μόνο δε ειναι απο",
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
        .function =
            "है में के की का को से और पर ने कि यह भी एक हैं नहीं था थे थी कर "
            "इस हो तो ही जो वह या गया लिए साथ अपने कुछ बहुत वे उस उन मैं हम "
            "आप कोई करने रहे रहा किया जाता करते होता हुए मुझे बाद यहाँ मेरे",
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
        .function =
            "a az és hogy nem is egy ez meg de volt csak ha van már mint el "
            "azt ezt még vagy sem ki mert be fel le aki ami amit amely ő én "
            "te mi ők volna vannak lesz lett kell minden után majd pedig "
            "olyan nagyon itt ott így úgy ezek azok akkor szerint között "
            "alatt s túl annyira bár arra akik amikor ahogy annak nincs",
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
        .function =
            "yang dan di ini itu dengan untuk dari dalam tidak akan pada juga "
            "ke karena ada oleh saya kami kita mereka dia anda atau bisa "
            "sudah telah lebih seperti sebagai dapat para hanya saat tersebut "
            "bahwa masih namun belum harus setelah jika aku kamu nya yg "
            "sangat adalah tapi",
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
        .function =
            "agus an na a ar i go is le sé bhí tá ag sin seo do ní ach mar "
            "leis de raibh mé atá siad chun sí nach faoi bheith ann gur ó aon "
            "ina den don níos nuair idir iad cé é í tú muid ba bhfuil gach dá "
            "eile freisin againn sa san as",
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
        .function =
            "di che è e la il un a per in una non sono mi si ho lo ha le ti "
            "con da se ma i come io del della dei delle degli al alla ai nel "
            "nella dal dalla questo questa anche più gli suo sua ci era "
            "essere hanno l' d' dell' all' un' c' nell' perché quando chi "
            "tutto tutti solo sul sulla su ne o me tra così",
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
        .function =
            "ir yra kad su į iš tai bet o kaip jo jos buvo už ar tik jis ji "
            "jie aš mes jau dar labai šis ši šio tas ta taip apie per nuo dėl "
            "prie po ne nėra kuris kuri kurie kai jei bus būti būtų savo jų "
            "mano tačiau arba nes pat iki visi man",
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
        .function =
            "छ र को मा ले पनि यो त्यो हो छन् थियो थिए गर्न गरेको गर्ने गरेर "
            "भएको भएका लागि बाट तथा एक हुन के नै तर म हामी उनी उनले भने अनि "
            "कि गरी भन्ने हुने यस त्यस सँग लाई मेरो हाम्रो धेरै यसको उनको छैन "
            "हुन्छ थिइन् गरे गर्छन् अब",
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
        .function =
            "og i det er en til på for av med den som de har ikke var et han "
            "jeg om vi seg at man ble også hun kan skal ved etter meg deg nå "
            "hva mye fra når eller være hadde ut inn noen noe hvor blir kunne "
            "deres mot denne dette alle bare oss hennes hans mer enn så men "
            "veldig ikkje eg ein eit frå dei kva å du vil sin opp mellom "
            "blitt gjør selv over der kun må",
    },
    {
        .name = "porter",
        .code = "",
        .negators = english_negators,
        .endings = english_endings,
        .abbreviations = english_abbreviations,
        .function = english_function,
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
        .function =
            "de a o que e do da em um para é com não uma os no se na por mais "
            "as dos como mas foi ao ele das tem à seu sua ou ser quando muito "
            "há nos já está eu também só pelo pela até isso ela entre era sem "
            "mesmo aos ter seus quem nas me esse eles estão você essa num meu "
            "minha às nao pra pois",
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
        .function =
            "și şi si de la a în in cu pe nu o un că ca să sa este sunt din "
            "pentru mai care se am ai au dar sau fi fost el ea ei lor lui cel "
            "cea după prin foarte într-un într-o s-a l-am m-am al ale ce mi "
            "îmi imi îl il le când unde acest această acesta va vor fără doar "
            "tot eu e",
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
        .function =
            "и в не на я он с что а по это она этот к но они мы из у то за о "
            "так от для его как же бы все всё до вы если уже или при есть был "
            "была были ещё еще только мне меня тебя тебе нет ты её ее их "
            "когда чтобы да вот очень где там чем под без ну кто будет было "
            "вас нас всех всем даже во со",
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
        .function =
            "i je u da se na su za od sa koji koja koje ne to što kao o ali "
            "iz bi a po ili samo sam si smo ste biti bio bila kako nije već "
            "još kad kada ako jer ovo ovaj taj toga mu ga ih mi ti oni pre "
            "nego te će ću do svoj zbog и је у да се на су за од са који која "
            "које не то што као о али из би а по или само сам си смо сте бити "
            "био била како није већ још кад када ако јер ово овај тај тога му "
            "га их ми ти они пре него те ће ћу до свој због",
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
        .function =
            "de la que el en y a los se del las un por con no una su para es "
            "al lo como más mas pero sus le ya o este sí porque esta entre "
            "cuando muy sin sobre también me hasta hay donde desde todo nos "
            "todos les ni ese eso había esto mi qué yo otro fue está era son "
            "han ha nosotros si",
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
        .function =
            "och i att det är en som på för av med den till de har inte var "
            "ett han jag om vi sig man blev hon kan ska vid efter mig dig nu "
            "vad mycket från när eller vara hade ut in någon något några blir "
            "skulle deras mot denna detta alla bara oss hennes hans mer än så "
            "men också där väldigt allt min upp då",
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
        .function =
            "ஒரு இந்த என்று மற்றும் அந்த என்ற இது அது நான் அவர் என நாம் உள்ள "
            "தான் போல் மேலும் ஆனால் இருந்து வேண்டும் மிகவும் அவன் அவள் "
            "அவர்கள் நீ நீங்கள் என் எந்த எல்லாம் பல சில வரை பின்னர் பிறகு "
            "முன் பற்றி இருந்த ஆகும் கொண்டு இல்லை உள்ளது உள்ளன இருக்கும் "
            "இருந்தது இருக்கிறது என்பது விட மட்டும் எங்கள் இதன் அதன் எப்படி "
            "மிக நாங்கள் அல்லது கூட",
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
        .function =
            "bir ve bu da de için çok ne ile ben o daha gibi kadar ama ki sen "
            "en var değil mi mı mu mü olarak olan sonra her ya veya biz siz "
            "onlar şey bana sana onu bunu şu hiç bile ise diye çünkü nasıl "
            "kendi göre ancak önce olduğu yok beni benim bence oldu tam "
            "sadece icin cok degil sey bi böyle zaten yani biri biraz yine "
            "nasil oldugu",
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
        .function =
            "און די דער איז אין פון פֿון צו דאָס דאס מיט אַז אז אויף ער זיי "
            "האָט האט האָבן האבן נישט ניט וואָס וואס ווי אַ א אַן ביי בײַ "
            "אויך איך זי עס מען ווען נאָך נאך אָבער אבער זיך זײַן זיין זענען "
            "איר דעם געווען וועט קען אָדער אדער נאָר נאר פֿאַר פאר מיר אים "
            "זייער",
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
