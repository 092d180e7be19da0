"""Opening, closing, pickling models; what goes wrong; where the library is
looked for."""
import copy
import gc
import json
import multiprocessing
import os
import pickle
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
import unittest.mock

import support
import tenor
from tenor import _find

EMBEDDED = f"{support.ROOT}/model/embedded.tenor"
TEXT = "What a bad, sad day."


def label_of(model):
    return model.score(TEXT).axis("sentiment").label


def label_in_process(model):
    return model.checksum, label_of(model)


class Folder(unittest.TestCase):
    """Tests with a folder, and a second model in it."""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp()
        cls.other = os.path.join(cls.folder, "other.tenor")
        corpus = os.path.join(cls.folder, "c.tsv")
        with open(corpus, "w", encoding="utf-8") as file:
            for i in range(20):
                file.write(f"yes\tfine good {i}\nno\tbad ugly {i}\n")
        support.run("train", "-q", "--no-search", "--axis", "mood", "-o",
                    cls.other, corpus)

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.folder)

    def path(self, name):
        return os.path.join(self.folder, name)


class Opening(Folder):
    def test_three_ways(self):
        with open(EMBEDDED, "rb") as file:
            data = file.read()
        embedded = tenor.Model.open()
        for model in (embedded, tenor.Model.open(EMBEDDED),
                      tenor.Model.from_bytes(data),
                      tenor.Model.from_bytes(memoryview(b"x" + data)[1:]),
                      tenor.Model.from_bytes(bytearray(data))):
            self.assertEqual(model.checksum, embedded.checksum)
            self.assertEqual(model.axes, embedded.axes)
            self.assertEqual(label_of(model), "negative")
        self.assertIsNone(embedded.path)
        self.assertEqual(tenor.Model.open(EMBEDDED).path,
                         os.path.abspath(EMBEDDED))

    def test_what_it_is(self):
        model = tenor.Model.open(self.other)
        axis, = model.axes
        self.assertEqual(axis, ("mood", "document", ("no", "yes"), "whole",
                                {"no": 0.5, "yes": 0.5}))
        self.assertEqual(model.card,
                         json.loads(support.run("info", "--format", "json",
                                                self.other)))
        self.assertEqual(model.version, tenor.__version__)
        self.assertEqual(tenor.__version__, tenor.library_version())
        self.assertRegex(model.checksum, "^[0-9a-f]{16}$")
        self.assertIn("mood", repr(model))
        self.assertIn(tenor.library_version(),
                      support.run("--version").decode())
        self.assertEqual(tenor.Model.open().axes[6].scope, "title")

    def test_the_embedded_model_is_that_of_the_program(self):
        self.assertEqual(tenor.Model.open().card,
                         json.loads(support.run("info", "--format", "json")))

    def test_closed(self):
        with tenor.Model.open(self.other) as model:
            labels = model.label(["bad"] * 1000, batch=1)
            next(labels)
        for call in (lambda: model.score("a"), lambda: model.label(["a"]),
                     lambda: model.checksum, lambda: pickle.dumps(model)):
            self.assertRaises(ValueError, call)
        self.assertRaises(ValueError, list, labels)
        model.close()
        self.assertIn("closed", repr(model))

    def test_models_in_cycles_are_closed(self):
        for _ in range(50):
            model = tenor.Model.open(self.other)
            model.score("a")
            cycle = [model, model._native, *model._scorers]
            cycle.append(cycle)
            del model, cycle
            gc.collect()

    def test_files_that_are_no_models(self):
        with open(self.path("no"), "w", encoding="utf-8") as file:
            file.write("hello " * 100)
        with self.assertRaises(tenor.ModelError) as caught:
            tenor.Model.open(self.path("no"))
        self.assertEqual(caught.exception.code, "EMODEL")
        self.assertIsInstance(caught.exception, ValueError)
        for error in (FileNotFoundError, tenor.FileError, tenor.Error):
            self.assertRaises(error, tenor.Model.open, self.path("none"))
        with self.assertRaises(tenor.FileError) as caught:
            tenor.Model.open(self.folder)
        self.assertNotIsInstance(caught.exception, FileNotFoundError)
        with open(self.other, "rb") as file:
            data = bytearray(file.read())
        self.assertRaises(tenor.ModelError, tenor.Model.from_bytes, b"")
        self.assertRaises(tenor.ModelError, tenor.Model.from_bytes, data[:-8])
        data[len(data) // 2] ^= 1
        self.assertRaises(tenor.ModelError, tenor.Model.from_bytes, data)


class Copies(Folder):
    def test_pickled_by_path_and_checksum(self):
        path = self.path("moved.tenor")
        shutil.copy(self.other, path)
        model = tenor.Model.open(path)
        data = pickle.dumps(model)
        self.assertLess(len(data), 500)
        self.assertEqual(pickle.loads(data).checksum, model.checksum)
        shutil.copy(EMBEDDED, path + ".new")
        os.replace(path + ".new", path)
        with self.assertRaisesRegex(tenor.ModelError, "another model"):
            pickle.loads(data)
        os.remove(path)
        self.assertRaises(FileNotFoundError, pickle.loads, data)
        self.assertEqual(model.score("bad ugly").axis("mood").label, "no")

    def test_a_relative_path_is_found_from_elsewhere(self):
        here = os.getcwd()
        try:
            os.chdir(self.folder)
            data = pickle.dumps(tenor.Model.open("other.tenor"))
        finally:
            os.chdir(here)
        self.assertEqual(pickle.loads(data).path, self.other)

    def test_pickled_with_its_bytes(self):
        with open(self.other, "rb") as file:
            model = tenor.Model.from_bytes(file.read())
        data = pickle.dumps(model)
        self.assertEqual(pickle.loads(data).checksum, model.checksum)

    def test_pickled_embedded(self):
        data = pickle.dumps(tenor.Model.open())
        self.assertEqual(label_of(pickle.loads(data)), "negative")
        data = data.replace(tenor.Model.open().checksum.encode(), b"0" * 16)
        self.assertRaises(tenor.ModelError, pickle.loads, data)

    def test_copies_outlive_the_model(self):
        model = tenor.Model.open(self.other)
        copies = copy.copy(model), copy.deepcopy([model])[0]
        model.close()
        for each in copies:
            self.assertEqual(each.score("bad ugly").axis("mood").label, "no")

    def test_other_processes(self):
        for method in ("fork", "spawn"):
            context = multiprocessing.get_context(method)
            for model in (tenor.Model.open(), tenor.Model.open(EMBEDDED)):
                label_of(model)  # has a scorer before the fork
                with context.Pool(2) as pool:
                    found = pool.map(label_in_process, [model] * 4)
                self.assertEqual(set(found), {(model.checksum, "negative")})

    def test_the_same_model_after_a_fork(self):
        model = tenor.Model.open()
        wanted = [row.to_json() for row in model.label(support.passages())]
        child = os.fork()
        if child == 0:
            found = [row.to_json() for row in
                     model.label(support.passages(), threads=2)]
            os._exit(0 if found == wanted else 1)
        self.assertEqual(os.waitpid(child, 0)[1], 0)

    def test_errors_are_pickled(self):
        for kind in (*tenor.errors.BY_CODE.values(), tenor.MissingFileError,
                     tenor.LibraryError):
            error = pickle.loads(pickle.dumps(kind("why")))
            self.assertEqual((type(error), str(error), error.code),
                             (kind, "why", kind.code))


class Library(unittest.TestCase):
    """Another process for each: the library is loaded once."""

    CODE = """
import tenor
try:
    tenor.Model.open()
    print("open")
except tenor.LibraryError as error:
    print(error)
"""

    def test_is_missing(self):
        said = support.python(self.CODE, TENOR_LIBRARY="/none/libtenor.so")
        self.assertIn("'/none/libtenor.so'", said)
        self.assertIn("libtenor.so.0 of the system", said)

    @unittest.skipIf(support.SANITIZED, "the C compiler's library is not ours")
    def test_is_something_else(self):
        said = support.python(self.CODE, TENOR_LIBRARY="libc.so.6")
        self.assertIn("it has no tenor_", said)

    def test_of_the_wheel_or_of_the_system(self):
        """The latter as `make install` has it."""
        library = os.environ.get("TENOR_LIBRARY")
        if not library:
            self.assertEqual(_find.libtenor(),
                             os.path.join(_find.HERE, _find.SONAME))
            return
        with tempfile.TemporaryDirectory() as folder:
            os.symlink(library, os.path.join(folder, _find.SONAME))
            said = support.python(self.CODE, TENOR_LIBRARY="",
                                  LD_LIBRARY_PATH=folder)
        self.assertEqual(said, "open\n")

    def test_soname_is_that_of_the_makefile(self):
        with open(f"{support.ROOT}/Makefile", encoding="utf-8") as file:
            number, = re.findall(r"^SOVERSION *:= (\d+)", file.read(), re.M)
        self.assertEqual(_find.SONAME, f"libtenor.so.{number}")

    def test_imports_nothing_else(self):
        said = support.python(
            "import sys, tenor\n"
            "tenor.Model.open().score('a')\n"
            "print(sorted({'numpy', 'sklearn', 'subprocess'} "
            "& set(sys.modules)))")
        self.assertEqual(said, "[]\n")


class Program(unittest.TestCase):
    def test_named(self):
        with unittest.mock.patch.dict(os.environ, TENOR_PROGRAM="/none"):
            self.assertRaisesRegex(tenor.LibraryError, "/none", _find.program)

    def test_in_path(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "tenor")
            os.symlink(support.TENOR, path)
            environment = {"PATH": folder, "TENOR_PROGRAM": ""}
            with unittest.mock.patch.dict(os.environ, environment), \
                    unittest.mock.patch.object(_find, "_programs",
                                               lambda: []):
                self.assertEqual(_find.program(), path)
                os.remove(path)
                self.assertRaises(tenor.LibraryError, _find.program)

    def test_is_of_the_same_version(self):
        said = subprocess.run([_find.program(), "--version"], check=True,
                              stdout=subprocess.PIPE, text=True).stdout
        self.assertIn(tenor.library_version(), said)


if __name__ == "__main__":
    sys.exit(unittest.main())
