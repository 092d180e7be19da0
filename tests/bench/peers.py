#!/usr/bin/env -S python3 -B
"""fastText and scikit-learn on a corpus of suite.tsv.

    peers.py NAME TRAIN TEST          a row for each, for check.sh
    peers.py NAME TRAIN TEST TOOL     a record of one as JSON, for accuracy.py

fastText: lower case, punctuation split off, pairs of words, learning rate
0.5, 25 epochs (10 on imdb, where more overfit), 20 dimensions, 500,000
buckets, one thread; the documents shuffled, for it takes them in the order of
the file. scikit-learn: TfidfVectorizer(ngram_range=(1, 2),
sublinear_tf=True) and LinearSVC(), defaults else. Nothing is tuned.

The time of fastText is that of its training command; that of scikit-learn is
of fit alone, without starting Python and reading the file. The memory of
scikit-learn is that of the process until then."""
import json
import os
import random
import re
import resource
import subprocess
import sys
import tempfile
import time

import measure
import suite

BINS = 15


def settings(tool, name):
    """What a figure depends on beside the split, as one line."""
    if tool == "scikit-learn":
        return "TfidfVectorizer((1, 2), sublinear_tf) LinearSVC()"
    return " ".join(["lower, split, shuffle 7", *fasttext_options(name)])


def fasttext_options(name):
    return ["-wordNgrams", "2", "-lr", "0.5", "-dim", "20", "-bucket",
            "500000", "-thread", "1", "-epoch", suite.read()[name].epochs]


def read(path):
    with open(path, encoding="utf-8", newline="\n") as file:
        rows = [line.rstrip("\n").split("\t", 1) for line in file]
    return [row[0] for row in rows], [row[1] for row in rows]


# Figures as train/metrics.h defines them.

def macro_f1(truth, guess):
    labels = sorted(set(truth) | set(guess))
    twice = {label: 0 for label in labels}
    total = {label: 0 for label in labels}
    for t, g in zip(truth, guess):
        total[t] += 1
        total[g] += 1
        twice[t] += 2 * (t == g)
    return sum(twice[label] / total[label] for label in labels) / len(labels)


def calibration_error(hits, p):
    order = sorted(range(len(p)), key=lambda i: (p[i], i))
    gap = [0.0] * BINS
    for rank, i in enumerate(order):
        gap[rank * BINS // len(p)] += hits[i] - p[i]
    return sum(map(abs, gap)) / len(p)


def record(truth, guess, p, seconds, memory, version):
    if len(truth) != len(guess):
        raise RuntimeError(f"{len(guess)} answers to {len(truth)} documents")
    hits = [t == g for t, g in zip(truth, guess)]
    return {"documents": len(truth), "correct": sum(hits),
            "macro_f1": macro_f1(truth, guess),
            "ece": calibration_error(hits, p) if p else None,
            "seconds": seconds, "memory": memory, "version": version}


def write_fasttext(path, labels, texts):
    with open(path, "w", encoding="utf-8") as file:
        for label, text in zip(labels, texts):
            words = re.sub(r"([^\w\s])", r" \1 ", text.lower())
            file.write(f"__label__{label} {' '.join(words.split())}\n")


def fasttext_version():
    try:
        done = subprocess.run(["dpkg-query", "-W", "-f", "${Version}",
                               "fasttext"], capture_output=True, text=True,
                              check=True)
    except (OSError, subprocess.CalledProcessError):
        return "of unknown version"
    return re.split(r"[+-]", done.stdout)[0]


def fasttext(name, train, test):
    shuffled = list(zip(*read(train)))
    random.Random(7).shuffle(shuffled)
    truth, texts = read(test)
    with tempfile.TemporaryDirectory() as folder:
        paths = [os.path.join(folder, part) for part in ("train", "test")]
        write_fasttext(paths[0], *zip(*shuffled))
        write_fasttext(paths[1], truth, texts)
        model = os.path.join(folder, "model")
        usage = measure.run(
            ["fasttext", "supervised", "-input", paths[0], "-output", model,
             *fasttext_options(name)], folder)
        output = subprocess.run(
            ["fasttext", "predict-prob", model + ".bin", paths[1]],
            check=True, stdout=subprocess.PIPE, text=True).stdout
    answers = [line.rsplit(" ", 1) for line in output.splitlines()]
    return record(truth, [a[0].removeprefix("__label__") for a in answers],
                  [min(1.0, float(a[1])) for a in answers], *usage,
                  fasttext_version())


def scikit_learn(_, train, test):
    # Here, so that fastText can do without.
    import sklearn
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import make_pipeline
    from sklearn.svm import LinearSVC

    labels, texts = read(train)
    pipeline = make_pipeline(
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True), LinearSVC())
    begin = time.monotonic()
    pipeline.fit(texts, labels)
    seconds = time.monotonic() - begin
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    truth, texts = read(test)
    return record(truth, pipeline.predict(texts).tolist(), None, seconds,
                  memory, sklearn.__version__)


TOOLS = {"fastText": fasttext, "scikit-learn": scikit_learn}


def main():
    name, train, test, *tool = sys.argv[1:]
    if tool:
        print(json.dumps(TOOLS[tool[0]](name, train, test)))
        return
    for tool, run in TOOLS.items():
        r = run(name, train, test)
        ece = "-" if r["ece"] is None else f"{100 * r['ece']:.2f}"
        print(f"{name:<18} {tool:<14} "
              f"{100 * r['correct'] / r['documents']:8.2f} "
              f"{100 * r['macro_f1']:8.2f} {ece:>6} {r['seconds']:8.1f}",
              flush=True)


if __name__ == "__main__":
    main()
