"""The figures of accuracy.py for people: rows as they come, the table of
docs/ACCURACY.md, the summary under it.

A row is a dict: "corpus", of the suite; "split", if it could be made; for
each tool a record, which has either all figures or "failed", a message."""
import datetime
import os
import textwrap

import markers

TOOLS = ("fastText", "scikit-learn", "Tenor")
PEERS = TOOLS[:2]
BEGIN = "<!-- accuracy table: make bench-accuracy -->"
END = markers.END
SMALL = 1000  # the ece of fewer documents is mostly chance
ECE = 0.03  # what it should not exceed on others
COVERAGE = 0.95  # stated for label sets
# One of each kind, and the one where Tenor is furthest behind.
README = ("imdb", "newsmtsc_sentence", "babe", "goemotions_ekman",
          "davidson_hate", "rusentiment_ru", "stanford_politeness")


def accuracy(r):
    return 100 * r["correct"] / r["documents"]


def macro_f1(r):
    return round(100 * r["macro_f1"], 4)  # to the digits that Tenor prints


# ---- rows as they come ------------------------------------------------------

FORMAT = "{:<24} {:<13} {:>8} {:>8} {:>6} {:>8} {:>6}{}"


def print_head():
    print(FORMAT.format("corpus", "tool", "accuracy", "macro-F1", "ece",
                        "seconds", "MiB", ""), flush=True)


def print_row(name, tool, r):
    if "failed" in r:
        print(f"{name:<24} {tool:<13} failed: {r['failed']}", flush=True)
        return
    ece = "-" if r["ece"] is None else f"{100 * r['ece']:.2f}"
    note = f"  from the cache, {r['date']}" if r.get("cached") else ""
    print(FORMAT.format(
        name, tool, f"{accuracy(r):.2f}", f"{macro_f1(r):.2f}", ece,
        f"{r['seconds']:.1f}", f"{r['memory'] / 1024:.0f}", note), flush=True)


# ---- the summary ------------------------------------------------------------

def whole(rows):
    return [row for row in rows
            if not any("failed" in row[tool] for tool in TOOLS)]


def gains(rows, figure):
    """By how much Tenor is above the better peer in a figure, per corpus."""
    return {row["corpus"].name:
            figure(row["Tenor"]) - max(figure(row[p]) for p in PEERS)
            for row in rows}


def compare(rows, what, figure):
    gain = gains(rows, figure)
    behind = sorted((g, name) for name, g in gain.items() if g < 0)
    mean = sum(gain.values()) / len(gain)
    text = (f"{what}: Tenor is at least as good as the better peer on "
            f"{len(gain) - len(behind)} of {len(gain)} corpora; mean gain "
            f"over the better peer {mean:+.2f} points.")
    if behind:
        text += " Behind on " + ", ".join(
            f"{name} ({g:+.2f})" for g, name in behind) + "."
    return text


def calibration(rows):
    large = [(row["Tenor"]["ece"], row["Tenor"]["ece_by_chance"],
              row["corpus"].name) for row in rows
             if "failed" not in row["Tenor"]
             and row["Tenor"]["documents"] >= SMALL]
    above = sorted(((e, chance, name) for e, chance, name in large if e > ECE),
                   reverse=True)
    text = (f"Calibration: ece is at most {100 * ECE:.0f} on "
            f"{len(large) - len(above)} of the {len(large)} test parts with "
            f"{SMALL:,} documents or more.")
    if above:
        text += (" Above, and beside it what perfect calibration would show: "
                 + ", ".join(f"{name} ({100 * e:.1f}; {100 * chance:.1f})"
                             for e, chance, name in above) + ".")
    return text


def coverage(rows):
    """Test parts where label sets hold the label less often than stated, by
    more than two standard errors of both parts."""
    below, n = [], 0
    for row in rows:
        r = row["Tenor"]
        if "failed" in r:
            continue
        n += 1
        m, k = r["documents"], row["split"].documents["train"]
        error = (COVERAGE * (1 - COVERAGE) * (1 / m + 1 / k)) ** 0.5
        if r["held"] < COVERAGE - 2 * error:
            below.append((row["corpus"].name, r["held"]))
    text = (f"Label sets of {COVERAGE:g} hold the true label as often as "
            f"stated, to two standard errors, or more often, on "
            f"{n - len(below)} of {n} test parts.")
    if below:
        text += " Less often on " + ", ".join(
            f"{name} ({held:.3f})" for name, held in below) + "."
    return text


