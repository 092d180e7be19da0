"""The C library, as Python values: the only file that knows ctypes.

Nothing here is public. A NativeModel may be shared by threads, a Scorer may
not. Every call releases the interpreter's lock while it is in C."""
import ctypes
import functools
from array import array
from ctypes import (POINTER, Structure, byref, c_bool, c_char_p, c_double,
                    c_int, c_int64, c_size_t, c_uint, c_uint64, c_void_p)
from typing import Any, Dict, List, NamedTuple, Optional, Sequence, Tuple

from . import _find, errors

# ---- declarations, in the order of model/tenor.h ----------------------------


class _Error(Structure):
    _fields_ = [("code", c_int), ("line", c_size_t),
                ("message", ctypes.c_char * 256)]


class _Batch(Structure):
    _fields_ = [(name, c_void_p) for name in (
        "code", "status", "axis_status", "label", "probability")]


class _Span(Structure):
    _fields_ = [("begin", c_size_t), ("end", c_size_t)]


class _Evidence(Structure):
    _fields_ = [("kind", c_int), ("sentence", c_size_t), ("points", c_int64),
                ("unit", c_double), ("contribution", c_double),
                ("span", POINTER(_Span)), ("spans", c_size_t),
                ("weight", c_double), ("value", c_double),
                ("feature", c_uint64)]


class _Word(Structure):
    _fields_ = [("span", _Span), ("occurrences", c_size_t),
                ("contribution", c_double)]


class _Parts(Structure):
    _fields_ = [("axis", POINTER(c_size_t)), ("axes", c_size_t),
                ("threshold", POINTER(c_double)), ("sentences", c_bool)]


_model = _scorer = _text = c_void_p
_axis = _label = _size = c_size_t
_error = POINTER(_Error)
_out = POINTER(c_void_p)
_FUNCTIONS: Dict[str, Tuple[Any, List[Any]]] = {
    "tenor_model_open": (c_bool, [c_char_p, _out, _error]),
    "tenor_model_from_memory": (c_bool, [c_void_p, _size, _out, _error]),
    "tenor_model_embedded": (c_bool, [_out, _error]),
    "tenor_model_close": (None, [_model]),
    "tenor_model_card": (c_void_p, [_model, POINTER(c_size_t)]),
    "tenor_model_checksum": (c_uint64, [_model]),
    "tenor_axis_count": (c_size_t, [_model]),
    "tenor_label_count": (c_size_t, [_model]),
    "tenor_axis_name": (c_char_p, [_model, _axis]),
    "tenor_axis_unit": (c_char_p, [_model, _axis]),
    "tenor_axis_label_count": (c_size_t, [_model, _axis]),
    "tenor_axis_label": (c_char_p, [_model, _axis, _label]),
    "tenor_axis_prior": (c_double, [_model, _axis, _label]),
    "tenor_axis_threshold": (c_bool, [_model, _axis, c_double,
                                      POINTER(c_double), _error]),
    "tenor_axis_scope": (c_int, [_model, _axis]),
    "tenor_scorer_new": (c_bool, [_model, _out, _error]),
    "tenor_scorer_free": (None, [_scorer]),
    "tenor_score": (c_bool, [_scorer, _text, _size, _error]),
    "tenor_score_titled": (c_bool, [_scorer, _text, _size, _text, _size,
                                    _error]),
    "tenor_score_batch": (c_bool, [_scorer, _text, c_void_p, _size,
                                   POINTER(_Batch), _error]),
    "tenor_status_name": (c_char_p, [c_int]),
    "tenor_status_saying": (c_char_p, [c_int]),
    "tenor_label": (c_size_t, [_scorer, _axis]),
    "tenor_axis_status": (c_int, [_scorer, _axis]),
    "tenor_margin": (c_double, [_scorer, _axis, _label]),
    "tenor_explain": (c_bool, [_scorer, _axis, _label,
                               POINTER(POINTER(_Evidence)),
                               POINTER(c_size_t), POINTER(c_double), _error]),
    "tenor_explain_words": (c_bool, [_scorer, _axis, _label,
                                     POINTER(POINTER(_Word)),
                                     POINTER(c_size_t), _error]),
    "tenor_json": (c_bool, [_scorer, POINTER(_Parts), _out,
                            POINTER(c_size_t), _error]),
    "tenor_version": (c_char_p, []),
    "tenor_model_format": (c_uint, []),
}
SCOPES = ("whole", "sentences", "title")  # enum tenor_scope
FEATURE_KINDS = (
    "word", "sign", "ngram", "negated", "style", "chars", "placed")


