"""Make the wheel: the package, the C library, and the program as a script.

    backend.py VERSION LIBRARY PROGRAM FOLDER

writes FOLDER/tenor-VERSION-py3-none-PLATFORM.whl and prints its name; `make
wheel` calls it so, with the version that the Makefile owns. As the build
backend of pyproject.toml (PEP 517) it calls `make wheel`, so that `pip install
bindings/python` works, too. Format: PEP 427; the platform: PEP 600, the least
version of glibc that the two files need. Same input, same bytes."""
import base64
import glob
import hashlib
import os
import re
import subprocess
import sys
import sysconfig
import zipfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
SONAME = "libtenor.so.0"
TIME = (1980, 1, 1, 0, 0, 0)
METADATA = """\
Metadata-Version: 2.1
Name: tenor
Version: {version}
Summary: The tone of a text, how sure that is, and which words say so
License: MIT
Requires-Python: >=3.9
Provides-Extra: sklearn
Requires-Dist: scikit-learn >=1.2 ; extra == 'sklearn'
Classifier: Intended Audience :: Science/Research
Classifier: License :: OSI Approved :: MIT License
Classifier: Operating System :: POSIX :: Linux
Classifier: Programming Language :: C
Classifier: Programming Language :: Python :: 3
Classifier: Topic :: Text Processing :: Linguistic
Classifier: Typing :: Typed
Description-Content-Type: text/markdown

{readme}"""
WHEEL = """\
Wheel-Version: 1.0
Generator: tenor
Root-Is-Purelib: false
Tag: py3-none-{platform}
"""


def read(path):
    with open(path, "rb") as file:
        return file.read()


def platform(binaries):
    """manylinux_2_34_x86_64; without glibc that of this Python."""
    own = re.sub("[^a-z0-9_]", "_", sysconfig.get_platform().lower())
    needed = [tuple(map(int, found)) for data in binaries
              for found in re.findall(rb"\0GLIBC_(\d+)\.(\d+)", data)]
    if not needed or not own.startswith("linux_"):
        return own
    return "manylinux_{}_{}_{}".format(*max(needed), own[len("linux_"):])


class Wheel:
    """A wheel that is being written."""

    def __init__(self, path, info):
        self.zip = zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED)
        self.info = info
        self.record = []

    def add(self, name, data, mode=0o644):
        entry = zipfile.ZipInfo(name, TIME)
        entry.external_attr = (0o100000 | mode) << 16
        entry.compress_type = zipfile.ZIP_DEFLATED
        self.zip.writestr(entry, data)
        digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest())
        self.record.append(
            f"{name},sha256={digest.decode().rstrip('=')},{len(data)}\n")

    def close(self):
        name = f"{self.info}/RECORD"
        self.record.append(f"{name},,\n")
        self.add(name, "".join(self.record).encode())
        self.zip.close()


def make(version, library, program, folder):
    """Write a wheel; its name."""
    binaries = read(library), read(program)
    tag = platform(binaries)
    name = f"tenor-{version}-py3-none-{tag}.whl"
    info = f"tenor-{version}.dist-info"
    os.makedirs(folder, exist_ok=True)
    wheel = Wheel(os.path.join(folder, name), info)
    for path in sorted(glob.glob(os.path.join(HERE, "tenor", "*.py"))):
        wheel.add(f"tenor/{os.path.basename(path)}", read(path))
    wheel.add("tenor/py.typed", b"")
    wheel.add(f"tenor/{SONAME}", binaries[0], 0o755)
    wheel.add(f"tenor-{version}.data/scripts/tenor", binaries[1], 0o755)
    readme = read(os.path.join(HERE, "README.md")).decode()
    wheel.add(f"{info}/METADATA",
              METADATA.format(version=version, readme=readme).encode())
    wheel.add(f"{info}/WHEEL", WHEEL.format(platform=tag).encode())
    wheel.add(f"{info}/LICENSE", read(os.path.join(ROOT, "LICENSE")))
    wheel.close()
    return name


# ---- PEP 517 ----------------------------------------------------------------

def build_wheel(wheel_directory, config_settings=None,
                metadata_directory=None):
    done = subprocess.run(
        ["make", "-s", "-C", ROOT, "wheel", f"PYTHON={sys.executable}",
         f"WHEELS={os.path.abspath(wheel_directory)}"],
        stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout.split()[-1]


if __name__ == "__main__":
    print(make(*sys.argv[1:]))
