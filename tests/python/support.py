"""What the tests share: the program to compare with, and texts.

The environment: TENOR, the program; TENOR_ROOT, this tree. With
TENOR_REQUIRE_ALL=1 a test that cannot run here is a failure, not a skip."""
import glob
import importlib
import json
import os
import random
import subprocess
import sys
import tempfile
import unittest

ROOT = os.environ.get("TENOR_ROOT") or os.path.abspath(
    os.path.join(os.path.dirname(__file__), "..", ".."))
TENOR = os.environ.get("TENOR") or os.path.join(ROOT, "build", "tenor")
REQUIRE_ALL = os.environ.get("TENOR_REQUIRE_ALL") == "1"
SANITIZED = "asan" in os.environ.get("LD_PRELOAD", "")
SEED = int(os.environ.get("SEED", 0)) or random.SystemRandom().randrange(
    1, 1 << 32)
TEXT_MAX = 64 << 20


def need(*modules):
    """Skip a test without these; fail it where all are required."""
    try:
        return [importlib.import_module(name) for name in modules]
    except ImportError as error:
        if REQUIRE_ALL:
            raise
        raise unittest.SkipTest(str(error)) from None


def run(*arguments, data=None, status=0):
    """What a command of the program prints, as bytes."""
    done = subprocess.run([TENOR, *arguments], input=data,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          check=False)
    if done.returncode != status:
        raise AssertionError(f"tenor {' '.join(arguments)}: exit "
                             f"{done.returncode}: {done.stderr.decode()}")
    return done.stdout


def python(code, **environment):
    """Run a program of Python with the tests' modules; what it prints."""
    done = subprocess.run([sys.executable, "-c", code], check=False,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, env={**os.environ, **environment})
    if done.returncode:
        raise AssertionError(f"exit {done.returncode}: {done.stdout}")
    return done.stdout


def rows(texts, *arguments):
    """The rows of tenor label for texts of valid Unicode."""
    data = b"".join(json.dumps({"text": text}).encode() + b"\n"
                    for text in texts)
    printed = run("label", "--in", "jsonl", "--out", "jsonl", "--fields",
                  "tone", *arguments, data=data)
    return printed.decode().splitlines()


def score(text, *arguments):
    """The object of tenor score for one text in bytes, without its id."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "t")
        with open(path, "wb") as file:
            file.write(text)
        printed = run("score", "--format", "json", *arguments, path)
    head = b'{"id":' + json.dumps(path).encode() + b","
    if not printed.startswith(head) or not printed.endswith(b"}\n"):
        raise AssertionError(printed[:200])
    return b"{" + printed[len(head):-1]


def articles():
    """Our own articles."""
    texts = []
    for path in sorted(glob.glob(f"{ROOT}/datasets/articles/*.txt")):
        with open(path, encoding="utf-8", newline="") as file:
            texts.append(file.read())
    return texts


def passages():
    """Our own passages: sentences, headlines, articles."""
    texts = []
    for path in sorted(glob.glob(f"{ROOT}/datasets/passages/*.jsonl")):
        with open(path, encoding="utf-8") as file:
            texts += [json.loads(line)["text"] for line in file]
    return texts


ODD = ["\0", "\t", "\r\n", "\n\n", '"', "\\", "\x7f", "\x1b", "\u00e9",
       "e\u0301", "\u00ad", "\u200b", "\u200d", "\u2028", "\ufeff", "\ufffd",
       "\ufffe", "\u202e", "\U0001f600", "\U0001f1e9\U0001f1ea", "\u4e2d",
       "\u0416", "\u05d0", "\u0e01", "\U000e0041", "\U0010ffff", "\u1e9e",
       "\ufb01", "\u0130", ":-)", ")))", "!!!", "...", "<br />", "#shame",
       "@you", "http://x.org/a", "1,234.5", "n't", "NOT", "soooo"]


def odd_texts(n):
    """Texts of words of ours and odd characters, from SEED."""
    draw = random.Random(SEED)
    words = " ".join(passages()[:200]).split()
    texts = ["", " ", "\0", "\ufeff", "\ufeffWhat a bad day.", "!", "a"]
    while len(texts) < n:
        pieces = draw.choices(words, k=draw.randrange(1, 60))
        pieces += draw.choices(ODD, k=draw.randrange(0, 12))
        draw.shuffle(pieces)
        texts.append(draw.choice(["", " ", " ", " "]).join(pieces))
    return texts


def broken_texts(n):
    """Bytes, many of which are no UTF-8, from SEED."""
    draw = random.Random(SEED)
    texts = [text.encode() for text in odd_texts(n)]
    for i, text in enumerate(texts):
        data = bytearray(text)
        for _ in range(draw.randrange(0, 4)):
            data.insert(draw.randrange(len(data) + 1), draw.randrange(256))
        if draw.random() < 0.3:
            del data[draw.randrange(len(data) + 1):]
        texts[i] = bytes(data)
    return texts
