#!/usr/bin/env python3
"""The text pipeline and the scoring of Tenor a second time, from the headers.

Writes expected/NAME.tokens, .features and .margins for each text of
texts/INDEX.tsv, which tests/unit/test_golden.c compares with what the library
gives. Run it by hand, from anywhere, after a contract in model/*.h changed or
a text was added, and review the difference:

    tests/golden/reference.py

It shares no code with the library and little of its way of working: a text is
reduced to a string of character classes, on which regular expressions find the
tokens; Unicode comes from Python and from Debian's unicode-data. Only stems
(libstemmer), word hashes (libxxhash) and the facts of model/language.c have
the same source.
"""

import ctypes
import math
import re
import sys
import unicodedata
from collections import Counter
from pathlib import Path

HERE = Path(__file__).resolve().parent
UNICODE = Path("/usr/share/unicode")  # Debian: unicode-data
MASK = (1 << 64) - 1

# ---- libraries -------------------------------------------------------------

xxhash = ctypes.CDLL("libxxhash.so.0")
xxhash.XXH3_64bits.restype = ctypes.c_uint64
xxhash.XXH3_64bits.argtypes = [ctypes.c_char_p, ctypes.c_size_t]

snowball = ctypes.CDLL("libstemmer.so.0d")
snowball.sb_stemmer_new.restype = ctypes.c_void_p
snowball.sb_stemmer_new.argtypes = [ctypes.c_char_p, ctypes.c_char_p]
snowball.sb_stemmer_stem.restype = ctypes.c_void_p
snowball.sb_stemmer_stem.argtypes = [ctypes.c_void_p, ctypes.c_char_p,
                                     ctypes.c_int]
snowball.sb_stemmer_length.argtypes = [ctypes.c_void_p]


def word_hash(data):
    return xxhash.XXH3_64bits(data, len(data))


def stemmer(language):
    handle = snowball.sb_stemmer_new(language.encode(), b"UTF_8")
    if not handle:
        raise SystemExit(f"libstemmer has no '{language}'")

    def stem(data):
        at = snowball.sb_stemmer_stem(handle, data, len(data))
        return ctypes.string_at(at, snowball.sb_stemmer_length(handle))

    return stem


# ---- facts about languages -------------------------------------------------


class Language:
    """A row of model/language.c."""

    def __init__(self, row, constants):
        def field(name):
            found = re.search(rf"\.{name}\s*=\s*([^.{{}}]*?),\s*(?=\.|$)", row)
            value = found.group(1) if found else '""'
            return constants.get(value) or strings(value)

        self.name = field("name")
        self.code = field("code")
        self.elision = ".elision = true" in row
        self.dotless = ".dotless = true" in row
        self.negators = set(field("negators").split())
        self.endings = field("endings").split()
        self.abbreviations = set(field("abbreviations").split())
        for word in [*self.negators, *self.endings, *self.abbreviations]:
            if fold(word, self.dotless) != word:
                sys.exit(f"{self.name}: '{word}' is not folded")


def strings(source):
    return "".join(re.findall(r'"([^"]*)"', source))


def read_languages():
    source = (HERE / "../../model/language.c").read_text(encoding="utf-8")
    source = re.sub(r"/\*.*?\*/", "", source, flags=re.S)
    constants = {
        name: strings(value) for name, value in re.findall(
            r"char (\w+)\[\] =\s*((?:\"[^\"]*\"\s*)+);", source)}
    table = source[source.index("table[] = {"):]
    rows = re.findall(r"\{\s*(\.name.*?)\s*\},\n", table, flags=re.S)
    return [Language(row, constants) for row in rows]


def find_language(name):
    for language in LANGUAGES:
        if name in (language.name, language.code):
            return language
    return None


# ---- characters ------------------------------------------------------------


def unicode_set(path, wanted):
    points = set()
    for line in (UNICODE / path).read_text(encoding="utf-8").splitlines():
        line = line.split("#")[0]
        if ";" in line and line.split(";")[1].strip() == wanted:
            first, _, last = line.split(";")[0].strip().partition("..")
            points.update(range(int(first, 16), int(last or first, 16) + 1))
    return points


PICTOGRAPHS = unicode_set("emoji/emoji-data.txt", "Extended_Pictographic")
IGNORABLE = unicode_set("DerivedCoreProperties.txt",
                        "Default_Ignorable_Code_Point")
