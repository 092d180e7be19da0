#!/usr/bin/env -S python3 -B
"""Rows of a table through the extension of SQLite, beside the same texts
through tenor label, on one thread.

    sqlite.py TENOR EXTENSION RECORDS

RECORDS is the generator, tests/bench/records; EXTENSION is tenor.so. The runs
take turns, round after round, and a figure is the median of the rounds. Prints
the figures; writes the table of docs/PERFORMANCE.md. Rates are compared by the
time of processors, as other work on the machine moves it less; no run waits for
anything. The environment:

    COUNT=N      rows; 1000000
    ROUNDS=N     how often each is measured; 3
    TABLE=FILE   where the table goes, between its markers; otherwise docs, or
                 nowhere with COUNT or ROUNDS
    TMPDIR       half a gigabyte with the numbers above"""
import collections
import os
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile

import markers
import measure
from label import ROOT, TEXTS, check
from table import machine, wrap

BEGIN = "<!-- sqlite table: make bench-sqlite -->"
SIZE = 200  # characters of a row, or a word less
WANTED = 0.5  # of the rate of the program

SCAN, ONE, THREE, JSON = "scan", "tenor()", "three axes", "tenor_json()"
SQL = {
    SCAN: "length(body)",
    ONE: "length(tenor(body))",
    THREE: "length(tenor(body)) + length(tenor(body, 'wording')) + "
           "length(tenor(body, 'emotion'))",
    JSON: "length(tenor_json(body))"}
LABEL = {"one axis": ("--axes", "sentiment"), "all axes": ()}


def cut(records, count, path):
    """Texts of about SIZE characters, one on a line, cut at a blank."""
    made = subprocess.run([records, "lines", str(count * 2), "1", *TEXTS],
                          stdout=subprocess.PIPE, check=True).stdout
    text, at, rows = made.decode().replace("\n", " "), 0, []
    for _ in range(count):
        end = text.rfind(" ", at, at + SIZE + 1)
        rows.append(text[at:end])
        at = end + 1
    with open(path, "w", encoding="utf-8") as file:
        file.write("".join(f"{row}\n" for row in rows))
    return rows


def fill(database, rows):
    db = sqlite3.connect(database)
    with db:
        db.execute("CREATE TABLE t(id INTEGER PRIMARY KEY, body TEXT)")
        db.executemany("INSERT INTO t(body) VALUES (?)",
                       ([row] for row in rows))
    db.close()


def shell(extension, database, sql):
    return ["sqlite3", "-batch", database, f".load {extension}", sql]


def measure_all(tenor, extension, database, lines, rounds, folder):
    """For each run a list of (seconds, KiB, seconds of processors)."""
    commands = {
        name: shell(extension, database,
                    f"SELECT count(*), sum({what}) FROM t")
        for name, what in SQL.items()}
    for name, axes in LABEL.items():
        commands[name] = [tenor, "label", "-j", "1", "--in", "lines",
                          "--fields", "tone", *axes, "-o", os.devnull, lines]
    samples = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            samples[name].append(measure.usage(command, folder))
    return {name: [statistics.median(s) for s in zip(*taken)]
            for name, taken in samples.items()}


def same_labels(tenor, extension, database, lines, folder):
    out = os.path.join(folder, "out")
    subprocess.run([tenor, "label", "--in", "lines", "--out", "tsv",
                    "--fields", "tone.sentiment", "-o", out, lines],
                   check=True)
    with open(out, encoding="utf-8") as file:
        program = file.read()
    sql = subprocess.run(
        shell(extension, database, "SELECT tenor(body) FROM t ORDER BY id"),
        stdout=subprocess.PIPE, check=True, text=True).stdout
    print("  " + ", ".join(f"{label or 'no label'} {n}" for label, n in sorted(
        collections.Counter(sql.splitlines()).items())))
    return check("a label for each row, that of tenor label", sql == program)


def table(count, rows, figure, rate):
    mean = sum(map(len, rows)) / count
    lines = [BEGIN, *wrap(
        f"{count:,} rows of {mean:.0f} characters in the mean, on {machine()}; "
        "medians. Rows of tenor label go nowhere; SQLite adds up the lengths "
        "of what comes out, and reads the table from the page cache."), "",
        "| one thread | seconds | of CPUs | rows a second | MiB |",
        "| --- | --- | --- | --- | --- |"]
    saying = {SCAN: "SQLite, the table without Tenor",
              ONE: "SQLite, `tenor(body)`",
              THREE: "SQLite, `tenor(body)` and two other axes",
              JSON: "SQLite, `tenor_json(body)`",
              "one axis": "`tenor label`, one axis",
              "all axes": "`tenor label`, 7 axes"}
    lines += [f"| {saying[name]} | {wall:.2f} | {cpu:.2f} "
              f"| {count / wall:,.0f} | {memory / 1024:.0f} |"
              for name, (wall, memory, cpu) in figure.items()]
    lines += ["", *wrap(
        f"In a second of a CPU `tenor(body)` labels {rate[ONE]:.2f} times as "
        f"many rows as `tenor label` with one axis, three axes {rate[THREE]:.2f} times "
        f"and `tenor_json(body)` {rate[JSON]:.2f} times as many as with 7.")]
    return lines + [markers.END]


def main():
    tenor, extension, records = sys.argv[1:4]
    own = [name for name in ("COUNT", "ROUNDS") if name in os.environ]
    count = int(os.environ.get("COUNT", 10**6))
    page = os.environ.get("TABLE") or (
        None if own else os.path.join(ROOT, "docs/PERFORMANCE.md"))
    if page:
        markers.check(page, BEGIN)
    folder = tempfile.mkdtemp(prefix="tenor-sqlite-")
    database = os.path.join(folder, "t.db")
    lines = os.path.join(folder, "t.txt")
    try:
        rows = cut(records, count, lines)
        fill(database, rows)
        figure = measure_all(tenor, extension, database, lines,
                             int(os.environ.get("ROUNDS", 3)), folder)
        same = same_labels(tenor, extension, database, lines, folder)
    finally:
        shutil.rmtree(folder)
    rate = {name: figure[beside][2] / figure[name][2]
            for name, beside in ((ONE, "one axis"), (THREE, "all axes"),
                                 (JSON, "all axes"))}
    for name, (wall, memory, cpu) in figure.items():
        print(f"  {name:<14} {wall:6.2f} s, of CPUs {cpu:6.2f} s, "
              f"{memory / 1024:.0f} MiB")
    for name, value in rate.items():
        print(f"  {name:<14} {value:.2f} of the rate of the program")
    fine = [check(f"{name}: at least {WANTED} of the rate of the program",
                  rate[name] >= WANTED) for name in (ONE, THREE)]
    if page:
        markers.write(page, table(count, rows, figure, rate))
    sys.exit(0 if same and all(fine) else 1)


if __name__ == "__main__":
    main()
