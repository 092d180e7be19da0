"""The result of one text: all that `tenor score --format json` says."""
import functools
import json
from typing import Any, Dict, List, NamedTuple, Optional

from .text import Text, encode, places


class AxisScore(NamedTuple):
    """The result on an axis. cli/tenor.1, JSON, says what each is; numbers
    have six significant digits."""

    status: str                 # "ok", or why there is no label
    unit: str                   # what the axis was trained on
    label: Optional[str]
    p: Dict[str, float]         # of each label
    margin: Optional[Dict[str, float]]
    score: Optional[float]      # p(positive pole) - p(negative pole)
    share: Optional[float]      # of the sentences that count
    set: Optional[List[str]]    # the label set, with a coverage


class Sentence(NamedTuple):
    """A sentence, text[begin:end]. axes is empty unless it is counted; else
    it has for each axis of sentences "label", "p" and "part"."""

    begin: int
    end: int
    counted: bool
    axes: Dict[str, Dict[str, Any]]


class Title(NamedTuple):
    """What axes of titles are about. begin and end are None where the title
    was given and is not in the text."""

    text: str
    begin: Optional[int]
    end: Optional[int]


class Score:
    """The result of a text. Places are indices of the text as it was given:
    characters of a str, bytes of bytes."""

    def __init__(self, document: bytes, text: Text) -> None:
        self._json = document
        self._text = text

    def to_json(self) -> str:
        """The object of the C library, byte for byte when encoded as UTF-8:
        places in it are bytes."""
        return self._json.decode()

    @functools.cached_property
    def _document(self) -> Dict[str, Any]:
        document: Dict[str, Any] = json.loads(self._json)
        return document

    @functools.cached_property
    def _places(self) -> Dict[int, int]:
        spans = self._document.get("sentences", [])
        title = self._document.get("title", {})
        spans = spans + [title] if "begin" in title else spans
        offsets = [span[end] for span in spans for end in ("begin", "end")]
        return places(self._text, encode(self._text), offsets)

    @property
    def status(self) -> str:
        """ "ok", or why there are no labels: "empty", "language", ..."""
        return str(self._document["status"])

    @property
    def language(self) -> Optional[str]:
        """With the status "language": which, if it is known."""
        return self._document.get("language")

    @property
    def words(self) -> int:
        """The number of words."""
        return int(self._document["words"])

    @property
    def known(self) -> float:
        """The share of the words that the model knows."""
        return float(self._document["known"])

    @property
    def title(self) -> Optional[Title]:
        """The title, if there is one."""
        title = self._document.get("title")
        if title is None:
            return None
        begin, end = title.get("begin"), title.get("end")
        if begin is None:
            return Title(title["text"], None, None)
        return Title(title["text"], self._places[begin], self._places[end])

    @functools.cached_property
    def axes(self) -> Dict[str, AxisScore]:
        """The results on all axes that were asked for."""
        return {name: AxisScore(
            axis["status"], axis["unit"], axis["label"], axis["p"],
            axis.get("margin"), axis.get("score"), axis.get("share"),
            axis.get("set")) for name, axis in self._document["axes"].items()}

    def axis(self, name: str) -> AxisScore:
        """The result on an axis. KeyError for one that there is not."""
        return self.axes[name]

    @property
    def sentences(self) -> List[Sentence]:
        """All sentences in reading order, if they were asked for."""
        return [Sentence(self._places[s["begin"]], self._places[s["end"]],
                         s["counted"], s.get("axes", {}))
                for s in self._document.get("sentences", [])]

    def __repr__(self) -> str:
        labels = "".join(f" {name}={axis.label}"
                         for name, axis in self.axes.items())
        return f"<Score {self.status}{labels}>"
