"""Run every test beside this file. With TENOR_REQUIRE_ALL=1 one that is
skipped is a failure."""
import os
import sys
import unittest

import support


def main():
    tests = unittest.defaultTestLoader.discover(os.path.dirname(__file__))
    result = unittest.TextTestRunner(warnings="error").run(tests)
    skipped = result.skipped if support.REQUIRE_ALL else []
    for test, why in skipped:
        print(f"skipped: {test}: {why}", file=sys.stderr)
    sys.exit(0 if result.wasSuccessful() and not skipped else 1)


if __name__ == "__main__":
    main()
