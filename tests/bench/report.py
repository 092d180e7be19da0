#!/usr/bin/env -S python3 -B
"""Pages about corpora: how long tenor report takes beside tenor label, and a
browser to open them, to search and to sort.

    report.py TENOR RECORDS

RECORDS is the generator, tests/bench/records; its records get outlets and
addresses. Prints the figures; writes the table of docs/PERFORMANCE.md. Opening
is measured where chromium and chromedriver are there. The environment:

    ARTICLES=N   records of the small corpus; 10000. The large one has ten times
                 as many
    ROUNDS=N     how often each is measured; 5
    TABLE=FILE   where the table goes, between its markers; otherwise docs, or
                 nowhere with ARTICLES or ROUNDS"""
import glob
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

import markers
import measure
from browser import Browser
from table import machine, wrap

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.join(HERE, "..", "..")
TEXTS = sorted(glob.glob(os.path.join(ROOT, "datasets/passages/sentences-*")))
BEGIN = "<!-- report table: make bench-report -->"
MADE, OPENED, ACTED = 30.0, 2.0, 0.2  # seconds that are wanted

# What a reader waits for: from the event to the frame behind it.
ACT = """
const [selector, value, event] = arguments;
return new Promise(done => {
  const element = document.querySelector(selector);
  const begin = performance.now();
  if (value !== null) element.value = value;
  element.dispatchEvent(new Event(event, {bubbles: true}));
  requestAnimationFrame(() => setTimeout(() => done(performance.now() - begin)));
});"""
OPEN = """
const page = performance.getEntriesByType('navigation')[0];
return page.loadEventEnd - page.startTime;"""
HEAD = "#records-view thead th:nth-child({}) button"


def generate(records, count, path):
    """Articles of about 12 sentences over three years, of 37 outlets."""
    made = subprocess.run([records, "jsonl", str(count), "12", *TEXTS],
                          stdout=subprocess.PIPE, check=True).stdout
    with open(path, "w", encoding="utf-8") as file:
        for i, line in enumerate(made.decode().splitlines()):
            record = json.loads(line)
            month = i * 36 // count
            record["date"] = f"{2022 + month // 12}-{month % 12 + 1:02d}-01"
            record["outlet"] = f"Outlet {min(i % 61, 36)}"
            record["url"] = f"https://outlet.example/{i}"
            file.write(json.dumps(record) + "\n")


def middle(samples):
    return statistics.median(samples)


def watch(path, rounds):
    """What a browser takes, in seconds: to open; for each act."""
    samples = {"open": [], "search": [], "sort": []}
    with Browser() as browser:
        for _ in range(rounds):
            browser.open(path)
            samples["open"].append(browser.run(OPEN) / 1e3)
            time.sleep(3)  # the table is made ready meanwhile
            for text in "s", "st", "sto", "":
                samples["search"].append(browser.run(
                    ACT, "#records-view input", text, "input") / 1e3)
            for column in range(1, 8):
                samples["sort"].append(browser.run(
                    ACT, HEAD.format(column), None, "click") / 1e3)
    return {name: middle(list_) for name, list_ in samples.items()}


def measure_one(tenor, records, count, rounds, folder):
    corpus = os.path.join(folder, "corpus.jsonl")
    page = os.path.join(folder, "report.html")
    generate(records, count, corpus)
    label, report = [], []
    for _ in range(rounds):
        label.append(measure.usage([tenor, "label", "-o", os.devnull, corpus],
                                   folder))
        report.append(measure.usage([tenor, "report", "-o", page, corpus],
                                    folder))
    row = {"count": count, "corpus": os.path.getsize(corpus),
           "label": middle(s[0] for s in label),
           "report": middle(s[0] for s in report),
           "memory": max(s[1] for s in report), "page": os.path.getsize(page)}
    if Browser.there():
        row.update(watch(page, rounds))
    return row


def figure(row, name):
    return f"{row[name]:.2f}" if name in row else "-"


def check(what, holds):
    print(f"  {'yes' if holds else 'NO '}  {what}", flush=True)
    return holds


def table(rows):
    lines = [BEGIN, *wrap(
        f"Articles of about 12 sentences with date, outlet and address, on "
        f"{machine()}; all processors; seconds, medians. Opening is until the "
        "load event in headless Chromium; a search and a sort until the frame "
        "behind them."), "",
        "| articles | MB | label | report | MiB | page, MB | open | search | "
        "sort |", "| --- | --- | --- | --- | --- | --- | --- | --- | --- |"]
    lines += [f"| {r['count']:,} | {r['corpus'] / 1e6:.0f} | {r['label']:.2f} "
              f"| {r['report']:.2f} | {r['memory'] / 1024:.0f} | "
              f"{r['page'] / 1e6:.1f} | {figure(r, 'open')} | "
              f"{figure(r, 'search')} | {figure(r, 'sort')} |" for r in rows]
    return lines + [markers.END]


def main():
    tenor, records = sys.argv[1:3]
    own = [name for name in ("ARTICLES", "ROUNDS") if name in os.environ]
    count = int(os.environ.get("ARTICLES", 10**4))
    rounds = int(os.environ.get("ROUNDS", 5))
    page = os.environ.get("TABLE") or (
        None if own else os.path.join(ROOT, "docs/PERFORMANCE.md"))
    if page:
        markers.check(page, BEGIN)
    folder = tempfile.mkdtemp(prefix="tenor-report-")
    try:
        rows = [measure_one(tenor, records, n, rounds, folder)
                for n in (count, 10 * count)]
    finally:
        shutil.rmtree(folder)
    print("\n".join(table(rows)[1:-1]))
    small, large = rows
    fine = [check(f"{small['count']} articles in {MADE:.0f} s",
                  small["report"] < MADE)]
    if "open" in small:
        fine += [check(f"opened in {OPENED:.0f} s", small["open"] < OPENED),
                 check(f"{large['count']} rows searched and sorted in {ACTED} s",
                       max(large["search"], large["sort"]) < ACTED)]
    if page:
        markers.write(page, table(rows))
    sys.exit(0 if all(fine) else 1)


if __name__ == "__main__":
    main()
