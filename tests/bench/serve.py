#!/usr/bin/env -S python3 -B
"""How many articles a second tenor serve scores on one processor, and how long
one takes.

    serve.py TENOR

Articles of 2 KB are put together from sentences of this tree, no two of them
alike. The server has one thread on one processor, wrk (Debian: wrk) sends from
another; all of it stays on 127.0.0.1. POST /score takes turns with GET
/healthz, which is what the library and the kernel need by themselves, and with
`tenor label -j 1` and `tenor score` on the same articles, on the processor of
the server. A figure is the median of the rounds. Prints the figures; writes the
table of docs/PERFORMANCE.md. The environment:

    ROUNDS=N       how often; 5
    SECONDS=N      of load in a round, for each kind; 4
    CONNECTIONS=N  that wrk keeps; 8
    TABLE=FILE     where the table goes, between its markers; otherwise docs, or
                   nowhere with ROUNDS, SECONDS or CONNECTIONS"""
import glob
import json
import os
import random
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request

import markers
import measure
from table import machine, wrap

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.join(HERE, "..", "..")
TEXTS = sorted(glob.glob(os.path.join(ROOT, "datasets/passages/sentences-*")))
BEGIN = "<!-- server table: make bench-serve -->"
ARTICLES = 40000
SIZE = 2000
WANTED = (2000, 10.0)  # requests a second; milliseconds at 99 %
LUA = """
local file = assert(io.open("%s", "rb"))
local text = file:read("*a")
local body, at, begin = {}, 0, 1
for stop in text:gmatch("()\\n") do
    body[#body + 1] = text:sub(begin, stop - 1)
    begin = stop + 1
end
local header = {["Content-Type"] = "text/plain"}
request = function()
    at = at %% #body + 1
    return wrk.format("POST", "/score", header, body[at])
end
done = function(summary, latency)
    local e = summary.errors
    io.stderr:write(string.format("%%d %%d %%d %%d %%d\\n", summary.requests,
        summary.duration, latency:percentile(50), latency:percentile(99),
        e.connect + e.read + e.write + e.status + e.timeout))
end
"""
DONE = LUA[LUA.index("done"):]


def write_articles(path):
    sentences = []
    for name in TEXTS:
        with open(name, encoding="utf-8") as file:
            sentences += [json.loads(line)["text"].replace("\n", " ")
                          for line in file]
    draw = random.Random(1)
    with open(path, "w", encoding="utf-8") as file:
        for _ in range(ARTICLES):
            article, size = [], 0
            while size < SIZE:
                article.append(draw.choice(sentences))
                size += len(article[-1].encode()) + 1
            file.write(" ".join(article) + "\n")
    return os.path.getsize(path)


# ---- the server -------------------------------------------------------------

def start(tenor, cpu, folder):
    """(process, URL) of a server on a processor."""
    said = os.path.join(folder, "said")
    with open(said, "wb") as file:
        server = subprocess.Popen(
            ["taskset", "-c", str(cpu), tenor, "serve", "--port", "0", "-j",
             "1"], stderr=file)
    for _ in range(200):
        with open(said, encoding="utf-8") as file:
            found = re.search(r"listening on (\S+)", file.read())
        if found or server.poll() is not None:
            break
        time.sleep(0.05)
    if not found:
        server.kill()
        raise SystemExit("serve.py: the server does not start")
    return server, found.group(1)


def get(url):
    with urllib.request.urlopen(url, timeout=20) as answer:
        return answer.read().decode()


def memory(server):
    with open(f"/proc/{server.pid}/status", encoding="ascii") as file:
        return int(re.search(r"VmHWM:\s+(\d+)", file.read()).group(1)) / 1024


def processor_time(server):
    """Seconds that the server has had."""
    with open(f"/proc/{server.pid}/stat", encoding="ascii") as file:
        user, system = file.read().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def load(server, url, script, seconds, connections, cpu):
    """(requests a second, p50, p99 in ms, microseconds of the server's
    processor for each) by wrk; errors end the bench."""
    before = processor_time(server)
    done = subprocess.run(
        ["taskset", "-c", str(cpu), "wrk", "-t1", f"-c{connections}",
         f"-d{seconds}s", "-s", script, url], stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE, text=True, check=True)
    requests, micro, p50, p99, errors = map(int, done.stderr.split()[-5:])
    if errors:
        raise SystemExit(f"serve.py: {errors} of {requests} requests failed")
    return (requests / (micro / 1e6), p50 / 1e3, p99 / 1e3,
            (processor_time(server) - before) / requests * 1e6)


def label(tenor, path, cpu, folder):
    """The same of tenor label on one thread, without latencies."""
    seconds, _, used = measure.usage(
        ["taskset", "-c", str(cpu), tenor, "label", "-j", "1", "--in", "lines",
         "--fields", "tone", path, "-o", os.devnull], folder)
    return ARTICLES / seconds, None, None, used / ARTICLES * 1e6


def reload_under_load(server, url, script, connections, cpu):
    """Reloads while wrk asks, as many as there is time for."""
    over = threading.Event()
    count = [0]

    def hang_up():
        while not over.wait(0.1):
            server.send_signal(signal.SIGHUP)
            count[0] += 1

    thread = threading.Thread(target=hang_up)
    thread.start()
    try:
        return load(server, url, script, 3, connections, cpu), count
    finally:
        over.set()
        thread.join()