UPPERCASE = unicode_set("DerivedCoreProperties.txt", "Uppercase")

# Blocks of Han, kana, Thai, Lao, Myanmar and Khmer: utf8_class().
WITHOUT_SPACES = [
    (0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x3005, 0x3007),
    (0x3041, 0x30FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF),
    (0xFF66, 0xFF9F), (0x1B000, 0x1B16F), (0x20000, 0x323AF)]

# Full stops that need no space and no capital after them.
FULL_STOPS = "\u0589\u061F\u06D4\u0964\u0965\u3002\uFF01\uFF0E\uFF1F\uFF61"
COMMAS = ",;:\u060C\u061B\u3001\uFF0C\uFF1A\uFF1B"


def character_class(c):
    """One letter for what a character is to the tokenizer.

    L letter, I ideograph, M mark, D digit, S space, N line end, O other;
    of pictures R half a flag, T skin tone, P the rest; punctuation and
    symbols stand for themselves."""
    category = unicodedata.category(c)
    point = ord(c)
    if category[0] == "L":
        inside = any(a <= point <= b for a, b in WITHOUT_SPACES)
        return "I" if inside else "L"
    if category[0] == "N":
        return "D"
    if category[0] == "M" or category == "Cf":
        return "M"
    if category in ("Zl", "Zp") or c in "\n\x85":
        return "N"
    if category == "Zs" or c in "\t\r\v\f":
        return "S"
    if category[0] == "C" or c == "\uFFFD":
        return "O"
    if 0x1F1E6 <= point <= 0x1F1FF:
        return "R"
    if 0x1F3FB <= point <= 0x1F3FF:
        return "T"
    if point >= 0x80 and point in PICTOGRAPHS:
        return "P"
    return c


def is_capital(c):
    return ord(c) in UPPERCASE


def is_small(c):
    """A small letter where sentences begin with capitals: not Georgian."""
    georgian = 0x10D0 <= ord(c) <= 0x10FF
    return unicodedata.category(c) == "Ll" and not georgian


def visible(word):
    return "".join(c for c in word if ord(c) not in IGNORABLE)


def fold(word, dotless):
    word = unicodedata.normalize("NFC", word)
    if dotless:
        word = word.replace("I", "\u0131").replace("\u0130", "i")
    word = re.sub("[\u2018\u2019\u02BC\uFF07]", "'", word)
    word = re.sub("[\u2010\u2011]", "-", word)
    return unicodedata.normalize("NFC", visible(word).casefold())


LANGUAGES = read_languages()


class Text:
    """A text decoded, with the byte place of every character."""

    def __init__(self, data):
        self.data = data
        chars, self.at, bad, i = [], [], [], 0
        while i < len(data):
            try:
                good, end, error = data[i:].decode("utf-8"), len(data), None
            except UnicodeDecodeError as e:
                good, error = data[i:i + e.start].decode("utf-8"), e
                end = i + e.start
            for c in good:
                self.at.append(i)
                chars.append(c)
                i += len(c.encode("utf-8"))
            assert i == end
            if error:
                bad.append(len(chars))
                self.at.append(i)
                chars.append("\uFFFD")
                i += error.end - error.start
        self.at.append(len(data))
        self.bad = set(bad)
        self.chars = "".join(chars)
        self.classes = "".join(map(character_class, chars))
        self.index = {byte: k for k, byte in enumerate(self.at)}


# ---- tokens ----------------------------------------------------------------

WORD_PART = "[LMD]"
# In French and its kin the apostrophe ends a word; elsewhere it joins.
WORD = re.compile(rf"L{WORD_PART}*(?:['\u2019\-\u2010\u2011\u00B7]"
                  rf"L{WORD_PART}*)*")
WORD_ELISION = re.compile(rf"L{WORD_PART}*(?:[\-\u2010\u2011\u00B7]"
                          rf"L{WORD_PART}*)*(?:['\u2019](?=L))?")
