"""Model.score and Model.explain: the bytes of the program, places in Python's
own counting, evidence that adds up."""
import json
import math
import unittest

import support
import tenor

MODEL = tenor.Model.open()


class ByteForByte(unittest.TestCase):
    def test_articles(self):
        for text in support.articles():
            self.assertEqual(
                MODEL.score(text, sentences=True).to_json().encode(),
                support.score(text.encode()))

    def test_options(self):
        for text in support.articles()[:2]:
            ours = MODEL.score(text, axes=["headline", "emotion"],
                               coverage=0.9, sentences=True)
            theirs = support.score(text.encode(), "--axes",
                                   "emotion,headline", "--coverage", "0.9")
            self.assertEqual(ours.to_json().encode(), theirs)
            ours = MODEL.score(text, title="You won't believe this!",
                               sentences=True)
            theirs = support.score(text.encode(), "--title",
                                   "You won't believe this!")
            self.assertEqual(ours.to_json().encode(), theirs)

    def test_texts_with_odd_characters_and_broken_bytes(self):
        for text in support.broken_texts(80):
            if text.startswith(b"\xef\xbb\xbf"):
                continue  # of a file, the program passes over this mark
            with self.subTest(seed=support.SEED, text=text):
                ours = MODEL.score(text, sentences=True).to_json().encode()
                self.assertEqual(ours, support.score(text))

    def test_surrogates_are_bytes_that_are_no_utf8(self):
        text = "What a bad\ud83d day, \udcff how sad."
        data = text.encode("utf-8", "surrogatepass")
        self.assertEqual(MODEL.score(text).to_json(),
                         MODEL.score(data).to_json())
        theirs = json.loads(support.score(data))
        ours = json.loads(MODEL.score(text, sentences=True).to_json())
        self.assertEqual(ours, theirs)

    def test_kinds_of_bytes(self):
        text = b"What a bad day."
        wanted = MODEL.score(text).to_json()
        for kind in (bytearray, memoryview):
            self.assertEqual(MODEL.score(kind(text)).to_json(), wanted)


class Places(unittest.TestCase):
    TEXT = ("\u00dcber alles: a l\u00f6vely d\u00e4y \U0001f600 \u2014 what "
            "joy!\n\nThen the h\u00e9adless liars came. It was awful, awful.")

    def test_sentences(self):
        score = MODEL.score(self.TEXT, sentences=True)
        found = [self.TEXT[s.begin:s.end] for s in score.sentences]
        self.assertEqual(found[-1], "It was awful, awful.")
        data = self.TEXT.encode()
        score = MODEL.score(data, sentences=True)
        self.assertEqual([data[s.begin:s.end].decode()
                          for s in score.sentences], found)

    def test_evidence(self):
        for text in (self.TEXT, self.TEXT.encode(), *support.odd_texts(60)):
            with self.subTest(seed=support.SEED, text=text):
                e = MODEL.explain(text, "sentiment")
                data = text.encode() if isinstance(text, str) else text
                f = MODEL.explain(data, "sentiment")
                self.assertEqual(len(e.words), len(f.words))
                for a, b in zip(e.words + e.features, f.words + f.features):
                    self.assertEqual(
                        a.text.encode() if isinstance(a.text, str)
                        else a.text, b.text)
        words = {w.text: w for w in MODEL.explain(self.TEXT,
                                                  "sentiment").words}
        awful = words["awful"]
        self.assertEqual(awful.occurrences, 2)
        self.assertEqual(awful.begin, self.TEXT.index("awful"))

    def test_title(self):
        text = "\u00c9\u00c9 " + support.articles()[0]
        title = MODEL.score(text).title
        self.assertEqual(text[title.begin:title.end], title.text)
        self.assertEqual(text.split("\n")[0], title.text)
        title = MODEL.score("It is a day.", title="One trick").title
        self.assertEqual(title, ("One trick", None, None))
        found = MODEL.explain("It is a day.", "headline",
                              title="\u00c9 Shocking trick you need to know")
        self.assertIn("trick", [w.text for w in found.words])


class Values(unittest.TestCase):
    def test_attributes(self):
        score = MODEL.score("What a bad, sad, awful day.", coverage=0.95)
        self.assertEqual(score.status, "ok")
        self.assertEqual(score.words, 6)
        sentiment = score.axis("sentiment")
        self.assertEqual(sentiment.label, "negative")
        self.assertAlmostEqual(sum(sentiment.p.values()), 1, 4)
        self.assertEqual(set(sentiment.margin), set(sentiment.p))
        self.assertIn("negative", sentiment.set)
        self.assertEqual(score.sentences, [])
        self.assertRaises(KeyError, score.axis, "nonsense")
        french = MODEL.score("Le ministre a dit hier que la situation est "
                             "tr\u00e8s grave pour les habitants du pays.")
        self.assertEqual((french.status, french.language),
                         ("language", "french"))
        self.assertIsNone(french.axis("sentiment").label)
        self.assertIsNone(french.axis("sentiment").margin)

    def test_evidence_adds_up(self):
        for axis in ("sentiment", "partisanship", "headline"):
            for text in support.articles()[:2]:
                e = MODEL.explain(text, axis)
                for parts in (e.features, e.words):
                    total = e.bias + math.fsum(p.contribution for p in parts)
                    self.assertAlmostEqual(total, e.margin, 6)

    def test_what_does_not_fit(self):
        for call, error, code in (
                (lambda: MODEL.score("a", axes="nonsense"), ValueError,
                 "EINVAL"),
                (lambda: MODEL.score("a", axes=[]), ValueError, "EINVAL"),
                (lambda: MODEL.score("a", coverage=2), ValueError, "EINVAL"),
                (lambda: MODEL.explain("a", "sentiment", "good"), ValueError,
                 "EINVAL"),
                (lambda: MODEL.score(b"a" * (support.TEXT_MAX + 1)),
                 tenor.LimitError, "ELIMIT")):
            with self.assertRaises(error) as caught:
                call()
            self.assertEqual(caught.exception.code, code)
            self.assertIsInstance(caught.exception, tenor.Error)
        for text in (None, 1, float("nan"), ["a"]):
            self.assertRaises(TypeError, MODEL.score, text)


if __name__ == "__main__":
    unittest.main()
