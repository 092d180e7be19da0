#!/usr/bin/env python3
"""Does drift see what has changed, and nothing else?

    tests/corpora/drift.py TENOR CORPORA

False alarms: halves of training parts, drawn at random; a model is trained on
one, and all of the other half, and 1,000 and 100 of its texts, are compared.
At most one in twenty may raise the alarm, at each size and over all corpora.

Shifts: training parts against texts that are not like them; each must raise the
alarm, with 300 texts and with as many as there are up to 5,000. Texts in lower
case without punctuation must not: models fold case, and give the same labels.

Baselines: the same with the embedded model, whose training is not what texts are
compared with. Two parts of a corpus, drawn at random, must differ no more often
than that on any of its axes, whichever is the larger; and what is a shift from
a training must be one from a baseline, with up to 5,000 texts of each.

HALVES=40 is how many halves are drawn of each corpus. Training parts alone are
read, but for corpora that have none.
"""
import json
import os
import random
import subprocess
import sys
import tempfile

HALVES = int(os.environ.get("HALVES", "40"))
FALSE = 0.05  # share of false alarms
CORPORA = ["sst2", "newsmtsc_sentence", "mr", "dair_emotion", "babe_opinion"]
SIZES = [100, 1000, 0]  # 0: all
TRAINED = 4000  # texts of a half, at most
WITH_BASELINE = CORPORA + ["economic_news_tone", "imdb"]
PAIRS = [(100, 100), (1000, 100), (100, 1000), (1000, 1000), (0, 0)]
HARMLESS = "news, then in lower case without signs"


def read(folder, name):
    for part in ("train", "all"):
        path = os.path.join(folder, name, part + ".tsv")
        if os.path.exists(path):
            with open(path, encoding="utf-8", newline="\n") as file:
                return [line.rstrip("\n").split("\t", 1) for line in file]
    raise FileNotFoundError(name)


class Drift:
    def __init__(self, tenor, work):
        self.tenor, self.work = tenor, work

    def path(self, name, rows):
        path = os.path.join(self.work, name)
        with open(path, "w", encoding="utf-8", newline="\n") as file:
            file.writelines("\t".join(row) + "\n" for row in rows)
        return path

    def train(self, rows, *options):
        model = os.path.join(self.work, "model")
        subprocess.run([self.tenor, "train", "-q", "--no-search", "-o", model,
                        *options, self.path("train.tsv", rows)], check=True)
        return model

    def run(self, *arguments):
        done = subprocess.run([self.tenor, "drift", "--format", "json",
                               *arguments],
                              stdout=subprocess.PIPE, text=True, check=False)
        found = json.loads(done.stdout)
        assert done.returncode == (found["verdict"] == "drift"), found
        return found

    def compare(self, model, rows):
        """What is beyond its limit on the only axis of a model."""
        return self.run(model, self.path("new.tsv", rows))["axes"][0]

    def beside(self, baseline, rows):
        """The same with a baseline and the embedded model: its axes."""
        return self.run("--baseline", self.path("baseline.tsv", baseline),
                        self.path("new.tsv", rows))["axes"]