HOST = re.compile(rf"@({WORD.pattern})(?:\.{WORD.pattern})+")
NUMBER = re.compile(rf"D{WORD_PART}*(?:[.,:/]D{WORD_PART}*)*")
IDEOGRAPH = re.compile(r"IM*")
EMOJI = re.compile(r"(?:RR?|[PRT])(?:[MT]|J[PRT]?)*")
TAG_WORD = re.compile(r"[@#][LMDI_]+")
SHOUT = re.compile(r"[!?]+")
URL = re.compile(r"(?:https?://|www\.)", re.I)
NOT_URL = re.compile(r"[SNOPRT<>\"]|[^\x00-\x7FA-Z]")
EMOTICON_WHOLE = re.compile(r"</?3|\^_\^|\^\^|-_-")
EMOTICON_ROUND = re.compile(r"[:;=][-'^]?(?:\(+|\)+)")
EMOTICON = re.compile(r"[:;=][-'^]?([][DPpdoO/\\|*3@$])(?!\1)")
TAG_MAX = 512
TAG = re.compile(rb"<[/!]?([A-Za-z][A-Za-z0-9]*)(?=[>/ \t\r\n])[^<>]*>")
COMMENT = re.compile(rb"<!--.*?-->", re.S)
ENTITY = re.compile(rb"&[#A-Za-z0-9]{1,9};")
BLOCK = set("p div li ul ol table tr td h1 h2 h3 h4 h5 h6 hr "
            "blockquote".split())


class Token:
    def __init__(self, kind, begin, end):
        self.kind, self.begin, self.end = kind, begin, end  # characters
        self.sentence = False


class Scanner:
    def __init__(self, data, language):
        self.text = Text(data)
        self.elision = bool(language and language.elision)
        self.abbreviations = language.abbreviations if language else set()
        # For the emoji expression alone: which marks are joiners.
        self.joins = "".join(
            "J" if c == "\u200D" else k
            for c, k in zip(self.text.chars, self.text.classes))
        self.bad = 0

    def markup(self, i):
        """(end, line ends it stands for) of the markup at character i."""
        t = self.text
        at = t.at[i]
        comment = COMMENT.match(t.data, at)
        if comment and comment.end() - 3 < at + TAG_MAX:
            return t.index[comment.end()], 0
        tag = TAG.match(t.data, at)
        if tag and tag.end() <= at + TAG_MAX:
            name = tag.group(1).decode().lower()
            lines = 1 if name == "br" else 2 if name in BLOCK else 0
            return t.index[tag.end()], lines
        entity = ENTITY.match(t.data, at)
        if entity:
            return t.index[entity.end()], 0
        return i, 0

    def word_end(self, i):
        pattern = WORD_ELISION if self.elision else WORD
        return pattern.match(self.text.classes, i).end()

    def address_end(self, i):
        t = self.text
        if t.chars[i:i + 1] != "@" or t.classes[i + 1:i + 2] != "L":
            return i
        end = self.word_end(i + 1)
        dots = 0
        while t.chars[end:end + 1] == "." and t.classes[end + 1:end + 2] == "L":
            end = self.word_end(end + 1)
            dots += 1
        return end if dots else i

    def url_end(self, i):
        t = self.text
        begin = URL.match(t.chars, i)
        if not begin or (begin.group()[-1] == "." and
                         t.classes[begin.end():begin.end() + 1] != "L"):
            return i
        stop = NOT_URL.search(t.classes, i)
        end = stop.start() if stop else len(t.classes)
        while t.chars[end - 1] in ".,:;!?)'\"]":
            end -= 1
        return end

    def emoticon_end(self, i):
        t = self.text
        after_word = (i > 0 and t.chars[i - 1].isascii() and
                      t.chars[i - 1].isalnum())

        def joined(end):
            return t.classes[end:end + 1] in ("L", "M", "D")

        whole = EMOTICON_WHOLE.match(t.chars, i)
        if whole and not after_word:
            return i if joined(whole.end()) else whole.end()
        smile = EMOTICON_ROUND.match(t.chars, i)
        if smile:
            return smile.end()
        other = EMOTICON.match(t.chars, i)
        if not other or after_word or joined(other.end()):
            return i
        return other.end()

    def token(self, i):
        t = self.text
        k = t.classes[i]
        if k == "L":
            end = self.url_end(i)
            if end > i:
                return Token("url", i, end)
            end = self.word_end(i)
            address = self.address_end(end)
            if address > end:
                return Token("url", i, address)
            return Token("word", i, end)
        if k == "I":
            return Token("word", i, IDEOGRAPH.match(t.classes, i).end())
        if k == "D":
            return Token("number", i, NUMBER.match(t.classes, i).end())
        if k in "PRT":
            return Token("emoji", i, EMOJI.match(self.joins, i).end())
        if k in "MSNO":
            return None
        if k in "@#":
            word = TAG_WORD.match(t.classes, i)
            if word:
                kind = "mention" if k == "@" else "hashtag"
                return Token(kind, i, word.end())
        elif self.emoticon_end(i) > i:
            return Token("emoticon", i, self.emoticon_end(i))
        end = i
        while t.classes[end:end + 1] == k:
            end += 1
        if k in "!?":
            end = SHOUT.match(t.classes, i).end()
        return Token("punct", i, end)

    # ---- sentences ----

    def abbreviated(self, dot, last):
        """Whether the word before a dot is an abbreviation or an initial."""
        if not last or last.kind != "word" or last.end != dot:
            return False
        word = self.text.chars[last.begin:last.end]
        folded = fold(word, False)
        if len(word) == 1 or len(folded) == 1:
            return self.text.classes[last.begin] == "L"
        return folded in self.abbreviations

    def tokens(self):
        """All tokens; those that begin a sentence are marked."""
        t = self.text
        i, lines, gap = 0, 2, True
        stop = None  # None, "spaced" or "alone": a sentence may have ended
        last = None
        while i < len(t.chars):
            end, breaks = self.markup(i)
            if end > i:
                i, lines, gap = end, lines + breaks, True
                continue
            if i in t.bad:
                self.bad += 1
            token = self.token(i)
            if not token:
                lines += t.classes[i] == "N"
                gap = True
                i += 1
                continue
            c = t.chars[i]
            punct = token.kind == "punct"
            trails = token.kind in ("emoji", "emoticon") or (
                punct and not gap and
                (c in "\"'" or unicodedata.category(c) in ("Pe", "Pf")))
            comma = punct and c in COMMAS
            token.sentence = lines >= 2 or (
                stop is not None and not trails and not comma and
                self.opens(token, stop, gap))
            if token.sentence or comma or not (trails or punct):
                stop = None
            if punct and stop is None:
                stop = self.stop(token, last)
            yield token
            i, lines, gap, last = token.end, 0, False, token

    def opens(self, token, stop, gap):
        """Whether a token after a full stop begins a sentence."""
        t = self.text
        i = token.begin
        if token.kind == "punct":  # what stands behind the signs decides
            signs = re.compile(r"[^A-Z]{0,4}").match(t.classes, token.end)
            i = signs.end()
            if t.classes[i:i + 1] not in ("L", "I", "D"):
                return False
        if stop == "alone" or t.classes[i] == "I":
            return True
        return gap and not is_small(t.chars[i])

    def stop(self, token, last):
        c = self.text.chars[token.begin]
        if c in FULL_STOPS:
            return "alone"
        if c == "." and token.end == token.begin + 1:
            return None if self.abbreviated(token.begin, last) else "spaced"
        return "spaced" if c in ".!?\u2026" else None


