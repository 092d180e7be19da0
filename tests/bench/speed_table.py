"""The figures of speed.py for people: rows as they come, the tables of
docs/PERFORMANCE.md, the rows that the README shows.

A record has either "failed", a message, or: seconds (median), least, most,
bytes of text, memory (KiB or None), processors (seconds or None)."""
import datetime
import math

from markers import END
from table import grid, machine, wrap

BEGIN = "<!-- speed table: make bench -->"
THREADS = 2
BASE = "wc -w"
README = (BASE, "Tenor, one axis", "Tenor, all axes", "fastText, words",
          "fastText, pairs", "scikit-learn", "VADER")
# From here on, the start of the program is little beside the work.
LINE_FROM = 9 * 10**6


def own(results):
    """The records without which there is nothing to say."""
    return [r for part in ("throughput", "training", "article")
            for name, r in results[part].items()
            if name.startswith(("Tenor", "tenor", "wc", "true"))
            ] + results["sizes"]


def fine(*records):
    return not any("failed" in r for r in records)


# ---- one figure -------------------------------------------------------------

def rate(r):
    """MB of text in a second."""
    return r["bytes"] / r["seconds"] / 1e6


def three(x):
    """With three digits."""
    if x >= 100:
        return f"{x:,.0f}"
    digits = 2 - math.floor(math.log10(x)) if x > 0 else 0
    return f"{x:.{min(max(digits, 0), 4)}f}"


def seconds(r):
    return three(r["seconds"])


def spread(r):
    return f"{three(r['least'])} - {three(r['most'])}"


def memory(r):
    return "-" if r["memory"] is None else f"{r['memory'] / 1024:,.0f}"


def processors(r):
    return "-" if r["processors"] is None else three(r["processors"])


def times(r, base):
    """How many times as long as the base."""
    return three(r["seconds"] / base["seconds"])


def times_as_fast(r, base):
    return three(rate(r) / rate(base))


# ---- rows as they come ------------------------------------------------------

FORMAT = "  {:<28} {:>9} {:>19} {:>9} {:>8} {:>7}"


def print_head():
    print(FORMAT.format("", "seconds", "least - most", "of CPUs", "MB/s",
                        "MiB"), flush=True)


def print_row(name, r):
    if "failed" in r:
        print(f"  {name:<28} failed: {r['failed']}", flush=True)
        return
    print(FORMAT.format(name, seconds(r), spread(r), processors(r),
                        three(rate(r)), memory(r)), flush=True)


# ---- the tables -------------------------------------------------------------

def name_of(name, results):
    version = results["versions"].get(name.split(",")[0])
    name = name.replace("all axes", f"{results['axes']} axes")
    return name if not version or name.startswith("Tenor") else \
        name.replace(name.split(",")[0], f"{name.split(',')[0]} {version}")


def row(name, r, figures, results):
    if "failed" in r:
        why = r["failed"].replace("|", "\\|")
        return [name_of(name, results), f"failed: {why}",
                *[""] * (len(figures) - 1)]
    return [name_of(name, results), *(figure(r) for figure in figures)]


def table(head, records, figures, results):
    return grid(head, [row(name, r, figures, results)
                       for name, r in records.items()])


def against(base, figure):
    """The figure beside a base, or nothing where that failed."""
    return lambda r: figure(r, base) if fine(base) else "-"


def throughput(results, names=None, short=False):
    records = {name: r for name, r in results["throughput"].items()
               if not names or name in names}
    base = results["throughput"][BASE]
    columns = [("MB/s", lambda r: three(rate(r))),
               (f"times {BASE}", against(base, times_as_fast))]
    if not short:
        columns += [("seconds", seconds), ("least - most", spread),
                    ("of CPUs", processors), ("MiB", memory)]
    head, figures = zip(*columns)
    return table(["label texts", *head], records, figures, results)


def training(results):
    base = results["training"]["Tenor"]
    return table(["train", "seconds", "least - most", "times Tenor", "of CPUs",
                  "MiB"], results["training"],
                 (seconds, spread, against(base, times), processors, memory),
                 results)


def article(results):
    def more(r, base):
        return f"{1000 * (r['seconds'] - base['seconds']):.1f}"

    return table(["one article", "milliseconds", "more than true", "MiB"],
                 results["article"],
                 (lambda r: f"{1000 * r['seconds']:.1f}",
                  against(results["article"]["true"], more), memory), results)


def sizes(results):
    rows = [[f"{r['bytes'] / 1e6:,.0f}", seconds(r), three(rate(r)), memory(r)]
            if fine(r) else ["?", f"failed: {r['failed']}", "", ""]
            for r in results["sizes"]]
    return grid(["corpus, MB", "seconds", "MB/s", "MiB"], rows)


# ---- in words ---------------------------------------------------------------

def slope(points):
    """Of the line through points on two logarithmic axes, least squares."""
    x, y = ([math.log(p[i]) for p in points] for i in (0, 1))
    mx, my = sum(x) / len(x), sum(y) / len(y)
    return (sum((a - mx) * (b - my) for a, b in zip(x, y))
            / sum((a - mx) ** 2 for a in x))


def line(results):
    good = [r for r in results["sizes"]
            if fine(r) and r["bytes"] >= LINE_FROM]
    if len(good) < 3:
        return []
    s = slope([(r["bytes"], r["seconds"]) for r in good])
    rates = [rate(r) for r in good]
    held = [r["memory"] for r in good]
    return [f"From {good[0]['bytes'] / 1e6:,.0f} MB on, time grows with the "
            f"size to the power of {s:.3f}; the slowest size has "
            f"{100 * min(rates) / max(rates):.0f} % of the rate of the "
            f"fastest. Memory goes from {min(held) / 1024:.0f} to "
            f"{max(held) / 1024:.0f} MiB."]


def twice(results):
    """What a second thread brings."""
    records, found = results["throughput"], []
    for what, said in (("one axis", "one axis"),
                       ("all axes", f"{results['axes']} axes")):
        one = records[f"Tenor, {what}"]
        two = records[f"Tenor, {what}, {THREADS} threads"]
        if fine(one, two):
            found.append(f"{rate(two) / rate(one):.2f} times as fast with "
                         f"{said}")
    return [f"{THREADS} threads beside one: {', '.join(found)}."] if found \
        else []


def beside(results):
    """Tenor's rate, with one axis, as a multiple of the others'."""
    records = results["throughput"]
    tenor = records["Tenor, one axis"]
    others = [f"{times_as_fast(tenor, records[name])} times {name}"
              for name in README if not name.startswith("Tenor")
              and fine(records[name])]
    if not others or not fine(tenor):
        return []
    return ["With one axis and one thread Tenor labels as many texts in a "
            f"second as {'; '.join(others)}."]


def summary(results):
    return beside(results) + twice(results) + line(results)


def head(results):
    versions = ", ".join(" ".join(pair)
                         for pair in results["versions"].items())
    return wrap(f"{versions}; {machine()}; "
                f"{datetime.date.today().isoformat()}. "
                f"{results['texts']:,} texts of the test part of imdb, "
                f"{results['bytes'] / 1e6:.1f} MB (VADER: {results['some']:,} "
                f"of them); medians of {results['rounds']} rounds, MB are "
                "10^6 bytes of text as it is in the corpus, MiB the peak of "
                "the resident set.")


def render(results):
    lines = [*head(results), ""]
    for part in (throughput, training, article, sizes):
        lines += [*part(results), ""]
    for item in summary(results):
        lines += wrap(f"* {item}", "  ")
    return [BEGIN, *lines, END]


def render_some(results):
    return [BEGIN, *throughput(results, README, short=True), END]
