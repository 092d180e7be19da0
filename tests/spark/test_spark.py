#!/usr/bin/env -S python3 -B
"""tenor.spark on a cluster of two workers: what the command line says.

The environment: TENOR, the program; RECORDS, the generator of records, of
tests/bench; COUNT, how many, 200000."""
import contextlib
import glob
import json
import os
import re
import subprocess
import unittest

import numpy as np
import pyarrow as pa

import cluster
import corpus
import tenor
import tenor.spark
from tenor.label import decimal

ROOT = os.path.abspath(cluster.ROOT)
TENOR = os.environ.get("TENOR") or f"{ROOT}/build/tenor"
RECORDS = os.environ.get("RECORDS") or f"{ROOT}/build/tests/bench/records"
COUNT = int(os.environ.get("COUNT", 200000))
with open(f"{ROOT}/model/embedded.tenor", "rb") as embedded:
    EMBEDDED = embedded.read()
SMALL = """\
good\tA lovely, bright morning and a splendid breakfast.
bad\tA dreadful evening: the soup was cold and awful.
good\tThe splendid choir sang; everyone was happy.
bad\tThe awful train was late again, a dreadful mess.
good\tHappy children and a lovely garden.
bad\tA cold room, an angry crowd, and not one happy face.
"""
WATCHED = ("pid", "home", "package", "loaded", "opened", "attempt")


class Watched:
    """A DataFrame whose workers say with each row who they are. The first
    attempt at one of its partitions is killed when it is half way."""

    def __init__(self, df, kill):
        self.df = df
        self.kill = kill  # a file that then exists

    def __getattr__(self, name):
        return getattr(self.df, name)

    def mapInArrow(self, task, schema):
        kill, names = self.kill, list(WATCHED)

        def watch(batches):
            import importlib.util
            import os
            import sys
            import pyarrow as pa
            from pyspark import TaskContext
            if "tenor" not in sys.modules:
                assert importlib.util.find_spec("tenor") is None
            for name in os.environ:
                assert not name.startswith("TENOR"), name
            context = TaskContext.get()
            for i, batch in enumerate(task(batches)):
                if i == 1 and context.partitionId() == 0:
                    try:
                        os.close(os.open(kill, os.O_CREAT | os.O_EXCL))
                        os.kill(os.getpid(), 9)
                    except FileExistsError:
                        pass
                with open("/proc/self/maps", encoding="utf-8") as maps:
                    library = {line.split(None, 5)[5].strip() for line in maps
                               if "libtenor" in line}
                tenor_spark = sys.modules["tenor.spark"]
                values = [os.getpid(), os.getcwd(), tenor_spark.__file__,
                          ",".join(library),
                          tenor_spark.open_model.cache_info().misses,
                          context.attemptNumber()]
                columns = [pa.repeat(value, batch.num_rows)
                           for value in values]
                yield pa.RecordBatch.from_arrays(
                    [*batch.columns, *columns],
                    names=[*batch.schema.names, *names])

        from pyspark.sql import types as t
        kinds = (t.LongType, t.StringType, t.StringType, t.StringType,
                 t.LongType, t.LongType)
        return self.df.mapInArrow(watch, t.StructType(schema.fields + [
            t.StructField(name, kind()) for name, kind in zip(names, kinds)]))


def recipe(name):
    """A function of docs/SPARK.md, as it stands there."""
    with open(f"{ROOT}/docs/SPARK.md", encoding="utf-8") as page:
        code = re.search(rf"```python\n(from [^`]*\n\n)?(def {name}\(.*?\n)\n",
                         page.read(), re.S)
    scope = {}
    exec(code.group(1) + code.group(2), scope)
    return scope[name]


