#!/usr/bin/env -S python3 -B
"""What would change a label: how often tenor explain --flip proves that no
smaller set of words does, and what that takes.

    flip.py TENOR CORPORA

Sentences are the test part of newsmtsc_sentence; articles those of datasets/
and, if there are any, those beside CORPORA; the axis is sentiment. Prints a
line for each kind; writes the table of docs/PERFORMANCE.md. The environment:

    COUNT=N      sentences; all
    TABLE=FILE   where the table goes, between its markers; otherwise docs, or
                 nowhere with COUNT"""
import glob
import json
import os
import resource
import statistics
import subprocess
import sys

import markers

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
BEGIN = "<!-- flip table: make bench-flip -->"
AXIS = "sentiment"


def seconds():
    r = resource.getrusage(resource.RUSAGE_CHILDREN)
    return r.ru_utime + r.ru_stime


def ask(tenor, text):
    """The flip of a text, None where it has no label; seconds of a CPU."""
    before = seconds()
    out = subprocess.run(
        [tenor, "explain", "--flip", "--axis", AXIS, "--format", "json"],
        input=text, stdout=subprocess.PIPE, check=True).stdout
    return json.loads(out)["axes"][AXIS].get("flip"), seconds() - before


def sentences(corpora):
    path = os.path.join(corpora, "newsmtsc_sentence", "test.tsv")
    with open(path, "rb") as file:
        texts = [line.rstrip(b"\n").split(b"\t")[1] for line in file]
    return texts[:int(os.environ.get("COUNT", len(texts)))]


def articles(corpora):
    paths = glob.glob(os.path.join(ROOT, "datasets/articles/*.txt")) + \
        glob.glob(os.path.join(corpora, "../articles/*.txt"))
    texts = []
    for path in sorted(paths):
        with open(path, "rb") as file:
            texts.append(file.read())
    path = os.path.join(ROOT, "datasets/passages/articles-a.jsonl")
    with open(path, encoding="utf-8") as file:
        return texts + [json.loads(line)["text"].encode() for line in file]


def row(name, tenor, texts):
    answers = [ask(tenor, text) for text in texts]
    answers = [(f, s) for f, s in answers if f]
    flips = [f for f, _ in answers]
    times = sorted(s for _, s in answers)
    found = [f for f in flips if f["words"] is not None]
    sizes = [len(f["words"]) for f in found]

    def share(key):
        proven = [f for f in flips if f["certificate"][key] ==
                  (None if f["words"] is None else len(f["words"]))]
        return f"{100 * len(proven) / len(flips):.1f} %"

    return [name, f"{len(flips):,}", f"{len(found):,}",
            f"{statistics.median(sizes):g}", f"{max(sizes)}",
            share("at_least"), share("at_least_same_sentences"),
            f"{1000 * statistics.median(times):.0f}",
            f"{1000 * times[int(0.95 * len(times))]:.0f}",
            f"{1000 * times[-1]:.0f}"]


HEAD = ["texts", "with a label", "sets found", "words, median", "most",
        "proven", "proven for the same sentences", "CPU ms, median", "95 %",
        "most"]


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    tenor, corpora = os.path.abspath(sys.argv[1]), sys.argv[2]
    table = os.environ.get(
        "TABLE", "" if "COUNT" in os.environ else
        os.path.join(ROOT, "docs/PERFORMANCE.md"))
    if table:
        markers.check(table, BEGIN)
    rows = []
    for name, texts in (("sentences", sentences(corpora)),
                        ("articles", articles(corpora))):
        rows.append(row(name, tenor, texts))
        print("\t".join(rows[-1]), flush=True)
    lines = [BEGIN, *("| " + " | ".join(r) + " |" for r in
                      [HEAD, ["---"] + ["---:"] * (len(HEAD) - 1), *rows]),
             markers.END]
    if table:
        markers.write(table, lines)


if __name__ == "__main__":
    main()