def origin(rows):
    """Where the peers' figures come from."""
    records = [(row["corpus"].name, row[p]) for row in rows for p in PEERS
               if "failed" not in row[p]]
    cached = [(name, r["date"]) for name, r in records if r.get("cached")]
    if not cached:
        return ("All tools were measured in the same sitting, one after the "
                "other.")
    days = sorted({day for _, day in cached})
    when = days[0] if len(days) == 1 else f"{days[0]} to {days[-1]}"
    which = ("The peers' figures" if len(cached) == len(records) else
             "The peers' figures marked †")
    return (f"{which} come from a cache, measured on {when} on the same split "
            "with the same settings. Their times were not measured beside "
            "Tenor's: compare them with care.")


def summary(rows):
    good = whole(rows)
    lines = []
    if len(good) < len(rows):
        names = [row["corpus"].name for row in rows if row not in good]
        lines.append(f"A tool failed on {', '.join(names)}: left out of the "
                     "comparison.")
    if good:
        lines.append(compare(good, "Accuracy", accuracy))
        lines.append(compare(good, "Macro-F1", macro_f1))
    lines.append(calibration(rows))
    lines.append(coverage(rows))
    lines.append(origin(rows))
    return lines


# ---- the table --------------------------------------------------------------

def machine():
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            model = next(line.split(":", 1)[1].strip() for line in file
                         if line.startswith("model name"))
    except (OSError, StopIteration):
        model = os.uname().machine
    return f"{len(os.sched_getaffinity(0))} cores, {model}"


def versions(rows, tools):
    names = []
    for tool in tools:
        found = sorted({row[tool]["version"] for row in rows
                        if "failed" not in row[tool]})
        names.append(" ".join([tool, " and ".join(found)]).strip())
    return ", ".join(names)


def cells(row, tools, figure):
    """A figure of each tool, between slashes."""
    return " / ".join("failed" if "failed" in row[tool] else figure(row[tool])
                      for tool in tools)


def ece(r):
    return "-" if r["ece"] is None else f"{100 * r['ece']:.1f}"


def chance(r):
    return f"{100 * r['ece_by_chance']:.1f}" if "held" in r else "-"


def sets(r):
    if "held" not in r:
        return "-"
    return f"{100 * r['held']:.1f} / {r['set_labels']:.2f}"


def quality(r):
    return f"{accuracy(r):.1f} / {macro_f1(r):.1f}"


def documents(row):
    split = row.get("split")
    return " / ".join(f"{split.documents[p]:,}" if split else "?"
                      for p in ("train", "test"))


def markdown_row(row, tools, mark):
    corpus, split = row["corpus"], row.get("split")
    tenor = row.get("Tenor", {})

    def seconds(r):
        return f"{r['seconds']:.1f}" + (mark if r.get("cached") else "")

    def memory(r):
        return f"{r['memory'] / 1024:.0f}"

    return [corpus.name, corpus.language,
            str(split.classes) if split else "?",
            documents(row),
            *(cells(row, (tool,), quality) for tool in tools),
            cells(row, tools, ece), chance(tenor), sets(tenor),
            *(cells(row, tools, figure) for figure in (seconds, memory))]


def markdown(rows, tools):
    cached = [r.get("cached", False) for row in rows for p in PEERS
              if p in tools and "failed" not in (r := row[p])]
    mark = "" if all(cached) else "†"
    head = ["corpus", "language", "classes", "train / test", *tools,
            "ece", "by chance", "sets", "seconds", "MiB"]
    return grid(head, [markdown_row(row, tools, mark) for row in rows])


def grid(head, rows):
    return ["| " + " | ".join(line) + " |"
            for line in (head, ["---"] * len(head), *rows)]


def render_some(rows, tools):
    """The rows that the README shows."""
    head = ["corpus", "axis", "train / test", *tools]
    return [BEGIN, *grid(head, [
        [row["corpus"].name, row["corpus"].axis, documents(row),
         *(cells(row, (tool,), quality) for tool in tools)]
        for row in rows if row["corpus"].name in README]), END]


def wrap(text, indent=""):
    return textwrap.wrap(text, 79, subsequent_indent=indent,
                         break_long_words=False, break_on_hyphens=False)


def render(rows, tools):
    lines = wrap(f"{versions(rows, tools)}; {machine()}; "
                 f"{datetime.date.today().isoformat()}. Accuracy / macro-F1 "
                 "and ece in percent; ece by chance is what Tenor's would be "
                 "if every probability was exact; sets are how many percent "
                 f"of label sets with a stated {100 * COVERAGE:.0f} hold the "
                 "true label, and their mean number of labels; seconds and "
                 "peak memory of training. ece, seconds and MiB are of "
                 f"{', '.join(tools)}, in this order.")
    lines += ["", *markdown(rows, tools), ""]
    if tools == TOOLS:
        for line in summary(rows):
            lines += wrap(f"* {line}", "  ")
    return [BEGIN, *lines, END]


def check(path):
    """Stop at once, not after an hour, when the table would have no place."""
    markers.check(path, BEGIN)


def write(path, lines):
    markers.write(path, lines)