@functools.lru_cache(maxsize=None)
def _load() -> Any:
    path = _find.libtenor()
    try:
        library = ctypes.CDLL(path)
    except OSError as error:
        raise _find.libtenor_missing(path, str(error)) from None
    for name, (result, arguments) in _FUNCTIONS.items():
        try:
            function = getattr(library, name)
        except AttributeError:
            raise errors.LibraryError(
                f"the C library '{path}' does not fit: it has no {name}; it "
                "is older than this package, or no libtenor") from None
        function.restype = result
        function.argtypes = arguments
    return library


def _check(ok: bool, error: _Error) -> None:
    """Raise what the C library says, if it was not successful."""
    if not ok:
        kind = errors.BY_CODE.get(error.code, errors.Error)
        raise kind(error.message.decode("utf-8", "replace"))


# ---- what needs no model ----------------------------------------------------

def version() -> str:
    text: bytes = _load().tenor_version()
    return text.decode()


def model_format() -> int:
    return int(_load().tenor_model_format())


@functools.lru_cache(maxsize=None)
def status_name(status: int) -> str:
    text: bytes = _load().tenor_status_name(status)
    return text.decode()


# ---- models -----------------------------------------------------------------

class Axis(NamedTuple):
    """An axis of a model. `prior` is the share of each label among the
    documents that the axis was trained on; `scope` is "whole", "sentences" or
    "title", what of a text it is about."""

    name: str
    unit: str
    labels: Tuple[str, ...]
    scope: str
    prior: Dict[str, float]


class NativeModel:
    """An open model. It is closed when it and all of its scorers are gone:
    the list of the others makes that certain in any order, also when the
    garbage collector breaks a cycle, and needs no lock that a fork could
    leave behind."""

    def __init__(self, opener: str, *arguments: Any) -> None:
        self._others: List[None] = []
        self._bytes = arguments  # of from_memory, borrowed by C
        self.libtenor = _load()
        self.handle = c_void_p()
        error = _Error()
        _check(getattr(self.libtenor, opener)(
            *arguments, byref(self.handle), byref(error)), error)

    def __del__(self) -> None:
        if getattr(self, "handle", None):
            self.release()

    def retain(self) -> None:
        self._others.append(None)

    def release(self) -> None:
        try:
            self._others.pop()
        except IndexError:
            self.libtenor.tenor_model_close(self.handle)

    @property
    def checksum(self) -> int:
        return int(self.libtenor.tenor_model_checksum(self.handle))

    @property
    def card(self) -> bytes:
        size = c_size_t()
        address = self.libtenor.tenor_model_card(self.handle, byref(size))
        return ctypes.string_at(address, size.value)

    def axes(self) -> Tuple[Axis, ...]:
        return tuple(self._axis(a) for a in range(
            self.libtenor.tenor_axis_count(self.handle)))

    def _axis(self, axis: int) -> Axis:
        lib, model = self.libtenor, self.handle
        numbers = range(lib.tenor_axis_label_count(model, axis))
        labels = tuple(lib.tenor_axis_label(model, axis, k).decode()
                       for k in numbers)
        return Axis(lib.tenor_axis_name(model, axis).decode(),
                    lib.tenor_axis_unit(model, axis).decode(), labels,
                    SCOPES[lib.tenor_axis_scope(model, axis)],
                    {labels[k]: lib.tenor_axis_prior(model, axis, k)
                     for k in numbers})

    def threshold(self, axis: int, coverage: float) -> float:
        value, error = c_double(), _Error()
        _check(self.libtenor.tenor_axis_threshold(
            self.handle, axis, coverage, byref(value), byref(error)), error)
        return value.value


def open_path(path: bytes) -> NativeModel:
    return NativeModel("tenor_model_open", path)


def open_embedded() -> NativeModel:
    return NativeModel("tenor_model_embedded")


