#!/usr/bin/env -S python3 -B
"""Where the instructions of `tenor label` go, by valgrind's callgrind.

    profile.py TENOR TEXTS [MODEL]

TEXTS has one text a line. Prints instructions per word of each part of the
pipeline, and of all of it, as a table. An instruction count is the same on
every run and every machine with the same processor features; times are not.
Code in headers counts for the part that the header belongs to."""
import collections
import os
import re
import subprocess
import sys
import tempfile

PARTS = (  # name, source files
    ("tokens and sentences", "token.c token.h run.c run.h emmintrin.h glyph.c"),
    ("words to lexemes", "term.c term.h lexicon.c lexicon.h"),
    ("new words: fold, stem, look at", "word.c utf8.c utf8.h wordset.c stem.c "
     "libstemmer utf8proc xxhash.h"),
    ("new words: characters", "chars.c chars.h"),
    ("features and what a text had", "sums.c sums.h met.c met.h feature.c "
     "feature.h"),
    ("table", "table.c table.h"),
    ("adding rows", "total.c total.h"),
    ("language", "langid.c langid.h"),
    ("sentences to text, probabilities", "sentences.c score.c aggregate.c "
     "classifier.c classifier.h scorer.c"),
    ("titles, debris, quoted speech", "article.c quotation.c marker.c"),
    ("reading and writing", "label_work.c label_run.c reading.c "
     "reading_stream.c records.c records_lines.c rows.c rows_tsv.c counting.c "
     "ordered.c stream.c sink.c decimal.h"),
)


def part_of(place):
    """The part of a callgrind row "FILE:FUNCTION [OBJECT]"."""
    file = os.path.basename(place.split(":", 1)[0])
    for name, files in PARTS:
        if file in files.split():
            return name
    # Without line numbers only the name is left: libstemmer's C code.
    if re.search(r":(find_among|r_|english|.*_UTF_8|SN_|slice|replace_s|in_|out_"
                 r"|skip_|eq_|sb_)", place):
        return PARTS[2][0]
    if "utf8proc" in place:
        return PARTS[2][0]
    return "else: the C library, starting"


def main():
    tenor, texts = sys.argv[1:3]
    model = ["-m", sys.argv[3]] if len(sys.argv) > 3 else []
    with open(texts, "rb") as file:
        words = len(file.read().split())
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, "callgrind")
        subprocess.run(
            ["valgrind", "-q", "--tool=callgrind",
             f"--callgrind-out-file={out}", tenor, "label", *model, "--in",
             "lines", "--fields", "tone", "-j", "1", texts],
            stdout=subprocess.DEVNULL, check=True)
        listing = subprocess.run(
            ["callgrind_annotate", "--threshold=100", out], check=True,
            text=True, capture_output=True).stdout
    count = collections.Counter()
    for line in listing.split("\n"):
        row = re.match(r"\s*([\d,]+) \(\s*[\d.]+%\)\s+(\S+:.*)", line)
        if row:
            count[part_of(row[2])] += int(row[1].replace(",", ""))
    total = sum(count.values())
    print(f"| part | instructions a word, of {words:,} words | share |")
    print("| --- | ---: | ---: |")
    for name, n in count.most_common():
        print(f"| {name} | {n / words:.0f} | {100 * n / total:.0f} % |")
    print(f"| all | {total / words:.0f} | 100 % |")


if __name__ == "__main__":
    main()
