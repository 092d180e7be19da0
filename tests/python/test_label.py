"""Model.label: the rows of tenor label, byte for byte; columns; buffers."""
import pickle
import re
import struct
import unittest
from array import array

import support
import tenor
from tenor.label import decimal

MODEL = tenor.Model.open()
VOID = '"tone.{0}":null,"tone.{0}.p":null'


def void(status):
    return '{"tone.status":' + ",".join(
        [status, *(VOID.format(axis.name) for axis in MODEL.axes)])


class ByteForByte(unittest.TestCase):
    def compare(self, texts, axes=None, **options):
        wanted = support.rows(texts, *(["--axes", axes] if axes else []))
        found = [label.to_json() for label in MODEL.label(
            texts, axes=axes.split(",") if axes else None, **options)]
        self.assertEqual(len(found), len(wanted))
        for text, ours, theirs in zip(texts, found, wanted):
            if ours != theirs:
                self.assertEqual(ours, theirs, repr(text))

    def test_our_own_texts(self):
        self.compare(support.articles() + support.passages())

    def test_odd_texts(self):
        with self.subTest(seed=support.SEED):
            self.compare(support.odd_texts(2000), threads=2)

    def test_axes(self):
        self.compare(support.passages()[:300], "headline,emotion")

    def test_batches_of_any_size(self):
        for size in (1, 7, 10**9):
            self.compare(support.passages()[:100], batch=size)

    def test_large_texts(self):
        long = ("What an awful day. " * (70000 // 19 * 64))[:4 << 20]
        self.compare([long, "", long[:1 << 20], "Thank you, lovely."])

    def test_a_text_above_the_limit(self):
        texts = ["Bad.", b"a " * (support.TEXT_MAX // 2) + b"a", "Good."]
        a, b, c = MODEL.label(texts)
        self.assertEqual((a.status, b.status, c.status),
                         ("ok", "error", "ok"))
        self.assertEqual(c.to_json(), support.rows(["Good."])[0])
        self.assertIn(str(support.TEXT_MAX + 1), b.error)
        self.assertEqual(set(b.values()), {None})
        self.assertIsNone(b.p("emotion"))
        self.assertIsNone(b.probabilities("emotion"))
        self.assertEqual(b.axis_status("emotion"), "error")
        self.assertEqual(
            b.to_json(), void('"error"') + f',"tone.error":"{b.error}"}}')

    def test_a_text_at_the_limit(self):
        text = "What an awful, awful day it is!\n" * (support.TEXT_MAX // 32)
        self.assertEqual(len(text), support.TEXT_MAX)
        label, = MODEL.label([text])
        self.assertEqual(label.status, "ok")

    def test_decimals_are_those_of_the_program(self):
        self.assertEqual(decimal(1.0), "1.0000")
        self.assertEqual(decimal(0.0), "0.0000")
        self.assertEqual(decimal(0.99995), "1.0000")
        self.assertEqual(decimal(0.00005), "0.0001")
        self.assertEqual(decimal(0.12345), "0.1235")
        self.assertEqual(decimal(0.03125), "0.0313")  # a half: up
        self.assertEqual(decimal(0.09375), "0.0938")


class Labels(unittest.TestCase):
    def test_a_label_is_a_mapping(self):
        label, = MODEL.label(["What a bad, sad day."])
        self.assertEqual(label["sentiment"], "negative")
        self.assertEqual(list(label), [axis.name for axis in MODEL.axes])
        self.assertEqual(dict(label)["headline"], None)
        self.assertEqual(label.axis_status("headline"), "no_title")
        self.assertEqual(label, dict(label))
        p = label.probabilities("sentiment")
        self.assertEqual(max(p, key=p.get), "negative")
        self.assertEqual(label.p("sentiment"), max(p.values()))
        self.assertAlmostEqual(sum(p.values()), 1)
        self.assertIsNone(label.error)
        self.assertRaises(KeyError, label.__getitem__, "nonsense")
        self.assertRaises(KeyError, label.p, "nonsense")

    def test_probabilities_are_those_of_score(self):
        texts = support.passages()[:200]
        for text, label in zip(texts, MODEL.label(texts)):
            for name, axis in MODEL.score(text).axes.items():
                self.assertEqual(label[name], axis.label)
                for k, p in label.probabilities(name).items():
                    self.assertAlmostEqual(p, axis.p[k], 5)

    def test_missing_texts(self):
        class NAType:
            """As pandas has it."""

        for missing in (None, float("nan"), NAType()):
            a, label, c = MODEL.label(["Bad.", missing, "Good."])
            self.assertIsNone(label.status)
            self.assertIsNone(label.error)
            self.assertEqual(set(label.values()), {None})
            self.assertIsNone(label.axis_status("emotion"))
            self.assertEqual(label.to_json(), void("null") + "}")
            self.assertEqual([a.to_json(), c.to_json()],
                             support.rows(["Bad.", "Good."]))

    def test_pickled_labels(self):
        labels = list(MODEL.label(["Bad day.", None, "Good day."]))
        for copy, label in zip(pickle.loads(pickle.dumps(labels)), labels):
            self.assertEqual(copy.to_json(), label.to_json())

    def test_shares_of_the_training_without_a_label(self):
        label, = MODEL.label([""])
        self.assertEqual(label.probabilities("emotion"),
                         MODEL.axes[4].prior)


class Columns(unittest.TestCase):
    TEXTS = ["What a bad day.", None, "", "How lovely, thank you.",
             "1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5"]

    def test_columns_are_those_of_rows(self):
        batch, = MODEL.label_batches(self.TEXTS)
        self.assertEqual(batch.statuses(), [row.status for row in batch])
        self.assertEqual(batch.statuses(),
                         ["ok", None, "empty", "ok", "no_prose"])
        for axis in ("sentiment", "headline"):
            self.assertEqual(batch.labels(axis), [row[axis] for row in batch])
            self.assertEqual(batch.p(axis), [row.p(axis) for row in batch])
            for name, column in batch.probabilities(axis).items():
                self.assertEqual(column[3],
                                 batch[3].probabilities(axis)[name])
        self.assertEqual(batch[-1].status, "no_prose")
        self.assertEqual([row.status for row in batch[1:3]], [None, "empty"])
        self.assertRaises(IndexError, batch.__getitem__, 5)

    def test_buffers(self):
        texts = [b"", b"Bad day.", b"\xff\xfe", b"Good day, thank you."]
        data, ends = b"".join(texts), [0]
        for text in texts:
            ends.append(ends[-1] + len(text))
        wanted = [label.to_json() for label in MODEL.label(texts)]
        for buffer in (data, bytearray(data), memoryview(data)):
            for offsets in (array("q", ends), array("i", ends),
                            memoryview(struct.pack("5q", *ends)).cast("q")):
                found = MODEL.label_buffer(buffer, offsets)
                self.assertEqual([row.to_json() for row in found], wanted)
        found = MODEL.label_buffer(data, array("q", ends[1:4]))
        self.assertEqual([row.to_json() for row in found], wanted[1:3])
        self.assertEqual(len(MODEL.label_buffer(b"", array("q", [0]))), 0)
        one = MODEL.label_buffer(data, array("q", ends), axes="emotion")
        self.assertEqual(list(one[1]), ["emotion"])

    def test_offsets_that_do_not_fit(self):
        for offsets in ([], [-1, 2], [0, 9], [0, 9, 2], [2, 1], [3, 1, 3],
                        [0, -5, 3], [3, 0]):
            with self.assertRaises(ValueError, msg=offsets):
                MODEL.label_buffer(b"Bad day."[:8], array("q", offsets))


class Declared(unittest.TestCase):
    """What is written twice: in model/tenor.h, and here."""

    def setUp(self):
        with open(f"{support.ROOT}/model/tenor.h", encoding="utf-8") as file:
            self.header = file.read()

    def test_codes(self):
        names = re.findall(r"^    X\((E?\w+), ", self.header, re.M)
        codes = names[:names.index("ESOLVER") + 1]
        self.assertEqual(
            {i: name for i, name in enumerate(codes) if i},
            {i: kind.code for i, kind in tenor.errors.BY_CODE.items()})

    def test_functions(self):
        declared = set(re.findall(r"\b(tenor_\w+)\(", self.header))
        self.assertLessEqual(set(tenor._library._FUNCTIONS), declared)

    def test_enumerations(self):
        for prefix, names in (("TENOR_FEATURE_", tenor._library.FEATURE_KINDS),
                              ("TENOR_", tenor._library.SCOPES)):
            found = re.findall(rf"\b{prefix}({'|'.join(names).upper()})\b",
                               self.header)
            self.assertEqual([name.lower() for name in found], list(names))

    def test_limit(self):
        self.assertIn("TENOR_TEXT_MAX ((size_t)64 << 20)", self.header)


if __name__ == "__main__":
    unittest.main()