# ---- words -----------------------------------------------------------------

WORD_MAX = 256


class Words:
    def __init__(self, language, stemming, stops):
        self.language = language
        self.stops = {word_hash(s.encode()) for s in stops}
        self.stem = (stemmer(language.name) if language and stemming
                     else lambda data: data)

    def folded(self, surface):
        """(folded form, whether it was stretched)"""
        if len(surface.encode()) > WORD_MAX:
            return surface, False
        word = fold(surface, bool(self.language and self.language.dotless))
        if not word:
            return surface, False
        short = re.sub(
            r"(.)\1\1+",
            lambda m: m.group()[:2] if character_class(m.group(1)) == "L"
            else m.group(), word, flags=re.S)
        return short, short != word

    def analyse(self, surface):
        """(folded, stem, flags) of a surface form."""
        folded, stretched = self.folded(surface)
        data = folded.encode()
        long = len(surface.encode()) > WORD_MAX
        stem = data if long else self.stem(data)
        flags = set()
        letters = [c for c in surface if character_class(c) == "L"]
        if not long and len(letters) > 1 and all(map(is_capital, letters)):
            flags.add("capitals")
        if stretched:
            flags.add("stretched")
        if self.language and (
                folded in self.language.negators or
                any(folded.endswith(e) and folded != e
                    for e in self.language.endings)):
            flags.add("negator")
        elif word_hash(stem) in self.stops:
            flags.add("stopped")
        return folded, stem, flags


# ---- features --------------------------------------------------------------

KINDS = ["word", "sign", "ngram", "negated", "style", "chars"]
SCOPE = 4
SENTENCE_MAX = 4096


