#!/usr/bin/env -S python3 -B
"""How fast Tenor is, beside wc -w, fastText, scikit-learn and VADER.

    speed.py TENOR CORPORA

Everything is measured in one run: the tools take turns, round after round, and
a figure is the median of the rounds. Prints a row for each tool as it is done;
writes the tables of docs/PERFORMANCE.md, some rows to README.md, and
docs/speed.svg. A peer that is missing or fails has a row that says so. The
environment:

    LINES=N           only N texts of each part of imdb, drawn at random
    LARGEST=N         the largest corpus, in MB; 1000
    ROUNDS=N          how often each figure is measured; 5
    PYTHON=COMMAND    the interpreter that has scikit-learn and vaderSentiment;
                      python3
    TABLE=FILE        where the tables go, between their markers, with speed.svg
                      beside it; otherwise docs and README.md, or nowhere with
                      LINES, LARGEST or ROUNDS"""
import collections
import json
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile

import markers
import measure
import peers
import speed_plot
import speed_table

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.join(HERE, "..", "..")
ARTICLES = ("harbour-contract.txt", "water-network.txt")
ARTICLE_BYTES = 4096
ARTICLE_ROUNDS = 5  # for each of the others: one is over in milliseconds
VADER_TEXTS = 500
SIZES = (1, 3, 10, 30, 100, 300, 1000)  # MB
# The C locale is the fastest for wc. A library that is asked for one text
# after the other gets one processor, as the others have it.
ENVIRONMENT = dict(os.environ, LC_ALL="C", **dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"))
ERRORS = (OSError, RuntimeError, ValueError, KeyError, IndexError)

# run() gives (seconds, KiB or None, seconds of processors or None)
Task = collections.namedtuple("Task", "name run bytes")


# ---- taking turns -----------------------------------------------------------

def summary(task, samples):
    seconds, memory, processors = zip(*samples)
    middle = statistics.median
    return {"seconds": middle(seconds), "least": min(seconds),
            "most": max(seconds), "bytes": task.bytes,
            "memory": max(memory) if None not in memory else None,
            "processors": (middle(processors) if None not in processors
                           else None)}


def alternate(tasks, rounds):
    """A record for each task, by name."""
    samples = {task.name: [] for task in tasks}
    failed = {}
    for _ in range(rounds):
        for task in tasks:
            if task.name in failed:
                continue
            try:
                samples[task.name].append(task.run())
            except ERRORS as error:
                failed[task.name] = str(error) or type(error).__name__
    records = {}
    for task in tasks:
        records[task.name] = r = (
            {"failed": failed[task.name]} if task.name in failed
            else summary(task, samples[task.name]))
        speed_table.print_row(task.name, r)
    return records


def last_line(said):
    return said.strip().split("\n")[-1] or "it said nothing"


def broken(name, error):
    """A task that fails as the preparation of it did."""
    def run():
        raise RuntimeError(error)
    return Task(name, run, 0)


# ---- corpora ----------------------------------------------------------------

def write_lines(path, lines):
    with open(path, "w", encoding="utf-8") as file:
        file.writelines(line + "\n" for line in lines)
    return os.path.getsize(path)


class Texts:
    """imdb in a folder: as TSV, as lines, and prepared for fastText."""

    def __init__(self, corpora, folder, limit):
        self.folder = folder
        subprocess.run([sys.executable, os.path.join(corpora, "split.py"),
                        "imdb", self.path("all")], check=True)
        for part in ("train", "test"):
            labels, texts = peers.read(
                os.path.join(self.path("all"), part + ".tsv"))
            # The files are in the order of their labels, fastText learns in
            # the order of the file, and a part must have both labels.
            order = random.Random(7).sample(range(len(texts)),
                                            min(limit, len(texts)))
            labels, texts = ([list_[i] for i in order]
                             for list_ in (labels, texts))
            write_lines(self.path(part + ".tsv"),
                        map("\t".join, zip(labels, texts)))
            self.bytes = write_lines(self.path(part + ".txt"), texts)
            peers.write_fasttext(self.path(part + ".fasttext"), labels, texts)
        self.texts = texts
        some = texts[:VADER_TEXTS]
        self.some = len(some)
        self.some_bytes = write_lines(self.path("some.txt"), some)

    def path(self, name):
        return os.path.join(self.folder, name)

    def write_corpus(self, size):
        """A file of about so many bytes: the texts over and over, each time in
        another order, the last one not cut."""
        path, written, seed = self.path("corpus"), 0, 0
        with open(path, "wb") as file:
            while written < size:
                order = list(range(len(self.texts)))
                random.Random(seed).shuffle(order)
                seed += 1
                for i in order:
                    written += file.write(self.texts[i].encode() + b"\n")
                    if written >= size:
                        break
        return path, written


def read_once(*paths):
    """Into the page cache."""
    for path in paths:
        with open(path, "rb") as file:
            while file.read(1 << 20):
                pass


# ---- tasks ------------------------------------------------------------------

def count_lines(path):
    with open(path, "rb") as file:
        return sum(block.count(b"\n")
                   for block in iter(lambda: file.read(1 << 20), b""))


def command(texts, argv, rows=None):
    """To run a command, which prints so many rows."""
    printed = texts.path("printed")

    def run():
        if not shutil.which(argv[0]):
            raise RuntimeError(f"{os.path.basename(argv[0])} is missing")
        used = measure.usage(argv, texts.folder, printed, ENVIRONMENT)
        if rows is not None and count_lines(printed) != rows:
            raise RuntimeError(f"{count_lines(printed)} rows for {rows} texts")
        return used
    return run


class Server:
    """A library behind a pipe, which scores its texts whenever it is asked."""

    def __init__(self, argv, wanted):
        self.process = subprocess.Popen(
            argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True, env=ENVIRONMENT)
        try:
            self.version = self.read()[0]
        except ERRORS as error:
            raise RuntimeError(f"{wanted} is missing: {error}") from error

    def read(self):
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(last_line(self.process.stderr.read()))
        return json.loads(line)

    def run(self):
        print("", file=self.process.stdin, flush=True)
        seconds, memory = self.read()
        return seconds, memory, None

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def python(*arguments):
    return [os.environ.get("PYTHON") or "python3", "-B",
            os.path.join(HERE, "speed_peers.py"), *arguments]


def start_vader(texts):
    try:
        return Server(python("VADER", texts.path("some.txt")),
                      "vaderSentiment")
    except RuntimeError:
        if not shutil.which("node"):
            raise
        return Server(["node", os.path.join(HERE, "vader.js"),
                       texts.path("some.txt")], "vader-sentiment")


def serve(name, start, size, servers, versions):
    try:
        server = start()
    except ERRORS as error:
        return broken(name, str(error))
    servers.append(server)
    versions[name] = server.version
    return Task(name, server.run, size)


# ---- the parts of the table -------------------------------------------------

def fasttext(texts, name, ngrams, threads):
    """The command that trains."""
    options = peers.fasttext_options("imdb")
    options[options.index("-wordNgrams") + 1] = ngrams
    options[options.index("-thread") + 1] = threads
    return ["fasttext", "supervised", "-input", texts.path("train.fasttext"),
            "-output", texts.path(name), *options]


def measure_training(tenor, texts, rounds):
    threads = str(speed_table.THREADS)
    read_once(texts.path("train.tsv"), texts.path("train.fasttext"))

    def fit():
        done = subprocess.run(python("fit", texts.path("train.tsv")),
                              env=ENVIRONMENT, capture_output=True, text=True,
                              check=False)
        if done.returncode:
            raise RuntimeError(last_line(done.stderr))
        return (*json.loads(done.stdout), None)

    size = os.path.getsize(texts.path("train.txt"))
    return alternate([
        Task("Tenor", command(texts, [
            tenor, "train", "-q", "--no-search", "--ngrams", "3",
            "--characters", "0", "-j", threads, "-o", texts.path("imdb.tenor"),
            texts.path("train.tsv")]), size),
        Task("fastText", command(
            texts, fasttext(texts, "pairs", "2", threads)), size),
        Task("scikit-learn", fit, size)], rounds)


def label(tenor, texts, threads, *more):
    return command(texts, [tenor, "label", "--in", "lines", "--out", "tsv",
                           "--fields", "tone", "-j", str(threads), *more,
                           texts.path("test.txt")], len(texts.texts))


def predict(texts, name):
    return command(texts, ["fasttext", "predict", texts.path(name + ".bin"),
                           texts.path("test.fasttext")], len(texts.texts))


def measure_throughput(tenor, texts, rounds, versions):
    train, test = texts.path("train.tsv"), texts.path("test.txt")
    one, n = ("-m", texts.path("imdb.tenor")), speed_table.THREADS
    servers = []
    try:
        subprocess.run(fasttext(texts, "words", "1", str(n)), check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        versions["fastText"] = peers.fasttext_version()
    except (OSError, subprocess.CalledProcessError):
        pass  # predict says it
    tasks = [
        Task("wc -w", command(texts, ["wc", "-w", test]), texts.bytes),
        Task("Tenor, one axis", label(tenor, texts, 1, *one), texts.bytes),
        Task("Tenor, all axes", label(tenor, texts, 1), texts.bytes),
        Task(f"Tenor, one axis, {n} threads", label(tenor, texts, n, *one),
             texts.bytes),
        Task(f"Tenor, all axes, {n} threads", label(tenor, texts, n),
             texts.bytes),
        Task("fastText, words", predict(texts, "words"), texts.bytes),
        Task("fastText, pairs", predict(texts, "pairs"), texts.bytes),
        serve("scikit-learn",
              lambda: Server(python("scikit-learn", train, test),
                             "scikit-learn"),
              texts.bytes, servers, versions),
        serve("VADER", lambda: start_vader(texts), texts.some_bytes, servers,
              versions),
    ]
    read_once(test, texts.path("test.fasttext"))
    try:
        return alternate(tasks, rounds)
    finally:
        for server in servers:
            server.close()


def measure_article(tenor, texts, rounds):
    text = b"\n".join(
        open(os.path.join(ROOT, "datasets", "articles", name), "rb").read()
        for name in ARTICLES)[:ARTICLE_BYTES]
    path = texts.path("article.txt")
    with open(path, "wb") as file:
        file.write(text)
    return alternate([
        Task("tenor score", command(texts, [tenor, "score", path]), len(text)),
        Task("true", command(texts, ["true"]), 0),
    ], rounds * ARTICLE_ROUNDS)


def measure_sizes(tenor, texts, rounds, largest):
    rows = []
    sizes = sorted({min(size, largest) for size in SIZES})
    for size in sizes:
        path, written = texts.write_corpus(size * 10**6)
        read_once(path)
        task = Task(f"{size} MB", command(texts, [
            tenor, "label", "--in", "lines", "--fields", "tone", "-j",
            str(speed_table.THREADS), path]), written)
        rows.append(alternate([task], rounds)[task.name])
        os.unlink(path)
    return rows


# ---- all of it --------------------------------------------------------------

def number(name, default):
    value = os.environ.get(name) or str(default)
    if not re.fullmatch("[1-9][0-9]*", value):
        sys.exit(f"speed: {name} is '{value}', not a number above 0")
    return int(value)


def wanted_tables():
    """Where the tables go, who fills their lines, and where the plot goes."""
    if os.environ.get("TABLE"):
        path = os.environ["TABLE"]
        return ({path: speed_table.render},
                os.path.join(os.path.dirname(path), "speed.svg"))
    if any(os.environ.get(name) for name in ("LINES", "LARGEST", "ROUNDS")):
        return {}, None
    return ({os.path.join(ROOT, "docs", "PERFORMANCE.md"): speed_table.render,
             os.path.join(ROOT, "README.md"): speed_table.render_some},
            os.path.join(ROOT, "docs", "speed.svg"))


def axes_of(tenor):
    card = subprocess.run([tenor, "info", "--format", "json"], check=True,
                          capture_output=True, text=True).stdout
    return len(json.loads(card)["axes"])


def main():
    if len(sys.argv) != 3:
        sys.exit("usage: speed.py TENOR CORPORA")
    tenor, corpora = map(os.path.abspath, sys.argv[1:])
    tables, plot = wanted_tables()
    for path in tables:
        markers.check(path, speed_table.BEGIN)
    rounds, largest = number("ROUNDS", 5), number("LARGEST", SIZES[-1])
    version = subprocess.run([tenor, "--version"], check=True, text=True,
                             capture_output=True).stdout
    results = {"axes": axes_of(tenor), "rounds": rounds,
               "versions": {"Tenor": version.split()[1].strip(",")}}
    with tempfile.TemporaryDirectory() as folder:
        texts = Texts(corpora, folder, number("LINES", 10**9))
        results["texts"], results["bytes"] = len(texts.texts), texts.bytes
        results["some"] = texts.some
        speed_table.print_head()
        print("training", flush=True)
        results["training"] = measure_training(tenor, texts, rounds)
        print("throughput", flush=True)
        results["throughput"] = measure_throughput(tenor, texts, rounds,
                                                   results["versions"])
        print("one article", flush=True)
        results["article"] = measure_article(tenor, texts, rounds)
        print("size", flush=True)
        results["sizes"] = measure_sizes(tenor, texts, rounds, largest)
    print("", *speed_table.summary(results), sep="\n")
    for path, render in tables.items():
        markers.write(path, render(results))
    if plot:
        with open(plot, "w", encoding="utf-8") as file:
            file.write(speed_plot.draw(results))
    if any("failed" in r for r in speed_table.own(results)):
        sys.exit("speed: Tenor could not be measured everywhere")


if __name__ == "__main__":
    main()
