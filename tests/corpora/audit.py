#!/usr/bin/env python3
"""Does an audit find labels that we have made wrong, and does it help?

    tests/corpora/audit.py TENOR CORPORA [NAME...]

In the training part of each corpus a tenth of the labels, drawn at random with
a seed, become another one, each other label alike. Then

  precision  the share of these among as many findings of the kind "label" as
             there are of them, the worst first
  suggested  the share of those found for which the old label is suggested
  changed    labels that `relabel --apply` changes, with no option, and the
             share of them that were flipped
  accuracy   on the test part, of models trained on the labels as published,
             with a tenth flipped, relabelled, and reviewed: what a person would
             make of it who looks at as many findings as labels were flipped and
             puts those right that were
  recovered  how much of what was lost between the first two comes back by
             relabelling, and by the review; a test part of 1,000 texts knows
             this but roughly, and where little was lost it means nothing

Each audit is done alone, and aided: with --texts of the same kind, and with
models of other corpora for a second opinion, of which no text is one of the
corpus (mr has the sentences of sst2, newsmtsc_target those of
newsmtsc_sentence).

SEEDS=1,2,3 are the seeds. Corpora without a training part are flipped whole,
and no model is measured. Fails below the floors, which are somewhat below what
was reached, not what was wanted: that is a precision of 0.6, and half of what
was lost.
"""
import json
import os
import random
import subprocess
import sys
import tempfile

SHARE = 0.1
FLOORS = {"sst2": 0.49, "newsmtsc_sentence": 0.35}  # of precision, alone
IMDB = ["imdb/train.tsv", "imdb/test.tsv"]
# What helps: texts, and the corpora of each model that is asked.
AIDS = {
    "sst2": (IMDB, [IMDB]),
    "newsmtsc_sentence": (
        ["ptc_sentence/train.tsv", "hyperpartisan_byarticle/all.tsv",
         "persent/train.tsv", "economic_news_tone/all.tsv",
         "wiki_npov/all.tsv", "babe/all.tsv", "sarcasm_headlines/all.tsv",
         "fpb_50agree/all.tsv", "newsmtsc_sentence/train.tsv"],
        [["goemotions_group/train.tsv"], ["goemotions_ekman/train.tsv"],
         ["fpb_50agree/all.tsv"], ["economic_news_tone/all.tsv"],
         ["goodnewseveryone/valence.tsv"], ["persent/train.tsv"], IMDB]),
}


def read(path):
    with open(path, encoding="utf-8", newline="\n") as file:
        return [line.split("\t", 1) for line in file]


def write(path, rows):
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.writelines("\t".join(row) for row in rows)


def flip(rows, seed):
    """Rows with a tenth of the labels flipped; the numbers of the flipped."""
    draw = random.Random(seed)
    labels = sorted({label for label, _ in rows})
    flipped = draw.sample(range(len(rows)), int(SHARE * len(rows)))
    rows = [list(row) for row in rows]
    for i in flipped:
        rows[i][0] = draw.choice([k for k in labels if k != rows[i][0]])
    return rows, set(flipped)


