"""Texts as they come: order, look-ahead, errors, threads, interrupts; that
the interpreter goes on meanwhile; that nothing is left behind."""
import gc
import itertools
import os
import resource
import signal
import subprocess
import sys
import threading
import time
import tracemalloc
import unittest

import support
import tenor

MODEL = tenor.Model.open()
WORST = "What an awful, bad, sad day. Shame on them, the liars! "


def rows(labels):
    return [label.to_json() for label in labels]


class Counted:
    """An iterable that knows how far it was read."""

    def __init__(self, texts):
        self.texts = texts
        self.read = 0

    def __iter__(self):
        for text in self.texts:
            self.read += 1
            yield text


class Reading(unittest.TestCase):
    def test_order_for_any_threads_and_batch(self):
        texts = support.passages()
        wanted = rows(MODEL.label(texts))
        for threads, size in ((2, 1), (2, 100), (3, 7), (8, 1000)):
            self.assertEqual(
                rows(MODEL.label(texts, threads=threads, batch=size)), wanted)

    def test_endless(self):
        for threads in (1, 2):
            source = Counted(itertools.cycle(support.passages()[:50]))
            found = list(itertools.islice(
                MODEL.label(source, threads=threads, batch=10), 100))
            self.assertEqual(len(found), 100)
            self.assertLessEqual(source.read, 100 + 10 * (2 * threads + 2))

    def test_nothing_is_read_before_it_is_needed(self):
        for threads in (1, 2):
            source = Counted(["a"])
            labels = MODEL.label(source, threads=threads)
            self.assertEqual(source.read, 0)
            next(labels)
            self.assertEqual(source.read, 1)

    def test_batches_end_with_their_bytes(self):
        source = Counted([WORST * 10000] * 100)
        next(MODEL.label(source, batch=1000))
        self.assertLessEqual(source.read, 3)

    def test_one_by_one(self):
        source = Counted(["a", "b", "c"])
        for n, _ in enumerate(MODEL.label(source, batch=1), 1):
            self.assertEqual(source.read, n)

    def test_no_texts(self):
        for threads in (1, 2):
            self.assertEqual(list(MODEL.label([], threads=threads)), [])

    def test_errors_come_in_order(self):
        def fails():
            yield from ["a", "b", "c"] * 100
            raise LookupError("here")

        for threads, size in ((1, 256), (2, 7), (1, 1)):
            for source, error in ((fails(), LookupError),
                                  (["a"] * 300 + [17, "b"], TypeError),
                                  (["a"] * 300 + [[]], TypeError)):
                found = []
                with self.assertRaises(error):
                    for label in MODEL.label(source, threads, size):
                        found.append(label)
                self.assertEqual(len(found), 300)

    def test_arguments(self):
        for bad in ({"threads": 0}, {"batch": 0}, {"axes": "nonsense"}):
            self.assertRaises(ValueError, MODEL.label, ["a"], **bad)
        for one in ("a text", b"a text"):
            self.assertRaises(TypeError, MODEL.label, one)
        self.assertRaises(TypeError, MODEL.label(17).__next__)


