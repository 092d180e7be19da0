"""page_check.py FILE: what must be true of any page, whatever is in it.

Elements are closed in the order in which they were opened, ids are unique and
what refers to them finds them, headings skip no level, nothing is loaded, and
the policy has the hashes of the style sheets, and of the script if there is one.
Cells and rows need not be closed. Links lead to the page itself or to the web.
"""

import base64
import hashlib
import html.parser
import re
import sys

VOID = {"meta", "br", "hr", "img", "input", "link", "rect", "line", "polyline"}
OPEN_ENDED = {"td": ("td", "th"), "th": ("td", "th"), "tr": ("td", "th", "tr")}
ALLOWED = set(
    """html head meta title style body a header p h1 h2 h3 h4 nav ul ol li main
    section strong b bdi span svg desc rect line polyline text figure figcaption
    details summary div mark sup dl dt dd code footer table caption thead tbody tr
    th td small g time article noscript script label input select option
    button""".split()
)
REFERENCES = {"aria-labelledby", "aria-describedby"}


class Checker(html.parser.HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open, self.ids, self.wanted, self.problems = [], [], [], []
        self.level, self.policy, self.texts = 0, "", []
        self.trusted = []  # style sheets and scripts

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
            self.check_link(values)
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
        while self.open and self.open[-1] in OPEN_ENDED.get(tag, ()):
            self.open.pop()
        if tag in ("style", "script"):
            self.trusted.append("")
        if tag not in VOID:
            self.open.append(tag)

    def check_link(self, values):
        if re.match("(?i)https?://", values["href"]):
            if values.get("rel") != "noopener noreferrer":
                self.problems.append(f"{values['href']!r} tells where it is from")
        else:
            self.wanted.append(values["href"])

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        # A rectangle may have a note, and is then closed.
        if tag in VOID:
            return
        if tag in ("tr", "tbody"):
            while self.open and self.open[-1] in ("td", "th", "tr") and \
                    self.open[-1] != tag:
                self.open.pop()
        if not self.open or self.open.pop() != tag:
            self.problems.append(f"</{tag}> closes another element")

    def handle_data(self, data):
        if self.open and self.open[-1] in ("style", "script"):
            self.trusted[-1] += data
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
        for one in self.trusted:
            digest = hashlib.sha256(one.encode()).digest()
            if f"'sha256-{base64.b64encode(digest).decode()}'" not in self.policy:
                self.problems.append(f"the policy forbids {one[:20]!r}")
        if len(self.trusted) != self.policy.count("'sha256-"):
            self.problems.append("the policy lets more in")
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