def avalanche(h):
    """The finaliser of XXH64."""
    h ^= h >> 33
    h = h * 0xC2B2AE3D27D4EB4F & MASK
    h ^= h >> 29
    h = h * 0x165667B19E3779F9 & MASK
    return h ^ h >> 32


def feature(content, kind):
    number = KINDS.index(kind)
    h = avalanche((content + 0x9E3779B97F4A7C15 * (number + 1)) & MASK)
    return h & ~7 | number


def extend(gram, stem):
    rotated = (gram << 23 | gram >> 41) & MASK
    return (rotated * 0x9E3779B185EBCA87 + stem) & MASK


def expressive(run):
    """The part of a run of punctuation that carries tone, or nothing."""
    if run[0] in "!?" or (len(run) > 1 and run[0] in ".)(*"):
        return run[:3]
    return "\u2026" if run[0] == "\u2026" else ""


class Extractor:
    def __init__(self, settings, data):
        self.settings = settings
        self.language = find_language(settings["language"])
        self.words = Words(self.language, settings["stemming"],
                           settings["stops"])
        self.scanner = Scanner(data, self.language)
        self.text = self.scanner.text
        self.listing = []  # lines of the .tokens file
        self.found = []    # (feature, kind, begin, end), places in bytes
        self.word_count = 0
        sentence, number = [], 0
        for token in self.scanner.tokens():
            if sentence and (token.sentence or len(sentence) == SENTENCE_MAX):
                self.take_sentence(sentence)
                sentence = []
            number += token.sentence
            sentence.append(token)
            self.list_token(token, number)
        self.take_sentence(sentence)

    def surface(self, token):
        begin = token.begin + (token.kind == "hashtag")
        return self.text.chars[begin:token.end]

    def place(self, token):
        return self.text.at[token.begin], self.text.at[token.end]

    def list_token(self, token, sentence):
        stem = "-"
        if token.kind in ("word", "hashtag"):
            stem = self.words.analyse(self.surface(token))[1].decode()
        begin, end = self.place(token)
        self.listing.append(
            f"{sentence}\t{begin}\t{end}\t{token.kind}\t{stem}\n")

    def add(self, content, kind, begin, end):
        self.found.append((feature(content, kind), kind, begin, end))

    def take_sentence(self, tokens):
        terms, scope = [], 0
        s = self.settings
        for token in tokens:
            begin, end = self.place(token)
            if token.kind in ("word", "hashtag"):
                surface = self.surface(token)
                folded, stem, flags = self.words.analyse(surface)
                self.word_count += 1
                negated = scope > 0 and "negator" not in flags
                scope = SCOPE if "negator" in flags else max(scope - 1, 0)
                if "stopped" in flags:
                    continue
                self.add_chars(token, surface, folded)
                for mark in ("capitals", "stretched"):
                    if s["style"] and mark in flags:
                        self.add(word_hash(mark.encode()), "style", begin, end)
                terms.append((word_hash(stem), "word", begin, end,
                              negated and s["negation"]))
                continue
            sign = self.surface(token)
            if token.kind == "punct":
                scope = 0
                sign = expressive(sign)
            elif token.kind in ("url", "mention"):
                sign = f"<{token.kind}>"
            if sign:
                terms.append((word_hash(sign.encode()), "sign", begin, end,
                              False))
        for i, (content, kind, begin, end, negated) in enumerate(terms):
            self.add(content, kind, begin, end)
            gram = content
            for n in range(1, s["ngrams"]):
                if i + n < len(terms):
                    gram = extend(gram, terms[i + n][0])
                    self.add(gram, "ngram", begin, terms[i + n][3])
            if negated:
                self.add(content, "negated", begin, end)

    def add_chars(self, token, surface, folded):
        begin, end = self.place(token)
        low, high = self.settings["chars_min"], self.settings["chars_max"]
        if high == 0 or len(surface.encode()) > WORD_MAX:
            return
        padded = f"_{folded}_"
        # Places inside the word where folding kept each byte in its place.
        exact = (token.kind == "word" and surface.isascii() and
                 folded.isascii() and len(surface) == len(folded))
        for i in range(len(padded)):
            for k in range(low, high + 1):
                if i + k > len(padded):
                    break
                if k == 1 and i in (0, len(padded) - 1):
                    continue
                a, b = begin, end
                if exact:
                    a = begin + max(i - 1, 0)
                    b = begin + min(i + k - 1, len(folded))
                content = ord(padded[i])
                for c in padded[i + 1:i + k]:
                    content = extend(content, ord(c))
                self.add(content, "chars", a, b)


