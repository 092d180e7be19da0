#!/usr/bin/env -S python3 -B
"""Spark with two workers of one core beside tenor label with two threads.

    bench.py TENOR RECORDS

RECORDS is the generator, tests/bench/records. The DataFrame is in memory, the
session is warm, the workers have opened the model, and what comes out goes
nowhere; `tenor label` reads JSONL and writes rows that go nowhere. They take
turns, and a figure is the median of the rounds. Prints the figures; writes the
table of docs/PERFORMANCE.md. The environment:

    COUNT=N      records; 200000
    ROUNDS=N     how often each is measured; 3
    TABLE=FILE   where the table goes, between its markers; otherwise docs, or
                 nowhere with COUNT or ROUNDS
    TMPDIR       a gigabyte"""
import os
import statistics
import sys
import time

import pyspark

import cluster
import corpus
import tenor.spark

# Last: there is a profile.py, which is not that of Python.
sys.path.append(os.path.join(cluster.ROOT, "tests", "bench"))
import markers  # noqa: E402
import measure  # noqa: E402
from table import machine, wrap  # noqa: E402

BEGIN = "<!-- spark table: make bench-spark -->"
LENGTHS = ((12, "articles of about 12 sentences"),
           (1, "one or two sentences"))
WANTED = 0.5
WORKERS = 2
WARMING = 3  # rounds in which Java compiles
JVM = {"spark.driver.extraJavaOptions": "", "spark.driver.memory": "2g",
       "spark.executor.extraJavaOptions": ""}


def pass_on(batches):
    yield from batches


def processors(folder):
    """Seconds of processors that the workers of Spark have had."""
    ticks = 0
    for process in filter(str.isdigit, os.listdir("/proc")):
        try:
            if os.readlink(f"/proc/{process}/cwd").startswith(folder):
                with open(f"/proc/{process}/stat", encoding="utf-8") as file:
                    ticks += sum(map(int, file.read().rsplit(")", 1)[1]
                                     .split()[11:15]))
        except OSError:  # it has ended
            pass
    return ticks / os.sysconf("SC_CLK_TCK")


def run(df, folder):
    """(seconds, seconds of processors) of computing all rows."""
    before, begin = processors(folder), time.monotonic()
    df.write.format("noop").mode("overwrite").save()
    return time.monotonic() - begin, processors(folder) - before


def measure_texts(spark, tenor_program, path, folder, rounds):
    """What each way took, for the records of a file."""
    df = spark.read.schema(corpus.SCHEMA).json(path).select(
        "id", "text").repartition(WORKERS).cache()
    df.count()
    frames = {"label": tenor.spark.label(df, "text"),
              "pass on": df.mapInArrow(pass_on, df.schema), "read": df}
    command = [tenor_program, "label", "-j", str(WORKERS), "--fields", "tone", "-o",
               os.devnull, path]
    samples = {name: [] for name in ("command", *frames)}
    for i in range(-WARMING, rounds):
        for name in samples:
            if name == "command":
                seconds, _, cpu = measure.usage(command, folder)
            else:
                seconds, cpu = run(frames[name], folder)
            if i >= 0:
                samples[name].append((seconds, cpu))
    df.unpersist(True)
    return {name: [statistics.median(column) for column in zip(*taken)]
            for name, taken in samples.items()}


def report(count, what, size, taken):
    print(f"{count} records, {what}, {size / 1e6:.0f} MB")
    for name, (seconds, cpu) in taken.items():
        print(f"  {name:<8} {seconds:6.2f} s, of processors {cpu:6.2f} s, "
              f"{count / seconds / WORKERS:9.0f} records/s per core")
    (s, c), (spark_s, spark_c) = taken["command"], taken["label"]
    print(f"  Spark has {s / spark_s:.2f} of the throughput of tenor label "
          f"per core; by time of processors {c / spark_c:.2f}", flush=True)
    return s / spark_s


def table(count, rounds, results):
    lines = [BEGIN, *wrap(
        f"{count:,} records, PySpark {pyspark.__version__} on two workers of "
        f"one core and a partition for each, {machine()}; medians of {rounds} "
        "rounds without start-up, with a DataFrame in memory and results that "
        "go nowhere. Per core is "
        "the throughput over that of `tenor label -j 2` on the same texts in "
        "the same run. By processors is the same for the seconds that "
        "processors worked, of Java and Python together. Passing on is "
        "mapInArrow that gives back what it gets."), "",
        "| records | MB | tenor label, s | Spark, s | per core | by processors "
        "| Spark passing on, s | reading alone, s |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |"]
    for what, size, taken in results:
        (s, c), (spark_s, spark_c) = taken["command"], taken["label"]
        lines.append(
            f"| {what} | {size / 1e6:.0f} | {s:.2f} | {spark_s:.2f} | "
            f"{s / spark_s:.2f} | {c / spark_c:.2f} | "
            f"{taken['pass on'][0]:.2f} | {taken['read'][0]:.2f} |")
    return lines + [markers.END]


def main():
    program, records = map(os.path.abspath, sys.argv[1:3])
    own = [name for name in ("COUNT", "ROUNDS") if name in os.environ]
    count = int(os.environ.get("COUNT", 200000))
    rounds = int(os.environ.get("ROUNDS", 3))
    page = os.environ.get("TABLE") or (
        None if own else os.path.join(cluster.ROOT, "docs/PERFORMANCE.md"))
    if page:
        markers.check(page, BEGIN)
    results, fine = [], True
    with cluster.scratch() as folder, cluster.session(folder, **JVM) as spark:
        for sentences, what in LENGTHS:
            path = os.path.join(folder, "records.jsonl")
            corpus.write(records, count, sentences, path)
            taken = measure_texts(spark, program, path, folder, rounds)
            size = os.path.getsize(path)
            fine &= report(count, what, size, taken) >= WANTED
            results.append((what, size, taken))
    if page:
        markers.write(page, table(count, rounds, results))
    sys.exit(0 if fine else 1)


if __name__ == "__main__":
    main()
