"""The examples of docs/PYTHON.md and of the README pages."""
import doctest
import os
import unittest

import support

PAGE = os.path.join(support.ROOT, "docs/PYTHON.md")
LAST = "## scikit-learn"  # what stands before needs nothing


def run(text, name):
    test = doctest.DocTestParser().get_doctest(text, {}, name, name, 0)
    said = []
    result = doctest.DocTestRunner(verbose=False).run(test, out=said.append)
    if result.failed or not result.attempted:
        raise AssertionError("".join(said) or "no examples")


def indented(path, first):
    """The indented block that begins with a line."""
    with open(path, encoding="utf-8") as file:
        lines = file.read().split("\n")
    begin = lines.index("    " + first)
    end = next(i for i in range(begin, len(lines))
               if lines[i] and not lines[i].startswith("    "))
    return "\n".join(line[4:] for line in lines[begin:end])


class Examples(unittest.TestCase):
    def setUp(self):
        with open(PAGE, encoding="utf-8") as file:
            self.before, _, self.after = file.read().partition(LAST)

    def test_page(self):
        run(self.before, PAGE)

    def test_page_scikit_learn(self):
        support.need("sklearn")
        run("    >>> import tenor\n" + self.after, PAGE)

    def test_readme_pages(self):
        for page in ("README.md", "bindings/python/README.md"):
            code = indented(os.path.join(support.ROOT, page), "import tenor")
            support.python(code)


if __name__ == "__main__":
    unittest.main()
