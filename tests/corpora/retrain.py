#!/usr/bin/env python3
"""What retrain is worth, on real corpora, and whether it still is.

    tests/corpora/retrain.py TENOR CORPORA [time] [gate] [prior] [forget]

time   10 % more data on imdb: at least 2.4 times as fast as training from nothing
       (2.7 is usual), with an accuracy within 0.1 points
gate   100 harmless retrainings and 100 harmful ones on samples of mr: of the
       latter at most 5 may pass
prior  200 labels of polarity2.0 and of uci_sentences, to a model of imdb: in the
       mean of 20 samples better than training on the 200 alone, significantly;
       than the old model by a point on the latter, and on the former, whose
       domain is that of imdb, no worse by more than half a point
forget 1 and 100 texts of imdb: in less time than training from nothing, with
       probabilities of the test part within 0.02 of those

Fails when one of these does not hold. Times are of the processor.
"""
import json
import os
import random
import resource
import subprocess
import sys
import tempfile

failed = []


def complain(what):
    print("retrain:", what, file=sys.stderr)
    failed.append(what)


def run(*args, status=(0,)):
    """Run tenor; returns its exit status, stdout and seconds of processor."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    done = subprocess.run([TENOR, *args], capture_output=True, text=True)
    seconds = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
    if done.returncode not in status:
        sys.exit(f"{args}: {done.stderr}")
    return done.returncode, done.stdout, seconds


def read(*path):
    with open(os.path.join(CORPORA, *path), encoding="utf-8") as file:
        return [line.rstrip("\n").split("\t", 1) for line in file]


def write(name, rows):
    with open(name, "w", encoding="utf-8") as file:
        file.writelines(f"{label}\t{text}\n" for label, text in rows)
    return name


def accuracy(model, corpus):
    out = run("eval", "--samples", "0", "--format", "json", model, corpus)[1]
    return json.loads(out)["accuracy"]


def check_time():
    rows = read("imdb", "train.tsv")
    random.Random(1).shuffle(rows)
    new = len(rows) // 11
    write("new.tsv", rows[:new])
    write("old.tsv", rows[new:])
    test = os.path.join(CORPORA, "imdb", "test.tsv")
    run("train", "-q", "-o", "old", "old.tsv")
    scratch = run("train", "-q", "-o", "scratch", "old.tsv", "new.tsv")[2]
    warm = run("retrain", "-q", "--add", "new.tsv", "-o", "warm", "old")[2]
    a, b = accuracy("scratch", test), accuracy("warm", test)
    print(f"imdb: from nothing {scratch:.1f} s, accuracy {100 * a:.2f} %; "
          f"retrained with the gate {warm:.1f} s, {100 * b:.2f} %")
    if b < a - 0.001:
        complain("accuracy is more than 0.1 points lower")
    if scratch < 2.4 * warm:
        complain("retraining is not 2.4 times as fast")


# ---- the gate ---------------------------------------------------------------

FLIP = {"pos": "neg", "neg": "pos"}


def flipped(rows, _):
    return [(FLIP[label], text) for label, text in rows]


def one_label(rows, rng):
    label = rng.choice(sorted(FLIP))
    return [(label, text) for _, text in rows]


def half_flipped(rows, rng):
    return [(FLIP[x] if rng.random() < 0.5 else x, text) for x, text in rows]


def french(rows, rng):
    other = [r for r in read("allocine3k_fr", "train.tsv")]
    return [("neg" if label.startswith("n") else "pos", text)
            for label, text in rng.sample(other, len(rows))]


def shuffled_words(rows, rng):
    return [(FLIP[label], " ".join(rng.sample(text.split(), len(text.split()))))
            for label, text in rows]


HARM = [flipped, one_label, half_flipped, french, shuffled_words]


def passes(rng, rows, harm):
    rows = rng.sample(rows, 5600)
    old, new = rows[:5000], rows[5000:5000 + rng.choice([200, 400, 600])]
    write("old.tsv", old)
    write("new.tsv", harm(new, rng) if harm else new)
    run("train", "-q", "--no-search", "--characters", "0", "--ngrams", "2",
        "-o", "old", "old.tsv")
    return run("retrain", "-q", "--add", "new.tsv", "-o", "new", "old",
               status=(0, 1))[0] == 0


def check_gate(runs=100):
    rows = read("mr", "all.tsv")
    rng = random.Random(1)
    good = sum(passes(rng, rows, None) for _ in range(runs))
    bad = {h.__name__: [0, 0] for h in HARM}
    for i in range(runs):
        harm = HARM[i % len(HARM)]
        bad[harm.__name__][0] += passes(rng, rows, harm)
        bad[harm.__name__][1] += 1
    print(f"gate: {good} of {runs} harmless retrainings pass, and of the "
          "harmful", ", ".join(f"{n} of {m} {name}"
                               for name, (n, m) in bad.items()))
    if sum(n for n, _ in bad.values()) > 5 * runs // 100:
        complain("too many harmful retrainings pass")
    if good < runs // 2:
        complain("too few harmless retrainings pass")


# ---- a prior ----------------------------------------------------------------


def right(model, corpus, rows):
    """Whether the model labels each text right."""
    run("label", "-m", model, "--in", "tsv", "--text-column", "2", "--out",
        "jsonl", "--fields", "tone", "--progress", "never", "--no-receipt",
        "-o", "labelled", corpus)
    with open("labelled", encoding="utf-8") as file:
        return [json.loads(line)["tone.sentiment"] == label
                for line, (label, _) in zip(file, rows, strict=True)]


def mean_gain(samples, samples_of, texts_of):
    """The mean gain over samples and texts that they did not train on.

    samples  of each, {text: gain} where it is not 0, and the texts trained on
    *_of     how often each sample and text counts
    """
    total = count = 0
    every = sum(texts_of)
    for (gain, trained), times in zip(samples, samples_of):
        total += times * sum(g * texts_of[t] for t, g in gain.items())
        count += times * (every - sum(texts_of[t] for t in trained))
    return total / count


def times(n, rng):
    out = [0] * n
    for i in rng.choices(range(n), k=n):
        out[i] += 1
    return out


def interval(samples, texts, draws=2000):
    """The mean gain, its interval (95 %) and p of no gain, two-sided: samples
    and texts are drawn again, each with replacement (the pigeonhole bootstrap
    of Owen 2007, which errs on the safe side)."""
    rng = random.Random(1)
    drawn = sorted(mean_gain(samples, times(len(samples), rng),
                             times(texts, rng)) for _ in range(draws))
    below = sum(g <= 0 for g in drawn)
    p = min(1.0, 2 * (min(below, draws - below) + 1) / (draws + 1))
    return (mean_gain(samples, [1] * len(samples), [1] * texts),
            drawn[draws // 40], drawn[-1 - draws // 40], p)


def check_prior(seeds=20):
    run("train", "-q", "-o", "imdb", os.path.join(CORPORA, "imdb", "train.tsv"))
    for name in ["polarity2.0", "uci_sentences"]:
        path = os.path.join(CORPORA, name, "all.tsv")
        rows = read(name, "all.tsv")
        N = len(rows)
        old = right("imdb", path, rows)
        samples = {"old": [], "alone": []}
        accuracies = {"old": [], "alone": [], "adapted": []}
        for seed in range(seeds):
            trained = random.Random(seed).sample(range(N), 200)
            write("add.tsv", [rows[i] for i in trained])
            run("train", "-q", "-o", "alone", "add.tsv")
            run("retrain", "-q", "--force", "--prior", "--add", "add.tsv",
                "-o", "adapted", "imdb")
            of = {"old": old, "alone": right("alone", path, rows),
                  "adapted": right("adapted", path, rows)}
            rest = sorted(set(range(N)) - set(trained))
            for other, gains in samples.items():
                gains.append(({i: of["adapted"][i] - of[other][i] for i in rest
                               if of["adapted"][i] != of[other][i]}, trained))
            for model, all_of in accuracies.items():
                all_of.append(100 * sum(of[model][i] for i in rest) / len(rest))
        print(f"{name}, {seeds} samples:", ", ".join(
            f"{model} {min(a):.1f} to {max(a):.1f} %"
            for model, a in accuracies.items()))
        for other, gains in samples.items():
            gain, low, high, p = interval(gains, N)
            each = [100 * sum(g.values()) / (N - len(trained))
                    for g, trained in gains]
            print(f"{name}: {100 * gain:+.2f} [{100 * low:+.2f}, "
                  f"{100 * high:+.2f}] points more than {other}, p = {p:.2g}; "
                  f"less in {sum(g < 0 for g in each)} samples, by "
                  f"{-min(0, *each):.1f} at most")
            if other == "alone" and low <= 0:
                complain(f"{name}: not better than 200 labels alone")
            if other == "old" and gain < (
                    0.01 if name == "uci_sentences" else -0.005):
                complain(f"{name}: not better than the old model")


# ---- forgetting -------------------------------------------------------------

def probabilities(model, corpus):
    """Of the second label, for each text."""
    run("label", "-m", model, "--in", "tsv", "--text-column", "2", "--out",
        "jsonl", "--fields", "tone", "--progress", "never", "--no-receipt",
        "-o", "labelled", corpus)
    with open("labelled", encoding="utf-8") as file:
        for line in file:
            tone = json.loads(line)
            p = tone["tone.sentiment.p"]
            yield p if tone["tone.sentiment"] == "pos" else 1 - p


def check_forget():
    data = os.path.join(CORPORA, "imdb")
    corpus, test = (os.path.join(data, f"{x}.tsv") for x in ["train", "test"])
    train = run("train", "-q", "-o", "imdb", corpus)[2]
    for n in [1, 100]:
        lines = random.Random(n).sample(range(1, 25001), n)
        ids = [f"train.tsv:{i}" for i in lines]
        seconds = {}
        for how in ["warm", "scratch"]:
            extra = ["--from-scratch"] if how == "scratch" else []
            seconds[how] = run("forget", "-q", "imdb", "--data", data, "-o",
                               how, "--certificate", how + ".json", *extra,
                               *ids)[2]
        d = [abs(a - b) for a, b in zip(probabilities("warm", test),
                                        probabilities("scratch", test))]
        with open("warm.json", encoding="utf-8") as file:
            axis = json.load(file)["axes"][0]
        support = sum(t["support_vector"] for t in axis["texts"])
        print(f"imdb without {n}: {seconds['warm']:.1f} s, with "
              f"--from-scratch {seconds['scratch']:.1f} s, train {train:.1f} "
              f"s; {support} support vectors; probabilities differ by "
              f"{sum(d) / len(d):.4f} in the mean, {max(d):.4f} at most")
        if max(d) > 0.02:
            complain(f"without {n}: probabilities differ by {max(d):.3f}")
        if seconds["warm"] > train:
            complain(f"without {n}: slower than training from nothing")


def main():
    what = sys.argv[3:] or ["time", "gate", "prior", "forget"]
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        for name in what:
            globals()["check_" + name]()
    sys.exit(bool(failed))


if __name__ == "__main__":
    TENOR, CORPORA = map(os.path.abspath, sys.argv[1:3])
    main()
