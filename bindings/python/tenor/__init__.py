"""Tenor: the tone of a text, how sure that is, and which words say so.

    import tenor

    model = tenor.Model.open()
    print(model.score("What a lovely day!").axis("sentiment").label)
    for label in model.label(["Shame on them.", "How kind of you."]):
        print(label["sentiment"], label.p("sentiment"))

Needs nothing but the standard library and the C library, libtenor; only
tenor.TenorClassifier needs scikit-learn, and the program tenor."""
from typing import TYPE_CHECKING, Any, List

from . import _library
from ._library import Axis
from .errors import (DataError, Error, FileError, InvalidError, LibraryError,
                     LimitError, MissingFileError, ModelError, OutOfMemory,
                     TrainingError)
from .evidence import Explanation, Feature, Word
from .label import Batch, Label
from .model import Model
from .score import AxisScore, Score, Sentence, Title

if TYPE_CHECKING:
    from .estimator import TenorClassifier as TenorClassifier

__all__ = [
    "Axis", "AxisScore", "Batch", "DataError", "Error", "Explanation",
    "Feature", "FileError", "InvalidError", "Label", "LibraryError",
    "LimitError", "MissingFileError", "Model", "ModelError", "OutOfMemory",
    "Score", "Sentence", "TenorClassifier", "Title", "TrainingError", "Word",
    "library_version", "model_format"]


def library_version() -> str:
    """The version of the C library."""
    return _library.version()


def model_format() -> int:
    """The newest format of model files that the C library reads."""
    return _library.model_format()


def __getattr__(name: str) -> Any:
    """What is looked for only when it is asked for."""
    if name == "TenorClassifier":
        from .estimator import TenorClassifier
        return TenorClassifier
    if name == "__version__":
        return library_version()
    raise AttributeError(f"module 'tenor' has no attribute {name!r}")


def __dir__() -> List[str]:
    return [*__all__, "__version__"]
