"""Results of many texts: what `tenor label` has in a row, and light."""
import json
from array import array
from typing import (Dict, Iterator, List, Mapping, NamedTuple, Optional,
                    Sequence, Tuple, Union, overload)

from . import _library
from ._library import Axis, Columns


def decimal(p: float) -> str:
    """A probability with four decimals; halves of p * 10000 are rounded up:
    the rule of cli/label/decimal.h."""
    scaled = p * 10000
    n = int(scaled)
    n += scaled - n >= 0.5
    return f"{n // 10000}.{n % 10000:04d}"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


class Layout(NamedTuple):
    """What results of one model have in common: its axes, of which some are
    shown, and all of a row of JSON but for what is found out."""

    number: Dict[str, int]            # of the axes that are shown
    labels: Tuple[Tuple[str, ...], ...]  # of all axes
    first: Tuple[int, ...]            # number of an axis' first label
    axes: int
    K: int                            # labels of all axes
    leads: Tuple[Tuple[int, str, str], ...]  # a, '"tone.a":', '"tone.a.p":'
    quoted: Tuple[Tuple[str, ...], ...]  # labels as JSON


def lay_out(axes: Sequence[Axis], shown: Sequence[int]) -> Layout:
    """For the axes of a model, and the numbers of those that are shown."""
    first, K = [], 0
    for axis in axes:
        first.append(K)
        K += len(axis.labels)
    return Layout(
        {axes[a].name: a for a in shown},
        tuple(axis.labels for axis in axes), tuple(first), len(axes), K,
        tuple((a, _quoted("tone." + axes[a].name),
               _quoted("tone." + axes[a].name + ".p")) for a in shown),
        tuple(tuple(map(_quoted, axis.labels)) for axis in axes))


class Label(Mapping[str, Optional[str]]):
    """The labels of one text: a mapping from the names of axes to labels.

    A label is None where the axis has none for the text, where there is no
    text (it was None), and where the text is above the limit (see error)."""

    __slots__ = ("_batch", "_i")

    def __init__(self, batch: "Batch", i: int) -> None:
        self._batch = batch
        self._i = i

    def __getitem__(self, axis: str) -> Optional[str]:
        batch, a = self._batch, self._batch.layout.number[axis]
        k = batch.find(self._i, a)
        return None if k is None else batch.layout.labels[a][k]

    def __iter__(self) -> Iterator[str]:
        return iter(self._batch.layout.number)

    def __len__(self) -> int:
        return len(self._batch.layout.number)

    @property
    def status(self) -> Optional[str]:
        """ "ok", or why there are no labels: "empty", "language", ...; "error"
        for a text above the limit; None for a missing text."""
        return self._batch.status_of(self._i)

    @property
    def error(self) -> Optional[str]:
        """Why the text could not be scored; None if it could."""
        return self._batch.errors.get(self._i)

    def axis_status(self, axis: str) -> Optional[str]:
        """ "ok", or why the axis has no label: as status, or "short",
        "unfamiliar", "no_title"."""
        batch, a = self._batch, self._batch.layout.number[axis]
        if batch.is_void(self._i):
            return self.status
        return _library.status_name(
            batch.columns.axis_status[self._i * batch.layout.axes + a])

    def p(self, axis: str) -> Optional[float]:
        """The probability of the label; None where there is none."""
        batch, a = self._batch, self._batch.layout.number[axis]
        k = batch.find(self._i, a)
        return None if k is None else batch.probability(self._i, a, k)

    def probabilities(self, axis: str) -> Optional[Dict[str, float]]:
        """The probability of each label. Where the axis has no label they are
        the shares of the labels in training; None where nothing was scored."""
        batch, a = self._batch, self._batch.layout.number[axis]
        if batch.is_void(self._i):
            return None
        return {name: batch.probability(self._i, a, k)
                for k, name in enumerate(batch.layout.labels[a])}

    def to_json(self) -> str:
        """The row that `tenor label --fields tone --out jsonl` has for the
        text, without the line end. In it, an error has no place before it."""
        batch, i = self._batch, self._i
        layout = batch.layout
        status = self.status
        parts = ['{"tone.status":', "null" if status is None
                 else _quoted(status)]
        for a, label, p in layout.leads:
            k = batch.find(i, a)
            if k is None:
                parts += (",", label, ":null,", p, ":null")
            else:
                parts += (",", label, ":", layout.quoted[a][k], ",", p, ":",
                          decimal(batch.probability(i, a, k)))
        error = self.error
        if error is not None:
            parts += (',"tone.error":', _quoted(error))
        return "".join(parts) + "}"

    def __repr__(self) -> str:
        return f"<Label {self.to_json()}>"


