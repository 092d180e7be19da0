#!/usr/bin/env -S python3 -B
"""The peers of speed.py that are Python libraries.

    speed_peers.py fit TRAIN            seconds and KiB of training, once
    speed_peers.py scikit-learn TRAIN TEXTS
    speed_peers.py VADER TEXTS

The last two get ready, print a line with their version, and then, for each
line on standard input, score all texts and print the seconds that it took, and
KiB: neither the start of Python nor reading files is counted. What is printed
is JSON, a list."""
import json
import resource
import sys
import time

import peers


def lines(path):
    with open(path, encoding="utf-8", errors="replace", newline="\n") as file:
        return [line.rstrip("\n") for line in file]


def make_pipeline():
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import make_pipeline as make
    from sklearn.svm import LinearSVC
    return make(TfidfVectorizer(ngram_range=(1, 2)), LinearSVC())


def fit(train):
    labels, texts = peers.read(train)
    pipeline = make_pipeline()
    begin = time.monotonic()
    pipeline.fit(texts, labels)
    print(json.dumps([
        time.monotonic() - begin,
        resource.getrusage(resource.RUSAGE_SELF).ru_maxrss]))


def scikit_learn(train, texts):
    import sklearn
    labels, examples = peers.read(train)
    fitted = make_pipeline().fit(examples, labels)
    return sklearn.__version__, fitted.predict, lines(texts)


def vader(texts):
    from importlib.metadata import version
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer
    score = SentimentIntensityAnalyzer().polarity_scores
    return (version("vaderSentiment"), lambda all_: [*map(score, all_)],
            lines(texts))


def serve(version, score, texts):
    print(json.dumps([version]), flush=True)
    for _ in sys.stdin:
        begin = time.monotonic()
        score(texts)
        print(json.dumps([
            time.monotonic() - begin,
            resource.getrusage(resource.RUSAGE_SELF).ru_maxrss]), flush=True)


def main():
    what, *paths = sys.argv[1:]
    if what == "fit":
        fit(*paths)
    else:
        serve(*{"scikit-learn": scikit_learn, "VADER": vader}[what](*paths))


if __name__ == "__main__":
    main()
