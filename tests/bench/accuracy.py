#!/usr/bin/env -S python3 -B
"""Tenor beside fastText and scikit-learn on every corpus of suite.tsv.

    accuracy.py TENOR CORPORA

Tenor is trained with no option but the language and the name of the axis; the
settings of the peers stand in peers.py. All have the split that
CORPORA/split.py makes. Prints a row for each corpus and tool as it is
measured, and a summary; writes the table of docs/ACCURACY.md. A tool that
fails has a row that says so, and makes the exit status 1. The environment:

    ONLY="imdb sst2"  these corpora instead of all
    PEERS=0           Tenor alone; PEERS=only: the peers alone, to fill CACHE
    CACHE=FILE        take figures of the peers from FILE where it has them for
                      the same split and settings, else add them to it; times
                      from there were not measured beside Tenor's
    PYTHON=COMMAND    the interpreter that has scikit-learn; python3
    TABLE=FILE        where the table goes, between its markers; otherwise
                      docs/ACCURACY.md and some rows to README.md, or nowhere
                      with ONLY or PEERS"""
import datetime
import hashlib
import json
import os
import subprocess
import sys
import tempfile

import measure
import peers
import suite
import table

HERE = os.path.dirname(os.path.abspath(__file__))
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def output(command, **more):
    """What a command prints; a RuntimeError with its last complaint."""
    done = subprocess.run(command, stdin=subprocess.DEVNULL, text=True,
                          capture_output=True, check=False, **more)
    if done.returncode:
        last = done.stderr.strip().split("\n")[-1]
        raise RuntimeError(last or f"exit {done.returncode}")
    return done.stdout


# ---- one corpus -------------------------------------------------------------

class Split:
    """The parts of a corpus in a folder, and what the table says of them."""

    def __init__(self, corpora, name, folder):
        output([sys.executable, os.path.join(corpora, "split.py"), name,
                folder])
        self.folder = folder
        self.path, self.documents, self.sum = {}, {}, {}
        labels = set()
        for part in ("train", "test"):
            self.path[part] = os.path.join(folder, part + ".tsv")
            sha = hashlib.sha256()
            self.documents[part] = 0
            with open(self.path[part], "rb") as file:
                for line in file:
                    sha.update(line)
                    labels.add(line.split(b"\t", 1)[0])
                    self.documents[part] += 1
            self.sum[part] = sha.hexdigest()
        self.classes = len(labels)


def run_tenor(tenor, corpus, split):
    model = os.path.join(split.folder, "model")
    seconds, memory = measure.run(
        [tenor, "train", "-q", "-l", corpus.language, "--axis", corpus.axis,
         "-o", model, split.path["train"]], split.folder)
    r = json.loads(output([tenor, "eval", "--samples", "1", "--coverage",
                           str(table.COVERAGE), "--format", "json", model,
                           split.path["test"]]))
    return {"documents": r["documents"],
            "correct": sum(row[label] for label, row
                           in r["confusion"].items()),
            "macro_f1": r["macro_f1"], "ece": r["ece"],
            "ece_by_chance": r["ece_by_chance"], "held": r["sets"]["held"],
            "set_labels": r["sets"]["labels"], "seconds": seconds,
            "memory": memory,
            "version": output([tenor, "--version"]).split()[1].strip(",")}


def run_peer(tool, corpus, split):
    python = os.environ.get("PYTHON") or "python3"
    one = dict(os.environ, **dict.fromkeys(THREADS, "1"))
    return json.loads(output(
        [python, "-B", os.path.join(HERE, "peers.py"), corpus.name,
         split.path["train"], split.path["test"], tool], env=one))