def value(fam, tf, log_counts):
    """In steps of 1/64; a family of words is 0, of characters 1."""
    if fam == 1:
        return 64 * tf
    return math.floor(64 * (1 + math.log(tf)) + 0.5) if log_counts else 64


def scale(occurrences):
    """1 / norm of a family with so many occurrences of features."""
    return 1.0 / (64 * math.sqrt(occurrences)) if occurrences else 0.0


# ---- scoring ---------------------------------------------------------------

# A model with two axes whose weights are made from the features of the text
# themselves; test_golden.c makes the same one. One feature in four is left
# out, so that absent ones are looked up too.
AXES = [
    {"name": "tone", "labels": ["negative", "positive"],
     "prior": [0.375, 0.625], "slope": 1.75, "offset": [0.125, -0.375],
     "bias": [0.0625], "scale": [1 / 700]},
    {"name": "topic", "labels": ["sport", "trade", "arts"],
     "prior": [0.5, 0.3, 0.2], "slope": 0.9, "offset": [0.1, 0.0, -0.2],
     "bias": [-0.5, -0.25, 0.75], "scale": [1 / 900, 1 / 800, 1 / 1100]},
]
COLUMNS = 4


def is_known(f):
    return f >> 20 & 3 != 0


def weight(f, column):
    return (f >> (40 - 9 * column) & 0x3FF) - 512


def family(f):
    return int(f & 7 == KINDS.index("chars"))


def score(extractor, log_counts):
    """Lines of the .margins file."""
    tf = Counter(f for f, _, _, _ in extractor.found)
    occurrences = [0, 0]
    sums = [[0, 0] for _ in range(COLUMNS)]
    known = found = seen = 0
    for f, n in tf.items():
        v = value(family(f), n, log_counts)
        occurrences[family(f)] += n
        if f & 7 == KINDS.index("word"):
            seen += n
        if not is_known(f):
            continue
        found += 1
        if f & 7 == KINDS.index("word"):
            known += n
        for c in range(COLUMNS):
            sums[c][family(f)] += v * weight(f, c)
    status = ("empty" if not extractor.listing else
              "ok" if found else "no_evidence")
    words = extractor.word_count
    lines = [f"status\t{status}\n", f"words\t{words}\n",
             f"known\t{known / seen if seen else 0.0:.17g}\n",
             f"repaired\t{extractor.scanner.bad}\n"]
    column = 0
    for axis in AXES:
        machine = []
        for bias, unit in zip(axis["bias"], axis["scale"]):
            margin = bias
            for fam in (0, 1):
                margin += unit * scale(occurrences[fam]) * sums[column][fam]
            machine.append(margin)
            column += 1
        if len(machine) == 1:
            machine = [-machine[0], machine[0]]
        p = axis["prior"]
        if status == "ok":
            z = [axis["slope"] * m + o
                 for m, o in zip(machine, axis["offset"])]
            e = [math.exp(x - max(z)) for x in z]
            p = [x / sum(e) for x in e]
        for label, m, q in zip(axis["labels"], machine, p):
            lines.append(f"{axis['name']}\t{label}\t{m:.17g}\t{q:.17g}\n")
    return lines


# ---- files -----------------------------------------------------------------


def read_index():
    lines = (HERE / "texts/INDEX.tsv").read_text(encoding="utf-8").splitlines()
    names = lines[0].split("\t")
    for line in lines[1:]:
        row = dict(zip(names, line.split("\t")))
        for key, cell in row.items():
            if key not in ("name", "language", "stops"):
                row[key] = int(cell)
        row["stops"] = [] if row["stops"] == "-" else row["stops"].split()
        yield row


def write(name, lines):
    path = HERE / "expected" / name
    path.write_bytes("".join(lines).encode("utf-8"))


def main():
    for row in read_index():
        data = (HERE / "texts" / f"{row['name']}.txt").read_bytes()
        x = Extractor(row, data)
        write(f"{row['name']}.tokens", x.listing)
        write(f"{row['name']}.features",
              [f"{f:016x}\t{kind}\t{begin}\t{end}\n"
               for f, kind, begin, end in x.found])
        write(f"{row['name']}.margins", score(x, row["log_counts"]))


if __name__ == "__main__":
    main()
