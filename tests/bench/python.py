#!/usr/bin/env -S python3 -B
"""Model.label of Python beside `tenor label`, on the same texts.

    python.py TENOR LIBRARY CORPORA

The texts are the test part of imdb. The ways take turns, round after round, and
a figure is the median of the rounds. Start-up is not part of it: of the command
the time that it takes for no texts is taken off; Python has imported the
package, opened the model and read the texts into a list of str. Prints the
figures; writes the table of docs/PERFORMANCE.md. The environment:

    ROUNDS=N     how often each is measured; 5
    LINES=N      only the first N texts; all 25,000
    TABLE=FILE   where the table goes, between its markers; otherwise docs, or
                 nowhere with ROUNDS or LINES"""
import datetime
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time

import markers
from table import machine, wrap

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.join(HERE, "..", "..")
BEGIN = "<!-- python table: make bench-python -->"
PART, FASTER = 0.7, 1.6  # of the command; of two threads beside one


def texts_of(corpora, count):
    path = os.path.join(corpora, "imdb", "test.tsv")
    with open(path, encoding="utf-8", newline="\n") as file:
        return [line.rstrip("\n").split("\t")[1] for line in file][:count]


def command(tenor, threads, path):
    subprocess.run([tenor, "label", "-j", str(threads), "--in", "lines",
                    "--fields", "tone", "-o", os.devnull, path], check=True,
                   stderr=subprocess.DEVNULL)


def look(labels):
    for label in labels:
        label["sentiment"]


def write_rows(labels):
    with open(os.devnull, "w", encoding="utf-8") as null:
        for label in labels:
            null.write(label.to_json() + "\n")


def read_columns(batches):
    for batch in batches:
        for axis in batch.layout.number:
            batch.labels(axis)


def ways(tenor, model, texts, folder):
    """Name to what is done; the first is the measure of all others."""
    path, empty = os.path.join(folder, "texts"), os.path.join(folder, "none")
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.writelines(text + "\n" for text in texts)
    with open(empty, "w", encoding="utf-8"):
        pass
    return {
        "tenor label -j1": lambda: command(tenor, 1, path),
        "tenor label -j2": lambda: command(tenor, 2, path),
        "its start": lambda: command(tenor, 1, empty),
        "Model.label": lambda: look(model.label(texts)),
        "Model.label, threads=2":
            lambda: look(model.label(texts, threads=2)),
        "Model.label, to_json()": lambda: write_rows(model.label(texts)),
        "Model.label_batches, all columns":
            lambda: read_columns(model.label_batches(texts))}


def seconds_of(task):
    begin = time.monotonic()
    task()
    return time.monotonic() - begin


def measure(tasks, rounds):
    """Name to its median, with the start taken off."""
    samples = {name: [] for name in tasks}
    for task in tasks.values():
        task()  # files in the cache, scorers made
    for _ in range(rounds):
        for name, task in tasks.items():
            samples[name].append(seconds_of(task))
    found = {name: statistics.median(s) for name, s in samples.items()}
    start = found.pop("its start")
    for name in found:
        found[name] -= start * name.startswith("tenor")
    return found, start


def opening(tenor):
    begin = time.monotonic()
    model = tenor.Model.open()
    model.score("a")
    return model, time.monotonic() - begin


def check(what, holds):
    print(f"  {'yes' if holds else 'NO '}  {what}", flush=True)
    return holds


def table(found, start, opened, size, count, rounds):
    base = next(iter(found.values()))
    about = (
        f"{count:,} texts, {size / 1e6:.1f} MB; medians of {rounds} rounds; "
        f"Python {platform.python_version()}, on {machine()}; "
        f"{datetime.date.today().isoformat()}. Start-up is not part of it: "
        f"{1000 * start:.1f} ms of the command, {1000 * opened:.1f} ms of "
        "Model.open() and a first text.")
    return [BEGIN, *wrap(about), "",
            "| all axes | seconds | MB/s | times the command |",
            "| --- | --- | --- | --- |",
            *(f"| {name} | {s:.2f} | {size / 1e6 / s:.1f} | {base / s:.2f} |"
              for name, s in found.items()), markers.END]


def main():
    tenor, library, corpora = sys.argv[1:4]
    rounds = int(os.environ.get("ROUNDS", 5))
    count = int(os.environ.get("LINES", 25000))
    own = "ROUNDS" in os.environ or "LINES" in os.environ
    page = os.environ.get("TABLE") or (
        None if own else os.path.join(ROOT, "docs/PERFORMANCE.md"))
    if page:
        markers.check(page, BEGIN)
    os.environ["TENOR_LIBRARY"] = os.path.abspath(library)
    sys.path.insert(0, os.path.join(ROOT, "bindings", "python"))
    import tenor as package
    model, opened = opening(package)
    texts = texts_of(corpora, count)
    size = sum(len(text.encode()) + 1 for text in texts)
    with tempfile.TemporaryDirectory() as folder:
        found, start = measure(ways(tenor, model, texts, folder), rounds)
    lines = table(found, start, opened, size, len(texts), rounds)
    print("\n".join(lines[1:-1]))
    one, two = found["Model.label"], found["Model.label, threads=2"]
    fine = [check(f"at least {PART} of the command on one thread: "
                  f"{found['tenor label -j1'] / one:.2f}",
                  found["tenor label -j1"] / one >= PART),
            check(f"two threads at least {FASTER} times one: "
                  f"{one / two:.2f}", one / two >= FASTER)]
    if page:
        markers.write(page, lines)
    sys.exit(0 if all(fine) else 1)


if __name__ == "__main__":
    main()
