"""Models: opening, asking, labelling."""
import contextlib
import json
import os
from array import array
from types import TracebackType
from typing import (Any, Dict, Iterable, Iterator, List, Optional, Sequence,
                    Tuple, Type, Union)

from . import _library, stream
from ._library import Axis, NativeModel, Scorer
from .errors import FileError, InvalidError, MissingFileError, ModelError
from .evidence import Explanation
from .evidence import explain as explain_result
from .label import Batch, Label, Layout, lay_out
from .score import Score
from .text import Text, encode

Path = Union[str, "os.PathLike[str]"]
Names = Union[str, Iterable[str]]
BATCH = 256  # texts in one call of the C library
KEPT = 16  # scorers that wait for the next call


def _open(path: Optional[str]) -> NativeModel:
    if path is None:
        return _library.open_embedded()
    try:
        return _library.open_path(os.fsencode(path))
    except FileError as error:
        if os.path.exists(path):
            raise
        raise MissingFileError(str(error)) from None


class Model:
    """A model. Any number of threads may use one; it survives a fork; it is
    pickled by its path and checksum, or its bytes, so that a process that gets
    it opens the file for itself.

        with tenor.Model.open() as model:
            print(model.score("What a day!").axis("sentiment").label)

    Texts are str, or bytes of UTF-8. What is no UTF-8 in bytes, and lone
    surrogates in str, counts as U+FFFD."""

    def __init__(self, native: NativeModel, path: Optional[str],
                 data: Optional[bytes]) -> None:
        """Not for you: see open() and from_bytes()."""
        self._native: Optional[NativeModel] = native
        self._path = path
        self._bytes = data
        self._scorers: List[Scorer] = []
        self._axes = native.axes()
        self._layout = lay_out(self._axes, range(len(self._axes)))
        self._number = self._layout.number

    # ---- opening and closing ------------------------------------------------

    @classmethod
    def open(cls, path: Optional[Path] = None) -> "Model":
        """Open a model file, or without path the embedded model: English
        news. MissingFileError, FileError or ModelError."""
        if path is None:
            return cls(_open(None), None, None)
        path = os.path.abspath(os.fsdecode(path))
        return cls(_open(path), path, None)

    @classmethod
    def from_bytes(cls, data: Union[bytes, bytearray, memoryview]) -> "Model":
        """A model whose file is in memory. ModelError."""
        data = bytes(data)
        return cls(_library.open_bytes(data), None, data)

    def close(self) -> None:
        """Let go of the model, as leaving a `with` does. Calls that other
        threads are in end as if it was open; later ones are a ValueError."""
        self._native = None
        self._scorers = []

    def __enter__(self) -> "Model":
        return self

    def __exit__(self, kind: Optional[Type[BaseException]],
                 error: Optional[BaseException],
                 trace: Optional[TracebackType]) -> None:
        self.close()

    # ---- what it is ---------------------------------------------------------

    def _open_native(self) -> NativeModel:
        native = self._native
        if native is None:
            raise InvalidError("the model is closed")
        return native

    @property
    def path(self) -> Optional[str]:
        """The file; None for the embedded model and for one from bytes."""
        return self._path

    @property
    def axes(self) -> Tuple[Axis, ...]:
        """The axes, each with name, unit, labels, scope and prior."""
        return self._axes

    @property
    def card(self) -> Dict[str, Any]:
        """How it was made: `tenor info --format json`; cli/tenor.1, MODEL
        CARD, says what the keys are."""
        card: Dict[str, Any] = json.loads(self._open_native().card)
        return card

    @property
    def checksum(self) -> str:
        """16 digits: models with the same are the same."""
        return f"{self._open_native().checksum:016x}"

    @property
    def version(self) -> str:
        """The version of Tenor that made it."""
        return str(self.card["tenor"])

    def __repr__(self) -> str:
        what = self._path or ("embedded" if self._bytes is None else "bytes")
        closed = ", closed" if self._native is None else ""
        return f"<Model {what}: {', '.join(self._number)}{closed}>"

    # ---- pickling and copying -----------------------------------------------

    def __reduce__(self) -> Tuple[Any, ...]:
        if self._bytes is not None:
            return Model.from_bytes, (self._bytes,)
        return _restore, (self._path, self.checksum)

    def __copy__(self) -> "Model":
        return Model(self._open_native(), self._path, self._bytes)

    def __deepcopy__(self, memo: Dict[int, Any]) -> "Model":
        return self.__copy__()

    # ---- scorers, axes ------------------------------------------------------

    @contextlib.contextmanager
    def _scorer(self) -> Iterator[Scorer]:
        """A scorer that no one else has for the time."""
        native, kept = self._open_native(), self._scorers
        try:
            scorer = kept.pop()
        except IndexError:
            scorer = Scorer(native)
        try:
            yield scorer
        finally:
            scorer.forget()
            if len(kept) < KEPT:
                kept.append(scorer)

    def _axis(self, name: str) -> int:
        try:
            return self._number[name]
        except (KeyError, TypeError):
            raise InvalidError(
                f"the model has no axis {name!r}, but: "
                + ", ".join(self._number)) from None

    def _shown(self, axes: Optional[Names]) -> Optional[List[int]]:
        """Numbers of axes, in the order of the model; None for all."""
        if axes is None:
            return None
        names = (axes,) if isinstance(axes, str) else axes
        shown = sorted({self._axis(name) for name in names})
        if not shown:
            raise InvalidError("no axes are asked for")
        return shown

    def _layout_of(self, axes: Optional[Names]) -> Layout:
        shown = self._shown(axes)
        return self._layout if shown is None else lay_out(self._axes, shown)

    # ---- one text -----------------------------------------------------------

    def score(self, text: Text, title: Optional[Text] = None,
              axes: Optional[Names] = None, coverage: Optional[float] = None,
              sentences: bool = False) -> Score:
        """All that there is to say of a text.

        title      where it is not in the text: axes of titles are about it
        axes       only these, in the order of the model; all
        coverage   0.5 to 0.999: with label sets that hold the true label with
                   this probability
        sentences  with a result for each sentence

        LimitError for a text above 64 MiB, InvalidError for an axis or a
        coverage that the model has not."""
        native, shown = self._open_native(), self._shown(axes)
        thresholds = None
        if coverage is not None:
            asked = range(len(self._axes)) if shown is None else shown
            thresholds = [native.threshold(a, coverage) if a in asked else 0.0
                          for a in range(len(self._axes))]
        data = encode(text)
        with self._scorer() as scorer:
            scorer.score(data, None if title is None else encode(title))
            document = scorer.json(shown, thresholds, sentences)
        return Score(document, text)

    def explain(self, text: Text, axis: str, label: Optional[str] = None,
                title: Optional[Text] = None) -> Explanation:
        """Which features and words of a text speak for and against a label:
        without one, that which it has. For an axis of titles, places are those
        in the title. InvalidError for axes with a kernel that is not
        linear."""
        a = self._axis(axis)
        labels = self._axes[a].labels
        if label is not None and label not in labels:
            raise InvalidError(f"the axis {axis!r} has no label {label!r}, "
                               f"but: {', '.join(labels)}")
        with self._scorer() as scorer:
            scorer.score(encode(text),
                         None if title is None else encode(title))
            k = scorer.label(a) if label is None else labels.index(label)
            about = text
            if title is not None and self._axes[a].scope == "title":
                about = title
            return explain_result(scorer, about, a, axis, k, labels[k])

    # ---- many texts ---------------------------------------------------------

    def label(self, texts: Iterable[Optional[Text]], threads: int = 1,
              batch: int = BATCH,
              axes: Optional[Names] = None) -> Iterator[Label]:
        """The labels of texts, in order, as they are asked for.

        texts    any iterable, also an endless one; None, NaN and NA of pandas
                 are missing texts, whose labels are None
        threads  that score; the thread that asks for labels is one of them
                 only if there are no others
        batch    the most texts that are gathered for one call; with 1, no
                 label waits for a later text
        axes     only these; all

        A text above 64 MiB has the status "error". Another thing than a text
        is a TypeError, behind the labels of the texts before it."""
        batches = self.label_batches(texts, threads, batch, axes)
        return (label for found in batches for label in found)

    def label_batches(self, texts: Iterable[Optional[Text]], threads: int = 1,
                      batch: int = BATCH,
                      axes: Optional[Names] = None) -> Iterator[Batch]:
        """The same by batches, which have results by column, too."""
        if isinstance(texts, (str, bytes, bytearray, memoryview)):
            raise TypeError("texts is an iterable of texts, not one text")
        if threads < 1 or batch < 1:
            raise InvalidError("threads and batch are at least 1")
        layout = self._layout_of(axes)
        self._open_native()

        def work(gathered: stream.Gathered) -> Batch:
            return self._batch(b"".join(gathered.texts), gathered.offsets(),
                               layout, gathered.missing)

        return stream.run(texts, batch, threads, work)

    def label_buffer(self, data: Any, offsets: Any,
                     axes: Optional[Names] = None) -> Batch:
        """The labels of texts that lie one behind the other in a buffer, as in
        an array of Arrow or Spark.

        data     bytes of UTF-8, anything with the buffer protocol
        offsets  n + 1 integers of 32 or 64 bits, array("q") or anything with
                 the buffer protocol and a format: text i is
                 data[offsets[i]:offsets[i + 1]]

        InvalidError for offsets that do not ascend within the data."""
        view = memoryview(data).cast("B")
        places = array("q")
        given = memoryview(offsets)
        if given.format in ("q", "l") and given.itemsize == 8:
            places.frombytes(given.cast("B"))
        else:
            places.extend(given)
        if not places:
            raise InvalidError("there is one offset more than texts")
        begin, end = places[0], places[-1]
        if min(places) < 0 or max(places) > len(view):
            raise InvalidError("an offset is outside of the data")
        if begin and begin <= end:
            places = array("q", [place - begin for place in places])
        else:
            begin = 0
        text = data if isinstance(data, bytes) and begin == 0 \
            else bytes(view[begin:max(end, begin)])
        return self._batch(text, places, self._layout_of(axes), ())

    def _batch(self, data: bytes, offsets: "array[int]", layout: Layout,
               missing: Sequence[int]) -> Batch:
        with self._scorer() as scorer:
            columns = scorer.batch(data, offsets)
            errors = {}
            if any(columns.code):
                errors = {i: scorer.complaint(
                    data[offsets[i]:offsets[i + 1]])
                    for i, code in enumerate(columns.code) if code}
        return Batch(layout, columns, missing, errors)


def _restore(path: Optional[str], checksum: str) -> Model:
    """A model that was pickled by its path."""
    model = Model.open(path)
    if model.checksum != checksum:
        raise ModelError(
            f"{path or 'the embedded model'} is another model than the one "
            f"that was pickled: its checksum is {model.checksum}, not "
            f"{checksum}")
    return model
