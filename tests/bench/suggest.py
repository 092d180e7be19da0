#!/usr/bin/env python3
"""suggest.py TENOR CORPORA: what suggestions save on three corpora, as the table
of docs/ACTIVE.md. REPEATS in the environment; 10."""
import json
import os
import subprocess
import sys

CORPORA = ["newsmtsc_sentence", "sst2", "goemotions_ekman"]


def simulate(tenor, folder, repeats):
    command = [tenor, "suggest", "--simulate", f"{folder}/train.tsv",
               "--test", f"{folder}/test.tsv", "--repeats", repeats,
               "--format", "jsonl", "-q"]
    return json.loads(subprocess.run(command, stdout=subprocess.PIPE,
                                     check=True).stdout)


def at(found, labels):
    """The point of so many labels."""
    return next(p for p in found["points"] if p["labels"] == labels)


def row(name, found):
    random, half = found["points"][-1]["random"], at(found, 2400)
    low, high = (100 * x for x in found["share_interval"])
    return [name, f"{found['pool']:,} / {found['measured']:,}",
            f"{100 * random:.1f}",
            f"{100 * half['random']:.1f} / {100 * half['suggested']:.1f}",
            f"{found['needed']:,.0f}" if found["reached"] else "not reached",
            f"{100 * found['share']:.0f} % [{low:.0f}, {high:.0f}]"]


def main():
    tenor, corpora = sys.argv[1:3]
    repeats = os.environ.get("REPEATS", "10")
    head = ["corpus", "pool / test", "random, 4,000 labels",
            "random / suggested, 2,400 labels", "labels needed", "share"]
    print("| " + " | ".join(head) + " |")
    print("| " + " | ".join("---" for _ in head) + " |")
    for name in CORPORA:
        found = simulate(tenor, os.path.join(corpora, name), repeats)
        print("| " + " | ".join(row(name, found)) + " |", flush=True)


main()
