"""Where the C library and the program are.

Each is looked for in this order, and the first that is there is taken:

1. what the environment names: TENOR_LIBRARY, TENOR_PROGRAM;
2. inside this package, or where its wheel puts scripts;
3. in the system: libtenor.so.0 by the rules of dlopen(3), tenor in PATH."""
import os
import shutil
import sys
import sysconfig
from typing import List

from .errors import LibraryError

SONAME = "libtenor.so.0"  # 0 is SOVERSION of the Makefile
HERE = os.path.dirname(os.path.abspath(__file__))


def libtenor() -> str:
    """What to give to dlopen."""
    named = os.environ.get("TENOR_LIBRARY")
    inside = os.path.join(HERE, SONAME)
    if named:
        return named
    return inside if os.path.exists(inside) else SONAME


def libtenor_missing(tried: str, why: str) -> LibraryError:
    """The error when that could not be opened."""
    return LibraryError(
        f"cannot open the C library '{tried}': {why}; looked for "
        f"$TENOR_LIBRARY, {os.path.join(HERE, SONAME)}, and {SONAME} of the "
        "system")


def _programs() -> List[str]:
    folders = [sysconfig.get_path("scripts"),
               os.path.dirname(sys.executable),
               os.path.join(os.path.dirname(HERE), "bin")]  # pip --target
    if os.name == "posix":
        folders.append(sysconfig.get_path("scripts", "posix_user"))
    return [os.path.join(folder, "tenor") for folder in folders]


def program() -> str:
    """The path of the program tenor, which trains."""
    named = os.environ.get("TENOR_PROGRAM")
    inside = os.path.exists(os.path.join(HERE, SONAME))  # this is a wheel
    tried = [named] if named else _programs() if inside else []
    for path in tried:
        if os.access(path, os.X_OK) and os.path.isfile(path):
            return path
    found = None if named else shutil.which("tenor")
    if found:
        return found
    raise LibraryError(
        "cannot find the program 'tenor': looked for $TENOR_PROGRAM"
        + "".join(f", {path}" for path in tried) + ", and in PATH")