def open_bytes(data: bytes) -> NativeModel:
    """Bytes objects of CPython on 64 bits begin where C wants a model to; an
    array does so everywhere."""
    address = ctypes.cast(c_char_p(data), c_void_p).value or 0
    if address % 8 == 0:
        return NativeModel("tenor_model_from_memory", data, len(data))
    aligned = array("Q", bytes(len(data) // 8 * 8 + 8))
    memoryview(aligned).cast("B")[:len(data)] = data
    model = NativeModel("tenor_model_from_memory", aligned.buffer_info()[0],
                        len(data))
    model._bytes = (aligned,)
    return model


# ---- scoring ----------------------------------------------------------------

class Columns(NamedTuple):
    """What came of n texts, as struct tenor_batch has it: A axes, K labels."""

    code: "array[int]"         # B [n] 0, or that of an error
    status: "array[int]"       # B [n] of the text
    axis_status: "array[int]"  # B [n][A]
    label: "array[int]"        # I [n][A]
    probability: "array[float]"  # d [n][K]


class Evidence(NamedTuple):
    kind: str
    sentence: int
    points: int
    unit: float
    contribution: float
    spans: List[Tuple[int, int]]


class Word(NamedTuple):
    begin: int
    end: int
    occurrences: int
    contribution: float


def _zeros(code: str, n: int) -> "array[Any]":
    zeros = array(code)
    zeros.frombytes(bytes(n * zeros.itemsize))
    return zeros


class Scorer:
    """One thread's scorer. Texts are bytes."""

    def __init__(self, model: NativeModel) -> None:
        self._model = model
        self._library = model.libtenor
        self.handle = c_void_p()
        error = _Error()
        _check(self._library.tenor_scorer_new(
            model.handle, byref(self.handle), byref(error)), error)
        model.retain()
        self.axes = int(self._library.tenor_axis_count(model.handle))
        self.labels = int(self._library.tenor_label_count(model.handle))
        self._text: Tuple[bytes, ...] = ()  # borrowed by C

    def __del__(self) -> None:
        if getattr(self, "handle", None):
            self._library.tenor_scorer_free(self.handle)
            self._model.release()

    def score(self, text: bytes, title: Optional[bytes] = None) -> None:
        error = _Error()
        self._text = (text,) if title is None else (text, title)
        if title is None:
            ok = self._library.tenor_score(
                self.handle, text, len(text), byref(error))
        else:
            ok = self._library.tenor_score_titled(
                self.handle, title, len(title), text, len(text), byref(error))
        _check(ok, error)

    def forget(self) -> None:
        """Let go of the text; the result is not to be read any more."""
        self._text = ()

    def batch(self, data: bytes, offset: "array[int]") -> Columns:
        """Score the texts of n + 1 offsets (array "q"), which must not point
        beyond the data."""
        n = len(offset) - 1
        columns = Columns(
            _zeros("B", n), _zeros("B", n), _zeros("B", n * self.axes),
            _zeros("I", n * self.axes), _zeros("d", n * self.labels))
        out = _Batch(*(column.buffer_info()[0] for column in columns))
        error = _Error()
        _check(self._library.tenor_score_batch(
            self.handle, data, offset.buffer_info()[0], n, byref(out),
            byref(error)), error)
        return columns

    def complaint(self, text: bytes) -> str:
        """What is said of a text that batch() gave a code for."""
        try:
            self.score(text)
        except errors.LimitError as error:
            return str(error)
        finally:
            self.forget()
        return ""

    def json(self, axes: Optional[Sequence[int]],
             thresholds: Optional[Sequence[float]], sentences: bool) -> bytes:
        """The last result; thresholds are for all axes of the model."""
        parts, error = _Parts(), _Error()
        if axes is not None:
            parts.axis = (c_size_t * len(axes))(*axes)
            parts.axes = len(axes)
        if thresholds is not None:
            parts.threshold = (c_double * len(thresholds))(*thresholds)
        parts.sentences = sentences
        text, size = c_void_p(), c_size_t()
        _check(self._library.tenor_json(
            self.handle, byref(parts), byref(text), byref(size),
            byref(error)), error)
        return ctypes.string_at(text.value or 0, size.value)

    def label(self, axis: int) -> int:
        return int(self._library.tenor_label(self.handle, axis))

    def axis_status(self, axis: int) -> str:
        return status_name(self._library.tenor_axis_status(self.handle, axis))

    def margin(self, axis: int, label: int) -> float:
        return float(self._library.tenor_margin(self.handle, axis, label))

    def explain(self, axis: int, label: int) -> Tuple[List[Evidence], float]:
        """Evidence for a label of the last result, and the bias."""
        items, n = POINTER(_Evidence)(), c_size_t()
        bias, error = c_double(), _Error()
        _check(self._library.tenor_explain(
            self.handle, axis, label, byref(items), byref(n), byref(bias),
            byref(error)), error)
        return [Evidence(FEATURE_KINDS[e.kind], e.sentence, e.points, e.unit,
                         e.contribution,
                         [(s.begin, s.end) for s in e.span[:e.spans]])
                for e in items[:n.value]], bias.value

    def explain_words(self, axis: int, label: int) -> List[Word]:
        items, n, error = POINTER(_Word)(), c_size_t(), _Error()
        _check(self._library.tenor_explain_words(
            self.handle, axis, label, byref(items), byref(n), byref(error)),
            error)
        return [Word(w.span.begin, w.span.end, w.occurrences, w.contribution)
                for w in items[:n.value]]