class Batch(Sequence[Label]):
    """Results of some texts, by row and by column.

    columns  arrays as struct tenor_batch has them, in the order of all axes of
             the model and their labels; zeros where nothing was scored
    missing  the numbers of the texts that are None
    errors   why a text could not be scored, by its number"""

    __slots__ = ("layout", "columns", "missing", "errors")

    def __init__(self, layout: Layout, columns: Columns,
                 missing: Sequence[int] = (),
                 errors: Optional[Dict[int, str]] = None) -> None:
        self.layout = layout
        self.columns = columns
        self.missing = frozenset(missing)
        self.errors = errors or {}

    def __len__(self) -> int:
        return len(self.columns.code)

    @overload
    def __getitem__(self, i: int) -> Label: ...

    @overload
    def __getitem__(self, i: slice) -> List[Label]: ...

    def __getitem__(self, i: Union[int, slice]) -> Union[Label, List[Label]]:
        if isinstance(i, slice):
            return [Label(self, k) for k in range(len(self))[i]]
        return Label(self, range(len(self))[i])

    def __iter__(self) -> Iterator[Label]:
        for i in range(len(self.columns.code)):
            yield Label(self, i)

    def is_void(self, i: int) -> bool:
        """Whether text i was not scored."""
        return self.columns.code[i] != 0 or i in self.missing

    def status_of(self, i: int) -> Optional[str]:
        """Status of text i."""
        if i in self.missing:
            return None
        if self.columns.code[i]:
            return "error"
        return _library.status_name(self.columns.status[i])

    def find(self, i: int, axis: int) -> Optional[int]:
        """The number of the label of text i, if it has one."""
        at = i * self.layout.axes + axis
        if self.columns.axis_status[at] or self.is_void(i):
            return None
        return self.columns.label[at]

    def probability(self, i: int, axis: int, label: int) -> float:
        """Of a label by its number, for a text that was scored."""
        at = i * self.layout.K + self.layout.first[axis] + label
        return self.columns.probability[at]

    def statuses(self) -> List[Optional[str]]:
        """The status of each text."""
        return [self.status_of(i) for i in range(len(self))]

    def labels(self, axis: str) -> List[Optional[str]]:
        """The label of each text on an axis."""
        a = self.layout.number[axis]
        names = self.layout.labels[a]
        found = (self.find(i, a) for i in range(len(self)))
        return [None if k is None else names[k] for k in found]

    def p(self, axis: str) -> List[Optional[float]]:
        """The probability of the label of each text on an axis."""
        a = self.layout.number[axis]
        found = ((i, self.find(i, a)) for i in range(len(self)))
        return [None if k is None else self.probability(i, a, k)
                for i, k in found]

    def probabilities(self, axis: str) -> Dict[str, "array[float]"]:
        """The probability of each label: a column for each. Where an axis has
        no label they are shares in training, and where nothing was scored 0."""
        a, K = self.layout.number[axis], self.layout.K
        first = self.layout.first[a]
        return {name: self.columns.probability[first + k::K]
                for k, name in enumerate(self.layout.labels[a])}

    def __repr__(self) -> str:
        return f"<Batch of {len(self)} texts>"
