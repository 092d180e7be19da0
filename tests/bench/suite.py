"""The suite of corpora, as suite.tsv lists it."""
import collections
import os

Corpus = collections.namedtuple("Corpus", "name language axis epochs")


def read():
    path = os.path.join(os.path.dirname(__file__), "suite.tsv")
    with open(path, encoding="utf-8") as file:
        rows = [line.rstrip("\n").split("\t") for line in file
                if not line.startswith("#")]
    return {row[0]: Corpus(*row) for row in rows}