class Threads(unittest.TestCase):
    def test_one_model_in_many_threads(self):
        texts = support.passages()[:400]
        wanted = rows(MODEL.label(texts))
        scores = [MODEL.score(text).to_json() for text in texts[:50]]
        found = []

        def work(threads):
            found.append(rows(MODEL.label(texts, threads, 20)) == wanted)
            found.append([MODEL.score(text).to_json()
                          for text in texts[:50]] == scores)

        workers = [threading.Thread(target=work, args=(n % 3 + 1,))
                   for n in range(8)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        self.assertEqual(found, [True] * 16)

    def test_closing_early_stops_the_threads(self):
        before = threading.active_count()
        labels = MODEL.label(itertools.repeat(WORST), threads=4, batch=10)
        next(labels)
        self.assertGreater(threading.active_count(), before)
        labels.close()
        self.assertEqual(threading.active_count(), before)
        labels = MODEL.label(itertools.repeat(WORST), threads=4, batch=10)
        next(labels)
        del labels
        gc.collect()
        self.assertEqual(threading.active_count(), before)

    def test_the_interpreter_goes_on(self):
        """While one text of 30 MB is in C, another thread counts."""
        text = WORST * (30_000_000 // len(WORST))
        done, longest = threading.Event(), [0.0, 0]

        def count():
            last = time.monotonic()
            while not done.is_set():
                time.sleep(0.001)
                now = time.monotonic()
                longest[0] = max(longest[0], now - last)
                longest[1] += 1
                last = now

        calls = (lambda: MODEL.score(text), lambda: list(MODEL.label([text])))
        for call in calls:
            done.clear()
            longest[:] = [0.0, 0]
            counter = threading.Thread(target=count)
            counter.start()
            begin = time.monotonic()
            call()
            seconds = time.monotonic() - begin
            done.set()
            counter.join()
            self.assertGreater(longest[1], 20)
            self.assertLess(longest[0], seconds / 2)


class Interrupts(unittest.TestCase):
    CODE = """
import itertools, signal, sys, tenor
# a runner may ignore it, which is passed on
signal.signal(signal.SIGINT, signal.default_int_handler)
print("begun", flush=True)
try:
    for label in tenor.Model.open().label(itertools.repeat(sys.argv[1]),
                                          threads=int(sys.argv[2])):
        pass
except KeyboardInterrupt:
    print("interrupted", flush=True)
"""

    def test_a_signal_ends_label(self):
        for threads in ("1", "2"):
            with subprocess.Popen(
                    [sys.executable, "-c", self.CODE, WORST, threads],
                    stdout=subprocess.PIPE, text=True) as child:
                self.assertEqual(child.stdout.readline(), "begun\n")
                time.sleep(0.5)
                begin = time.monotonic()
                child.send_signal(signal.SIGINT)
                said, _ = child.communicate(timeout=60)
                self.assertEqual(said, "interrupted\n")
                self.assertEqual(child.returncode, 0)
                self.assertLess(time.monotonic() - begin, 5)


def resident():
    """Bytes that the process holds, now."""
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * resource.getpagesize()


class Memory(unittest.TestCase):
    def use(self, n):
        texts = itertools.cycle(["What a bad day.", "Good.", None, ""])
        for label in MODEL.label(itertools.islice(texts, n)):
            label["sentiment"]
        for _ in range(n // 100):
            MODEL.score("What a bad day.", sentences=True).axes
            MODEL.explain("What a bad day.", "sentiment")

    @unittest.skipUnless(os.path.exists("/proc/self/statm"), "this is Linux")
    @unittest.skipIf(support.SANITIZED, "freed memory is kept for a while")
    def test_200000_results_leave_nothing(self):
        self.use(20000)
        gc.collect()
        tracemalloc.start()
        self.use(2000)
        python = tracemalloc.get_traced_memory()[0]
        tracemalloc.stop()
        before = resident()
        self.use(200000)
        gc.collect()
        self.assertLess(resident() - before, 2 << 20)
        self.assertLess(python, 100_000)

    @unittest.skipIf(support.SANITIZED, "freed memory is kept for a while")
    def test_models_leave_nothing(self):
        def use(n):
            for _ in range(n):
                tenor.Model.open().score("What a bad day.")

        use(20)
        before = resident()
        use(100)
        self.assertLess(resident() - before, 4 << 20)

    def test_a_result_is_small(self):
        labels = list(MODEL.label(["What a bad day."] * 1000))
        batch = labels[0]._batch
        size = sum(sys.getsizeof(column) for column in batch.columns)
        self.assertLess(size / len(batch) + sys.getsizeof(labels[0]), 400)


if __name__ == "__main__":
    unittest.main()
