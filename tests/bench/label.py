#!/usr/bin/env -S python3 -B
"""Whole corpora through tenor label: every record accounted for, in how much
time and memory.

    label.py TENOR RECORDS

RECORDS is the generator, tests/bench/records. Formats take turns, round after
round, and a figure is the median of the rounds. Prints the figures; writes the
table of docs/PERFORMANCE.md. The environment:

    COUNT=N      short records in each format; 10000000
    ARTICLES=N   articles as files; 100000
    ROUNDS=N     how often each format is measured; 3
    TABLE=FILE   where the table goes, between its markers; otherwise docs, or
                 nowhere with COUNT, ARTICLES or ROUNDS
    TMPDIR       some gigabytes, ten with the numbers above"""
import glob
import hashlib
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile

import markers
import measure
from table import machine, wrap

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.join(HERE, "..", "..")
TEXTS = sorted(glob.glob(os.path.join(ROOT, "datasets/passages/sentences-*")))
FORMATS = ("lines", "tsv", "csv", "jsonl")
BEGIN = "<!-- corpora table: make bench-label -->"
THREADS = 2
RESULTS = "tone.status,tone.sentiment,tone.sentiment.p,tone.emotion"
WANTED = 0.85  # of the rate of lines


def generate(records, form, count, sentences, path):
    with open(path, "wb") as file:
        subprocess.run([records, form, str(count), str(sentences), *TEXTS],
                       stdout=file, check=True)


def label(tenor, arguments, folder, output):
    """(seconds, KiB, seconds of processors) of a run that writes to a path."""
    return measure.usage([tenor, "label", "-o", output, *arguments], folder)


def count_and_hash(path, header):
    """Lines of a file of results, and their SHA-256."""
    digest, lines = hashlib.sha256(), -header
    with open(path, "rb") as file:
        if header:
            file.readline()
            lines = 0
        for block in iter(lambda: file.read(1 << 20), b""):
            digest.update(block)
            lines += block.count(b"\n")
    return lines, digest.hexdigest()


def check(what, holds):
    print(f"  {'yes' if holds else 'NO '}  {what}", flush=True)
    return holds


# ---- short records ----------------------------------------------------------

def measure_formats(tenor, corpora, folder, rounds, output):
    """For each format a list of what its runs took."""
    samples = {form: [] for form in FORMATS}
    for _ in range(rounds):
        for form in FORMATS:
            samples[form].append(label(
                tenor, ["-j", str(THREADS), "--in", form, corpora[form]],
                folder, output))
    return samples


def short_records(tenor, records, count, rounds, folder):
    corpora = {form: os.path.join(folder, f"short.{form}") for form in FORMATS}
    for form, path in corpora.items():
        generate(records, form, count, 1, path)
    scored = measure_formats(tenor, corpora, folder, rounds, os.devnull)
    out = os.path.join(folder, "out")
    written, sizes = {}, {}
    for form in FORMATS:
        arguments = ["-j", str(THREADS), "--in", form, corpora[form]]
        written[form] = label(tenor, arguments, folder, out)
        sizes[form] = os.path.getsize(out)
    rows = [{"format": form, "bytes": os.path.getsize(corpora[form]),
             "seconds": statistics.median(s[0] for s in scored[form]),
             "file": written[form][0], "rows": sizes[form],
             "memory": written[form][1]} for form in FORMATS]
    base = rows[0]["seconds"]
    print(f"{count} short records, {THREADS} threads, medians of {rounds}")
    for row in rows:
        row["ratio"] = base / row["seconds"]
        print(f"  {row['format']:<6} {row['bytes'] / 1e9:6.2f} GB "
              f"{row['seconds']:7.1f} s {row['ratio']:5.2f} of lines; to a "
              f"file {row['rows'] / 1e9:.2f} GB, {row['file']:.1f} s, "
              f"{row['memory'] / 1024:.0f} MiB", flush=True)
    fine = [check(f"{row['format']}: at least {WANTED} of the rate of lines",
                  row["ratio"] >= WANTED) for row in rows[2:]]
    fine.append(short_results(tenor, records, corpora, count, rows, folder))
    return rows, all(fine)


