#!/usr/bin/env -S python3 -B
"""Input that wants to break a page, on standard output.

    hostile.py article            one article
    hostile.py corpus FILE...     the records of these, with dates, outlets and
                                  addresses, and hostile ones among them
"""
import json
import sys

MARKUP = [
    "<script>window.hostile = 1</script>",
    "<img src=x onerror='window.hostile = 2'>",
    "</p></bdi></main></script><svg onload=window.hostile=3>",
    "\"' onmouseover='window.hostile=4' autofocus onfocus='window.hostile=5",
    "<style>body { display: none }</style><!-- <![CDATA[",
    "javascript:window.hostile=6 &lt;b&gt; &amp;amp; &#x202e;",
    "</textarea></title><base href='http://evil.invalid/'>",
]
BIDI = "\u202egnorw daer \u2067overturned\u2069 \u200fmarks\u202c"
LONG = "shameful" * 1250
PROSE = ("The mayor lied about the rotten contract, and the council looked "
         "away again. Nobody was asked. The report calls it a disgrace.")


def article():
    print("A disgraceful contract", *MARKUP, sep="\n\n")
    print(BIDI, PROSE, LONG + " is a word. " + PROSE, sep="\n\n")


def records(paths):
    for path in paths:
        with open(path, encoding="utf-8") as file:
            yield from map(json.loads, file)


def corpus(paths):
    outlets = ["Harbour Post", "Daily Ledger", "The Valley", "<b>Bold</b>"]
    number = 0
    for number, record in enumerate(records(paths)):
        print(json.dumps({
            "id": f"r{number}", "text": record["text"],
            "date": f"2025-{number % 12 + 1:02}-{number % 28 + 1:02}",
            "outlet": outlets[number * number % 7 % 4],
            "url": f"https://news.invalid/{number}"}))
    for index, markup in enumerate([*MARKUP, BIDI, LONG]):
        print(json.dumps({
            "id": markup, "text": f"{PROSE} {markup} {PROSE}",
            "date": markup, "outlet": markup,
            "url": f"javascript:window.hostile={index}"}))
    print("{this is no record")


article() if sys.argv[1] == "article" else corpus(sys.argv[2:])