class Cache:
    """Records of the peers, as JSON lines; of equal keys the last counts."""

    def __init__(self, path):
        self.path, self.record = path, {}
        if path and os.path.exists(path):
            with open(path, encoding="utf-8") as file:
                for line in file:
                    entry = json.loads(line)
                    self.record[self.flat(entry["key"])] = entry["record"]

    @staticmethod
    def flat(key):
        return tuple(sorted(key.items()))

    def run(self, tool, corpus, split):
        key = {"corpus": corpus.name, "tool": tool, **split.sum,
               "settings": peers.settings(tool, corpus.name)}
        found = self.record.get(self.flat(key))
        if found:
            return {**found, "cached": True}
        record = run_peer(tool, corpus, split)
        record["date"] = datetime.date.today().isoformat()
        if self.path:
            with open(self.path, "a", encoding="utf-8") as file:
                file.write(json.dumps({"key": key, "record": record}) + "\n")
        return record


def attempt(run, *arguments, documents):
    """The record of a run, or a record that says why there is none."""
    try:
        r = run(*arguments)
        if r["documents"] != documents:
            raise RuntimeError(f"measured on {r['documents']} documents "
                               f"of {documents}")
        return r
    except (OSError, RuntimeError, ValueError, KeyError) as error:
        return {"failed": str(error) or type(error).__name__}


def run_corpus(tenor, corpora, corpus, tools, cache):
    """A row of the table: the corpus, its split, a record for each tool."""
    row = {"corpus": corpus}
    with tempfile.TemporaryDirectory() as folder:
        try:
            row["split"] = split = Split(corpora, corpus.name, folder)
        except (OSError, RuntimeError) as error:
            for tool in tools:
                row[tool] = {"failed": f"split: {error}"}
                table.print_row(corpus.name, tool, row[tool])
            return row
        for tool in tools:
            how = ((run_tenor, tenor) if tool == "Tenor" else
                   (cache.run, tool))
            row[tool] = attempt(*how, corpus, split,
                                documents=split.documents["test"])
            table.print_row(corpus.name, tool, row[tool])
    return row


# ---- all of them ------------------------------------------------------------

def wanted_corpora():
    corpora = suite.read()
    only = os.environ.get("ONLY", "").split()
    unknown = [name for name in only if name not in corpora]
    if unknown:
        sys.exit(f"accuracy: not in suite.tsv: {' '.join(unknown)}")
    return [c for c in corpora.values() if not only or c.name in only]


def wanted_tools():
    choice = {"": table.TOOLS, "1": table.TOOLS, "0": ("Tenor",),
              "only": tuple(peers.TOOLS)}
    value = os.environ.get("PEERS", "")
    if value not in choice:
        sys.exit(f"accuracy: PEERS is '{value}', not 0, 1 or only")
    return choice[value]


def wanted_tables(corpora, tools):
    """Where the table goes, and who fills its lines."""
    if os.environ.get("TABLE"):
        return {os.environ["TABLE"]: table.render}
    if tools != table.TOOLS or len(corpora) < len(suite.read()):
        return {}
    root = os.path.join(HERE, "..", "..")
    return {os.path.join(root, "docs", "ACCURACY.md"): table.render,
            os.path.join(root, "README.md"): table.render_some}


def main():
    if len(sys.argv) != 3:
        sys.exit("usage: accuracy.py TENOR CORPORA")
    tenor, folder = map(os.path.abspath, sys.argv[1:])
    corpora, tools = wanted_corpora(), wanted_tools()
    tables = wanted_tables(corpora, tools)
    for path in tables:
        table.check(path)
    cache = Cache(os.environ.get("CACHE"))
    table.print_head()
    rows = [run_corpus(tenor, folder, c, tools, cache) for c in corpora]
    failed = sum("failed" in row[tool] for row in rows for tool in tools)
    if tools == table.TOOLS:
        print("", *table.summary(rows), sep="\n")
    for path, render in tables.items():
        table.write(path, render(rows, tools))
    if failed:
        sys.exit(f"accuracy: {failed} of {len(rows) * len(tools)} failed")


if __name__ == "__main__":
    main()
