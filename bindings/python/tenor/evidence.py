"""Why a text has a margin: the evidence adds up to it."""
from typing import List, NamedTuple, Tuple, Union

from . import _library
from .text import Text, encode, places


class Feature(NamedTuple):
    """A feature of the text: model/tenor.h, struct tenor_evidence.

    kind   "word", "sign", "ngram", "negated", "style", "chars" or
           "placed"
    text   of its first occurrence, as it stands
    spans  every occurrence, text[begin:end]"""

    kind: str
    text: Union[str, bytes]
    contribution: float
    spans: List[Tuple[int, int]]
    sentence: int
    points: int
    unit: float


class Word(NamedTuple):
    """A word of the text, in all its forms; begin and end of the first."""

    text: Union[str, bytes]
    contribution: float
    begin: int
    end: int
    occurrences: int


class Explanation(NamedTuple):
    """What the margin of a label is made of: the bias and the contributions,
    of the features or of the words. Both lists have the largest
    |contribution| first. Places are indices of the text as it was given."""

    axis: str
    label: str
    status: str  # of the axis
    margin: float
    bias: float
    features: List[Feature]
    words: List[Word]


def explain(scorer: _library.Scorer, text: Text, axis: int, axis_name: str,
            label: int, label_name: str) -> Explanation:
    """For the last result of a scorer, which was of this text."""
    found, bias = scorer.explain(axis, label)
    words = scorer.explain_words(axis, label)
    offsets = {offset for e in found for span in e.spans for offset in span}
    offsets.update(w.begin for w in words)
    offsets.update(w.end for w in words)
    place = places(text, encode(text), offsets)
    whole: Union[str, bytes] = text if isinstance(text, str) else bytes(text)

    def feature(e: _library.Evidence) -> Feature:
        spans = [(place[begin], place[end]) for begin, end in e.spans]
        first = whole[slice(*spans[0])] if spans else whole[:0]
        return Feature(e.kind, first, e.contribution, spans, e.sentence,
                       e.points, e.unit)

    def word(w: _library.Word) -> Word:
        begin, end = place[w.begin], place[w.end]
        return Word(whole[begin:end], w.contribution, begin, end,
                    w.occurrences)

    return Explanation(axis_name, label_name, scorer.axis_status(axis),
                       scorer.margin(axis, label), bias,
                       [feature(e) for e in found], [word(w) for w in words])
