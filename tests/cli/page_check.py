"""page_check.py FILE: what must be true of any page, whatever is in it.

Elements are closed in the order in which they were opened, ids are unique and
what refers to them finds them, headings skip no level, nothing is loaded or run,
and the hash of the policy is that of the style sheet.
"""

import base64
import hashlib
import html.parser
import re
import sys

VOID = {"meta", "br", "hr", "img", "input", "link", "rect", "line", "polyline"}
ALLOWED = set(
    """html head meta title style body a header p h1 h2 h3 h4 nav ul ol li main
    section strong b bdi span svg desc rect line polyline text figure figcaption
    details summary div mark sup dl dt dd code footer table caption thead tbody tr
    th td small g time""".split()
)
REFERENCES = {"aria-labelledby", "aria-describedby"}


class Checker(html.parser.HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open, self.ids, self.wanted, self.problems = [], [], [], []
        self.level, self.style, self.policy, self.texts = 0, "", "", []

    def handle_starttag(self, tag, attrs):
        names = [name for name, _ in attrs]
        values = dict(attrs)
        if tag not in ALLOWED:
            self.problems.append(f"<{tag}>")
        if len(set(names)) != len(names):
            self.problems.append(f"<{tag}> has an attribute twice")
        for name in names:
            if name.startswith("on") or name in ("style", "src", "srcset"):
                self.problems.append(f"<{tag} {name}>")
        if "href" in values:
            self.wanted.append(values["href"])
        if "id" in values:
            self.ids.append(values["id"])
        for name in REFERENCES & set(names):
            self.wanted += ["#" + one for one in values[name].split()]
        if values.get("http-equiv") == "Content-Security-Policy":
            self.policy = values["content"]
        if re.fullmatch("h[1-6]", tag):
            if int(tag[1]) > self.level + 1:
                self.problems.append(f"<{tag}> behind level {self.level}")
            self.level = int(tag[1])
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        # A rectangle may have a note, and is then closed.
        if tag in VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.problems.append(f"</{tag}> closes another element")

    def handle_data(self, data):
        if self.open and self.open[-1] == "style":
            self.style += data
        else:
            self.texts.append(data)

    def finish(self):
        if self.open:
            self.problems.append(f"not closed: {self.open}")
        if len(set(self.ids)) != len(self.ids):
            self.problems.append("an id is there twice")
        for one in self.wanted:
            if not one.startswith("#") or one[1:] not in self.ids:
                self.problems.append(f"{one!r} leads nowhere")
        digest = hashlib.sha256(self.style.encode()).digest()
        if f"'sha256-{base64.b64encode(digest).decode()}'" not in self.policy:
            self.problems.append("the policy forbids the style sheet")
        if "default-src 'none'" not in self.policy or "unsafe" in self.policy:
            self.problems.append(f"the policy is {self.policy!r}")


def main():
    with open(sys.argv[1], "rb") as file:
        page = file.read().decode("utf-8", "strict")
    checker = Checker()
    checker.feed(page)
    checker.close()
    checker.finish()
    bad = re.search(
        "[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]",
        page,
    )
    if bad:
        checker.problems.append(f"{bad.group()!r} at {bad.start()}")
    for problem in checker.problems:
        print(problem)
    sys.exit(1 if checker.problems else 0)


if __name__ == "__main__":
    main()