def short_results(tenor, records, corpora, count, rows, folder):
    """Every record has a result, the same in all formats and for any number of
    threads, and memory is that of a tenth of them."""
    seen, out = {}, os.path.join(folder, "out")
    for form, path in corpora.items():
        arguments = ["--in", form, "--out", "tsv", "--fields", RESULTS, path]
        for threads in range(1, 9) if form == "csv" else (THREADS,):
            label(tenor, ["-j", str(threads), *arguments], folder, out)
            seen.setdefault(form, set()).add(count_and_hash(out, 0))
    fine = [
        check(f"{count} results in each format",
              {n for s in seen.values() for n, _ in s} == {count}),
        check("CSV, with 1 to 8 threads: one SHA-256", len(seen["csv"]) == 1),
        check("the same results for CSV and JSONL, lines and TSV",
              seen["csv"] == seen["jsonl"] and seen["lines"] == seen["tsv"])]
    for row in rows:
        generate(records, row["format"], count // 10, 1, corpora[row["format"]])
        row["tenth"] = label(
            tenor, ["-j", str(THREADS), "--in", row["format"],
                    corpora[row["format"]]], folder, out)[1]
        os.remove(corpora[row["format"]])
    fine.append(check("memory is that for a tenth of the records, within 4 MiB",
                      all(row["memory"] < row["tenth"] + 4096 for row in rows)))
    return all(fine)


# ---- articles ---------------------------------------------------------------

def write_files(path, folder):
    """Each text of a file of JSONL as a file, in folders of a thousand."""
    with open(path, encoding="utf-8") as lines:
        for i, line in enumerate(lines):
            if i % 1000 == 0:
                os.makedirs(os.path.join(folder, f"{i // 1000:04d}"))
            name = os.path.join(folder, f"{i // 1000:04d}", f"{i:07d}.txt")
            with open(name, "w", encoding="utf-8", newline="") as file:
                file.write(json.loads(line)["text"])


def articles(tenor, records, count, folder):
    inside = os.path.join(folder, "articles")
    corpus = os.path.join(folder, "articles.jsonl")
    archive = os.path.join(folder, "articles.tar.zst")
    generate(records, "jsonl", count, 12, corpus)
    write_files(corpus, inside)
    subprocess.run(["tar", "--sort=name", "--zstd", "-cf", archive, "-C",
                    folder, "articles"], check=True)
    print(f"{count} articles, {os.path.getsize(corpus) / 1e6:.0f} MB, "
          f"{THREADS} threads")
    rows, seen = [], set()
    for name, path in (("JSONL", corpus), ("directory", inside),
                       ("tar.zst", archive)):
        out = os.path.join(folder, "out")
        seconds, memory, _ = label(
            tenor, ["-j", str(THREADS), "--out", "tsv", "--fields", "tone",
                    path], folder, out)
        seen.add(count_and_hash(out, 0))
        rows.append({"format": name, "seconds": seconds, "memory": memory})
        print(f"  {name:<10} {seconds:6.1f} s {memory / 1024:6.0f} MiB",
              flush=True)
    return rows, check("the same results for all three",
                       len(seen) == 1 and {n for n, _ in seen} == {count})


# ---- all of it --------------------------------------------------------------

def table(count, rows, number, files):
    lines = [BEGIN, *wrap(
        f"{count:,} records of one or two sentences, on {machine()}; "
        f"{THREADS} threads. Seconds are medians, with rows that go nowhere; "
        "to a file is one run, in which the disk has its part. Memory is the "
        "most that this run held, and what one with a tenth of the records "
        "held."), "",
        "| format | GB | seconds | of the rate of lines | rows, GB | to a file, "
        "seconds | MiB | a tenth, MiB |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |"]
    lines += [f"| {r['format']} | {r['bytes'] / 1e9:.2f} | {r['seconds']:.1f} "
              f"| {r['ratio']:.2f} | {r['rows'] / 1e9:.2f} | {r['file']:.1f} "
              f"| {r['memory'] / 1024:.0f} | {r['tenth'] / 1024:.0f} |"
              for r in rows]
    lines += ["", *wrap(f"{number:,} articles of about 12 sentences, with the "
                        "same labels in all three:"), "",
              "| articles as | seconds | MiB |", "| --- | --- | --- |"]
    lines += [f"| {r['format']} | {r['seconds']:.1f} | "
              f"{r['memory'] / 1024:.0f} |" for r in files]
    return lines + [markers.END]


def main():
    tenor, records = sys.argv[1:3]
    own = [name for name in ("COUNT", "ARTICLES", "ROUNDS")
           if name in os.environ]
    count = int(os.environ.get("COUNT", 10**7))
    number = int(os.environ.get("ARTICLES", 10**5))
    page = os.environ.get("TABLE") or (
        None if own else os.path.join(ROOT, "docs/PERFORMANCE.md"))
    if page:
        markers.check(page, BEGIN)
    folder = tempfile.mkdtemp(prefix="tenor-label-")
    try:
        rows, fine = short_records(tenor, records, count,
                                   int(os.environ.get("ROUNDS", 3)), folder)
        files, same = articles(tenor, records, number, folder)
    finally:
        shutil.rmtree(folder)
    if page:
        markers.write(page, table(count, rows, number, files))
    sys.exit(0 if fine and same else 1)


if __name__ == "__main__":
    main()
