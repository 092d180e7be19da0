#!/usr/bin/env python3
"""fastText and scikit-learn on a corpus, for the table of check.sh.

    peers.py NAME TRAIN TEST

fastText: lower case, punctuation split off, pairs of words, learning rate
0.5, 25 epochs (10 on imdb, where more overfit), 20 dimensions, 500,000
buckets, one thread; the documents shuffled, for it takes them in the order of
the file. scikit-learn: TfidfVectorizer(ngram_range=(1, 2),
sublinear_tf=True) and LinearSVC(), defaults else. Nothing is tuned."""
import os
import random
import re
import subprocess
import sys
import tempfile
import time

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import accuracy_score, f1_score
from sklearn.pipeline import make_pipeline
from sklearn.svm import LinearSVC


def read(path):
    with open(path, encoding="utf-8", newline="\n") as file:
        rows = [line.rstrip("\n").split("\t", 1) for line in file]
    return [row[0] for row in rows], [row[1] for row in rows]


def report(name, tool, truth, guess, seconds):
    print(f"{name:<18} {tool:<14} {100 * accuracy_score(truth, guess):8.2f} "
          f"{100 * f1_score(truth, guess, average='macro'):8.2f} {'-':>6} "
          f"{seconds:8.1f}", flush=True)


def write_fasttext(path, labels, texts):
    with open(path, "w", encoding="utf-8") as file:
        for label, text in zip(labels, texts):
            words = re.sub(r"([^\w\s])", r" \1 ", text.lower())
            file.write(f"__label__{label} {' '.join(words.split())}\n")


def fasttext(name, train, test):
    shuffled = list(zip(*train))
    random.Random(7).shuffle(shuffled)
    with tempfile.TemporaryDirectory() as folder:
        paths = [os.path.join(folder, part) for part in ("train", "test")]
        write_fasttext(paths[0], *zip(*shuffled))
        write_fasttext(paths[1], *test)
        model = os.path.join(folder, "model")
        begin = time.time()
        subprocess.run(
            ["fasttext", "supervised", "-input", paths[0], "-output", model,
             "-wordNgrams", "2", "-lr", "0.5", "-dim", "20", "-bucket",
             "500000", "-thread", "1", "-epoch",
             "10" if name == "imdb" else "25"],
            check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        seconds = time.time() - begin
        output = subprocess.run(
            ["fasttext", "predict", model + ".bin", paths[1]], check=True,
            stdout=subprocess.PIPE, text=True).stdout
    guess = [line.removeprefix("__label__") for line in output.splitlines()]
    report(name, "fastText", test[0], guess, seconds)


def sklearn(name, train, test):
    pipeline = make_pipeline(
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True), LinearSVC())
    begin = time.time()
    pipeline.fit(train[1], train[0])
    seconds = time.time() - begin
    report(name, "scikit-learn", test[0], pipeline.predict(test[1]), seconds)


def main():
    name, train, test = sys.argv[1], read(sys.argv[2]), read(sys.argv[3])
    fasttext(name, train, test)
    sklearn(name, train, test)


main()