def false_alarms(drift, folder):
    """Whether all is well, and the largest effects of each check."""
    bad = {size: [0, 0] for size in SIZES}
    most = {}
    print("| corpus | halves | 100 texts | 1,000 texts | all |")
    print("| --- | --- | --- | --- | --- |")
    for name in CORPORA:
        rows = read(folder, name)
        here = {size: 0 for size in SIZES}
        for seed in range(HALVES):
            draw = random.Random(seed)
            draw.shuffle(rows)
            half = min(len(rows) // 2, TRAINED)
            model = drift.train(rows[:half])
            for size in SIZES:
                found = drift.compare(model, rows[half:2 * half][:size or None])
                alarm = found["verdict"] == "drift"
                here[size] += alarm
                bad[size][0] += alarm
                bad[size][1] += 1
                if alarm:
                    print(name, seed, size, found["alarms"], file=sys.stderr)
                for check in found["checks"]:
                    if check["tested"]:
                        key = check["name"], size
                        most[key] = max(most.get(key, 0), check["effect"])
        print(f"| {name} | {HALVES} | " +
              " | ".join(str(here[size]) for size in SIZES) + " |", flush=True)
    for (name, size), effect in sorted(most.items()):
        print(f"largest effect by chance: {name}, {size or 'all'} texts: "
              f"{effect:.3f}", file=sys.stderr)
    return all(alarms <= FALSE * n for alarms, n in bad.values())


def by_shares(rows, share, draw):
    """Rows whose first label, in order, has a share."""
    labels = sorted({row[0] for row in rows})
    first = [row for row in rows if row[0] == labels[0]]
    rest = [row for row in rows if row[0] != labels[0]]
    n = int(min(len(first) / share, len(rest) / (1 - share)))
    return draw.sample(first, int(n * share)) + draw.sample(
        rest, int(n * (1 - share)))


def junk(text, draw):
    """A page's remains around a text."""
    return (f'<div class="c{draw.randrange(99)}" data-track="x{draw.random()}">'
            f'<a href="/t/{draw.randrange(9999)}">Subscribe</a>&nbsp;'
            f"{text} &mdash; window.dataLayer.push({{}}) &copy; cookies")


def shifts(folder):
    """Name, rows to train on, rows that are new; None for their pair."""
    draw = random.Random(1)
    imdb, mr = read(folder, "imdb"), read(folder, "mr")
    sst = read(folder, "sst2")
    news = read(folder, "newsmtsc_sentence")
    economy = read(folder, "economic_news_tone")
    for rows in (imdb, mr, sst, news, economy):
        draw.shuffle(rows)
    yield "imdb, then news", imdb[:4000], news
    yield "mr, then uci_sentences", mr, read(folder, "uci_sentences")
    yield "sst2, then German", sst, read(folder, "sb10k_de")
    yield "news, then Spanish", news, read(folder, "cuba_hotels_es")
    half = len(sst) // 2
    yield ("sst2, half and half, then 80 % negative",
           by_shares(sst[:half], 0.5, draw), by_shares(sst[half:], 0.8, draw))
    half = len(mr) // 2
    yield ("mr, half and half, then 20 % negative",
           by_shares(mr[:half], 0.5, draw), by_shares(mr[half:], 0.2, draw))
    yield "politics, then finance", news, read(folder, "fpb_50agree")
    yield "sentences, then articles", news, economy
    half = len(news) // 2
    yield ("news, then with remains of pages", news[:half],
           [[label, junk(text, draw)] for label, text in news[half:]])
    yield ("imdb, then its first 100 bytes", imdb[:4000],
           [[label, text[:100]] for label, text in imdb[4000:9000]])
    yield (HARMLESS, news[:half],
           [[label, "".join(c for c in text.lower() if c.isalnum() or c == " ")]
            for label, text in news[half:]])


def real_shifts(drift, folder):
    ok = True
    print("\n| shift | 300 texts | up to 5,000 | alarms |")
    print("| --- | --- | --- | --- |")
    for name, train, new in shifts(folder):
        model = drift.train(train)
        random.Random(2).shuffle(new)
        found = [drift.compare(model, new[:n]) for n in (300, 5000)]
        wanted = "none" if name == HARMLESS else "drift"
        ok = ok and all(f["verdict"] == wanted for f in found)
        print(f"| {name} | " + " | ".join(f["verdict"] for f in found) +
              f" | {', '.join(found[1]['alarms'])} |", flush=True)
        for check in found[1]["checks"]:
            if check["tested"]:
                print(f"  {name}: {check['name']} {check['effect']:.3f} "
                      f"p {check['p']:.3g}", file=sys.stderr)
    return ok


def alarms_of(axes):
    """The checks that raise an alarm, each with its axes."""
    found = {}
    for axis in axes:
        for check in axis["alarms"]:
            found.setdefault(check, []).append(axis["axis"])
    return found


def false_alarms_of_baselines(drift, folder):
    names = [f"{then or 'all'}, {now or 'all'}" for then, now in PAIRS]
    bad = [0] * len(PAIRS)
    print("\n| corpus | draws | " + " | ".join(names) + " |")
    print("| --- " * (2 + len(PAIRS)) + "|")
    for name in WITH_BASELINE:
        rows = read(folder, name)
        here = [0] * len(PAIRS)
        for seed in range(HALVES):
            random.Random(seed).shuffle(rows)
            half = min(len(rows) // 2, TRAINED)
            for i, (then, now) in enumerate(PAIRS):
                found = alarms_of(drift.beside(
                    rows[:half][:then or None],
                    rows[half:2 * half][:now or None]))
                here[i] += bool(found)
                if found:
                    print(name, seed, names[i], found, file=sys.stderr)
        bad = [a + b for a, b in zip(bad, here)]
        print(f"| {name} | {HALVES} | " + " | ".join(map(str, here)) + " |",
              flush=True)
    return all(n <= FALSE * HALVES * len(WITH_BASELINE) for n in bad)


def shifts_from_baselines(drift, folder):
    ok = True
    print("\n| shift | 300 texts each | up to 5,000 | axes and alarms |")
    print("| --- | --- | --- | --- |")
    for name, then, new in shifts(folder):
        for rows in (then, new):
            random.Random(2).shuffle(rows)
        found = [alarms_of(drift.beside(then[:n], new[:n]))
                 for n in (300, 5000)]
        ok = ok and (not any(found) if name == HARMLESS else bool(found[1]))
        axes = {axis for on in found[1].values() for axis in on}
        print(f"| {name} | " +
              " | ".join("drift" if f else "none" for f in found) +
              f" | {len(axes)}: {', '.join(found[1])} |", flush=True)
        print(f"  {name}: {found}", file=sys.stderr)
    return ok


def main():
    tenor, folder = os.path.abspath(sys.argv[1]), sys.argv[2]
    with tempfile.TemporaryDirectory() as work:
        drift = Drift(tenor, work)
        calm = false_alarms(drift, folder)
        seen = real_shifts(drift, folder)
        calm &= false_alarms_of_baselines(drift, folder)
        seen &= shifts_from_baselines(drift, folder)
    if not calm:
        print("drift.py: too many false alarms", file=sys.stderr)
    if not seen:
        print("drift.py: a shift was not seen", file=sys.stderr)
    return 0 if calm and seen else 1


if __name__ == "__main__":
    sys.exit(main())