def label(path, *arguments, status=0):
    done = subprocess.run([TENOR, "label", *arguments, path], check=False,
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert done.returncode == status, done
    return done.stdout.splitlines(keepends=True)


def read(folder):
    """Lines of the files of a folder that Spark wrote."""
    lines = []
    for path in sorted(glob.glob(os.path.join(folder, "part-*"))):
        with open(path, "rb") as file:
            lines += file
    return lines


def number(line):
    return int(re.match(rb'\{"id":(\d+),', line).group(1))


class OnACluster(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        stack = contextlib.ExitStack()
        cls.addClassCleanup(stack.close)
        cls.folder = stack.enter_context(cluster.scratch())
        cls.spark = stack.enter_context(cluster.session(cls.folder))

    def path(self, name):
        return os.path.join(self.folder, name)

    def frame(self, texts, kind="string"):
        return self.spark.createDataFrame(list(enumerate(texts)),
                                          f"id long, text {kind}")

    def test_all_records(self):
        path, out = self.path("records.jsonl"), self.path("labelled")
        corpus.write(RECORDS, COUNT, 3, path, odd=True)
        df = self.spark.read.schema(corpus.SCHEMA).json(path).repartition(6)
        watched = tenor.spark.label(Watched(df, self.path("kill")), "text",
                                    separator=".")
        watched.write.parquet(out)
        labelled = self.spark.read.parquet(out)
        self.check_workers(labelled)
        recipe("as_rows")(labelled.drop(*WATCHED)).write.json(
            self.path("rows"), ignoreNullFields=False)
        found = sorted(read(self.path("rows")), key=number)
        wanted = label(path)
        self.assertEqual(len(wanted), COUNT)
        self.assertEqual(list(map(number, found)), list(range(COUNT)))
        for ours, theirs in zip(found, wanted):
            self.assertEqual(ours, theirs)

    def check_workers(self, labelled):
        """Two workers, with nothing of Tenor but what came with the job, and a
        model that was opened once."""
        self.assertTrue(os.path.exists(self.path("kill")))
        seen = labelled.groupBy(*WATCHED).count().collect()
        self.assertEqual(len({row.home for row in seen}), 2)
        self.assertGreaterEqual(len({row.pid for row in seen}), 2)
        self.assertEqual({row.opened for row in seen}, {1})
        self.assertIn(1, {row.attempt for row in seen})
        for row in seen:
            self.assertTrue(row.home.startswith(self.folder))
            self.assertTrue(row.package.startswith(row.home), row)
            self.assertTrue(row.loaded.startswith(row.home), row)
            self.assertGreater(row["count"], COUNT // 20)


    def check_rows(self, labelled, texts, *arguments):
        """Rows by id are those of the command line for these texts."""
        path = self.path("texts.jsonl")
        with open(path, "w", encoding="utf-8") as file:
            file.writelines(json.dumps({"id": i, "text": text}) + "\n"
                            for i, text in enumerate(texts))
        wanted = [json.loads(line) for line in label(
            path, "--fields", "id,tone", *arguments)]
        found = [row.asDict() for row in labelled.drop(
            "text", "tone.error").orderBy("id").collect()]
        self.assertEqual(found, wanted)

    def test_other_models(self):
        texts = ["What a splendid, happy morning.", None, "Awful, dreadful."]
        path = self.path("other.tenor")
        with open(self.path("small.tsv"), "w", encoding="utf-8") as file:
            file.write(SMALL)
        subprocess.run(
            [TENOR, "train", "-q", "--no-search", "-C", "1", "--folds", "3",
             "--ngrams", "2", "--characters", "0", "--min-documents", "1",
             "-o", path, self.path("small.tsv")], check=True)
        with open(path, "rb") as file:
            data = file.read()
        with tenor.Model.open(path) as opened:
            for model in (path, opened, tenor.Model.from_bytes(data)):
                labelled = tenor.spark.label(self.frame(texts), "text", model,
                                             separator=".")
                self.check_rows(labelled, texts, "-m", path)

    def test_other_columns(self):
        df = self.spark.sql("""
            select id, concat('What a day, number ', id) as text,
                   array(id, null) as a, struct(id as x, 'y' as y) as `b.c`,
                   map('k', id) as d, timestamp '2026-11-30 01:02:03' as e,
                   cast(id as decimal(20,3)) as f, id % 2 = 0 as Tone
            from range(25000)""")
        labelled = tenor.spark.label(df, "text")
        self.assertEqual(labelled.columns[:8], df.columns)
        found = labelled.select(*[f"`{name}`" for name in df.columns])
        self.assertEqual(sorted(found.collect()), sorted(df.collect()))

    def test_names_and_axes(self):
        df = self.frame(["What a wonderful day, thank you!"])
        labelled = tenor.spark.label(df, "text", axes=["emotion", "sentiment"],
                                     prefix="t", exact=True)
        self.assertEqual(labelled.dtypes[2:], [
            ("t_status", "string"), ("t_sentiment", "string"),
            ("t_sentiment_p", "double"), ("t_emotion", "string"),
            ("t_emotion_p", "double"), ("t_error", "string")])
        row = labelled.collect()[0]
        expected = next(tenor.Model.open().label([row.text]))
        self.assertEqual(row.t_emotion_p, expected.p("emotion"))
        self.assertNotEqual(row.t_emotion_p, round(row.t_emotion_p, 4))

    def test_texts_that_are_none(self):
        texts = [b"A wonderful day", b"\xff\xfe wonderful \xc3", b"", None]
        expected = list(tenor.Model.open().label(texts))
        found = tenor.spark.label(self.frame(texts, "binary"), "text").orderBy(
            "id").collect()
        for row, result in zip(found, expected):
            self.assertEqual(row.tone_sentiment, result["sentiment"])
            self.assertEqual(row.tone_status, result.status or "empty")
            self.assertIsNone(row.tone_error)
        self.assertEqual(self.spark.range(0).selectExpr("'' as text").transform(
            lambda df: tenor.spark.label(df, "text")).collect(), [])

    def test_text_above_the_limit(self):
        df = self.spark.sql(f"select 1 as id, repeat('a', {(64 << 20) + 1}) as "
                            "text union all select 2, 'A wonderful day'")
        large, small = tenor.spark.label(df, "text").drop("text").orderBy(
            "id").collect()
        self.assertEqual(large.tone_status, "error")
        self.assertIn("67108864", large.tone_error)
        self.assertIsNone(large.tone_sentiment)
        self.assertEqual(small.tone_sentiment, "positive")

    def test_sql(self):
        self.spark.udf.register("sentiment", tenor.spark.udf("sentiment"))
        row = self.spark.sql("""select sentiment('A wonderful day!') as a,
            sentiment('') as b, sentiment(null) as c""").collect()[0]
        self.assertEqual(tuple(row), ("positive", None, None))

    def test_stream(self):
        path = self.path("stream")
        os.mkdir(path)
        corpus.write(RECORDS, 3000, 1, os.path.join(path, "a.jsonl"))
        df = self.spark.readStream.schema(corpus.SCHEMA).json(path)
        query = tenor.spark.label(df, "text").writeStream.format(
            "memory").queryName("streamed").option(
            "checkpointLocation", self.path("checkpoint")).trigger(
            availableNow=True).start()
        query.awaitTermination()
        row = self.spark.sql("select count(distinct id) as n, "
                             "count(tone_sentiment) as k from streamed")
        n, k = row.collect()[0]
        self.assertEqual(n, 3000)
        self.assertGreater(k, 2000)

    def test_what_is_refused(self):
        df = self.spark.sql("select 1 as id, 'a' as text, 'b' as TONE_STATUS")
        plain = df.drop("TONE_STATUS")
        broken = self.path("broken.tenor")
        with open(broken, "wb") as file:
            file.write(b"TENORMDL")
        for arguments, options, kind, said in (
                ((df, "text"), {}, tenor.InvalidError, "'tone_status' already"),
                ((df, "t"), {}, tenor.InvalidError, "no column 't'; there are"),
                ((df, "id"), {}, tenor.InvalidError, "type int, not string"),
                ((df.select("text", "text"), "text"), {}, tenor.InvalidError,
                 "several columns"),
                ((plain, "text"), {"axes": ["x"]}, tenor.InvalidError,
                 "no axis 'x'"),
                ((plain, "text", broken), {}, tenor.ModelError, "not a tenor model"),
                ((plain, "text", "/nowhere"), {}, tenor.MissingFileError,
                 "/nowhere"),
                ((plain, "text", tenor.Model.from_bytes(EMBEDDED)),
                 {"ship": False}, tenor.InvalidError, "has to travel")):
            with self.assertRaisesRegex(kind, said):
                tenor.spark.label(*arguments, **options)


class InOneProcess(unittest.TestCase):
    """What a worker does, without Spark."""

    def label(self, texts, **options):
        model = tenor.Model.open()
        plan = tenor.spark.Plan(
            text=1, names=("status", "label", "p", "error"), axes=(0,),
            archive=None, model=None, checksum=model.checksum,
            version=tenor.library_version(), exact=False)._replace(**options)
        batch = pa.RecordBatch.from_arrays(
            [pa.array(range(len(texts))), texts], names=["id", "text"])
        (found,) = tenor.spark.label_batches(plan, [batch])
        return found.to_pylist()

    def test_arrays_as_arrow_has_them(self):
        texts = ["A wonderful day!", None, "", "An awful, awful day."]
        model = tenor.Model.open()
        for kind in (pa.string(), pa.large_string(), pa.binary(),
                     pa.large_binary()):
            whole = pa.array(["before", *texts, "behind"]).cast(kind)
            for begin, n in ((0, 6), (1, 4), (1, 1), (2, 1), (2, 3), (3, 0)):
                part = whole.slice(begin, n)
                expected = model.label(part.to_pylist())
                for row, result in zip(self.label(part), expected):
                    self.assertEqual(row["label"], result["sentiment"])
                    self.assertEqual(row["status"], result.status or "empty")

    def test_decimals(self):
        halves = [(k + 0.5) / 10000 for k in range(0, 10000, 7)]
        ps = [0.0, 1.0, *halves, *(k / 997 for k in range(997))]
        rounded = tenor.spark.round_four(np.array(ps))
        for p, found in zip(ps, rounded):
            self.assertEqual(f"{found:.4f}", decimal(p))
            self.assertEqual(found, float(decimal(p)))

    def test_another_model_than_that_of_the_driver(self):
        with self.assertRaisesRegex(tenor.ModelError, "another model"):
            self.label(pa.array(["a"]), checksum="0" * 16)
        with self.assertRaisesRegex(tenor.LibraryError, "driver has tenor 9"):
            self.label(pa.array(["a"]), version="9")


if __name__ == "__main__":
    unittest.main(warnings="ignore")