# ---- all of it --------------------------------------------------------------

def measure_all(tenor, rounds, seconds, connections, folder):
    server_cpu, client_cpu = sorted(os.sched_getaffinity(0))[:2]
    articles = os.path.join(folder, "articles")
    score_lua, health_lua = (os.path.join(folder, name)
                             for name in ("score.lua", "health.lua"))
    size = write_articles(articles)
    for path, text in ((score_lua, LUA % articles),
                       (health_lua, DONE.replace("%%", "%"))):
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
    samples = {"score": [], "one": [], "healthz": [], "label": []}
    server, url = start(tenor, server_cpu, folder)
    try:
        load(server, url + "/score", score_lua, 1, connections, client_cpu)
        for _ in range(rounds):
            for name, path, script, n in (
                    ("score", "/score", score_lua, connections),
                    ("one", "/score", score_lua, 1),
                    ("healthz", "/healthz", health_lua, connections)):
                samples[name].append(load(server, url + path, script, seconds,
                                          n, client_cpu))
            samples["label"].append(label(tenor, articles, server_cpu, folder))
        reloaded, reloads = reload_under_load(server, url + "/score",
                                              score_lua, connections,
                                              client_cpu)
        held = memory(server)
        counted = get(url + "/metrics")
    finally:
        server.terminate()
        server.wait(60)
    figures = {name: [s[0] is not None and statistics.median(s)
                      for s in zip(*of)] for name, of in samples.items()}
    figures["reload"] = list(reloaded)
    figures["reloads"] = reloads[0]
    figures["least"] = min(s[0] for s in samples["score"])
    figures["worst"] = max(s[2] for s in samples["score"])
    figures["memory"] = held
    figures["bytes"] = size / ARTICLES
    figures["reloads_failed"] = int(re.search(
        r"^tenor_reloads_failed_total (\d+)", counted, re.M).group(1))
    return figures


NAMES = (("score", "POST /score, 2 KB"),
         ("one", "POST /score, one connection"),
         ("reload", "POST /score, and SIGHUP ten times a second"),
         ("healthz", "GET /healthz"))


def rows(f):
    lines = ["| what | a second | p50, ms | p99, ms | processor, µs | times "
             "label |", "| --- | ---: | ---: | ---: | ---: | ---: |"]
    for key, name in NAMES:
        rate, p50, p99, used = f[key]
        lines.append(f"| {name} | {rate:,.0f} | {p50:.2f} | {p99:.2f} | "
                     f"{used:.0f} | {used / f['label'][3]:.2f} |")
    rate, _, _, used = f["label"]
    lines.append(f"| tenor label -j 1 | {rate:,.0f} | - | - | {used:.0f} | "
                 "1.00 |")
    return lines


def table(f, rounds, seconds, connections):
    return [BEGIN, *wrap(
        f"{machine()}; the server has one thread on one of them, wrk the "
        f"other, with {connections} connections. {ARTICLES:,} articles of "
        f"{f['bytes']:,.0f} bytes in the mean, with the embedded model; "
        f"medians of {rounds} rounds of {seconds} s. The slowest round of "
        f"POST /score had {f['least']:,.0f} requests a second, the largest "
        f"p99 was {f['worst']:.2f} ms. With {f['reloads']} reloads no request "
        f"failed. The server held {f['memory']:.0f} MiB at most. Before it, "
        f"the load of the machine was {f['before']:.1f}: 0 is quiet. What an "
        "article takes of the server's processor depends least on what else "
        "the machine does; the ratio is that of these."), "",
        *rows(f), markers.END]


def main():
    tenor = os.path.abspath(sys.argv[1])
    own = [n for n in ("ROUNDS", "SECONDS", "CONNECTIONS") if n in os.environ]
    rounds = int(os.environ.get("ROUNDS", 5))
    seconds = int(os.environ.get("SECONDS", 4))
    connections = int(os.environ.get("CONNECTIONS", 8))
    page = os.environ.get("TABLE") or (
        None if own else os.path.join(ROOT, "docs/PERFORMANCE.md"))
    for tool in ("wrk", "taskset"):
        if not shutil.which(tool):
            raise SystemExit(f"serve.py: {tool} is missing (Debian: wrk, "
                             "util-linux)")
    if len(os.sched_getaffinity(0)) < 2:
        raise SystemExit("serve.py: two processors are needed")
    if page:
        markers.check(page, BEGIN)
    with tempfile.TemporaryDirectory(prefix="tenor-serve-") as folder:
        before = os.getloadavg()[0]
        f = measure_all(tenor, rounds, seconds, connections, folder)
        f["before"] = before
    print("\n".join(rows(f)))
    print(f"least {f['least']:.0f}/s, largest p99 {f['worst']:.2f} ms, "
          f"{f['reloads']} reloads, {f['memory']:.0f} MiB")
    fine = (f["score"][0] >= WANTED[0] and f["score"][2] < WANTED[1]
            and f["reloads_failed"] == 0)
    print("yes" if fine else "NO ", f"at least {WANTED[0]} a second with p99 "
          f"under {WANTED[1]:g} ms")
    if page:
        markers.write(page, table(f, rounds, seconds, connections))
    sys.exit(0 if fine else 1)


if __name__ == "__main__":
    main()