class Corpus:
    def __init__(self, tenor, folder, work):
        self.tenor, self.work = tenor, work
        train = os.path.join(folder, "train.tsv")
        test = os.path.join(folder, "test.tsv")
        self.test = test if os.path.exists(test) else None
        if not os.path.exists(train):
            train = os.path.join(folder, "all.tsv")
        self.rows = read(train)
        self.clean = self.measure(train)

    def run(self, *args):
        return subprocess.run([self.tenor, *args], check=True, text=True,
                              stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE).stdout

    def measure(self, train):
        """The accuracy of a model on the test part."""
        if not self.test:
            return None
        model = os.path.join(self.work, "model")
        self.run("train", "-q", "-o", model, train)
        return json.loads(self.run("eval", "--samples", "0", "--format",
                                   "json", model, self.test))["accuracy"]

    def aid(self, corpora, texts, asked):
        """Options of an audit that is helped."""
        options = [x for name in texts
                   for x in ("--texts", os.path.join(corpora, name))]
        for i, names in enumerate(asked):
            model = os.path.join(self.work, f"asked{i}")
            self.run("train", "-q", "--no-search", "-o", model,
                     *[os.path.join(corpora, name) for name in names])
            options += ["--with", model]
        return options

    def audit(self, seed, options):
        path = {name: os.path.join(self.work, name)
                for name in ("noisy.tsv", "found.jsonl", "better.tsv",
                             "reviewed.tsv", "log")}
        rows, flipped = flip(self.rows, seed)
        write(path["noisy.tsv"], rows)
        self.run("audit", "-q", "--format", "json", "-o", path["found.jsonl"],
                 *options, path["noisy.tsv"])
        with open(path["found.jsonl"], encoding="utf-8") as file:
            found = [f for f in map(json.loads, file) if f["kind"] == "label"]
        hits = [f for f in found[:len(flipped)] if f["line"] - 1 in flipped]
        right = sum(f["suggested"] == self.rows[f["line"] - 1][0]
                    for f in hits)
        write(path["reviewed.tsv"], self.review(rows, hits))
        if os.path.exists(path["log"]):
            os.remove(path["log"])
        self.run("relabel", "--apply", "--findings", path["found.jsonl"],
                 "-o", path["better.tsv"], "--log", path["log"],
                 path["noisy.tsv"])
        better = read(path["better.tsv"])
        changed = [i for i, row in enumerate(better) if row[0] != rows[i][0]]
        return {
            "flipped": len(flipped),
            "precision": len(hits) / len(flipped),
            "suggested": right / max(1, len(hits)),
            "changed": len(changed),
            "of flipped": sum(i in flipped for i in changed)
            / max(1, len(changed)),
            "noisy": self.measure(path["noisy.tsv"]),
            "better": self.measure(path["better.tsv"]),
            "reviewed": self.measure(path["reviewed.tsv"]),
        }

    def review(self, rows, hits):
        rows = list(rows)
        for finding in hits:
            rows[finding["line"] - 1] = self.rows[finding["line"] - 1]
        return rows


def report(name, seed, clean, r):
    line = (f"{name:<20} {seed:>4} {r['flipped']:7.0f} {r['precision']:9.3f} "
            f"{r['suggested']:9.3f} {r['changed']:7.0f} {r['of flipped']:10.3f}")
    if clean is not None:
        lost = clean - r["noisy"]
        line += f" {clean:8.4f} {r['noisy']:8.4f}"
        for way in ("better", "reviewed"):
            share = (r[way] - r["noisy"]) / lost if lost else 0
            line += f" {r[way]:10.4f} {share:9.2f}"
    print(line, flush=True)


def audits(corpus, name, seeds, options):
    results = []
    for seed in seeds:
        results.append(corpus.audit(seed, options))
        report(name, seed, corpus.clean, results[-1])
    mean = {key: sum(r[key] or 0 for r in results) / len(results)
            for key in results[0]}
    report(name, "mean", corpus.clean, mean)
    return mean


def main():
    tenor, corpora, *names = sys.argv[1:]
    seeds = [int(s) for s in os.environ.get("SEEDS", "1,2,3").split(",")]
    failed = False
    print(f"{'corpus':<20} {'seed':>4} {'flipped':>7} {'precision':>9} "
          f"{'suggested':>9} {'changed':>7} {'of flipped':>10} {'clean':>8} "
          f"{'flipped':>8} {'relabelled':>10} {'recovered':>9} "
          f"{'reviewed':>10} {'recovered':>9}")
    for name in names or FLOORS:
        with tempfile.TemporaryDirectory() as work:
            corpus = Corpus(tenor, os.path.join(corpora, name), work)
            mean = audits(corpus, name, seeds, [])
            failed |= mean["precision"] < FLOORS.get(name, 0)
            if name in AIDS:
                options = corpus.aid(corpora, *AIDS[name])
                aided = audits(corpus, name + " +", seeds, options)
                failed |= aided["precision"] <= mean["precision"]
    if failed:
        sys.exit("audit: precision below its floor")


main()
