"""docs/speed.svg: throughput as bars, time against size as a line.

Colours follow the reader's choice of light or dark; the figures stand in the
title and description, too, for who does not see them."""
import math
from html import escape

import speed_table

WIDTH, HEIGHT = 760, 660
LEFT, RIGHT = 210, 700  # of the bars
BAR, GAP, TOP = 20, 10, 60
PLOT_LEFT, PLOT_RIGHT = 90, 700
PLOT_TOP, PLOT_BOTTOM = 400, 600

STYLE = """
  text { font: 13px sans-serif; fill: #1f2328; }
  .head { font-weight: bold; font-size: 15px; }
  .ours { fill: #0969da; } .other { fill: #8c959f; }
  .grid { stroke: #d0d7de; } .axis { stroke: #59636e; }
  .line { stroke: #0969da; stroke-width: 2; fill: none; }
  .straight { stroke: #8c959f; stroke-dasharray: 5 4; }
  .back { fill: #ffffff; }
  @media (prefers-color-scheme: dark) {
    text { fill: #f0f6fc; } .back { fill: #0d1117; }
    .ours { fill: #4493f8; } .other { fill: #7d8590; }
    .grid { stroke: #30363d; } .axis { stroke: #9198a1; }
    .line { stroke: #4493f8; } .straight { stroke: #7d8590; }
  }
"""


def text(x, y, words, anchor="start", kind=""):
    mark = f' class="{kind}"' if kind else ""
    return (f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{mark}>'
            f"{escape(words)}</text>")


def stroke(x1, y1, x2, y2, kind):
    return (f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" '
            f'class="{kind}"/>')


# ---- bars -------------------------------------------------------------------

def ratios(results):
    """(name, times the base) of all that was measured."""
    records = results["throughput"]
    base = records[speed_table.BASE]
    if "failed" in base:
        return []
    return [(name.replace("all axes", f"{results['axes']} axes"),
             speed_table.rate(r) / speed_table.rate(base))
            for name, r in records.items() if "failed" not in r]


def bars(found):
    most = max(ratio for _, ratio in found)
    parts = [text(20, 34, f"Texts labelled in a second, as a multiple of "
                          f"{speed_table.BASE}", kind="head")]
    for i, (name, ratio) in enumerate(found):
        y = TOP + i * (BAR + GAP)
        width = max(1, (RIGHT - LEFT) * ratio / most)
        kind = "ours" if name.startswith("Tenor") else "other"
        parts += [text(LEFT - 10, y + 15, name, "end"),
                  f'<rect x="{LEFT}" y="{y}" width="{width:.1f}" '
                  f'height="{BAR}" class="{kind}"/>',
                  text(LEFT + width + 6, y + 15, speed_table.three(ratio))]
    return parts


# ---- time against size ------------------------------------------------------

def points(results):
    """(MB, seconds) of all that was measured."""
    return [(r["bytes"] / 1e6, r["seconds"]) for r in results["sizes"]
            if "failed" not in r]


def decades(values):
    return (math.floor(math.log10(min(values)) + 1e-3),
            math.ceil(math.log10(max(values)) - 1e-3))


def scale(low, high, begin, end):
    """From a value to a place, by its logarithm."""
    span = max(high - low, 1)
    return lambda v: begin + (end - begin) * (math.log10(v) - low) / span


def curve(found):
    x0, x1 = decades([p[0] for p in found])
    y0, y1 = decades([p[1] for p in found])
    x = scale(x0, x1, PLOT_LEFT, PLOT_RIGHT)
    y = scale(y0, y1, PLOT_BOTTOM, PLOT_TOP)
    parts = [text(20, PLOT_TOP - 26, "Seconds against MB of the corpus, "
                  f"{speed_table.THREADS} threads, both axes logarithmic",
                  kind="head")]
    for e in range(x0, x1 + 1):
        parts += [stroke(x(10**e), PLOT_TOP, x(10**e), PLOT_BOTTOM, "grid"),
                  text(x(10**e), PLOT_BOTTOM + 20, f"{10**e:,g}", "middle")]
    for e in range(y0, y1 + 1):
        parts += [stroke(PLOT_LEFT, y(10**e), PLOT_RIGHT, y(10**e), "grid"),
                  text(PLOT_LEFT - 8, y(10**e) + 4, f"{10**e:,g}", "end")]
    parts.append(stroke(PLOT_LEFT, PLOT_BOTTOM, PLOT_RIGHT, PLOT_BOTTOM,
                        "axis"))
    parts += straight(found, x, y, 10**x0, 10**y0)
    path = " ".join(f"{x(a):.1f},{y(b):.1f}" for a, b in found)
    parts.append(f'<polyline points="{path}" class="line"/>')
    parts += [f'<circle cx="{x(a):.1f}" cy="{y(b):.1f}" r="4" class="ours"/>'
              for a, b in found]
    parts.append(text(PLOT_RIGHT, PLOT_BOTTOM + 44, "dashed: proportional to "
                      "the size", "end"))
    return parts


def straight(found, x, y, least_x, least_y):
    """What the largest corpus would make of the others."""
    a, b = found[-1]
    from_x = max(least_x, a * least_y / b)
    return [stroke(x(from_x), y(b * from_x / a), x(a), y(b), "straight")]


# ---- the picture ------------------------------------------------------------

def describe(found, line):
    said = "; ".join(f"{name} {speed_table.three(ratio)}"
                     for name, ratio in found)
    grown = "; ".join(f"{a:,.0f} MB {speed_table.three(b)} s"
                      for a, b in line)
    return (f"Throughput as a multiple of {speed_table.BASE}: {said}. "
            f"Time by size of the corpus: {grown}.")


def draw(results):
    found, line = ratios(results), points(results)
    parts = (bars(found) if found else []) + (curve(line) if line else [])
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} '
        f'{HEIGHT}" role="img" aria-labelledby="title desc">',
        '<title id="title">How fast Tenor labels texts</title>',
        f'<desc id="desc">{escape(describe(found, line))}</desc>',
        f"<style>{STYLE}</style>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" class="back"/>',
        *parts, "</svg>", ""])
