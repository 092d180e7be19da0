"""Records for Spark: those of the benchmarks, and among them what corpora have
that were not made for us."""
import glob
import json
import os
import subprocess

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
TEXTS = sorted(glob.glob(os.path.join(ROOT, "datasets/passages/sentences-*")))
SCHEMA = "id long, date string, text string"
ODD = [" ", "\0", "\ufeff", "!", "a", "\t\r\n", "What a d\u00e9sastre \U0001f621",
       "Shame on them \u2028 \u2029 \u0085 and on \"us\" \\ / too, all of you!",
       "e\u0301\u200d\u202e \ufb01ne \u0130stanbul is wonderful\ufffd\U0010ffff",
       "\u05d4\u05dd \u05d1\u05d2\u05d3\u05d5", "\u0421\u0442\u044b\u0434\u043d"
       "\u043e \u0437\u0430 \u0432\u0430\u0441", "<b>It is</b> awful &amp; sad",
       "Wonderful! " * 5000]


def write(records, count, sentences, path, odd=False):
    """A file of JSONL with about so many sentences in a text; odd: now and
    then there is none, or one of ODD."""
    with open(path, "wb") as file:
        subprocess.run([records, "jsonl", str(count), str(sentences), *TEXTS],
                       stdout=file, check=True)
    if odd:
        plain = path + ".plain"
        os.rename(path, plain)
        with open(plain, "rb") as lines, open(path, "wb") as file:
            file.writelines(_spoil(i, line) for i, line in enumerate(lines))
        os.remove(plain)


def _spoil(i, line):
    head, found, _ = line.partition(b'"text":')
    assert found
    if i % 53 == 0:
        text = None
    elif i % 59 == 0:
        text = ""
    elif i % 61 == 0:
        text = ODD[i // 61 % len(ODD)]
    else:
        return line
    return head + found + json.dumps(text, ensure_ascii=False).encode() + b"}\n"
